"""Which mentions of events tell of one, where the mentions are given: the same lemma in documents of one story.

A plain rule that is hard to beat without a large model; ``link`` asks for far more, because it has to be right about each pair.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from geomap.events.stories import stories
from geomap.model import Document, Span

if TYPE_CHECKING:
    from spacy.tokens import Doc


def clusters(documents: Sequence[Document], parses: Sequence[Doc], spans: Sequence[Sequence[Span]]) -> list[list[str]]:
    """A label for each span of each document; spans with one label are mentions of one event.

    ``parses`` is what ``geomap.syntax.parse`` made of each document.
    """
    told = stories(documents)
    return [[f"{story}:{_lemma(parse, span)}" for span in mine] for story, parse, mine in zip(told, parses, spans, strict=True)]


def _lemma(parse: Doc, span: Span) -> str:
    """The lemma of the word that heads a span."""
    words = parse.char_span(span.start, span.end, alignment_mode="expand")
    return words.root.lemma_.lower() if words is not None else ""
