"""Rules for dates told from another day: today, last week, Monday, two days ago, the year before."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, timedelta

from geomap.model import DateBasis, DatePrecision
from geomap.timexes import periods
from geomap.timexes.grammar import Context, Match, Reading, dated, narrowed, rule, undated
from geomap.timexes.periods import Interval
from geomap.timexes.tense import Direction

_UNKNOWN = {"D": "XXXX-XX-XX", "W": "XXXX-WXX", "F": "XXXX-WXX", "WE": "XXXX-WXX-WE", "M": "XXXX-XX", "Q": "XXXX-QX", "Y": "XXXX", "E": "XXX", "C": "XX", "L": "X"}
#: How far back, in characters, a date may stand for "the next day" or "a year earlier" to be told from it.
_FOCUS_REACH = 400


def _parted(interval: Interval, match: Match, published: date | None) -> Interval:
    """The interval cut by ``early``, ``late`` or, at the publication date, by ``earlier``, ``later``."""
    if match.has("part"):
        return narrowed(interval, match.code("part"))
    within = match.code("within")
    if within and published and interval.earliest <= published <= interval.latest and interval.earliest != interval.latest:
        if within == "BEFORE":
            interval = interval._replace(latest=published)
        else:
            interval = interval._replace(earliest=published)
        kept = interval.precision if interval.precision in {DatePrecision.YEAR, DatePrecision.SEASON} else DatePrecision.DAYS
        return interval._replace(precision=kept)
    return interval


def _relative(value: str | None, match: Match, context: Context, *, kind: str = "DATE") -> Reading | None:
    if value is None:
        return None
    interval = periods.value_to_interval(value)
    if interval is None:
        return undated(value, kind=kind)
    return Reading(kind, value, _parted(interval, match, context.published), DateBasis.RELATIVE)


@rule(
    "day:DEICTIC",
    "(part:PART|within:WITHIN) day:DEICTIC",
    "day:DEICTIC daypart:DAYPART",
    "(part:PART|within:WITHIN) day:DEICTIC daypart:DAYPART",
)
def _deictic(match: Match, context: Context) -> Reading | None:
    if context.published is None:
        return undated("XXXX-XX-XX")
    value = (context.published + timedelta(days=match.number("day"))).isoformat()
    if match.has("daypart"):
        return dated(f"{value}T{match.code('daypart')}", DateBasis.RELATIVE, kind="TIME")
    return dated(value, DateBasis.RELATIVE)


@rule("THE unit:UNIT BEFORE day:DEICTIC", "THE unit:UNIT AFTER day:DEICTIC")
def _beyond(match: Match, context: Context) -> Reading | None:
    day = match.number("day")
    ahead = "after" in context.low[match.start : match.end]
    if match.code("unit") != "D" or (day > 0) != ahead or day == 0:
        return None
    return dated((context.published + timedelta(days=2 * day)).isoformat(), DateBasis.RELATIVE) if context.published else undated("XXXX-XX-XX")


@rule("tonight:TONIGHT", "step:STEP daypart:DAYPART", "(part:PART|within:WITHIN) (tonight:TONIGHT|step:STEP daypart:DAYPART)")
def _part_of_day(match: Match, context: Context) -> Reading | None:
    letters = match.code("tonight") or match.code("daypart")
    step = match.number("step")
    if step > 0 or step < 0 and match.text("step") != "last":
        return _next_day(match, context, step, letters)
    if context.published is None:
        return undated(f"XXXX-XX-XXT{letters}", kind="TIME")
    day = context.published + timedelta(days=step)
    return dated(f"{day.isoformat()}T{letters}", DateBasis.RELATIVE, kind="TIME")


def _next_day(match: Match, context: Context, step: int, letters: str) -> Reading | None:
    anchor = _focus_day(match, context)
    if anchor is None:
        return undated(f"XXXX-XX-XXT{letters}", kind="TIME")
    return dated(f"{(anchor + timedelta(days=step)).isoformat()}T{letters}", DateBasis.RELATIVE, kind="TIME")


# ---------------------------------------------------------------- weekdays


@rule(
    "day:WEEKDAY",
    "day:WEEKDAY POSSESSIVE? daypart:DAYPART",
    "(part:PART|within:WITHIN) DASH? day:WEEKDAY",
    "(part:PART|within:WITHIN) DASH? day:WEEKDAY daypart:DAYPART",
    "THE? step:STEPPED day:WEEKDAY",
    "THE? step:STEPPED day:WEEKDAY daypart:DAYPART",
    "(part:PART|within:WITHIN) step:STEPPED day:WEEKDAY daypart:DAYPART?",
    "day:WEEKDAY OF? step_week:STEP unit:UNIT",
    "day:WEEKDAY daypart:DAYPART OF? step_week:STEP unit:UNIT",
    "step_week:STEP unit:UNIT day:WEEKDAY",
)
def _weekday(match: Match, context: Context) -> Reading | None:
    number = match.number("day")
    letters = match.code("daypart")
    kind = "TIME" if letters else "DATE"
    tail = f"T{letters}" if letters else ""
    if match.has("unit") and match.code("unit") != "W":
        return None
    if match.has("daypart") and match.text("daypart").endswith("s"):
        return undated(f"XXXX-WXX-{number + 1}{tail}", kind="SET")
    if context.published is None:
        return undated(f"XXXX-WXX-{number + 1}{tail}", kind=kind)
    day = _weekday_of(number, match, context, context.published)
    return dated(day.isoformat() + tail, DateBasis.RELATIVE, kind=kind)


def _weekday_of(number: int, match: Match, context: Context, published: date) -> date:
    back = published - timedelta(days=(published.weekday() - number) % 7)
    ahead = published + timedelta(days=(number - published.weekday()) % 7)
    if match.has("step_week"):
        monday = published - timedelta(days=published.weekday()) + timedelta(weeks=match.number("step_week"))
        return monday + timedelta(days=number)
    if match.has("step"):
        step = -1 if match.text("step") == "past" else match.number("step")
        if step:
            day = back if step < 0 else ahead
            return day + timedelta(weeks=step) if day == published else day
        if match.text("step") in {"this", "current"}:
            return ahead if context.direction(match) is not Direction.PAST else back
    if context.low.startswith("'s", match.end) and not _BEFORE_IT.search(context.low[max(0, match.start - 16) : match.start]):
        return back
    return ahead if context.direction(match) is Direction.FUTURE else back


#: "Wednesday's ruling" has been, unless it is told of as yet to come.
_BEFORE_IT = re.compile(r"\b(?:ahead of|before|for|in|until|at)\s+(?:the\s+)?$")


@rule("day1:WEEKDAY (DASH|TO) day2:WEEKDAY", "lead:(FROM|BETWEEN) day1:WEEKDAY (TO|AND|DASH) day2:WEEKDAY")
def _weekdays(match: Match, context: Context) -> Reading | None:
    first, last = match.number("day1"), match.number("day2")
    if context.published is None:
        return undated(f"XXXX-WXX-{first + 1}/XXXX-WXX-{last + 1}")
    end = _weekday_of(last, match, context, context.published)
    start = end - timedelta(days=(last - first) % 7)
    return dated(f"{start.isoformat()}/{end.isoformat()}", DateBasis.RELATIVE)


# ---------------------------------------------------------------- last week, this year, the end of next month


@rule(
    "step:STEP unit:(UNIT|WEEKEND)",
    "THE step:STEP unit:(UNIT|WEEKEND)",
    "THE? (part:PART|within:WITHIN) (DASH|OF|IN)? THE? step:STEP unit:(UNIT|WEEKEND)",
    "THE? step:STEP (FISCAL|CALENDAR) unit:UNIT",
    "step:STEP PAST unit:(UNIT|WEEKEND)",
    "THE LATEST (FISCAL)? (unit:UNIT|PERIOD)",
    "THE PAST unit:WEEKEND",
)
def _stepped(match: Match, context: Context) -> Reading | None:
    unit = match.code("unit") or "Q"
    step = match.number("step") if match.has("step") else -1
    if not match.has("unit") and _focus_quarter(match, context) is None:
        return None
    if unit.startswith("T"):
        return None
    if match.text("step") in {"previous", "preceding", "following"} or (unit == "D" and match.text("step") != "this"):
        return _from_focus(match, context, step, unit)
    if context.published is None:
        return undated(_UNKNOWN[unit])
    if "past" in context.low[match.start : match.end] and unit != "WE":
        step = -1
    return _relative(_step(context.published, step, unit), match, context)


def _step(day: date, step: int, unit: str) -> str | None:
    return periods.shifted(day, step, unit)


@rule(
    "THE unit:WEEKEND",
    "(part:PART|within:WITHIN) (OF|IN)? THE unit:(UNIT|WEEKEND)",
    "THE part:PART OF THE (FISCAL|CALENDAR)? unit:(UNIT|WEEKEND)",
    "unit:UNIT POSSESSIVE part:PART",
    "unit:UNIT DASH part:PART",
    "THE unit:UNIT POSSESSIVE part:PART",
    "THE unit:UNIT",
    "THE (FISCAL|CALENDAR) unit:UNIT",
    "THE whole:WHOLE unit:UNIT",
)
def _the_period(match: Match, context: Context) -> Reading | None:
    """'The weekend', 'the end of the year', 'the quarter': the one in focus, else the one of the publication."""
    unit = match.code("unit")
    if unit.startswith("T") or unit in {"L", "C", "E"}:
        return None
    if not match.has("part") and unit not in ({"Y"} if match.has("whole") else {"WE", "Q", "Y", "W", "M"}):
        return None
    if not match.has("part") and not match.has("within") and not _definite(match, context):
        return None
    published = context.published
    if published is None:
        return undated(_UNKNOWN[unit])
    if unit == "Q":
        focus = _focus_quarter(match, context)
        if focus:
            return _relative(focus, match, context)
        return _relative(_step(published, -1, unit), match, context)
    if unit == "WE":
        ahead = context.direction(match) is Direction.FUTURE or published.weekday() >= 5
        return _relative(_step(published, 0 if ahead else -1, unit), match, context)
    return _relative(_step(published, 0, unit), match, context)


def _definite(match: Match, context: Context) -> bool:
    """Whether 'the year' points at a certain year: not 'the year of the rabbit', 'the week that changed'."""
    if any(c.isupper() for c in context.text[match.start + 1 : match.end]):
        return False
    return not re.match(r"\s+(?:of|that|when|in which|before|after)\b", context.low[match.end : match.end + 16])


# ---------------------------------------------------------------- the year-ago quarter, that day, the following week


def _focus(match: Match, context: Context) -> Reading | None:
    """The latest reading with days before the match, if it is near."""
    for end, reading in reversed(context.focus):
        if match.start - end > _FOCUS_REACH:
            return None
        if reading.interval is not None and reading.type in {"DATE", "TIME"}:
            return reading
    return None


def _focus_day(match: Match, context: Context) -> date | None:
    found = _focus(match, context)
    return found.interval.earliest if found and found.interval and found.interval.precision is DatePrecision.DAY else None


def _focus_quarter(match: Match, context: Context) -> str | None:
    for end, reading in reversed(context.focus):
        if match.start - end > 3 * _FOCUS_REACH:
            return None
        if "-Q" in reading.value and reading.interval is not None:
            return reading.value
    return None


def _from_focus(match: Match, context: Context, step: int, unit: str) -> Reading | None:
    found = _focus(match, context)
    if found is None or found.interval is None:
        return undated(_UNKNOWN[unit])
    return _relative(periods.shifted(found.interval.earliest, step, unit), match, context)


@rule("(part:PART|within:WITHIN)? (THAT|THE? SAME) unit:UNIT", "THAT unit:WEEKEND")
def _that(match: Match, context: Context) -> Reading | None:
    unit = match.code("unit")
    if unit.startswith("T"):
        return None
    found = _focus(match, context)
    if found is None or found.interval is None:
        return undated(_UNKNOWN[unit])
    value = periods.shifted(found.interval.earliest, 0, unit)
    interval = periods.value_to_interval(value) if value else None
    if value is None or interval is None:
        return None
    return Reading("DATE", value, narrowed(interval, match.code("part")) if match.has("part") else interval, DateBasis.RELATIVE)


@rule("(THE|AN)? ago:YEARAGO (unit:UNIT|PERIOD)?", "(THE|AN)? unit_year:UNIT DASH (AGO|WITHIN) (nth:NTH)? (unit:UNIT|PERIOD)?")
def _year_ago_period(match: Match, context: Context) -> Reading | None:
    if match.has("unit_year") and match.code("unit_year") != "Y":
        return None
    published = context.published
    if published is None:
        return undated("XXXX")
    focus = f"{published.year}-Q{match.number('nth')}" if match.has("nth") else _focus_quarter(match, context)
    if focus and not focus.startswith("X"):
        return _year_before(focus)
    return dated(f"{published.year - 1:04d}", DateBasis.RELATIVE)


def _year_before(quarter: str) -> Reading:
    """The same quarter a year before; it anchors nothing, as the next "a year earlier" is told from the present one again."""
    return replace(dated(f"{int(quarter[:4]) - 1:04d}{quarter[4:]}", DateBasis.RELATIVE), anchors=False)


# ---------------------------------------------------------------- two days ago, a year earlier, three weeks from now


@rule(
    "ABOUT? count:(COUNT|AN|AN? HALF AN?) unit:(UNIT|UNITS|SECOND) how:AGO",
    "ABOUT? count:(COUNT|AN) unit:(UNIT|UNITS) OR SO how:AGO",
    "ABOUT? count:(COUNT|AN) unit:(UNIT|UNITS) how:WITHIN",
    "ABOUT? count:(COUNT|AN) unit:(UNIT|UNITS) how:HENCE",
    "ABOUT? count:(COUNT|AN) unit:(UNIT|UNITS) how:FROM now:(VAGUE|DEICTIC)",
    "ABOUT? count:(COUNT|AN) unit:(UNIT|UNITS) how:BEFORE",
    "ABOUT? count:(COUNT|AN) unit:(UNIT|UNITS) how:AFTER",
)
def _offset(match: Match, context: Context) -> Reading | None:
    count = match.number("count") or 1
    unit = match.code("unit")
    how = match.text("how")
    if unit.startswith("T") or match.text("unit") == "second":
        return undated(f"PT{count}{unit[1:]}", kind="DURATION") if unit.startswith("T") else None
    if how in {"ago", "hence", "from"}:
        step = -count if how == "ago" else count
        return _away(match, context, context.published, step, unit)
    if how in {"before", "after"} and re.match(r"\s+[\w'(\"]", context.low[match.end : match.end + 3]):
        return None
    step = -count if how in {"earlier", "before"} else count
    focus = _focus(match, context)
    anchor = focus.interval.earliest if focus and focus.interval else None
    if anchor is None and how == "earlier":
        anchor = context.published
    return _away(match, context, anchor, step, unit)


def _away(match: Match, context: Context, anchor: date | None, step: int, unit: str) -> Reading | None:
    if unit == "Y" and step == -1:
        quarter = _focus_quarter(match, context)
        if quarter:
            return _year_before(quarter)
    if anchor is None:
        return undated(_UNKNOWN[unit])
    if unit in {"E", "C", "L"}:
        step, unit = step * {"E": 10, "C": 100, "L": 1000}[unit], "Y"
    value = periods.shifted(anchor, step, unit)
    return dated(value, DateBasis.RELATIVE) if value else undated(_UNKNOWN[unit])


@rule("ABOUT? MANY unit:UNITS (how:AGO|how_within:WITHIN)", "unit:UNITS how:AGO", "LONG how:AGO", "AN LONG TIME how:AGO")
def _vaguely_ago(match: Match, context: Context) -> Reading | None:
    if match.text("how_within") == "later":
        return undated("FUTURE_REF")
    return undated("PAST_REF")


@rule("THE? year:YEARNUM (unit:UNIT|PERIOD)")
def _period_of_year(match: Match, context: Context) -> Reading | None:
    """'The 1988 quarter', 'the 1988 period': the quarter in focus, in that year."""
    quarter = _focus_quarter(match, context)
    if match.code("unit") not in {"", "Q"} or quarter is None:
        return None
    return replace(dated(f"{match.number('year'):04d}{quarter[4:]}", DateBasis.EXPLICIT), anchors=False)
