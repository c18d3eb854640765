"""Which reports of many documents tell of one happening.

The likeliest pairs are joined first; a happening takes at most one report of a document, and what joins it must be likely on
average to be one with what it holds. Only reports that share a name, a place, rare words or a story are compared, and of many
such only those nearest in time, so that the work grows with the number of reports and not with its square.
"""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date

from geomap import lexicon
from geomap.events.actors import letters_of
from geomap.events.consensus import event_of
from geomap.events.evidence import WEIGHTS_FILE, probability
from geomap.events.likeness import score
from geomap.events.origins import Origins
from geomap.events.told import Told, all_told
from geomap.model import Event, Extraction, Role

Pair = tuple[str, str]

#: Reports that share a key are compared with this many of their neighbours in time.
_NEIGHBOURS = 40
#: Words that more reports share than this say nothing.
_RARE = 30
_LONG_WORD = 8
#: So many members, those that joined first, speak for a group.
_SPOKESMEN = 12


def link(
    extractions: Sequence[Extraction],
    *,
    known: Mapping[str, str] | None = None,
    together: Iterable[Pair] = (),
    apart: Iterable[Pair] = (),
) -> tuple[Event, ...]:
    """The events that the reports of all documents tell of, ordered by time, then id.

    ``known`` maps report ids to the event ids of the last build, so that an event keeps its id when documents are added.
    ``together`` and ``apart`` are pairs of report ids that a person says are of one event, or are not: they win over everything
    that speaks against it, ``apart`` over what ``together`` would join by a third report.
    """
    told = all_told(extractions)
    place_of = {item.report.id: i for i, item in enumerate(told)}
    joined, parted = _indices(together, place_of), set(_indices(apart, place_of))
    groups = _groups(told, joined, parted)
    taken: set[str] = set()
    retold = {t.document.id: t.document for group in groups if len(group) > 1 for t in group}
    origins = Origins(list(retold.values()))
    spelling = _spelling(told)
    events = [event_of(group, _event_id(group, known or {}, taken), origins, spelling) for group in groups]
    return tuple(sorted(events, key=_by_time))


def _spelling(told: Sequence[Told]) -> dict[str, str]:
    """How to spell the names that documents spell in several ways with the same letters (*Kim Jong-un*): as most of them do."""
    documents: dict[str, set[str]] = defaultdict(set)
    for item in told:
        for name in item.proper:
            documents[name].add(item.document.id)
    alike: dict[str, list[str]] = defaultdict(list)
    for name in documents:
        if " " in name.strip():
            alike[letters_of(name)].append(name)
    spelling: dict[str, str] = {}
    for names in alike.values():
        if len(names) > 1:
            spelling |= dict.fromkeys(names, max(names, key=lambda name: (len(documents[name]), name)))
    return spelling


def _by_time(event: Event) -> tuple[date, str]:
    return (event.when.earliest if event.when and event.when.earliest else date.max, event.id)


def _indices(pairs: Iterable[Pair], place_of: Mapping[str, int]) -> list[tuple[int, int]]:
    """Pairs of reports that are here, as pairs of their places, the smaller first."""
    found = ((place_of[a], place_of[b]) for a, b in pairs if a in place_of and b in place_of)
    return [(min(pair), max(pair)) for pair in found]


def _groups(
    told: Sequence[Told], joined: Sequence[tuple[int, int]] = (), parted: Collection[tuple[int, int]] = ()
) -> list[list[Told]]:
    """Join the likeliest pairs first, as long as two groups are one on average; before them, what a person joined."""
    likely = _Likely(told)
    group_of = {i: [i] for i in range(len(told))}

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
    for a, b in likely.pairs():
        if group_of[a] is not group_of[b] and not held_apart(a, b) and likely.are_one(group_of[a], group_of[b]):
            join(a, b)
    distinct = {id(g): g for g in group_of.values()}
    return [[told[i] for i in sorted(g)] for g in distinct.values()]


