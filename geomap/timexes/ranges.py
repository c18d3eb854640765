"""Rules for ranges: Sept. 10 to 14, from March to May 2022, 2019-2021.

As in TimeML, a range whose ends are dates of their own, with a word between them (*from 2019 to 2021*), is two expressions; both
have the days of the whole range. *Sept. 10 to 14* and *2019-2021* are one.
"""

from __future__ import annotations

from dataclasses import replace

from geomap.model import DateBasis, Span
from geomap.timexes import periods
from geomap.timexes.absolute import day_value, implied_year, month_day, stated_year
from geomap.timexes.grammar import Context, Match, Reading, dated, rule, undated

#: A day of a month, the one or the other end of a range.
_DAY = "month{0}:MON day{0}:DOM (COMMA? year{0}:YEARNUM)?"
_DAY_FIRST = "day{0}:DOM month{0}:MON (COMMA? year{0}:YEARNUM)?"


def _is_joined(match: Match) -> bool:
    """Whether a stroke or a dash makes one expression of the ends, or none of them could stand alone."""
    joint = match.tokens("joint")
    return not joint or joint[0].kind in {"DASH", "SLASH"}


def ranged(first: Reading | None, last: Reading | None, match: Match, spans: tuple[Span, Span] | None = None) -> Reading | None:
    """From one reading to another; ``spans`` are where the ends stand if these may be expressions of their own."""
    if first is None or last is None:
        return None
    whole = undated(f"{first.value}/{last.value}")
    if first.interval is not None and last.interval is not None:
        interval = periods.span(first.interval, last.interval)
        if interval is None:
            return None
        explicit = first.basis is DateBasis.EXPLICIT and last.basis is DateBasis.EXPLICIT
        whole = replace(whole, interval=interval, basis=DateBasis.EXPLICIT if explicit else DateBasis.RELATIVE)
    if spans is None or _is_joined(match):
        return whole
    ends = zip(spans, (first, last), strict=True)
    return replace(whole, parts=tuple((span, replace(whole, value=end.value)) for span, end in ends))


@rule(
    "month:MON day1:DOM (DASH|TO) day2:DOM (COMMA? year:YEARNUM)?",
    "lead:(FROM) month:MON day1:DOM (DASH|TO) day2:DOM (COMMA? year:YEARNUM)?",
    "lead:BETWEEN month:MON day1:DOM AND day2:DOM (COMMA? year:YEARNUM)?",
    "(lead:FROM)? day1:DOM (DASH|TO) day2:DOM OF? month:MON (COMMA? year:YEARNUM)?",
    "lead:BETWEEN day1:DOM AND day2:DOM OF? month:MON (COMMA? year:YEARNUM)?",
)
def _days_of_month(match: Match, context: Context) -> Reading | None:
    month, year = match.number("month"), stated_year(match)
    first, last = (month_day(context, match, month=month, day=match.number(name), year=year) for name in ("day1", "day2"))
    return ranged(first, last, match)


@rule(
    "head:(month:MON day1:DOM) AND day2:DOM (COMMA year:YEARNUM)?",
    "head:(month:MON day1:DOM) COMMA day2:DOM COMMA? AND day3:DOM (COMMA year:YEARNUM)?",
    "day1:DOM AND tail:(day2:DOM OF? month:MON (COMMA? year:YEARNUM)?)",
    "day1:DOM COMMA day2:DOM COMMA? AND tail:(day3:DOM OF? month:MON (COMMA? year:YEARNUM)?)",
)
def _several_days(match: Match, context: Context) -> Reading | None:
    """'July 3, 4 and 5': as many expressions as days."""
    month, year = match.number("month"), stated_year(match)
    names = [name for name in ("day1", "day2", "day3") if match.has(name)]
    if any(match.tokens(name)[0].kind != "DAYNUM" and match.tokens(name)[0].text.isdigit() for name in names):
        return None
    found = [month_day(context, match, month=month, day=match.number(name), year=year) for name in names]
    days = [day for day in found if day is not None]
    if len(days) < len(names) or [match.number(name) for name in names] != sorted({match.number(name) for name in names}):
        return None
    spans = [match.place(name) for name in names]
    if match.has("head"):
        spans[0] = match.place("head")
    else:
        spans[-1] = match.place("tail")
    return replace(days[-1], parts=tuple(zip(spans, days, strict=True)))


