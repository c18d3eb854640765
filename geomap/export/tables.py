"""CSV: one row an event, unplaced ones included, safe to open in a spreadsheet.

UTF-8 with a byte order mark: without one Excel reads every accent and curly quotation mark wrong, silently. Texts are quoted
and numbers are not, so that a program can tell them apart and a semicolon in a title can't start a new cell.
"""

from __future__ import annotations

import csv
import io
from datetime import date
from typing import Any

from geomap.export.record import SHARED, Record, records
from geomap.view import Filters, View

#: What a spreadsheet takes for the beginning of a formula or a command, the full-width forms included.
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "\x00", "\uff1d", "\uff0b", "\uff0d", "\uff20")

COLUMNS = (
    "event_id",
    "title",
    "start",
    "end",
    *(name for name in SHARED if name.startswith("date_")),
    "latitude",
    "longitude",
    *(name for name in SHARED if not name.startswith("date_")),
    "unplaced_reason",
    "document_ids",
    "urls",
    "quotes",
)


def table(view: View, filters: Filters) -> bytes:
    """All events that the filters let through, by start, then id, as CSV (RFC 4180); the same events give the same bytes."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, quoting=csv.QUOTE_NONNUMERIC, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for record in records(view, filters):
        values = _values(record)
        writer.writerow([guarded(values[name]) for name in COLUMNS])
    return out.getvalue().encode("utf-8-sig", "replace")


def guarded(value: Any) -> Any:
    """A cell that no spreadsheet runs: a text that looks like a formula gets an apostrophe before it; numbers stay numbers."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if not isinstance(value, str):
        return value
    # Nothing reads a NUL the same way; it is shown as what it is, an unreadable character.
    return ("'" if value.startswith(_FORMULA) else "") + value.replace("\x00", "\ufffd")


def _values(record: Record) -> dict[str, Any]:
    row = record.row
    return record.shared() | {
        "event_id": row["event_id"],
        "title": row["title"],
        "start": _day(row["start"]),
        "end": _day(row["end"]),
        "latitude": None if row["lat"] is None else round(row["lat"], 6),
        "longitude": None if row["lon"] is None else round(row["lon"], 6),
        "unplaced_reason": row["unplaced_reason"],
        "document_ids": "; ".join(row["document_ids"]),
        "urls": " ".join(record.urls()),
        "quotes": " | ".join(dict.fromkeys(report.quote for report, _ in record.evidence)),
    }


def _day(day: date | None) -> str | None:
    return day.isoformat() if day is not None else None
