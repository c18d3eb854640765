"""Counting selected events by what they have, in whole columns."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass
from typing import Final

import numpy as np

from geomap.view.columns import Columns, Mask, Numbers, Rows, items_between, numbers_of

#: Where fewer than one in so many events come or go since the last count, that count is put right by them alone.
_FEW: Final = 6


class Counting:
    """Counts of one set of columns; remembers the last of each kind, as a move of a filter changes few events."""

    def __init__(self, columns: Columns) -> None:
        self._columns = columns
        self._last: dict[Hashable, tuple[Mask, Numbers]] = {}

    def of(self, name: str, mask: Mask) -> Numbers:
        """How many of the events have each of the words of a column."""
        return self.by(name, self._columns.number(name), len(self._columns.words(name)), mask)

    def by(self, key: Hashable, codes: Numbers, size: int, mask: Mask) -> Numbers:
        """The same for a number below ``size`` that each event has; ``key`` names it. Those below 0 count for nothing."""

        def counted(rows: Numbers) -> Numbers:
            # One more than asked for: -1 is counted at the front.
            return np.bincount(codes[rows].astype(np.int64) + 1, minlength=size + 1)[1 : size + 1]

        return self._counted(key, mask, counted)

    def of_listed(self, name: str, mask: Mask) -> Numbers:
        """The same for a column of which an event has several words."""
        listed = self._columns.listed(name)

        def counted(rows: Numbers) -> Numbers:
            items = rows[listed.rows] if rows.dtype == bool else items_between(*listed.spans(rows))
            return np.bincount(listed.codes[items], minlength=len(listed.words))

        return self._counted(name, mask, counted)

    def _counted(self, key: Hashable, mask: Mask, counted: Callable[[Numbers], Numbers]) -> Numbers:
        before, counts = self._last.get(key, (None, None))
        if before is None or counts is None:
            counts = counted(mask)
        elif before is not mask:
            changed = np.flatnonzero(before ^ mask)
            if len(changed) * _FEW > len(mask):
                counts = counted(mask)
            elif len(changed):
                come = mask[changed]
                counts = counts + counted(changed[come]) - counted(changed[~come])
        self._last[key] = (mask, counts)
        return counts


@dataclass(frozen=True, slots=True)
class Selected:
    """The events that filters let through, as ``mask`` over the ``columns``."""

    columns: Columns
    mask: Mask
    counting: Counting

    @property
    def rows(self) -> Rows:
        """Their numbers, in order."""
        return np.flatnonzero(self.mask)

    def counts(self, name: str) -> dict[str, int]:
        """How many have each word of a column; also those that none has."""
        return self._named(self.counting.of(name, self.mask), name)

    def counts_listed(self, name: str) -> dict[str, int]:
        """The same for a column of which an event has several words."""
        return self._named(self.counting.of_listed(name, self.mask), name)

    def most(self, name: str, *, limit: int, among: Iterable[str] | None = None) -> list[tuple[int, int]]:
        """The words that most of them have, of a column of several: (number of the word, events), the first by name first."""
        counts = self.counting.of_listed(name, self.mask)
        wanted = np.flatnonzero(counts) if among is None else numbers_of(self.columns.words(name), among)
        wanted = wanted[counts[wanted] > 0]
        best = wanted[np.argsort(-counts[wanted], kind="stable")][:limit]
        return [(int(number), int(counts[number])) for number in best]

    def intervals(self) -> Numbers:
        """How many lie in each of the intervals of days that there are."""
        columns = self.columns
        return self.counting.by("interval", columns.number("interval"), len(columns.number("intervals.first")), self.mask)

    def intervals_by(self, name: str) -> dict[str, Numbers]:
        """The same for each word of a column that any of them has."""
        codes = self.columns.number(name)
        return {
            word: Selected(self.columns, self.mask & (codes == number), Counting(self.columns)).intervals()
            for number, word in enumerate(self.columns.words(name).to_pylist())
            if (self.mask & (codes == number)).any()
        }

    def _named(self, counts: Numbers, name: str) -> dict[str, int]:
        return dict(zip(self.columns.words(name).to_pylist(), counts.tolist(), strict=True))
