"""Which documents tell of one story: the same news, whatever words each outlet chose for it.

Documents are compared by their words, each weighed by how rare it is (tf-idf), and joined as long as they are alike on average
(average link). Look-alikes, two heists in one city, share most of that; so within what was joined, words are weighed again by
how rare they are *there*, names most of all, and what then has little in common is parted. Only documents that share several
of their most telling words are compared, and of many such only those nearest in time, so that the work grows with the number of
documents and not with its square.
"""

from __future__ import annotations

import heapq
import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import combinations

from geomap import lexicon
from geomap.model import Document

_LIMITS = "events/stories.toml"
WORD = re.compile(r"[^\W_]+(?:[.,'\u2019][^\W_]+)*")
_ENDINGS = ("ings", "ing", "edly", "ed", "es", "s")

Pair = tuple[int, int]
Weights = dict[str, float]


@dataclass(frozen=True, slots=True)
class Words:
    """The words of one document, stemmed: how often each occurs, and which are only ever written as names."""

    counts: Counter[str]
    names: frozenset[str]

    @classmethod
    def of(cls, document: Document) -> Words:
        """The words of an article without its page furniture."""
        counts: Counter[str] = Counter()
        plain: set[str] = set()
        names: set[str] = set()
        for word in _words(document):
            stem = stem_of(word)
            counts[stem] += 1
            (names if word[0].isupper() else plain).add(stem)
        return cls(counts, frozenset(names - plain))


