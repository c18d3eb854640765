"""Whether an event happened, goes on, is planned, is only possible, or is denied: read from the words around its trigger.

The clause is read from the trigger upwards: its own tense, modals and negation, then the verbs, adjectives and nouns that govern
it (*plans to*, *unlikely to*, *refused to*, *the possibility of*), until a finite clause of its own or a verb of saying ends the
chain. The word nearest to the trigger weighs most, but denial beats all. What a single word says is in ``status_signals.py``.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from geomap.events.clauses import (
    STATUS_FILE,
    ancestors,
    children,
    entries,
    is_clause,
    is_finite,
    is_light,
    is_speech,
    is_verb,
    particle_lemma,
)
from geomap.events.coordinated import is_perceived
from geomap.events.denial import (
    came_to_nothing,
    is_answered_for,
    is_denied_beside,
    is_dropped_ahead,
    is_given,
    is_negated,
    is_of_denied,
    is_of_what_one_pulls_out,
    is_off,
    pulls_out,
)
from geomap.events.status_signals import (
    delays,
    governor_signals,
    hinders,
    is_called_for_a_time,
    is_called_ongoing,
    is_inverted_condition,
    is_signal_word,
    noun_signals,
    purpose_signals,
    signal_words,
    verb_signals,
)
from geomap.events.tales import is_hearsay, is_refuted, is_rumoured, is_unconfirmed
from geomap.events.types import noun_senses, verb_senses
from geomap.model import Status

if TYPE_CHECKING:
    from geomap.syntax.tree import Token

_ORDINALS = frozenset({"first", "second", "third", "fourth", "fifth", "last", "only", "latest", "youngest", "oldest"})
_AUXILIARIES = frozenset({"aux", "auxpass"})
_SUBJECTS = ("nsubj", "nsubjpass")
_CONDITIONS = frozenset({"if", "whether", "unless"})
_AFTER = frozenset({"after", "since", "following", "once"})
#: Tags of the words that ask.
_ASKING = frozenset({"WRB", "WP", "WP$"})
#: A participle that says itself that it is over: *having shut its border, it ...*.
_HAVING = "having"
#: What stands between a verb and why something is done.
_ABOUT = frozenset({"over", "about", "against"})
#: What begins a sentence that tells what may come, and within how many tokens a colon follows.
_SCENARIOS = frozenset({"scenario", "option"})
_LABEL = 9
#: In what something is done or happens: *had to turn back in Sunday's gale*.
_AMID = frozenset({"in", "during", "amid"})
_WARNED_OF = frozenset({"of", "against"})
_PARTED = frozenset({";", ":"})
#: Clauses that the parse may hang on one beside them, for want of a better place.
_LOOSE = frozenset({"ccomp", "acl", "relcl", "dep", "parataxis"})


def status_of(trigger: Token, *, event_type: str) -> Status:
    """The status of the event that ``trigger`` tells of, by the words of its own sentence."""
    if is_unconfirmed(trigger) or _is_of_a_scenario(trigger):
        return Status.POSSIBLE
    found = list(_signals(trigger, event_type))
    if not {Status.PLANNED, Status.OCCURRED}.isdisjoint(found) and _is_conditional(trigger):
        found = [Status.POSSIBLE if s in {Status.PLANNED, Status.OCCURRED} else s for s in found]
    if Status.DENIED in found or is_refuted(trigger) or is_denied_beside(trigger):
        return Status.DENIED
    if is_rumoured(trigger) or is_hearsay(trigger) or _is_asked(trigger):
        return Status.POSSIBLE
    for status in found:
        if status in {Status.POSSIBLE, Status.PLANNED}:
            return Status.DENIED if is_of_denied(trigger) or came_to_nothing(trigger) else status
        if status is Status.ONGOING and _goes_on(trigger):
            return status
    return _by_tense(trigger, found)


def _is_of_a_scenario(trigger: Token) -> bool:
    """Whether its sentence tells what may come: *Scenario two: the talks fail, and the army moves in*."""
    head = trigger.doc[trigger.sent.start : trigger.sent.start + _LABEL]
    return bool(head) and head[0].lower_ in _SCENARIOS and any(t.text == ":" for t in head)


def _is_conditional(trigger: Token) -> bool:
    """Whether it comes only if something else does that may not: *should the talks fail, he expects a strike*."""
    above = (trigger, *(head for _, head in ancestors(trigger)))
    clauses = ((verb, c) for verb in above if is_verb(verb) for c in children(verb, "advcl", "ccomp"))
    return any(is_inverted_condition(c) or _follows_if(verb, c) for verb, c in clauses)


def _follows_if(verb: Token, clause: Token) -> bool:
    """*If these are accidents, then the service has collapsed.*"""
    then = any(c.lower_ == "then" and clause.i < c.i < verb.i for c in children(verb, "advmod"))
    return then and any(c.lower_ == "if" for c in children(clause, "mark"))


def _goes_on(trigger: Token) -> bool:
    """Whether the event goes on whatever is wanted of it: what is expected to continue, what one is asked to stop."""
    lemma = trigger.head.lemma_.lower()
    return (
        is_called_ongoing(trigger)
        or lemma in entries(STATUS_FILE, "continuing")
        or (lemma in entries(STATUS_FILE, "stopped") and trigger.dep_ == "dobj" and is_given(trigger))
    )


def _is_asked(trigger: Token) -> bool:
    """Whether the main clause is a question that yes or no answers."""
    if not trigger.sent.text.rstrip().endswith("?") or any(t.tag_ in _ASKING for t in trigger.sent):
        return False
    verb = trigger if is_verb(trigger) else trigger.head
    return verb.dep_ in {"ROOT", "xcomp"}


def _by_tense(trigger: Token, found: list[Status]) -> Status:
    if Status.OCCURRED in found:
        return Status.OCCURRED
    if Status.ONGOING in found:
        return Status.ONGOING
    return Status.OCCURRED


def _signals(trigger: Token, event_type: str) -> Iterator[Status]:
    """What the words say, nearest to the trigger first."""
    nominal = not is_verb(trigger)
    if nominal:
        yield from _signals_on(trigger, travels=event_type == "travel")
        if _is_known(trigger):
            yield Status.OCCURRED
            return
        if trigger.dep_ == "pobj" and trigger.head.lower_ == "for" and _travels(trigger.head.head):
            yield from purpose_signals(trigger.head.head)  # "arrived for a meeting"
    elif _is_done(trigger) or is_perceived(trigger) or _is_outcome(trigger, event_type):
        yield Status.OCCURRED
        return
    else:
        yield from _own_signals(trigger)
    token = below = trigger
    for _ in range(7):
        if is_verb(token):
            if token is not trigger and nominal and _leaves_alone(token, trigger):
                shared = _is_subject_of(trigger, token) or _takes_part(token, trigger)
                yield from (s for s in verb_signals(token) if s is Status.PLANNED and shared)
                return
            yield from (_softened(s, below, token) for s in verb_signals(token))
        if (is_verb(token) or is_clause(token)) and token.dep_ in {"advcl", "pcomp"} and _follows(token):
            yield Status.OCCURRED
            return
        head = _above(token)
        if _stands_alone(token, trigger) or _is_presupposed(token):
            return
        if not (nominal and is_verb(head) and _leaves_alone(head, trigger)):
            yield from governor_signals(head, token, event_type)
        if _ends_below(token, head):
            return
        below, token = token, head


def _signals_on(noun: Token, *, travels: bool) -> Iterator[Status]:
    """What is said of a noun's event itself: *the planned visit*, *is off*; talks go on without who pulls out of them."""
    if is_off(noun, travels=travels) or is_dropped_ahead(noun) or (travels and pulls_out(noun)):
        yield Status.DENIED
    yield from noun_signals(noun)


