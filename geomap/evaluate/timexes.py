"""Time expressions, by the metrics of TempEval-3, task A (UzZaman et al. 2013).

Strict: a predicted span equals a gold span; relaxed: it shares a character with one, one to one. Value and type F1 are relaxed
F1 times the share of relaxed matches whose value (type) is right; value F1 ranks systems. Strict value F1 asks for both span
and value.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from geomap.evaluate.gold import GoldDocument, TimeSpan, time_spans
from geomap.evaluate.scores import Fault, Score, Share, equal_pairs, overlapping_pairs


@dataclass(frozen=True, slots=True)
class TypeScores:
    """For the gold expressions of one TimeML type: how many were found, and how many of these have the right value."""

    found: Share
    value: Share


@dataclass(frozen=True, slots=True)
class TimexScores:
    """Every figure over one set of documents."""

    documents: int
    strict: Score
    relaxed: Score
    value: Share
    type: Share
    value_f1: float
    type_f1: float
    strict_value_f1: float
    by_type: dict[str, TypeScores]


def score(
    documents: Sequence[GoldDocument], records: Mapping[str, Mapping[str, Any]], *, faults: list[Fault] | None = None
) -> TimexScores:
    """Score what was found against gold; a document without a record counts as one where nothing was found."""
    counts: Counter[str] = Counter()
    by_type: dict[str, Counter[str]] = {}
    for document in documents:
        gold, found = document.timexes, time_spans(records.get(document.id))
        strict, relaxed = equal_pairs(gold, found), overlapping_pairs(gold, found)
        counts["gold"] += len(gold)
        counts["found"] += len(found)
        counts["strict"] += len(strict)
        counts["relaxed"] += len(relaxed)
        counts["value"] += sum(gold[i].value == found[j].value for i, j in relaxed)
        counts["type"] += sum(gold[i].type == found[j].type for i, j in relaxed)
        counts["strict value"] += sum(gold[i].value == found[j].value for i, j in strict)
        _count_types(by_type, gold, found, relaxed)
        if faults is not None:
            faults += _faults(document, gold, found, relaxed)
    relaxed_score = Score.of(counts["relaxed"], counts["found"], counts["gold"])
    value, kind = (Share.out_of(counts[what], counts["relaxed"]) for what in ("value", "type"))
    perfect = float(not counts["gold"] and not counts["found"])
    return TimexScores(
        documents=len(documents),
        strict=Score.of(counts["strict"], counts["found"], counts["gold"]),
        relaxed=relaxed_score,
        value=value,
        type=kind,
        value_f1=relaxed_score.f1 * (perfect if value.share is None else value.share),
        type_f1=relaxed_score.f1 * (perfect if kind.share is None else kind.share),
        strict_value_f1=Score.of(counts["strict value"], counts["found"], counts["gold"]).f1,
        by_type={
            name: TypeScores(Share.out_of(c["found"], c["gold"]), Share.out_of(c["value"], c["found"]))
            for name, c in sorted(by_type.items())
        },
    )


def _count_types(
    by_type: dict[str, Counter[str]], gold: Sequence[TimeSpan], found: Sequence[TimeSpan], pairs: Sequence[tuple[int, int]]
) -> None:
    for g in gold:
        by_type.setdefault(g.type, Counter())["gold"] += 1
    for i, j in pairs:
        by_type[gold[i].type]["found"] += 1
        by_type[gold[i].type]["value"] += gold[i].value == found[j].value


def _faults(
    document: GoldDocument, gold: Sequence[TimeSpan], found: Sequence[TimeSpan], pairs: Sequence[tuple[int, int]]
) -> list[Fault]:
    def fault(kind: str, span: TimeSpan, g: TimeSpan | None, f: TimeSpan | None) -> Fault:
        return Fault(document.id, kind, span.start, document.text[span.start : span.end], _value(g), _value(f))

    matched = dict(pairs)
    faults = [fault("missed", g, g, None) for i, g in enumerate(gold) if i not in matched]
    faults += [fault("spurious", f, None, f) for j, f in enumerate(found) if j not in set(matched.values())]
    for i, j in pairs:
        g, f = gold[i], found[j]
        if g.value != f.value:
            faults.append(fault("value", g, g, f))
        elif (g.start, g.end) != (f.start, f.end):
            faults.append(fault("span", g, g, f))
    return faults


def _value(span: TimeSpan | None) -> str:
    return "" if span is None else f"{span.type} {span.value}"
