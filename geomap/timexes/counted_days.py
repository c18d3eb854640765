"""Rules for days that are counted: the third Sunday of May, Monday week, the Sunday before last, three Fridays ago."""

from __future__ import annotations

import calendar
import re
from datetime import date, timedelta

from geomap.model import DateBasis, DatePrecision
from geomap.timexes import periods
from geomap.timexes.absolute import implied_year
from geomap.timexes.anchors import focus_day
from geomap.timexes.grammar import Context, Match, Reading, dated, rule, undated
from geomap.timexes.periods import Interval

_WEEK = timedelta(weeks=1)
_SATURDAY = 5
#: What ends the clause after "Monday week", which "Monday week-long" doesn't.
_CLAUSE_END = re.compile(r"\s{0,2}(?:[.,;:!?)]|--|\Z|(?:in|at|to|for|when|and|but|with|after|before|he|she|they|we|it)\b)")


@rule(
    "THE? nth:NTH day:(WEEKDAY|WEEKEND) (OF|IN) month:MONTH (COMMA? year:YEARNUM)?",
    "THE last:STEPS day:(WEEKDAY|WEEKEND) (OF|IN) month:MONTH (COMMA? year:YEARNUM)?",
)
def _nth_weekday(match: Match, context: Context) -> Reading | None:
    """*The third Sunday of May*, *the last weekend in June 2022*; a weekend is that of its Saturday."""
    month = match.number("month")
    year = match.number("year") if match.has("year") else implied_year(context, match, month)
    if match.has("last") and match.text("last") != "last":
        return None
    weekend = match.code("day") == "WE"
    weekday = _SATURDAY if weekend else match.number("day")
    if year is None:
        return undated(f"XXXX-{month:02d}")
    days = [week[weekday] for week in calendar.Calendar().monthdatescalendar(year, month) if week[weekday].month == month]
    nth = len(days) if match.has("last") else match.number("nth")
    if not 1 <= nth <= len(days):
        return None
    basis = DateBasis.EXPLICIT if match.has("year") else DateBasis.RELATIVE
    found = days[nth - 1]
    return dated(f"{periods.week_value(found)}-WE" if weekend else found.isoformat(), basis)


@rule("day:WEEKDAY unit:UNIT", "count:(AN|COUNT) unit:(UNIT|UNITS) how:(FROM|ON) day:WEEKDAY")
def _weeks_ahead(match: Match, context: Context) -> Reading | None:
    """*Monday week*, *a week from Friday*, *two weeks on Sunday*: so many weeks after the next such day."""
    if match.code("unit") != "W" or (not match.has("how") and not _CLAUSE_END.match(context.low, match.end)):
        return None
    return _weeks_off(match, context, ahead=True)


@rule(
    "count:(AN|COUNT) unit:(UNIT|UNITS) step:STEPS day:WEEKDAY",
    "count:(AN|COUNT) unit:(UNIT|UNITS) AGO ON? STEPS? day:WEEKDAY",
)
def _weeks_back(match: Match, context: Context) -> Reading | None:
    """*A week last Monday*, *two weeks ago on Sunday*: so many weeks before the last such day."""
    if match.code("unit") != "W" or (match.has("step") and match.text("step") != "last"):
        return None
    return _weeks_off(match, context, ahead=False)


@rule("count:COUNT day:WEEKDAYS AGO")
def _weekdays_ago(match: Match, context: Context) -> Reading | None:
    """*Three Sundays ago*: the last such day is the first that is counted."""
    number = match.number("day")
    if context.published is None or number > calendar.SUNDAY:
        return undated(f"XXXX-WXX-{number + 1}")
    day = _last(number, context.published) - (match.number("count") - 1) * _WEEK
    return dated(day.isoformat(), DateBasis.RELATIVE)


