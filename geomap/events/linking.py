"""Linking the reports of any number of documents in little memory.

Every document is looked at once, and what is kept of it are numbers: its words, and what its reports must share to be compared
(``bags``, ``blocks``). The documents whose reports are compared, and those whose reports are joined, are then asked for again, a
few at a time. What is decided about two reports, or a group of them, is decided in ``link``, ``evidence`` and ``consensus``.
"""

from __future__ import annotations

import math
from array import array
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any, Protocol, TypeVar

import numpy as np

from geomap import lexicon
from geomap.events import link as decide
from geomap.events.agreement import times_agree
from geomap.events.bags import Numbers
from geomap.events.blocks import Blocks
from geomap.events.consensus import event_of
from geomap.events.evidence import probability
from geomap.events.likeness import score
from geomap.events.link import Pair
from geomap.events.meaning import alike
from geomap.events.origins import Origins
from geomap.events.rivals import ASKED, FLOOR, given_rivals, rivals
from geomap.events.stories import Stories, connected, names_in_common
from geomap.events.told import WEIGHTS_FILE, Told, told_in
from geomap.events.told_when import in_own_words, stated
from geomap.model import DateBasis, Document, Event, Extraction, Report

Telling = tuple[Document, Sequence[Report]]

#: Documents that are held with all that linking asks of them, and pairs that are weighed before others may take their place.
_HELD = 1_500
_PAIRS_AT_ONCE = 1_500
#: The words of a report say when it was.
_STATED = frozenset({DateBasis.EXPLICIT, DateBasis.RELATIVE, DateBasis.PERSON})
#: Documents that are asked for together.
_AT_ONCE = 400

T = TypeVar("T")


class Source(Protocol):
    """Documents with their reports; the order and what is in them stay the same while they are linked."""

    def all(self) -> Iterable[Telling]:
        """Every document."""
        ...

    def some(self, numbers: Sequence[int]) -> Iterable[Telling]:
        """Some of them, by their place in this order, from 0."""
        ...


@dataclass(frozen=True, slots=True)
class Held:
    """Documents that are in memory."""

    documents: Sequence[Telling]

    def all(self) -> Iterable[Telling]:
        """Every document."""
        return self.documents

    def some(self, numbers: Sequence[int]) -> Iterable[Telling]:
        """Some of them."""
        return [self.documents[number] for number in numbers]


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
    source = Held([(e.document, e.all_reports) for e in extractions])
    found = linked(source, known=known or {}, together=together, apart=apart)
    return tuple(sorted((event for event, _ in found), key=decide.by_time))


def linked(
    source: Source, *, known: Mapping[str, str], together: Iterable[Pair] = (), apart: Iterable[Pair] = ()
) -> Iterator[tuple[Event, tuple[Report, ...]]]:
    """The same events one by one, each with its reports, in no order of time."""
    read = _Read.of(source)
    shelf = _Shelf(source, read)
    joined, parted = read.pairs(together), set(read.pairs(apart))
    one, other, likely = _likely(read, shelf)
    components = _Components.of(len(read.ids), joined, one, other)
    group_of = array("q", range(len(read.ids)))
    for batch in _together(map(read.documents, components.several), components.several):
        shelf.fetch({d for members in batch for d in read.documents(members)})
        for members in batch:
            pairs, weights = components.pairs(members[0], one, other, likely)
            told = {i: shelf.told(i) for i in members}
            inside = [pair for pair in joined if pair[0] in told]
            for group in decide.groups(told, pairs, weights, joined=inside, parted=parted):
                for i in group:
                    group_of[i] = group[0]
    counted = _told_groups(group_of, read)
    yield from _events(read, source, shelf, counted, _identifiers(counted, read, known))


