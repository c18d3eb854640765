"""Where a gazetteer name could stand in a text: runs of capitalised words, matched longest first."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from geomap.gazetteer import Gazetteer

#: A word, or an abbreviation with its points ("U.S."). A possessive "'s" is not part of it; an inner apostrophe is.
_WORD = re.compile(r"(?:[^\W\d_]\.)+(?:[^\W\d_](?![^\W_]))?|[^\W_]+(?:['’](?!s(?![^\W_]))[^\W_]+)*", re.UNICODE)
_APOSTROPHES = frozenset("'’")
_POSSESSIVE = re.compile(r"['’]s(?![^\W_])")
#: What may stand between two words of one name.
_JOINT = re.compile(r"(?:['’]s)?(?:[ \u00a0]|\.[ \u00a0]|[-‐‑–/]|\n)")
_WINDOW = 7


class Word(NamedTuple):
    """One word of the text with where it stands; ``possessive`` is the length of an "'s" that follows it."""

    start: int
    end: int
    text: str
    possessive: int = 0

    @property
    def capital(self) -> bool:
        """Whether it begins like a name."""
        return self.text[0].isupper()


def words(text: str) -> list[Word]:
    """Every word of the text, in order; a glued "RussiaThe" counts as two."""
    found: list[Word] = []
    for match in _WORD.finditer(text):
        word = match.group()
        start, end = match.span()
        owner = _POSSESSIVE.match(text, end) if text[end : end + 1] in _APOSTROPHES else None
        possessive = owner.end() - end if owner else 0
        cut = 0 if word.islower() or word.istitle() else _glued(word)
        if cut:
            found.append(Word(start, start + cut, word[:cut]))
            found.append(Word(start + cut, end, word[cut:], possessive))
        else:
            found.append(Word(start, end, word, possessive))
    return found


def _glued(word: str) -> int:
    """Where a second capitalised word begins inside one ("RussiaThe" → 6), 0 where none does. "McConnell" is one word."""
    for i in range(4, len(word) - 1):
        if word[i].isupper() and word[i - 1].islower() and word[i + 1].islower():
            return i
    return 0


def window(text: str, found: list[Word], first: int) -> list[Word]:
    """The words from ``first`` on that could make one name with it (at most seven)."""
    run = [found[first]]
    for word in found[first + 1 : first + _WINDOW]:
        gap = text[run[-1].end : word.start]
        if gap and not _JOINT.fullmatch(gap):
            break
        if not gap:
            break
        run.append(word)
    return run


class Hit(NamedTuple):
    """A stretch of text that the gazetteer knows as a name; ``first`` and ``last`` index the words, end-exclusive."""

    start: int
    end: int
    name: str
    first: int
    last: int


def hits(text: str, found: list[Word], gazetteer: Gazetteer) -> Iterator[Hit]:
    """Every capitalised word at which a known name starts, with the longest such name. Hits may overlap."""
    seen: dict[tuple[str, ...], int] = {}
    for i, word in enumerate(found):
        if not word.capital:
            continue
        run = window(text, found, i)
        hit = _longest([w.text for w in run], gazetteer, seen)
        owned = [w.text + text[w.end : w.end + w.possessive] for w in run]
        if len(run) > 1 and any(w.possessive for w in run):
            longer = _longest(owned, gazetteer, seen)
            if longer > max(hit, 1):
                last = run[longer - 1]
                end = last.end + last.possessive
                yield Hit(word.start, end, text[word.start : end], i, i + longer)
                continue
        while hit > 1 and not run[hit - 1].capital and not run[hit - 1].text[0].isdigit():
            hit = _longest([w.text for w in run[: hit - 1]], gazetteer, seen)
        if hit:
            end = run[hit - 1].end
            yield Hit(word.start, end, text[word.start : end], i, i + hit)


def _longest(names: list[str], gazetteer: Gazetteer, seen: dict[tuple[str, ...], int]) -> int:
    key = tuple(names)
    known = seen.get(key)
    if known is None:
        known = seen[key] = gazetteer.longest(names)
    return known
