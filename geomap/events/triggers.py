"""Which words tell of an event: verbs and nouns of ``types.toml`` in the places where they mean what the file says."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from geomap.events.clauses import (
    SPEECH_FILE,
    STATUS_FILE,
    children,
    entries,
    is_light,
    is_plan,
    is_speech,
    is_verb,
    particle_lemma,
)
from geomap.events.context import Context
from geomap.events.generic import is_generic
from geomap.events.presence import presence
from geomap.events.purpose import is_mere_purpose
from geomap.events.telling import is_told, labelled
from geomap.events.types import Sense, noun_senses, verb_senses

if TYPE_CHECKING:
    from geomap.syntax.tree import Token

_OBJECTS = ("dobj", "nsubjpass", "oprd", "dative")
#: Particles that leave a verb of motion one: *went back to*, *flew out of*; "go on" is no motion.
_MOVING_PARTICLES = frozenset({"back", "out", "off", "over", "in", "into", "away", "down", "up", "through"})
#: The sense of a verb that no type lists.
OPEN_SENSE = Sense("other", open_class=True)
#: Prepositions whose object can make a verb what it is: *taken to hospital*, *went on strike*.
_AUXILIARIES = ("aux", "auxpass")
_INTO = frozenset({"by", "to", "into", "on", "off", "in", "at", "with", "for", "from", "over", "through", "under"})
_CRYING = frozenset({"cry", "cries", "cried"})
#: Prepositions after which a noun says whose event it is.
_WHOSE = ("by", "at", "over", "against", "in")
#: What is said of an object or a subject: *found dead*, *went missing*, *tested positive*.
_SAID_OF = ("acomp", "attr", "advmod", "xcomp", "advcl")
_QUOTES = frozenset({'"', "\u201c", "\u201d"})
#: What is only said to be so.
_TALES = frozenset({"report", "rumour", "rumor", "allegation"})
#: What is of the kind of what it tries, which another word says.
_TRIES = frozenset({"attempt", "effort", "try"})
_NOBODY = frozenset({"nobody", "none", "neither", "nothing"})
#: What an article calls itself.
_ITSELF = frozenset({"article", "story", "page", "post", "newsletter"})
#: What is done to a page, in the line that says when.
_MADE = frozenset({"published", "updated", "posted", "modified", "edited", "printed"})
#: Tags of verbs that say when it is done.
_FINITE = frozenset({"VBD", "VBZ", "VBP"})
#: Where a noun stands for itself, and not before another.
STANDING = frozenset({"nsubj", "nsubjpass", "dobj", "pobj", "attr", "conj", "appos", "ROOT"})
_NOMINAL = frozenset({"nsubj", "nsubjpass", "dobj", "pobj", "attr"})
#: A proper noun can name a gathering ("the Eastern Economic Forum"); other proper nouns that look like triggers are names.
_NAMED_TYPES = frozenset({"gathering", "sport", "meeting", "election"})


@dataclass(frozen=True)
class Found:
    """A trigger token with the sense in which it was read; ``tentative``: another document must tell of its event too."""

    token: Token
    sense: Sense
    tentative: bool = False

    @cached_property
    def event_type(self) -> str:
        """The event type that it tells of."""
        return self.sense.event_type

    @cached_property
    def is_noun(self) -> bool:
        """Whether the trigger is a noun."""
        return not is_verb(self.token)


def triggers(context: Context) -> Iterator[Found]:
    """The triggers of a document, in the order of the text."""
    hyphened: dict[int, Found | None] = {}
    aside = labelled(context)
    for hyphen in (t for t in context.parsed if t.lower_ == "-"):
        hyphened |= _hyphened(hyphen)
    for token in context.parsed:
        if token.i in context.in_timex or (token.i in context.in_toponym and token.pos_ != "VERB"):
            continue
        if token.i in aside:
            continue
        if token.i in hyphened:
            whole = hyphened[token.i]
            if whole is not None:
                yield whole
            continue
        if token.pos_ == "VERB" or _is_misread_verb(token, context):
            found = _verb(token, context)
        else:
            found = _noun(token) if _is_nominal(token) else None
        if found is None:
            found = _present(token, context)
        if found is not None and not tells_nothing(found, context):
            yield found


def tells_nothing(found: Found, context: Context) -> bool:
    """Whether a word of events tells of none here: of what is so in general, of a purpose, or of what is cried."""
    generic = found.is_noun and not found.sense.needs and is_generic(found.token)
    return is_mere_purpose(found, context) or generic or _only_carries(found) or _is_cried(found)


def _present(token: Token, context: Context) -> Found | None:
    """The journey of somebody who will be somewhere: *is due in Oslo on Friday*."""
    sense = presence(token, context)
    return None if sense is None else Found(token, sense)


def _is_nominal(token: Token) -> bool:
    """A noun, or an adjective where a noun stands: the tagger takes the *final* of *semi-final* for one."""
    return token.pos_ in {"NOUN", "PROPN"} or (token.pos_ == "ADJ" and token.dep_ in _NOMINAL)


def _hyphened(hyphen: Token) -> dict[int, Found | None]:
    """The event that two words with a hyphen between them tell of (*a break-in*, *test-fired*), at the one that governs."""
    if hyphen.i == 0 or hyphen.i + 1 >= len(hyphen.doc) or hyphen.whitespace_ or hyphen.nbor(-1).whitespace_:
        return {}
    first, second = hyphen.nbor(-1), hyphen.nbor(1)
    done = verb_senses().get(f"{first.lower_}-{second.lemma_.lower()}")
    if done is not None and (second.tag_ in _FINITE or any(True for _ in children(second, "aux"))):
        return {first.i: None, second.i: Found(second, done[0])}  # "test-fired two missiles", which the parser misreads
    senses = noun_senses().get(f"{first.lower_}-{second.lemma_.lower()}") or noun_senses().get(f"{first.lower_}-{second.lower_}")
    if senses is None:
        return {}
    head = first if second.head.i == first.i else second
    told = head.dep_ in STANDING and not senses[0].needs
    return {first.i: None, second.i: None, head.i: Found(head, senses[0]) if told else None}


def _is_cried(found: Found) -> bool:
    """Whether a word is only what somebody calls out: *cries murder*, which the tagger may take for a verb in a headline."""
    token = found.token
    return token.i > token.sent.start and token.nbor(-1).lower_ in _CRYING


def _is_what_it_sent(verb: Token) -> bool:
    """Whether a participle says what an event did to things: *collapsed, sending cars into the river*."""
    return verb.lower_ == "sending" and verb.dep_ == "advcl" and not any(True for _ in children(verb, "aux"))


def _only_carries(found: Found) -> bool:
    """Whether a verb only puts a noun's event into the world: in *hosts the forum* the forum is the event."""
    if found.is_noun or _is_what_it_sent(found.token):
        return not found.is_noun
    if found.token.lemma_.lower() in entries(STATUS_FILE, "denied"):
        clauses = (c for o in children(found.token, "dobj", "nsubjpass") for c in children(o, "acl"))
        return any(c.lemma_.lower() in verb_senses() for c in clauses)  # "a plan to meet in Geneva was shelved"
    called = found.token.lemma_ == "call" and any(c.lower_ == "the" for o in children(found.token, "dobj") for c in o.children)
    if called or not is_light(found.token):
        return called  # "who had called the strike"
    if found.sense.to_place:
        goals = [o for preposition in children(found.token, "prep") for o in children(preposition, "pobj")]
        return any(o.pos_ == "NOUN" and _noun(o) is not None for o in goals) and not any(o.pos_ == "PROPN" for o in goals[:1])
    if not found.sense.needs:
        return False
    objects = (o for child in children(found.token, "dobj", "nsubjpass") for o in (child, *child.conjuncts))
    return any(_noun(o) is not None for o in objects if o.pos_ in {"NOUN", "PROPN"})