def _is_known(noun: Token) -> bool:
    """Whether a noun's event is known to have been: *was behind the blast*, *agreed to sell ships, following talks*."""
    before = noun.head.lower_ if noun.dep_ == "pobj" else ""
    return is_answered_for(noun) or before == "following" or (before == "since" and not is_given(noun))


def _own_signals(verb: Token) -> Iterator[Status]:
    """What a verb says itself of whether it is done."""
    if _is_awaited(verb) or any(is_called_for_a_time(verb, noun) for noun in children(verb, "dobj")):
        yield Status.PLANNED
    if is_of_what_one_pulls_out(verb):
        yield Status.DENIED
    if _is_of_a_so_called_plot(verb) or _is_called_for(verb):
        yield Status.POSSIBLE


def _is_called_for(verb: Token) -> bool:
    """Whether somebody wants it done, though the parse hangs it elsewhere: *cited his rights in calls for him to be freed*."""
    wanted = next((m for m in children(verb, "mark") if m.lower_ == "for"), None)
    if wanted is None or not any(c.tag_ == "TO" for c in children(verb, "aux")) or wanted.i == verb.sent.start:
        return False
    return wanted.nbor(-1).pos_ == "NOUN" and wanted.nbor(-1).lemma_.lower() in entries(STATUS_FILE, "possible")


