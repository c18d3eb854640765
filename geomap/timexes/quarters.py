"""Rules for parts of years: quarters, halves, seasons, fiscal years and named days."""

from __future__ import annotations

import re
from datetime import date, timedelta

from geomap.model import DateBasis, DatePrecision
from geomap.timexes import holidays, periods
from geomap.timexes.absolute import CLOSE_VERB, full_year, nearest, stated_year
from geomap.timexes.endings import ended, ending
from geomap.timexes.grammar import Context, Match, Reading, dated, rule, undated
from geomap.timexes.periods import Interval
from geomap.timexes.tense import Direction, Leaning


def _nearest_year(context: Context, match: Match, suffix: str, *, step: int | None = None) -> str:
    """The year whose quarter, half or season (``suffix``) the clause means, as a value."""
    published = context.published
    if published is None:
        return f"XXXX-{suffix}"
    if step:
        return _stepped_year(published, suffix, step)
    held = _around(published, suffix)
    if step == 0:
        return next(
            (value for value, days in held if days.earliest <= published <= days.latest), f"{published.year:04d}-{suffix}"
        )
    direction = context.direction(match)
    if direction is Direction.PAST:
        return max((value for value, days in held if days.earliest <= published), default=held[0][0])
    if direction is Direction.FUTURE and suffix[0] not in "QH":
        return min((value for value, days in held if days.latest >= published), default=held[-1][0])
    return min(held, key=lambda pair: _gap(pair[1], published))[0]


def _around(published: date, suffix: str) -> list[tuple[str, Interval]]:
    """That part of the years around the publication, as values with their days."""
    values = [f"{published.year + k:04d}-{suffix}" for k in (-2, -1, 0, 1, 2)]
    return [(value, days) for value in values if (days := periods.value_to_interval(value))]


def _stepped_year(published: date, suffix: str, step: int) -> str:
    held = _around(published, suffix)
    if step < 0:
        return max(value for value, days in held if days.latest < published)
    return min(value for value, days in held if days.earliest > published)


def _gap(interval: Interval, day: date) -> int:
    if interval.earliest <= day <= interval.latest:
        return 0
    return min(abs((interval.earliest - day).days), abs((interval.latest - day).days))


@rule(
    "(THE|step:STEP)? FISCAL? nth:NTH DASH? FISCAL? (unit:UNIT|half:HALF) (OF? FISCAL? year:YEARNUM)?",
    "THE last:STEP half:HALF OF year:YEARNUM",
    "(THE|step:STEP)? FISCAL? nth:NTH DASH? FISCAL? (unit:UNIT|half:HALF) OF ago:STEP year_word:UNIT",
    "ago:STEP year_word:UNIT POSSESSIVE nth:NTH DASH? (unit:UNIT|half:HALF)",
    "THE? year:YEARNUM POSSESSIVE? nth:NTH DASH? (unit:UNIT|half:HALF)",
    "THE? nth:NTH (unit:UNIT|half:HALF) OF THE whole:UNIT",
)
def _quarter(match: Match, context: Context) -> Reading | None:
    nth = 2 if match.has("last") else match.number("nth")
    if not _names_part(match, nth):
        return None
    suffix = f"H{nth}" if match.has("half") else f"Q{nth}"
    year, published = stated_year(match), context.published
    if year is not None:
        return dated(f"{year:04d}-{suffix}", DateBasis.EXPLICIT)
    if published and (match.has("ago") or match.has("whole")):
        return dated(f"{published.year + match.number('ago'):04d}-{suffix}", DateBasis.RELATIVE)
    last = ending(match, context) if match.has("unit") else None
    told = ended(match, context, "Q", value=f"{last.day.year:04d}-{suffix}") if last else None
    step = match.number("step") if match.has("step") else None
    return told or dated(_nearest_year(context, match, suffix, step=step), DateBasis.RELATIVE)


def _names_part(match: Match, nth: int) -> bool:
    """Whether the words are of the quarter or half of a year: not 'the fifth quarter', 'the third half', 'the first day'."""
    if match.has("last") and match.text("last") != "last":
        return False
    if (match.has("unit") and (match.code("unit") != "Q" or nth > 4)) or (match.has("half") and nth > 2):
        return False
    return all(match.code(name) in {"", "Y"} for name in ("year_word", "whole"))


@rule(
    "(THE|step:STEP)? season:SEASON (OF? year:(YR|SHORTYEAR))?",
    "THE? part:PARTLY (THE|step:STEP)? season:SEASON (OF? year:(YR|SHORTYEAR))?",
    "step:STEP PAST? season:SEASON",
    "(THE|step:STEP)? season:SEASON OF? year:YEARNUM (DASH|SLASH) (DAYNUM|NUMBER)",
    "season:SEASON OF? step_year:STEP unit:UNIT",
)
def _season(match: Match, context: Context) -> Reading | None:
    suffix, part = match.code("season"), match.code("part")
    year = stated_year(match)
    if year is not None:
        return dated(f"{year:04d}-{suffix}", DateBasis.EXPLICIT, part=part)
    if match.has("step_year"):
        if match.code("unit") != "Y" or context.published is None:
            return None
        return dated(f"{context.published.year + match.number('step_year'):04d}-{suffix}", DateBasis.RELATIVE)
    if not match.has("step") and not part and not _is_season(match, context):
        return None
    step = match.number("step") if match.has("step") else None
    return dated(_nearest_year(context, match, suffix, step=step), DateBasis.RELATIVE, part=part)


