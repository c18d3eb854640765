"""A document as plain tokens, without spaCy: what finding places by the words alone asks of a parsed document, and no more."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple, overload

from geomap import lexicon
from geomap.syntax.sentences import starts

_TOKEN = re.compile(
    r"(?:[^\W\d_]\.){2,}"  # initials: U.S., D.C.
    r"|\d+(?:[.,:]\d+)*(?:st|nd|rd|th|s)?(?![^\W_])"
    r"|['’][sS](?![^\W_])"
    r"|[^\W_]+(?:['’](?![sS](?![^\W_]))[^\W_]+)*"
    r"|\s*\n\s*"
    r"|\.{2,}|-{2,}|[^\w\s]|_"
)


class PlainSpan(NamedTuple):
    """A range of tokens, end-exclusive."""

    start: int
    end: int


class PlainToken:
    """A word, number, mark or line break. What only a language model knows is empty: ``ent_type_``, ``dep_`` and the like."""

    __slots__ = ("doc", "i", "idx", "is_sent_start", "lower_", "text", "whitespace_")
    ent_type_ = ent_iob_ = lemma_ = pos_ = tag_ = dep_ = ""

    def __init__(self, doc: PlainDoc, i: int, idx: int, text: str, whitespace: str) -> None:
        self.doc, self.i, self.idx, self.text, self.whitespace_ = doc, i, idx, text, whitespace
        self.lower_ = text.lower()
        self.is_sent_start = False

    @property
    def text_with_ws(self) -> str:
        """The token with the white space that follows it."""
        return self.text + self.whitespace_

    @property
    def is_space(self) -> bool:
        """Whether it is a line break."""
        return self.text.isspace()

    @property
    def is_punct(self) -> bool:
        """Whether it is nothing but punctuation."""
        return all(_punctuation(c) for c in self.text)

    @property
    def is_stop(self) -> bool:
        """Whether it is one of the commonest words."""
        return self.lower_ in lexicon.words("syntax/stop_words.txt")

    @property
    def like_num(self) -> bool:
        """Whether it is a number, in figures or in words."""
        return self.text[0].isdigit() or self.lower_ in lexicon.words("syntax/number_words.txt")

    def nbor(self, i: int = 1) -> PlainToken:
        """The token ``i`` further on. Raises IndexError where there is none."""
        if not 0 <= self.i + i < len(self.doc):
            raise IndexError(f"no token {i} from token {self.i}")
        return self.doc[self.i + i]

    def __len__(self) -> int:
        return len(self.text)


class PlainDoc:
    """The tokens of a text; ``ents`` is empty."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.user_data: dict[str, tuple[str, object]] = {}
        self.ents: tuple[PlainSpan, ...] = ()
        self._tokens = [PlainToken(self, i, *found) for i, found in enumerate(_cut(text))]
        for token, first in zip(self._tokens, starts([t.text for t in self._tokens]), strict=True):
            token.is_sent_start = first

    def __len__(self) -> int:
        return len(self._tokens)

    def __iter__(self) -> Iterator[PlainToken]:
        return iter(self._tokens)

    @overload
    def __getitem__(self, at: int) -> PlainToken: ...
    @overload
    def __getitem__(self, at: slice) -> list[PlainToken]: ...
    def __getitem__(self, at: int | slice) -> PlainToken | list[PlainToken]:
        return self._tokens[at]

    def has_annotation(self, name: str) -> bool:
        """Whether a model has marked the tokens: none has."""
        return False

    def char_span(self, start: int, end: int, *, alignment_mode: str = "expand") -> PlainSpan | None:
        """The tokens that a stretch of text touches; None where it touches none."""
        first = max(0, bisect_right(self._tokens, start, key=lambda t: t.idx) - 1)
        last = bisect_left(self._tokens, end, key=lambda t: t.idx)
        return PlainSpan(first, last) if first < last else None


def _cut(text: str) -> Iterator[tuple[int, str, str]]:
    """Offset, text and following white space of each token; a stop belongs to an abbreviation before it."""
    short = lexicon.words("syntax/abbreviations.txt")
    held, at, end = "", 0, 0
    for match in _TOKEN.finditer(text):
        found = match.group()
        start = match.start()
        if found == "." and end == start and held.lower() in short:
            held, end = held + ".", start + 1
            continue
        if held:
            yield at, held, text[end:start]
        held, at, end = found, start, match.end()
    if held:
        yield at, held, text[end:]


@lru_cache(maxsize=500)
def _punctuation(char: str) -> bool:
    return unicodedata.category(char).startswith("P")
