"""An article as blocks of marked text: what was decided about each place, time and event in it. Pure: values in, values out."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import pairwise
from typing import Any

from geomap.dashboard import assets, words
from geomap.dashboard.evidence import type_label
from geomap.model import DateBasis, Document, Place, Report, Review, Span, Timex, Toponym, Usage
from geomap.review import wording
from geomap.review.overlay import Applied

_LINE = re.compile(r"\n+")
#: Candidates named in a tip.
_RIVALS = 4
_USAGE_WORDS = {
    Usage.LITERAL: "the place itself",
    Usage.METONYM: "a government or people, named by its place",
    Usage.DEMONYM: "somebody or something from there",
    Usage.EMBEDDED: "part of another name",
}


_BASIS_WORDS = {
    DateBasis.EXPLICIT: "stated so",
    DateBasis.RELATIVE: "counted from the day of publication",
    DateBasis.PUBLICATION: "the day of publication",
}


class Kind(StrEnum):
    """What is marked."""

    PLACE = "place"
    UNPLACED = "unplaced"
    TIME = "time"
    EVENT = "event"


@dataclass(frozen=True, slots=True)
class Mark(Span):
    """A marked stretch; ``tip`` are the lines that say what was decided; ``reviewed``: a person decided it."""

    kind: Kind
    tip: tuple[str, ...]
    reviewed: bool = False


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of text; ``mark`` is the number of its mark, None for none."""

    text: str
    mark: int | None = None


@dataclass(frozen=True, slots=True)
class Block:
    """A line of the article; ``furniture`` says what of the page around it this is, None for the article itself."""

    pieces: tuple[Piece, ...]
    furniture: str | None = None


def marks(applied: Applied) -> tuple[Mark, ...]:
    """What was found in a document, in the order of the text; where two overlap, the earlier, then the longer one stays."""
    found = applied.extraction
    every = [
        *(_place(t, applied.mentions.get(t.start, ())) for t in found.toponyms),
        *_events(applied),
        *(_time(x) for x in found.timexes),
    ]
    kept: list[Mark] = []
    for mark in sorted(every, key=lambda m: (m.start, -m.end)):
        if mark.end > mark.start and (not kept or mark.start >= kept[-1].end):
            kept.append(mark)
    return tuple(kept)


def _events(applied: Applied) -> Iterator[Mark]:
    """A mark for each trigger; where one word tells of several happenings, all of them are said."""
    told: dict[Span, Mark] = {}
    found = applied.extraction
    for report in found.reports:
        mark = _event(report, found.document, applied.marks.get(report.id, ()))
        span = Span(mark.start, mark.end)
        before = told.get(span)
        if before is not None:
            mark = replace(before, tip=(*before.tip, "and", *mark.tip), reviewed=before.reviewed or mark.reviewed)
        told[span] = mark
    yield from told.values()


def blocks(document: Document, found: Sequence[Mark]) -> tuple[Block, ...]:
    """The document as lines of pieces; put together again they are its text, but for the line ends between blocks."""
    text = document.text
    cuts = {0, len(text)} | {f.start for f in document.furniture} | {f.end for f in document.furniture}
    cuts |= {match.end() for match in _LINE.finditer(text)}
    starts = [mark.start for mark in found]
    edges = sorted(cut for cut in cuts if not _inside(cut, found, bisect_left(starts, cut) - 1))
    furniture = sorted(document.furniture, key=lambda f: f.start)
    made, at, side = [], 0, 0
    for start, end in pairwise(edges):
        while side < len(furniture) and furniture[side].end <= start:
            side += 1
        kind = furniture[side].kind if side < len(furniture) and furniture[side].start <= start else None
        first = at
        while at < len(found) and found[at].start < end:
            at += 1
        pieces = tuple(_pieces(text, start, end, found, range(first, at)))
        if any(piece.text.strip() for piece in pieces):
            made.append(Block(pieces, kind))
    return tuple(made)


def _inside(cut: int, found: Sequence[Mark], before: int) -> bool:
    """Whether a cut would go through a mark; ``before`` is the number of the last one that starts before it."""
    return before >= 0 and cut < found[before].end


