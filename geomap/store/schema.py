"""The tables of a store, and the check that a file is one.

``PRAGMA application_id`` says that a file is a geomap store, ``PRAGMA user_version`` which schema it has.
"""

from __future__ import annotations

import sqlite3

from geomap.errors import StoreError

#: "geom" in ASCII: marks the file as a geomap store (``file`` and other programs can read it at byte 68).
APPLICATION_ID = 0x67656F6D
SCHEMA_VERSION = 4

_REVIEWS = (
    # No foreign key: a correction outlives every rebuild, also one that no longer finds its target.
    """CREATE TABLE reviews (
        rowid INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, batch TEXT NOT NULL, field TEXT NOT NULL,
        document_id TEXT NOT NULL, sha256 TEXT NOT NULL, start INTEGER NOT NULL, "end" INTEGER NOT NULL, text TEXT NOT NULL,
        kind TEXT NOT NULL, other_document_id TEXT, other TEXT, place TEXT, time TEXT, word TEXT,
        throughout INTEGER NOT NULL DEFAULT 0, old TEXT, who TEXT NOT NULL, "when" TEXT NOT NULL, note TEXT,
        undone_by TEXT, undone_at TEXT)""",
    """CREATE INDEX reviews_document ON reviews(document_id)""",
    """CREATE INDEX reviews_other_document ON reviews(other_document_id) WHERE other_document_id IS NOT NULL""",
    """CREATE INDEX reviews_batch ON reviews(batch)""",
)

_TABLES = (
    """CREATE TABLE meta (name TEXT PRIMARY KEY, value TEXT NOT NULL)""",
    """CREATE TABLE documents (
        rowid INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, title TEXT NOT NULL, text TEXT NOT NULL, source TEXT, published TEXT,
        published_basis TEXT NOT NULL, published_confidence REAL,
        url TEXT, language TEXT, path TEXT, furniture TEXT NOT NULL DEFAULT '[]',
        method TEXT NOT NULL, retired INTEGER NOT NULL DEFAULT 0)""",
    """CREATE TABLE toponyms (
        document_id TEXT NOT NULL REFERENCES documents(id) ON DELETE CASCADE, position INTEGER NOT NULL,
        start INTEGER NOT NULL, "end" INTEGER NOT NULL, surface TEXT NOT NULL, usage TEXT NOT NULL,
        place_id TEXT, place_name TEXT, lat REAL, lon REAL, country_code TEXT, feature TEXT,
        geo_precision TEXT NOT NULL, geo_uncertainty_km REAL, confidence REAL NOT NULL, method TEXT NOT NULL, reason TEXT,
        place TEXT, candidates TEXT NOT NULL, PRIMARY KEY (document_id, position))""",
    """CREATE INDEX toponyms_place ON toponyms(place_id)""",
    """CREATE TABLE timexes (
        document_id TEXT NOT NULL REFERENCES documents(id) ON DELETE CASCADE, position INTEGER NOT NULL,
        start INTEGER NOT NULL, "end" INTEGER NOT NULL, surface TEXT NOT NULL, type TEXT NOT NULL, value TEXT NOT NULL,
        earliest TEXT, latest TEXT, date_precision TEXT NOT NULL, date_basis TEXT NOT NULL,
        PRIMARY KEY (document_id, position))""",
    """CREATE TABLE reports (
        id TEXT PRIMARY KEY, document_id TEXT NOT NULL REFERENCES documents(id) ON DELETE CASCADE, position INTEGER NOT NULL,
        event_type TEXT NOT NULL, status TEXT NOT NULL, background INTEGER NOT NULL, quote TEXT NOT NULL,
        start INTEGER NOT NULL, "end" INTEGER NOT NULL, trigger_text TEXT NOT NULL, trigger_start INTEGER NOT NULL,
        trigger_end INTEGER NOT NULL, earliest TEXT, latest TEXT, date_precision TEXT, date_basis TEXT, date_text TEXT,
        date_start INTEGER, date_end INTEGER, attributed_to TEXT, confidence REAL NOT NULL, method TEXT NOT NULL,
        actors TEXT NOT NULL, places TEXT NOT NULL, mentions TEXT NOT NULL, tentative INTEGER NOT NULL DEFAULT 0)""",
    """CREATE INDEX reports_document ON reports(document_id, position)""",
    """CREATE TABLE events (
        position INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, title TEXT NOT NULL, event_type TEXT NOT NULL,
        status TEXT NOT NULL, background INTEGER NOT NULL, start TEXT, "end" TEXT, date_precision TEXT, date_basis TEXT,
        date_text TEXT, date_start INTEGER, date_end INTEGER, place_name TEXT, place_id TEXT, lat REAL, lon REAL,
        country_code TEXT, geo_precision TEXT, geo_uncertainty_km REAL, confidence REAL NOT NULL,
        n_documents INTEGER NOT NULL, n_origins INTEGER NOT NULL, n_disagreements INTEGER NOT NULL,
        actors TEXT NOT NULL, place TEXT, places TEXT NOT NULL, disagreements TEXT NOT NULL)""",
    """CREATE INDEX events_start ON events(start)""",
    """CREATE INDEX events_place ON events(place_id)""",
    """CREATE TABLE event_reports (
        event_id TEXT NOT NULL REFERENCES events(id) ON DELETE CASCADE,
        report_id TEXT NOT NULL REFERENCES reports(id) ON DELETE CASCADE,
        position INTEGER NOT NULL, PRIMARY KEY (event_id, position))""",
    """CREATE INDEX event_reports_report ON event_reports(report_id)""",
    *_REVIEWS,
    """CREATE TABLE skips (path TEXT NOT NULL, reason TEXT NOT NULL, PRIMARY KEY (path, reason))""",
    """CREATE TABLE files (
        path TEXT PRIMARY KEY, size INTEGER NOT NULL, mtime_ns INTEGER NOT NULL, content_hash TEXT NOT NULL,
        sidecar_hash TEXT, document_ids TEXT NOT NULL)""",
    """CREATE VIRTUAL TABLE documents_fts USING fts5(
        title, text, content='documents', content_rowid='rowid', tokenize='porter unicode61 remove_diacritics 2')""",
    """CREATE TRIGGER documents_fts_insert AFTER INSERT ON documents BEGIN
        INSERT INTO documents_fts(rowid, title, text) VALUES (new.rowid, new.title, new.text); END""",
    """CREATE TRIGGER documents_fts_delete AFTER DELETE ON documents BEGIN
        INSERT INTO documents_fts(documents_fts, rowid, title, text) VALUES ('delete', old.rowid, old.title, old.text); END""",
    """CREATE TRIGGER documents_fts_update AFTER UPDATE OF title, text ON documents BEGIN
        INSERT INTO documents_fts(documents_fts, rowid, title, text) VALUES ('delete', old.rowid, old.title, old.text);
        INSERT INTO documents_fts(rowid, title, text) VALUES (new.rowid, new.title, new.text); END""",
    # Contentless: events are replaced as a whole, so 'delete-all' is the only deletion it needs.
    """CREATE VIRTUAL TABLE events_fts USING fts5(
        title, quotes, actors, places, documents, content='', tokenize='porter unicode61 remove_diacritics 2')""",
    # For people who open the store in Datasette: its map plugin looks for columns named latitude and longitude.
    """CREATE VIEW event_points AS
        SELECT id, title, event_type, status, start, "end", place_name, geo_precision, lat AS latitude, lon AS longitude,
            confidence, n_documents, n_origins
        FROM events WHERE lat IS NOT NULL AND geo_precision <> 'country'""",
)

