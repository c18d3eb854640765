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

from geomap.evaluate import timex_causes
from geomap.evaluate.gold import GoldDocument, TimeSpan, time_spans
from geomap.evaluate.scores import Score, Share, equal_pairs, overlapping_pairs
from geomap.evaluate.timex_causes import TimexFault


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
    #: How many things are wrong, by cause.
    causes: dict[str, int]


def score(
    documents: Sequence[GoldDocument], records: Mapping[str, Mapping[str, Any]], *, faults: list[TimexFault] | None = None
) -> TimexScores:
    """Score what was found against gold; a document without a record counts as one where nothing was found."""
    counts: Counter[str] = Counter()
    by_type: dict[str, Counter[str]] = {}
    told: list[TimexFault] = []
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
        told += timex_causes.faults(document, gold, found, relaxed)
    if faults is not None:
        faults += told
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
        causes=timex_causes.counts(told),
    )


def _count_types(
    by_type: dict[str, Counter[str]], gold: Sequence[TimeSpan], found: Sequence[TimeSpan], pairs: Sequence[tuple[int, int]]
) -> None:
    for g in gold:
        by_type.setdefault(g.type, Counter())["gold"] += 1
    for i, j in pairs:
        by_type[gold[i].type]["found"] += 1
        by_type[gold[i].type]["value"] += gold[i].value == found[j].value
