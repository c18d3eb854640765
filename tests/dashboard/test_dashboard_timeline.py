"""The timeline: what its component is given to draw, and which of its messages are days."""

from datetime import date

import pytest

from geomap.dashboard import timeline
from geomap.view import Bins

EXTENT = (date(2023, 9, 1), date(2023, 9, 30))
EPOCH = date(1970, 1, 1)


def bins(*rows: tuple[date, date, int, float]) -> Bins:
    return Bins("week", *([row[part] for row in rows] for part in range(4)))


def drawn(found: Bins) -> dict:
    return timeline.data(found, EXTENT, EXTENT, total=3, answered=4)


def test_days_are_counted_from_1970() -> None:
    found = drawn(bins((date(2023, 9, 4), date(2023, 9, 10), 3, 2.5)))
    assert found["bins"] == [[(date(2023, 9, 4) - EPOCH).days, (date(2023, 9, 10) - EPOCH).days, 3, 2.5]]
    assert found["last"] - found["first"] == 29
    assert found["answered"] == 4


def test_bins_are_cut_to_the_days_there_are_and_empty_ones_left_out() -> None:
    found = drawn(
        bins(
            (date(2023, 8, 28), date(2023, 9, 3), 1, 0.5),
            (date(2023, 9, 4), date(2023, 9, 10), 0, 0.0),
            (date(2023, 10, 2), date(2023, 10, 8), 2, 2.0),
        )
    )
    assert [bin[:2] for bin in found["bins"]] == [[found["first"], found["first"] + 2]]


def test_what_the_bars_show_is_said_in_words() -> None:
    assert "most, 3, in" in drawn(bins((date(2023, 9, 4), date(2023, 9, 10), 3, 2.5)))["spoken"]
    assert "none of them with a date" in drawn(bins())["spoken"]


@pytest.mark.parametrize(
    "message",
    [None, "x", {}, {"start": "2023-09-01"}, {"start": "2023-09-10", "end": "2023-09-01"}, {"start": "<b>", "end": "2023-09-01"}],
)
def test_a_message_without_days_moves_nothing(message: object) -> None:
    assert timeline.window(message) is None


def test_a_message_with_days() -> None:
    message = {"start": "2023-09-01", "end": "2023-09-01", "number": 3}
    assert timeline.window(message) == (date(2023, 9, 1), date(2023, 9, 1))
