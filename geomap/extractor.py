"""From a document to what is found in it: the order of the stages.

Extraction is a pure function of a document, given a gazetteer and a language pipeline, so any number of processes may share
the work and the result is the same. The stages are imported when the first document comes, not before: whoever only asks for
the method, or finds nothing to extract, never loads spaCy.
"""

from __future__ import annotations

import logging
from contextlib import suppress
from enum import StrEnum
from functools import cache, cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from geomap.errors import GeomapError, ResourceError
from geomap.method import method
from geomap.model import Document, Extraction, Report, Skip

if TYPE_CHECKING:
    from geomap.gazetteer import Gazetteer
    from geomap.syntax.pipeline import Doc

_logger = logging.getLogger(__name__)
_logger.addHandler(logging.NullHandler())
#: Read to load everything; nothing is kept of it.
_FIRST_WORDS = "Two ministers met in Lisbon on Monday."


class Depth(StrEnum):
    """How thoroughly documents are read."""

    EVENTS = "events"
    """Parsed whole: toponyms, time expressions and reports."""
    PLACES = "places"
    """Toponyms and time expressions, from the named entities without a parse."""
    WORDS = "words"
    """Toponyms and time expressions, from the words alone: no language model is loaded."""


class Extractor:
    """Finds toponyms, time expressions and reports in documents, one at a time, keeping nothing between them.

    ``gazetteer`` is the user's gazetteer file (None: the one in the working folder, or the shipped one); ``pipeline`` names a
    spaCy pipeline (None: the default); ``depth`` says how much is looked for.
    """

    def __init__(self, gazetteer: Path | None = None, *, pipeline: str | None = None, depth: Depth = Depth.EVENTS) -> None:
        self.gazetteer_path = gazetteer
        self.pipeline = pipeline
        self.depth = depth

    @cached_property
    def gazetteer(self) -> Gazetteer:
        """The places that names are looked up in, opened on first use."""
        from geomap.gazetteer import Gazetteer

        return Gazetteer.open(self.gazetteer_path)

    @cached_property
    def method(self) -> str:
        """What every row found by this extractor is marked with."""
        return method(self.gazetteer.version, pipeline=self.pipeline, depth=self.depth)

    def read(self, document: Document) -> Doc:
        """The document as tokens, with as much of their grammar as the depth asks for."""
        from geomap import syntax

        if self.depth is Depth.WORDS:
            return syntax.tokens(document)
        reading = syntax.parse if self.depth is Depth.EVENTS else syntax.shallow
        return reading(document, pipeline=self.pipeline or syntax.DEFAULT_PIPELINE)

    def extract(self, document: Document) -> Extraction:
        """Everything found in the document. Raises GeomapError where it can't be processed."""
        from geomap import timexes, toponyms

        parsed = self.read(document)
        times = timexes.find(document.text, published=document.published, furniture=document.furniture)
        places = toponyms.find(document, parsed, self.gazetteer)
        found: tuple[Report, ...] = ()
        if self.depth is Depth.EVENTS:
            from geomap import events

            found = events.find(document, parsed, places, times, gazetteer=self.gazetteer)
        return Extraction.of(document, places, times, found, self.method)

    def warm(self) -> None:
        """Load what the first document would have to wait for. What can't be loaded (no such pipeline) is left to it to say."""
        with suppress(ResourceError):
            extract_or_skip(Document(Document.id_of(_FIRST_WORDS), "", _FIRST_WORDS), self)


@cache
def shared_extractor(gazetteer: Path | None = None) -> Extractor:
    """One extractor for each gazetteer file, so that repeated calls load nothing twice."""
    return Extractor(gazetteer)


def extract_or_skip(document: Document, extractor: Extractor) -> Extraction | Skip:
    """The extraction, or a Skip: one document that breaks a stage must not cost the thousands around it."""
    where = document.path or document.id
    try:
        return extractor.extract(document)
    except ResourceError:
        raise
    except GeomapError as error:
        return Skip(where, str(error))
    except Exception as error:
        _logger.exception("extraction failed: %s", where)
        return Skip(where, f"extraction failed ({type(error).__name__}: {error}); please report it, with the article")
