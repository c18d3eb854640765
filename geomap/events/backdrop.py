"""Nouns of events with no place, time or parties of their own, which their clause makes events of all the same."""

from __future__ import annotations

from typing import TYPE_CHECKING

from geomap.events.clauses import children
from geomap.model import Status

if TYPE_CHECKING:
    from geomap.events.draft import Draft
    from geomap.syntax.tree import Token

#: Prepositions after which a noun says what had been, or went on, when something else happened.
_BACKDROP = frozenset({"after", "following", "during"})
_PARTIES = frozenset({"with", "between"})
_MUTUAL = frozenset({"meeting", "negotiation"})
_DETAILS = ("amod", "compound", "nummod", "poss", "prep", "acl", "relcl")


def is_backdrop(draft: Draft) -> bool:
    """Whether a noun tells by its clause alone: *after a two-hour meeting*, *for talks with Mr Adeyemi*."""
    noun = draft.found.token
    if draft.status is Status.OCCURRED and noun.dep_ == "pobj" and noun.head.lower_ in _BACKDROP:
        return any(True for _ in children(noun, *_DETAILS))
    if draft.status in {Status.DENIED, Status.POSSIBLE}:
        return False
    return _names_a_party(draft, noun)


def _names_a_party(draft: Draft, noun: Token) -> bool:
    """Whether somebody is named whom one met or talked with."""
    others = (o for p in children(noun, "prep") if p.lower_ in _PARTIES for o in children(p, "pobj"))
    return draft.found.event_type in _MUTUAL and any(o.pos_ == "PROPN" for o in others)
