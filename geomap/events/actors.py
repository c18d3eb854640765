"""Who takes part: people, organisations and governments, under one name for each in a document.

A surname is the person whose full name the document gave; a pronoun is the last person who was a subject; "the North Korean
leader" is the person introduced with that title; a government named by its capital is its country.
"""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING

from rapidfuzz.distance import Levenshtein

from geomap.events.attach import carriers, purpose_of
from geomap.events.clauses import SPEECH_FILE, children, clause_root, entries, is_speech, is_verb, subject
from geomap.events.context import Context
from geomap.events.triggers import Found
from geomap.gazetteer import Gazetteer
from geomap.model import Actor, Toponym, Usage

if TYPE_CHECKING:
    from geomap.syntax.tree import Doc, Span, Token

_PRONOUNS = frozenset({"he", "she", "him", "her", "his"})
_WITH = frozenset({"with", "between", "by", "of", "against", "among"})
_MUTUAL = frozenset({"meeting", "negotiation", "agreement", "travel", "sport", "gathering"})
_MAX_NAME_TOKENS = 6
#: What stands before a group's name and is no part of it: *their* ministers, *neither* the police.
_LEADING = frozenset({"PRP$", "CC", "PDT"})
#: What the tagger may take a bare surname for.
_NAMING = frozenset({"PROPN", "NOUN", "ADJ", "X"})
#: So many tokens further on, who spoke last is still taken to speak.
_GOES_ON = 80
_EITHER = frozenset({"neither", "both", "either"})


@dataclass
class People:
    """The names of one document: what each mention of a person is a mention of."""

    names: dict[int, str] = field(default_factory=dict)
    titles: dict[str, str] = field(default_factory=dict)
    subjects: list[tuple[int, str]] = field(default_factory=list)
    #: Those of them who say something.
    speakers: list[tuple[int, str]] = field(default_factory=list)
    #: The words that the document says of each person, lower case: title, office, apposition.
    words: dict[str, set[str]] = field(default_factory=dict)

    @classmethod
    def of(cls, context: Context) -> People:
        """Read the people of a document: full names first, then the surnames and titles that stand for them."""
        people = cls()
        full: list[str] = []
        spellings = Counter(_clean(context.document.text[e.start_char : e.end_char]) for e in _persons(context))
        for entity in _persons(context):
            name = _clean(context.document.text[entity.start_char : entity.end_char])
            known = next((f for f in full if same_person(f, name)), None)
            if known is None:
                full.append(name)
            elif _fuller(name, known, spellings):
                full[full.index(known)] = name
                people._rename(known, name)
                known = name
            canonical = known or name
            for token in entity:
                people.names[token.i] = canonical
            people._note_title(entity, canonical)
            phrase = entity.root.head if entity.root.dep_ == "appos" else entity.root
            said = {t.lower_ for t in phrase.subtree if t.i not in range(entity.start, entity.end)}
            people.words.setdefault(canonical, set()).update(said)
            root = entity.root
            if (root.head if root.dep_ in {"appos", "compound"} else root).dep_ in {"nsubj", "nsubjpass", "poss"}:
                people.subjects.append((entity.root.i, canonical))
        people._note_surnames(context)
        people.speakers = [(i, name) for i, name in people.subjects if _speaks(context.parsed[i])]
        return people

    def _note_surnames(self, context: Context) -> None:
        """Bare surnames that the tagger of names passed over, of people whom the document has introduced."""
        surnames: dict[str, set[str]] = {}
        for name in self.words:
            if " " in name:
                surnames.setdefault(name.split()[-1], set()).add(name)
        for token in context.parsed:
            of = surnames.get(token.text, set())
            if len(of) == 1 and token.pos_ in _NAMING and token.i not in self.names and token.i not in context.in_toponym:
                name = next(iter(of))
                self.names[token.i] = name
                if token.dep_ in {"nsubj", "nsubjpass", "poss"}:
                    self.subjects.append((token.i, name))
        self.subjects.sort()

    def _rename(self, old: str, new: str) -> None:
        self.names = {i: new if n == old else n for i, n in self.names.items()}
        self.titles = {t: new if n == old else n for t, n in self.titles.items()}
        self.subjects = [(i, new if n == old else n) for i, n in self.subjects]
        self.words[new] = self.words.pop(old, set()) | self.words.get(new, set())

    def _note_title(self, entity: Span, name: str) -> None:
        for child in entity.root.children:
            if child.dep_ in {"compound", "nmod", "appos"} and child.pos_ == "NOUN":
                self.titles.setdefault(_title(child), name)

    def speaks_for(self, name: str) -> frozenset[str]:
        """What the document says of a spokesman, in lower case: it names whom they speak for; nothing of others."""
        said = self.words.get(name, set())
        return frozenset(said) if said & entries(SPEECH_FILE, "voices") else frozenset()

    def antecedent(self, token: Token) -> str | None:
        """Who a pronoun or a title stands for; None where nobody was introduced."""
        if token.lower_ in _PRONOUNS:
            said = [name for i, name in self.speakers if 0 < token.i - i < _GOES_ON] if _speaks(token) else []
            if said:
                return said[-1]  # who is quoted goes on, whoever was spoken of
            before = [name for i, name in self.subjects if i < token.i]
            return before[-1] if before else None
        return self.titles.get(_title(token))


