"""Rules for dates told from the publication: today, Monday, last week, the end of the year."""

from __future__ import annotations

import re
from datetime import date, timedelta

from geomap.model import DateBasis, DatePrecision
from geomap.timexes import periods
from geomap.timexes.anchors import UNKNOWN, focus_day, focus_quarter, from_focus, relative
from geomap.timexes.endings import ended
from geomap.timexes.grammar import Context, Match, Reading, dated, is_preposition, rule, undated
from geomap.timexes.periods import Interval
from geomap.timexes.ranges import ranged
from geomap.timexes.tense import Direction


@rule(
    "day:DEICTIC",
    "(part:PART|within:WITHIN) day:DEICTIC",
    "day:DEICTIC daypart:DAYPART",
    "(part:PART|within:WITHIN) day:DEICTIC daypart:DAYPART",
)
def _deictic(match: Match, context: Context) -> Reading | None:
    if context.text[match.start].isupper() and _NAMED_SO.search(context.text[max(0, match.start - 16) : match.start]):
        return None
    if context.published is None:
        return undated("XXXX-XX-XX")
    value = (context.published + timedelta(days=match.number("day"))).isoformat()
    if match.has("daypart"):
        return dated(f"{value}T{match.code('daypart')}", DateBasis.RELATIVE, kind="TIME")
    return dated(value, DateBasis.RELATIVE)


#: A name before "Today" with a capital makes it part of a name: a newspaper, a broadcaster.
_NAMED_SO = re.compile(r"\b[A-Z]\w*(?: \w\w)? $")


@rule("THE unit:UNIT BEFORE", "THE unit:UNIT AFTER")
def _next_to(match: Match, context: Context) -> Reading | None:
    """'The day before', 'the year after' at the end of a clause: told from the date last named."""
    unit = match.code("unit")
    if unit not in UNKNOWN or not _CLAUSE_END.match(context.low, match.end):
        return None
    return from_focus(match, context, -1 if context.low.endswith("before", 0, match.end) else 1, unit)


_CLAUSE_END = re.compile(r"\s?(?:[.,;:!?)]|--|$)")


@rule("THE unit:UNIT BEFORE day:DEICTIC", "THE unit:UNIT AFTER day:DEICTIC")
def _beyond(match: Match, context: Context) -> Reading | None:
    day = match.number("day")
    ahead = "after" in context.low[match.start : match.end]
    if match.code("unit") != "D" or (day > 0) != ahead or day == 0:
        return None
    if context.published is None:
        return undated(UNKNOWN["D"])
    return dated((context.published + timedelta(days=2 * day)).isoformat(), DateBasis.RELATIVE)


@rule("part:PART DASH? daypart:DAYPART")
def _mid_part(match: Match, context: Context) -> Reading | None:
    """'Mid-afternoon'; 'late-night' and 'early morning' say of what kind something is."""
    if match.code("part") != "MID":
        return None
    letters = match.code("daypart")
    if context.published is None:
        return undated(f"XXXX-XX-XXT{letters}", kind="TIME")
    return dated(f"{context.published.isoformat()}T{letters}", DateBasis.RELATIVE, kind="TIME")


@rule("tonight:TONIGHT", "step:STEP daypart:DAYPART", "(part:PART|within:WITHIN) (tonight:TONIGHT|step:STEP daypart:DAYPART)")
def _part_of_day(match: Match, context: Context) -> Reading | None:
    letters = match.code("tonight") or match.code("daypart")
    step = match.number("step")
    if step > 0 or (step < 0 and match.text("step") != "last"):
        return _next_day(match, context, step, letters)
    if context.published is None:
        return undated(f"XXXX-XX-XXT{letters}", kind="TIME")
    day = context.published + timedelta(days=step)
    if match.text("tonight") == "overnight":
        over = Interval(day - timedelta(days=1), day, DatePrecision.DAYS)
        return Reading("TIME", f"{day.isoformat()}T{letters}", over, DateBasis.RELATIVE)
    return dated(f"{day.isoformat()}T{letters}", DateBasis.RELATIVE, kind="TIME")


def _next_day(match: Match, context: Context, step: int, letters: str) -> Reading | None:
    anchor = focus_day(match, context)
    if anchor is None:
        return undated(f"XXXX-XX-XXT{letters}", kind="TIME")
    return dated(f"{(anchor + timedelta(days=step)).isoformat()}T{letters}", DateBasis.RELATIVE, kind="TIME")


