"""The store: one SQLite file with the documents, what was found in them, the events, and people's corrections."""

from __future__ import annotations

import json
import secrets
import sqlite3
import threading
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from geomap.documents.facts import FileFact
from geomap.errors import StoreError, StoreLockedError
from geomap.model import Document, Event, Extraction, Report, Review, Skip
from geomap.store import rows, staging, writing
from geomap.store.connection import Patience, begin, connect, speaking_of
from geomap.store.lookups import Lookups
from geomap.store.search import match_expression

#: How many ids go into one query: below SQLite's oldest limit of 999 bound values.
_IDS_AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class Found:
    """What a search found: events by their own words, documents by their title and text; best first."""

    event_ids: tuple[str, ...] = ()
    document_ids: tuple[str, ...] = ()


class Store(Lookups):
    """The one door to the SQLite file; a context manager; may be shared by threads (calls wait for one another)."""

    def __init__(self, path: Path, connection: sqlite3.Connection, *, readonly: bool) -> None:
        """Use ``Store.open``."""
        self.path = path
        self.readonly = readonly
        self._connection = connection
        self._lock = threading.RLock()
        #: How long to wait for other programs that write, beyond the time out.
        self.patience = Patience()
        self._file = _identity(path)

    @classmethod
    def open(cls, path: Path | str, *, create: bool = False, readonly: bool = False, timeout: float = 10.0) -> Self:
        """The store at ``path``; ``create`` makes it where there is none; ``timeout`` is seconds to wait for another writer.

        Raises StoreError when there is none, or the file is damaged, foreign or of a newer geomap; StoreLockedError when
        another program holds it for too long.
        """
        path = Path(path)
        return cls(path, connect(path, create=create and not readonly, readonly=readonly, timeout=timeout), readonly=readonly)

    def close(self) -> None:
        """Let go of the file."""
        with self._lock:
            self._connection.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None) -> None:
        self.close()

    # Writing

    def save(self, extractions: Iterable[Extraction], skips: Iterable[Skip] = ()) -> None:
        """Store a batch in one transaction: all of it or, on any error, nothing.

        A document that is stored already is replaced with everything found in it, and is no longer retired. Events stay as
        they are until ``replace_events``; ``events_current`` is False until then, unless all was stored just so already.
        """
        batch = list(extractions)
        for extraction in batch:
            writing.check_reports(extraction)
        with self._transaction() as connection:
            changed = [writing.save_one(connection, extraction) for extraction in batch]
            writing.add_skips(connection, skips)
            if any(changed):
                writing.documents_changed(connection)

    def replace_events(
        self,
        events: Iterable[Event],
        *,
        by_time: bool = False,
        reviews_version: str | None = None,
        documents_version: str | None = None,
    ) -> bool:
        """Put these events in the place of all events, in one transaction, with their links and their full-text index.

        They stay in the order in which they come, or ``by_time`` are ordered by start (undated last), then id. All are taken
        before the transaction begins, some hundreds in memory at a time; what making them reads from here is read from one state.
        Where ``reviews_version`` is given and people have reviewed something since, the events are stored but are not current.
        Where ``documents_version`` is given and another build has stored or retired documents since, nothing is stored: the
        events were made without them. Returns whether they were stored. Raises StoreError where an event refers to a report that
        is not stored.
        """
        with self.reading():
            staging.fill(self._connection, events)
        with self._transaction() as connection:
            if documents_version not in {None, self.documents_version}:
                return False
            current = reviews_version in {None, self.reviews_version}
            staging.move(connection, by_time=by_time)
            writing.index_all(connection)
            writing.set_meta(connection, "linked", "yes" if current else "reviewed")
            writing.set_meta(connection, "events_version", secrets.token_hex(8))
        return True

    def adopt(self, document_ids: Iterable[str], method: str) -> None:
        """Say of documents that they are as ``method`` would extract them."""
        with self._transaction() as connection:
            connection.executemany("UPDATE documents SET method = ? WHERE id = ?", [(method, i) for i in document_ids])

    def retire(self, document_ids: Iterable[str]) -> None:
        """Flag documents that are no longer in the input; they and their reports stay readable and leave ``extractions``."""
        self._set_retired(document_ids, 1)

    def restore(self, document_ids: Iterable[str]) -> None:
        """Undo ``retire``."""
        self._set_retired(document_ids, 0)

    def record_reviews(
        self,
        reviews: Iterable[Review],
        *,
        events: Iterable[Event] = (),
        instead_of: Iterable[str] = (),
        as_of: str | None = None,
    ) -> None:
        """Keep people's reviews and show what they change, in one transaction: all of it or, on any error, nothing.

        A review that is stored already is only marked as undone, if it was. ``events`` take the place of those with the ids
        ``instead_of``; the others stay as they are until the next build, which links everything anew. Raises StoreLockedError
        where ``as_of`` is given and is no longer the store's ``version``.
        """
        kept, changed, gone = list(reviews), list(events), set(instead_of)
        with self._transaction() as connection:
            connection.executemany(rows.INSERT_REVIEW, [rows.storable(rows.review_row(review)) for review in kept])
            if as_of not in {None, self.version}:
                raise StoreLockedError(f"{self.path}: another program changed the store meanwhile; nothing was stored, try again")
            as_indexed = self._meta("linked") != "no"
            writing.exchange_events(connection, changed, gone, as_indexed=as_indexed)
            writing.set_meta(connection, "linked", "reviewed" if as_indexed else "no")
            writing.set_meta(connection, "reviews_version", secrets.token_hex(8))
            before, after = self.events_version, secrets.token_hex(8)
            writing.note_changes(connection, before, after, gone | {event.id for event in changed})
            writing.set_meta(connection, "events_version", after)

    def record_skips(self, skips: Iterable[Skip]) -> None:
        """Put these skips in the place of all skips: what the latest build did not take in."""
        with self._transaction() as connection:
            connection.execute("DELETE FROM skips")
            writing.add_skips(connection, skips)

    def save_files(self, facts: Iterable[FileFact]) -> None:
        """Store what was seen of input files, by path."""
        with self._transaction() as connection:
            connection.executemany(
                "INSERT OR REPLACE INTO files (path, size, mtime_ns, content_hash, sidecar_hash, document_ids)"
                " VALUES (:path, :size, :mtime_ns, :content_hash, :sidecar_hash, :document_ids)",
                [rows.storable(writing.file_row(fact)) for fact in facts],
            )

    def forget_files(self, paths: Iterable[str]) -> None:
        """Drop what was seen of these input files."""
        with self._transaction() as connection:
            connection.executemany("DELETE FROM files WHERE path = :path", [rows.storable({"path": p}) for p in paths])

    def set_meta(self, name: str, value: str) -> None:
        """Note something about the store as a whole; ``version`` stays as it is."""
        with self._transaction(new_version=False) as connection:
            writing.set_meta(connection, "user:" + name, value)

    # Reading

    def get_meta(self, name: str) -> str | None:
        """What ``set_meta`` noted under this name."""
        return self._meta("user:" + name)

    @property
    def version(self) -> str:
        """A word that changes with every change of the data, whichever process makes it."""
        return self._meta("version") or ""

    @property
    def documents_version(self) -> str:
        """A word that changes when documents are stored, retired or restored: what the events depend on, but for reviews."""
        return self._meta("documents_version") or ""

    @property
    def events_version(self) -> str:
        """A word that changes when the events are replaced or reviewed: what a snapshot of the events depends on."""
        return self._meta("events_version") or ""

    @property
    def reviews_version(self) -> str:
        """A word that changes with every review."""
        return self._meta("reviews_version") or ""

    @property
    def events_current(self) -> bool:
        """Whether all events were made from the documents as they are; False after a review, or a build that was broken off."""
        return self._meta("linked") in {None, "yes"}

    @property
    def replaced(self) -> bool:
        """Whether another file now lies where this store was opened: it was deleted and built again, or put back from a copy."""
        return _identity(self.path) != self._file

    def known(self, document_id: str) -> str | None:
        """The method with which a document was extracted; None where it is not stored, or is retired."""
        found = self._all("SELECT method FROM documents WHERE id = ? AND retired = 0", document_id)
        return rows.text_of(found[0]["method"]) if found else None

    def documents(self, *, retired: bool = False) -> list[Document]:
        """All documents in the input (or all that are retired), by path, then title."""
        query = "SELECT * FROM documents WHERE retired = ? ORDER BY path, title, id"
        return [rows.document_of(row) for row in self._all(query, int(retired))]

    def document(self, document_id: str) -> Document:
        """One document, retired or not. Raises StoreError where it is not stored."""
        return rows.document_of(self._one("SELECT * FROM documents WHERE id = ?", document_id, "document"))

    def documents_of(self, document_ids: Sequence[str]) -> dict[str, Document]:
        """Many documents, retired or not, by id; those that are not stored are left out."""
        query = "SELECT documents.* FROM json_each(?) AS wanted JOIN documents ON documents.id = wanted.value"
        return {
            row["id"]: rows.document_of(row)
            for i in range(0, len(document_ids), _IDS_AT_ONCE)
            for row in self._all(query, json.dumps(document_ids[i : i + _IDS_AT_ONCE]))
        }

    def extraction(self, document_id: str) -> Extraction:
        """One document with everything found in it. Raises StoreError where it is not stored.

        A tentative report that an event counts is among its reports, any other is untold.
        """
        query = (
            "SELECT reports.*, NOT tentative OR EXISTS (SELECT 1 FROM event_reports WHERE report_id = reports.id) AS counts"
            " FROM reports WHERE document_id = ? ORDER BY position"
        )
        with self._lock:
            row = self._one("SELECT * FROM documents WHERE id = ?", document_id, "document")
            reports = self._all(query, document_id)
            return Extraction(
                document=rows.document_of(row),
                toponyms=tuple(
                    map(rows.toponym_of, self._all("SELECT * FROM toponyms WHERE document_id = ? ORDER BY position", document_id))
                ),
                timexes=tuple(
                    map(rows.timex_of, self._all("SELECT * FROM timexes WHERE document_id = ? ORDER BY position", document_id))
                ),
                reports=tuple(rows.report_of(found) for found in reports if found["counts"]),
                method=rows.text_of(row["method"]),
                untold=tuple(rows.report_of(found) for found in reports if not found["counts"]),
            )

    def extractions(self) -> Iterator[Extraction]:
        """Every document in the input with what was found in it, one at a time, by id: the same order in every build."""
        for row in self._all("SELECT id FROM documents WHERE retired = 0 ORDER BY id"):
            yield self.extraction(row["id"])

    def event(self, event_id: str) -> Event:
        """One event. Raises StoreError where there is none of this id."""
        with self._lock:
            row = self._one("SELECT * FROM events WHERE id = ?", event_id, "event")
            links = self._all("SELECT report_id FROM event_reports WHERE event_id = ? ORDER BY position", event_id)
            return rows.event_of(row, tuple(link["report_id"] for link in links))

    def events(self) -> list[Event]:
        """All events, in the order in which they were given to ``replace_events``."""
        with self.reading():
            return [event for batch in self.event_batches() for event in batch]

    def event_batches(self) -> Iterator[list[Event]]:
        """All events in the same order, some hundreds at a time: for stores whose events do not all fit in memory."""
        last = 0
        while found := self._all("SELECT * FROM events WHERE position > ? ORDER BY position LIMIT ?", last, _IDS_AT_ONCE):
            links: dict[str, list[str]] = {}
            query = (
                "SELECT event_id, report_id FROM event_reports JOIN events ON events.id = event_id"
                " WHERE events.position BETWEEN ? AND ? ORDER BY events.position, event_reports.position"
            )
            first, last = found[0]["position"], found[-1]["position"]
            for link in self._all(query, first, last):
                links.setdefault(link["event_id"], []).append(link["report_id"])
            yield [rows.event_of(row, tuple(links.get(row["id"], ()))) for row in found]

    def evidence_rows(self, event_ids: Sequence[str]) -> dict[str, list[sqlite3.Row]]:
        """What supports many events, by event id and in its order: ``report_id``, ``quote``, ``actors`` (JSON), ``document_id``,
        and the ``source``, ``path``, ``document_title`` and day ``published`` of the document; strings as in ``event_rows``.
        """
        query = (
            "SELECT event_reports.event_id AS of_event, reports.id AS report_id, reports.quote, reports.actors,"
            " reports.document_id, documents.source, documents.path, documents.title AS document_title, documents.published"
            " FROM json_each(?) AS wanted JOIN event_reports ON event_reports.event_id = wanted.value"
            " JOIN reports ON reports.id = event_reports.report_id JOIN documents ON documents.id = reports.document_id"
            " ORDER BY event_reports.event_id, event_reports.position"
        )
        found: dict[str, list[sqlite3.Row]] = {}
        for row in self._all(query, json.dumps(list(event_ids))):
            found.setdefault(row["of_event"], []).append(row)
        return found

    def reports(self, event_id: str) -> list[Report]:
        """The reports of one event, in its own order; none for an unknown event."""
        return self.reports_of([event_id]).get(event_id, [])

    def reports_of(self, event_ids: Sequence[str]) -> dict[str, list[Report]]:
        """The reports of many events, by event id; an event without reports is left out."""
        found: dict[str, list[Report]] = {}
        query = (
            "SELECT event_reports.event_id AS of_event, reports.* FROM json_each(?) AS wanted"
            " JOIN event_reports ON event_reports.event_id = wanted.value"
            " JOIN reports ON reports.id = event_reports.report_id ORDER BY event_reports.event_id, event_reports.position"
        )
        for i in range(0, len(event_ids), _IDS_AT_ONCE):
            for row in self._all(query, json.dumps(event_ids[i : i + _IDS_AT_ONCE])):
                found.setdefault(row["of_event"], []).append(rows.report_of(row))
        return found

    def files(self) -> dict[str, FileFact]:
        """What was seen of every input file, by path."""
        return {fact.path: fact for fact in map(writing.file_of, self._all("SELECT * FROM files ORDER BY path"))}

    def file_paths(self) -> list[str]:
        """The paths of the input files of which ``files`` knows something."""
        return [rows.text_of(row["path"]) for row in self._all("SELECT path FROM files")]

    def search(self, text: str) -> Found:
        """The events and documents that hold all the words of ``text``; see ``geomap.store.search`` for how words are read.

        An event is found by its title, its quotes, its actors, its places and the titles of its documents.
        """
        expression = match_expression(text)
        if expression is None:
            return Found()
        events = self._all(
            "SELECT events.id FROM events_fts JOIN events ON events.position = events_fts.rowid"
            " WHERE events_fts MATCH ? ORDER BY events_fts.rank, events.id",
            expression,
        )
        documents = self._all(
            "SELECT documents.id FROM documents_fts JOIN documents ON documents.rowid = documents_fts.rowid"
            " WHERE documents_fts MATCH ? AND documents.retired = 0 ORDER BY documents_fts.rank, documents.id",
            expression,
        )
        return Found(tuple(row["id"] for row in events), tuple(row["id"] for row in documents))

    def problems(self) -> list[str]:
        """What a full check of the file finds wrong, in SQLite's words; empty for a sound store. Reads the whole file."""
        found = [row[0] for row in self._all("PRAGMA integrity_check") if row[0] != "ok"]
        return found + [f"broken link in {row[0]}" for row in self._all("PRAGMA foreign_key_check")]

    def check_search(self) -> None:
        """Raise StoreError where the full-text index does not hold what the documents hold. Needs a store open to write."""
        with self._transaction(new_version=False) as connection:
            connection.execute("INSERT INTO documents_fts(documents_fts, rank) VALUES ('integrity-check', 1)")

    def rebuild_search(self) -> None:
        """Make the full-text index of the documents again."""
        with self._transaction(new_version=False) as connection:
            connection.execute("INSERT INTO documents_fts(documents_fts) VALUES ('rebuild')")

    def backup(self, target: Path | str) -> None:
        """Copy the store, whole and consistent, to a new file, also while another program writes to it."""
        target = Path(target)
        if target.exists():
            raise StoreError(f"{target}: there is a file here already; name one that does not exist")
        with self._lock, speaking_of(target):
            copy = sqlite3.connect(target)
            try:
                self._connection.backup(copy)
            finally:
                copy.close()

    # Inside

    @contextmanager
    def _transaction(self, *, new_version: bool = True) -> Iterator[sqlite3.Connection]:
        """One transaction: committed as a whole at the end, rolled back as a whole on any exception."""
        with self._lock, speaking_of(self.path):
            begin(self._connection, self.patience)
            try:
                yield self._connection
                if new_version:
                    writing.set_meta(self._connection, "version", secrets.token_hex(8))
                self._connection.execute("COMMIT")
            except BaseException:
                if self._connection.in_transaction:
                    self._connection.execute("ROLLBACK")
                raise

    @contextmanager
    def reading(self) -> Iterator[None]:
        """Everything that is read inside is read from one state of the store, whatever other programs write meanwhile."""
        with self._lock, speaking_of(self.path):
            if self._connection.in_transaction:  # within another reading or a transaction: one state already
                yield
                return
            self._connection.execute("BEGIN")
            try:
                yield
            finally:
                self._connection.execute("COMMIT")

    def _all(self, query: str, *values: Any) -> list[sqlite3.Row]:
        with self._lock, speaking_of(self.path):
            return self._connection.execute(query, values).fetchall()

    def _one(self, query: str, value: str, noun: str) -> sqlite3.Row:
        found = self._all(query, value)
        if not found:
            raise StoreError(f"{self.path}: there is no {noun} {value!r} in this store")
        return found[0]

    def _meta(self, name: str) -> str | None:
        found = self._all("SELECT value FROM meta WHERE name = ?", name)
        return found[0]["value"] if found else None

    def _set_retired(self, document_ids: Iterable[str], flag: int) -> None:
        ids = [(flag, document_id) for document_id in document_ids]
        if not ids:
            return
        with self._transaction() as connection:
            connection.executemany("UPDATE documents SET retired = ? WHERE id = ?", ids)
            writing.documents_changed(connection)


def _identity(path: Path) -> tuple[int, int] | None:
    try:
        found = path.stat()
    except FileNotFoundError:
        return None
    return (found.st_dev, found.st_ino)
