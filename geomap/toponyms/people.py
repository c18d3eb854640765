"""Who is named in a document: the words that are somebody's first name or surname in it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from geomap.toponyms.lexicon import lexicon

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token


@dataclass(frozen=True, slots=True)
class People:
    """The parts of the names of the persons of one document, in lower case, with how often each was seen in a full name."""

    given: Counter[str]
    surnames: Counter[str]

    def knows(self, word: str) -> bool:
        """Whether the word is part of the name of somebody introduced in full."""
        low = word.casefold()
        return bool(self.given[low] or self.surnames[low])


def people(parsed: Doc) -> People:
    """The people whom the named-entity recogniser finds with a first name or a title.

    A lone word that it calls a person proves nothing: the small pipeline does so with towns.
    """
    given: Counter[str] = Counter()
    surnames: Counter[str] = Counter()
    for entity in parsed.ents:
        if entity.label_ != "PERSON":
            continue
        parts = [t.text.casefold() for t in entity if t.text[0].isupper()]
        if len(parts) > 1:
            given[parts[0]] += 1
            for part in parts[1:-1]:
                given[part] += 1
            surnames[parts[-1]] += 1
        elif parts and titled(parsed, entity.start):
            surnames[parts[0]] += 1
    return People(given, surnames)


def titled(parsed: Sequence[Token] | Doc, first: int) -> bool:
    """Whether the token before ``first`` is a title: "President", "Mr."."""
    if first == 0:
        return False
    before = parsed[first - 1]
    return before.text.rstrip(".").casefold() in lexicon("recognition").words("titles", "words")