def _is_put_elsewhere(verb: Token) -> bool:
    """Whether a verb moves or delays an event, which is what happens or doesn't: *has delayed next week's missile test*."""
    if verb.lemma_.lower() not in entries(STATUS_FILE, "rearranged"):
        return False
    return any(o.pos_ in {"NOUN", "PROPN"} and _noun(o) is not None for o in children(verb, "dobj", "nsubjpass"))


def _denies_an_event(verb: Token) -> bool:
    """Whether what a verb denies or calls off has a word of its own: *banned the march*, *denied that he left*.

    *Cancelled all its sailings*, *refused food* and *banned drumming* name nothing else.
    """
    if verb.lemma_.lower() == "deny" or (verb.dep_ == "xcomp" and is_plan(verb.head)):
        return True  # which is said, whatever it is: "has vowed to block it"
    if (verb.lemma_.lower() == "block" and verb.dep_ == "conj") or verb.lower_.startswith("scrape"):
        return True  # "a crane toppled and blocked the channel"; who scraped something has not scrapped it
    clauses = [
        *children(verb, "xcomp", "ccomp", "pcomp", "advcl"),
        *(c for p in children(verb, "prep") for c in children(p, "pcomp")),
    ]
    if any(is_verb(c) for c in clauses):
        return True
    objects = list(children(verb, "dobj", "nsubjpass"))
    if any(o.lemma_.lower() in _TALES | _TRIES for o in objects):
        return True  # "she dismissed a newspaper's report" is said, too, and "the first attempt was abandoned"
    if any(o.pos_ == "ADJ" for o in objects):
        return True  # "a third round was held, a fourth was called off"
    objects += [verb.head] if verb.dep_ in {"acl", "relcl"} else []
    return any(_noun(t) is not None for o in objects for t in (o, *o.conjuncts) if t.pos_ in {"NOUN", "PROPN"})


