"""From text to the tokens that time expressions are made of, each with a kind that the rules call it by.

Only the words of ``data/timexes/vocabulary.toml`` and numbers keep a kind; everything else is a gap that no expression crosses.
The kinds of a text are written as a string, one character a token, so that a rule is a regular expression over kinds.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from geomap import lexicon
from geomap.timexes import holidays

VOCABULARY = "timexes/vocabulary.toml"

#: Kinds that come from the shape of a token and not from the vocabulary.
_SHAPES = (
    "ISO SLASHED CLOCK DAYNUM YEARNUM NUMBER NUMERAL SHORTYEAR DECADE HOLIDAY COMMA DASH SLASH OPEN CLOSE POSSESSIVE MERIDIEM ZONE"
).split()
_FIRST_CODE = 0x100

_DAY = r"(?:0?[1-9]|[12]\d|3[01])"
_TOKEN = re.compile(
    r"(?P<link>(?:https?://|www\.)\S++)"
    r"|(?P<iso>\d{4}-\d\d-\d\d(?:t\d\d:\d\d(?::\d\d)?(?:\.\d{1,6})?(?:z|[+-]\d\d:?\d\d)?)?(?![\w-]))"
    r"|(?P<slashed>(?<![/.])\d{1,4}(?P<stroke>[/.])\d{1,2}(?P=stroke)\d{1,4}(?![\w/]))"
    r"|(?P<clock>\d{1,2}:\d\d(?::\d\d)?(?![\w:]))"
    r"|(?P<decade>(?:1[0-9]|20)\d0'?s\b|'?\d0'?s\b)"
    r"|(?P<shortyear>'\d\d(?![\w']))"
    r"|(?P<ordinal>\d{1,2}(?:st|nd|rd|th)\b)"
    r"|(?P<number>\d++(?:[.,]\d++)*+)"
    r"|(?P<meridiem>[ap]\.m\.?(?!\w)|o'clock\b)"
    r"|(?P<word>[^\W\d_]++\.?)"
    r"|(?P<possessive>'s?)"
    r"|(?P<mark>[^\s\w])"
    r"|(?P<other>\w)",
)
_MARKS = {",": "COMMA", "-": "DASH", "–": "DASH", "—": "DASH", "‑": "DASH", "−": "DASH", "/": "SLASH", "(": "OPEN", ")": "CLOSE"}
_STRAIGHT = str.maketrans({"\u2019": "'", "\u2018": "'", "\u02bc": "'"})
_ZONES = frozenset("est edt cst cdt mst mdt pst pdt gmt utc bst cet cest msk kst jst ist et pt ct hkt".split())
_CURRENCY = frozenset("$€£¥₹#")
_CLOCK_UNITS = 24


@dataclass(frozen=True, slots=True)
class Token:
    """A token of interest: offsets into the text, its kind, and its value where its kind has one."""

    start: int
    end: int
    kind: str
    text: str
    value: int | str | None = None


@cache
def kinds() -> dict[str, str]:
    """Each kind's character in the string of kinds."""
    table = lexicon.table(VOCABULARY)
    names = [k for k in table if k not in {"WORDS", "HALF_OF_DAY"}] + list(table["WORDS"])
    unique = dict.fromkeys([*names, *_SHAPES])
    return {name: chr(_FIRST_CODE + i) for i, name in enumerate(unique)}


@cache
def vocabulary() -> dict[str, tuple[str, int | str | None]]:
    """Word to (kind, value)."""
    found: dict[str, tuple[str, int | str | None]] = {}
    for kind, entries in lexicon.table(VOCABULARY).items():
        if kind == "HALF_OF_DAY":
            continue
        if kind == "WORDS":
            for name, members in entries.items():
                found.update({word: (name, None) for word in members})
        else:
            found.update({word: (kind, value) for word, value in entries.items()})
    return found


def lowered(text: str) -> str:
    """The text in lower case with straight apostrophes, character for character."""
    low = text.lower()
    if len(low) != len(text):
        low = "".join(c.lower() if len(c.lower()) == 1 else c for c in text)
    return low.translate(_STRAIGHT)


def tokens(text: str, low: str) -> Iterator[Token | None]:
    """The tokens in order; None for each gap."""
    words = vocabulary()
    last_end = -1
    position = 0
    named = {start: (end, name) for start, end, name in holidays.mentions(low)}
    while (match := _TOKEN.search(low, position)) is not None:
        start, position = match.span()
        if start in named:
            position, name = named[start]
            yield Token(start, position, "HOLIDAY", name, name)
            last_end = position
            continue
        if _broken(low, last_end, start):
            yield None
        kind = match.lastgroup or "other"
        if kind == "word":
            found = _word(text, low, start, position, words)
            if found is None:
                position -= low[position - 1] == "."
        else:
            found = _SHAPED.get(kind, _nothing)(match)
        if found is not None and found.kind != "MERIDIEM" and _glued(low, start, found.end):
            found = None
        if found is not None and found.end < position:
            position = found.end
        last_end = position
        yield found


