"""geomap itself: all of it, and its toponyms alone."""

from __future__ import annotations

from geomap import documents, syntax, toponyms
from geomap.extractor import Extractor
from geomap.model import Document, Toponym
from peers import Row

PACKAGES = ("geomap", "spacy")


class Full:
    """What ``geomap build`` and ``geomap parse`` do to a document."""

    def __init__(self) -> None:
        self._extractor = Extractor()

    def find(self, text: str) -> list[Row]:
        """The toponyms; the rest is extracted and left."""
        return [_row(t) for t in self._extractor.extract(documents.from_text(text)).toponyms]


class Toponyms:
    """The toponyms only."""

    def __init__(self) -> None:
        self._gazetteer = Extractor().gazetteer

    def find(self, text: str) -> list[Row]:
        """The toponyms."""
        document: Document = documents.from_text(text)
        return [_row(t) for t in toponyms.find(document, syntax.parse(document), self._gazetteer)]


def _row(toponym: Toponym) -> Row:
    place = toponym.place
    return {"start": toponym.start, "end": toponym.end, "lat": place.lat if place else None, "lon": place.lon if place else None}
