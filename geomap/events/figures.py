"""Words of events that are not meant: *shares crashed*, *a storm of protest*, *came under fire for the delays*.

The lists of ``types.toml`` know what a word means with which others, one entry at a time; news has more figures of speech than
any list. Whether a listed word is meant is weighed by a logistic regression (``data/events/figures.json``, fitted by
``benchmarks/fit_figures.py``): who does it to what, of what it is (*a war of words*), what governs it, and what all these mean,
for each type of event with weights of its own, for it is *fighting* that firms don't do and *disasters* that befall no debate.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

import numpy as np

from geomap import lexicon
from geomap.events.clauses import children, is_light, is_verb
from geomap.events.context import Context
from geomap.events.meaning import DIMENSIONS, Vector, direction
from geomap.events.triggers import Found
from geomap.events.type_clues import BLOCKS, Surroundings, is_own, kinds_of, type_clues

if TYPE_CHECKING:
    from geomap.syntax.tree import Token

WEIGHTS_FILE = "events/figures.json"
_ARTICLE = "article"
#: Of the meanings of ``type_clues`` those of the word and its sentence: a war of words is one in any article.
_OWN = tuple(i for i, name in enumerate(BLOCKS) if name != _ARTICLE)
#: What stands in for the meaning of which words: those, and those that what governs the word has to do with.
FIGURE_BLOCKS = (*(BLOCKS[i] for i in _OWN), "governor", "beyond")
#: Whose meaning speaks otherwise for each type.
TYPED = ("object", "subject", "with", "governor", "beyond")
_QUOTES = frozenset({'"', "'", "\u201c", "\u201d", "\u2018", "\u2019"})
_ARGUMENTS = ("nsubj", "nsubjpass", "dobj", "pobj", "dative", "attr")


@dataclass(frozen=True, slots=True)
class FigureClues:
    """What speaks for a word's being meant or not: named clues, the meaning of the words of ``FIGURE_BLOCKS``, and its type."""

    event_type: str
    named: Mapping[str, float]
    meaning: Vector


@dataclass(frozen=True, slots=True)
class FigureWeights:
    """What each clue says for a figure of speech, in logits; ``typed`` has the rows of ``TYPED`` for each type."""

    always: float
    named: Mapping[str, float]
    meaning: Vector
    typed: Mapping[str, Vector]
    limit: float

    def probability(self, clues: FigureClues) -> float:
        """How likely the word is not meant, 0 to 1."""
        z = self.always + sum(self.named.get(name, 0.0) * much for name, much in clues.named.items())
        z += float(clues.meaning @ self.meaning)
        own = self.typed.get(clues.event_type)
        if own is not None:
            z += float(typed_part(clues.meaning) @ own)
        return 1 / (1 + math.exp(-z))


def is_figure(found: Found, context: Context, around: Surroundings) -> bool:
    """Whether a listed word is a figure of speech; a word that the user lists is meant."""
    if found.sense.open_class or found.event_type == "statement" or is_own(found, around.own):
        return False
    known = weights()
    return known.probability(figure_clues(found, context, around)) > known.limit


def figure_clues(found: Found, context: Context, around: Surroundings) -> FigureClues:
    """Everything that speaks for or against a listed word's being meant."""
    known = type_clues(found, context, around)
    token = found.token
    governor, beyond = _governor(token), list(_beyond(token))
    named = {name: much for name, much in known.named.items() if not name.startswith(_ARTICLE)}
    named |= dict.fromkeys((*_stands(token), *_kinds_beyond(beyond, context)), 1.0)
    meaning = np.concatenate(
        [
            known.meaning.reshape(len(BLOCKS), DIMENSIONS)[list(_OWN)].reshape(-1),
            direction([governor.lemma_.lower()] if governor is not None else []),
            direction(t.lemma_.lower() for t in beyond if t.pos_ != "PROPN"),
        ]
    )
    return FigureClues(found.event_type, named, meaning)


def typed_part(meaning: Vector) -> Vector:
    """The rows of ``TYPED`` of a meaning."""
    rows = meaning.reshape(len(FIGURE_BLOCKS), DIMENSIONS)
    picked: Vector = rows[[FIGURE_BLOCKS.index(name) for name in TYPED]].reshape(-1)
    return picked


def _governor(token: Token) -> Token | None:
    """The word that governs this one, over its preposition: *came* of *came under fire*."""
    head = token.head
    if head.dep_ == "prep":
        head = head.head
    return None if head.i == token.i else head


def _beyond(token: Token) -> Iterator[Token]:
    """What else the governing word has to do with: *the mayor* of *the mayor came under fire for the delays*, and *delays*."""
    governor = _governor(token)
    if governor is None or is_verb(token) or is_light(governor):
        return  # "a raid took place"
    for child in governor.children:
        if child.i in {token.i, token.head.i}:
            continue
        if child.dep_ in _ARGUMENTS:
            yield child
        elif child.dep_ == "prep":
            yield from children(child, "pobj")


def _stands(token: Token) -> Iterator[str]:
    """How the word stands: under which preposition and verb, before which noun, in quotes, with what article."""
    head = token.head
    if is_verb(token):
        governor = None if head.i == token.i else head
        if governor is not None and token.dep_ in {"xcomp", "ccomp", "advcl", "pcomp"}:
            yield f"{token.dep_} of {governor.lemma_.lower()}"
    elif head.dep_ == "prep":
        yield f"after {head.lower_}"
        yield f"{head.head.lemma_.lower()} {head.lower_}"
    elif token.dep_ == "compound":
        yield "before a noun"
        yield f"before {head.lemma_.lower()}"
        yield from (f"before <{kind}>" for kind in kinds_of().get(head.lemma_.lower(), ()))
    else:
        yield f"{token.dep_} of {head.lemma_.lower()}"
    if not is_verb(token):
        yield from (f"with {c.lower_}" for c in token.children if c.dep_ in {"det", "poss", "nummod"})
        counted = any(c.dep_ == "det" for c in token.children)
        yield "plural" if token.tag_ in {"NNS", "NNPS"} else "counted" if counted else "bare"
    if token.i > 0 and token.nbor(-1).text in _QUOTES:
        yield "quoted"
    if token.i > token.sent.start and token.text[:1].isupper():
        yield "capital"


def _kinds_beyond(beyond: list[Token], context: Context) -> Iterator[str]:
    for noun in beyond:
        lemma = noun.lemma_.lower()
        yield from (f"beyond <{kind}>" for kind in kinds_of().get(lemma, ()))
        if noun.i in context.in_toponym:
            yield "beyond <place>"
        elif noun.ent_type_ in {"PERSON", "ORG", "NORP", "MONEY", "PERCENT"}:
            yield f"beyond <{noun.ent_type_.lower()}>"
        yield f"beyond {lemma}"


@cache
def weights() -> FigureWeights:
    """What the training script wrote."""
    fitted = json.loads(lexicon.read(WEIGHTS_FILE))
    typed = {name: np.array(row, np.float32) for name, row in fitted["typed"].items()}
    return FigureWeights(fitted["always"], fitted["named"], np.array(fitted["meaning"], np.float32), typed, fitted["limit"])
