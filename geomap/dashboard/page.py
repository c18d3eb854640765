"""The frame of every page: the store, the heading that counts, the filters that are set, and the page that was chosen."""

from __future__ import annotations

import gc
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

import streamlit as st

from geomap.dashboard import assets, chips, desk, overview, reading, reviewing, safe, session, sidebar, stage, words
from geomap.dashboard.choices import filters
from geomap.dashboard.scene import Scene
from geomap.errors import GeomapError
from geomap.view import Filters, View

#: In the session once a page was drawn.
_DRAWN: Final = "drawn"


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
        _set_aside_what_stays()
    except GeomapError as error:
        st.set_page_config(page_title="geomap")
        st.error("The store can't be shown.", icon=":material/error:")
        st.text(str(error))


@cache
def _set_aside_what_stays() -> None:
    """Keep the modules and tables that stay out of Streamlit's full garbage collection after each run: most of its time."""
    gc.collect()
    gc.freeze()


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
    chosen = filters(choices)
    scene = Scene(view, known, choices, chosen, extent)
    if choices.event and not session.selected_places():  # reached by a link: the address names the event alone
        place = scene.place_of(choices.event)
        session.select_event(choices.event, places=[place.id] if place else [])
    session.save(choices)
    # The places above the page first, their content after it: the map waits neither for a count nor for the browser to draw it.
    heading = st.container(key="heading", horizontal=True, vertical_alignment="center", horizontal_alignment="distribute")
    said = st.container(key="said")  # there also when empty, as what comes below must keep its place: see chips.row
    row = chips.row()

    def above() -> None:
        with heading:
            _heading(scene)
        with said:
            _say_what_was_ignored()
        with row:
            chips.show(choices, known)

    is_first = _DRAWN not in st.session_state
    if is_first:  # nothing is there yet to look at, and what comes later would push the map down
        above()
    rest = _PAGES.get(choices.page, _PAGES["map"]).draw(scene)
    if not is_first:
        above()
    st.session_state[_DRAWN] = True
    sidebar.show(view, known, choices)
    if rest is not None:
        rest()


def _heading(scene: Scene) -> None:
    total = sum(desk.facets(scene.view)["background"].values())
    choices, extent = scene.choices, scene.extent
    count = f"{scene.summary.events:,} of {words.count(total, 'event')}"
    st.set_page_config(page_title=f"{count} · geomap")
    details = [f"in {words.count(scene.summary.documents, 'document')}"]
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
    st.segmented_control(
        "Page",
        list(_PAGES),
        key="page",
        format_func=lambda name: f"{_PAGES[name].icon} {_PAGES[name].label}",
        required=True,
        label_visibility="collapsed",
    )


def _say_what_was_ignored() -> None:
    ignored = session.ignored()
    if ignored:
        st.warning(
            safe.markdown(f"Left out of the address, as the store does not have it: {words.listing(ignored, 6)}"),
            icon=":material/link_off:",
        )


@dataclass(frozen=True, slots=True)
class _Page:
    """One of the pages between which the heading switches; the filters hold for all of them.

    What ``draw`` gives back draws the rest of the page, when the heading and the filters are there.
    """

    label: str
    icon: str
    draw: Callable[[Scene], Callable[[], None] | None]


_PAGES: Final = {
    "map": _Page("Map", ":material/map:", stage.show),
    "overview": _Page("Overview", ":material/bar_chart:", overview.show),
    "articles": _Page("Articles", ":material/article:", reading.show),
    "review": _Page("Review", ":material/rate_review:", reviewing.show),
}