#: What brings a store of each older schema to the next one.
_MIGRATIONS = {
    1: ("ALTER TABLE documents ADD COLUMN published_confidence REAL",),
    # The first table of reviews named events and reports by ids, which say nothing after a rebuild; no program ever filled it.
    2: ("DROP INDEX IF EXISTS reviews_target", "ALTER TABLE reviews RENAME TO reviews_by_id", *_REVIEWS),
    3: ("ALTER TABLE reports ADD COLUMN tentative INTEGER NOT NULL DEFAULT 0",),
}


def prepare(connection: sqlite3.Connection, name: str, *, writable: bool) -> None:
    """Check that the file is a store this geomap can use; when ``writable``, lay out an empty one, renew an old one.

    ``name`` is the file as the user called it. Raises StoreError for a file of another program, a newer schema, or a file
    that is empty or of an older schema and may not be written.
    """
    if writable and _is_empty(connection):
        connection.execute("BEGIN IMMEDIATE")
        if _is_empty(connection):  # another process may have been first
            _create(connection)
        connection.execute("COMMIT")
    application: int = connection.execute("PRAGMA application_id").fetchone()[0]
    version: int = connection.execute("PRAGMA user_version").fetchone()[0]
    if application != APPLICATION_ID:
        if _is_empty(connection):
            raise StoreError(f"{name}: this file is empty, not a store; make one with: geomap build PATH --store {name}")
        raise StoreError(f"{name}: this is a database of another program, not a geomap store; name another file with --store")
    if version > SCHEMA_VERSION:
        raise StoreError(
            f"{name}: this store was written by a newer geomap (schema {version}; {SCHEMA_VERSION} is known here); upgrade geomap"
        )

    if version < SCHEMA_VERSION:
        if not writable:
            raise StoreError(
                f"{name}: this store was written by an older geomap; bring it up to date with: geomap build PATH --store {name}"
            )
        _migrate(connection)


def _migrate(connection: sqlite3.Connection) -> None:
    """Bring an older store up to date, in one transaction: nothing happens, or all of it."""
    connection.execute("BEGIN IMMEDIATE")
    try:
        version: int = connection.execute("PRAGMA user_version").fetchone()[0]  # another process may have been first
        for step in range(version, SCHEMA_VERSION):
            for statement in _MIGRATIONS[step]:
                connection.execute(statement)
        connection.execute("DELETE FROM files")  # what is new in the documents is filled by reading their files again
        connection.execute(f"PRAGMA user_version = {SCHEMA_VERSION}")
    except BaseException:
        connection.execute("ROLLBACK")
        raise
    connection.execute("COMMIT")


def _is_empty(connection: sqlite3.Connection) -> bool:
    tables: int = connection.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]
    return tables == 0


def _create(connection: sqlite3.Connection) -> None:
    for statement in _TABLES:
        connection.execute(statement)
    connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    connection.execute(f"PRAGMA user_version = {SCHEMA_VERSION}")
