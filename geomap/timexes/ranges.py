"""Rules for ranges, each one expression: Sept. 10 to 14, from March to May 2022, 2019-2021."""

from __future__ import annotations

from geomap.model import DateBasis
from geomap.timexes import periods
from geomap.timexes.absolute import day_value, implied_year, month_day, stated_year
from geomap.timexes.grammar import Context, Match, Reading, dated, rule, undated


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
    "month:MON day1:DOM pair:AND day2:DOM (COMMA? year:YEARNUM)?",
    "day1:DOM pair:AND day2:DOM OF? month:MON (COMMA? year:YEARNUM)?",
)
def _days_of_month(match: Match, context: Context) -> Reading | None:
    month, year = match.number("month"), stated_year(match)
    if match.has("pair") and match.number("day2") != match.number("day1") + 1:
        return None
    ends = (month_day(context, match, month=month, day=match.number(name), year=year) for name in ("day1", "day2"))
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
    year2 = stated_year(match, "year2")
    last = month_day(context, match, month=month2, day=day2, year=year2)
    year1 = stated_year(match, "year1")
    if year1 is None and last is not None and last.interval is not None:
        year1 = last.interval.latest.year - ((month1, day1) > (month2, day2))
        value = day_value(year1, month1, day1)
        return _ranged(dated(value, last.basis), last) if value else None
    return _ranged(month_day(context, match, month=month1, day=day1, year=year1), last)


@rule(
    "(lead:FROM)? month1:MON (DASH|TO) month2:MON (COMMA|OF)? year:YEARNUM",
    "(lead:FROM)? month1:MON year1:YEARNUM (DASH|TO) month2:MON year:YEARNUM",
    "lead:BETWEEN month1:MON year1:YEARNUM? AND month2:MON year:YEARNUM",
    "(lead:FROM)? month1:MONTH (DASH|TO) month2:MONTH",
    "lead:BETWEEN month1:MONTH AND month2:MONTH",
)
def _month_to_month(match: Match, context: Context) -> Reading | None:
    month1, month2 = match.number("month1"), match.number("month2")
    year = stated_year(match) or implied_year(context, match, month2)
    basis = DateBasis.EXPLICIT if match.has("year") else DateBasis.RELATIVE
    if year is None:
        return undated(f"XXXX-{month1:02d}/XXXX-{month2:02d}")
    year1 = stated_year(match, "year1") or year - (month1 > month2)
    return _ranged(dated(f"{year1:04d}-{month1:02d}", basis), dated(f"{year:04d}-{month2:02d}", basis))


@rule(
    "(lead:FROM)? year1:YEARNUM (DASH|TO) year2:(YEARNUM|DAYNUM|NUMBER)",
    "lead:BETWEEN year1:YEARNUM AND year2:YEARNUM",
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
    return _ranged(dated(f"{first:04d}", DateBasis.EXPLICIT), dated(f"{last:04d}", DateBasis.EXPLICIT))
