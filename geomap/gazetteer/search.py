"""Searching the gazetteer as people type: beginnings of names first, then names that are spelt nearly so."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from functools import cached_property

from geomap.gazetteer.names import fold
from geomap.gazetteer.world import World

_BEGINNINGS = 3000
"""Names that start with what was typed, at most: a single letter has tens of thousands."""
_ENOUGH = 8
"""With so many names that start as typed, nobody has misspelt anything."""
_ALIKE = 78
"""Likeness (rapidfuzz ratio, 0 to 100) from which a name counts as the same, misspelt."""
_SPELLINGS = 60
POPULATION = 15_000
"""Towns with fewer people than this are found by the beginning of their name, but not when misspelt."""


class Search:
    """Finds names; the list for misspellings is made at its first use (about half a second)."""

    def __init__(self, world: World, own: Collection[str]) -> None:
        self._world = world
        self._own = own

    @cached_property
    def _names(self) -> list[str]:
        return sorted({*self._world.prominent_names(POPULATION), *self._own})

    def names(self, query: str) -> Iterator[tuple[str, float]]:
        """Folded names that answer a query, each with how well, from 0 to 1; the exact name comes first."""
        folded = fold(query)
        if not folded:
            return
        yield folded, 1.0
        seen = {folded}
        for name in (*self._own, *(n for n, _ in self._world.starting(folded, _BEGINNINGS))):
            if name not in seen and name.startswith(folded):
                seen.add(name)
                yield name, 0.5 + 0.4 * len(folded) / len(name)
        if len(folded) < 4 or len(seen) > _ENOUGH:
            return
        from rapidfuzz import fuzz, process  # here because only people who search need it

        for name, likeness, _ in process.extract(folded, self._names, scorer=fuzz.ratio, score_cutoff=_ALIKE, limit=_SPELLINGS):
            if name not in seen:
                seen.add(name)
                yield name, likeness / 100 * 0.8
