"""Who is named in a document: the words that are somebody's first name or surname in it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from geomap.lexicon import words
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


def people(parsed: Doc, texts: Sequence[str], lowered: Sequence[str]) -> People:
    """The people whom the named-entity recogniser finds with a first name or a title, and those with a common first name.

    A lone word that it calls a person proves nothing: the small pipeline does so with towns. ``texts`` are the tokens.
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
    for first, last in _by_first_name(texts, lowered):
        if parsed[first].ent_type_ == "":
            given[lowered[first]] += 1
            surnames[lowered[last]] += 1
    return People(given, surnames)


def _by_first_name(texts: Sequence[str], lowered: Sequence[str]) -> Iterator[tuple[int, int]]:
    """The tokens of each first name and of the surname after it, an initial between or none; no street and no county."""
    given = words("toponyms/given_names.txt")
    designators = lexicon("recognition").words("designators", "after")
    saints = lexicon("recognition").words("designators", "before")
    for first, low in enumerate(lowered):
        if low not in given or not texts[first][0].isupper() or (first and lowered[first - 1].rstrip(".") in saints):
            continue
        last = first + 1
        while last < len(texts) and last < first + 3 and (len(texts[last]) == 1 or texts[last].endswith(".")):
            last += 1
        if last >= len(texts) or not texts[last][0].isupper() or lowered[last] in designators or len(texts[last]) < 3:
            continue
        if last + 1 < len(texts) and lowered[last + 1] in designators and texts[last + 1][0].isupper():
            continue
        yield first, last


def titled(parsed: Sequence[Token] | Doc, first: int) -> bool:
    """Whether the token before ``first`` is a title: "President", "Mr."."""
    if first == 0:
        return False
    before = parsed[first - 1]
    return before.text.rstrip(".").casefold() in lexicon("recognition").words("titles", "words")