def _is_misread_verb(token: Token, context: Context) -> bool:
    """A bare noun before *to* or *for* and a place is a verb that the tagger missed: "in a train, head for Vladivostok"."""
    if token.pos_ != "NOUN" or any(True for _ in children(token, "det", "poss", "amod", "compound")):
        return False
    senses = verb_senses().get(token.lower_, ())
    following = [t for t in context.parsed[token.i + 1 : token.i + 4] if not t.is_space]
    if not any(s.to_place for s in senses) or not following or following[0].lower_ not in {"to", "for", "towards", "toward"}:
        return False
    return any(t.i in context.in_toponym for t in following[1:])


def _verb(token: Token, context: Context) -> Found | None:
    lemma = particle_lemma(token)
    senses = verb_senses().get(lemma) or (
        () if lemma in entries(STATUS_FILE, "denied") else verb_senses().get(token.lemma_.lower(), ())
    )
    senses = (*_with_preposition(token), *senses)
    if not is_told(token, context):
        return None
    for sense in sorted(senses, key=lambda s: not _is_said_of(token, s.needs)):
        if sense.to_place and " " not in lemma and any(c.lower_ not in _MOVING_PARTICLES for c in children(token, "prt")):
            continue  # "things are going on" goes nowhere
        if _is_barred(token, sense):
            continue
        if not sense.needs or _has_object(token, sense, context):
            return Found(token, sense)
    return None


def _with_preposition(verb: Token) -> Iterator[Sense]:
    """What a verb means with a preposition of its own: *ran into a wall*, *went on strike*."""
    lemma = verb.lemma_.lower()
    for preposition in children(verb, "prep"):
        yield from verb_senses().get(f"{lemma} {preposition.lower_}", ())


def may_be_unlisted(verb: Token, context: Context) -> bool:
    """Whether a verb that is no trigger may tell of an event all the same: not *nothing stopped it*, nor *met the deadline*."""
    senses = (*verb_senses().get(particle_lemma(verb), ()), *verb_senses().get(verb.lemma_.lower(), ()))
    if any(s.barred and _is_barred(verb, s) for s in senses) or _says_little(verb):
        return False
    if (particle_lemma(verb) in entries(STATUS_FILE, "denied") and _denies_an_event(verb)) or _is_put_elsewhere(verb):
        return False  # what is called off is told by another word
    doers = list(children(verb, "nsubj", "nsubjpass"))
    if any(c.lemma_.lower() in _ITSELF and any(d.lower_ == "this" for d in c.children) for c in doers):
        return False  # "this article was updated on Tuesday"
    if any(_is_none(c) for c in (*doers, *children(verb, "dobj"))) or _is_imprint(verb):
        return False
    return is_told(verb, context)