class _Read:
    """What is kept of all documents after they were looked at once; a report is a number, in the order of the documents."""

    def __init__(self) -> None:
        self.stories = Stories()
        self.blocks = Blocks()
        self.spelling: dict[str, str] = {}
        self.ids: list[str] = []
        self.tentative = bytearray()
        self.document_ids: list[str] = []
        self.published, self.starts, self.first = array("i"), array("i"), array("q", [0])
        self._document_of = array("i")

    @classmethod
    def of(cls, source: Source) -> _Read:
        """Look at every document."""
        read = cls()
        spellings = decide.Spellings()
        for document, reports in source.all():
            told = [Told.of(report, document, frozenset()) for report in reports]
            read._add(document, told)
            spellings.add({name for item in told for name in item.proper})
        read.spelling = spellings.chosen()
        read.stories.number()
        return read

    def _add(self, document: Document, told: Sequence[Told]) -> None:
        number = len(self.document_ids)
        self.stories.add(document)
        self.document_ids.append(document.id)
        self.published.append((document.published or date.max).toordinal())
        for item in told:
            self.ids.append(item.report.id)
            self.tentative.append(item.report.tentative)
            self.starts.append(item.report.start)
            self._document_of.append(number)
            self.blocks.add(number, decide.day_of(item).toordinal(), **decide.keys_of(item))
        self.first.append(len(self.ids))

    def document(self, report: int) -> int:
        """The number of a report's document."""
        return self._document_of[report]

    def told(self, reports: Sequence[int]) -> list[int]:
        """The reports of an event that count: the tentative ones only where another document tells of it for sure.

        Beside a sure report of its own document a tentative one adds nothing.
        """
        sure = self.documents(i for i in reports if not self.tentative[i])
        return [i for i in reports if not self.tentative[i] or (sure and self.document(i) not in sure)]

    def documents(self, reports: Iterable[int]) -> set[int]:
        """The numbers of the documents of some reports."""
        return {self._document_of[report] for report in reports}

    def pairs(self, given: Iterable[Pair]) -> list[tuple[int, int]]:
        """Pairs of reports that are here, by their numbers, the smaller first."""
        given = list(given)
        number = {report_id: i for i, report_id in enumerate(self.ids)} if given else {}
        found = ((number[a], number[b]) for a, b in given if a in number and b in number)
        return [(min(pair), max(pair)) for pair in found]


class _Shelf:
    """The documents that are in memory with all that linking asks of their reports."""

    def __init__(self, source: Source, read: _Read) -> None:
        self._source, self._read = source, read
        self._held: dict[int, list[Told]] = {}

    def fetch(self, documents: Collection[int]) -> None:
        """See to it that some documents are there; others may have to go."""
        missing = sorted(d for d in documents if d not in self._held)
        if len(self._held) + len(missing) > _HELD:
            self._held = {d: told for d, told in self._held.items() if d in documents}
        stories = self._read.stories
        for number, (document, reports) in zip(missing, self._source.some(missing), strict=True):
            self._held[number] = told_in(document, reports, stories.tale(number), stories.rarity)

    def documents(self, numbers: Sequence[int]) -> Iterator[Document]:
        """Some documents by themselves: held or asked for, and then not kept."""
        if all(number in self._held for number in numbers):
            yield from (self._held[number][0].document for number in numbers)
            return
        for start in range(0, len(numbers), _AT_ONCE):
            yield from (document for document, _ in self._source.some(numbers[start : start + _AT_ONCE]))

    def told(self, report: int) -> Told:
        """A report of a document that is there."""
        document = self._read.document(report)
        return self._held[document][report - self._read.first[document]]


