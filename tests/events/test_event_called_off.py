"""When something was to be that was called off, or that nobody did after all: the day that it was meant for."""

from __future__ import annotations

from datetime import date

import pytest
from reading import report

from geomap.model import Status


@pytest.mark.parametrize(
    ("text", "word", "day"),
    [
        ("The queen called off a visit to Oslo that was to have begun on Friday.", "visit", date(2023, 3, 17)),
        ("A trip to Oslo that the queen was to make on Thursday is off.", "trip", date(2023, 3, 16)),
        ("A march on Oslo that the nurses had hoped to begin on Friday was scrapped.", "march", date(2023, 3, 17)),
        ("A regatta that was due to be held in Oslo on Sunday has been cancelled.", "regatta", date(2023, 3, 19)),
        ("The envoy, who was to have come to Oslo on Monday, put off the journey.", "journey", date(2023, 3, 13)),
        ("The envoy won't be in Oslo on Thursday.", "be", date(2023, 3, 16)),
        ("The envoy was to have signed a lease there on Friday.", "signed", date(2023, 3, 17)),
        ("The envoy was due to visit Oslo on Friday but did not come.", "visit", date(2023, 3, 10)),
        ("The visit to Oslo planned for Saturday was scrapped on Friday.", "visit", date(2023, 3, 11)),
        ("The envoy has called off Friday's visit to Oslo, where he was to sign a treaty.", "sign", date(2023, 3, 17)),
    ],
)
def test_what_was_called_off_has_the_day_that_it_was_meant_for(text: str, word: str, day: date) -> None:
    found = report(text, word)
    assert found.status is Status.DENIED
    assert found.when is not None
    assert (found.when.earliest, found.when.latest) == (day, day)


@pytest.mark.parametrize(
    ("text", "word", "first", "last"),
    [
        ("A trip to Oslo that he was to make in May is off.", "trip", date(2023, 5, 1), date(2023, 5, 31)),
        ("His trip to Oslo, where the ministers meet next week, has been shelved.", "trip", date(2023, 3, 20), date(2023, 3, 26)),
    ],
)
def test_so_it_has_the_month_or_week_that_it_was_meant_for(text: str, word: str, first: date, last: date) -> None:
    found = report(text, word)
    assert found.status is Status.DENIED
    assert found.when is not None
    assert (found.when.earliest, found.when.latest) == (first, last)


def test_what_was_scrubbed_on_its_day_was_on_that_day() -> None:
    when = report("Sunday's launch in Kourou was scrubbed a minute before lift-off.", "launch").when
    assert when is not None
    assert when.earliest == date(2023, 3, 12)
