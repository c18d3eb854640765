"""The gazetteer as a geopy geocoder: anything that takes a geopy ``Geocoder`` can ask it, and nothing leaves the machine."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from geopy.distance import great_circle
from geopy.exc import GeocoderQueryError
from geopy.geocoders.base import Geocoder
from geopy.location import Location
from geopy.point import Point

from geomap.gazetteer.index import Gazetteer
from geomap.gazetteer.precision import precision_of
from geomap.model import Place

_RINGS = (0.1, 0.5, 2.0, 8.0, 30.0)
"""Half widths in degrees of the boxes that are searched around a point, one after the other."""
_AREAS = ("A.", "H.", "L.CONT", "L.RGN", "T.MTS", "T.PEN", "T.DSRT", "T.ISLS")
"""Features whose point says little about what is near it."""


class GazetteerGeocoder(Geocoder):  # type: ignore[misc]  # geopy has no types
    """Answers from a ``Gazetteer``; a ``Location``'s ``raw`` holds the place's fields, its precision and uncertainty (km)."""

    def __init__(self, gazetteer: Gazetteer | None = None) -> None:
        super().__init__(user_agent="geomap")
        self.gazetteer = gazetteer or Gazetteer.open()

    def geocode(self, query: str, *, exactly_one: bool = True, limit: int = 10, **_: Any) -> Location | list[Location] | None:
        """The place or places (best first) of a name, alone or with what it lies in ("Paris, Texas"); None if unknown."""
        found = [_location(place) for place in self._places(str(query))[: 1 if exactly_one else limit]]
        return (found[0] if exactly_one else found) if found else None

    def reverse(
        self, query: Point | tuple[float, float] | str, *, exactly_one: bool = True, limit: int = 10, **_: Any
    ) -> Location | list[Location] | None:
        """The named places nearest to a point (lat, lon), areas excepted; None in the middle of an ocean."""
        try:
            point = Point(query)
        except (TypeError, ValueError) as error:
            raise GeocoderQueryError(f"{query!r} is no point: give (latitude, longitude) in degrees") from error
        for half in _RINGS:
            near = [
                p
                for p in self.gazetteer.near(point.latitude, point.longitude, half)
                if not p.feature.startswith(("A.", "L.RGN", "L.CONT", "H."))
            ]
            if near:
                near.sort(key=lambda p: (great_circle(point, (p.lat, p.lon)).km, p.id))
                found = [_location(p) for p in near[: 1 if exactly_one else limit]]
                return found[0] if exactly_one else found
        return None

    def _places(self, query: str) -> list[Place]:
        whole = [c.place for c in self.gazetteer.candidates(query)]
        if whole or "," not in query:
            return whole
        name, _, container = query.partition(",")
        around = {c.place for c in self.gazetteer.candidates(container.strip())}
        return [c.place for c in self.gazetteer.candidates(name.strip()) if any(_inside(c.place, area) for area in around)]


def _inside(place: Place, area: Place) -> bool:
    """Whether a place is in a country or a first level area, by what its own row says."""
    if area.feature.startswith("A.PCL"):
        return place.country == area.country
    return place.admin1 == area.name and place.country == area.country


def _location(place: Place) -> Location:
    parts = dict.fromkeys(p for p in (place.name, place.admin1, place.country) if p)
    precision, uncertainty = precision_of(place)
    raw = {**asdict(place), "geo_precision": str(precision), "geo_uncertainty_km": uncertainty}
    return Location(", ".join(parts), Point(place.lat, place.lon), raw)
