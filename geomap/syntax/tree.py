"""A parsed document as plain objects, each token made once.

spaCy makes a token anew whenever it is asked for one, and looks each of its words up in a table of strings. Who goes up and down
the tree hundreds of thousands of times pays more for that than for the parse. The names and the answers are spaCy's, but for the
tag of infinitives that look like a past, and names that look like an infinitive.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from itertools import chain, count, pairwise
from typing import TYPE_CHECKING, overload

import numpy as np

if TYPE_CHECKING:
    from spacy.tokens import Doc as SpacyDoc

#: What is asked of spaCy for each token, in the order of ``Token.__init__``.
_WORDS = ("ORTH", "LOWER", "LEMMA", "POS", "TAG", "DEP", "ENT_TYPE")
_FLAGS = ("SPACY", "IS_ALPHA", "IS_PUNCT", "IS_QUOTE", "IS_SPACE", "IS_STOP", "LIKE_NUM")
_STARTS = 1
_CONJUNCT = "conj"
#: Verbs whose past looks like their infinitive, for which the tagger then takes the second of two.
_INVARIABLE = frozenset(
    {"shut", "cut", "put", "set", "hit", "let", "cost", "hurt", "quit", "bet", "burst", "cast", "split", "spread"}
)
#: Verbs behind which *to* leads to a place.
_GOING = frozenset({"go", "come", "travel", "fly", "head", "return", "move", "sail", "drive", "flee", "walk", "march", "ride"})
#: A larger subtree is not kept.
_LARGE = 200


class Token:
    """A token with its place in the tree; ``head`` of a root is itself."""

    __slots__ = (
        "_subtree",
        "children",
        "dep_",
        "doc",
        "ent_type_",
        "head",
        "i",
        "idx",
        "is_alpha",
        "is_punct",
        "is_quote",
        "is_sent_start",
        "is_space",
        "is_stop",
        "lemma_",
        "like_num",
        "lower_",
        "pos_",
        "sent",
        "tag_",
        "text",
        "whitespace_",
    )
    head: Token
    sent: Span

    def __init__(self, doc: Doc, i: int, idx: int, words: list[str], flags: list[bool]) -> None:
        self.doc = doc
        self.i = i
        self.idx = idx
        self.text, self.lower_, self.lemma_, self.pos_, self.tag_, self.dep_, self.ent_type_ = words
        spaced, self.is_alpha, self.is_punct, self.is_quote, self.is_space, self.is_stop, self.like_num = flags
        self.whitespace_ = " " if spaced else ""
        self.is_sent_start = False
        self.children: list[Token] = []
        self._subtree: tuple[Token, ...] | None = None

    def __len__(self) -> int:
        return len(self.text)

    def __repr__(self) -> str:
        return self.text

    @property
    def lefts(self) -> list[Token]:
        """The children before it."""
        return [c for c in self.children if c.i < self.i]

    @property
    def subtree(self) -> tuple[Token, ...]:
        """Itself and all that hangs on it, in the order of the text as far as branches don't cross."""
        if self._subtree is None:
            found = tuple(_below(self))
            if len(found) > _LARGE:  # of a chain of thousands of words, each with all that follow it
                return found
            self._subtree = found
        return self._subtree

    @property
    def left_edge(self) -> Token:
        """The first token of the subtree, where no branches cross."""
        return self.doc.tokens[self.doc.parsed[self.i].left_edge.i]

    @property
    def right_edge(self) -> Token:
        """The last token of the subtree, where no branches cross."""
        return self.doc.tokens[self.doc.parsed[self.i].right_edge.i]

    @property
    def conjuncts(self) -> tuple[Token, ...]:
        """The other tokens that it is coordinated with."""
        first = self
        while first.dep_ == _CONJUNCT and first.head is not first:
            first = first.head
        joined = [first]
        for token in joined:  # which grows meanwhile
            joined += (c for c in token.children if c.i > token.i and c.dep_ == _CONJUNCT)
        return tuple(t for t in joined if t is not self)

    def nbor(self, i: int = 1) -> Token:
        """The token ``i`` further on. Raises IndexError where there is none."""
        if not 0 <= self.i + i < len(self.doc):
            raise IndexError(f"no token {i} from token {self.i}")
        return self.doc.tokens[self.i + i]


class Span:
    """Some tokens in a row, end-exclusive; ``label_`` is that of an entity."""

    __slots__ = ("_text", "doc", "end", "label_", "start")

    def __init__(self, doc: Doc, start: int, end: int, *, label: str = "") -> None:
        self.doc = doc
        self.start = start
        self.end = max(start, end)
        self.label_ = label
        self._text: str | None = None

    def __len__(self) -> int:
        return self.end - self.start

    def __iter__(self) -> Iterator[Token]:
        return iter(self.doc.tokens[self.start : self.end])

    @overload
    def __getitem__(self, at: int) -> Token: ...
    @overload
    def __getitem__(self, at: slice) -> Span: ...
    def __getitem__(self, at: int | slice) -> Token | Span:
        if isinstance(at, int):
            return self.doc.tokens[range(self.start, self.end)[at]]
        first, last, _ = at.indices(len(self))
        return Span(self.doc, self.start + first, self.start + last)

    @property
    def start_char(self) -> int:
        """Where its first token begins."""
        return self.doc.tokens[self.start].idx

    @property
    def end_char(self) -> int:
        """Where its last token ends."""
        last = self.doc.tokens[self.end - 1]
        return last.idx + len(last.text)

    @property
    def text(self) -> str:
        """Its words as the parser saw them."""
        if self._text is None:
            self._text = self.doc.text[self.start_char : self.end_char] if len(self) else ""
        return self._text

    @property
    def root(self) -> Token:
        """The token that the others hang on: the root of a sentence, else the one that is nearest to it."""
        tokens = self.doc.tokens[self.start : self.end]
        own = next((t for t in tokens if t.head is t), None)
        if own is not None:
            return own
        heads = (t for t in tokens if not self.start <= t.head.i < self.end)
        return min(heads, key=_depth, default=self.doc.tokens[self.start])


