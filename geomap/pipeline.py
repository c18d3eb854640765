"""The one orchestration: documents are read, those that changed are extracted, everything is linked, and the store has it all.

A build is incremental and may be stopped at any moment. Each batch is saved in one transaction, so whatever ends the process,
the store holds the last good state and the next build goes on from there.
"""

from __future__ import annotations

import logging
import os
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from geomap.documents import FileFact, Unchanged
from geomap.documents.repeated import bare
from geomap.engines import Engine, Processes, local
from geomap.errors import InputError
from geomap.extractor import Extractor
from geomap.model import Document, Extraction, Skip

if TYPE_CHECKING:
    from geomap.gazetteer.fallback import OnlineFallback
    from geomap.gazetteer.online import OnlineSummary
    from geomap.store import EventCounts, Store

__all__ = ["BuildSummary", "Extractor", "Progress", "build"]

_logger = logging.getLogger(__name__)
_logger.addHandler(logging.NullHandler())

#: Seconds that a build waits for another writer: one that puts a million events in their place takes minutes.
_PATIENCE = 900.0
#: Under which name the store keeps with which code and data its events were linked.
_LINKED_BY = "linked by"
#: Documents saved in one transaction: at some ten documents a second, no more than a few seconds of work can be lost.
BATCH = 16
#: With fewer documents for each of them, several processes take longer than one.
_DOCUMENTS_A_WORKER = 60
#: Characters of text that may wait in memory so that the progress has a total; what lies beyond is streamed.
_LOOK_AHEAD_CHARS = 200_000_000


class Progress(Protocol):
    """Told how far a build is: the stage (``reading``, ``extracting``, ``linking``), and documents done of a total, if known."""

    def __call__(self, stage: str, done: int, total: int | None) -> None:
        """Take note."""


@dataclass(frozen=True, slots=True)
class BuildSummary:
    """What a build did (documents) and what the store holds after it (events).

    ``placed`` events have a place as fine as a region; of ``coarse`` ones only a country or a wide area is known; ``unplaced``
    ones name no place that the gazetteer has. ``online`` says what was asked of an online geocoder, where one was.
    """

    documents: int
    extracted: int
    unchanged: int
    retired: int
    events: int
    placed: int
    coarse: int
    unplaced: int
    undated: int
    skips: tuple[Skip, ...]
    seconds: float
    online: OnlineSummary | None = None


@dataclass(slots=True)
class _Tally:
    """What the stages count while the documents stream past."""

    seen: dict[str, str | None] = field(default_factory=dict)
    extracted: int = 0
    unchanged: int = 0
    skips: list[Skip] = field(default_factory=list)
    unread: list[Path] = field(default_factory=list)
    facts: dict[str, FileFact] = field(default_factory=dict)
    unchanged_files: set[str] = field(default_factory=set)


def build(
    paths: Iterable[Path | str],
    *,
    store: Path | str,
    gazetteer: Path | None = None,
    language: str | None = None,
    sources: Path | None = None,
    workers: int = 1,
    engine: Engine | None = None,
    online: OnlineFallback | None = None,
    progress: Progress | None = None,
    notice: Callable[[str], None] | None = None,
) -> BuildSummary:
    """Bring the store up to date with the documents at ``paths`` (files and folders), and say what was done.

    Documents that the store holds under the same method and with the same metadata are left alone; documents that are gone
    from ``paths`` are retired, those elsewhere stay. ``language`` names a spaCy pipeline; ``sources`` is a table of titles,
    publishers and dates; ``workers`` is the number of processes, 0 for as many as pay (a script needs
    ``if __name__ == "__main__":`` for more than one); ``engine`` extracts elsewhere; ``online`` is asked, in this process, for
    names that nothing local knows; ``notice`` is told what the user should know meanwhile, such as that another build of this
    store goes on (None: it goes to the log). Raises InputError where nothing can be read, GazetteerError and StoreError as they
    come.
    """
    from geomap import documents as reading
    from geomap.renewal import renew
    from geomap.store import Store
    from geomap.store.beside import announced
    from geomap.view import snapshot

    started = time.monotonic()
    roots = [Path(path) for path in paths]
    report = progress or _silent
    tally = _Tally()
    extractor = Extractor(gazetteer, pipeline=language)
    method = extractor.method if online is None else online.method(extractor.method)
    known = _known_files(Path(store), method, extractor if online is None else None)
    found = _documents(reading.read_changed(roots, known, sources=sources), tally, report)
    first = next(found, None)
    if first is None and not tally.seen:
        raise InputError(_nothing(roots, tally.skips))
    with (
        announced(Path(store)) as since,
        Store.open(Path(store), create=True) as opened,
        _Crew(extractor, engine=engine, workers=workers) as crew,
    ):
        _beside(since, opened, notice or _logger.warning)
        if online is None:
            renew(opened, extractor)  # a new store learns here by what it was extracted
        pending = _changed(chain([first] if first else [], found), opened, method, tally)
        ahead, complete = _look_ahead(pending, crew)
        gone = _gone(opened, roots, tally) if complete else []  # of a part of the input it is not known what is missing
        if ahead or gone:
            ahead, pending = _marked(ahead, pending, opened, gone, tally)
        results = crew.chosen(ahead).extract(chain(ahead, pending), extractor)
        results = results if online is None else online.filled_all(results)
        for batch in _batches(_told(results, len(ahead) if complete else None, report), tally):
            opened.save(batch)
            tally.extracted += len(batch)
        retired = _gone(opened, roots, tally)
        opened.retire(retired)
        _link(opened, report)
        counts = opened.event_counts()
        snapshot.prepare(opened, counts.events)
        _remember(opened, roots, method, tally)
        if set(opened.skips()) != set(tally.skips):
            opened.record_skips(tally.skips)
    summary = _summary(tally, len(retired), counts, time.monotonic() - started)
    return summary if online is None else replace(summary, online=online.geocoder.summary)