def _speaks(who: Token) -> bool:
    """Whether a noun or a pronoun is the subject of a verb of saying."""
    head = who.head if who.dep_ in {"appos", "compound"} else who
    return head.dep_ == "nsubj" and is_speech(head.head)


def _title(noun: Token) -> str:
    """A title with its nation, as a key: *korean leader* of "the North Korean leader"."""
    nation = next((c.lower_ for c in children(noun, "amod", "compound", "poss") if c.text[:1].isupper()), "")
    return f"{nation} {noun.lower_}".strip()


def actors_of(found: Found, context: Context, people: People, gazetteer: Gazetteer) -> tuple[Actor, ...]:
    """The actors of one trigger, in the order in which the clause names them, each once."""
    named: dict[str, Actor] = {}
    for token, role in _participants(found):
        for head in (token, *token.conjuncts):
            if head.i == found.token.i or _is_destination(head, found, context):
                continue
            name = name_of(head, context, people, gazetteer)
            if name is not None:
                named.setdefault(name, Actor(name, role))
    return tuple(named.values())


def _is_destination(token: Token, found: Found, context: Context) -> bool:
    """Whether a noun is where the journey goes, not who makes it."""
    return found.event_type == "travel" and token.i in context.in_toponym and token.dep_ in {"dobj", "pobj"}


def name_of(token: Token, context: Context, people: People, gazetteer: Gazetteer) -> str | None:
    """The name of the actor that a noun stands for; None where it is no actor."""
    if token.i in people.names:
        return people.names[token.i]
    toponym = context.in_toponym.get(token.i)
    if toponym is not None and toponym.usage is not Usage.DEMONYM:
        return country_name(toponym, gazetteer)
    person = people.antecedent(token) if token.pos_ in {"PRON", "NOUN"} else None
    apposed = next((people.names[c.i] for c in children(token, "appos") if c.i in people.names), None)
    if person or apposed:
        return person or apposed
    if token.ent_type_ == "ORG":
        return _entity_name(token, context)
    if token.pos_ == "NOUN" and token.lower_ in entries(SPEECH_FILE, "groups"):
        return _noun_phrase(token, context)
    return None


def country_name(toponym: Toponym, gazetteer: Gazetteer) -> str | None:
    """The country that acts where a country or its capital is named."""
    place = toponym.place
    if place is None:
        return None
    if toponym.usage is Usage.METONYM and place.country is not None and place.feature.startswith("P."):
        country = gazetteer.country(place.country)
        if country is not None:
            return country.name
    return place.name


@lru_cache(maxsize=65_536)
def same_person(one: str, other: str) -> bool:
    """Whether two spellings may name one person: a surname of a full name, or the same words a letter apart."""
    a, b = _words(one), _words(other)
    if not a or not b:
        return False
    if len(a) > len(b):
        a, b = b, a
    if len(a) == 1:
        return len(a[0]) > 1 and (a[0] == b[-1] or a[0] == b[0])
    if len(a) == len(b) == 2 and a[1] == b[1] and (a[0].startswith(b[0][:5]) and len(b[0]) > 4):
        return True  # Adrien and Adrienne
    if len(a) == len(b):
        return sum(_distance(x, y) for x, y in zip(a, b, strict=True)) <= (1 if len(a) == 2 else 2)
    return a[0] == b[0] and a[-1] == b[-1]


