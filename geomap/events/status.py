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
from geomap.events.denial import is_denied_beside, is_given, is_negated, is_of_denied, is_refuted, is_rumoured
from geomap.events.types import verb_senses
from geomap.model import Status

if TYPE_CHECKING:
    from spacy.tokens import Token

_ORDINALS = frozenset({"first", "second", "third", "fourth", "fifth", "last", "only", "latest", "youngest", "oldest"})
_NOW = frozenset({"is", "are", "am", "'s", "'re", "\u2019s", "\u2019re"})
_AUXILIARIES = frozenset({"aux", "auxpass"})
_SUBJECTS = ("nsubj", "nsubjpass")
#: Marks of a clause in the present tense about what is still to come.
_BEFORE = frozenset({"until", "till", "before", "once"})
_CONDITIONS = frozenset({"if", "whether", "unless"})
_AFTER = frozenset({"after", "since", "following", "once"})
_DENIED_WITH = frozenset({"from", "of", "on", "to", "as"})
_DENIABLE = frozenset({"dobj", "xcomp", "nsubjpass", "ccomp", "pcomp", "pobj", "prep"})
#: Tags of the words that ask.
_ASKING = frozenset({"WRB", "WP", "WP$"})
#: ("hop" is how the lemmatiser reads "hoped".)
_HOPING = frozenset({"hope", "hop", "wish", "fear"})
#: A participle that says itself that it is over: *having shut its border, it ...*.
_HAVING = "having"
_PARTED = frozenset({";", ":"})
#: Clauses that the parse may hang on one beside them, for want of a better place.
_LOOSE = frozenset({"ccomp", "acl", "relcl", "dep", "parataxis"})
#: *called the leaders to a summit*.
_CALLING = frozenset({"call", "invite", "summon"})
_UNLIKELY = frozenset({"unlikely", "uncertain", "doubtful"})


def status_of(trigger: Token, *, event_type: str) -> Status:
    """The status of the event that ``trigger`` tells of, by the words of its own sentence."""
    found = list(_signals(trigger, event_type))
    if Status.DENIED in found or is_refuted(trigger) or is_denied_beside(trigger):
        return Status.DENIED
    if is_rumoured(trigger) or _is_asked(trigger):
        return Status.POSSIBLE
    for status in found:
        if status in {Status.POSSIBLE, Status.PLANNED}:
            return Status.DENIED if is_of_denied(trigger) else status
        if status is Status.ONGOING and _goes_on(trigger):
            return status
    return _by_tense(trigger, found)


