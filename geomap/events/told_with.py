"""What a clause tells along with its verb: the occasion, the object that is an event, what is done to the same next.

Such a word is a happening of its own only if the text comes back to it: *the ceremony* of *signed it over at a short ceremony in
Sitka* is where the deed was done, and whoever *lifted a curfew* did one thing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from geomap.events.clauses import children
from geomap.events.draft import Draft
from geomap.model import Status

if TYPE_CHECKING:
    from geomap.syntax.tree import Token

#: Prepositions that make a noun the occasion of a deed.
_OCCASION = frozenset({"at", "in", "during"})
#: Types of what one may do something at.
_OCCASIONS = frozenset({"gathering", "meeting", "negotiation", "fighting", "disaster", "sport", "coercion", "other"})
#: Types of deeds that are words.
_WORDS = frozenset({"concession", "threat", "request"})
_PRONOUNS = frozenset({"them", "him", "her", "it"})
_SUBJECTS = ("nsubj", "nsubjpass")


def governor(token: Token) -> int:
    """The token that another hangs on, past a preposition."""
    return token.head.head.i if token.dep_ == "pobj" else token.head.i


def is_told_with(draft: Draft, verb: Draft) -> bool:
    """Whether a trigger that is told once is told along with the verb that governs it."""
    if verb.found.is_noun or "speech" in {draft.family, verb.family} or draft.headline:
        return False
    if (draft.status is Status.DENIED) != (verb.status is Status.DENIED):
        return False
    token = draft.found.token
    if draft.found.is_noun:
        return _is_its_occasion(draft, verb) or token.dep_ in {"dobj", "nsubjpass"}
    return token.dep_ == "conj" and _goes_on_with_it(draft, verb)


def _is_its_occasion(draft: Draft, verb: Draft) -> bool:
    """Whether a noun after the verb says at what it was done; where words were said, that is what one was there for."""
    token = draft.found.token
    after = token.dep_ == "pobj" and token.head.lower_ in _OCCASION and token.i > verb.found.token.i
    return after and draft.found.event_type in _OCCASIONS and verb.found.event_type not in _WORDS


def _goes_on_with_it(draft: Draft, verb: Draft) -> bool:
    """Whether the next verb says what was done to the same: *pulled ninety out of the water and took them to a school*."""
    token = draft.found.token
    same = any(c.lower_ in _PRONOUNS for c in children(token, "dobj")) and not any(True for _ in children(token, *_SUBJECTS))
    return same and not _is_placed(draft) and draft.status is verb.status


def _is_placed(draft: Draft) -> bool:
    return draft.pin is not None and draft.pin.how == "explicit"
