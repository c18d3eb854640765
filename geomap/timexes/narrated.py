"""Rules for what a story names by what it just told: 20 July, a Saturday; that autumn; the following spring; the Monday."""

from __future__ import annotations

import re
from datetime import date, timedelta

from geomap.model import DateBasis, DatePrecision
from geomap.timexes import periods
from geomap.timexes.anchors import focus, focus_day
from geomap.timexes.grammar import Context, Match, Reading, dated, rule

_WEEK = 7
#: What stands between a date and the weekday that it was.
_APPOSED = re.compile(r"\s?(?:,|\(|\u2013|\u2014|--?)\s?(?:an?\s)?$")
_APPOSED_REACH = 6
#: After what "the Monday" is one of the days that are told of: *on the Monday he resigned*.
_ON_THE = re.compile(r"\b(?:on|by|until|till|since|from|before|after) the $")
#: "The Monday market", "the Sunday newspapers" are of any week, and "the Monday after the vote" is told from something else.
_OF_SOMETHING = re.compile(r"[ -](?!(?:he|she|they|it|we|who|and|but|when|the|a|an|in|at|police|there)\b)[\w'\u2019]")
#: Where *that* goes before the subject of a clause: *said that December was cold*.
_CLAUSE = re.compile(r"\s+(?:is|was|will|would|has|had|are|were|be|could|may|might|can)\b|['\u2019]s?\b")
_FIRST_MONTH = {"SP": 3, "SU": 6, "FA": 9, "WI": 12}


@rule("day:WEEKDAY")
def _apposed_weekday(match: Match, context: Context) -> Reading | None:
    """*On 20 July, a Saturday, ...*: that day, if it is one."""
    if not context.focus:
        return None
    end, told = context.focus[-1]
    between = context.low[end : match.start]
    if len(between) > _APPOSED_REACH or not _APPOSED.fullmatch(between) or told.interval is None:
        return None
    day = told.interval.earliest
    if told.interval.precision is not DatePrecision.DAY or day.weekday() != match.number("day"):
        return None
    return dated(day.isoformat(), DateBasis.RELATIVE)


@rule("day:WEEKDAY daypart:DAYPART? THE nth:(NTH|DOM)")
def _weekday_the_nth(match: Match, context: Context) -> Reading | None:
    """*On Saturday the 15th*: the last such day, as seen from the month spoken of, else from the publication."""
    found = focus(match, context, "M")
    near = found.interval.latest if found is not None and found.interval is not None else context.published
    if near is None or (context.published is None):
        return None
    days = [
        day
        for back in range(-_MONTHS_LOOKED_AT, _MONTHS_LOOKED_AT + 1)
        if (day := _nth_of_month(near, back, match.number("nth"))) is not None and day.weekday() == match.number("day")
    ]
    if not days:
        return None
    return dated(min(days, key=lambda day: abs((day - near).days)).isoformat(), DateBasis.RELATIVE)


_MONTHS_LOOKED_AT = 6


def _nth_of_month(near: date, months: int, nth: int) -> date | None:
    month = periods.shifted(near.replace(day=1), months, "M")
    try:
        return date(int(month[:4]), int(month[5:7]), nth) if month else None
    except ValueError:
        return None


@rule("lead:THE day:WEEKDAY daypart:DAYPART?", "lead:THAT day:WEEKDAY daypart:DAYPART?")
def _that_weekday(match: Match, context: Context) -> Reading | None:
    """*On the Monday he resigned*, *that Friday*: the first such day from the one that was told of, if that is weeks ago."""
    before = context.low[max(0, match.start - _BEFORE) : match.start]
    pointed = before.endswith("that ") or (_ON_THE.search(before) and not _OF_SOMETHING.match(context.low, match.end))
    told = focus_day(match, context) if pointed else None
    if told is None or context.published is None or abs((context.published - told).days) <= _WEEK:
        return None
    day = told + timedelta(days=(match.number("day") - told.weekday()) % _WEEK)
    part = f"T{match.code('daypart')}" if match.has("daypart") else ""
    return dated(day.isoformat() + part, DateBasis.RELATIVE, kind="TIME" if part else "DATE")


_BEFORE = 16


@rule("THAT month:MONTH", "THAT season:SEASON")
def _that_month(match: Match, context: Context) -> Reading | None:
    """*A shipment was delivered that December*: of the year that is spoken of."""
    found = focus(match, context, "Y")
    if found is None or found.interval is None or _CLAUSE.match(context.low, match.end):
        return None
    year, month = found.interval.earliest.year, found.interval.earliest.month
    if match.has("month"):
        return dated(f"{year:04d}-{match.number('month'):02d}", DateBasis.RELATIVE)
    suffix = match.code("season")
    year -= suffix == "WI" and month <= _END_OF_WINTER
    return dated(f"{year:04d}-{suffix}", DateBasis.RELATIVE)


_END_OF_WINTER = 3


@rule("THE step:STEPS month:MONTH", "THE step:STEPS season:SEASON")
def _next_month(match: Match, context: Context) -> Reading | None:
    """*The following spring*, *the previous May*: the next one, or the last one, from what was told."""
    if match.text("step") not in {"following", "previous", "preceding"}:
        return None
    found = focus(match, context, "Y")
    if found is None or found.interval is None:
        return None
    told = found.interval.earliest if match.number("step") < 0 else found.interval.latest
    month = match.number("month") if match.has("month") else _FIRST_MONTH[match.code("season")]
    year = told.year + ((month <= told.month) if match.number("step") > 0 else -(month >= told.month))
    tail = f"{month:02d}" if match.has("month") else match.code("season")
    return dated(f"{year:04d}-{tail}", DateBasis.RELATIVE)
