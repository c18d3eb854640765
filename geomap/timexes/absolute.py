"""Rules for dates by the calendar: days, months, years, decades, centuries."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date, timedelta

from geomap.model import DateBasis, DatePrecision
from geomap.timexes import periods
from geomap.timexes.counts import number_of
from geomap.timexes.grammar import Context, Match, Reading, dated, is_preposition, rule, undated
from geomap.timexes.periods import Interval
from geomap.timexes.tense import Direction

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


def stated_year(match: Match, name: str = "year") -> int | None:
    """The year named in the match, None if it names none."""
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
    told = _year_just_told(context, match.start)
    if told is None and day is None and lean.direction is not Direction.FUTURE:
        told = _fronted_year(context, match.start)
    if told is not None:
        return told
    if day is None and month == published.month:
        return published.year
    whole = day is None and not match.has("part")
    if whole and lean.direction is Direction.PAST and abs(lean.distance) <= CLOSE_VERB:
        return published.year - (month > published.month)
    days = {
        date(year, month, min(day or 15, 28)): year for year in range(max(published.year - 1, 1), min(published.year + 2, 9999))
    }
    if day is not None and _WILL.search(context.low, max(0, match.start - _WILL_REACH), match.start):
        return days[min(d for d in days if d >= published)]  # "will be held on 16 April", told on the 19th
    return days[nearest(days, published, lean.direction)]


def _year_just_told(context: Context, before: int) -> int | None:
    """The year before a day or a month that it is of: *last year, on March 11*, *two years ago, in March*."""
    found = _TOLD_YEAR.search(context.low, max(0, before - _TOLD_REACH), before)
    if found is None or context.published is None:
        return None
    back = number_of(found["count"]) if found["count"] else 1
    return context.published.year - back if back is not None else None


_TOLD_YEAR = re.compile(
    r"\b(?:(?P<last>last year)|(?P<count>[a-z]+|\d) years? ago(?: this (?:month|week))?),? (?:on|in) (?:the (?:\w+ )?of )?$"
)
_TOLD_REACH = 48


def _fronted_year(context: Context, before: int) -> int | None:
    """The year that the sentence begins with: *In 2006 the army took the town, and in May it withdrew*."""
    stops = (context.low.rfind(mark, max(0, before - _SENTENCE), before) for mark in _SENTENCE_MARKS)
    found = _FRONTED.match(context.low, max(stops) + 1, before)
    if found is None or context.published is None:
        return None
    return int(found["year"]) if found["year"] else context.published.year - 1


_SENTENCE = 300
_SENTENCE_MARKS = (". ", "\n", "! ", "? ")
_FRONTED = re.compile(r"\s?(?:(?:early |late |later )?in (?P<year>(?:1[89]|20)\d\d)|last year)\b(?! and\b)")

#: A past verb within this many words before a month decides for the past outright.
CLOSE_VERB = 6
#: "Will" as close before a day decides for what is to come.
_WILL = re.compile(r"(?:\bwill|\bshall|'ll)(?: [^\W\d_]+){1,4} $")
_WILL_REACH = 60


#: What a day before the publication, and one after it, count times their distance.
_PENALTY = {Direction.PAST: (1, 3), Direction.UNKNOWN: (1, 2), Direction.FUTURE: (3, 1)}


def nearest(days: Iterable[date], published: date, direction: Direction) -> date:
    """The day that lies nearest to the publication, where days against the clause's direction count as further away."""
    before, after = _PENALTY[direction]
    return min(days, key=lambda day: (published - day).days * before if day < published else (day - published).days * after)


def month_day(
    context: Context, match: Match, *, month: int, day: int, year: int | None, weekday: int | None = None
) -> Reading | None:
    """The day of a month, in the stated year or in the one that the clause means; None where the calendar has no such day."""
    if year is not None:
        value = day_value(year, month, day)
        return dated(value, DateBasis.EXPLICIT) if value else None
    implied = implied_year(context, match, month, day)
    if implied is not None and weekday is not None:
        implied = _year_with(weekday, month, day, implied)
    value = day_value(implied, month, day)
    return dated(value, DateBasis.RELATIVE) if value else None


def _year_with(weekday: int, month: int, day: int, year: int) -> int:
    """The year nearest to ``year`` in which the day is that weekday; ``year`` itself if none within two years is."""
    for candidate in (year, year - 1, year + 1, year - 2, year + 2):
        value = day_value(candidate, month, day)
        if value and date.fromisoformat(value).weekday() == weekday:
            return candidate
    return year


