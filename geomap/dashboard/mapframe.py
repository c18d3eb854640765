"""The map's frame: the base map, made once, and the layer of events, which is exchanged without touching it.

This does what ``streamlit_folium.st_folium`` does, with its own functions (the version is pinned), but renders the base map once
in a process instead of on each run: that took longer than to find the events. The frame is kept as long as the base map's
script stays the same, and with it the user's view.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

import streamlit as st
import streamlit_folium

from geomap.dashboard import basemap, safe

KEY: Final = "map"
_RETURNED: Final = "last_active_drawing"


@dataclass(frozen=True, slots=True)
class _Base:
    """A rendered base map: its script, what goes before it, and the files that it needs."""

    script: str
    header: str
    html: str
    js_links: tuple[str, ...]
    css_links: tuple[str, ...]
    identity: str


@cache
def _base(*, dark: bool, online: bool, key: str) -> _Base:
    world = basemap.base_map(dark=dark, online=online, key=key)
    world.get_root().render()
    html, header = streamlit_folium._get_html(world), streamlit_folium._get_header(world)
    elements = [world, *world._children.values()]
    js = dict.fromkeys(file for element in elements for _, file in getattr(element, "default_js", ()))
    css = dict.fromkeys(file for element in elements for _, file in getattr(element, "default_css", ()))
    script = streamlit_folium._get_map_string(world)
    return _Base(script, header, html, tuple(js), tuple(css), streamlit_folium.generate_js_hash(script, KEY, False))


def layer_script(data: dict[str, object]) -> str:
    """The script that puts the events on the map: the payload goes as a JSON literal, so that text stays text."""
    return f"""
var events_layer = L.featureGroup().addTo(map_div);
window.geomap.events(events_layer, {safe.json_literal(data)});
window.feature_group = window.feature_group || [];
window.feature_group.push(events_layer);
"""


def show(data: dict[str, object], *, dark: bool, online: bool, key: str, height: int, on_change: Callable[[], None]) -> None:
    """Draw the map with these events (see ``layer.payload``); ``key`` names the data whose view the browser may restore.

    ``on_change`` is called after a gesture, which then is in the session under ``KEY``.
    """
    base = _base(dark=dark, online=online, key=key)

    def changed() -> None:
        st.session_state[KEY] = st.session_state.get(base.identity, {})
        on_change()

    arguments: dict[str, Any] = {
        "script": base.script,
        "header": base.header,
        "html": base.html,
        "id": "map_div",
        "height": height,
        "width": None,
        "returned_objects": [_RETURNED],
        "default": {_RETURNED: None},
        "zoom": None,
        "center": None,
        "feature_group": layer_script(data),
        "return_on_hover": False,
        "layer_control": None,
        "pixelated": False,
        "css_links": list(base.css_links),
        "js_links": list(base.js_links),
        "wrap_longitude": False,
    }
    streamlit_folium._component_func(key=base.identity, on_change=changed, **arguments)
