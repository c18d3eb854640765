"""Named days: where a text names one, and on which day of a year it falls."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta
from functools import cache

from dateutil.easter import easter
from dateutil.relativedelta import relativedelta, weekday

from geomap import lexicon

HOLIDAYS = "timexes/holidays.toml"


@cache
def _pattern() -> re.Pattern[str]:
    names = sorted((name for group in lexicon.table(HOLIDAYS).values() for name in group), key=len, reverse=True)
    return re.compile(r"\b(?:" + "|".join(map(re.escape, names)) + r")(?!\w)")


def mentions(low: str) -> Iterator[tuple[int, int, str]]:
    """Start, end and name of each named day in a text in lower case."""
    return ((m.start(), m.end(), m.group()) for m in _pattern().finditer(low))


def day(name: str, year: int) -> date:
    """The day of that year on which the named day falls. KeyError for an unknown name."""
    table = lexicon.table(HOLIDAYS)
    if name in table["fixed"]:
        month, number = table["fixed"][name]
        return date(year, month, number)
    if name in table["easter"]:
        return easter(year) + timedelta(days=table["easter"][name])
    month, which_day, nth, *after = table["weekday"][name]
    found = date(year, month, 1) + relativedelta(day=31 if nth < 0 else 1, weekday=weekday(which_day)(nth))
    return found + timedelta(days=sum(after))
