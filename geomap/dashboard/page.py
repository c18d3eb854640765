"""The page: a heading that counts, the map with its timeline, the panel beside it, the table below."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any

import streamlit as st
from streamlit_folium import st_folium

from geomap.dashboard import assets, basemap, desk, gestures, layer, panel, safe, session, sidebar, table, timeline, words
from geomap.dashboard.choices import Choices, filters
from geomap.dashboard.session import Extent
from geomap.errors import GeomapError
from geomap.view import Filters, View

#: In pixels, for the frame itself; the style sheet makes it a share of the window.
_MAP_HEIGHT = 540
_MAP = "map"


def main() -> None:
    """Draw the page for the store that was named at the start."""
    st.set_page_config(layout="wide", initial_sidebar_state="auto", page_icon=str(assets.OWN / "icon.svg"))
    st.html(assets.OWN / "page.css")
    path = desk.store_path()
    if not path.exists():
        _welcome(path)
        return
    try:
        view = desk.open_view(path)
        _page(view)
    except GeomapError as error:
        st.set_page_config(page_title="geomap")
        st.error("The store can't be shown.", icon=":material/error:")
        st.text(str(error))


def _welcome(path: Path) -> None:
    st.set_page_config(page_title="geomap")
    safe.show(safe.tag("div", safe.tag("span", "geomap", class_="gm-brand"), class_="gm-top"))
    safe.show(safe.tag("h2", "There is no store here yet", class_="gm-count"))
    st.write(
        "The dashboard shows what a build has found in your articles. Build a store from a folder of them, then reload this page:"
    )
    st.code(f"geomap build FOLDER --store {path}", language=None)
    st.write("FOLDER may hold text, HTML, JSON Lines or CSV files. To open a store that lies elsewhere:")
    st.code("geomap dashboard --store FILE", language=None)


def _page(view: View) -> None:
    known = desk.known(view)
    session.load(known)
    extent = view.extent(Filters(background=None if st.session_state.get("history") else False))
    session.settle_dates(extent)
    choices = session.current(known, extent)
    if choices.event and not session.selected_places():  # reached by a link: the address names the event alone
        place = _place_of(view, choices.event)
        session.select_event(choices.event, places=[place.id] if place else [])
    session.save(choices)
    chosen = filters(choices)
    events = view.events(chosen, limit=table.MAX_ROWS)
    summary = view.summary(chosen)
    sidebar.show(view, known, choices)
    _heading(view, summary.events, summary.documents, choices, extent)
    unplaced = view.unplaced(chosen)
    symbols = layer.symbols(view.places(chosen), unplaced, events, lambda event_id: _place_of(view, event_id))
    beside, right = st.columns([2.15, 1], gap="medium")
    with beside, st.container(key="stage"):
        _map(view, symbols, choices)
        timeline.show(view, choices, extent, summary.events)
    with right, st.container(key="panel"):
        panel.show(view, events, symbols)
    table.show(view, choices, events, unplaced, summary.events)


def _place_of(view: View, event_id: str) -> Any:
    event = desk.event_of(view, event_id)
    return event.place.place if event and event.place else None


def _heading(view: View, number: int, documents: int, choices: Choices, extent: Extent | None) -> None:
    total = sum(desk.facets(view)["background"].values())
    count = f"{number:,} of {words.count(total, 'event')}"
    st.set_page_config(page_title=f"{count} · geomap")
    details = [f"in {words.count(documents, 'document')}"]
    if extent is not None:
        details.append(words.days(choices.start or extent[0], choices.end or extent[1]))
    safe.show(
        safe.tag(
            "div",
            safe.tag("span", "geomap", class_="gm-brand"),
            safe.tag("h2", count, class_="gm-count"),
            safe.tag("span", " · ".join(details), class_="gm-sub"),
            class_="gm-top",
        )
    )
    ignored = session.ignored()
    if ignored:
        st.warning(
            safe.markdown(f"Left out of the address, as the store does not have it: {words.listing(ignored, 6)}"),
            icon=":material/link_off:",
        )


def _map(view: View, symbols: list[layer.Symbol], choices: Choices) -> None:
    data = layer.payload(
        symbols,
        view.journeys(filters(choices)),
        colouring=choices.colouring,
        selected_places=session.selected_places(),
        selected_event=choices.event,
        box=filters(choices).bbox,
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


def _clicked(symbols: list[layer.Symbol]) -> Any:
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
