"""What the map draws: the places where something happens, with what happens there, and the ways between places.

Plain values from a few plain questions: the map waits for them at each move of a filter, and a table of pandas takes longer to
make than the answer.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from geomap.view.filters import Filters
from geomap.view.limits import limits
from geomap.view.view import View

_WEIGHT = 10_000_000_000


@dataclass(slots=True)
class Spot:
    """A place as exactly as it is known: a point, or the middle of an area or a country (see ``precision``).

    ``kinds`` counts its events by status and type; ``documents`` is the number of the event with the most; ``titles`` are those
    of the few events with the most documents.
    """

    place_id: str
    name: str
    lat: float
    lon: float
    country: str | None
    precision: str
    uncertainty_km: float | None
    documents: int
    kinds: dict[tuple[str, str], int] = field(default_factory=dict)
    titles: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Way:
    """From where to where (latitude, longitude), and what is told of it; ``selected``: the selected event is one of these."""

    origin: tuple[float, float]
    destination: tuple[float, float]
    event_type: str
    status: str
    selected: bool


def spots(view: View, filters: Filters, *, limit: int | None = None) -> list[Spot]:
    """The places of the events that the filters let through, those with the most events first, at most ``limit``.

    Where there are many, each has fewer titles: they are most of what a browser has to be sent.
    """
    chosen = limits()
    most = chosen.places_on_map if limit is None else limit
    known = {spot: place for spot, *place in view.ask("spot_places", Filters())}
    found: dict[int, Spot] = {}
    tops: dict[int, list[int]] = {}
    for spot, reach, weights in view.ask("spots", filters, limit=most, titles=chosen.titles_per_place):
        place_id, name, lat, lon, country, precision = known[spot]
        documents = -(-weights[0] // _WEIGHT)
        found[spot] = Spot(place_id, name, lat, lon, country, precision, reach, documents)
        tops[spot] = [-weight % _WEIGHT for weight in weights]
    for spot, status, event_type, n in view.ask("spot_kinds", filters):
        if spot in found:
            found[spot].kinds[status, event_type] = n
    each = max(1, chosen.titles_on_map // max(len(found), 1))
    titles = dict(view.ask("titles", Filters(), positions=[position for top in tops.values() for position in top[:each]]))
    for spot, top in tops.items():
        found[spot].titles = [titles[position] for position in top[:each]]
    return list(found.values())


def ways(view: View, filters: Filters, *, selected_event: str | None = None) -> list[Way]:
    """The journeys between points of the map, those of the most events first, no more than places are drawn."""
    rows = view.ask("ways", filters, selected_event=selected_event or "", limit=limits().places_on_map)
    return [Way((row[0], row[1]), (row[2], row[3]), *row[4:]) for row in rows]
