"""Dates as they are written: every full date in a stretch of words, with every reading that its form allows.

``05/09/2023`` has two readings; a weekday beside it, or what is known of the page's country, may leave one. A weekday that no
reading agrees with leaves none: such a date has a slip in it, and nobody can say where.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from typing import Any

from geomap.documents.limits import data

_DAY = r"(?P<d{0}>\d{{1,2}})"
#: A two-digit year is believed after an apostrophe, between hyphens or slashes, or where the line or a time follows.
_YEAR = r"(?P<y{0}>\d{{4}}|['’]\d{{2}}|\d{{2}}(?=\s{{0,3}}(?:$|[|·)]|\d{{1,2}}:\d{{2}})))(?!\d)"
_UTC = re.compile(r"[T ,]{1,3}\d{1,2}:\d{2}(?::\d{2}(?:[.,]\d{1,9})?)? ?(?:Z\b|[+-]00:?00|UTC|GMT)", re.IGNORECASE)
_BEFORE_CHARS, _AFTER_CHARS = 24, 16
_ORDER_CHARS = 100_000


@dataclass(frozen=True, slots=True)
class Written:
    """One date in a text: its span, its readings as (order, day), and whether a weekday beside it agrees.

    The order is ``dmy``, ``mdy`` or ``ymd`` where figures alone leave it open, else empty. ``utc``: a time in universal time
    follows, so that the publisher's own day may be one less or more.
    """

    start: int
    end: int
    readings: tuple[tuple[str, date], ...]
    weekday: bool = False
    utc: bool = False

    @property
    def days(self) -> tuple[date, ...]:
        """The different days that may be meant."""
        return tuple(dict.fromkeys(day for _, day in self.readings))


@dataclass(frozen=True, slots=True)
class Partial:
    """A month and a day without a year; ``weekday`` (Monday is 0) where one stands beside them."""

    start: int
    end: int
    month: int
    day: int
    weekday: int | None = None


@dataclass(frozen=True, slots=True)
class _Forms:
    months: dict[str, int]
    weekdays: dict[str, int]
    full: re.Pattern[str]
    partial: re.Pattern[str]
    month_year: re.Pattern[str]
    weekday_before: re.Pattern[str]
    weekday_after: re.Pattern[str]
    weekday: re.Pattern[str]


@lru_cache(maxsize=1)
def rules() -> dict[str, Any]:
    """The tables of ``geomap/data/documents/dates.toml``."""
    return data("dates.toml")


@lru_cache(maxsize=1)
def forms() -> _Forms:
    """The patterns, built from the names of months and weekdays in the data file."""
    months, weekdays = _names(rules()["months"]), _names(rules()["weekdays"])
    month = "(?:" + "|".join(sorted(map(re.escape, months), key=len, reverse=True)) + ")"
    week = "(?:" + "|".join(sorted(map(re.escape, weekdays), key=len, reverse=True)) + ")"
    day_month = (
        _DAY + r"(?:st|nd|rd|th|er|\.|º|°|ª)?(?:\s{{1,3}}|[-./])(?:(?:of|de|day of)\s|d['’])?(?P<m{0}>" + month + r")\b\.?"
    )
    month_day = r"(?P<m{0}>" + month + r")\b\.?\s{{0,2}}" + _DAY + r"(?:st|nd|rd|th)?(?!\d|:\d)"
    alternatives = (
        r"(?P<y1>\d{4})(?P<s1>[-/.])\s?(?P<m1>\d{1,2})(?P=s1)\s?(?P<d1>\d{1,2})(?!\d)",
        day_month.format(2) + r"(?:,?\s{1,3}|[-/.])(?:del?\s)?" + _YEAR.format(2),
        month_day.format(3) + r"(?:\s?,\s{0,2}|\s{1,3})" + _YEAR.format(3),
        r"(?P<a4>\d{1,2})(?P<s4>[-/.])(?P<b4>\d{1,2})(?P=s4)(?P<y4>\d{4}|\d{2})(?!\d)",
        r"(?P<y5>\d{4})\s?(?:年|년)\s?(?P<m5>\d{1,2})\s?(?:月|월)\s?(?P<d5>\d{1,2})\s?(?:日|일)",
    )
    edge = r"(?<![\w/.:])(?<![^-]-)"  # also after a dash of two hyphens
    flags = re.IGNORECASE
    return _Forms(
        months=months,
        weekdays=weekdays,
        full=re.compile(edge + "(?:" + "|".join(alternatives) + ")", flags),
        partial=re.compile(
            edge + "(?:" + month_day.format(1) + "|" + day_month.format(2) + r")(?!,?\s{0,2}(?:de )?['’]?\d{2,4}\b(?!:))", flags
        ),
        month_year=re.compile(r"\b(?P<m>" + month + r")\b\.?,?\s(?:of |de )?(?P<y>\d{4})(?!\d)", flags),
        weekday_before=re.compile(r"\b(?P<w>" + week + r")\b\.?,?\s{0,2}(?:(?:the|den|le|on|-)\s)?$", flags),
        weekday_after=re.compile(r"\s?,?\s?\(?(?P<w>" + week + r")\b(?=\W|$)", flags),
        weekday=re.compile(r"\b(?P<w>" + week + r")\b\.?", flags),
    )


def _names(table: dict[str, str]) -> dict[str, int]:
    found: dict[str, int] = {}
    for words in table.values():
        for number, variants in enumerate(words.split()):
            for name in variants.split("/"):
                found.setdefault(name, number)
    return found


#: What a date in figures begins with: looked for first, because a search for every form costs ten times as much.
_FIGURES = re.compile(r"\d{1,2}\s?[-/.]\s?\d{1,2}", re.ASCII)


def find(text: str) -> Iterator[Written]:
    """Every full date in the text, in order; one that is impossible or is at odds with its weekday has no readings."""
    table = forms()
    for match in table.full.finditer(text):
        readings = tuple((order, day) for order, day in _readings(match) if plausible(day))
        weekday = _weekday_beside(text, match.start(), match.end())
        agreeing = tuple((order, day) for order, day in readings if weekday in (None, day.weekday()))
        utc = _UTC.match(text, match.end()) is not None
        yield Written(match.start(), match.end(), agreeing, weekday is not None and bool(agreeing), utc)


def partials(text: str) -> Iterator[Partial]:
    """Every month and day without a year in the text, in order."""
    table = forms()
    for match in table.partial.finditer(text):
        group = match.groupdict()
        name, day = group["m1"] or group["m2"], int(group["d1"] or group["d2"])
        month = table.months[name.lower()] + 1
        if _date(2000, month, day) is not None:
            yield Partial(match.start(), match.end(), month, day, _weekday_beside(text, match.start(), match.end()))


def months_of_years(text: str) -> Iterator[tuple[int, int]]:
    """Every (year, month) that is written as such, "September 2023"."""
    table = forms()
    for match in table.month_year.finditer(text):
        yield int(match["y"]), table.months[match["m"].lower()] + 1


def order_in(text: str) -> str | None:
    """How a text writes dates in figures (``dmy`` or ``mdy``), by those of them that can be read in one way only."""
    if _FIGURES.search(text, 0, _ORDER_CHARS) is None:
        return None
    found = set()
    for match in forms().full.finditer(text[:_ORDER_CHARS]):
        first, second = match["a4"], match["b4"]
        if first and match["s4"] != "." and len(match["y4"]) == 4 and (int(first) > 12) != (int(second) > 12):
            found.add("dmy" if int(first) > 12 else "mdy")
    return found.pop() if len(found) == 1 else None


def stamp(value: str) -> date | None:
    """The day (in universal time) of a count of seconds or milliseconds since 1970, if the words are one."""
    if not re.fullmatch(r"[1-9]\d{8,9}(?:\d{3})?", value, re.ASCII):
        return None
    seconds = int(value[:10] if len(value) in (10, 13) else value[:9])
    day = (datetime.fromtimestamp(0, UTC) + timedelta(seconds=seconds)).date()
    return day if plausible(day) else None


def plausible(day: date) -> bool:
    """Whether a document may be of that day: no placeholder, and in the years in which documents are published."""
    bounds = rules()["bounds"]
    return bounds["first_year"] <= day.year <= bounds["last_year"] and day.isoformat() not in bounds["placeholders"]


def _weekday_beside(text: str, start: int, end: int) -> int | None:
    table = forms()
    match = table.weekday_before.search(text, max(0, start - _BEFORE_CHARS), start)
    match = match or table.weekday_after.match(text, end, end + _AFTER_CHARS)
    return table.weekdays[match["w"].lower()] if match else None


def _readings(match: re.Match[str]) -> Iterator[tuple[str, date]]:
    group = match.groupdict()
    if group["y4"]:
        yield from _from_figures(group)
        return
    for form in "1235":
        if group["y" + form]:
            month = group["m" + form]
            number = int(month) if month.isdigit() else forms().months[month.lower()] + 1
            day = _date(_year(group["y" + form]), number, int(group["d" + form]))
            if day is not None:
                yield "", day


def _from_figures(group: dict[str, str]) -> Iterator[tuple[str, date]]:
    first, second, written = group["a4"], group["b4"], group["y4"]
    year = _year(written)
    short = len(written) == 2
    if group["s4"] == ".":
        found = [("dmy", _date(year, int(second), int(first)))]
        if short and not len(first) == len(second) == 2:
            found = []  # a section's number, or a version's
    else:
        found = [("dmy", _date(year, int(second), int(first))), ("mdy", _date(year, int(first), int(second)))]
        if short:
            found.append(("ymd", _date(_year(first.zfill(2)), int(second), int(written))))
    days = {day for _, day in found if day is not None}
    yield from ((order if len(days) > 1 else "", day) for order, day in found if day is not None)


def _year(written: str) -> int:
    digits = written.lstrip("'’")
    if len(digits) == 4:
        return int(digits)
    return int(digits) + (2000 if int(digits) <= rules()["bounds"]["pivot"] else 1900)


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
