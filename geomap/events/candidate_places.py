"""A place that an event may be at, with what speaks for and against it."""

from __future__ import annotations

from dataclasses import dataclass, field

from geomap.model import Toponym

#: That the rules of the scene put the event at a place.
LENT = "lent by rule"
#: That the event's own sentence names a place.
INSIDE = "in its sentence"
#: That it is no place that the event may be put at (``ruled_out.py``): where it is the likeliest, the event has none.
RULED_OUT = "ruled out"


@dataclass(slots=True)
class Candidate:
    """A place that an event may be at, with what speaks for and against it; ``toponym`` is None for no place at all."""

    toponym: Toponym | None
    clues: dict[str, float] = field(default_factory=dict)

    @property
    def is_lent(self) -> bool:
        """Whether the rules of the scene say that the event is there."""
        return LENT in self.clues

    def add(self, clue: str, value: float = 1.0) -> None:
        """Note a clue; of several of a kind the strongest counts."""
        if value > self.clues.setdefault(clue, 0.0):
            self.clues[clue] = value
