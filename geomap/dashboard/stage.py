"""The map page: the map with its timeline, the panel beside it, the story and the table below."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable

import streamlit as st

from geomap.dashboard import gestures, layer, mapframe, panel, session, sidebar, table, timeline
from geomap.dashboard.scene import Scene
from geomap.view import Filters, View
from geomap.view.spots import spots, ways

#: In pixels, for the frame itself; the style sheet makes it a share of the window.
_MAP_HEIGHT = 540
#: Seconds in which the browser is given nothing but the new map: it draws what it gets in one go, and the lists and the table
#: take it several times as long as the map. A run that another one replaces ends here.
_HEAD_START = 0.1
#: The same at the start of a visit, when the browser has to load what each part of the page is made of.
_FIRST_HEAD_START = 1.0
#: Seconds for which the table waits after everything else: the browser takes as long for it as for all the rest, and while a
#: slider moves or time is played nobody reads it.
_REST = 0.25
_SENT = "map_sent"


def show(scene: Scene) -> Callable[[], None]:
    """Draw the page; what is given back draws the table, for which nothing else should wait."""
    view, choices = scene.view, scene.choices
    symbols = layer.symbols(spots(view, scene.filters))
    beside, right = st.columns([2.15, 1], gap="medium")
    with beside, st.container(key="stage"):
        ahead = _map(scene, symbols)
        time.sleep(ahead)
        timeline.show(view, choices, scene.extent, scene.summary.events)
    # After the map: it is sent as soon as it is made, and nobody waits for a table.
    chosen_places = session.selected_places()
    at_hand = view.event_ids(chosen_places, scene.filters) if chosen_places else {}
    for symbol in symbols:
        symbol.event_ids = at_hand.get(symbol.place_id, [])
    events = view.listed(scene.filters, limit=table.MAX_ROWS)
    with right, st.container(key="panel"):
        panel.show(scene, events, symbols)
    below = st.container(key="below")

    def tables() -> None:
        if ahead:
            time.sleep(_REST)
        with below:
            table.show(view, choices, events, scene.summary)

    return tables


def _map(scene: Scene, symbols: list[layer.Symbol]) -> float:
    """Send the map; for how many seconds the rest of the page should wait for it: 0 where it is the same as the last one."""
    view, choices = scene.view, scene.choices
    data = layer.payload(
        symbols,
        ways(view, scene.filters, selected_event=choices.event),
        colouring=choices.colouring,
        selected_places=session.selected_places(),
        selected_event=choices.event,
        box=choices.bbox,
        asks_for_spot=gestures.asking(),
        asks_where=table.choosing_a_file(),
    )
    sent = mapframe.show(
        data,
        dark=st.context.theme.type == "dark",
        online=sidebar.online(),
        key=hashlib.sha256(str(view.store.path.resolve()).encode()).hexdigest()[:8],
        height=_MAP_HEIGHT,
        on_change=_clicked(view, scene.filters),
    )
    if len(symbols) > layer.MAX_SYMBOLS:
        st.caption(
            f"The {layer.MAX_SYMBOLS:,} places with the most documents of {len(symbols):,}; narrow the filters to see the others."
        )
    before, st.session_state[_SENT] = st.session_state.get(_SENT), sent
    if before is None:
        return _FIRST_HEAD_START
    return _HEAD_START if before != sent else 0.0


def _clicked(view: View, filters: Filters) -> Callable[[], None]:
    def answered() -> None:
        gesture = gestures.read(st.session_state.get(mapframe.KEY))
        if gesture.kind == "stands":
            gestures.keep_stands(gesture.at)
            return
        if gesture.kind == "box":
            st.session_state["bbox"] = gesture.bbox
        elif gesture.kind == "spot":
            gestures.keep_spot(gesture.spot)
        first = {place: ids[0] for place, ids in view.event_ids(gesture.places, filters).items() if ids} if gesture.places else {}
        places = [place for place in gesture.places if place in first]
        if places:
            session.select_event(first[places[0]], places=places)

    return answered