# ---------------------------------------------------------------- weekdays


@rule(
    "day:WEEKDAY",
    "day:WEEKDAY POSSESSIVE? daypart:DAYPART",
    "(part:PART|within:WITHIN) (DASH|ON)? day:WEEKDAY",
    "(part:PART|within:WITHIN) (DASH|ON)? day:WEEKDAY daypart:DAYPART",
    "(THE|STEP)? step:STEPPED day:WEEKDAY",
    "(THE|STEP)? step:STEPPED day:WEEKDAY daypart:DAYPART",
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
    if (match.has("unit") and match.code("unit") != "W") or is_preposition(match, context):
        return None
    if match.has("daypart") and match.text("daypart").endswith("s"):
        return undated(f"XXXX-WXX-{number + 1}{tail}", kind="SET")
    if context.published is None:
        return undated(f"XXXX-WXX-{number + 1}{tail}", kind=kind)
    day = _weekday_of(number, match, context, context.published)
    return dated(day.isoformat() + tail, DateBasis.RELATIVE, kind=kind)


def _weekday_of(number: int, match: Match, context: Context, published: date) -> date:
    """The day of that weekday which the expression means."""
    back = published - timedelta(days=(published.weekday() - number) % 7)
    ahead = published + timedelta(days=(number - published.weekday()) % 7)
    if match.has("step_week"):
        monday = published - timedelta(days=published.weekday()) + timedelta(weeks=match.number("step_week"))
        return monday + timedelta(days=number)
    step = -1 if match.text("step") == "past" else match.number("step")
    if match.text("step") in {"previous", "preceding", "following"}:
        published = focus_day(match, context) or published
        back = published - timedelta(days=(published.weekday() - number) % 7)
        ahead = published + timedelta(days=(number - published.weekday()) % 7)
    if step:
        day = back if step < 0 else ahead
        return day + timedelta(weeks=step) if day == published else day
    direction = context.direction(match)
    if match.has("step"):
        return back if direction is Direction.PAST else ahead
    been = (
        context.low.startswith("'s", match.end)
        and not _BEFORE_IT.search(context.low[max(0, match.start - 16) : match.start])
        and not _WILL_BE.match(context.low, match.end)
    )
    return ahead if direction is Direction.FUTURE and not been else back


#: "Wednesday's ruling" has been, unless it is told of as yet to come.
_BEFORE_IT = re.compile(r"\b(?:ahead of|before|for|in|until|at)\s+(?:the\s+)?$")


#: "Sunday's election will decide" is to come.
_WILL_BE = re.compile(  # up to three words of what it is of, none of them a pronoun that begins another clause
    r"'s (?:(?!they\b|he\b|she\b|it\b|we\b|you\b|which\b)[a-z-]{1,20} ){1,3}"
    r"(?:will|would|is (?:set|expected|due|scheduled|likely|to)|could|may|might|promises)\b"
)


@rule("day1:WEEKDAY joint:(DASH|TO) day2:WEEKDAY", "lead:(FROM|BETWEEN) day1:WEEKDAY joint:(TO|AND|DASH) day2:WEEKDAY")
def _weekdays(match: Match, context: Context) -> Reading | None:
    first, last = match.number("day1"), match.number("day2")
    spans = match.place("day1"), match.place("day2")
    if context.published is None:
        return ranged(undated(f"XXXX-WXX-{first + 1}"), undated(f"XXXX-WXX-{last + 1}"), match, spans)
    end = _weekday_of(last, match, context, context.published)
    start = end - timedelta(days=(last - first) % 7 or 7)  # "Monday to Monday" is a week
    ends = dated(start.isoformat(), DateBasis.RELATIVE), dated(end.isoformat(), DateBasis.RELATIVE)
    return ranged(*ends, match, spans)


# ---------------------------------------------------------------- last week, this year, the end of next month


@rule(
    "step:STEP unit:(UNIT|WEEKEND)",
    "THE step:STEP unit:(UNIT|WEEKEND)",
    "THE? (part:PARTLY|within:WITHIN (OF|IN)?) THE? step:STEP unit:(UNIT|WEEKEND)",
    "THE? step:STEP (FISCAL|CALENDAR) unit:UNIT",
    "step:STEP PAST unit:(UNIT|WEEKEND)",
    "THE LATEST (FISCAL)? (unit:UNIT|PERIOD)",
    "THE PAST unit:WEEKEND",
)
def _stepped(match: Match, context: Context) -> Reading | None:
    unit = match.code("unit") or "Q"
    step = match.number("step") if match.has("step") else -1
    if unit.startswith("T") or (not match.has("unit") and focus_quarter(match, context) is None):
        return None
    if match.text("step") in {"previous", "preceding", "following"} or (unit == "D" and match.text("step") != "this"):
        return from_focus(match, context, step, unit)
    if context.published is None:
        return undated(UNKNOWN[unit])
    if "past" in context.low[match.start : match.end] and unit != "WE":
        step = -1
    return relative(periods.shifted(context.published, step, unit), match, context)


@rule(
    "THE unit:WEEKEND",
    "THE? (part:PARTLY|within:WITHIN (OF|IN)?) THE (FISCAL|CALENDAR)? unit:(UNIT|WEEKEND)",
    "THE? unit:UNIT (POSSESSIVE|DASH) part:BOUNDARY",
    "THE unit:UNIT",
    "THE (FISCAL|CALENDAR) unit:UNIT",
    "THE whole:WHOLE unit:UNIT",
)
def _the_period(match: Match, context: Context) -> Reading | None:
    """'The weekend', 'the end of the year', 'the quarter': the one in focus, else the one of the publication."""
    unit = match.code("unit")
    alone = not match.has("part") and not match.has("within")
    usual = _WHOLE if match.has("whole") else _ALONE if alone else _WITH_PART
    idiom = unit == "D" and match.text("part") == "end"
    if unit not in usual or idiom or (alone and not _definite(match, context)):
        return None
    told = ended(match, context, unit) if alone else None
    if told is not None:
        return told
    if unit == "Y" and alone and _RUNS_TO.match(context.low, match.end):
        return undated("P1Y", kind="DURATION")
    if context.published is None:
        return undated(UNKNOWN[unit])
    if unit == "Y" and _YEAR_END.search(context.low, match.start, match.end):
        return dated(f"{context.published.year:04d}-12-31", DateBasis.RELATIVE)
    return relative(_current(match, context, context.published, unit), match, context)


#: "Year-end" is the last day, where "the end of the year" is its last part.
_YEAR_END = re.compile(r"year-end$")
#: "The year ended March 31" is a stretch of twelve months whose end is told after it.
_RUNS_TO = re.compile(r"\s{1,4}(?:that )?(?:ended|ending|ends)\b")
#: The units of which 'the end of the ...', 'the ...' and 'the full ...' name a certain one.
_WITH_PART = frozenset({"D", "W", "F", "WE", "M", "Q", "Y"})
_ALONE = frozenset({"W", "WE", "M", "Q", "Y"})
_WHOLE = frozenset({"Y"})


def _current(match: Match, context: Context, published: date, unit: str) -> str | None:
    if unit == "Q":
        return focus_quarter(match, context) or periods.shifted(published, -1, unit)
    told = focus_day(match, context) if unit == "D" and match.has("within") else None
    if told is not None and told <= published:
        return told.isoformat()  # "on Monday he landed; earlier in the day he had met them"
    if unit == "WE":
        ahead = context.direction(match) is Direction.FUTURE or published.weekday() >= _SATURDAY
        return periods.shifted(published, 0 if ahead else -1, unit)
    return periods.shifted(published, 0, unit)


_SATURDAY = 5


def _definite(match: Match, context: Context) -> bool:
    """Whether 'the year' points at a certain year: not 'the year of the rabbit', 'the week that changed'."""
    if any(c.isupper() for c in context.text[match.start + 1 : match.end]):
        return False
    before = context.low[max(0, match.start - 24) : match.start]
    if before.endswith(" of ") and not _PART_OF.search(before):
        return False
    return not re.match(r"\s+(?:of|that|when|in which|before|after)\b", context.low[match.end : match.end + 16])


#: "The rest of the year" is a time, "player of the year" a title.
_PART_OF = re.compile(r"\b(?:rest|remainder|part|half|most|much|all|course|quarter|months|weeks|days|time|balance) of $")