def _beside(since: str | None, store: Store, notice: Callable[[str], None]) -> None:
    """Say that another build of this store goes on, and wait for other writers longer than whoever only looks at it."""
    if since is not None:
        notice(
            f"{store.path}: another build of this store has been going on since {since}. This one goes on beside it: each stores "
            "its documents between those of the other, nothing is lost, and what both read is extracted by both"
        )
    from geomap.store.connection import Patience

    waits = (
        f"{store.path}: another program is writing to this store; this build waits for it, {_PATIENCE / 60:.0f} minutes at most"
    )
    store.patience = Patience(_PATIENCE, lambda: notice(waits))


def _silent(stage: str, done: int, total: int | None) -> None:
    """The progress of whoever didn't ask."""


def _known_files(store: Path, method: str, extractor: Extractor | None) -> dict[str, FileFact]:
    """What the store knows of files whose documents it all has, by this method: these need not be read again.

    Given the extractor, documents that a changed gazetteer doesn't touch count as extracted by its method.
    """
    from geomap.renewal import renew
    from geomap.store import Store

    if not store.exists():
        return {}
    with Store.open(store, create=True) as opened:  # opened for writing: a store of an older layout is brought up to date
        if extractor is not None:
            renew(opened, extractor)
        methods = opened.methods()
        return {path: fact for path, fact in opened.files().items() if all(methods.get(i) == method for i in fact.document_ids)}


def _remember(store: Store, roots: Sequence[Path], method: str, tally: _Tally) -> None:
    """Keep what the files of this build looked like, and forget those that lay at its paths and lie there no more."""
    methods = store.methods()
    fresh = [fact for fact in tally.facts.values() if all(methods.get(i) == method for i in fact.document_ids)]
    if fresh:
        store.save_files(fresh)
    here = [str(root.resolve()) for root in roots]
    gone = [
        path
        for path in store.file_paths()  # also of files whose documents an earlier build retired before it was broken off
        if path not in tally.unchanged_files
        and path not in tally.facts
        and any(path == root or path.startswith(root + os.sep) for root in here)
    ]
    if gone:
        store.forget_files(gone)


def _documents(found: Iterable[Document | Skip | Unchanged | FileFact], tally: _Tally, report: Progress) -> Iterator[Document]:
    """The documents that may have changed, each text once; what is skipped or unchanged is counted."""
    for item in found:
        if isinstance(item, FileFact):
            tally.facts[item.path] = item
        elif isinstance(item, Unchanged):
            for document_id in item.document_ids:
                if document_id not in tally.seen:
                    tally.seen[document_id] = item.path
                    tally.unchanged += 1
            tally.unchanged_files.add(item.real)
            report("reading", len(tally.seen), None)
        elif isinstance(item, Skip):
            tally.skips.append(item)
            if not os.access(item.path, os.R_OK):
                tally.unread.append(Path(item.path).resolve())
        elif item.id in tally.seen:
            tally.skips.append(Skip(item.path or item.id, f"the same text as {tally.seen[item.id]}: taken in once"))
        else:
            tally.seen[item.id] = item.path or item.title
            report("reading", len(tally.seen), None)
            yield item


def _changed(found: Iterable[Document], store: Store, method: str, tally: _Tally) -> Iterator[Document]:
    """The documents that the store doesn't know, knows by another method, or knows with other metadata."""
    for document in found:
        if store.known(document.id) == method and bare(store.document(document.id)) == document:
            tally.unchanged += 1
        else:
            yield document


def _marked(
    ahead: list[Document], pending: Iterator[Document], store: Store, gone: Sequence[str], tally: _Tally
) -> tuple[list[Document], Iterator[Document]]:
    """The documents with what repeats in their sources marked, and with those of the store for which that changed."""
    from geomap import repetition

    found = repetition.mark(ahead, store, gone=gone)
    tally.unchanged -= sum(document.id in tally.seen for document in found.again)
    return [*found.fresh, *found.again], map(found.repetitions.marked, pending)


