"""How a prediction came about: what the recogniser considered, the named entities, the page furniture.

It is kept with a prediction so that the causes of its errors can be told later, without parsing the text again.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol, runtime_checkable

from geomap.model import Document, Span

if TYPE_CHECKING:
    from geomap.gazetteer import Gazetteer
    from geomap.toponyms import Recogniser


@runtime_checkable
class Open(Protocol):
    """A recogniser that tells what it weighed."""

    def considered(self, document: Document, parsed: Any, gazetteer: Gazetteer) -> Iterable[tuple[int, int, float]]:
        """Start, end and probability of each span that was weighed."""
        ...


@dataclass(frozen=True, slots=True)
class Entity(Span):
    """A named entity, with its label."""

    label: str


@dataclass(frozen=True, slots=True)
class Trace:
    """How a prediction came about. ``considered``: the probability of each span that was weighed, None where it isn't known."""

    considered: Mapping[tuple[int, int], float] | None = None
    entities: tuple[Entity, ...] = ()
    furniture: tuple[Span, ...] = ()

    @classmethod
    def of(cls, record: Mapping[str, Any] | None) -> Trace:
        """The trace in a record; an empty one where it has none."""
        fields = (record or {}).get("trace")
        if fields is None:
            return cls()
        considered = fields["considered"]
        return cls(
            None if considered is None else {(start, end): p for start, end, p in considered},
            tuple(Entity(start, end, label) for start, end, label in fields["entities"]),
            tuple(Span(start, end) for start, end in fields["furniture"]),
        )


def traced(document: Document, parsed: Any, gazetteer: Gazetteer, recogniser: Recogniser | None) -> dict[str, Any]:
    """The trace of a prediction, as it is kept in its record."""
    return {
        "considered": _considered(document, parsed, gazetteer, recogniser),
        "entities": [(e.start_char, e.end_char, e.label_) for e in parsed.ents],
        "furniture": [(f.start, f.end) for f in document.furniture],
    }


def _considered(
    document: Document, parsed: Any, gazetteer: Gazetteer, recogniser: Recogniser | None
) -> list[tuple[int, int, float]] | None:
    from geomap.toponyms import ClueRecogniser
    from geomap.toponyms.recognise import context_of
    from geomap.toponyms.stretches import stretches
    from geomap.toponyms.weigh import weigh

    if isinstance(recogniser, Open):
        return [(start, end, round(p, 4)) for start, end, p in recogniser.considered(document, parsed, gazetteer)]
    if recogniser is None or isinstance(recogniser, ClueRecogniser):
        context = context_of(document, parsed, gazetteer)
        return [(s.start, s.end, round(p, 4)) for p, s in weigh(stretches(context), context)]
    return None
