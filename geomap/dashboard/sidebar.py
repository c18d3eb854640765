"""The filters beside the page: words, the lists with their counts, switches; and where the base map comes from."""

from __future__ import annotations

from functools import cache
from typing import Any, Final

import streamlit as st
from streamlit.components.v2.types import ComponentRenderer

from geomap.dashboard import assets, facets, mapframe, seeking, session
from geomap.dashboard.choices import COLOURINGS, Choices, Known, filters, narrowed
from geomap.dashboard.seeking import Offer
from geomap.view import Facets, Filters, View

_COLOURING_WORDS: Final = {"type": "Type", "status": "Status"}
_KEY: Final = "facets"
_ANSWERED: Final = "facets_answered"
_SOUGHT: Final = "facets_sought"


def show(view: View, known: Known, choices: Choices) -> None:
    """Draw the filters; their values live in the session. Called last, so that counting never keeps the map waiting."""
    chosen = filters(choices)
    with st.sidebar:
        st.text_input("Search", key="q", placeholder="Words in titles, quotes, people, places", icon=":material/search:")
        st.checkbox(
            "Search whole articles",
            key="deep",
            help="Also finds the events of an article that has the words anywhere in its text.",
        )
        counts = view.facets(chosen)
        _lists(view, known, choices, counts)
        _switches(view, chosen, counts)
        st.button(
            "Reset filters",
            key="reset",
            on_click=session.reset,
            disabled=not narrowed(choices),
            icon=":material/restart_alt:",
            width="stretch",
        )
        st.segmented_control(
            "Colour by", COLOURINGS, key="colour", format_func=lambda name: _COLOURING_WORDS[name], required=True, width="stretch"
        )
        _map_settings()


def _lists(view: View, known: Known, choices: Choices, counts: Facets) -> None:
    chosen = filters(choices)
    data = facets.payload(
        facets.groups(view, known, choices, counts),
        answered=st.session_state.get(_ANSWERED, 0),
        offers=_offers(view, chosen),
    )
    _component()(key=_KEY, data=data, on_picked_change=_picked)


def _picked() -> None:
    """Take over what was ticked, and remember what was typed, so that the answer says what was found for it."""
    state = st.session_state.get(_KEY)
    message: Any = state.get("picked") if state is not None else None
    if not facets.is_news(message, answered=st.session_state.get(_ANSWERED, 0)):
        return
    for name, value in facets.accepted(message).items():
        if name == "places" and any(item.startswith(seeking.AROUND) for item in value):
            _go_around(next(item for item in value if item.startswith(seeking.AROUND)))
        elif name == "statuses" and not value:
            session.lift(name)
        else:
            st.session_state[session.FIELDS[name]] = value
    st.session_state[_ANSWERED], sought = message["number"], message.get("seek")
    st.session_state[_SOUGHT] = sought if isinstance(sought, dict) else None


def _go_around(value: str) -> None:
    """Show the surroundings of a place that no event names."""
    place = seeking.gazetteer().place(value.removeprefix(seeking.AROUND))
    if place is not None:
        st.session_state[session.FIELDS["bbox"]] = seeking.box_around(place)


def _offers(view: View, chosen: Filters) -> dict[str, tuple[str, list[Offer]]]:
    sought = st.session_state.get(_SOUGHT) or {}
    field, typed = sought.get("field"), str(sought.get("typed") or "")[:80].strip()
    if not typed or field not in {"actors", "places"}:
        return {}
    find = seeking.actors if field == "actors" else seeking.places
    return {field: (typed, find(view, chosen, typed))}


def _switches(view: View, chosen: Filters, counts: Facets) -> None:
    undated = view.summary(chosen.without("include_undated")).undated
    st.toggle(
        f"Keep events without a date ({undated:,})",
        key="undated",
        help="They stay on the map and in the lists, whatever days are chosen.",
    )
    st.toggle(
        f"Include history ({counts['background']['yes']:,})",
        key="history",
        help="What the articles tell only as background to their news.",
    )
    st.toggle(
        f"Only reviewed ({counts['reviewed']['yes']:,})",
        key="reviewed",
        help="Events that a person has corrected or confirmed.",
    )


@cache
def _component() -> ComponentRenderer:
    """The lists, declared once in a process."""
    return st.components.v2.component(
        "geomap.facets",
        html='<div class="facets"></div>',
        css=(assets.OWN / "facets.css").read_text(encoding="utf-8"),
        js=(assets.OWN / "facets.js").read_text(encoding="utf-8"),
    )


def _map_settings() -> None:
    with st.expander("Map settings"):
        st.toggle("Online map (OpenStreetMap)", key="online", value=False)
        if online():
            st.warning(
                f"Your browser now asks {mapframe.ONLINE_HOST} for the pictures of the places you look at.",
                icon=":material/public:",
            )
        else:
            st.caption(
                "The map comes from this machine; nothing is asked of any other. An online map shows streets, "
                "but its server sees what you look at."
            )


def online() -> bool:
    """Whether the user has asked for the online map; never taken from the address."""
    return bool(st.session_state.get("online", False))
