"""Rules for dates by the calendar: days, months, years, quarters, seasons, decades and the ranges between them."""

from __future__ import annotations

import re
from datetime import date

from geomap.model import DateBasis, DatePrecision
from geomap.timexes import holidays, periods
from geomap.timexes.grammar import Context, Match, Reading, Rule, dated, narrowed, rule, undated
from geomap.timexes.periods import Interval
from geomap.timexes.tense import Direction

__all__ = ["Rule", "day_first"]

_SLASHED = re.compile(r"(?<![\w/.])(\d{1,2})([/.])(\d{1,2})\2(\d{4}|\d\d)(?![\w/])")
#: Two-digit years above this are of the 1900s.
_PIVOT = 50


def day_first(low: str) -> bool | None:
    """Whether the document writes 31/12 or 12/31, by its unambiguous dates; None without evidence or when they disagree."""
    seen = {_order(int(m[1]), int(m[3])) for m in _SLASHED.finditer(low)} - {None}
    return seen.pop() if len(seen) == 1 else None


def _order(first: int, second: int) -> bool | None:
    if 12 < first <= 31 and second <= 12:
        return True
    return False if 12 < second <= 31 and first <= 12 else None


def full_year(number: int) -> int:
    """A year of two digits in full."""
    return number if number > 99 else number + (1900 if number > _PIVOT else 2000)


def _year(match: Match, name: str = "year") -> int | None:
    return full_year(match.number(name)) if match.has(name) else None


def day_value(year: int | None, month: int, day: int) -> str | None:
    """The value of a day, None where the calendar has no such day."""
    try:
        date(year or 2000, month, day)
    except ValueError:
        return None
    return f"{year:04d}-{month:02d}-{day:02d}" if year else f"XXXX-{month:02d}-{day:02d}"


def implied_year(context: Context, match: Match, month: int, day: int | None = None) -> int | None:
    """The year that a month (and day) without one means: by the clause's direction, else the nearest to publication."""
    published = context.published
    if published is None:
        return None
    lean = context.leaning(match)
    if day is None and month == published.month:
        return published.year
    if day is None and lean.direction is Direction.PAST and 0 < lean.distance <= _CLOSE_VERB:
        return published.year - (month > published.month)
    penalty = {Direction.PAST: (1, 3), Direction.UNKNOWN: (1, 2), Direction.FUTURE: (3, 1)}[lean.direction]
    return min((published.year + k for k in (-1, 0, 1)), key=lambda year: _cost(published, (year, month, day), penalty))


#: A past verb within this many words before a month decides for the past outright.
_CLOSE_VERB = 6


def _cost(published: date, when: tuple[int, int, int | None], penalty: tuple[int, int]) -> int:
    """Days from publication, weighed by the clause's direction: ``penalty`` for a day before it and for a day after it."""
    year, month, day = when
    gap = (date(year, month, min(day or 15, 28)) - published).days
    return -gap * penalty[0] if gap < 0 else gap * penalty[1]


def _month_day(context: Context, match: Match, *, month: int, day: int, year: int | None) -> Reading | None:
    if year is not None:
        value = day_value(year, month, day)
        return dated(value, DateBasis.EXPLICIT) if value else None
    value = day_value(implied_year(context, match, month, day), month, day)
    return dated(value, DateBasis.RELATIVE) if value else None


@rule("ISO")
def _iso(match: Match, context: Context) -> Reading | None:
    return _valid(context.text[match.start : match.end][:16].upper())


def _valid(value: str) -> Reading | None:
    if periods.value_to_interval(value) is None:
        return None
    return dated(value, DateBasis.EXPLICIT, kind="TIME" if "T" in value else "DATE")


@rule("SLASHED")
def _slashed(match: Match, context: Context) -> Reading | None:
    parts = re.split(r"[/.]", context.low[match.start : match.end])
    numbers = [int(part) for part in parts]
    if len(parts[0]) == 4:
        value = day_value(numbers[0], numbers[1], numbers[2])
        return dated(value, DateBasis.EXPLICIT) if value else None
    if len(parts[0]) > 2 or len(parts[2]) not in {2, 4} or ("." in context.low[match.start : match.end] and len(parts[2]) != 4):
        return None
    first, second, year = numbers[0], numbers[1], full_year(numbers[2])
    order = _order(first, second)
    order = context.day_first if order is None and first != second else order
    if order is None and first != second:
        return undated(f"{year:04d}-XX-XX") if first <= 12 and second <= 12 else None
    value = day_value(year, second, first) if order else day_value(year, first, second)
    return dated(value, DateBasis.EXPLICIT) if value else None