@rule(
    f"(lead:FROM)? head:({_DAY.format(1)}) joint:(DASH|TO) tail:({_DAY.format(2)})",
    f"lead:BETWEEN head:({_DAY.format(1)}) joint:AND tail:({_DAY.format(2)})",
    f"(lead:FROM)? head:({_DAY_FIRST.format(1)}) joint:(DASH|TO) tail:({_DAY_FIRST.format(2)})",
    f"lead:BETWEEN head:({_DAY_FIRST.format(1)}) joint:AND tail:({_DAY_FIRST.format(2)})",
)
def _day_to_day(match: Match, context: Context) -> Reading | None:
    month1, month2 = match.number("month1"), match.number("month2")
    day1, day2 = match.number("day1"), match.number("day2")
    year2 = stated_year(match, "year2")
    last = month_day(context, match, month=month2, day=day2, year=year2)
    year1 = stated_year(match, "year1")
    if year1 is None and last is not None and last.interval is not None:
        year1 = last.interval.latest.year - ((month1, day1) > (month2, day2))
        value = day_value(year1, month1, day1)
        return ranged(dated(value, last.basis), last, match, _spans(match)) if value else None
    return ranged(month_day(context, match, month=month1, day=day1, year=year1), last, match, _spans(match))


def _spans(match: Match) -> tuple[Span, Span]:
    """Where the two ends of a range stand."""
    return match.place("head"), match.place("tail")


@rule(
    "(lead:FROM)? head:(month1:MON) joint:(DASH|TO) tail:(month2:MON (COMMA|OF)? year:YEARNUM)",
    "(lead:FROM)? head:(month1:MON year1:YEARNUM) joint:(DASH|TO) tail:(month2:MON year:YEARNUM)",
    "lead:BETWEEN head:(month1:MON year1:YEARNUM?) joint:AND tail:(month2:MON year:YEARNUM)",
    "(lead:FROM)? head:(part1:PART DASH? month1:MON) joint:(DASH|TO) tail:(part2:PART DASH? month2:MON (year:YEARNUM)?)",
    "lead:BETWEEN head:(part1:PART DASH? month1:MON) joint:AND tail:(part2:PART DASH? month2:MON (year:YEARNUM)?)",
    "(lead:FROM)? head:(month1:MONTH) joint:(DASH|TO) tail:(month2:MONTH)",
    "lead:BETWEEN head:(month1:MONTH) joint:AND tail:(month2:MONTH)",
)
def _month_to_month(match: Match, context: Context) -> Reading | None:
    month1, month2 = match.number("month1"), match.number("month2")
    year = stated_year(match) or implied_year(context, match, month2)
    basis = DateBasis.EXPLICIT if match.has("year") else DateBasis.RELATIVE
    if year is None:
        return ranged(undated(f"XXXX-{month1:02d}"), undated(f"XXXX-{month2:02d}"), match, _spans(match))
    year1 = stated_year(match, "year1") or year - (month1 > month2)
    first = dated(f"{year1:04d}-{month1:02d}", basis, part=match.code("part1"))
    return ranged(first, dated(f"{year:04d}-{month2:02d}", basis, part=match.code("part2")), match, _spans(match))


@rule(
    "(lead:FROM)? year1:YEARNUM joint:(DASH|TO) year2:(YEARNUM|DAYNUM|NUMBER)",
    "lead:BETWEEN year1:YEARNUM joint:AND year2:YEARNUM",
    "year1:YEARNUM season:SLASH year2:(DAYNUM|NUMBER|YEARNUM)",
    "THE? year1:YEARNUM (DASH|season:SLASH) year2:(DAYNUM|NUMBER|YEARNUM) FISCAL UNIT",
)
def _year_to_year(match: Match, context: Context) -> Reading | None:
    first, last = match.number("year1"), match.number("year2")
    tokens = match.tokens("year2")
    if len(tokens[0].text) == 2:
        if " " in context.text[match.start : tokens[0].end].removeprefix("the "):
            return None
        last += first // 100 * 100
    if match.has("season") and last != first + 1:
        return None
    if not (1000 <= first < last <= 2199 and last - first <= 500):
        return None
    spans = match.place("year1"), match.place("year2")
    return ranged(dated(f"{first:04d}", DateBasis.EXPLICIT), dated(f"{last:04d}", DateBasis.EXPLICIT), match, spans)
