"""The review page: what to look at first, and everything that people decided."""

from __future__ import annotations

from typing import Final

import streamlit as st

from geomap.dashboard import choosing, correcting, desk, evidence, pen, rights, safe, session, words
from geomap.dashboard.safe import tag
from geomap.dashboard.scene import Scene
from geomap.model import Event
from geomap.review import ledger, lines
from geomap.review.queue import Doubt, queue
from geomap.view import View

_QUEUE: Final = 20
_LISTED: Final = 200
_MOST_MB: Final = 20


def show(scene: Scene) -> None:
    """Draw the page."""
    view = scene.view
    doubts = _queue(view, str(view.store.path), view.version)
    left, right = st.columns([1, 1.25], gap="medium")
    with left, st.container(key="queue"):
        _list(doubts)
    with right, st.container(key="panel"):
        event = desk.event_of(view, session.selected_event() or "")
        if event is None:
            pen.tell()
            safe.show(
                tag("p", "Choose an event to see the sources' own words, and to say whether it is right.", class_="gm-empty")
            )
        else:
            _event(view, event)
    _decided(view)


@st.cache_data(max_entries=8, show_spinner=False)
def _queue(_view: View, path: str, version: str) -> list[Doubt]:
    return queue(_view.store, limit=_QUEUE)


def _list(doubts: list[Doubt]) -> None:
    safe.show(
        tag(
            "h4",
            "Least certain first ",
            tag("span", "of the whole store, whatever is filtered", class_="gm-how"),
            class_="gm-head",
        )
    )
    if not doubts:
        safe.show(tag("p", "People have looked at every event.", class_="gm-empty"))
    for doubt in doubts:
        event = doubt.event
        with st.container(key=f"doubt-{event.id}", gap="small"):
            st.button(
                safe.markdown(event.title),
                key=f"open-{event.id}",
                type="tertiary",
                icon=":material/radio_button_checked:" if event.id == session.selected_event() else ":material/help:",
                on_click=session.select_event,
                args=(event.id,),
                kwargs={"places": [event.place.place.id] if event.place is not None and event.place.place is not None else []},
            )
            safe.show(tag("div", f"{doubt.sureness:.2f} sure: {'; '.join(doubt.reasons)}", class_="gm-how"))


def _event(view: View, event: Event) -> None:
    found = view.reports([event.id]).get(event.id, [])
    correcting.show(view, event, found, key="review")
    place = event.place.place.id if event.place is not None and event.place.place is not None else None
    st.button(
        "Show on the map",
        key="review-map",
        type="tertiary",
        icon=":material/map:",
        on_click=choosing.open_event,
        args=(event.id, place),
    )
    safe.show(evidence.event_markup(event, [report for report, _ in found], {document.id: document for _, document in found}))


def _decided(view: View) -> None:
    """Every decision with its undo, as a file, and what can't be applied any more."""
    reviews = list(reversed(view.store.reviews()))
    standing = [review for review in reviews if review.stands]
    safe.show(tag("h4", f"Decided by people: {words.count(len(standing), 'review')}", class_="gm-head"))
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
        st.download_button(
            "Download reviews",
            data=lambda: lines.write(view.store.reviews()).encode(),
            file_name="reviews.jsonl",
            mime="application/jsonl",
            on_click="ignore",
            key="download-reviews",
            icon=":material/download:",
            disabled=not reviews,
        )
        if not rights.read_only():
            with st.popover("Take reviews in", icon=":material/upload:", key=f"take-in-{pen.strokes()}"):
                _take_in(view)
    stale = ledger.state(view.store).stale
    if stale:
        safe.show(tag("p", "These can't be applied as the articles are read now; they are kept:", class_="gm-decided"))
        for found in stale[:_LISTED]:
            safe.show(tag("div", f"“{found.review.target.text}”: {found.reason}", class_="gm-how"))
            correcting.show_reviews(view, [found.review], key="stale")
    waiting = {found.review.id for found in stale}
    shown = [review for review in standing if review.id not in waiting]
    correcting.show_reviews(view, shown[:_LISTED], key="all")
    if len(shown) > _LISTED:
        st.caption(f"and {len(shown) - _LISTED:,} earlier ones; the file has all of them")


def _take_in(view: View) -> None:
    key = f"reviews-file-{pen.strokes()}"

    def given() -> None:
        file = st.session_state.get(key)
        if file is not None:
            pen.take_in(view, file.getvalue().decode("utf-8", "replace"), safe.plain(file.name))

    st.file_uploader(
        "A file of reviews (JSON Lines), as downloaded here or from a colleague",
        type=["jsonl"],
        key=key,
        max_upload_size=_MOST_MB,
        on_change=given,
    )
