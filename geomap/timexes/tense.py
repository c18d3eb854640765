"""Which way a clause looks: to what has happened or to what is to come. Word lists in ``data/timexes/tense.toml``."""

from __future__ import annotations

import re
from collections.abc import Iterator
from enum import IntEnum
from functools import cache
from typing import NamedTuple

from geomap import lexicon

TENSE = "timexes/tense.toml"
_WORD = re.compile(r"['\u2019]ll\b|[^\W\d_]++(?:['\u2019](?!ll\b)[^\W\d_]++)?")
_WINDOW = 160
_LONGEST_ABBREVIATION = 8
_WORDS_BACK = 14
_WORDS_NEAR = 4
_WORDS_AHEAD = 10


class Direction(IntEnum):
    """Where the clause looks, as a sign."""

    PAST = -1
    UNKNOWN = 0
    FUTURE = 1


@cache
def _words(name: str) -> frozenset[str]:
    return frozenset(lexicon.table(TENSE)[name])


#: A line break followed by a small letter only wraps the line.
_STOP = re.compile(r"[.!?]['\")\]\u201d\u2019]?\s|\n(?!\s?[a-z])")
_LAST_WORD = re.compile(r"[^\W\d_]+\Z")


def _sentence_ends(text: str) -> Iterator[re.Match[str]]:
    """Where sentences end: not after an initial or an abbreviation, nor where a line is only wrapped."""
    for stop in _STOP.finditer(text):
        word = (
            _LAST_WORD.search(text, max(0, stop.start() - _LONGEST_ABBREVIATION), stop.start())
            if text[stop.start()] == "."
            else None
        )
        if word is None or (len(word.group()) > 1 and word.group() not in _words("abbreviations")):
            yield stop


class Leaning(NamedTuple):
    """A direction and how many words away the verb stands that tells it; the distance is negative after the expression."""

    direction: Direction
    distance: int = 0


_NOTHING = Leaning(Direction.UNKNOWN)


def direction(text: str, start: int, end: int) -> Leaning:
    """The direction of the clause around ``text[start:end]``.

    The nearest telling verb before the expression decides, else the first after it, within the sentence.
    """
    before, begin = text[max(0, start - _WINDOW) : start], 0
    if before.endswith("\n") and not before.endswith("\n\n"):
        before = before[:-1] + " "
    for stop in _sentence_ends(before):
        begin = stop.end()
    before = before[begin:]
    after = text[end : end + _WINDOW]
    cut = next(_sentence_ends(after), None)
    after = after[: cut.start()] if cut else after
    words = _spoken(before)[-_WORDS_BACK:]
    while words and words[-1] in _words("of_the_clock"):
        words.pop()
    if words and words[-1] in _words("until") and any(word in _words("put_off") for word in words[-_WORDS_NEAR - 1 :]):
        return Leaning(Direction.FUTURE, 1)
    if words and (words[-1] in _words("closing") or _ends_in_phrase(words)):
        near = _look_back(words[-_WORDS_NEAR:]) if len(words) > 1 else _look_ahead(_spoken(after)[:_WORDS_AHEAD])
        return near if near.direction else Leaning(Direction.FUTURE, 1)
    found = _look_back(words)
    return found if found.direction else _look_ahead(_spoken(after)[:_WORDS_AHEAD])


def _ends_in_phrase(words: list[str]) -> bool:
    last = " ".join(words[-3:])
    return any(last == phrase or last.endswith(f" {phrase}") for phrase in _words("closing_phrases"))


def _spoken(text: str) -> list[str]:
    """The words in lower case, but for names that would pass for verbs: Theresa May, Will Smith."""
    words = (m.group() for m in _WORD.finditer(text))
    return [w.lower() if not w[0].isupper() or w.lower() not in _words("also_names") else "" for w in words]


def _look_back(words: list[str]) -> Leaning:
    for i in range(len(words) - 1, -1, -1):
        found = _told(words, i)
        if found:
            return Leaning(found, len(words) - i)
    return _NOTHING


def _look_ahead(words: list[str]) -> Leaning:
    for i in range(len(words)):
        found = _told(words, i)
        if found:
            return Leaning(found, -i - 1)
    return _NOTHING


def _told(words: list[str], i: int) -> Direction:
    """What the word at ``i`` tells."""
    word = words[i]
    previous = words[i - 1] if i else ""
    following = words[i + 1] if i + 1 < len(words) else ""
    if word in _words("arranged") and words[max(0, i - 2) : i] == ["had", "been"]:
        return Direction.PAST
    if word in _words("future") or (word in _words("future_before_to") and following in {"to", "for"} and not _done(words, i)):
        return Direction.FUTURE
    if word == "to" and previous in _words("arranged") and words[max(0, i - 3) : i - 1] == ["had", "been"]:
        return Direction.PAST
    if word == "to" and previous in _words("before_infinitive") and following and following not in _words("not_infinitive"):
        return Direction.FUTURE
    if is_past(word) and previous not in _words("auxiliary_future"):
        return Direction.PAST
    return Direction.UNKNOWN


def _done(words: list[str], i: int) -> bool:
    """Whether *agreed to* was done to a thing: *agreed to a truce on Monday*, and not *agreed to meet on Monday*."""
    return words[i] in _words("agreed") and "".join(words[i + 2 : i + 3]) in _words("not_infinitive")


def is_past(word: str) -> bool:
    """Whether the word looks like a verb in the past."""
    return word in _words("past") or (len(word) > 4 and word.endswith("ed") and word not in _words("not_past"))
