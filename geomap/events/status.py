"""Whether an event happened, goes on, is planned, is only possible, or is denied: read from the words around its trigger.

The clause is read from the trigger upwards: its own tense, modals and negation, then the verbs, adjectives and nouns that govern
it (*plans to*, *unlikely to*, *refused to*, *the possibility of*), until a finite clause of its own or a verb of saying ends the
chain. The word nearest to the trigger weighs most, but denial beats all. See ``data/events/status.toml`` for the words.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from geomap.events.clauses import (
    STATUS_FILE,
    ancestors,
    children,
    entries,
    is_finite,
    is_light,
    is_speech,
    is_verb,
    particle_lemma,
)
from geomap.events.types import verb_senses
from geomap.model import Status

if TYPE_CHECKING:
    from spacy.tokens import Token

_NEGATIONS = frozenset({"not", "n't", "never", "no", "neither", "nor", "hardly"})
_ARGUMENTS = frozenset({"nsubj", "nsubjpass", "dobj"})
_NOBODY = frozenset({"nobody", "none", "nothing"})
_AUXILIARIES = frozenset({"aux", "auxpass"})
_CONDITIONS = frozenset({"if", "whether", "unless"})
_AFTER = frozenset({"after", "since", "following", "once"})
_DENIABLE = frozenset({"dobj", "xcomp", "nsubjpass", "ccomp", "pcomp", "pobj", "prep"})
_UNLIKELY = frozenset({"unlikely", "uncertain", "doubtful"})


def status_of(trigger: Token, *, event_type: str) -> Status:
    """The status of the event that ``trigger`` tells of, by the words of its own sentence."""
    found = list(_signals(trigger, event_type))
    if Status.DENIED in found or _is_refuted(trigger):
        return Status.DENIED
    if _is_rumoured(trigger):
        return Status.POSSIBLE
    for status in found:
        if status in {Status.POSSIBLE, Status.PLANNED}:
            return status
        if status is Status.ONGOING and _goes_on(trigger):
            return status
    return _by_tense(trigger, found)


def _goes_on(trigger: Token) -> bool:
    """What is expected to continue is going on already."""
    return trigger.head.lemma_.lower() in entries(STATUS_FILE, "continuing")


def _by_tense(trigger: Token, found: list[Status]) -> Status:
    if Status.OCCURRED in found:
        return Status.OCCURRED
    if Status.ONGOING in found:
        return Status.ONGOING
    return Status.OCCURRED


def _signals(trigger: Token, event_type: str) -> Iterator[Status]:
    """What the words say, nearest to the trigger first."""
    if not is_verb(trigger):
        yield from _noun_signals(trigger)
        if trigger.dep_ == "pobj" and trigger.head.lower_ == "for" and _travels(trigger.head.head):
            yield from _purpose_signals(trigger.head.head)  # "arrived for a meeting"
    token = trigger
    for _ in range(7):
        if is_verb(token):
            yield from _verb_signals(token)
            if token.dep_ in {"advcl", "pcomp"} and _follows(token):
                yield Status.OCCURRED
                return
            if token is not trigger and token.dep_ == "ROOT":
                return
            if is_finite(token) and token.dep_ in {"ROOT", "relcl", "ccomp", "conj", "parataxis"} and not _governed(token):
                return
        head = token.head
        if head.i == token.i or (is_speech(head) and _reports(token, head)):
            return
        yield from _governor_signals(head, token, event_type)
        if is_verb(token) and is_finite(token) and token.dep_ in {"advcl", "conj"}:
            return
        if not is_verb(head) and head.pos_ in {"NOUN", "PROPN"} and token.dep_ in {"pobj", "prep"} and not _is_signal_word(head):
            nominal = token.dep_ == "prep" and token.lower_ not in {"of", "about", "for", "in", "on", "at"}
            if nominal:
                return
        token = head


def _travels(verb: Token) -> bool:
    """Whether a verb tells of going somewhere, so that what it is done for lies ahead of it."""
    return is_verb(verb) and any(s.event_type == "travel" for s in verb_senses().get(verb.lemma_.lower(), ()))


def _is_refuted(token: Token) -> bool:
    """Whether the event is only in a tale that the sentence calls false: *reports that he has signed are untrue*."""
    for child, head in ancestors(token):
        if head.lemma_.lower() in entries(STATUS_FILE, "tales") and child.dep_ in {"acl", "relcl", "ccomp", "advcl", "prep"}:
            verb = next(children(head, "acl"), head.head)  # "a rumour that he had been shot proved false"
            verb = head.head if verb.i == child.i else verb
            judged = {c.lemma_.lower() for c in verb.children if c.dep_ not in _ARGUMENTS} | {particle_lemma(verb)}
            refuting = entries(STATUS_FILE, "refuted") | entries(STATUS_FILE, "denied")
            return is_verb(verb) and not judged.isdisjoint(refuting)
    return False


def _is_rumoured(token: Token) -> bool:
    """Whether the event is told only in a rumour, whatever becomes of it: *a rumour that he had been shot*."""
    rumours = entries(STATUS_FILE, "rumours")
    return any(head.lemma_.lower() in rumours and child.dep_ in {"acl", "relcl", "ccomp"} for child, head in ancestors(token))


def _follows(verb: Token) -> bool:
    """Whether the clause tells what something came after: *since Shoigu visiting*, *after meeting him*."""
    marks = {c.lower_ for c in children(verb, "mark", "prep")} | ({verb.head.lower_} if verb.dep_ == "pcomp" else set())
    return bool(marks & _AFTER)


def _governed(token: Token) -> bool:
    """Whether the verb above decides on a clause: *denied that it had shelled*, unlike *said that it had*."""
    return token.dep_ == "ccomp" and (not is_speech(token.head) or token.head.lemma_.lower() in entries(STATUS_FILE, "denied"))


def _reports(token: Token, head: Token) -> bool:
    """Whether ``head`` only tells what ``token`` says ("said that ..."); "urged to" and "denied that" do more than tell."""
    lemma = head.lemma_.lower()
    denies = lemma in entries(STATUS_FILE, "denied")
    wishes = lemma in entries(STATUS_FILE, "possible") | entries(STATUS_FILE, "planned")
    return not denies and not (wishes and token.dep_ == "xcomp")


def _is_signal_word(token: Token) -> bool:
    lemma = token.lemma_.lower()
    return any(lemma in entries(STATUS_FILE, key) for key in ("planned", "possible", "denied"))


def _noun_signals(noun: Token) -> Iterator[Status]:
    modifiers = {c.lower_ for c in children(noun, "amod", "det", "compound")}
    if modifiers & entries(STATUS_FILE, "noun_denied"):
        yield Status.DENIED
    if modifiers & entries(STATUS_FILE, "noun_planned"):
        yield Status.PLANNED
    if modifiers & entries(STATUS_FILE, "noun_possible"):
        yield Status.POSSIBLE
    for child in children(noun, "acl", "relcl"):
        if child.lemma_.lower() in entries(STATUS_FILE, "planned") and child.tag_ == "VBN":
            yield Status.PLANNED
        elif child.dep_ == "relcl":
            yield from _verb_signals(child)


def _verb_signals(verb: Token) -> Iterator[Status]:
    """What a verb's own auxiliaries, negation and adverbs say."""
    marks = {c.lower_ for c in children(verb, "mark")}
    if _negated(verb) and "whether" not in marks:
        yield Status.DENIED
    words = {c.lower_ for c in children(verb, *_AUXILIARIES)}
    if words & entries(STATUS_FILE, "modal_possible"):
        yield Status.POSSIBLE
    if words & entries(STATUS_FILE, "modal_planned"):
        yield Status.PLANNED
    if marks & _CONDITIONS:
        yield Status.POSSIBLE
    if any(c.lower_ in _UNLIKELY or c.lower_ == "perhaps" for c in children(verb, "acomp", "advmod", "oprd")):
        yield Status.POSSIBLE
    yield from _tense(verb, words)