class Doc:
    """A parsed document: ``tokens``, ``sents`` and ``ents`` are lists; ``parsed`` is spaCy's, for what is seldom asked."""

    def __init__(self, parsed: SpacyDoc) -> None:
        self.parsed = parsed
        self.text: str = parsed.text
        self.tokens = list(map(partial(Token, self), count(), _column(parsed, "IDX"), _words(parsed), _flags(parsed)))
        self._hang(_column(parsed, "HEAD"))
        for token in self.tokens:
            if token.dep_ == "conj" and token.lower_ in _INVARIABLE and _is_infinitive(token):
                token.tag_ = "VB"
            elif token.tag_ == "VB" and token.text[0].isupper() and token.i > 1:
                self._name_whither(token)
        self.sents = self._cut(_column(parsed, "SENT_START"))
        self.ents = [Span(self, e.start, e.end, label=e.label_) for e in parsed.ents]

    def _hang(self, offsets: list[int]) -> None:
        """Hang each token on its head, which stands so far from it."""
        for token, offset in zip(self.tokens, offsets, strict=True):
            token.head = self.tokens[token.i + offset]
            if offset:
                token.head.children.append(token)

    def _name_whither(self, name: Token) -> None:
        """Make a place of a name that the tagger took for an infinitive: *is going to Belize on Friday*."""
        to = self.tokens[name.i - 1]
        verb = name.head
        if to.tag_ != "TO" or to.head is not name or verb.i != to.i - 1 or verb.lemma_ not in _GOING:
            return
        for child in name.children:
            child.head = verb
            verb.children.append(child)
        verb.children.remove(name)
        verb.children.sort(key=_at)
        to.head, to.tag_, to.pos_, to.dep_, to.children = verb, "IN", "ADP", "prep", [name]
        name.head, name.tag_, name.pos_, name.dep_, name.children = to, "NNP", "PROPN", "pobj", []

    def _cut(self, starts: list[int]) -> list[Span]:
        """The sentences, each known to its tokens."""
        firsts = [i for i, start in enumerate(starts) if start == _STARTS or i == 0]
        sentences = [Span(self, first, end) for first, end in pairwise((*firsts, len(self.tokens)))]
        for sentence in sentences:
            for token in sentence:
                token.sent = sentence
                token.is_sent_start = starts[token.i] == _STARTS
        return sentences

    def __len__(self) -> int:
        return len(self.tokens)

    def __iter__(self) -> Iterator[Token]:
        return iter(self.tokens)

    @overload
    def __getitem__(self, at: int) -> Token: ...
    @overload
    def __getitem__(self, at: slice) -> Span: ...
    def __getitem__(self, at: int | slice) -> Token | Span:
        if isinstance(at, int):
            return self.tokens[at]
        first, last, _ = at.indices(len(self.tokens))
        return Span(self, first, last)

    def char_span(self, start: int, end: int, *, alignment_mode: str = "strict") -> Span | None:
        """The tokens that some characters touch, as spaCy finds them; None where it finds none."""
        span = self.parsed.char_span(start, end, alignment_mode=alignment_mode)
        return Span(self, span.start, span.end) if span is not None else None


def _at(token: Token) -> int:
    return token.i


def _is_infinitive(verb: Token) -> bool:
    """Whether a verb that looks like its past goes with an infinitive: *will lay off 900 people and shut a plant*."""
    own = {"nsubj", "nsubjpass", "aux", "auxpass"}
    led = any(c.tag_ in {"MD", "TO"} for c in verb.head.children if c.dep_ == "aux")
    return led and verb.head.tag_ == "VB" and all(c.dep_ not in own for c in verb.children)


def _below(token: Token) -> Iterator[Token]:
    """A token and all that hangs on it, left of it first; no recursion, for the trees of hostile texts are deep."""
    waiting = [(token, False)]
    while waiting:
        at, opened = waiting.pop()
        if opened or not at.children:
            yield at
            continue
        waiting += ((c, False) for c in reversed(at.children) if c.i > at.i)
        waiting.append((at, True))
        waiting += ((c, False) for c in reversed(at.children) if c.i < at.i)


def _column(parsed: SpacyDoc, name: str) -> list[int]:
    """A number for each token, which may be negative."""
    column: list[int] = parsed.to_array(name).astype(np.int64).tolist() if len(parsed) else []
    return column


def _flags(parsed: SpacyDoc) -> list[list[bool]]:
    """What is so of each token, or not."""
    rows: list[list[bool]] = parsed.to_array(list(_FLAGS)).astype(bool).tolist() if len(parsed) else []
    return rows


def _words(parsed: SpacyDoc) -> list[list[str]]:
    """What is a word of each token, each word looked up once."""
    rows: list[list[int]] = parsed.to_array(list(_WORDS)).tolist() if len(parsed) else []
    strings = parsed.vocab.strings
    known = {key: strings[key] for key in set(chain.from_iterable(rows))}
    return [[known[key] for key in row] for row in rows]


def _depth(token: Token) -> int:
    """How many steps the root of the sentence is away; marks and white space of their own are far from it."""
    if (token.is_space or token.is_punct) and not token.children:
        return len(token.doc)
    steps = 0
    while token.head is not token:
        token, steps = token.head, steps + 1
    return steps
