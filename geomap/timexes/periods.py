"""Stretches of days: what a TimeML value covers, and the values of the day, week, quarter... around a date."""

from __future__ import annotations

import re
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
    if match["month"]:
        return day_of(date(year, int(match["month"]), int(match["day"]))) if match["day"] else month_of(year, int(match["month"]))
    if match["week"]:
        monday = date.fromisocalendar(year, int(match["week"]), 1)
        if match["weekend"]:
            return Interval(monday + timedelta(days=5), monday + timedelta(days=6), DatePrecision.DAYS)
        return week_of(monday)
    if match["quarter"]:
        return months(year, 3 * int(match["quarter"]) - 2, 3)
    if match["half"]:
        return months(year, 6 * int(match["half"]) - 5, 6)
    if match["season"]:
        return months(year, _SEASON_MONTHS[match["season"]], 3)
    return Interval(date(year, 1, 1), date(year, 12, 31), DatePrecision.YEAR)


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
    """From the beginning of one to the end of the other; None when that runs backwards. Two days give days, else the coarser precision."""
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
    """The value, at the unit's own grain, of the period ``count`` units from the day; None beyond the calendar or for clock units."""
    try:
        return _shifted(day, count, unit)
    except (ValueError, OverflowError):
        return None


def _shifted(day: date, count: int, unit: str) -> str | None:
    if unit == "D":
        return (day + timedelta(days=count)).isoformat()
    if unit in {"W", "F"}:
        return week_value(day + timedelta(weeks=count * (2 if unit == "F" else 1)))
    if unit == "WE":
        return week_value(day + timedelta(weeks=count)) + "-WE"
    if unit == "M":
        return (day + relativedelta(months=count)).isoformat()[:7]
    if unit == "Q":
        return quarter_value(day.replace(day=1) + relativedelta(months=3 * count))
    year = day.year + count * {"Y": 1, "E": 10, "C": 100, "L": 1000}.get(unit, 0)
    if unit not in {"Y", "E", "C", "L"} or not MINYEAR <= year <= MAXYEAR:
        return None
    digits = f"{year:04d}"
    return {"Y": digits, "E": digits[:3], "C": digits[:2], "L": digits[:1]}[unit]
