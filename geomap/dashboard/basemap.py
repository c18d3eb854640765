"""The map that never changes while the data does: land, borders and labels from a local file, or an online map on request.

folium makes it and streamlit-folium prepares it for the map's frame. Both take longer to import than the first map may take, and
what they make never changes: ``scripts/build_frame.py`` keeps it in ``assets/frame.json``, from where ``mapframe`` shows it, and
a test compares the two. So this module is not imported while the dashboard runs.
"""

from __future__ import annotations

from functools import cache

import folium
import streamlit_folium
from branca.element import MacroElement
from folium.template import Template

from geomap.dashboard import assets
from geomap.dashboard.mapframe import ONLINE_TILES

_ONLINE_CREDIT = '&copy; <a href="https://www.openstreetmap.org/copyright">OpenStreetMap contributors</a>'


@cache
def repoint() -> None:
    """Let folium's maps load their files from this machine. Its templates need jQuery; nothing needs Bootstrap or icon fonts."""
    folium.Map.default_js = [("leaflet", assets.url("leaflet", "leaflet.js")), ("jquery", assets.url("jquery", "jquery.min.js"))]
    folium.Map.default_css = [("leaflet_css", assets.url("leaflet", "leaflet.css"))]


def rendered() -> dict[str, dict[str, str]]:
    """What goes into ``frame.json``: script, header, HTML, ``offline`` and ``online``; ``{options}`` stands for the options."""
    return {"online" if online else "offline": _rendered(online=online) for online in (False, True)}


def _rendered(*, online: bool) -> dict[str, str]:
    world = base_map(online=online)
    world.get_root().render()
    html, header = streamlit_folium._get_html(world), streamlit_folium._get_header(world)
    return {"script": streamlit_folium._get_map_string(world), "header": header, "html": html}


class BaseMap(MacroElement):
    """Draws the world on the map it is added to; everything it needs comes from the package."""

    _template = Template(
        "{% macro script(this, kwargs) %}window.geomap.base({{ this._parent.get_name() }}, {options});{% endmacro %}"
    )

    def __init__(self) -> None:
        super().__init__()  # type: ignore[no-untyped-call]  # branca's constructors have no annotations
        self._name = "BaseMap"


def base_map(*, online: bool) -> folium.Map:
    """A fresh map; ``online`` asks OpenStreetMap for tiles."""
    repoint()
    world = folium.Map(
        location=[30, 20],
        zoom_start=2,
        tiles=None,
        control_scale=True,
        minZoom=0,
        maxZoom=18 if online else 9,
        zoomSnap=0.5,
        zoomDelta=1,
        maxBounds=[[-78, -205], [85, 205]],
        maxBoundsViscosity=0.6,
    )
    if online:
        folium.TileLayer(ONLINE_TILES, attr=_ONLINE_CREDIT, max_zoom=18).add_to(world)
    BaseMap().add_to(world)
    return world