_SEASON_BEFORE = re.compile(r"\b(?:in|since|until|by|during|through|for|of|before|after|every|each|from)\s+(?:the\s+)?$")


def _is_season(match: Match, context: Context) -> bool:
    """Whether 'fall', 'spring' and the like stand for a season: after a preposition, or with their article."""
    before = context.low[max(0, match.start - 12) : match.start]
    covered = context.low[match.start : match.end]
    if "fall" in covered or "spring" in covered:
        return bool(_SEASON_BEFORE.search(before)) and not context.low.startswith(" of", match.end)
    return bool(_SEASON_BEFORE.search(before)) or covered.startswith("the ")


@rule("code:CODE (OF? year:YEARNUM)?", "year:YEARNUM code:CODE", "code:CODE (DASH|SLASH) to:(DAYNUM|NUMBER)")
def _coded(match: Match, context: Context) -> Reading | None:
    """'Q3 2023', 'H1 2022', 'FY2023'; a bare 'Q3' is a quarter only after a preposition."""
    code = match.code("code")
    if match.has("to") and (not code.startswith("FY") or match.number("to") != int(code[-2:]) + 1):
        return None
    if code.startswith("FY"):
        year = full_year(int("".join(c for c in code if c.isdigit()))) + match.has("to")
        return Reading("DATE", f"{year:04d}", _fiscal(year), DateBasis.EXPLICIT)
    if match.has("year"):
        return dated(f"{match.number('year'):04d}-{code}", DateBasis.EXPLICIT)
    if code[0] != "Q" or not _SEASON_BEFORE.search(context.low[max(0, match.start - 12) : match.start]):
        return None
    return dated(_nearest_year(context, match, code), DateBasis.RELATIVE)


@rule(
    "THE? FISCAL unit:UNIT? year:YEARNUM (DASH (DAYNUM|NUMBER|YEARNUM))?",
    "THE? FISCAL unit:UNIT? year:YEARNUM SLASH (DAYNUM|NUMBER)",
)
def _fiscal_year(match: Match, context: Context) -> Reading | None:
    year = match.number("year")
    return Reading("DATE", f"{year:04d}", _fiscal(year), DateBasis.EXPLICIT)


def _fiscal(year: int) -> Interval:
    """The days that a fiscal year can reach: organisations begin theirs between July of the year before and January."""
    return Interval(date(year - 1, 7, 1), date(year, 12, 31), DatePrecision.YEAR)


@rule(
    "name:HOLIDAY (unit:(UNIT|WEEKEND))?",
    "name:HOLIDAY (unit:(UNIT|WEEKEND))? (COMMA|OF)? year:YEARNUM",
    "step:STEPPED name:HOLIDAY (unit:(UNIT|WEEKEND))?",
)
def _holiday(match: Match, context: Context) -> Reading | None:
    """'Easter', 'Christmas 2022', 'last Thanksgiving', 'Easter week': the day that is nearest, as the clause looks."""
    name = match.code("name")
    if name in holidays.in_capitals() and context.text[match.start : match.end].islower():
        return None
    if match.has("unit") and match.code("unit") not in {"W", "WE"}:
        return None
    if name in holidays.dated():
        return dated(holidays.dated()[name], DateBasis.EXPLICIT)
    if match.has("year"):
        return _around_day(match, holidays.day(name, match.number("year")), DateBasis.EXPLICIT)
    published = context.published
    if published is None:
        return undated("XXXX-XX-XX")
    days = [holidays.day(name, published.year + k) for k in (-1, 0, 1)]
    step = -1 if match.code("step") == "None" else match.number("step")
    if step < 0:
        chosen = max(d for d in days if d < published)
    elif step > 0:
        chosen = min(d for d in days if d > published)
    else:
        chosen = _meant(days, published, context.leaning(match))
    return _around_day(match, chosen, DateBasis.RELATIVE)


def _meant(days: list[date], published: date, lean: Leaning) -> date:
    """The one of the named days that the clause means: with a past verb close by one that has been, but for a day or two."""
    if lean.direction is Direction.PAST and abs(lean.distance) <= CLOSE_VERB:
        days = [day for day in days if day <= published + _SOON]
    return nearest(days, published, lean.direction)


#: "As Easter week began" is told a few days ahead of the day.
_SOON = timedelta(days=7)


def _around_day(match: Match, day: date, basis: DateBasis) -> Reading:
    """The named day, or the week or weekend that goes by its name."""
    if match.has("unit"):
        return dated(periods.week_value(day) + ("-WE" if match.code("unit") == "WE" else ""), basis)
    return dated(day.isoformat(), basis)
