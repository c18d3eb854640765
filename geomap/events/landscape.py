"""The places that a document names, where each stands in its sentence, and how far from an event."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from geomap.events.attach import Attachment, attachment
from geomap.events.clauses import ROLES_FILE, SPEECH_FILE, STATUS_FILE, ancestors, entries, is_verb
from geomap.events.context import Context
from geomap.events.dateline import Dateline
from geomap.model import GeoPrecision, Place, Toponym, Usage

if TYPE_CHECKING:
    from geomap.syntax.tree import Span as Words
    from geomap.syntax.tree import Token

#: What the gazetteer's features must begin with for a place to be called so; other words fit any place finer than a country.
FEATURES = {
    "city": ("P.",),
    "town": ("P.",),
    "village": ("P.",),
    "resort": ("P.",),
    "settlement": ("P.",),
    "suburb": ("P.",),
    "capital": ("P.PPLC", "P.PPLA"),
    "port": ("P.",),
    "island": ("T.ISL", "A.", "P."),
    "district": ("A.",),
    "valley": ("T.",),
    "province": ("A.ADM1", "A.ADM2"),
    "region": ("A.ADM",),
    "county": ("A.ADM",),
    "state": ("A.ADM1",),
}
COARSE = frozenset({GeoPrecision.COUNTRY, GeoPrecision.AREA})
#: A long document's places are looked at up to so many, so that the work grows with its length alone.
NEAREST = 40
_FIRST = 6
_QUOTES = frozenset({'"', "\u201c", "\u201d"})
_CONTENT = frozenset({"NOUN", "PROPN", "VERB"})
#: What a place has for being named in the headline, in the lead, and for the article being told from there.
_HEADLINE, _LEAD, _DATELINE = 2.0, 1.5, 1.0


@dataclass(frozen=True)
class Named:
    """A place that the document names, and where it hangs; what follows from that is worked out once, for all events."""

    token: Token
    toponym: Toponym
    sentence: int
    hung: Attachment | None
    opens: bool
    #: Whether it only says who or whose somebody or something is: *Ann Lee, of Halifax*, *prosecutors in Warsaw*.
    whose: bool
    #: Whether somebody is quoted who names it.
    quoted: bool

    @cached_property
    def key(self) -> str:
        """What is the same for all names of one place."""
        return key_of(self.toponym)

    @cached_property
    def is_spot(self) -> bool:
        """Whether it names a place to be in, finer than a country."""
        return self.toponym.usage is Usage.LITERAL and self.toponym.geo_precision not in COARSE and not self.whose

    @cached_property
    def may_be_where(self) -> bool:
        """Whether something may be where it names: not in *Rochester police*, *the French team*, *Ann Lee, of Halifax*."""
        beside = self.hung is not None and self.hung.beside and self.hung.preposition not in entries(ROLES_FILE, "at")
        return not (self.whose or self.leads_away or beside) and self.toponym.usage in {Usage.LITERAL, Usage.METONYM}

    @cached_property
    def host(self) -> Token | None:
        """The noun that it stands by, which lies there: *prison* in *a prison in Tacuba* and in *the Tacuba prison*."""
        word = self.token
        while word.dep_ in {"compound", "nmod", "poss"}:
            word = word.head
        if word.i != self.token.i:
            return word
        governor = word.head.head if word.dep_ == "pobj" and word.head.dep_ == "prep" else word
        return governor if governor.pos_ in {"NOUN", "PROPN"} and governor.i != word.i else None

    @cached_property
    def leads_away(self) -> bool:
        """Whether it stands in words that lead elsewhere: *jailed over a fraud in Lagos*, *the firm, which is based in Graz*."""
        away = entries(ROLES_FILE, "concerning") | entries(ROLES_FILE, "apart")
        if self.hung is None:
            return False
        seat = self.hung.owner.dep_ in {"relcl", "acl"} and self.hung.owner.lemma_.lower() in entries(ROLES_FILE, "seats")
        return seat or (self.hung.hops > 1 and self.hung.branch in away)

    @cached_property
    def manner(self) -> str:
        """How it stands in its clause: by a class of prepositions, as an object, as a subject."""
        if self.toponym.usage is not Usage.LITERAL:
            return self.toponym.usage.value
        if self.whose:
            return "whose"
        if self.hung is None:
            return "hung on nothing"
        word = self.hung.preposition
        if word is None:
            return self.hung.relation if self.hung.relation in {"dobj", "nsubj", "nsubjpass", "poss"} else "no preposition"
        found = (name for name in ("at", "to", "from") if word in entries(ROLES_FILE, name))
        return next(found, word if word in {"of", "for", "by", "with", "between", "as"} else "other preposition")


@dataclass(frozen=True, slots=True)
class Landscape:
    """The places of one document, and which events are at them."""

    context: Context
    triggers: frozenset[int]
    named: tuple[Named, ...]
    sentences: tuple[Words, ...]
    #: The number of each token's sentence.
    sentence_of: Sequence[int]
    first_body: int
    #: The names of places to be in, and where they stand.
    spots: tuple[Named, ...]
    spots_at: tuple[int, ...]
    #: The names in each sentence.
    inside: Mapping[int, Sequence[Named]]
    n_towns: int
    #: How often each place is named, in whatever way.
    mentions: Mapping[str, int]
    #: How much the dateline, the headline and the lead make of each place.
    opening: Mapping[str, float]
    #: The content words of each sentence, and its nouns; in how many sentences each is; in which of them.
    words: Sequence[frozenset[str]]
    nouns: Sequence[frozenset[str]]
    frequency: Mapping[str, int]
    told: Mapping[str, Sequence[int]]
    #: The country (by its code) that most names are in.
    country: str | None

    @classmethod
    def of(cls, context: Context, triggers: frozenset[int]) -> Landscape:
        """Read a document's places once, for all its events."""
        sentences = tuple(context.parsed.sents)
        sentence_of = [i for i, s in enumerate(sentences) for _ in range(s.start, s.end)]
        quoted = _quoted(context)
        named = tuple(
            Named(
                token := context.parsed[i],
                toponym,
                sentence_of[token.i],
                attachment(token, triggers),
                _opens(token),
                says_whose(token),
                i in quoted,
            )
            for i, toponym in sorted(context.toponym_at.items())
        )
        body = next((i for i, s in enumerate(sentences) if not _is_heading(s)), 0)
        inside: dict[int, list[Named]] = {}
        for name in named:
            inside.setdefault(name.sentence, []).append(name)
        spots = tuple(n for n in named if n.is_spot)
        words = tuple(_words(s, context) for s in sentences)
        told: dict[str, list[int]] = {}
        for number, lemmas in enumerate(words):
            for lemma in lemmas:
                told.setdefault(lemma, []).append(number)
        return cls(
            context=context,
            triggers=triggers,
            named=named,
            sentences=sentences,
            sentence_of=sentence_of,
            first_body=body,
            spots=spots,
            spots_at=tuple(n.token.i for n in spots),
            inside=inside,
            n_towns=len({n.key for n in spots}),
            mentions=Counter(n.key for n in named),
            opening=_opening(named, body, context),
            words=words,
            nouns=tuple(frozenset(t.lemma_.lower() for t in s if t.pos_ == "NOUN") for s in sentences),
            frequency={lemma: len(numbers) for lemma, numbers in told.items()},
            told=told,
            country=_country(named, context),
        )

    def between(self, one: Token, other: Token) -> Sequence[Named]:
        """The places to be in that are named between two words."""
        low, high = sorted((one.i, other.i))
        return self.spots[bisect_right(self.spots_at, low) : bisect_left(self.spots_at, high)]

    def first_of_paragraph(self, token: Token) -> Named | None:
        """The first place to be in that the paragraph of a token names."""
        start = self.paragraph(token)
        at = bisect_left(self.spots, start, key=lambda n: n.token.idx)
        return self.spots[at] if at < len(self.spots) else None

    def near(self, trigger: Token) -> Sequence[Named]:
        """The places that an event may be at: the document's first, and those named nearest."""
        if len(self.named) <= NEAREST:
            return self.named
        at = bisect_left(self.named, trigger.i, key=lambda n: n.token.i)
        first = max(_FIRST, at - NEAREST // 2)
        return (*self.named[:_FIRST], *self.named[first : first + NEAREST // 2 + NEAREST // 4])

    def sentence(self, token: Token) -> int:
        """The number of a token's sentence."""
        return self.sentence_of[token.i]

    def first_sentence_of(self, dateline: Dateline) -> int:
        """The number of the first sentence that is told from a dateline; that of the body for the article's own."""
        if dateline == self.context.dateline:
            return self.first_body
        return next((i for i, s in enumerate(self.sentences) if s.end_char > dateline.span.end), self.first_body)

    def paragraph(self, token: Token) -> int:
        """Where the paragraph of a token begins."""
        return self.context.document.text.rfind("\n", 0, token.idx) + 1


def _quoted(context: Context) -> frozenset[int]:
    """The words of names that stand in a quotation; a quotation that isn't closed ends with its paragraph."""
    inside: list[int] = []
    opened = False
    for token in context.parsed:
        if "\n" in token.text:
            opened = False
        elif token.text in _QUOTES:
            opened = not opened if token.text == '"' else token.text == "\u201c"
        elif opened and token.i in context.toponym_at:
            inside.append(token.i)
    return frozenset(inside)


def _country(named: Sequence[Named], context: Context) -> str | None:
    told = [*(n.toponym for n in named), *([context.dateline.place] if context.dateline is not None else [])]
    votes = Counter(t.place.country for t in told if t.place is not None and t.place.country is not None)
    return votes.most_common(1)[0][0] if votes else None


def _words(sentence: Words, context: Context) -> frozenset[str]:
    """The content words of a sentence that are no names of places."""
    content = (t for t in sentence if t.pos_ in _CONTENT and t.is_alpha and not t.is_stop)
    return frozenset(t.lemma_.lower() for t in content if t.i not in context.in_toponym)


def _opening(named: Sequence[Named], body: int, context: Context) -> Mapping[str, float]:
    """How much the dateline, the headline and the lead make of each place."""
    weight: dict[str, float] = {}
    for name in named:
        if name.sentence > body or name.toponym.usage is Usage.DEMONYM:
            continue
        told = _HEADLINE if name.sentence < body else _LEAD if name.is_spot else _LEAD / 2
        weight[name.key] = max(weight.get(name.key, 0.0), told)
    if context.dateline is not None:
        key = key_of(context.dateline.place)
        weight[key] = weight.get(key, 0.0) + _DATELINE
    for item in context.datelines[1:]:  # of briefs, each is told from a place of its own
        key = key_of(item.place)
        weight[key] = max(weight.get(key, 0.0), _LEAD / 2)
    return weight


def key_of(toponym: Toponym) -> str:
    """What is the same for all names of one place in a document."""
    return key_of_place(toponym.place, toponym.surface)


def key_of_place(place: Place | None, name: str) -> str:
    """What is the same for all names of one place; the centre of a town is told as the town."""
    if place is None:
        return name.casefold()
    return place.id.partition("/")[0] if place.feature.startswith("P.") else place.id


def says_whose(place: Token) -> bool:
    """Whether a place only says who or what is meant, and not where: *firefighters from Bury*, *a court in Lima ruled*."""
    while place.dep_ in {"conj", "appos"}:
        place = place.head
    if place.dep_ in {"compound", "nmod"}:
        return place.head.lemma_.lower() in entries(SPEECH_FILE, "persons")
    preposition = place.head
    owner = preposition.head
    if preposition.dep_ != "prep" or owner.pos_ not in {"NOUN", "PROPN"}:
        return False
    lemma = owner.lemma_.lower()
    if preposition.lower_ in entries(ROLES_FILE, "whence"):
        return lemma not in entries(STATUS_FILE, "place_nouns") | entries(ROLES_FILE, "sites")  # "the city of Lyon"
    acts = owner.dep_ in {"nsubj", "agent"} or (owner.dep_ == "pobj" and owner.head.dep_ == "agent")
    offices = entries(ROLES_FILE, "authorities") | entries(ROLES_FILE, "offices")
    people = lemma in offices or owner.lower_ in entries(SPEECH_FILE, "titles")
    body = owner.pos_ == "PROPN" and owner.ent_type_ == "ORG" and owner.dep_ == "pobj" and owner.head.lower_ in {"from", "of"}
    return (acts and people) or body


def _opens(token: Token) -> bool:
    """Whether a name stands in a phrase that opens its sentence: *In Lima, the police arrested*."""
    for child, head in ancestors(token):
        if is_verb(head):
            first = child.left_edge.i == token.sent.start or token.sent[0].is_punct or child.left_edge.i <= token.sent.start + 3
            return child.dep_ == "prep" and first and child.i < head.i
    return False


def _is_heading(sentence: Words) -> bool:
    """Whether a line is a title or a heading."""
    return sentence.text.rstrip()[-1:] not in {".", "!", "?", '"', "\u201d", "'"}
