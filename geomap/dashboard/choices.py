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
from typing import Final, TypeVar

from geomap.model import DatePrecision, GeoPrecision, Status
from geomap.view import Bbox, Filters

DEFAULT_STATUSES: Final = tuple(status for status in Status if status is not Status.DENIED)
COLOURINGS: Final = ("type", "status")
#: How time is chosen: a range of days, or one day, week or month (``STEPS``) at a time.
WINDOWS: Final = ("range", "step")
STEPS: Final = ("day", "week", "month")
#: The first is what a fresh address shows.
PAGES: Final = ("map", "overview", "articles", "review")
#: Where the map stands: latitude, longitude, zoom. The map's own script reads and writes it, so that panning asks for no rerun.
MAP_POSITION: Final = "at"
#: At most this many independent sources can be asked for.
MOST_ORIGINS: Final = 9
_MAX_TEXT = 200
_SHOWN_CHARS = 40


def _nothing(value: str) -> bool:
    return False


def _no_name(value: str) -> str | None:
    return None


@dataclass(frozen=True, slots=True)
class Known:
    """What the store holds, for checking an address against it; ``place_name`` gives the name of a place that has events."""

    sources: tuple[str, ...] = ()
    event_types: tuple[str, ...] = ()
    countries: tuple[str, ...] = ()
    has_event: Callable[[str], bool] = _nothing
    has_actor: Callable[[str], bool] = _nothing
    has_article: Callable[[str], bool] = _nothing
    place_name: Callable[[str], str | None] = _no_name


@dataclass(frozen=True, slots=True)
class Choices:
    """The page, the filters and the selection. Empty lists mean all; ``start`` and ``end`` are inclusive.

    ``places`` are ids of the gazetteer, ``countries`` ISO codes, ``bbox`` is the box drawn on the map; ``min_confidence`` None
    and ``min_origins`` 1 let all through. ``window``, ``step`` and ``growing`` say how time is chosen and played.
    """

    page: str = PAGES[0]
    sources: tuple[str, ...] = ()
    event_types: tuple[str, ...] = ()
    statuses: tuple[Status, ...] = DEFAULT_STATUSES
    actors: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    countries: tuple[str, ...] = ()
    geo_precisions: tuple[GeoPrecision, ...] = ()
    date_precisions: tuple[DatePrecision, ...] = ()
    bbox: Bbox | None = None
    min_confidence: float | None = None
    min_origins: int = 1
    start: date | None = None
    end: date | None = None
    undated: bool = True
    history: bool = False
    reviewed: bool = False
    text: str = ""
    in_articles: bool = False
    colouring: str = COLOURINGS[0]
    window: str = WINDOWS[0]
    step: str = STEPS[0]
    growing: bool = False
    event: str | None = None
    article: str | None = None


#: The parameters of an address, and the field of ``Choices`` that each holds.
_FIELDS: Final = {
    "page": "page",
    "source": "sources",
    "type": "event_types",
    "status": "statuses",
    "actor": "actors",
    "place": "places",
    "country": "countries",
    "precision": "geo_precisions",
    "dated": "date_precisions",
    "box": "bbox",
    "sure": "min_confidence",
    "origins": "min_origins",
    "from": "start",
    "to": "end",
    "undated": "undated",
    "history": "history",
    "reviewed": "reviewed",
    "q": "text",
    "deep": "in_articles",
    "colour": "colouring",
    "window": "window",
    "step": "step",
    "growing": "growing",
    "event": "event",
    "article": "article",
}
PARAMETERS: Final = frozenset({*_FIELDS, MAP_POSITION})
_NOT_FILTERS: Final = frozenset({"page", "colour", "window", "step", "growing", "event", "article"})
_MOST_VALUES = 50

T = TypeVar("T")


def _short(value: str) -> str:
    return value if len(value) <= _SHOWN_CHARS else value[:_SHOWN_CHARS] + "…"


@dataclass(slots=True)
class _Reader:
    """Takes parameters one by one and remembers what could not be used."""

    params: Mapping[str, Sequence[str]]
    ignored: list[str] = field(default_factory=list)

    def _drop(self, name: str, value: str) -> None:
        self.ignored.append(f"{name}={_short(value)}")

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

    def each(self, name: str, good: Callable[[str], bool]) -> tuple[str, ...]:
        asked = list(dict.fromkeys(self.params.get(name, ())))
        kept = [value for value in asked[:_MOST_VALUES] if good(value)]
        for value in asked:
            if value not in kept:
                self._drop(name, value)
        return tuple(kept)

    def flag(self, name: str, *, default: bool = False) -> bool:
        return {"0": False, "1": True}.get(self.one(name, ("0", "1")) or "", default)

    def parsed(self, name: str, parse: Callable[[str], T]) -> T | None:
        value = next(iter(self.params.get(name, ())), None)
        if value is None:
            return None
        try:
            return parse(value)
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
_NUMBER: Final = re.compile(r"-?\d{1,3}(?:\.\d{1,6})?", re.ASCII)


