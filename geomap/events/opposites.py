"""What undoes a deed is not that deed, however near in meaning the words are: *closed* and *reopened*, *jailed* and *freed*."""

from __future__ import annotations

from functools import cache

from geomap import lexicon
from geomap.events.mentions import deed_of
from geomap.events.told import KINDS_FILE, Told


def opposite(a: Told, b: Told) -> bool:
    """Whether one report tells what the other one undoes, and nothing of the undoing."""
    return any(
        (_tells(a, deeds) and not _tells(a, undoing) and _tells(b, undoing))
        or (_tells(b, deeds) and not _tells(b, undoing) and _tells(a, undoing))
        for deeds, undoing in _opposites()
    )


def _tells(told: Told, deeds: frozenset[str]) -> bool:
    return not told.deeds.isdisjoint(deeds)


@cache
def _opposites() -> tuple[tuple[frozenset[str], frozenset[str]], ...]:
    pairs = lexicon.table(KINDS_FILE)["opposites"].values()
    return tuple((frozenset(map(deed_of, pair["done"])), frozenset(map(deed_of, pair["undone"]))) for pair in pairs)
