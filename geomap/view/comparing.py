"""Sources beside one another, and what a selection is worth: asked for the overview, not for the map."""

from __future__ import annotations

import itertools
from dataclasses import dataclass

import numpy as np

from geomap.view.columns import NO_END, NO_START, Mask, Numbers
from geomap.view.filters import Filters
from geomap.view.view import View


@dataclass(frozen=True, slots=True)
class Telling:
    """What one source tells: ``events`` in all; ``alone``: no other source has them; ``first``: it published before all others.

    ``later`` counts those that others published before it, ``days_later`` by how many days (the median; None where there are
    none); ``disputed`` those on which the sources that tell of them differ. Events whose sources published on the same day, or
    on days that are not known, are neither first nor later.
    """

    source: str
    events: int
    alone: int
    first: int
    later: int
    days_later: float | None
    disputed: int


@dataclass(frozen=True, slots=True)
class Unplaced:
    """Why events have no point: no place is named, the gazetteer does not know it, or only a country or a wide area is known."""

    none: int
    unknown: int
    wide: int


def tellings(view: View, filters: Filters, *, limit: int = 50) -> list[Telling]:
    """What each source tells of the events that the filters let through, those with the most events first."""
    selected = view.selected(filters)
    columns, told = selected.columns, selected.columns.listed("source")
    items = np.flatnonzero(selected.mask[told.rows])
    code, row, day = told.codes[items], told.rows[items], columns.number("source.days")[items].astype(np.int64)
    if not len(items):
        return []
    # An event's sources stand together.
    begins = np.flatnonzero(np.diff(row, prepend=-1))
    sizes = np.diff(begins, append=len(row))
    known = day != NO_START
    first = np.repeat(np.minimum.reduceat(np.where(known, day, NO_END), begins), sizes)
    last = np.repeat(np.maximum.reduceat(day, begins), sizes)
    several = np.repeat(sizes > 1, sizes)
    came_first = several & known & (first < last) & (day == first)
    came_later = several & known & (day > first)
    disputed = columns.number("n_disagreements")[row] > 0

    def counted(which: Mask) -> Numbers:
        return np.bincount(code[which], minlength=len(told.words))

    events = counted(np.ones(len(code), dtype=bool))
    figures = [events, counted(~several), counted(came_first), counted(came_later), counted(disputed)]
    found = []
    for number in np.argsort(-events, kind="stable")[:limit].tolist():
        n, alone, n_first, n_later, n_disputed = (int(column[number]) for column in figures)
        own = came_later & (code == number)
        days = float(np.median((day - first)[own])) if n_later else None
        if n:
            found.append(Telling(told.words[number].as_py(), n, alone, n_first, n_later, days, n_disputed))
    return found


def shared(view: View, filters: Filters, sources: list[str]) -> dict[tuple[str, str], int]:
    """How many events two sources both tell of, by pair, each pair both ways round."""
    selected = view.selected(filters)
    told = selected.columns.listed("source")
    having = {name: told.rows_with([name], selected.columns.events) & selected.mask for name in sources}
    both = {(a, b): int(np.count_nonzero(having[a] & having[b])) for a, b in itertools.combinations(having, 2)}
    return {pair: n for (a, b), n in both.items() if n for pair in ((a, b), (b, a))}


def disputed(view: View, filters: Filters, *, limit: int = 20) -> list[str]:
    """The ids of the events on which sources disagree, those with the most disagreements first."""
    selected = view.selected(filters)
    columns = selected.columns
    disagreements = columns.number("n_disagreements")
    rows = np.flatnonzero(selected.mask & (disagreements > 0))
    order = np.lexsort((rows, -columns.number("n_documents")[rows], -disagreements[rows]))
    return columns.text("event_id", rows[order][:limit])


def unplaced(view: View, filters: Filters) -> Unplaced:
    """How many events have no point on the map, by reason."""
    selected = view.selected(filters)
    columns = selected.columns
    without = selected.mask & ~columns.placed
    named, known = columns.number("place") >= 0, columns.number("place_id") >= 0
    parts = (without & ~named, without & named & ~known, without & named & known)
    return Unplaced(*(int(np.count_nonzero(part)) for part in parts))


def unknown_names(view: View, filters: Filters, *, limit: int = 10) -> list[tuple[str, int]]:
    """The names of places that no gazetteer entry was found for, with the number of events at each."""
    selected = view.selected(filters)
    columns = selected.columns
    without = selected.mask & (columns.number("place_id") < 0)
    counts = selected.counting.by("unknown", columns.number("place"), len(columns.words("place")), without)
    best = np.argsort(-counts, kind="stable")[:limit]
    return [(columns.words("place")[int(number)].as_py(), int(counts[number])) for number in best if counts[number]]
