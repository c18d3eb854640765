"""The timeline: how many events there are along time, and the slider that chooses a part of it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pandas as pd
import streamlit as st

from geomap.dashboard import session, words
from geomap.dashboard.choices import Choices, filters
from geomap.dashboard.session import Extent
from geomap.view import View

_HEIGHT = 84
_COLOURS = {True: ("#1d5f8a", "#c9cfd3"), False: ("#6db3dc", "#3a4650")}


def rows(bins: pd.DataFrame, chosen: Extent, extent: Extent) -> list[dict[str, Any]]:
    """One bar for each bin of the view's histogram, cut to the days of the slider."""
    found = list(zip(bins["start"], bins["end"], bins["n"], bins["share"], strict=True))
    # Two bars without height, so that the axis reaches as far as the slider whatever the filters leave.
    return [
        {
            "first": max(first, extent[0]).isoformat() + "T00:00:00",
            "after": (min(last, extent[1]) + timedelta(days=1)).isoformat() + "T00:00:00",
            "days": words.days(first, last),
            "may": int(n),
            "share": round(float(share), 3),
            "chosen": bool(first <= chosen[1] and last >= chosen[0]),
        }
        for first, last, n, share in [(extent[0], extent[0], 0, 0.0), *found, (extent[1], extent[1], 0, 0.0)]
    ]


def spec(bars_over_time: list[dict[str, Any]], *, light: bool) -> dict[str, Any]:
    """The chart in Vega-Lite's words: bars that meet the chosen days in the page's own colour, the rest grey.

    The pale part of a bar counts every event that may fall there; the full part shares each event out over its days. Written out
    because building it with altair took a third of the page's time.
    """
    inside, outside = _COLOURS[light]

    def bars(field: str, opacity: float) -> dict[str, Any]:
        y = {"field": field, "type": "quantitative", "title": None, "axis": None, "stack": None}
        return {"mark": {"type": "bar", "opacity": opacity}, "encoding": {"y": y}}

    return {
        "data": {"values": bars_over_time},
        "height": _HEIGHT,
        "padding": {"left": 2, "right": 2, "top": 4, "bottom": 5},
        "config": {"view": {"strokeWidth": 0}},
        "encoding": {
            "x": {
                "field": "first",
                "type": "temporal",
                "bin": "binned",
                "title": None,
                "scale": {"nice": False},
                "axis": {"grid": False, "tickCount": 8, "labelOverlap": True, "labelFlush": True},
            },
            "x2": {"field": "after"},
            "color": {"condition": {"test": "datum.chosen", "value": inside}, "value": outside},
            "tooltip": [
                {"field": "days", "type": "nominal", "title": "when"},
                {"field": "may", "type": "quantitative", "title": "events that may fall here"},
                {"field": "share", "type": "quantitative", "title": "shared out over their days", "format": ".2f"},
            ],
        },
        "layer": [bars("may", 0.28), bars("share", 1.0)],
    }


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


def show(view: View, choices: Choices, extent: Extent | None, total: int) -> None:
    """The bars and the slider, or a word about why there are none."""
    if extent is None:
        st.caption("No event here has a date that can be placed in the calendar, so there is no timeline.")
        return
    bins = view.histogram(filters(choices).without("start", "end", "include_undated"))
    if len(bins):
        chosen = (choices.start or extent[0], choices.end or extent[1])
        st.vega_lite_chart(
            spec(rows(bins, chosen, extent), light=st.context.theme.type != "dark"),
            key="timeline",
            alt=_spoken(total, bins),
        )
    if extent[0] < extent[1]:
        slider(extent)


def _spoken(total: int, bins: pd.DataFrame) -> str:
    """What the chart shows, for those who do not see it."""
    first, last, number = max(zip(bins["start"], bins["end"], bins["n"], strict=True), key=lambda row: row[2])
    return f"Timeline of {words.count(total, 'event')}; most, {number}, in {words.days(first, last)}."
