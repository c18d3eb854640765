"""A report in the making: what one trigger tells, before the triggers of one happening are put together."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from geomap.events.clauses import children
from geomap.events.mentions import deed_of
from geomap.events.triggers import Found
from geomap.events.types import family, noun_senses
from geomap.model import Actor, GeoPrecision, PlaceMention, Role, Status, When

FINENESS = {precision: rank for rank, precision in enumerate(GeoPrecision)}


@dataclass(frozen=True)
class Draft:
    """What one trigger tells of an event.

    ``headline``: it stands in a line without a full stop, where the present tense is no fact. What follows from the rest is
    worked out once: each draft is compared with every other of its document.
    """

    found: Found
    status: Status
    places: tuple[PlaceMention, ...]
    when: When | None
    actors: tuple[Actor, ...]
    attributed_to: str | None
    headline: bool
    #: Words of the offices and bodies that its actors speak for: *kremlin*, of what the Kremlin's spokesman says.
    speaks_for: frozenset[str] = frozenset()

    @cached_property
    def pin(self) -> PlaceMention | None:
        """The place to draw: the first whose role is not ``about``."""
        return next((p for p in self.places if p.role is not Role.ABOUT), None)

    @property
    def tentative(self) -> bool:
        """Whether another document must tell of its event too."""
        return self.found.tentative

    @cached_property
    def family(self) -> str:
        """The family of its event type."""
        return family(self.found.event_type)

    @cached_property
    def names(self) -> frozenset[str]:
        """The names of its actors."""
        return frozenset(a.name for a in self.actors)

    @cached_property
    def deed(self) -> str:
        """The word that stands for the deed; what an event did is its own deed: a quake that *shook*, a tremor that *struck*."""
        token = self.found.token
        doer = None if self.found.is_noun else next(children(token, "nsubj"), None)
        does = doer is not None and doer.pos_ == "NOUN" and doer.lemma_.lower() in noun_senses()
        return deed_of((doer if doer is not None and does else token).lemma_.lower())

    @property
    def weight(self) -> float:
        """How much the trigger tells: the draft with the most speaks for its happening."""
        pin = self.pin
        told = 0.0
        if pin is not None:
            told += 3 if FINENESS[pin.geo_precision] <= FINENESS[GeoPrecision.REGION] else 1.5
            told += 0.5 * (pin.how == "explicit")
        told += 2 * (self.when is not None and self.when.earliest is not None)
        told += 0.3 * min(len(self.actors), 2) + 0.5 * (not self.found.is_noun)
        told += 2 * (self.found.token.pos_ == "PROPN")  # "the Eastern Economic Forum" says more than "hosts"
        return told - 2 * self.headline
