"""The events on the map: one layer, one JSON array, drawn on one canvas by ``assets/events.js``.

A symbol stands for a place. Its form says the status, its colour the type or the status, its size the number of documents. A
place that is known only as a region, an area or a country has no edge of its own: it is a soft disc as wide as its uncertainty,
or the country's own shape.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from geomap.dashboard import words
from geomap.dashboard.evidence import type_label
from geomap.events.types import event_types
from geomap.model import GeoPrecision, Status
from geomap.view import Bbox
from geomap.view.spots import Spot, Way, Ways

#: What the browser draws in a fraction of a second; beyond it the symbols with the most documents are shown, and it is said.
MAX_SYMBOLS = 2500
#: How many titles go into a symbol's tooltip.
TITLES = 4
#: How many of a place's colours the browser is told, those of the most events: it looks for one that at least half have.
COLOURS_SENT = 5
#: How many colours the legend explains: it should not cover the map. A symbol's tooltip and the panel name every type.
LEGEND_COLOURS = 12
STATUS_COLOURS = {
    Status.OCCURRED: "#0072B2",
    Status.ONGOING: "#D55E00",
    Status.PLANNED: "#CC8A00",
    Status.POSSIBLE: "#3FA0D0",
    Status.DENIED: "#7A8087",
}
#: For places where no type or status has half of the events, and for a type that the data file does not know.
MIXED_COLOUR = "#5B6B7A"
_STATUSES = {status.value: status for status in Status}
_PRECISIONS = {precision.value: precision for precision in GeoPrecision}


@dataclass(slots=True)
class Symbol:
    """Everything that happens at one place; ``titles`` are the first few, ``event_ids`` those of a place that is chosen."""

    place_id: str
    name: str
    lat: float
    lon: float
    country: str | None
    precision: GeoPrecision
    uncertainty_km: float | None
    statuses: dict[str, int] = field(default_factory=dict)
    types: dict[str, int] = field(default_factory=dict)
    documents: int = 1
    titles: list[str] = field(default_factory=list)
    event_ids: list[str] = field(default_factory=list)

    @property
    def events(self) -> int:
        """How many events there are."""
        return sum(self.statuses.values())


def symbols(spots: Iterable[Spot]) -> list[Symbol]:
    """A symbol for each place, those with the most documents first; a place may be known with several precisions."""
    found: dict[str, Symbol] = {}
    for spot in spots:
        known = found.get(spot.place_id)
        if known is None:
            kind = _PRECISIONS[spot.precision]
            found[spot.place_id] = Symbol(
                spot.place_id,
                spot.name,
                spot.lat,
                spot.lon,
                spot.country or None,
                kind,
                spot.uncertainty_km,
                spot.statuses,
                spot.types,
                spot.documents,
                spot.titles[:TITLES],
            )
        else:
            known.statuses, known.types = _sum(known.statuses, spot.statuses), _sum(known.types, spot.types)
            known.documents = max(known.documents, spot.documents)
            known.titles = (known.titles + spot.titles)[:TITLES]
    return sorted(found.values(), key=lambda symbol: (-symbol.documents, -symbol.events, symbol.place_id))


def _sum(one: dict[str, int], other: dict[str, int]) -> dict[str, int]:
    return {name: one.get(name, 0) + other.get(name, 0) for name in one | other}


def colours(symbol: Symbol, colouring: str) -> dict[str, int]:
    """How many events of each colour there are at a place; ``colouring`` is ``type`` or ``status``."""
    return _coloured(symbol, colouring, {})


def _coloured(symbol: Symbol, colouring: str, shades: dict[str, str]) -> dict[str, int]:
    """The same; ``shades`` remembers the colours of the words."""
    found: dict[str, int] = {}
    for name, number in (symbol.statuses if colouring == "status" else symbol.types).items():
        shade = shades.get(name) or shades.setdefault(
            name, STATUS_COLOURS[Status(name)] if colouring == "status" else type_colour(name)
        )
        found[shade] = found.get(shade, 0) + number
    return found


def type_colour(name: str) -> str:
    """The colour of an event type; that of a mixture for one that the data file does not have."""
    known = event_types().get(name)
    return known.colour if known else MIXED_COLOUR


def payload(
    shown: Sequence[Symbol],
    journeys: Iterable[Way],
    *,
    colouring: str,
    selected_places: Sequence[str] = (),
    selected_event: str | None = None,
    box: Bbox | None = None,
    asks_for_spot: bool = False,
    asks_where: bool = False,
) -> dict[str, object]:
    """What the browser draws; a selected place is brought into view once for each event that is selected.

    ``box`` is the part of the map that the filters keep; with ``asks_for_spot`` the next click is a spot, with ``asks_where`` the
    map tells where it stands (see ``gestures``).
    """
    in_legend, left_out = _colours(shown, colouring)
    target = next((symbol for symbol in shown if symbol.place_id in selected_places), None)
    palette, precisions, shades = _Numbered(), _Numbered(), dict[str, str]()
    return {
        "rows": [
            _row(symbol, _foremost(_coloured(symbol, colouring, shades), palette), precisions) for symbol in shown[:MAX_SYMBOLS]
        ],
        "palette": list(palette),
        "precisions": list(precisions),
        "journeys": [_journey(way, colouring) for way in journeys],
        "ways": journeys.of if isinstance(journeys, Ways) else 0,
        "selected": list(selected_places),
        "focus": [target.lat, target.lon, f"{selected_event}@{target.place_id}"] if target and selected_event else None,
        "mixed": MIXED_COLOUR,
        "colouring": "type" if colouring == "type" else "status",
        "colours": in_legend,
        "more": left_out,
        "box": list(box) if box else None,
        "asks": asks_for_spot,
        "where": asks_where,
    }


def _journey(way: Way, colouring: str) -> list[object]:
    status = _STATUSES[way.status]
    shade = STATUS_COLOURS[status] if colouring == "status" else type_colour(way.event_type)
    return [*way.origin, *way.destination, list(Status).index(status), shade, way.selected]


class _Numbered(dict[str, int]):
    """Numbers for words, in the order in which they are met: a word that many rows have is sent once."""

    def __missing__(self, word: str) -> int:
        self[word] = len(self)
        return self[word]


def _foremost(counts: dict[str, int], palette: _Numbered) -> list[int]:
    """The colours with the most events, as colour, events, colour, events...; a symbol shows one that half have."""
    best = sorted(counts.items(), key=lambda item: -item[1])[:COLOURS_SENT]
    return [number for shade, n in best for number in (palette[shade], n)]


def _row(symbol: Symbol, shades: list[int], precisions: _Numbered) -> list[object]:
    kind = (
        "point"
        if symbol.precision in words.POINT_PRECISIONS
        else "country"
        if symbol.precision is GeoPrecision.COUNTRY
        else "area"
    )
    return [
        symbol.place_id,
        round(symbol.lat, 5),
        round(symbol.lon, 5),
        kind,
        round(symbol.uncertainty_km, 1) if symbol.uncertainty_km else None,
        symbol.country,
        symbol.events,
        symbol.documents,
        [symbol.statuses.get(status, 0) for status in _STATUSES],
        shades,
        symbol.name,
        precisions[words.precision_of(symbol.precision, symbol.uncertainty_km)],
        symbol.titles,
    ]


def _colours(shown: Sequence[Symbol], colouring: str) -> tuple[list[list[str]], int]:
    """The colours of most events with their words, in the order of the types, and how many colours the legend leaves out.

    Types that share a colour share an entry.
    """
    counts: dict[str, int] = {}
    for symbol in shown:
        for name, number in (symbol.statuses if colouring == "status" else symbol.types).items():
            counts[name] = counts.get(name, 0) + number
    if colouring == "status":
        named = [(STATUS_COLOURS[s], words.STATUS_WORDS[s], counts[s.value]) for s in Status if s.value in counts]
    else:
        order = [*event_types(), *sorted(counts.keys() - set(event_types()))]
        named = [(type_colour(name), type_label(name).lower(), counts[name]) for name in order if name in counts]
    labels: dict[str, list[str]] = {}
    weights: dict[str, int] = {}
    for shade, label, number in named:
        labels.setdefault(shade, []).append(label)
        weights[shade] = weights.get(shade, 0) + number
    kept = set(sorted(weights, key=lambda shade: -weights[shade])[:LEGEND_COLOURS])
    return [[shade, words.listing(names, 3)] for shade, names in labels.items() if shade in kept], len(labels) - len(kept)
