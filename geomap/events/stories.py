"""Which documents tell of one story: the same news, whatever words each outlet chose for it.

Documents are compared by their words, each weighed by how rare it is (tf-idf), and joined as long as they are alike on average
(average link). Look-alikes, two heists in one city, share most of that; so within what was joined, words are weighed again by
how rare they are *there*, names most of all, and what then has little in common is parted. Only documents that share several
of their most telling words are compared, and of many such only those nearest in time, so that the work grows with the number of
documents and not with its square. What is kept of a pair is two numbers and a likeness, and documents that no chain of likenesses
connects are joined apart from each other, so that memory stays small too.
"""

from __future__ import annotations

import heapq
import math
from array import array
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from tempfile import TemporaryFile
from typing import Any

import numpy as np

from geomap import lexicon
from geomap.events.bags import Bags, Floats, Numbers, Weights, Words, dot, positions, scale, sums, unit
from geomap.model import Document

_LIMITS = "events/stories.toml"
#: What it weighs that one document alone, of those that were joined, has a word.
_ALONE = 0.3

#: Two documents and how alike they are, as they lie in a file; and how many are looked through at a time.
_PAIR = np.dtype([("one", np.int32), ("other", np.int32), ("value", np.float64)])
_PAIRS_AT_ONCE = 1_000_000
#: How much closer likenesses must be, step by step, where a chain connects too many documents.
_CLOSER = 1.1

Pair = tuple[int, int]
Group = Sequence[int]


@dataclass(frozen=True, slots=True, eq=False)
class Tale:
    """What a document tells: the number of its story, None where it has too few words to say, and that of its near retellings.

    Documents of one story are about the same thing; those of one ``retold`` beyond that tell it in much the same words.
    """

    story: int | None
    retold: int
    #: The document's words, weighed, of length 1: how alike two documents are is their product.
    weights: Weights = field(default_factory=dict, repr=False)
    #: What the document only ever writes as a name.
    names: frozenset[str] = field(default=frozenset(), repr=False)


@lru_cache(maxsize=64)
def likeness(one: Tale, other: Tale) -> float:
    """How alike two documents are by all their words, 0 to 1; the reports of two documents are compared one after the other."""
    return dot(one.weights, other.weights)


@lru_cache(maxsize=64)
def names_in_common(one: Tale, other: Tale) -> float:
    """How alike two documents are by what either only writes as a name, 0 to 1: look-alikes share words, not people and towns."""
    named = (unit({word: tale.weights[word] for word in tale.names if word in tale.weights}) for tale in (one, other))
    return dot(*named)


class Stories:
    """What each of many documents tells: they are added one by one, then numbered, then asked about."""

    def __init__(self) -> None:
        self._limits = lexicon.table(_LIMITS)
        self._bags = Bags()
        self._times = array("i")
        self._short = array("b")

    @classmethod
    def of(cls, documents: Iterable[Document]) -> Stories:
        """The stories of these documents."""
        found = cls()
        for document in documents:
            found.add(document)
        found.number()
        return found

    def add(self, document: Document) -> None:
        """Take in the next document."""
        self._bags.add(Words.of(document))
        self._times.append((document.published or date.max).toordinal())
        self._short.append(len(document.text.split()) < self._limits["fewest_words"])

    def number(self) -> None:
        """Find the stories, once all documents are there."""
        self._bags.weigh(self._limits)
        self.numbers, self._retold = _numbered(self._bags, np.array(self._times), self._limits)
        self.known: Numbers = np.where(np.array(self._short, dtype=bool), -1, self.numbers)

    def tale(self, document: int) -> Tale:
        """What a document, by its number from 0, tells."""
        story = int(self.known[document])
        bags = self._bags
        known = None if story < 0 else story
        return Tale(known, int(self._retold[document]), bags.weights_of(document), bags.names_of(document))

    def rarity(self, stem: str) -> float:
        """How telling a word (its stem) is: 0 for one that stands everywhere; one that none has is as rare as can be."""
        return self._bags.rarity_of(stem)


def stories(documents: Sequence[Document]) -> tuple[int, ...]:
    """The number of the story that each document tells; documents with the same number tell one story."""
    return tuple(Stories.of(documents).numbers.tolist())