@rule("ISO")
def _iso(match: Match, context: Context) -> Reading | None:
    return _valid(context.text[match.start : match.end][:16].upper())


def _valid(value: str) -> Reading | None:
    if periods.value_to_interval(value) is None:
        return None
    return dated(value, DateBasis.EXPLICIT, kind="TIME" if "T" in value else "DATE")


@rule("SLASHED")
def _slashed(match: Match, context: Context) -> Reading | None:
    parts_text = context.low[match.start : match.end]
    parts = re.split(r"[/.]", parts_text)
    numbers = [int(part) for part in parts]
    if len(parts[0]) == 4:
        value = day_value(numbers[0], numbers[1], numbers[2])
        return dated(value, DateBasis.EXPLICIT) if value else None
    if len(parts[0]) > 2 or len(parts[2]) not in {2, 4} or ("." in parts_text and len(parts[2]) != 4):
        return None
    first, second, year = numbers[0], numbers[1], full_year(numbers[2])
    order = _order(first, second)
    if order is None and first != second:
        order = True if "." in parts_text else _order_told(match, context, (first, second, year))
    if order is None and first != second:
        return _either(first, second, year)
    value = day_value(year, second, first) if order else day_value(year, first, second)
    return dated(value, DateBasis.EXPLICIT) if value else None


def _order_told(match: Match, context: Context, numbers: tuple[int, int, int]) -> bool | None:
    """Whether 5/6 is 5 June; None without evidence.

    The document's other dates tell, else that one reading is the day of publication, or lies where the clause doesn't look.
    """
    if context.day_first is not None or context.published is None:
        return context.day_first
    first, second, year = numbers
    if max(first, second) > 12 or min(first, second) < 1:
        return None
    by_day, by_month = date(year, second, first), date(year, first, second)
    published = context.published
    if published in {by_day, by_month}:
        return published == by_day
    looks = context.direction(match)
    if looks is Direction.PAST and (by_day <= published) != (by_month <= published):
        return by_day <= published
    if looks is Direction.FUTURE and (by_day >= published) != (by_month >= published):
        return by_day >= published
    return None


def _either(first: int, second: int, year: int) -> Reading | None:
    """One of two days, and nothing says which: the days from the one to the other."""
    if not (1 <= first <= 12 and 1 <= second <= 12):
        return None
    earlier, later = sorted((date(year, first, second), date(year, second, first)))
    near = (later - earlier).days <= _MONTH_APART
    interval = Interval(earlier, later, DatePrecision.MONTH if near else DatePrecision.YEAR)
    return Reading("DATE", f"{year:04d}-XX-XX", interval, DateBasis.EXPLICIT, anchors=False)


#: Two readings no further apart than this, in days, are known to the month.
_MONTH_APART = 62


@rule(
    "(wd:WD COMMA?)? month:MON day:DOM (COMMA? year:YEARNUM)?",
    "(wd:WD COMMA?)? month:MON THE? day:NTH (COMMA? year:YR)?",
    "(wd:WD COMMA?)? THE? day:DOM OF? month:MON (COMMA? year:YEARNUM)?",
    "(wd:WD COMMA?)? (THE? day:NTH OF) month:MON (COMMA? year:YR)?",
    "day:DAYNUM DASH month:MON DASH year:(YEARNUM|NUMBER|DAYNUM)",
)
def _day_of_month(match: Match, context: Context) -> Reading | None:
    month, day, year = match.number("month"), match.number("day"), stated_year(match)
    if year is None and match.has("wd"):
        return month_day(context, match, month=month, day=day, year=None, weekday=match.number("wd"))
    return month_day(context, match, month=month, day=day, year=year)


@rule("month:MON THE? day:(DOM|NTH) (COMMA|OF)? step:STEP unit:UNIT", "THE? day:(DOM|NTH) OF? month:MON OF? step:STEP unit:UNIT")
def _day_of_stepped_year(match: Match, context: Context) -> Reading | None:
    """*3 March last year*, *March 3 of this year*."""
    if match.code("unit") != "Y" or context.published is None:
        return None
    value = day_value(context.published.year + match.number("step"), match.number("month"), match.number("day"))
    return dated(value, DateBasis.RELATIVE) if value else None


@rule(
    "month:MON (COMMA|OF)? year:(YR|SHORTYEAR)",
    "THE? part:PARTLY month:MON (COMMA|OF)? year:(YR|SHORTYEAR)",
)
def _month_of_year(match: Match, context: Context) -> Reading | None:
    year = stated_year(match)
    if year is None or not 1000 <= year <= 2199:
        return None
    return dated(f"{year:04d}-{match.number('month'):02d}", DateBasis.EXPLICIT, part=match.code("part"))


