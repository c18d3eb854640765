"""A snapshot of which a few events are others: those are put right, the rest is copied.

To read a hundred thousand events from the store takes a quarter of a minute: too long for a person who has corrected one.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any, Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

_UNDATED: Final = np.iinfo(np.int64).max
_EPOCH: Final = date(1970, 1, 1).toordinal()
_SPOT: Final = ("place_id", "lat", "lon", "geo_precision")


def reviewed(file: pq.ParquetFile) -> set[str]:
    """The ids of the events of which a person has decided something."""
    table = file.read(columns=["event_id", "review"])
    return set(table.filter(pc.is_valid(table["review"]))["event_id"].to_pylist())


def mended(file: pq.ParquetFile, gone: Iterable[str], coming: pa.Table) -> Iterator[pa.Table]:
    """The rows of a snapshot, some thousands at a time, without those ``gone``, with those ``coming`` each in its place.

    These are in the order of the snapshot: by start (undated last), then id. Their ``spot`` is numbered here.
    """
    coming = _numbered(file, coming)
    without = pa.array(sorted(gone), pa.string())
    keys = list(zip(_days(coming).tolist(), coming["event_id"].to_pylist(), strict=True))
    done = 0
    for group in range(file.num_row_groups):
        table = file.read_row_group(group)
        table = table.filter(pc.invert(pc.is_in(table["event_id"], value_set=without))).cast(coming.schema)
        days, ids = _days(table), table["event_id"]
        parts, copied = [], 0
        while done < len(keys) and len(table) and keys[done] < (int(days[-1]), ids[-1].as_py()):
            at = _place(days, ids, keys[done])
            parts += [table.slice(copied, at - copied), coming.slice(done, 1)]
            copied, done = at, done + 1
        yield pa.concat_tables([*parts, table.slice(copied)])
    yield coming.slice(done)


def _days(table: pa.Table) -> Any:
    return pc.coalesce(table["start"], table["end"]).cast(pa.int32()).cast(pa.int64()).fill_null(_UNDATED).to_numpy()


def _place(days: Any, ids: pa.ChunkedArray, key: tuple[int, str]) -> int:
    """Before which row of the table an event of this day and id stands."""
    first, last = (int(np.searchsorted(days, key[0], side=side)) for side in ("left", "right"))
    return first + bisect_left(ids.slice(first, last - first).to_pylist(), key[1])


def _numbered(file: pq.ParquetFile, coming: pa.Table) -> pa.Table:
    """The rows with the numbers of their spots: those that the snapshot has, or new ones."""
    table = file.read(columns=["spot", *_SPOT])
    last = pc.max(table["spot"]).as_py() or 0
    here = table.filter(pc.is_in(table["place_id"], value_set=coming["place_id"].combine_chunks().unique()))
    known = {tuple(row[name] for name in _SPOT): row["spot"] for row in here.to_pylist()}
    numbers = []
    for row in coming.select(_SPOT).to_pylist():
        spot = tuple(row[name] for name in _SPOT)
        last += spot not in known
        numbers.append(known.setdefault(spot, last))
    return coming.set_column(0, coming.schema.field("spot"), pa.array(numbers, pa.int32()))