def _goes_on(trigger: Token) -> bool:
    """Whether the event goes on whatever is wanted of it: what is expected to continue, what one is asked to stop."""
    lemma = trigger.head.lemma_.lower()
    return lemma in entries(STATUS_FILE, "continuing") or (
        lemma in entries(STATUS_FILE, "stopped") and trigger.dep_ == "dobj" and is_given(trigger)
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
        yield from _noun_signals(trigger)
        if trigger.dep_ == "pobj" and trigger.head.lower_ == "following":
            yield Status.OCCURRED  # "agreed to sell ships, following talks", "will reopen the border following talks"
            return
        if trigger.dep_ == "pobj" and trigger.head.lower_ == "for" and _travels(trigger.head.head):
            yield from _purpose_signals(trigger.head.head)  # "arrived for a meeting"
    elif _is_done(trigger) or _is_outcome(trigger, event_type):
        yield Status.OCCURRED
        return
    else:
        yield from _own_signals(trigger)
    token = below = trigger
    for _ in range(7):
        if is_verb(token):
            if token is not trigger and nominal and _leaves_alone(token, trigger):
                shared = _is_subject_of(trigger, token) or _takes_part(token, trigger)
                yield from (s for s in _verb_signals(token) if s is Status.PLANNED and shared)
                return
            yield from (_softened(s, below, token) for s in _verb_signals(token))
            if token.dep_ in {"advcl", "pcomp"} and _follows(token):
                yield Status.OCCURRED
                return
        head = _above(token)
        if _stands_alone(token, trigger) or _is_presupposed(token):
            return
        if not (nominal and is_verb(head) and _leaves_alone(head, trigger)):
            yield from _governor_signals(head, token, event_type)
        if _ends_below(token, head):
            return
        below, token = token, head


def _own_signals(verb: Token) -> Iterator[Status]:
    """What a verb says itself of whether it is done."""
    if _is_awaited(verb):
        yield Status.PLANNED
    if _is_of_a_so_called_plot(verb):
        yield Status.POSSIBLE


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
    if signal is Status.DENIED and clause.i != verb.i and _hinders(verb):
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
    if lemma in entries(STATUS_FILE, "presupposing"):
        return True
    if not is_given(noun):
        return False
    if lemma == "be":
        said = [c for c in children(verb, "attr", "acomp", "oprd") if c.i != noun.i]
        return bool(said) and noun.dep_ == "nsubj" and not any(_is_signal_word(c) for c in said)
    if particle_lemma(verb) in entries(STATUS_FILE, "about_given"):
        return True
    carries = is_light(verb) or _is_signal_word(verb) or lemma in entries(STATUS_FILE, "weak_noun_verbs")
    return not carries and particle_lemma(verb) not in _signal_words()


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
    if verb.dep_ == "ccomp" and past and verb.head.lemma_.lower() in entries(STATUS_FILE, "planned"):
        return True  # "decided that the army had attacked"
    marked = {c.lower_ for c in children(verb, "mark", "advmod")}
    return verb.dep_ == "advcl" and past and bool(marked) and not marked & _CONDITIONS


def _is_beside(token: Token, head: Token) -> bool:
    """Whether a participle beside a clause is done with it: *nobody was hurt fighting the fire*."""
    return is_verb(token) and token.dep_ == "advcl" and token.tag_ == "VBG" and is_finite(head)


def _hands_down(noun: Token, preposition: Token) -> bool:
    """Whether a noun hands down what is said of it: *plans for talks*, *a round of talks*, *the start of the talks*."""
    lemma = noun.lemma_.lower()
    known = entries(STATUS_FILE, "partitive") | entries(STATUS_FILE, "aspects")
    tells = lemma in entries(STATUS_FILE, "tales") and preposition.lower_ in {"of", "about"}
    return _is_signal_word(noun) or lemma in known or tells


def _signal_words() -> frozenset[str]:
    return entries(STATUS_FILE, "planned") | entries(STATUS_FILE, "possible") | entries(STATUS_FILE, "denied")


def _travels(verb: Token) -> bool:
    """Whether a verb tells of going somewhere, so that what it is done for lies ahead of it."""
    return is_verb(verb) and any(s.event_type == "travel" for s in verb_senses().get(verb.lemma_.lower(), ()))


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
    calls = lemma == "call" and token.dep_ == "dobj"
    return not denies and not calls and not (wishes and token.dep_ == "xcomp")


def _is_signal_word(token: Token) -> bool:
    lemma = token.lemma_.lower()
    return any(lemma in entries(STATUS_FILE, key) for key in ("planned", "possible", "denied"))


def _noun_signals(noun: Token) -> Iterator[Status]:
    modifiers = {c.lower_ for c in children(noun, "amod", "det", "compound")}
    if modifiers & entries(STATUS_FILE, "noun_denied"):
        yield Status.DENIED
    if modifiers & entries(STATUS_FILE, "noun_planned") or (noun.dep_ == "acomp" and _is_signal_word(noun)):
        yield Status.PLANNED  # "the planned visit", "is due in Oslo"
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
    if verb.dep_ == "ccomp" and verb.head.i < verb.i and verb.head.lemma_.lower() in _HOPING:
        yield Status.POSSIBLE  # "hopes that they will send help"
    if is_negated(verb) and "whether" not in marks:
        yield Status.DENIED
    words = {c.lower_ for c in children(verb, *_AUXILIARIES)}
    if {"to", "have"} <= words and verb.head.lemma_ == "be":
        yield Status.DENIED  # "a debate that was to have been held tonight"
    if _is_told_plan(verb, words):
        yield Status.PLANNED
    if words & entries(STATUS_FILE, "modal_possible") or _is_unreal(verb):
        yield Status.POSSIBLE
    if verb.dep_ == "advcl" and verb.tag_ in {"VBZ", "VBP"} and marks & _BEFORE:
        yield Status.PLANNED  # "before the minister visits Oslo"
    if words & entries(STATUS_FILE, "modal_planned"):
        yield Status.POSSIBLE if _depends(verb) else Status.PLANNED
    if marks & _CONDITIONS:
        yield Status.POSSIBLE
    if any(c.lower_ in _UNLIKELY or c.lower_ == "perhaps" for c in children(verb, "acomp", "advmod", "oprd")):
        yield Status.POSSIBLE
    yield from _tense(verb, words)


def _is_told_plan(verb: Token, auxiliaries: set[str]) -> bool:
    """Whether *would* is what *will* becomes when it is told: *said that it would appeal*; "any deal would" is none."""
    if "would" not in auxiliaries or "have" in auxiliaries or verb.dep_ != "ccomp" or not is_speech(verb.head):
        return False
    told = verb.head.tag_ in {"VBD", "VBN"}
    unreal = _depends(verb)
    supposed = any(c.lower_ in {"any", "such"} for who in children(verb, "nsubj", "nsubjpass") for c in who.children)
    return told and not unreal and not supposed


def _depends(verb: Token) -> bool:
    """Whether it is done only if something else is: *will complain if the results are not published*."""
    return any(c.lower_ in _CONDITIONS for clause in children(verb, "advcl") for c in children(clause, "mark"))


def _is_unreal(verb: Token) -> bool:
    """*Had they arrived earlier*: the auxiliary before its subject."""
    had = next((c for c in children(verb, "aux") if c.lower_ in {"had", "should", "were"}), None)
    subject = next(children(verb, "nsubj", "nsubjpass"), None)
    return verb.dep_ == "advcl" and had is not None and subject is not None and had.i < subject.i


def _tense(verb: Token, auxiliaries: set[str]) -> Iterator[Status]:
    infinitive = "to" in auxiliaries and (verb.tag_ == "VB" or "be" in auxiliaries)
    if verb.dep_ == "ROOT" and infinitive:
        yield Status.PLANNED  # a headline: "Putin to meet Kim"
    elif infinitive and verb.dep_ == "ccomp" and is_speech(verb.head):
        yield Status.PLANNED  # "Putin to meet Kim, US says"
    elif infinitive and verb.dep_ == "xcomp" and verb.head.lemma_ == "be":
        yield Status.PLANNED  # "is to meet", "are to be tried"
    elif verb.tag_ == "VBG" and auxiliaries & {"is", "are", "'s", "'re", "been"}:
        yield Status.ONGOING
    elif verb.tag_ == "VBN" and "being" in auxiliaries and auxiliaries & _NOW:
        yield Status.ONGOING  # "is being held"
    elif verb.tag_ in {"VBD", "VBN"}:
        yield Status.OCCURRED
    elif verb.tag_ in {"VBZ", "VBP"} and any(c.dep_ == "nsubj" for c in verb.children):
        yield Status.ONGOING if verb.lemma_ == "be" and verb.dep_ != "ROOT" else Status.OCCURRED


def _governor_signals(head: Token, token: Token, event_type: str) -> Iterator[Status]:
    """What a word above the event says of it."""
    lemma = particle_lemma(head) if is_verb(head) else head.lemma_.lower()
    if head.pos_ == "NOUN" and _is_signal_word(head) and _is_dropped(head):
        yield Status.DENIED
    if lemma in entries(STATUS_FILE, "plots") and token.dep_ == "acl" and not _is_signal_word(head):
        yield Status.POSSIBLE  # "his part in a plot to bomb a rally"
        return
    if token.dep_ == "pobj" and head.lower_ == "to" and _is_called_to(head, token):
        yield Status.PLANNED  # "called the leaders to a summit"
        return
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
    elif lemma == "call" and token.dep_ == "dobj" and not is_given(token):
        yield Status.PLANNED  # "called a strike for Friday"
    elif _makes_possible(head, token, lemma, event_type):
        yield Status.POSSIBLE
    elif lemma == "about" and token.dep_ == "xcomp":
        yield Status.POSSIBLE  # "was about to board"
    elif lemma in entries(STATUS_FILE, "planned") and token.dep_ not in {"nsubj"} and not _only_done(lemma, token):
        yield Status.PLANNED


def _is_called_to(to: Token, noun: Token) -> bool:
    """Whether people are called to an event: *called heads of state to a summit*, unlike *summoned to the ministry*."""
    verb = next((head for _, head in ancestors(to) if is_verb(head)), to)
    calls = verb.lemma_.lower() in _CALLING and any(True for _ in children(verb, "dobj", "nsubjpass"))
    return calls and not is_given(noun)


def _is_dropped(plan: Token) -> bool:
    """Whether a plan is none: *no plans for a summit*, *a plan to meet that was shelved*."""
    if any(c.lower_ == "no" for c in children(plan, "det")):
        return True
    if plan.dep_ in {"dobj", "nsubjpass"} and plan.head.lemma_.lower() in entries(STATUS_FILE, "dropped"):
        return True  # "dropped plans to stop"
    return any(particle_lemma(c) in entries(STATUS_FILE, "denied") for c in children(plan, "acl", "relcl"))


def _only_done(lemma: str, token: Token) -> bool:
    """Whether a word of planning is none with an object: *committed a robbery*, *set a fire*, unlike *committed to a visit*."""
    return lemma in entries(STATUS_FILE, "planned_to") and token.dep_ in {"dobj", "pobj"}


def _hinders(verb: Token) -> bool:
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
        return event_type != "test" and token.dep_ == "xcomp"
    return lemma in entries(STATUS_FILE, "denied") and token.dep_ in _DENIABLE


def _says_no_such_thing(lemma: str, token: Token) -> bool:
    """Whether a word that may deny denies something else, or only puts it off."""
    head = token.head
    if token.dep_ == "ccomp" and lemma not in entries(STATUS_FILE, "denying"):
        return True  # "the visa bans that Brussels imposed"
    if is_verb(head) and _hinders(head) and is_negated(head):
        return True
    if lemma in {"postpone", "put off"} and any(c.lower_ in {"to", "until", "till"} for c in children(head, "prep")):
        return True
    return token.dep_ == "prep" and token.lower_ not in _DENIED_WITH  # "dismissed all claims over a raid"


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


def _purpose_signals(head: Token) -> Iterator[Status]:
    """A purpose is as open as what is done for it: "arrived to meet" plans a meeting, "may go to meet" makes it possible."""
    above = list(_verb_signals(head))
    yield Status.POSSIBLE if Status.POSSIBLE in above else Status.PLANNED
