"""Verbs that no event type lists: which of them tell of an event nevertheless (type ``other``), by a small model.

The parts that speak for and against it are read off the parse: its tense, who does what to what, the place and the day that it
has of its own. ``data/events/unlisted.json`` has a weight for each; ``benchmarks/fit_unlisted.py`` fits them.
"""

from __future__ import annotations

import json
import math
from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace
from enum import Enum
from functools import cache
from typing import TYPE_CHECKING, Any

from geomap import lexicon
from geomap.events.attach import carriers, predicate
from geomap.events.clauses import (
    ROLES_FILE,
    SPEECH_FILE,
    STATUS_FILE,
    children,
    entries,
    is_light,
    is_plan,
    is_speech,
    is_verb,
    particle_lemma,
    subject,
)
from geomap.events.context import Context
from geomap.events.telling import labelled
from geomap.events.triggers import OPEN_SENSE, Found, may_be_unlisted
from geomap.events.types import OPEN_CLASS_FILE, Sense, possible_types, verb_senses
from geomap.model import GeoPrecision, PlaceMention, Role, Usage, When

if TYPE_CHECKING:
    from geomap.syntax.tree import Token

#: The part of a verb that a type lists.
LISTED = "word: listed"
WEIGHTS_FILE = "events/unlisted.json"
_TENSED = {"VBD": "told in the past", "VBZ": "simple present", "VBP": "simple present", "VBG": "-ing", "VB": "infinitive"}
#: What the auxiliaries make of a verb, the first that one of them says.
_HELPERS = {
    "will": {"will", "'ll", "shall"},
    "must": {"must", "should", "can", "cannot"},
    "modal": {"may", "might", "could", "would"},
    "infinitive": {"to"},
    "has done": {"has", "have", "'ve"},
    "had done": {"had"},
}
_PERSONAL = frozenset({"he", "she", "they", "we", "i", "who", "you"})
_THINGS = frozenset({"it", "this", "that", "which", "these", "those", "there", "what"})
#: An article leads with its first tokens.
_LEAD_TOKENS = 60
#: An article ends with its last tokens.
_TAIL_TOKENS = 40
#: What is put before a part of a verb that no type lists, which has weights of its own.
UNLISTED = "unlisted, "
_DEMANDING = frozenset({"demand", "insist", "request", "order", "propose", "want", "require", "forbid"})
_ACCUSING = frozenset({"accuse", "charge", "suspect", "convict", "acquit", "guilty", "allege"})
_TRYING = frozenset({"try", "attempt", "seek", "intend", "want", "wish", "hope", "fail", "threaten", "offer"})
_COARSE = frozenset({GeoPrecision.COUNTRY, GeoPrecision.AREA})


def candidates(context: Context, listed: Collection[int]) -> Iterator[Found]:
    """The verbs that may tell of an event though no type lists them, in the order of the text; ``listed`` are the triggers."""
    taken = bearers(context, listed) | labelled(context)
    for token in context.parsed:
        if token.pos_ != "VERB" or token.i in listed or token.i in taken or token.i in context.in_timex:
            continue
        if may_be_unlisted(token, context):
            yield Found(token, OPEN_SENSE)


def typed(found: Found, context: Context, listed: Mapping[int, str]) -> Found:
    """With the type that it may tell of, where the events beside it or the article's other events are of that type.

    That is what it is taken for until its whole happening is known and weighed (``classify.py``). ``listed`` are the triggers
    with their types. A verb of one possible type has that; any other is of type ``other``.
    """
    lemma = found.token.lemma_.lower()
    types = tuple(dict.fromkeys((*(s.event_type for s in verb_senses().get(lemma, ())), *types_of(found.token))))
    sentence = found.token.sent
    near = Counter(kind for i, kind in listed.items() if sentence.start <= i < sentence.end)
    far = Counter(listed.values())
    told = [name for name in types if near[name] or far[name]]
    best = types[0] if len(types) == 1 else "other"
    best = max(told, key=lambda name: (near[name], far[name]), default=best)
    return replace(found, sense=Sense(best, open_class=True))


