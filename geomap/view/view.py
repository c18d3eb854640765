"""Questions about the events of a store, answered from its snapshot: no HTML, no dashboard."""

from __future__ import annotations

import tempfile
import threading
import weakref
from collections.abc import Hashable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, Literal, Self

import duckdb

from geomap.errors import StoreError
from geomap.model import Document, Report
from geomap.review import ledger
from geomap.store import Store
from geomap.view import snapshot
from geomap.view.filters import Filters
from geomap.view.histogram import Bin, bin_end, bin_starts, choose_bin, spread
from geomap.view.limits import limits
from geomap.view.queries import LOAD, NOTE_FOUND, written

if TYPE_CHECKING:
    import pandas as pd

Facets = dict[str, dict[str, int]]
_FACETS = (
    "sources",
    "event_types",
    "statuses",
    "countries",
    "geo_precisions",
    "date_precisions",
    "background",
    "reviewed",
)
_FLAGS = ("background", "reviewed")
_LISTS = ("actors", "recipients", "sources", "document_ids", "event_ids", "titles")
_EVERYTHING = Filters()
#: Answers that are kept for the next question: those about what a move of one filter leaves as it was.
_MOST_ANSWERS_KEPT, _MOST_ROWS_KEPT = 100, 4_000


@dataclass(frozen=True, slots=True)
class Summary:
    """The figures of a selection; ``events`` = ``placed`` + ``unplaced``; ``places`` counts points on the map."""

    events: int
    placed: int
    unplaced: int
    undated: int
    places: int
    documents: int


