"""Matching and counting, on examples small enough to work out by hand."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geomap.evaluate import timexes
from geomap.evaluate.gold import GoldDocument, TimeSpan
from geomap.evaluate.scores import Score, equal_pairs, overlapping_pairs
from geomap.evaluate.timex_causes import TimexFault
from geomap.model import Span

TEXT = "Paris and London and Rome, Rome again."


def _document(*times: TimeSpan) -> GoldDocument:
    return GoldDocument("d", TEXT, None, None, None, (), times)


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


def test_timexes_by_hand() -> None:
    gold = _document(TimeSpan(0, 5, "DATE", "2020"), TimeSpan(10, 16, "TIME", "2020-01-01T10:00"))
    found = [
        {"start": 0, "end": 5, "type": "DATE", "value": " 2020 "},
        {"start": 12, "end": 16, "type": "DATE", "value": "2020-01-01T10:00"},
        {"start": 30, "end": 33, "type": "SET", "value": "P1D"},
    ]
    faults: list[TimexFault] = []
    scores = timexes.score([gold], {"d": {"timexes": found}}, faults=faults)
    assert (scores.strict.right, scores.relaxed.right, scores.relaxed.found) == (1, 2, 3)
    assert (scores.value.n, scores.type.n) == (2, 1)
    assert scores.value_f1 == pytest.approx(0.8)
    assert scores.type_f1 == pytest.approx(0.4)
    assert scores.by_type["TIME"].found.share == 1
    assert [(fault.kind, fault.surface) for fault in faults] == [
        ("spurious", "e a"),
        ("type", "London"),
        ("span", "London | ndon"),
    ]
    assert {cause: n for cause, n in scores.causes.items() if n} == {"spurious": 1, "span": 1, "type": 1}
