"""Resolution measured alone: a recogniser that is given the annotated spans."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from geomap.toponyms.context import Context, Stretch
from geomap.toponyms.mention import Kind, Mention
from geomap.toponyms.recognise import kind_of, within

if TYPE_CHECKING:
    from geomap.gazetteer import Gazetteer
    from geomap.model import Document


class GoldSpans:
    """A recogniser that knows the answer: it leaves only resolution to be measured."""

    name = "gold"

    def __init__(self, spans: Iterable[tuple[int, int]]) -> None:
        self._spans = sorted(set(spans))

    def recognise(self, document: Document, parsed: Any, gazetteer: Gazetteer) -> tuple[Mention, ...]:
        """The given spans as mentions; of two that overlap, the first."""
        context = Context(document, parsed, gazetteer)
        found: list[Mention] = []
        for start, end in self._spans:
            span = parsed.char_span(start, end, alignment_mode="expand")
            if span is None or (found and start < found[-1].end):
                continue
            surface = document.text[start:end]
            stretch = Stretch(start, end, surface, span.start, span.end, "gold")
            kind = kind_of(stretch, context)
            kind = Kind.NAME if kind is Kind.EMBEDDED else kind
            container = within(stretch, context)
            found.append(Mention(start, end, surface, surface, span.start, span.end, kind, 1.0, container=container))
        return tuple(found)
