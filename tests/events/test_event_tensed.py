"""Weekdays and months by the tense of their verb, which what is around them may hide."""

from __future__ import annotations

from datetime import date

import pytest
from reading import report

CASES = [
    ("The contract, signed by the board in Porto on Thursday, will cost 90 people their jobs.", "signed", date(2023, 3, 9)),
    ("The yard says it will sail next week; on Friday it signed a contract in Braga.", "signed", date(2023, 3, 10)),
    ("Police foiled a plot to bomb a train in Braga, arresting four men on Friday.", "arresting", date(2023, 3, 10)),
    ("Police foiled a plot to bomb a train in Braga, arresting four men on Thursday and Friday.", "arresting", date(2023, 3, 9)),
    ("On Monday a court in Porto agreed to extradite him.", "agreed", date(2023, 3, 13)),
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


@pytest.mark.parametrize(
    ("text", "word", "day"),
    [
        ("He leaves office in Porto on 28 July.", "leaves", date(2023, 7, 28)),
        ("He leaves office in Porto on 28 February.", "leaves", date(2023, 2, 28)),
        ("He left office in Porto on 28 July.", "left", date(2022, 7, 28)),
        ("He was arrested in Porto on Apr. 14.", "arrested", date(2022, 4, 14)),
        ("He was arrested in Porto on the night of April 14.", "arrested", date(2022, 4, 14)),
        ("The fair opens in Porto on Apr. 14.", "opens", date(2023, 4, 14)),
        ("The ministers meet next in Porto in February.", "meet", date(2024, 2, 1)),
        ("The ministers met last in Porto in February.", "met", date(2023, 2, 1)),
    ],
)
def test_a_present_tense_means_the_coming_day_if_it_is_nearer(text: str, word: str, day: date) -> None:
    when = report(text, word).when
    assert when is not None
    assert when.earliest == day
