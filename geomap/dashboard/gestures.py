"""What a person did on the map: chose a symbol, drew a box, or pointed at a spot; read from what the map's frame sends back.

The frame sends one GeoJSON feature for each gesture (``last_active_drawing`` of streamlit-folium); everything else that happens
on the map, such as panning, stays in the browser, until the page asks the map where it stands. To ask for a spot, call
``ask_for_spot``: the pointer becomes a cross, the next click on the map (Enter, with the keyboard, for its middle) is given to
``spot``, and the asking ends. Escape ends it without one.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final, Literal

import streamlit as st

from geomap.export.mercator import Position
from geomap.view import Bbox

_ASKING: Final = "map_asks_for_spot"
_SPOT: Final = "map_spot"
_STANDS: Final = "map_stands"
#: How far the map can be zoomed in, with room to spare.
_MOST_ZOOM: Final = 24


@dataclass(frozen=True, slots=True)
class Gesture:
    """One gesture: ``places`` of chosen symbols, the ``bbox`` that was drawn (None: taken away), the ``spot`` (lat, lon), or
    ``at``: where the map stands.
    """

    kind: Literal["symbol", "box", "spot", "stands", "none"]
    places: tuple[str, ...] = ()
    bbox: Bbox | None = None
    spot: tuple[float, float] | None = None
    at: Position | None = None


def read(returned: Mapping[str, Any] | None) -> Gesture:
    """The gesture in what the map returned; of kind ``none`` where it holds nothing that could be one."""
    drawing = (returned or {}).get("last_active_drawing") or {}
    properties = drawing.get("properties") if isinstance(drawing, Mapping) else None
    if not isinstance(properties, Mapping):
        return Gesture("none")
    kind = properties.get("kind")
    if kind == "box":
        return Gesture("box", bbox=box_of(properties.get("bbox")))
    if kind == "spot":
        lat, lon = _numbers(properties.get("spot"), 2) or (91.0, 0.0)
        return Gesture("spot", spot=(lat, _turned(lon)) if abs(lat) <= 90 else None)
    if kind == "stands":
        lat, lon, zoom = _numbers(properties.get("at"), 3) or (91.0, 0.0, 0.0)
        return Gesture("stands", at=(lat, _turned(lon), zoom) if abs(lat) <= 90 and 0 <= zoom <= _MOST_ZOOM else None)
    return Gesture("symbol", places=tuple(str(place) for place in properties.get("ids") or ()))


def box_of(value: object) -> Bbox | None:
    """West, south, east, north within the Earth's limits, longitudes brought between -180 and 180; None for anything else.

    A box that spans the whole turn, or has no width or height, is no box. West may exceed east: it then crosses 180 degrees.
    """
    numbers = _numbers(value, 4)
    if numbers is None:
        return None
    west, south, east, north = numbers
    south, north = max(south, -90.0), min(north, 90.0)
    if not (0 < east - west < 360 and south < north):
        return None
    return (round(_turned(west), 5), round(south, 5), round(_turned(east), 5), round(north, 5))


def ask_for_spot() -> None:
    """Let the next click on the map be a spot; meanwhile symbols can't be chosen."""
    st.session_state[_ASKING] = True
    st.session_state.pop(_SPOT, None)


def stop_asking() -> None:
    """Let clicks choose symbols again, and forget the spot."""
    st.session_state.pop(_ASKING, None)
    st.session_state.pop(_SPOT, None)


def asking() -> bool:
    """Whether the map is to give a spot."""
    return bool(st.session_state.get(_ASKING))


def stands() -> Position | None:
    """Where the map stood when it was last asked; None as long as it has not told."""
    found: Position | None = st.session_state.get(_STANDS)
    return found


def keep_stands(found: Position | None) -> None:
    """Where the map stands now."""
    st.session_state[_STANDS] = found


def spot() -> tuple[float, float] | None:
    """The latitude and longitude that were pointed at since ``ask_for_spot``; None as long as nothing was."""
    found: tuple[float, float] | None = st.session_state.get(_SPOT)
    return found


def keep_spot(found: tuple[float, float] | None) -> None:
    """End the asking with this spot, or without one."""
    st.session_state.pop(_ASKING, None)
    st.session_state[_SPOT] = found


def _numbers(value: object, how_many: int) -> tuple[float, ...] | None:
    if not isinstance(value, (list, tuple)) or len(value) != how_many:
        return None
    good = all(isinstance(x, (int, float)) and not isinstance(x, bool) and math.isfinite(x) for x in value)
    return tuple(float(x) for x in value) if good else None


def _turned(lon: float) -> float:
    """The longitude between -180 and 180: the map may have been turned further than once round."""
    return lon if -180 <= lon <= 180 else (lon + 180) % 360 - 180