def _numbered(bags: Bags, times: Numbers, limits: Mapping[str, float]) -> tuple[Numbers, Numbers]:
    """For each document the number of its story, and the number of those in it that are alike closely."""
    n = len(bags)
    one, other, value = _alike(bags, times, limits)
    story: Numbers = np.zeros(n, dtype=np.int64)
    parts = (p for g in _joined(one, other, value, n, at_least=limits["alike"]) for p in _parted(g, bags, limits))
    for number, part in enumerate(parts):
        story[part] = number
    within = story[one] == story[other]
    retold: Numbers = np.zeros(n, dtype=np.int64)
    close = _joined(one[within], other[within], value[within], n, at_least=limits["alike_closely"])
    for number, part in enumerate(close):
        retold[part] = number
    return story, retold


def _alike(bags: Bags, times: Numbers, limits: Mapping[str, float]) -> tuple[Any, Any, Floats]:
    """The pairs of documents that may come into one story, the smaller number first, and how alike they are.

    Of all pairs that are compared, hundreds for each document, those are left that a chain of likenesses connects; until that is
    known, all lie in a file.
    """
    dense = np.zeros(len(bags.stems))
    strong = [np.empty(0, _PAIR)]
    with TemporaryFile() as file:
        for document, near in _candidates(bags, times, limits):
            found = np.empty(len(near), _PAIR)
            others = np.array(near)
            found["one"], found["other"] = np.minimum(others, document), np.maximum(others, document)
            found["value"] = value = bags.alike(document, near, dense)
            strong.append(found[value >= limits["alike"]])
            file.write(found.tobytes())
        component = _chained(np.concatenate(strong), len(bags), limits)
        file.seek(0)
        kept = [np.empty(0, _PAIR)]
        while content := file.read(_PAIRS_AT_ONCE * _PAIR.itemsize):
            pairs = np.frombuffer(content, _PAIR)
            kept.append(pairs[component[pairs["one"]] == component[pairs["other"]]])
    inside = np.concatenate(kept)
    return inside["one"], inside["other"], np.ascontiguousarray(inside["value"])


def _chained(strong: Any, n: int, limits: Mapping[str, float]) -> Numbers:
    """Which documents a chain of likenesses connects, as the smallest of them.

    Among very many documents a chain leads from almost any to any other. Where it connects too many to be joined in memory, only
    closer likenesses count, until no more than so many are connected.
    """
    level = limits["alike"]
    while True:
        component = connected(strong["one"], strong["other"], n)
        large = np.bincount(component, minlength=n)[component[strong["one"]]] > limits["most_chained"]
        level *= _CLOSER
        if level > 1 or not large.any():
            return component
        strong = strong[~large | (strong["value"] >= level)]


def _candidates(bags: Bags, times: Numbers, limits: Mapping[str, float]) -> Iterator[tuple[int, list[int]]]:
    """Each document with the later ones that share several of its most telling words."""
    telling = _telling(bags, int(limits["telling_words"]))
    order = np.lexsort((np.arange(len(bags)), times)).tolist()
    blocks: dict[int, array[int]] = defaultdict(lambda: array("i"))
    for document in order:
        for word in telling[document]:
            blocks[word].append(document)
    neighbours, fewest = int(limits["neighbours"]), limits["shared_words"]
    passed: Counter[int] = Counter()
    for document in order:
        common: Counter[int] = Counter()
        for word in telling[document]:
            passed[word] = at = passed[word] + 1
            common.update(blocks[word][at : at + neighbours])
        near = [other for other, n in common.items() if n >= fewest]
        if near:
            yield document, near


def _telling(bags: Bags, most: int) -> list[array[int]]:
    """The most telling words of each document, among those that others have too; of equals the last of the alphabet."""
    shared = (bags.held_by > 1).tolist()
    found = []
    for document in range(len(bags)):
        at = bags.span(document)
        weighed = zip(bags.weights[at].tolist(), bags.ids[at].tolist(), strict=True)
        words = [(weight, bags.stems[word], word) for weight, word in weighed if weight and shared[word]]
        found.append(array("i", [word for _, _, word in heapq.nlargest(most, words)]))
    return found


