"""What a person asks to see: one value that the dashboard, the library and the command line share."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, fields, replace
from datetime import date
from typing import Any, Self

from geomap.errors import InputError
from geomap.model import Status

Bbox = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class Filters:
    """Which events: all of the given conditions must hold; a condition that is empty or None lets everything through.

    ``sources`` are labels as ``source_label`` gives them. An event is in the window from ``start`` to ``end`` (both days
    included) when it may lie in it: when its interval overlaps the window. Undated events are kept unless ``include_undated``
    is False. ``bbox`` is west, south, east, north in degrees, crossing the antimeridian where west > east; events without a
    point are outside every box. ``background`` True keeps only what is told as history, False only the rest. ``text`` is
    searched in titles, quotes, actors, places and document titles.

    Raises InputError for a value that can't be meant: an unknown status, a window that ends before it starts, a box off the
    Earth.
    """

    sources: tuple[str, ...] = ()
    event_types: tuple[str, ...] = ()
    statuses: tuple[str, ...] = ()
    start: date | None = None
    end: date | None = None
    include_undated: bool = True
    bbox: Bbox | None = None
    min_confidence: float | None = None
    text: str | None = None
    background: bool | None = None

    def __post_init__(self) -> None:
        for name in ("sources", "event_types", "statuses"):
            object.__setattr__(self, name, _words(name, getattr(self, name)))
        object.__setattr__(self, "text", (self.text or "").strip() or None)
        unknown = [word for word in self.statuses if word not in set(Status)]
        if unknown:
            raise InputError(f"there is no status {unknown[0]!r}; there are: {', '.join(Status)}")
        if self.start and self.end and self.start > self.end:
            raise InputError(f"the window starts on {self.start} and ends before that, on {self.end}; swap the two")
        if self.bbox is not None:
            object.__setattr__(self, "bbox", _checked(self.bbox))
        if self.min_confidence is not None and not 0 <= self.min_confidence <= 1:
            raise InputError(f"a confidence lies between 0 and 1; {self.min_confidence} does not")

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
