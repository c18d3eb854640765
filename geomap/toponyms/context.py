"""One document as recognition sees it: its tokens, what the gazetteer knows of its names, and what it says of each elsewhere."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple

from geomap.syntax.plain import PlainDoc
from geomap.toponyms.kinds import kind_of_word
from geomap.toponyms.lexicon import lexicon
from geomap.toponyms.people import People, people
from geomap.toponyms.scan import Hit, Words, hits, words

if TYPE_CHECKING:
    import numpy as np
    from spacy.tokens import Doc, Token

    from geomap.gazetteer import Gazetteer
    from geomap.model import Candidate, Document, Place

    Vectors = np.ndarray[Any, np.dtype[np.float32]]

PLACES = frozenset({"GPE", "LOC", "FAC"})
#: Sizes of settlements and districts by population.
_FLOORS = ((1_000_000, "metropolis"), (100_000, "city"), (15_000, "town"), (2_000, "village"), (1, "hamlet"))
_RANK = {
    word: rank
    for rank, word in enumerate(
        ("tiny", "hamlet", "village", "town", "area", "city", "region", "metropolis", "country", "user"),
    )
}


@dataclass(frozen=True, slots=True)
class Stretch:
    """A stretch of text under consideration; token indices are end-exclusive. ``source``: gazetteer, entity or pattern."""

    start: int
    end: int
    name: str
    first: int
    last: int
    source: str


class Entity(NamedTuple):
    """A named entity: its tokens, end-exclusive, and its label."""

    start: int
    end: int
    label: str


@dataclass
class Context:
    """One document as recognition sees it: what it says elsewhere about each name.

    ``vectors`` are the language model's, one a row for each token; None where there are none.
    """

    document: Document
    parsed: Doc
    gazetteer: Gazetteer
    vectors: Vectors | None = None
    _candidates: dict[str, tuple[Candidate, ...]] = field(default_factory=dict)
    _demonyms: dict[str, Place | None] = field(default_factory=dict)
    _sizes: dict[str, str] = field(default_factory=dict)

    @cached_property
    def text(self) -> str:
        """The parsed text, put together once: spaCy does it anew each time it is asked."""
        return self.parsed.text

    @cached_property
    def _plain(self) -> Any:
        """The parsed document where it is tokens only: it keeps lists of what is asked of every token, and makes few tokens."""
        return self.parsed if isinstance(self.parsed, PlainDoc) else None

    @cached_property
    def tokens(self) -> Sequence[Token]:
        """The tokens, fetched once: spaCy makes each anew whenever it is asked."""
        return self._plain or list(self.parsed)

    @cached_property
    def texts(self) -> list[str]:
        """The text of each token."""
        return self._plain.texts if self._plain else [t.text for t in self.tokens]

    @cached_property
    def lowered(self) -> list[str]:
        """The text of each token in small letters."""
        return self._plain.lowered if self._plain else [t.lower() for t in self.texts]

    @cached_property
    def entities(self) -> list[Entity]:
        """The named entities in text order."""
        return [Entity(e.start, e.end, e.label_) for e in self.parsed.ents]

    @cached_property
    def _entity_at(self) -> dict[int, Entity]:
        return {i: entity for entity in self.entities for i in range(entity.start, entity.end)}

    def entity_of(self, first: int, last: int) -> Entity | None:
        """The entity that shares most tokens with ``first:last``, None where none does."""
        if not self.entities:
            return None
        shared = Counter(self._entity_at[i] for i in range(first, last) if i in self._entity_at)
        return max(shared, key=lambda e: (shared[e], -e.start)) if shared else None

    @cached_property
    def words(self) -> Words:
        """The words of the text."""
        return words(self.text)

    @cached_property
    def hits(self) -> list[Hit]:
        """Where the gazetteer knows a name."""
        return list(hits(self.text, self.words, self.gazetteer))

    def within_longer_hit(self, stretch: Stretch) -> bool:
        """Whether the gazetteer knows a longer name here: "Saudi Arabia" around "Arabia"."""
        last = bisect_right(self.hits, stretch.start, key=lambda hit: hit.start)
        start = stretch.start - 4 if self.text[max(0, stretch.start - 4) : stretch.start] == "The " else stretch.start
        size = stretch.end - start
        return any(h.end >= stretch.end and h.end - h.start > size for h in self.hits[max(0, last - 8) : last])

    @cached_property
    def _starts(self) -> list[int]:
        return self._plain.offsets if self._plain else [t.idx for t in self.tokens]

    def token_at(self, offset: int) -> int:
        """The index of the token that covers an offset, or of the last one before it."""
        return bisect_right(self._starts, offset) - 1

    def tokens_of(self, start: int, end: int) -> tuple[int, int]:
        """The tokens that a stretch of text touches, end-exclusive."""
        return self.token_at(start), self.token_at(end - 1) + 1

    @cached_property
    def people(self) -> People:
        """The people named in full."""
        return people(self.parsed, self.texts, self.lowered)

    @cached_property
    def kinds(self) -> list[int | None]:
        """The kind of each token's word, None where it is an uncommon one."""
        return list(map(kind_of_word, self.texts, self.lowered))

    @cached_property
    def shapes(self) -> list[str]:
        """How each token is written: a capital and small letters, capitals, figures, a mark."""
        return list(map(shape, self.texts))

    @cached_property
    def lower(self) -> frozenset[str]:
        """The words that the document writes with a small letter somewhere."""
        return frozenset({t for t in set(self.texts) if t.islower()})

    @cached_property
    def labels(self) -> dict[str, Counter[str]]:
        """For each string of tokens that is an entity somewhere: how often under which label."""
        seen: dict[str, Counter[str]] = defaultdict(Counter)
        for entity in self.parsed.ents:
            seen[bare(entity.text)][entity.label_] += 1
        return seen

    @cached_property
    def located(self) -> Counter[str]:
        """How often each capitalised word follows a preposition of place."""
        strong = lexicon("recognition").words("locative", "strong")
        after = [i for i, low in enumerate(self.lowered[:-1], 1) if low in strong]
        return Counter(self.lowered[i] for i in after if self.texts[i][0].isupper())

    def candidates(self, name: str) -> tuple[Candidate, ...]:
        """The gazetteer's candidates for a name, asked once for each."""
        known = self._candidates.get(name)
        if known is None:
            known = self._candidates[name] = self.gazetteer.candidates(name)
        return known

    def size_of(self, name: str) -> str:
        """How prominent the best place of that name is, as a word; asked once for each."""
        known = self._sizes.get(name)
        if known is None:
            known = self._sizes[name] = size(self.candidates(name))
        return known

    def demonym(self, word: str) -> Place | None:
        """The place whose people the word names, asked once for each."""
        if word not in self._demonyms:
            self._demonyms[word] = self.gazetteer.demonym(word)
        return self._demonyms[word]


