"""Whether a word only says what something else is done for, and tells of no event beside that."""

from __future__ import annotations

from typing import TYPE_CHECKING

from geomap.events.clauses import children, is_speech, is_verb
from geomap.events.context import Context
from geomap.events.types import noun_senses, verb_senses

if TYPE_CHECKING:
    from geomap.events.triggers import Found
    from geomap.syntax.tree import Token

#: What is done for an event that one wants.
_WISHING = frozenset({"protest", "request", "strike"})
_MEETINGS = frozenset({"meeting", "negotiation", "gathering"})


def is_mere_purpose(found: Found, context: Context) -> bool:
    """Whether a word of events only says what a journey, a meeting or another deed is for."""
    return _is_what_one_goes_for(found, context) or _is_what_they_met_for(found) or _is_wanted_by_it(found)


def _is_what_one_goes_for(found: Found, context: Context) -> bool:
    """Whether a noun only says what a journey is for and with nobody named (*travelled to Oslo for talks*): no second event."""
    token = found.token
    if not found.is_noun or token.dep_ != "pobj" or token.head.lower_ != "for" or not is_verb(token.head.head):
        return False
    if _has_time(token, context):
        return False  # "called for a march on Thursday"
    wishes = {s.event_type for s in verb_senses().get(token.head.head.lemma_.lower(), ())} & _WISHING
    if wishes or is_speech(token.head.head):
        return True  # "demonstrated for his release"
    travels = any(s.event_type == "travel" for s in verb_senses().get(token.head.head.lemma_.lower(), ()))
    named = any(c.lower_ in {"with", "between", "in", "at"} for c in children(token, "prep")) or any(
        True for _ in children(token, "poss")
    )
    return travels and not named


def _is_what_they_met_for(found: Found) -> bool:
    """Whether a verb only says what a meeting is for: *met in New York to discuss Haiti*, *a summit to discuss Haiti*."""
    verb, above = found.token, found.token.head
    purpose = verb.tag_ == "VB" and verb.dep_ in {"advcl", "xcomp", "acl"} and any(c.tag_ == "TO" for c in children(verb, "aux"))
    senses = (verb_senses() if is_verb(above) else noun_senses()).get(above.lemma_.lower(), ())
    return purpose and found.event_type in _MEETINGS and any(s.event_type in _MEETINGS for s in senses)


def _is_wanted_by_it(found: Found) -> bool:
    """Whether a request only says what something else was done for: *marched to demand pay*, *was summoned to seek an answer*."""
    verb = found.token
    if found.is_noun or found.event_type != "request" or verb.dep_ != "advcl" or not is_verb(verb.head):
        return False
    purpose = verb.tag_ == "VB" and any(c.tag_ == "TO" for c in children(verb, "aux"))
    return purpose or (verb.tag_ == "VBG" and not any(True for _ in children(verb, *("aux", "auxpass"))))


def _has_time(noun: Token, context: Context) -> bool:
    """Whether a noun has a time right after it, in words of its own: *for talks tomorrow*, *for a march on Thursday*."""
    own = (t for child in children(noun, "prep", "npadvmod", "advmod") for t in child.subtree)
    return any(t.i in context.in_timex for t in own)
