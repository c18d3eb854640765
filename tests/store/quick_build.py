"""A build whose extraction costs nothing, so that what it does to a store can be tried many times.

All of it is geomap's own but for one thing: sentences of the form "Ministers met in Lisbon on 5 September 2023" are found by a
pattern. As a program: ``quick_build.py ARTICLES STORE SECONDS``, where each document takes so many seconds, or ``serve``.
"""

from __future__ import annotations

import importlib
import os
import re
import sys
import time
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

from geomap import pipeline
from geomap.errors import GeomapError
from geomap.extractor import Extractor
from geomap.model import (
    Actor,
    DateBasis,
    DatePrecision,
    Document,
    Extraction,
    GeoPrecision,
    Place,
    PlaceMention,
    Report,
    Role,
    Span,
    Status,
    Trigger,
    When,
)
from geomap.store import Store

TOWNS = ("Lisbon", "Porto", "Madrid", "Rome", "Athens", "Oslo", "Bergen", "Vienna", "Graz", "Berne")
_SENTENCE = re.compile(r"(Ministers) (met) in (\w+) on (\d+ \w+ \d{4})")


class Quick(Extractor):
    """Finds one kind of sentence."""

    seconds = 0.0
    method = "quick-1"  # type: ignore[assignment]

    def extract(self, document: Document) -> Extraction:
        """The sentences of that kind."""
        time.sleep(self.seconds)
        return Extraction(
            document, reports=tuple(self._report(document, m) for m in _SENTENCE.finditer(document.text)), method="quick-1"
        )

    @staticmethod
    def _report(document: Document, found: re.Match[str]) -> Report:
        trigger = Trigger(found.start(2), found.end(2), found[2])
        town, day = found[3], datetime.strptime(found[4], "%d %B %Y").date()
        place = Place(f"quick:{town.lower()}", town, 40.0 + len(town), float(sum(map(ord, town)) % 40), "P.PPL", "XX")
        return Report(
            id=Report.id_of(document.id, trigger, "meeting"),
            document_id=document.id,
            start=found.start(),
            end=found.end(),
            quote=found[0],
            trigger=trigger,
            event_type="meeting",
            status=Status.OCCURRED,
            background=False,
            actors=(Actor("Ministers"),),
            places=(PlaceMention(town, Role.VENUE, place, GeoPrecision.CITY, None, Span(found.start(3), found.end(3))),),
            when=When(day, day, DatePrecision.DAY, DateBasis.EXPLICIT, found[4]),
            attributed_to=None,
            confidence=0.9,
            method="quick-1",
        )


def write(folder: Path, count: int, *, first: int = 0) -> Path:
    """So many articles, some of which tell of the same meeting."""
    folder.mkdir(exist_ok=True)
    for n in range(first, first + count):
        town, day = TOWNS[n // 3 % len(TOWNS)], 1 + n // 3 % 28
        filler = " ".join(f"Delegates spoke of matter {n} and {k} for a while." for k in range(40))
        text = f"Talks in {town}, part {n}\n\nMinisters met in {town} on {day} September 2023. {filler}\n"
        (folder / f"article-{n:05}.txt").write_text(text)
    return folder


def build(
    articles: Path, store: Path, *, seconds: float = 0.0, notice: Callable[[str], None] | None = None
) -> pipeline.BuildSummary:
    """A build in this process."""
    Quick.seconds = seconds
    real, pipeline.Extractor = pipeline.Extractor, Quick  # type: ignore[misc,attr-defined]
    try:
        return pipeline.build([articles], store=store, notice=notice)
    finally:
        pipeline.Extractor = real  # type: ignore[misc,attr-defined]


def contents(path: Path) -> dict[str, Any]:
    """All that a store says, but for the words that only tell one state of it from another."""
    with Store.open(path, readonly=True) as store, store.reading():
        return {
            "documents": {each.document.id: each for each in store.extractions()},
            "retired": sorted(document.id for document in store.documents(retired=True)),
            "events": {event.id: event for event in store.events()},
            "order": [event.id for event in store.events()],
            "skips": sorted(map(str, store.skips())),
            "files": {name: fact.document_ids for name, fact in store.files().items()},
            "found": store.search("ministers").document_ids and sorted(store.search("ministers").document_ids),
            "current": store.events_current,
        }


def program(articles: Path, store: Path, seconds: float) -> int:
    """Build, saying when it begins and when it is done; the exit code."""
    os.write(1, f"begun {os.getpid()}\n".encode())  # in one piece, whoever else writes there
    try:
        done = build(articles, store, seconds=seconds)
    except GeomapError as error:
        os.write(1, f"failed: {error}\n".encode("utf-8", "replace"))
        return 1
    os.write(1, f"done {done.documents} {done.extracted} {done.events}\n".encode())
    return 0


def serve() -> None:
    """Builds by request, each in a fresh process that has everything loaded: a line is ARTICLES, STORE, SECONDS between tabs.

    What it prints is passed on, and a line "ended" follows when it has ended, whoever ended it.
    """
    for name in ("geomap.events", "geomap.review.ledger", "geomap.view.snapshot", "geomap.documents.reading", "pyarrow.parquet"):
        importlib.import_module(name)
    for line in sys.stdin:
        articles, store, seconds = line.rstrip("\n").split("\t")
        child = os.fork()
        if child == 0:
            os._exit(program(Path(articles), Path(store), float(seconds)))
        os.waitpid(child, 0)
        os.write(1, b"ended\n")


if __name__ == "__main__":
    if sys.argv[1:] == ["serve"]:
        serve()
    else:
        sys.exit(program(Path(sys.argv[1]), Path(sys.argv[2]), float(sys.argv[3])))