def letters_of(name: str) -> str:
    """The words of a name without marks, accents and capitals: the same for *Kim Jong-un* and *Kim Jong Un*."""
    return " ".join(_words(name))


def _fuller(name: str, known: str, spellings: Counter[str]) -> bool:
    """Whether a spelling stands for a person better: more words, or as many and used more often."""
    mine, theirs = len(_words(name)), len(_words(known))
    return mine > theirs or (mine == theirs and spellings[name] > spellings[known])


def _words(name: str) -> list[str]:
    folded = unicodedata.normalize("NFKD", name.lower())
    letters = "".join(c if c.isalpha() else " " for c in folded if not unicodedata.combining(c))
    return letters.split()


def _distance(a: str, b: str) -> int:
    """Edits between two words, counted to 3: one wrong, missing or added letter is a spelling, more is another word."""
    return Levenshtein.distance(a, b, score_cutoff=2)


def _persons(context: Context) -> Iterator[Span]:
    parsed: Doc = context.parsed
    for entity in parsed.ents:
        inside = any(t.i in context.in_toponym for t in entity)
        if entity.label_ == "PERSON" and not inside and len(entity) <= _MAX_NAME_TOKENS:
            yield entity


def _clean(name: str) -> str:
    name = " ".join(name.split())
    for ending in ("'s", "\u2019s", "'", "\u2019"):
        name = name.removesuffix(ending)
    return name.strip()


def _participants(found: Found) -> Iterator[tuple[Token, str]]:
    token = found.token
    if is_verb(token):
        yield from _verb_participants(token, found.event_type)
        return
    for child in children(token, "poss", "compound", "nmod", "amod"):
        yield child, "actor"
    yield from _prepositional(token, found.event_type)
    if token.pos_ == "NOUN" and found.sense.to_place:
        yield from _verb_participants(clause_root(token), found.event_type)  # a verb that the tagger took for a noun
    for carrier in carriers(token):
        actor = subject(carrier)
        if actor is not None and actor.i == token.i:
            return  # "expects the talks to continue": who expects takes no part
        if actor is not None:
            yield actor, "actor"
        yield from _prepositional(carrier, found.event_type)


def _verb_participants(verb: Token, event_type: str) -> Iterator[tuple[Token, str]]:
    passive = any(True for _ in children(verb, "nsubjpass"))
    actor = subject(verb)
    if actor is None:
        governor = purpose_of(verb)
        actor = subject(governor) if governor is not None else None
    if actor is not None:
        yield actor, "recipient" if passive else "actor"
    for child in children(verb, "dobj", "dative"):
        yield child, "actor" if event_type in _MUTUAL else "recipient"
    yield from _prepositional(verb, event_type)


def _prepositional(token: Token, event_type: str) -> Iterator[tuple[Token, str]]:
    for preposition in children(token, "prep", "agent"):
        if preposition.lower_ in _WITH:
            for child in children(preposition, "pobj"):
                yield child, "actor" if event_type in _MUTUAL or preposition.lower_ == "by" else "recipient"


def _entity_name(token: Token, context: Context) -> str:
    span = next((e for e in context.parsed.ents if e.start <= token.i < e.end), None)
    if span is None:
        return context.surface(token)
    return _clean(context.document.text[span.start_char : span.end_char]).removeprefix("the ")


def _noun_phrase(token: Token, context: Context) -> str:
    left = token.left_edge
    while left.i < token.i and (left.pos_ in {"DET", "PUNCT", "ADP", "SPACE"} or left.tag_ in _LEADING or left.lower_ in _EITHER):
        left = context.parsed[left.i + 1]
    right = next((c.right_edge for c in children(token, "prep") if c.lower_ == "of"), token)
    right = token if right.i - token.i > _MAX_NAME_TOKENS else right
    return _clean(context.document.text[left.idx : right.idx + len(right.text)])
