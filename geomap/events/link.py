"""Which reports of many documents tell of one happening.

The best pairs are joined first; a happening takes at most one report of a document, and nothing that any of its members rules
out. Only reports that share a name, a place or rare words are compared, and of many such only those nearest in time, so that
the work grows with the number of reports and not with its square.
"""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date

from geomap.events.consensus import event_of
from geomap.events.likeness import Told, may_be_one, score, story_of
from geomap.events.stories import tales_of
from geomap.model import Event, Extraction, Role

Pair = tuple[str, str]

#: Reports that share a key are compared with this many of their neighbours in time.
_NEIGHBOURS = 40
#: Words that more reports share than this say nothing.
_RARE = 30
_LONG_WORD = 8


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
    stories = [story_of(e.reports) for e in extractions]
    tales = tales_of([e.document for e in extractions])
    told = [
        Told.of(r, e.document, story, tale) for e, story, tale in zip(extractions, stories, tales, strict=True) for r in e.reports
    ]
    place_of = {item.report.id: i for i, item in enumerate(told)}
    joined, parted = _indices(together, place_of), set(_indices(apart, place_of))
    groups = _groups(told, joined, parted)
    taken: set[str] = set()
    events = [event_of(group, _event_id(group, known or {}, taken)) for group in groups]
    return tuple(sorted(events, key=_by_time))


def _by_time(event: Event) -> tuple[date, str]:
    return (event.when.earliest if event.when and event.when.earliest else date.max, event.id)


def _indices(pairs: Iterable[Pair], place_of: Mapping[str, int]) -> list[tuple[int, int]]:
    """Pairs of reports that are here, as pairs of their places, the smaller first."""
    found = ((place_of[a], place_of[b]) for a, b in pairs if a in place_of and b in place_of)
    return [(min(pair), max(pair)) for pair in found]


def _groups(
    told: Sequence[Told], joined: Sequence[tuple[int, int]] = (), parted: Collection[tuple[int, int]] = ()
) -> list[list[Told]]:
    """Join the best pairs first, as long as nothing in the joined group rules it out; before them, what a person joined."""
    scored = sorted(
        ((score(told[a], told[b]), a, b) for a, b in _candidate_pairs(told) if may_be_one(told[a], told[b])),
        key=lambda s: (-s[0], s[1], s[2]),
    )
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
    for _, a, b in scored:
        one, other = group_of[a], group_of[b]
        if one is other or held_apart(a, b) or not _joinable([told[i] for i in one], [told[i] for i in other]):
            continue
        join(a, b)
    distinct = {id(g): g for g in group_of.values()}
    return [[told[i] for i in sorted(g)] for g in distinct.values()]


def _joinable(one: Sequence[Told], other: Sequence[Told]) -> bool:
    documents = {t.document.id for t in one}
    if any(t.document.id in documents for t in other):
        return False
    return all(may_be_one(a, b) for a in one for b in other)


def _candidate_pairs(told: Sequence[Told]) -> Iterator[tuple[int, int]]:
    """Pairs of one family that share a key, each with its neighbours in time."""
    blocks: dict[tuple[str, str], list[int]] = defaultdict(list)
    for i, item in enumerate(told):
        for key in _block_keys(item):
            blocks[item.family, key].append(i)
    seen: set[tuple[int, int]] = set()
    for (_, key), block in blocks.items():
        if key.startswith("wording:") and len(block) > _RARE:
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
    keys = {f"name:{word.lower()}" for name in item.names for word in (name.split()[:1] + name.split()[-1:])}
    for place in item.report.places:
        if place.place is not None and place.role is not Role.ABOUT:
            keys.add(place.place.id)
            keys.add(f"country:{place.place.country}")
    return keys | {f"wording:{w}" for w in item.words if len(w) >= _LONG_WORD}


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
