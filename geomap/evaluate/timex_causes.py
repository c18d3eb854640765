"""Why a time expression is wrong: missed, spurious, wrong span, wrong type, or a wrong value and what is wrong with it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from geomap.evaluate.gold import GoldDocument, TimeSpan
from geomap.evaluate.scores import Fault
from geomap.timexes.intervals import Interval, value_to_interval

#: In the order in which they are counted.
CAUSES = ("missed", "spurious", "span", "type", "direction", "granularity", "anchor", "other value")


@dataclass(frozen=True, slots=True)
class TimexFault(Fault):
    """One thing that is wrong with one expression; ``cause`` is its kind, for a value one of the last four ``CAUSES``."""

    cause: str


def faults(
    document: GoldDocument, gold: Sequence[TimeSpan], found: Sequence[TimeSpan], pairs: Sequence[tuple[int, int]]
) -> list[TimexFault]:
    """Everything that is wrong in one document; an expression found with a wrong value, type and span gives three."""
    matched = dict(pairs)
    used = set(matched.values())
    told = [_fault(document, "missed", g, None) for i, g in enumerate(gold) if i not in matched]
    told += [_fault(document, "spurious", None, f) for j, f in enumerate(found) if j not in used]
    for i, j in pairs:
        g, f = gold[i], found[j]
        if g.value != f.value:
            told.append(_fault(document, "value", g, f))
        if g.type != f.type:
            told.append(_fault(document, "type", g, f))
        if (g.start, g.end) != (f.start, f.end):
            told.append(_fault(document, "span", g, f))
    return told


def counts(told: Sequence[TimexFault]) -> dict[str, int]:
    """How many faults have each cause."""
    counted = Counter(fault.cause for fault in told)
    return {cause: counted[cause] for cause in CAUSES}


def _fault(document: GoldDocument, kind: str, gold: TimeSpan | None, found: TimeSpan | None) -> TimexFault:
    span = gold or found
    assert span is not None
    published = date.fromisoformat(document.published[:10]) if document.published else None
    cause = wrong_value(gold.value, found.value, published) if kind == "value" and gold and found else kind
    surface = document.text[span.start : span.end]
    if kind == "span" and found is not None:
        surface = f"{surface} | {document.text[found.start : found.end]}"
    return TimexFault(document.id, kind, span.start, surface, _told(gold), _told(found), cause)


def _told(span: TimeSpan | None) -> str:
    return "" if span is None else f"{span.type} {span.value}"


def wrong_value(gold: str, found: str, published: date | None) -> str:
    """What is wrong with a value.

    ``granularity``: a day for its week or month, the same time in another grain. ``direction``: of the same grain, but before the
    publication instead of after it, or the other way. ``anchor``: told from another date, or from none (with an ``X``).
    """
    days, other = value_to_interval(gold), value_to_interval(found)
    if days is None or other is None:
        left_open = days is not None and "X" in found and not found.startswith("P")
        return "anchor" if left_open else "other value"
    if _grain(gold) != _grain(found):
        return "granularity" if days.earliest <= other.latest and other.earliest <= days.latest else "anchor"
    if published is not None and _side(days, published) != _side(other, published):
        return "direction"
    return "anchor"


def _grain(value: str) -> str:
    """The shape of a value: digits are alike, and so are seasons and parts of the day."""
    return re.sub(r"[A-Z]{2}\b", "a", re.sub(r"\d", "0", value))


def _side(days: Interval, published: date) -> int:
    return (days.earliest > published) - (days.latest < published)
