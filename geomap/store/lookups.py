"""Questions to a store about parts of it: documents without their texts, what was found in some of them, people's reviews."""

from __future__ import annotations

import json
import sqlite3
from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Any

from geomap.model import Document, Event, GeoPrecision, Report, Review, Skip, Timex, Toponym
from geomap.store import rows

_DOCUMENTS_AT_ONCE = 1_000
_ROWS_AT_ONCE = 5_000


@dataclass(frozen=True, slots=True)
class Heading:
    """A document without its text; ``published`` is an ISO 8601 day."""

    id: str
    title: str
    source: str | None
    published: str | None
    path: str | None


@dataclass(frozen=True, slots=True)
class EventCounts:
    """How many events there are: ``placed`` as finely as a region, ``coarse`` only by a country or a wide area, and others."""

    events: int
    placed: int
    coarse: int
    unplaced: int
    undated: int


class Lookups(ABC):
    """The part of ``Store`` that answers them."""

    @abstractmethod
    def _all(self, query: str, *values: Any) -> list[sqlite3.Row]:
        """All rows that a query finds."""

    @abstractmethod
    def reading(self) -> AbstractContextManager[None]:
        """One state of the store for all that is read inside."""

    @abstractmethod
    def event(self, event_id: str) -> Event:
        """One event."""

    def catalogue(self, document_ids: Iterable[str] | None = None, *, limit: int = 1000) -> list[Heading]:
        """The documents in the input (or those of them with these ids) without their texts, the latest first."""
        query = (
            "SELECT id, title, source, published, path FROM documents WHERE retired = 0"
            " AND (?1 IS NULL OR id IN (SELECT value FROM json_each(?1)))"
            " ORDER BY published IS NULL, published DESC, title, id LIMIT ?2"
        )
        wanted = None if document_ids is None else json.dumps(sorted(set(document_ids)))
        return [Heading(*(rows.text_of(value) for value in row)) for row in self._all(query, wanted, limit)]

    def methods(self) -> dict[str, str]:
        """By which method each document in the input was extracted, by its id."""
        return {row["id"]: row["method"] for row in self._all("SELECT id, method FROM documents WHERE retired = 0")}

    def paths(self) -> dict[str, str]:
        """Where each document in the input that came from a file lay, by its id."""
        return {
            row["id"]: row["path"] for row in self._all("SELECT id, path FROM documents WHERE retired = 0 AND path IS NOT NULL")
        }

    def event_counts(self) -> EventCounts:
        """The events by how finely their place is known."""
        (row,) = self._all(
            "SELECT count(*) AS events, count(place_id) AS known, count(start) AS dated,"
            " count(CASE WHEN place_id IS NOT NULL AND geo_precision IN (?, ?) THEN 1 END) AS coarse FROM events",
            GeoPrecision.COUNTRY.value,
            GeoPrecision.AREA.value,
        )
        events, known, coarse = row["events"], row["known"], row["coarse"]
        return EventCounts(events, known - coarse, coarse, events - known, events - row["dated"])

    def published_bases(self) -> dict[str, int]:
        """How many documents in the input have their day of publication from where: the words of ``PublishedBasis``."""
        query = "SELECT published_basis, count(*) AS n FROM documents WHERE retired = 0 GROUP BY published_basis"
        return {row["published_basis"]: row["n"] for row in self._all(query)}

    def has_event(self, event_id: str) -> bool:
        """Whether there is an event of this id."""
        return bool(self._all("SELECT 1 FROM events WHERE id = ?", event_id))

    def skips(self) -> list[Skip]:
        """What was not taken in, by path."""
        found = [(rows.text_of(row["path"]), rows.text_of(row["reason"])) for row in self._all("SELECT path, reason FROM skips")]
        return [Skip(path, reason) for path, reason in sorted(found)]

    def texts(self, method: str) -> Iterator[tuple[str, tuple[str | None, ...]]]:
        """The documents in the input that were extracted by a method: the id, and title, text, source and url."""
        query = (
            "SELECT rowid, id, title, text, source, url FROM documents"
            " WHERE retired = 0 AND method = ? AND rowid > ? ORDER BY rowid LIMIT ?"
        )
        last = 0
        while found := self._all(query, method, last, _DOCUMENTS_AT_ONCE):
            last = found[-1]["rowid"]
            yield from ((row["id"], tuple(map(rows.text_of, tuple(row)[2:]))) for row in found)

    def with_coordinates(self) -> frozenset[str]:
        """The documents in which a place is given by its coordinates."""
        found = self._all("SELECT DISTINCT document_id FROM toponyms WHERE method LIKE 'coordinates/%'")
        return frozenset(row["document_id"] for row in found)

    def count_documents(self) -> int:
        """How many documents are in the input."""
        found: int = self._all("SELECT count(*) FROM documents WHERE retired = 0")[0][0]
        return found

    def documents_under(self, paths: Iterable[str]) -> list[str]:
        """The ids of the documents in the input that were read from these files, or from inside them, by path."""
        query = (
            "SELECT id FROM documents WHERE retired = 0 AND EXISTS (SELECT 1 FROM json_each(?) AS wanted"
            " WHERE substr(documents.path, 1, length(wanted.value)) = wanted.value) ORDER BY path, id"
        )
        return [row["id"] for row in self._all(query, json.dumps(list(paths)))]

    def toponyms_of(self, document_ids: Iterable[str]) -> dict[str, list[Toponym]]:
        """The toponyms of many documents, by document id, in the order of the text."""
        found: dict[str, list[Toponym]] = {}
        query = "SELECT * FROM toponyms WHERE document_id IN (SELECT value FROM json_each(?)) ORDER BY document_id, position"
        for row in self._all(query, json.dumps(sorted(set(document_ids)))):
            found.setdefault(row["document_id"], []).append(rows.toponym_of(row))
        return found

    def timexes_of(self, document_id: str) -> list[Timex]:
        """The time expressions of a document, in the order of the text."""
        query = "SELECT * FROM timexes WHERE document_id = ? ORDER BY position"
        return [rows.timex_of(row) for row in self._all(query, document_id)]

    def tellings(self, document_ids: Sequence[str]) -> Iterator[tuple[Document, tuple[Report, ...]]]:
        """Some hundred documents with their reports, in the order of the ids; those that are not stored are left out."""
        wanted = json.dumps(document_ids)
        with self.reading():
            documents = self._all(
                "SELECT documents.* FROM json_each(?) AS wanted JOIN documents ON documents.id = wanted.value"
                " ORDER BY wanted.key",
                wanted,
            )
            reports = self._all(
                "SELECT reports.* FROM json_each(?) AS wanted JOIN reports ON reports.document_id = wanted.value"
                " ORDER BY wanted.key, reports.position",
                wanted,
            )
        found: dict[str, list[sqlite3.Row]] = {}
        for row in reports:
            found.setdefault(row["document_id"], []).append(row)
        for row in documents:
            yield rows.document_of(row), tuple(map(rows.report_of, found.get(row["id"], ())))

    def sources_of(self, document_ids: Iterable[str]) -> set[str | None]:
        """The sources of documents, retired or not, by id."""
        query = "SELECT DISTINCT source FROM json_each(?) AS wanted JOIN documents ON documents.id = wanted.value"
        return {rows.text_of(row["source"]) for row in self._all(query, json.dumps(list(document_ids)))}

    def documents_from(self, sources: Iterable[str]) -> Iterator[Document]:
        """The documents in the input that come from these sources, by id, a few hundred in memory at a time."""
        query = "SELECT id FROM documents WHERE retired = 0 AND source IN (SELECT value FROM json_each(?)) ORDER BY id"
        ids = [row["id"] for row in self._all(query, json.dumps(list(sources)))]
        found = "SELECT documents.* FROM json_each(?) AS wanted JOIN documents ON documents.id = wanted.value ORDER BY wanted.key"
        for start in range(0, len(ids), _DOCUMENTS_AT_ONCE):
            yield from map(rows.document_of, self._all(found, json.dumps(ids[start : start + _DOCUMENTS_AT_ONCE])))

    def linked_reports(self) -> dict[str, str]:
        """The id of the event that each report is part of, by the report's id."""
        return {row["report_id"]: row["event_id"] for row in self._all("SELECT report_id, event_id FROM event_reports")}

    def events_of(self, report_ids: Iterable[str]) -> list[Event]:
        """The events that tell of any of these reports, in the store's order."""
        query = (
            "SELECT DISTINCT event_id FROM json_each(?) AS wanted JOIN event_reports ON event_reports.report_id = wanted.value"
            " JOIN events ON events.id = event_id ORDER BY events.position"
        )
        with self.reading():
            return [self.event(row["event_id"]) for row in self._all(query, json.dumps(sorted(set(report_ids))))]

    def event_rows(self, event_ids: Iterable[str] | None = None) -> Iterator[list[sqlite3.Row]]:
        """The rows of all events, or of these, as they are stored, some thousands at a time, by start (undated last), then id.

        For a snapshot, which needs no more than columns.
        Strings that are no valid UTF-8 are bytes; ``actors``, ``place`` and ``places`` are JSON.
        """
        wanted = None if event_ids is None else json.dumps(list(event_ids))
        by_time = (
            "SELECT position FROM events WHERE ?1 IS NULL OR id IN (SELECT value FROM json_each(?1))"
            ' ORDER BY start IS NULL AND "end" IS NULL, coalesce(start, "end"), id'
        )
        order = [row["position"] for row in self._all(by_time, wanted)]
        query = "SELECT events.* FROM json_each(?) AS wanted JOIN events ON events.position = wanted.value ORDER BY wanted.key"
        for i in range(0, len(order), _ROWS_AT_ONCE):
            yield self._all(query, json.dumps(order[i : i + _ROWS_AT_ONCE]))

    def changed_events(self, since: str) -> set[str] | None:
        """The ids of the events that were exchanged since a version of the events; None where more than a few were."""
        meta = self._all("SELECT name, value FROM meta WHERE name IN ('events_changes', 'events_version')")
        noted = {row["name"]: row["value"] for row in meta}
        found: set[str] = set()
        version = since
        for before, after, event_ids in json.loads(noted.get("events_changes", "[]")):
            if before == version:
                version = after
                found |= set(event_ids)
        return found if version == noted.get("events_version") else None

    def least_certain(self, limit: int) -> list[Event]:
        """The events of which the reading is least sure, history aside; the least sure first."""
        query = "SELECT id FROM events WHERE background = 0 ORDER BY confidence, position LIMIT ?"
        with self.reading():
            return [self.event(row["id"]) for row in self._all(query, limit)]

    def reviews(self, document_ids: Iterable[str] | None = None) -> list[Review]:
        """All reviews, or those that are about words of these documents, oldest first; also those that were undone."""
        if document_ids is None:
            return [rows.review_of(row) for row in self._all('SELECT * FROM reviews ORDER BY "when", id')]
        wanted = json.dumps(sorted(set(document_ids)))
        query = (
            "SELECT * FROM reviews WHERE document_id IN (SELECT value FROM json_each(?1))"
            ' OR other_document_id IN (SELECT value FROM json_each(?1)) ORDER BY "when", id'
        )
        return [rows.review_of(row) for row in self._all(query, wanted)]
