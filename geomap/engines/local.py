"""The engines of one machine: this process, or several."""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
from collections.abc import Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager, suppress
from pathlib import Path

from geomap.errors import ResourceError
from geomap.extractor import Depth, Extractor, extract_or_skip
from geomap.model import Document, Extraction, Skip

#: Documents that wait for each worker process, so that none is idle and memory stays bounded.
_QUEUED_PER_WORKER = 4
#: What numpy's libraries read when they are loaded. Each process has a core: threads of their own would wait for each other.
_THREADS = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "BLIS_NUM_THREADS")
#: What a new worker reads first: nothing is kept of it, but it makes spaCy, its model and every lexicon ready.
_FIRST_WORDS = "Two ministers met in Lisbon on Monday."


class OneProcess:
    """Extracts in this process, in order."""

    def extract(self, documents: Iterable[Document], extractor: Extractor) -> Iterator[Extraction | Skip]:
        """The extraction of each document, or why there is none."""
        for document in documents:
            yield extract_or_skip(document, extractor)


class Processes:
    """Extracts in several processes of this machine; results come as they are finished."""

    def __init__(self, workers: int) -> None:
        self.workers = workers
        self._pool: ProcessPoolExecutor | None = None

    def start(self, extractor: Extractor) -> None:
        """Let the processes load what they need while documents are still being read; ``stop`` ends them if none comes."""
        self._pool = ProcessPoolExecutor(
            self.workers,
            mp_context=multiprocessing.get_context("spawn"),
            initializer=_start_worker,
            initargs=(extractor.gazetteer_path, extractor.pipeline, extractor.depth),
        )
        with _one_thread_each():
            self._pool.submit(_nothing)  # the first task starts all processes

    def stop(self) -> None:
        """End the processes, when the documents are done that they have begun."""
        if self._pool is not None:
            self._pool.shutdown(wait=True, cancel_futures=True)
            self._pool = None

    def extract(self, documents: Iterable[Document], extractor: Extractor) -> Iterator[Extraction | Skip]:
        """The extraction of each document, or why there is none. Raises ResourceError where a process was ended from outside."""
        if self._pool is None:
            self.start(extractor)
        pool = self._pool
        assert pool is not None
        try:
            waiting: set[Future[Extraction | Skip]] = set()
            for document in documents:
                waiting.add(pool.submit(_work, document))
                if len(waiting) >= self.workers * _QUEUED_PER_WORKER:
                    done, waiting = wait(waiting, return_when=FIRST_COMPLETED)
                    yield from (future.result() for future in done)
            while waiting:
                done, waiting = wait(waiting, return_when=FIRST_COMPLETED)
                yield from (future.result() for future in done)
        except BrokenProcessPool as error:
            raise ResourceError(
                "a worker process was ended from outside, most often because memory ran out; what was finished is saved: "
                f"run the same command again with fewer workers than {self.workers}"
            ) from error
        finally:
            self.stop()


@contextmanager
def _one_thread_each() -> Iterator[None]:
    """Processes that start meanwhile give numpy's libraries one thread, unless the user has said how many."""
    unsaid = [name for name in _THREADS if name not in os.environ]
    os.environ.update(dict.fromkeys(unsaid, "1"))
    try:
        yield
    finally:
        for name in unsaid:
            del os.environ[name]


_worker: list[Extractor] = []


def _start_worker(gazetteer: Path | None, pipeline: str | None, depth: Depth) -> None:
    # Ctrl-C reaches every process of a terminal: the first one answers it, and ends the others when their documents are done.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()
    extractor = Extractor(gazetteer, pipeline=pipeline, depth=depth)
    _worker.append(extractor)
    with suppress(ResourceError):  # what is wrong (no such pipeline) is told by the first real document, in its own words
        extract_or_skip(Document(Document.id_of(_FIRST_WORDS), "", _FIRST_WORDS), extractor)


def _end_with_parent() -> None:
    """A process whose parent was killed would wait for work for ever."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def _nothing() -> None:
    """A task that does nothing."""


def _work(document: Document) -> Extraction | Skip:
    return extract_or_skip(document, _worker[0])