def _likely(read: _Read, shelf: _Shelf) -> tuple[Numbers, Numbers, Any]:
    """The pairs that are likely enough to be joined, with how likely they are: the sure ones first, of each the likeliest."""
    limits = lexicon.table(WEIGHTS_FILE)["limits"]
    candidates = read.blocks.pairs(read.stories.known)
    one, other, likely, common, names, meant = array("q"), array("q"), array("d"), array("d"), array("d"), array("d")
    least = array("d")
    for start in range(0, len(candidates[0]), _PAIRS_AT_ONCE):
        pairs = [each[start : start + _PAIRS_AT_ONCE].tolist() for each in candidates]
        shelf.fetch(read.documents(i for each in pairs for i in each))
        for a, b in zip(*pairs, strict=True):
            x, y = shelf.told(a), shelf.told(b)
            found = 0.0 if x.report.tentative and y.report.tentative else probability(x, y)
            if found >= FLOOR:
                one.append(a)
                other.append(b)
                likely.append(found)
                common.append(score(x, y))
                least.append(_least(x, y, limits))
                names.append(names_in_common(x.tale, y.tale) if x.tale and y.tale else 0.0)
                meant.append(alike(x.sense, y.sense) if found >= ASKED and x.sense and y.sense else 0.0)
    first, second, p, shared = np.array(one, np.int64), np.array(other, np.int64), np.array(likely), np.array(common)
    documents, meaning = read.blocks.documents, np.array(meant)
    tentative = np.frombuffer(read.tentative, np.uint8)
    unsure = (tentative[first] | tentative[second]).astype(bool)
    own, named = p.copy(), np.array(names)
    for among in (slice(None), ~unsure):  # what is tentative is no rival of what is sure
        ends = first[among], second[among]
        nearer = meaning[among] - rivals(*ends, meaning[among], documents)
        p[among] = np.maximum(own[among], given_rivals(own[among], rivals(*ends, own[among], documents), named[among], nearer))
    enough = p >= np.array(least)
    first, second, p, shared, unsure = first[enough], second[enough], p[enough], shared[enough], unsure[enough]
    order = np.lexsort((second, first, -shared, -p, unsure))
    return first[order], second[order], p[order]


def _least(a: Told, b: Told, limits: Mapping[str, float]) -> float:
    """How likely two reports must be one to be joined.

    What is tentative asks for more the less the two say of the day, and where its sentence tells of something else on that
    day and it has no place of its own; where its own sentence says another day, it is never joined.
    """
    one, other = a.report, b.report
    if not (one.tentative or other.tentative):
        return limits["join"]
    maybe, sure = (a, b) if one.tentative else (b, a)
    if times_agree(one.when, other.when, slack_days=0):
        said = any(r.when is not None and r.when.basis in _STATED for r in (one, other)) and not _is_told_beside(maybe)
        return limits["tentative" if said else "tentative_dated"]
    if maybe.report.says_when:
        return math.inf
    return limits["tentative_dated" if in_own_words(sure) and stated(sure.report.when) else "tentative_undated"]


def _is_told_beside(maybe: Told) -> bool:
    """Whether a tentative report has the day of something sure in its sentence, and no place of its own: part of that, maybe."""
    when, pin = maybe.report.when, maybe.report.pin
    placed = pin is not None and pin.how == "explicit"
    return not placed and when is not None and (when.earliest, when.latest) in maybe.days


@dataclass(frozen=True, slots=True)
class _Components:
    """The reports that a chain of likely pairs connects, where there are several: no event reaches beyond them."""

    several: list[list[int]]
    order: Numbers
    root: Numbers

    @classmethod
    def of(cls, n: int, joined: Iterable[tuple[int, int]], one: Numbers, other: Numbers) -> _Components:
        """Those of ``n`` reports."""
        given = np.array([*joined], dtype=np.int64).reshape(-1, 2)
        root = connected(np.concatenate([given[:, 0], one]), np.concatenate([given[:, 1], other]), n)
        members: dict[int, list[int]] = {}
        for report, first in enumerate(root.tolist()):
            members.setdefault(first, []).append(report)
        order = np.argsort(root[one], kind="stable") if n else np.zeros(0, np.int64)
        return cls([found for found in members.values() if len(found) > 1], order, root[one][order])

    def pairs(self, first: int, one: Numbers, other: Numbers, likely: Any) -> tuple[list[tuple[int, int]], dict[Any, float]]:
        """The likely pairs of the component with this first report, the likeliest first, and how likely each is."""
        start, stop = np.searchsorted(self.root, (first, first + 1))
        at = self.order[start:stop]
        pairs = list(zip(one[at].tolist(), other[at].tolist(), strict=True))
        return pairs, dict(zip(pairs, likely[at].tolist(), strict=True))


