"""Correcting an event where it is shown: its place, date, status and type, what it is one with, or that all of it is right."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any, Final

import streamlit as st

from geomap.dashboard import choosing, gestures, pen, rights, safe, session, words
from geomap.dashboard.evidence import type_label
from geomap.dashboard.pen import Told
from geomap.events.types import event_types
from geomap.model import Document, Event, Place, Report, Review, Status, Timex, Toponym
from geomap.review import ledger, wording
from geomap.review.decisions import Decision
from geomap.view import Filters, View

_OFFERED: Final = 6
#: The calendar to pick from begins here, or with the event.
_FIRST_DAY: Final = date(1000, 1, 1)
_QUOTE_CHARS: Final = 90
#: What is compared for joining: so many events at the same place, or that a search finds.
_NEIGHBOURS: Final = 200


def show(view: View, event: Event, told: Told, *, key: str = "event") -> None:
    """What people decided about the event, the tools to correct it, and the way to its articles."""
    with st.container(key=f"correct-{key}"):
        pen.tell()
        _history(view, [report for report, _ in told], key)
        if choosing.pointing() == ("event", event.id) and not rights.read_only():
            choosing.pointed(lambda place: pen.decide(view, lambda d: d.place(told, place)))
        with st.container(key=f"tools-{key}", horizontal=True, gap="small"):
            if not rights.read_only():
                _tools(view, event, told, key)
            _articles(told, key)


def _tools(view: View, event: Event, told: Told, key: str) -> None:
    n = pen.strokes()  # a stroke closes the box that it was made in
    st.button(
        "Right",
        key=f"right-{key}",
        icon=":material/check:",
        help="All that is said of this event is right; it leaves the queue.",
        on_click=pen.decide,
        args=(view, lambda d: d.right(told)),
    )
    pointing = "-pointing" if gestures.asking() else ""  # another box, which is closed: the open one would lie over the map
    with st.popover("Place", icon=":material/place:", key=f"place-{key}-{n}{pointing}", on_change="rerun") as box:
        if box.open:  # what is offered is read from the store: not on every move of the timeline
            _place(view, event, told, key)
    with st.popover("Date", icon=":material/event:", key=f"date-{key}-{n}", on_change="rerun") as box:
        if box.open:
            _date(view, event, told, key)
    with st.popover("Status", icon=":material/rule:", key=f"status-{key}-{n}"):
        for status in Status:
            st.button(
                words.STATUS_WORDS[status],
                key=f"status-{key}-{status.value}",
                help=words.STATUS_HELP[status],
                disabled=status is event.status,
                on_click=pen.decide,
                args=(view, _status(told, status)),
            )
    with st.popover("Type", icon=":material/category:", key=f"type-{key}-{n}"), st.container(horizontal=True, gap="small"):
        for name in event_types():
            st.button(
                type_label(name),
                key=f"type-{key}-{name}",
                disabled=name == event.event_type,
                on_click=pen.decide,
                args=(view, _type(told, name)),
            )
    with st.popover("Join or part", icon=":material/call_split:", key=f"unity-{key}-{n}", on_change="rerun") as box:
        if box.open:
            _unity(view, event, told, key)
    with st.popover("Signed", icon=":material/draw:", key=f"signed-{key}-{n}"):
        pen.signature(key)


def _status(told: Told, status: Status) -> Callable[[Decision], list[Review]]:
    return lambda decision: decision.status(told, status)


def _type(told: Told, name: str) -> Callable[[Decision], list[Review]]:
    return lambda decision: decision.event_type(told, name)


# The place


def _place(view: View, event: Event, told: Told, key: str) -> None:
    """Other readings of the name first, then other places of the articles, then every other place on Earth."""
    found = _mention(view, event, told)
    if found is not None:
        _readings(view, *found, key)
    named = _named(view, event, told)
    if named:
        st.caption("It happened elsewhere; the articles also name")
        choosing.offer(named, lambda place: _happened(view, told, place), key=f"named-{key}")
    choosing.seek(lambda place: _happened(view, told, place), key=f"where-{key}")
    choosing.point(event.place.name if event.place else event.title, ("event", event.id), key=f"where-{key}")
    st.button(
        "Nobody knows where",
        key=f"nowhere-{key}",
        type="tertiary",
        on_click=pen.decide,
        args=(view, lambda decision: decision.place(told, None)),
    )


def _happened(view: View, told: Told, place: Place) -> None:
    pen.decide(view, lambda decision: decision.place(told, place))


def _readings(view: View, toponym: Toponym, document: Document, key: str) -> None:
    """The other places that the name may mean."""
    others = [c.place for c in toponym.candidates if toponym.place is None or c.place.id != toponym.place.id]
    st.caption(safe.markdown(f"“{toponym.surface}” is rather"))
    always = st.toggle(
        "from now on in all articles",
        key=f"always-{key}",
        help="Writes it into your gazetteer.csv as well; every other article follows when it is next read.",
    )
    choosing.offer(
        others[:_OFFERED], lambda place: take_reading(view, toponym, document, place, always=always), key=f"rather-{key}"
    )
    st.button(
        "No place at all",
        key=f"none-{key}",
        type="tertiary",
        icon=":material/block:",
        on_click=take_reading,
        args=(view, toponym, document, None),
    )


def take_reading(
    view: View,
    toponym: Toponym,
    document: Document,
    place: Place | None,
    *,
    always: bool = False,
    throughout: bool = True,
) -> None:
    """A name in an article means this place, or none; for callbacks."""
    if always and place is not None:
        pen.always(view, toponym, document, place)
    else:
        pen.decide(view, lambda decision: decision.mention(toponym, document, place, throughout=throughout))


def _mention(view: View, event: Event, told: Told) -> tuple[Toponym, Document] | None:
    """The mention that the event's place was read from, with its article."""
    for report, document in told:
        pin = report.pin
        if pin is not None and pin.span is not None and (event.place is None or pin.place == event.place.place):
            for toponym in view.store.toponyms_of([document.id]).get(document.id, ()):
                if toponym.span.overlaps(pin.span):
                    return toponym, document
    return None


