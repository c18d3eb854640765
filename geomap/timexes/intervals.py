"""Small facts about intervals of days: do they overlap, how far apart are they, what do they share, how are they written.

An interval is a pair of days, both included. Either may be None where nothing is known on that side; ``(None, None)`` is unknown.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

from geomap.model import DatePrecision
from geomap.timexes.periods import Interval, value_to_interval

__all__ = ["Days", "Interval", "common", "days_between", "describe", "overlap", "value_to_interval"]

#: Earliest and latest day, both included; None where unknown.
Days = tuple[date | None, date | None]

#: English whatever the locale.
MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
_SEASONS = {3: "spring", 6: "summer", 9: "autumn"}
_EN_DASH = "\u2013"


def overlap(first: Days, second: Days) -> bool | None:
    """Whether the two share at least one day; None where either is wholly unknown."""
    if first == (None, None) or second == (None, None):
        return None
    return _not_after(first[0], second[1]) and _not_after(second[0], first[1])


def _not_after(day: date | None, other: date | None) -> bool:
    return day is None or other is None or day <= other


def days_between(first: Days, second: Days) -> int | None:
    """The least number of days from one to the other: 0 when they overlap, 1 for neighbours, None where either is unknown."""
    met = overlap(first, second)
    if met is None or met:
        return 0 if met else None
    before, after = (first, second) if not _not_after(second[0], first[1]) else (second, first)
    if before[1] is None or after[0] is None:
        return None
    return (after[0] - before[1]).days


def common(intervals: Iterable[Days]) -> Days | None:
    """The days that all the known intervals share; None when there is no such day or nothing is known."""
    earliest: date | None = None
    latest: date | None = None
    for first, last in intervals:
        earliest = max(filter(None, (earliest, first)), default=None)
        latest = min(filter(None, (latest, last)), default=None)
    if (earliest, latest) == (None, None) or not _not_after(earliest, latest):
        return None
    return earliest, latest


def describe(earliest: date | None, latest: date | None, precision: DatePrecision) -> str:
    """An interval as words, such as ``12 September 2023``, ``10–14 September 2023``, ``September 2023`` or ``late 2022``.

    ``date unknown`` without days, ``since`` or ``until`` a day where only one end is known.
    """
    if earliest is None and latest is None:
        return "date unknown"
    if earliest is None or latest is None:
        return f"until {_day(latest)}" if latest else f"since {_day(earliest)}" if earliest else "date unknown"
    if earliest == latest:
        return _day(earliest)
    if precision is DatePrecision.WEEK and (latest - earliest).days == 6:
        return f"week of {_days(earliest, latest)}"
    if _starts_month(earliest) and _ends_month(latest):
        return _months(earliest, latest, precision)
    return _days(earliest, latest)


def _day(day: date) -> str:
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def _starts_month(day: date) -> bool:
    return day.day == 1


def _ends_month(day: date) -> bool:
    return day == date.max or (day + timedelta(days=1)).day == 1


def _days(earliest: date, latest: date) -> str:
    if (earliest.year, earliest.month) == (latest.year, latest.month):
        return f"{earliest.day}{_EN_DASH}{_day(latest)}"
    if earliest.year == latest.year:
        return f"{earliest.day} {MONTHS[earliest.month - 1]} {_EN_DASH} {_day(latest)}"
    return f"{_day(earliest)} {_EN_DASH} {_day(latest)}"


def _months(earliest: date, latest: date, precision: DatePrecision) -> str:
    """Whole months: a month, a season, part of a year, years, decades."""
    if earliest.year == latest.year:
        if earliest.month == latest.month:
            return f"{MONTHS[earliest.month - 1]} {earliest.year}"
        if (earliest.month, latest.month) == (1, 12):
            return str(earliest.year)
        return _part_of_year(earliest, latest) if precision is DatePrecision.SEASON else _run_of_months(earliest, latest)
    if (earliest.month, latest.month) == (1, 12):
        decade = earliest.year % 10 == 0 and latest.year == earliest.year + 9
        return f"{earliest.year}s" if decade else f"{earliest.year}{_EN_DASH}{latest.year}"
    if precision is DatePrecision.SEASON and (earliest.month, latest.month, latest.year - earliest.year) == (12, 2, 1):
        return f"winter {earliest.year}{_EN_DASH}{latest.year % 100:02d}"
    return _run_of_months(earliest, latest)


_PARTS = {(1, 3): "early", (5, 8): "mid", (10, 12): "late", (1, 6): "first half of", (7, 12): "second half of"}


def _part_of_year(earliest: date, latest: date) -> str:
    part = _PARTS.get((earliest.month, latest.month))
    if part:
        return f"{part}-{earliest.year}" if part == "mid" else f"{part} {earliest.year}"
    season = _SEASONS.get(earliest.month) if latest.month == earliest.month + 2 else None
    return f"{season} {earliest.year}" if season else _run_of_months(earliest, latest)


def _run_of_months(earliest: date, latest: date) -> str:
    if earliest.year == latest.year:
        return f"{MONTHS[earliest.month - 1]}{_EN_DASH}{MONTHS[latest.month - 1]} {latest.year}"
    return f"{MONTHS[earliest.month - 1]} {earliest.year} {_EN_DASH} {MONTHS[latest.month - 1]} {latest.year}"
