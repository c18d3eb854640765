"""Sources beside one another, and what a selection is worth: asked for the overview, not for the map."""

from __future__ import annotations

from dataclasses import dataclass

from geomap.view.filters import Filters
from geomap.view.view import View


@dataclass(frozen=True, slots=True)
class Telling:
    """What one source tells: ``events`` in all; ``alone``: no other source has them; ``first``: it published before all others.

    ``later`` counts those that others published before it, ``days_later`` by how many days (the median; None where there are
    none); ``disputed`` those on which the sources that tell of them differ. Events whose sources published on the same day, or
    on days that are not known, are neither first nor later.
    """

    source: str
    events: int
    alone: int
    first: int
    later: int
    days_later: float | None
    disputed: int


@dataclass(frozen=True, slots=True)
class Unplaced:
    """Why events have no point: no place is named, the gazetteer does not know it, or only a country or a wide area is known."""

    none: int
    unknown: int
    wide: int


def tellings(view: View, filters: Filters, *, limit: int = 50) -> list[Telling]:
    """What each source tells of the events that the filters let through, those with the most events first."""
    return [Telling(*row) for row in view.ask("comparison", filters, limit=limit)]


def shared(view: View, filters: Filters, sources: list[str]) -> dict[tuple[str, str], int]:
    """How many events two sources both tell of, by pair, each pair both ways round."""
    return {(a, b): n for a, b, n in view.ask("shared", filters, among=sources)}


def disputed(view: View, filters: Filters, *, limit: int = 20) -> list[str]:
    """The ids of the events on which sources disagree, those with the most disagreements first."""
    return [row[0] for row in view.ask("disputed", filters, limit=limit)]


def unplaced(view: View, filters: Filters) -> Unplaced:
    """How many events have no point on the map, by reason."""
    found = dict(view.ask("unplaced_why", filters))
    return Unplaced(found.get("none", 0), found.get("unknown", 0), found.get("wide", 0))


def unknown_names(view: View, filters: Filters, *, limit: int = 10) -> list[tuple[str, int]]:
    """The names of places that no gazetteer entry was found for, with the number of events at each."""
    return [(name, n) for name, _, n in view.ask("unknown_names", filters, limit=limit)]
