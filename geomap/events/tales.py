"""Whether an event is only in a tale: a rumour, a report that nobody can confirm, a claim that the sentence calls false."""

from __future__ import annotations

from typing import TYPE_CHECKING

from geomap.events.clauses import STATUS_FILE, ancestors, children, entries, is_speech, is_verb, particle_lemma
from geomap.events.denial import is_negated

if TYPE_CHECKING:
    from geomap.syntax.tree import Token

_ARGUMENTS = frozenset({"nsubj", "nsubjpass", "dobj"})
#: What something true has: *there is no truth in reports that he has left*.
_GROUNDS = frozenset({"truth", "substance", "basis", "foundation"})
_GROUNDED = frozenset({"in", "to", "behind", "for"})
#: How what stands between a tale and its clause hangs on it: *claims on messaging services that*.
_HANGING = frozenset({"pobj", "prep", "pcomp", "dobj", "compound"})
_CLIMB = 5
#: What a correction says was wrong: *an earlier version of this article said that it happened in Basra*.
_EARLIER = frozenset({"earlier", "previous"})


def is_refuted(token: Token) -> bool:
    """Whether the event is only in a tale that the sentence calls false: *reports that he has signed are untrue*."""
    for child, head in ancestors(token):
        if child.dep_ == "ccomp" and (_tells_falsely(head) or _is_told_by_nothing(head)):
            return True
        if child.dep_ in {"acl", "relcl", "ccomp"} and _is_unproven(head):
            return True
        of = child.dep_ in {"acl", "relcl", "ccomp", "advcl"} or (child.dep_ == "prep" and child.lower_ in {"of", "about"})
        if child.dep_ in {"acl", "relcl", "ccomp"} and _is_groundless(head):
            return True
        tale = _tale_above(child, head) if of else None
        if tale is not None and (_is_judged_false(tale, child) or _is_groundless(tale)):
            return True
        if tale is not None and not is_verb(tale):
            return False
    return False


def _tale_above(clause: Token, head: Token) -> Token | None:
    """The tale that a clause tells, though the parse may hang it on where that stands: *a report on a website that he left*."""
    tales = entries(STATUS_FILE, "tales")
    that = any(c.lower_ == "that" for c in children(clause, "mark"))
    for _ in range(_CLIMB if that else 1):
        if head.lemma_.lower() in tales and head.dep_ != "pcomp":
            return head
        if head.dep_ not in _HANGING:
            return None
        head = head.head
    return None


def is_hearsay(verb: Token) -> bool:
    """Whether what a verb tells is only said to have been: *was reported to have crossed*, *a ferry said to have sunk*."""
    above = verb.head
    if verb.dep_ not in {"xcomp", "advcl"} or above.lemma_.lower() not in entries(STATUS_FILE, "hearsay"):
        return False
    # a participle, or what the tagger takes for a main verb in the past: "a ferry said to have sunk was found"
    reported = above.tag_ == "VBN" or (above.tag_ == "VBD" and above.head.i == above.i)
    return reported and {"to", "have"} <= {c.lower_ for c in children(verb, "aux")}


def _is_judged_false(tale: Token, clause: Token) -> bool:
    """Whether the verb of a tale calls it false; ``clause``: what the tale tells."""
    verb = next(children(tale, "acl"), tale.head)  # "a rumour that he had been shot proved false"
    verb = tale.head if verb.i == clause.i else verb
    clauses = (verb, *children(verb, "xcomp"))  # "turned out to be false"
    judged = {c.lemma_.lower() for v in clauses for c in v.children if c.dep_ not in _ARGUMENTS and c.i != clause.i} | {
        particle_lemma(verb)
    }
    refuting = entries(STATUS_FILE, "refuted") | entries(STATUS_FILE, "denied") | entries(STATUS_FILE, "refuting")
    return is_verb(verb) and not judged.isdisjoint(refuting)


def _is_groundless(tale: Token) -> bool:
    """*There is no truth in reports that he has left.*"""
    preposition = tale.head
    above = preposition.head  # the parse hangs "in reports" on "truth" or on "is"
    grounds = above if above.lemma_ != "be" else next(children(above, "attr"), above)
    if tale.dep_ != "pobj" or preposition.lower_ not in _GROUNDED or grounds.lemma_.lower() not in _GROUNDS:
        return False
    return any(c.lower_ in {"no", "little"} for c in grounds.children) or is_negated(grounds.head)


def _tells_falsely(verb: Token) -> bool:
    """Whether a verb calls what it tells untrue: *wrongly reported that*, *it is untrue that*, *an earlier version said*."""
    if verb.lemma_ == "be":
        said = {c.lemma_.lower() for c in children(verb, "acomp", "attr")}
        it = any(c.lower_ == "it" for c in children(verb, "nsubj"))
        return it and (not said.isdisjoint(entries(STATUS_FILE, "refuted")) or ("true" in said and is_negated(verb)))
    if not is_speech(verb):
        return False
    if any(c.lower_ in entries(STATUS_FILE, "falsely") for c in children(verb, "advmod")):
        return True
    return any(
        who.lower_ == "version" and any(c.lower_ in _EARLIER for c in children(who, "amod")) for who in children(verb, "nsubj")
    )


def _is_unproven(proof: Token) -> bool:
    """*There was no evidence that records had been leaked*, *found no trace of a blast*."""
    if proof.lemma_.lower() not in entries(STATUS_FILE, "proofs"):
        return False
    return any(c.lower_ == "no" for c in children(proof, "det")) or (proof.dep_ in _ARGUMENTS and is_negated(proof.head))


def _is_told_by_nothing(verb: Token) -> bool:
    """*There is nothing to suggest that the bridge was blown up.*"""
    nothing = verb.dep_ in {"acl", "relcl"} and verb.head.lower_ == "nothing"
    return nothing and verb.lemma_.lower() in entries(STATUS_FILE, "proving")


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


def _goes_round(clause: Token, head: Token) -> bool:
    """Whether a tale is what tells a clause, and is only told on: *a rumour is doing the rounds that he was shot*."""
    verb = head if is_verb(head) else head.head
    rumours = entries(STATUS_FILE, "rumours")
    that = any(c.lower_ == "that" for c in children(clause, "mark"))
    if that and any(c.lemma_.lower() in rumours for c in children(verb, "nsubj", "nsubjpass")):
        return True
    told_on = (*children(head, "conj"), *([head.head] if head.dep_ == "nsubj" else []))
    return that and head.lemma_.lower() in entries(STATUS_FILE, "tales") and any(_circulates(v) for v in told_on)


def _circulates(verb: Token) -> bool:
    rounds = any(o.lemma_.lower() in {"round", "rounds"} for o in children(verb, "dobj"))
    return rounds or verb.lemma_.lower() in entries(STATUS_FILE, "circulating")
