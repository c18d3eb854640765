"""Furniture by repetition: what stands in several unrelated articles of one source, and reads like what a page adds to them.

A newsletter's promotion, the headlines of other articles, who the author is: on one page they may look like the article's own
words; on three they give themselves away. The same words in articles of different sources never count: papers retell each
other. Nor do versions of one story, which share their sentences too, nor plain sentences, however often a source repeats them:
they are told.
"""

from __future__ import annotations

import importlib
import re
from array import array
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

from geomap.documents import dateline, furniture
from geomap.documents.limits import data
from geomap.model import Document, Furniture

KIND = "repeated-in-source"
_SENTENCE_END = re.compile(r"[.!?…:;,][\"'”’)\]]{0,2}$")


@dataclass(frozen=True, slots=True)
class _Rules:
    documents: int
    min_chars: int
    max_chars: int
    label_chars: int
    same_story: float
    wrapped: float
    like: re.Pattern[str]


@lru_cache(maxsize=1)
def _rules() -> _Rules:
    table = data("furniture.toml")["repeated"]
    patterns = "|".join(f"(?:{pattern})" for pattern in table["like"])
    return _Rules(
        documents=table["documents"],
        min_chars=table["min_chars"],
        max_chars=table["max_chars"],
        label_chars=table["label_chars"],
        same_story=table["same_story"],
        wrapped=table["wrapped"],
        like=re.compile(patterns, re.IGNORECASE),
    )


class Repetitions:
    """What repeats in some documents, by source. All of them are counted first, then looked at, in order of their ids.

    Few lines stand in several documents: only those are judged, and only they are kept.
    """

    def __init__(self) -> None:
        self._counted = array("q")
        self._often: frozenset[int] | None = None
        #: For each candidate: the sentences of the first unrelated documents that have it, as many as are needed.
        self._stories: dict[int, list[array[int]]] = {}

    def count(self, document: Document) -> None:
        """Count the lines of a document. One without a source is passed over: nothing is known of what else stands there."""
        if document.source is not None:
            rules = _rules()
            found = {_key(document.source, text) for _, _, text in _lines(bare(document)) if _is_short(text, rules)}
            self._counted.extend(found)

    def look_at(self, document: Document) -> bool:
        """Take note of what a counted document has of that; whether it has any."""
        if document.source is None:
            return False
        candidates, sentences = _parts(bare(document), self._repeated())
        for key in {key for _, _, key in candidates}:
            stories = self._stories.setdefault(key, [])
            if len(stories) < _rules().documents and not any(_is_same_story(sentences, story) for story in stories):
                stories.append(sentences)
        return bool(candidates)

    def marked(self, document: Document) -> Document:
        """The document with what repeats marked, and nothing else of this kind; as it is where that would leave no text."""
        document = bare(document)
        if document.source is None:
            return document
        needed = _rules().documents
        candidates, _ = _parts(document, self._repeated())
        found = [Furniture(start, end, KIND) for start, end, key in candidates if len(self._stories.get(key, ())) >= needed]
        spans = tuple(sorted((*document.furniture, *found), key=lambda span: span.start))
        if not found or len(furniture.without(document.text, spans)) < 2:  # a title alone is no article
            return document
        return replace(document, furniture=spans)

    def _repeated(self) -> frozenset[int]:
        """The keys of the lines that stand in enough documents; what is counted after this was first asked for is left out."""
        if self._often is None:
            numpy: Any = importlib.import_module("numpy")
            keys, counts = numpy.unique(numpy.frombuffer(self._counted, dtype="int64"), return_counts=True)
            self._often = frozenset(keys[counts >= _rules().documents].tolist())
            self._counted = array("q")
        return self._often


def bare(document: Document) -> Document:
    """The document without what other documents told of it: as its file gives it."""
    if all(span.kind != KIND for span in document.furniture):
        return document
    return replace(document, furniture=tuple(span for span in document.furniture if span.kind != KIND))


def _is_same_story(one: array[int], other: array[int]) -> bool:
    """Whether two documents share so many of their sentences that one is a version of the other."""
    least = min(len(one), len(other))
    return least > 0 and len(set(one) & set(other)) >= _rules().same_story * least


def _parts(document: Document, often: frozenset[int]) -> tuple[list[tuple[int, int, int]], array[int]]:
    """The lines of a document that may be furniture (start, end, key), and the keys of its sentences."""
    rules, source = _rules(), document.source or ""
    lines = list(_lines(document))
    candidates: list[tuple[int, int, int]] = []
    sentences = array("q")
    if _is_wrapped([text for _, _, text in lines], rules):
        return [], sentences
    begun = False  # what stands above the first sentence is the article's head: its title, place and day
    for start, end, text in lines:
        if begun and _is_short(text, rules) and (key := _key(source, text)) in often and _may_be(text, rules):
            candidates.append((start, end, key))
        elif _ends_a_sentence(text):
            begun = True
            sentences.append(_key(source, text))
    return candidates, sentences


def _is_short(text: str, rules: _Rules) -> bool:
    return rules.min_chars <= len(text) <= rules.max_chars


def _ends_a_sentence(text: str) -> bool:
    return _SENTENCE_END.search(text[-4:]) is not None


def _may_be(text: str, rules: _Rules) -> bool:
    label = len(text) <= rules.label_chars and not text[0].islower() and not _ends_a_sentence(text)
    return bool(label or rules.like.search(text)) and not dateline.is_dated(text)


def _lines(document: Document) -> Iterator[tuple[int, int, str]]:
    """The lines that aren't blank nor furniture already, by their offsets without surrounding blanks; not the title."""
    taken = iter([*document.furniture, None])
    span = next(taken)
    position = 0
    for raw in document.text.split("\n"):
        text = raw.strip()
        start = position + len(raw) - len(raw.lstrip())
        end = start + len(text)
        position += len(raw) + 1
        while span is not None and span.end <= start:
            span = next(taken)
        if text and text != document.title and not (span is not None and span.start < end):
            yield start, end, text


def _is_wrapped(lines: list[str], rules: _Rules) -> bool:
    """Whether the lines are cut at a width, so that a line is no paragraph: many begin in the midst of a sentence."""
    return sum(line[0].islower() for line in lines) > rules.wrapped * len(lines)


def _key(source: str, text: str) -> int:
    """A number for a line of a source, the same as long as this process runs."""
    return hash((source, " ".join(text.split()).casefold()))
