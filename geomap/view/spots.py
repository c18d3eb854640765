"""What the map draws: the places where something happens, with what happens there, and the ways between places."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from itertools import pairwise

import numpy as np

from geomap.view.columns import Columns, Numbers, Rows
from geomap.view.filters import Filters
from geomap.view.limits import limits
from geomap.view.view import View


@dataclass(slots=True)
class Spot:
    """A place as exactly as it is known: a point, or the middle of an area or a country (see ``precision``).

    ``statuses`` and ``types`` count its events; ``documents`` is the number of the event with the most; ``titles`` are those of
    the few events with the most documents.
    """

    place_id: str
    name: str
    lat: float
    lon: float
    country: str | None
    precision: str
    uncertainty_km: float | None
    documents: int
    statuses: dict[str, int] = field(default_factory=dict)
    types: dict[str, int] = field(default_factory=dict)
    titles: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Way:
    """From where to where (latitude, longitude), and what is told of it; ``selected``: the selected event is one of these."""

    origin: tuple[float, float]
    destination: tuple[float, float]
    event_type: str
    status: str
    selected: bool


class Ways(list[Way]):
    """The journeys that are drawn, of ``of`` in all."""

    def __init__(self, drawn: Iterable[Way], of: int) -> None:
        super().__init__(drawn)
        self.of = of


def spots(view: View, filters: Filters, *, limit: int | None = None) -> list[Spot]:
    """The places of the events that the filters let through, those with the most events first, at most ``limit``.

    Where there are many, each has fewer titles: they are most of what a browser has to be sent.
    """
    selected = view.selected(filters)
    columns = selected.columns
    # The events are kept by spot, those with the most documents first: the first that is selected is the one to name.
    rows, starts = columns.number("spot.rows"), columns.number("spot.starts")
    there = np.flatnonzero(selected.mask[rows])
    first = np.searchsorted(there, starts)
    n = np.diff(first)
    shown = np.argsort(-n, kind="stable")[: limits().places_on_map if limit is None else limit]
    shown = shown[n[shown] > 0]
    km = np.full(len(n), np.nan)
    if len(there):
        km[n > 0] = np.fmax.reduceat(columns.number("spot.km")[there], first[:-1][n > 0])
    found = _described(columns, shown, km[shown], rows[there[first[shown]]] if len(there) else shown)
    if found:
        kinds = np.bincount(columns.number("spot.kind")[there], minlength=len(columns.number("kinds.spot")))
        _count_kinds(found, columns, shown, kinds)
        _name(found, columns, lambda number: _number_th(rows, there, first, shown, number))
    return found


def _described(columns: Columns, shown: Rows, km: Numbers, tops: Rows) -> list[Spot]:
    """The spots without what happens there; ``tops`` are the events with the most documents."""
    examples = columns.number("spot.example")[shown]
    described = zip(
        columns.text("place_id", examples),
        columns.text("place", examples),
        columns.number("spot.lat")[shown].tolist(),
        columns.number("spot.lon")[shown].tolist(),
        columns.text("spot.country", shown),
        columns.text("geo_precision", examples),
        [None if math.isnan(x) else x for x in km.tolist()],
        columns.number("n_documents")[tops].tolist(),
        strict=True,
    )
    return [Spot(*values) for values in described]


def _count_kinds(found: list[Spot], columns: Columns, shown: Rows, counts: Numbers) -> None:
    """Count what happens at the spots; ``counts`` has a number for each spot, status and type."""
    rank = np.full(len(columns.number("spot.example")), -1)
    rank[shown] = np.arange(len(shown))
    there = np.flatnonzero((counts > 0) & (rank[columns.number("kinds.spot")] >= 0))
    of = rank[columns.number("kinds.spot")[there]]
    for name, part in (("status", "statuses"), ("event_type", "types")):
        words = columns.words(name).to_pylist()
        code = columns.number(f"kinds.{name}")[there]
        table = np.bincount(of * len(words) + code, weights=counts[there], minlength=len(found) * len(words))
        pairs = np.flatnonzero(table)
        spot, number = np.divmod(pairs, len(words))
        ends = np.searchsorted(spot, np.arange(len(found) + 1)).tolist()
        named = list(zip([words[n] for n in number.tolist()], table[pairs].astype(int).tolist(), strict=True))
        for own, (first, last) in zip(found, pairwise(ends), strict=True):
            setattr(own, part, dict(named[first:last]))


def _name(found: list[Spot], columns: Columns, number_th: Callable[[int], tuple[Rows, Rows]]) -> None:
    """Give each spot the titles of its first events."""
    chosen = limits()
    each = min(chosen.titles_per_place, max(1, chosen.titles_on_map // len(found)))
    for number in range(each):
        which, rows = number_th(number)
        for spot, title in zip(which.tolist(), columns.text("title", rows), strict=True):
            found[spot].titles.append(title)


def _number_th(rows: Numbers, there: Rows, first: Rows, shown: Rows, number: int) -> tuple[Rows, Rows]:
    """The shown spots that have so many events and one more, and that event of each."""
    at = first[shown] + number
    which = np.flatnonzero(at < first[shown + 1])
    return which, rows[there[at[which]]]


def ways(view: View, filters: Filters, *, selected_event: str | None = None) -> Ways:
    """The journeys between points of the map, those of the most events first, as many as are drawn."""
    selected = view.selected(filters)
    columns = selected.columns
    rows, code = columns.number("ways.rows"), columns.number("ways.code")
    ends = columns.number("ways.ends").reshape(-1, 4)
    counts = np.bincount(code[selected.mask[rows]], minlength=len(ends))
    shown = np.argsort(-counts, kind="stable")[: limits().ways_on_map]
    shown = shown[counts[shown] > 0]
    row = columns.row_of(selected_event) if selected_event else None
    chosen = code[rows == row].tolist() if row is not None and selected.mask[row] else []
    numbers = shown.tolist() + [number for number in chosen if number not in shown]
    types, statuses = columns.words("event_type").to_pylist(), columns.words("status").to_pylist()
    found = [
        Way((a, b), (c, d), types[kind], statuses[status], number in chosen)
        for number, (a, b, c, d), kind, status in zip(
            numbers,
            ends[numbers].tolist(),
            columns.number("ways.type")[numbers].tolist(),
            columns.number("ways.status")[numbers].tolist(),
            strict=True,
        )
    ]
    return Ways(found, int(np.count_nonzero(counts)))
