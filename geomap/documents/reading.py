"""Files and folders to documents: which files are read, by which format, with which sidecar, and why the others are not."""

from __future__ import annotations

import io
import logging
import lzma
import os
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import BinaryIO

from geomap.documents import archives, facts, feeds, mail, pages, pdf, plain, publishers, sources, tables, word
from geomap.documents.assembly import assemble, publication
from geomap.documents.draft import Draft
from geomap.documents.facts import FileFact, Unchanged
from geomap.documents.limits import Limits
from geomap.documents.limits import limits as shipped_limits
from geomap.documents.publication import Publication
from geomap.documents.walking import File, Plan
from geomap.errors import DocumentError, InputError
from geomap.model import Document, PublishedBasis, Skip

_logger = logging.getLogger(__name__)
_logger.addHandler(logging.NullHandler())

#: Told after each file: (files done, files in all).
Progress = Callable[[int, int], None]

#: What is read whole, by its ending.
_WHOLE = {
    ".txt": plain.read,
    ".md": plain.read,
    ".markdown": plain.read,
    ".html": pages.read,
    ".htm": pages.read,
    ".xhtml": pages.read,
    ".mhtml": mail.read_page,
    ".mht": mail.read_page,
    ".eml": mail.read_message,
    ".pdf": pdf.read,
    ".docx": word.read,
    ".json": tables.read_json,
    ".xml": feeds.read,
    ".rss": feeds.read,
    ".atom": feeds.read,
}
#: What is read bit by bit, so that its size hardly matters.
_STREAMED = {
    ".jsonl": tables.read_jsonl,
    ".ndjson": tables.read_jsonl,
    ".csv": tables.read_csv,
    ".tsv": tables.read_csv,
    ".mbox": mail.read_mailbox,
}
#: A sidecar's row for one of these speaks for all its articles, and so fills only what they leave open.
_MANY = frozenset({*_STREAMED, ".json", ".xml", ".rss", ".atom"})
_SHORT = {".tgz": (".tar", ".gz"), ".tbz2": (".tar", ".bz2"), ".txz": (".tar", ".xz")}
#: The endings of the files that are read.
FORMATS = (*_WHOLE, *_STREAMED, ".zip", ".tar", *_SHORT, *archives.COMPRESSED)


class _Sidecars:
    """The rows that describe a file: of the sidecar that was named, then of the one beside the file."""

    def __init__(self, named: Path | None, folders: Iterable[Path]) -> None:
        self.named = sources.load(named) if named is not None else None
        self.base = named.parent.resolve() if named is not None else None
        self.beside = {
            folder: sources.load(folder / sources.NAME) for folder in sorted(folders) if (folder / sources.NAME).is_file()
        }
        self._beside_written = {str(folder / "_")[:-1]: sidecar for folder, sidecar in self.beside.items()}
        self.used: set[str] = set()

    def rows(self, file: File) -> Iterator[sources.Row]:
        if self.named is not None and self.base is not None:
            for name in (_relative(file.path, self.base), _relative(file.path, file.root), file.name):
                if name is not None and (row := self.named.rows.get(name)):
                    self.used.add(row.file)
                    yield row
                    break
        beside = self._beside_written.get(file.folder) if self._beside_written else None
        if beside is not None and (row := beside.rows.get(file.name)):
            yield row

    def unmatched(self) -> Iterator[Skip]:
        """Rows that name no file; of the named sidecar, rows that named none of the files read."""
        for folder, sidecar in self.beside.items():
            for row in sidecar:
                if row.file != Path(row.file).name or not _is_file(folder / row.file):
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
    found = read_changed(paths, {}, sources=sources, limits=limits, progress=progress)
    return (each for each in found if isinstance(each, Document | Skip))


def read_changed(
    paths: Iterable[Path],
    known: Mapping[str, FileFact],
    *,
    sources: Path | None = None,
    limits: Limits | None = None,
    progress: Progress | None = None,
) -> Iterator[Document | Skip | Unchanged | FileFact]:
    """The same, but a file that is as ``known`` (by absolute path) says is not read: it gives an Unchanged.

    After the documents of a file from which nothing was left out comes the FileFact to know it by the next time.
    """
    plan = Plan.of([Path(path) for path in paths], is_read=_is_read, unknown=_unknown)
    sidecars = _Sidecars(Path(sources) if sources is not None else None, plan.folders)
    return _read(plan, sidecars, known, limits or shipped_limits(), progress)


