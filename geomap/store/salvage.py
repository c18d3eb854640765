"""What can still be read of a damaged store, in a new one: people's reviews first of all, as no build can bring them back."""

from __future__ import annotations

import secrets
import sqlite3
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import quote

from geomap.errors import StoreError
from geomap.store.connection import connect, speaking_of
from geomap.store.rows import document_of, event_of, report_of, review_of, timex_of, toponym_of

#: In an order in which what a row refers to comes first.
_TABLES = ("reviews", "meta", "documents", "toponyms", "timexes", "reports", "events", "event_reports", "skips")
_ROWS_AT_ONCE = 256
#: What a document is marked with, so that the next build reads it again: some of what was found in it may be lost.
SALVAGED = "salvaged"


@dataclass(frozen=True, slots=True)
class Salvaged:
    """What came of it: rows kept and gaps left, by table, and where the damaged file lies now."""

    rows: dict[str, int]
    gaps: dict[str, int]
    damaged: Path


def salvage(path: Path) -> Salvaged:
    """Put a new store with all that can be read in the place of a damaged one, which is kept beside it.

    The next build extracts the documents that are still there again. Raises StoreError, and changes nothing, where not even the
    list of tables can be read.
    """
    draft = path.with_name(f"{path.name}.{secrets.token_hex(4)}.tmp")
    rows: dict[str, int] = {}
    gaps: dict[str, int] = {}
    try:
        with speaking_of(path):
            source = sqlite3.connect(f"file:{quote(str(path.resolve()))}?mode=ro", uri=True, isolation_level=None)
            target = connect(draft, create=True, readonly=False, timeout=10.0)
            try:
                _copy(source, target, rows, gaps)
            finally:
                source.close()
                target.close()
        return Salvaged(rows, gaps, _exchange(path, draft))
    finally:
        for name in (draft.name, f"{draft.name}-wal", f"{draft.name}-shm"):
            draft.with_name(name).unlink(missing_ok=True)


def _copy(source: sqlite3.Connection, target: sqlite3.Connection, rows: dict[str, int], gaps: dict[str, int]) -> None:
    there = {row[0] for row in source.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    if not there & {"documents", "reviews"}:
        raise StoreError("nothing in this file is a store's; build again, into another file")
    target.execute("PRAGMA foreign_keys = OFF")
    for table in _TABLES:
        if table not in there:
            continue
        columns = [name for name in _columns(source, table) if name in _columns(target, table)]
        rows[table], gaps[table] = 0, 0
        target.execute("BEGIN")
        for found in _readable(source, table, columns):
            if found is None:
                gaps[table] += 1
                continue
            names = ", ".join(f'"{name}"' for name in columns)
            marks = ", ".join("?" for _ in columns)
            try:
                done = target.execute(f"INSERT OR REPLACE INTO {table} ({names}) VALUES ({marks})", found)  # noqa: S608 - own names
            except sqlite3.IntegrityError:  # a value that must be there is not
                gaps[table] += 1
                continue
            rows[table] += done.rowcount
        target.execute("COMMIT")
    _leave_out_unreadable(target, rows, gaps)
    _mend(target)


def _leave_out_unreadable(target: sqlite3.Connection, kept: dict[str, int], gaps: dict[str, int]) -> None:
    """Rows whose pages are sound but whose words are not what geomap wrote."""
    readers: dict[str, Callable[[sqlite3.Row], object]] = {
        "documents": document_of,
        "toponyms": toponym_of,
        "timexes": timex_of,
        "reports": report_of,
        "events": lambda row: event_of(row, ()),
        "reviews": review_of,
    }
    target.execute("BEGIN")
    for table in _TABLES:
        if table in kept and table in readers:
            bad = []
            for row in target.execute(f"SELECT rowid AS of_row, {table}.* FROM {table}"):  # noqa: S608 - own names
                try:
                    readers[table](row)
                except StoreError:
                    bad.append((row["of_row"],))
            target.executemany(f"DELETE FROM {table} WHERE rowid = ?", bad)  # noqa: S608 - own names
            kept[table] -= len(bad)
            gaps[table] += len(bad)
    target.execute("COMMIT")


def _columns(connection: sqlite3.Connection, table: str) -> list[str]:
    return [row[1] for row in connection.execute(f"PRAGMA table_info({table})")]


def _readable(source: sqlite3.Connection, table: str, columns: list[str]) -> Iterator[tuple[object, ...] | None]:
    """The rows of a table in order, None for each stretch that can't be read; past one the search goes on in growing steps."""
    names = ", ".join(f'"{name}"' for name in columns)
    query = f"SELECT rowid, {names} FROM {table} WHERE rowid > ? ORDER BY rowid LIMIT ?"  # noqa: S608 - own names
    after, many, step = 0, _ROWS_AT_ONCE, 1
    while True:
        try:
            batch = source.execute(query, (after, many)).fetchall()
        except (sqlite3.DatabaseError, OverflowError):
            if many > 1:
                many = 1
                continue
            if step == 1:
                yield None
            after, step = after + step, step * 2
            if after > 1 << 62:
                return
            continue
        if not batch:
            return
        for row in batch:
            yield tuple(row)[1:]
        after, step = batch[-1][0], 1
        many = min(_ROWS_AT_ONCE, many * 2)


def _mend(target: sqlite3.Connection) -> None:
    """Leave out what refers to nothing, and have the next build read the documents again and link them."""
    target.execute("BEGIN")
    for table in ("toponyms", "timexes", "reports"):
        target.execute(f"DELETE FROM {table} WHERE document_id NOT IN (SELECT id FROM documents)")  # noqa: S608 - own names
    target.execute(
        "DELETE FROM event_reports WHERE event_id NOT IN (SELECT id FROM events) OR report_id NOT IN (SELECT id FROM reports)"
    )
    target.execute("DELETE FROM events WHERE id NOT IN (SELECT event_id FROM event_reports)")
    target.execute("UPDATE documents SET method = ?", (SALVAGED,))
    target.execute("DELETE FROM meta WHERE name LIKE 'user:%'")  # notes for programs, who make them anew
    for name, value in (("version", secrets.token_hex(8)), ("linked", "no")):
        target.execute("INSERT OR REPLACE INTO meta (name, value) VALUES (?, ?)", (name, value))
    target.execute("COMMIT")


def _exchange(path: Path, draft: Path) -> Path:
    """Put the draft in the place of the store; the damaged file is kept, with what belongs to it."""
    stamp = datetime.now(UTC).strftime("%Y%m%dT%H%M%S")
    damaged = path.with_name(f"{path.name}.damaged-{stamp}")
    try:
        for suffix in ("-wal", "-shm", ""):
            old = path.with_name(path.name + suffix)
            if old.exists():
                old.replace(damaged.with_name(damaged.name + suffix))
        draft.replace(path)
    except OSError as error:
        raise StoreError(
            f"{path}: can't be replaced ({error.strerror}); what was salvaged is lost, the damaged file is not"
        ) from error
    return damaged
