"""Words that count days and years."""

from __future__ import annotations

import pytest

from geomap.timexes.counts import DayCount, day_count, number_of, ordinal_of


@pytest.mark.parametrize(
    ("word", "number"), [("an", 1), ("seven", 7), ("19", 19), ("dozen", 12), ("hundred", 100), ("2019", None)]
)
def test_a_count_is_a_number_of_three_digits_at_most(word: str, number: int | None) -> None:
    assert number_of(word) == number


def test_an_ordinal_is_a_number_in_its_order() -> None:
    assert (ordinal_of("third"), ordinal_of("three")) == (3, None)


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("two days after", DayCount(2)),
        ("a night earlier", DayCount(-1)),
        ("just three weeks later", DayCount(21, by_weeks=True)),
        ("ten hours before", DayCount(0)),
        ("100 days after", DayCount(100)),
        ("40 hours before", None),
        ("few days after", None),
        ("two days of", None),
    ],
)
def test_days_are_counted_on_or_back(text: str, count: DayCount | None) -> None:
    assert day_count(text) == count
