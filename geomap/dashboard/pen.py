"""The one door through which the page writes reviews: who signs, what is written, and what is said about it afterwards.

Everything here is called by widgets' callbacks; a refusal or a failure is shown on the page, and nothing is half done.
"""

from __future__ import annotations

import getpass
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final, Literal

import streamlit as st

from geomap.dashboard import rights, safe, session
from geomap.errors import GeomapError
from geomap.model import Document, Event, Place, Report, Review, Toponym
from geomap.review import ledger, lines, own_names, wording
from geomap.review.decisions import Decision, now
from geomap.store import Store
from geomap.view import View

_WHO: Final = "reviewer"
_WHY: Final = "reviewer_note"
_SAID: Final = "pen_said"
_STROKES: Final = "pen_strokes"
Told = Sequence[tuple[Report, Document]]


@dataclass(frozen=True, slots=True)
class Said:
    """What to tell about the last thing that was written, or was not; ``batch`` can be undone."""

    kind: Literal["done", "failed"]
    text: str
    batch: str | None = None


def who() -> str:
    """The name that reviews are signed with in this session."""
    if _WHO not in st.session_state:
        try:
            st.session_state[_WHO] = getpass.getuser()
        except (OSError, KeyError):
            st.session_state[_WHO] = ""
    name: str = st.session_state[_WHO]
    return name


def signature(place: str) -> None:
    """The fields for the name and the reason; ``place`` tells several of them on one page apart."""
    st.text_input("Your name", value=who(), key=f"who-{place}", max_chars=80, on_change=_signed, args=(f"who-{place}", _WHO))
    note = st.session_state.get(_WHY, "")
    st.text_input(
        "Why (goes with the next correction)",
        value=note,
        key=f"why-{place}-{strokes()}",
        max_chars=2000,
        on_change=_signed,
        args=(f"why-{place}-{strokes()}", _WHY),
    )


def _signed(widget: str, key: str) -> None:
    st.session_state[key] = st.session_state.get(widget) or ""


def strokes() -> int:
    """How often something was written in this session: part of the keys of what closes after that."""
    count: int = st.session_state.get(_STROKES, 0)
    return count


def decide(view: View, make: Callable[[Decision], list[Review]], *, follow: bool = True) -> None:
    """Write what a person decides; ``follow`` opens the event that comes of it."""

    def write() -> Said:
        decision = Decision(who(), st.session_state.get(_WHY) or None)
        reviews = make(decision)
        with _store(view) as store:
            changed = ledger.record(store, reviews)
        if follow:
            _open(changed)
        st.session_state[_WHY] = ""
        words = "; ".join(dict.fromkeys(wording.said(review) for review in reviews))
        return Said("done", f"Kept, signed {decision.who}: {words}.", decision.batch)

    _try(write)


def always(view: View, toponym: Toponym, document: Document, place: Place) -> None:
    """A name is this place from now on: here at once, in every other article when it is next read."""

    def write() -> Said:
        decision = Decision(who(), st.session_state.get(_WHY) or None)
        taken = own_names.take(
            rights.gazetteer_file(), toponym.surface, place, note=f"{decision.who}, {decision.when[:10]}: always this place"
        )
        reviews = decision.mention(toponym, document, place)
        with _store(view) as store:
            _open(ledger.record(store, reviews))
        where = f"line {taken.line} of {taken.path.resolve()}"
        return Said(
            "done",
            f"“{toponym.surface}” is {wording.place(place)} from now on ({where}). This article has it already; "
            "the next build reads all others with it. Undo takes it back here; the line in the file stays.",
            decision.batch,
        )

    _try(write)


def undo(view: View, name: str) -> None:
    """Take back a review or all of one step."""

    def write() -> Said:
        with _store(view) as store:
            _open(ledger.undo(store, name, who=Decision(who()).who, when=now()))
        return Said("done", "Taken back.")

    _try(write)


def take_in(view: View, text: str, name: str) -> None:
    """Take in a file of reviews, all of it or nothing."""

    def write() -> Said:
        reviews = lines.read(text, name=name)
        with _store(view) as store:
            new = ledger.take_in(store, reviews)
        return Said("done", f"{new:,} reviews taken in; {len(reviews) - new:,} were there already.")

    _try(write)


def tell() -> None:
    """Show what was written last, once."""
    said: Said | None = st.session_state.pop(_SAID, None)
    if said is None:
        return
    if said.kind == "failed":
        st.error(safe.markdown(said.text), icon=":material/error:")
    else:
        st.toast(safe.markdown(said.text), icon=":material/check:", duration="long")


def _try(write: Callable[[], Said]) -> None:
    try:
        rights.allow()
        said = write()
        st.session_state[_STROKES] = strokes() + 1
    except GeomapError as error:
        said = Said("failed", str(error))
    st.session_state[_SAID] = said


def _store(view: View) -> Store:
    """The view's store, opened for writing as long as one thing is written."""
    rights.allow()
    return Store.open(view.store.path)


def _open(events: Sequence[Event]) -> None:
    """Show the event that came of it, if one was open."""
    if events and session.selected_event() is not None:
        place = events[0].place.place if events[0].place is not None else None
        session.select_event(events[0].id, places=[place.id] if place is not None else [])
