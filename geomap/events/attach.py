"""Which word a place or a time belongs to: climb from the mention to the event or the verb that governs it.

A mention belongs to the first trigger or verb above it. What it belongs to then decides: an event takes its own mentions, and
those of the verbs that only carry it (*plans a trip in May*, *talks were held in Oslo*); a verb of saying keeps its own, so that
"said Monday" never dates what was said.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from geomap.events.clauses import (
    ROLES_FILE,
    STATUS_FILE,
    ancestors,
    children,
    entries,
    is_clause,
    is_finite,
    is_frame,
    is_light,
    is_plan,
    is_speech,
    is_verb,
)

if TYPE_CHECKING:
    from geomap.syntax.tree import Token

_CARRIED = frozenset({"dobj", "nsubj", "nsubjpass", "xcomp", "attr", "pobj", "ccomp", "oprd"})
#: What is said of somebody: *is due in Oslo*, *was back by nightfall*.
_SAID = frozenset({"acomp", "advmod"})
_CARRYING = frozenset({"for", "in", "to", "of", "at", "through", "on"})
_RELATIONS = frozenset({"advcl", "ccomp", "relcl", "conj", "xcomp", "acl", "pcomp", "prep", "dobj", "nsubj", "nsubjpass"})
#: Clauses that only add to another.
_ADDED = frozenset({"relcl", "advcl"})
_MARKS = frozenset({"after", "before", "since", "when", "as", "while", "until", "till", "following", "during", "if"})
_AFTER_ITS_VERB = frozenset({"dobj", "pobj", "attr"})
_OUTLIVED = frozenset({"of", "from", "in", "to"})
_WHEN_MARKS = frozenset({"when", "as", "while", "during"})


@dataclass(frozen=True, slots=True)
class Attachment:
    """How a mention hangs on the word that it belongs to.

    ``preposition`` is the one that governs it ("to", None for an object); ``relation`` is the dependency of the branch at the
    owner; ``hops`` counts the nouns between; ``beside`` says that the words place something next to the mention, not in it;
    ``branch`` is the preposition nearest the owner ("to" in *traced to a group in Minsk*).
    """

    owner: Token
    preposition: str | None
    relation: str
    hops: int = 0
    beside: bool = False
    noun_owner: bool = False
    branch: str | None = None


def attachment(mention: Token, triggers: Collection[int]) -> Attachment | None:
    """The trigger or verb that a mention belongs to; None where it hangs on something that is no event."""
    preposition: str | None = None
    branch: str | None = None
    hops = 0
    beside = False
    place_nouns = entries(STATUS_FILE, "place_nouns")
    beside_words = entries(STATUS_FILE, "beside")
    for child, head in ancestors(mention):
        if child.dep_ == "conj" and not is_verb(head):
            continue
        if child.dep_ == "appos" and child.pos_ == "NOUN" and head.pos_ == "PROPN":
            beside = True  # "Mindoro, a province south of Manila" only says where Mindoro is
        if child.lower_ == "on" and is_outlived(head) and head.head.head.dep_ in _AFTER_ITS_VERB:
            preposition = branch = child.lower_  # "met survivors of the attack on Thursday"
            continue
        if head.i in triggers or is_verb(head) or is_clause(head):
            owner = _said_before(child, head) or _described_before(child, head) or head
            return Attachment(owner, preposition, child.dep_, hops, beside, owner.i in triggers and not is_verb(owner), branch)
        if head.pos_ in {"ADP", "SCONJ", "PART"} or head.dep_ in {"prep", "agent"}:
            branch = head.lower_
            if preposition is None:
                preposition = head.lower_
            continue
        lemma = head.lemma_.lower()
        if preposition is None and branch == "of" and lemma in entries(ROLES_FILE, "quantities"):
            continue  # "swept through dozens of villages in the north"
        part = lemma in place_nouns and preposition == "of" and any(c.lower_ == "the" for c in children(head, "det"))
        if preposition == "of" and _is_direction(head):
            preposition = "near"  # "in the hills west of Cali"; "60 km west of Cali" is somewhere else
            continue
        if child.dep_ == "poss" or (lemma in beside_words and not part and (preposition != "in" or lemma not in place_nouns)):
            beside = True
        site = lemma in entries(ROLES_FILE, "sites") and head.dep_ not in {"nsubj", "nsubjpass"}
        if lemma in place_nouns or site:
            beside = beside or preposition in {"from", "with", "between"}
            preposition = None  # "the city of Vladivostok": the preposition before "city" is the one that counts
        elif head.ent_type_ not in {"DATE", "TIME"}:
            hops += 1 if head.pos_ == "PROPN" else 2
    return None


def time_attachment(time: Token, triggers: Collection[int]) -> Attachment | None:
    """The trigger or verb that a time belongs to; behind a clause between commas, to what that clause only adds to.

    *Will be held in Bradford, where he grew up, on Sunday* is of the vigil.
    """
    hung = attachment(time, triggers)
    if hung is None or hung.owner.dep_ not in _ADDED or not _is_past_the_comma(time, hung.owner):
        return hung
    above = attachment(hung.owner, triggers)
    return hung if above is None else replace(above, preposition=hung.preposition, relation=hung.relation, hops=hung.hops)


def _is_past_the_comma(time: Token, clause: Token) -> bool:
    """Whether a time is the last thing of a clause, a comma before it, and that clause, if it describes, begins with one."""
    branch = next((child for child, head in ancestors(time) if head.i == clause.i), None)
    if branch is None or branch.i < clause.i or branch.left_edge.i == 0 or time.doc[branch.left_edge.i - 1].text != ",":
        return False
    begins = clause.left_edge.i
    described = clause.dep_ != "relcl" or (begins > 0 and time.doc[begins - 1].text == ",")
    return described and not any(t.is_alpha for t in time.doc[branch.right_edge.i + 1 : clause.right_edge.i + 1])


def _said_before(branch: Token, verb: Token) -> Token | None:
    """The verb of saying right before a time that the parse hangs on what is to come: *said on Friday it would close*.

    What is over (*said on Friday a man had been held*) may well be of that day.
    """
    saying = verb.head
    if verb.dep_ != "ccomp" or not is_speech(saying) or branch.dep_ not in {"prep", "npadvmod"} or branch.i != saying.i + 1:
        return None
    begins = [c.i for c in children(verb, "nsubj", "nsubjpass", "mark", "expl") if c.i < verb.i]
    to_come = any(c.tag_ == "MD" for c in children(verb, "aux"))
    return saying if to_come and begins and branch.right_edge.i < min(begins) else None


def _described_before(branch: Token, verb: Token) -> Token | None:
    """The verb of the clause that describes a subject, if words stand at its end that the parse hangs on the verb behind them.

    *Drivers who had blocked the road since Monday went home*, *the strike that began on Monday goes on*.
    """
    if branch.i > verb.i or branch.dep_ not in {"prep", "npadvmod"} or not is_verb(verb):
        return None
    clauses = (c for who in children(verb, "nsubj", "nsubjpass") for c in children(who, "relcl", "acl"))
    clause = next((c for c in clauses if c.right_edge.i == branch.i - 1 and is_verb(c)), None)
    behind = branch.doc[branch.right_edge.i + 1 : verb.i]
    return clause if all(t.dep_ in {"aux", "auxpass", "neg"} for t in behind) else None


def _is_direction(word: Token) -> bool:
    """Whether a word says on which side, without a distance."""
    if word.lemma_.lower() not in entries(STATUS_FILE, "directions"):
        return False
    return not any(c.dep_ in {"npadvmod", "nummod", "quantmod"} or c.like_num for c in word.subtree)


def whole(trigger: Token) -> Token:
    """The noun that counts or measures an event, in whose place the event stands: the *round* of *a round of talks*."""
    if (
        trigger.dep_ == "pobj"
        and trigger.head.lower_ == "of"
        and trigger.head.head.lemma_.lower() in entries(STATUS_FILE, "partitive")
    ):
        return trigger.head.head
    return trigger


def predicate(trigger: Token) -> Token | None:
    """The verb that says what became of a noun's event: *the protest* turned *violent on Tuesday*; None where none does."""
    noun = whole(trigger)
    if is_verb(trigger) or noun.dep_ not in {"nsubj", "nsubjpass"} or not is_verb(noun.head):
        return None
    if is_speech(noun.head) and noun.dep_ == "nsubj":
        return None  # unlike "thefts were reported in Monroe"
    return noun.head


