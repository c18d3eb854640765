"""The choices in Streamlit's session: taken from the address at first and after 'back', kept in the widgets, written back."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any, Final

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

from geomap.dashboard.choices import COLOURINGS, MAP_POSITION, PAGES, STEPS, WINDOWS, Choices, Known, read, write
from geomap.model import DatePrecision, GeoPrecision, Status

Extent = tuple[date, date]

#: The fields of the choices and the keys that they have in the session: those of widgets, and those that stand alone.
FIELDS: Final = {
    "page": "page",
    "sources": "source",
    "event_types": "type",
    "statuses": "status",
    "actors": "actor",
    "places": "place",
    "countries": "country",
    "geo_precisions": "precision",
    "date_precisions": "dated",
    "bbox": "bbox",
    "min_confidence": "sure",
    "min_origins": "origins",
    "undated": "undated",
    "history": "history",
    "reviewed": "reviewed",
    "text": "q",
    "in_articles": "deep",
    "colouring": "colour",
    "window": "window",
    "step": "step",
    "growing": "growing",
    "article": "article",
}
#: What 'reset' leaves as it is: where one is, and how things look.
_KEPT: Final = frozenset({"page", "colouring", "window", "step", "growing", "article"})
DATES: Final = "dates"
_EVENT: Final = "selected_event"
_PLACES: Final = "selected_places"
_WANTED: Final = "wanted_days"
_EXTENT: Final = "known_days"
_ADDRESS: Final = "address_written"
_IGNORED: Final = "address_ignored"


def load(known: Known) -> None:
    """Fill the widgets from the address when a page is opened and after the browser's 'back' or 'forward'.

    At any other time the address says nothing new: it is what this module wrote, or, where the browser has not heard of that
    yet, something older, which would undo what was chosen since.
    """
    params, written = _address(), st.session_state.get(_ADDRESS)
    if written is not None and (written == params or not _moved_in_history()):
        return
    choices, ignored = read({name: st.query_params.get_all(name) for name in st.query_params}, known)
    st.session_state.update({key: _plain(getattr(choices, name)) for name, key in FIELDS.items()})
    st.session_state.update({_WANTED: (choices.start, choices.end), _IGNORED: ignored})
    if choices.event != selected_event():
        select_event(choices.event)


def _moved_in_history() -> bool:
    """Whether the browser asks for this run because someone went back or forward."""
    context = get_script_run_ctx()
    return context is not None and context.is_history_navigation


def _plain(value: Any) -> Any:
    """A field of the choices as the widgets hold it."""
    if isinstance(value, tuple) and not (value and isinstance(value[0], float)):
        return [str(item) for item in value]
    return value


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
    fresh = Choices()
    start, end = state.get(DATES) or (None, None)
    event, article = selected_event(), state.get("article")
    statuses, precisions, dated = (state.get(key) or () for key in ("status", "precision", "dated"))
    held = {name: state.get(FIELDS[name], getattr(fresh, name)) for name in _SIMPLE}
    return Choices(
        **held,
        page=_one_of(PAGES, "page"),
        colouring=_one_of(COLOURINGS, "colour"),
        window=_one_of(WINDOWS, "window"),
        step=_one_of(STEPS, "step"),
        sources=tuple(s for s in state.get("source") or () if s in known.sources),
        event_types=tuple(t for t in state.get("type") or () if t in known.event_types),
        statuses=tuple(s for s in Status if s.value in statuses) or tuple(Status),
        actors=tuple(a for a in state.get("actor") or () if known.has_actor(a)),
        places=tuple(p for p in state.get("place") or () if known.place_name(p) is not None),
        countries=tuple(c for c in state.get("country") or () if c in known.countries),
        geo_precisions=tuple(p for p in GeoPrecision if p.value in precisions),
        date_precisions=tuple(p for p in DatePrecision if p.value in dated),
        start=None if extent is None or start == extent[0] else start,
        end=None if extent is None or end == extent[1] else end,
        text=str(state.get("q") or "").strip(),
        event=event if event is not None and known.has_event(event) else None,
        article=article if article is not None and known.has_article(article) else None,
    )


#: Fields that are taken from the session as they are.
_SIMPLE: Final = ("bbox", "min_confidence", "min_origins", "undated", "history", "reviewed", "in_articles", "growing")


def _one_of(known: Sequence[str], key: str) -> str:
    value = st.session_state.get(key)
    return str(value) if value in known else known[0]


def save(choices: Choices) -> None:
    """Write the choices into the address, where they differ from what it says or will say."""
    params = write(choices)
    if params != _address() or params != st.session_state.get(_ADDRESS, params):
        position = st.query_params.get(MAP_POSITION)
        st.query_params.from_dict(params | ({MAP_POSITION: [position]} if position else {}))
    st.session_state[_ADDRESS] = params


def _address() -> dict[str, list[str]]:
    return {name: st.query_params.get_all(name) for name in st.query_params if name != MAP_POSITION}


def ignored() -> list[str]:
    """The parts of the address that could not be used."""
    return list(st.session_state.get(_IGNORED, ()))


def reset() -> None:
    """Show what a fresh page shows, keeping where one is, how it looks and the selected event."""
    lift(*(name for name in FIELDS if name not in _KEPT), "start", "end")
    st.session_state[_IGNORED] = []


def lift(*names: str) -> None:
    """Bring fields of the choices back to what a fresh page has."""
    fresh = Choices()
    for name in names:
        if name in FIELDS:
            st.session_state[FIELDS[name]] = _plain(getattr(fresh, name))
    if "start" in names or "end" in names:
        st.session_state[_WANTED] = (None, None)


def drop(name: str, value: str) -> None:
    """Take one value out of a list of the choices; statuses can't be left without any."""
    key = FIELDS[name]
    left = [item for item in st.session_state.get(key) or () if item != value]
    if left or name != "statuses":
        st.session_state[key] = left
    else:
        lift(name)


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
