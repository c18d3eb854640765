"""What the store writes in its transactions: plain functions on an open connection."""

from __future__ import annotations

import json
import secrets
import sqlite3
from collections.abc import Iterable

from geomap.documents.facts import FileFact
from geomap.errors import StoreError
from geomap.model import Event, Extraction, Skip
from geomap.store import rows
from geomap.store.soundness import sound


def set_meta(connection: sqlite3.Connection, name: str, value: str) -> None:
    """Note something under a name, in place of what was there."""
    connection.execute("INSERT OR REPLACE INTO meta (name, value) VALUES (?, ?)", (name, value))


#: How many exchanges of a few events are remembered: a snapshot that has missed more is made anew.
_CHANGES_KEPT = 50


def note_changes(connection: sqlite3.Connection, before: str, after: str, event_ids: Iterable[str]) -> None:
    """Note which events are others since the version ``before`` of the events, which now is ``after``."""
    row = connection.execute("SELECT value FROM meta WHERE name = 'events_changes'").fetchone()
    known = json.loads(row[0]) if row else []
    set_meta(connection, "events_changes", json.dumps([*known, [before, after, sorted(event_ids)]][-_CHANGES_KEPT:]))


def documents_changed(connection: sqlite3.Connection) -> None:
    """Note that the documents are others than those of which the events were made."""
    set_meta(connection, "linked", "no")
    set_meta(connection, "documents_version", secrets.token_hex(8))


def add_skips(connection: sqlite3.Connection, skips: Iterable[Skip]) -> None:
    """Add skips; one that is there already stays."""
    connection.executemany(
        "INSERT OR IGNORE INTO skips (path, reason) VALUES (:path, :reason)",
        [rows.storable({"path": skip.path, "reason": skip.reason}) for skip in skips],
    )


def check_reports(extraction: Extraction) -> None:
    """Raise StoreError where the reports of an extraction can't be told apart or are not its own."""
    reports = extraction.all_reports
    ids = {report.id for report in reports}
    strays = [report.id for report in reports if report.document_id != extraction.document.id]
    if len(ids) != len(reports) or strays:
        raise StoreError(
            f"{extraction.document.id}: two reports of this document have the same id, or one belongs to another document; "
            "this is a fault in the extraction, please report it"
        )


def save_one(connection: sqlite3.Connection, extraction: Extraction) -> bool:
    """Put a document, with everything found in it, in the place of what was stored of it.

    Returns whether events may come out otherwise: whether it is a new document, or it or a report of it is not as it was.
    """
    document = extraction.document
    stored = rows.storable(rows.document_row(document, extraction.method))
    reports = [rows.storable(rows.report_row(report, i)) for i, report in enumerate(extraction.all_reports)]
    changed = not _is_stored(connection, stored, reports)
    connection.execute(rows.INSERT_DOCUMENT, stored)
    connection.execute("DELETE FROM toponyms WHERE document_id = ?", (document.id,))
    connection.execute("DELETE FROM timexes WHERE document_id = ?", (document.id,))
    connection.execute(
        "DELETE FROM reports WHERE document_id = ? AND id NOT IN (SELECT value FROM json_each(?))",
        (document.id, json.dumps([report.id for report in extraction.all_reports])),
    )
    for query, found in (
        (rows.INSERT_TOPONYM, [rows.toponym_row(t, document.id, i) for i, t in enumerate(extraction.toponyms)]),
        (rows.INSERT_TIMEX, [rows.timex_row(x, document.id, i) for i, x in enumerate(extraction.timexes)]),
    ):
        connection.executemany(query, [rows.storable(row) for row in found])
    connection.executemany(rows.INSERT_REPORT, reports)
    return changed


def _is_stored(connection: sqlite3.Connection, document: rows.Row, reports: list[rows.Row]) -> bool:
    """Whether a document is in the input with these reports already, whatever method found them."""
    before = connection.execute("SELECT * FROM documents WHERE id = ? AND retired = 0", (document["id"],)).fetchone()
    if before is None or not _agree(before, document):
        return False
    known = connection.execute("SELECT * FROM reports WHERE document_id = ? ORDER BY position", (document["id"],)).fetchall()
    return len(known) == len(reports) and all(map(_agree, known, reports))


def _agree(before: sqlite3.Row, now: rows.Row) -> bool:
    return all(before[name] == value for name, value in now.items() if name != "method")


