"""The same events as a table, for reading, for keyboards and screen readers, and as files."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from datetime import date

import pandas as pd
import streamlit as st

from geomap.dashboard import safe, session, words
from geomap.dashboard.choices import Choices, filters
from geomap.dashboard.evidence import type_label
from geomap.export import FORMATS, Format
from geomap.model import DatePrecision, GeoPrecision, Skip, Status
from geomap.timexes.intervals import describe
from geomap.view import View

#: Rows in the table; the files have all of them.
MAX_ROWS = 1000


def show(view: View, choices: Choices, events: pd.DataFrame, unplaced: pd.DataFrame, total: int) -> None:
    """The tables and the files."""
    everything, off_map, undated, skipped = st.tabs(["Events", "Not on the map", "Without a date", "Not read"])
    with everything:
        _downloads(view, choices, total)
        _table(events, "events", "No event meets these filters.", total=total)
    with off_map:
        st.caption(
            "These are in the table and in the files, but have no exact spot. "
            "Those of a known country or wide area are drawn as areas."
        )
        _table(unplaced, "unplaced", "Every event is on the map.", total=view.summary(filters(choices)).unplaced, reason=True)
    with undated:
        st.caption(
            "The sources give no date for these that can be placed in the calendar. The switch among the filters leaves them out."
        )
        lifted = filters(choices).without("include_undated")
        undated_events = view.undated(lifted, limit=MAX_ROWS)
        _table(undated_events, "undated", "Every event has a date.", total=view.summary(lifted).undated)
    with skipped:
        _skips(view.store.skips())


def _table(events: pd.DataFrame, name: str, nothing: str, *, total: int = 0, reason: bool = False) -> None:
    if not len(events):
        safe.show(safe.tag("p", nothing, class_="gm-empty"))
        return
    if len(events) > MAX_ROWS or total > MAX_ROWS:
        st.caption(f"The first {MAX_ROWS:,} of {max(total, len(events)):,} events; the files have all of them.")
    events = events.head(MAX_ROWS)
    shown = _columns(events, reason=reason)
    # A table of other events is another table: a kept selection would point at whatever now stands in that row.
    key = f"{name}-{hashlib.sha256('|'.join(events['event_id']).encode()).hexdigest()[:10]}"
    rows = [(row["event_id"], [row["place_id"]] if isinstance(row["place_id"], str) else []) for row in events.to_dict("records")]

    def chosen() -> None:
        picked = st.session_state[key].selection.rows
        if picked:
            session.select_event(rows[picked[0]][0], places=rows[picked[0]][1])

    st.dataframe(
        shown,
        key=key,
        on_select=chosen,
        selection_mode="single-row",
        hide_index=True,
        height=min(38 + 35 * len(shown), 430),
        row_height=35,
        alt=f"{words.count(len(shown), 'event')} as a table",
        column_config={
            "Event": st.column_config.TextColumn(width=330),
            "Where": st.column_config.TextColumn(width=170),
            "Documents": st.column_config.NumberColumn(width="small"),
            "Originals": st.column_config.NumberColumn(
                width="small", help="Independent reports; retellings of one original count once."
            ),
            "Confidence": st.column_config.NumberColumn(format="%.2f", width="small"),
        },
    )


def _columns(events: pd.DataFrame, *, reason: bool) -> pd.DataFrame:
    """The rows as people read them."""
    columns = {
        "Event": events["title"],
        "Status": [words.STATUS_WORDS[Status(status)] for status in events["status"]],
        "Type": [type_label(name) for name in events["event_type"]],
        "When": [_when(row) for row in events[["start", "end", "date_precision", "date_text"]].itertuples(index=False)],
        "Where": [name if isinstance(name, str) else "" for name in events["place"]],
    }
    if reason:
        columns["Why not on the map"] = events["unplaced_reason"]
    else:
        columns["Known as"] = [words.precision_of(GeoPrecision(kind), None) for kind in events["geo_precision"]]
    columns |= {
        "Sources": [words.listing(names, 3) for names in events["sources"]],
        "Documents": events["n_documents"],
        "Originals": events["n_origins"],
        "Confidence": events["confidence"],
        "Decided by a person": [words.reviewed(fields) for fields in events["review"]],
    }
    return pd.DataFrame(columns)


def _when(row: Sequence[object]) -> str:
    start, end, precision, text = row
    first, last = _day(start), _day(end)
    if first is None and last is None:
        return f"unknown (“{text}”)" if isinstance(text, str) else "unknown"
    return describe(first, last, DatePrecision(precision) if isinstance(precision, str) else DatePrecision.UNKNOWN)


def _day(value: object) -> date | None:
    """The day of a cell; None for pandas' 'not a time', which calls itself a date."""
    if isinstance(value, pd.Timestamp):
        return value.date()
    return value if isinstance(value, date) and not pd.isna(value) else None


def _downloads(view: View, choices: Choices, total: int) -> None:
    """Files of exactly what is shown, made when they are asked for."""
    with st.popover(f"Download {words.count(total, 'event')}", icon=":material/download:", disabled=not total, key="downloads"):
        st.caption("Exactly the events that the filters leave, with their sources' words.")
        for kind in FORMATS.values():
            st.download_button(
                f"Download {kind.label}",
                data=_file(view, choices, kind),
                file_name=_name(choices) + kind.suffix,
                mime=kind.media_type,
                on_click="ignore",
                key=f"download-{kind.name}",
                width="stretch",
            )


def _file(view: View, choices: Choices, kind: Format) -> Callable[[], bytes]:
    """What makes the file when it is asked for: it holds the filters, not the data."""
    chosen = filters(choices)
    return lambda: kind.write(view, chosen)


def _name(choices: Choices) -> str:
    days = [day.isoformat() for day in (choices.start, choices.end) if day]
    return "_".join(["events", *days])


def _skips(skips: Sequence[Skip]) -> None:
    if not skips:
        safe.show(safe.tag("p", "Everything that the last build was given could be read.", class_="gm-empty"))
        return
    st.caption(f"{words.count(len(skips), 'input')} could not be taken in; the rest was.")
    st.dataframe(
        pd.DataFrame({"What": [skip.path for skip in skips], "Why": [skip.reason for skip in skips]}),
        key="skips",
        hide_index=True,
    )
