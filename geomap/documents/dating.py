"""Publication dates: written out in a field, or in a clearly dated line at the head of a text. Never guessed."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date

_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "january jan",
            "february feb",
            "march mar",
            "april apr",
            "may",
            "june jun",
            "july jul",
            "august aug",
            "september sept sep",
            "october oct",
            "november nov",
            "december dec",
        ),
        start=1,
    )
    for name in names.split()
}
_MONTH = r"(?P<{0}>" + "|".join(sorted(_MONTHS, key=len, reverse=True)) + r")\b\.?"
_DATE = re.compile(
    r"(?<![\w/.-])(?:"
    r"(?P<y1>\d{4})-(?P<m1>\d{2})-(?P<d1>\d{2})(?!\d)"
    r"|(?P<y4>\d{4})/(?P<m4>\d{2})/(?P<d4>\d{2})(?!\d)"
    r"|(?P<d2>\d{1,2})(?:st|nd|rd|th)?[ -](?:of )?" + _MONTH.format("m2") + r"(?:, ?|[ -])(?P<y2>\d{4})(?!\d)"
    r"|" + _MONTH.format("m3") + r" (?P<d3>\d{1,2})(?:st|nd|rd|th)?(?:, ?| )(?P<y3>\d{4})(?!\d)"
    r"|(?P<a5>\d{1,2})(?P<sep5>[./])(?P<b5>\d{1,2})(?P=sep5)(?P<y5>\d{4})(?!\d)"
    r")",
    re.IGNORECASE,
)
_HEAD_LINES = 6
_HEAD_LINE_CHARS = 160
#: Only this much of a paragraph is looked at for an agency's dateline ("VLADIVOSTOK, Sept. 12, 2023 (Agency) -").
_DATELINE_CHARS = 90
_LABEL = re.compile(
    r"\b(?:(?:first |originally |story |article )?(?:published|posted|created)(?: time)?|publication date|date|issued|released?"
    r"|for immediate release)(?: on| at)?\b ?:?",
    re.IGNORECASE,
)
_UPDATED = re.compile(r"\b(?:last )?(?:updated|modified|edited)(?: on| at)?\b ?:?", re.IGNORECASE)
_TIME = re.compile(r"\b\d{1,2}[:.]\d{2}(?::\d{2})?(?:\.\d{1,9})? ?(?:[ap]\.? ?m\b\.?)?|\b\d{1,2} ?[ap]\.? ?m\b\.?", re.IGNORECASE)
_ZONE = re.compile(
    r"\b(?:GMT|UTC|BST|CET|CEST|[ECPM][SD]?T|AK[SD]T|JST|KST|IST|MSK|A[EWC][SD]T|NZ[SD]T|HKT|SGT|CAT|EAT|WAT|UK|Z)\b"
    r"|[+-]\d{2}:? ?\d{2}\b"
)
_WEEKDAY = re.compile(r"\b(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?\b\.?", re.IGNORECASE)
_BYLINE = re.compile(r"\bby [A-Z][\w.'’-]+(?: [A-Z][\w.'’-]+){0,3}", re.IGNORECASE)
_SMALL = re.compile(r"\b(?:at|on|and|T|hrs)\b", re.IGNORECASE)
_DATELINE = re.compile(r"[A-Z][A-Z .'’-]{2,40}(?:, [A-Z][A-Za-z. ]{1,30})?,? ?[(-]?\s?$")
_AFTER_DATELINE = re.compile(r"\s?\)?\s?(?:\([A-Z][\w /.&-]{1,30}\)|/[A-Z][\w /.&-]{1,30}/|[-\u2013\u2014:])")


def parse(value: str) -> date | None:
    """The day that a metadata field names: ISO 8601 (also with a time), or a full date in English; None when it isn't clear.

    ``05/09/2023`` is not clear: it may be May or September.
    """
    value = value.strip()[:100]
    compact = re.fullmatch(r"(\d{4})(\d{2})(\d{2})(?:T\d{4,6}Z?)?", value)
    if compact:
        return _date(*(int(g) for g in compact.groups()))
    joined = re.match(r"\d{4}-\d{2}-\d{2}(?=T\d|$)", value)
    found = list(_dates(joined.group() if joined else value))
    return found[0][1] if len(found) == 1 else None


def iso(value: str) -> date | None:
    """The day written exactly as YYYY-MM-DD, else None."""
    return _date(*(int(g) for g in value.split("-"))) if re.fullmatch(r"\d{4}-\d{2}-\d{2}", value, re.ASCII) else None


def dated_line(lines: Iterable[str]) -> date | None:
    """The publication date that a clearly dated line among the first lines states, else None.

    ``lines`` are the text's lines without furniture. A line counts when it is nothing but a full date (with the year), perhaps
    with a label, a weekday, a time or a byline; or when an agency's dateline with a full date opens it.
    """
    updated = None
    head = [line.strip() for line in lines if line.strip()][:_HEAD_LINES]
    for line in head:
        day = _dateline(line)
        if day is None and len(line) <= _HEAD_LINE_CHARS:
            stated, changed = _stated(line)
            day, updated = stated, updated or changed
        if day is not None:
            return day
    return updated


def is_dated(line: str) -> bool:
    """Whether the line is nothing but a publication date with its label, time and byline."""
    return len(line) <= _HEAD_LINE_CHARS and any(_stated(line.strip()))


def _stated(line: str) -> tuple[date | None, date | None]:
    """(published, updated) as the line states them; both None where the line also says something else."""
    dates = list(_dates(line))
    if not dates:
        return None, None
    rest = _DATE.sub(" ", line.replace("T", " ") if re.match(r"\d{4}-\d{2}-\d{2}T", line) else line)
    for pattern in (_TIME, _ZONE, _WEEKDAY, _BYLINE, _LABEL, _UPDATED, _SMALL):
        rest = pattern.sub(" ", rest)
    if re.search(r"\w", rest):
        return None, None
    change = _UPDATED.search(line)
    before = [day for start, day in dates if change is None or start < change.start()]
    after = [day for start, day in dates if change is not None and start > change.start()]
    if len(set(before)) > 1:
        return None, None
    return (before[0] if before else None), (after[0] if after else None)


def _dateline(line: str) -> date | None:
    match = _DATE.search(line[:_DATELINE_CHARS])
    if match is None or not _DATELINE.match(line[: match.start()]) or not _AFTER_DATELINE.match(line, match.end()):
        return None
    return _of(match)


def _dates(text: str) -> Iterable[tuple[int, date]]:
    for match in _DATE.finditer(text):
        day = _of(match)
        if day is not None:
            yield match.start(), day


def _of(match: re.Match[str]) -> date | None:
    group = match.groupdict()
    for n in ("1", "4"):
        if group["y" + n]:
            return _date(int(group["y" + n]), int(group["m" + n]), int(group["d" + n]))
    for n in ("2", "3"):
        if group["y" + n]:
            return _date(int(group["y" + n]), _MONTHS[group["m" + n].lower()], int(group["d" + n]))
    first, second, year = int(group["a5"]), int(group["b5"]), int(group["y5"])
    readings = {_date(year, second, first)}
    if group["sep5"] == "/":
        readings.add(_date(year, first, second))
    known = readings - {None}
    return known.pop() if len(known) == 1 else None


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