def bearers(context: Context, listed: Collection[int]) -> frozenset[int]:
    """The verbs that only say what became of a listed event: *talks were held*, *plans to visit*, *the rally passed off well*."""
    triggers = [context.parsed[i] for i in listed]
    verbs = [predicate(trigger) for trigger in triggers]
    carrying = [v for trigger in triggers for v in carriers(trigger) if not (_settles(v) and _is_settled(trigger))]
    own = {v.i for v in verbs if v is not None} | {v.i for v in carrying}
    own |= {t.head.i for t in triggers if t.dep_ == "advcl" and t.tag_ == "VBG"}  # "ran into a wall, killing two"
    return frozenset(own | {v.i for trigger in triggers if not is_verb(trigger) for v in _telling_more(trigger)})


def _settles(verb: Token) -> bool:
    """Whether a verb is an event by itself, whatever the infinitive after it says: *agreed to*, *refused to*."""
    return verb.lemma_.lower() in entries(OPEN_CLASS_FILE, "settling")


def _is_settled(trigger: Token) -> bool:
    """Whether a word says what one settles on: what one agreed *to do*, or agreed *to*."""
    return is_verb(trigger) or (trigger.dep_ == "pobj" and trigger.head.lower_ == "to")


def _telling_more(noun: Token) -> Iterator[Token]:
    """The verbs of the clauses whose subject an event is: *the outbreak that began at a kindergarten*."""
    return (v for v in children(noun, "relcl") if any(c.tag_ == "WDT" for c in children(v, "nsubj", "nsubjpass")))


def probability(parts: Mapping[str, float], weights: Mapping[str, float]) -> float:
    """How likely the parts make an event by some weights, 0 to 1."""
    return 1 / (1 + math.exp(-weights["always"] - sum(weights.get(name, 0.0) * value for name, value in parts.items())))


class Telling(Enum):
    """How sure it is that a verb tells of an event."""

    SURE = "sure"
    #: Another document must tell of it too.
    TENTATIVE = "tentative"
    NOT = "not"


class Asked(Enum):
    """Of which verb it is asked whether it tells of an event: the name of its limits."""

    UNLISTED = "unlisted"
    LISTED = "listed"
    #: Nothing else is known of it than its clause.
    ALONE = "alone"
    #: As before, and it stands with another verb that it may only go on with.
    BESIDE = "beside"


def telling(parts: Mapping[str, float], asked: Asked = Asked.UNLISTED) -> Telling:
    """Whether the parts make an event that is likely enough to be reported, or to be if another document tells of it too."""
    likely = probability(parts, weights())
    limits: Mapping[str, float] = _fitted()["limits"][asked.value]
    if likely >= limits["sure"]:
        return Telling.SURE
    return Telling.TENTATIVE if likely >= limits["tentative"] else Telling.NOT


def weights() -> Mapping[str, float]:
    """The weight of each part, and of ``always``."""
    fitted: Mapping[str, float] = _fitted()["weights"]
    return fitted


def parts_of(
    found: Found, context: Context, listed: Collection[int], places: list[PlaceMention], when: When | None
) -> dict[str, float]:
    """What speaks for and against an event, each part from 0 to 1; ``places`` and ``when`` are what the verb has of its own."""
    verb = found.token
    parts = dict.fromkeys(
        (
            *_form(verb),
            *_listing(found),
            *_stance(verb),
            *_governed(verb),
            *_persons(verb, context),
            *_placed(places, verb, context),
            *_timed(when),
            *_around(verb, context, listed),
        ),
        1.0,
    )
    placed = any(name.startswith("place: own") for name in parts)
    timed = "time: a day" in parts or "time: longer" in parts
    if placed and timed:
        parts["own place and time"] = 1.0
    if not placed and not timed:
        parts["neither place nor time"] = 1.0
    if found.sense.open_class:
        parts |= {UNLISTED + name: value for name, value in parts.items()}
        parts |= dict.fromkeys(_classes_of(verb), 1.0)
    return parts


def _classes_of(verb: Token) -> Iterator[str]:
    """The verb itself, with its particle, and the classes of verbs that it is in: to *sit down* is not to *sit*."""
    whole = particle_lemma(verb)
    yield f"verb: {whole}"
    yield from (f"class: {name}" for name in verb_classes().get(whole, ("phrasal" if " " in whole else "none",)))


@cache
def verb_classes() -> Mapping[str, tuple[str, ...]]:
    """Verb lemma to the broad classes that it is in, which are weighed where no type lists it."""
    found: dict[str, list[str]] = {}
    for name, words in lexicon.table(OPEN_CLASS_FILE)["classes"].items():
        for word in words:
            found.setdefault(word, []).append(name)
    return {word: tuple(names) for word, names in found.items()}


