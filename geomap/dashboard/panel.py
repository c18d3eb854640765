"""The panel beside the map: what happened at the chosen place, and the evidence for the chosen event."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import streamlit as st

from geomap.dashboard import correcting, desk, evidence, reading, safe, session, story, words
from geomap.dashboard.layer import Symbol
from geomap.dashboard.scene import Scene
from geomap.events.relations import relations
from geomap.model import Event

#: An event as the view lists it: its columns by name.
Row = Mapping[str, Any]
#: A short list is read at a glance; a longer one becomes a box to choose from.
_LIST_UP_TO = 8
_SUGGESTED = 6


def show(scene: Scene, events: Sequence[Row], symbols: Sequence[Symbol]) -> None:
    """The chosen place and event; before anything is chosen, a few events to begin with."""
    view = scene.view
    reading.pointed(view)
    selected = session.selected_places()
    places = [symbol for symbol in symbols if symbol.place_id in selected]
    ids = dict.fromkeys(event_id for place in places for event_id in place.event_ids)
    here = [event for event_id in ids if (event := desk.event_of(view, event_id))]
    event = desk.event_of(view, session.selected_event() or "")
    if event is None:
        _suggestions(events)
        return
    _heading(places, here)
    _walk(events, event)
    if len(here) > 1:
        event = _choose(here, event)
    found = view.reports([event.id]).get(event.id, [])
    correcting.show(view, event, found)
    evidence_tab, story_tab = st.tabs(["Evidence", "Story"])
    told = story.events_of(view, event)
    with evidence_tab:
        documents = {document.id: document for _, document in found}
        toponyms = view.store.toponyms_of(documents)
        safe.show(evidence.event_markup(event, [report for report, _ in found], documents, toponyms=toponyms))
        story.show_related(relations(event, told))
    with story_tab:
        story.show(told, event.id)


def _walk(events: Sequence[Row], event: Event) -> None:
    """To the event before and the one after, in the order of the table."""
    ids: list[str] = [row["event_id"] for row in events]
    at = ids.index(event.id) if event.id in ids else None
    with st.container(key="panel-walk", horizontal=True, vertical_alignment="center", gap="small"):
        for label, icon, step in (("Previous", "chevron_left", -1), ("Next", "chevron_right", 1)):
            to = None if at is None or not 0 <= at + step < len(ids) else at + step
            st.button(
                label,
                key=f"walk-{label.lower()}",
                icon=f":material/{icon}:",
                icon_position="left" if step < 0 else "right",
                disabled=to is None,
                on_click=_open_row,
                args=(events, to),
            )
        where = f"{at + 1:,} of {len(ids):,}" if at is not None else "not among the events that the filters leave"
        safe.show(safe.tag("span", where, class_="gm-how"))


def _open_row(events: Sequence[Row], at: int | None) -> None:
    if at is not None:
        _open(events[at])


def _open(row: Row) -> None:
    session.select_event(row["event_id"], places=[row["place_id"]] if row["place_id"] else [])


def _heading(places: Sequence[Symbol], here: Sequence[Event]) -> None:
    with st.container(key="panel-head", horizontal=True, vertical_alignment="top", gap="small"):
        title = words.listing([place.name for place in places], 2) if places else "Event"
        number = words.count(len(here), "event") if places else ""
        safe.show(
            safe.tag(
                "div",
                safe.tag("span", title, class_="gm-panel-place"),
                " ",
                safe.tag("span", number, class_="gm-how"),
                class_="gm-panel-head",
            )
        )
        st.button("Close", key="close", type="tertiary", icon=":material/close:", on_click=session.select_event, args=(None,))


def _choose(here: Sequence[Event], event: Event) -> Event:
    by_id: Mapping[str, Event] = {item.id: item for item in here}
    if event.id not in by_id:
        return event
    key = f"here-{'-'.join(session.selected_places())}"
    if st.session_state.get(key) != event.id:
        st.session_state[key] = event.id

    def chosen() -> None:
        session.select_event(st.session_state[key], places=session.selected_places())

    label = "Events at this place"
    if len(here) <= _LIST_UP_TO:
        lines = {event_id: safe.markdown(_line(item)) for event_id, item in by_id.items()}
        st.radio(label, list(by_id), key=key, on_change=chosen, format_func=lines.__getitem__, label_visibility="collapsed")
    else:
        lines = {event_id: safe.plain(_line(item)) for event_id, item in by_id.items()}
        st.selectbox(label, list(by_id), key=key, on_change=chosen, format_func=lines.__getitem__, label_visibility="collapsed")
    return event


def _line(event: Event) -> str:
    return f"{event.title} · {words.STATUS_WORDS[event.status]}, {words.interval(event.when)}"


def _suggestions(events: Sequence[Row]) -> None:
    """What most documents tell of, so that the panel is a place to start."""
    if not events:
        safe.show(safe.tag("p", "No event meets these filters.", class_="gm-empty"))
        return
    safe.show(safe.tag("p", "Choose a symbol on the map or a row of the table to see the sources' own words.", class_="gm-empty"))
    safe.show(safe.tag("h4", "Told by the most documents", class_="gm-head"))
    for row in sorted(events, key=lambda row: (-row["n_documents"], -row["confidence"]))[:_SUGGESTED]:
        st.button(
            safe.markdown(f"{row['title']} ({words.count(int(row['n_documents']), 'document')})"),
            key=f"suggest-{row['event_id']}",
            type="tertiary",
            on_click=_open,
            args=(row,),
        )
