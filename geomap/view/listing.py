"""Selected events as rows: what a table of them says, and everything that the snapshot holds."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from geomap.errors import StoreError
from geomap.view.columns import NO_END, NO_START, Columns, Mask, Rows

if TYPE_CHECKING:
    import pandas as pd

_EPOCH: Final = date(1970, 1, 1).toordinal()
_TEXTS: Final = (
    "event_id",
    "title",
    "status",
    "event_type",
    "date_precision",
    "date_text",
    "place",
    "place_id",
    "geo_precision",
    "unplaced_reason",
    "review",
)
_NUMBERS: Final = ("n_documents", "n_origins", "confidence")
#: What the snapshot has for the columns alone.
_INSIDE: Final = frozenset({"spot", "area_lat", "area_lon", "place_ids", "place_names", "country_codes", "source_days"})


def listed(columns: Columns, rows: Rows) -> list[dict[str, Any]]:
    """What a table says of these events, as plain values."""
    found: dict[str, list[Any]] = {name: columns.text(name, rows) for name in _TEXTS}
    found |= {name: columns.number(name)[rows].tolist() for name in _NUMBERS}
    found["start"] = [day(n) if n != NO_START else None for n in columns.number("start")[rows].tolist()]
    found["end"] = [day(n) if n != NO_END else None for n in columns.number("end")[rows].tolist()]
    found["sources"] = columns.listed("source").of(rows)
    return [dict(zip(found, values, strict=True)) for values in zip(*found.values(), strict=True)]


def day(number: int) -> date:
    """The day that stands so many days after 1 January 1970."""
    return date.fromordinal(number + _EPOCH)


class SnapshotRows:
    """The rows of one snapshot, which is held open: another file may take its place."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self.file = pq.ParquetFile(pa.memory_map(str(path)))
        self._names = [name for name in self.file.schema_arrow.names if name not in _INSIDE]
        self._lock = threading.Lock()

    def tables(self, mask: Mask) -> Iterator[pa.Table]:
        """The events of the mask, all of their columns, some thousands at a time."""
        first = 0
        for group in range(self.file.num_row_groups):
            size = self.file.metadata.row_group(group).num_rows
            wanted, first = mask[first : first + size], first + size
            if wanted.any():
                yield self._group(group).filter(pa.array(wanted))

    def plain(self, mask: Mask) -> Iterator[dict[str, Any]]:
        """The same as plain values, dates as dates."""
        for table in self.tables(mask):
            yield from table.to_pylist()

    def frame(self, mask: Mask) -> pd.DataFrame:
        """The same as a table of pandas, which takes long to import: counts and exports do without it."""
        import pandas as pd

        schema = pa.schema([self.file.schema_arrow.field(name) for name in self._names])
        frame: pd.DataFrame = pa.concat_tables([schema.empty_table(), *self.tables(mask)]).to_pandas(date_as_object=False)
        for field in schema:
            if pa.types.is_list(field.type):
                frame[field.name] = pd.Series([list(x) if x is not None else [] for x in frame[field.name]], dtype=object)
        return frame

    def _group(self, group: int) -> pa.Table:
        try:
            with self._lock:  # a file is read by one thread at a time
                return self.file.read_row_group(group, columns=self._names)
        except (OSError, pa.ArrowException) as error:
            raise StoreError(f"{self._path}: can't be read ({error}); delete this file, it will be made again") from error


def first_of(mask: Mask, limit: int | None) -> Mask:
    """The mask with its first ``limit`` events alone."""
    if limit is None:
        return mask
    kept = np.zeros_like(mask)
    kept[np.flatnonzero(mask)[:limit]] = True
    return kept