@rule(
    "(WD COMMA?)? month:MON day:DOM (COMMA? year:YEARNUM)?",
    "(WD COMMA?)? month:MON THE? day:NTH (COMMA? year:YR)?",
    "(WD COMMA?)? THE? day:DOM OF? month:MON (COMMA? year:YEARNUM)?",
    "(WD COMMA?)? (THE? day:NTH OF) month:MON (COMMA? year:YR)?",
    "day:DAYNUM DASH month:MON DASH year:(YEARNUM|NUMBER|DAYNUM)",
)
def _day_of_month(match: Match, context: Context) -> Reading | None:
    return _month_day(context, match, month=match.number("month"), day=match.number("day"), year=_year(match))


@rule(
    "month:MON (COMMA|OF)? year:(YR|SHORTYEAR)",
    "THE? part:PART (DASH|OF)? month:MON (COMMA|OF)? year:(YR|SHORTYEAR)",
)
def _month_of_year(match: Match, context: Context) -> Reading | None:
    year = _year(match)
    if year is None or not 1000 <= year <= 2199:
        return None
    return dated(f"{year:04d}-{match.number('month'):02d}", DateBasis.EXPLICIT, part=match.code("part"))


@rule(
    "month:MONTH",
    "THE? part:PART (DASH|OF)? month:MONTH",
    "(THE|THAT)? step:STEPPED month:MONTH",
    "THE? part:PART (DASH|OF)? step:STEPPED month:MONTH",
    "THE unit:UNIT OF month:MONTH",
)
def _month(match: Match, context: Context) -> Reading | None:
    month = match.number("month")
    if match.has("unit") and match.code("unit") != "M":
        return None
    if not (match.has("step") or match.has("part") or match.has("unit")) and not _is_month(match, context):
        return None
    published = context.published
    if published is None:
        return undated(f"XXXX-{month:02d}")
    step = -1 if match.code("step") == "None" else match.number("step")
    year = implied_year(context, match, month)
    if match.has("step") and step:
        ahead = month > published.month if step < 0 else month <= published.month
        year = published.year + (step if ahead else 0)
    elif match.has("step"):
        year = published.year
    return dated(f"{year:04d}-{month:02d}", DateBasis.RELATIVE, part=match.code("part"))


#: Months that are also verbs, walks or given names: alone they need a word before them that says time.
_ALSO_WORDS = frozenset({3, 4, 5, 6, 8})
_TIME_BEFORE = re.compile(r"\b(?:in|since|until|till|by|from|during|through|to|for|of|before|after|between|and|or|around|about|every|each|on|through|until)\s+$")
_WORD_BEFORE = re.compile(r"[^\W\d_]+\W?\s*$")
_NAME_AFTER = re.compile(r"\s+(?:[A-Z][a-z]|(?:be|have|not|also|well|help|need|seem|come|take|still)\b)")


def _is_month(match: Match, context: Context) -> bool:
    if match.number("month") not in _ALSO_WORDS:
        return True
    told = bool(_TIME_BEFORE.search(context.low[max(0, match.start - 12) : match.start]))
    return told and not _NAME_AFTER.match(context.text, match.end)


@rule("month:MON (OF|COMMA)? step:STEP unit:UNIT", "THE? part:PART (DASH|OF)? month:MON (OF|COMMA)? step:STEP unit:UNIT")
def _month_of_stepped_year(match: Match, context: Context) -> Reading | None:
    if match.code("unit") != "Y":
        return None
    month = match.number("month")
    if context.published is None:
        return undated(f"XXXX-{month:02d}")
    return dated(f"{context.published.year + match.number('step'):04d}-{month:02d}", DateBasis.RELATIVE, part=match.code("part"))


@rule("year:YEARNUM", "THE? part:PART (DASH|OF|IN)? year:YEARNUM", "THE unit:UNIT year:YR", "CALENDAR year:YEARNUM", "year:YR")
def _year_alone(match: Match, context: Context) -> Reading | None:
    year = match.number("year")
    if match.has("unit") and match.code("unit") != "Y":
        return None
    if not match.has("unit") and len(match.tokens("year")) > 1 and not 13 <= int(match.tokens("year")[0].value or 0) <= 19:
        return None
    if not match.has("unit") and not match.has("part") and not _is_year(match, context, year):
        return None
    return dated(f"{year:04d}", DateBasis.EXPLICIT, part=match.code("part"))


