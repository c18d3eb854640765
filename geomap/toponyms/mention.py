"""What recognition hands to resolution: a stretch of text that may name a place, and why it may."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from spacy.tokens import Doc

    from geomap.gazetteer import Gazetteer
    from geomap.model import Document


class Kind(StrEnum):
    """What sort of name a mention is."""

    NAME = "name"
    DEMONYM = "demonym"
    AREA = "area"
    EMBEDDED = "embedded"


@dataclass(frozen=True, slots=True)
class Mention:
    """A stretch of a document that names a place.

    ``name`` is what to look up: the surface, cleaned or written out ("the North" is looked up as "North Korea"). ``first`` and
    ``last`` are token indices, end-exclusive. ``evidence`` is the probability that this is a place at all. ``container`` is the
    name that says where it is ("Russia" in "Vladivostok, Russia"). ``compass`` is the direction word of a vague area.
    """

    start: int
    end: int
    surface: str
    name: str
    first: int
    last: int
    kind: Kind
    evidence: float
    container: str | None = None
    compass: str | None = None
    known: bool = True


class Recogniser(Protocol):
    """Anything that finds place names in a parsed document; ``name`` goes into each toponym's method."""

    name: str

    def recognise(self, document: Document, parsed: Doc, gazetteer: Gazetteer) -> tuple[Mention, ...]:
        """The mentions in text order, none overlapping another."""
        ...
