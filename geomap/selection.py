"""The events of a store, narrowed step by step: what ``geomap.open`` returns and ``geomap export`` writes."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any

from geomap import typology
from geomap.errors import InputError
from geomap.model import Event
from geomap.view import Bbox, Filters, View

if TYPE_CHECKING:
    import pandas as pd


#: Names of places that a misspelt one is compared with, those with the most events.
_NAMES_COMPARED = 20_000


@dataclass(frozen=True, slots=True)
class Selection:
    """Some of the events of a store; a context manager that lets go of the store at its end.

    ``len`` counts the events, iterating gives them as ``geomap.model.Event``, by date.
    """

    view: View
    filters: Filters

    @classmethod
    def open(cls, store: Path | str) -> Selection:
        """All events of the store. Raises StoreError where there is none at this path."""
        return cls(View.open(store), Filters())

    def events(
        self,
        *,
        source: str | Iterable[str] = (),
        event_type: str | Iterable[str] = (),
        status: str | Iterable[str] = (),
        actor: str | Iterable[str] = (),
        place: str | Iterable[str] = (),
        country: str | Iterable[str] = (),
        geo_precision: str | Iterable[str] = (),
        date_precision: str | Iterable[str] = (),
        start: date | str | None = None,
        end: date | str | None = None,
        undated: bool = True,
        bbox: Bbox | None = None,
        min_confidence: float | None = None,
        min_origins: int | None = None,
        text: str | None = None,
        in_articles: bool = False,
        background: bool | None = None,
        reviewed: bool | None = None,
    ) -> Selection:
        """The events that also meet these conditions; a condition that is given replaces an earlier one of its kind.

        ``source``, ``event_type``, ``status``, ``actor``, ``place``, ``country`` and the precisions take one word or several (any
        of them will do); a place is named by its name in the gazetteer or its id, a country by its ISO 3166-1 alpha-2 code; days
        are dates or ISO 8601; ``bbox`` is west, south, east, north in degrees. ``undated`` False leaves out what has no date.
        ``min_origins`` counts independent sources; ``in_articles`` searches ``text`` in whole articles too; ``background`` and
        ``reviewed`` ask for what is told as history, or was corrected or confirmed by a person (False: for the rest). Raises
        InputError for what can't be meant.
        """
        types = _words(event_type)
        known = typology.table()
        if unknown := [name for name in types if name not in known]:
            raise InputError(f"there is no event type {unknown[0]!r}; there are: {', '.join(known)}")
        given: dict[str, Any] = {
            "sources": _words(source),
            "event_types": types,
            "statuses": _words(status),
            "actors": _words(actor),
            "places": tuple(found for name in _words(place) for found in self._places(name)),
            "countries": _words(country),
            "geo_precisions": _words(geo_precision),
            "date_precisions": _words(date_precision),
            "start": _day(start),
            "end": _day(end),
            "bbox": bbox,
            "min_confidence": min_confidence,
            "min_origins": min_origins,
            "text": text,
            "background": background,
            "reviewed": reviewed,
        }
        given = {name: value for name, value in given.items() if value not in ((), None)}
        given |= ({} if undated else {"include_undated": False}) | ({"in_articles": True} if in_articles else {})
        return replace(self, filters=replace(self.filters, **given))

    def _places(self, name: str) -> list[str]:
        """The places that are meant by a name or an id. Raises InputError where no event is at such a place."""
        found = self.view.places_called(name)
        if found:
            return found
        from rapidfuzz import process

        known = [known for _, known, _ in self.view.named_places(limit=_NAMES_COMPARED)]
        near = [match[0] for match in process.extract(name, known, limit=3, score_cutoff=70)]
        hint = f"; there are: {', '.join(near)}" if near else ""
        raise InputError(f"no event is at a place called {name!r}{hint}")

    def unknown_sources(self) -> list[str]:
        """The sources that are asked for and that no event of the store has."""
        known = self.view.facets()["sources"]
        return [name for name in self.filters.sources if name not in known]

    def unknown_actors(self) -> list[str]:
        """The actors that are asked for and that no event of the store has."""
        known = self.view.known_actors(self.filters.actors)
        return [name for name in self.filters.actors if name not in known]

    def export(self, form: str) -> bytes:
        """The events as a file: ``geojson`` or ``csv``."""
        from geomap.export import export

        return export(self.view, self.filters, form)

    def to_geojson(self) -> dict[str, Any]:
        """The events as a GeoJSON FeatureCollection (RFC 7946)."""
        collection: dict[str, Any] = json.loads(self.export("geojson"))
        return collection

    def to_csv(self) -> str:
        """The events as CSV."""
        return self.export("csv").decode("utf-8-sig")

    def to_frame(self) -> pd.DataFrame:
        """The events as a pandas DataFrame, one row each."""
        return self.view.events(self.filters)

    def __len__(self) -> int:
        return self.view.count(self.filters)

    def __iter__(self) -> Iterator[Event]:
        return (self.view.store.event(row["event_id"]) for row in self.view.rows(self.filters))

    def __enter__(self) -> Selection:
        return self

    def __exit__(self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None) -> None:
        self.view.close()


def _words(given: str | Iterable[str]) -> tuple[str, ...]:
    return (given,) if isinstance(given, str) else tuple(given)


def _day(given: date | str | None) -> date | None:
    if not isinstance(given, str):
        return given
    try:
        return date.fromisoformat(given)
    except ValueError as error:
        raise InputError(f"{given!r} is not a day; write it as YYYY-MM-DD") from error
