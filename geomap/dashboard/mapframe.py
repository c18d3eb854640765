"""The map's frame: the base map, as folium made it, and the layer of events, which is exchanged without touching it.

This hands streamlit-folium's component what ``streamlit_folium.st_folium`` would (the version is pinned), but the base map comes
from a file (see ``basemap``): to import folium and render it took longer than the first map may take. The component recognises a
map by its script: as long as that stays the same, the frame is kept, and with it the user's view; so nothing in it may depend on
the events.
"""

from __future__ import annotations

import hashlib
import importlib.util
import json
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final

import streamlit as st
import streamlit.components.v1 as components

from geomap.dashboard import assets, safe

KEY: Final = "map"
ONLINE_TILES: Final = "https://tile.openstreetmap.org/{z}/{x}/{y}.png"
ONLINE_HOST: Final = "tile.openstreetmap.org"
_RETURNED: Final = "last_active_drawing"


@dataclass(frozen=True, slots=True)
class _Base:
    """A base map: its script, what goes before it, and the files that it needs."""

    script: str
    header: str
    html: str
    js_links: tuple[str, ...]
    css_links: tuple[str, ...]
    identity: str


@cache
def _component() -> Any:
    """streamlit-folium's component, declared once in a process without importing the package, which would import folium."""
    assets.serve()
    found = importlib.util.find_spec("streamlit_folium")
    if found is None or found.origin is None:
        raise ModuleNotFoundError("streamlit-folium is not installed; install geomap again")
    return components.declare_component("map", path=str(Path(found.origin).parent / "frontend" / "build"))


@cache
def _base(*, dark: bool, online: bool, key: str) -> _Base:
    made = json.loads((assets.OWN / "frame.json").read_text(encoding="utf-8"))["online" if online else "offline"]
    world = assets.url("geomap", "basemap.json")
    options = safe.json_literal({"dark": dark, "online": online, "key": key, "world": world})
    script = made["script"].replace("{options}", options)
    own = [assets.url("geomap", f"{name}.js") for name in ("base", "symbols", "gestures", "events")]
    return _Base(
        script,
        made["header"],
        made["html"],
        (assets.url("leaflet", "leaflet.js"), *own),
        (assets.url("leaflet", "leaflet.css"), assets.url("geomap", "geomap.css")),
        hashlib.sha256(script.encode()).hexdigest(),
    )


def layer_script(data: dict[str, object]) -> str:
    """The script that puts the events on the map: the payload goes as a JSON literal, so that text stays text."""
    return f"""
var events_layer = L.featureGroup().addTo(map_div);
window.geomap.events(events_layer, {safe.json_literal(data)});
window.feature_group = window.feature_group || [];
window.feature_group.push(events_layer);
"""


def show(data: dict[str, object], *, dark: bool, online: bool, key: str, height: int, on_change: Callable[[], None]) -> str:
    """Draw the map with these events (see ``layer.payload``); ``key`` names the data whose view the browser may restore.

    ``on_change`` is called after a gesture, which then is in the session under ``KEY``. Returns a word for what was sent: another
    one where the map looks another way.
    """
    base, script = _base(dark=dark, online=online, key=key), layer_script(data)

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
        "feature_group": script,
        "return_on_hover": False,
        "layer_control": None,
        "pixelated": False,
        "css_links": list(base.css_links),
        "js_links": list(base.js_links),
        "wrap_longitude": False,
    }
    _component()(key=base.identity, on_change=changed, **arguments)
    return hashlib.sha256(script.encode()).hexdigest()