def _tense(verb: Token, auxiliaries: set[str]) -> Iterator[Status]:
    if verb.dep_ == "ROOT" and verb.tag_ == "VB" and "to" in auxiliaries:
        yield Status.PLANNED  # a headline: "Putin to meet Kim"
    elif verb.tag_ == "VB" and "to" in auxiliaries and verb.dep_ == "ccomp" and is_speech(verb.head):
        yield Status.PLANNED  # "Putin to meet Kim, US says"
    elif verb.tag_ == "VB" and "to" in auxiliaries and verb.dep_ == "xcomp" and verb.head.lemma_ == "be":
        yield Status.PLANNED  # "is to meet"
    elif verb.tag_ == "VBG" and auxiliaries & {"is", "are", "'s", "'re", "been"}:
        yield Status.ONGOING
    elif verb.tag_ in {"VBD", "VBN"}:
        yield Status.OCCURRED
    elif verb.tag_ in {"VBZ", "VBP"} and any(c.dep_ == "nsubj" for c in verb.children):
        yield Status.ONGOING if verb.lemma_ == "be" and verb.dep_ != "ROOT" else Status.OCCURRED


def _negated(verb: Token) -> bool:
    if any(c.lower_ in _NEGATIONS for c in children(verb, "neg")):
        return True
    arguments = list(children(verb, "dobj", "nsubj", "nsubjpass"))
    return any(a.lower_ in _NOBODY or any(c.lower_ in _NEGATIONS for c in children(a, "det")) for a in arguments)