def _above(word: Token) -> Token:
    """The word above; of a bare infinitive the one before it: *had been due to fly home, meet her and sing*."""
    head = word.head
    bare = (
        word.tag_ == "VB"
        and word.dep_ == "conj"
        and head.tag_ != "VB"
        and not any(True for _ in children(word, *_SUBJECTS, "aux"))
    )
    if not bare or any(c.tag_ == "MD" for c in children(head, "aux")):
        return head
    before = (t for t in head.subtree if head.i < t.i < word.i and t.tag_ == "VB" and t.dep_ in {"xcomp", "advcl", "acl"})
    return max(before, key=lambda t: t.i, default=head)


def _stands_alone(token: Token, trigger: Token) -> bool:
    """Whether nothing above a word decides on its clause: a main clause, one with a tense of its own, what is only told."""
    if token.head.i == token.i or (is_speech(token.head) and _reports(token, token.head)) or _is_apart(token):
        return True
    finite = is_verb(token) and is_finite(token) and token.dep_ in {"ROOT", "relcl", "ccomp", "conj", "parataxis"}
    return (finite and not _governed(token)) or (token is not trigger and is_verb(token) and token.dep_ == "ROOT")


def _is_apart(clause: Token) -> bool:
    """Whether a clause only stands beside the one that the parse puts above it.

    A semicolon or a colon parts them, or a comma parts two clauses of which neither says what the other tells: *the envoy was
    summoned, the minister called off her trip*.
    """
    head = clause.head
    first, last = sorted((clause.i, head.i))
    between = {t.lower_ for t in clause.doc[first:last]}
    told = any(True for _ in children(clause, *_SUBJECTS))
    if clause.dep_ in _LOOSE and not between.isdisjoint(_PARTED) and told:
        return True
    beside = clause.dep_ == "ccomp" and clause.i < head.i and "," in between and is_finite(clause) and told
    return beside and not is_speech(head) and any(s.i > clause.i for s in children(head, *_SUBJECTS))


def _ends_below(token: Token, head: Token) -> bool:
    """Whether what stands above the word above says no more of it."""
    if is_verb(token) and token.dep_ in {"advcl", "conj"} and is_finite(token):
        return True
    if is_verb(head):
        return _is_beside(token, head)
    inner = token.dep_ in {"pobj", "prep"} and head.pos_ in {"NOUN", "PROPN"}
    return inner and not _hands_down(head, token)


def _softened(signal: Status, clause: Token, verb: Token) -> Status:
    """What is not said or known to be may be all the same; what is not thought to be isn't; what is not hindered is."""
    if signal is Status.DENIED and clause.i != verb.i and hinders(verb):
        return Status.OCCURRED  # "did not stop them from raising it"
    denied = signal is Status.DENIED and clause.dep_ == "ccomp" and clause.head.i == verb.i
    return Status.POSSIBLE if denied and verb.lemma_.lower() not in entries(STATUS_FILE, "opinions") else signal


