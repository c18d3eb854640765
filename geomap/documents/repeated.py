"""Furniture by repetition: what stands in several unrelated articles of one source, and reads like what a page adds to them.

A newsletter's promotion, the headlines of other articles, who the author is: on one page they may look like the article's own
words; on three they give themselves away. The same words in articles of different sources never count: papers retell each
other. Nor do versions of one story, which share their sentences too, nor plain sentences, however often a source repeats them:
they are told.
"""

from __future__ import annotations

import re
from array import array
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import lru_cache
from hashlib import blake2b

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


@dataclass(slots=True)
class Repetitions:
    """What repeats in the documents that were added, by source. Their order hardly matters; give it by id to have it settled."""

    #: For each candidate of a source: the sentences of the first unrelated documents that have it, as many as are needed.
    _stories: dict[int, list[array[int]]] = field(default_factory=dict)

    def add(self, document: Document) -> None:
        """Take note of a document. One without a source is passed over: nothing is known of what else stands there."""
        if document.source is None:
            return
        document = bare(document)
        candidates, sentences = _parts(document)
        for key in {key for _, _, key in candidates}:
            stories = self._stories.setdefault(key, [])
            if len(stories) < _rules().documents and not any(_is_same_story(sentences, story) for story in stories):
                stories.append(sentences)

    def marked(self, document: Document) -> Document:
        """The document with what repeats marked, and nothing else of this kind; as it is where that would leave no text."""
        document = bare(document)
        if document.source is None:
            return document
        needed = _rules().documents
        found = [
            Furniture(start, end, KIND) for start, end, key in _parts(document)[0] if len(self._stories.get(key, ())) >= needed
        ]
        spans = tuple(sorted((*document.furniture, *found), key=lambda span: span.start))
        if not found or len(furniture.without(document.text, spans)) < 2:  # a title alone is no article
            return document
        return replace(document, furniture=spans)


def bare(document: Document) -> Document:
    """The document without what other documents told of it: as its file gives it."""
    if all(span.kind != KIND for span in document.furniture):
        return document
    return replace(document, furniture=tuple(span for span in document.furniture if span.kind != KIND))


def _is_same_story(one: array[int], other: array[int]) -> bool:
    """Whether two documents share so many of their sentences that one is a version of the other."""
    least = min(len(one), len(other))
    return least > 0 and len(set(one) & set(other)) >= _rules().same_story * least


def _parts(document: Document) -> tuple[list[tuple[int, int, int]], array[int]]:
    """The lines of a document that may be furniture (start, end, key), and the keys of its sentences."""
    rules, source = _rules(), document.source or ""
    lines = list(_lines(document))
    candidates: list[tuple[int, int, int]] = []
    sentences = array("Q")
    if _is_wrapped([text for _, _, text in lines], rules):
        return [], sentences
    begun = False  # what stands above the first sentence is the article's head: its title, place and day
    for start, end, text in lines:
        if begun and _may_be(text, rules):
            candidates.append((start, end, _key(source, text)))
        elif _SENTENCE_END.search(text):
            begun = True
            sentences.append(_key(source, text))
    return candidates, sentences


def _may_be(text: str, rules: _Rules) -> bool:
    if not rules.min_chars <= len(text) <= rules.max_chars:
        return False
    label = len(text) <= rules.label_chars and not text[0].islower() and not _SENTENCE_END.search(text)
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
    words = f"{source}\0{' '.join(text.split()).casefold()}"
    return int.from_bytes(blake2b(words.encode("utf-8", "surrogatepass"), digest_size=8).digest(), "little")
