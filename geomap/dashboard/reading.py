"""The articles: one at a time as its text, with everything that was found in it marked, and what was decided about each mark."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import cache
from typing import Any, Final

import streamlit as st
from streamlit.components.v2.types import ComponentRenderer

from geomap.dashboard import adding, assets, choosing, correcting, pen, reader, rights, safe, words
from geomap.dashboard.reader import Kind
from geomap.dashboard.safe import link, tag
from geomap.dashboard.scene import Scene
from geomap.errors import StoreError
from geomap.model import Document, Event, Place, Report, Timex, Toponym
from geomap.review import ledger
from geomap.review.overlay import Applied
from geomap.store import Heading
from geomap.view import View

_KEY: Final = "reader"
_LISTED: Final = 1000
_OFFERED: Final = 8
_LEGEND: Final = {
    Kind.PLACE: "a place",
    Kind.UNPLACED: "a name that was not placed",
    Kind.TIME: "a time",
    Kind.EVENT: "words that tell of an event",
}


def show(scene: Scene) -> None:
    """Draw the page."""
    view = scene.view
    pen.tell()
    adding.show(view)
    document_id = _article(view, scene.choices.article)
    if document_id is None:
        safe.show(tag("p", "There is no such article.", class_="gm-empty"))
        return
    try:
        applied = ledger.applied(view.store, document_id)
    except StoreError as error:
        st.text(str(error))
        return
    text, beside = st.columns([1.9, 1], gap="medium")
    start = _marked(document_id)
    with text, st.container(key="article"):
        _head(applied.extraction.document)
        _legend()
        _component()(
            key=_KEY,
            data=reader.payload(applied.extraction.document, reader.marks(applied), chosen=start),
            on_mark_change=_nothing,
        )
    with beside, st.container(key="mark"):
        _decided(view, applied, start)


# Which article


def _article(view: View, asked: str | None) -> str | None:
    """The boxes to find an article and to choose it: the one that was asked for, else the first of what was found."""
    total = view.store.count_documents()
    with st.container(key="articles-head"):
        search, choose = st.columns([1, 1.9], gap="medium")
    typed = search.text_input(
        "Find an article",
        key="article-words",
        placeholder="Find: words in titles and articles",
        icon=":material/search:",
        label_visibility="collapsed",
    )
    found = view.store.catalogue(view.store.search(typed).document_ids if typed else None, limit=_LISTED)
    if asked and not typed and all(heading.id != asked for heading in found):
        found = view.store.catalogue([asked]) + found
    if not found:
        return None
    if total > _LISTED and not typed:
        st.caption(f"The latest {_LISTED:,} of {words.count(total, 'article')}; search for the others.")
    with choose:
        return _chosen(found, asked)


def _chosen(headings: Sequence[Heading], asked: str | None) -> str:
    by_id = {heading.id: heading for heading in headings}
    now = asked if asked in by_id else headings[0].id

    def picked() -> None:
        st.session_state["article"] = st.session_state["article-picked"]

    st.session_state["article-picked"] = now
    lines = {i: safe.plain(_line(heading)) for i, heading in by_id.items()}
    st.selectbox(
        "Article",
        list(by_id),
        key="article-picked",
        format_func=lines.__getitem__,
        on_change=picked,
        label_visibility="collapsed",
    )
    return now


def _line(heading: Heading) -> str:
    day = words.day(date.fromisoformat(heading.published)) if heading.published else None
    return " · ".join(part for part in (heading.title or heading.id, heading.source, day) if part)


# The text


def _head(document: Document) -> None:
    safe.show(
        tag(
            "div",
            tag("h3", document.title or document.id, class_="gm-title"),
            tag(
                "div", link(document.url, document.source or "source unknown"), " · ", words.published(document), class_="gm-how"
            ),
            class_="gm-event",
        )
    )


def _legend() -> None:
    keys = [
        tag("span", tag("span", "Abc", class_=f"gm-key gm-key-{kind.value}"), " ", label, class_="gm-legend-item")
        for kind, label in _LEGEND.items()
    ]
    keys.append(tag("span", tag("span", "Abc", class_="gm-key gm-key-reviewed"), " decided by a person", class_="gm-legend-item"))
    keys.append(
        tag("span", tag("span", "Abc", class_="gm-key gm-key-furniture"), " not part of the article", class_="gm-legend-item")
    )
    safe.show(tag("div", *keys, class_="gm-legend"))


def _marked(document_id: str) -> int | None:
    """Where the mark starts that was clicked in this article."""
    state = st.session_state.get(_KEY)
    found = state.get("mark") if state is not None else None
    if not isinstance(found, dict) or found.get("id") != document_id or not isinstance(found.get("start"), int):
        return None
    start: int = found["start"]
    return start


def _nothing() -> None:
    """A click on a mark only draws the page again."""


@cache
def _component() -> ComponentRenderer:
    return st.components.v2.component(
        "geomap.reader",
        html='<div class="rd"></div>',
        css=(assets.OWN / "reader.css").read_text(encoding="utf-8"),
        js=(assets.OWN / "reader.js").read_text(encoding="utf-8"),
    )


# What was decided


def _decided(view: View, applied: Applied, start: int | None) -> None:
    found: dict[str, Any] = dict(reader.at(start, applied))
    if "toponym" in found:
        _toponym(view, applied, found["toponym"])
    elif "timex" in found:
        _timex(view, applied, found["timex"])
    elif "report" in found:
        _report(view, found["report"])
    else:
        safe.show(
            tag(
                "p",
                "Choose a mark in the text to see what was decided, what else it may be, and to correct it.",
                class_="gm-empty",
            )
        )
        _events(view, "Events in this article", applied.extraction.reports)


def _toponym(view: View, applied: Applied, toponym: Toponym) -> None:
    document = applied.extraction.document
    reviews = applied.mentions.get(toponym.start, ())
    safe.show(tag("h4", f"“{toponym.surface}”", class_="gm-head"))
    safe.show(tag("p", *_lines(reader.place_lines(toponym, reviews)), class_="gm-decided"))
    correcting.show_reviews(view, sorted(reviews, key=lambda r: (r.when, r.id), reverse=True), key="mention")
    token = ("mention", document.id, str(toponym.start))
    raw = next((t for t in view.store.toponyms_of([document.id])[document.id] if t.start == toponym.start), toponym)

    def take(place: Place | None) -> None:
        correcting.take_reading(
            view,
            toponym,
            document,
            place,
            always=bool(st.session_state.get("mention-always")),
            throughout=not st.session_state.get("mention-here"),
        )

    if not rights.read_only():
        st.caption("It is rather")
        others = [raw.place] if raw.place and toponym.place != raw.place else []
        others += [c.place for c in toponym.candidates if toponym.place is None or c.place.id != toponym.place.id]
        choosing.offer(list({place.id: place for place in others}.values())[:_OFFERED], take, key=f"mention-{toponym.start}")
        choosing.seek(take, key=f"mention-{toponym.start}")
        with st.container(horizontal=True, gap="small"):
            st.button("No place at all", key="mention-none", icon=":material/block:", on_click=take, args=(None,))
            choosing.point(toponym.surface, token, key="mention")
        st.toggle("only here, not in the whole article", key="mention-here")
        st.toggle(
            "from now on in all articles",
            key="mention-always",
            help="Writes it into your gazetteer.csv as well; every other article follows when it is next read.",
        )
        with st.popover("Signed", icon=":material/draw:", key=f"mention-signed-{pen.strokes()}"):
            pen.signature("mention")
    told = [r for r in applied.extraction.reports if any(p.span is not None and p.span.overlaps(toponym.span) for p in r.places)]
    _events(view, "Events placed by it", told)


def _timex(view: View, applied: Applied, timex: Timex) -> None:
    safe.show(tag("h4", f"“{timex.surface}”", class_="gm-head"))
    safe.show(tag("p", *_lines((*reader.time_lines(timex), f"TimeML {timex.type}, {timex.value}")), class_="gm-decided"))
    told = [
        r
        for r in applied.extraction.reports
        if r.when is not None and r.when.span is not None and r.when.span.overlaps(timex.span)
    ]
    _events(view, "Events dated by it", told)
    if told:
        st.caption("To correct the date, open the event.")


def _report(view: View, report: Report) -> None:
    event = next(iter(view.store.events_of([report.id])), None)
    if event is None:
        return
    found = view.reports([event.id]).get(event.id, [])
    safe.show(tag("h4", event.title, class_="gm-head"))
    lines = [
        words.STATUS_WORDS[event.status],
        f"where: {words.place_name(event.place)}",
        f"when: {words.interval(event.when)}",
        f"told by {words.support(event)}",
        f"confidence {words.confidence(event.confidence)}",
    ]
    safe.show(tag("p", *_lines(lines), class_="gm-decided"))
    correcting.show(view, event, found, key="read")
    _open_button(event, "read-open")


def _lines(lines: Sequence[str]) -> list[str]:
    """Lines as the children of one element."""
    children: list[str] = []
    for line in lines:
        children += [tag("br"), line] if children else [tag("strong", line)]
    return children


def _events(view: View, label: str, reports: Sequence[Report]) -> None:
    """The events of these reports, as ways to the map."""
    events = view.store.events_of(report.id for report in reports)
    if not events:
        return
    safe.show(tag("h4", f"{label} ({len(events)})", class_="gm-head"))
    for event in events:
        _open_button(event, f"read-open-{event.id}", title=True)


def _open_button(event: Event, key: str, *, title: bool = False) -> None:
    place = event.place.place.id if event.place is not None and event.place.place is not None else None
    label = f"{event.title} · {words.interval(event.when)}" if title else "Show on the map"
    st.button(
        safe.markdown(label),
        key=key,
        type="tertiary",
        icon=":material/map:",
        on_click=choosing.open_event,
        args=(event.id, place),
    )


def pointed(view: View) -> None:
    """On the map: take the spot for the mention of an article that it was asked for."""
    token = choosing.pointing()
    if token is None or token[0] != "mention" or rights.read_only():
        return
    applied = ledger.applied(view.store, token[1])
    toponym = next((t for t in applied.extraction.toponyms if t.start == int(token[2])), None)
    if toponym is None:
        choosing.stop()
        return
    safe.show(tag("p", f"Where is “{toponym.surface}”?", class_="gm-decided"))

    def take(place: Place) -> None:
        correcting.take_reading(view, toponym, applied.extraction.document, place)
        choosing.open_article(token[1])

    choosing.pointed(take)