_MERIDIEM_NEXT = re.compile(r"[ap]\.?m\b")
_GLUE = frozenset("_@\\#")


def _glued(low: str, start: int, end: int) -> bool:
    """Whether a token is part of a longer one: ``b2b``, ``COVID19``, an address, a tag."""
    before, after = low[start - 1 : start], low[end : end + 1]
    if before in _GLUE and before or after in _GLUE and after:
        return True
    return low[start].isalnum() and (before.isalnum() or after.isalnum() and low[end - 1].isalnum() and not _MERIDIEM_NEXT.match(low, end))


def _broken(low: str, end: int, start: int) -> bool:
    """Whether a blank line, a tab or a wide gap stands between two tokens."""
    if end < 0 or start - end < 2 and low[end:start] != "\t":
        return False
    space = low[end:start]
    return space.count("\n") > 1 or "\t" in space or len(space) > 4


def _word(
    text: str, low: str, start: int, end: int, words: dict[str, tuple[str, int | str | None]]
) -> Token | None:
    word = low[start:end]
    dotted = word[-1] == "."
    bare = word[:-1] if dotted else word
    entry = words.get(bare)
    if entry is None:
        return Token(start, start + len(bare), "ZONE", bare) if bare in _ZONES and text[start].isupper() else None
    kind, value = entry
    short = kind in {"MONTH_SHORT", "WEEKDAY_SHORT"}
    if short and not text[start].isupper() or (kind in {"MONTH", "WEEKDAY"} and not text[start].isupper()):
        return None
    if short and dotted:
        return Token(start, end, kind.removesuffix("_SHORT"), word, value)
    return Token(start, end - dotted, kind, bare, value)


def _nothing(match: re.Match[str]) -> Token | None:
    return None


def _iso(match: re.Match[str]) -> Token | None:
    return _shaped(match, "ISO", match.group()[:16])


def _shaped(match: re.Match[str], kind: str, value: int | str | None = None) -> Token:
    return Token(match.start(), match.end(), kind, match.group(), value)


def _slashed(match: re.Match[str]) -> Token | None:
    return _shaped(match, "SLASHED", match.group())


def _clock(match: re.Match[str]) -> Token | None:
    return _shaped(match, "CLOCK", match.group()[:5]) if int(match.group().split(":")[0]) <= _CLOCK_UNITS else None


def _decade(match: re.Match[str]) -> Token | None:
    digits = "".join(c for c in match.group() if c.isdigit())
    return _shaped(match, "DECADE", digits[:-1])


def _shortyear(match: re.Match[str]) -> Token | None:
    return _shaped(match, "SHORTYEAR", int(match.group()[1:]))


def _ordinal(match: re.Match[str]) -> Token | None:
    return _shaped(match, "NUMERAL", int(match.group()[:-2]))


def _number(match: re.Match[str]) -> Token | None:
    digits = match.group()
    before = match.string[match.start() - 1 : match.start()]
    after = match.string[match.end() : match.end() + 1]
    if before in _CURRENCY and before or after in {"%", "°"}:
        return None
    if not digits.isdigit():
        plain = digits.replace(",", "")
        return _shaped(match, "NUMBER", plain) if plain.replace(".", "", 1).isdigit() else None
    if not digits.isascii() or len(digits) > 6:
        return None
    value = int(digits)
    if len(digits) <= 2 and 1 <= value <= 31:
        return _shaped(match, "DAYNUM", value)
    if len(digits) == 4 and 1000 <= value <= 2199:
        return _shaped(match, "YEARNUM", value)
    return _shaped(match, "NUMBER", value)


def _meridiem(match: re.Match[str]) -> Token | None:
    return _shaped(match, "MERIDIEM", 12 if match.group()[0] == "p" else 0)


def _possessive(match: re.Match[str]) -> Token | None:
    return _shaped(match, "POSSESSIVE")


def _mark(match: re.Match[str]) -> Token | None:
    kind = _MARKS.get(match.group())
    return _shaped(match, kind) if kind else None


_SHAPED = {
    "iso": _iso,
    "slashed": _slashed,
    "clock": _clock,
    "decade": _decade,
    "shortyear": _shortyear,
    "ordinal": _ordinal,
    "number": _number,
    "meridiem": _meridiem,
    "possessive": _possessive,
    "mark": _mark,
}