@rule("THE day:WEEKDAY BEFORE step:STEPS", "THE unit:(UNIT|WEEKEND) BEFORE step:STEPS", "THE night:DAYPART BEFORE step:STEPS")
def _before_last(match: Match, context: Context) -> Reading | None:
    """*The Sunday before last*, *the week before last*, *the night before last*."""
    following = match.neighbours()[1]
    if match.text("step") != "last" or (following is not None and following.start <= match.end + 1):
        return None  # "the day before last Tuesday"
    if context.published is None:
        return undated("XXXX-XX-XX")
    if match.has("day"):
        day = _last(match.number("day"), context.published) - _WEEK
        return dated(day.isoformat(), DateBasis.RELATIVE)
    if match.has("night"):
        before = (context.published - timedelta(days=2)).isoformat()
        return dated(f"{before}T{match.code('night')}", DateBasis.RELATIVE, kind="TIME")
    value = periods.shifted(context.published, -2, match.code("unit"))
    return dated(value, DateBasis.RELATIVE) if value else None


@rule("ABOUT? count:(AN|COUNT) unit:(UNIT|UNITS) AGO day:DEICTIC")
def _to_the_day(match: Match, context: Context) -> Reading | None:
    """*A year ago today*, *two weeks ago yesterday*: to the day."""
    if context.published is None:
        return undated("XXXX-XX-XX")
    unit, count = match.code("unit"), match.number("count") or 1
    today = context.published + timedelta(days=match.number("day"))
    if unit in {"Y", "M"}:
        value = periods.shifted(today, -count * (12 if unit == "Y" else 1), "M")
        year, month = (int(part) for part in (value or "0-0").split("-"))
        day = min(today.day, calendar.monthrange(year, month)[1]) if year else 0
        return dated(f"{year:04d}-{month:02d}-{day:02d}", DateBasis.RELATIVE) if year else None
    step = {"D": 1, "W": 7, "F": 14}.get(unit)
    return dated((today - timedelta(days=count * step)).isoformat(), DateBasis.RELATIVE) if step else None


@rule("count:(AN|COUNT) night:DAYPART how:(AGO|AFTER|WITHIN)")
def _nights(match: Match, context: Context) -> Reading | None:
    """*Two nights ago* from the publication; *three nights later*, *a night earlier* from the day that was last spoken of."""
    if match.code("night") != "NI":
        return None
    how = match.text("how")
    back = how in {"ago", "earlier"}
    day = context.published if how == "ago" else focus_day(match, context)
    if day is None:
        return undated("XXXX-XX-XXTNI", kind="TIME")
    value = (day + (-1 if back else 1) * timedelta(days=match.number("count") or 1)).isoformat()
    return dated(f"{value}TNI", DateBasis.RELATIVE, kind="TIME")


@rule("THE count:COUNT step:STEPS unit:UNITS", "THE step:STEPS count:COUNT unit:UNITS")
def _following_days(match: Match, context: Context) -> Reading | None:
    """*Will land on May 9 and meet them on the two following days*: from the day that was last spoken of."""
    told, count = focus_day(match, context), match.number("count")
    if match.code("unit") != "D" or match.text("step") not in {"following", "next"} or not 1 < count <= _FEW:
        return None
    if told is None or not context.low.endswith("on ", 0, match.start):
        return None
    first, last = told + timedelta(days=1), told + timedelta(days=count)
    interval = Interval(first, last, DatePrecision.DAYS)
    return Reading("DATE", f"{first.isoformat()}/{last.isoformat()}", interval, DateBasis.RELATIVE)


_FEW = 7


def _weeks_off(match: Match, context: Context, *, ahead: bool) -> Reading:
    number = match.number("day")
    if context.published is None:
        return undated(f"XXXX-WXX-{number + 1}")
    weeks = max(match.number("count"), 1) * _WEEK
    near = _last(number, context.published)
    day = near + _WEEK + weeks if ahead else near - weeks
    return dated(day.isoformat(), DateBasis.RELATIVE)


def _last(weekday: int, published: date) -> date:
    """The last such weekday before the publication."""
    return published - timedelta(days=(published.weekday() - weekday) % 7 or 7)
