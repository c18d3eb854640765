"""What a person asks to see: one value that the dashboard, the library and the command line share."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, fields, replace
from datetime import date
from enum import StrEnum
from typing import Any, Self

from geomap.errors import InputError
from geomap.model import DatePrecision, GeoPrecision, Status

Bbox = tuple[float, float, float, float]

_LISTS = ("sources", "event_types", "statuses", "actors", "places", "countries", "geo_precisions", "date_precisions")
#: The fields that take words of a closed list.
_ENUMS: dict[str, tuple[str, type[StrEnum]]] = {
    "statuses": ("status", Status),
    "geo_precisions": ("precision of a place", GeoPrecision),
    "date_precisions": ("precision of a date", DatePrecision),
}


@dataclass(frozen=True, slots=True)
class Filters:
    """Which events: all of the given conditions must hold; a condition that is empty or None lets everything through.

    ``sources`` are labels as ``source_label`` gives them. An event is in the window from ``start`` to ``end`` (both days
    included) when it may lie in it: when its interval overlaps the window. Undated events are kept unless ``include_undated``
    is False. ``bbox`` is west, south, east, north in degrees, crossing the antimeridian where west > east; events without a
    point are outside every box. ``background`` True keeps only what is told as history, False only the rest; ``reviewed`` True
    only what a person has corrected or confirmed, False only the rest.

    ``actors`` are names as the events have them. ``places`` are ids of the gazetteer: an event is at a place where it happens
    there, sets out from there or leads there, and at a region where it happens in it. ``countries`` are ISO 3166-1 alpha-2
    codes, met by any of those places. ``min_origins`` counts independent sources. ``text`` is searched in titles, quotes,
    actors, places and document titles; with ``in_articles`` also in the whole text of the articles that tell of the event.

    Raises InputError for a value that can't be meant: an unknown status, a window that ends before it starts, a box off the
    Earth, a precision that does not exist.
    """

    sources: tuple[str, ...] = ()
    event_types: tuple[str, ...] = ()
    statuses: tuple[str, ...] = ()
    actors: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    countries: tuple[str, ...] = ()
    geo_precisions: tuple[str, ...] = ()
    date_precisions: tuple[str, ...] = ()
    start: date | None = None
    end: date | None = None
    include_undated: bool = True
    bbox: Bbox | None = None
    min_confidence: float | None = None
    min_origins: int | None = None
    text: str | None = None
    in_articles: bool = False
    background: bool | None = None
    reviewed: bool | None = None

    def __post_init__(self) -> None:
        for name in _LISTS:
            object.__setattr__(self, name, _words(name, getattr(self, name)))
        object.__setattr__(self, "countries", tuple(sorted({code.upper() for code in self.countries})))
        object.__setattr__(self, "text", (self.text or "").strip() or None)
        for name, (noun, known) in _ENUMS.items():
            unknown = [word for word in getattr(self, name) if word not in set(known)]
            if unknown:
                raise InputError(f"there is no {noun} {unknown[0]!r}; there are: {', '.join(known)}")
        if self.start and self.end and self.start > self.end:
            raise InputError(f"the window starts on {self.start} and ends before that, on {self.end}; swap the two")
        if self.bbox is not None:
            object.__setattr__(self, "bbox", _checked(self.bbox))
        if self.min_confidence is not None and not 0 <= self.min_confidence <= 1:
            raise InputError(f"a confidence lies between 0 and 1; {self.min_confidence} does not")
        if self.min_origins is not None and self.min_origins < 1:
            raise InputError(f"a number of independent sources is 1 or more; {self.min_origins} is not")

    def without(self, *names: str) -> Self:
        """The same filters with these conditions lifted."""
        defaults: dict[str, Any] = {f.name: f.default for f in fields(self)}
        return replace(self, **{name: defaults[name] for name in names})

    def as_dict(self) -> dict[str, Any]:
        """The conditions that are set, as JSON values, in the order in which they are declared."""
        values = ((f.name, getattr(self, f.name), f.default) for f in fields(self))
        return {name: _jsonable(value) for name, value, default in values if value != default}


def _words(name: str, value: Iterable[str]) -> tuple[str, ...]:
    if isinstance(value, str):
        raise InputError(f"{name} takes a list of words, not one word; write [{value!r}]")
    return tuple(sorted({str(word) for word in value or ()}))


def _checked(bbox: Bbox) -> Bbox:
    if len(bbox) != 4:
        raise InputError(f"a box is four numbers: west, south, east, north; this one has {len(bbox)}")
    west, south, east, north = (float(x) for x in bbox)
    if not (-180 <= west <= 180 and -180 <= east <= 180 and -90 <= south <= north <= 90):
        raise InputError(
            "a box is west,south,east,north in degrees, longitudes within 180, latitudes within 90; "
            f"{west},{south},{east},{north} is not"
        )
    return (west, south, east, north)


def _jsonable(value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    return list(value) if isinstance(value, tuple) else value
