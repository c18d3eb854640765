"""The dateline: the place in front of an article's first sentence, *HARARE (Agency) -*, from which it is told."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from geomap.model import Span, Toponym

_DASHES = (" - ", " \u2013 ", " \u2014 ", "\u2014", " -- ")
_DATELINE_CHARS = 60
#: A dateline in capitals and lower case ("Lyon, France - ") is shorter than a sentence with a dash in it.
_MIXED_CASE_CHARS = 30
#: Only what stands this near to the top can be a dateline: a title, a byline and the first line.
_MENTIONS = 12


@dataclass(frozen=True, slots=True)
class Dateline:
    """The place of a dateline, and the whole of its words up to the dash."""

    place: Toponym
    span: Span


def dateline_of(text: str, toponyms: Sequence[Toponym]) -> Dateline | None:
    """The dateline of an article; None where it has none."""
    for toponym in toponyms[:_MENTIONS]:
        if toponym.place is None:
            continue
        dash = _dash_after(toponym, text)
        if dash is not None:
            return Dateline(toponym, Span(toponym.start, dash))
    return None


def _dash_after(toponym: Toponym, text: str) -> int | None:
    """Where the dash of a dateline stands that this name opens: at a line's start, with no sentence before the dash."""
    if text.rfind("\n", 0, toponym.start) + 1 != toponym.start:
        return None
    after = text[toponym.end : toponym.end + _DATELINE_CHARS].split("\n", maxsplit=1)[0]
    dash = min((i for i in (after.find(d) for d in _DASHES) if i >= 0), default=-1)
    if dash < 0 or "." in after[:dash].rstrip(".)"):
        return None
    plain = toponym.surface.isupper() or (dash <= _MIXED_CASE_CHARS and after[:1] in {",", " "} and _names_only(after[:dash]))
    return toponym.end + dash if plain else None


def _names_only(words: str) -> bool:
    """Whether the words before the dash are names and the agency in brackets."""
    return all(word[:1].isupper() or not word[:1].isalpha() for word in words.replace("(", " ").replace(",", " ").split())