def read(params: Mapping[str, Sequence[str]], known: Known) -> tuple[Choices, list[str]]:
    """The choices in an address, and the parts of it (``name=value``) that could not be used."""
    reader = _Reader(params)
    statuses = reader.several("status", Status)
    precisions, dated = reader.several("precision", GeoPrecision), reader.several("dated", DatePrecision)
    start, end = reader.parsed("from", date.fromisoformat), reader.parsed("to", date.fromisoformat)
    if start is not None and end is not None and start > end:
        start, end = end, start
    choices = Choices(
        page=reader.one("page", PAGES) or PAGES[0],
        sources=reader.several("source", known.sources),
        event_types=reader.several("type", known.event_types),
        statuses=tuple(s for s in Status if s in statuses) or DEFAULT_STATUSES,
        actors=reader.each("actor", known.has_actor),
        places=reader.each("place", lambda value: known.place_name(value) is not None),
        countries=reader.several("country", known.countries),
        geo_precisions=tuple(p for p in GeoPrecision if p in precisions),
        date_precisions=tuple(p for p in DatePrecision if p in dated),
        bbox=reader.parsed("box", _box),
        min_confidence=reader.parsed("sure", _share) or None,
        min_origins=reader.parsed("origins", _origins) or 1,
        start=start,
        end=end,
        undated=reader.flag("undated", default=True),
        history=reader.flag("history"),
        reviewed=reader.flag("reviewed"),
        text=reader.words("q"),
        in_articles=reader.flag("deep"),
        colouring=reader.one("colour", COLOURINGS) or COLOURINGS[0],
        window=reader.one("window", WINDOWS) or WINDOWS[0],
        step=reader.one("step", STEPS) or STEPS[0],
        growing=reader.flag("growing"),
        event=reader.checked("event", known.has_event),
        article=reader.checked("article", known.has_article),
    )
    reader.checked(MAP_POSITION, _is_position)
    ignored = reader.ignored + [f"{_short(name)}=…" for name in params if name not in PARAMETERS]
    return choices, ignored


def _box(value: str) -> Bbox:
    parts = value.split(",")
    if len(parts) != 4 or not all(_NUMBER.fullmatch(part) for part in parts):
        raise ValueError(value)
    west, south, east, north = map(float, parts)
    checked = Filters(bbox=(west, south, east, north)).bbox  # an InputError is a ValueError
    if checked is None or west == east or south == north:
        raise ValueError(value)
    return checked


def _share(value: str) -> float:
    if not _NUMBER.fullmatch(value) or not 0 <= float(value) <= 1:
        raise ValueError(value)
    return round(float(value), 2)


def _origins(value: str) -> int:
    if not re.fullmatch(r"\d", value, re.ASCII) or not 1 <= int(value) <= MOST_ORIGINS:
        raise ValueError(value)
    return int(value)


def _is_position(value: str) -> bool:
    found = _POSITION.fullmatch(value)
    return found is not None and abs(float(found[1])) <= 90 and abs(float(found[2])) <= 540


def write(choices: Choices) -> dict[str, list[str]]:
    """The query parameters of these choices: only what differs from the defaults."""
    default = Choices()
    written = {name: _written(getattr(choices, attribute)) for name, attribute in _FIELDS.items()}
    usual = {name: _written(getattr(default, attribute)) for name, attribute in _FIELDS.items()}
    return {name: values for name, values in written.items() if values != usual[name]}


def _written(value: object) -> list[str]:
    if value is None or value == "":
        return []
    if isinstance(value, bool):
        return ["1" if value else "0"]
    if isinstance(value, tuple):
        return (
            [",".join(f"{x:g}" if x == round(x, 3) else f"{x:.5f}" for x in value)] if _is_box(value) else list(map(str, value))
        )
    return [value.isoformat()] if isinstance(value, date) else [f"{value:g}" if isinstance(value, float) else str(value)]


def _is_box(value: tuple[object, ...]) -> bool:
    return len(value) == 4 and all(isinstance(x, float) for x in value)


def filters(choices: Choices) -> Filters:
    """The choices as the conditions that the view and the exports understand."""
    return Filters(
        sources=choices.sources,
        event_types=choices.event_types,
        statuses=tuple(status.value for status in choices.statuses),
        actors=choices.actors,
        places=choices.places,
        countries=choices.countries,
        geo_precisions=tuple(p.value for p in choices.geo_precisions),
        date_precisions=tuple(p.value for p in choices.date_precisions),
        bbox=choices.bbox,
        min_confidence=choices.min_confidence,
        min_origins=choices.min_origins if choices.min_origins > 1 else None,
        start=choices.start,
        end=choices.end,
        include_undated=choices.undated,
        background=None if choices.history else False,
        reviewed=True if choices.reviewed else None,
        text=choices.text or None,
        in_articles=choices.in_articles,
    )


def narrowed(choices: Choices) -> bool:
    """Whether the choices differ from what a fresh page shows (what is open and how it looks aside)."""
    return bool(write(choices).keys() - _NOT_FILTERS)
