"""The choices in Streamlit's session: taken from the address at first and after 'back', kept in the widgets, written back."""

from __future__ import annotations

import time
from collections.abc import Sequence
from datetime import date
from typing import Any, Final

import streamlit as st

from geomap.dashboard.choices import DEFAULT_STATUSES, MAP_POSITION, Choices, Known, read, write
from geomap.model import Status

Extent = tuple[date, date]

_SECONDS_TO_HEAR: Final = 1.5

#: The filter widgets' keys, and what a fresh page has in them.
_FRESH: Final[dict[str, Any]] = {
    "source": (),
    "type": (),
    "status": tuple(status.value for status in DEFAULT_STATUSES),
    "undated": True,
    "history": False,
    "q": "",
}
DATES: Final = "dates"
_EVENT: Final = "selected_event"
_PLACES: Final = "selected_places"
_WANTED: Final = "wanted_days"
_EXTENT: Final = "known_days"
_ADDRESS: Final = "address_written"
_BEFORE: Final = "address_before"
_IGNORED: Final = "address_ignored"


def load(known: Known) -> None:
    """Fill the widgets from the address where it is not the one that was written last: a new page, a link, or 'back'."""
    params = _address()
    if st.session_state.get(_ADDRESS) == params or _on_its_way(params):
        return
    choices, ignored = read({name: st.query_params.get_all(name) for name in st.query_params}, known)
    st.session_state.update(
        {
            "source": list(choices.sources),
            "type": list(choices.event_types),
            "status": [status.value for status in choices.statuses],
            "undated": choices.undated,
            "history": choices.history,
            "q": choices.text,
            "colour": choices.colouring,
            _WANTED: (choices.start, choices.end),
            _IGNORED: ignored,
        }
    )
    if choices.event != selected_event():
        select_event(choices.event)


def settle_dates(extent: Extent | None) -> None:
    """Bring the chosen days inside the days there are; a slider that stood at both ends stays at both ends."""
    state = st.session_state
    if extent is None:
        state.pop(DATES, None)
        return
    wanted = state.pop(_WANTED, None)
    before, dates = state.get(_EXTENT), state.get(DATES)
    if wanted is None and dates is not None and before is not None:
        wanted = (dates[0] if dates[0] != before[0] else None, dates[1] if dates[1] != before[1] else None)
    start, end = wanted or (None, None)
    first, last = extent
    settled = (min(max(start or first, first), last), max(min(end or last, last), first))
    if settled != dates:  # setting it anew would pull the slider back under the hand that is moving it
        state[DATES] = settled
    state[_EXTENT] = extent


def current(known: Known, extent: Extent | None) -> Choices:
    """The choices as they stand in the session, without anything that the store no longer has."""
    state = st.session_state
    start, end = state.get(DATES) or (None, None)
    event = selected_event()
    return Choices(
        sources=tuple(s for s in state.get("source", ()) if s in known.sources),
        event_types=tuple(t for t in state.get("type", ()) if t in known.event_types),
        statuses=tuple(s for s in Status if s.value in state.get("status", ())) or tuple(Status),
        start=None if extent is None or start == extent[0] else start,
        end=None if extent is None or end == extent[1] else end,
        undated=bool(state.get("undated", True)),
        history=bool(state.get("history", False)),
        text=str(state.get("q") or "").strip(),
        colouring=state.get("colour") or "type",
        event=event if event is not None and known.has_event(event) else None,
    )


def save(choices: Choices) -> None:
    """Write the choices into the address, where they differ from what it says."""
    params = write(choices)
    if params != _address():
        st.session_state[_BEFORE] = (_address(), time.monotonic())
        st.query_params.from_dict(params)
    st.session_state[_ADDRESS] = params


def _on_its_way(params: dict[str, list[str]]) -> bool:
    """Whether the browser has not heard of the address written last: it then still sends the one before."""
    before, written = st.session_state.get(_BEFORE, (None, 0.0))
    return bool(before == params and time.monotonic() - written < _SECONDS_TO_HEAR)


def _address() -> dict[str, list[str]]:
    return {name: st.query_params.get_all(name) for name in st.query_params if name != MAP_POSITION}


def ignored() -> list[str]:
    """The parts of the address that could not be used."""
    return list(st.session_state.get(_IGNORED, ()))


def reset() -> None:
    """Show what a fresh page shows, keeping the colours and the selected event."""
    for key, value in _FRESH.items():
        st.session_state[key] = list(value) if isinstance(value, tuple) else value
    st.session_state[_WANTED] = (None, None)
    st.session_state[_IGNORED] = []


def select_event(event_id: str | None, *, places: Sequence[str] = ()) -> None:
    """Open an event in the panel; ``places`` are those whose events the panel lists beside it."""
    st.session_state[_EVENT] = event_id
    st.session_state[_PLACES] = tuple(places)


def selected_event() -> str | None:
    """The event that the panel shows."""
    value = st.session_state.get(_EVENT)
    return value if isinstance(value, str) else None


def selected_places() -> tuple[str, ...]:
    """The places whose events the panel lists."""
    return tuple(st.session_state.get(_PLACES, ()))
