"""Where a place is named only as a landmark: "near Kursk", "20 km north of Vladivostok"."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from geomap.model import Place
from geomap.toponyms.lexicon import lexicon
from geomap.toponyms.mention import Kind, Mention

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

#: Beyond this a distance relates two places ("425 miles north of Pyongyang"), and the name stays where it is.
_LONGEST_KM = 150.0
#: What "near" means: at most a half-hour's drive, an estimate.
_NEAR_KM = 25.0
#: How far off a rounded distance and one of eight compass points are, as a share of the distance (22.5° is 0.39).
_SPREAD = 0.4
_LEAST_KM = 5.0


@dataclass(frozen=True, slots=True)
class Landmark:
    """How a mention serves as a landmark: the direction in degrees and the distance, where the text gives them."""

    degrees: float | None = None
    distance_km: float | None = None


def landmark(mention: Mention, parsed: Doc) -> Landmark | None:
    """The landmark that a mention is, None where it names the place itself."""
    if mention.first == 0 or mention.kind not in {Kind.NAME}:
        return None
    lexical = lexicon("recognition")
    before = parsed[mention.first - 1]
    if before.lower_ == "the" and mention.first > 1:
        before = parsed[mention.first - 2]
    if before.lower_ in lexical.words("near", "words"):
        return Landmark()
    if before.lower_ != "of" or before.i == 0:
        return None
    direction = parsed[before.i - 1]
    word = direction.lower_
    if direction.i > 1 and parsed[direction.i - 1].text == "-":
        direction = parsed[direction.i - 2]
        word = f"{direction.lower_}-{word}"
    degrees = lexical.table("compass", "degrees").get(word)
    if degrees is None or (direction.i and parsed[direction.i - 1].lower_ in {"the", "in"}):
        return None
    distance = _distance(direction)
    if distance is not None and distance > _LONGEST_KM:
        return None
    return Landmark(float(degrees), distance)


def _distance(direction: Token) -> float | None:
    """The distance in km just before a direction: "20 km north", "425 miles (680 kilometres) north"."""
    units = lexicon("recognition").table("near", "units")
    parsed = direction.doc
    for i in range(direction.i - 1, max(-1, direction.i - 6), -1):
        factor = units.get(parsed[i].lower_)
        if factor is not None and i > 0:
            try:
                return float(parsed[i - 1].text.replace(",", "")) * float(factor)
            except ValueError:
                return None
    return None


def moved(place: Place, mark: Landmark) -> tuple[Place, float]:
    """The place that the landmark speaks of, and its uncertainty in km."""
    if mark.degrees is None:
        return place, _NEAR_KM
    if mark.distance_km is None:
        return place, 2 * _NEAR_KM
    from geopy.distance import distance

    point = distance(kilometers=mark.distance_km).destination((place.lat, place.lon), bearing=mark.degrees)
    lat, lon = round(point.latitude, 5), round(point.longitude, 5)
    name = f"{mark.distance_km:.0f} km {_compass(mark.degrees)} of {place.name}"
    shifted = replace(place, id=f"{place.id}+{mark.distance_km:.0f}km@{mark.degrees:.0f}", name=name, lat=lat, lon=lon)
    return shifted, max(_LEAST_KM, _SPREAD * mark.distance_km)


def _compass(degrees: float) -> str:
    names = {float(d): n for n, d in lexicon("recognition").table("compass", "degrees").items() if "-" not in n}
    return names[degrees]
