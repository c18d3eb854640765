"""Why a value is wrong, and that each error names its cause."""

from datetime import date

import pytest

from geomap.evaluate import timexes
from geomap.evaluate.gold import GoldDocument, TimeSpan
from geomap.evaluate.timex_causes import CAUSES, TimexFault, wrong_value

PUBLISHED = date(2023, 9, 5)


@pytest.mark.parametrize(
    ("gold", "found", "cause"),
    [
        ("2023-09-08", "2023-09-01", "direction"),
        ("2024-07", "2023-07", "direction"),
        ("2023-W35", "2023-W36", "direction"),
        ("2023-W35", "2023-08-30", "granularity"),
        ("2023", "2023-07", "granularity"),
        ("2023-09-03", "2023-09-03TNI", "granularity"),
        ("2022-Q3", "2022-Q2", "anchor"),
        ("2022", "2023-07", "anchor"),
        ("2023-07", "XXXX-07", "anchor"),
        ("P3D", "P3W", "other value"),
        ("PAST_REF", "PXY", "other value"),
        ("2023", "PXY", "other value"),
    ],
)
def test_what_is_wrong_with_a_value(gold: str, found: str, cause: str) -> None:
    assert wrong_value(gold, found, PUBLISHED) == cause


def test_without_a_publication_no_direction_is_blamed() -> None:
    assert wrong_value("2023-09-08", "2023-09-01", None) == "anchor"


def test_each_error_has_a_cause_and_is_counted() -> None:
    text = "On Friday he came for two days, now and in May."
    gold = (
        TimeSpan(3, 9, "DATE", "2023-09-08"),
        TimeSpan(22, 30, "DURATION", "P2D"),
        TimeSpan(32, 35, "DATE", "PRESENT_REF"),
    )
    document = GoldDocument("d", text, None, None, "2023-09-05", (), gold)
    found = [
        {"start": 3, "end": 9, "type": "DATE", "value": "2023-09-01"},
        {"start": 18, "end": 30, "type": "DATE", "value": "P2D"},
        {"start": 43, "end": 46, "type": "DATE", "value": "2024-05"},
    ]
    told: list[TimexFault] = []
    scores = timexes.score([document], {"d": {"timexes": found}}, faults=told)
    assert [(f.kind, f.cause, f.surface) for f in told] == [
        ("missed", "missed", "now"),
        ("spurious", "spurious", "May"),
        ("value", "direction", "Friday"),
        ("type", "type", "two days"),
        ("span", "span", "two days | for two days"),
    ]
    assert scores.causes == dict.fromkeys(CAUSES, 0) | {"missed": 1, "spurious": 1, "direction": 1, "type": 1, "span": 1}
