"""What a single word says of whether an event happened, goes on, is planned, is only possible, or is denied.

A noun by its modifiers, a verb by its tense, modals and negation, and the word above an event by what it does to it (*plans to*,
*unlikely to*, *refused to*, *the possibility of*). The words are in ``data/events/status.toml``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from geomap.events.clauses import (
    STATUS_FILE,
    ancestors,
    children,
    entries,
    is_frame,
    is_light,
    is_plan,
    is_speech,
    is_verb,
    particle_lemma,
)
from geomap.events.denial import is_given, is_left_open, is_negated, undecided
from geomap.model import Status

if TYPE_CHECKING:
    from geomap.syntax.tree import Token

_NOW = frozenset({"is", "are", "am", "'s", "'re", "\u2019s", "\u2019re"})
_AUXILIARIES = frozenset({"aux", "auxpass"})
#: Marks of a clause in the present tense about what is still to come.
_BEFORE = frozenset({"until", "till", "before", "once"})
_CONDITIONS = frozenset({"if", "whether", "unless"})
_DENIED_WITH = frozenset({"from", "of", "on", "to", "as"})
_DENIABLE = frozenset({"dobj", "xcomp", "nsubjpass", "ccomp", "pcomp", "pobj", "prep"})
#: ("hop" is how the lemmatiser reads "hoped".)
_HOPING = frozenset({"hope", "hop", "wish", "fear", "doubt"})
#: *called the leaders to a summit*.
_CALLING = frozenset({"call", "invite", "summon"})
#: Of doing what one talks that one may do.
_TALKING = frozenset({"talk", "speak", "muse", "joke"})
#: What one is in who may do what is talked of: *is in talks to buy a mine*.
_TALKS = frozenset({"talk", "talks", "negotiation", "discussion"})
_BALLOTS = frozenset({"vote", "ballot"})
#: At what something is agreed or promised, which is itself no plan.
_DONE_AT = frozenset({"at", "during", "after", "following"})
#: A day or an hour that something is called for.
_TIME = re.compile(
    r"day$|^(?:noon|midnight|midday|tomorrow|tonight|weekend|week|month|morning|afternoon|evening|\d{1,2}(?:am|pm)?)$"
)
_UNSURE = frozenset({"unlikely", "uncertain", "doubtful", "perhaps", "possible", "conceivable"})


def is_signal_word(token: Token) -> bool:
    """Whether a word decides on the status of an event below it."""
    lemma = token.lemma_.lower()
    return any(lemma in entries(STATUS_FILE, key) for key in ("planned", "possible", "denied"))


def signal_words() -> frozenset[str]:
    """The words that decide on the status of an event below them."""
    return entries(STATUS_FILE, "planned") | entries(STATUS_FILE, "possible") | entries(STATUS_FILE, "denied")


def noun_signals(noun: Token) -> Iterator[Status]:
    """What a noun's modifiers and clauses say: *the planned visit*, *no strike*."""
    modifiers = {c.lower_ for c in children(noun, "amod", "det", "compound")}
    if modifiers & entries(STATUS_FILE, "noun_denied"):
        yield Status.DENIED
    if modifiers & entries(STATUS_FILE, "noun_planned") or (noun.dep_ == "acomp" and is_signal_word(noun)):
        yield Status.PLANNED  # "the planned visit", "is due in Oslo"
    if modifiers & entries(STATUS_FILE, "noun_possible"):
        yield Status.POSSIBLE
    if modifiers & entries(STATUS_FILE, "noun_ongoing") or is_called_ongoing(noun):
        yield Status.ONGOING
    for child in children(noun, "acl", "relcl"):
        if child.lemma_.lower() in entries(STATUS_FILE, "planned") and child.tag_ == "VBN":
            yield Status.PLANNED
        elif child.dep_ == "relcl":
            yield from verb_signals(child)


def is_called_ongoing(noun: Token) -> bool:
    """Whether its clause says that it goes on: *the exercises are ongoing*, *have been underway for a week*."""
    verb = noun.head
    said = noun.dep_ == "nsubj" and verb.lemma_ == "be" and not any(c.lower_ in {"was", "were"} for c in (verb, *verb.children))
    return said and any(c.lower_ in entries(STATUS_FILE, "noun_ongoing") for c in children(verb, "acomp", "advmod", "attr"))


