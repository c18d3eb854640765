"""Weekdays and months that a verb in the past takes back, though their sentence looks ahead."""

from __future__ import annotations

from datetime import date

import pytest
from reading import report

CASES = [
    ("The contract, signed by the board in Porto on Thursday, will cost 90 people their jobs.", "signed", date(2023, 3, 9)),
    ("The yard says it will sail next week; on Friday it signed a contract in Braga.", "signed", date(2023, 3, 10)),
    ("The rally will go ahead in Braga on Saturday.", "rally", date(2023, 3, 18)),
    ("He was due in Porto on Friday to meet the mayor.", "due", date(2023, 3, 17)),
]


@pytest.mark.parametrize(("text", "word", "day"), CASES)
def test_a_verb_in_the_past_takes_its_weekday_back(text: str, word: str, day: date) -> None:
    when = report(text, word).when
    assert when is not None
    assert when.earliest == day


def test_a_month_goes_back_by_a_year() -> None:
    text = "The court will hear the case of a man who was arrested in Kiruna in November."
    when = report(text, "arrested").when
    assert when is not None
    assert (when.earliest, when.latest) == (date(2022, 11, 1), date(2022, 11, 30))
