"""Questions about the events of a store, answered from its snapshot: no HTML, no dashboard."""

from __future__ import annotations

import tempfile
import threading
import weakref
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, Literal, Self

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from geomap.errors import StoreError
from geomap.model import Document, Report
from geomap.review import ledger
from geomap.store import Store
from geomap.view import snapshot
from geomap.view.columns import Columns, Mask, Numbers, Rows, numbers_of
from geomap.view.counting import Counting, Selected
from geomap.view.filters import Filters
from geomap.view.histogram import Bin, Bins, binned
from geomap.view.limits import limits
from geomap.view.listing import SnapshotRows, day, first_of, listed
from geomap.view.selecting import Selecting

if TYPE_CHECKING:
    import pandas as pd

Facets = dict[str, dict[str, int]]
#: The facets, and the columns that they count.
_FACETS = {
    "sources": "source",
    "event_types": "event_type",
    "statuses": "status",
    "countries": "country",
    "geo_precisions": "geo_precision",
    "date_precisions": "date_precision",
}
_OF_LISTS = frozenset({"sources", "countries"})
_EVERYTHING = Filters()


@dataclass(frozen=True, slots=True)
class Summary:
    """The figures of a selection; ``events`` = ``placed`` + ``unplaced``; ``places`` counts points on the map."""

    events: int
    placed: int
    unplaced: int
    undated: int
    places: int
    documents: int


@dataclass(frozen=True, slots=True)
class _Opened:
    """What answers as long as the store stays as it is."""

    version: str
    rows: SnapshotRows
    columns: Columns
    selecting: Selecting
    counting: Counting


