"""What the user has chosen, as a value: read from the address, checked against what the store holds, written back. No Streamlit.

Each choice that differs from its default is one query parameter, so that a copied address shows the same view. What an address
asks for and the store does not have is left out and said, never an error. Whether to contact a map server is deliberately not
part of it: nobody else's link may decide that.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from geomap.model import Status
from geomap.view import Filters

DEFAULT_STATUSES: Final = tuple(status for status in Status if status is not Status.DENIED)
COLOURINGS: Final = ("type", "status")
#: Where the map stands: latitude, longitude, zoom. The map's own script reads and writes it, so that panning asks for no rerun.
MAP_POSITION: Final = "at"
_MAX_TEXT = 200
_SHOWN_CHARS = 40


@dataclass(frozen=True, slots=True)
class Known:
    """What the store holds, for checking an address against it."""

    sources: tuple[str, ...] = ()
    event_types: tuple[str, ...] = ()
    has_event: Callable[[str], bool] = lambda event_id: False


@dataclass(frozen=True, slots=True)
class Choices:
    """The filters and the selection. Empty ``sources`` or ``event_types`` mean all; ``start`` and ``end`` are inclusive."""

    sources: tuple[str, ...] = ()
    event_types: tuple[str, ...] = ()
    statuses: tuple[Status, ...] = DEFAULT_STATUSES
    start: date | None = None
    end: date | None = None
    undated: bool = True
    history: bool = False
    text: str = ""
    colouring: str = "type"
    event: str | None = None


@dataclass(slots=True)
class _Reader:
    """Takes parameters one by one and remembers what could not be used."""

    params: Mapping[str, Sequence[str]]
    ignored: list[str] = field(default_factory=list)

    def _drop(self, name: str, value: str) -> None:
        shown = value if len(value) <= _SHOWN_CHARS else value[:_SHOWN_CHARS] + "…"
        self.ignored.append(f"{name}={shown}")

    def several(self, name: str, allowed: Iterable[str]) -> tuple[str, ...]:
        asked = list(dict.fromkeys(self.params.get(name, ())))
        good = set(allowed)
        for value in asked:
            if value not in good:
                self._drop(name, value)
        return tuple(value for value in asked if value in good)

    def one(self, name: str, allowed: Iterable[str]) -> str | None:
        found = self.several(name, allowed)
        return found[0] if found else None

    def checked(self, name: str, good: Callable[[str], bool]) -> str | None:
        value = next(iter(self.params.get(name, ())), None)
        if value is not None and not good(value):
            self._drop(name, value)
            return None
        return value

    def day(self, name: str) -> date | None:
        value = next(iter(self.params.get(name, ())), None)
        if value is None:
            return None
        try:
            return date.fromisoformat(value)
        except ValueError:
            self._drop(name, value)
            return None

    def words(self, name: str) -> str:
        value = next(iter(self.params.get(name, ())), "").strip()
        if len(value) > _MAX_TEXT:
            self._drop(name, value)
            return ""
        return value


_POSITION: Final = re.compile(r"(-?\d{1,2}(?:\.\d+)?),(-?\d{1,3}(?:\.\d+)?),\d{1,2}(?:\.\d+)?", re.ASCII)
_PARAMETERS: Final = frozenset({"source", "type", "status", "from", "to", "undated", "history", "q", "colour", "event"})


def read(params: Mapping[str, Sequence[str]], known: Known) -> tuple[Choices, list[str]]:
    """The choices in an address, and the parts of it (``name=value``) that could not be used."""
    reader = _Reader(params)
    statuses = tuple(Status(value) for value in reader.several("status", [s.value for s in Status]))
    start, end = reader.day("from"), reader.day("to")
    if start is not None and end is not None and start > end:
        start, end = end, start
    choices = Choices(
        sources=reader.several("source", known.sources),
        event_types=reader.several("type", known.event_types),
        statuses=tuple(s for s in Status if s in statuses) or DEFAULT_STATUSES,
        start=start,
        end=end,
        undated=reader.one("undated", ("0", "1")) != "0",
        history=reader.one("history", ("0", "1")) == "1",
        text=reader.words("q"),
        colouring=reader.one("colour", COLOURINGS) or COLOURINGS[0],
        event=reader.checked("event", known.has_event),
    )
    reader.checked(MAP_POSITION, _is_position)
    ignored = reader.ignored + [f"{name}=…" for name in params if name not in {*_PARAMETERS, MAP_POSITION}]
    return choices, ignored


def _is_position(value: str) -> bool:
    found = _POSITION.fullmatch(value)
    return bool(found) and abs(float(found[1])) <= 90 and abs(float(found[2])) <= 540


def write(choices: Choices) -> dict[str, list[str]]:
    """The query parameters of these choices: only what differs from the defaults."""
    default = Choices()
    params: dict[str, list[str]] = {
        "source": list(choices.sources),
        "type": list(choices.event_types),
        "status": [] if choices.statuses == default.statuses else [status.value for status in choices.statuses],
        "from": [choices.start.isoformat()] if choices.start else [],
        "to": [choices.end.isoformat()] if choices.end else [],
        "undated": [] if choices.undated else ["0"],
        "history": ["1"] if choices.history else [],
        "q": [choices.text] if choices.text else [],
        "colour": [] if choices.colouring == default.colouring else [choices.colouring],
        "event": [choices.event] if choices.event else [],
    }
    return {name: values for name, values in params.items() if values}


def filters(choices: Choices) -> Filters:
    """The choices as the conditions that the view and the exports understand."""
    return Filters(
        sources=choices.sources,
        event_types=choices.event_types,
        statuses=tuple(status.value for status in choices.statuses),
        start=choices.start,
        end=choices.end,
        include_undated=choices.undated,
        background=None if choices.history else False,
        text=choices.text or None,
    )


def narrowed(choices: Choices) -> bool:
    """Whether the choices differ from what a fresh page shows (the selected event and the colours aside)."""
    return bool(write(choices).keys() - {"event", "colour"})
