"""The filters that are set, as chips above the page: each says what it lets through, and a click takes it away.

Where none is set, their row says what a fresh page leaves out: it is always as high, and a first filter does not move the map.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from geomap.dashboard import assets, safe, session, words
from geomap.dashboard.choices import DEFAULT_STATUSES, Choices, Known, narrowed
from geomap.dashboard.evidence import type_label

_LONGEST = 48
_NONE = "No filter is set; denied events and history are hidden."


@dataclass(frozen=True, slots=True)
class Chip:
    """One condition in words; ``value`` is the part of a list that it stands for, None for the whole field."""

    field: str
    words: str
    value: str | None = None


def chips(choices: Choices, place_name: Callable[[str], str | None]) -> list[Chip]:
    """The conditions that differ from what a fresh page has, in the order of the filters."""
    return [*_words(choices), *_listed(choices, place_name), *_thresholds(choices), *_time(choices), *_switches(choices)]


def _words(choices: Choices) -> Iterator[Chip]:
    if choices.text:
        yield Chip("text", f"“{_cut(choices.text)}”{' in whole articles' if choices.in_articles else ''}")


def _listed(choices: Choices, place_name: Callable[[str], str | None]) -> Iterator[Chip]:
    countries = assets.country_names()
    for name in choices.event_types:
        yield Chip("event_types", type_label(name), name)
    if choices.statuses != DEFAULT_STATUSES:
        names = [words.STATUS_WORDS[status] for status in choices.statuses]
        yield Chip("statuses", words.listing(names, 4) if len(names) < len(words.STATUS_WORDS) else "also denied ones")
    for name in choices.sources:
        yield Chip("sources", f"told by {_cut(name)}", name)
    for place in choices.places:
        yield Chip("places", f"at {_cut(place_name(place) or place)}", place)
    for code in choices.countries:
        yield Chip("countries", f"in {countries.get(code, code)}", code)
    for name in choices.actors:
        yield Chip("actors", f"with {_cut(name)}", name)
    for precision in choices.geo_precisions:
        yield Chip("geo_precisions", f"place: {words.PRECISION_WORDS[precision]}", precision.value)
    for dated in choices.date_precisions:
        yield Chip("date_precisions", f"date known {words.DATED_WORDS[dated]}", dated.value)


def _thresholds(choices: Choices) -> Iterator[Chip]:
    if choices.bbox is not None:
        yield Chip("bbox", f"in the box {words.box(choices.bbox)}")
    if choices.min_confidence is not None:
        yield Chip("min_confidence", f"confidence at least {choices.min_confidence:.2f}")
    if choices.min_origins > 1:
        yield Chip("min_origins", f"{choices.min_origins} or more independent sources")


def _time(choices: Choices) -> Iterator[Chip]:
    if choices.start and choices.end:
        yield Chip("start", words.days(choices.start, choices.end))
    elif choices.start:
        yield Chip("start", f"from {words.day(choices.start)}")
    elif choices.end:
        yield Chip("end", f"until {words.day(choices.end)}")


def _switches(choices: Choices) -> Iterator[Chip]:
    if not choices.undated:
        yield Chip("undated", "with a date")
    if choices.history:
        yield Chip("history", "with history")
    if choices.reviewed:
        yield Chip("reviewed", "reviewed")


def _cut(text: str) -> str:
    return text if len(text) <= _LONGEST else text[:_LONGEST].rstrip() + "…"


def row() -> DeltaGenerator:
    """The row for the chips; it is there where no filter is set, too.

    Streamlit knows elements by their place in the page: a row that comes and goes would make it load the map below anew.
    """
    return st.container(key="chips", horizontal=True, vertical_alignment="center", gap="small")


def show(choices: Choices, known: Known) -> None:
    """The chips, and a word that takes all of them away."""
    found = chips(choices, known.place_name) if narrowed(choices) else []
    if not found:
        safe.show(safe.tag("span", _NONE, class_="gm-how"))
    for number, chip in enumerate(found):
        st.button(
            safe.markdown(chip.words),
            key=f"chip-{number}-{chip.field}",
            icon=":material/close:",
            icon_position="right",
            on_click=_take_away,
            args=(chip.field, chip.value),
        )
    if len(found) > 1:
        st.button("Clear all", key="chip-all", type="tertiary", on_click=session.reset)


def _take_away(field: str, value: str | None) -> None:
    if value is None:
        session.lift(field, *(["in_articles"] if field == "text" else []))
    else:
        session.drop(field, value)
