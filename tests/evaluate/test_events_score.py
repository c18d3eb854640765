"""Reports against annotated happenings: each rule of the matching, on one made-up article."""

from __future__ import annotations

from typing import Any

import pytest

from geomap.evaluate import events
from geomap.evaluate.articles import Annotations, GoldArticle, GoldEvent, GoldPlace, Trap, plain
from geomap.evaluate.scores import Fault
from geomap.model import Span

KYIV, ROME = (50.45, 30.52), (41.89, 12.48)


def _gold_place(name: str, point: tuple[float, float], role: str = "venue", how: str = "explicit") -> GoldPlace:
    return GoldPlace(frozenset({plain(name)}), frozenset(), role, "city", how, point)


def _gold(identifier: str, start: int, **changes: Any) -> GoldEvent:
    fields: dict[str, Any] = {
        "id": identifier,
        "article": identifier[:3],
        "label": identifier,
        "tier": "core",
        "type": "meeting",
        "types": frozenset({"meeting"}),
        "trigger": Span(start, start + 5),
        "mentions": (),
        "evidence": Span(start, start + 80),
        "places": (_gold_place("Kyiv", KYIV),),
        "dates": (("2023-09-01", "2023-09-30"),),
        "status": "occurred",
        "statuses": frozenset({"occurred"}),
        "cluster": identifier,
    }
    return GoldEvent(**(fields | changes))


def _report(start: int, **changes: Any) -> dict[str, Any]:
    fields: dict[str, Any] = {
        "trigger": {"start": start, "end": start + 5, "text": "meets"},
        "event_type": "meeting",
        "status": "occurred",
        "places": [_place("Kyiv", KYIV)],
        "when": {"earliest": "2023-09-01", "latest": "2023-09-30"},
        "event": None,
    }
    return fields | changes


def _place(name: str, point: tuple[float, float] | None, role: str = "venue", start: int | None = None) -> dict[str, Any]:
    lat, lon = point or (None, None)
    return {"name": name, "role": role, "lat": lat, "lon": lon, "start": start, "end": start and start + 4}


def _score(
    gold: list[GoldEvent], found: list[dict[str, Any]], *, traps: tuple[Trap, ...] = (), faults: list[Fault] | None = None
) -> events.EventScores:
    article = GoldArticle("000", "000.txt", "", None, tuple(gold), traps)
    return events.score(Annotations((article,), frozenset()), {"000": {"reports": found}}, faults=faults)


def test_a_perfect_report() -> None:
    scores = _score([_gold("000.E1", 10)], [_report(12)])
    assert scores.happenings.f1 == scores.pins_right_place.f1 == 1
    assert (scores.type.n, scores.status.n, scores.place.n, scores.role.n, scores.date_exact.n) == (1, 1, 1, 1, 1)


def test_a_second_report_of_a_happening_is_a_duplicate_and_a_stray_one_a_false_alarm() -> None:
    gold = [_gold("000.E1", 10, mentions=(Span(200, 205),))]
    scores = _score(gold, [_report(10), _report(200), _report(500)])
    assert (scores.duplicates, scores.happenings.right, scores.happenings.found) == (1, 1, 2)
    assert scores.pins.found == 2


def test_the_trigger_beats_the_mention_and_the_evidence() -> None:
    gold = [_gold("000.E1", 10), _gold("000.E2", 40, evidence=Span(0, 100))]
    faults: list[Fault] = []
    scores = _score(gold, [_report(40, status="possible"), _report(10)], faults=faults)
    assert scores.happenings.right == 2
    assert [(fault.kind, fault.start) for fault in faults] == [("status", 40)]


def test_the_evidence_matches_only_an_accepted_type() -> None:
    assert _score([_gold("000.E1", 10)], [_report(50)]).happenings.right == 1
    assert _score([_gold("000.E1", 10)], [_report(50, event_type="travel")]).happenings.right == 0


def test_optional_is_neutral_and_denied_must_not_be_real() -> None:
    gold = [
        _gold("000.E1", 10, tier="optional"),
        _gold("000.E2", 300, tier="denied", status="denied", statuses=frozenset({"denied"})),
    ]
    scores = _score(gold, [_report(10), _report(300, status="denied")])
    assert (scores.optional, scores.denied_as_real, scores.everything.found) == (1, 0, 0)
    assert _score(gold, [_report(300)]).denied_as_real == 1


def test_speech_is_measured_apart() -> None:
    gold = [_gold("000.E1", 10, tier="speech", type="statement", types=frozenset({"statement"}), places=())]
    scores = _score(gold, [_report(10, event_type="statement", places=[]), _report(500, event_type="statement", places=[])])
    assert (scores.speech.n, scores.happenings.found, scores.everything.found) == (1, 0, 2)


@pytest.mark.parametrize(
    ("place", "right"),
    [
        (_place("Kyiv", KYIV), True),
        (_place("Kiev", (50.5, 30.6)), True),
        (_place("Kyiv", (53.0, 30.5)), False),
        (_place("Rome", ROME), False),
        (_place("Kyiv", None), True),
        (_place("Kyiv", KYIV, role="about"), False),
    ],
)
def test_the_right_place(place: dict[str, Any], right: bool) -> None:
    assert _score([_gold("000.E1", 10)], [_report(10, places=[place])]).place.n == right


def test_dates_exact_and_near() -> None:
    near = {"earliest": "2023-09-01", "latest": "2023-09-20"}
    scores = _score([_gold("000.E1", 10)], [_report(10, when=near)])
    assert (scores.date_exact.n, scores.date_near.n) == (0, 1)
    assert _score([_gold("000.E1", 10)], [_report(10, when=None)]).date_near.n == 0


@pytest.mark.parametrize(
    ("rule", "report", "caught"),
    [
        ("no-event", _report(502), 1),
        ("no-event", _report(400), 0),
        ("not-occurred", _report(502, status="possible"), 0),
        ("not-occurred", _report(502), 1),
        ("no-pin", _report(400, places=[_place("Rome", ROME, start=505)]), 1),
        ("no-pin", _report(400, places=[_place("Rome", ROME, role="about", start=505)]), 0),
    ],
)
def test_traps(rule: str, report: dict[str, Any], caught: int) -> None:
    trap = Trap(500, 520, rule, "a trap")
    assert _score([], [report], traps=(trap,)).must_not.n == caught


def test_links_across_articles() -> None:
    one = GoldArticle("000", "", "", None, (_gold("000.E1", 10, cluster="C"), _gold("000.E2", 300, cluster="D")), ())
    two = GoldArticle("001", "", "", None, (_gold("001.E1", 10, cluster="C"), _gold("001.E2", 300, cluster="F")), ())
    records = {
        "000": {"reports": [_report(10, event="a"), _report(300, event="b")]},
        "001": {"reports": [_report(10, event="a"), _report(300, event="b")]},
    }
    scores = events.score(Annotations((one, two), frozenset()), records)
    assert (scores.links.right, scores.links.found, scores.links.gold) == (1, 2, 1)
    lenient = events.score(Annotations((one, two), frozenset({("D", "F")})), records)
    assert (lenient.links.found, lenient.links_lenient.found) == (2, 1)