def publications(path: Path, *, limits: Limits | None = None) -> list[Publication | None]:
    """For each document of one file (not an archive), when it says that it was published: the day with its kind of sign and
    how sure it is, or None. No sidecar is looked at. Raises DocumentError where the file can't be read as a document.
    """
    with path.open("rb") as stream:
        suffix, packing = _kind(path.name)
        allowed = limits or shipped_limits()
        content = archives.unpacked(stream, packing, allowed) if packing else stream
        size = 0 if packing else path.stat().st_size
        found = _drafts(content, suffix, str(path), allowed, size=size)
        return [publication(draft) for draft in found if isinstance(draft, Draft)]


def _read(
    plan: Plan, sidecars: _Sidecars, known: Mapping[str, FileFact], limits: Limits, progress: Progress | None
) -> Iterator[Document | Skip | Unchanged | FileFact]:
    yield from sidecars.unmatched() if sidecars.named is None else ()
    yield from plan.skips
    first: dict[str, str] = {}
    table = publishers.version()
    nothing = facts.sidecar_hash([], table)
    for done, file in enumerate(plan.files, start=1):
        rows = list(sidecars.rows(file))
        sidecar = facts.sidecar_hash(rows, table) if rows else nothing
        fact = known.get(file.real)
        if fact is not None and _is_unchanged(fact, file, sidecar):
            for document_id in fact.document_ids:
                first.setdefault(document_id, file.written)
            yield Unchanged(file.written, file.real, fact.document_ids)
        else:
            yield from _fresh(file, rows, sidecar, first, limits)
        if progress is not None:
            progress(done, len(plan.files))
    yield from sidecars.unmatched() if sidecars.named is not None else ()


def _is_unchanged(fact: FileFact, file: File, sidecar: str) -> bool:
    try:
        return facts.is_unchanged(fact, file.written, size=file.size, mtime_ns=file.mtime_ns, sidecar=sidecar)
    except OSError:
        return False  # reading it will say what is wrong


def _fresh(
    file: File, rows: list[sources.Row], sidecar: str, first: dict[str, str], limits: Limits
) -> Iterator[Document | Skip | FileFact]:
    """Everything in a file, each text once, then what to know it by, if all of it was taken in."""
    whole, ids = True, []
    for found in _documents(file.path, rows, limits):
        if isinstance(found, Skip):
            whole = False
            yield found
        elif first.setdefault(found.id, found.path or "") != (found.path or ""):
            whole = False
            yield Skip(found.path or "", _one_line(f"same text as {first[found.id]}"))
        else:
            ids.append(found.id)
            yield found
    if whole:
        try:
            yield facts.fact_of(file.path, file.real, sidecar=sidecar, document_ids=ids)
        except OSError:
            return  # it went away meanwhile: the next time, it is read again or found to be gone


def _is_file(path: Path) -> bool:
    try:
        return path.is_file()
    except OSError:  # a name that no file system takes
        return False


def _relative(file: Path, base: Path) -> str | None:
    try:
        return file.resolve().relative_to(base.resolve()).as_posix()
    except ValueError:
        return None


def _kind(name: str) -> tuple[str, str]:
    """The ending that says the format, and that of the compression around it or an empty text: ``a.csv.gz`` is (.csv, .gz)."""
    at = name.rfind(".")  # as pathlib has it; a Path for each file would take long
    suffix = name[at:].lower() if 0 < at < len(name) - 1 else ""
    if suffix in _SHORT:
        return _SHORT[suffix]
    if suffix in archives.COMPRESSED:
        return Path(Path(name).stem).suffix.lower(), suffix
    return suffix, ""


def _is_read(name: str) -> bool:
    suffix, packing = _kind(name)
    return suffix in FORMATS and not (packing and suffix in (".zip", *archives.COMPRESSED))


