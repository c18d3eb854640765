"""Where two names together tell one place: "the border between Poland and Belarus", "on the road between Kharkiv and Sumy".

Only the words around the names are read. Each of the two names keeps its own span and stands for the place between them.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from geomap import lexicon
from geomap.model import Place
from geomap.toponyms.measures import TABLE
from geomap.toponyms.mention import Kind, Mention
from geomap.toponyms.near import before_kinds
from geomap.toponyms.parts import border
from geomap.toponyms.votes import kilometres

if TYPE_CHECKING:
    from spacy.tokens import Doc

#: Farther apart, "between" tells too little of where.
_LONGEST_KM = 150.0
#: How far before "between" the word may stand that makes a way of it.
_REACH = 4


def between(mentions: Sequence[Mention], places: Sequence[Place | None], parsed: Doc) -> dict[int, tuple[Place, float]]:
    """For the index of each mention that with its neighbour tells a place between: that place, and its uncertainty in km."""
    found: dict[int, tuple[Place, float]] = {}
    for i in range(len(mentions) - 1):
        one, other = places[i], places[i + 1]
        if one is None or other is None or one.id == other.id or {mentions[i].kind, mentions[i + 1].kind} != {Kind.NAME}:
            continue
        place = _place(mentions[i], mentions[i + 1], one, other, parsed)
        if place is not None:
            found[i] = found[i + 1] = place
    return found


def _place(a: Mention, b: Mention, one: Place, other: Place, parsed: Doc) -> tuple[Place, float] | None:
    if one.feature.startswith("A.PCL") and other.feature.startswith("A.PCL"):
        shared = border(one, other) if _of_border(a, b, parsed) else None
        return (shared, shared.radius_km or 0.0) if shared is not None else None
    if one.feature[:2] in {"P.", "S."} and other.feature[:2] in {"P.", "S."} and _on_the_way(a, b, parsed):
        return _halfway(one, other)
    return None


def _of_border(a: Mention, b: Mention, parsed: Doc) -> bool:
    """ "the X-Y border", "the border between X and Y", "X's border with Y"."""
    words = lexicon.table(TABLE)["words"]["border"]
    gap = [t.lower_ for t in parsed[a.last : b.first] if t.lower_ not in {"'s", "’s", "the"}]
    if b.first < a.last:  # "U.S.-Mexico" is one token
        gap = [parsed[b.first].text[a.end - parsed[b.first].idx : b.start - parsed[b.first].idx]]
    if gap in (["-"], ["–"], ["/"]):
        return b.last < len(parsed) and parsed[b.last].lower_ in words
    if len(gap) in {2, 3} and gap[-1] == "with" and gap[-2] in words:
        return True
    if gap != ["and"]:
        return False
    at = before_kinds(parsed, a.first)
    if at > 1 and parsed[at - 1].lower_ in {"between", "of"} and parsed[at - 2].lower_ in words:
        return True
    return b.last < len(parsed) and parsed[b.last].lower_ in words


def _on_the_way(a: Mention, b: Mention, parsed: Doc) -> bool:
    """ "halfway between X and Y", "the road between the towns of X and Y"; not "talks between X and Y"."""
    gap = [t.lower_ for t in parsed[a.last : b.first] if t.lower_ != "the"]
    at = before_kinds(parsed, a.first)
    if at > 0 and parsed[at - 1].lower_ in {"towns", "cities", "villages"}:
        at -= 1
    plural = at > 1 and parsed[at - 1].lower_ == "of" and parsed[at - 2].lower_ in {"towns", "cities", "villages"}
    at -= 2 if plural else 0
    if at > 0 and parsed[at - 1].lower_ == "the":
        at -= 1
    if gap != ["and"] or at < 1 or parsed[at - 1].lower_ != "between":
        return False
    way = lexicon.table(TABLE)["words"]["way"]
    return any(t.lower_ in way for t in parsed[max(0, at - 1 - _REACH) : at - 1])


def _halfway(one: Place, other: Place) -> tuple[Place, float] | None:
    """The middle between two places: id ``<id>~<id>``; as uncertain as half the distance."""
    apart = kilometres(one, other)
    if apart > _LONGEST_KM:
        return None
    first, second = sorted((one, other), key=lambda p: p.id)
    country = one.country if one.country == other.country else None
    admin1 = one.admin1 if country and one.admin1 == other.admin1 else None
    # On so short a line the mean of the coordinates is the middle, except across the antimeridian.
    east = (other.lon - one.lon + 180) % 360 - 180
    lon = (one.lon + east / 2 + 180) % 360 - 180
    name = f"between {one.name} and {other.name}"
    middle = Place(f"{first.id}~{second.id}", name, round((one.lat + other.lat) / 2, 5), round(lon, 5), "L.LCTY", country, admin1)
    return middle, max(5.0, apart / 2)