class View:
    """The events of one store, ready for questions; a context manager; may be shared by threads.

    It follows the store: when a build replaces the events, the next question is answered from them.
    """

    def __init__(self, store: Store) -> None:
        """Use ``View.open``."""
        self.store = store
        self._lock = threading.Lock()
        self._snapshot = snapshot.path_beside(store.path)
        self._opened: _Opened | None = None
        self._private: tempfile.TemporaryDirectory[str] | None = None

    @classmethod
    def open(cls, path: Path | str) -> Self:
        """The view of the store at ``path``. Raises StoreError where there is none."""
        return cls(Store.open(path, readonly=True))

    def close(self) -> None:
        """Let go of the store and the snapshot."""
        self._opened = None
        self.store.close()
        if self._private is not None:
            self._private.cleanup()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None) -> None:
        self.close()

    @property
    def version(self) -> str:
        """A word that changes when the answers may: a key for caches."""
        with self._lock:
            self._follow()
            return self.store.events_version

    def selected(self, filters: Filters = _EVERYTHING) -> Selected:
        """The events that the filters let through, ready to be counted by their columns."""
        opened = self._current()
        return Selected(opened.columns, opened.selecting.mask(filters), opened.counting)

    def count(self, filters: Filters = _EVERYTHING) -> int:
        """How many events the filters let through."""
        return int(np.count_nonzero(self.selected(filters).mask))

    def summary(self, filters: Filters = _EVERYTHING) -> Summary:
        """How many events, places and documents the filters let through."""
        chosen = self.selected(filters)
        columns, mask, counting = chosen.columns, chosen.mask, chosen.counting
        with_point = mask & columns.placed
        events, placed = int(np.count_nonzero(mask)), int(np.count_nonzero(with_point))
        undated = int(np.count_nonzero(mask & columns.undated))
        ids = counting.by("places", columns.number("place_id"), len(columns.words("place_id")), with_point)
        documents = counting.of_listed("document", mask)
        return Summary(events, placed, events - placed, undated, int(np.count_nonzero(ids)), int(np.count_nonzero(documents)))

    def events(self, filters: Filters = _EVERYTHING, *, limit: int | None = None) -> pd.DataFrame:
        """The events, by start (undated last), then id: one row each, the columns of the snapshot.

        ``lat`` and ``lon`` are given only where they mean a spot; ``unplaced_reason`` says why they are not. ``actors``,
        ``recipients``, ``sources`` and ``document_ids`` are lists.
        """
        opened = self._current()
        return opened.rows.frame(first_of(opened.selecting.mask(filters), limit))

    def rows(self, filters: Filters = _EVERYTHING) -> Iterator[dict[str, Any]]:
        """The same events as plain values, dates as dates: for exports."""
        opened = self._current()
        return opened.rows.plain(opened.selecting.mask(filters))

    def listed(
        self, filters: Filters = _EVERYTHING, *, only: Literal["unplaced", "undated"] | None = None, limit: int | None = None
    ) -> list[dict[str, Any]]:
        """The events in the same order with what a table of them says, as plain values."""
        chosen = self.selected(filters)
        return listed(chosen.columns, np.flatnonzero(_only(chosen.columns, chosen.mask, only))[:limit])

    def undated(self, filters: Filters = _EVERYTHING, *, limit: int | None = None) -> pd.DataFrame:
        """The events of which no date is known, by id."""
        return self._frame(filters, "undated", limit)

    def unplaced(self, filters: Filters = _EVERYTHING, *, limit: int | None = None) -> pd.DataFrame:
        """The events without a point on the map, ``unplaced_reason`` with each, by start, then id."""
        return self._frame(filters, "unplaced", limit)

    def facets(self, filters: Filters = _EVERYTHING) -> Facets:
        """How many events each source, type, status... has under the other filters; also those that now have none.

        The keys are fields of ``Filters``: ``sources``, ``event_types``, ``statuses``, ``countries``, ``geo_precisions``,
        ``date_precisions``, most frequent first, then by name; and ``background`` and ``reviewed`` (``yes``, ``no``).
        """
        found = {name: self._facet(name, column, filters) for name, column in _FACETS.items()}
        return found | {name: self._flag(name, filters) for name in ("background", "reviewed")}

    def actors(
        self, filters: Filters = _EVERYTHING, *, limit: int = 300, among: Iterable[str] | None = None
    ) -> list[tuple[str, str, int]]:
        """Who takes part under the other filters: (name, name, events), most events first, at most ``limit``.

        ``among`` asks for these names alone.
        """
        chosen = self.selected(filters.without("actors"))
        words = chosen.columns.words("actor")
        named = ((words[number].as_py(), n) for number, n in chosen.most("actor", limit=limit, among=among))
        return [(name, name, n) for name, n in named]

    def named_places(
        self, filters: Filters = _EVERYTHING, *, limit: int = 300, among: Iterable[str] | None = None
    ) -> list[tuple[str, str, int]]:
        """The places of the events under the other filters: (id, name, events), most events first, at most ``limit``.

        An event counts where it happens, where it sets out from and where it leads to, and for the region it happens in.
        ``among`` asks for these ids alone.
        """
        chosen = self.selected(filters.without("places"))
        ids, names = chosen.columns.words("at"), chosen.columns.words("at_names")
        found = [(ids[number].as_py(), names[number].as_py(), n) for number, n in chosen.most("at", limit=limit, among=among)]
        return sorted(found, key=lambda row: (-row[2], row[1], row[0]))

    def names_of_places(self, place_ids: Iterable[str]) -> dict[str, str]:
        """The names of those of these places that events have, by id."""
        columns = self._current().columns
        ids, names = columns.words("at"), columns.words("at_names")
        return {ids[int(n)].as_py(): names[int(n)].as_py() for n in numbers_of(ids, place_ids)}

    def places_called(self, name: str) -> list[str]:
        """The ids of the events' places of this name, whatever its case, or of this id."""
        columns = self._current().columns
        wanted, names = pa.scalar(name.lower(), pa.large_string()), columns.words("at_names")
        ids = columns.words("at")
        same = pc.or_(pc.equal(pc.utf8_lower(names), wanted), pc.equal(ids, pa.scalar(name, pa.large_string())))
        found: list[str] = ids.filter(same).to_pylist()
        return found

    def known_actors(self, names: Iterable[str]) -> set[str]:
        """Those of these names that events have as actors."""
        words = self._current().columns.words("actor")
        return {words[int(number)].as_py() for number in numbers_of(words, names)}

    def story(self, event_id: str, *, limit: int = 150) -> list[str]:
        """The ids of the events of its story: those told by the articles that tell of it, or share an event with these.

        Those of its own articles come first, then those that most documents tell; at most ``limit``.
        """
        columns = self._current().columns
        row = columns.row_of(event_id)
        if row is None:
            return []
        told = columns.listed("document")
        own = told.rows_having(_marked(told.codes_of(np.array([row])), len(told.words)), columns.events)
        every = told.rows_having(_marked(told.codes_of(np.flatnonzero(own)), len(told.words)), columns.events)
        rows = np.flatnonzero(every)
        order = np.lexsort((rows, -columns.number("n_documents")[rows], ~own[rows]))
        return columns.text("event_id", rows[order][:limit])

    def origins(self, filters: Filters = _EVERYTHING) -> dict[int, int]:
        """How many events have one, two, three... independent sources under the other filters; 10 stands for ten or more."""
        chosen = self.selected(filters.without("min_origins"))
        counts = chosen.counting.by("origins", chosen.columns.origins, 11, chosen.mask)
        return {n: count for n, count in enumerate(counts.tolist()) if count}

    def confidences(self, filters: Filters = _EVERYTHING) -> list[int]:
        """How many events lie in each tenth of confidence, from the lowest to the highest, under the other filters."""
        chosen = self.selected(filters.without("min_confidence"))
        counts: list[int] = chosen.counting.by("tenths", chosen.columns.tenths, 10, chosen.mask).tolist()
        return counts

    def extent(self, filters: Filters = _EVERYTHING) -> tuple[date, date] | None:
        """The first and the last day of the dated events; None where all are undated."""
        chosen = self.selected(filters)
        there = chosen.intervals() > 0
        if not there.any():
            return None
        first, last = (chosen.columns.number(f"intervals.{end}")[there] for end in ("first", "last"))
        return day(int(first.min())), day(int(last.max()))

    def bins(self, filters: Filters = _EVERYTHING, *, bin: Bin | Literal["auto"] = "auto") -> Bins:
        """Events over time, as ``histogram`` without ``by``, in plain lists."""
        chosen = self.selected(filters)
        counts = chosen.intervals()
        return binned(chosen.columns, counts, filters, bin=bin, counts_of_all=counts)

    def histogram(
        self,
        filters: Filters = _EVERYTHING,
        *,
        bin: Bin | Literal["auto"] = "auto",
        by: Literal["status", "event_type"] | None = None,
    ) -> pd.DataFrame:
        """Events over time: ``start`` and ``end`` (dates, included) of each bin, ``n`` events that touch it, and ``share``.

        ``share`` spreads every event evenly over its days, so that the shares of all bins sum to the number of dated events
        (less what lies outside the window of the filters). With ``by``, one row for each bin and ``series``. The bins are
        contiguous, empty ones included; ``.attrs["bin"]`` names their size. Undated events are in none: see ``undated``.
        """
        import pandas as pd

        chosen = self.selected(filters)
        counts = chosen.intervals()
        series = chosen.intervals_by(by) if by else {"": counts}
        frames = []
        for name, own in series.items():
            found = binned(chosen.columns, own, filters, bin=bin, counts_of_all=counts)
            if len(found.start):
                columns = {"start": found.start, "end": found.end, "n": found.n, "share": found.share}
                frames.append(pd.DataFrame({"series": name} | columns))
        if not frames:
            return pd.DataFrame({"series": [], "start": [], "end": [], "n": [], "share": []})
        frame = pd.concat(frames, ignore_index=True)
        frame.attrs["bin"] = found.size
        return frame

    def event_ids(self, places: Iterable[str], filters: Filters = _EVERYTHING) -> dict[str, list[str]]:
        """The ids of the events at some places, by the place's id, each in order; at most 50 of each place."""
        chosen = self.selected(filters)
        columns, most = chosen.columns, limits().event_ids_per_place
        here, found = columns.number("place_id"), {}
        for number in numbers_of(columns.words("place_id"), places):
            rows = np.flatnonzero(chosen.mask & (here == number))[:most]
            if len(rows):
                found[columns.words("place_id")[int(number)].as_py()] = columns.text("event_id", rows)
        return found

    def reports(self, event_ids: list[str]) -> dict[str, list[tuple[Report, Document]]]:
        """The evidence of events: the reports of each, as people left them, with their documents, by event id."""
        with self.store.reading():
            found = ledger.reports_of(self.store, event_ids)
            documents = self.store.documents_of(list({report.document_id for group in found.values() for report in group}))
        return {event: [(report, documents[report.document_id]) for report in group] for event, group in found.items()}

    # Inside

    def _facet(self, name: str, column: str, filters: Filters) -> dict[str, int]:
        chosen = self.selected(filters.without(name))
        counts = chosen.counts_listed(column) if name in _OF_LISTS else chosen.counts(column)
        return dict(sorted(counts.items(), key=lambda item: (-item[1], item[0])))

    def _flag(self, name: str, filters: Filters) -> dict[str, int]:
        chosen = self.selected(filters.without(name))
        yes = chosen.columns.number("background") == 1 if name == "background" else chosen.columns.number("review") >= 0
        n = int(np.count_nonzero(chosen.mask & yes))
        return {"yes": n, "no": int(np.count_nonzero(chosen.mask)) - n}

    def _frame(self, filters: Filters, only: Literal["unplaced", "undated"], limit: int | None) -> pd.DataFrame:
        opened = self._current()
        return opened.rows.frame(first_of(_only(opened.columns, opened.selecting.mask(filters), only), limit))

    def _searched(self, text: str, in_articles: bool) -> tuple[Iterable[str], Iterable[str]]:
        found = self.store.search(text)
        return found.event_ids, found.document_ids if in_articles else ()

    def _current(self) -> _Opened:
        """What answers for the store's events as they are now."""
        with self._lock:
            self._follow()
            version = self.store.events_version
            if self._opened is None or self._opened.version != version:
                self._opened = None  # let go of the old before the new comes
                self._opened = self._open(version)
            return self._opened

    def _open(self, version: str) -> _Opened:
        if not snapshot.is_current(self._snapshot, version):
            version = self._remake()
        try:
            return self._load(version)
        except (OSError, pa.ArrowException) as error:
            if isinstance(error, StoreError):
                raise
            # The file is damaged behind its header: it is derived, so it is made again.
            return self._load(self._remake())

    def _load(self, version: str) -> _Opened:
        rows = SnapshotRows(self._snapshot)
        columns = snapshot.columns_of(rows.file, self._snapshot, version=version)
        return _Opened(version, rows, columns, Selecting(columns, self._searched), Counting(columns))

    def _follow(self) -> None:
        """Open the store anew where it was deleted and built again; the old file would answer for ever."""
        if self.store.replaced:
            # Not closed here: another thread may be reading. It goes with its last reader.
            self.store = Store.open(self.store.path, readonly=True)

    def _remake(self) -> str:
        try:
            return snapshot.write(self.store, self._snapshot)
        except OSError as error:
            if isinstance(error, StoreError) or self._private is not None:
                raise
            # The store's folder can't be written: a private folder of this view, gone with it.
            self._private = tempfile.TemporaryDirectory(prefix="geomap-")
            weakref.finalize(self, self._private.cleanup)
            self._snapshot = Path(self._private.name) / self._snapshot.name
            return snapshot.write(self.store, self._snapshot)


def _only(columns: Columns, mask: Mask, only: Literal["unplaced", "undated"] | None) -> Mask:
    if only is None:
        return mask
    return mask & (~columns.placed if only == "unplaced" else columns.undated)


def _marked(codes: Numbers | Rows, size: int) -> Mask:
    found = np.zeros(size, dtype=bool)
    found[codes] = True
    return found