def _together(documents: Iterable[Collection[int]], items: Iterable[T]) -> Iterator[list[T]]:
    """The same items, as many together as have some hundred documents; ``documents`` are those of each."""
    batch: list[T] = []
    held = 0
    for own, item in zip(documents, items, strict=True):
        if batch and held + len(own) > _AT_ONCE:
            yield batch
            batch, held = [], 0
        batch.append(item)
        held += len(own)
    if batch:
        yield batch


def _told_groups(group_of: Sequence[int], read: _Read) -> dict[int, list[int]]:
    """The reports of each event that count, by the first of them; an event of which none counts is left out."""
    members: dict[int, list[int]] = {}
    for report, first in enumerate(group_of):
        members.setdefault(first, []).append(report)
    counted = sorted(told for group in members.values() if (told := read.told(group)))
    return {told[0]: told for told in counted}


def _identifiers(groups: Mapping[int, Sequence[int]], read: _Read, known: Mapping[str, str]) -> dict[int, str]:
    """The id of each event, by the first of its reports; the group with the earliest number chooses first."""
    taken: set[str] = set()

    def earliest(i: int) -> tuple[int, str, int]:
        document = read.document(i)
        return read.published[document], read.document_ids[document], read.starts[i]

    return {
        first: decide.event_id([read.ids[i] for i in group], read.ids[min(group, key=earliest)], known, taken)
        for first, group in groups.items()
    }


def _events(
    read: _Read, source: Source, shelf: _Shelf, groups: Mapping[int, list[int]], identifiers: Mapping[int, str]
) -> Iterator[tuple[Event, tuple[Report, ...]]]:
    """The events, those of neighbouring documents together: retellings are looked for among the documents of a story."""
    several = [group for group in groups.values() if len(group) > 1]
    units = _units(read, several)
    for batch in _together((documents for documents, _ in units.values()), units.values()):
        shelf.fetch({d for documents, _ in batch for d in documents} if len(batch) > 1 else ())
        for documents, found in batch:
            origins = Origins(shelf.documents(sorted(documents)))
            for part in _together(map(read.documents, found), found):
                shelf.fetch({d for group in part for d in read.documents(group)})
                for group in part:
                    yield _event(group, read, shelf, identifiers, origins)
    yield from _single(read, source, (group[0] for group in groups.values() if len(group) == 1), identifiers)


def _single(
    read: _Read, source: Source, reports: Iterable[int], identifiers: Mapping[int, str]
) -> Iterator[tuple[Event, tuple[Report, ...]]]:
    """The events that one report alone tells of: nothing is compared, so the reports are not weighed."""
    nobody = Origins(())
    wanted = [(number, list(mine)) for number, mine in groupby(reports, read.document)]
    for start in range(0, len(wanted), _AT_ONCE):
        part = wanted[start : start + _AT_ONCE]
        for (number, mine), (document, told) in zip(part, source.some([number for number, _ in part]), strict=True):
            for report in mine:
                item = Told.of(told[report - read.first[number]], document, frozenset())
                yield event_of([item], identifiers[report], nobody, read.spelling), (item.report,)


def _units(read: _Read, several: Sequence[list[int]]) -> dict[int, tuple[set[int], list[list[int]]]]:
    """The documents that tell one story or have an event in common, with the events of several reports that they tell of."""
    stories = read.stories.numbers.tolist()
    documents = [read.documents(group) for group in several]
    first: dict[int, int] = {}
    one_story = [(first.setdefault(stories[d], d), d) for found in documents for d in found]
    pairs = np.array([*one_story, *((min(found), d) for found in documents for d in found)], dtype=np.int64).reshape(-1, 2)
    unit = connected(pairs[:, 0], pairs[:, 1], len(stories)).tolist()
    units: dict[int, tuple[set[int], list[list[int]]]] = {}
    for group, found in zip(several, documents, strict=True):
        held, events = units.setdefault(unit[min(found)], (set(), []))
        held |= found
        events.append(group)
    return units


def _event(
    group: Sequence[int], read: _Read, shelf: _Shelf, identifiers: Mapping[int, str], origins: Origins
) -> tuple[Event, tuple[Report, ...]]:
    told = [shelf.told(i) for i in group]
    return event_of(told, identifiers[group[0]], origins, read.spelling), tuple(t.report for t in told)