def verb_signals(verb: Token) -> Iterator[Status]:
    """What a verb's own auxiliaries, negation and adverbs say."""
    marks = {c.lower_ for c in children(verb, "mark")}
    if verb.dep_ == "ccomp" and verb.head.i < verb.i and verb.head.lemma_.lower() in _HOPING:
        yield Status.POSSIBLE  # "hopes that they will send help"
    if is_negated(verb) and "whether" not in marks and not is_left_open(verb):
        yield Status.DENIED
    words = {c.lower_ for c in children(verb, *_AUXILIARIES)}
    if {"to", "have"} <= words and verb.head.lemma_ == "be":
        yield Status.DENIED  # "a debate that was to have been held tonight"
    if verb.dep_ == "xcomp" and verb.head.lower_ == "supposed" and "to" in words and "have" not in words:
        was = any(c.lower_ in {"was", "were"} for c in children(verb.head, "auxpass", "aux"))
        yield Status.DENIED if was else Status.PLANNED  # "was supposed to land in Oslo", "is supposed to"
    if _is_told_plan(verb, words):
        yield Status.PLANNED
    if _is_wanted(verb, words) or words & entries(STATUS_FILE, "modal_possible") or is_inverted_condition(verb):
        yield Status.POSSIBLE
    if verb.dep_ == "advcl" and verb.tag_ in {"VBZ", "VBP"} and marks & _BEFORE:
        yield Status.PLANNED  # "before the minister visits Oslo"
    if words & entries(STATUS_FILE, "modal_planned"):
        yield Status.POSSIBLE if _depends(verb) else Status.PLANNED
    if marks & _CONDITIONS:
        yield Status.POSSIBLE
    if any(c.lower_ in _UNSURE for c in children(verb, "acomp", "advmod", "oprd")):
        yield Status.POSSIBLE
    yield from _tense(verb, words)


def _is_told_plan(verb: Token, auxiliaries: set[str]) -> bool:
    """Whether *would* is what *will* becomes when it is told: *said that it would appeal*; "any deal would" is none."""
    clause = verb
    while clause.dep_ == "conj" and is_verb(clause.head):
        clause = clause.head  # "said he had dropped the trip and would stay"
    if "would" not in auxiliaries or "have" in auxiliaries or clause.dep_ != "ccomp" or not is_speech(clause.head):
        return False
    told = clause.head.tag_ in {"VBD", "VBN"}
    unreal = _depends(verb)
    supposed = any(c.lower_ in {"any", "such"} for who in children(verb, "nsubj", "nsubjpass") for c in who.children)
    return told and not unreal and not supposed


def _is_wanted(verb: Token, auxiliaries: set[str]) -> bool:
    """Whether a clause says what somebody wants done: *insisted that the licence be torn up*."""
    bare = "be" in auxiliaries and not any(c.tag_ in {"MD", "TO"} for c in children(verb, "aux"))
    return (
        bare
        and verb.tag_ == "VBN"
        and verb.dep_ in {"ccomp", "acl", "relcl"}
        and any(c.lower_ == "that" for c in children(verb, "mark"))
    )


def _depends(verb: Token) -> bool:
    """Whether it is done only if something else is: *will complain if the results are not published*."""
    return any(c.lower_ in _CONDITIONS for clause in children(verb, "advcl") for c in children(clause, "mark"))


def is_inverted_condition(verb: Token) -> bool:
    """Whether a clause says *if* by its order: *had they arrived earlier*, *should the talks fail*."""
    had = next((c for c in children(verb, "aux") if c.lower_ in {"had", "should", "were"}), None)
    subject = next(children(verb, "nsubj", "nsubjpass"), None)
    beside = verb.dep_ == "advcl" or (verb.dep_ == "ccomp" and verb.i < verb.head.i)
    if beside and had is not None and had.lower_ == "should" and had.i == verb.left_edge.i:
        return True
    return beside and had is not None and subject is not None and had.i < subject.i


