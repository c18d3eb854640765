"""What speaks for the type of an event: its word and what lists know of it, who does what to what, and what is told beside it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache, lru_cache
from typing import TYPE_CHECKING

import numpy as np

from geomap import lexicon, typology
from geomap.events.bags import function_words, stem_of
from geomap.events.clauses import SPEECH_FILE, children, entries, is_verb, particle_lemma, subject
from geomap.events.context import Context
from geomap.events.meaning import Vector, direction
from geomap.events.triggers import Found
from geomap.events.types import KINDS_FILE, noun_senses, possible_types, verb_senses

if TYPE_CHECKING:
    from geomap.syntax.tree import Doc, Token
    from geomap.syntax.tree import Span as Words

#: What stands in for the meaning of which words.
BLOCKS = ("word", "object", "subject", "with", "sentence", "article")
_CONTENT = frozenset({"NOUN", "VERB", "ADJ"})
_OBJECTS = ("dobj", "nsubjpass", "dative")
_MODIFIERS = ("compound", "amod", "nmod", "poss")


@dataclass(frozen=True, slots=True)
class TypeClues:
    """``named`` clues, each with how much of it there is, and the meaning of the words of each of ``BLOCKS`` in a row."""

    named: Mapping[str, float]
    meaning: Vector


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What all events of a document are told among: the listed triggers with their types, and what the article is about."""

    listed: Mapping[int, str]
    shares: Mapping[str, float]
    about: Vector
    #: The words that the user lists.
    own: Collection[str]
    #: What each sentence that was asked for means, by its first token.
    sentences: dict[int, Vector] = field(default_factory=dict)

    @classmethod
    def of(cls, parsed: Doc, listed: Mapping[int, str]) -> Surroundings:
        """Those of a document; ``listed`` are token indices with the type of the event that a list has for the word."""
        counted = Counter(listed.values())
        shares = {name: n / len(listed) for name, n in counted.items()}
        return cls(listed, shares, _meaning_at_large(parsed), typology.own_words())

    def of_sentence(self, sentence: Words) -> Vector:
        """What the words of a sentence mean together."""
        if sentence.start not in self.sentences:
            self.sentences[sentence.start] = _meaning_at_large(sentence)
        return self.sentences[sentence.start]


def type_clues(found: Found, context: Context, around: Surroundings) -> TypeClues:
    """Everything that speaks for one type or another of an event, by one of the words that tell of it."""
    token = found.token
    doer, things, others = _participants(token)
    named = dict.fromkeys(
        (
            *_known(found),
            *_form(found),
            *_kinds("by", [doer] if doer is not None else [], context),
            *_kinds("of", things, context),
            *(clue for preposition, noun in others for clue in _kinds(preposition, [noun], context)),
        ),
        1.0,
    )
    named |= dict(_beside(token, around))
    meaning = (
        direction([token.lemma_.lower()]),
        _meaning_of(things),
        _meaning_of([doer] if doer is not None else []),
        _meaning_of(noun for _, noun in others),
        around.of_sentence(token.sent),
        around.about,
    )
    return TypeClues(named, np.concatenate(meaning))


def is_own(found: Found, own: Collection[str]) -> bool:
    """Whether the user lists the word."""
    lemma = found.token.lemma_.lower()
    return lemma in own or (is_verb(found.token) and particle_lemma(found.token) in own)


def _participants(token: Token) -> tuple[Token | None, list[Token], list[tuple[str, Token]]]:
    """Who does it, to what, and what else it has to do with, by which preposition."""
    if is_verb(token):
        passive = any(True for _ in children(token, "auxpass", "nsubjpass"))
        things = list(children(token, *_OBJECTS))
        if token.dep_ == "acl" and token.tag_ == "VBN":
            things.append(token.head)
        doer = None if passive else subject(token)
        doer = next((o for agent in children(token, "agent") for o in children(agent, "pobj")), doer)
        things += [c for o in things for c in o.conjuncts]
    else:
        things = list(children(token, *_MODIFIERS))
        doer = next((o for p in children(token, "prep") if p.lower_ == "by" for o in children(p, "pobj")), None)
    others = [(p.lower_, o) for p in children(token, "prep") for o in children(p, "pobj")]
    return doer, things, others