def _named(view: View, event: Event, told: Told) -> list[Place]:
    """Other places that the articles name, those near the words of the event first."""
    here = event.place.place.id if event.place is not None and event.place.place is not None else None
    found: dict[str, tuple[int, Place]] = {}
    toponyms = view.store.toponyms_of([document.id for _, document in told])
    for report, document in told:
        for toponym in toponyms.get(document.id, ()):
            if toponym.place is not None and toponym.place.id != here:
                far = min(abs(toponym.start - report.end), abs(report.start - toponym.end))
                known = found.get(toponym.place.id)
                if known is None or far < known[0]:
                    found[toponym.place.id] = (far, toponym.place)
    return [place for _, place in sorted(found.values(), key=lambda pair: (pair[0], pair[1].id))][:_OFFERED]


# The date


def _date(view: View, event: Event, told: Told, key: str) -> None:
    """The other days that the articles name, then any day."""
    for i, (timex, document) in enumerate(_times(view, event, told)):
        when = words.days(timex.earliest, timex.latest) if timex.earliest and timex.latest else timex.surface
        st.button(
            safe.markdown(f"{when} (“{timex.surface}”)"),
            key=f"day-{key}-{i}-{document.id}-{timex.start}",
            type="tertiary",
            on_click=_dated,
            args=(view, told, timex.earliest, timex.latest),
        )
    known = event.when
    first = _day_box("First day", known.earliest if known else None, f"first-{key}-{event.id}")
    last = _day_box("Last day", known.latest if known else None, f"last-{key}-{event.id}")
    with st.container(horizontal=True, gap="small"):
        st.button(
            "Keep these days",
            key=f"dated-{key}",
            type="primary",
            on_click=_dated,
            args=(view, told, first or last, last or first),
        )
        st.button("Nobody knows when", key=f"undated-{key}", type="tertiary", on_click=_dated, args=(view, told, None, None))


def _day_box(label: str, value: date | None, key: str) -> date | None:
    given: Any = value  # the overloads of date_input don't take a date that may be None
    picked: Any = st.date_input(
        label, value=given, key=key, min_value=min(_FIRST_DAY, value or _FIRST_DAY), max_value=date.max, format="YYYY-MM-DD"
    )
    return picked if isinstance(picked, date) else None


def _dated(view: View, told: Told, first: date | None, last: date | None) -> None:
    pen.decide(view, lambda decision: decision.days(told, first, last))


def _times(view: View, event: Event, told: Told) -> list[tuple[Timex, Document]]:
    """The days that the articles name, other than the event's own, those near its words first."""
    own = (event.when.earliest, event.when.latest) if event.when else None
    found: dict[tuple[date, date], tuple[int, Timex, Document]] = {}
    for report, document in told:
        for timex in view.store.timexes_of(document.id):
            if timex.earliest is None or timex.latest is None or (timex.earliest, timex.latest) == own:
                continue
            days, far = (timex.earliest, timex.latest), abs(timex.start - report.start)
            if days not in found or far < found[days][0]:
                found[days] = (far, timex, document)
    return [(timex, document) for _, timex, document in sorted(found.values(), key=lambda item: item[0])][:_OFFERED]


# What it is one with


