"""Which place each mention names: the candidates of its name weighed by the text around it and by the rest of the document."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from geomap.model import Candidate, Document, Place
from geomap.toponyms import odds
from geomap.toponyms.grain import gather_grains
from geomap.toponyms.home import Home, home
from geomap.toponyms.mention import Kind, Mention
from geomap.toponyms.reasons import reason_of
from geomap.toponyms.senses import Name, gather, key_of
from geomap.toponyms.setting import Setting, closeness, settings
from geomap.toponyms.stand_in import Known, StandIn, stand_ins
from geomap.toponyms.trust import best_of, evidence, probability, stand_in_evidence
from geomap.toponyms.votes import Votes, kilometres

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from geomap.gazetteer import Gazetteer

__all__ = ["KEPT", "SURE", "Case", "Choice", "choices", "key_of", "kilometres", "open_case"]

#: Candidates that are kept for the reviewer.
KEPT = 5
#: Below this probability no place is given.
SURE = 0.25
#: Nor below this probability that a place is named at all and this is the one; a stand-in needs more. What is surely a name
#: need not pass these.
_BOTH, _BOTH_STAND_IN, _CERTAIN = 0.4, 0.45, 0.9
#: From this probability on, a place may stand for others, and needs no stand-in itself.
SETTLED = 0.5


@dataclass(frozen=True, slots=True)
class Choice:
    """The candidates of one mention, likeliest first, with their probabilities; ``reason`` when none can be chosen.

    ``probability``: that the place is right within 100 miles, given that a place is named. ``contained``: the mention itself
    says in what country or state it lies, and the place does. ``around_km``: the place only stands for one that no gazetteer
    has, which is up to so far from it.
    """

    candidates: tuple[Candidate, ...]
    place: Place | None
    probability: float
    reason: str | None = None
    contained: bool = False
    around_km: float | None = None


@dataclass
class Case:
    """A document's mentions made ready for weighing. ``names`` have candidates; ``strangers`` have none."""

    mentions: Sequence[Mention]
    settings: list[Setting]
    names: list[Name]
    strangers: list[Name]
    group: list[Name]
    home: Home
    votes: Votes | None
    gazetteer: Gazetteer

    def settle(self, weigh: NDArray[np.float64]) -> NDArray[np.float64]:
        """Give the candidates their shares under these weights; returns the properties they rest on."""
        if self.votes is None:
            return np.zeros((0, len(odds.COLUMNS)))
        rows = odds.settle(self.names, self.votes, self.home.candidates, weigh)
        for name in self.names:
            gather_grains(name)
        return rows


def choices(
    mentions: Sequence[Mention], gazetteer: Gazetteer, *, document: Document | None = None, sure: float = SURE
) -> list[Choice]:
    """The choice for each mention, in their order; one sense a name in one document.

    ``document`` gives the words around the names and the paper's home; without it only the names themselves are weighed. Below
    the probability ``sure`` no place is given.
    """
    return weighed(open_case(mentions, gazetteer, document), odds.tables(), sure=sure)


def weighed(case: Case, tables: Mapping[str, Mapping[str, float]], *, sure: float = SURE) -> list[Choice]:
    """The choice for each mention of a case under these tables of weights."""
    rows = case.settle(odds.vector(tables["weights"]))
    found = [direct(case, i, rows) for i in range(len(case.names))]
    trusted = [probability(clues, tables["trust"]) for _, _, clues in found]
    known = known_of(case, trusted)
    chosen: dict[int, Choice] = {}
    for name, (best, _, _), p in zip(case.names, found, trusted, strict=True):
        mine = _choice(name, best, p)
        chosen[id(name)] = mine if p >= SETTLED else _replaced(mine, name, case, known, tables["stand-in"])
    for name in case.strangers:
        chosen[id(name)] = _replaced(Choice((), None, 0.0), name, case, known, tables["stand-in"])
    return [
        _told(m, n, case.settings[i], chosen[id(n)], sure) for i, (m, n) in enumerate(zip(case.mentions, case.group, strict=True))
    ]


