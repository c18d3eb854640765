"""Predictions for annotated text: what this geomap finds in it, as the records that ``geomap parse`` writes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from geomap import documents
from geomap.errors import InputError
from geomap.evaluate.articles import Annotations
from geomap.evaluate.gold import GoldDocument
from geomap.evaluate.trace import traced
from geomap.extractor import Extractor, extract_or_skip
from geomap.model import Candidate, Document, Extraction, Skip, Toponym
from geomap.records import events_of, record
from geomap.stream import publication_day

if TYPE_CHECKING:
    from geomap.toponyms import Recogniser

Records = dict[str, Mapping[str, Any]]
#: Told of each document that is done, and of how many.
Progress = Callable[[str, int, int | None], None]


@dataclass(frozen=True, slots=True)
class ToponymRecords:
    """What was found; and, where it was asked for, which places the annotated spans themselves were given."""

    found: Records
    gold_spans: Records | None


def toponyms(
    gold: Sequence[GoldDocument],
    extractor: Extractor,
    progress: Progress,
    *,
    recogniser: Recogniser | None = None,
    gold_spans: bool = False,
    trace: bool = False,
) -> ToponymRecords:
    """The toponyms of annotated documents, each with its candidates; nothing else is extracted.

    With ``gold_spans`` the annotated spans are resolved as well; with ``trace`` each record also says how it came about.
    """
    from geomap import toponyms as finder
    from geomap.evaluate.given import GoldSpans

    found: Records = {}
    given: Records = {}
    for n, g in enumerate(gold, start=1):
        document = _document(g)
        parsed = extractor.read(document)
        places = finder.find(document, parsed, extractor.gazetteer, recogniser=recogniser)
        found[g.id] = _toponym_record(g.id, document, places)
        if trace:
            found[g.id] = {**found[g.id], "trace": traced(document, parsed, extractor.gazetteer, recogniser)}
        if gold_spans:
            whole = replace(document, furniture=())
            spans = GoldSpans((t.start, t.end) for t in g.toponyms)
            resolved = finder.find(whole, parsed, extractor.gazetteer, recogniser=spans)
            given[g.id] = _toponym_record(g.id, whole, resolved)
        progress("finding toponyms", n, len(gold))
    return ToponymRecords(found, given if gold_spans else None)


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


def _toponym_record(identifier: str, document: Document, found: Sequence[Toponym]) -> Mapping[str, Any]:
    """What ``geomap parse`` says of the toponyms, and their candidates."""
    written: Mapping[str, Any] = record(Extraction(document, toponyms=tuple(found)), identifier=identifier)
    rows = [
        {**row, "candidates": [_candidate(candidate) for candidate in toponym.candidates]}
        for row, toponym in zip(written["toponyms"], found, strict=True)
    ]
    return {"id": identifier, "toponyms": rows}


def _candidate(candidate: Candidate) -> dict[str, Any]:
    place = candidate.place
    return {"name": place.name, "lat": place.lat, "lon": place.lon, "probability": candidate.score}


def _document(gold: GoldDocument) -> Document:
    return documents.from_text(gold.text, title=gold.title, source=gold.source, published=_day(gold.published))


def _day(written: str | None) -> date | None:
    return publication_day(written) if written else None
