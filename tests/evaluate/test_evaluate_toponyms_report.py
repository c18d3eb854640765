"""Calibration, usages, macro figures and the causes of errors, on invented documents."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from geomap.evaluate import calibration, causes, toponym_report, usages
from geomap.evaluate.calibration import Calibration
from geomap.evaluate.gold import GoldDocument, PlaceSpan
from geomap.evaluate.judged import judge
from geomap.gazetteer import Gazetteer

#                 1         2         3         4         5         6         7
#       0123456789012345678901234567890123456789012345678901234567890123456789012345
TEXT = "Paris and Roman Rome; Lyon Bank in Zzyzxville saw London Smith, a Roman, Nice."
PARIS, ROME, LONDON = (48.85, 2.35), (41.89, 12.48), (51.51, -0.13)


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    return Gazetteer.open()


def _gold(*spans: PlaceSpan, corpus: str = "one", identifier: str = "d") -> GoldDocument:
    return GoldDocument(identifier, TEXT, None, None, None, spans, (), corpus)


def _span(words: str, point: tuple[float, float] | None = None, kind: str | None = None, type_: str | None = None) -> PlaceSpan:
    start = TEXT.index(words)
    return PlaceSpan(start, start + len(words), *(point or (None, None)), kind, type_)


def _found(words: str, point: tuple[float, float] | None = None, **more: Any) -> dict[str, Any]:
    start = TEXT.index(words)
    lat, lon = point or (None, None)
    return {"start": start, "end": start + len(words), "lat": lat, "lon": lon, **more}


def _option(point: tuple[float, float], probability: float, name: str = "x") -> dict[str, Any]:
    return {"name": name, "lat": point[0], "lon": point[1], "probability": probability}


def test_the_expected_calibration_error() -> None:
    measured = Calibration.of([(0.95, True), (0.95, False), (1.0, True), (0.12, False)])
    # Upper bin: mean confidence .9667, two of three right, so .3 off for three; lower bin: .12 off for one.
    assert measured.expected_error == pytest.approx((3 * 0.3 + 0.12) / 4)
    assert [(b.low, b.n, b.right) for b in measured.bins if b.n] == [(0.1, 1, 0.0), (0.9, 3, pytest.approx(2 / 3))]
    assert Calibration.of([]).expected_error is None


def test_calibration_end_to_end_counts_what_precision_counts() -> None:
    gold = _gold(_span("Paris", PARIS), _span("Rome", ROME), _span("Lyon"))
    found = [
        _found("Paris", PARIS, confidence=0.9),
        _found("Rome", PARIS, confidence=0.8),
        _found("Lyon", PARIS, confidence=0.7),
        _found("Nice", confidence=0.6),
        _found("London", LONDON, confidence=0.5),
    ]
    measured = calibration.end_to_end([judge(gold, {"toponyms": found})])
    # Neutral: Lyon, annotated without coordinates. Not a statement on a place: Nice.
    assert [(b.low, b.n, b.right) for b in measured.bins if b.n] == [(0.5, 1, 0), (0.8, 1, 0), (0.9, 1, 1)]


def test_calibration_of_the_place_alone() -> None:
    gold = _gold(_span("Paris", PARIS), _span("Rome", ROME), _span("London", LONDON), _span("Lyon"))
    given = [
        _found("Paris", PARIS, confidence=0.8),
        _found("Rome", PARIS, confidence=0.4),
        _found("London", confidence=0.9),
        _found("Lyon", PARIS, confidence=0.7),
    ]
    measured = calibration.resolution([judge(gold, {"toponyms": given})])
    assert [(b.confidence, b.right) for b in measured.bins if b.n] == [(0.4, 0), (0.8, 1)]


def test_types_and_usages() -> None:
    gold = _gold(_span("Paris", PARIS, "literal", "Literal"), _span("Rome", ROME, "literal", "Mixed"))
    found = [_found("Paris", PARIS, usage="literal"), _found("Roman Rome", ROME, usage="metonym")]
    judged = [judge(gold, {"toponyms": found})]
    types = usages.by_type(judged)
    assert (types["Literal"].exact.share, types["Literal"].acc161.share, types["Literal"].usages) == (1, 1, {"literal": 1})
    assert (types["Mixed"].exact.n, types["Mixed"].overlap.n, types["Mixed"].acc161.share) == (0, 1, None)
    found_as = usages.by_usage(judged)
    assert (found_as["metonym"].exact.share, found_as["metonym"].overlap.share) == (0, 1)


def test_a_kind_is_measured_where_it_is_annotated() -> None:
    one = _gold(_span("Paris", PARIS, "literal"), _span("Lyon", None, "associative"), identifier="a")
    other = _gold(_span("Paris", PARIS, "toponym"), corpus="two", identifier="b")
    records = {i: {"toponyms": [_found("Paris", PARIS), _found("Lyon", ROME), _found("Nice", ROME)]} for i in "ab"}
    kinds = usages.by_kind([one, other], records)
    assert {k: (s.recognition_exact.right, s.recognition_exact.found) for k, s in kinds.items()} == {
        "associative": (1, 2),
        "literal": (1, 2),
        "toponym": (1, 3),
    }


def test_macro_is_the_mean_of_the_corpora_and_demonyms_are_left_out_where_none_are_annotated() -> None:
    one = _gold(_span("Paris", PARIS), _span("Rome", ROME), identifier="a")
    other = _gold(_span("Paris", PARIS), _span("Roman", ROME), corpus="two", identifier="b")
    row = [_found("Paris", PARIS, usage="literal"), _found("Roman", ROME, usage="demonym")]
    report = toponym_report.report([one, other], {"a": {"toponyms": row}, "b": {"toponyms": row}}, is_demonym="Roman".__eq__)
    assert report.demonyms_annotated == {"one": False, "two": True}
    assert report.figures.macro["recognition_exact"]["f1"] == pytest.approx((0.5 + 1) / 2)
    assert report.figures.all.recognition_exact.f1 == pytest.approx(3 / 4)
    assert report.left_out is not None
    assert report.left_out.corpora["one"].recognition_exact.precision == 1
    assert report.left_out.corpora["two"] == report.figures.corpora["two"]
    shown = [line.split("  ")[0] for line in toponym_report.lines(report)]
    assert shown[1:7] == [
        "one",
        "two",
        "macro",
        "all",
        "one, demonyms left out",
        "macro, demonyms left out",
    ]
    as_json = report.as_json()
    assert as_json["demonyms_left_out"]["corpora"]["one"]["recognition_exact"]["found"] == 1
    assert as_json["calibration"]["end_to_end"]["n"] == 0


def test_nothing_annotated_is_nothing_to_find() -> None:
    report = toponym_report.report([], {}, is_demonym=lambda _: False, gold_spans={})
    assert report.figures.all.recognition_exact.f1 == 1
    assert next(line for line in toponym_report.lines(report) if line.startswith("all")).split()[1:3] == ["0", "1.000"]


def _causes(
    gazetteer: Gazetteer, gold: GoldDocument, found: list[dict[str, Any]], **trace: Any
) -> Mapping[str, tuple[str, str, str]]:
    record: dict[str, Any] = {"id": "d", "toponyms": found}
    if trace:
        record["trace"] = {"considered": [], "entities": [], "furniture": []} | trace
    listed = causes.faults([judge(gold, record)], {"d": record}, gazetteer)
    return {fault.surface: (fault.kind, fault.cause, fault.detail) for fault in listed}


def test_why_a_toponym_was_missed(gazetteer: Gazetteer) -> None:
    gold = _gold(_span("Paris"), _span("Roman Rome"), _span("Lyon"), _span("Zzyzxville"), _span("London"), _span("Nice"))
    nice = TEXT.index("Nice")
    told = _causes(
        gazetteer,
        gold,
        [_found("Rome")],
        considered=[(0, 5, 0.21)],
        furniture=[(nice - 3, nice + 5)],
    )
    assert told["Paris"] == ("missed", "weighed too low", "probability 0.21")
    assert told["Roman Rome"] == ("missed", "other span: shorter than annotated", "Rome")
    assert told["Rome"] == ("spurious", "other span: shorter than annotated", "Roman Rome")
    assert told["London"] == ("missed", "not a stretch considered", "")
    assert told["Zzyzxville"] == ("missed", "not in the gazetteer", "")
    assert told["Nice"] == ("missed", "page furniture", "")
    coarse = _causes(gazetteer, _gold(_span("London"), _span("Zzyzxville")), [])
    assert [coarse[name][1] for name in ("London", "Zzyzxville")] == ["not recognised", "not in the gazetteer"]


def test_why_a_toponym_is_spurious(gazetteer: Gazetteer) -> None:
    london, lyon = TEXT.index("London"), TEXT.index("Lyon")
    told = _causes(
        gazetteer,
        _gold(),
        [
            _found("Paris", usage="literal"),
            _found("Roman", usage="demonym"),
            _found("Lyon", usage="embedded"),
            _found("London", usage="literal"),
            _found("Nice", usage="literal"),
            _found("Bank", usage="literal"),
        ],
        entities=[(0, 5, "GPE"), (london, london + 12, "PERSON"), (lyon, lyon + 9, "ORG")],
    )
    assert told["Paris"][1] == "a place, not annotated"
    assert told["Roman"][1] == "demonym, not annotated"
    assert told["Lyon"][1:] == ("part of an organisation's name", "Rome; Lyon Bank in")
    assert told["London"][1:] == ("a person's name", "PERSON London Smith")
    assert told["Bank"][1] == "an organisation's name"
    assert told["Nice"][1] == ("common word" if gazetteer.is_common_word("Nice") else "other")


def test_why_a_place_is_wrong(gazetteer: Gazetteer) -> None:
    gold = _gold(_span("Paris", ROME), _span("Rome", ROME), _span("Lyon", (0.0, -140.0)), _span("London", LONDON))
    told = _causes(
        gazetteer,
        gold,
        [
            _found("Paris", PARIS, candidates=[_option(PARIS, 0.7), _option(ROME, 0.2, "Paris on the Tiber")]),
            _found("Rome", PARIS, candidates=[_option(ROME, 0.9)]),
            _found("Lyon", PARIS, candidates=[_option(PARIS, 0.9)]),
            _found("London", reason="ambiguous: 2 places bear this name", candidates=[_option(LONDON, 0.3, "London")]),
        ],
    )
    assert told["Paris"] == ("far", "right candidate ranked lower", "rank 2, probability 0.20: Paris on the Tiber")
    assert told["Rome"][:2] == ("far", "moved away from the right place")
    assert told["Lyon"][:2] == ("far", "no candidate within 161 km")
    assert told["London"][:2] == ("unplaced", "abstained: ambiguous; right candidate ranked first")
    record = {"id": "d", "toponyms": []}
    assert causes.counts(causes.faults([judge(gold, record)], {"d": record}, gazetteer)) == {"missed": {"not recognised": 4}}
