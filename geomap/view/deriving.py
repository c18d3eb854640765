"""The columns of a snapshot, made from its rows: words numbered, lists laid out, spots and ways of the map gathered."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from geomap.view.arrays import Arrays
from geomap.view.columns import NO_END, NO_START, Columns, Numbers, Rows

#: Columns of words that an event has at most one of; a missing one is number -1, or the word given here.
_WORDS: Final[Mapping[str, str | None]] = {
    "event_type": None,
    "status": None,
    "geo_precision": None,
    "date_precision": "unknown",
    "date_text": None,
    "place": None,
    "place_id": None,
    "unplaced_reason": None,
    "review": None,
}
#: Columns of lists, by the name of what is in them.
_LISTS: Final = {"source": "sources", "actor": "actors", "country": "country_codes", "document": "document_ids"}
_NUMBERS: Final = ("n_documents", "n_origins", "n_disagreements", "confidence", "lat", "lon")
_WAY_ENDS: Final = ("origin_lat", "origin_lon", "destination_lat", "destination_lon")


def derived(file: pq.ParquetFile) -> Columns:
    """The columns of a snapshot."""
    found: Arrays = {}
    table = _Table(file)
    start, end = table.days("start"), table.days("end")
    found |= _times(start, end)
    for name in _NUMBERS:
        found[name] = table.numbers(name)
    found["background"] = table.numbers("background").astype(np.uint8)
    for name, missing in _WORDS.items():
        found[name], found[f"{name}.words"] = table.coded(name, missing=missing)
    for name in ("event_id", "title"):
        found[f"{name}.words"] = table.column(name).cast(pa.large_string())
    for name, column in _LISTS.items():
        rows, values = table.lists(column)
        codes, words = _coded(values)
        found |= {f"{name}.rows": rows, f"{name}.codes": codes, f"{name}.words": words}
    found["source.days"] = _source_days(table, found["source.rows"])
    found |= _places(table)
    found |= _spots(table, found)
    found |= _ways(table, found)
    return Columns(found)


class _Table:
    """The columns of a snapshot, read one by one: all of them at once would take ten times the memory."""

    def __init__(self, file: pq.ParquetFile) -> None:
        self._file = file

    def column(self, name: str) -> Any:
        found = self._file.read(columns=[name]).column(0)
        return found.combine_chunks() if found.num_chunks != 1 else found.chunk(0)

    def numbers(self, name: str) -> Numbers:
        return np.asarray(self.column(name).to_numpy(zero_copy_only=False))

    def days(self, name: str) -> pa.Array:
        return self.column(name).cast(pa.int32())

    def coded(self, name: str, *, missing: str | None = None) -> tuple[Numbers, pa.LargeStringArray]:
        column = self.column(name)
        return _coded(column if missing is None else column.fill_null(missing))

    def lists(self, name: str) -> tuple[Numbers, Any]:
        """The row of each item, and the items."""
        column = self.column(name)
        return column.value_parent_indices().to_numpy(zero_copy_only=False).astype(np.int32), column.flatten()


def _coded(column: Any) -> tuple[Numbers, pa.LargeStringArray]:
    """The number of each word in the sorted list of the words, -1 for none; and that list."""
    encoded = column.cast(pa.large_string()).dictionary_encode()
    order = pc.sort_indices(encoded.dictionary).to_numpy()
    place = np.empty(len(order) + 1, dtype=np.int64)
    place[order], place[-1] = np.arange(len(order)), -1
    codes = encoded.indices.fill_null(len(order)).to_numpy(zero_copy_only=False)
    return _small(place[codes]), encoded.dictionary.take(pa.array(order))


def _small(codes: Numbers) -> Numbers:
    """The same numbers in as few bytes as hold them."""
    most = int(codes.max(initial=0))
    return codes.astype(np.int8 if most < 128 else np.int16 if most < 32_768 else np.int32)


def _times(start: pa.Array, end: pa.Array) -> Arrays:
    """The days, and a number for each interval that there is: counting by that number counts by days."""
    first = start.fill_null(NO_START).to_numpy(zero_copy_only=False)
    last = end.fill_null(NO_END).to_numpy(zero_copy_only=False)
    a, b = np.where(first == NO_START, last, first), np.where(last == NO_END, first, last)
    dated = (first != NO_START) | (last != NO_END)
    pairs = np.stack([np.minimum(a, b), np.maximum(a, b)], axis=1).astype(np.int64)[dated]
    keys = (pairs[:, 0] - NO_START) << 32 | (pairs[:, 1] - NO_START)
    known, codes = np.unique(keys, return_inverse=True)
    interval = np.full(len(first), -1, dtype=np.int32)
    interval[dated] = codes
    return {
        "start": first,
        "end": last,
        "interval": interval,
        "intervals.first": ((known >> 32) + NO_START).astype(np.int32),
        "intervals.last": ((known & 0xFFFFFFFF) + NO_START).astype(np.int32),
    }


def _source_days(table: _Table, rows: Any) -> Numbers:
    """The day on which each source of an event first told of it, beside ``source.codes``."""
    of, days = table.lists("source_days")
    if len(of) != len(rows):
        return np.full(len(rows), NO_START, dtype=np.int32)
    return np.asarray(days.cast(pa.int32()).fill_null(NO_START).to_numpy(zero_copy_only=False))


def _places(table: _Table) -> Arrays:
    """The places of each event: where it happens, sets out and leads to, and the region that this lies in."""
    rows, ids = table.lists("place_ids")
    codes, words = _coded(ids)
    named = _coded(table.lists("place_names")[1])
    # The name of a place is the first, in the order of the alphabet, of those that events give it.
    names = np.full(len(words), len(named[1]), dtype=np.int64)
    np.minimum.at(names, codes, named[0])
    inside = [_regions(table, words)]
    pairs = np.unique(np.concatenate([rows.astype(np.int64) * max(len(words), 1) + codes, *inside]))
    every, place = np.divmod(pairs, max(len(words), 1))
    return {
        "at.rows": every.astype(np.int32),
        "at.codes": _small(place),
        "at.words": words,
        "at_names.words": named[1].take(pa.array(names)) if len(names) else named[1],
    }


def _regions(table: _Table, words: pa.LargeStringArray) -> Rows:
    """An event in a district is also in the region that the district belongs to, where the events name that region."""
    country, _ = table.coded("country_code")
    admin1, admin1_words = table.coded("admin1")
    key = country.astype(np.int64) * max(len(admin1_words), 1) + admin1
    known = (country >= 0) & (admin1 >= 0)
    place, place_words = table.coded("place_id")
    named = known & (place >= 0) & np.asarray(pc.equal(table.column("feature"), "A.ADM1").fill_null(False))
    regions = np.unique(np.stack([key[named], place[named].astype(np.int64)], axis=1), axis=0)
    if not len(regions):
        return np.zeros(0, dtype=np.int64)
    order = np.argsort(key, kind="stable")
    numbers = pc.index_in(place_words, value_set=words).to_numpy(zero_copy_only=False)
    found = []
    for region, place_number in regions.tolist():
        first, last = np.searchsorted(key, [region, region + 1], sorter=order)
        rows = order[first:last]
        found.append(rows[known[rows]].astype(np.int64) * len(words) + int(numbers[place_number]))
    return np.concatenate(found)


def _spots(table: _Table, found: Arrays) -> Arrays:
    """The points and areas of the map, and their events: by spot, those with the most documents first.

    ``kind`` is a number for each status and type that a spot has: ``kinds`` are in the order of the spots.
    """
    spot, lat, area_lat = table.numbers("spot"), table.numbers("lat"), table.numbers("area_lat")
    drawn = np.flatnonzero(~np.isnan(lat) | ~np.isnan(area_lat))
    documents: Numbers = found["n_documents"]
    known, first, number = np.unique(spot[drawn], return_index=True, return_inverse=True)
    order = np.lexsort((drawn, -documents[drawn], number))
    rows, number = drawn[order], number[order]
    n_statuses, n_types = len(found["status.words"]) or 1, len(found["event_type.words"]) or 1
    status, kind = np.asarray(found["status"])[rows].astype(np.int64), np.asarray(found["event_type"])[rows].astype(np.int64)
    kinds, kind_codes = np.unique((number * n_statuses + status) * n_types + kind, return_inverse=True)
    of, event_type = np.divmod(kinds, n_types)
    of, of_status = np.divmod(of, n_statuses)
    where = table.numbers("lon"), table.numbers("area_lon")
    examples = drawn[first] if len(known) else np.zeros(0, dtype=np.int64)
    place, country = table.coded("country_code")
    return {
        "spot.rows": rows.astype(np.int32),
        "spot.starts": np.searchsorted(number, np.arange(len(known) + 1)).astype(np.int64),
        "spot.km": table.numbers("geo_uncertainty_km")[rows],
        "spot.kind": kind_codes.astype(np.int32),
        "spot.example": examples,
        "spot.lat": np.where(np.isnan(lat), area_lat, lat)[examples],
        "spot.lon": np.where(np.isnan(where[0]), where[1], where[0])[examples],
        "spot.country": place[examples],
        "spot.country.words": country,
        "kinds.spot": of,
        "kinds.status": of_status,
        "kinds.event_type": event_type,
    }


def _ways(table: _Table, found: Arrays) -> Arrays:
    """From where to where: a number for each pair of points with a type and a status, in the order of their ids."""
    ends = {name: table.numbers(name) for name in _WAY_ENDS}
    origin, _ = table.coded("origin_id")
    destination, _ = table.coded("destination_id")
    other = np.asarray(pc.not_equal(table.column("origin_id"), table.column("destination_id")).fill_null(False))
    rows = np.flatnonzero(~np.isnan(ends["origin_lat"]) & ~np.isnan(ends["destination_lat"]) & other)
    parts = [origin[rows], destination[rows], np.asarray(found["event_type"])[rows], np.asarray(found["status"])[rows]]
    parts += [ends[name][rows] for name in _WAY_ENDS]
    keys = np.stack([np.asarray(part, dtype=np.float64) for part in parts], axis=1)
    known, code = np.unique(keys, axis=0, return_inverse=True)
    return {
        "ways.rows": rows.astype(np.int32),
        "ways.code": code.reshape(-1).astype(np.int32),
        "ways.type": known[:, 2].astype(np.int16),
        "ways.status": known[:, 3].astype(np.int16),
        "ways.ends": np.ascontiguousarray(known[:, 4:]).reshape(-1),
    }