def _pieces(text: str, start: int, end: int, found: Sequence[Mark], numbers: range) -> Iterator[Piece]:
    at = start
    for number in numbers:
        mark = found[number]
        if mark.start > at:
            yield Piece(text[at : mark.start])
        yield Piece(text[mark.start : mark.end], number)
        at = mark.end
    if at < end:
        yield Piece(text[at:end].rstrip("\n") if text[at:end].strip() else "")


def payload(document: Document, found: Sequence[Mark], *, chosen: int | None = None) -> dict[str, Any]:
    """What the browser draws: every text in it is only ever text. ``chosen`` is where the chosen mark starts."""
    return {
        "id": document.id,
        "blocks": [
            [block.furniture, [[piece.text] if piece.mark is None else [piece.text, piece.mark] for piece in block.pieces]]
            for block in blocks(document, found)
        ],
        "marks": [[mark.start, mark.kind.value, list(mark.tip), mark.reviewed] for mark in found],
        "chosen": chosen,
    }


def _place(toponym: Toponym, reviews: Sequence[Review]) -> Mark:
    lines = list(place_lines(toponym, reviews))
    others = [c.place for c in toponym.candidates if toponym.place is None or c.place.id != toponym.place.id]
    if others:
        lines.append("or: " + "; ".join(where(place) for place in others[:_RIVALS]))
    return Mark(toponym.start, toponym.end, Kind.PLACE if toponym.place else Kind.UNPLACED, tuple(lines), bool(reviews))


def place_lines(toponym: Toponym, reviews: Sequence[Review]) -> tuple[str, ...]:
    """What was decided about a mention, and by whom."""
    sure = signed(reviews) if reviews else f"confidence {words.confidence(toponym.confidence)}"
    if toponym.place is None:
        return (f"not placed: {toponym.reason or 'no place is known by this name'}", sure)
    precision = words.precision_of(toponym.geo_precision, toponym.geo_uncertainty_km)
    return (where(toponym.place), f"{precision}; {_USAGE_WORDS[toponym.usage]}", sure)


def where(place: Place) -> str:
    """A place by name, region and country, as people say it."""
    region = place.admin1 if place.admin1 and not place.admin1.isdigit() else None
    country = None if place.feature.startswith("A.PCL") else assets.country_names().get(place.country or "", place.country)
    return ", ".join(dict.fromkeys(part for part in (place.name, region, country) if part))


def _time(timex: Timex) -> Mark:
    return Mark(timex.start, timex.end, Kind.TIME, time_lines(timex))


def time_lines(timex: Timex) -> tuple[str, ...]:
    """What was decided about a time expression, and how."""
    if timex.earliest is not None and timex.latest is not None:
        said = words.days(timex.earliest, timex.latest)
    else:
        said = "can't be placed in the calendar"
    how = _BASIS_WORDS.get(timex.basis)
    return (said, how) if how else (said,)


def _event(report: Report, document: Document, reviews: Sequence[Review]) -> Mark:
    lines = [
        f"{type_label(report.event_type)}, {words.STATUS_WORDS[report.status]}",
        f"where: {words.place_name(report.pin)}",
        f"when: {words.interval(report.when)}",
        *([f"according to {report.attributed_to}"] if report.attributed_to else []),
        signed(reviews) if reviews else f"confidence {words.confidence(report.confidence)}",
    ]
    return Mark(report.trigger.start, report.trigger.end, Kind.EVENT, tuple(lines), bool(reviews))


def signed(reviews: Sequence[Review]) -> str:
    """Who decided it, and when."""
    last = max(reviews, key=lambda review: (review.when, review.id))
    return f"decided by {last.who}, {wording.day(last)}"


def at(start: int | None, applied: Applied) -> Mapping[str, Any]:
    """What stands where a mark starts: ``toponym``, ``timex`` or ``report``; empty where nothing does."""
    found = applied.extraction
    for name, items in (("toponym", found.toponyms), ("timex", found.timexes)):
        for item in items:
            if item.start == start:
                return {name: item}
    return next(({"report": r} for r in found.reports if r.trigger.start == start), {})
