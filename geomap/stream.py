"""A stream of records in, a stream of records out: what ``geomap parse`` does to JSONL, one line at a time, without a store."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from geomap.errors import InputError
from geomap.extractor import Extractor, extract_or_skip
from geomap.model import Document, Extraction, Skip
from geomap.records import Record, events_of, record, stories_of

if TYPE_CHECKING:
    from geomap.gazetteer.fallback import OnlineFallback


@dataclass(frozen=True, slots=True)
class BadLine:
    """A line that gave no record: its number, from 1, and why."""

    number: int
    reason: str


def parse_lines(
    lines: Iterable[bytes], extractor: Extractor, *, link: bool = False, online: OnlineFallback | None = None
) -> Iterator[Record | BadLine]:
    """The record of each line of JSONL, in the input's order; a bad line is reported and the others go on.

    ``online`` is asked for names that nothing local knows. With ``link`` nothing comes out before the whole input is in, for
    only then are the events known.
    """
    results = _extractions(lines, extractor, online)
    if not link:
        for result in results:
            yield result if isinstance(result, BadLine) else record(result[1], identifier=result[0])
        return
    from geomap import events

    whole = list(results)
    extractions = {each[1].document.id: each[1] for each in whole if not isinstance(each, BadLine)}
    ordered = [extractions[key] for key in sorted(extractions)]
    linked, told = events_of(events.link(ordered)), stories_of([e.document for e in ordered])
    for result in whole:
        yield result if isinstance(result, BadLine) else record(result[1], identifier=result[0], events=linked, stories=told)


def parse_text(text: str, extractor: Extractor, *, link: bool = False, online: OnlineFallback | None = None) -> Record:
    """The record of one text. Raises InputError where it can't be processed."""
    from geomap import documents, events

    extraction = extract_or_skip(documents.from_text(text), extractor)
    if isinstance(extraction, Skip):
        raise InputError(extraction.reason)
    extraction = extraction if online is None else online.filled(extraction)
    if not link:
        return record(extraction)
    return record(extraction, events=events_of(events.link([extraction])), stories=stories_of([extraction.document]))


def _extractions(
    lines: Iterable[bytes], extractor: Extractor, online: OnlineFallback | None
) -> Iterator[tuple[str, Extraction] | BadLine]:
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            identifier, document = given(line)
        except InputError as error:
            yield BadLine(number, str(error))
            continue
        extraction = extract_or_skip(document, extractor)
        if isinstance(extraction, Skip):
            yield BadLine(number, extraction.reason)
        else:
            yield identifier, extraction if online is None else online.filled(extraction)


def given(line: bytes) -> tuple[str, Document]:
    """What a line of input gives: ``{"id", "text", "published", "title", "source"}``, all but the text optional.

    Returns what the caller calls the document, and the document. Raises InputError, saying which field is wrong and how.
    """
    from geomap import documents

    try:
        fields = json.loads(line.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise InputError(f"not UTF-8 at byte {error.start}") from error
    except (ValueError, RecursionError) as error:
        raise InputError(f"not JSON: {error}") from error
    if not isinstance(fields, dict):
        raise InputError('not a JSON object; expected {"id": ..., "text": ...}')
    text = fields.get("text")
    if not isinstance(text, str):
        raise InputError('"text" is missing or not a string')
    published = _words(fields, "published")
    document = documents.from_text(
        text,
        title=_words(fields, "title"),
        source=_words(fields, "source"),
        published=publication_day(published) if published else None,
        url=_words(fields, "url"),
    )
    identifier = fields.get("id")
    if identifier is not None and not isinstance(identifier, str | int):
        raise InputError('"id" is neither a string nor a number')
    return document.id if identifier is None else str(identifier), document


def _words(fields: dict[str, object], name: str) -> str | None:
    value = fields.get(name)
    if value is not None and not isinstance(value, str):
        raise InputError(f'"{name}" is not a string')
    return value or None


def publication_day(written: str) -> date:
    """The day that a publication date names, time or none. Raises InputError where that isn't clear."""
    from geomap.documents import dating

    day = dating.parse(written)
    if day is None:
        raise InputError(f"published: {written!r} is not a date; write it as YYYY-MM-DD, or leave it out")
    return day
