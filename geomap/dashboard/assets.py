"""The map's JavaScript and CSS, served by this machine: no content delivery network is ever asked.

Streamlit serves the folder of each declared component under ``/component/<name>/``. The map runs in the frame of
streamlit-folium's own component, so a path beginning with ``../`` reaches its neighbours, under any base path and from an
installed wheel as well.
"""

from __future__ import annotations

import hashlib
import json
from functools import cache
from importlib import resources
from pathlib import Path

import streamlit.components.v1 as components
from xstatic.pkg import jquery, leaflet

OWN = Path(str(resources.files("geomap.dashboard") / "assets"))
_FOLDERS = {"leaflet": Path(leaflet.BASE_DIR), "jquery": Path(jquery.BASE_DIR), "geomap": OWN}


@cache
def serve() -> None:
    """Declare the folders to Streamlit; done once in a process."""
    for name, folder in _FOLDERS.items():
        components.declare_component(name, path=str(folder))


@cache
def url(folder: str, file: str) -> str:
    """The address of a file as the map's frame sees it; it changes with the file, so that browsers may keep it."""
    version = hashlib.sha256((_FOLDERS[folder] / file).read_bytes()).hexdigest()[:10]
    return f"../{__name__}.{folder}/{file}?v={version}"


@cache
def country_names() -> dict[str, str]:
    """The names on the base map by country code (ISO 3166-1 alpha-2)."""
    world = json.loads((OWN / "basemap.json").read_text(encoding="utf-8"))
    return {str(country[0]): str(country[1]) for country in world["countries"]}
