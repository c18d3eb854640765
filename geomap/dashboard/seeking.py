"""Finding an actor or a place by what somebody types: misspelt, in another language, or by another of its names.

Names of the store's own events are compared by likeness; for places the gazetteer is asked as well, which knows what else a place
is called. What the gazetteer knows and the store has no events for is offered as the area around it.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cache

import streamlit as st

from geomap.dashboard import assets
from geomap.gazetteer import Gazetteer
from geomap.gazetteer.names import fold
from geomap.model import Place
from geomap.view import Bbox, Filters, View

#: Likeness (rapidfuzz's WRatio, 0 to 100) from which a name is offered.
_ALIKE = 72
_OFFERED = 8
_ASKED_OF_GAZETTEER = 12
#: Places without events whose surroundings are offered at most.
_SURROUNDINGS = 3
#: Names compared at most: those with the most events.
_NAMES = 50_000
#: Below this many characters only beginnings count.
_SHORT = 3
#: How far around a place without events its area reaches, in kilometres.
AROUND_KM = 100
#: What the value of such an area starts with; the rest is the id of the place.
AROUND = "around:"
_KM_A_DEGREE = 111.2


@dataclass(frozen=True, slots=True)
class Offer:
    """Something to choose: its value, its name, how many events the other filters leave it, and what else to know of it."""

    value: str
    name: str
    events: int
    note: str | None = None


def actors(view: View, filters: Filters, typed: str) -> list[Offer]:
    """Actors of the store whose names are like what was typed, the likest first."""
    names = dict.fromkeys(name for name, _, _ in _names(view, str(view.store.path), view.version, "actors"))
    found = list(_alike(typed, [(name, name) for name in names]))[:_OFFERED]
    counts = {value: n for value, _, n in view.actors(filters, among=found)}
    return [Offer(name, name, counts.get(name, 0)) for name in found]


def places(view: View, filters: Filters, typed: str) -> list[Offer]:
    """Places of the store that are called, spelt nearly or known as what was typed; then the surroundings of others."""
    names = {value: name for value, name, _ in _names(view, str(view.store.path), view.version, "places")}
    found = dict.fromkeys(list(_alike(typed, names.items()))[:_OFFERED])
    candidates = {c.place.id: c.place for c in gazetteer().search(typed, limit=_ASKED_OF_GAZETTEER)}
    known = view.names_of_places(candidates)
    found |= dict.fromkeys(known)
    counts = {value: n for value, _, n in view.named_places(filters, among=found)}
    offers = [Offer(i, names.get(i) or known[i], counts.get(i, 0), _also(typed, names.get(i) or known[i])) for i in found]
    beyond = [place for place_id, place in candidates.items() if place_id not in found]
    around = [_surroundings(view, filters, place) for place in beyond[:_SURROUNDINGS]]
    return offers[:_OFFERED] + sorted(around, key=lambda offer: not offer.events)


def _also(typed: str, name: str) -> str | None:
    return None if fold(typed) in fold(name) else f"found for “{typed}”"


def _surroundings(view: View, filters: Filters, place: Place) -> Offer:
    country = assets.country_names().get(place.country or "", place.country or "")
    note = f"{country}; no event names it: within about {AROUND_KM} km" if country else f"within about {AROUND_KM} km"
    box = box_around(place)
    inside = view.count(_boxed(filters, box))
    return Offer(f"{AROUND}{place.id}", place.name, inside, note)


def _boxed(filters: Filters, box: Bbox) -> Filters:
    return replace(filters.without("places"), bbox=box)


def box_around(place: Place) -> Bbox:
    """The box that reaches ``AROUND_KM`` from a place in each direction; across 180 degrees its west exceeds its east."""
    high = AROUND_KM / _KM_A_DEGREE
    wide = min(high / max(math.cos(math.radians(place.lat)), 0.01), 179.0)
    west, east = _turned(place.lon - wide), _turned(place.lon + wide)
    return (round(west, 3), round(max(place.lat - high, -90.0), 3), round(east, 3), round(min(place.lat + high, 90.0), 3))


def _turned(lon: float) -> float:
    return (lon + 180) % 360 - 180


def _alike(typed: str, names: Iterable[tuple[str, str]]) -> Iterator[str]:
    """The values whose names begin with, contain, or are spelt nearly as what was typed, in this order, then by likeness."""
    from rapidfuzz import fuzz, process

    wanted = fold(typed)
    folded = {value: fold(name) for value, name in names}
    begins = [value for value, name in folded.items() if name.startswith(wanted)]
    holds = [value for value, name in folded.items() if len(wanted) >= _SHORT and wanted in name and not name.startswith(wanted)]
    yield from dict.fromkeys(begins + holds)
    if len(wanted) < _SHORT or len(begins) + len(holds) >= _OFFERED:
        return
    seen = {*begins, *holds}
    for _, _, value in process.extract(wanted, folded, scorer=fuzz.WRatio, score_cutoff=_ALIKE, limit=_OFFERED * 2):
        if value not in seen:
            yield value


@st.cache_resource(max_entries=8, show_spinner=False)
def _names(_view: View, path: str, version: str, kind: str) -> list[tuple[str, str, int]]:
    """All names of the store's actors or places, those with the most events first; read once for each version of the store."""
    return _view.actors(limit=_NAMES) if kind == "actors" else _view.named_places(limit=_NAMES)


@cache
def gazetteer() -> Gazetteer:
    """The gazetteer that a build in this folder would use."""
    return Gazetteer.open()