def _is_done(verb: Token) -> bool:
    """Whether a participle says what was done: *a priest jailed in Minsk*, *troops, sent in May, did not act*, *having left*."""
    if any(c.lower_ == _HAVING for c in children(verb, "aux")) and not is_negated(verb):
        return True
    if verb.tag_ not in {"VBN", "VBD"} or any(True for _ in children(verb, *_AUXILIARIES, "mark")):
        return False
    inserted = verb.dep_ == "advcl" and any(s.i < verb.i < verb.head.i for s in children(verb.head, "nsubj", "nsubjpass"))
    return verb.dep_ == "acl" or inserted


def _is_outcome(verb: Token, event_type: str) -> bool:
    """Whether an infinitive tells what came of it: *rallied to win the cup*, *became the third to divert its ships*."""
    if verb.tag_ != "VB" or not any(c.tag_ == "TO" for c in children(verb, "aux")):
        return False
    above = verb.head
    if verb.dep_ in {"acl", "relcl"} and above.lower_ in _ORDINALS:
        above = above.head
        return above.tag_ == "VBD" or any(c.lemma_ == "have" for c in children(above, "aux"))
    wins = event_type == "sport" and verb.lemma_.lower() in entries(STATUS_FILE, "outcomes")
    return wins and verb.dep_ == "advcl" and above.tag_ == "VBD"


def _is_awaited(verb: Token) -> bool:
    """Whether a verb says itself that something is to come, of nothing else: *is expected in Oslo*, *is planned for May*."""
    below = {c.dep_ for c in verb.children} if verb.lemma_.lower() in entries(STATUS_FILE, "awaited") else set()
    return "auxpass" in below and below.isdisjoint({"xcomp", "ccomp"})


def _is_of_a_so_called_plot(verb: Token) -> bool:
    """Whether a verb says to what end a plot is, which only is called one: *what they called a plot to kill him*."""
    named = children(verb.head, "oprd") if verb.tag_ == "VB" and verb.dep_ in {"advcl", "xcomp"} else ()
    return any(noun.lemma_.lower() in entries(STATUS_FILE, "plots") for noun in named)


def _leaves_alone(verb: Token, noun: Token) -> bool:
    """Whether a verb above a noun says nothing of whether its event is: *did not discuss the attack*, *may investigate it*."""
    lemma = verb.lemma_.lower()
    if lemma in entries(STATUS_FILE, "presupposing") or (is_given(noun) and _is_amid(noun, verb)):
        return True
    if not is_given(noun):
        return False
    if lemma == "be":
        said = [c for c in children(verb, "attr", "acomp", "oprd") if c.i != noun.i]
        return bool(said) and noun.dep_ in {"nsubj", "pobj"} and not any(is_signal_word(c) for c in said)
    if particle_lemma(verb) in entries(STATUS_FILE, "about_given"):
        return True
    if is_light(verb) and noun.dep_ == "pobj" and noun.head.lower_ in _ABOUT:
        return True  # "are holding nine people over Friday's assault"
    carries = is_light(verb) or is_signal_word(verb) or lemma in entries(STATUS_FILE, "weak_noun_verbs") | {"drop"}
    return not carries and not delays(verb) and particle_lemma(verb) not in signal_words()


def _is_amid(noun: Token, verb: Token) -> bool:
    """Whether something is done in the course of a noun's event: *had to seek shelter in Sunday's gale*."""
    return noun.dep_ == "pobj" and noun.head.lower_ in _AMID and noun.head.head.i == verb.i and not is_light(verb)


def _is_subject_of(noun: Token, verb: Token) -> bool:
    return noun.head.i == verb.i and noun.dep_ in {"nsubj", "nsubjpass"}


def _takes_part(verb: Token, noun: Token) -> bool:
    """Whether one takes part in an event, which is to come if that is: *will chair the talks*, not *will discuss the attack*."""
    return noun.head.i == verb.i and noun.dep_ == "dobj" and verb.lemma_.lower() in entries(STATUS_FILE, "taking_part")


