"""According to whom: the speaker of a report, and the statements of officials as events of their own."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from geomap.events.actors import People, name_of
from geomap.events.clauses import SPEECH_FILE, ancestors, children, entries, is_speech, is_verb, subject
from geomap.events.context import Context
from geomap.events.triggers import Found
from geomap.events.types import Sense, noun_senses
from geomap.gazetteer import Gazetteer

if TYPE_CHECKING:
    from geomap.syntax.tree import Token

#: Inside a quotation the speaker is whoever is quoted.
_FIRST_PERSON = frozenset({"i", "we", "that", "which", "who", "first", "one"})
#: How a verb of saying stands beside what is said.
_BESIDE = frozenset({"parataxis", "conj", "ROOT"})


def attributed_to(trigger: Token, context: Context, people: People, gazetteer: Gazetteer) -> str | None:
    """Who says what the trigger tells: the subject of the nearest verb of saying above it, or of *according to*."""
    for _, head in ancestors(trigger):
        if is_speech(head):
            speaker = subject(head)
            if speaker is not None and speaker.i != trigger.i and speaker.lower_ not in _FIRST_PERSON:
                return speaker_name(speaker, context, people, gazetteer)
    for token in trigger.sent:
        beside = token.dep_ in _BESIDE and token.i != trigger.i and is_speech(token)
        if beside or token.lower_ == "according":
            named = _source(token)
            if named is not None:
                return speaker_name(named, context, people, gazetteer)
    return None


def _source(token: Token) -> Token | None:
    if token.lower_ == "according":
        for preposition in children(token, "prep"):
            return next(children(preposition, "pobj"), None)
        return None
    return next(children(token, "nsubj"), None)


def speaker_name(token: Token, context: Context, people: People, gazetteer: Gazetteer) -> str | None:
    """A speaker by name, or the words of the noun phrase; None for a pronoun that nobody was introduced for."""
    if token.lemma_.lower() in noun_senses():
        return None  # "the crash claimed five lives"
    name = name_of(token, context, people, gazetteer)
    if name is not None or token.pos_ == "PRON":
        return name
    start = token.left_edge
    words = " ".join(context.document.text[start.idx : token.idx + len(token.text)].split())
    return words.removeprefix("the ").removeprefix("The ")


def statements(context: Context, people: People) -> Iterator[Found]:
    """The verbs by which an official makes a statement; the press and experts are attribution, not events."""
    verbs = entries(SPEECH_FILE, "statement_verbs")
    for token in context.parsed:
        if not is_verb(token) or token.lemma_.lower() not in verbs or _again_and_again(token):
            continue
        speaker = next(children(token, "nsubj"), None)
        if speaker is not None and is_official(speaker, context, people):
            yield Found(token, Sense("statement"))


def _again_and_again(verb: Token) -> bool:
    """Whether something was said many times: *has warned for months*."""
    if not any(c.lower_ in {"has", "have", "had"} for c in children(verb, "aux")):
        return False
    lasting = (o for p in children(verb, "prep") if p.lower_ == "for" for o in children(p, "pobj"))
    return any(o.lower_ in entries(SPEECH_FILE, "stretches") for o in lasting)


def is_official(speaker: Token, context: Context, people: People) -> bool:
    """Whether a speaker holds an office, is a government or an authority; a bare surname is who the document introduced."""
    name = people.names.get(speaker.i) or people.antecedent(speaker)
    if name is not None and name in people.words:
        words = people.words[name]
    else:
        words = {t.lower_ for t in speaker.subtree if t.i <= speaker.i or t.dep_ in {"appos", "compound"}}
    if words & entries(SPEECH_FILE, "not_official"):
        return False
    return speaker.i in context.in_toponym or bool(words & entries(SPEECH_FILE, "titles"))
