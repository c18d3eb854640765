"""Values to days, and the arithmetic and wording of intervals."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geomap.model import DatePrecision
from geomap.timexes.intervals import common, days_between, describe, overlap, value_to_interval
from geomap.timexes.periods import shifted

D = date.fromisoformat


@pytest.mark.parametrize(
    ("value", "earliest", "latest", "precision"),
    [
        ("2023", "2023-01-01", "2023-12-31", "year"),
        ("2023-02", "2023-02-01", "2023-02-28", "month"),
        ("2024-02-29", "2024-02-29", "2024-02-29", "day"),
        ("2023-09-04TEV", "2023-09-04", "2023-09-04", "day"),
        ("2023-09-04T24:00", "2023-09-04", "2023-09-04", "day"),
        ("2020-W53", "2020-12-28", "2021-01-03", "week"),
        ("2023-W35-WE", "2023-09-02", "2023-09-03", "days"),
        ("2023-Q4", "2023-10-01", "2023-12-31", "season"),
        ("2023-H2", "2023-07-01", "2023-12-31", "season"),
        ("2022-WI", "2022-12-01", "2023-02-28", "season"),
        ("199", "1990-01-01", "1999-12-31", "year"),
        ("18", "1800-01-01", "1899-12-31", "year"),
        ("2023-09-10/2023-09-14", "2023-09-10", "2023-09-14", "days"),
        ("2022-12/2023-02", "2022-12-01", "2023-02-28", "month"),
    ],
)
def test_value_to_interval(value: str, earliest: str, latest: str, precision: str) -> None:
    assert value_to_interval(value) == (D(earliest), D(latest), precision)


@pytest.mark.parametrize(
    "value",
    ["P3D", "XXXX-07", "PRESENT_REF", "", "2023-13", "2023-02-30", "2021-W53", "0000", "2023-09-10/XXXX", "2023/2019", "2023-Q5"],
)
def test_values_without_days(value: str) -> None:
    assert value_to_interval(value) is None


@given(st.text(alphabet="0123456789-WQHXPT/SUEF:", max_size=16))
def test_any_value_gives_days_in_order_or_none(value: str) -> None:
    interval = value_to_interval(value)
    assert interval is None or interval.earliest <= interval.latest


@pytest.mark.parametrize(
    ("count", "unit", "value"),
    [
        (-1, "D", "2023-12-31"),
        (1, "W", "2024-W02"),
        (-1, "M", "2023-12"),
        (-1, "Q", "2023-Q4"),
        (-2, "Y", "2022"),
        (-1, "E", "201"),
        (-1, "C", "19"),
        (-1, "WE", "2023-W52-WE"),
        (-9999, "Y", None),
        (10**9, "D", None),
        (1, "TH", None),
    ],
)
def test_shifted(count: int, unit: str, value: str | None) -> None:
    assert shifted(date(2024, 1, 1), count, unit) == value


SEPTEMBER = (D("2023-09-01"), D("2023-09-30"))
FORUM = (D("2023-09-10"), D("2023-09-13"))
JULY = (D("2023-07-01"), D("2023-07-31"))
NOTHING = (None, None)


def test_overlap() -> None:
    assert overlap(SEPTEMBER, FORUM) is True
    assert overlap(JULY, FORUM) is False
    assert overlap((None, D("2023-07-01")), JULY) is True
    assert overlap(NOTHING, JULY) is None


def test_days_between() -> None:
    assert days_between(SEPTEMBER, FORUM) == 0
    assert days_between(JULY, SEPTEMBER) == days_between(SEPTEMBER, JULY) == 32
    assert days_between(NOTHING, JULY) is None


def test_common() -> None:
    assert common([SEPTEMBER, FORUM, NOTHING]) == FORUM
    assert common([(D("2023-09-05"), None), SEPTEMBER]) == (D("2023-09-05"), D("2023-09-30"))
    assert common([JULY, FORUM]) is None
    assert common([NOTHING]) is None
    assert common([]) is None


@pytest.mark.parametrize(
    ("earliest", "latest", "precision", "words"),
    [
        ("2023-09-12", "2023-09-12", "day", "12 September 2023"),
        ("2023-09-10", "2023-09-14", "days", "10–14 September 2023"),
        ("2023-08-30", "2023-09-02", "days", "30 August – 2 September 2023"),
        ("2022-12-30", "2023-01-02", "days", "30 December 2022 – 2 January 2023"),
        ("2023-08-28", "2023-09-03", "week", "week of 28 August – 3 September 2023"),
        ("2023-09-01", "2023-09-30", "month", "September 2023"),
        ("2022-10-01", "2022-12-31", "season", "late 2022"),
        ("2022-01-01", "2022-03-31", "season", "early 2022"),
        ("2022-05-01", "2022-08-31", "season", "mid-2022"),
        ("2022-06-01", "2022-08-31", "season", "summer 2022"),
        ("2022-07-01", "2022-12-31", "season", "second half of 2022"),
        ("2022-04-01", "2022-06-30", "season", "April–June 2022"),
        ("2022-12-01", "2023-02-28", "season", "winter 2022–23"),
        ("2022-12-01", "2023-02-28", "month", "December 2022 – February 2023"),
        ("2019-01-01", "2019-12-31", "year", "2019"),
        ("2019-01-01", "2021-12-31", "year", "2019–2021"),
        ("1990-01-01", "1999-12-31", "year", "1990s"),
        ("2023-09-05", "2023-12-31", "year", "5 September – 31 December 2023"),
        (None, None, "unknown", "date unknown"),
        ("2023-09-05", None, "days", "since 5 September 2023"),
        (None, "2023-09-05", "days", "until 5 September 2023"),
    ],
)
def test_describe(earliest: str | None, latest: str | None, precision: str, words: str) -> None:
    first, last = (D(day) if day else None for day in (earliest, latest))
    assert describe(first, last, DatePrecision(precision)) == words


@given(st.dates(), st.dates(), st.sampled_from(DatePrecision))
def test_any_interval_has_words(first: date, last: date, precision: DatePrecision) -> None:
    assert str(max(first, last).year) in describe(min(first, last), max(first, last), precision) or first.year == last.year - 9