@rule(
    "month:MONTH",
    "THE? part:PARTLY month:MONTH",
    "(THE|THAT)? step:STEPPED month:MONTH",
    "THE? part:PARTLY step:STEPPED month:MONTH",
    "THE unit:UNIT OF month:MONTH",
)
def _month(match: Match, context: Context) -> Reading | None:
    month = match.number("month")
    if (match.has("unit") and match.code("unit") != "M") or is_preposition(match, context):
        return None
    if not (match.has("step") or match.has("part") or match.has("unit")) and not _is_month(match, context):
        return None
    published = context.published
    if published is None:
        return undated(f"XXXX-{month:02d}")
    step = -1 if match.code("step") == "None" else match.number("step")
    year = implied_year(context, match, month)
    if match.has("step") and step:
        # "last February", said in February, is that of the year before
        least = published.month if match.text("step") == "last" else published.month + 1
        ahead = month >= least if step < 0 else month <= published.month
        year = published.year + (step if ahead else 0)
    elif match.has("step"):
        year = published.year
    return dated(f"{year:04d}-{month:02d}", DateBasis.RELATIVE, part=match.code("part"))


#: Months that are also verbs, walks or given names: alone they need a word before them that says time.
_ALSO_WORDS = frozenset({3, 4, 5, 6, 8})
_TIME_BEFORE = re.compile(
    r"\b(?:in|since|until|till|by|from|during|through|to|for|of|before|after|between|around|about|every|each|on)\s+$"
)
_OPENING = re.compile(r"(?:^|[.!?\n\"\u201d]\s{0,3})in\s+$")
_NAME_AFTER = re.compile(r"\s{1,4}(?:[A-Z][a-z]|(?:be|have|not|also|well|help|need|seem|come|take|still)\b)")


#: "The March accession", "the June meeting"; but "the May government" is a prime minister's.
_MONTH_AS_ADJECTIVE = frozenset({3, 4, 6, 8})
_NOUN_AFTER = re.compile(r" (?!(?:on|to|for|of|in|at|and|by)\b)[a-z]{3}")
_MONTH_BEFORE = re.compile(r"\b(?:january|february|march|april|may|june|july|august|september|october|november)(?:,| and| or)\s$")


def _is_month(match: Match, context: Context) -> bool:
    if match.number("month") not in _ALSO_WORDS:
        return True
    before = context.low[max(0, match.start - 16) : match.start]
    if before.endswith("the ") and match.number("month") in _MONTH_AS_ADJECTIVE:
        return bool(_NOUN_AFTER.match(context.low, match.end))
    if _OPENING.search(before):
        return True  # "In June Ukrainian police raided a flat"
    return bool(_TIME_BEFORE.search(before) or _MONTH_BEFORE.search(before)) and not _NAME_AFTER.match(context.text, match.end)


@rule("month:MON (OF|COMMA)? step:STEP unit:UNIT", "THE? part:PARTLY month:MON (OF|COMMA)? step:STEP unit:UNIT")
def _month_of_stepped_year(match: Match, context: Context) -> Reading | None:
    if match.code("unit") != "Y":
        return None
    month = match.number("month")
    if context.published is None:
        return undated(f"XXXX-{month:02d}")
    return dated(f"{context.published.year + match.number('step'):04d}-{month:02d}", DateBasis.RELATIVE, part=match.code("part"))


@rule("year:YEARNUM", "THE? part:PARTLY year:YEARNUM", "THE unit:UNIT year:YR", "CALENDAR year:YEARNUM", "year:YR")
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
    r"autumn|winter|spring|year|years|a|an|on|than|and|or|this|that|its|his|her|their|our|pre|post|mid|ca|c)[\s.-]+\(?$"
)
_CAPITAL_BEFORE = re.compile(r"(?:[A-Z][\w.]{0,13}|No\.)[ -]$")
#: What a number counts: after these it is a quantity, whatever stands before it.
_COUNTED = re.compile(
    r"\s{1,4}(?:percent|people|men|women|children|feet|troops|km|kg|square|cubic|miles|meters|metres|pounds|dollars|euros|years|days|"
    r"hours|minutes|months|weeks|times|soldiers|votes|seats|tons|tonnes|acres|hectares|others)\b"
)
#: What may be counted: after these a number is a quantity unless a word before it says that it is a year.
_PERHAPS_COUNTED = re.compile(
    r"\s{0,4}[%°]|[ -]{1,3}(?!(?:was|is|has|does|as|this|its|his|plus|across)\b)(?:[a-z]{1,24}s|per|mm|mph|a|or (?:more|so))\b"
)
_QUOTES = "\"'\u2018\u2019\u201c\u201d"
#: A bare number further ahead of the publication than this is no year, unless a word before it says so.
_YEARS_AHEAD = 30
_NUMBER_MARKS = frozenset("-/.+&=")


