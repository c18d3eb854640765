"""The map that never changes while the data does: land, borders and labels from a local file, or an online map on request.

streamlit-folium recognises a map by its script. As long as that stays the same, the frame is kept, and with it the user's view;
so nothing here may depend on the events, and the ``folium.Map`` is made anew on each run (it is changed by rendering).
"""

from __future__ import annotations

import folium
from branca.element import MacroElement
from folium.elements import JSCSSMixin
from folium.template import Template

from geomap.dashboard import assets, safe

ONLINE_TILES = "https://tile.openstreetmap.org/{z}/{x}/{y}.png"
ONLINE_HOST = "tile.openstreetmap.org"
_ONLINE_CREDIT = '&copy; <a href="https://www.openstreetmap.org/copyright">OpenStreetMap contributors</a>'


class BaseMap(JSCSSMixin, MacroElement):
    """Draws the world on the map it is added to; everything it needs comes from the package."""

    _template = Template(
        "{% macro script(this, kwargs) %}window.geomap.base({{ this._parent.get_name() }}, {{ this.options }});{% endmacro %}"
    )

    def __init__(self, *, dark: bool, online: bool, key: str) -> None:
        super().__init__()  # type: ignore[no-untyped-call]  # branca's constructors have no annotations
        self._name = "BaseMap"
        self.options = safe.json_literal(
            {"dark": dark, "online": online, "key": key, "world": assets.url("geomap", "basemap.json")}
        )
        self.default_js = [(name, assets.url("geomap", f"{name}.js")) for name in ("base", "symbols", "gestures", "events")]
        self.default_css = [("geomap_css", assets.url("geomap", "geomap.css"))]


def base_map(*, dark: bool, online: bool, key: str) -> folium.Map:
    """A fresh map.

    ``key`` names the data whose view the browser may restore after a reload; ``online`` asks OpenStreetMap for tiles.
    """
    assets.serve()
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
    BaseMap(dark=dark, online=online, key=key).add_to(world)
    return world
