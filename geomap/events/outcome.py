"""What an event did to people and things is part of it: a quake *killing nine*, a ferry that sank *and 80 people drowned*.

Words for such outcomes stand in a list; whether one belongs to another trigger is read from the parse. Told in a sentence of its
own, or somewhere else, an outcome stays an event of its own.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from geomap import lexicon
from geomap.events.attach import whole
from geomap.events.draft import Draft
from geomap.events.mentions import DEEDS_FILE, deed_of
from geomap.model import Status

if TYPE_CHECKING:
    from spacy.tokens import Token

#: Types of events that do such things.
_CAUSES = frozenset({"disaster", "fighting", "protest", "test", "cyberattack"})
_SUBJECTS = frozenset({"nsubj", "nsubjpass"})
#: How a verb hangs on the one whose outcome it tells: *struck, killing nine*; *sank and 80 people drowned*.
_HANGS = frozenset({"advcl", "acl", "xcomp", "conj", "dep"})
#: What people are left.
_LEFT = frozenset({"dead", "injured", "wounded", "homeless", "missing"})
_CLIMB = 4


def is_outcome(draft: Draft) -> bool:
    """Whether a trigger is a verb that says what became of people or things."""
    if draft.found.is_noun:
        return False
    verb = draft.found.token
    return deed_of(verb.lemma_.lower()) in _outcomes() or (
        verb.lemma_ == "leave" and any(c.lower_ in _LEFT for c in verb.subtree)
    )


def is_outcome_of(outcome: Draft, cause: Draft) -> bool:
    """Whether one trigger tells what the other, in the same sentence, did."""
    if cause.found.event_type not in _CAUSES or outcome.found.event_type not in _CAUSES or not is_outcome(outcome):
        return False
    if (outcome.status is Status.DENIED) != (cause.status is Status.DENIED):
        return False
    verb, told = outcome.found.token, cause.found.token
    if verb.sent.start != told.sent.start:
        return False
    return _does_it(told, verb) or _hangs_on(verb, told) or _is_when(told, verb)


def _does_it(cause: Token, verb: Token) -> bool:
    """*a tornado killed 158 people*; *the war in which thousands died*; *died in the collision*."""
    if cause.dep_ == "pcomp" and cause.head.lower_ == "of":
        cause = cause.head.head  # "killed in three days of shelling their town"
    cause = whole(cause)
    if cause.dep_ in _SUBJECTS and cause.head.i == verb.i:
        return True
    if verb.dep_ == "relcl" and verb.head.i == cause.i:
        return True
    return cause.dep_ == "pobj" and cause.head.dep_ in {"prep", "agent"} and cause.head.head.i == verb.i


def _hangs_on(verb: Token, cause: Token) -> bool:
    """*a quake shook the coast, killing nine*, whether *shook* or *quake* is the cause."""
    token = verb
    for _ in range(_CLIMB):
        if token.dep_ not in _HANGS or token.head.i == token.i:
            return False
        token = token.head
        if token.i == cause.i or (cause.dep_ in _SUBJECTS and cause.head.i == token.i):
            return True
    return False


def _is_when(cause: Token, verb: Token) -> bool:
    """*159 people were killed when a jet struck a ridge*; *were killed and nine hurt when*."""
    governor = cause.head.head if cause.head.dep_ == "conj" else cause.head
    told = cause.dep_ == "advcl" and verb.i in {governor.i, cause.head.i}
    return told and any(c.lower_ in {"when", "as"} for c in cause.children)


@cache
def _outcomes() -> frozenset[str]:
    return frozenset(deed_of(word) for word in lexicon.table(DEEDS_FILE)["outcomes"])
