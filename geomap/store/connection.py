"""Opening the SQLite file, and turning what SQLite says into errors a person can act on."""

from __future__ import annotations

import os
import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from geomap.errors import GeomapError, StoreError, StoreLockedError
from geomap.store import schema


def connect(path: Path, *, create: bool, readonly: bool, timeout: float) -> sqlite3.Connection:
    """A connection to the store at ``path``, checked to be one; ``timeout`` is how many seconds to wait for another writer.

    Raises StoreError where there is no store, where the file is something else, or where it can't be opened.
    """
    _check_path(path, create=create)
    with speaking_of(path):
        if readonly:
            return _open_readonly(path, timeout)
        connection = sqlite3.connect(path, timeout=timeout, isolation_level=None, check_same_thread=False)
        try:
            schema.prepare(connection, str(path), writable=True)
            _configure(connection)
        except (sqlite3.Error, GeomapError):
            connection.close()
            raise
        return connection


def _check_path(path: Path, *, create: bool) -> None:
    if path.is_dir():
        raise StoreError(f"{path}: this is a folder; name the file of the store, such as {path / 'geomap.db'}")
    if create and not path.parent.is_dir():
        raise StoreError(f"{path}: the folder {path.parent} does not exist; make it first")
    if not create and not path.exists():
        raise StoreError(f"{path}: there is no store here; make one with: geomap build PATH --store {path}")


def _configure(connection: sqlite3.Connection) -> None:
    """Write-ahead log (readers go on while one writes), checked links, and a sync at every commit.

    ``synchronous`` stays FULL: a store also holds a person's corrections, which no rebuild can bring back.
    """
    connection.row_factory = sqlite3.Row
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute("PRAGMA foreign_keys = ON")


def _open_readonly(path: Path, timeout: float) -> sqlite3.Connection:
    """Open to read; in a folder that can't be written (a mounted disc, another's share) as an immutable file.

    A file in write-ahead mode needs its two companion files even to be read, unless SQLite may take it as unchanging.
    """
    uri = "file:" + quote(str(path.resolve()))
    log = path.with_name(path.name + "-wal")
    frozen = not os.access(path.resolve().parent, os.W_OK) and not (log.exists() and log.stat().st_size)
    mode = "?immutable=1" if frozen else "?mode=ro"
    connection = sqlite3.connect(uri + mode, uri=True, timeout=timeout, isolation_level=None, check_same_thread=False)
    try:
        connection.row_factory = sqlite3.Row
        schema.prepare(connection, str(path), writable=False)
    except (sqlite3.Error, GeomapError):
        connection.close()
        raise
    return connection


@dataclass(frozen=True, slots=True)
class Patience:
    """How many seconds to wait for another writer, as a build does for one that puts a million events in their place.

    ``waits`` is called each time that the connection's own time has passed in vain.
    """

    seconds: float = 0.0
    waits: Callable[[], object] = bool


def begin(connection: sqlite3.Connection, patience: Patience) -> None:
    """Begin to write, when no other program does."""
    until = time.monotonic() + patience.seconds
    while True:
        try:
            connection.execute("BEGIN IMMEDIATE")
            return
        except sqlite3.OperationalError as error:
            if "locked" not in str(error) or time.monotonic() >= until:
                raise
            patience.waits()


@contextmanager
def speaking_of(path: Path) -> Iterator[None]:
    """Turn an error of SQLite into a StoreError that names the file and the cure."""
    try:
        yield
    except sqlite3.Error as error:
        raise _translated(error, path) from error
    except UnicodeDecodeError as error:  # SQLite's own words, where they repeat a name from a damaged schema
        raise StoreError(f"{path}: {_DAMAGED}") from error


def _translated(error: sqlite3.Error, path: Path) -> StoreError:
    said = str(error)
    if "locked" in said or "busy" in said:
        return StoreLockedError(f"{path}: another program is writing to this store and did not finish in time; try again later")
    for sign, meaning in _MEANINGS:
        if sign in said:
            return StoreError(f"{path}: {meaning} ({said})")
    return StoreError(f"{path}: {said}")


_DAMAGED = "the store is damaged; put back a copy of it, or run: geomap doctor --repair --store FILE"
_MEANINGS = (
    ("closed database", "this store has been closed; open it again"),
    ("readonly", "this store is open for reading only, or its file or folder can't be written"),
    ("not a database", "this file is not a geomap store; name another file with --store"),
    ("Could not decode", _DAMAGED),
    ("malformed", _DAMAGED),
    ("disk I/O", "the disc failed while the store was read or written; check it, then put back a copy or build again"),
    ("disk is full", "there is no room left on the disc; nothing of this batch was stored"),
    ("unable to open", "the file can't be opened; check that you may read and write it and its folder"),
    ("FOREIGN KEY", "an event refers to a report that is not stored; store its document first"),
)
