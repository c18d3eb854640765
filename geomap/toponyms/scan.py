"""Where a gazetteer name could stand in a text: runs of capitalised words, matched longest first."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import accumulate
from typing import TYPE_CHECKING, NamedTuple, overload

if TYPE_CHECKING:
    from geomap.gazetteer import Gazetteer

#: A word, or an abbreviation with its points ("U.S."). A possessive "'s" is not part of it; an inner apostrophe is. One group
#: around it all: cutting a text at it gives the words and what stands between them in one step; plain words come first.
_WORD = re.compile(
    r"((?!(?<=[\w.]['’])s(?![^\W_]))"
    r"(?:[a-zA-Z]+(?![.'’\w])|(?:[^\W\d_]\.)+(?:[^\W\d_](?![^\W_]))?|[^\W_]+(?:['’](?!s(?![^\W_]))[^\W_]+)*))",
    re.UNICODE,
)
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


class Words(Sequence[Word]):
    """The words of a text in order; ``capitals`` are the indices of those that begin like a name.

    They are kept as lists (``texts``, ``starts``, ``possessives``); a ``Word`` is made when it is asked for.
    """

    def __init__(self, texts: list[str], starts: list[int], possessives: list[int]) -> None:
        self.texts, self.starts, self.possessives = texts, starts, possessives
        self.capitals = [i for i, text in enumerate(texts) if text[0].isupper()]

    def __len__(self) -> int:
        return len(self.texts)

    @overload
    def __getitem__(self, at: int) -> Word: ...
    @overload
    def __getitem__(self, at: slice) -> list[Word]: ...
    def __getitem__(self, at: int | slice) -> Word | list[Word]:
        if isinstance(at, slice):
            return [self[i] for i in range(*at.indices(len(self.texts)))]
        text, start = self.texts[at], self.starts[at]
        return Word(start, start + len(text), text, self.possessives[at])

    def end(self, at: int) -> int:
        """Where a word ends, exclusive."""
        return self.starts[at] + len(self.texts[at])


def words(text: str) -> Words:
    """Every word of the text, in order; a glued "RussiaThe" counts as two."""
    parts = _WORD.split(text)
    texts = parts[1::2]
    starts = list(accumulate(map(len, parts)))[:-1:2]
    possessives = [0] * len(texts)
    for i, gap in enumerate(parts[2::2]):
        if gap[:1] in _APOSTROPHES:
            owner = _POSSESSIVE.match(text, starts[i] + len(texts[i]))
            possessives[i] = owner.end() - owner.start() if owner else 0
    glued = [(i, cut) for i, word in enumerate(texts) if not (word.islower() or word.istitle()) and (cut := _glued(word))]
    for i, cut in reversed(glued):
        # From the last to the first, so that the indices before stay what they are.
        texts[i : i + 1] = texts[i][:cut], texts[i][cut:]
        starts.insert(i + 1, starts[i] + cut)
        possessives.insert(i, 0)
    return Words(texts, starts, possessives)


def _glued(word: str) -> int:
    """Where a second capitalised word begins inside one ("RussiaThe" → 6), 0 where none does. "McConnell" is one word."""
    for i in range(4, len(word) - 1):
        if word[i].isupper() and word[i - 1].islower() and word[i + 1].islower():
            return i
    return 0


def window(text: str, found: Words, first: int) -> int:
    """The index after the last word that could make one name with the word ``first`` (at most seven words)."""
    end = found.end(first)
    for i in range(first + 1, min(first + _WINDOW, len(found))):
        start = found.starts[i]
        gap = text[end:start]
        if gap != " " and (not gap or not _JOINT.fullmatch(gap)):
            return i
        end = start + len(found.texts[i])
    return min(first + _WINDOW, len(found))


class Hit(NamedTuple):
    """A stretch of text that the gazetteer knows as a name; ``first`` and ``last`` index the words, end-exclusive."""

    start: int
    end: int
    name: str
    first: int
    last: int


def hits(text: str, found: Words, gazetteer: Gazetteer) -> Iterator[Hit]:
    """Every capitalised word at which a known name starts, with the longest such name. Hits may overlap."""
    for i in found.capitals:
        hit = hit_at(text, found, i, gazetteer)
        if hit is not None:
            yield hit


def hit_at(text: str, found: Words, first: int, gazetteer: Gazetteer) -> Hit | None:
    """The longest known name that starts at the word ``first``, None where none does."""
    word, owner = found.texts[first], found.possessives[first]
    if not gazetteer.may_begin(word) and not (owner and gazetteer.may_begin(word + text[found.end(first) :][:owner])):
        return None
    last = window(text, found, first)
    run = found.texts[first:last]
    owns = next((i for i, possessive in enumerate(found.possessives[first:last]) if possessive), len(run))
    hit = gazetteer.longest(run[: owns + 1])  # "Alexandria's City Hall" is not of Alexandria City
    start = found.starts[first]
    if len(run) > 1 and owns < len(run):
        owned = [word + text[(end := found.end(i)) : end + found.possessives[i]] for i, word in enumerate(run, first)]
        longer = gazetteer.longest(owned)
        one_name = longer <= owns + 1 or not _is_country(" ".join(run[: owns + 1]), gazetteer)
        if (longer > max(hit, 1) and one_name) or (longer == hit > 1 and _is_owned(run[:hit], owned[:hit], gazetteer)):
            end = found.end(first + longer - 1) + found.possessives[first + longer - 1]
            return Hit(start, end, text[start:end], first, first + longer)
    while hit > 1 and not run[hit - 1][0].isupper() and not run[hit - 1][0].isdigit():
        hit = gazetteer.longest(run[: hit - 1])
    if not hit:
        return None
    end = found.end(first + hit - 1)
    return Hit(start, end, text[start:end], first, first + hit)


def _is_country(name: str, gazetteer: Gazetteer) -> bool:
    """Whether what owns something is a country, which is told of too: *Russia's Pacific coast* is of Russia."""
    return any(c.place.feature.startswith("A.PCL") for c in gazetteer.candidates(name)[:1])


def _is_owned(bare: Sequence[str], owned: Sequence[str], gazetteer: Gazetteer) -> bool:
    """Whether a name with its "'s" is the better known of two: *St John's*, and not *St John*; but *Fort Smith's* mayor."""
    if owned[-1] == bare[-1]:
        return False
    without, named = (
        max((c.score for c in gazetteer.candidates(" ".join(name)) if c.name_kind == "name"), default=0.0)
        for name in (bare, owned)
    )
    return named > without
