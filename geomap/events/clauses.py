"""Reading a dependency parse: who governs what, who is the subject, which words stand in one clause. Pure functions on tokens."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import TYPE_CHECKING

from geomap import lexicon

if TYPE_CHECKING:
    from geomap.syntax.tree import Doc, Token

ROLES_FILE = "events/roles.toml"
SPEECH_FILE = "events/speech.toml"
STATUS_FILE = "events/status.toml"

#: Dependencies by which a verb hands its subject, its time and its place down to the verb it governs.
_SHARING = frozenset({"xcomp", "conj", "advcl", "acl", "pcomp", "dep"})
_SUBJECTS = frozenset({"nsubj", "nsubjpass", "csubj"})
#: Verbs that say what state somebody is in.
_BEING = frozenset({"be", "remain", "stay", "come", "put", "place", "seem", "appear"})
_VERBAL = frozenset({"VERB", "AUX"})
#: Adverbs that make one verb with the word before them: *walk out*, *call off*.
_PARTICLES = frozenset({"out", "off", "up", "down"})


def is_verb(token: Token) -> bool:
    """Whether a token heads a clause."""
    return token.pos_ in _VERBAL


def is_clause(word: Token) -> bool:
    """Whether a word heads a clause of its own though it was read as no verb: *leave after the fire leapt across the lake*."""
    return (
        word.dep_ in {"advcl", "relcl"}
        and any(True for _ in children(word, "mark"))
        and any(True for _ in children(word, "nsubj"))
    )


def is_speech(token: Token) -> bool:
    """Whether a token is a verb of saying."""
    return is_verb(token) and token.lemma_.lower() in _may_say() and particle_lemma(token) in _speech_verbs()


def is_light(token: Token) -> bool:
    """Whether a token is a verb that only puts a noun's event into the world: *held* talks, *took place*, *was expected*."""
    return is_verb(token) and token.lemma_.lower() in _light_verbs()


def is_plan(token: Token) -> bool:
    """Whether a token is a word of planning, hoping or refusing that hands time and place down to what it governs."""
    return token.lemma_.lower() in _plan_words()


def is_frame(preposition: Token) -> bool:
    """Whether a preposition and its noun say after *be* what somebody is to do: *under orders*, *on the verge*, *in line*."""
    frames = _frames().get(preposition.lower_)
    if frames is None or preposition.head.lemma_ not in _BEING:
        return False
    return any(noun.lemma_.lower() in frames for noun in children(preposition, "pobj"))


def _framed(verb: Token) -> Token | None:
    """The verb that says of whom a frame's infinitive tells: *were under orders to leave*, *was on the verge of closing*."""
    noun = verb.head
    if verb.dep_ == "pcomp" and noun.lower_ == "of":
        noun = noun.head
    elif verb.dep_ != "acl":
        return None
    return noun.head.head if noun.dep_ == "pobj" and is_frame(noun.head) else None


@cache
def _frames() -> dict[str, frozenset[str]]:
    """The prepositions of frames, each with the nouns that make one with it."""
    return {preposition: frozenset(nouns) for preposition, nouns in lexicon.table(STATUS_FILE)["frames"].items()}


def _speech_verbs() -> frozenset[str]:
    return entries(SPEECH_FILE, "verbs")


def _light_verbs() -> frozenset[str]:
    return entries(STATUS_FILE, "light")


@cache
def _may_say() -> frozenset[str]:
    """The verbs of saying, without their particles: few verbs are among them, and only those need a closer look."""
    return frozenset(verb.split()[0] for verb in _speech_verbs())


@cache
def _plan_words() -> frozenset[str]:
    return entries(STATUS_FILE, "planned") | entries(STATUS_FILE, "possible") | entries(STATUS_FILE, "denied")


@cache
def entries(path: str, key: str) -> frozenset[str]:
    """One list of a data file under ``geomap/data`` as a set."""
    return frozenset(lexicon.table(path)[key])


def ancestors(token: Token) -> Iterator[tuple[Token, Token]]:
    """(child, head) pairs from the token up to the root of its sentence."""
    child = token
    while child.head.i != child.i:
        yield child, child.head
        child = child.head


def children(token: Token, *deps: str) -> Iterator[Token]:
    """The token's children by one of these dependencies, in the order of the text."""
    return (child for child in token.children if child.dep_ in deps)


def subject(verb: Token) -> Token | None:
    """The subject of a verb, its own or the one it shares with the verb that governs it."""
    seen = 0
    token = verb
    while seen < 6:
        own = next(children(token, *_SUBJECTS), None)
        if own is not None:
            return _antecedent(own, token)
        if token.dep_ == "relcl" or (token.dep_ == "acl" and token.tag_ in {"VBG", "VBD"}):
            return token.head
        if token.dep_ not in _SHARING or token.head.i == token.i:
            return None
        if token.dep_ == "xcomp" or token.dep_ in {"ccomp"}:
            inner = next(children(token.head, "dobj"), None)
            if inner is not None and inner.i < token.i and not is_light(token.head):
                return inner
        token = _framed(token) or token.head
        if token.dep_ == "acomp":
            token = token.head  # "is likely to head": the subject of "is"
        if not is_verb(token):
            return None
        seen += 1
    return None


def _antecedent(own: Token, verb: Token) -> Token:
    """What a relative pronoun stands for."""
    if own.tag_ in {"WP", "WDT"} and verb.dep_ == "relcl":
        return verb.head
    return own


def is_finite(verb: Token) -> bool:
    """Whether a verb heads a clause with a tense of its own."""
    if verb.tag_ in {"VBD", "VBZ", "VBP", "MD"}:
        return True
    return any(child.tag_ in {"VBD", "VBZ", "VBP", "MD"} for child in children(verb, "aux", "auxpass"))


def clause_root(token: Token) -> Token:
    """The verb of the clause in which a token stands (the token itself if it is a verb; the root where there is no verb)."""
    if is_verb(token) and token.dep_ not in {"aux", "auxpass"}:
        return token
    for _, head in ancestors(token):
        if is_verb(head) and head.dep_ not in {"aux", "auxpass"}:
            return head
    return token.sent.root


def particle_lemma(verb: Token) -> str:
    """The verb's lemma with its particle: *call off*, *put off*, *rule out*, *walk out*."""
    particle = next(children(verb, "prt"), None)
    if particle is None:
        particle = next((c for c in children(verb, "advmod") if c.i == verb.i + 1 and c.lower_ in _PARTICLES), None)
    lemma = verb.lemma_.lower()
    return f"{lemma} {particle.lower_}" if particle is not None else lemma


def token_of(parsed: Doc, start: int, end: int) -> Token | None:
    """The head token of the words at these character offsets; None where no token stands."""
    span = parsed.char_span(start, end, alignment_mode="expand")
    return span.root if span is not None and len(span) else None