class View:
    """The events of one store, ready for questions; a context manager; may be shared by threads.

    It follows the store: when a build replaces the events, the next question is answered from them.
    """

    def __init__(self, store: Store) -> None:
        """Use ``View.open``."""
        self.store = store
        self._lock = threading.Lock()
        self._connection = duckdb.connect(config={"autoinstall_known_extensions": "false", "TimeZone": "UTC"})
        self._snapshot = snapshot.path_beside(store.path)
        self._version: str | None = None
        self._known: dict[str, list[Any]] = {}
        self._searches: set[str] = set()
        self._answers: dict[Hashable, list[tuple[Any, ...]]] = {}
        self._private: tempfile.TemporaryDirectory[str] | None = None

    @classmethod
    def open(cls, path: Path | str) -> Self:
        """The view of the store at ``path``. Raises StoreError where there is none."""
        return cls(Store.open(path, readonly=True))

    def close(self) -> None:
        """Let go of the store and the snapshot."""
        self._connection.close()
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

    def count(self, filters: Filters = _EVERYTHING) -> int:
        """How many events the filters let through."""
        return self.summary(filters).events

    def summary(self, filters: Filters = _EVERYTHING) -> Summary:
        """How many events, places and documents the filters let through."""
        events, placed, undated, places = self._fetch("summary", filters)[0]
        documents = self._fetch("n_documents", filters)[0][0]
        return Summary(events, placed, events - placed, undated, places, documents)

    def events(self, filters: Filters = _EVERYTHING, *, limit: int | None = None) -> pd.DataFrame:
        """The events, by start (undated last), then id: one row each, the columns of the snapshot.

        ``lat`` and ``lon`` are given only where they mean a spot; ``unplaced_reason`` says why they are not. ``actors``,
        ``recipients``, ``sources`` and ``document_ids`` are lists.
        """
        return self._frame("all", filters, limit=limit)

    def rows(self, filters: Filters = _EVERYTHING) -> Iterator[dict[str, Any]]:
        """The same events as plain values, dates as dates: for exports."""
        cursor = self._execute("all", filters, limit=None)
        names = [column[0] for column in cursor.description or ()]
        while batch := cursor.fetchmany(2_000):
            for row in batch:
                yield dict(zip(names, row, strict=True))

    def listed(
        self, filters: Filters = _EVERYTHING, *, only: Literal["unplaced", "undated"] | None = None, limit: int | None = None
    ) -> list[dict[str, Any]]:
        """The events in the same order with what a table of them says, as plain values."""
        cursor = self._execute(f"listed_{only}" if only else "listed", filters, limit=limit)
        names = [column[0] for column in cursor.description or ()]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]

    def undated(self, filters: Filters = _EVERYTHING, *, limit: int | None = None) -> pd.DataFrame:
        """The events of which no date is known, by id."""
        return self._frame("undated", filters, limit=limit)

    def unplaced(self, filters: Filters = _EVERYTHING, *, limit: int | None = None) -> pd.DataFrame:
        """The events without a point on the map, ``unplaced_reason`` with each, by start, then id."""
        return self._frame("unplaced", filters, limit=limit)

    def facets(self, filters: Filters = _EVERYTHING) -> Facets:
        """How many events each source, type, status... has under the other filters; also those that now have none.

        The keys are fields of ``Filters``: ``sources``, ``event_types``, ``statuses``, ``countries``, ``geo_precisions``,
        ``date_precisions``, most frequent first, then by name; and ``background`` and ``reviewed`` (``yes``, ``no``).
        """
        return {name: self._facet(name, filters) for name in _FACETS}

    def actors(
        self, filters: Filters = _EVERYTHING, *, limit: int = 300, among: Iterable[str] | None = None
    ) -> list[tuple[str, str, int]]:
        """Who takes part under the other filters: (name, name, events), most events first, at most ``limit``.

        ``among`` asks for these names alone.
        """
        return self._named("actors", filters.without("actors"), limit, among)

    def named_places(
        self, filters: Filters = _EVERYTHING, *, limit: int = 300, among: Iterable[str] | None = None
    ) -> list[tuple[str, str, int]]:
        """The places of the events under the other filters: (id, name, events), most events first, at most ``limit``.

        An event counts where it happens, where it sets out from and where it leads to, and for the region it happens in.
        ``among`` asks for these ids alone.
        """
        return self._named("named_places", filters.without("places"), limit, among)

    def names_of_places(self, place_ids: Iterable[str]) -> dict[str, str]:
        """The names of those of these places that events have, by id."""
        return dict(self._fetch("names_of_places", _EVERYTHING, wanted=list(place_ids)))

    def places_called(self, name: str) -> list[str]:
        """The ids of the events' places of this name, whatever its case, or of this id."""
        return [row[0] for row in self._fetch("places_called", _EVERYTHING, name=name)]

    def known_actors(self, names: Iterable[str]) -> set[str]:
        """Those of these names that events have as actors."""
        return {row[0] for row in self._fetch("known_actors", _EVERYTHING, wanted=list(names))}

    def story(self, event_id: str, *, limit: int = 150) -> list[str]:
        """The ids of the events of its story: those told by the articles that tell of it, or share an event with these.

        Those of its own articles come first, then those that most documents tell; at most ``limit``.
        """
        return [row[0] for row in self._fetch("story", _EVERYTHING, event_id=event_id, limit=limit)]

    def origins(self, filters: Filters = _EVERYTHING) -> dict[int, int]:
        """How many events have one, two, three... independent sources under the other filters; 10 stands for ten or more."""
        return {int(n): int(count) for n, count in self._fetch("origins", filters.without("min_origins"))}

    def confidences(self, filters: Filters = _EVERYTHING) -> list[int]:
        """How many events lie in each tenth of confidence, from the lowest to the highest, under the other filters."""
        found = dict(self._fetch("confidences", filters.without("min_confidence")))
        return [int(found.get(tenth, 0)) for tenth in range(10)]

    def extent(self, filters: Filters = _EVERYTHING) -> tuple[date, date] | None:
        """The first and the last day of the dated events; None where all are undated."""
        first, last = self._fetch("extent", filters)[0]
        return (first, last) if first is not None else None

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

        found = self._fetch("intervals", filters, by=by or "")
        if not found:
            return pd.DataFrame({"series": [], "start": [], "end": [], "n": [], "share": []})
        first = max(min(row[1] for row in found), filters.start or date.min)
        last = min(max(row[2] for row in found), filters.end or date.max)
        size: Bin = choose_bin(first, last, most=limits().most_bins) if bin == "auto" else bin
        starts = bin_starts(first, last, size)
        ends = [bin_end(start, size) for start in starts]
        frames = []
        for series in sorted({row[0] for row in found}):
            intervals = [(row[1].toordinal(), row[2].toordinal(), row[3]) for row in found if row[0] == series]
            touching, shares = spread(intervals, starts, ends, window=(first, last))
            frames.append(pd.DataFrame({"series": series, "start": starts, "end": ends, "n": touching, "share": shares}))
        frame = pd.concat(frames, ignore_index=True)
        frame.attrs["bin"] = size
        return frame

    def places(self, filters: Filters = _EVERYTHING, *, limit: int | None = None) -> pd.DataFrame:
        """The points of the map, most events first: place, coordinates, precision, and the events there.

        Columns: place_id, name, lat, lon, country_code, geo_precision, geo_uncertainty_km, n, one count for each status,
        background, undated, start, end, types (a dict, events of each), documents (of the event with the most), first_id (the
        first event's), titles (of the few with the most documents). At most ``limit`` rows (default 2,500);
        ``.attrs["n_places"]`` is how many there are.
        """
        return self._places("places", filters, limit)

    def event_ids(self, places: Iterable[str], filters: Filters = _EVERYTHING) -> dict[str, list[str]]:
        """The ids of the events at some places, by the place's id, each in order; at most 50 of each place."""
        return dict(self._fetch("at", filters, at=list(places), ids=limits().event_ids_per_place))

    def areas(self, filters: Filters = _EVERYTHING, *, limit: int | None = None) -> pd.DataFrame:
        """What has no point but is known as a country or a wide area: as ``places``, at the area's own middle."""
        return self._places("areas", filters, limit)

    def _places(self, query: str, filters: Filters, limit: int | None) -> pd.DataFrame:
        chosen = limits()
        most = chosen.places_on_map if limit is None else limit
        frame = self._frame(query, filters, limit=most, titles=chosen.titles_per_place)
        frame.attrs["n_places"] = int(frame["n_places"].iloc[0]) if len(frame) else 0
        return frame.drop(columns="n_places")

    def journeys(self, filters: Filters = _EVERYTHING) -> pd.DataFrame:
        """From where to where: pairs of an origin and a destination that both have a point, with their events."""
        return self._frame("journeys", filters, ids=limits().event_ids_per_place)

    def reports(self, event_ids: list[str]) -> dict[str, list[tuple[Report, Document]]]:
        """The evidence of events: the reports of each, as people left them, with their documents, by event id."""
        with self.store.reading():
            found = ledger.reports_of(self.store, event_ids)
            documents = self.store.documents_of(list({report.document_id for group in found.values() for report in group}))
        return {event: [(report, documents[report.document_id]) for report in group] for event, group in found.items()}

    def ask(self, query: str, filters: Filters = _EVERYTHING, **values: Any) -> list[tuple[Any, ...]]:
        """The rows that answer one of the questions of ``geomap.view.queries``, by its name."""
        return self._fetch(query, filters, **values)

    # Inside

    def _facet(self, name: str, filters: Filters) -> dict[str, int]:
        found = self._fetch(name, filters.without(name))
        counts = dict.fromkeys(self._known[name], 0) | dict(found)
        if name in _FLAGS:
            return {word: counts.get(flag, 0) for word, flag in (("yes", True), ("no", False))}
        return dict(sorted(counts.items(), key=lambda item: (-item[1], item[0])))

    def _named(self, query: str, filters: Filters, limit: int, among: Iterable[str] | None) -> list[tuple[str, str, int]]:
        found = self._fetch(query, filters, limit=limit, among=None if among is None else list(among))
        return [(str(value), str(name), int(n)) for value, name, n in found]

    def _fetch(self, query: str, filters: Filters, **values: Any) -> list[tuple[Any, ...]]:
        """The rows of an answer; one that was given a moment ago, for the same filters, is given again."""
        key = (query, filters, *values.items())
        if any(isinstance(value, list) for value in values.values()):
            return self._execute(query, filters, **values).fetchall()
        with self._lock:
            self._refresh()
            version, known = self._version, self._answers.get(key)
        if known is not None:
            return known
        found = self._execute(query, filters, **values).fetchall()
        with self._lock:
            if self._version == version and len(found) <= _MOST_ROWS_KEPT:
                while len(self._answers) >= _MOST_ANSWERS_KEPT:
                    del self._answers[next(iter(self._answers))]
                self._answers[key] = found
        return found

    def _frame(self, query: str, filters: Filters, **values: Any) -> pd.DataFrame:
        # pandas takes longer to import than most answers take; counts and exports do without it.
        import pandas as pd

        frame = self._execute(query, filters, **values).df()
        for name in _LISTS:
            if name in frame:
                frame[name] = pd.Series([list(x) if x is not None else [] for x in frame[name]], dtype=object)
        return frame

    def _execute(self, query: str, filters: Filters, **values: Any) -> duckdb.DuckDBPyConnection:
        """Run a query in a cursor of its own."""
        with self._lock:
            self._refresh()
            text, bound = written(query, self._values(filters) | values)
            cursor = self._connection.cursor()
        try:
            return cursor.execute(text, bound)
        except duckdb.Error as error:
            raise StoreError(f"{self._snapshot}: can't be read ({error}); delete this file, it will be made again") from error

    def _values(self, filters: Filters) -> dict[str, Any]:
        """The filters as values of parameters; None where a filter lets everything through."""
        west, south, east, north = filters.bbox or (None, None, None, None)
        return {
            "sources": list(filters.sources) or None,
            "event_types": list(filters.event_types) or None,
            "statuses": list(filters.statuses) or None,
            "actors": list(filters.actors) or None,
            "places": list(filters.places) or None,
            "countries": list(filters.countries) or None,
            "geo_precisions": list(filters.geo_precisions) or None,
            "date_precisions": list(filters.date_precisions) or None,
            "background": filters.background,
            "reviewed": filters.reviewed,
            "min_origins": filters.min_origins,
            "min_confidence": filters.min_confidence,
            "dated": None if filters.include_undated else True,
            "start": filters.start,
            "end": filters.end,
            "west": west,
            "south": south,
            "east": east,
            "north": north,
            "search": None if filters.text is None else self._search(filters.text, in_articles=filters.in_articles),
        }

    def _search(self, text: str, *, in_articles: bool) -> str:
        """Ask the store's full text once, and note which events were found; returns the name under which that is noted."""
        name = f"{'articles' if in_articles else 'events'}:{text}"
        if name not in self._searches:
            if len(self._searches) >= limits().searches_noted:
                self._connection.execute("DELETE FROM found")
                self._searches.clear()
            found = self.store.search(text)
            documents = found.document_ids if in_articles else ()
            values = {"search": name, "event_ids": list(found.event_ids), "document_ids": list(documents)}
            self._connection.execute(NOTE_FOUND, values)
            self._searches.add(name)
        return name

    def _refresh(self) -> None:
        """See to it that the table ``events`` is that of the store's events as they are now."""
        self._follow()
        version = self.store.events_version
        if version == self._version:
            return
        if not snapshot.is_current(self._snapshot, version):
            version = self._remake()
        try:
            self._load()
        except duckdb.Error:  # the file is damaged behind its header: it is derived, so it is made again
            version = self._remake()
            self._load()
        self._version = version

    def _follow(self) -> None:
        """Open the store anew where it was deleted and built again; the old file would answer for ever."""
        if self.store.replaced:
            # Not closed here: another thread may be reading. It goes with its last reader.
            self.store = Store.open(self.store.path, readonly=True)

    def _load(self) -> None:
        """Copy the snapshot into memory: the file may be replaced, by this process or another, while queries run."""
        self._connection.execute("BEGIN")
        try:
            self._connection.execute(LOAD[0], {"path": str(self._snapshot)})
            for statement in LOAD[1:]:
                self._connection.execute(statement)
            self._searches.clear()
            self._answers.clear()
            for name in _FACETS:
                values = self._connection.execute(*written(name, self._values(_EVERYTHING))).fetchall()
                self._known[name] = [row[0] for row in values]
            self._connection.execute("COMMIT")
        except duckdb.Error:
            self._connection.execute("ROLLBACK")
            raise

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
