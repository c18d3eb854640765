"""New events, laid ready in tables of this connection's own until all of them are there: memory stays small, and no other program
has to wait while they are made.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from itertools import islice

from geomap.model import Event
from geomap.store import rows

_AT_ONCE = 500
_STAGE_EVENT = rows.INSERT_EVENT.replace("INTO events", "INTO temp.staged_events", 1)


def fill(connection: sqlite3.Connection, events: Iterable[Event]) -> None:
    """Lay events ready, in the place of what lay there."""
    for table in ("events", "event_reports"):
        connection.execute(f"DROP TABLE IF EXISTS temp.staged_{table}")
        connection.execute(f"CREATE TEMP TABLE staged_{table} AS SELECT * FROM main.{table} WHERE 0")  # noqa: S608 - our own names
    for first, batch in _batches(events):
        connection.executemany(_STAGE_EVENT, [rows.storable(rows.event_row(event, first + i)) for i, event in enumerate(batch)])
        connection.executemany(
            "INSERT INTO temp.staged_event_reports (event_id, report_id, position) VALUES (?, ?, ?)",
            [(event.id, report_id, i) for event in batch for i, report_id in enumerate(event.report_ids)],
        )


def move(connection: sqlite3.Connection, *, by_time: bool) -> None:
    """Put what lies ready in the place of all events: in the order in which it came, or by start (undated last), then id."""
    columns = [row[1] for row in connection.execute("PRAGMA main.table_info(events)") if row[1] != "position"]
    listed = ", ".join(f'"{name}"' for name in columns)
    order = "start IS NULL, start, id" if by_time else "position"
    connection.execute("DELETE FROM main.events")
    # The position of each is the next number: it is the table's integer key.
    connection.execute(f"INSERT INTO main.events ({listed}) SELECT {listed} FROM temp.staged_events ORDER BY {order}")  # noqa: S608
    connection.execute(
        "INSERT INTO main.event_reports (event_id, report_id, position)"
        " SELECT event_id, report_id, position FROM temp.staged_event_reports"
    )
    for table in ("events", "event_reports"):
        connection.execute(f"DELETE FROM temp.staged_{table}")  # noqa: S608


def _batches(events: Iterable[Event]) -> Iterator[tuple[int, list[Event]]]:
    """Some events at a time, with the number of the first, from 1."""
    pending, first = iter(events), 1
    while batch := list(islice(pending, _AT_ONCE)):
        yield first, batch
        first += len(batch)