def _tense(verb: Token, auxiliaries: set[str]) -> Iterator[Status]:
    infinitive = "to" in auxiliaries and (verb.tag_ == "VB" or "be" in auxiliaries)
    if verb.lemma_ == "be" and any(_is_to_be(c) for c in children(verb, "xcomp")):
        yield Status.PLANNED  # "a parade is to be held"
    elif verb.dep_ == "ROOT" and infinitive:
        yield Status.PLANNED  # a headline: "Putin to meet Kim"
    elif infinitive and verb.dep_ == "ccomp" and is_speech(verb.head):
        yield Status.PLANNED  # "Putin to meet Kim, US says"
    elif infinitive and verb.dep_ == "xcomp" and verb.head.lemma_ == "be":
        yield Status.PLANNED  # "is to meet", "are to be tried"
    elif verb.tag_ == "VBG" and auxiliaries & {"is", "are", "'s", "'re", "been"}:
        yield Status.ONGOING
    elif verb.tag_ == "VBN" and auxiliaries & _NOW and ("being" in auxiliaries or _is_plight(verb)):
        yield Status.ONGOING  # "is being held", "are stranded in Oslo"
    elif verb.tag_ in {"VBD", "VBN"}:
        yield Status.OCCURRED
    elif verb.tag_ in {"VBZ", "VBP"} and any(c.dep_ == "nsubj" for c in verb.children):
        yield Status.ONGOING if verb.lemma_ == "be" and verb.dep_ != "ROOT" else Status.OCCURRED


def _is_to_be(verb: Token) -> bool:
    """*A parade is to be held*; not *is likely to be held*, of which the adjective decides."""
    passive = verb.tag_ == "VBN" and {"to", "be"} <= {c.lower_ for c in children(verb, *_AUXILIARIES)}
    return passive and not any(True for _ in children(verb.head, "acomp", "attr", "neg"))


def _is_plight(verb: Token) -> bool:
    return verb.lemma_.lower() in entries(STATUS_FILE, "plights")


def governor_signals(head: Token, token: Token, event_type: str) -> Iterator[Status]:
    """What a word above the event says of it."""
    lemma = particle_lemma(head) if is_verb(head) else head.lemma_.lower()
    if head.pos_ == "NOUN" and is_signal_word(head) and _is_dropped(head):
        yield Status.DENIED
    alone = _by_itself(head, token, lemma)
    if alone is not None:
        yield alone
        return
    if lemma in entries(STATUS_FILE, "stopped") and token.dep_ in {"dobj", "xcomp"}:
        yield Status.ONGOING if head.dep_ in {"xcomp", "ccomp", "advcl"} else Status.OCCURRED  # what one asks to stop goes on
    elif _denies(lemma, token, event_type):
        yield Status.DENIED if (open_ := undecided(head)) is None else open_
    elif token.dep_ == "advcl" and head.lemma_.lower() not in entries(STATUS_FILE, "planned"):
        yield from _done_for(head, token, event_type)
    elif token.dep_ in {"dobj", "nsubjpass"} and delays(head):
        yield Status.PLANNED  # "the drill has been pushed back"
    elif lemma == "call" and not is_given(token) and (token.dep_ == "dobj" or is_called_for_a_time(head, token)):
        yield Status.PLANNED  # "called a strike for Friday"
    elif _makes_possible(head, token, lemma, event_type) or _is_framed(head, token) or _is_voted_on(lemma, token, event_type):
        yield Status.POSSIBLE
    elif lemma == "about" and token.dep_ == "xcomp":
        yield Status.POSSIBLE  # "was about to board"
    elif lemma in entries(STATUS_FILE, "planned") and token.dep_ not in {"nsubj"} and not _only_done(head, lemma, token):
        yield Status.PLANNED


def _by_itself(head: Token, token: Token, lemma: str) -> Status | None:
    """What a word above the event says of it, whatever else is said; None: nothing of that kind."""
    if lemma in entries(STATUS_FILE, "plots") and token.dep_ == "acl" and not is_signal_word(head):
        return Status.POSSIBLE  # "his part in a plot to bomb a rally"
    if head.lower_ == "short" and token.lower_ == "of":
        return Status.DENIED  # "stopped short of ordering troops in"
    if token.dep_ == "pobj" and head.lower_ == "to" and (_looks_forward(head) or _is_called_to(head, token)):
        return Status.PLANNED  # "looks forward to Wednesday's hearing", "called the leaders to a summit"
    if token.dep_ == "pcomp" and head.lower_ in {"of", "about"} and is_verb(head.head) and head.head.lemma_.lower() in _TALKING:
        return Status.POSSIBLE  # "are talking of blocking the road"
    going_on = lemma in entries(STATUS_FILE, "continuing") and token.dep_ in {"nsubj", "dobj", "xcomp"}
    return Status.ONGOING if going_on else None


