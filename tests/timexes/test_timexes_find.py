from datetime import date

import pytest

from geomap.timexes import find

PUBLISHED = date(2023, 9, 5)  # a Tuesday


def one(text: str, published: date | None = PUBLISHED):
    (found,) = find(text, published=published)
    assert text[found.start : found.end] == found.surface
    return found


@pytest.mark.parametrize(
    ("text", "surface", "earliest", "latest", "precision"),
    [
        ("They met on Monday.", "Monday", "2023-09-04", "2023-09-04", "day"),
        ("They met on Tuesday.", "Tuesday", "2023-09-05", "2023-09-05", "day"),
        ("They will meet on Monday.", "Monday", "2023-09-11", "2023-09-11", "day"),
        ("He said so last week.", "last week", "2023-08-28", "2023-09-03", "week"),
        ("He went last month.", "last month", "2023-08-01", "2023-08-31", "month"),
        ("He comes later this month.", "later this month", "2023-09-05", "2023-09-30", "days"),
        ("It did so late last year.", "late last year", "2022-10-01", "2022-12-31", "season"),
        ("They met in April 2022.", "April 2022", "2022-04-01", "2022-04-30", "month"),
        ("The forum runs Sept. 10 to 14.", "Sept. 10 to 14", "2023-09-10", "2023-09-14", "days"),
        ("The forum is on September 10-13.", "September 10-13", "2023-09-10", "2023-09-13", "days"),
    ],
)
def test_intervals(text, surface, earliest, latest, precision):
    found = one(text)
    assert (found.surface, str(found.earliest), str(found.latest), found.precision.value) == (
        surface,
        earliest,
        latest,
        precision,
    )
