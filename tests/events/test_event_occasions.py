"""One word that tells of several happenings, each at its own place and time."""

from __future__ import annotations

from datetime import date

import pytest
from reading import extraction, reports

from geomap.model import Report, Status
from geomap.review import anchors

#: Published on a Wednesday.
CASES = [
    (
        "She won in Rome in 2001 and in Oslo in 2004.",
        "won",
        [("Rome", date(2001, 1, 1)), ("Oslo", date(2004, 1, 1))],
    ),
    (
        "Protesters marched on Saturday in Lima, on Sunday in Cusco and on Monday in Puno.",
        "marched",
        [("Lima", date(2023, 3, 11)), ("Cusco", date(2023, 3, 12)), ("Puno", date(2023, 3, 13))],
    ),
    (
        "Police detained 12 people in Minsk on Sunday and another 40 in Brest on Monday.",
        "detained",
        [("Minsk", date(2023, 3, 12)), ("Brest", date(2023, 3, 13))],
    ),
    (
        "The minister will visit Hanoi on Monday and Vientiane on Wednesday.",
        "visit",
        [("Hanoi", date(2023, 3, 20)), ("Vientiane", date(2023, 3, 22))],
    ),
    (
        "The team will play Kenya in Nairobi on Friday and Ghana in Accra on Sunday.",
        "play",
        [("Nairobi", date(2023, 3, 17)), ("Accra", date(2023, 3, 19))],
    ),
]


def _told(text: str, word: str) -> list[Report]:
    return [r for r in reports(text) if r.trigger.text == word]


@pytest.mark.parametrize(("text", "word", "occasions"), CASES)
def test_places_and_times_that_take_turns_are_happenings_of_their_own(
    text: str, word: str, occasions: list[tuple[str, date]]
) -> None:
    found = _told(text, word)
    assert [(r.pin.name, r.when.earliest) for r in found if r.pin and r.when] == occasions
    assert len({r.id for r in found}) == len(occasions)


def test_the_last_weekday_in_a_row_of_plans_is_the_coming_one() -> None:
    """Vientiane's Wednesday is not the day of publication, as it comes after Monday."""
    last = _told("The minister will visit Hanoi on Monday and Vientiane on Wednesday.", "visit")[-1]
    assert last.status is Status.PLANNED
    assert last.when is not None and last.when.latest == date(2023, 3, 22)


@pytest.mark.parametrize(
    "text",
    [
        "Protesters marched in Lima and Cusco on Saturday.",
        "Protesters marched in Lima on Saturday and Sunday.",
        "Protesters marched in Lima in 2022 and were held in Cusco in 2023.",
        "Protesters marched in Lima on Saturday, the third such day in Peru since 2019.",
    ],
)
def test_one_place_or_one_time_is_one_happening(text: str) -> None:
    assert len(_told(text, "marched")) == 1


def test_a_review_finds_the_one_of_two_happenings_that_it_is_about() -> None:
    found = extraction("She won in Rome in 2001 and in Oslo in 2004.")
    first, second = (r for r in found.reports if r.trigger.text == "won")
    for report in (first, second):
        anchor = anchors.of_report(report, found.document)
        assert anchors.holds(anchor, found.document.text)
        assert anchors.report_at(anchor, found.reports) == report