@dataclass(frozen=True, slots=True)
class Tale:
    """What a document tells: the number of its story, None where it has too few words to say, and that of its near retellings.

    Documents of one story are about the same thing; those of one ``retold`` beyond that tell it in much the same words.
    """

    story: int | None
    retold: int
    #: The document's words, weighed, of length 1: how alike two documents are is their product.
    weights: Weights = field(default_factory=dict, compare=False, repr=False)
    #: What the document only ever writes as a name.
    names: frozenset[str] = field(default=frozenset(), compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Rarity:
    """How telling each word (its stem) of some documents is; a word that none of them has is as rare as can be."""

    by_stem: Mapping[str, float]
    rarest: float

    def of(self, stem: str) -> float:
        """How telling a word is: 0 for one that stands everywhere."""
        return self.by_stem.get(stem, self.rarest)


@dataclass(frozen=True, slots=True)
class Stories:
    """What each of some documents tells, in their order, and how telling their words are."""

    tales: tuple[Tale, ...]
    rarity: Rarity


def stories(documents: Sequence[Document]) -> tuple[int, ...]:
    """The number of the story that each document tells; documents with the same number tell one story."""
    return tuple(story for story, _ in _numbered(documents, _Read.of(documents)))


def read_stories(documents: Sequence[Document]) -> Stories:
    """What each document tells, for reports that are to be linked."""
    fewest = lexicon.table(_LIMITS)["fewest_words"]
    read = _Read.of(documents)
    numbered = zip(documents, _numbered(documents, read), read.words, read.vectors, strict=True)
    tales = tuple(
        Tale(story if len(d.text.split()) >= fewest else None, retold, vector, words.names)
        for d, (story, retold), words, vector in numbered
    )
    rarest = math.log(len(documents) + lexicon.table(_LIMITS)["background"] + 1)
    return Stories(tales, Rarity(read.rarity, rarest))


@dataclass(frozen=True, slots=True)
class _Read:
    """Documents as words: counted, how rare each is, and weighed by that."""

    words: Sequence[Words]
    rarity: Weights
    vectors: Sequence[Weights]

    @classmethod
    def of(cls, documents: Sequence[Document]) -> _Read:
        words = [Words.of(d) for d in documents]
        rarity = _rarity(words, lexicon.table(_LIMITS))
        return cls(words, rarity, [unit({w: (1 + math.log(n)) * rarity[w] for w, n in r.counts.items()}) for r in words])


def _numbered(documents: Sequence[Document], read: _Read) -> list[tuple[int, int]]:
    """For each document the number of its story, and the number of those in it that are alike closely."""
    limits = lexicon.table(_LIMITS)
    vectors = read.vectors
    alike = {(a, b): dot(vectors[a], vectors[b]) for a, b in _candidates(documents, vectors, limits)}
    joined = joined_on_average(alike, range(len(documents)), at_least=limits["alike"])
    parts = [part for group in joined for part in _parted(group, read.words, read.rarity, limits)]
    story = {i: n for n, part in enumerate(parts) for i in part}
    within = {(a, b): value for (a, b), value in alike.items() if story[a] == story[b]}
    close = joined_on_average(within, range(len(documents)), at_least=limits["alike_closely"])
    retold = {i: n for n, part in enumerate(close) for i in part}
    return [(story[i], retold[i]) for i in range(len(documents))]


def stem_of(word: str) -> str:
    """A word without case, possessive and the commonest endings, so that *arrests* and *arrested* are one."""
    stem = word.lower().replace("\u2019", "'").removesuffix("'s")
    for ending in _ENDINGS:
        if len(stem) > 4 and stem.endswith(ending) and len(stem) - len(ending) >= 3:
            return stem.removesuffix(ending)
    return stem


def _words(document: Document) -> Iterator[str]:
    at = 0
    for furniture in (*sorted(document.furniture, key=lambda f: f.start), None):
        end = furniture.start if furniture else len(document.text)
        yield from (m.group() for m in WORD.finditer(document.text, at, max(at, end)))
        at = max(at, furniture.end) if furniture else at


def _rarity(read: Sequence[Words], limits: Mapping[str, float]) -> dict[str, float]:
    """How telling each word is.

    A few articles don't show which words are common: as many as ``background`` others are imagined, in which every function word
    stands and nothing else does.
    """
    held_by = Counter(w for r in read for w in r.counts)
    imagined = limits["background"]
    function = {stem_of(w) for w in lexicon.words("syntax/stop_words.txt")}
    total = len(read) + imagined + 1
    return {w: math.log(total / (n + imagined * (w in function))) for w, n in held_by.items()}


def _candidates(documents: Sequence[Document], vectors: Sequence[Weights], limits: Mapping[str, float]) -> Iterator[Pair]:
    """Pairs of documents that share several of their most telling words."""
    holders: dict[str, list[int]] = defaultdict(list)
    held_by = Counter(w for v in vectors for w in v)
    for i, vector in enumerate(vectors):
        shared = (w for w in vector if held_by[w] > 1)
        for word in heapq.nlargest(int(limits["telling_words"]), shared, key=lambda w: (vector[w], w)):
            holders[word].append(i)
    times = [d.published or date.max for d in documents]
    common: Counter[Pair] = Counter()
    for block in holders.values():
        block.sort(key=lambda i: (times[i], i))
        for k, a in enumerate(block):
            common.update((min(a, b), max(a, b)) for b in block[k + 1 : k + 1 + int(limits["neighbours"])])
    return (pair for pair, n in common.items() if n >= limits["shared_words"])


def _parted(
    joined: Sequence[int], read: Sequence[Words], rarity: Mapping[str, float], limits: Mapping[str, float]
) -> list[list[int]]:
    """Look-alikes among documents that were joined; too few, or too many, are left as they are."""
    if not limits["fewest_to_part"] <= len(joined) <= limits["most_to_part"]:
        return [list(joined)]
    by_words = _weighed_within([r.counts for r in (read[i] for i in joined)], rarity)
    by_names = _weighed_within(
        [Counter({w: n for w, n in r.counts.items() if w in r.names}) for r in (read[i] for i in joined)], rarity
    )
    share = limits["names_share"]
    alike = {
        (joined[a], joined[b]): share * dot(by_names[a], by_names[b]) + (1 - share) * dot(by_words[a], by_words[b])
        for a, b in combinations(range(len(joined)), 2)
    }
    return joined_on_average(alike, joined, at_least=limits["alike_within"])


def _weighed_within(bags: Sequence[Counter[str]], rarity: Mapping[str, float]) -> list[Weights]:
    """The words of each document weighed by how few of *these* documents have them; what one alone has says a little."""
    held_by = Counter(w for bag in bags for w in bag)
    alone = 0.3
    within = {w: math.log((len(bags) + 1) / n) if n > 1 else alone for w, n in held_by.items()}
    return [unit({w: (1 + math.log(n)) * within[w] * rarity[w] for w, n in bag.items()}) for bag in bags]


def unit(weights: Weights) -> Weights:
    """The weights scaled to length 1."""
    length = math.sqrt(sum(x * x for x in weights.values()))
    return {w: x / length for w, x in weights.items()} if length else {}


def dot(one: Weights, other: Weights) -> float:
    """How alike two weighed documents of length 1 are, from 0 to 1 (cosine)."""
    if len(one) > len(other):
        one, other = other, one
    return sum(x * other[w] for w, x in one.items() if w in other)


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