def delays(verb: Token) -> bool:
    """Whether a verb puts something to a later time: *was delayed*, *has been pushed back*."""
    back = next((c.lower_ for c in children(verb, "advmod", "prt") if c.i == verb.i + 1), "")
    return not {verb.lemma_.lower(), f"{verb.lemma_.lower()} {back}"}.isdisjoint(entries(STATUS_FILE, "delayed"))


def is_called_for_a_time(call: Token, noun: Token) -> bool:
    """Whether an event is set for a time by its call: *a rally is called for Saturday*, *have called a walkout for Sunday*."""
    if call.lemma_.lower() != "call" or noun.dep_ not in {"dobj", "nsubjpass"}:
        return False
    times = (t for word in (call, noun) for p in children(word, "prep") if p.lower_ == "for" for t in children(p, "pobj"))
    return any(_TIME.search(time.lower_) for time in times)


def _done_for(head: Token, token: Token, event_type: str) -> Iterator[Status]:
    """What a verb says of the infinitive that it is done for, or that its frame leads to."""
    if token.tag_ != "VB":
        return
    frame = next((p for p in children(head, "prep") if is_frame(p)), None)
    if frame is not None:  # "were under orders on Tuesday to leave"
        due = any(is_plan(o) for o in children(frame, "pobj"))
        yield Status.PLANNED if due else Status.POSSIBLE
    elif not is_light(head):
        laboured = _is_laboured_at(particle_lemma(head), event_type)
        yield from (verb_signals(head) if laboured else purpose_signals(head))


def _is_laboured_at(lemma: str, event_type: str) -> bool:
    """Whether what something is done for is under way by that: *worked until dawn to free people*."""
    return lemma in entries(STATUS_FILE, "labours") and event_type in entries(STATUS_FILE, "laboured_types")


def _looks_forward(to: Token) -> bool:
    """*Look forward to*: the parse hangs *to* on either."""
    verb = to.head if is_verb(to.head) else to.head.head
    return verb.lemma_.lower() == "look" and any(c.lower_ == "forward" for c in verb.children)


def _is_called_to(to: Token, noun: Token) -> bool:
    """Whether people are called to an event: *called heads of state to a summit*, unlike *summoned to the ministry*."""
    verb = next((head for _, head in ancestors(to) if is_verb(head)), to)
    calls = verb.lemma_.lower() in _CALLING and any(True for _ in children(verb, "dobj", "nsubjpass"))
    return calls and not is_given(noun)


def _is_dropped(plan: Token) -> bool:
    """Whether a plan is none: *no plans for a summit*, *a plan to meet that was shelved*."""
    if any(c.lower_ == "no" for c in children(plan, "det")):
        return True
    dropped = entries(STATUS_FILE, "dropped") | entries(STATUS_FILE, "turned_down")
    if plan.dep_ in {"dobj", "nsubjpass"} and particle_lemma(plan.head) in dropped:
        return True  # "dropped plans to stop", "the plan for a summit was rejected"
    return any(particle_lemma(c) in entries(STATUS_FILE, "denied") for c in children(plan, "acl", "relcl"))


def _is_voted_on(lemma: str, token: Token, event_type: str) -> bool:
    """Whether an event is what people vote on: *voted on Friday for a walkout*, unlike *on the walkout*."""
    asked = lemma in _BALLOTS and token.dep_ == "prep" and token.lower_ in {"on", "for"}
    voted = asked and event_type in entries(STATUS_FILE, "voted_types")
    return voted and not any(is_given(noun) for noun in children(token, "pobj"))


def _only_done(head: Token, lemma: str, token: Token) -> bool:
    """Whether a word of planning plans nothing here: *committed a robbery*, *agreed at talks*; unlike *committed to a visit*."""
    if token.dep_ == "prep" and token.lower_ in _DONE_AT and is_verb(head):
        awaited = lemma in entries(STATUS_FILE, "awaited") and lemma != "plan"
        return not (awaited and any(True for _ in children(head, "auxpass")))  # "is expected at the talks"
    return lemma in entries(STATUS_FILE, "planned_to") and token.dep_ in {"dobj", "pobj"}


def hinders(verb: Token) -> bool:
    """Whether a verb says that something is kept from happening: *prevented*."""
    return verb.lemma_.lower() in entries(STATUS_FILE, "hindering")