_YEAR_BEFORE = re.compile(
    r"\b(?:in|since|until|till|by|from|during|through|to|of|before|after|between|around|about|the|late|early|for|circa|summer|fall|"
    r"autumn|winter|spring|year|years|a|an|on|than|and|or|this|that|its|his|her|their|our|pre|post|mid)[\s-]+\(?$"
)
_CAPITAL_BEFORE = re.compile(r"(?:[A-Z][\w.]*|No\.)[ -]$")
_QUANTITY_AFTER = re.compile(
    r"\s*(?:%|°)|[ -]+(?:[a-z]+s\b|people|percent|per\b|men\b|women\b|children\b|feet\b|troops|km\b|kg\b|square\b|cubic\b|mm\b|mph\b|or\s+(?:more|so)\b|a\b)"
)
_COUNTABLE_IN_YEAR = re.compile(r"\s+(?:percent|people|men\b|women\b|children\b|feet|troops|km\b|kg\b|square|cubic|miles|meters|metres|pounds|dollars|years|days|hours|months|weeks|times)")


def _is_year(match: Match, context: Context, year: int) -> bool:
    """Whether a bare number of four digits (or its words) is a year and not a quantity, a title or part of a name."""
    before = context.text[max(0, match.start - 14) : match.start]
    told = bool(_YEAR_BEFORE.search(before.lower()))
    if not 1000 <= year <= 2199 or not (told or 1900 <= year <= 2100):
        return False
    quoted = before[-1:] in {'"', "“", "‘", "'"} and context.text[match.end : match.end + 1] in {'"', "”", "’", "'"}
    if quoted or _COUNTABLE_IN_YEAR.match(context.low, match.end) or (before[-1:] in {"-", "/", ".", "+", "&", "="} and not told):
        return False
    if re.search(r"[-/]\d|\d-$", before[-2:] + context.text[match.end : match.end + 2]) and not told:
        return False
    return told or not (_CAPITAL_BEFORE.search(before) or _QUANTITY_AFTER.match(context.low, match.end))


@rule("THE? part:PART? DASH? THE? decade:DECADE", "THE? part:PART? DASH? THE word:DECADE_WORD", "THE part:PART OF? decade:DECADE")
def _decade(match: Match, context: Context) -> Reading | None:
    digits = match.code("decade") if match.has("decade") else f"19{match.number('word')}"
    if len(digits) == 1:
        if not re.search(r"\bthe\b|'", context.low[match.start : match.end]):
            return None
        digits = ("20" if int(digits) < 3 else "19") + digits
    return dated(digits, DateBasis.EXPLICIT, part=match.code("part"))


@rule("THE? nth:NTH DASH? unit:UNIT", "THE part:PART OF? THE? nth:NTH DASH? unit:UNIT", "THE part:PART DASH? nth:NTH DASH? unit:UNIT")
def _century(match: Match, context: Context) -> Reading | None:
    nth = match.number("nth")
    if match.code("unit") != "C" or not 2 <= nth <= 22:
        return None
    return dated(f"{nth - 1:02d}", DateBasis.EXPLICIT, part=match.code("part"))


# ---------------------------------------------------------------- quarters, halves, seasons, fiscal years


def _nearest_year(context: Context, match: Match, suffix: str, *, step: int | None = None) -> str:
    """The year whose quarter, half or season (``suffix``) the clause means, as a value."""
    published = context.published
    if published is None:
        return f"XXXX-{suffix}"
    if step:
        return _stepped_year(published, suffix, step)
    choices = [f"{published.year + k:04d}-{suffix}" for k in (-1, 0, 1)]
    held = [(v, i) for v in choices if (i := periods.value_to_interval(v))]
    inside = [v for v, i in held if i.earliest <= published <= i.latest]
    direction = context.direction(match)
    past = [v for v, i in held if i.earliest <= published]
    future = [v for v, i in held if i.latest >= published]
    if step == 0 and inside:
        return inside[0]
    if step == 0:
        return choices[1]
    if direction is Direction.FUTURE and future and suffix[0] not in "QH":
        return future[0]
    if direction is Direction.PAST and past:
        return past[-1]
    return min(held, key=lambda pair: _gap(pair[1], published))[0]


def _stepped_year(published: date, suffix: str, step: int) -> str:
    years = range(published.year - 2, published.year + 3)
    held = [(f"{y:04d}-{suffix}", i) for y in years if (i := periods.value_to_interval(f"{y:04d}-{suffix}"))]
    ended = [v for v, i in held if i.latest < published]
    coming = [v for v, i in held if i.earliest > published]
    return ended[-1] if step < 0 else coming[0]


