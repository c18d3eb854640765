"""The map page: the map with its timeline, the panel beside it, the story and the table below."""

from __future__ import annotations

import hashlib
from collections.abc import Callable

import streamlit as st
from streamlit_folium import st_folium

from geomap.dashboard import basemap, gestures, layer, panel, session, sidebar, table, timeline
from geomap.dashboard.scene import Scene

#: In pixels, for the frame itself; the style sheet makes it a share of the window.
_MAP_HEIGHT = 540
_MAP = "map"


def show(scene: Scene) -> None:
    """Draw the page."""
    view, choices = scene.view, scene.choices
    symbols = layer.symbols(view.places(scene.filters), view.areas(scene.filters))
    chosen_places = session.selected_places()
    at_hand = view.event_ids(chosen_places, scene.filters) if chosen_places else {}
    for symbol in symbols:
        symbol.event_ids = at_hand.get(symbol.place_id, symbol.event_ids)
    beside, right = st.columns([2.15, 1], gap="medium")
    with beside, st.container(key="stage"):
        _map(scene, symbols)
        timeline.show(view, choices, scene.extent, scene.summary.events)
    # After the map: it is sent as soon as it is made, and nobody waits for a table.
    events = view.events(scene.filters, limit=table.MAX_ROWS)
    unplaced = view.unplaced(scene.filters, limit=table.MAX_ROWS)
    with right, st.container(key="panel"):
        panel.show(scene, events, symbols)
    table.show(view, choices, events, unplaced, scene.summary.events)


def _map(scene: Scene, symbols: list[layer.Symbol]) -> None:
    view, choices = scene.view, scene.choices
    data = layer.payload(
        symbols,
        view.journeys(scene.filters),
        colouring=choices.colouring,
        selected_places=session.selected_places(),
        selected_event=choices.event,
        box=choices.bbox,
        asks_for_spot=gestures.asking(),
    )
    key = hashlib.sha256(str(view.store.path.resolve()).encode()).hexdigest()[:8]
    st_folium(
        basemap.base_map(dark=st.context.theme.type == "dark", online=sidebar.online(), key=key),
        key=_MAP,
        height=_MAP_HEIGHT,
        use_container_width=True,
        returned_objects=["last_active_drawing"],
        feature_group_to_add=layer.feature_group(data),
        on_change=_clicked(symbols),
    )
    if len(symbols) > layer.MAX_SYMBOLS:
        st.caption(
            f"The {layer.MAX_SYMBOLS:,} places with the most documents of {len(symbols):,}; narrow the filters to see the others."
        )


def _clicked(symbols: list[layer.Symbol]) -> Callable[[], None]:
    first = {symbol.place_id: symbol.event_ids[0] for symbol in symbols if symbol.event_ids}

    def answered() -> None:
        gesture = gestures.read(st.session_state.get(_MAP))
        if gesture.kind == "box":
            st.session_state["bbox"] = gesture.bbox
        elif gesture.kind == "spot":
            gestures.keep_spot(gesture.spot)
        places = [place_id for place_id in gesture.places if place_id in first]
        if places:
            session.select_event(first[places[0]], places=places)

    return answered
