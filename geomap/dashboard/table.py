"""The same events as a table, for reading, for keyboards and screen readers, and as files."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence

import pyarrow as pa
import streamlit as st

from geomap.dashboard import gestures, safe, session, words
from geomap.dashboard.choices import Choices, filters
from geomap.dashboard.evidence import type_label
from geomap.dashboard.panel import Row
from geomap.export import FORMATS, Format
from geomap.export.picture import png
from geomap.model import DatePrecision, GeoPrecision, Skip, Status
from geomap.timexes.intervals import describe
from geomap.view import Summary, View

#: Rows in the table; the files have all of them.
MAX_ROWS = 1000
_DOWNLOADS = "downloads"
_AS_IT_STANDS = " The picture shows the map as it stands."


def show(view: View, choices: Choices, events: Sequence[Row], summary: Summary) -> None:
    """The tables and the files; only the table that is open is made."""
    chosen = filters(choices)
    tabs = st.tabs(["Events", "Not on the map", "Without a date", "Not read"], key="tables", on_change="rerun")
    everything, off_map, undated, skipped = tabs
    with everything:
        if everything.open:
            _downloads(view, choices, summary.events)
            _table(events, "events", "No event meets these filters.", total=summary.events)
    with off_map:
        if off_map.open:
            st.caption(
                "These are in the table and in the files, but have no exact spot. "
                "Those of a known country or wide area are drawn as areas."
            )
            unplaced = view.listed(chosen, only="unplaced", limit=MAX_ROWS)
            _table(unplaced, "unplaced", "Every event is on the map.", total=summary.unplaced, reason=True)
    with undated:
        if undated.open:
            st.caption(
                "The sources give no date for these that can be placed in the calendar. "
                "The switch among the filters leaves them out."
            )
            lifted = chosen.without("include_undated")
            without_date = view.listed(lifted, only="undated", limit=MAX_ROWS)
            _table(without_date, "undated", "Every event has a date.", total=view.summary(lifted).undated)
    with skipped:
        if skipped.open:
            _skips(view.store.skips())


def _table(events: Sequence[Row], name: str, nothing: str, *, total: int, reason: bool = False) -> None:
    if not events:
        safe.show(safe.tag("p", nothing, class_="gm-empty"))
        return
    if total > MAX_ROWS:
        st.caption(f"The first {MAX_ROWS:,} of {total:,} events; the files have all of them.")
    shown = _columns(events, reason=reason)
    # A table of other events is another table: a kept selection would point at whatever now stands in that row.
    key = f"{name}-{hashlib.sha256('|'.join(row['event_id'] for row in events).encode()).hexdigest()[:10]}"

    def chosen() -> None:
        picked = st.session_state[key].selection.rows
        if picked:
            row = events[picked[0]]
            session.select_event(row["event_id"], places=[row["place_id"]] if row["place_id"] else [])

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


def _columns(events: Sequence[Row], *, reason: bool) -> pa.Table:
    """The rows as people read them."""
    columns = {
        "Event": [row["title"] for row in events],
        "Status": [words.STATUS_WORDS[Status(row["status"])] for row in events],
        "Type": [type_label(row["event_type"]) for row in events],
        "When": [_when(row) for row in events],
        "Where": [row["place"] or "" for row in events],
    }
    if reason:
        columns["Why not on the map"] = [row["unplaced_reason"] for row in events]
    else:
        columns["Known as"] = [words.precision_of(GeoPrecision(row["geo_precision"]), None) for row in events]
    columns |= {
        "Sources": [words.listing(row["sources"] or [], 3) for row in events],
        "Documents": [row["n_documents"] for row in events],
        "Originals": [row["n_origins"] for row in events],
        "Confidence": [row["confidence"] for row in events],
        "Decided by a person": [words.reviewed(row["review"]) for row in events],
    }
    return pa.table(columns)


def _when(row: Row) -> str:
    first, last, precision, text = row["start"], row["end"], row["date_precision"], row["date_text"]
    if first is None and last is None:
        return f"unknown (“{text}”)" if text else "unknown"
    return describe(first, last, DatePrecision(precision) if precision else DatePrecision.UNKNOWN)


def choosing_a_file() -> bool:
    """Whether the box with the files is open."""
    return bool(st.session_state.get(_DOWNLOADS))


def _downloads(view: View, choices: Choices, total: int) -> None:
    """Files of exactly what is shown, made when they are asked for."""
    label = f"Download {words.count(total, 'event')}"
    # Opening it runs the page, which asks the map where it stands now: moving the map alone does not tell.
    with st.popover(label, icon=":material/download:", disabled=not total, key=_DOWNLOADS, on_change="rerun") as box:
        if not box.open:
            return
        picture = _AS_IT_STANDS if gestures.stands() else ""
        st.caption(f"Exactly the events that the filters leave, with their sources' words.{picture}")
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
    """What makes the file when it is asked for: it holds the filters, not the data. The picture shows the map as it stands."""
    chosen = filters(choices)
    at = gestures.stands() if kind.write is png else None
    return lambda: png(view, chosen, at=at) if at is not None else kind.write(view, chosen)


def _name(choices: Choices) -> str:
    days = [day.isoformat() for day in (choices.start, choices.end) if day]
    return "_".join(["events", *days])


def _skips(skips: Sequence[Skip]) -> None:
    if not skips:
        safe.show(safe.tag("p", "Everything that the last build was given could be read.", class_="gm-empty"))
        return
    st.caption(f"{words.count(len(skips), 'input')} could not be taken in; the rest was.")
    st.dataframe(
        pa.table({"What": [skip.path for skip in skips], "Why": [skip.reason for skip in skips]}),
        key="skips",
        hide_index=True,
    )
