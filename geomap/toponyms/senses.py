"""The distinct names of a document with the places that each may mean; one name has one sense, unless the text says otherwise."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from geomap.model import Candidate, Place
from geomap.toponyms.mention import Kind, Mention
from geomap.toponyms.setting import Setting

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from geomap.gazetteer import Gazetteer

#: Candidates that are weighed for one name.
WEIGHED = 60
#: Capitals of up to so many letters are initials.
_INITIALS = 2
#: How near a place must be to the middle of a county to lie in it, in km.
_COUNTY_KM = 60.0
#: Places of a container's name that are tried as what a place lies in.
_OUTER = 5

Key = tuple[str, str, str]


@dataclass
class Name:
    """One name in one sense: its mentions (as indices), its candidates, and what its settings say of each.

    ``commas`` and ``around`` hold for each candidate whether it lies in what the text names beside it (after a comma; in other
    words). ``cues`` gives the share of mentions that have a cue. ``shares`` are the candidates' probabilities.
    """

    key: Key
    surface: str
    candidates: tuple[Candidate, ...]
    mentions: list[int] = field(default_factory=list)
    commas: tuple[bool, ...] = ()
    around: tuple[bool, ...] = ()
    container: str | None = None
    cues: dict[str, float] = field(default_factory=dict)
    opens: bool = False
    shares: NDArray[np.float64] = field(default_factory=lambda: np.zeros(0))

    @property
    def count(self) -> int:
        """How many mentions it has."""
        return len(self.mentions)


def key_of(mention: Mention) -> tuple[str, str]:
    """Mentions with the same key share a sense: name and kind; "eastern Russia" is not what "Russia" is."""
    if mention.kind is Kind.AREA:
        return mention.surface.casefold(), "area"
    return mention.name.casefold(), "demonym" if mention.kind is Kind.DEMONYM else "name"


def gather(
    mentions: Sequence[Mention],
    settings: Sequence[Setting],
    gazetteer: Gazetteer,
    nearest: Callable[[Place], float] | None = None,
) -> tuple[list[Name], list[int]]:
    """The names in order of their first mention, and for each mention the index of its name.

    ``nearest`` gives how far a place is from the paper's home, so that of a hundred Springfields the one at home is weighed.
    """
    together: dict[tuple[str, str], list[int]] = {}
    for i in sorted(range(len(mentions)), key=lambda i: mentions[i].start):
        together.setdefault(key_of(mentions[i]), []).append(i)
    names: list[Name] = []
    group = [-1] * len(mentions)
    for key, listed in together.items():
        candidates = _candidates(mentions[listed[0]], gazetteer, nearest)
        for mine in _senses(key, listed, settings, candidates, gazetteer):
            for i in mine.mentions:
                group[i] = len(names)
            mine.surface = mentions[listed[0]].name
            counted = Counter(cue for i in mine.mentions for cue in settings[i].cues)
            mine.cues = {cue: n / len(mine.mentions) for cue, n in counted.items()}
            mine.opens = any(settings[i].opens for i in mine.mentions)
            names.append(mine)
    return names, group


def _senses(
    key: tuple[str, str],
    listed: Sequence[int],
    settings: Sequence[Setting],
    candidates: tuple[Candidate, ...],
    gazetteer: Gazetteer,
) -> list[Name]:
    """One name, or several where its mentions are said to lie in different places ("Columbia, S.C." and "Columbia, Mo.").

    A mention that says nothing has the sense of the last one that did, else of the first.
    """
    senses: dict[tuple[bool, ...], Name] = {}
    last: Name | None = None
    waiting: list[int] = []
    for i in listed:
        container, inside = _first_inside(candidates, settings[i].commas, gazetteer)
        if container is None:
            (last.mentions if last else waiting).append(i)
            continue
        last = next((n for inner, n in senses.items() if any(a and b for a, b in zip(inner, inside, strict=True))), None)
        if last is None:
            last = senses[inside] = Name((*key, str(len(senses))), "", candidates, commas=inside, container=container)
        last.mentions.append(i)
    nowhere = tuple(False for _ in candidates)
    if not senses:
        senses[nowhere] = Name((*key, "0"), "", candidates, commas=nowhere)
    made = list(senses.values())
    made[0].mentions = sorted((*waiting, *made[0].mentions))
    for name in made:
        around = [c for i in name.mentions for c in settings[i].around]
        _, name.around = _first_inside(candidates, around, gazetteer)
    return made


def _first_inside(
    candidates: Sequence[Candidate], containers: Sequence[str], gazetteer: Gazetteer
) -> tuple[str | None, tuple[bool, ...]]:
    """The first container that any candidate lies in, and which do; in a chain each further one narrows them, if it can."""
    which = tuple(False for _ in candidates)
    first = None
    for container in dict.fromkeys(containers):
        outer = [c.place for c in gazetteer.candidates(container)[:_OUTER]]
        inside = tuple(any(lies_in(c.place, o) for o in outer) for c in candidates)
        if not any(inside):
            continue
        if first is None:
            first, which = container, inside
        elif any(a and b for a, b in zip(which, inside, strict=True)):
            which = tuple(a and b for a, b in zip(which, inside, strict=True))
    return first, which


def _candidates(mention: Mention, gazetteer: Gazetteer, nearest: Callable[[Place], float] | None) -> tuple[Candidate, ...]:
    if mention.kind is Kind.DEMONYM:
        place = gazetteer.demonym(mention.name)
        return (Candidate(place, "demonym", 1.0),) if place is not None else ()
    every = gazetteer.candidates(mention.name)
    if mention.name.isupper() and len(mention.name) <= _INITIALS:
        # "UN" is no village of that name.
        every = tuple(c for c in every if c.name_kind == "abbreviation" or c.score >= 1.0)
    if mention.kind is Kind.AREA:
        known = {c.place.id for c in every}
        own = tuple(c for c in gazetteer.candidates(mention.surface)[:1] if c.place.id not in known)
        return own or every[:WEIGHED]
    if len(every) > WEIGHED and nearest is not None:
        rest = sorted(every[WEIGHED:], key=lambda c: nearest(c.place))[:5]
        return (*every[:WEIGHED], *rest)
    return every[:WEIGHED]


def lies_in(place: Place, outer: Place) -> bool:
    """Whether a place lies in a country, state or county (not being that itself)."""
    if outer.id == place.id or outer.country != place.country or outer.country is None or place.feature.startswith("A.PCL"):
        return False
    if outer.feature.startswith("A.PCL"):
        return True
    if outer.feature.startswith("A.ADM1"):
        return outer.admin1 is not None and outer.admin1 == place.admin1 and not place.feature.startswith("A.ADM1")
    if outer.feature.startswith("A.ADM2"):
        from geomap.toponyms.votes import kilometres

        return not place.feature.startswith("A.ADM") and kilometres(outer, place) < _COUNTY_KM
    return False
