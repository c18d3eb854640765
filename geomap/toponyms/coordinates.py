"""Coordinates that a text gives as such, as toponyms: a place of their own, with the precision of their digits."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from geomap.model import GeoPrecision, Place, Toponym, Usage
from geomap.toponyms import grids, notations
from geomap.toponyms.notations import Reading
from geomap.toponyms.votes import kilometres

if TYPE_CHECKING:
    from geomap.gazetteer import Gazetteer
    from geomap.model import Document

#: What coordinates mark, in GeoNames' terms: a locality, "a place of unspecified character".
FEATURE = "L.LCTY"
#: A degree of latitude at the poles, where it is longest (WGS 84).
_KM_A_DEGREE = 111.7
#: However many digits are written: a receiver is about that good.
_LEAST_KM = 0.01
#: The coarsest uncertainty that still is a spot, as the gazetteer has it for buildings.
_SITE_KM = 5.0
#: Farther from every settlement, the country is not told: most such places are at sea.
_COUNTRY_KM = 30.0
_BOX_DEGREES = 0.3
_DECIMALS = 5


def coordinates(document: Document, gazetteer: Gazetteer, toponyms: Sequence[Toponym], *, version: str) -> tuple[Toponym, ...]:
    """The coordinates in the document's text as toponyms, in text order, none overlapping another.

    ``toponyms`` are the places named in it: a short plus code is read with the one beside it. ``version`` goes into the method.
    """
    text = document.text
    cues = notations.Cues(text)
    found = [*notations.readings(text, cues), *grids.readings(text, cues, toponyms)]
    return tuple(_toponym(r, text, gazetteer, version) for r in _apart(found))


def _apart(found: Sequence[Reading]) -> Iterator[Reading]:
    """Those that don't overlap, the longer before the shorter, in text order."""
    kept: list[Reading] = []
    end = 0
    for reading in sorted(found, key=lambda r: (r.start, -r.end)):
        if reading.start >= end:
            kept.append(reading)
            end = reading.end
    yield from kept


def uncertainty_km(reading: Reading) -> float:
    """How far the place may be off for the digits alone, in km, rounded up to metres: 43.1 may be 43.0501 rounded or 43.1999 cut.

    ``√(h² + (w cos φ)²)`` at 111.7 km a degree, h and w one unit of the last digit (half a cell for grids); never under 10 m.
    So does the point-radius method (Wieczorek, Guo and Hijmans 2004) for the precision of coordinates.
    """
    width = reading.width * math.cos(math.radians(reading.lat))
    return max(_LEAST_KM, math.ceil(math.hypot(reading.height, width) * _KM_A_DEGREE * 1000) / 1000)


def _toponym(reading: Reading, text: str, gazetteer: Gazetteer, version: str) -> Toponym:
    surface = text[reading.start : reading.end]
    uncertainty = uncertainty_km(reading)
    return Toponym(
        start=reading.start,
        end=reading.end,
        surface=surface,
        usage=Usage.LITERAL,
        place=_place(reading, " ".join(surface.split()), uncertainty, gazetteer),
        geo_precision=GeoPrecision.SITE if uncertainty <= _SITE_KM else GeoPrecision.NEAR,
        geo_uncertainty_km=uncertainty,
        confidence=round(reading.evidence, 3),
        method=f"coordinates/{version}",
    )


def _place(reading: Reading, name: str, uncertainty: float, gazetteer: Gazetteer) -> Place:
    lat, lon = round(reading.lat, _DECIMALS) + 0.0, round(reading.lon, _DECIMALS) + 0.0
    beside = _nearest(lat, lon, gazetteer)
    return Place(
        id=f"coordinates:{_plain(lat)},{_plain(lon)}",
        name=name,
        lat=lat,
        lon=lon,
        feature=FEATURE,
        country=beside.country if beside else None,
        admin1=beside.admin1 if beside else None,
        radius_km=uncertainty,
    )


def _plain(degrees: float) -> str:
    return f"{degrees:.{_DECIMALS}f}".rstrip("0").rstrip(".")


def _nearest(lat: float, lon: float, gazetteer: Gazetteer) -> Place | None:
    """The settlement nearest to a point, None where none is within 30 km."""
    here = Place("", "", lat, lon, FEATURE)
    half = min(180.0, _BOX_DEGREES / max(0.01, math.cos(math.radians(lat))))
    near = ((kilometres(here, p), p.id, p) for p in gazetteer.near(lat, lon, half) if p.feature.startswith("P."))
    best = min(near, default=None, key=lambda found: found[:2])
    return best[2] if best is not None and best[0] <= _COUNTRY_KM else None
