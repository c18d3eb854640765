"""The timeline: how many events there are along time, and which days are shown.

A component of its own (``assets/timeline.js``): the bars are a brush, two handles take the keyboard, exact dates can be typed,
and play moves the days. What the user does there counts at once in the browser, and the server is told when the hand rests;
each message has a number, so that an answer to an older one does not pull the handles back.
"""

from __future__ import annotations

from datetime import date
from functools import cache
from typing import Any

import streamlit as st
from streamlit.components.v2.types import ComponentRenderer

from geomap.dashboard import assets, session, words
from geomap.dashboard.choices import Choices, filters
from geomap.dashboard.session import Extent
from geomap.view import Bins, View

_KEY = "timeline"
_EPOCH = date(1970, 1, 1).toordinal()


def show(view: View, choices: Choices, extent: Extent | None, total: int) -> None:
    """The bars with everything that chooses days, or a word about why there are none."""
    if extent is None:
        st.caption("No event here has a date that can be placed in the calendar, so there is no timeline.")
        return
    bins = view.bins(filters(choices).without("start", "end", "include_undated"))
    chosen = (choices.start or extent[0], choices.end or extent[1])
    message = _message()
    with st.container(key=session.DATES):
        _component()(key=_KEY, data=data(bins, chosen, extent, total=total, answered=message["number"]), on_window_change=_moved)


def data(bins: Bins, chosen: Extent, extent: Extent, *, total: int, answered: int) -> dict[str, Any]:
    """What the component draws; days count from 1 January 1970. ``answered`` is the number of its message that is met here.

    A bin is its first and last day, the events that may fall there, and the same shared out over their days.
    """
    return {
        "first": _day(extent[0]),
        "last": _day(extent[1]),
        "start": _day(chosen[0]),
        "end": _day(chosen[1]),
        "bins": [
            [_day(max(first, extent[0])), _day(min(last, extent[1])), n, round(share, 3)]
            for first, last, n, share in zip(bins.start, bins.end, bins.n, bins.share, strict=True)
            if n and last >= extent[0] and first <= extent[1]
        ],
        "answered": answered,
        "spoken": _spoken(total, bins),
    }


def window(message: object) -> Extent | None:
    """The days in a message of the component; None where it holds no such days."""
    if not isinstance(message, dict):
        return None
    try:
        start, end = date.fromisoformat(str(message.get("start"))), date.fromisoformat(str(message.get("end")))
    except ValueError:
        return None
    return (start, end) if start <= end else None


def _day(day: date) -> int:
    return day.toordinal() - _EPOCH


def _message() -> dict[str, Any]:
    """The component's last message, ``start``, ``end`` and ``number``; number 0 before the first."""
    state = st.session_state.get(_KEY)
    found = state.get("window") if state is not None else None
    number = found.get("number") if isinstance(found, dict) else None
    return {**(found if isinstance(found, dict) else {}), "number": number if isinstance(number, int) else 0}


def _moved() -> None:
    days = window(_message())
    if days is not None:
        st.session_state[session.DATES] = days


@cache
def _component() -> ComponentRenderer:
    """The component, declared once in a process."""
    return st.components.v2.component(
        "geomap.timeline",
        html='<div class="tl"></div>',
        css=(assets.OWN / "timeline.css").read_text(encoding="utf-8"),
        js=(assets.OWN / "timeline.js").read_text(encoding="utf-8"),
    )


def _spoken(total: int, bins: Bins) -> str:
    """What the bars show, for those who do not see them."""
    if not bins.n:
        return f"Timeline of {words.count(total, 'event')}, none of them with a date."
    first, last, number = max(zip(bins.start, bins.end, bins.n, strict=True), key=lambda row: row[2])
    return f"Timeline of {words.count(total, 'event')}; most, {number}, in {words.days(first, last)}."