def _denies(lemma: str, token: Token, event_type: str) -> bool:
    """Whether the word above rules the event out; a test that failed was made all the same, and what is put off comes later."""
    if _says_no_such_thing(lemma, token):
        return False
    if token.dep_ == "advcl" and token.tag_ == "VB" and lemma in entries(STATUS_FILE, "denied"):
        plots = entries(STATUS_FILE, "plots")
        plotted = any(c.lemma_.lower() in plots for c in children(token.head, "dobj", "nsubjpass"))
        return plotted or lemma in {"refuse", "decline"}  # "thwarted a plot to bomb", "declined on Monday to hand him over"
    if lemma == "fail":
        return (event_type != "test" and token.dep_ == "xcomp") or _never_began(token)
    if lemma in entries(STATUS_FILE, "turned_down") and event_type in entries(STATUS_FILE, "turned_down_types"):
        return token.dep_ in {"dobj", "nsubjpass"} and not is_given(token)  # "rejected talks in Jeddah"
    if lemma == "drop" and event_type in entries(STATUS_FILE, "dropped_types"):
        return token.dep_ in {"dobj", "nsubjpass"}  # "a stop in La Paz was dropped"
    return lemma in entries(STATUS_FILE, "denied") and token.dep_ in _DENIABLE


def _never_began(noun: Token) -> bool:
    """Whether an event is what failed to begin: *the talks failed to start*."""
    begins = (c for c in children(noun.head, "xcomp") if c.lemma_.lower() in entries(STATUS_FILE, "beginning"))
    return noun.dep_ == "nsubj" and next(begins, None) is not None


def _says_no_such_thing(lemma: str, token: Token) -> bool:
    """Whether a word that may deny denies something else, or only puts it off."""
    head = token.head
    if token.dep_ == "ccomp" and lemma not in entries(STATUS_FILE, "denying"):
        return True  # "the visa bans that Brussels imposed"
    if is_verb(head) and hinders(head) and is_negated(head):
        return True
    if lemma in {"postpone", "put off"} and any(c.lower_ in {"to", "until", "till"} for c in children(head, "prep")):
        return True
    return token.dep_ == "prep" and token.lower_ not in _DENIED_WITH  # "dismissed all claims over a raid"


def _is_framed(noun: Token, token: Token) -> bool:
    """Whether somebody is only near to doing something: *was on the verge of closing*, *is in talks to buy*."""
    to_do = (token.dep_ == "acl" and token.tag_ == "VB") or (token.dep_ == "prep" and any(True for _ in children(token, "pcomp")))
    if not to_do or noun.dep_ != "pobj" or is_signal_word(noun):
        return False
    return is_frame(noun.head) or (noun.head.lower_ == "in" and noun.lemma_.lower() in _TALKS)


def _makes_possible(head: Token, token: Token, lemma: str, event_type: str) -> bool:
    if _only_speaks_of(head, token, lemma):
        return False
    if lemma in entries(STATUS_FILE, "possible") and (is_verb(head) or lemma not in entries(STATUS_FILE, "possible_verbs")):
        return not _past_try(head, token, event_type)
    return False


def _only_speaks_of(head: Token, token: Token, lemma: str) -> bool:
    """Whether a word of what may be says nothing of that here.

    *asked about the ambush*; *wanted for the murder*; *suspected of having bombed*; *helped to unload*; *means that it closed*.
    """
    if lemma == "mean":
        return token.dep_ != "xcomp"
    if token.dep_ == "prep":
        having = any(c.lower_ == "having" for below in children(token, "pcomp") for c in children(below, "aux"))
        return (lemma == "ask" and token.lower_ == "about") or (lemma == "want" and token.lower_ == "for") or having
    done = head.tag_ == "VBD" or any(c.lemma_ == "have" for c in children(head, "aux"))
    return lemma == "help" and token.dep_ in {"xcomp", "ccomp"} and done


def _past_try(head: Token, token: Token, event_type: str) -> bool:
    """A test or a protest that was attempted was made, even if it failed; "the talks need" says nothing of whether they are."""
    if (event_type == "test" or (event_type == "protest" and head.tag_ == "VBD")) and head.lemma_.lower() in {"attempt", "try"}:
        return True
    return token.dep_ in {"nsubj", "poss", "compound"}


def purpose_signals(head: Token) -> Iterator[Status]:
    """A purpose is as open as what is done for it: "arrived to meet" plans a meeting, "may go to meet" makes it possible."""
    above = list(verb_signals(head))
    yield Status.POSSIBLE if Status.POSSIBLE in above else Status.PLANNED
