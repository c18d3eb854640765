"""Of which type an event is, by all that its words and their company say.

A list gives a word one type, but *take*, *stop* and *release* tell of many things, and a verb that no list knows of anything.
What the lists say is the strongest of the clues (``type_clues.py``); who does what to what, the meaning of the words and the
events told beside it are others. A multinomial logit weighs them (``data/events/event_types.json``, fitted by
``benchmarks/fit_types.py``), for each word of a happening, the one that tells most counting most. Nouns mean what the lists say,
and words and types of the user's own are left as the user has them.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache

import numpy as np
import numpy.typing as npt

from geomap import lexicon
from geomap.events.clauses import SPEECH_FILE, children, entries, is_light, is_speech, is_verb
from geomap.events.context import Context
from geomap.events.draft import Draft
from geomap.events.triggers import Found
from geomap.events.type_clues import Surroundings, TypeClues, is_own, type_clues
from geomap.events.types import OPEN_CLASS_FILE

WEIGHTS_FILE = "events/event_types.json"
_REJECTION = "rejection"
#: What the lists make of a refusal.
_SAID = frozenset({_REJECTION, "statement"})
#: How much each further mention of a happening says of its type, against the one that tells most.
FURTHER = 0.25
_CARRIED = frozenset({"dobj", "nsubjpass"})

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Weights:
    """The types; a row of weights (one for each type) for each named clue, by its number, and each number of the meaning."""

    types: tuple[str, ...]
    always: Floats
    numbers: Mapping[str, int]
    named: Floats
    meaning: Floats

    def log_odds(self, clues: TypeClues) -> Floats:
        """How likely each type is, as the logarithm of its probability."""
        known = [(row, much) for name, much in clues.named.items() if (row := self.numbers.get(name)) is not None]
        much = np.array([much for _, much in known])
        found = self.always + clues.meaning @ self.meaning + much @ self.named.take([row for row, _ in known], axis=0)
        found = found - found.max()
        scaled: Floats = found - np.log(np.exp(found).sum())
        return scaled


def classified(draft: Draft, group: Sequence[Draft], context: Context, around: Surroundings) -> Draft:
    """A happening with its likeliest type; ``group`` are its words, the one that tells most first."""
    found, known = _carried(draft.found, group), weights()
    if _refuses(found, around.own):
        return replace(draft, found=_typed(found, _REJECTION))
    if _is_settled(found, known, around.own):
        return replace(draft, found=_typed(draft.found, found.event_type))
    odds = known.log_odds(type_clues(found, context, around))
    for other in group[1:]:
        odds = odds + FURTHER * known.log_odds(type_clues(other.found, context, around))
    return replace(draft, found=_typed(found, known.types[int(odds.argmax())]))


def _refuses(found: Found, own: Collection[str]) -> bool:
    """Whether somebody refuses, and neither the lists type what is refused (*refused food*) nor is it to speak (*to comment*)."""
    if not is_verb(found.token) or found.token.lemma_.lower() not in entries(OPEN_CLASS_FILE, "refusing") or is_own(found, own):
        return False
    if any(is_speech(c) or c.lemma_.lower() in entries(SPEECH_FILE, "speaking") for c in children(found.token, "xcomp")):
        return False
    return found.sense.open_class or found.event_type in _SAID


def _is_settled(found: Found, known: Weights, own: Collection[str]) -> bool:
    """Whether the type is what the lists say: of a noun, of what was said, and of all that the user lists."""
    return found.is_noun or found.event_type == "statement" or found.event_type not in known.types or is_own(found, own)


def _typed(found: Found, event_type: str) -> Found:
    return replace(found, sense=replace(found.sense, event_type=event_type))


def _carried(found: Found, group: Sequence[Draft]) -> Found:
    """The noun that says what happens, where a verb only puts it into the world: *will give a press conference*."""
    if not is_verb(found.token) or not (found.sense.open_class or is_light(found.token)):
        return found
    nouns = (d.found for d in group if d.found.token.head.i == found.token.i and d.found.token.dep_ in _CARRIED)
    return next(nouns, found)


@cache
def weights() -> Weights:
    """What the training script wrote."""
    fitted = json.loads(lexicon.read(WEIGHTS_FILE))
    types = tuple(fitted["types"])
    number = {name: i for i, name in enumerate(types)}
    clues = {clue: i for i, clue in enumerate(fitted["named"])}
    named = np.zeros((len(clues), len(types)))
    for clue, row in fitted["named"].items():
        for name, weight in row.items():
            named[clues[clue], number[name]] = weight
    return Weights(types, np.array(fitted["always"]), clues, named, np.array(fitted["meaning"]))
