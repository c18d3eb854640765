"""What the page reads: one view of one store, shared by all sessions, and what the choices can be."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from pathlib import Path

import streamlit as st

from geomap.dashboard.choices import Choices, Known, filters
from geomap.errors import StoreError
from geomap.model import Event
from geomap.view import Facets, Filters, View
from geomap.view.spots import spots

DEFAULT_STORE = Path("geomap.db")


def store_path(arguments: Sequence[str] | None = None) -> Path:
    """The store to show: ``--store`` after Streamlit's ``--``, else the variable GEOMAP_STORE, else ``geomap.db`` here."""
    parser = argparse.ArgumentParser(add_help=False, exit_on_error=False)
    parser.add_argument("--store", type=Path)
    try:
        given: Path | None = parser.parse_known_args(sys.argv[1:] if arguments is None else arguments)[0].store
    except argparse.ArgumentError:
        given = None
    variable = os.environ.get("GEOMAP_STORE")
    return given or (Path(variable) if variable else DEFAULT_STORE)


def open_view(path: Path) -> View:
    """The view of the store, opened once for each file that has stood at this path. Raises StoreError."""
    try:
        inode = path.stat().st_ino
    except OSError as error:
        raise StoreError(f"{path}: can't be read ({error.strerror})") from error
    return _view(str(path.resolve()), inode)


def warm(view: View) -> None:
    """Ask what every fresh page asks, so that the first finds the answers."""
    usual = filters(Choices())
    facets(view)
    view.extent(Filters(background=False))
    view.summary(usual)
    spots(view, usual)


@st.cache_resource(max_entries=4, show_spinner=False)
def _view(path: str, inode: int) -> View:
    del inode  # part of the key: a file that was deleted and built anew is another store
    return View.open(path)


def known(view: View) -> Known:
    """What the store holds, for the filters' options."""
    counts = facets(view)
    return Known(
        sources=tuple(counts["sources"]),
        event_types=tuple(counts["event_types"]),
        countries=tuple(counts["countries"]),
        has_event=lambda event_id: event_of(view, event_id) is not None,
        has_actor=lambda name: bool(view.known_actors([name])),
        has_article=lambda document_id: bool(view.store.documents_of([document_id])),
        place_name=lambda place_id: place_names(view, (place_id,)).get(place_id),
    )


def place_names(view: View, place_ids: Sequence[str]) -> dict[str, str]:
    """The names of those of these places that events of the store have, by id."""
    return _place_names(view, tuple(place_ids), str(view.store.path), view.version) if place_ids else {}


@st.cache_data(max_entries=256, show_spinner=False)
def _place_names(_view: View, place_ids: tuple[str, ...], path: str, version: str) -> dict[str, str]:
    return _view.names_of_places(place_ids)


def facets(view: View) -> Facets:
    """How many events of the whole store have each source, type and status; asked once for each version of the store."""
    return _facets(view, str(view.store.path), view.version)


@st.cache_data(max_entries=8, show_spinner=False)
def _facets(_view: View, path: str, version: str) -> Facets:
    return _view.facets()


def event_of(view: View, event_id: str) -> Event | None:
    """The event, or None where the store has none of this id (any more)."""
    try:
        return view.store.event(event_id)
    except StoreError:
        return None
