"""Rules for dates told from another date: that day, two days ago, a year earlier, the year-ago quarter."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

from geomap.model import DateBasis
from geomap.timexes import periods
from geomap.timexes.absolute import day_value
from geomap.timexes.anchors import UNKNOWN, focus, focus_quarter
from geomap.timexes.grammar import Context, Match, Reading, dated, narrowed, rule, undated


@rule("(part:PART|within:WITHIN)? (THAT|THE? SAME) unit:UNIT", "THAT unit:WEEKEND")
def _that(match: Match, context: Context) -> Reading | None:
    unit = match.code("unit")
    if unit.startswith("T"):
        return None
    found = focus(match, context, unit)
    if found is None or found.interval is None:
        return undated(UNKNOWN[unit])
    value = periods.shifted(found.interval.earliest, 0, unit)
    interval = periods.value_to_interval(value) if value else None
    if value is None or interval is None:
        return None
    return Reading("DATE", value, narrowed(interval, match.code("part")) if match.has("part") else interval, DateBasis.RELATIVE)


@rule("(part:PARTLY)? month:MONTH OF? (THAT|THE SAME) unit:UNIT", "month:MONTH THE? day:(DOM|NTH) OF? (THAT|THE SAME) unit:UNIT")
def _of_that_year(match: Match, context: Context) -> Reading | None:
    """*December of that year*, *July 4 of the same year*: of the year in focus."""
    found = focus(match, context, "Y") if match.code("unit") == "Y" else None
    if found is None or found.interval is None:
        return None
    year, month = found.interval.earliest.year, match.number("month")
    if not match.has("day"):
        return dated(f"{year:04d}-{month:02d}", DateBasis.RELATIVE, part=match.code("part"))
    value = day_value(year, month, match.number("day"))
    return dated(value, DateBasis.RELATIVE) if value else None


@rule("(THE|AN)? unit_year:UNIT DASH (AGO|WITHIN) (nth:NTH)? (unit:UNIT|PERIOD)?")
def _year_ago_period(match: Match, context: Context) -> Reading | None:
    if match.has("unit_year") and match.code("unit_year") != "Y":
        return None
    published = context.published
    if published is None:
        return undated("XXXX")
    quarter = f"{published.year}-Q{match.number('nth')}" if match.has("nth") else focus_quarter(match, context)
    if quarter:
        return _year_before(quarter)
    return dated(f"{published.year - 1:04d}", DateBasis.RELATIVE)


def _year_before(quarter: str) -> Reading:
    """The same quarter a year before; it anchors nothing, as the next "a year earlier" is told from the present one again."""
    return replace(dated(f"{int(quarter[:4]) - 1:04d}{quarter[4:]}", DateBasis.RELATIVE), anchors=False)


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
    found = focus(match, context, unit)
    anchor = found.interval.earliest if found and found.interval else None
    if anchor is None and how == "earlier":
        anchor = context.published
    return _away(match, context, anchor, step, unit)


def _away(match: Match, context: Context, anchor: date | None, step: int, unit: str) -> Reading | None:
    if unit == "Y" and step == -1:
        quarter = focus_quarter(match, context)
        if quarter:
            return _year_before(quarter)
    if anchor is None:
        return undated(UNKNOWN[unit])
    if unit in {"E", "C", "L"}:
        step, unit = step * {"E": 10, "C": 100, "L": 1000}[unit], "Y"
    value = periods.shifted(anchor, step, unit)
    return dated(value, DateBasis.RELATIVE) if value else undated(UNKNOWN[unit])


@rule("ABOUT? MANY unit:UNITS (how:AGO|how_within:WITHIN)", "unit:UNITS how:AGO", "LONG how:AGO", "AN LONG TIME how:AGO")
def _vaguely_ago(match: Match, context: Context) -> Reading | None:
    if match.text("how_within") == "later":
        return undated("FUTURE_REF")
    return undated("PAST_REF")


@rule("THE? year:YEARNUM (unit:UNIT|PERIOD)")
def _period_of_year(match: Match, context: Context) -> Reading | None:
    """'The 1988 quarter', 'the 1988 period': the quarter in focus, in that year."""
    quarter = focus_quarter(match, context)
    if match.code("unit") not in {"", "Q"} or quarter is None:
        return None
    return replace(dated(f"{match.number('year'):04d}{quarter[4:]}", DateBasis.EXPLICIT), anchors=False)