class _Likely:
    """How likely pairs of reports, by index, are one; each is looked at once."""

    def __init__(self, told: Sequence[Told]) -> None:
        self._told = told
        self._known: dict[tuple[int, int], float] = {}
        self._limits = lexicon.table(WEIGHTS_FILE)["limits"]

    def pairs(self) -> list[tuple[int, int]]:
        """The pairs that are likely enough to be joined, the likeliest first."""
        weighed = ((self.of(a, b), a, b) for a, b in _candidate_pairs(self._told))
        likely = ((p, score(self._told[a], self._told[b]), a, b) for p, a, b in weighed if p >= self._limits["join"])
        return [(a, b) for _, _, a, b in sorted(likely, key=lambda x: (-x[0], -x[1], x[2], x[3]))]

    def of(self, a: int, b: int) -> float:
        """The probability that two reports are one."""
        pair = (a, b) if a < b else (b, a)
        if pair not in self._known:
            self._known[pair] = probability(self._told[pair[0]], self._told[pair[1]])
        return self._known[pair]

    def are_one(self, one: Sequence[int], other: Sequence[int]) -> bool:
        """Whether two groups have no document in common and are one on average, as their first members tell."""
        documents = {self._told[i].document.id for i in one}
        if any(self._told[i].document.id in documents for i in other):
            return False
        pairs = [self.of(a, b) for a in one[:_SPOKESMEN] for b in other[:_SPOKESMEN]]
        return bool(sum(pairs) >= self._limits["together"] * len(pairs))


def _candidate_pairs(told: Sequence[Told]) -> Iterator[tuple[int, int]]:
    """Pairs that share a key, each with its neighbours in time."""
    blocks: dict[str, list[int]] = defaultdict(list)
    for i, item in enumerate(told):
        for key in _block_keys(item):
            blocks[key].append(i)
    seen: set[tuple[int, int]] = set()
    for key, block in blocks.items():
        if "wording:" in key and len(block) > _RARE:
            continue
        block.sort(key=lambda i: (_day(told[i]), i))
        for k, a in enumerate(block):
            for b in block[k + 1 : k + 1 + _NEIGHBOURS]:
                pair = (min(a, b), max(a, b))
                if pair not in seen and told[a].document.id != told[b].document.id:
                    seen.add(pair)
                    yield pair


def _day(item: Told) -> date:
    when = item.report.when
    return (when.earliest if when else None) or item.document.published or date.max


def _block_keys(item: Told) -> set[str]:
    """What reports must share to be compared: a name, a place, a rare word or the story; or the deed and the story."""
    keys = {f"name:{word.lower()}" for name in item.names for word in (name.split()[:1] + name.split()[-1:])}
    for place in item.report.places:
        if place.place is not None and place.role is not Role.ABOUT:
            keys.add(place.place.id)
            keys.add(f"country:{place.place.country}")
    keys |= {f"wording:{w}" for w in item.words if len(w) >= _LONG_WORD}
    story = item.tale.story if item.tale is not None else None
    if story is not None:
        keys.add(f"story:{story}")
    return {f"{item.family} {key}" for key in keys} | {f"deed {deed} {story}" for deed in item.deeds if story is not None}


def _event_id(group: Sequence[Told], known: Mapping[str, str], taken: set[str]) -> str:
    """The id that most of the reports had, or one made from the report of the earliest document."""
    before = Counter(known[t.report.id] for t in group if t.report.id in known)
    for identifier, _ in before.most_common():
        if identifier not in taken:
            taken.add(identifier)
            return identifier
    first = min(group, key=lambda t: (t.document.published or date.max, t.document.id, t.report.start))
    seed = first.report.id
    while (identifier := "evt-" + hashlib.sha256(seed.encode()).hexdigest()[:12]) in taken:
        seed = identifier  # an event that this report began, and was parted from, still has its id
    taken.add(identifier)
    return identifier
