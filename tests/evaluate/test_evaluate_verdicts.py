"""Whether each report is right, and whether reports are as sure as they should be."""

from __future__ import annotations

from typing import Any

from geomap.evaluate.articles import GoldArticle, GoldEvent, GoldPlace
from geomap.evaluate.verdicts import Verdict, calibration, verdicts
from geomap.model import Span

OSLO = GoldPlace(frozenset({"oslo"}), frozenset(), "venue", "city", "explicit", (59.91, 10.75))


def _event(start: int, tier: str = "core", places: tuple[GoldPlace, ...] = (OSLO,), status: str = "occurred") -> GoldEvent:
    span = Span(start, start + 5)
    return GoldEvent(
        f"a.{start}",
        "a",
        "it",
        tier,
        "fighting",
        frozenset({"fighting"}),
        span,
        (),
        span,
        places,
        (),
        status,
        frozenset({status}),
        "",
    )


def _report(start: int, lat: float | None = 59.91, confidence: float = 0.9, status: str = "occurred") -> dict[str, Any]:
    place = {"name": "Bergen" if lat == 60.39 else "Oslo", "role": "venue", "lat": lat, "lon": 10.75, "start": None, "end": None}
    return {
        "trigger": {"start": start, "end": start + 5, "text": "fight"},
        "event_type": "fighting",
        "status": status,
        "places": [] if lat is None else [place],
        "when": None,
        "confidence": confidence,
    }


def _article(*events: GoldEvent) -> GoldArticle:
    return GoldArticle("a", "a.txt", "", None, events, ())


def test_a_report_is_right_where_happening_and_place_are() -> None:
    article = _article(_event(0), _event(100), _event(200), _event(300, places=()))
    said = verdicts(article, [_report(0), _report(100, 60.39), _report(200, None), _report(300), _report(900)])
    assert said == [Verdict(True, True), Verdict(True, False), Verdict(True, True), Verdict(True, None), Verdict(False, None)]
    assert [v.right for v in said] == [True, False, True, None, False]


def test_nobody_says_anything_of_what_is_optional_and_a_denied_fact_is_wrong() -> None:
    article = _article(_event(0, "optional"), _event(100, "denied", status="denied"))
    optional, denied = verdicts(article, [_report(0), _report(100)])
    assert optional.right is None
    assert denied.right is False


def test_calibration_counts_what_is_known() -> None:
    measured = calibration([_article(_event(0), _event(100))], {"a": {"reports": [_report(0), _report(900, confidence=0.2)]}})
    assert measured.n == 2
    assert measured.expected_error is not None
    assert abs(measured.expected_error - 0.15) < 1e-9
    assert calibration([_article(_event(0))], {}).n == 0
