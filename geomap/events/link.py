"""Which reports of many documents tell of one happening.

The best pairs are joined first; a happening takes at most one report of a document, and nothing that any of its members rules
out. Only reports that share a name, a place or rare words are compared, and of many such only those nearest in time, so that
the work grows with the number of reports and not with its square.
"""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from geomap.events.consensus import event_of
from geomap.events.likeness import Told, may_be_one, score, story_of
from geomap.events.stories import tales_of
from geomap.model import Event, Extraction, Role

#: Reports that share a key are compared with this many of their neighbours in time.
_NEIGHBOURS = 40
#: Words that more reports share than this say nothing.
_RARE = 30
_LONG_WORD = 8


def link(extractions: Sequence[Extraction], *, known: Mapping[str, str] | None = None) -> tuple[Event, ...]:
    """The events that the reports of all documents tell of, ordered by time, then id.

    ``known`` maps report ids to the event ids of the last build, so that an event keeps its id when documents are added.
    """
    stories = [story_of(e.reports) for e in extractions]
    tales = tales_of([e.document for e in extractions])
    told = [
        Told.of(r, e.document, story, tale) for e, story, tale in zip(extractions, stories, tales, strict=True) for r in e.reports
    ]
    groups = _groups(told)
    taken: set[str] = set()
    events = [event_of(group, _event_id(group, known or {}, taken)) for group in groups]
    return tuple(sorted(events, key=_by_time))


def _by_time(event: Event) -> tuple[date, str]:
    return (event.when.earliest if event.when and event.when.earliest else date.max, event.id)


def _groups(told: Sequence[Told]) -> list[list[Told]]:
    """Join the best pairs first, as long as nothing in the joined group rules it out."""
    scored = sorted(
        ((score(told[a], told[b]), a, b) for a, b in _candidate_pairs(told) if may_be_one(told[a], told[b])),
        key=lambda s: (-s[0], s[1], s[2]),
    )
    group_of = {i: [i] for i in range(len(told))}
    for _, a, b in scored:
        one, other = group_of[a], group_of[b]
        if one is other or not _joinable([told[i] for i in one], [told[i] for i in other]):
            continue
        one.extend(other)
        for i in other:
            group_of[i] = one
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
    identifier = "evt-" + hashlib.sha256(first.report.id.encode()).hexdigest()[:12]
    taken.add(identifier)
    return identifier
