"""The timeline: how many events there are along time, and the slider that chooses a part of it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import altair as alt
import pandas as pd
import streamlit as st

from geomap.dashboard import session, words
from geomap.dashboard.choices import Choices, filters
from geomap.dashboard.session import Extent
from geomap.view import View

_HEIGHT = 84
_COLOURS = {True: ("#1d5f8a", "#c9cfd3"), False: ("#6db3dc", "#3a4650")}


def chart(bins: pd.DataFrame, chosen: Extent, extent: Extent, *, light: bool) -> Any:
    """Bars over time from the view's histogram; those that meet the chosen days in the page's own colour, the rest grey.

    The pale part of a bar counts every event that may fall there; the full part shares each event out over its days.
    """
    inside, outside = _COLOURS[light]
    rows = list(zip(bins["start"], bins["end"], bins["n"], bins["share"], strict=True))
    # Two bars without height, so that the axis reaches as far as the slider whatever the filters leave.
    rows = [(extent[0], extent[0], 0, 0.0), *rows, (extent[1], extent[1], 0, 0.0)]
    frame = pd.DataFrame(
        {
            "first": [pd.Timestamp(max(first, extent[0])) for first, *_ in rows],
            "after": [pd.Timestamp(min(last, extent[1])) + timedelta(days=1) for _, last, *_ in rows],
            "days": [words.days(first, last) for first, last, *_ in rows],
            "may": [int(n) for *_, n, _ in rows],
            "share": [share for *_, share in rows],
            "chosen": [first <= chosen[1] and last >= chosen[0] for first, last, *_ in rows],
        }
    )
    axis = alt.Axis(grid=False, tickCount=8, labelOverlap=True, labelFlush=True)
    base = alt.Chart(frame).encode(
        x=alt.X("first:T", bin="binned", title=None, scale=alt.Scale(nice=False), axis=axis),
        x2="after:T",
        color=alt.condition(alt.datum.chosen, alt.value(inside), alt.value(outside)),
        tooltip=[
            alt.Tooltip("days:N", title="when"),
            alt.Tooltip("may:Q", title="events that may fall here"),
            alt.Tooltip("share:Q", title="shared out over their days", format=".2f"),
        ],
    )
    pale = base.mark_bar(opacity=0.28).encode(y=alt.Y("may:Q", title=None, axis=None, stack=None))
    full = base.mark_bar().encode(y=alt.Y("share:Q", title=None, axis=None, stack=None))
    drawn = alt.layer(pale, full).properties(height=_HEIGHT, padding={"left": 2, "right": 2, "top": 4, "bottom": 5})
    return drawn.configure_view(strokeWidth=0)


def slider(extent: Extent) -> None:
    """The range of days to show; its value lives in the session."""
    st.slider(
        "Days to show",
        min_value=extent[0],
        max_value=extent[1],
        key=session.DATES,
        format="D MMM YYYY",
        label_visibility="collapsed",
        help="An event whose date is only known roughly is shown when it may lie in these days.",
    )


def show(view: View, choices: Choices, extent: Extent | None) -> None:
    """The bars and the slider, or a word about why there are none."""
    if extent is None:
        st.caption("No event here has a date that can be placed in the calendar, so there is no timeline.")
        return
    bins = view.histogram(filters(choices).without("start", "end", "include_undated"))
    if len(bins):
        chosen = (choices.start or extent[0], choices.end or extent[1])
        light = st.context.theme.type != "dark"
        st.altair_chart(chart(bins, chosen, extent, light=light), key="timeline", alt=_spoken(view, choices, bins))
    if extent[0] < extent[1]:
        slider(extent)


def _spoken(view: View, choices: Choices, bins: pd.DataFrame) -> str:
    """What the chart shows, for those who do not see it."""
    total = words.count(view.count(filters(choices)), "event")
    first, last, number = max(zip(bins["start"], bins["end"], bins["n"], strict=True), key=lambda row: row[2])
    return f"Timeline of {total}; most, {number}, in {words.days(first, last)}."
