"""How many were killed, hurt, arrested or saved, as each report has it: sources often agree on everything else."""

from __future__ import annotations

import re
from functools import cache

from geomap import lexicon
from geomap.events.mentions import DEEDS_FILE, deed_of

_TOKEN = re.compile(r"\d{1,3}(?:,\d{3})+|\d+|[^\W\d_]+|[.;:%\u2013\u2014-]")
#: How many words may stand between a number and what became of so many.
_REACH = 6
_MOST = 1_000_000
_YEARS = range(1900, 2100)
_ONES = (
    *("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve", "thirteen", "fourteen"),
    *("fifteen", "sixteen", "seventeen", "eighteen", "nineteen"),
)
_TENS = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")


def counted(quote: str) -> dict[str, tuple[int, str]]:
    """For each kind of outcome that a quote counts: how many, and the word for it (*die*: 11, *killed*)."""
    words = [t.lower() for t in _TOKEN.findall(quote)]
    found: dict[str, tuple[int, str]] = {}
    for i in range(len(words)):
        n = _number(words, i)
        if n is None or n in _YEARS or _counts_other_things(words[i + 1 : i + 3]):
            continue
        near = [(abs(j - i), j) for j in range(max(0, i - _REACH), min(len(words), i + _REACH + 1)) if words[j] in _words()]
        near = [(gap, j) for gap, j in near if not set(words[min(i, j) : max(i, j)]) & {";", ".", ":"}]
        if near:
            outcome = words[min(near)[1]]
            found.setdefault(deed_of(outcome), (n, outcome))
    return found


def figure(word: str) -> int | None:
    """The number that a word is, where it counts something: *131*, *2,300*, *eleven*; None for *one*, a year, *6.2*."""
    plain = word.lower()
    if plain[:1].isdigit() and not plain.replace(",", "").isdecimal():
        return None
    number = _number([plain], 0)
    return None if number in _YEARS else number


def _counts_other_things(after: list[str]) -> bool:
    """Whether a number is of hours, years, money or the like: *9 p.m.*, *34-year-old*, *18 million euros*."""
    unit = next((word for word in after if word != "-"), "")
    return unit in lexicon.table(DEEDS_FILE)["units"]


def _number(words: list[str], i: int) -> int | None:
    """The number that stands here; None for the second part of one (*three* in *twenty-three*), or where none does."""
    word = words[i]
    if word[:1].isdigit():
        n = int(word.replace(",", ""))
        return n if n < _MOST else None
    hyphen = words[i + 1 : i + 2] == ["-"]
    if word in _TENS:
        one = words[i + 2] if hyphen and i + 2 < len(words) else ""
        return 10 * _TENS.index(word) + 20 + (_ONES.index(one) + 1 if one in _ONES[:9] else 0)
    second = i >= 2 and words[i - 1] == "-" and words[i - 2] in _TENS
    return _ONES.index(word) + 1 if word in _ONES[1:] and not second else None


@cache
def _words() -> frozenset[str]:
    return frozenset(lexicon.table(DEEDS_FILE)["counted"])
