"""Predictions for annotated text: what this geomap finds in it, as the records that ``geomap parse`` writes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from geomap import documents
from geomap.errors import InputError
from geomap.evaluate.articles import Annotations
from geomap.evaluate.gold import GoldDocument
from geomap.extractor import Extractor, extract_or_skip
from geomap.model import Document, Extraction, Skip
from geomap.records import events_of, record
from geomap.stream import publication_day

Records = dict[str, Mapping[str, Any]]
#: Told of each document that is done, and of how many.
Progress = Callable[[str, int, int | None], None]


def toponyms(gold: Sequence[GoldDocument], extractor: Extractor, progress: Progress) -> Records:
    """The records of annotated documents."""
    extractions = _extractions(((g.id, _document(g)) for g in gold), extractor, len(gold), progress)
    return {identifier: record(extraction, identifier=identifier) for identifier, extraction in extractions.items()}


def timexes(gold: Sequence[GoldDocument], progress: Progress) -> Records:
    """The records of annotated documents, with time expressions only: these need no parse."""
    from geomap import timexes as finder

    records: Records = {}
    for n, g in enumerate(gold, start=1):
        document = _document(g)
        found = finder.find(document.text, published=document.published, furniture=document.furniture)
        records[g.id] = record(Extraction(document, timexes=found), identifier=g.id)
        progress("extracting", n, len(gold))
    return records


def events(annotations: Annotations, folder: Path, extractor: Extractor, progress: Progress) -> Records:
    """The records of annotated articles, whose files lie in ``folder``, with their reports linked."""
    from geomap import events as finder

    articles = [
        (a.id, documents.from_text(a.text(folder), published=_day(a.published), path=a.file)) for a in annotations.articles
    ]
    extractions = _extractions(articles, extractor, len(articles), progress)
    linked = events_of(finder.link(list(extractions.values())))
    return {identifier: record(each, identifier=identifier, events=linked) for identifier, each in extractions.items()}


def _extractions(
    given: Iterable[tuple[str, Document]], extractor: Extractor, total: int, progress: Progress
) -> dict[str, Extraction]:
    found: dict[str, Extraction] = {}
    for n, (identifier, document) in enumerate(given, start=1):
        extraction = extract_or_skip(document, extractor)
        if isinstance(extraction, Skip):
            raise InputError(f"{identifier}: {extraction.reason}")
        found[identifier] = extraction
        progress("extracting", n, total)
    return found


def _document(gold: GoldDocument) -> Document:
    return documents.from_text(gold.text, title=gold.title, source=gold.source, published=_day(gold.published))


def _day(written: str | None) -> date | None:
    return publication_day(written) if written else None
