"""What relative expressions are told from: the publication, or a date that the text has just spoken of (the focus)."""

from __future__ import annotations

from datetime import date

from geomap.model import DateBasis, DatePrecision
from geomap.timexes import periods
from geomap.timexes.grammar import Context, Match, Reading, narrowed, undated
from geomap.timexes.periods import Interval
from geomap.timexes.tense import Direction

#: Values of the units when nothing anchors them.
UNKNOWN = {
    "D": "XXXX-XX-XX",
    "W": "XXXX-WXX",
    "F": "XXXX-WXX",
    "WE": "XXXX-WXX-WE",
    "M": "XXXX-XX",
    "Q": "XXXX-QX",
    "Y": "XXXX",
    "E": "XXX",
    "C": "XX",
    "L": "X",
}
#: How far back, in characters, a date may stand for "the next day" or "a year earlier" to be told from it.
_FOCUS_REACH = 400


def parted(interval: Interval, match: Match, published: date | None) -> Interval:
    """The interval cut by ``early``, ``late`` or, at the publication date, by ``earlier``, ``later``."""
    if match.has("part"):
        return narrowed(interval, match.code("part"))
    within = match.code("within")
    if (
        not within
        or not published
        or not interval.earliest <= published <= interval.latest
        or interval.earliest == interval.latest
    ):
        return interval
    kept = interval.precision if interval.precision in {DatePrecision.YEAR, DatePrecision.SEASON} else DatePrecision.DAYS
    if within == "BEFORE":
        return Interval(interval.earliest, published, kept)
    return Interval(published, interval.latest, kept)


def relative(value: str | None, match: Match, context: Context, *, kind: str = "DATE") -> Reading | None:
    """A reading told from an anchor: the days of its value, cut by the match's ``early``, ``later``... None for no value."""
    if value is None:
        return None
    interval = periods.value_to_interval(value)
    if interval is None:
        return undated(value, kind=kind)
    return Reading(kind, value, parted(interval, match, context.published), DateBasis.RELATIVE)


#: The coarsest date from which a period of a unit can be told: no day is "the next day" of a year.
_COARSEST = {
    "D": DatePrecision.DAY,
    "W": DatePrecision.WEEK,
    "F": DatePrecision.WEEK,
    "WE": DatePrecision.WEEK,
    "M": DatePrecision.MONTH,
    "Q": DatePrecision.SEASON,
}


def focus(match: Match, context: Context, unit: str) -> Reading | None:
    """The latest date before the match from which a period of the unit can be told, if it is near.

    What is told in the past tense isn't told from a day to come: *will open on May 9, he said on Monday. The day after, he left*.
    """
    coarsest = _COARSEST.get(unit, DatePrecision.YEAR)
    published = context.published
    for end, reading in reversed(context.focus):
        if match.start - end > _FOCUS_REACH:
            return None
        told = reading.interval
        if told is None or reading.type not in {"DATE", "TIME"} or _coarser(told, coarsest):
            continue
        ahead = published is not None and told.earliest > published
        if not ahead or context.direction(match) is not Direction.PAST:
            return reading
    return None


def _coarser(interval: Interval, precision: DatePrecision) -> bool:
    return _ORDER.index(interval.precision) > _ORDER.index(precision)


_ORDER = list(DatePrecision)


def focus_day(match: Match, context: Context) -> date | None:
    """The day in focus, None if there is none."""
    found = focus(match, context, "D")
    return found.interval.earliest if found and found.interval else None


def focus_quarter(match: Match, context: Context) -> str | None:
    """The quarter in focus, as a value; a report keeps to its quarter for longer than to a day."""
    for end, reading in reversed(context.focus):
        if match.start - end > 3 * _FOCUS_REACH:
            return None
        if "-Q" in reading.value and reading.interval is not None:
            return reading.value
    return None


def from_focus(match: Match, context: Context, step: int, unit: str) -> Reading | None:
    """The period ``step`` units from the focus; undated without one."""
    found = focus(match, context, unit)
    if found is None or found.interval is None:
        return undated(UNKNOWN[unit])
    return relative(periods.shifted(found.interval.earliest, step, unit), match, context)