def _joined(one: Any, other: Any, value: Floats, n: int, *, at_least: float) -> Iterator[list[int]]:
    """Groups of the numbers below ``n``, joined on average.

    No group reaches beyond those that a chain of pairs, each alike enough, connects: each such component is joined by itself.
    """
    strong = value >= at_least
    component = connected(one[strong], other[strong], n)
    inside = component[one] == component[other]
    one, other, value = one[inside], other[inside], value[inside]
    order = np.argsort(component[one], kind="stable")
    one, other, value = one[order], other[order], value[order]
    starts = np.searchsorted(component[one], np.arange(n + 1)).tolist()
    members: dict[int, list[int]] = defaultdict(list)
    for document, root in enumerate(component.tolist()):
        members[root].append(document)
    for root, group in members.items():
        at = slice(starts[root], starts[root + 1])
        if len(group) < 3:
            yield group
        else:
            pairs = zip(one[at].tolist(), other[at].tolist(), strict=True)
            yield from joined_on_average(dict(zip(pairs, value[at].tolist(), strict=True)), group, at_least=at_least)


def connected(one: Any, other: Any, n: int) -> Numbers:
    """For each number below ``n`` the smallest that a chain of pairs, ``one[i]`` with ``other[i]``, connects it with.

    All pairs are looked at together: of each that is still apart the larger root comes under the smaller, until none is.
    """
    root: Numbers = np.arange(n, dtype=np.int64)
    while len(one):
        a, b = root[one], root[other]
        apart = a != b
        one, other, a, b = one[apart], other[apart], a[apart], b[apart]
        np.minimum.at(root, np.maximum(a, b), np.minimum(a, b))
        while not np.array_equal(above := root[root], root):
            root = above
    return root


def _parted(joined: Group, bags: Bags, limits: Mapping[str, float]) -> list[list[int]]:
    """Look-alikes among documents that were joined; too few, or too many, are left as they are."""
    if not limits["fewest_to_part"] <= len(joined) <= limits["most_to_part"]:
        return [list(joined)]
    where, of = positions(bags.ends, np.array(joined))
    named = bags.named[where] != 0
    by_words = _alike_within(bags, where, of, len(joined))
    by_names = _alike_within(bags, where[named], of[named], len(joined))
    share = limits["names_share"]
    alike = {
        (joined[a], joined[a + 1 + k]): value
        for a, (names, words) in enumerate(zip(by_names, by_words, strict=True))
        for k, value in enumerate((share * names + (1 - share) * words).tolist())
    }
    return joined_on_average(alike, joined, at_least=limits["alike_within"])


def _alike_within(bags: Bags, where: Numbers, of: Numbers, n: int) -> Iterator[Floats]:
    """For each of ``n`` documents how alike it is to each of those after it, the words weighed by how few of *these* have them.

    What one document alone has says a little.
    """
    words, local = np.unique(bags.ids[where], return_inverse=True)
    held_by = np.bincount(local, minlength=len(words)).tolist()
    within = np.array([math.log((n + 1) / held) if held > 1 else _ALONE for held in held_by])
    weights = bags.often(bags.counts[where]) * within[local] * bags.rarity[bags.ids[where]] if len(where) else np.zeros(0)
    ends = np.searchsorted(of, np.arange(n + 1))
    scale(weights, ends)
    dense = np.zeros(len(words))
    for a in range(n):
        at, rest = slice(ends[a], ends[a + 1]), slice(ends[a + 1], None)
        dense[local[at]] = weights[at]
        yield sums(of[rest] - a - 1, dense[local[rest]] * weights[rest], n - a - 1)
        dense[local[at]] = 0.0


def joined_on_average(alike: Mapping[Pair, float], items: Iterable[int], *, at_least: float) -> list[list[int]]:
    """Groups of items, joined best first while their mean likeness is high enough; a pair not in ``alike`` counts as 0."""
    groups = {i: [i] for i in items}
    sums: dict[int, dict[int, float]] = defaultdict(dict)
    waiting: list[tuple[float, int, int]] = []
    for (a, b), value in alike.items():
        sums[a][b] = sums[b][a] = value
        if value >= at_least:
            waiting.append((-value, a, b))
    heapq.heapify(waiting)
    while waiting:
        value, a, b = heapq.heappop(waiting)
        if a not in groups or b not in groups or -value != sums[a][b] / (len(groups[a]) * len(groups[b])):
            continue  # one of the two has been joined since
        groups[a] += groups.pop(b)
        del sums[a][b]
        for other, total in sums.pop(b).items():
            if other != a:
                del sums[other][b]
                sums[a][other] = sums[other][a] = sums[a].get(other, 0.0) + total
        for other, total in sums[a].items():
            mean = total / (len(groups[a]) * len(groups[other]))
            if mean >= at_least:
                heapq.heappush(waiting, (-mean, *((a, other) if (a, other) in alike else (other, a))))
    return list(groups.values())
