"""Files and folders to documents: which files are read, by which format, with which sidecar, and why the others are not."""

from __future__ import annotations

import io
import os
import stat
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import BinaryIO

from geomap.documents import archives, pages, plain, sources, tables
from geomap.documents.assembly import assemble, publication
from geomap.documents.draft import Draft
from geomap.documents.limits import Limits
from geomap.documents.limits import limits as shipped_limits
from geomap.documents.publication import Publication
from geomap.errors import DocumentError, InputError
from geomap.model import Document, PublishedBasis, Skip

#: Told after each file: (files done, files in all).
Progress = Callable[[int, int], None]

_WHOLE = {".txt": plain.read, ".md": plain.read, ".html": pages.read, ".htm": pages.read}
_TABLES = {".jsonl": tables.read_jsonl, ".csv": tables.read_csv}
#: The endings of the files that are read.
FORMATS = (*_WHOLE, *_TABLES, ".zip")


@dataclass(slots=True)
class _Plan:
    """The files to read, each with the root it was found under, and what was left out on the way."""

    files: list[tuple[Path, Path]] = field(default_factory=list)
    skips: list[Skip] = field(default_factory=list)
    folders: set[Path] = field(default_factory=set)
    seen: set[Path] = field(default_factory=set)


class _Sidecars:
    """The rows that describe a file: of the sidecar that was named, then of the one beside the file."""

    def __init__(self, named: Path | None, folders: Iterable[Path]) -> None:
        self.named = sources.load(named) if named is not None else None
        self.base = named.parent.resolve() if named is not None else None
        self.beside = {
            folder: sources.load(folder / sources.NAME) for folder in sorted(folders) if (folder / sources.NAME).is_file()
        }
        self.used: set[str] = set()

    def rows(self, file: Path, root: Path) -> Iterator[sources.Row]:
        if self.named is not None and self.base is not None:
            for name in (_relative(file, self.base), _relative(file, root), file.name):
                if name is not None and (row := self.named.rows.get(name)):
                    self.used.add(row.file)
                    yield row
                    break
        beside = self.beside.get(file.parent)
        if beside is not None and (row := beside.rows.get(file.name)):
            yield row

    def unmatched(self) -> Iterator[Skip]:
        """Rows that name no file; of the named sidecar, rows that named none of the files read."""
        for folder, sidecar in self.beside.items():
            for row in sidecar:
                if row.file != Path(row.file).name or not (folder / row.file).is_file():
                    yield Skip(f"{sidecar.path}:{row.line}", f"the row names {row.file!r}, which is not a file in that folder")
        for row in self.named or ():
            if row.file not in self.used and self.named is not None:
                yield Skip(f"{self.named.path}:{row.line}", f"the row names {row.file!r}, which is not among the files read")


def read(
    paths: Iterable[Path],
    *,
    sources: Path | None = None,
    limits: Limits | None = None,
    progress: Progress | None = None,
) -> Iterator[Document | Skip]:
    """The documents in files and folders, in order of path, and a Skip with the reason for everything that is left out.

    Folders are read with all that is below them. ``sources`` is a sidecar for all files; one named ``sources.csv`` beside a
    file is found by itself. Raises InputError at once, before anything is read, for a path that doesn't exist and for a
    sidecar that breaks its rules.
    """
    plan = _Plan()
    for path in paths:
        _plan(Path(path), plan)
    sidecars = _Sidecars(Path(sources) if sources is not None else None, plan.folders)
    return _read(plan, sidecars, limits or shipped_limits(), progress)


def publications(path: Path, *, limits: Limits | None = None) -> list[Publication | None]:
    """For each document of one file (not an archive), when it says that it was published: the day with its kind of sign and
    how sure it is, or None. No sidecar is looked at. Raises DocumentError where the file can't be read as a document.
    """
    with path.open("rb") as stream:
        found = _drafts(stream, path.suffix.lower(), str(path), limits or shipped_limits())
        return [publication(draft) for draft in found if isinstance(draft, Draft)]


def _read(plan: _Plan, sidecars: _Sidecars, limits: Limits, progress: Progress | None) -> Iterator[Document | Skip]:
    yield from sidecars.unmatched() if sidecars.named is None else ()
    yield from plan.skips
    first: dict[str, str] = {}
    for done, (file, root) in enumerate(plan.files, start=1):
        for found in _documents(file, list(sidecars.rows(file, root)), limits):
            if isinstance(found, Document):
                known = first.setdefault(found.id, found.path or "")
                if known != (found.path or ""):
                    yield Skip(found.path or "", f"same text as {known}")
                    continue
            yield found
        if progress is not None:
            progress(done, len(plan.files))
    yield from sidecars.unmatched() if sidecars.named is not None else ()


def _plan(path: Path, plan: _Plan) -> None:
    try:
        if path.is_dir():
            _walk(path, path.resolve(), plan)
        elif path.exists():
            _add(path, path.parent, plan)
        else:
            raise InputError(f"{path}: there is no such file or folder; check the path")
    except OSError as error:
        raise InputError(f"{path}: can't be read ({error.strerror}); check the path and its permissions") from error


