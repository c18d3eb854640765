"""Who will be somewhere, or is back, told without a verb of motion: *is due in Oslo on Friday*, *will be in Dakar on Monday*.

That is a journey all the same. It takes somebody, or something that carries people, and a place or a time of its own.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from geomap.events.clauses import ROLES_FILE, SPEECH_FILE, children, entries, subject
from geomap.events.types import Sense

if TYPE_CHECKING:
    from geomap.events.context import Context
    from geomap.syntax.tree import Token

_JOURNEY = Sense("travel")
_AT = frozenset({"in", "at"})
_HERE = frozenset({"here", "there"})
#: Clauses that hang on the one that says where somebody is.
_CLAUSES = frozenset({"advcl", "relcl", "ccomp", "conj", "parataxis", "acl"})
_PERSONAL = frozenset({"he", "she", "they", "we", "i", "who"})


def presence(token: Token, context: Context) -> Sense | None:
    """The sense of a journey where a word says that somebody is due or will be somewhere, or is back; else None."""
    word = token.lower_
    if word in entries(ROLES_FILE, "present"):
        told = token.dep_ in {"acomp", "advmod", "attr"} and token.head.lemma_ == "be" and _is_placed(token, token.head, context)
        return _JOURNEY if told and _travels(token.head, context) else None
    if word == "expected":
        awaited = any(True for _ in children(token, "auxpass")) and not any(True for _ in children(token, "xcomp", "ccomp"))
        at = any(_is_at(t, context) for t in (token, *children(token, "advmod")))
        return _JOURNEY if awaited and at and _travels(token, context) else None
    if word == "be" and token.pos_ == "AUX" and token.dep_ not in {"aux", "auxpass"}:
        bare = not any(True for _ in children(token, "acomp", "attr", "expl"))
        return _JOURNEY if bare and _is_at(token, context) and _is_timed(token, context) and _travels(token, context) else None
    return None


def _is_placed(word: Token, verb: Token, context: Context) -> bool:
    """Whether it is said where: *due in Oslo*, *due here*; one who is *back* needs a time alone."""
    if any(True for _ in children(word, "xcomp")):
        return False  # "is due to leave"
    at = any(_is_at(t, context) or any(c.lower_ in _HERE for c in children(t, "advmod")) for t in (word, verb))
    return at or (word.lower_ in entries(ROLES_FILE, "present_again") and _is_timed(verb, context))


def _is_at(token: Token, context: Context) -> bool:
    """Whether the word has a place of its own."""
    objects = (o for p in children(token, "prep") if p.lower_ in _AT for o in children(p, "pobj"))
    return any(o.i in context.in_toponym for o in objects)


def _is_timed(verb: Token, context: Context) -> bool:
    """Whether the clause says when, in words of its own."""
    return any(t.i in context.in_timex for t in _own(verb))


def _own(verb: Token) -> Iterator[Token]:
    return (t for child in verb.children if child.dep_ not in _CLAUSES for t in child.subtree)


def _travels(verb: Token, context: Context) -> bool:
    """Whether the subject is somebody, or what carries people."""
    who = subject(verb)
    if who is None or who.i in context.in_timex:
        return False
    if who.ent_type_ == "PERSON" or who.lower_ in _PERSONAL:
        return True
    known = entries(SPEECH_FILE, "persons") | entries(SPEECH_FILE, "titles") | entries(SPEECH_FILE, "groups")
    return not known.isdisjoint({who.lower_, who.lemma_.lower()}) or who.lemma_.lower() in entries(ROLES_FILE, "vehicles")
