"""Finding again, after any number of builds, the words that a review is about."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

from geomap.model import Anchor, Document, Report, Span, Toponym

#: The kind of an anchor on the mention of a place; every other kind is a type of event.
TOPONYM = "toponym"


def sha256_of(text: str) -> str:
    """The hash of a text, as 64 hexadecimal digits (UTF-8; broken text by its surrogates)."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def of_toponym(toponym: Toponym, document: Document) -> Anchor:
    """The anchor of a mention."""
    return Anchor(toponym.start, toponym.end, sha256_of(document.text), toponym.surface, TOPONYM)


def of_report(report: Report, document: Document) -> Anchor:
    """The anchor of a report: the words that tell of its event."""
    return Anchor(report.trigger.start, report.trigger.end, sha256_of(document.text), report.trigger.text, report.event_type)


def holds(anchor: Anchor, text: str) -> bool:
    """Whether the anchor is of this text: the words it names stand there."""
    return text[anchor.start : anchor.end] == anchor.text and sha256_of(text) == anchor.sha256


def mentions_at(anchor: Anchor, toponyms: Sequence[Toponym]) -> list[Toponym]:
    """The mentions that an anchor means: that of exactly these words, else those that share a letter with them."""
    exact = [t for t in toponyms if (t.start, t.end) == (anchor.start, anchor.end)]
    return exact or [t for t in toponyms if t.span.overlaps(anchor)]


def report_at(anchor: Anchor, reports: Sequence[Report]) -> Report | None:
    """The report that an anchor means.

    That with exactly this trigger, of several the one of the same type; else the one that has the words among its further
    mentions; else the only one whose trigger shares a letter with them. None where there is none, or no telling which.
    """
    exact = [r for r in reports if _same(r.trigger, anchor)]
    if exact:
        return next((r for r in exact if r.event_type == anchor.kind), exact[0])
    among = [r for r in reports if any(_same(m, anchor) for m in r.mentions)]
    beside = among or [r for r in reports if r.trigger.overlaps(anchor)]
    return beside[0] if len(beside) == 1 else None


def _same(one: Span, other: Span) -> bool:
    return (one.start, one.end) == (other.start, other.end)
