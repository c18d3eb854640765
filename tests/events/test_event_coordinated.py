"""The time that a clause shares with another, and what somebody was tried for: before the trial."""

from __future__ import annotations

from datetime import date

import pytest
from reading import PUBLISHED, report

from geomap.model import DateBasis, Status

STORY = "On Monday the ministers of Peru and Chile met in Arica. On Tuesday they signed a treaty there. "
CALM = "The port of Lima was calm on Tuesday after police arrested six dockers. "
YEAR = (date(2013, 1, 1), date(2013, 12, 31))


def _days(text: str, word: str) -> tuple[date | None, date | None]:
    when = report(text, word).when
    assert when is not None
    return when.earliest, when.latest


def test_a_time_that_opens_a_sentence_sets_the_scene_for_what_is_coordinated() -> None:
    text = (
        STORY
        + "It also buried a quarrel: in 2013 Peru expelled some 600 traders from Tacna, and Santiago recalled its ambassador."
    )
    when = report(text, "recalled").when
    assert when is not None
    assert (when.earliest, when.latest) == YEAR
    assert when.basis is DateBasis.INFERRED  # its own words don't state it


@pytest.mark.parametrize(
    "sentence",
    [
        "In 2013 Peru expelled some traders from Arica, and on Monday Santiago recalled its ambassador.",
        "In 2013 Peru expelled some traders from Arica, and Santiago has recalled its ambassador.",
        "Peru expelled some traders in 2013 from Arica, and Santiago recalled its ambassador on Monday.",
    ],
)
def test_another_time_or_the_perfect_goes_on_from_the_scene(sentence: str) -> None:
    assert _days(STORY + sentence, "recalled") != YEAR


def test_the_time_behind_an_occasion_is_that_of_the_occasion() -> None:
    found = report(CALM + "She will play at the European championship in Braga in September.", "championship")
    assert found.when is not None
    assert (found.when.earliest, found.when.latest) == (date(2023, 9, 1), date(2023, 9, 30))
    assert found.status is Status.PLANNED


def test_what_is_coordinated_shares_the_deadline() -> None:
    text = CALM + "The minister will visit Braga before Easter and inspect the works in Porto."
    assert _days(text, "inspect") == _days(text, "visit") == (PUBLISHED, date(2023, 4, 8))


BOMBS = "Two bombs killed nine people in Bergen on 20 February.\n\n"
TRIED = [
    ("The general who sent tanks into Oslo was sentenced to twelve years on Tuesday.", "sent"),
    ("A farmer was sentenced on Tuesday for the murder of his brother in Oslo.", "murder"),
    ("A farmer was fined in Oslo on Tuesday for poaching.", "poaching"),
]


@pytest.mark.parametrize(("sentence", "deed"), TRIED)
def test_what_somebody_was_tried_for_was_done_before(sentence: str, deed: str) -> None:
    when = report(BOMBS + sentence, deed).when
    assert when is None or (when.latest is not None and when.latest < date(2023, 3, 14))


def test_what_a_court_did_then_is_no_such_deed() -> None:
    assert _days(BOMBS + "A man was acquitted of contempt in Oslo on Monday and freed.", "freed") == (
        date(2023, 3, 13),
        date(2023, 3, 13),
    )
