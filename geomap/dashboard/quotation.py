"""A report's quote in its context, as pieces of the document's own text. Pure: spans in, pieces out; no HTML."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from geomap.model import Document, Report, Span

#: How many characters of the neighbouring sentences are shown on each side of a quote.
CONTEXT_CHARS = 260
_ENDS = ".!?…"
_CLOSERS = "\"'”’)"
#: The end of a sentence and the space after it; the end of a paragraph.
_END = re.compile(r"[.!?…][\"'”’)]?\s+")
_BREAK = re.compile(r"\n[ \t]*\n\s*")


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
    """Where the sentence before ``start`` begins; ``start`` itself where only a heading or page furniture comes before."""
    floor = max(0, start - CONTEXT_CHARS, *(f.end for f in _furniture(document, 0, start)))
    between = document.text[floor:start]
    head = between.rstrip()
    if _BREAK.match(between, len(head)) and head[-1:] not in _ENDS + _CLOSERS:
        return start  # a heading: it says nothing about the sentence
    lines = _BREAK.split(head)
    if len(lines) > 1:
        floor, head = floor + len(head) - len(lines[-1]), lines[-1]
    ends = [match.end() for match in _END.finditer(head)]
    if ends:
        return floor + ends[-1]
    word = head.find(" ")
    cut_inside = floor > 0 and len(lines) == 1 and not document.text[floor - 1].isspace()
    return floor + word + 1 if cut_inside and word >= 0 else floor


def _after(document: Document, end: int) -> int:
    """Where the sentence after ``end`` stops; ``end`` itself where page furniture or nothing follows."""
    ceiling = min([end + CONTEXT_CHARS, len(document.text), *(f.start for f in _furniture(document, end, len(document.text)))])
    tail = document.text[end:ceiling]
    body = tail.lstrip()
    skipped = len(tail) - len(body)
    if not body:
        return end
    line = _BREAK.split(body)[0]
    stop = _END.search(line)
    if stop is not None:
        return end + skipped + len(line[: stop.end()].rstrip())
    if len(line) < len(body) or ceiling == len(document.text) or document.text[ceiling].isspace():
        return end + skipped + len(line)
    word = line.rfind(" ")
    return end + skipped + (word if word > 0 else len(line))


def _furniture(document: Document, start: int, end: int) -> Iterable[Span]:
    window = Span(start, end)
    return (span for span in document.furniture if span.overlaps(window))