def _gap(interval: Interval, day: date) -> int:
    if interval.earliest <= day <= interval.latest:
        return 0
    return min(abs((interval.earliest - day).days), abs((interval.latest - day).days))


@rule(
    "(THE|step:STEP)? FISCAL? nth:NTH DASH? FISCAL? (unit:UNIT|half:HALF) (OF? FISCAL? year:YEARNUM)?",
    "(THE|step:STEP)? FISCAL? nth:NTH DASH? FISCAL? (unit:UNIT|half:HALF) OF ago:STEP year_word:UNIT",
    "ago:STEP year_word:UNIT POSSESSIVE nth:NTH DASH? (unit:UNIT|half:HALF)",
    "THE? year:YEARNUM POSSESSIVE? nth:NTH DASH? (unit:UNIT|half:HALF)",
)
def _quarter(match: Match, context: Context) -> Reading | None:
    nth = match.number("nth")
    if match.has("unit") and (match.code("unit") != "Q" or nth > 4) or match.has("half") and nth > 2:
        return None
    if match.has("year_word") and match.code("year_word") != "Y":
        return None
    suffix = f"H{nth}" if match.has("half") else f"Q{nth}"
    year = _year(match)
    if match.has("ago") and context.published:
        year = context.published.year + match.number("ago")
        return dated(f"{year:04d}-{suffix}", DateBasis.RELATIVE)
    if year is not None:
        return dated(f"{year:04d}-{suffix}", DateBasis.EXPLICIT)
    step = match.number("step") if match.has("step") else None
    return dated(_nearest_year(context, match, suffix, step=step), DateBasis.RELATIVE)


@rule(
    "(THE|step:STEP)? season:SEASON (OF? year:(YR|SHORTYEAR))?",
    "THE? part:PART (DASH|OF)? (THE|step:STEP)? season:SEASON (OF? year:(YR|SHORTYEAR))?",
    "step:STEP PAST? season:SEASON",
    "season:SEASON OF? step_year:STEP unit:UNIT",
)
def _season(match: Match, context: Context) -> Reading | None:
    suffix, part = match.code("season"), match.code("part")
    year = _year(match)
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


@rule("THE? FISCAL unit:UNIT? year:YEARNUM (DASH (DAYNUM|NUMBER|YEARNUM))?", "THE? FISCAL unit:UNIT? year:YEARNUM SLASH (DAYNUM|NUMBER)")
def _fiscal_year(match: Match, context: Context) -> Reading | None:
    year = match.number("year")
    return Reading("DATE", f"{year:04d}", _fiscal(year), DateBasis.EXPLICIT)


def _fiscal(year: int) -> Interval:
    """The days that a fiscal year can reach: organisations begin theirs between July of the year before and January."""
    return Interval(date(year - 1, 7, 1), date(year, 12, 31), DatePrecision.YEAR)


@rule("THE unit:UNIT OF month:MON day:DOM (COMMA? year:YEARNUM)?", "THE unit:UNIT OF day:DOM month:MON (COMMA? year:YEARNUM)?")
def _week_of(match: Match, context: Context) -> Reading | None:
    found = _day_of_month(match, context) if match.code("unit") == "W" else None
    if found is None or found.interval is None:
        return None
    return dated(periods.week_value(found.interval.earliest), found.basis)


@rule("name:HOLIDAY", "name:HOLIDAY year:YEARNUM", "step:STEPPED name:HOLIDAY")
def _holiday(match: Match, context: Context) -> Reading | None:
    name = match.code("name")
    if match.has("year"):
        return dated(holidays.day(name, match.number("year")).isoformat(), DateBasis.EXPLICIT)
    published = context.published
    if published is None:
        return undated("XXXX-XX-XX")
    days = [holidays.day(name, published.year + k) for k in (-1, 0, 1)]
    direction = context.direction(match)
    step = -1 if match.code("step") == "None" else match.number("step")
    if step < 0 or direction is Direction.PAST and not step:
        chosen = max(d for d in days if d <= published)
    elif step > 0 or direction is Direction.FUTURE:
        chosen = min(d for d in days if d >= published)
    else:
        chosen = min(days, key=lambda d: abs((d - published).days))
    return dated(chosen.isoformat(), DateBasis.RELATIVE)


# ---------------------------------------------------------------- ranges