def open_case(mentions: Sequence[Mention], gazetteer: Gazetteer, document: Document | None = None) -> Case:
    """A document's mentions made ready for weighing."""
    listed = settings(mentions, document.text if document is not None else "")
    base = home(document, gazetteer)
    names, group = gather(mentions, listed, gazetteer, _nearest(base))
    keep = [i for i, n in enumerate(names) if n.candidates]
    new = {old: i for i, old in enumerate(keep)}
    close = {(new[a], new[b]): c for (a, b), c in closeness(mentions, group).items() if a in new and b in new}
    kept = [names[i] for i in keep]
    votes = Votes(kept, close, base.candidates, base.country) if kept else None
    return Case(mentions, listed, kept, [n for n in names if not n.candidates], [names[g] for g in group], base, votes, gazetteer)


def _nearest(base: Home) -> Callable[[Place], float] | None:
    """How far a place is from the paper's home, where it has one."""
    if not base.candidates:
        return None
    at = base.candidates[0].place
    return lambda place: kilometres(place, at)


def direct(case: Case, index: int, rows: NDArray[np.float64]) -> tuple[int, float, dict[str, float]]:
    """The likeliest candidate of a name, its share, and the evidence for trusting it."""
    name = case.names[index]
    best, share = best_of(name)
    votes = case.votes
    assert votes is not None
    row = rows[int(votes.starts[index]) + best]
    return best, share, evidence(name, best, share, row, mention=case.mentions[name.mentions[0]], gazetteer=case.gazetteer)


def known_of(case: Case, trusted: Sequence[float]) -> list[Known]:
    """The names whose places are settled, with how far they are trusted."""
    return [
        Known(n, n.candidates[int(np.argmax(n.shares))].place, p)
        for n, p in zip(case.names, trusted, strict=True)
        if p >= SETTLED
    ]


def _choice(name: Name, best: int, trusted: float) -> Choice:
    order = sorted(range(len(name.candidates)), key=lambda i: (-float(name.shares[i]), i))[:KEPT]
    kept = tuple(
        Candidate(name.candidates[i].place, name.candidates[i].name_kind, round(float(name.shares[i]), 4)) for i in order
    )
    return Choice(kept, name.candidates[best].place, trusted)


def stand_ins_of(name: Name, case: Case, known: Sequence[Known]) -> list[tuple[StandIn, dict[str, float]]]:
    """The stand-ins of a name, each with the evidence for trusting it."""
    found = stand_ins(name, known, mentions=case.mentions, settings=case.settings, home=case.home, gazetteer=case.gazetteer)
    return [(f, stand_in_evidence(f, name)) for f in found]


def _replaced(choice: Choice, name: Name, case: Case, known: Sequence[Known], table: Mapping[str, float]) -> Choice:
    """The likeliest stand-in where it is likelier to be right than the choice, else the choice."""
    owned = any(c.score >= 1.0 and choice.place is not None and c.place.id == choice.place.id for c in name.candidates)
    if owned or case.mentions[name.mentions[0]].kind is not Kind.NAME:
        return choice
    weighed = [(probability(clues, table), found) for found, clues in stand_ins_of(name, case, known)]
    likely, stand_in = max(weighed, key=lambda pair: pair[0], default=(0.0, None))
    if stand_in is None or likely <= choice.probability:
        return choice
    candidate = Candidate(stand_in.place, "container", round(likely, 4))
    # Another way may lead to the same place, and tell that it is not only near it but there.
    around = min(found.around_km for _, found in weighed if found.place.id == stand_in.place.id)
    return Choice((candidate, *choice.candidates)[:KEPT], stand_in.place, likely, around_km=around)


def _told(mention: Mention, name: Name, setting: Setting, choice: Choice, sure: float) -> Choice:
    """The choice as one mention has it: below ``sure`` with a reason in place of the place."""
    both = _BOTH if choice.around_km is None else _BOTH_STAND_IN
    doubtful = mention.evidence <= _CERTAIN and mention.evidence * choice.probability < both
    if choice.place is None or choice.probability < sure or doubtful:
        return Choice(choice.candidates, None, choice.probability, reason_of(mention, len(name.candidates)))
    index = next((i for i, c in enumerate(name.candidates) if c.place.id == choice.place.id), None)
    contained = index is not None and name.commas[index] and name.container in setting.commas
    return Choice(choice.candidates, choice.place, choice.probability, None, contained, choice.around_km)