class _Crew:
    """Who extracts: the engine that was asked for, or as many processes of this machine as pay.

    Once it is sure that all of them will pay, they are started, and load what they need while documents are still being read.
    """

    def __init__(self, extractor: Extractor, *, engine: Engine | None, workers: int) -> None:
        self._extractor, self._engine, self._workers = extractor, engine, workers
        self._started: Processes | None = None

    def __enter__(self) -> _Crew:
        return self

    def __exit__(self, *_: object) -> None:
        if self._started is not None:
            self._started.stop()

    def expect(self, documents: int) -> None:
        """Know that at least so many documents are to be extracted."""
        most = self._workers or os.cpu_count() or 1
        enough = 1 if self._workers else most * _DOCUMENTS_A_WORKER
        if self._engine is None and self._started is None and most > 1 and documents >= enough:
            self._started = Processes(most)
            self._started.start(self._extractor)

    def chosen(self, ahead: list[Document]) -> Engine:
        """The engine for these documents; for several processes the longest come first, so that all are done at the same time."""
        chosen = self._engine or self._started or local(self._workers or _workers_for(ahead))
        if isinstance(chosen, Processes):
            ahead.sort(key=lambda document: len(document.text), reverse=True)
        return chosen


def _look_ahead(pending: Iterator[Document], crew: _Crew) -> tuple[list[Document], bool]:
    """The next documents, as many as memory allows, and whether that is all of them."""
    ahead: list[Document] = []
    size = 0
    for document in pending:
        ahead.append(document)
        crew.expect(len(ahead))
        size += len(document.text)
        if size > _LOOK_AHEAD_CHARS:
            return ahead, False
    return ahead, True


def _workers_for(ahead: Sequence[Document]) -> int:
    """How many processes pay: starting one takes as long as it takes to extract some thirty documents."""
    return max(1, min(os.cpu_count() or 1, len(ahead) // _DOCUMENTS_A_WORKER))


def _told(results: Iterable[Extraction | Skip], total: int | None, report: Progress) -> Iterator[Extraction | Skip]:
    """The same results, each one counted aloud."""
    for done, result in enumerate(results, start=1):
        report("extracting", done, total)
        yield result


def _batches(results: Iterable[Extraction | Skip], tally: _Tally) -> Iterator[list[Extraction]]:
    batch: list[Extraction] = []
    for result in results:
        if isinstance(result, Skip):
            tally.skips.append(result)
            continue
        batch.append(result)
        if len(batch) == BATCH:
            yield batch
            batch = []
    if batch:
        yield batch


def _gone(store: Store, roots: Sequence[Path], tally: _Tally) -> list[str]:
    """The ids of stored documents that lay at the given paths and lie there no more.

    What can't be opened this time (a share that is away, a folder closed to us) keeps what was read from it before.
    """
    roots = [root.resolve() for root in roots]

    def gone(path: str) -> bool:
        real = Path(path).resolve()
        return _under(real, roots) and not _under(real, tally.unread)

    return [document_id for document_id, path in store.paths().items() if document_id not in tally.seen and gone(path)]


def _under(path: Path, folders: Iterable[Path]) -> bool:
    return any(path.is_relative_to(folder) for folder in folders)


def _link(store: Store, report: Progress) -> None:
    """Link all reports anew where any of them, or the way to link them, changed since, also in a build that was cut short."""
    from geomap.method import method

    linked_by = method("")  # code and data: places stand in the reports
    if store.events_current and store.get_meta(_LINKED_BY) == linked_by:
        return
    from geomap.relinking import relink

    relink(store, lambda done, total: report("linking", done, total))
    store.set_meta(_LINKED_BY, linked_by)


def _summary(tally: _Tally, retired: int, counts: EventCounts, seconds: float) -> BuildSummary:
    return BuildSummary(
        documents=len(tally.seen),
        extracted=tally.extracted,
        unchanged=tally.unchanged,
        retired=retired,
        events=counts.events,
        placed=counts.placed,
        coarse=counts.coarse,
        unplaced=counts.unplaced,
        undated=counts.undated,
        skips=tuple(tally.skips),
        seconds=seconds,
    )


def _nothing(roots: Sequence[Path], skips: Sequence[Skip]) -> str:
    where = ", ".join(str(root) for root in roots) or "no path"
    if not skips:
        return f"{where}: no articles there; give files or folders of articles (.txt, .md, .html, .json, .jsonl or .csv)"
    reasons = "; ".join(f"{skip.path}: {skip.reason}" for skip in skips[:3])
    return f"{where}: nothing there can be read. {reasons}" + (f"; and {len(skips) - 3} more" if len(skips) > 3 else "")
