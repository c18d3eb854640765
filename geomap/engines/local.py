"""The engines of one machine: this process, or several."""

from __future__ import annotations

import multiprocessing
import os
import signal
import sys
import threading
from collections.abc import Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from pathlib import Path

from geomap.errors import ResourceError
from geomap.extractor import Depth, Extractor, extract_or_skip
from geomap.model import Document, Extraction, Skip

#: Documents that wait for each worker process, so that none is idle and memory stays bounded.
_QUEUED_PER_WORKER = 4
#: What numpy's libraries read when they are loaded. Each process has a core: threads of their own would wait for each other.
_THREADS = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "BLIS_NUM_THREADS")
#: What the process imports that workers are forked from.
_PRELOADED = "geomap.engines.preloaded"


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
            mp_context=_context(extractor),
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


def _context(extractor: Extractor) -> multiprocessing.context.BaseContext:
    """How processes start: forked from one that has loaded everything, where that is safe; each on its own elsewhere.

    This process is never forked itself: it may have threads. macOS can fork, but its own libraries don't bear it.
    """
    if sys.platform != "linux" or extractor.pipeline is not None or extractor.depth is not Depth.EVENTS:
        return multiprocessing.get_context("spawn")
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload([_PRELOADED])
    return context


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
    _worker.append(Extractor(gazetteer, pipeline=pipeline, depth=depth))
    _worker[0].warm()


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