def _governor_signals(head: Token, token: Token, event_type: str) -> Iterator[Status]:
    """What a word above the event says of it."""
    lemma = particle_lemma(head) if is_verb(head) else head.lemma_.lower()
    if lemma in entries(STATUS_FILE, "continuing") and token.dep_ in {"nsubj", "dobj", "xcomp"}:
        yield Status.ONGOING
        return
    if lemma in entries(STATUS_FILE, "stopped") and token.dep_ in {"dobj", "xcomp"}:
        yield Status.ONGOING if head.dep_ in {"xcomp", "ccomp", "advcl"} else Status.OCCURRED  # what one asks to stop goes on
    elif _denies(lemma, token, event_type):
        yield Status.DENIED
    elif token.dep_ == "advcl" and head.lemma_.lower() not in entries(STATUS_FILE, "planned"):
        if token.tag_ == "VB" and not is_light(head):
            yield from _purpose_signals(head)
    elif _makes_possible(head, token, lemma, event_type):
        yield Status.POSSIBLE
    elif lemma == "about" and token.dep_ == "xcomp":
        yield Status.POSSIBLE  # "was about to board"
    elif lemma in entries(STATUS_FILE, "planned") and token.dep_ not in {"nsubj"} and not _only_done(lemma, token):
        yield Status.PLANNED


def _only_done(lemma: str, token: Token) -> bool:
    """Whether a word of planning is none with an object: *committed a robbery*, *set a fire*, unlike *committed to a visit*."""
    return lemma in entries(STATUS_FILE, "planned_to") and token.dep_ in {"dobj", "pobj"}


def _denies(lemma: str, token: Token, event_type: str) -> bool:
    """Whether the word above rules the event out; a test that failed was made all the same."""
    if lemma == "fail":
        return event_type != "test" and token.dep_ == "xcomp"
    return lemma in entries(STATUS_FILE, "denied") and token.dep_ in _DENIABLE


def _makes_possible(head: Token, token: Token, lemma: str, event_type: str) -> bool:
    if lemma in entries(STATUS_FILE, "possible") and (is_verb(head) or lemma not in entries(STATUS_FILE, "possible_verbs")):
        return not _past_try(head, token, event_type)
    return False


def _past_try(head: Token, token: Token, event_type: str) -> bool:
    """A test that was attempted was made, even if it failed; "the talks need" says nothing of whether the talks are."""
    if event_type == "test" and head.lemma_.lower() in {"attempt", "try"}:
        return True
    return token.dep_ in {"nsubj", "poss", "compound"}


def _purpose_signals(head: Token) -> Iterator[Status]:
    """A purpose is as open as what is done for it: "arrived to meet" plans a meeting, "may go to meet" makes it possible."""
    above = list(_verb_signals(head))
    yield Status.POSSIBLE if Status.POSSIBLE in above else Status.PLANNED
