"""Whether words deny an event: a negation, nobody, something called off that it was part of, a plan that came to nothing."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING

from geomap.events.attach import described_by
from geomap.events.clauses import STATUS_FILE, ancestors, children, entries, is_plan, is_speech, is_verb, particle_lemma
from geomap.model import Status

if TYPE_CHECKING:
    from geomap.syntax.tree import Token

_NEGATIONS = frozenset({"not", "n't", "never", "no", "neither", "nor", "hardly"})
_NOBODY = frozenset({"nobody", "none", "nothing"})
#: *not one barrel*, *not a single train*; "not only" denies nothing.
_SINGLE = frozenset({"one", "a"})
_GIVEN = frozenset({"the", "this", "that", "these", "those"})
_AUXILIARIES = frozenset({"aux", "auxpass"})
_PAST = frozenset({"was", "were", "had"})
#: *put the trip on ice*.
_SHELVES = frozenset({"ice", "hold"})
#: *was struck from the calendar*.
_OFF = frozenset({"from", "off"})
_JOURNEYS = frozenset({"visit", "trip", "tour", "journey", "voyage"})
#: What says for how long something is off: *off for now*, *off until May*.
_FOR_NOW = frozenset({"for", "until", "till", "again", "indefinitely"})
_LISTS = frozenset({"calendar", "agenda", "schedule", "programme", "program", "fixture", "itinerary", "diary", "list"})


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
    if _was(clause) and noun.dep_ in {"nsubj", "nsubjpass"} and (is_negated(noun.head) or is_off(noun)):
        return True  # "a meeting that Vanuatu was to host could not go ahead"
    objects = (o for c in (noun.head, *children(noun.head, "prt")) for o in children(c, "dobj", "pobj"))
    if noun.dep_ == "nsubj" and not any(is_given(o) for o in objects):
        return False  # "who was to fly to Rome, called off the trip"
    return particle_lemma(noun.head) in entries(STATUS_FILE, "denied")


def came_to_nothing(trigger: Token) -> bool:
    """Whether what had been planned was not done after all: *was due to tour the town but did not come*."""
    clauses = [trigger]
    while clauses[-1].dep_ in {"xcomp", "acomp"} or (clauses[-1].dep_ == "conj" and clauses[-1].tag_ == "VB"):
        clauses.append(clauses[-1].head)
    clause = clauses[-1]
    if not is_verb(clause) or not (clause.tag_ == "VBD" or any(c.lower_ in _PAST for c in children(clause, *_AUXILIARIES))):
        return False
    if clause.dep_ == "relcl" and clause.head.dep_ == "nsubj" and _was(clause) and _stays_away(clause.head.head):
        return True  # "a delegation that was to fly to Oslo will stay at home"
    but = (c for c in clauses if any(word.lower_ == "but" for word in children(c, "cc")))
    return any(_stays_away(verb) for c in but for verb in children(c, "conj"))


def _stays_away(verb: Token) -> bool:
    """Whether a verb says that somebody or something did not come, or was not; *put the trip on ice*, *shelved it*."""
    lemma = particle_lemma(verb)
    if lemma in entries(STATUS_FILE, "staying_away") or (lemma == "stay" and _is_at_home(verb)):
        return True
    put = (o for p in children(verb, "prep") if p.lower_ == "on" for o in children(p, "pobj"))
    if any(True for _ in children(verb, "dobj")):
        shelved = lemma in entries(STATUS_FILE, "rearranged") | entries(STATUS_FILE, "called_off")
        return shelved or (lemma == "put" and any(o.lemma_.lower() in _SHELVES for o in put))
    return lemma in entries(STATUS_FILE, "coming_about") and any(c.lower_ in _NEGATIONS for c in children(verb, "neg"))


def _is_at_home(verb: Token) -> bool:
    return any(p.lower_ == "at" and any(o.lower_ == "home" for o in children(p, "pobj")) for p in children(verb, "prep"))


def is_off(noun: Token, *, travels: bool = False) -> bool:
    """Whether an event is not to be: *Monday's summit is off*, *the rally fell through*, *was struck from the calendar*."""
    verb = noun.head
    if noun.dep_ not in {"nsubj", "nsubjpass"} or is_negated(verb):
        return False
    if travels and verb.lemma_.lower() == "collapse":
        return True  # "the visit to Oslo collapsed"; talks that collapse have been held
    said = children(verb, "prt", "advmod", "acomp", "prep", "dobj", "oprd")
    alone = {c.lower_ for c in said if all(below.lower_ in _FOR_NOW for below in c.children)}
    if verb.lemma_ == "be":
        return "off" in alone
    bare = verb.tag_ in {"VBN", "VBD"} and not any(True for _ in children(verb, *_AUXILIARIES, "dobj", "xcomp"))
    if bare and particle_lemma(verb) in entries(STATUS_FILE, "called_off"):
        return True  # a headline: "carnival called off"
    if any(f"{verb.lemma_.lower()} {word}" in entries(STATUS_FILE, "falling_through") for word in alone):
        return True
    listed = (o for c in children(verb, "prep") if c.lower_ in _OFF for o in children(c, "pobj"))
    return noun.dep_ == "nsubjpass" and any(o.lemma_.lower() in _LISTS for o in listed)


