"""geomap itself: all of it, and its toponyms alone from a shallower reading."""

from __future__ import annotations

from geomap import documents, toponyms
from geomap.extractor import Depth, Extractor
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


class Places:
    """The toponyms only, from the named entities without a parse (``--depth places``)."""

    depth = Depth.PLACES

    def __init__(self) -> None:
        self._extractor = Extractor(depth=self.depth)

    def find(self, text: str) -> list[Row]:
        """The toponyms."""
        document = Document(Document.id_of(text), "", text)
        return [_row(t) for t in toponyms.find(document, self._extractor.read(document), self._extractor.gazetteer)]


class Words(Places):
    """The toponyms only, from the words alone, without a language model (``--depth words``)."""

    depth = Depth.WORDS


def _row(toponym: Toponym) -> Row:
    place = toponym.place
    return {"start": toponym.start, "end": toponym.end, "lat": place.lat if place else None, "lon": place.lon if place else None}
