"""What an event did to people and things is part of it: a quake *killing nine*, a ferry that sank *and 80 people drowned*.

Words for such outcomes stand in a list; whether one belongs to another trigger is read from the parse. Told in a sentence of its
own, or somewhere else, an outcome stays an event of its own.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from typing import TYPE_CHECKING

from geomap import lexicon
from geomap.events.agreement import places_agree, times_agree
from geomap.events.attach import whole
from geomap.events.clauses import children
from geomap.events.draft import Draft
from geomap.events.mentions import DEEDS_FILE, deed_of
from geomap.model import Status

if TYPE_CHECKING:
    from geomap.syntax.tree import Token

#: Types of events that do such things.
_CAUSES = frozenset({"disaster", "fighting", "protest", "test", "cyberattack"})
_SUBJECTS = frozenset({"nsubj", "nsubjpass"})
#: How a verb hangs on the one whose outcome it tells: *struck, killing nine*; *sank and 80 people drowned*.
_HANGS = frozenset({"advcl", "acl", "xcomp", "conj", "dep"})
_FEARING = frozenset({"fear", "believe", "presume"})
_BURNING = frozenset({"alight", "ablaze"})
#: Verbs that say what became of something only with an object.
_DONE_TO = {
    "break": frozenset({"leg", "arm", "collarbone", "ankle", "hip", "wrist", "neck", "shoulder", "rib", "nose", "jaw", "pelvis"}),
    "cut": frozenset({"power", "electricity"}),
    "lose": frozenset({"life"}),
}
#: What stands before the clause of the cause.
_WHEN = frozenset({"when", "as", "after"})
#: What people are left.
_LEFT = frozenset({"dead", "injured", "wounded", "homeless", "missing"})
_CLIMB = 4
#: Types of what a crowd does, and of what it does that for.
_CROWDS = frozenset({"gathering", "protest"})
_WISHES = frozenset({"request", "protest", "rejection"})
#: What an event does that is only its end: *a parade of the fleet review, which drew 19 ships and closed on Thursday*.
_ENDS = frozenset({"close", "end", "finish", "conclude"})
#: Types of what an event does.
_CAUSED = frozenset({"disaster", "fighting", "other"})


def is_outcome(draft: Draft) -> bool:
    """Whether a trigger is a verb that says what became of people or things."""
    if draft.found.is_noun:
        return False
    verb = draft.found.token
    lemma = verb.lemma_.lower()
    if deed_of(lemma) in _outcomes() or (lemma == "leave" and any(c.lower_ in _LEFT for c in verb.subtree)):
        return True
    if lemma == "set":
        return any(c.lower_ in _BURNING for c in verb.children)
    done_to = _DONE_TO.get(lemma, frozenset())
    return any(c.lemma_.lower() in done_to for c in children(verb, "dobj", "nsubjpass"))


def is_akin(a: Draft, b: Draft) -> bool:
    """Whether two triggers tell of one kind of thing, as an event and what it did are."""
    return a.family == b.family or (a.found.event_type in _CAUSES and b.found.event_type in _CAUSES)


def is_outcome_of(outcome: Draft, cause: Draft) -> bool:
    """Whether one trigger tells what the other, in the same sentence, did."""
    return is_outcome_of_any(outcome, (cause,))


def is_outcome_of_any(outcome: Draft, causes: Iterable[Draft]) -> bool:
    """Whether a trigger tells what one of others, in the same sentence, did."""
    if outcome.found.event_type not in _CAUSES or not is_outcome(outcome):
        return False
    return any(
        c is not outcome and c.found.event_type in _CAUSES and _in_one_sentence(outcome, c) and _comes_of(outcome, c)
        for c in causes
    )


def _comes_of(outcome: Draft, cause: Draft) -> bool:
    if (outcome.status is Status.DENIED) != (cause.status is Status.DENIED):
        return False
    verb, told = outcome.found.token, cause.found.token
    return _does_it(told, verb) or _hangs_on(verb, told) or _is_when(told, verb) or _stands_before(told, verb)


def is_of_one_piece(a: Draft, b: Draft) -> bool:
    """Whether the sentence makes two triggers one: an event and its outcome, a verb and the noun that it brings about."""
    if not _in_one_sentence(a, b):
        return False
    came = next(((x, y) for x, y in ((a, b), (b, a)) if is_outcome_of(x, y)), None)
    if came is not None:
        outcome, cause = came
        own = outcome.pin is not None and outcome.pin.how == "explicit"
        return (not own or places_agree(outcome.pin, cause.pin)) and times_agree(a.when, b.when, slack_days=0)
    return any(
        _brings_about(x, y) or _is_done_for(x, y) or _is_what_it_did(x, y) or _is_threatened(x, y) or _is_one_accident(x, y)
        for x, y in ((a, b), (b, a))
    )


def _in_one_sentence(a: Draft, b: Draft) -> bool:
    return a.found.token.sent.start == b.found.token.sent.start


def _is_one_accident(first: Draft, then: Draft) -> bool:
    """*ran aground and spilled its oil*, *struck the coast, tearing roofs from houses*: what one thing went through."""
    one, other = first.found.token, then.found.token
    if not (first.found.event_type == then.found.event_type == "disaster") or first.found.is_noun or then.found.is_noun:
        return False
    if other.head.i != one.i or any(True for _ in children(other, *_SUBJECTS)):
        return False
    bare = (
        other.tag_ == "VBG"
        and other.dep_ == "advcl"
        and other.i > one.i
        and not any(True for _ in children(other, "mark", "aux"))
    )
    return (other.dep_ == "conj" or bare) and times_agree(first.when, then.when, slack_days=0)


def _is_threatened(threat: Draft, deed: Draft) -> bool:
    """*threatened to use tear gas*: what is threatened is told with the threat."""
    verb, end = threat.found, deed.found.token
    return verb.event_type == "threat" and not verb.is_noun and end.dep_ == "xcomp" and end.head.i == verb.token.i


def _is_what_it_did(verb: Draft, noun: Draft) -> bool:
    """*an attack shut down computers*, *the wildfire leapt the lake*: what an event did is no second one."""
    one, other = verb.found, noun.found
    subject_of = other.is_noun and other.token.dep_ in {"nsubj", "nsubjpass"} and other.token.head.i == one.token.i
    clause = one.token.head if one.token.dep_ == "conj" else one.token
    if not subject_of and other.is_noun and clause.dep_ == "relcl" and one.token.lemma_ in _ENDS:
        subject_of = clause.head.i == other.token.i or (
            clause.head.head.lower_ == "of" and clause.head.head.head.i == other.token.i
        )
    return subject_of and (one.sense.open_class or one.event_type in _CAUSED or verb.family == noun.family)


def _is_done_for(deed: Draft, purpose: Draft) -> bool:
    """*marched to protest*, *met to negotiate*, *gathered to demand*: a deed, and what it is done for in words of its kind."""
    verb, end = deed.found.token, purpose.found.token
    infinitive = end.dep_ in {"advcl", "xcomp"} and any(c.tag_ == "TO" for c in end.children)
    wishes = deed.found.event_type in _CROWDS and purpose.found.event_type in _WISHES
    return infinitive and end.head.i == verb.i and (wishes or (deed.family == purpose.family and deed.family != "speech"))


def _brings_about(verb: Draft, noun: Draft) -> bool:
    """*signed an agreement*, *filed a petition*, *gave a concert*: one deed in two words."""
    one, other = verb.found, noun.found
    objects = other.token.dep_ in {"dobj", "nsubjpass"} and other.token.head.i == one.token.i
    told = verb.family == noun.family or (one.sense.open_class and verb.family != "speech")
    return objects and other.is_noun and not one.is_noun and told


def _does_it(cause: Token, verb: Token) -> bool:
    """*a tornado killed 158 people*; *the war in which thousands died*; *died in the collision*."""
    if cause.dep_ == "pcomp" and cause.head.lower_ == "of":
        cause = cause.head.head  # "killed in three days of shelling their town"
    cause = whole(cause)
    if cause.dep_ in _SUBJECTS and cause.head.i == verb.i:
        return True
    clause = verb.head if verb.dep_ == "xcomp" else verb  # "in which two are known to have died"
    if clause.dep_ == "relcl" and clause.head.i == cause.i:
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
    """*159 people were killed when a jet struck a ridge*; *were killed and nine hurt when*; *are feared drowned after*."""
    governor = cause.head.head if cause.head.dep_ == "conj" else cause.head
    if verb.dep_ == "xcomp" and verb.head.lemma_ in _FEARING:
        verb = verb.head
    told = cause.dep_ == "advcl" and verb.i in {governor.i, cause.head.i}
    return told and any(c.lower_ in _WHEN for c in cause.children)


def _stands_before(cause: Token, verb: Token) -> bool:
    """*a boat capsized off the cape; more than a hundred died*."""
    if cause.dep_ not in {"ccomp", "parataxis"} or cause.head.i != verb.i or any(True for _ in children(cause, "mark")):
        return False
    return any(t.text in {";", ":"} for t in verb.doc[cause.i : verb.i])


@cache
def _outcomes() -> frozenset[str]:
    return frozenset(deed_of(word) for word in lexicon.table(DEEDS_FILE)["outcomes"])
