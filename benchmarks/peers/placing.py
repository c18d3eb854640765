"""Coordinates for systems that give only names: of the places of that name in geomap's gazetteer, the most populous."""

from __future__ import annotations

from typing import Any

from geomap.gazetteer import Gazetteer
from geomap.model import Place

_FEATURES = {"city": "P.", "country": "A.PCL"}


def placed(text: str, rows: list[dict[str, Any]], gazetteer: Gazetteer) -> list[dict[str, Any]]:
    """The rows with coordinates; what a system placed itself stays where it put it.

    The words of the text are looked up first, then the name that the system's own list has for them.
    """
    done = []
    for row in rows:
        if "name" in row:
            names = (text[row["start"] : row["end"]], row["name"])
            place = next((p for name in names if (p := _most_populous(name, row["kind"], gazetteer)) is not None), None)
            done.append({**row, "lat": place and place.lat, "lon": place and place.lon})
        else:
            done.append(row)
    return done


def _most_populous(name: str, kind: str, gazetteer: Gazetteer) -> Place | None:
    places = [c.place for c in gazetteer.candidates(name) if c.place.feature.startswith(_FEATURES[kind])]
    return max(places, key=lambda place: place.population or 0, default=None)