def _unity(view: View, event: Event, told: Told, key: str) -> None:
    typed = st.text_input(
        "Join it with", key=f"join-{key}-{pen.strokes()}", placeholder="Words of the other event", icon=":material/search:"
    )
    others = _others(view, event, typed or None)
    for row in others:
        st.button(
            safe.markdown(f"{row['title']} · {_day(row['start'])}"),
            key=f"join-{key}-{row['event_id']}",
            type="tertiary",
            icon=":material/merge:",
            on_click=_join,
            args=(view, event, told, row["event_id"]),
        )
    if not others:
        st.caption("No other event is found." if typed else "No other event is at this place.")
    if len(told) > 1:
        st.caption("Or one of the reports tells of another event")
        for i, (report, document) in enumerate(told):
            others_told = [pair for pair in told if pair[0].id != report.id]
            st.button(
                safe.markdown(f"{document.source or document.title}: “{_short(report.quote)}”"),
                key=f"part-{key}-{i}",
                type="tertiary",
                icon=":material/call_split:",
                on_click=_part,
                args=(view, (report, document), others_told),
            )


def _others(view: View, event: Event, typed: str | None) -> list[dict[str, object]]:
    """Events at the same place, or that the words find; the nearest in time first."""
    place = event.place.place if event.place is not None else None
    if typed:
        found = view.listed(Filters(text=typed), limit=_NEIGHBOURS)
    elif place is not None:
        found = view.listed(Filters(places=(place.id,)), limit=_NEIGHBOURS)
    else:
        return []
    own = event.when.earliest if event.when else None

    def far(row: dict[str, object]) -> int:
        day = _as_day(row["start"])
        return abs((day - own).days) if own is not None and day is not None else date.max.toordinal()

    return sorted((row for row in found if row["event_id"] != event.id), key=far)[:_OFFERED]


def _as_day(value: object) -> date | None:
    return value if isinstance(value, date) else None


def _day(value: object) -> str:
    day = _as_day(value)
    return words.day(day) if day else "no date"


def _join(view: View, event: Event, told: Told, other_id: str) -> None:
    other = view.reports([other_id]).get(other_id, [])
    session.select_event(event.id, places=session.selected_places())
    pen.decide(view, lambda decision: decision.together(told, other))


def _part(view: View, one: tuple[Report, Document], others: Told) -> None:
    pen.decide(view, lambda decision: decision.apart(one, others))


def _short(text: str) -> str:
    flat = " ".join(text.split())
    return flat if len(flat) <= _QUOTE_CHARS else flat[:_QUOTE_CHARS].rsplit(" ", 1)[0] + "…"


# What was decided, and the articles


def _history(view: View, reports: Sequence[Report], key: str) -> None:
    """What people decided, the latest first, with a way to take each step back."""
    marks = ledger.marks_of(view.store, reports)
    reviews = {review.id: review for found in marks.values() for review in found}
    show_reviews(view, sorted(reviews.values(), key=lambda r: (r.when, r.id), reverse=True), key=key)


def show_reviews(view: View, reviews: Sequence[Review], *, key: str) -> None:
    """Reviews, one line for each step, with its undo."""
    steps: dict[str, list[Review]] = {}
    for review in reviews:
        steps.setdefault(review.batch, []).append(review)
    for batch, made in steps.items():
        with st.container(key=f"step-{key}-{batch}", horizontal=True, vertical_alignment="center", gap="small"):
            said = "; ".join(dict.fromkeys(wording.said(review) for review in made))
            was = "; ".join(dict.fromkeys(review.old for review in made if review.old))
            safe.show(
                safe.tag(
                    "div",
                    safe.tag("strong", f"{made[0].who}"),
                    f", {wording.day(made[0])}: {said}",
                    safe.tag("span", f" (was {was})", class_="gm-how") if was else "",
                    safe.tag("div", made[0].note, class_="gm-how") if made[0].note else "",
                    class_="gm-step",
                )
            )
            if not rights.read_only():
                st.button(
                    "Undo",
                    key=f"undo-{key}-{batch}",
                    type="tertiary",
                    icon=":material/undo:",
                    on_click=pen.undo,
                    args=(view, batch),
                )


def _articles(told: Told, key: str) -> None:
    """The way to each article, to read it whole."""
    documents = {document.id: document for _, document in told}
    if len(documents) == 1:
        ((document_id, _),) = documents.items()
        st.button(
            "Read the article", key=f"read-{key}", icon=":material/article:", on_click=choosing.open_article, args=(document_id,)
        )
        return
    with st.popover("Read the articles", icon=":material/article:", key=f"read-{key}"):
        for document in documents.values():
            st.button(
                safe.markdown(f"{document.source or ''} {document.title}".strip()),
                key=f"read-{key}-{document.id}",
                type="tertiary",
                on_click=choosing.open_article,
                args=(document.id,),
            )
