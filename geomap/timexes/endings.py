"""Periods told by the day on which they end: the week ended Sept. 3, the three months to March."""

from __future__ import annotations

import re
from datetime import date, timedelta
from functools import cache
from typing import NamedTuple

from dateutil.relativedelta import relativedelta

from geomap import lexicon
from geomap.model import DateBasis, DatePrecision
from geomap.timexes import lexer, periods
from geomap.timexes.absolute import nearest
from geomap.timexes.grammar import Context, Match, Reading
from geomap.timexes.periods import Interval
from geomap.timexes.tense import Direction

_LENGTHS = {"D": (0, 1), "W": (0, 7), "M": (1, 0), "Q": (3, 0), "Y": (12, 0)}
_GRAINS = {"D": DatePrecision.DAYS, "W": DatePrecision.DAYS, "Y": DatePrecision.YEAR}


class Ending(NamedTuple):
    """The last day of a period, and whether its year is stated."""

    day: date
    stated: bool


@cache
def _pattern() -> re.Pattern[str]:
    table = lexicon.table(lexer.VOCABULARY)
    month = lexer.branches([*table["MONTH"], *table["MONTH_SHORT"]])
    return re.compile(
        r"\s{1,3}(?:that )?(?P<how>ended|ending|ends|to|through)\s{1,3}(?:on )?"
        rf"(?:(?P<day_first>\d{{1,2}})\s{{1,3}})?(?P<month>{month})\b\.?(?:\s{{1,3}}(?P<day>\d{{1,2}})\b)?(?:,?\s{{1,3}}(?P<year>\d{{4}})\b)?"
    )


def ending(match: Match, context: Context) -> Ending | None:
    """The day after the expression on which its period ends; None where the words name none, or no year is known."""
    found = _pattern().match(context.low, match.end)
    if found is None:
        return None
    table = lexicon.table(lexer.VOCABULARY)
    month = (table["MONTH"] | table["MONTH_SHORT"])[found["month"]]
    number = int(found["day"] or found["day_first"] or 31)
    if found["year"]:
        return Ending(_day(int(found["year"]), month, number), stated=True)
    published = context.published
    if published is None or not 1 < published.year < 9998:
        return None
    days = [_day(year, month, number) for year in (published.year - 1, published.year, published.year + 1)]
    looks = context.direction(match) if found["how"] in {"ending", "ends"} else Direction.PAST
    return Ending(nearest(days, published, looks), stated=False)


def _day(year: int, month: int, number: int) -> date:
    """The day of a month, its last one where it has fewer."""
    return date(year, month, 1) + relativedelta(day=number)


def stretch(end: date, count: int, unit: str) -> Interval | None:
    """The days of ``count`` units that end on a day; None for units without whole days."""
    if unit not in _LENGTHS:
        return None
    months, days = (part * count for part in _LENGTHS[unit])
    begin = end + timedelta(days=1) - relativedelta(months=months, days=days)
    return Interval(begin, end, _GRAINS.get(unit, DatePrecision.SEASON)) if begin < end else None


def ended(match: Match, context: Context, unit: str, *, value: str = "", count: int = 1) -> Reading | None:
    """The period that ends on the day named after it, with ``value`` where it has one of its own; None where none is named."""
    last = ending(match, context)
    days = stretch(last.day, count, unit) if last else None
    if last is None or days is None:
        return None
    basis = DateBasis.EXPLICIT if last.stated else DateBasis.RELATIVE
    middle = days.earliest + (days.latest - days.earliest) / 2
    if value:
        return Reading("DURATION" if value.startswith("P") else "DATE", value, days, basis)
    if unit == "Y":
        return Reading("DURATION", "P1Y", days, basis, anchors=False)
    return Reading("DATE", periods.shifted(middle, 0, unit) or "", days, basis)
