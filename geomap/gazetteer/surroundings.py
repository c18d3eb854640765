"""Where a site may stand that no gazetteer has: in the town or area that its name names, "University of Zagreb" in Zagreb."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from importlib.resources import files

from geomap.gazetteer import common_words
from geomap.gazetteer.index import Gazetteer
from geomap.gazetteer.names import fold
from geomap.model import Candidate

WELL_KNOWN = 0.37
"""How prominent a town must be for a site to be looked for in it by its name: about 15,000 people."""
FAMOUS = 0.5
"""And how prominent where the town's name is also a word or a surname: "Washington University", but not "Rogers Arena"."""
WEIGHT = 0.6
"""The town of a site is worth less than a site that is known."""
MOST_WORDS = 12
"""A longer run of words is no name of a site."""
_LINKS = frozenset({"of", "in", "at", "de", "di", "du"})


@cache
def site_words() -> frozenset[str]:
    """Folded words that make a name that of a site or a body: "University", "Harbour"."""
    text = (files("geomap") / "data" / "gazetteer" / "site_words.txt").read_text("utf-8")
    return frozenset(line for line in text.splitlines() if line and not line.startswith("#"))


def surroundings(name: str, gazetteer: Gazetteer) -> tuple[Candidate, ...]:
    """The towns and areas in which a site of that name may stand, best first; ask where the name itself has no candidates.

    Empty for a name without a word for a site, and where no well-known town or area is part of it.
    """
    for form in parts(name):
        least = WELL_KNOWN if common_words.kind_of(form) is None else FAMOUS
        known = (c for c in gazetteer.candidates(form) if c.score >= least and c.name_kind != "demonym")
        around = [c for c in known if c.place.feature.startswith(("P.", "A.", "L."))]
        if around:
            return tuple(Candidate(c.place, c.name_kind, round(c.score * WEIGHT, 4)) for c in around)
    return ()


def parts(name: str) -> Iterator[str]:
    """The stretches of a site's name that may be the town or area where it stands, best first.

    "University of Zagreb" is in what follows "of", "Leeds Crown Court" in what it begins with, "King's College Aberdeen" in
    what it ends with.
    """
    words = name.split()
    sites = [i for i, word in enumerate(words) if fold(word) in site_words()] if 1 < len(words) <= MOST_WORDS else []
    if not sites:
        return
    for link, word in enumerate(words[sites[0] + 1 :], sites[0] + 1):
        if word in _LINKS:
            yield " ".join(words[link + 1 :])
    for count in range(sites[-1], 0, -1):
        if words[count - 1][:1].isupper():
            yield " ".join(words[:count])
    for start in range(sites[0] + 1, len(words)):
        if words[start][:1].isupper() and fold(words[start]) not in site_words():
            yield " ".join(words[start:])
