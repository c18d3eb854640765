"""Which mentions of events tell of one, where the mentions are given: words for one deed in documents of one story.

A plain rule that is hard to beat without a large model. ``link`` asks for far more, because it finds its mentions itself and has
to be right about each pair.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import TYPE_CHECKING

from geomap import lexicon
from geomap.events.bags import stem_of
from geomap.events.stories import stories
from geomap.model import Document, Span

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

DEEDS_FILE = "events/same_deed.toml"
#: Stems up to this long keep their last letter: *fire* is not *fir(ed)*.
_SHORT = 4
#: Letters that English doubles before an ending.
_DOUBLED = "bdgmnprt"


def clusters(documents: Sequence[Document], parses: Sequence[Doc], spans: Sequence[Sequence[Span]]) -> list[list[str]]:
    """A label for each span of each document; spans with one label are mentions of one event.

    ``parses`` is what ``geomap.syntax.parse`` made of each document.
    """
    told = stories(documents)
    return [
        [f"{story}:{_deed(parse, span) or f'{document.id}:{span.start}:{span.end}'}" for span in mine]
        for story, document, parse, mine in zip(told, documents, parses, spans, strict=True)
    ]


def _deed(parse: Doc, span: Span) -> str | None:
    """What a span tells of, as a key that holds within its story; None for words that stand for themselves alone."""
    words = parse.char_span(span.start, span.end, alignment_mode="expand")
    if words is None:
        return None
    head = words.root
    lemma = head.lemma_.lower()
    if _is_speech(lemma):
        speaker = _speaker(head)
        return f"speech {speaker}" if speaker else None
    if lemma in lexicon.table(DEEDS_FILE)["light"] and len(words) == 1:
        return f"{lemma} {_dependent(head, 'dobj', 'nsubjpass')}"
    return deed_of(lemma)


def _is_speech(lemma: str) -> bool:
    """Whether a word only says that somebody spoke; what one says again and again is one deed only of one speaker."""
    return lemma in lexicon.table(DEEDS_FILE)["speech"]


def _speaker(verb: Token) -> str | None:
    """The noun that heads the speaker; None where only a pronoun stands there."""
    speaker = next((c for c in verb.children if c.dep_ == "nsubj"), None)
    if speaker is None:
        speaker = next((g for c in verb.children if c.dep_ in {"prep", "agent"} for g in c.children if g.dep_ == "pobj"), None)
    return speaker.lemma_.lower() if speaker is not None and speaker.pos_ != "PRON" else None


def _dependent(head: Token, *relations: str) -> str:
    return next((c.lemma_.lower() for c in head.children if c.dep_ in relations), "")


@cache
def deed_of(word: str) -> str:
    """The word that stands for all words for one deed (*killed*, *death*: *die*); its own stem where no list has it."""
    stem = _stem(word)
    return _deeds().get(stem, stem)


def _stem(word: str) -> str:
    """A stem on which the forms of one verb agree: *robs*, *robbed*; *release*, *released*; *robbery*, *robberies*."""
    stem = stem_of(word)
    if len(stem) > _SHORT:
        stem = stem[:-1] + "y" if stem[-1] == "i" else stem.removesuffix("e")
    return stem[:-1] if len(stem) > _SHORT - 1 and stem[-1] == stem[-2] and stem[-1] in _DOUBLED else stem


@cache
def _deeds() -> dict[str, str]:
    lines = lexicon.table(DEEDS_FILE)["deeds"]
    return {_stem(word): _stem(line[0]) for line in lines for word in line}
