"""Which reports of many documents tell of one happening.

The likeliest pairs are joined first, and what joins a happening must be likely on average to be one with what it holds. A second
report of a document is taken only if that may tell it twice (``twice``) and the others are most likely one with it. Only reports
that share a name, a place, rare words or a story are compared (``blocks``), and of many such only those nearest in time, so that
the work grows with the number of reports and not with its square. What is decided here is decided about a few reports at a time;
``linking`` brings them.
"""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date
from itertools import product
from typing import TypedDict

from geomap import lexicon
from geomap.events.actors import letters_of
from geomap.events.evidence import probability
from geomap.events.likeness import in_town
from geomap.events.told import WEIGHTS_FILE, Told
from geomap.events.told_when import length, stated
from geomap.events.twice import may_be_told_twice
from geomap.model import Event, Role

Pair = tuple[str, str]

_LONG_WORD = 8
#: So many members, those that joined first, speak for a group.
_SPOKESMEN = 12


class Spellings:
    """How to spell the names that documents spell in several ways with the same letters (*Kim Jong-un*): as most of them do."""

    def __init__(self) -> None:
        self._documents: Counter[str] = Counter()

    def add(self, names: Collection[str]) -> None:
        """Take in the proper names of a document."""
        self._documents.update(name for name in names if " " in name.strip())

    def chosen(self) -> dict[str, str]:
        """The spelling of each name that is spelt in several ways."""
        alike: dict[str, list[str]] = defaultdict(list)
        for name in self._documents:
            alike[letters_of(name)].append(name)
        spelling: dict[str, str] = {}
        for names in alike.values():
            if len(names) > 1:
                spelling |= dict.fromkeys(names, max(names, key=lambda name: (self._documents[name], name)))
        return spelling


def by_time(event: Event) -> tuple[date, str]:
    """What events are ordered by: those without a day come last."""
    return (event.when.earliest if event.when and event.when.earliest else date.max, event.id)


def groups(
    told: Mapping[int, Told],
    pairs: Sequence[tuple[int, int]],
    weights: Mapping[tuple[int, int], float],
    *,
    joined: Iterable[tuple[int, int]] = (),
    parted: Collection[tuple[int, int]] = (),
) -> list[list[int]]:
    """Which of some reports (by number) tell of one happening, each group in order.

    ``pairs`` are those likely enough to be joined, the likeliest first; ``weights`` say how likely. They are joined as long as
    two groups are one on average; before them, what a person joined. What a person parted stays apart.
    """
    likely = _Likely(told, weights)
    group_of = {i: [i] for i in told}

    def join(a: int, b: int) -> None:
        one, other = group_of[a], group_of[b]
        one.extend(other)
        for i in other:
            group_of[i] = one

    def held_apart(a: int, b: int) -> bool:
        return any((min(i, j), max(i, j)) in parted for i in group_of[a] for j in group_of[b]) if parted else False

    for a, b in joined:
        if group_of[a] is not group_of[b] and not held_apart(a, b):
            join(a, b)
    for a, b in pairs:
        if group_of[a] is not group_of[b] and not held_apart(a, b) and likely.are_one(group_of[a], group_of[b]):
            join(a, b)
    distinct = {id(g): g for g in group_of.values()}
    return [sorted(g) for g in distinct.values()]


class _Likely:
    """How likely pairs of reports, by number, are one; each is looked at once."""

    def __init__(self, told: Mapping[int, Told], known: Mapping[tuple[int, int], float]) -> None:
        self._told = told
        self._known = dict(known)
        self._limits = lexicon.table(WEIGHTS_FILE)["limits"]

    def of(self, a: int, b: int) -> float:
        """The probability that two reports are one."""
        pair = (a, b) if a < b else (b, a)
        if pair not in self._known:
            self._known[pair] = probability(self._told[pair[0]], self._told[pair[1]])
        return self._known[pair]

    def are_one(self, one: Sequence[int], other: Sequence[int]) -> bool:
        """Whether two groups are one on average, as their first members tell; more of that is asked if a document is in both."""
        inside = list(self._of_one_document(one, other))
        if not all(may_be_told_twice(self._told[a], self._told[b]) for a, b in inside):
            return False
        within = set(inside)
        pairs = [self.of(a, b) for a in one[:_SPOKESMEN] for b in other[:_SPOKESMEN] if (a, b) not in within]
        return bool(pairs and sum(pairs) >= self._limits["twice" if inside else "together"] * len(pairs))

    def _of_one_document(self, one: Sequence[int], other: Sequence[int]) -> Iterator[tuple[int, int]]:
        """The pairs of reports, one of each group, that stand in one document."""
        documents = {self._told[i].document.id for i in one} & {self._told[i].document.id for i in other}
        if documents:
            for a, b in product(one, other):
                if self._told[a].document.id == self._told[b].document.id:
                    yield a, b


def day_of(item: Told) -> date:
    """The day by which reports are neighbours; the last of all where none is known."""
    when = item.report.when
    return (when.earliest if when else None) or item.document.published or date.max


class Keys(TypedDict):
    """What reports must share one of to be compared; see ``geomap.events.blocks``."""

    keys: set[str]
    words: set[str]
    in_story: set[str]
    across: set[str]


def keys_of(item: Told) -> Keys:
    """What a report must share with another: a name, a place, a rare word or the story; or the deed and the story."""
    keys = {f"name:{word.lower()}" for name in item.names for word in (name.split()[:1] + name.split()[-1:])}
    for place in item.report.places:
        if place.place is not None and place.role is not Role.ABOUT:
            keys.add(place.place.id)
            keys.add(f"country:{place.place.country}")
    words = {f"{item.family} wording:{w}" for w in item.words if len(w) >= _LONG_WORD}
    in_story = {
        f"{item.family} story",
        *(f"deed {deed}" for deed in item.deeds),
        *(("leads",) if item.leads else ()),
        *(("told",) if item.family != "speech" else ()),
    }
    where, when = item.report.pin, item.report.when
    across: set[str] = set()
    if where is not None and where.place is not None and in_town(item.report) and when is not None and stated(when):
        across = {f"{deed} {where.place.id} {when.earliest}" for deed in item.deeds if length(when) == 0}
    return Keys(keys={f"{item.family} {key}" for key in keys}, words=words, in_story=in_story, across=across)


def event_id(report_ids: Sequence[str], earliest: str, known: Mapping[str, str], taken: set[str]) -> str:
    """The id that most of an event's reports had, or one made from the report of the earliest document; it is taken then."""
    before = Counter(known[i] for i in report_ids if i in known)
    for identifier, _ in before.most_common():
        if identifier not in taken:
            taken.add(identifier)
            return identifier
    seed = earliest
    while (identifier := "evt-" + hashlib.sha256(seed.encode()).hexdigest()[:12]) in taken:
        seed = identifier  # an event that this report began, and was parted from, still has its id
    taken.add(identifier)
    return identifier
