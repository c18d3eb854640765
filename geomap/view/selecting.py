"""Which events the filters let through: a truth value for each event, from the columns."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterable, Iterator
from datetime import date
from functools import partial
from typing import Final

import numpy as np

from geomap.view.columns import Columns, Mask, Rows, numbers_of
from geomap.view.filters import Bbox, Filters

#: What the full text of the store finds: the ids of events, and of the documents whose events are meant too.
Search = Callable[[str, bool], tuple[Iterable[str], Iterable[str]]]

_EPOCH: Final = date(1970, 1, 1).toordinal()
#: How many answers are kept, of single conditions and of whole filters: a move of one filter leaves the others as they are.
_CONDITIONS_KEPT, _SELECTIONS_KEPT = 24, 24
_WORDS: Final = ("event_types", "statuses", "geo_precisions", "date_precisions")
_COLUMNS: Final = {
    "event_types": "event_type",
    "statuses": "status",
    "geo_precisions": "geo_precision",
    "date_precisions": "date_precision",
    "sources": "source",
    "actors": "actor",
    "places": "at",
    "countries": "country",
}


class Selecting:
    """The selections of one set of columns; may be shared by threads."""

    def __init__(self, columns: Columns, search: Search) -> None:
        self._columns = columns
        self._search = search
        self._conditions: OrderedDict[Hashable, Mask] = OrderedDict()
        self._selections: OrderedDict[Hashable, Mask] = OrderedDict()
        self._lock = threading.Lock()

    def mask(self, filters: Filters) -> Mask:
        """True for each event that meets all the conditions; not to be written to."""
        known = self._kept(self._selections, filters)
        if known is not None:
            return known
        found = np.ones(self._columns.events, dtype=bool)
        for key, condition in self._conditions_of(filters):
            mask = self._kept(self._conditions, key)
            if mask is None:
                mask = self._keep(self._conditions, key, condition(), _CONDITIONS_KEPT)
            found &= mask
        return self._keep(self._selections, filters, found, _SELECTIONS_KEPT)

    def rows(self, filters: Filters) -> Rows:
        """The numbers of the events that meet all the conditions."""
        return np.flatnonzero(self.mask(filters))

    def _kept(self, kept: OrderedDict[Hashable, Mask], key: Hashable) -> Mask | None:
        with self._lock:
            found = kept.get(key)
            if found is not None:
                kept.move_to_end(key)
            return found

    def _keep(self, kept: OrderedDict[Hashable, Mask], key: Hashable, mask: Mask, most: int) -> Mask:
        with self._lock:
            kept[key] = mask
            while len(kept) > most:
                kept.popitem(last=False)
        return mask

    def _conditions_of(self, filters: Filters) -> Iterator[tuple[Hashable, Callable[[], Mask]]]:
        """The conditions that are set, each with what it is known by and how it is found."""
        columns = self._columns
        for name, column in _COLUMNS.items():
            words: tuple[str, ...] = getattr(filters, name)
            if words:
                find = _with_word if name in _WORDS else _with_any
                yield (name, words), partial(find, columns, column, words)
        if filters.background is not None:
            yield ("background", filters.background), lambda: columns.number("background") == int(bool(filters.background))
        if filters.reviewed is not None:
            yield ("reviewed", filters.reviewed), lambda: (columns.number("review") >= 0) == bool(filters.reviewed)
        if (origins := filters.min_origins) is not None:
            yield ("min_origins", origins), lambda: columns.number("n_origins") >= origins
        if (least := filters.min_confidence) is not None:
            yield ("min_confidence", least), lambda: columns.number("confidence") >= least
        if not filters.include_undated:
            yield "dated", lambda: ~columns.undated
        if (start := filters.start) is not None:
            yield ("start", start), lambda: columns.number("end") >= start.toordinal() - _EPOCH
        if (end := filters.end) is not None:
            yield ("end", end), lambda: columns.number("start") <= end.toordinal() - _EPOCH
        if (bbox := filters.bbox) is not None:
            yield ("bbox", bbox), lambda: _in_box(columns, bbox)
        if (text := filters.text) is not None:
            yield ("text", text, filters.in_articles), lambda: self._found(text, in_articles=filters.in_articles)

    def _found(self, text: str, *, in_articles: bool) -> Mask:
        columns = self._columns
        event_ids, document_ids = self._search(text, in_articles)
        found = columns.listed("document").rows_with(document_ids, columns.events)
        found[numbers_of(columns.words("event_id"), event_ids)] = True
        return found


def _with_word(columns: Columns, name: str, words: tuple[str, ...]) -> Mask:
    asked = np.zeros(len(columns.words(name)) + 1, dtype=bool)  # the last stands for -1: no word
    asked[numbers_of(columns.words(name), words)] = True
    return asked[columns.number(name)]


def _with_any(columns: Columns, name: str, words: tuple[str, ...]) -> Mask:
    return columns.listed(name).rows_with(words, columns.events)


def _in_box(columns: Columns, bbox: Bbox) -> Mask:
    west, south, east, north = bbox
    lat, lon = columns.number("lat"), columns.number("lon")
    across = (lon >= west) & (lon <= east) if west <= east else (lon >= west) | (lon <= east)
    found: Mask = (lat >= south) & (lat <= north) & across
    return found
