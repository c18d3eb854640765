"""How an exported event looks in a program that reads simplestyle (geojson.io, GitHub): colour and size of its marker."""

from __future__ import annotations

import json
from functools import cache
from importlib.resources import files


@cache
def _colours() -> dict[str, str]:
    colours: dict[str, str] = json.loads((files("geomap") / "data" / "marker_colours.json").read_text("utf-8"))
    return colours


def colour(status: str) -> str:
    """The colour of a status, as ``#rrggbb``."""
    return _colours()[status]


def size(n_documents: int) -> str:
    """``small``, ``medium`` or ``large`` for an event that one, two or more documents tell of."""
    return ("small", "medium", "large")[min(max(n_documents, 1), 3) - 1]