def _is_year(match: Match, context: Context, year: int) -> bool:
    """Whether a bare number of four digits (or its words) is a year and not a quantity, a title or part of a name."""
    before = context.text[max(0, match.start - 14) : match.start]
    after = context.text[match.end : match.end + 2]
    told = bool(_YEAR_BEFORE.search(before.lower()))
    titled = before[-1:] in _QUOTES and after[:1] in _QUOTES and before and after
    compound = after[:1] == "-" and after[1:].isalpha()
    if titled or compound or not 1000 <= year <= 2199 or _COUNTED.match(context.low, match.end):
        return False
    if told:
        return True
    part_of_number = before[-1:] in _NUMBER_MARKS or re.match(r"[-/]\d", after)
    named = _CAPITAL_BEFORE.search(before) or _PERHAPS_COUNTED.match(context.low, match.end)
    latest = context.published.year + _YEARS_AHEAD if context.published else 2100
    return 1900 <= year <= latest and not (before and part_of_number) and not named


@rule("THE? part:PARTLY? THE? decade:DECADE", "THE? part:PARTLY? THE word:DECADE_WORD", "THE part:PART word:DECADE_WORD")
def _decade(match: Match, context: Context) -> Reading | None:
    digits = match.code("decade") if match.has("decade") else f"19{match.number('word')}"
    if len(digits) == 1:
        if not re.search(r"\bthe\b|'\d", context.low[match.start : match.end]) or _AGE_BEFORE.search(
            context.low[max(0, match.start - 8) : match.start]
        ):
            return None
        digits = ("20" if int(digits) < 3 else "19") + digits
    return dated(digits, DateBasis.EXPLICIT, part=match.code("part"))


#: "His 20s" are years of a life.
_AGE_BEFORE = re.compile(r"\b(?:my|your|his|her|their|our)\s$")


@rule(
    "THE? nth:NTH DASH? unit:UNIT",
    "THE? part:PARTLY THE? nth:NTH DASH? unit:UNIT",
)
def _century(match: Match, context: Context) -> Reading | None:
    nth = match.number("nth")
    named = "Century" in context.text[match.start : match.end]
    if match.code("unit") != "C" or named or not 2 <= nth <= 22:
        return None
    return dated(f"{nth - 1:02d}", DateBasis.EXPLICIT, part=match.code("part"))


@rule("(THE? nth:NTH|THE? last:(STEP|FINAL)) unit:(UNIT|WEEKEND) (OF|IN) month:MON ((COMMA|OF)? year:YEARNUM)?")
def _week_of_month(match: Match, context: Context) -> Reading | None:
    """'The first week of May': seven days from the 1st, the 8th...; 'the last' ends with the month."""
    if match.code("unit") != "W" or (match.has("last") and match.text("last") not in {"last", "final"}):
        return None
    month, nth = match.number("month"), match.number("nth")
    year = stated_year(match) or implied_year(context, match, month)
    if year is None or nth > 5:
        return undated(f"XXXX-{month:02d}") if year is None else None
    whole = periods.month_of(year, month)
    first = whole.earliest + timedelta(days=7 * (nth - 1)) if nth else whole.latest - timedelta(days=6)
    if first > whole.latest:
        return None
    interval = Interval(first, min(first + timedelta(days=6), whole.latest), DatePrecision.DAYS)
    basis = DateBasis.EXPLICIT if match.has("year") else DateBasis.RELATIVE
    return Reading("DATE", periods.week_value(first), interval, basis)


@rule(
    "THE unit:(UNIT|WEEKEND) OF month:MON day:DOM (COMMA? year:YEARNUM)?",
    "THE unit:(UNIT|WEEKEND) OF day:DOM month:MON (COMMA? year:YEARNUM)?",
)
def _week_of(match: Match, context: Context) -> Reading | None:
    """*The week of May 4*, *the weekend of Sept. 20*: that of the day's week."""
    found = _day_of_month(match, context) if match.code("unit") in {"W", "WE"} else None
    if found is None or found.interval is None:
        return None
    return dated(periods.week_value(found.interval.earliest) + ("-WE" if match.code("unit") == "WE" else ""), found.basis)
