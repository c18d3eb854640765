"""The events of a snapshot as numbers in columns: what questions are answered from, in a few milliseconds for a million events.

Words become their number in a sorted list of the words. What an event has several of (sources, people, places, countries,
documents) is two columns: the event, and the word. Derived from the snapshot; a file beside it saves deriving them again.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from itertools import islice
from pathlib import Path
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from geomap.view import arrays
from geomap.view.arrays import Arrays

Numbers = npt.NDArray[Any]
Mask = npt.NDArray[np.bool_]
Rows = npt.NDArray[np.int64]

#: Changes when the arrays change: a file of another layout is made again.
_LAYOUT: Final = "1"
#: Days that are not known: an event without a start or an end is open there.
NO_START: Final = np.iinfo(np.int32).min
NO_END: Final = np.iinfo(np.int32).max


@dataclass(frozen=True, slots=True)
class Listed:
    """What events have several of: ``rows`` and ``codes`` are parallel, by row; ``words`` are sorted."""

    rows: Numbers
    codes: Numbers
    words: pa.LargeStringArray

    def rows_with(self, wanted: Iterable[str], events: int) -> Mask:
        """The events that have any of these words."""
        asked = np.zeros(len(self.words), dtype=bool)
        asked[numbers_of(self.words, wanted)] = True
        return self.rows_having(asked, events)

    def rows_having(self, asked: Mask, events: int) -> Mask:
        """The events that have any of the words that are True."""
        found = np.zeros(events, dtype=bool)
        found[self.rows[asked[self.codes]]] = True
        return found

    def codes_of(self, rows: Rows) -> Numbers:
        """The numbers of the words of all of these events."""
        found: Numbers = self.codes[items_between(*self.spans(rows))]
        return found

    def spans(self, rows: Numbers) -> tuple[Rows, Rows]:
        """Where the items of each of these events begin and end."""
        return np.searchsorted(self.rows, rows), np.searchsorted(self.rows, rows, side="right")

    def of(self, rows: Rows) -> list[list[str]]:
        """The words of each of these events, in its own order."""
        starts, ends = self.spans(rows)
        words = iter(self.words.take(pa.array(self.codes_of(rows))).to_pylist())
        return [list(islice(words, size)) for size in (ends - starts).tolist()]


class Columns:
    """The columns of all events, in the order in which events are shown."""

    def __init__(self, found: Arrays) -> None:
        self._arrays = found
        self.events = len(self.number("start"))
        self._check()

    def number(self, name: str) -> Numbers:
        """A column of numbers, or of numbers of words."""
        found = self._arrays[name]
        assert isinstance(found, np.ndarray)
        return found

    def words(self, name: str) -> pa.LargeStringArray:
        """The words that the numbers in a column stand for, sorted; or a column that is stored as words."""
        return self._arrays[f"{name}.words"]

    def listed(self, name: str) -> Listed:
        """A column of lists: source, actor, country, document, or ``at`` for the places."""
        return Listed(self.number(f"{name}.rows"), self.number(f"{name}.codes"), self.words(name))

    def text(self, name: str, rows: Rows) -> list[Any]:
        """The words of some events, None where one has none."""
        where = self.number(name)[rows] if name in self._arrays else rows
        found: list[Any] = self.words(name).take(pa.array(where, mask=where < 0)).to_pylist()
        return found

    def row_of(self, event_id: str) -> int | None:
        """The number of the event of this id; None where there is none."""
        found: int = pc.index(self.words("event_id"), pa.scalar(event_id, pa.large_string())).as_py()
        return found if found >= 0 else None

    @cached_property
    def tenths(self) -> Numbers:
        """In which tenth the confidence lies, from 0 to 9."""
        return np.asarray(np.clip(np.floor(self.number("confidence") * 10), 0, 9), dtype=np.int8)

    @cached_property
    def origins(self) -> Numbers:
        """How many independent sources there are; 10 stands for ten or more."""
        return np.asarray(np.minimum(self.number("n_origins"), 10), dtype=np.int8)

    @cached_property
    def undated(self) -> Mask:
        """The events of which no day is known."""
        return np.asarray((self.number("start") == NO_START) & (self.number("end") == NO_END))

    @cached_property
    def placed(self) -> Mask:
        """The events with a point on the map."""
        return np.asarray(~np.isnan(self.number("lat")))

    def save(self, path: Path, *, version: str) -> None:
        """Keep the columns in a file. Raises OSError where the folder can't be written."""
        arrays.write(path, self._arrays, stamp=f"{_LAYOUT}:{version}")

    @classmethod
    def load(cls, path: Path, *, version: str) -> Columns | None:
        """The columns in a file; None where it has those of another version, is damaged, or is not there."""
        found = arrays.read(path, stamp=f"{_LAYOUT}:{version}")
        if found is None:
            return None
        try:
            return cls(found)
        except (KeyError, AssertionError, arrays.DamagedError):
            return None

    def _check(self) -> None:
        """See to it that no number leads outside of what it counts: numpy would take a wrong one, or fail in the midst."""
        for name, array in self._arrays.items():
            words = self._arrays.get(f"{name.removesuffix('.codes')}.words")
            if not isinstance(array, np.ndarray) or not len(array):
                continue
            limit = self.events if name.endswith(".rows") else len(words) if words is not None else None
            if limit is not None and not (int(array.min()) >= -1 and int(array.max()) < limit):
                raise arrays.DamagedError(f"the column {name} has a number without a meaning")


def items_between(starts: Rows, ends: Rows) -> Rows:
    """All numbers from each start to before its end."""
    sizes = ends - starts
    after = np.cumsum(sizes)
    every: Rows = np.arange(int(after[-1]) if len(after) else 0) + np.repeat(starts - after + sizes, sizes)
    return every


def numbers_of(words: pa.LargeStringArray, wanted: Iterable[str]) -> Rows:
    """Which of the words are wanted."""
    asked = pa.array(list(wanted), pa.large_string())
    meant: Mask = pc.is_in(words, value_set=asked).to_numpy(zero_copy_only=False)
    return np.asarray(np.flatnonzero(meant), dtype=np.int64)