def types_of(verb: Token) -> tuple[str, ...]:
    """The types that a verb may tell of where the rest of the clause speaks for it."""
    known = possible_types()
    return known.get(particle_lemma(verb)) or known.get(verb.lemma_.lower(), ())


def _listing(found: Found) -> Iterator[str]:
    """What the event types' lists know of the verb."""
    verb, sense = found.token, found.sense
    if not sense.open_class:
        yield LISTED
        if sense.to_place:
            yield "word: listed, with a place"
        if sense.needs:
            yield "word: listed, with its object"
    elif verb.lemma_.lower() in verb_senses() or particle_lemma(verb) in verb_senses():
        yield "word: listed with other objects"


def _form(verb: Token) -> Iterator[str]:
    """The tense and the place of the clause in its sentence."""
    helpers = {c.lower_ for c in children(verb, "aux", "auxpass")}
    passive = any(True for _ in children(verb, "auxpass"))
    said = next((name for name, words in _HELPERS.items() if helpers & words), None)
    if said is not None:
        yield f"form: {said}"
    elif verb.tag_ == "VBN":
        yield "form: was done" if passive else "form: bare participle"
    else:
        yield "form: is doing" if verb.tag_ == "VBG" and helpers else "form: " + _TENSED.get(verb.tag_, "other")
    if passive:
        yield "passive"
    yield f"clause: {verb.dep_}"
    if any(True for _ in children(verb, "neg")):
        yield "negated"
    if any(True for _ in children(verb, "ccomp")):
        yield "with a clause"
    if any(True for _ in children(verb, "xcomp")):
        yield "with an infinitive"
    if any(c.pos_ in {"ADJ", "NOUN"} for c in children(verb, "acomp", "attr", "oprd")):
        yield "with a predicate"


def _stance(verb: Token) -> Iterator[str]:
    """What the word lists know of the verb and of what governs it."""
    lemma = verb.lemma_.lower()
    if lemma in entries(OPEN_CLASS_FILE, "never"):
        yield "word: state or stance"
    if is_light(verb):
        yield "word: light"
    if is_speech(verb):
        yield "word: of saying"
    if is_plan(verb):
        yield "word: of planning"
    types = types_of(verb)
    if types:
        yield "word: may tell"
        yield from (f"may tell: {name}" for name in types)
    elif lemma not in entries(OPEN_CLASS_FILE, "never"):
        yield "word: unknown"
    if verb.head.i != verb.i and verb.dep_ in {"xcomp", "ccomp", "conj", "acl", "advcl"}:
        head = verb.head
        if is_speech(head):
            yield "under: saying"
        elif is_plan(head):
            yield "under: planning"
        elif is_light(head):
            yield "under: light"


def _governed(verb: Token) -> Iterator[str]:
    """Whether it is only asked for, or what somebody is accused of, tried, or did something else for."""
    head = verb.head.head if verb.dep_ == "pcomp" else verb.head
    lemma = head.lemma_.lower()
    if verb.dep_ in {"ccomp", "xcomp"} and (lemma in entries(OPEN_CLASS_FILE, "asking") or lemma in _DEMANDING):
        yield "under: asking"
    if verb.dep_ in {"pcomp", "xcomp", "advcl"} and lemma in _ACCUSING:
        yield "under: accusing"
    if verb.dep_ == "xcomp" and lemma in _TRYING:
        yield "under: trying"
    if verb.dep_ == "advcl" and any(c.tag_ == "TO" for c in children(verb, "aux")):
        yield "what for"


def _persons(verb: Token, context: Context) -> Iterator[str]:
    """Who does it, to what."""
    doer = subject(verb)
    yield "subject: " + (_kind(doer, context) if doer is not None else "none")
    thing = next(children(verb, "dobj", "dative"), None)
    yield "object: " + (_kind(thing, context) if thing is not None else "none")
    if any(True for _ in children(verb, "agent")):
        yield "by somebody"
    counted = (c for c in (doer, thing) if c is not None)
    if any(g.dep_ == "nummod" for c in counted for g in c.children):
        yield "counted"
    if any(True for _ in children(verb, "prt")):
        yield "particle"
    yield from (f"with: {preposition.lower_}" for preposition in children(verb, "prep", "dative") if preposition.pos_ == "ADP")