def _is_presupposed(verb: Token) -> bool:
    """Whether what is above a clause doesn't touch it: *do not know where he was seized*, *until they found a body*."""
    if not is_verb(verb) or not is_finite(verb):
        return False
    if verb.dep_ == "ccomp" and any(c.tag_ in _ASKING for c in children(verb, "advmod", "nsubj", "nsubjpass", "dobj")):
        return True
    past = verb.tag_ == "VBD" or any(c.lower_ in {"was", "were", "had"} for c in children(verb, *_AUXILIARIES))
    if verb.dep_ == "ccomp" and past and verb.head.lemma_.lower() in _taken_for_true():
        return True  # "decided that the army had attacked", "will remember that it sank"
    marked = {c.lower_ for c in children(verb, "mark", "advmod")}
    return verb.dep_ == "advcl" and past and bool(marked) and not marked & _CONDITIONS


def _taken_for_true() -> frozenset[str]:
    """The verbs whose clauses in the past tell what is over, whether or not the verb's own deed is."""
    return entries(STATUS_FILE, "planned") | entries(STATUS_FILE, "presupposing") | entries(STATUS_FILE, "knowing")


def _is_beside(token: Token, head: Token) -> bool:
    """Whether a participle beside a clause is done with it: *nobody was hurt fighting the fire*."""
    return is_verb(token) and token.dep_ == "advcl" and token.tag_ == "VBG" and is_finite(head)


def _hands_down(noun: Token, preposition: Token) -> bool:
    """Whether a noun hands down what is said of it: *plans for talks*, *a round of talks*, *the start of the talks*."""
    lemma = noun.lemma_.lower()
    known = entries(STATUS_FILE, "partitive") | entries(STATUS_FILE, "aspects")
    tells = lemma in entries(STATUS_FILE, "tales") and preposition.lower_ in {"of", "about"}
    return is_signal_word(noun) or lemma in known or tells


def _travels(verb: Token) -> bool:
    """Whether a verb tells of going somewhere, so that what it is done for lies ahead of it."""
    return is_verb(verb) and any(s.event_type == "travel" for s in verb_senses().get(verb.lemma_.lower(), ()))


def _follows(verb: Token) -> bool:
    """Whether the clause tells what something came after: *since Shoigu visiting*, *after meeting him*."""
    marks = {c.lower_ for c in children(verb, "mark", "prep")} | ({verb.head.lower_} if verb.dep_ == "pcomp" else set())
    marks |= {p.lower_ for c in children(verb, "npadvmod") if c.i < verb.i for p in children(c, "prep")}  # "a week after"
    return bool(marks & _AFTER)


def _governed(token: Token) -> bool:
    """Whether the verb above decides on a clause: *denied that it had shelled*, unlike *said that it had*."""
    return token.dep_ == "ccomp" and (not is_speech(token.head) or token.head.lemma_.lower() in entries(STATUS_FILE, "denied"))


def _reports(token: Token, head: Token) -> bool:
    """Whether ``head`` only tells what ``token`` says ("said that ..."); "urged to" and "denied that" do more than tell."""
    lemma = head.lemma_.lower()
    denies = lemma in entries(STATUS_FILE, "denied") or particle_lemma(head) in entries(STATUS_FILE, "turned_down")
    if _is_open_object(token) and (lemma in entries(STATUS_FILE, "possible") or _is_announced(token, lemma)):
        return False
    wishes = lemma in entries(STATUS_FILE, "possible") | entries(STATUS_FILE, "planned")
    calls = lemma == "call" and (token.dep_ == "dobj" or is_called_for_a_time(head, token))
    return not denies and not calls and not (wishes and token.dep_ == "xcomp")


def _is_open_object(token: Token) -> bool:
    """Whether what is spoken of is no known event: *urged talks in Jeddah*, *warned of an attack*, unlike *of the attack*."""
    noun = next(children(token, "pobj"), None) if token.dep_ == "prep" and token.lower_ in _WARNED_OF else token
    return noun is not None and noun.dep_ in {"dobj", "pobj"} and not is_verb(noun) and not is_given(noun)


def _is_announced(noun: Token, lemma: str) -> bool:
    """Whether what is announced or promised is of a kind that is announced beforehand: *announced a summit in Oslo*."""
    types = {s.event_type for s in noun_senses().get(noun.lemma_.lower(), ())[:1]}
    return (
        lemma in entries(STATUS_FILE, "planned") and noun.dep_ == "dobj" and bool(types & entries(STATUS_FILE, "announced_types"))
    )
