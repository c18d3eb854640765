"""Where documents are extracted: in this process, in several of this machine, or on a cluster. The results are the same.

An engine takes documents as they come, has a bounded number of them under way, and gives results as they are finished.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Protocol

from geomap.engines.local import OneProcess, Processes
from geomap.extractor import Extractor
from geomap.model import Document, Extraction, Skip


class Engine(Protocol):
    """Extracts documents."""

    def extract(self, documents: Iterable[Document], extractor: Extractor) -> Iterator[Extraction | Skip]:
        """The extraction of each document, or why there is none, in any order. Raises ResourceError where it can't go on."""
        ...


def local(workers: int = 1) -> Engine:
    """An engine of this machine."""
    return Processes(workers) if workers > 1 else OneProcess()


__all__ = ["Engine", "OneProcess", "Processes", "local"]
