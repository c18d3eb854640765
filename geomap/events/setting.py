"""What kind of place an event of its type is at, and whether a place fits the countries that are spoken of.

A strike is in a town, an election in a country, a storm at sea. Most of a story is in its country; where a sentence names another
one, what it tells is rather there.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from geomap.events.candidate_places import INSIDE, Candidate
from geomap.events.draft import Draft
from geomap.events.landscape import COARSE, Landscape
from geomap.model import GeoPrecision, Toponym, Usage

if TYPE_CHECKING:
    from geomap.syntax.tree import Token

_CAPITAL = "P.PPLC"
_COUNTRY = "A.PCL"


def setting_clues(found: Mapping[str, Candidate], draft: Draft, body: Sequence[Token], landscape: Landscape) -> None:
    """Note whether an event of its type is at such a place, in such a country."""
    kind = draft.found.event_type
    for candidate in found.values():
        inside = INSIDE in candidate.clues
        candidate.add(f"{_kind(candidate.toponym)}, {kind}")
        candidate.add(f"{'its sentence' if inside else 'elsewhere'}, {kind}")
        if "main place" in candidate.clues:
            candidate.add(f"main place, {kind}")
    _country_clues(found, body, landscape)


def _country_clues(found: Mapping[str, Candidate], body: Sequence[Token], landscape: Landscape) -> None:
    """Whether a place lies in the country that most names are in, and in those that the event's sentence names."""
    named = (n for number in {landscape.sentence(t) for t in body} for n in landscape.inside.get(number, ()))
    countries = {n.toponym.place.country for n in named if n.toponym.place is not None}
    for candidate in found.values():
        place = candidate.toponym.place if candidate.toponym is not None else None
        if place is None:
            continue
        if place.country != landscape.country:
            candidate.add("not in the country of the story")
        elif place.feature.startswith(_COUNTRY):
            candidate.add("country of the story")
        if countries and place.country not in countries and INSIDE not in candidate.clues:
            candidate.add("another country is named in its sentence")


def _kind(toponym: Toponym | None) -> str:
    """What kind of place it is to what people do: a capital, and a government called by it, are places of their own."""
    if toponym is None or toponym.place is None:
        return "unknown"
    if toponym.place.feature == _CAPITAL:
        return "capital" if toponym.usage is Usage.LITERAL else "government"
    if toponym.geo_precision in COARSE:
        return "country"
    return "region" if toponym.geo_precision is GeoPrecision.REGION else "spot"
