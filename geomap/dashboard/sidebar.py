"""The filters: which sources, types, statuses and words; what is kept without a date; and where the base map comes from."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import streamlit as st

from geomap.dashboard import basemap, desk, safe, session, words
from geomap.dashboard.choices import COLOURINGS, Choices, Known, filters, narrowed
from geomap.dashboard.evidence import type_label
from geomap.model import Status
from geomap.view import View

_COLOURING_WORDS = {"type": "Type", "status": "Status"}


def show(view: View, known: Known, choices: Choices) -> None:
    """Draw the filters; their values live in the session."""
    chosen = filters(choices)
    facets = desk.facets(view)
    with st.sidebar:
        st.text_input("Search", key="q", placeholder="Words in titles, quotes, people, places", icon=":material/search:")
        st.multiselect(
            "Source",
            known.sources,
            key="source",
            placeholder="All sources",
            format_func=_counted(facets["sources"], lambda name: name),
        )
        st.multiselect(
            "Type of event",
            known.event_types,
            key="type",
            placeholder="All types",
            format_func=_counted(facets["event_types"], type_label),
        )
        st.pills(
            "Status",
            [status.value for status in Status],
            key="status",
            selection_mode="multi",
            format_func=_counted(facets["statuses"], lambda name: words.STATUS_WORDS[Status(name)]),
            help="  \n".join(f"**{words.STATUS_WORDS[status]}**: {words.STATUS_HELP[status]}" for status in Status),
        )
        undated = view.summary(chosen.without("include_undated")).undated
        st.toggle(
            f"Keep events without a date ({undated})",
            key="undated",
            help="They stay on the map and in the lists, whatever days are chosen.",
        )
        history = facets["background"].get("yes", 0)
        st.toggle(f"Include history ({history})", key="history", help="What the articles tell only as background to their news.")
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


def _counted(counts: Mapping[str, int], label: Callable[[str], str]) -> Callable[[str], str]:
    """Labels with the number of events in the whole store; if they changed with the filters, choices would be lost."""
    return lambda name: f"{safe.plain(label(name))} ({counts.get(name, 0)})"


def _map_settings() -> None:
    with st.expander("Map settings"):
        st.toggle("Online map (OpenStreetMap)", key="online", value=False)
        if online():
            st.warning(
                f"Your browser now asks {basemap.ONLINE_HOST} for the pictures of the places you look at.",
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
