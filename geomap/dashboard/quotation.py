"""A report's quote in its context, as pieces of the document's own text. Pure: spans in, pieces out; no HTML."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from geomap.model import Document, Report, Span

#: How many characters of the neighbouring sentences are shown on each side of a quote.
CONTEXT_CHARS = 260
_ENDS = ".!?…"


class Part(StrEnum):
    """What a piece of text is to the report."""

    CONTEXT = "context"
    QUOTE = "quote"
    TRIGGER = "trigger"
    PLACE = "place"
    WHEN = "when"


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of the document's text and what it is to the report."""

    text: str
    part: Part


def pieces(report: Report, document: Document) -> list[Piece]:
    """The sentence before, the quote with its trigger, places and time words marked, and the sentence after."""
    before = _before(document, report.start)
    after = _after(document, report.end)
    out = [Piece(document.text[before : report.start], Part.CONTEXT)] if before < report.start else []
    at = report.start
    for start, end, part in _marks(report):
        if start > at:
            out.append(Piece(document.text[at:start], Part.QUOTE))
        out.append(Piece(document.text[start:end], part))
        at = end
    if at < report.end:
        out.append(Piece(document.text[at : report.end], Part.QUOTE))
    if after > report.end:
        out.append(Piece(document.text[report.end : after], Part.CONTEXT))
    return out


def _marks(report: Report) -> Iterator[tuple[int, int, Part]]:
    """The marked spans inside the quote in order; where two overlap, the earlier and then the longer one is kept."""
    found = [(report.trigger.start, report.trigger.end, Part.TRIGGER)]
    found += [(place.span.start, place.span.end, Part.PLACE) for place in report.places if place.span is not None]
    if report.when is not None and report.when.span is not None:
        found.append((report.when.span.start, report.when.span.end, Part.WHEN))
    at = report.start
    for start, end, part in sorted(found, key=lambda mark: (mark[0], -mark[1])):
        if start >= at and start < end <= report.end:
            yield start, end, part
            at = end


def _before(document: Document, start: int) -> int:
    """Where the sentence before ``start`` begins; ``start`` itself where a paragraph or page furniture comes first."""
    floor = max(0, start - CONTEXT_CHARS, *(f.end for f in _furniture(document, 0, start)))
    head = document.text[floor:start]
    paragraph = head.rstrip().rfind("\n\n")
    if paragraph >= 0:
        floor, head = floor + paragraph + 2, head[paragraph + 2 :]
    body = head.rstrip()
    cut = max((body.rfind(end + " ", 0, max(len(body) - 1, 0)) for end in _ENDS), default=-1)
    if cut >= 0:
        return floor + cut + 2
    word = head.find(" ")
    return floor if floor == 0 or paragraph >= 0 or word < 0 or document.text[floor - 1].isspace() else floor + word + 1


def _after(document: Document, end: int) -> int:
    """Where the sentence after ``end`` stops."""
    ceiling = min([end + CONTEXT_CHARS, len(document.text), *(f.start for f in _furniture(document, end, len(document.text)))])
    tail = document.text[end:ceiling]
    skipped = len(tail) - len(tail.lstrip())
    paragraph = tail.find("\n\n", skipped)
    if paragraph >= 0:
        return end + paragraph
    stops = [at for mark in _ENDS if (at := tail.find(mark + " ", skipped)) >= 0]
    if stops:
        return end + min(stops) + 1
    if ceiling == len(document.text) or document.text[ceiling].isspace():
        return ceiling
    word = tail.rfind(" ")
    return end + word if word > 0 else ceiling


def _furniture(document: Document, start: int, end: int) -> Iterable[Span]:
    window = Span(start, end)
    return (span for span in document.furniture if span.overlaps(window))