def _documents(file: Path, rows: list[sources.Row], limits: Limits) -> Iterator[Document | Skip]:
    """Everything in one file; trouble with it becomes a Skip, so that one bad file never stops a build, and so does nothing.

    Raises InputError for what is wrong with a table of the user's about the files.
    """
    nothing = True
    try:
        for found in _content(file, rows, limits):
            nothing = False
            yield replace(found, reason=_one_line(found.reason)) if isinstance(found, Skip) else found
    except InputError:
        raise
    except Exception as error:
        _logger.exception("reading failed: %s", file)
        yield Skip(str(file), f"reading it failed ({type(error).__name__}); please report it, with the file")
        return
    if nothing:
        yield Skip(str(file), "there is no document in it")


def _one_line(reason: str) -> str:
    """A reason may repeat words of the file: what would move the cursor or turn the line around is shown as a mark."""
    return reason if reason.isprintable() else "".join(c if c.isprintable() else "\ufffd" for c in reason)


def _content(file: Path, rows: list[sources.Row], limits: Limits) -> Iterator[Document | Skip]:
    suffix, packing = _kind(file.name)
    path = str(file)
    try:
        with file.open("rb") as stream:
            if suffix in (".zip", ".tar"):
                for found, row in _archived(stream, suffix, packing, path, limits):
                    yield _finished(found, [row] if row else [], limits)
                return
            content = archives.unpacked(stream, packing, limits) if packing else stream
            size = 0 if packing else os.fstat(stream.fileno()).st_size
            for found in _drafts(content, suffix, path, limits, size=size):
                yield _finished(found, rows, limits, many=suffix in _MANY)
    except DocumentError as error:
        yield Skip(path, str(error))
    except (OSError, EOFError, zlib.error, lzma.LZMAError) as error:
        yield Skip(path, f"can't be read ({getattr(error, 'strerror', None) or error})")


def _archived(stream: BinaryIO, suffix: str, packing: str, path: str, limits: Limits) -> Iterator[archives.Found]:
    member = partial(_member, limits=limits)
    if suffix == ".zip":
        return archives.read_zip(stream, path, limits, member=member)

    def opened() -> BinaryIO:
        stream.seek(0)
        return archives.unpacked(stream, packing, limits) if packing else stream

    return archives.read_tar(opened, path, limits, member=member)


def _drafts(stream: BinaryIO, suffix: str, path: str, limits: Limits, *, size: int = 0) -> Iterator[Draft | Skip]:
    _check_size(size, suffix, limits)
    if suffix in _STREAMED:
        yield from _STREAMED[suffix](stream, path, limits)
    else:
        data = stream.read(_limit(suffix, limits) + 1)
        _check_size(len(data), suffix, limits)
        yield from _WHOLE[suffix](data, path, limits)


def _limit(suffix: str, limits: Limits) -> int:
    if suffix in _STREAMED:
        return limits.max_table_bytes
    return limits.max_page_bytes if _WHOLE.get(suffix) is pages.read else limits.max_bytes


def _check_size(size: int, suffix: str, limits: Limits) -> None:
    limit = _limit(suffix, limits)
    if size > limit:
        many = f"{size:,}" if size != limit + 1 else f"over {limit:,}"  # of a compressed file no more than that was looked at
        raise DocumentError(f"the file has {many} bytes; the limit for {suffix} is {limit:,}; split it")


def _member(name: str, data: bytes, path: str, *, limits: Limits) -> Iterator[Draft | Skip]:
    suffix = Path(name).suffix.lower()
    if suffix in _STREAMED:
        yield from _STREAMED[suffix](io.BytesIO(data), path, limits)
    elif suffix in _WHOLE:
        _check_size(len(data), suffix, limits)
        yield from _WHOLE[suffix](data, path, limits)
    elif suffix in FORMATS:
        raise DocumentError("an archive inside an archive; unpack it first")
    else:
        raise DocumentError(_unknown(suffix))


def _unknown(suffix: str) -> str:
    return f"files of this kind ({suffix or 'no ending'}) are not read; formats: {' '.join(FORMATS)}"


def _finished(found: Draft | Skip, rows: list[sources.Row], limits: Limits, *, many: bool = False) -> Document | Skip:
    if isinstance(found, Skip):
        return found
    for row in reversed(rows):
        found = _filled(found, row) if many else _described(found, row)
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
