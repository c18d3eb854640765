"""What was seen of a file when it was read, so that the next time it can be told unchanged without decoding it."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from geomap.documents.sources import Row

_CHUNK = 1 << 20
#: A file that was written this shortly before it was read may be written again within one tick of the file system's clock.
_FRESH_NS = 2_000_000_000
#: In place of the time of such a file: no file has it, so its content is compared the next time.
_ANY_TIME = -1


@dataclass(frozen=True, slots=True)
class FileFact:
    """One file as it was read; ``path`` is absolute.

    ``content_hash`` is of its bytes, ``sidecar_hash`` of what was known of it from elsewhere (the rows of sidecars, the table of
    publishers); ``document_ids`` are the documents it gave.
    """

    path: str
    size: int
    mtime_ns: int
    content_hash: str
    sidecar_hash: str | None = None
    document_ids: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Unchanged:
    """A file that was not read again: its path as it was named, its real path, and the documents that it gave the last time."""

    path: str
    real: str
    document_ids: tuple[str, ...]


def is_unchanged(fact: FileFact, file: str, *, size: int, mtime_ns: int, sidecar: str) -> bool:
    """Whether a file is as it was: by its size and time, else by its content. Raises OSError where it can't be read."""
    if fact.size != size or fact.sidecar_hash != sidecar:
        return False
    return fact.mtime_ns == mtime_ns or fact.content_hash == content_hash(Path(file))


def fact_of(file: Path, path: str, *, sidecar: str, document_ids: Iterable[str]) -> FileFact:
    """The fact to keep of a file that was just read. Raises OSError where it can't be read any more."""
    digest = content_hash(file)
    found = file.stat()
    settled = time.time_ns() - found.st_mtime_ns > _FRESH_NS
    return FileFact(path, found.st_size, found.st_mtime_ns if settled else _ANY_TIME, digest, sidecar, tuple(document_ids))


def content_hash(file: Path) -> str:
    """SHA-256 of a file's bytes."""
    digest = hashlib.sha256()
    with file.open("rb") as stream:
        while chunk := stream.read(_CHUNK):
            digest.update(chunk)
    return digest.hexdigest()


def sidecar_hash(rows: Iterable[Row], publishers: str) -> str:
    """A hash of what is known of a file from elsewhere: the rows about it, but for their line, and the table of publishers."""
    said = [(row.title, row.source, row.published, row.url) for row in rows]
    return hashlib.sha256(repr((said, publishers)).encode()).hexdigest()[:16]