def _says_little(verb: Token) -> bool:
    """Whether another word says what happens: *walked out, halting the loading*, *took part in*, *a court heard on Thursday*."""
    if verb.tag_ == "VBG" and verb.dep_ in {"advcl", "acl"} and not any(True for _ in children(verb, *_AUXILIARIES)):
        return True
    if verb.lemma_.lower() == "hear" and not any(True for _ in children(verb, "dobj", "auxpass")):
        return True
    if is_speech(verb) and (any(True for _ in children(verb, "ccomp")) or any(t.lower_ in _QUOTES for t in verb.sent)):
        return True  # who says it is told of what is said
    if is_light(verb) and any(c.lower_ == "can" for c in children(verb, "aux")):
        return True  # "donations can be made"
    return any(c.lower_ in {"part", "place"} for c in children(verb, "dobj"))


def _is_none(noun: Token) -> bool:
    """Whether a noun says that there is none: *nothing stopped it*, *found no damage*."""
    return noun.lower_ in _NOBODY or any(c.lower_ == "no" for c in children(noun, "det"))


def _is_imprint(verb: Token) -> bool:
    """Whether a line only says when a page was made: *Published Saturday, 31 March*, *Last updated at 11:11*."""
    bare = verb.lower_ in _MADE and not any(True for _ in children(verb, "nsubj", "nsubjpass", "dobj", "agent"))
    return bare and verb.dep_ in {"ROOT", "acl", "advcl", "dep"}


def _is_barred(verb: Token, sense: Sense) -> bool:
    """Whether its object or subject makes the verb mean something else: *stop a car*, *meet a deadline*, *a crowd exploded*."""
    objects = list(_undergoing(verb))
    if (sense.alone and objects) or any(o.lemma_.lower() in sense.barred for o in objects):
        return True
    if not sense.barred:
        return False
    if any(c.lower_ in sense.barred for c in children(verb, "prt")):
        return True
    if any(f"by {who.lemma_.lower()}" in sense.barred for who in children(verb, "nsubj")):
        return True
    prepositions = list(children(verb, "prep", "agent"))
    return any(p.lower_ in sense.barred for p in prepositions) or any(
        f"{p.lower_} {o.lemma_.lower()}" in sense.barred for p in prepositions for o in children(p, "pobj")
    )


def _undergoing(verb: Token) -> Iterator[Token]:
    """What something is done to: *shot footage*, *footage (that was) shot in Tunis*."""
    yield from children(verb, "dobj", "nsubjpass")
    if verb.tag_ == "VBN" and verb.dep_ in {"acl", "relcl"} and not any(True for _ in children(verb, "nsubj")):
        yield verb.head
    if verb.tag_ == "VBN" and not any(True for _ in children(verb, *_AUXILIARIES)):
        yield from children(verb, "nsubj")


def _kind(token: Token, context: Context) -> str:
    """<person>, <place> or <name> (of a team, a company or somebody), where a noun is one."""
    if token.i in context.in_toponym:
        return "<place>"
    personal = token.ent_type_ == "PERSON" or token.lower_ in entries(SPEECH_FILE, "pronouns")
    aged = token.lower_ == "old" and any(t.lower_ in {"year", "month"} for t in token.doc[max(token.i - 2, 0) : token.i])
    if (
        personal
        or aged
        or token.lemma_.lower() in entries(SPEECH_FILE, "persons")
        or token.lower_ in entries(SPEECH_FILE, "groups")
    ):
        return "<person>"
    return "<name>" if token.pos_ == "PROPN" else ""


def _has_object(verb: Token, sense: Sense, context: Context) -> bool:
    """Whether an object of the verb (or what it does, or does it) is one of the words asked for."""
    acts = any(True for _ in children(verb, "dobj"))
    for obj in children(verb, *_OBJECTS, "nsubj"):
        needs = sense.doers if acts and obj.dep_ == "nsubj" else sense.needs
        for head in (obj, *obj.conjuncts):
            if obj.dep_ != "nsubj" and _is_kind(head, needs, context):
                return True
            if not needs.isdisjoint(_measured(head)) or any(
                c.lemma_.lower() in needs for c in children(head, "compound", "amod")
            ):
                return True
    needs = sense.needs
    for preposition in children(verb, "prep", "dative"):
        if preposition.lower_ in _INTO and any(o.lemma_.lower() in needs for o in children(preposition, "pobj")):
            return True
    if _is_said_of(verb, needs):
        return True
    if verb.dep_ in {"acl", "relcl"}:
        return verb.head.lemma_.lower() in needs
    return False