def _known(found: Found) -> Iterator[str]:
    """What the lists of the event types know of the word."""
    token, sense = found.token, found.sense
    lemma = particle_lemma(token) if is_verb(token) else token.lemma_.lower()
    way = "open" if sense.open_class else "with" if sense.needs else "weak" if sense.weak or sense.to_place else "listed"
    yield f"{way} {sense.event_type}"
    known = verb_senses() if is_verb(token) else noun_senses()
    for other in known.get(lemma, ()) or known.get(token.lemma_.lower(), ()):
        yield f"else {other.event_type}"
    if is_verb(token):
        maybe = possible_types()
        yield from (f"maybe {name}" for name in maybe.get(lemma) or maybe.get(token.lemma_.lower(), ()))
    yield f"lemma {lemma}"


def _form(found: Found) -> Iterator[str]:
    token = found.token
    if not is_verb(token):
        yield f"noun {token.head.dep_ if token.dep_ == 'pobj' else token.dep_}"
        if is_verb(token.head):
            yield f"under {token.head.lemma_.lower()}"
        return
    yield f"verb {token.tag_}"
    if any(True for _ in children(token, "auxpass")):
        yield "passive"
    if any(True for _ in children(token, "ccomp")):
        yield "with a clause"
    if any(True for _ in children(token, "xcomp")):
        yield "with an infinitive"
    yield from (f"prep {p.lower_}" for p in children(token, "prep", "prt", "dative"))


def _kinds(role: str, nouns: list[Token], context: Context) -> Iterator[str]:
    """Of what kinds the nouns in a role are."""
    known = kinds_of()
    for noun in nouns:
        lemma = noun.lemma_.lower()
        yield from (f"{role} <{kind}>" for kind in known.get(lemma, ()))
        if noun.i in context.in_toponym:
            yield f"{role} <place>"
        elif noun.ent_type_ in {"PERSON", "ORG", "NORP", "MONEY", "PERCENT", "EVENT"}:
            yield f"{role} <{noun.ent_type_.lower()}>"
        if lemma in entries(SPEECH_FILE, "persons") or noun.lower_ in entries(SPEECH_FILE, "groups"):
            yield f"{role} <people>"
        if noun.lower_ in entries(SPEECH_FILE, "titles"):
            yield f"{role} <official>"
        yield f"{role} {lemma}"


def _beside(token: Token, around: Surroundings) -> Iterator[tuple[str, float]]:
    """What types the listed words of the sentence and of the article have."""
    sentence = token.sent
    near = Counter(kind for i, kind in around.listed.items() if sentence.start <= i < sentence.end and i != token.i)
    yield from ((f"near {name}", min(n, 2) / 2) for name, n in near.items())
    yield from ((f"article {name}", share) for name, share in around.shares.items())
    head = around.listed.get(token.head.i)
    if head is not None and token.head.i != token.i:
        yield f"governed by {head}", 1.0
    for child in token.children:
        kind = around.listed.get(child.i) or next(
            (around.listed[g.i] for g in children(child, "pobj") if g.i in around.listed), None
        )
        if kind is not None:
            yield f"governs {kind}", 1.0


@cache
def kinds_of() -> Mapping[str, tuple[str, ...]]:
    """Noun lemma to the kinds of things that it is one of."""
    found: dict[str, list[str]] = {}
    for kind, words in lexicon.table(KINDS_FILE).items():
        if kind != "acting":
            for word in words:
                found.setdefault(word, []).append(kind)
    return {word: tuple(kinds) for word, kinds in found.items()}


def _meaning_of(tokens: Iterable[Token]) -> Vector:
    return direction(t.lemma_.lower() for t in tokens if t.pos_ != "PROPN")


def _meaning_at_large(tokens: Iterable[Token]) -> Vector:
    """What the content words of a text mean together."""
    return direction(t.lower_ for t in tokens if t.pos_ in _CONTENT and not _is_function_word(t.lower_))


@lru_cache(maxsize=65_536)
def _is_function_word(word: str) -> bool:
    return stem_of(word) in function_words()
