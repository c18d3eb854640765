"""A document as plain tokens, without spaCy: what finding places by the words alone asks of a parsed document, and no more."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from functools import lru_cache
from itertools import accumulate
from typing import NamedTuple, overload

from geomap import lexicon
from geomap.syntax.sentences import starts

#: One group around it all: cutting a text at it gives the tokens and what stands between them in one step. Plain words and the
#: single space between two of them come first because most of a text is that.
_TOKEN = re.compile(
    r"([a-zA-Z]+(?![.'’\w])|(?! \S)(?:"
    r"(?:[^\W\d_]\.){2,}"  # initials: U.S., D.C.
    r"|\d+(?:[.,:]\d+)*(?:st|nd|rd|th|s)?(?![^\W_])"
    r"|['’][sS](?![^\W_])"
    r"|[^\W_]+(?:['’](?![sS](?![^\W_]))[^\W_]+)*"
    r"|\s*\n\s*"
    r"|\.{2,}|-{2,}|[^\w\s]|_))"
)


class PlainSpan(NamedTuple):
    """A range of tokens, end-exclusive."""

    start: int
    end: int


class PlainToken:
    """A word, number, mark or line break. What only a language model knows is empty: ``ent_type_``, ``dep_`` and the like."""

    __slots__ = ("doc", "i", "idx", "is_sent_start", "lower_", "text", "whitespace_")
    ent_type_ = ent_iob_ = lemma_ = pos_ = tag_ = dep_ = ""

    def __init__(self, doc: PlainDoc, i: int) -> None:
        self.doc = doc
        self.i = i
        self.idx = doc.offsets[i]
        self.text = doc.texts[i]
        self.lower_ = doc.lowered[i]
        self.whitespace_ = doc.spaces[i]
        self.is_sent_start = doc.starts[i]

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
    """The tokens of a text; ``ents`` is empty.

    What is asked of every token is in lists (``texts``, ``lowered``, ``offsets``, ``spaces``, ``starts``); a token is made
    of them when it is asked for, since most never are.
    """

    def __init__(self, text: str) -> None:
        self.text = text
        self.user_data: dict[str, tuple[str, object]] = {}
        self.ents: tuple[PlainSpan, ...] = ()
        self.offsets, self.texts, self.spaces = _cut(text)
        self.lowered = [t.lower() for t in self.texts]
        self.starts = starts(self.texts)
        self._tokens: list[PlainToken | None] = [None] * len(self.texts)

    def __len__(self) -> int:
        return len(self.texts)

    def __iter__(self) -> Iterator[PlainToken]:
        return map(self._token, range(len(self.texts)))

    @overload
    def __getitem__(self, at: int) -> PlainToken: ...
    @overload
    def __getitem__(self, at: slice) -> list[PlainToken]: ...
    def __getitem__(self, at: int | slice) -> PlainToken | list[PlainToken]:
        if isinstance(at, int):
            token = self._tokens[at]
            return token if token is not None else self._token(at)
        return [self._token(i) for i in range(*at.indices(len(self.texts)))]

    def _token(self, at: int) -> PlainToken:
        token = self._tokens[at]
        if token is None:
            token = self._tokens[at] = PlainToken(self, at % len(self._tokens))
        return token

    def has_annotation(self, name: str) -> bool:
        """Whether a model has marked the tokens: none has."""
        return False

    def char_span(self, start: int, end: int, *, alignment_mode: str = "expand") -> PlainSpan | None:
        """The tokens that a stretch of text touches; None where it touches none."""
        first = max(0, bisect_right(self.offsets, start) - 1)
        last = bisect_left(self.offsets, end)
        return PlainSpan(first, last) if first < last else None


def _cut(text: str) -> tuple[list[int], list[str], list[str]]:
    """Offset, text and following white space of each token; a stop belongs to an abbreviation before it."""
    parts = _TOKEN.split(text)
    texts, spaces = parts[1::2], parts[2::2]
    offsets = list(accumulate(map(len, parts)))[:-1:2]
    short = lexicon.words("syntax/abbreviations.txt")
    stops = [i for i, t in enumerate(texts) if t == "." and i and not spaces[i - 1] and texts[i - 1].lower() in short]
    for i in reversed(stops):
        # From the last to the first, so that the indices before stay what they are.
        texts[i - 1] += "."
        spaces[i - 1] = spaces[i]
        del offsets[i], texts[i], spaces[i]
    return offsets, texts, spaces


@lru_cache(maxsize=500)
def _punctuation(char: str) -> bool:
    return unicodedata.category(char).startswith("P")
