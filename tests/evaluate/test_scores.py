"""Matching and counting, on examples small enough to work out by hand."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geomap.evaluate import timexes, toponyms
from geomap.evaluate.gold import GoldDocument, PlaceSpan, TimeSpan
from geomap.evaluate.scores import Fault, Score, equal_pairs, overlapping_pairs
from geomap.model import Span

TEXT = "Paris and London and Rome, Rome again."
PARIS, LONDON, ROME = (48.85, 2.35), (51.51, -0.13), (41.89, 12.48)


def _place(start: int, end: int, point: tuple[float, float] | None = None, kind: str | None = None) -> PlaceSpan:
    return PlaceSpan(start, end, *(point or (None, None)), kind)


def _document(*toponyms: PlaceSpan, times: tuple[TimeSpan, ...] = ()) -> GoldDocument:
    return GoldDocument("d", TEXT, None, None, None, toponyms, times)


def _record(*places: tuple[int, int, tuple[float, float] | None]) -> dict[str, dict[str, object]]:
    found = [{"start": s, "end": e, "lat": p and p[0], "lon": p and p[1]} for s, e, p in places]
    return {"d": {"id": "d", "toponyms": found}}


def test_score_of_nothing() -> None:
    assert (Score.of(0, 0, 0).precision, Score.of(0, 0, 0).recall) == (1, 1)
    assert (Score.of(0, 0, 3).precision, Score.of(0, 0, 3).recall, Score.of(0, 0, 3).f1) == (0, 0, 0)
    assert Score.of(1, 2, 4) == Score(0.5, 0.25, pytest.approx(1 / 3), 1, 2, 4)


def test_overlap_takes_equal_spans_first_then_the_larger_overlap() -> None:
    gold = [Span(0, 10), Span(12, 20)]
    found = [Span(8, 14), Span(0, 10), Span(13, 20)]
    assert equal_pairs(gold, found) == [(0, 1)]
    assert overlapping_pairs(gold, found) == [(0, 1), (1, 2)]


_spans = st.lists(st.builds(lambda a, n: Span(a, a + n), st.integers(0, 40), st.integers(1, 12)), max_size=12)


@given(_spans, _spans)
def test_matchings_are_one_to_one_and_overlap_finds_no_fewer(gold: list[Span], found: list[Span]) -> None:
    for pairs in (equal_pairs(gold, found), overlapping_pairs(gold, found)):
        assert len({i for i, _ in pairs}) == len({j for _, j in pairs}) == len(pairs)
        assert all(gold[i].overlaps(found[j]) for i, j in pairs)
    assert len(overlapping_pairs(gold, found)) >= len(equal_pairs(gold, found))


def test_toponyms_by_hand() -> None:
    gold = _document(_place(0, 5, PARIS), _place(10, 16, LONDON), _place(21, 25), _place(27, 31, ROME))
    faults: list[Fault] = []
    # Paris right; London found by a longer span and put in Paris; the Rome without coordinates found; the other Rome unplaced.
    record = _record((0, 5, PARIS), (6, 16, PARIS), (21, 25, ROME), (27, 31, None), (32, 37, PARIS))
    scores = toponyms.score([gold], record, faults=faults)
    assert (scores.recognition_exact.right, scores.recognition_exact.found, scores.recognition_exact.gold) == (3, 5, 4)
    assert scores.recognition_overlap.right == 4
    assert (scores.resolution_exact.n, scores.resolution_exact.resolved, scores.resolution_exact.acc161) == (2, 1, 0.5)
    assert scores.resolution_exact.median_km == 0
    assert scores.resolution_overlap.mean_km == pytest.approx(344 / 2, abs=1)
    # Neutral: the prediction on the Rome without coordinates.
    assert (scores.end_to_end_exact.right, scores.end_to_end_exact.found, scores.end_to_end_exact.gold) == (1, 3, 3)
    assert sorted(fault.kind for fault in faults) == ["missed", "spurious", "spurious", "unplaced"]


def test_kinds_that_do_not_count_are_neutral() -> None:
    gold = _document(_place(0, 5, PARIS, "literal"), _place(10, 16, LONDON, "demonym"))
    scores = toponyms.score([gold], _record((0, 5, PARIS), (10, 16, LONDON)), kinds=frozenset({"literal"}))
    assert (scores.recognition_exact.right, scores.recognition_exact.found, scores.recognition_exact.gold) == (1, 1, 1)
    assert (scores.end_to_end_exact.found, scores.end_to_end_exact.gold) == (1, 1)


def test_area_under_the_curve_is_normalised() -> None:
    assert toponyms.area_under_curve([]) is None
    assert toponyms.area_under_curve([0, 0, 0]) == 0
    assert toponyms.area_under_curve([toponyms.MAX_KM - 1] * 4) == pytest.approx(1)
    logs = math.log(1), math.log(10), math.log(100)
    assert toponyms.area_under_curve([99, 0, 9]) == pytest.approx(
        ((logs[0] + logs[1]) / 2 + (logs[1] + logs[2]) / 2) / (2 * math.log(toponyms.MAX_KM))
    )


def test_timexes_by_hand() -> None:
    gold = _document(times=(TimeSpan(0, 5, "DATE", "2020"), TimeSpan(10, 16, "TIME", "2020-01-01T10:00")))
    found = [
        {"start": 0, "end": 5, "type": "DATE", "value": " 2020 "},
        {"start": 12, "end": 16, "type": "DATE", "value": "2020-01-01T10:00"},
        {"start": 30, "end": 33, "type": "SET", "value": "P1D"},
    ]
    faults: list[Fault] = []
    scores = timexes.score([gold], {"d": {"timexes": found}}, faults=faults)
    assert (scores.strict.right, scores.relaxed.right, scores.relaxed.found) == (1, 2, 3)
    assert (scores.value.n, scores.type.n) == (2, 1)
    assert scores.value_f1 == pytest.approx(0.8)
    assert scores.type_f1 == pytest.approx(0.4)
    assert scores.by_type["TIME"].found.share == 1
    assert [(fault.kind, fault.surface) for fault in faults] == [("spurious", "e a"), ("span", "London")]


def test_documents_without_predictions_count() -> None:
    gold = _document(_place(0, 5, PARIS))
    assert toponyms.score([gold], {}).recognition_exact == Score(0, 0, 0, 0, 0, 1)