def _walk(folder: Path, root: Path, plan: _Plan) -> None:
    try:
        entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
    except OSError as error:
        plan.skips.append(Skip(str(folder), f"the folder can't be read ({error.strerror})"))
        return
    for entry in entries:
        path = folder / entry.name
        if entry.name.startswith("."):
            plan.skips.append(Skip(str(path), "a hidden file or folder"))
        elif entry.is_symlink() and not path.resolve().is_relative_to(root):
            plan.skips.append(Skip(str(path), "a link that leads outside the folder; give the file it leads to, or its folder"))
        elif entry.is_symlink() and path.is_dir():
            plan.skips.append(Skip(str(path), "a link to a folder that is read anyway"))
        elif entry.is_dir():
            _walk(path, root, plan)
        elif entry.name != sources.NAME:
            _add(path, root, plan)


def _add(path: Path, root: Path, plan: _Plan) -> None:
    try:
        mode = path.stat().st_mode
    except OSError as error:
        plan.skips.append(Skip(str(path), f"can't be read ({error.strerror})"))
        return
    if not stat.S_ISREG(mode):
        plan.skips.append(Skip(str(path), "not a regular file"))
    elif path.name == sources.NAME:
        plan.skips.append(
            Skip(str(path), f"{sources.NAME} describes documents and is none itself; give the folder or the documents")
        )
    elif path.suffix.lower() not in FORMATS:
        plan.skips.append(Skip(str(path), _unknown(path.suffix)))
    elif path.resolve() not in plan.seen:
        plan.seen.add(path.resolve())
        plan.folders.add(path.parent)
        plan.files.append((path, root))


def _relative(file: Path, base: Path) -> str | None:
    try:
        return file.resolve().relative_to(base.resolve()).as_posix()
    except ValueError:
        return None


def _documents(file: Path, rows: list[sources.Row], limits: Limits) -> Iterator[Document | Skip]:
    """Everything in one file; trouble with it becomes a Skip, so that one bad file never stops a build."""
    suffix = file.suffix.lower()
    path = str(file)
    try:
        with file.open("rb") as stream:
            if suffix == ".zip":
                for found, row in archives.read(stream, path, limits, member=partial(_member, limits=limits)):
                    yield _finished(found, [row] if row else [], limits)
                return
            for found in _drafts(stream, suffix, path, limits):
                yield _finished(found, rows, limits, table=suffix in _TABLES)
    except DocumentError as error:
        yield Skip(path, str(error))
    except OSError as error:
        yield Skip(path, f"can't be read ({error.strerror or error})")


def _drafts(stream: BinaryIO, suffix: str, path: str, limits: Limits) -> Iterator[Draft | Skip]:
    table = _TABLES.get(suffix)
    _check_size(os.fstat(stream.fileno()).st_size, suffix, limits)
    if table:
        yield from table(stream, path, limits)
    else:
        yield from _WHOLE[suffix](stream.read(limits.max_bytes), path)


def _check_size(size: int, suffix: str, limits: Limits) -> None:
    limit = limits.max_bytes
    if suffix in _TABLES:
        limit = limits.max_table_bytes
    elif _WHOLE.get(suffix) is pages.read:
        limit = limits.max_page_bytes
    if size > limit:
        raise DocumentError(f"the file has {size:,} bytes; the limit for {suffix} is {limit:,}; split it")


def _member(name: str, data: bytes, path: str, *, limits: Limits) -> Iterator[Draft | Skip]:
    suffix = Path(name).suffix.lower()
    if suffix in _TABLES:
        yield from _TABLES[suffix](io.BytesIO(data), path, limits)
    elif suffix in _WHOLE:
        _check_size(len(data), suffix, limits)
        yield from _WHOLE[suffix](data, path)
    elif suffix == ".zip":
        raise DocumentError("an archive inside an archive; unpack it first")
    else:
        raise DocumentError(_unknown(suffix))


def _unknown(suffix: str) -> str:
    return f"files of this kind ({suffix or 'no ending'}) are not read; formats: {' '.join(FORMATS)}"


def _finished(found: Draft | Skip, rows: list[sources.Row], limits: Limits, *, table: bool = False) -> Document | Skip:
    if isinstance(found, Skip):
        return found
    for row in reversed(rows):
        found = _filled(found, row) if table else _described(found, row)
    return assemble(found, limits)


def _described(draft: Draft, row: sources.Row) -> Draft:
    """The draft with what the sidecar says of its file: the sidecar is the user's own word and wins."""
    return replace(
        draft,
        title=row.title or draft.title,
        source=row.source or draft.source,
        published=row.published or draft.published,
        basis=PublishedBasis.SIDECAR if row.published else draft.basis,
        url=row.url or draft.url,
    )


def _filled(draft: Draft, row: sources.Row) -> Draft:
    """A table's row with what the sidecar says of the whole table, where the row itself says nothing."""
    return replace(
        draft,
        source=draft.source or row.source,
        published=draft.published or row.published,
        basis=draft.basis if draft.published else PublishedBasis.SIDECAR if row.published else PublishedBasis.NONE,
    )