def exchange_events(connection: sqlite3.Connection, events: Iterable[Event], gone: Iterable[str], *, as_indexed: bool) -> None:
    """Put a few events in the place of those with the ids ``gone``; an event that keeps its id keeps its position.

    The full-text index keeps no texts: what it is to forget must be said to it as it was indexed. Where reports have changed
    since (``as_indexed`` is False), the whole index is made again.
    """
    places: dict[str, int] = {}
    for event_id in gone:
        found = connection.execute("SELECT position FROM events WHERE id = ?", (event_id,)).fetchone()
        if found is None:
            raise StoreError(f"the event {event_id} was changed by another program meanwhile; nothing was stored, try again")
        places[event_id] = found[0]
    if as_indexed:
        _forget(connection, places.values())
    last: int = connection.execute("SELECT coalesce(max(position), 0) FROM events").fetchone()[0]
    connection.executemany("DELETE FROM events WHERE id = ?", [(event_id,) for event_id in places])
    new = []
    for event in events:
        last += event.id not in places
        new.append(places.get(event.id, last))
        _add_event(connection, event, new[-1])
    if as_indexed:
        _index(connection, new)
    else:
        index_all(connection)


def _add_event(connection: sqlite3.Connection, event: Event, position: int) -> None:
    connection.execute(rows.INSERT_EVENT, rows.storable(rows.event_row(event, position)))
    connection.executemany(
        "INSERT INTO event_reports (event_id, report_id, position) VALUES (?, ?, ?)",
        [(event.id, report_id, i) for i, report_id in enumerate(event.report_ids)],
    )


#: Events whose words are looked up together.
_INDEXED_AT_ONCE = 2_000
#: What the full-text index holds of the events at some positions (?1, a JSON list), from the tables; ?2 says what to do with it.
_WORDS = """
    INSERT INTO events_fts (events_fts, rowid, title, quotes, actors, places, documents)
    SELECT ?2, events.position, events.title, coalesce(group_concat(reports.quote, char(10)), ''),
        (SELECT coalesce(group_concat(value, char(10)), '') FROM json_each(CAST(events.actors AS TEXT))),
        (SELECT coalesce(group_concat(json_extract(value, '$.name') || ' '
            || coalesce(json_extract(value, '$.place.name'), ''), char(10)), '') FROM json_each(CAST(events.places AS TEXT)))
            || ' ' || coalesce(events.place_name, ''),
        coalesce(group_concat(DISTINCT documents.title), '')
    FROM events
    LEFT JOIN event_reports ON event_reports.event_id = events.id
    LEFT JOIN reports ON reports.id = event_reports.report_id
    LEFT JOIN documents ON documents.id = reports.document_id
    WHERE events.position IN (SELECT value FROM json_each(?1))
    GROUP BY events.position"""


def _index(connection: sqlite3.Connection, positions: Iterable[int]) -> None:
    connection.execute(_WORDS, (json.dumps(list(positions)), None))


def _forget(connection: sqlite3.Connection, positions: Iterable[int]) -> None:
    connection.execute(_WORDS, (json.dumps(list(positions)), "delete"))


def index_all(connection: sqlite3.Connection) -> None:
    """Make the full-text index of the events again."""
    connection.execute("INSERT INTO events_fts (events_fts) VALUES ('delete-all')")
    positions = [row[0] for row in connection.execute("SELECT position FROM events ORDER BY position")]
    for start in range(0, len(positions), _INDEXED_AT_ONCE):
        _index(connection, positions[start : start + _INDEXED_AT_ONCE])


def file_row(fact: FileFact) -> rows.Row:
    """The row of a file fact."""
    return {
        "path": fact.path,
        "size": fact.size,
        "mtime_ns": fact.mtime_ns,
        "content_hash": fact.content_hash,
        "sidecar_hash": fact.sidecar_hash,
        "document_ids": json.dumps(fact.document_ids),
    }


@sound
def file_of(row: sqlite3.Row) -> FileFact:
    """The file fact of a row."""
    return FileFact(
        path=rows.text_of(row["path"]),
        size=row["size"],
        mtime_ns=row["mtime_ns"],
        content_hash=row["content_hash"],
        sidecar_hash=row["sidecar_hash"],
        document_ids=tuple(json.loads(row["document_ids"])),
    )
