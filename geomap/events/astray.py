"""Names that resolution took for a place which the article can't mean, though nothing better is known by that name.

Of the namesakes that a gazetteer has, resolution must take one; the village that the article means may be in none. A little town
far from all that the article names, in a country of which it names nothing else, is a namesake: the name is then of a place
without a point, or of the namesake nearby.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from geopy.distance import great_circle

from geomap.gazetteer.fallback import STAND_IN
from geomap.gazetteer.precision import precision_of
from geomap.model import GeoPrecision, Place, Toponym, Usage

#: A town of more people may be named anywhere, and so may a capital; one by another name than its own if it has more than that.
_LITTLE, _BY_ANOTHER_NAME = 100_000, 500_000
_CAPITAL = "P.PPLC"
_TOWN = "P."
#: A resolution as sure as this stands.
_SURE = 0.86
#: How far from everything else a place is out of reach, and how near a namesake must be to be meant.
_FAR_KM, _NEAR_KM = 600.0, 400.0
#: So many places of one country make surroundings.
_SURROUNDINGS = 2
_UNKNOWN = "far from everything that the article names, in a country of which it names nothing else"
#: A town of so many people is what a bare name means that its region bears too.
_METROPOLIS = 1_000_000
_REGION = "A.ADM1"


def brought_back(toponyms: Sequence[Toponym]) -> tuple[Toponym, ...]:
    """The toponyms of a document; those that are far off are where they can be, or nowhere."""
    around = _Around.of(toponyms)
    full: dict[str, str] = {}
    for toponym in toponyms:
        if toponym.place is not None:
            full[toponym.place.id] = max(full.get(toponym.place.id, ""), toponym.surface, key=len)
    return tuple(_brought_back(_as_city(t), around, full) for t in toponyms)


def _as_city(toponym: Toponym) -> Toponym:
    """*In New York* is in the city, where the city is one of the great ones of the world."""
    place = toponym.place
    if place is None or toponym.usage is not Usage.LITERAL or not place.feature.startswith(_REGION):
        return toponym
    towns = (c.place for c in toponym.candidates if c.place.feature.startswith(_TOWN) and c.place.country == place.country)
    named = (t for t in towns if t.name.startswith(toponym.surface) and (t.population or 0) >= _METROPOLIS)
    city = next(named, None)
    return _at(toponym, city) if city is not None else toponym


def _brought_back(toponym: Toponym, around: _Around, full: Mapping[str, str]) -> Toponym:
    place = toponym.place
    if place is None or toponym.confidence >= _SURE or _stands_in(toponym) or not around.is_astray(place, _limit(toponym)):
        return toponym
    near = next((c.place for c in toponym.candidates if around.is_near(c.place)), None)
    meant = near or next((c.place for c in toponym.candidates if around.is_nearer(c.place, place)), None)
    if meant is not None:
        return _at(toponym, meant)
    nowhere = replace(toponym, place=None, geo_precision=GeoPrecision.NONE, geo_uncertainty_km=None, reason=_UNKNOWN)
    return replace(nowhere, surface=full[place.id])  # "Kome" is "Kome Island"


def _at(toponym: Toponym, place: Place) -> Toponym:
    precision, uncertainty = precision_of(place)
    return replace(toponym, place=place, geo_precision=precision, geo_uncertainty_km=uncertainty)


def _limit(toponym: Toponym) -> int:
    """How many people a town must have to be named anywhere: *Rudaki* is hardly Roorkee, which some spell so."""
    alias = any(c.place == toponym.place and c.name_kind == "alias" for c in toponym.candidates)
    return _BY_ANOTHER_NAME if alias else _LITTLE


def _is_little(place: Place, limit: int) -> bool:
    return place.feature.startswith(_TOWN) and place.feature != _CAPITAL and (place.population or 0) < limit


def _stands_in(toponym: Toponym) -> bool:
    return bool(toponym.candidates) and toponym.candidates[0].name_kind == STAND_IN


@dataclass(frozen=True, slots=True)
class _Around:
    """The places that a document names, and the countries that they are in."""

    points: Mapping[str, tuple[float, float]]
    #: Each country's places.
    inside: Mapping[str, frozenset[str]]

    @classmethod
    def of(cls, toponyms: Sequence[Toponym]) -> _Around:
        """Those that toponyms of any usage name."""
        places = [t.place for t in toponyms if t.place is not None and not _stands_in(t)]
        inside: dict[str, set[str]] = {}
        for place in places:
            inside.setdefault(place.country or "", set()).add(place.id)
        return cls({p.id: (p.lat, p.lon) for p in places}, {code: frozenset(ids) for code, ids in inside.items()})

    def is_astray(self, place: Place, limit: int) -> bool:
        """Whether it is a little town, and nothing else is named in its country or within reach of it."""
        if not _is_little(place, limit):
            return False
        others = [point for name, point in self.points.items() if name != place.id]
        if max(map(len, self.inside.values())) < _SURROUNDINGS or self.inside.get(place.country or "", frozenset()) - {place.id}:
            return False
        return all(km > _FAR_KM for km in _distances(place, others))

    def is_nearer(self, place: Place, astray: Place) -> bool:
        """Whether a great place is far nearer to what is named than one that is astray."""
        others = [point for name, point in self.points.items() if name != astray.id]
        return (place.population or 0) >= _LITTLE and 2 * min(_distances(place, others)) < min(_distances(astray, others))

    def is_near(self, place: Place) -> bool:
        """Whether it is within reach of what is named, in a country of which something else is."""
        others = [point for name, point in self.points.items() if name != place.id]
        known = self.inside.get(place.country or "", frozenset()) - {place.id}
        return bool(known) and any(km <= _NEAR_KM for km in _distances(place, others))


def _distances(place: Place, points: Sequence[tuple[float, float]]) -> Iterator[float]:
    return (great_circle((place.lat, place.lon), point).km for point in points)
