"""Where a place is named only as a landmark: "near Kursk", "20 km north of Vladivostok", "off the coast of Yemen".

Only the words around the name are read, no parts of speech and no dependencies.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache
from typing import TYPE_CHECKING

from geomap import lexicon
from geomap.model import Place
from geomap.toponyms.measures import TABLE, Distance, direction_before, distance_before
from geomap.toponyms.mention import Kind, Mention

if TYPE_CHECKING:
    from spacy.tokens import Doc

#: Beyond this a distance relates two places ("425 miles north of Pyongyang"), and the name stays where it is.
_LONGEST_KM = 150.0
#: How far off a place with a direction and without a distance ("north of Kyiv") may be, an estimate.
_BEYOND_KM = 50.0
#: How far off a rounded distance and one of eight compass points are, as a share of the distance (22.5° is 0.39), and how far
#: off "a few miles" is.
_SPREAD = 0.4
_VAGUE_SPREAD = 0.8
#: A distance without a direction: the place lies on a circle, which the radius holds with a quarter to spare.
_AROUND = 1.25
_LEAST_KM = 1.0
_LONGEST_PHRASE = 4


@dataclass(frozen=True, slots=True)
class Landmark:
    """How a mention serves as a landmark.

    ``degrees`` is the direction and ``distance_km`` the distance, where the text gives them; ``reach_km`` is how far off the
    place may be where it gives no direction. ``coast``: at sea before the place, which may then be a whole country.
    """

    degrees: float | None = None
    distance_km: float | None = None
    reach_km: float = 25.0
    vague: bool = False
    coast: bool = False


def landmark(mention: Mention, parsed: Doc) -> Landmark | None:
    """The landmark that a mention is, None where it names the place itself."""
    if mention.kind is not Kind.NAME:
        return None
    at = before_kinds(parsed, mention.first)
    return _directed(parsed, at) or _beside(parsed, at, mention) or _measured(parsed, at) or _behind(parsed, mention)


def before_kinds(parsed: Doc, first: int) -> int:
    """The index after the last token before a name that isn't "the", "the city of", "downtown", "the capital"."""
    words = lexicon.table(TABLE)["words"]
    at = first
    if at > 1 and parsed[at - 1].lower_ == "of" and parsed[at - 2].lower_ in words["kinds"]:
        at -= 2
    for _ in range(2):
        if at > 0 and parsed[at - 1].lower_ in words["kinds"] and direction_before(parsed, at) is None:
            at -= 1
    if at > 0 and parsed[at - 1].lower_ in words["articles"]:
        at -= 1
    return at


def _directed(parsed: Doc, at: int) -> Landmark | None:
    """ "20 km north of X", "to the north-east of X", "just south of X"; not "in the north of X", which lies inside X."""
    if at < 2 or parsed[at - 1].lower_ not in {"of", "from"}:
        return None
    compass = direction_before(parsed, at - 1)
    if compass is None:
        return None
    degrees, first = compass
    distance = distance_before(parsed, first)
    if distance is not None:
        return _far(distance, degrees)
    return Landmark(degrees, reach_km=_BEYOND_KM) if parsed[at - 1].lower_ == "of" and _outside(parsed, first) else None


def _outside(parsed: Doc, first: int) -> bool:
    """Whether a direction without a distance leads out of the place: "to the north of X", not "in the north of X"."""
    words = lexicon.table(TABLE)["words"]
    if first == 0 or not parsed[first].text.islower():
        return False
    if parsed[first - 1].lower_ == "the":
        return first > 1 and parsed[first - 2].lower_ == "to"
    return parsed[first - 1].lower_ not in words["inside"]


def _far(distance: Distance, degrees: float | None) -> Landmark | None:
    if distance.km > _LONGEST_KM:
        return None
    return Landmark(degrees, distance.km, distance.km * _AROUND, distance.vague)