def _is_said_of(verb: Token, needs: frozenset[str]) -> bool:
    """Whether one of the words is what a verb says of its object or subject: *found dead*, *tested positive*."""
    return bool(needs) and any(c.lower_ in needs and c.tag_ != "VBN" for c in children(verb, *_SAID_OF, "oprd"))


def _is_kind(noun: Token, needs: frozenset[str], context: Context) -> bool:
    """Whether a noun is of a kind that is asked for; whoever is named is a name."""
    kind = _kind(noun, context)
    return kind in needs or (noun.pos_ == "PROPN" and "<name>" in needs)


def _measured(noun: Token, *prepositions: str) -> set[str]:
    """The lemma of an object, and of what it measures: *seized 4 tonnes of the drug*."""
    wanted = prepositions or ("of",)
    of = (o for preposition in children(noun, "prep") if preposition.lower_ in wanted for o in children(preposition, "pobj"))
    # a participle stands for people: "brought up the injured"
    return {noun.lower_ if noun.tag_ == "VBN" else noun.lemma_.lower(), *(o.lemma_.lower() for o in of)}


def _noun(token: Token) -> Found | None:
    senses = noun_senses().get(token.lemma_.lower()) or noun_senses().get(token.lower_)
    if senses is None or token.dep_ in {"compound", "amod", "nmod", "npadvmod"}:
        return None
    if token.pos_ == "PROPN" and not _names_gathering(token, senses):
        return None
    modifiers = {c.lemma_.lower() for c in children(token, "compound", "amod", "nmod", "poss")}
    modifiers |= _measured(token)  # "the launch of a satellite"
    modifiers |= _measured(token, *_WHOSE)  # "a strike by miners"
    if token.dep_ in {"nsubj", "attr"} and token.head.lemma_ == "be":
        modifiers |= _measured(token.head, "in")  # "the only tremor was in the voices"
    if token.dep_ in {"dobj", "nsubj", "nsubjpass"} and is_verb(token.head):
        modifiers.add(f"<{token.head.lemma_.lower()}>")
    if token.dep_ == "pobj" and is_verb(token.head.head):
        modifiers.add(f"<{token.head.head.lemma_.lower()}>")
    if token.dep_ == "pobj" and not any(True for _ in children(token, "det", "poss", "amod", "nummod")):
        modifiers.add(f"<{token.head.lower_}>")  # "in search of"
    for clause in children(token, "relcl"):  # "the storm that they had to weather"
        modifiers |= {f"<{verb.lemma_.lower()}>" for verb in (clause, *children(clause, "xcomp"))}
    for sense in senses:
        if modifiers & sense.barred:
            continue
        if sense.counted and not _is_counted(token):
            continue
        if sense.needs and not (modifiers & sense.needs):
            continue
        if sense.weak and not _happens(token):
            continue
        return Found(token, sense)
    return None


def _is_counted(noun: Token) -> bool:
    """Whether a noun is one thing that was, not a substance: *a fire*, *the forest fire*, never *opened fire*, *under fire*."""
    return any(True for _ in children(noun, "det", "nummod", "compound", "amod")) or noun.dep_ in {"nsubj", "ROOT"}


def _names_gathering(token: Token, senses: tuple[Sense, ...]) -> bool:
    named = any(c.pos_ == "PROPN" for c in children(token, "compound"))
    speaker = token.dep_ == "nsubj" and is_speech(token.head)
    return named and not speaker and not _is_body(token) and any(s.event_type in _NAMED_TYPES for s in senses)


def _is_body(noun: Token) -> bool:
    """Whether a name is that of a body of such: *the Pacific Conference of Churches*, unlike *the Conference of the Parties*."""
    members = (o for of in children(noun, "prep") if of.lower_ == "of" for o in children(of, "pobj"))
    return any(o.text[0].isupper() and o.text.endswith("s") and not any(True for _ in children(o, "det")) for o in members)


def _happens(noun: Token) -> bool:
    """Whether a verb makes the noun's state begin, end or take place."""
    if noun.dep_ in {"nsubj", "nsubjpass", "dobj"} and is_verb(noun.head):
        verb = noun.head.lemma_.lower()
        return verb in entries(STATUS_FILE, "weak_noun_verbs")
    return False