def carriers(trigger: Token) -> Iterator[Token]:
    """The verbs that only carry a trigger, nearest first: *held* talks, *plans* to visit, *expected* in, *scheduled* for.

    Their places and times are the event's own.
    """
    token = whole(trigger)
    for _ in range(5):
        head = token.head
        if head.i == token.i:
            return
        if head.pos_ == "ADP" or head.dep_ in {"prep", "pcomp"}:
            if head.lower_ not in _CARRYING and not is_frame(head):
                return  # "asked about a meeting" carries no meeting
            token = head
            continue
        if is_speech(head) and not is_light(head) and not is_plan(head):
            return
        carried = (
            token.dep_ in _CARRIED
            or (token.dep_ in _SAID and head.lemma_ == "be")
            or (token.dep_ in {"prep", "advcl", "acl"} and (is_plan(head) or _goes(head) or is_frame(token)))
        )
        if is_verb(head) and carried and (is_light(head) or is_plan(head) or _delays(head)):
            yield head
        elif not (is_plan(head) and token.dep_ in _CARRIED | {"acl", "prep", "relcl"}):
            return
        token = head


def _delays(verb: Token) -> bool:
    """Whether a verb moves an event to another time: *delayed a test at a base in California*."""
    return verb.lemma_.lower() in entries(STATUS_FILE, "delayed")


