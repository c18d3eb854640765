"""Named days: their names, and on which day of a year each falls."""

from __future__ import annotations

from datetime import date, timedelta
from functools import cache

from dateutil.easter import easter
from dateutil.relativedelta import relativedelta, weekday

from geomap import lexicon

HOLIDAYS = "timexes/holidays.toml"


@cache
def dated() -> dict[str, str]:
    """The names that stand for one day of one year, with that day as a value."""
    return dict(lexicon.table(HOLIDAYS)["once"])


@cache
def names() -> frozenset[str]:
    """The names of all days that have one, in lower case."""
    table = lexicon.table(HOLIDAYS)
    return frozenset(name for group in ("fixed", "easter", "weekday", "once") for name in table[group])


@cache
def in_capitals() -> frozenset[str]:
    """The names that are a named day in capitals only: *on election day* is that of whatever election is told of."""
    return frozenset(lexicon.table(HOLIDAYS)["written"]["capitals"])


@cache
def first_words() -> frozenset[str]:
    """The words that names of days begin with."""
    return frozenset(name.split()[0] for name in names())


def day(name: str, year: int) -> date:
    """The day of that year on which the named day falls. KeyError for an unknown name, and for one of ``dated``."""
    table = lexicon.table(HOLIDAYS)
    if name in table["fixed"]:
        month, number = table["fixed"][name]
        return date(year, month, number)
    if name in table["easter"]:
        return easter(year) + timedelta(days=table["easter"][name])
    month, which_day, nth, *after = table["weekday"][name]
    found = date(year, month, 1) + relativedelta(day=31 if nth < 0 else 1, weekday=weekday(which_day)(nth))
    return found + timedelta(days=sum(after))
