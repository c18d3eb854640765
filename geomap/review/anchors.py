"""Finding again, after any number of builds, the words that a review is about."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

from geomap.model import Anchor, Document, Report, Span, Toponym

#: The kind of an anchor on the mention of a place; every other kind is a type of event.
TOPONYM = "toponym"
#: More happenings than one word ever tells of.
_OCCASIONS = 12


def sha256_of(text: str) -> str:
    """The hash of a text, as 64 hexadecimal digits (UTF-8; broken text by its surrogates)."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def of_toponym(toponym: Toponym, document: Document) -> Anchor:
    """The anchor of a mention."""
    return Anchor(toponym.start, toponym.end, sha256_of(document.text), toponym.surface, TOPONYM)


def of_report(report: Report, document: Document) -> Anchor:
    """The anchor of a report: the words that tell of its event, or its place's where these tell of an event before it."""
    words = _words_of(report)
    return Anchor(words.start, words.end, sha256_of(document.text), document.text[words.start : words.end], report.event_type)


def holds(anchor: Anchor, text: str) -> bool:
    """Whether the anchor is of this text: the words it names stand there."""
    return text[anchor.start : anchor.end] == anchor.text and sha256_of(text) == anchor.sha256


def mentions_at(anchor: Anchor, toponyms: Sequence[Toponym]) -> list[Toponym]:
    """The mentions that an anchor means: that of exactly these words, else those that share a letter with them."""
    exact = [t for t in toponyms if (t.start, t.end) == (anchor.start, anchor.end)]
    return exact or [t for t in toponyms if t.span.overlaps(anchor)]


def report_at(anchor: Anchor, reports: Sequence[Report]) -> Report | None:
    """The report that an anchor means.

    That with exactly this trigger, of several the one of the same type (*won in Rome in 2001 and in Oslo in 2004*: the first, and
    the second by its place); else the one that has the words among its further
    mentions; else the only one whose trigger shares a letter with them. None where there is none, or no telling which.
    """
    exact = [r for r in reports if _same(_words_of(r), anchor)]
    if exact:
        return next((r for r in exact if r.event_type == anchor.kind), exact[0])
    among = [r for r in reports if any(_same(m, anchor) for m in r.mentions)]
    beside = among or [r for r in reports if r.trigger.overlaps(anchor)]
    return beside[0] if len(beside) == 1 else None


def _words_of(report: Report) -> Span:
    """The words that only this report of its document stands for: its trigger, or its place where that tells of others too."""
    pin = report.pin
    if pin is None or pin.span is None:
        return report.trigger
    later = (Report.id_of(report.document_id, report.trigger, report.event_type, occasion=n) for n in range(1, _OCCASIONS))
    return pin.span if report.id in later else report.trigger


def _same(one: Span, other: Span) -> bool:
    return (one.start, one.end) == (other.start, other.end)
