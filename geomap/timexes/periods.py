"""Stretches of days: what a TimeML value covers, and the values of the day, week, quarter... around a date."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import MAXYEAR, MINYEAR, date, timedelta
from typing import NamedTuple

from dateutil.relativedelta import relativedelta

from geomap.model import DatePrecision


class Interval(NamedTuple):
    """The days from ``earliest`` to ``latest``, both included, and how finely they are known."""

    earliest: date
    latest: date
    precision: DatePrecision


#: Meteorological seasons by their first month; a winter is named by the year in which it begins.
_SEASON_MONTHS = {"SP": 3, "SU": 6, "FA": 9, "WI": 12}
_VALUE = re.compile(
    r"(?P<year>\d{4})(?:"
    r"-(?P<month>\d\d)(?:-(?P<day>\d\d)(?:T.{2,12})?)?"
    r"|-W(?P<week>\d\d)(?P<weekend>-WE)?"
    r"|-Q(?P<quarter>[1-4])"
    r"|-H(?P<half>[12])"
    r"|-(?P<season>SP|SU|FA|WI)"
    r")?"
)


def value_to_interval(value: str) -> Interval | None:
    """The days a TimeML value covers; None for durations, sets, references and values with unknown parts.

    A range is written ``start/end``. ``199`` is the 1990s and ``18`` the nineteenth century.
    """
    if "/" in value:
        ends = [value_to_interval(part) for part in value.split("/", 1)]
        return span(ends[0], ends[1]) if ends[0] and ends[1] else None
    try:
        return _single(value)
    except ValueError:
        return None


def _single(value: str) -> Interval | None:
    if value.isascii() and value.isdigit() and len(value) in {2, 3}:
        width = 10 ** (4 - len(value))
        first = int(value) * width
        return Interval(date(max(first, MINYEAR), 1, 1), date(first + width - 1, 12, 31), DatePrecision.YEAR)
    match = _VALUE.fullmatch(value)
    if match is None:
        return None
    year = int(match["year"])
    grain = next((name for name in _READERS if match[name]), None)
    return _READERS[grain](year, match) if grain else Interval(date(year, 1, 1), date(year, 12, 31), DatePrecision.YEAR)


def _week(year: int, match: re.Match[str]) -> Interval:
    whole = week_of(date.fromisocalendar(year, int(match["week"]), 1))
    return Interval(whole.latest - timedelta(days=1), whole.latest, DatePrecision.DAYS) if match["weekend"] else whole


#: How each grain of a value is read, the finest first.
_READERS: dict[str, Callable[[int, re.Match[str]], Interval]] = {
    "day": lambda year, match: day_of(date(year, int(match["month"]), int(match["day"]))),
    "month": lambda year, match: month_of(year, int(match["month"])),
    "week": _week,
    "quarter": lambda year, match: months(year, 3 * int(match["quarter"]) - 2, 3),
    "half": lambda year, match: months(year, 6 * int(match["half"]) - 5, 6),
    "season": lambda year, match: months(year, _SEASON_MONTHS[match["season"]], 3),
}


def day_of(day: date) -> Interval:
    """One day."""
    return Interval(day, day, DatePrecision.DAY)


def week_of(day: date) -> Interval:
    """The ISO week, Monday to Sunday, that holds the day."""
    monday = day - timedelta(days=day.weekday())
    return Interval(monday, monday + timedelta(days=6), DatePrecision.WEEK)


def month_of(year: int, month: int) -> Interval:
    """A whole month."""
    first = date(year, month, 1)
    return Interval(first, first + relativedelta(day=31), DatePrecision.MONTH)


def months(year: int, first: int, count: int) -> Interval:
    """A run of months of season precision; it may reach into the next year."""
    start = date(year, first, 1)
    return Interval(start, start + relativedelta(months=count - 1, day=31), DatePrecision.SEASON)


_COARSENESS = (
    DatePrecision.DAY,
    DatePrecision.DAYS,
    DatePrecision.WEEK,
    DatePrecision.MONTH,
    DatePrecision.SEASON,
    DatePrecision.YEAR,
    DatePrecision.UNKNOWN,
)


def span(first: Interval, last: Interval) -> Interval | None:
    """From the beginning of one to the end of the other; None when that runs backwards.

    Two days give the precision ``days``, longer ends the coarser of theirs.
    """
    if first.earliest > last.latest:
        return None
    precision = max(first.precision, last.precision, DatePrecision.DAYS, key=_COARSENESS.index)
    return Interval(first.earliest, last.latest, precision)


def week_value(day: date) -> str:
    """The ISO week that holds the day: ``2023-W36``."""
    year, week, _ = day.isocalendar()
    return f"{year:04d}-W{week:02d}"


def quarter_value(day: date) -> str:
    """The quarter that holds the day: ``2023-Q3``."""
    return f"{day.year:04d}-Q{(day.month + 2) // 3}"


def shifted(day: date, count: int, unit: str) -> str | None:
    """The value, at the unit's own grain, of the period ``count`` units from the day.

    None beyond the calendar, and for units of the clock.
    """
    try:
        return _shifted(day, count, unit)
    except (ValueError, OverflowError):
        return None


def _shifted(day: date, count: int, unit: str) -> str | None:
    if unit in _STEPS:
        step, value = _STEPS[unit]
        return value(day + step * count)
    if unit not in _YEARS:
        return None
    years, digits = _YEARS[unit]
    year = day.year + count * years
    return f"{year:04d}"[:digits] if MINYEAR <= year <= MAXYEAR else None


#: Each unit's step and how the period around a day is written.
_STEPS: dict[str, tuple[relativedelta, Callable[[date], str]]] = {
    "D": (relativedelta(days=1), date.isoformat),
    "W": (relativedelta(days=7), week_value),
    "F": (relativedelta(days=14), week_value),
    "WE": (relativedelta(days=7), lambda day: week_value(day) + "-WE"),
    "M": (relativedelta(months=1), lambda day: day.isoformat()[:7]),
    "Q": (relativedelta(months=3), quarter_value),
}
#: Units of years: how many, and how many digits of the year name one.
_YEARS = {"Y": (1, 4), "E": (10, 3), "C": (100, 2), "L": (1000, 1)}