@lru_cache(maxsize=50_000)
def shape(text: str) -> str:
    """How a word is written: ``Aa``, ``AA``, ``A``, ``a``, a ``9`` for each figure (at most four), a mark itself, else ``x``."""
    if text[0].isupper():
        return "A" if len(text) == 1 else "AA" if text.isupper() else "Aa"
    if text.islower():
        return "a"
    if text.isdigit():
        return "9" * min(len(text), 4)
    return text if len(text) < 3 and not text.isalnum() else "x"


def bare(name: str) -> str:
    """A name without a leading "the", a trailing "'s" and case, for comparing mentions inside one document."""
    low = name.casefold().strip(" .,;:\n'\"")
    low = low.removeprefix("the ")
    return low.removesuffix("'s").removesuffix("’s")


def size(candidates: tuple[Candidate, ...]) -> str:
    """How prominent the best place of that name is, as a word."""
    if not candidates:
        return "unknown"
    return max({_size(c) for c in candidates}, key=_RANK.__getitem__)


def _size(candidate: Candidate) -> str:
    if candidate.score >= 1.0:
        return "user"
    place = candidate.place
    people_there = place.population or 0
    return _size_by_feature(place.feature) or next((word for floor, word in _FLOORS if people_there >= floor), "tiny")


@lru_cache(maxsize=2_000)
def _size_by_feature(feature: str) -> str | None:
    kind, _, code = feature.partition(".")
    if code.startswith("PCL") or code == "CONT":
        return "country"
    if code.startswith("ADM1"):
        return "region"
    return "area" if kind not in {"A", "P"} else None
