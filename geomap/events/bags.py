"""The words of many documents in little memory: each word is a number, each document a stretch of a few long arrays.

As dictionaries of words, a hundred thousand documents take gigabytes. What is asked of one document (its weights by word) is made
when it is asked for.
"""

from __future__ import annotations

import math
import re
from array import array
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import pairwise
from typing import Any

import numpy as np
import numpy.typing as npt

from geomap import lexicon
from geomap.model import Document

WORD = re.compile(r"[^\W_]+(?:[.,'\u2019][^\W_]+)*")
_ENDINGS = ("ings", "ing", "edly", "ed", "es", "s")

Weights = dict[str, float]
Floats = npt.NDArray[np.float64]
Numbers = npt.NDArray[np.int64]


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
        for word, n in Counter(_words(document)).items():
            stem = stem_of(word)
            counts[stem] += n
            (names if word[0].isupper() else plain).add(stem)
        return cls(counts, frozenset(names - plain))


class Bags:
    """The words of documents, in the order in which they were added; ``weigh`` comes after the last."""

    def __init__(self) -> None:
        self.numbers: dict[str, int] = {}
        self._ids, self._counts, self._named, self._ends = array("i"), array("i"), array("b"), array("q", [0])

    def __len__(self) -> int:
        return len(self._ends) - 1

    def add(self, words: Words) -> None:
        """Take in the next document."""
        numbers = self.numbers
        self._ids.extend([numbers.setdefault(stem, len(numbers)) for stem in words.counts])
        self._counts.extend(words.counts.values())
        self._named.extend([stem in words.names for stem in words.counts])
        self._ends.append(len(self._ids))

    def weigh(self, limits: Mapping[str, float]) -> None:
        """Weigh every word by how rare it is (tf-idf), each document scaled to length 1.

        A few articles don't show which words are common: as many as ``background`` others are imagined, in which every function
        word stands and nothing else does.
        """
        self.stems = list(self.numbers)
        self.ids: Any = np.frombuffer(self._ids, dtype=np.int32) if self._ids else np.zeros(0, np.int32)
        self.counts: Any = np.frombuffer(self._counts, dtype=np.int32) if self._counts else np.zeros(0, np.int32)
        self.named: Any = np.frombuffer(self._named, dtype=np.int8) if self._named else np.zeros(0, np.int8)
        self.ends: Any = np.frombuffer(self._ends, dtype=np.int64)
        self.held_by: Numbers = np.bincount(self.ids, minlength=len(self.stems))
        function = function_words()
        imagined, total = limits["background"], len(self) + limits["background"] + 1
        held = zip(self.stems, self.held_by.tolist(), strict=True)
        self.rarity: Floats = np.array([math.log(total / (n + imagined * (w in function))) for w, n in held])
        self.rarest = math.log(total)
        self.weights = self.often(self.counts) * self.rarity[self.ids] if len(self.ids) else np.zeros(0)
        scale(self.weights, self.ends)

    @staticmethod
    def often(counts: Any) -> Floats:
        """What it weighs that a word occurs so many times: 1 + log n."""
        most = int(counts.max()) if len(counts) else 1
        table: Floats = np.array([0.0] + [1 + math.log(n) for n in range(1, most + 1)])
        found: Floats = table[counts]
        return found

    def rarity_of(self, stem: str) -> float:
        """How telling a word is; one that no document has is as rare as can be."""
        number = self.numbers.get(stem)
        return self.rarest if number is None else float(self.rarity[number])

    def span(self, document: int) -> slice:
        """Where the words of a document lie in the arrays."""
        return slice(int(self.ends[document]), int(self.ends[document + 1]))

    def weights_of(self, document: int) -> Weights:
        """The words of a document with their weights."""
        at = self.span(document)
        stems = self.stems
        return {stems[i]: w for i, w in zip(self.ids[at].tolist(), self.weights[at].tolist(), strict=True) if w}

    def names_of(self, document: int) -> frozenset[str]:
        """What a document only ever writes as a name."""
        at = self.span(document)
        return frozenset(self.stems[i] for i in self.ids[at][self.named[at] != 0].tolist())

    def alike(self, document: int, others: Sequence[int], dense: Floats) -> Floats:
        """How alike a document is to each of some others (cosine); ``dense`` has a place for each word, and is all zeros."""
        at = self.span(document)
        dense[self.ids[at]] = self.weights[at]
        where, of = positions(self.ends, np.asarray(others, dtype=np.int64))
        found = sums(of, dense[self.ids[where]] * self.weights[where], len(others))
        dense[self.ids[at]] = 0.0
        return found


def positions(ends: Any, documents: Numbers) -> tuple[Numbers, Numbers]:
    """Where the words of some documents lie in the arrays, and for each of these places which of the documents it is, from 0."""
    starts = ends[documents]
    lengths = ends[documents + 1] - starts
    of: Numbers = np.repeat(np.arange(len(documents)), lengths)
    before = np.cumsum(lengths) - lengths
    where: Numbers = np.arange(len(of)) + (starts - before)[of]
    return where, of


def sums(of: Any, values: Floats, n: int) -> Floats:
    """The sum of the values of each of ``n``, one added after the other; ``of`` says for each value whose it is."""
    found: Any = np.bincount(of, weights=values, minlength=n)
    return np.asarray(found, dtype=np.float64)


def scale(weights: Floats, ends: Any) -> None:
    """Scale each document's weights, in place, to length 1."""
    bounds = ends.tolist()
    for start, end in pairwise(bounds):
        if length := math.sqrt(sum(x * x for x in weights[start:end].tolist())):
            weights[start:end] /= length


@lru_cache(maxsize=65_536)
def stem_of(word: str) -> str:
    """A word without case, possessive and the commonest endings, so that *arrests* and *arrested* are one."""
    stem = word.lower().replace("\u2019", "'").removesuffix("'s")
    for ending in _ENDINGS:
        if len(stem) > 4 and stem.endswith(ending) and len(stem) - len(ending) >= 3:
            return stem.removesuffix(ending)
    return stem


@cache
def function_words() -> frozenset[str]:
    """The stems of the words that say nothing of what a text is about."""
    return frozenset(stem_of(word) for word in lexicon.words("syntax/stop_words.txt"))


def _words(document: Document) -> Iterator[str]:
    at = 0
    for furniture in (*sorted(document.furniture, key=lambda f: f.start), None):
        end = furniture.start if furniture else len(document.text)
        yield from WORD.findall(document.text, at, max(at, end))
        at = max(at, furniture.end) if furniture else at


def unit(weights: Weights) -> Weights:
    """The weights scaled to length 1."""
    length = math.sqrt(sum(x * x for x in weights.values()))
    return {w: x / length for w, x in weights.items()} if length else {}


def dot(one: Weights, other: Weights) -> float:
    """How alike two weighed documents of length 1 are, from 0 to 1 (cosine)."""
    if len(one) > len(other):
        one, other = other, one
    return sum(x * other[w] for w, x in one.items() if w in other)
