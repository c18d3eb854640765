"""The engine of a cluster: Dask (an extra: ``pip install 'geomap[dask]'``), with its scheduler and workers wherever they are.

Documents travel to the workers and extractions come back; the store is written here, by one process. A worker that dies costs
nothing: its documents go to another. A document on which several workers die is skipped, with that reason.
"""

from __future__ import annotations

import importlib
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from geomap.errors import ResourceError
from geomap.extractor import Depth, Extractor, extract_or_skip
from geomap.model import Document, Extraction, Skip

#: Documents under way for each thread of the cluster: enough that none is idle, few enough that memory stays bounded.
_QUEUED_PER_THREAD = 4
#: Seconds without a worker after which the cluster is given up, and between two looks at it.
_PATIENCE = 60.0
_LOOK = 5.0


@dataclass(frozen=True, slots=True)
class Dask:
    """Extracts on the workers of a Dask scheduler (``tcp://host:8786``). ``patience``: seconds to wait for a worker."""

    scheduler: str
    patience: float = _PATIENCE

    def extract(self, documents: Iterable[Document], extractor: Extractor) -> Iterator[Extraction | Skip]:
        """The extraction of each document, or why there is none, as they are finished.

        Raises ResourceError where the scheduler can't be reached, no worker is left, or the workers have another geomap or
        other places than this machine.
        """
        distributed = _library()
        client = self._client(distributed)
        settings = (extractor.gazetteer_path, extractor.pipeline, extractor.depth)
        under_way: dict[Any, Document] = {}
        try:
            for document in documents:
                under_way[client.submit(_work, document, settings, pure=False)] = document
                while len(under_way) >= _QUEUED_PER_THREAD * max(self._threads(client), 1):
                    yield from self._finished(distributed, client, under_way, extractor.method)
            while under_way:
                yield from self._finished(distributed, client, under_way, extractor.method)
        finally:
            for future in under_way:
                future.cancel()
            client.close()

    def _client(self, distributed: Any) -> Any:
        try:
            return distributed.Client(self.scheduler, timeout=min(self.patience, 10.0), set_as_default=False)
        except (OSError, TimeoutError, ValueError) as error:
            raise ResourceError(
                f"{self.scheduler}: no Dask scheduler answers there ({error}); start one with: dask scheduler"
            ) from error

    def _threads(self, client: Any) -> int:
        return sum(worker["nthreads"] for worker in client.scheduler_info(n_workers=-1)["workers"].values())

    def _finished(
        self, distributed: Any, client: Any, under_way: dict[Any, Document], method: str
    ) -> Iterator[Extraction | Skip]:
        """At least one result, taken off what is under way."""
        alone_since: float | None = None
        while True:
            try:
                with client.as_current():
                    done = distributed.wait(list(under_way), timeout=_LOOK, return_when="FIRST_COMPLETED").done
                break
            except TimeoutError:
                alone_since = self._check(client, alone_since)
        for future in done:
            document = under_way.pop(future)
            yield self._result(future, document, distributed, method)
            future.release()

    def _check(self, client: Any, alone_since: float | None) -> float | None:
        """Since when there has been no worker; None if there is one. Raises ResourceError where that is too long."""
        if client.status != "running":
            raise ResourceError(
                f"{self.scheduler}: the scheduler is gone; what was finished is saved: run the same command again"
            )
        if self._threads(client):
            return None
        now = time.monotonic()
        if alone_since is not None and now - alone_since > self.patience:
            raise ResourceError(
                f"{self.scheduler}: no worker has been there for {self.patience:g} seconds; what was finished is saved: "
                f"start workers (dask worker {self.scheduler}) and run the same command again"
            )
        return alone_since if alone_since is not None else now

    def _result(self, future: Any, document: Document, distributed: Any, method: str) -> Extraction | Skip:
        where = document.path or document.id
        try:
            result: Extraction | Skip = future.result()
        except distributed.KilledWorker:
            return Skip(where, "several workers ended while they read it, most often because memory ran out; it was left out")
        except ImportError as error:
            raise ResourceError(f"{self.scheduler}: the workers lack geomap ({error}); install the same version there") from error
        if isinstance(result, Extraction) and result.method != method:
            raise ResourceError(
                f"{self.scheduler}: the workers have another geomap, language pipeline or gazetteer ({result.method}) than this "
                f"machine ({method}); install the same there"
            )
        return result


def _library() -> Any:
    try:
        return importlib.import_module("distributed")
    except ImportError as error:
        raise ResourceError("the engine dask needs one more library: pip install 'geomap[dask]'") from error


@lru_cache(maxsize=2)
def _extractor(gazetteer: Path | None, pipeline: str | None, depth: Depth) -> Extractor:
    """A worker's extractor, kept from one document to the next."""
    return Extractor(gazetteer, pipeline=pipeline, depth=depth)


def _work(document: Document, settings: tuple[Path | None, str | None, Depth]) -> Extraction | Skip:
    return extract_or_skip(document, _extractor(*settings))