def _ranged(first: Reading | None, last: Reading | None) -> Reading | None:
    """From one reading to another, as one expression."""
    if first is None or last is None:
        return None
    value = f"{first.value}/{last.value}"
    if first.interval is None or last.interval is None:
        return undated(value)
    interval = periods.span(first.interval, last.interval)
    if interval is None:
        return None
    explicit = first.basis is DateBasis.EXPLICIT and last.basis is DateBasis.EXPLICIT
    return Reading("DATE", value, interval, DateBasis.EXPLICIT if explicit else DateBasis.RELATIVE)


@rule(
    "month:MON day1:DOM (DASH|TO) day2:DOM (COMMA? year:YEARNUM)?",
    "lead:(FROM) month:MON day1:DOM (DASH|TO) day2:DOM (COMMA? year:YEARNUM)?",
    "lead:BETWEEN month:MON day1:DOM AND day2:DOM (COMMA? year:YEARNUM)?",
    "(lead:FROM)? day1:DOM (DASH|TO) day2:DOM OF? month:MON (COMMA? year:YEARNUM)?",
    "lead:BETWEEN day1:DOM AND day2:DOM OF? month:MON (COMMA? year:YEARNUM)?",
)
def _days_of_month(match: Match, context: Context) -> Reading | None:
    month, year = match.number("month"), _year(match)
    ends = (_month_day(context, match, month=month, day=match.number(name), year=year) for name in ("day1", "day2"))
    return _ranged(*ends)


@rule(
    "(lead:FROM)? month1:MON day1:DOM (COMMA? year1:YEARNUM)? (DASH|TO) month2:MON day2:DOM (COMMA? year2:YEARNUM)?",
    "lead:BETWEEN month1:MON day1:DOM (COMMA? year1:YEARNUM)? AND month2:MON day2:DOM (COMMA? year2:YEARNUM)?",
    "(lead:FROM)? day1:DOM month1:MON (year1:YEARNUM)? (DASH|TO) day2:DOM month2:MON (COMMA? year2:YEARNUM)?",
    "lead:BETWEEN day1:DOM month1:MON (year1:YEARNUM)? AND day2:DOM month2:MON (COMMA? year2:YEARNUM)?",
)
def _day_to_day(match: Match, context: Context) -> Reading | None:
    month1, month2 = match.number("month1"), match.number("month2")
    day1, day2 = match.number("day1"), match.number("day2")
    year2 = _year(match, "year2")
    last = _month_day(context, match, month=month2, day=day2, year=year2)
    year1 = _year(match, "year1")
    if year1 is None and last is not None and last.interval is not None:
        year1 = last.interval.latest.year - ((month1, day1) > (month2, day2))
        value = day_value(year1, month1, day1)
        return _ranged(dated(value, last.basis), last) if value else None
    return _ranged(_month_day(context, match, month=month1, day=day1, year=year1), last)


@rule(
    "(lead:FROM)? month1:MON (DASH|TO) month2:MON (COMMA|OF)? year:YEARNUM",
    "(lead:FROM)? month1:MON year1:YEARNUM (DASH|TO) month2:MON year:YEARNUM",
    "lead:BETWEEN month1:MON year1:YEARNUM? AND month2:MON year:YEARNUM",
    "(lead:FROM)? month1:MONTH (DASH|TO) month2:MONTH",
    "lead:BETWEEN month1:MONTH AND month2:MONTH",
)
def _month_to_month(match: Match, context: Context) -> Reading | None:
    month1, month2 = match.number("month1"), match.number("month2")
    year = _year(match) or implied_year(context, match, month2)
    basis = DateBasis.EXPLICIT if match.has("year") else DateBasis.RELATIVE
    if year is None:
        return undated(f"XXXX-{month1:02d}/XXXX-{month2:02d}")
    year1 = _year(match, "year1") or year - (month1 > month2)
    return _ranged(dated(f"{year1:04d}-{month1:02d}", basis), dated(f"{year:04d}-{month2:02d}", basis))


@rule(
    "(lead:FROM)? year1:YEARNUM (DASH|TO) year2:(YEARNUM|DAYNUM|NUMBER)",
    "lead:BETWEEN year1:YEARNUM AND year2:YEARNUM",
)
def _year_to_year(match: Match, context: Context) -> Reading | None:
    first, last = match.number("year1"), match.number("year2")
    tokens = match.tokens("year2")
    if len(tokens[0].text) == 2:
        if " " in context.text[match.start : match.end]:
            return None
        last += first // 100 * 100
    if not (1000 <= first < last <= 2199 and last - first <= 500):
        return None
    return _ranged(dated(f"{first:04d}", DateBasis.EXPLICIT), dated(f"{last:04d}", DateBasis.EXPLICIT))
