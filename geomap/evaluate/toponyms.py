"""Toponym recognition and resolution, by the metrics of Gritta et al. 2019 ("A pragmatic guide to geoparsing evaluation").

Recognition: a predicted span is right when it equals a gold span (exact), or shares a character with one (overlap), one to one.
Resolution, over gold toponyms that have coordinates and were recognised: accuracy within 161 km (100 miles), an unplaced one
counting as wrong; mean and median error of those placed; and the area under the curve of log errors, 0 the best. End to end: a
prediction is right when both its span and, within 161 km, its place are; gold toponyms without coordinates are neutral.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median
from typing import Any

from geomap.evaluate.gold import GoldDocument
from geomap.evaluate.judged import NEAR_KM, Judged, judge, kilometres
from geomap.evaluate.scores import Score

__all__ = ["MAX_KM", "Resolution", "ToponymScores", "annotates_demonyms", "area_under_curve", "kilometres", "score", "scores_of"]

#: Half of the Earth's circumference: no error is larger.
MAX_KM = 20_039.0
#: A corpus of whose toponyms fewer are demonyms annotates none on purpose; those that mean to have them at 2 to 20 in a hundred.
_FEW_DEMONYMS = 0.005


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

    @classmethod
    def of(cls, errors: Sequence[float | None]) -> Resolution:
        """The figures over errors in kilometres, None where a toponym was recognised but not placed."""
        resolved = [error for error in errors if error is not None]
        near = sum(error <= NEAR_KM for error in resolved)
        return cls(
            n=len(errors),
            resolved=len(resolved),
            acc161=near / len(errors) if errors else None,
            acc161_resolved=near / len(resolved) if resolved else None,
            mean_km=sum(resolved) / len(resolved) if resolved else None,
            median_km=median(resolved) if resolved else None,
            auc=area_under_curve(resolved),
            auc_all=area_under_curve([MAX_KM - 1 if error is None else error for error in errors]),
        )


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


def score(
    documents: Sequence[GoldDocument],
    records: Mapping[str, Mapping[str, Any]],
    *,
    kinds: frozenset[str] | None = None,
    demonyms: bool = True,
) -> ToponymScores:
    """Score what was found against gold; a document without a record counts as one where nothing was found.

    With ``kinds`` only gold toponyms of these kinds count, and predictions on the others are neutral. Without ``demonyms``,
    predictions that say of themselves that they are demonyms are left out.
    """
    return scores_of([judge(d, records.get(d.id), kinds=kinds, demonyms=demonyms) for d in documents])


def scores_of(judged: Sequence[Judged]) -> ToponymScores:
    """The figures over documents that were judged."""
    gold = sum(len(each.gold) for each in judged)
    located = sum(g.point is not None for each in judged for g in each.gold)
    return ToponymScores(
        documents=len(judged),
        gold=gold,
        gold_with_coordinates=located,
        recognition_exact=_recognition(judged, "exact", gold),
        recognition_overlap=_recognition(judged, "overlap", gold),
        resolution_exact=_resolution(judged, "exact"),
        resolution_overlap=_resolution(judged, "overlap"),
        end_to_end_exact=_end_to_end(judged, "exact", located),
        end_to_end_overlap=_end_to_end(judged, "overlap", located),
    )


def annotates_demonyms(documents: Sequence[GoldDocument], is_demonym: Callable[[str], bool]) -> bool:
    """Whether a corpus has demonyms among its toponyms, by what it calls them or by ``is_demonym`` of their surface.

    Where it has none, a demonym that is found is no error of recognition but another idea of what a toponym is.
    """
    toponyms = [(d, t) for d in documents for t in d.toponyms]
    demonyms = sum(
        "demonym" in (str(t.kind).casefold(), str(t.type).casefold()) or is_demonym(d.text[t.start : t.end]) for d, t in toponyms
    )
    return demonyms > _FEW_DEMONYMS * len(toponyms)


def area_under_curve(errors: Sequence[float]) -> float | None:
    """The normalised area under the sorted log errors, by the trapezoidal rule; None of nothing."""
    if not errors:
        return None
    logs = [math.log(error + 1) for error in sorted(errors)]
    worst = math.log(MAX_KM)
    if len(logs) == 1:
        return logs[0] / worst
    return sum((a + b) / 2 for a, b in pairwise(logs)) / (worst * (len(logs) - 1))


def _recognition(judged: Sequence[Judged], matching: str, gold: int) -> Score:
    matched = sum(len(each.pairs[matching]) for each in judged)
    return Score.of(matched, sum(len(each.counted(matching)) for each in judged), gold)


def _resolution(judged: Sequence[Judged], matching: str) -> Resolution:
    return Resolution.of([error for each in judged for error in each.errors(matching).values()])


def _end_to_end(judged: Sequence[Judged], matching: str, gold: int) -> Score:
    near = sum(e is not None and e <= NEAR_KM for each in judged for e in each.errors(matching).values())
    return Score.of(near, sum(len(each.placed(matching)) for each in judged), gold)