def _kind(noun: Token, context: Context) -> str:
    word = noun.lower_
    kinds = {
        "he or she": word in _PERSONAL,
        "it": word in _THINGS,
        "place": noun.i in context.in_toponym,
        "person's name": noun.ent_type_ == "PERSON",
        "other name": noun.pos_ == "PROPN",
        "officials": word in entries(SPEECH_FILE, "titles"),
        "people": noun.lemma_.lower() in entries(SPEECH_FILE, "persons") or word in entries(SPEECH_FILE, "groups"),
        "amount": noun.lemma_.lower() in entries(OPEN_CLASS_FILE, "amounts"),
        "time or weather": noun.i in context.in_timex or noun.ent_type_ in {"DATE", "TIME"},
        "bare plural": noun.tag_ == "NNS" and not any(True for _ in children(noun, "det", "poss", "nummod")),
        "thing": noun.pos_ == "NOUN",
    }
    return next((kind for kind, holds in kinds.items() if holds), "else")


def _placed(places: list[PlaceMention], verb: Token, context: Context) -> Iterator[str]:
    pin = next((p for p in places if p.role is not Role.ABOUT), None)
    if pin is not None:
        role = {Role.DESTINATION: "to", Role.ORIGIN: "from"}.get(pin.role, "in")
        coarse = pin.place is not None and pin.geo_precision in _COARSE
        yield f"place: own, {role} a country" if coarse else f"place: own, {role} a town or site"
        yield from _branch(pin, verb, context)
    elif places:
        yield "place: topic"
    elif any(t.usage is Usage.LITERAL for _, t in context.toponyms_in(verb.sent)):
        yield "place: elsewhere in the sentence"
    if any(c.lower_ in {"here", "there"} for c in children(verb, "advmod")):
        yield "place: here or there"
    for preposition in children(verb, "prep"):
        sites = entries(STATUS_FILE, "place_nouns") | entries(ROLES_FILE, "sites")
        if preposition.lower_ in entries(ROLES_FILE, "at") and any(
            o.lemma_.lower() in sites for o in children(preposition, "pobj")
        ):
            yield "place: unnamed site"


def _branch(pin: PlaceMention, verb: Token, context: Context) -> Iterator[str]:
    """Which of the verb's words the place stands under: *in* Oslo, *by* a foundation in Oslo, *for* relief in Oslo."""
    named = next((i for i, t in context.toponym_at.items() if t.span == pin.span), None)
    branch = next((c for c in verb.children if named is not None and any(t.i == named for t in c.subtree)), None)
    if branch is not None:
        yield "place: under " + (branch.lower_ if branch.dep_ in {"prep", "agent", "dative"} else branch.dep_)


def _timed(when: When | None) -> Iterator[str]:
    if when is None or when.earliest is None:
        return
    yield "time: a day" if when.latest is not None and (when.latest - when.earliest).days <= 1 else "time: longer"


def _around(verb: Token, context: Context, listed: Collection[int]) -> Iterator[str]:
    """What else the sentence and the article tell where the verb stands."""
    sentence = verb.sent
    others = [i for i in listed if sentence.start <= i < sentence.end]
    if not others:
        yield "no other event in the sentence"
    if any(context.parsed[i].head.i == verb.i for i in others):
        yield "governs an event"
    if verb.head.i in others:
        yield "governed by an event"
    if any(
        is_verb(context.parsed[i]) and context.parsed[i].head.i == verb.i and context.parsed[i].dep_ == "conj" for i in others
    ):
        yield "beside an event"
    if verb.i < _LEAD_TOKENS:
        yield "in the lead"
    if verb.i > len(verb.doc) - _TAIL_TOKENS:
        yield "at the end"
    text = sentence.text.strip()
    if not text.endswith((".", "!", "?", '"', "'", ":", ";", ",")):
        yield "no full stop"
    if text.endswith("?"):
        yield "question"
    if sum(t.lower_ in {'"', "\u201c", "\u201d"} for t in sentence[: verb.i - sentence.start]) % 2:
        yield "quoted"


@cache
def _fitted() -> Mapping[str, Any]:
    """What the training script wrote."""
    fitted: Mapping[str, Any] = json.loads(lexicon.read(WEIGHTS_FILE))
    return fitted