def _beside(parsed: Doc, at: int, mention: Mention) -> Landmark | None:
    """ "near X", "10 miles outside X", "off the coast of X", "off the X coast"."""
    for length in range(_LONGEST_PHRASE, 0, -1):
        first = at - length
        if first < 0:
            continue
        reach = _phrases().get(tuple(parsed[i].lower_ for i in range(first, at)))
        if reach is None:
            continue
        coast = _off_coast(parsed, first, at, mention)
        if parsed[at - 1].lower_ == "off" and not coast and distance_before(parsed, first) is None:
            return None  # "the road off X", "paid off X"
        distance = distance_before(parsed, first)
        if distance is not None and distance.km <= _LONGEST_KM:
            return Landmark(None, distance.km, max(distance.km * _AROUND, _LEAST_KM), distance.vague, coast)
        return Landmark(reach_km=reach, coast=coast)
    return None


def _off_coast(parsed: Doc, first: int, at: int, mention: Mention) -> bool:
    """Whether a phrase speaks of the sea before the place."""
    phrase = {parsed[i].lower_ for i in range(first, at)}
    coasts = set(lexicon.table(TABLE)["words"]["coast"])
    if "off" not in phrase and "offshore" not in phrase:
        return False
    if phrase & (coasts | {"waters", "offshore"}):
        return True
    after = mention.last
    if after < len(parsed) and parsed[after].lower_ in {"'s", "’s"}:
        after += 1
    return any(parsed[i].lower_ in coasts for i in range(after, min(after + 3, len(parsed))))


def _measured(parsed: Doc, at: int) -> Landmark | None:
    """ "20 kilometres from X", "within 10 miles of X"."""
    if at < 2 or parsed[at - 1].lower_ not in lexicon.table(TABLE)["measured"]["words"]:
        return None
    distance = distance_before(parsed, at - 1)
    return _far(distance, None) if distance is not None else None


def _behind(parsed: Doc, mention: Mention) -> Landmark | None:
    """ "Kyiv's outskirts", "the Kyiv suburbs"."""
    after = mention.last
    if after < len(parsed) and parsed[after].lower_ in {"'s", "’s", "'"}:
        after += 1
    if after >= len(parsed):
        return None
    reach = lexicon.table(TABLE)["behind"].get(parsed[after].lower_)
    return Landmark(reach_km=float(reach)) if reach is not None else None


@cache
def _phrases() -> dict[tuple[str, ...], float]:
    return {tuple(phrase.split()): float(km) for phrase, km in lexicon.table(TABLE)["beside"].items()}


def moved(place: Place, mark: Landmark) -> tuple[Place, float]:
    """The place that the landmark speaks of, and its uncertainty in km.

    With a direction and a distance it is another point, whose id says how it was come by: ``<id>+20km@45``, the distance to a
    tenth of a kilometre and the bearing in degrees. Without, the point stays and the uncertainty grows.
    """
    if mark.degrees is None or mark.distance_km is None:
        return place, mark.reach_km
    # What geopy asks for its geodesic distances; geopy itself brings all its geocoders along and takes long to load.
    from geographiclib.geodesic import Geodesic

    point = Geodesic.WGS84.Direct(place.lat, place.lon, mark.degrees, mark.distance_km * 1000)
    lat, lon = round(point["lat2"], 5), round(point["lon2"], 5)
    far = f"{mark.distance_km:.0f}" if mark.distance_km >= 10 else f"{mark.distance_km:.1f}".removesuffix(".0")
    name = f"{far} km {_compass(mark.degrees)} of {place.name}"
    identity = f"{place.id}+{far}km@{mark.degrees:g}"
    spread = _VAGUE_SPREAD if mark.vague else _SPREAD
    shifted = replace(place, id=identity, name=name, lat=lat, lon=lon, population=None, radius_km=None)
    return shifted, max(_LEAST_KM, spread * mark.distance_km)


@cache
def _compass(degrees: float) -> str:
    names: dict[str, float] = lexicon.table(TABLE)["degrees"]
    return next(name for name, at in names.items() if float(at) == degrees)
