"""The metrics over toponyms, on invented documents whose every figure is worked out by hand."""

from __future__ import annotations

import math
from typing import Any

import pytest

from geomap.errors import InputError
from geomap.evaluate import toponyms
from geomap.evaluate.gold import GoldDocument, PlaceSpan
from geomap.evaluate.judged import judge, kilometres
from geomap.evaluate.scores import Score

TEXT = "Paris and London and Rome, Rome again."
PARIS, LONDON, ROME = (48.85, 2.35), (51.51, -0.13), (41.89, 12.48)
Point = tuple[float, float]


def _place(start: int, end: int, point: Point | None = None, kind: str | None = None, type_: str | None = None) -> PlaceSpan:
    return PlaceSpan(start, end, *(point or (None, None)), kind, type_)


def _document(*places: PlaceSpan, identifier: str = "d", corpus: str = "?") -> GoldDocument:
    return GoldDocument(identifier, TEXT, None, None, None, places, (), corpus)


def _record(*places: tuple[int, int, Point | None], **more: Any) -> dict[str, dict[str, Any]]:
    found = [{"start": s, "end": e, "lat": p and p[0], "lon": p and p[1], **more} for s, e, p in places]
    return {"d": {"id": "d", "toponyms": found}}


def _counts(score: Score) -> tuple[int, int, int]:
    return score.right, score.found, score.gold


def test_toponyms_by_hand() -> None:
    gold = _document(_place(0, 5, PARIS), _place(10, 16, LONDON), _place(21, 25), _place(27, 31, ROME))
    # Paris right; London found by a longer span and put in Paris; the Rome without coordinates found; the other Rome unplaced.
    record = _record((0, 5, PARIS), (6, 16, PARIS), (21, 25, ROME), (27, 31, None), (32, 37, PARIS))
    scores = toponyms.score([gold], record)
    assert _counts(scores.recognition_exact) == (3, 5, 4)
    assert _counts(scores.recognition_overlap) == (4, 5, 4)
    exact, loose = scores.resolution_exact, scores.resolution_overlap
    assert (exact.n, exact.resolved, exact.acc161, exact.acc161_resolved, exact.median_km) == (2, 1, 0.5, 1, 0)
    assert (loose.n, loose.resolved, loose.acc161) == (3, 2, pytest.approx(1 / 3))
    assert loose.mean_km == loose.median_km == pytest.approx(kilometres(PARIS, LONDON) / 2)
    # Neutral end to end: the prediction on the Rome without coordinates. Overlapping: "and London" is placed wrong, but counts.
    assert _counts(scores.end_to_end_exact) == (1, 3, 3)
    assert _counts(scores.end_to_end_overlap) == (1, 3, 3)


def test_kinds_that_do_not_count_are_neutral() -> None:
    gold = _document(_place(0, 5, PARIS, "literal"), _place(10, 16, LONDON, "demonym"), _place(21, 25, ROME, "literal"))
    # Paris right; two on the demonym, one of them by a longer span; one on nothing.
    record = _record((0, 5, PARIS), (10, 16, LONDON), (6, 16, LONDON), (32, 37, ROME))
    scores = toponyms.score([gold], record, kinds=frozenset({"literal"}))
    assert _counts(scores.recognition_exact) == (1, 2, 2)
    assert _counts(scores.end_to_end_exact) == (1, 2, 2)
    assert (scores.gold, scores.gold_with_coordinates) == (2, 2)
    assert _counts(toponyms.score([gold], record).recognition_exact) == (2, 4, 3)


def test_what_matches_counts_even_where_it_touches_the_neutral() -> None:
    gold = _document(_place(0, 16, PARIS, "literal"), _place(10, 16, LONDON, "associative"))
    record = _record((0, 16, PARIS), (8, 16, PARIS))
    scores = toponyms.score([gold], record, kinds=frozenset({"literal"}))
    assert _counts(scores.recognition_exact) == (1, 1, 1)
    assert _counts(scores.recognition_overlap) == (1, 1, 1)


def test_a_second_prediction_on_the_same_span_is_wrong() -> None:
    scores = toponyms.score([_document(_place(0, 5, PARIS))], _record((0, 5, ROME), (0, 5, PARIS)))
    assert _counts(scores.recognition_exact) == (1, 2, 1)
    assert scores.resolution_exact.acc161 == 0
    assert _counts(scores.end_to_end_exact) == (0, 2, 1)


def test_an_unplaced_toponym_has_the_worst_error_in_auc_all_only() -> None:
    gold = _document(_place(0, 5, PARIS), _place(10, 16, LONDON))
    scores = toponyms.score([gold], _record((0, 5, PARIS), (10, 16, None)))
    assert scores.resolution_exact.auc == 0
    assert scores.resolution_exact.auc_all == pytest.approx(0.5)


def test_area_under_the_curve_is_normalised() -> None:
    assert toponyms.area_under_curve([]) is None
    assert toponyms.area_under_curve([0, 0, 0]) == 0
    assert toponyms.area_under_curve([toponyms.MAX_KM - 1] * 4) == pytest.approx(1)
    assert toponyms.area_under_curve([9]) == pytest.approx(math.log(10) / math.log(toponyms.MAX_KM))
    logs = math.log(1), math.log(10), math.log(100)
    assert toponyms.area_under_curve([99, 0, 9]) == pytest.approx(
        ((logs[0] + logs[1]) / 2 + (logs[1] + logs[2]) / 2) / (2 * math.log(toponyms.MAX_KM))
    )


def test_distances_are_great_circles_of_a_sphere() -> None:
    assert kilometres((0, 0), (0, 180)) == pytest.approx(math.pi * 6371.0088)
    assert kilometres((90, 0), (0, 55)) == pytest.approx(math.pi * 6371.0088 / 2)
    assert kilometres(ROME, ROME) == 0


def test_documents_without_predictions_count() -> None:
    assert toponyms.score([_document(_place(0, 5, PARIS))], {}).recognition_exact == Score(0, 0, 0, 0, 0, 1)


def test_demonyms_may_be_left_out() -> None:
    gold = [_document(_place(0, 5, PARIS))]
    record = _record((0, 5, PARIS), (10, 16, LONDON), usage="demonym")
    assert _counts(toponyms.score(gold, record).recognition_exact) == (1, 2, 1)
    assert _counts(toponyms.score(gold, record, demonyms=False).recognition_exact) == (0, 0, 1)


def test_whether_a_corpus_annotates_demonyms() -> None:
    plain = _document(_place(0, 5, PARIS, "toponym"))
    assert not toponyms.annotates_demonyms([plain], lambda _: False)
    assert toponyms.annotates_demonyms([plain], lambda surface: surface == "Paris")
    assert toponyms.annotates_demonyms([_document(_place(0, 5, PARIS, "associative", "Demonym"))], lambda _: False)
    # One slip in three hundred annotations is no rule of the corpus.
    slip = [*[_document(_place(0, 5, PARIS))] * 300, _document(_place(10, 16, LONDON))]
    assert not toponyms.annotates_demonyms(slip, lambda surface: surface == "London")


@pytest.mark.parametrize("row", [{"start": 3}, {"start": 5, "end": 5}, {"start": -1, "end": 2}])
def test_a_prediction_without_text_is_refused(row: dict[str, int]) -> None:
    with pytest.raises(InputError, match=r"^d: a predicted toponym"):
        judge(_document(), {"id": "d", "toponyms": [row]})
