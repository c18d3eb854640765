"""Toponym recognition and resolution, by the metrics of Gritta et al. 2019 ("A pragmatic guide to geoparsing evaluation").

Recognition: a predicted span is right when it equals a gold span (exact), or shares a character with one (overlap), one to one.
Resolution, over gold toponyms that have coordinates and were recognised: accuracy within 161 km (100 miles), an unplaced one
counting as wrong; mean and median error of those placed; and the area under the curve of log errors, 0 the best. End to end: a
prediction is right when both its span and, within 161 km, its place are; gold toponyms without coordinates are neutral.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from statistics import fmean, median
from typing import Any

from geomap.evaluate.gold import GoldDocument, PlaceSpan, place_spans
from geomap.evaluate.scores import Fault, Score, equal_pairs, overlap, overlapping_pairs

#: 100 miles: what the field calls the right place.
NEAR_KM = 161.0
#: Half of the Earth's circumference: no error is larger.
MAX_KM = 20_039.0
_MATCHINGS = {"exact": equal_pairs, "overlap": overlapping_pairs}


@dataclass(frozen=True, slots=True)
class Resolution:
    """How right the places of recognised toponyms are; errors in kilometres. ``auc_all`` counts an unplaced one as the worst."""

    n: int
    resolved: int
    acc161: float | None
    acc161_resolved: float | None
    mean_km: float | None
    median_km: float | None
    auc: float | None
    auc_all: float | None


@dataclass(frozen=True, slots=True)
class ToponymScores:
    """Every figure over one set of documents."""

    documents: int
    gold: int
    gold_with_coordinates: int
    recognition_exact: Score
    recognition_overlap: Score
    resolution_exact: Resolution
    resolution_overlap: Resolution
    end_to_end_exact: Score
    end_to_end_overlap: Score


@dataclass(slots=True)
class _Tally:
    counts: Counter[str] = field(default_factory=Counter)
    #: Kilometres, None where the toponym was recognised but not placed.
    errors: list[float | None] = field(default_factory=list)


def score(
    documents: Sequence[GoldDocument],
    records: Mapping[str, Mapping[str, Any]],
    *,
    kinds: frozenset[str] | None = None,
    faults: list[Fault] | None = None,
) -> ToponymScores:
    """Score what was found against gold; a document without a record counts as one where nothing was found.

    With ``kinds`` only gold toponyms of these kinds count, and predictions on the others are neutral. What is wrong by exact
    spans is added to ``faults``.
    """
    tallies = {name: _Tally() for name in _MATCHINGS}
    for document in documents:
        found = place_spans(records.get(document.id))
        kept = [g for g in document.toponyms if kinds is None or g.kind in kinds]
        ignored = [g for g in document.toponyms if kinds is not None and g.kind not in kinds]
        for name, matching in _MATCHINGS.items():
            pairs = matching(kept, found)
            _count(tallies[name], kept, found, ignored, dict(pairs))
            if faults is not None and name == "exact":
                faults += _faults(document, kept, found, ignored, dict(pairs))
    gold = [g for document in documents for g in document.toponyms if kinds is None or g.kind in kinds]
    with_coordinates = sum(g.point is not None for g in gold)
    exact, loose = tallies["exact"], tallies["overlap"]
    return ToponymScores(
        documents=len(documents),
        gold=len(gold),
        gold_with_coordinates=with_coordinates,
        recognition_exact=Score.of(exact.counts["matched"], exact.counts["found"], len(gold)),
        recognition_overlap=Score.of(loose.counts["matched"], loose.counts["found"], len(gold)),
        resolution_exact=_resolution(exact.errors),
        resolution_overlap=_resolution(loose.errors),
        end_to_end_exact=Score.of(exact.counts["near"], exact.counts["placed"], with_coordinates),
        end_to_end_overlap=Score.of(loose.counts["near"], loose.counts["placed"], with_coordinates),
    )


def kilometres(a: tuple[float, float], b: tuple[float, float]) -> float:
    """The great-circle distance between two points (latitude, longitude)."""
    from geopy.distance import great_circle

    return float(great_circle(a, b).km)


def area_under_curve(errors: Sequence[float]) -> float | None:
    """The normalised area under the sorted log errors, by the trapezoidal rule; None of nothing."""
    if not errors:
        return None
    logs = [math.log(error + 1) for error in sorted(errors)]
    worst = math.log(MAX_KM)
    if len(logs) == 1:
        return logs[0] / worst
    area = sum(logs) - (logs[0] + logs[-1]) / 2
    return area / (worst * (len(logs) - 1))


def _error(gold: PlaceSpan, found: PlaceSpan) -> float | None:
    return kilometres(gold.point, found.point) if gold.point and found.point else None


def _count(
    tally: _Tally, gold: Sequence[PlaceSpan], found: Sequence[PlaceSpan], ignored: Sequence[PlaceSpan], pairs: Mapping[int, int]
) -> None:
    matched = set(pairs.values())
    unlocated = [g for g in gold if g.point is None]
    located = {j for i, j in pairs.items() if gold[i].point is not None}
    errors = [_error(gold[i], found[j]) for i, j in sorted(pairs.items()) if gold[i].point is not None]
    tally.errors += errors
    tally.counts["matched"] += len(pairs)
    tally.counts["found"] += sum(j in matched or not _touches(f, ignored) for j, f in enumerate(found))
    tally.counts["near"] += sum(error is not None and error <= NEAR_KM for error in errors)
    tally.counts["placed"] += sum(
        f.point is not None and (j in located or not _touches(f, [*unlocated, *ignored])) for j, f in enumerate(found)
    )


def _touches(span: PlaceSpan, others: Sequence[PlaceSpan]) -> bool:
    return any(overlap(span, other) > 0 for other in others)


def _resolution(errors: Sequence[float | None]) -> Resolution:
    resolved = [error for error in errors if error is not None]
    near = sum(error <= NEAR_KM for error in resolved)
    return Resolution(
        n=len(errors),
        resolved=len(resolved),
        acc161=near / len(errors) if errors else None,
        acc161_resolved=near / len(resolved) if resolved else None,
        mean_km=fmean(resolved) if resolved else None,
        median_km=median(resolved) if resolved else None,
        auc=area_under_curve(resolved),
        auc_all=area_under_curve([MAX_KM - 1 if error is None else error for error in errors]),
    )


def _faults(
    document: GoldDocument,
    gold: Sequence[PlaceSpan],
    found: Sequence[PlaceSpan],
    ignored: Sequence[PlaceSpan],
    pairs: Mapping[int, int],
) -> list[Fault]:
    faults = []
    for i, g in enumerate(gold):
        surface = document.text[g.start : g.end]
        if i not in pairs:
            faults.append(Fault(document.id, "missed", g.start, surface, _point(g), ""))
            continue
        f = found[pairs[i]]
        error = _error(g, f)
        if g.point is not None and (error is None or error > NEAR_KM):
            faults.append(Fault(document.id, "unplaced" if error is None else "far", g.start, surface, _point(g), _point(f)))
    matched = set(pairs.values())
    for j, f in enumerate(found):
        if j not in matched and not _touches(f, ignored):
            faults.append(Fault(document.id, "spurious", f.start, document.text[f.start : f.end], "", _point(f)))
    return faults


def _point(span: PlaceSpan) -> str:
    return "" if span.point is None else f"{span.point[0]:.4f} {span.point[1]:.4f}"
