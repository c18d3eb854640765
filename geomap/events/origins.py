"""How many independent originals stand behind the reports of one event: retellings of one source count once.

Several documents that name the same medium as their source, a document by that medium itself, and documents whose texts are
nearly the same (an agency's text, reprinted) have one origin. A document that cites a medium anywhere counts as retelling it: to
count too few independent originals is the smaller error. Texts that are nearly the same are found by MinHash signatures, so that
not every text is compared with every other.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import TypeVar
from zlib import crc32

from geomap.events.clauses import SPEECH_FILE, entries
from geomap.events.told import Told
from geomap.model import Document

_SHINGLE = 5
#: Texts are one text retold when the smaller has this share of its shingles in the other (Broder 1997: containment).
_CONTAINED = 0.5
#: Signatures of this length in bands of two: texts that have a third of their shingles in common are compared almost surely.
_SIGNATURE, _BANDS, _ALIKE = 128, 64, 0.125
_LONGEST = 20_000
_SEPARATORS = re.compile(r"[\W_]+")
_BESIDE = 40
#: A capitalised name of up to five words, and what stands before or after one that is cited.
_NAME = re.compile(r"\b[A-Z][\w&.-]{0,30}(?: (?:of |the )?[A-Z][\w&.-]{0,30}){0,4}")
_BEFORE = re.compile(r"\b(?:according to|reported by|citing|report by|report in|report from)(?: the)? $", re.IGNORECASE)
_AFTER = re.compile(r" (?:was the first to |first |later |also |has |had )?report(?:s|ed)?\b| (?:said|says|wrote|writes)\b")


K = TypeVar("K", bound=Hashable)


class Origins:
    """Which of some documents are retellings of which; each document is looked at once."""

    def __init__(self, documents: Iterable[Document]) -> None:
        ids: list[str] = []

        def noted() -> Iterator[Document]:
            for document in documents:
                ids.append(document.id)
                yield document

        numbers = near_duplicates(noted())
        self._copy_of = dict(zip(ids, numbers, strict=True))
        self._cited: dict[str, frozenset[str]] = {}

    def count(self, group: Sequence[Told]) -> int:
        """The number of independent originals among the reports of one event."""
        documents = {t.document.id: t.document for t in group}
        if len(documents) == 1:
            return 1
        marks: dict[str, list[Hashable]] = {i: [*self._sources(d, group), self._copy_of.get(i, i)] for i, d in documents.items()}
        return len(set(_joined(marks).values()))

    def _sources(self, document: Document, group: Sequence[Told]) -> frozenset[str]:
        """The media that a document names as the source of what it reports, and its own; nobody who merely speaks in it."""
        if document.id not in self._cited:
            self._cited[document.id] = cited(document.text[:_LONGEST])
        named = {medium(t.report.attributed_to) for t in group if t.document.id == document.id and t.report.attributed_to}
        return frozenset(m for m in (*named, medium(document.source), *self._cited[document.id]) if m)


def near_duplicates(documents: Iterable[Document]) -> tuple[int, ...]:
    """A number for each document; documents with one number have nearly the same text, or one stands in the other."""
    from rensa import RMinHash, RMinHashLSH

    shingles = [_shingles(d.text[:_LONGEST]) for d in documents]
    index = RMinHashLSH(_ALIKE, _SIGNATURE, _BANDS)
    marks: dict[int, list[Hashable]] = {i: [i] for i in range(len(shingles))}
    for i, mine in enumerate(shingles):
        if not mine:
            continue
        signature = RMinHash(_SIGNATURE, 1)
        signature.update([str(s) for s in mine])
        for other in index.query(signature):
            if _contained(mine, shingles[other]):
                marks[i].append(other)
        index.insert(i, signature)
    numbers = _joined(marks)
    return tuple(numbers[i] for i in range(len(shingles)))


def _joined(marks: Mapping[K, Iterable[Hashable]]) -> dict[K, int]:
    """A number for each key; keys that have a mark in common, also by way of others, have one number."""
    number: dict[K, int] = {}
    holders: dict[Hashable, list[K]] = defaultdict(list)
    for key, own in marks.items():
        for mark in own:
            holders[mark].append(key)
    for n, key in enumerate(marks):
        waiting = [key]
        while waiting:
            each = waiting.pop()
            if each not in number:
                number[each] = n
                waiting += [k for mark in marks[each] for k in holders[mark]]
    return number


@lru_cache(maxsize=512)
def cited(text: str) -> frozenset[str]:
    """The media that a text names as a source: *The New York Times reported*, *according to Reuters*."""
    found = set()
    for match in _NAME.finditer(text):
        name = medium(match.group())
        before, after = text[: match.start()][-_BESIDE:], text[match.end() :][:_BESIDE]
        if name is not None and (_BEFORE.search(before) or _AFTER.match(after)):
            found.add(name)
    return frozenset(found)


def medium(name: str | None) -> str | None:
    """The name of a medium in its comparable form (*The New York Times* as *new york times*); None where it names none."""
    folded = unicodedata.normalize("NFKC", name or "").lower().removeprefix("the ").strip()
    words = "".join(c if c.isalnum() else " " for c in folded).split()
    press = entries(SPEECH_FILE, "media")
    return " ".join(words) if any(w in press for w in words) and len(words) <= _SHINGLE else None


def _contained(a: frozenset[int], b: frozenset[int]) -> bool:
    """Whether the shorter text stands for the most part in the longer."""
    one, other = sorted((a, b), key=len)
    return bool(one) and len(one & other) >= _CONTAINED * len(one)


def _shingles(text: str) -> frozenset[int]:
    """Every five words that follow each other, as numbers that are the same in every run."""
    words = [_number(w) for w in _SEPARATORS.split(text.lower()) if w]
    return frozenset(hash(tuple(words[i : i + _SHINGLE])) for i in range(len(words) - _SHINGLE + 1))


@lru_cache(maxsize=200_000)
def _number(word: str) -> int:
    return crc32(word.encode("utf-8", "surrogatepass"))
