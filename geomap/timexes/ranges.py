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


def _ends(match: Match, first: Reading, last: Reading, spans: tuple[Span, Span]) -> tuple[tuple[Span, str], ...]:
    """The two ends as expressions of their own, none where a stroke or a dash makes one of them."""
    joint = match.tokens("joint")
    if not joint or joint[0].kind in {"DASH", "SLASH"}:
        return ()
    return (spans[0], first.value), (spans[1], last.value)


def ranged(first: Reading | None, last: Reading | None, match: Match, spans: tuple[Span, Span] | None = None) -> Reading | None:
    """From one reading to another; ``spans`` are where the ends stand if these may be expressions of their own."""
    if first is None or last is None:
        return None
    ends = _ends(match, first, last, spans) if spans else ()
    value = f"{first.value}/{last.value}"
    if first.interval is None or last.interval is None:
        return replace(undated(value), ends=ends)
    interval = periods.span(first.interval, last.interval)
    if interval is None:
        return None
    explicit = first.basis is DateBasis.EXPLICIT and last.basis is DateBasis.EXPLICIT
    return Reading("DATE", value, interval, DateBasis.EXPLICIT if explicit else DateBasis.RELATIVE, ends=ends)


@rule(
    "month:MON day1:DOM (DASH|TO) day2:DOM (COMMA? year:YEARNUM)?",
    "lead:(FROM) month:MON day1:DOM (DASH|TO) day2:DOM (COMMA? year:YEARNUM)?",
    "lead:BETWEEN month:MON day1:DOM AND day2:DOM (COMMA? year:YEARNUM)?",
    "(lead:FROM)? day1:DOM (DASH|TO) day2:DOM OF? month:MON (COMMA? year:YEARNUM)?",
    "lead:BETWEEN day1:DOM AND day2:DOM OF? month:MON (COMMA? year:YEARNUM)?",
    "month:MON day1:DOM pair:AND day2:DOM (COMMA? year:YEARNUM)?",
    "day1:DOM pair:AND day2:DOM OF? month:MON (COMMA? year:YEARNUM)?",
)
def _days_of_month(match: Match, context: Context) -> Reading | None:
    month, year = match.number("month"), stated_year(match)
    if match.has("pair") and match.number("day2") != match.number("day1") + 1:
        return None
    first, last = (month_day(context, match, month=month, day=match.number(name), year=year) for name in ("day1", "day2"))
    return ranged(first, last, match)


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
    return ranged(dated(f"{year1:04d}-{month1:02d}", basis), dated(f"{year:04d}-{month2:02d}", basis), match, _spans(match))


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
