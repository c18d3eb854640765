"""Which texts a change in the user's places may touch: those in which a changed name may stand, however it is written there.

Names are compared by their letters and digits alone, so that neither hyphens, spaces, accents, capitals nor possessives matter,
and a name inside a site's address is found too. A text may be found in vain (*Ros* stands in *across*): it is then read again
for nothing. None is missed.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import astuple, dataclass
from itertools import product
from typing import Any

from geomap.gazetteer.index import Gazetteer

#: Each name, folded, with the places that bear it: as lists, for JSON.
Names = dict[str, list[list[Any]]]
#: How words that names are folded to may be written in a text.
_WRITTEN = {"saint": "st", "sainte": "ste", "mount": "mt", "fort": "ft"}


@dataclass(frozen=True, slots=True)
class Change:
    """What differs between two gazetteers: the names as they may be written, and whether any is a settlement's."""

    written: frozenset[str]
    settlements: bool

    def touches(self, texts: Iterable[str | None]) -> bool:
        """Whether one of these names may stand in any of the texts."""
        letters = [squeezed(text) for text in texts if text]
        return any(name in each for each in letters for name in self.written)


def names_of(gazetteer: Gazetteer) -> Names:
    """The names of the user's places, and of those that come with geomap."""
    return {name: [[kind, *astuple(place)] for place, kind in bearers] for name, bearers in gazetteer.own_names().items()}


def between(before: Mapping[str, list[list[Any]]], gazetteer: Gazetteer) -> Change | None:
    """What has changed since the names were ``before``; None where that can't be told by names.

    A place that also has names elsewhere, in the world's gazetteer or the table of other names, is found by these too.
    """
    now = names_of(gazetteer)
    changed = {name for name in before.keys() | now.keys() if before.get(name) != now.get(name)}
    places = [place for name in changed for names in (before, now) for place in names.get(name, ())]
    if any(gazetteer.knows_otherwise(place[1]) for place in places):
        return None
    written = frozenset(form for name in changed for form in _forms(name))
    return Change(written, any(str(place[5]).startswith("P.") for place in places))


def squeezed(text: str) -> str:
    """The letters and digits of a text without case and accents."""
    return "".join(c for c in unicodedata.normalize("NFKD", text).casefold() if c.isalnum())


def _forms(name: str) -> Iterable[str]:
    """The ways in which the words of a folded name are written."""
    words = [(word, _WRITTEN[word]) if word in _WRITTEN else (word,) for word in name.split()]
    return (squeezed("".join(form)) for form in product(*words))
