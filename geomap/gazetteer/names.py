"""Names as the gazetteer compares them: folding, and the lighter forms that are tried when a name isn't found as it stands."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

_LETTERS = str.maketrans(
    {
        "ø": "o", "Ø": "o", "ł": "l", "Ł": "l", "đ": "d", "Đ": "d", "ð": "d", "Ð": "d", "þ": "th", "Þ": "th", "æ": "ae",
        "Æ": "ae", "œ": "oe", "Œ": "oe", "ı": "i", "ħ": "h", "Ħ": "h", "ə": "a", "Ə": "a", "&": " and ",
        "-": " ", "/": " ", "_": " ",
        "‐": " ", "‑": " ", "‒": " ", "–": " ", "—": " ", "−": " ", "\u00a0": " ",
    }
)  # fmt: skip
_DROPPED = re.compile(r"[^\w\s]")
_SPACED_POINT = re.compile(r"\.(?=\s|$)")
_SHORTENED = {"st": "saint", "ste": "sainte", "mt": "mount", "ft": "fort"}
_POSSESSIVE = re.compile(r"(?:['’]s|(?<=s)['’])$", re.IGNORECASE)
_OF = re.compile(
    r"^(?:the\s+)?(?:greater\s+|metropolitan\s+)?(?:city|town|village|borough|county|district|municipality|province|state|republic|region"
    r"|kingdom|port|commonwealth|island|isle|territory|governorate|prefecture|oblast)\s+of\s+(?:the\s+)?(?=\S)",
    re.IGNORECASE,
)
_GENERIC = re.compile(
    r"(?<=\S)\s+(?:city|town|village|borough|county|co\.|parish|district|municipality|province|state|republic|region|territory|governorate"
    r"|prefecture|oblast|krai|area|metro|metropolitan area|township|twp\.?|river|island|islands)$",
    re.IGNORECASE,
)
_COMPASS = re.compile(
    r"^(?:the\s+)?(?:(?:north|south|east|west)(?:[\s-]?(?:east|west))?(?:ern)?|central|upper|lower|downtown|mid|greater|mainland|rural)"
    r"[\s-]+(?=\S)",
    re.IGNORECASE,
)
_TOWN_WORD = re.compile(r"\b(?:city|town|village|port|metro|metropolitan area|area)\b", re.IGNORECASE)
_TOWNS = ("P.",)
_AREAS = ("A.PCL", "A.ADM", "L.RGN", "L.CONT")
LONGEST_NAME = 200


@lru_cache(maxsize=20_000)
def fold(name: str) -> str:
    """The form under which names are compared: no case, accents, punctuation or leading "the"; St, Mt and Ft written out.

    Names of more than ``LONGEST_NAME`` characters fold to "": no place has one, and hostile text must not cost time.
    """
    return " ".join(fold_words(name))


def fold_words(name: str) -> list[str]:
    """The folded words of a name; none of one that is too long."""
    return [] if len(name) > LONGEST_NAME else finished(plain_words(name))


def plain_words(name: str) -> list[str]:
    """The words of a name or of a part of one without case, accents and punctuation; "the" and "st" are still there."""
    if name.isascii() and name.replace(" ", "").isalpha():
        return name.lower().split()
    plain = _SPACED_POINT.sub(" ", name).translate(_LETTERS)
    if not plain.isascii():
        plain = "".join(c for c in unicodedata.normalize("NFKD", plain) if not unicodedata.combining(c))
    return _DROPPED.sub("", plain.casefold()).split()


def finished(words: list[str], *, unfinished: bool = False) -> list[str]:
    """The plain words of a whole name as names are compared: without a leading "the", St, Mt and Ft written out."""
    if len(words) > 1 and words[0] == "the":
        words = words[1:]
    if _SHORTENED.keys().isdisjoint(words):
        return words
    last = len(words) if unfinished else len(words) - 1
    return [_SHORTENED.get(w, w) if i < last else w for i, w in enumerate(words)]


class Lighter(NamedTuple):
    """A simpler form of a name; ``among`` are the features that it is rather, or with ``only`` exclusively, looked for among."""

    form: str
    among: tuple[str, ...] = ()
    only: bool = False


def lighter(name: str) -> Iterator[Lighter]:
    """Simpler forms of a name that was not found, best first.

    "Kharkiv region" is rather the area than the town. A compass word is left out only before an area: "northern Iraq" is in
    Iraq, but "North Haven" is another town than "Haven".
    """
    bare = _POSSESSIVE.sub("", name.strip())
    if bare != name:
        yield Lighter(bare)
    without = _OF.sub("", bare)
    if without != bare:
        yield Lighter(without, _kind_of(bare))
    specific = _GENERIC.sub("", bare)
    if specific != bare:
        yield Lighter(specific, _kind_of(bare))
    turned = _COMPASS.sub("", bare)
    if turned != bare:
        yield Lighter(turned, _AREAS, only=True)


def _kind_of(name: str) -> tuple[str, ...]:
    return _TOWNS if _TOWN_WORD.search(name) else _AREAS
