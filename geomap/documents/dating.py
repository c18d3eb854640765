"""Dates in fields: one date, clearly written, or none. Never guessed."""

from __future__ import annotations

import re
from datetime import date

from geomap.documents import written
from geomap.documents.written import Written

_FIELD_CHARS = 100


def parse(value: str) -> date | None:
    """The day that a metadata field names: ISO 8601 (also with a time), or a full date in words; None when it isn't clear.

    ``05/09/2023`` is not clear: it may be May or September. Neither is a date at odds with its weekday.
    """
    found = field(value)
    return found.days[0] if found is not None and len(found.days) == 1 else None


def field(value: str) -> Written | None:
    """The one date in a field's value with all its readings, or None where there is none, or more than one."""
    value = value.strip()[:_FIELD_CHARS]
    compact = re.fullmatch(r"(\d{4})(\d{2})(\d{2})(?:T?\d{4,6}Z?)?", value, re.ASCII)
    if compact:
        day = day_of(*(int(g) for g in compact.groups()))
        return Written(0, len(value), (("", day),)) if day is not None and written.plausible(day) else None
    found = list(written.find(value))
    if not found or len({date.days for date in found}) > 1:
        return None
    return found[0]


def iso(value: str) -> date | None:
    """The day written exactly as YYYY-MM-DD, else None."""
    return day_of(*(int(g) for g in value.split("-"))) if re.fullmatch(r"\d{4}-\d{2}-\d{2}", value, re.ASCII) else None


def day_of(year: int, month: int, day: int) -> date | None:
    """The day, or None where the calendar has no such day."""
    try:
        return date(year, month, day)
    except ValueError:
        return None
