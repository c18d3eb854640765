"""Whether words deny an event: a negation, nobody, a tale called false, something called off that it was part of."""

from __future__ import annotations

from typing import TYPE_CHECKING

from geomap.events.attach import described_by
from geomap.events.clauses import STATUS_FILE, ancestors, children, entries, is_plan, is_speech, is_verb, particle_lemma

if TYPE_CHECKING:
    from geomap.syntax.tree import Token

_NEGATIONS = frozenset({"not", "n't", "never", "no", "neither", "nor", "hardly"})
_ARGUMENTS = frozenset({"nsubj", "nsubjpass", "dobj"})
_NOBODY = frozenset({"nobody", "none", "nothing"})
#: *not one barrel*, *not a single train*; "not only" denies nothing.
_SINGLE = frozenset({"one", "a"})
_GIVEN = frozenset({"the", "this", "that", "these", "those"})
_AUXILIARIES = frozenset({"aux", "auxpass"})


def is_denied_beside(trigger: Token) -> bool:
    """Whether the event is the second thing that somebody denies: *denied that it had paid a ransom or had dropped the case*."""
    clause = trigger if is_verb(trigger) else trigger.head
    first = clause
    while first.dep_ == "conj" and is_verb(first.head) and not any(True for _ in children(first, "nsubj", "nsubjpass")):
        first = first.head
    denies = is_speech(first.head) and first.head.lemma_.lower() in entries(STATUS_FILE, "denied")
    return first.i != clause.i and first.dep_ == "ccomp" and denies


def is_of_denied(trigger: Token) -> bool:
    """Whether a plan is told of what is called off: *cancelled a concert that was to open the season*."""
    clause = trigger
    while clause.dep_ in {"xcomp", "acomp"} or (clause.dep_ == "conj" and is_verb(clause.head)):
        clause = clause.head  # "was to open", "had been due to fly", "and ride"
    noun = clause.head
    while _was(clause) and clause.dep_ == "relcl" and noun.dep_ in {"pobj", "prep"} and not is_verb(noun.head):
        noun = noun.head  # "called off a visit to Chios, where he was to sign", unlike "where they are to meet"
    if clause.dep_ != "relcl" or noun.dep_ not in {"dobj", "nsubjpass", "nsubj"} or not is_verb(noun.head):
        return False
    objects = (o for c in (noun.head, *children(noun.head, "prt")) for o in children(c, "dobj", "pobj"))
    if noun.dep_ == "nsubj" and not any(is_given(o) for o in objects):
        return False  # "who was to fly to Rome, called off the trip"
    return particle_lemma(noun.head) in entries(STATUS_FILE, "denied")


def calls_off(verb: Token) -> bool:
    """Whether a verb makes what it is done to come to nothing: *a dinner in Joensuu on Friday night was cancelled*."""
    return is_verb(verb) and particle_lemma(verb) in entries(STATUS_FILE, "called_off")


def _was(verb: Token) -> bool:
    return verb.lower_ in {"was", "were"} or any(c.lower_ in {"was", "were"} for c in children(verb, *_AUXILIARIES))


def is_refuted(token: Token) -> bool:
    """Whether the event is only in a tale that the sentence calls false: *reports that he has signed are untrue*."""
    for child, head in ancestors(token):
        of = child.dep_ in {"acl", "relcl", "ccomp", "advcl"} or (child.dep_ == "prep" and child.lower_ in {"of", "about"})
        if of and head.lemma_.lower() in entries(STATUS_FILE, "tales"):
            verb = next(children(head, "acl"), head.head)  # "a rumour that he had been shot proved false"
            verb = head.head if verb.i == child.i else verb
            clauses = (verb, *children(verb, "xcomp"))  # "turned out to be false"
            judged = {c.lemma_.lower() for v in clauses for c in v.children if c.dep_ not in _ARGUMENTS} | {particle_lemma(verb)}
            refuting = entries(STATUS_FILE, "refuted") | entries(STATUS_FILE, "denied") | entries(STATUS_FILE, "refuting")
            return is_verb(verb) and not judged.isdisjoint(refuting)
    return False


