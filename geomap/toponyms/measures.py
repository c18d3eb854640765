"""Distances and directions in words: "20 km", "about 60 miles (97 km)", "two and a half miles", "south-southeast"."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from geomap import lexicon

if TYPE_CHECKING:
    from spacy.tokens import Doc

TABLE = "toponyms/near.toml"
_FIGURE = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d{1,3})?|\d{1,5}(?:\.\d{1,3})?|\d{1,2}/\d{1,2}")
_GLUED = re.compile(r"(\d{1,4}(?:\.\d{1,3})?)-?([a-z]{1,10})")
#: The longest number in words that is read ("two hundred and twenty-five"), and the longest conversion in brackets.
_LONGEST_NUMBER = 7
_LONGEST_BRACKET = 8
_FILLERS = 5


@dataclass(frozen=True, slots=True)
class Distance:
    """A distance in km; ``vague``: a word such as "a few" stands for the figure. ``first`` is the index of its first token."""

    km: float
    vague: bool
    first: int


def distance_before(parsed: Doc, last: int) -> Distance | None:
    """The distance that ends just before the token ``last``, a conversion in brackets left out, fillers skipped."""
    fillers = lexicon.table(TABLE)["words"]["fillers"]
    at = last
    for _ in range(_FILLERS):
        found = _distance(parsed, _unbracketed(parsed, at))
        if found is not None:
            return found
        if at == 0 or parsed[at - 1].lower_ not in fillers:
            return None
        at -= 1
    return None


def direction_before(parsed: Doc, last: int) -> tuple[float, int] | None:
    """The compass point in degrees that ends just before the token ``last``, and the index of its first token."""
    table = lexicon.table(TABLE)
    for length in (5, 3, 2, 1):
        first = last - length
        if first < 0:
            continue
        tokens = parsed[first:last]
        joined = "".join(t.text for t in tokens if t.text not in {"-", "‐", "‑", "–"})
        if length > 1 and not all(t.text.isalpha() or t.text in {"-", "‐", "‑", "–"} for t in tokens):
            continue
        degrees = table["degrees"].get(joined.lower().replace("-", ""))
        if degrees is None and length == 1:
            degrees = table["abbreviations"].get(joined)
        if degrees is not None:
            return float(degrees), first
    return None


def _unbracketed(parsed: Doc, last: int) -> int:
    """``last``, or the index of the bracket that opens a conversion just before it."""
    at = last
    if at > 0 and parsed[at - 1].text == ",":
        at -= 1
    if at > 0 and parsed[at - 1].text in {")", "]"}:
        for i in range(at - 2, max(-1, at - 2 - _LONGEST_BRACKET), -1):
            if parsed[i].text in {"(", "["}:
                return i
    return last


def _distance(parsed: Doc, last: int) -> Distance | None:
    if last < 1:
        return None
    table = lexicon.table(TABLE)
    unit = parsed[last - 1].lower_
    glued = _GLUED.fullmatch(unit)
    if glued and glued[2] in table["units"]:
        return Distance(float(glued[1]) * table["units"][glued[2]], vague=False, first=last - 1)
    factor = table["units"].get(unit)
    if factor is None:
        return None
    end = last - 1
    if end > 0 and parsed[end - 1].lower_ in table["nautical"]["words"]:
        factor, end = table["nautical"]["factor"], end - 1
    if end > 0 and parsed[end - 1].text == "-":
        end -= 1
    number = number_before(parsed, end)
    if number is None:
        return None
    value, vague, first = number
    return Distance(value * float(factor), vague, first)


def number_before(parsed: Doc, last: int) -> tuple[float, bool, int] | None:
    """The number that ends just before the token ``last``: its value, whether it is vague, and the index of its first token.

    Of a range ("20 to 30") the middle.
    """
    if last < 1:
        return None
    figure = _figure(parsed[last - 1].text)
    if figure is None:
        return _in_words(parsed, last)
    first = last - 1
    if first > 1 and parsed[first - 1].lower_ in {"-", "–", "to", "or"}:
        low = _figure(parsed[first - 2].text)
        if low is not None and low < figure:
            return (low + figure) / 2, False, first - 2
    return figure, False, first


def _figure(text: str) -> float | None:
    if not _FIGURE.fullmatch(text):
        return None
    above, slash, below = text.replace(",", "").partition("/")
    if not slash:
        return float(above)
    return float(above) / float(below) if float(below) else None


def _in_words(parsed: Doc, last: int) -> tuple[float, bool, int] | None:
    table = lexicon.table(TABLE)
    known = {**table["numbers"], **table["multiples"], **table["vague"], **table["fractions"]}
    first = last
    while first > 0 and last - first < _LONGEST_NUMBER and _numeral(parsed[first - 1].lower_, known):
        first -= 1
    words = [parsed[i].lower_ for i in range(first, last)]
    while words and words[0] in {"and", "of", "-"}:
        words, first = words[1:], first + 1
    total, current, vague, seen = 0.0, 0.0, False, False
    for word in (part for w in words for part in w.split("-")):
        if word in table["multiples"]:
            current, seen = (current or 1) * table["multiples"][word], True
        elif word in known:
            current, seen = current + known[word], True
            vague = vague or word in table["vague"]
        if word == "thousand":
            total, current = total + current, 0.0
    if not seen:  # "a mile"
        return (1.0, False, first) if words and words[-1] in {"a", "an"} else None
    return total + current, vague, first


def _numeral(word: str, known: dict[str, float]) -> bool:
    return word in {"a", "an", "and", "of", "-"} or all(part in known for part in word.split("-"))
