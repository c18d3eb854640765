"""Choosing a place: among the candidates, from the gazetteer, by coordinates, or by pointing at the map."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any, Final

import streamlit as st

from geomap.dashboard import gestures, pen, reader, safe, seeking, session, words
from geomap.errors import InputError
from geomap.model import Place
from geomap.review.decisions import spot
from geomap.review.overlay import known_as

#: What to do with the place that was chosen.
Take = Callable[[Place], None]

_OFFERED: Final = 6
_POINTING: Final = "pointing_for"
_RADIUS_KM: Final = 5.0


def line(place: Place) -> str:
    """A place on one line: its name, region and country, what it is, how many live there."""
    about = [words.precision_of(known_as(place)[0], None)]
    if place.population:
        about.append(f"{place.population:,} people")
    return f"{reader.where(place)} ({', '.join(about)})"


def offer(places: Iterable[Place], take: Take, *, key: str) -> None:
    """One button for each place; the first click takes it."""
    for i, place in enumerate(places):
        st.button(safe.markdown(line(place)), key=f"{key}-{i}-{place.id}", on_click=take, args=(place,), type="tertiary")


def seek(take: Take, *, key: str, label: str = "Search the gazetteer, or type coordinates") -> None:
    """A box to type a name or coordinates into, and what is found for it."""
    typed = st.text_input(label, key=f"{key}-typed-{pen.strokes()}", max_chars=200, icon=":material/search:")
    if not typed:
        return
    found = found_for(typed)
    if not found:
        st.caption("Nothing is known by this name. Coordinates can be typed too: 59.91, 10.75")
    offer(found, take, key=f"{key}-found")


def found_for(typed: str) -> list[Place]:
    """The places that somebody may mean who types this."""
    from geomap.toponyms import notations

    read = list(notations.readings(typed, notations.Cues(typed))) or _plain(typed)
    if read:
        lat, lon = (read[0].lat, read[0].lon) if not isinstance(read[0], tuple) else read[0]
        try:
            return [spot(lat, lon, name=f"{lat:.4f}, {lon:.4f}", radius_km=1.0)]
        except InputError:
            return []
    return [candidate.place for candidate in seeking.gazetteer().search(typed, limit=_OFFERED)]


def _plain(typed: str) -> list[Any]:
    """Two plain numbers, latitude and longitude."""
    try:
        lat, lon = (float(part) for part in typed.replace(";", ",").split(","))
    except ValueError:
        return []
    return [(lat, lon)]


def point(name: str, token: Sequence[str], *, key: str) -> None:
    """A button that lets the next click on the map be the place; ``token`` says for what, ``name`` is what it is called."""
    st.button(
        "Point at the map",
        key=f"{key}-point",
        icon=":material/add_location_alt:",
        on_click=_start,
        args=(name, tuple(token)),
    )


def _start(name: str, token: tuple[str, ...]) -> None:
    st.session_state[_POINTING] = (name, token)
    st.session_state["page"] = "map"
    gestures.ask_for_spot()


def pointing() -> tuple[str, ...] | None:
    """For what a spot is asked on the map; None while none is."""
    found = st.session_state.get(_POINTING)
    return found[1] if found else None


def pointed(take: Take) -> None:
    """Ask for a click on the map; once it came, for the name and how exact it is."""
    name = st.session_state[_POINTING][0]
    at = gestures.spot()
    with st.container(key="pointing", border=True):
        if at is None:
            st.markdown(":material/add_location_alt: Click on the map where it is. Escape ends this without a change.")
            if not gestures.asking():
                st.caption("No place was pointed at.")
        else:
            st.text(f"{abs(at[0]):.4f}° {'N' if at[0] >= 0 else 'S'}, {abs(at[1]):.4f}° {'E' if at[1] >= 0 else 'W'}")
            called = st.text_input("Call it", value=safe.plain(name), max_chars=120, key="spot-name")
            radius = st.number_input("Exact to, in km", min_value=0.1, max_value=2000.0, value=_RADIUS_KM, key="spot-radius")
            st.button(
                "It is here",
                key="spot-take",
                type="primary",
                icon=":material/check:",
                on_click=_taken,
                args=(take, at, called or name, radius),
            )
        st.button("Leave it", key="spot-leave", on_click=stop, type="tertiary")


def _taken(take: Take, at: tuple[float, float], name: str, radius: float) -> None:
    take(spot(at[0], at[1], name=name, radius_km=radius))
    stop()


def stop() -> None:
    """Ask for no spot any more."""
    st.session_state.pop(_POINTING, None)
    gestures.stop_asking()


def go(page: str, **state: object) -> None:
    """Turn to another page of the app; for callbacks."""
    st.session_state["page"] = page
    for key, value in state.items():
        st.session_state[key] = value


def open_article(document_id: str) -> None:
    """Turn to an article; for callbacks."""
    go("articles", article=document_id)


def open_event(event_id: str, place_id: str | None) -> None:
    """Turn to the map with an event open; for callbacks."""
    session.select_event(event_id, places=[place_id] if place_id else [])
    go("map")