def pulls_out(noun: Token) -> bool:
    """Whether somebody does not go where a noun says: *pulled out of her visit to Lhasa*."""
    of = noun.head
    verb = of.head if is_verb(of.head) else of.head.head
    return noun.dep_ == "pobj" and of.lower_ in {"of", "from"} and is_verb(verb) and _backs_out(verb)


def is_of_what_one_pulls_out(verb: Token) -> bool:
    """Whether a verb says that somebody does not go, and no more: *pulled out of her visit to Lhasa*."""
    below = (c for p in children(verb, "prep", "prt", "advmod") for c in (p, *children(p, "prep")))
    nouns = (o for p in below if p.lower_ in {"of", "from"} for o in children(p, "pobj"))
    return _backs_out(verb) and any(o.lemma_.lower() in _JOURNEYS for o in nouns)


def _backs_out(verb: Token) -> bool:
    particles = [c.lower_ for c in children(verb, "prt", "advmod", "prep")]
    return any(f"{verb.lemma_.lower()} {p}" in entries(STATUS_FILE, "staying_away") for p in particles)


def is_dropped_ahead(noun: Token) -> bool:
    """Whether what is stopped had not begun: *suspended a strike that had been due to begin on Monday*."""
    if noun.dep_ not in {"dobj", "nsubjpass"} or particle_lemma(noun.head) not in entries(STATUS_FILE, "dropped_ahead"):
        return False
    ahead = (c for clause in children(noun, "relcl", "acl") for c in (clause, *children(clause, "acomp", "xcomp")))
    return any(c.lemma_.lower() in entries(STATUS_FILE, "planned") for c in ahead)


def calls_off(verb: Token) -> bool:
    """Whether a verb makes what it is done to come to nothing: *a dinner in Joensuu on Friday night was cancelled*."""
    if not is_verb(verb):
        return False
    lemma = particle_lemma(verb)
    if lemma in entries(STATUS_FILE, "called_off"):
        return True
    ahead = [c for noun in children(verb, "nsubjpass", "dobj") for c in children(noun, "acl", "relcl")]
    ahead += [verb.head] if verb.dep_ == "conj" else []  # "an encore, pencilled in for Saturday, was scrapped"
    return lemma in entries(STATUS_FILE, "denied") and any(c.lemma_.lower() in entries(STATUS_FILE, "planned") for c in ahead)


def is_left_open(verb: Token) -> bool:
    """Whether a verb says that something may be: *has not ruled out talks*."""
    return is_verb(verb) and particle_lemma(verb) == "rule out" and is_negated(verb)