def _goes(verb: Token) -> bool:
    """Whether a verb carries the event that it goes on, to or into: *went on strike*, *came to blows*."""
    return is_verb(verb) and verb.lemma_.lower() in {"go", "come"}


def described_by(trigger: Token) -> Iterator[Token]:
    """The participles and relative clauses that say more of a noun's event: *forum, scheduled for*, *forum that runs through*."""
    for child in children(whole(trigger), "acl", "relcl"):
        if is_verb(child) and (is_light(child) or is_plan(child)):
            yield child


def time_clauses(trigger: Token) -> Iterator[Token]:
    """The verbs of the *when* clauses of a trigger: they share its time."""
    for child in children(trigger, "advcl"):
        if not is_speech(child) and any(c.lower_ in _WHEN_MARKS for c in children(child, "advmod", "mark")):
            yield child


def is_outlived(trigger: Token) -> bool:
    """Whether an event is only told of those who came through it: *met survivors of the attack*, which was before that."""
    of = trigger.head
    who = of.head.lemma_.lower()
    return trigger.dep_ == "pobj" and of.lower_ in _OUTLIVED and who in entries(ROLES_FILE, "aftermath") and not is_verb(trigger)


def purpose_of(trigger: Token) -> Token | None:
    """The verb whose purpose the trigger is: *travelled to Oslo* to *sign*, *head to Oslo* for *talks*; else None."""
    token = trigger
    if not is_verb(trigger):
        if trigger.dep_ == "pobj" and trigger.head.lower_ == "for" and is_verb(trigger.head.head):
            return trigger.head.head
        return None
    if token.dep_ in {"advcl", "xcomp"} and not is_finite(token) and any(c.tag_ == "TO" for c in children(token, "aux")):
        return token.head if is_verb(token.head) else None
    return None


def link(trigger: Token, owner: Token) -> tuple[str, set[str]]:
    """How one word hangs on another: above or below it by which relation; and the marks of the clauses between."""
    for upper, lower, where in ((owner, trigger, "above"), (trigger, owner, "below")):
        marks: set[str] = set()
        finite = False
        for child, head in ancestors(lower):
            marks |= {c.lower_ for c in children(child, "mark", "prep", "advmod") if c.lower_ in _MARKS}
            marks |= {child.lower_} & _MARKS if child.dep_ == "prep" else set()
            if head.i == upper.i:
                relation = child.dep_ if child.dep_ in _RELATIONS else "other"
                return f"{where} {relation}{' far' if finite else ''}", marks
            finite = finite or (is_verb(head) and is_finite(head))
    return "beside", set()


def owner_clues(trigger: Token, owner: Token, triggers: Collection[int], *, speech: bool) -> Iterator[str]:
    """What speaks for or against a name that hangs on another word than the event's own: which word, and how that hangs on it."""
    if speech:
        yield "owner is speech"
    elif owner.i in triggers:
        yield "owner is another event"
    relation, marks = link(trigger, owner)
    yield relation
    for mark in sorted(marks):
        yield f"across {mark}"
