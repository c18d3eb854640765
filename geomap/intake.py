"""Articles that somebody hands in: kept as files in a folder of their own, with what is known of them, ready for a build.

The folder (``added-articles`` beside the store) is only ever added to: a name that is taken gets a number, the same content is
not kept twice. ``sources.csv`` in it holds title, source and date as they were given, so that every later build knows them too.
"""

from __future__ import annotations

import csv
import hashlib
import io
import os
import re
import secrets
import threading
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from geomap import documents
from geomap.documents import sources
from geomap.documents.limits import limits
from geomap.errors import InputError
from geomap.model import Skip

FOLDER = "added-articles"
_UNSAFE = re.compile(r"[^\w.-]+")
#: In bytes: file systems count these, up to 255 with what is added.
_LONGEST_STEM = 160
#: Names that Windows keeps for devices.
_DEVICES = re.compile(r"(?:con|prn|aux|nul|com\d|lpt\d)(?:\..*)?", re.IGNORECASE)
_lock = threading.Lock()


@dataclass(frozen=True, slots=True)
class Known:
    """What whoever hands an article in knows of it; unknown is None."""

    title: str | None = None
    source: str | None = None
    published: date | None = None
    url: str | None = None

    def row(self, file: str) -> list[str]:
        """The row of the sidecar."""
        day = self.published.isoformat() if self.published else ""
        return [file, _flat(self.title), _flat(self.source), day, _flat(self.url), "added in the app"]


@dataclass(frozen=True, slots=True)
class Given:
    """One file as it was handed in: the name it came under, and its bytes."""

    name: str
    content: bytes
    known: Known = field(default_factory=Known)


@dataclass(frozen=True, slots=True)
class Kept:
    """Where the files lie now, and what was not taken, with the reason."""

    paths: tuple[Path, ...] = ()
    skips: tuple[Skip, ...] = ()


def folder_beside(store: Path) -> Path:
    """The folder for a store's added articles."""
    return store.resolve().parent / FOLDER


def pasted(text: str, known: Known) -> Given:
    """A text that was pasted, as a file named after its title or its first words."""
    name = known.title or " ".join(text.split()[:8]) or "pasted"
    return Given(f"{name}.txt", text.encode("utf-8", "replace"), known)


def keep(given: Sequence[Given], folder: Path) -> Kept:
    """Keep files in the folder. Raises InputError where it can't be written; what is no article is skipped with the reason."""
    paths: dict[Path, None] = {}
    skips = []
    with _lock:
        try:
            folder.mkdir(parents=True, exist_ok=True)
            for one in given:
                reason = _unfit(one)
                if reason:
                    skips.append(Skip(one.name, reason))
                    continue
                paths[_written(one, folder)] = None
        except OSError as error:
            raise InputError(f"{folder}: articles can't be kept there ({error.strerror or error})") from error
    return Kept(tuple(paths), tuple(skips))


def safe_name(name: str) -> str:
    """A name that means a file here and nothing else to any system: no folder, no control characters, not hidden, no device."""
    base = name.replace("\\", "/").rsplit("/", 1)[-1]
    suffix = Path(base).suffix.lower()
    stem = base[: len(base) - len(suffix)] if suffix else base
    stem = _UNSAFE.sub("-", stem).strip("-._")
    stem = stem.encode("utf-8", "ignore")[:_LONGEST_STEM].decode("utf-8", "ignore").strip("-._") or "article"
    if _DEVICES.fullmatch(stem) or f"{stem}{suffix}" == sources.NAME:
        stem = f"article-{stem}"
    return stem + suffix


def _unfit(one: Given) -> str | None:
    suffix = Path(safe_name(one.name)).suffix
    if suffix not in documents.FORMATS:
        return f"files of this kind ({suffix or 'no ending'}) are not read; formats: {' '.join(documents.FORMATS)}"
    if len(one.content) > limits().max_bytes:
        return f"the file has {len(one.content):,} bytes; the limit here is {limits().max_bytes:,}; build it from a folder"
    return None if one.content.strip() else "there is nothing in it"


def _written(one: Given, folder: Path) -> Path:
    """The file's path; the same content under the same name, or a number of it, is there already."""
    name = safe_name(one.name)
    stem, suffix = Path(name).stem, Path(name).suffix
    digest = hashlib.sha256(one.content).digest()
    number = 1
    while (path := folder / (name if number == 1 else f"{stem}-{number}{suffix}")).exists():
        if path.is_file() and hashlib.sha256(path.read_bytes()).digest() == digest:
            break
        number += 1
    else:
        _put(path, one.content, new=True)
    _note(folder, path.name, one.known)
    return path


def _note(folder: Path, file: str, known: Known) -> None:
    """Write what is known of a file into the sidecar, over what it said before where something else is said now."""
    if known == Known():
        return
    path = folder / sources.NAME
    rows = []
    if path.exists():
        rows = [row for row in csv.reader(io.StringIO(path.read_text(encoding="utf-8"), newline="")) if row]
    rows = rows or [list(sources.COLUMNS)]
    new = known.row(file)
    others = [row for row in rows if row[0] != file]
    old = next((row for row in rows if row[0] == file), None)
    if old is not None:
        new = [value or (old[i] if i < len(old) else "") for i, value in enumerate(new)]
    buffer = io.StringIO()
    csv.writer(buffer, lineterminator="\n").writerows([*others, new])
    _put(path, buffer.getvalue().encode(), new=False)


def _put(path: Path, content: bytes, *, new: bool) -> None:
    """Write a whole file, or nothing; a ``new`` one never takes the place of another."""
    draft = path.with_name(f".{os.getpid()}.{secrets.token_hex(4)}.tmp")
    try:
        draft.write_bytes(content)
        if new:
            os.link(draft, path)
        else:
            draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)


def _flat(value: str | None) -> str:
    return " ".join((value or "").split())
