"""Where a part of a place lies ("northern Iraq", "the south of Texas"), and where two countries meet.

A part is the half of the area (for a corner the third) that lies farthest to that side: its middle, and the distance from there
within which all of it lies. For countries both are worked out beforehand from their outlines, as are the borders between
them (``scripts/build_parts.py`` writes ``data/toponyms/parts.csv`` and ``borders.csv``); for provinces and states from the
gazetteer's own settlements there; anything else is taken for a disc of its radius.
"""

from __future__ import annotations

import csv
import io
import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from geomap import lexicon
from geomap.gazetteer.precision import precision_of
from geomap.model import Place
from geomap.toponyms.votes import kilometres

if TYPE_CHECKING:
    from geomap.gazetteer import Gazetteer

#: A tract of land without bounds of its own, in GeoNames' terms.
BORDER = "L.AREA"
#: Degrees of the compass; "central" has none.
SIDES: dict[str, float | None] = {
    "north": 0.0, "northeast": 45.0, "east": 90.0, "southeast": 135.0,
    "south": 180.0, "southwest": 225.0, "west": 270.0, "northwest": 315.0, "central": None,
}  # fmt: skip
#: Which share of an area its corners are; its sides and its centre are a half each.
SHARES = dict.fromkeys(("northeast", "southeast", "southwest", "northwest"), 1 / 3)
_KM_A_DEGREE = 111.2
_RADIUS_KM = 6371.009
#: Fewer settlements don't show how far a province reaches.
_FEWEST = 12
_LEAST_KM = 5.0


@dataclass(frozen=True, slots=True)
class Disc:
    """A middle, and the distance in km within which what is meant lies."""

    lat: float
    lon: float
    radius_km: float


def sides_of(compass: str) -> tuple[str, ...]:
    """The sides that compass words name: "north-eastern" is one, "northern and central" are two; empty where they name none."""
    table = lexicon.table("toponyms/areas.toml")["sides"]
    words = compass.casefold().replace("-", "").replace(",", " ").split()
    return tuple(dict.fromkeys(table[w] for w in words if w in table))


def part(place: Place, sides: Sequence[str], gazetteer: Gazetteer) -> Place:
    """The part of a place to one side or several, as a place of its own: *northern and central Mali*.

    Its id is ``<id>/north+central``, its radius the part's.
    """
    found = [_side(place, side, gazetteer) for side in sides]
    middle = found[0] if len(found) == 1 else _around(found)
    words = " and ".join(side if SIDES[side] is None else f"{side}ern" for side in sides)
    return replace(
        place,
        id=f"{place.id}/{'+'.join(sides)}",
        name=f"{words} {place.name}",
        lat=round(middle.lat, 3),
        lon=round(middle.lon, 3),
        radius_km=round(middle.radius_km, 1),
        population=None,
    )


def border(a: Place, b: Place) -> Place | None:
    """The border between two countries as a place of its own: id ``<id>~<id>``; None where they share none."""
    key = tuple(sorted((a.country or "", b.country or "")))
    disc = _borders().get((key[0], key[1]))
    if disc is None:
        return None
    first, second = sorted((a, b), key=lambda p: p.id)
    return Place(
        id=f"{first.id}~{second.id}",
        name=f"border of {a.name} and {b.name}",
        lat=disc.lat,
        lon=disc.lon,
        feature=BORDER,
        radius_km=disc.radius_km,
    )


def half(points: Sequence[tuple[float, float]], side: str) -> Disc:
    """The part of an area, given as points (lat, lon) spread over it, to one side."""
    lat0 = sum(lat for lat, _ in points) / len(points)
    lon0 = sum(lon for _, lon in points) / len(points)
    narrow = math.cos(math.radians(lat0))
    degrees = SIDES[side]

    def beyond(point: tuple[float, float]) -> float:
        up, right = point[0] - lat0, (point[1] - lon0) * narrow
        if degrees is None:
            return -math.hypot(up, right)
        return up * math.cos(math.radians(degrees)) + right * math.sin(math.radians(degrees))

    kept = sorted(points, key=beyond)[math.floor(len(points) * (1 - SHARES.get(side, 0.5))) :]
    lat = sum(p[0] for p in kept) / len(kept)
    lon = sum(p[1] for p in kept) / len(kept)
    far = max(_KM_A_DEGREE * math.hypot(p[0] - lat, (p[1] - lon) * narrow) for p in kept)
    return Disc(lat, (lon + 180) % 360 - 180, max(_LEAST_KM, far))


def _around(discs: Sequence[Disc]) -> Disc:
    """The smallest convenient disc around several."""
    lat = sum(d.lat for d in discs) / len(discs)
    lon = sum(d.lon for d in discs) / len(discs)
    middle = Place("", "", lat, lon, "L")
    reach = max(kilometres(middle, Place("", "", d.lat, d.lon, "L")) + d.radius_km for d in discs)
    return Disc(lat, lon, reach)


def _side(place: Place, side: str, gazetteer: Gazetteer) -> Disc:
    if place.feature.startswith("A.PCL"):
        known = _parts().get((place.country or "", side))
        if known is not None:
            return known
    if place.feature.startswith("A.ADM1") and place.admin1 is not None and place.radius_km:
        points = _settlements(gazetteer, place)
        if len(points) >= _FEWEST:
            return half(points, side)
    return _of_disc(place, side)


def _of_disc(place: Place, side: str) -> Disc:
    """The part of a place of which only the reach is known: moved by half its radius."""
    radius = precision_of(place)[1]
    degrees = SIDES[side]
    if degrees is None:
        return Disc(place.lat, place.lon, max(_LEAST_KM, radius / 2))
    lat, lon = _towards(place, degrees, radius / 2)
    return Disc(lat, lon, max(_LEAST_KM, 0.85 * radius))


def _towards(place: Place, degrees: float, km: float) -> tuple[float, float]:
    """Where a great circle leads from a place: (lat, lon). The formula is short, and geopy takes long to load."""
    lat, bearing, far = math.radians(place.lat), math.radians(degrees), km / _RADIUS_KM
    north = math.sin(lat) * math.cos(far) + math.cos(lat) * math.sin(far) * math.cos(bearing)
    east = math.atan2(math.sin(bearing) * math.sin(far) * math.cos(lat), math.cos(far) - math.sin(lat) * north)
    return math.degrees(math.asin(north)), (place.lon + math.degrees(east) + 180) % 360 - 180


@lru_cache(maxsize=64)
def _settlements(gazetteer: Gazetteer, place: Place) -> tuple[tuple[float, float], ...]:
    """Where the settlements of a province are."""
    narrow = max(0.2, math.cos(math.radians(place.lat)))
    reach = min(30.0, 1.5 * (place.radius_km or 0.0) / _KM_A_DEGREE / narrow)
    return tuple(gazetteer.settlements(place, reach))


@cache
def _parts() -> dict[tuple[str, str], Disc]:
    return {(row["country"], row["part"]): _disc(row) for row in _rows("toponyms/parts.csv")}


@cache
def _borders() -> dict[tuple[str, str], Disc]:
    return {(row["a"], row["b"]): _disc(row) for row in _rows("toponyms/borders.csv")}


def _disc(row: dict[str, str]) -> Disc:
    return Disc(float(row["lat"]), float(row["lon"]), float(row["radius_km"]))


def _rows(path: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(lexicon.read(path))))
