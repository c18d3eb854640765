"""Whose time a clause shares that has none of its own: what it is coordinated with, what hangs on it, what is done at it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from geomap.events.attach import time_attachment
from geomap.events.clauses import STATUS_FILE, children, entries, is_speech, is_verb
from geomap.events.context import Context

if TYPE_CHECKING:
    from geomap.events.triggers import Found
    from geomap.model import Timex
    from geomap.syntax.tree import Token

#: Marks of a participle that tells what one was doing meanwhile.
_MEANWHILE = frozenset({"while", "whilst", "when"})
_PAST = frozenset({"was", "were", "had", "has", "have"})
_PERFECT = frozenset({"had", "has", "have", "'s", "'ve", "'d"})
_BOUNDS = frozenset({"since", "before", "after", "following", "until", "till", "by", "for"})
_OCCASIONS = frozenset({"at", "during", "in"})
_GONE_TO = _OCCASIONS | {"to"}
#: What one does something at or in: *will sing at the festival in May*; one is *charged on Monday in* a killing of long ago.
_GATHERED = frozenset({"gathering", "meeting", "sport"})


def is_past(trigger: Token) -> bool:
    """Whether a verb tells in the past tense what was done: *burst*, *was charged*, *had met*; never a noun."""
    if not is_verb(trigger):
        return False
    auxiliaries = {c.lower_ for c in children(trigger, "aux", "auxpass")}
    return (trigger.tag_ == "VBD" and not auxiliaries) or (trigger.tag_ == "VBN" and bool(auxiliaries & _PAST))


def is_perceived(verb: Token) -> bool:
    """Whether somebody saw or heard it done: *saw two boats collide*, *watched tanks roll by*."""
    bare = verb.tag_ in {"VB", "VBP", "VBG"} and verb.dep_ == "ccomp" and not any(True for _ in children(verb, "aux", "mark"))
    return bare and is_past(verb.head) and verb.head.lemma_.lower() in entries(STATUS_FILE, "perceiving")


def coordinated(trigger: Token) -> Token | None:
    """A verb shares its time with what is coordinated with it or hangs on it as a participle.

    *will travel in May and meet*; *did so last year, providing rockets*; *said on Monday while touring the plant*.
    """
    if trigger.dep_ == "advcl" and trigger.tag_ == "VBG" and {c.lower_ for c in children(trigger, "mark")} <= _MEANWHILE:
        return trigger.head if is_verb(trigger.head) else None
    if trigger.dep_ == "conj" and is_verb(trigger) and is_verb(trigger.head):
        return None if _subjects(trigger) else trigger.head
    return None


def setting_of_the_first(found: Found, context: Context, triggers: frozenset[int]) -> Timex | None:
    """The time that opens the clause before *and*: *in 2013 the army took the town, and the governor fled*.

    It sets the scene for both, if both are told in the past, neither is said or was so before, and no other time is named.
    """
    trigger, first = found.token, found.token.head
    told = _is_told(trigger) and _is_told(first) and not is_speech(first)
    if trigger.dep_ != "conj" or found.event_type == "statement" or not told:
        return None
    begins = min((c.left_edge.i for c in _subjects(first)), default=None)
    named = list(context.timexes_in(trigger.sent))
    if begins is None or any(token.i > begins for token, _ in named):
        return None
    return next((t for token, t in named if _is_of(first, token, t, triggers)), None)


def time_of_what_is_done_at(found: Found, context: Context, triggers: frozenset[int]) -> Timex | None:
    """The time after an occasion at which something is done: *will sing at the festival in Oslo in May*.

    The parse may hang it on the verb. What stands before (*on Monday in the final of May*) needs not be the occasion's.
    """
    noun, at = found.token, found.token.head
    if found.event_type not in _GATHERED or noun.dep_ != "pobj" or at.lower_ not in _GONE_TO or not is_verb(at.head):
        return None
    after = ((token, t) for token, t in context.timexes_in(noun.sent) if token.i > noun.i)
    return next((t for token, t in after if _is_of(at.head, token, t, triggers)), None)


def _is_of(verb: Token, token: Token, timex: Timex, triggers: frozenset[int]) -> bool:
    """Whether a verb has a time as its own, neither a bound nor a length."""
    if timex.type in {"DURATION", "SET"} or timex.value.endswith("_REF"):
        return False
    hung = time_attachment(token, triggers)
    return hung is not None and hung.owner.i == verb.i and not hung.hops and hung.preposition not in _BOUNDS


def _is_told(verb: Token) -> bool:
    perfect = any(c.lower_ in _PERFECT for c in children(verb, "aux"))
    return is_past(verb) and not perfect


def _subjects(verb: Token) -> list[Token]:
    return list(children(verb, "nsubj", "nsubjpass"))


def spoken_at(found: Found) -> Iterator[Token]:
    """The verb of saying for something said at an event: *said on Tuesday at a conference*, *warned at a rally on Sunday*."""
    noun, at = found.token, found.token.head
    if found.is_noun and noun.dep_ == "pobj" and at.lower_ in _OCCASIONS and is_verb(at.head) and is_speech(at.head):
        yield at.head