def undecided(verb: Token) -> Status | None:
    """What an event is that is only threatened with being called off or kept from happening; None where it is so decided.

    *May cancel the summit* leaves that planned, *could avert a strike* and *threatened to refuse to sign* leave it possible.
    """
    if not is_verb(verb) or is_negated(verb):
        return Status.POSSIBLE if is_left_open(verb) else None
    words = {c.lower_ for c in children(verb, "aux")}
    maybe = bool(words & entries(STATUS_FILE, "modal_possible")) and "have" not in words
    above = next((head for child, head in ancestors(verb) if is_verb(head)), verb)
    below = (verb.dep_ in {"xcomp", "pcomp", "dobj"} or verb.tag_ == "VBG") and above.i != verb.i
    open_ = particle_lemma(above) in entries(STATUS_FILE, "undecided") and not is_negated(above)
    if not (maybe or (below and (open_ or is_left_open(above)))):
        return None
    planned = entries(STATUS_FILE, "rearranged") | entries(STATUS_FILE, "called_off")
    return Status.PLANNED if particle_lemma(verb) in planned else Status.POSSIBLE


def _was(verb: Token) -> bool:
    return verb.lower_ in {"was", "were"} or any(c.lower_ in {"was", "were"} for c in children(verb, *_AUXILIARIES))


def is_answered_for(noun: Token) -> bool:
    """Whether only who did it is in doubt: *denied that it was behind the blast*, *was involved in an attack*."""
    preposition = noun.head
    if noun.dep_ != "pobj" or is_verb(noun):
        return False
    by = preposition.head
    return (preposition.lower_ == "behind" and by.lemma_ == "be") or by.lemma_.lower() in entries(STATUS_FILE, "answerable")


def is_negated(verb: Token) -> bool:
    """Whether a verb, its subject or its object is denied: *did not come*, *nobody came*, *not one came*, *nor did he come*."""
    if any(c.lower_ in _NEGATIONS for c in children(verb, "neg")) or _follows_nor(verb) or _is_no_longer_to_be(verb):
        return True
    arguments = list(children(verb, "dobj", "nsubj", "nsubjpass"))
    return any(_is_none(a) or any(c.lower_ in _NEGATIONS for c in children(a, "det")) for a in arguments)


def _follows_nor(verb: Token) -> bool:
    """*Nor has he been fined*, *nobody was hurt, nor were shots fired*."""
    if any(c.lower_ == "nor" and c.i < verb.i for c in children(verb, "cc", "preconj", "advmod")):
        return True
    return verb.dep_ == "conj" and any(c.lower_ == "nor" and verb.head.i < c.i < verb.i for c in children(verb.head, "cc"))


def _is_no_longer_to_be(verb: Token) -> bool:
    """*Will no longer go ahead*, unlike *is no longer held*."""
    ahead = any(c.tag_ == "MD" for c in children(verb, "aux"))
    return ahead and any(c.lower_ == "longer" and any(n.lower_ == "no" for n in c.children) for c in children(verb, "advmod"))


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
    """Whether what is denied had been set for some day: *was to have signed on Saturday*, *called off Saturday's visit*.

    So is what *will not* be.
    """
    if is_verb(trigger):
        above = [head for _, head in ancestors(trigger)]
        purposes = itertools.takewhile(lambda verb: verb.dep_ in {"xcomp", "advcl"}, (trigger, *above))
        marks = [{c.lemma_.lower() for c in children(verb, "aux")} for verb in (*purposes, trigger)]  # "to have gone to sign"
        planned = any(head.lemma_.lower() in entries(STATUS_FILE, "planned") for head in above)
        return planned or any({"to", "have"} <= m or m & entries(STATUS_FILE, "modal_planned") for m in marks)
    planned = any(is_plan(c) for c in described_by(trigger))
    return planned or any(c.text[:1].isupper() for c in children(trigger, "poss", "compound", "nmod"))
