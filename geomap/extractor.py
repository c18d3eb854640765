"""From a document to what is found in it: the order of the stages, and where they run (this process, or several of this machine).

Extraction is a pure function of a document, given a gazetteer and a language pipeline, so any number of processes may share
the work and the result is the same. The stages are imported when the first document comes, not before: whoever only asks for
the method, or finds nothing to extract, never loads spaCy.
"""

from __future__ import annotations

import logging
import multiprocessing
import os
import signal
import threading
from collections.abc import Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from enum import StrEnum
from functools import cache, cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from geomap.errors import GeomapError, ResourceError
from geomap.method import method
from geomap.model import Document, Extraction, Report, Skip

if TYPE_CHECKING:
    from geomap.gazetteer import Gazetteer
    from geomap.syntax.pipeline import Doc

_logger = logging.getLogger(__name__)
_logger.addHandler(logging.NullHandler())

#: Documents that wait for each worker process, so that none is idle and memory stays bounded.
_QUEUED_PER_WORKER = 4


class Depth(StrEnum):
    """How thoroughly documents are read."""

    EVENTS = "events"
    """Parsed whole: toponyms, time expressions and reports."""
    PLACES = "places"
    """Toponyms and time expressions, from the named entities without a parse."""
    WORDS = "words"
    """Toponyms and time expressions, from the words alone: no language model is loaded."""


class Extractor:
    """Finds toponyms, time expressions and reports in documents, one at a time, keeping nothing between them.

    ``gazetteer`` is the user's gazetteer file (None: the one in the working folder, or the shipped one); ``pipeline`` names a
    spaCy pipeline (None: the default); ``depth`` says how much is looked for.
    """

    def __init__(self, gazetteer: Path | None = None, *, pipeline: str | None = None, depth: Depth = Depth.EVENTS) -> None:
        self.gazetteer_path = gazetteer
        self.pipeline = pipeline
        self.depth = depth

    @cached_property
    def gazetteer(self) -> Gazetteer:
        """The places that names are looked up in, opened on first use."""
        from geomap.gazetteer import Gazetteer

        return Gazetteer.open(self.gazetteer_path)

    @cached_property
    def method(self) -> str:
        """What every row found by this extractor is marked with."""
        return method(self.gazetteer.version, pipeline=self.pipeline, depth=self.depth)

    def read(self, document: Document) -> Doc:
        """The document as tokens, with as much of their grammar as the depth asks for."""
        from geomap import syntax

        if self.depth is Depth.WORDS:
            return syntax.tokens(document)
        reading = syntax.parse if self.depth is Depth.EVENTS else syntax.shallow
        return reading(document, pipeline=self.pipeline or syntax.DEFAULT_PIPELINE)

    def extract(self, document: Document) -> Extraction:
        """Everything found in the document. Raises GeomapError where it can't be processed."""
        from geomap import timexes, toponyms

        parsed = self.read(document)
        times = timexes.find(document.text, published=document.published, furniture=document.furniture)
        places = toponyms.find(document, parsed, self.gazetteer)
        reports: tuple[Report, ...] = ()
        if self.depth is Depth.EVENTS:
            from geomap import events

            reports = events.find(document, parsed, places, times, gazetteer=self.gazetteer)
        return Extraction(document=document, toponyms=places, timexes=times, reports=reports, method=self.method)


@cache
def shared_extractor(gazetteer: Path | None = None) -> Extractor:
    """One extractor for each gazetteer file, so that repeated calls load nothing twice."""
    return Extractor(gazetteer)


def extract_all(documents: Iterable[Document], extractor: Extractor, *, workers: int = 1) -> Iterator[Extraction | Skip]:
    """The extraction of each document, or why there is none; in order with one worker, as they are finished with several."""
    if workers > 1:
        yield from _in_processes(documents, extractor, workers)
    else:
        for document in documents:
            yield extract_or_skip(document, extractor)


def extract_or_skip(document: Document, extractor: Extractor) -> Extraction | Skip:
    """The extraction, or a Skip: one document that breaks a stage must not cost the thousands around it."""
    where = document.path or document.id
    try:
        return extractor.extract(document)
    except ResourceError:
        raise
    except GeomapError as error:
        return Skip(where, str(error))
    except Exception as error:
        _logger.exception("extraction failed: %s", where)
        return Skip(where, f"extraction failed ({type(error).__name__}: {error}); please report it, with the article")


_worker: list[Extractor] = []


def _start_worker(gazetteer: Path | None, pipeline: str | None, depth: Depth) -> None:
    # Ctrl-C reaches every process of a terminal: the first one answers it, and ends the others when their documents are done.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()
    _worker.append(Extractor(gazetteer, pipeline=pipeline, depth=depth))


def _end_with_parent() -> None:
    """A process whose parent was killed would wait for work for ever."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def _work(document: Document) -> Extraction | Skip:
    return extract_or_skip(document, _worker[0])


def _in_processes(documents: Iterable[Document], extractor: Extractor, workers: int) -> Iterator[Extraction | Skip]:
    settings = (extractor.gazetteer_path, extractor.pipeline, extractor.depth)
    pool = ProcessPoolExecutor(
        workers, mp_context=multiprocessing.get_context("spawn"), initializer=_start_worker, initargs=settings
    )
    try:
        waiting: set[Future[Extraction | Skip]] = set()
        for document in documents:
            waiting.add(pool.submit(_work, document))
            if len(waiting) >= workers * _QUEUED_PER_WORKER:
                done, waiting = wait(waiting, return_when=FIRST_COMPLETED)
                yield from (future.result() for future in done)
        while waiting:
            done, waiting = wait(waiting, return_when=FIRST_COMPLETED)
            yield from (future.result() for future in done)
    except BrokenProcessPool as error:
        raise ResourceError(
            "a worker process was ended from outside, most often because memory ran out; what was finished is saved: "
            f"run the same command again with fewer workers than {workers}"
        ) from error
    finally:
        pool.shutdown(wait=True, cancel_futures=True)