def is_rumoured(token: Token) -> bool:
    """Whether the event is told only in a rumour, whatever becomes of it: *a rumour that he had been shot*."""
    rumours = entries(STATUS_FILE, "rumours")
    return any(
        child.dep_ in {"acl", "relcl", "ccomp"} and (head.lemma_.lower() in rumours or _goes_round(child, head))
        for child, head in ancestors(token)
    )


def is_unconfirmed(token: Token) -> bool:
    """Whether the event is only in a tale that nobody can confirm: *reports of a blast could not be verified*."""
    for child, head in ancestors(token):
        of = child.dep_ in {"acl", "relcl"} or (child.dep_ == "prep" and child.lower_ in {"of", "about"})
        told = child.dep_ == "ccomp" and is_speech(head)
        tales = (head,) if of else tuple(children(head, "nsubj")) if told else ()
        if any(_is_in_doubt(tale) for tale in tales if tale.lemma_.lower() in entries(STATUS_FILE, "tales")):
            return True
    return False


def _is_in_doubt(tale: Token) -> bool:
    verb = tale.head
    confirms = tale.dep_ in {"nsubjpass", "dobj"} and verb.lemma_.lower() in entries(STATUS_FILE, "confirming")
    called = any(c.lower_ in entries(STATUS_FILE, "unconfirmed") for c in children(tale, "amod"))
    return called or (confirms and is_negated(verb))


def is_answered_for(noun: Token) -> bool:
    """Whether only who did it is in doubt: *denied that it was behind the blast*, *was involved in an attack*."""
    preposition = noun.head
    if noun.dep_ != "pobj" or is_verb(noun):
        return False
    by = preposition.head
    return (preposition.lower_ == "behind" and by.lemma_ == "be") or by.lemma_.lower() in entries(STATUS_FILE, "answerable")


def _goes_round(clause: Token, head: Token) -> bool:
    """Whether a rumour is what tells a clause: *a rumour is doing the rounds that he was shot*."""
    verb = head if is_verb(head) else head.head
    rumours = entries(STATUS_FILE, "rumours")
    that = any(c.lower_ == "that" for c in children(clause, "mark"))
    return that and any(c.lemma_.lower() in rumours for c in children(verb, "nsubj", "nsubjpass"))


def is_negated(verb: Token) -> bool:
    """Whether a verb, its subject or its object is denied: *did not come*, *nobody came*, *not one came*."""
    if any(c.lower_ in _NEGATIONS for c in children(verb, "neg")):
        return True
    arguments = list(children(verb, "dobj", "nsubj", "nsubjpass"))
    return any(_is_none(a) or any(c.lower_ in _NEGATIONS for c in children(a, "det")) for a in arguments)


def _is_none(argument: Token) -> bool:
    """Whether a subject or object is nobody or nothing (but not *nothing but*), or *not one* of something."""
    first = argument.left_edge
    following = argument.doc[argument.i + 1].lower_ if argument.i + 1 < argument.sent.end else ""
    if argument.lower_ in _NOBODY:
        return following != "but"
    return first.lower_ == "not" and argument.doc[first.i + 1].lower_ in _SINGLE


def is_given(noun: Token) -> bool:
    """Whether a noun's event is taken for known: *the attack*, *Monday's talks*, *his murder*."""
    return any(c.dep_ == "poss" or c.lower_ in _GIVEN for c in children(noun, "det", "poss"))


def was_given_up(trigger: Token) -> bool:
    """Whether what is denied had been set for some day: *was to have signed on Saturday*, *called off Saturday's visit*."""
    if is_verb(trigger):
        marks = {c.lower_ for c in children(trigger, "aux")}
        planned = any(head.lemma_.lower() in entries(STATUS_FILE, "planned") for _, head in ancestors(trigger))
        return {"to", "have"} <= marks or planned
    planned = any(is_plan(c) for c in described_by(trigger))
    return planned or any(c.text[:1].isupper() for c in children(trigger, "poss", "compound", "nmod"))
