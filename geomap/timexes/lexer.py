"""From text to the tokens that time expressions are made of, each with a kind that the rules call it by.

Only the words of ``data/timexes/vocabulary.toml`` and numbers keep a kind; everything else is a gap that no expression crosses.
The kinds of a text are written as a string, one character a token, so that a rule is a regular expression over kinds.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from geomap import lexicon
from geomap.timexes import holidays

VOCABULARY = "timexes/vocabulary.toml"

#: Kinds that come from the shape of a token and not from the vocabulary.
_SHAPES = (
    "ISO SLASHED CLOCK DECIMAL CODE DAYNUM YEARNUM NUMBER NUMERAL SHORTYEAR DECADE HOLIDAY COMMA DASH SLASH POSSESSIVE "
    "MERIDIEM ZONE"
)
#: Kinds of which every time expression has one; the text around them is all that is read closely.
_TRIGGERS = (
    "MONTH MONTH_SHORT WEEKDAY WEEKDAY_SHORT WEEKDAYS SEASON UNIT UNITS WEEKEND DAYPART NOON DEICTIC TONIGHT DECADE_WORD "
    "FREQUENCY VAGUE FUTURE PAST AGO CURRENT RECENT PERIOD HALF"
)
#: How many characters before a trigger may belong to its expression, other triggers apart.
_BEFORE = 40
#: How far back a link is looked for, in characters, and how many tokens a run may have: no text that means a time has more.
_LINK, _LONGEST_RUN = 300, 400
_MAX_DIGITS = 9
_FIRST_CODE = 0x100

_TOKEN = re.compile(
    r"(?P<word>(?!https?://|www\.|[ap]\. ?m|o'clock|[qh][1-4]|fy ?\d)[^\W\d_]++\.?)"
    r"|(?P<link>(?:https?://|www\.)\S++)"
    r"|(?P<iso>\d{4}-\d\d-\d\d(?:t\d\d:\d\d(?::\d\d)?(?:\.\d{1,6})?(?:z|[+-]\d\d:?\d\d)?)?(?![\w-]))"
    r"|(?P<slashed>(?<![/.])\d{1,4}(?P<stroke>[/.])\d{1,2}(?P=stroke)\d{1,4}(?![\w/]))"
    r"|(?P<clock>\d{1,2}:\d\d(?::\d\d)?(?:(?![\w:])|(?=[ap]\.?m\b)))"
    r"|(?P<decade>(?:1[0-9]|20)\d0'?s\b|'?\d0'?s\b)"
    r"|(?P<shortyear>'\d\d(?![\w']))"
    r"|(?P<ordinal>\d{1,2}(?:st|nd|rd|th)\b)"
    r"|(?P<code>(?:q[1-4]|h[12]|[1-4]q|fy ?(?:20)?\d\d)(?!\w))"
    r"|(?P<number>\d{1,3}(?:,\d{3})++(?:\.\d++)?(?![,\d])|\d++(?:\.\d++)*+)"
    r"|(?P<meridiem>[ap]\. ?m\.?(?!\w)|o'clock\b)"
    r"|(?P<letters>[^\W\d_]++)"
    r"|(?P<possessive>'s?)"
    r"|(?P<mark>[^\s\w])"
    r"|(?P<other>\w)",
)
_MARKS = {",": "COMMA", "-": "DASH", "–": "DASH", "—": "DASH", "‑": "DASH", "−": "DASH", "/": "SLASH"}
_STRAIGHT = str.maketrans({"\u2019": "'", "\u2018": "'", "\u02bc": "'"})
_ZONES = frozenset(
    ["est", "edt", "cst", "cdt", "pst", "pdt", "gmt", "utc", "bst", "cet", "cest", "msk", "kst", "jst", "ist", "et", "pt"]
)
_CURRENCY = frozenset("$€£¥₹#")
_CAPITAL = frozenset({"MONTH", "MONTH_SHORT", "WEEKDAY", "WEEKDAY_SHORT"})
_CLOCK_UNITS = 24
#: Tables of the vocabulary that are no kinds themselves.
_NO_KINDS = frozenset({"WORDS", "HALF_OF_DAY", "ALSO_WORDS", "AGEING"})


@cache
def _also_words() -> frozenset[str]:
    return frozenset(lexicon.table(VOCABULARY)["ALSO_WORDS"]["words"])


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
    names = [k for k in table if k not in _NO_KINDS] + list(table["WORDS"])
    unique = dict.fromkeys([*names, *_SHAPES.split()])
    return {name: chr(_FIRST_CODE + i) for i, name in enumerate(unique)}


@cache
def vocabulary() -> dict[str, tuple[str, int | str | None]]:
    """Word to (kind, value)."""
    found: dict[str, tuple[str, int | str | None]] = {}
    for kind, entries in lexicon.table(VOCABULARY).items():
        if kind in _NO_KINDS - {"WORDS"}:
            continue
        if kind == "WORDS":
            for name, members in entries.items():
                found.update(dict.fromkeys(members, (name, None)))
        else:
            found.update({word: (kind, value) for word, value in entries.items()})
    return found


def lowered(text: str) -> str:
    """The text in lower case with straight apostrophes, character for character."""
    low = text.lower()
    if len(low) != len(text):
        low = "".join(c.lower() if len(c.lower()) == 1 else c for c in text)
    return low.translate(_STRAIGHT)


@cache
def _trigger() -> re.Pattern[str]:
    """Where a time expression may be: the name of a day, a word that every expression has one of, or a number."""
    wanted = _TRIGGERS.split()
    words = [word for word, (kind, _) in vocabulary().items() if kind in wanted] + ["o'clock", "nineteen", "eighteen"]
    return re.compile(
        rf"\b(?:(?P<name>{branches(list(holidays.names()))})(?![\w/-])|{branches(words)}\b|[qh][1-4]\b|fy ?\d)|\d++"
    )


def branches(words: Sequence[str]) -> str:
    """A pattern for a set of words that tries each letter once."""
    tails: dict[str, list[str]] = {}
    for word in filter(None, words):
        tails.setdefault(word[0], []).append(word[1:])
    inner = "|".join(re.escape(letter) + branches(rest) for letter, rest in sorted(tails.items()))
    return f"(?:{inner})?" if "" in words and inner else f"(?:{inner})" if inner else ""


def segments(text: str, low: str) -> Iterator[list[Token]]:
    """The runs of tokens that tell of a time, in order; no expression crosses a gap between two runs.

    Only the triggers and what stands beside them without a gap is read, so that most of a text is passed over.
    """
    read_to = 0
    for trigger in _trigger().finditer(low):
        if trigger.end() <= read_to:
            continue
        link_end = _link_end(low, trigger.start())
        if link_end >= 0:
            read_to = link_end
            continue
        begin = _run_start(low, max(read_to, trigger.start() - _BEFORE), trigger.start())
        runs, read_to = _runs(text, low, begin, trigger)
        yield from (run for run in runs if _tells_time(run))


#: Marks that part the words of a run.
_PARTING = str.maketrans(dict.fromkeys("-\u2010\u2011\u2013\u2014\u2212/\n\t(,", " "))


_PUNCTUATION = ".'\"`:;!?)[]{}<>*|\u201c\u201d\u2026"


def _run_start(low: str, floor: int, start: int) -> int:
    """Where to begin to read for a trigger at ``start``: before the words of the vocabulary that lead up to it."""
    before = low[floor:start].translate(_PARTING)
    kept = len(before)
    for word in reversed(before.split(" ")):
        bare = word.strip(_PUNCTUATION)
        if bare and bare not in vocabulary():
            break
        kept -= len(word) + 1
    return floor + max(kept, 0)


def _link_end(low: str, start: int) -> int:
    """Where the link ends that ``start`` lies in; -1 where it lies in none."""
    floor = max(0, start - _LINK)
    begin = max(low.rfind(" ", floor, start), low.rfind("\n", floor, start), floor)
    if low.find("://", begin, start) < 0 and low.find("www.", begin, start) < 0:
        return -1
    return next(m.end() for m in _UNBROKEN.finditer(low, start))


_UNBROKEN = re.compile(r"\S++")


def _runs(text: str, low: str, begin: int, trigger: re.Match[str]) -> tuple[list[list[Token]], int]:
    """The runs of tokens from ``begin`` to the first gap after the trigger, and how far the text is read."""
    position, last_end = begin, -1
    goal, named = trigger.start(), trigger.start() if trigger["name"] else -1
    runs: list[list[Token]] = [[]]
    while (match := _TOKEN.search(low, position)) is not None:
        start = match.start()
        if start == named:
            found: Token | None = Token(start, trigger.end(), "HOLIDAY", trigger["name"], trigger["name"])
        else:
            found = _named_day(low, start) if match.group() in holidays.first_words() else None
            found = found or _token(text, low, match)
        if runs[-1] and (found is None or _broken(low, last_end, start) or len(runs[-1]) >= _LONGEST_RUN):
            if start > goal:
                return runs, last_end
            runs.append([])
        if found is None:
            position = match.end() - (match.lastgroup == "word" and low[match.end() - 1] == ".")
            if start >= goal:
                break
            continue
        runs[-1].append(found)
        last_end = position = found.end
    return runs, max(position, trigger.end())


def _named_day(low: str, start: int) -> Token | None:
    """The named day that begins with a word of the vocabulary, as "May Day" does."""
    named = _trigger().match(low, start)
    return Token(start, named.end(), "HOLIDAY", named["name"], named["name"]) if named and named["name"] else None


@cache
def _timeless() -> frozenset[str]:
    """The kinds that are no time by themselves: plain numbers, marks, articles, prepositions and the like."""
    table = lexicon.table(VOCABULARY)
    words = {kind for kind in table["WORDS"] if kind not in _TRIGGERS.split()}
    numbers = {"DAYNUM", "NUMBER", "DECIMAL", "NUMERAL", "ORDINAL", "SECOND"}
    return frozenset(words | numbers | {"STEPS", "PART", "BOUNDARY", "WITHIN", "COMMA", "DASH", "SLASH", "POSSESSIVE"})


def _tells_time(run: list[Token]) -> bool:
    timeless = _timeless()
    return any(token.kind not in timeless for token in run) or _names_day(run)


def _names_day(run: list[Token]) -> bool:
    """Whether a run has a day of a month that isn't named: *on the 23rd*, *until the 5th*."""
    shape = [token.kind for token in run]
    return any(shape[i] in {"ON", "TO"} and shape[i + 1 : i + 3] == ["THE", "NUMERAL"] for i in range(len(run) - 2))


def _token(text: str, low: str, match: re.Match[str]) -> Token | None:
    kind = match.lastgroup
    found = _word(text, low, match) if kind == "word" else _SHAPED[kind](match) if kind in _SHAPED else None
    if found is None or (found.kind != "MERIDIEM" and _glued(low, found.start, found.end)):
        return None
    return found


_MERIDIEM_NEXT = re.compile(r"[ap]\.?m\b")
_GLUE = frozenset("_@\\#")


def _glued(low: str, start: int, end: int) -> bool:
    """Whether a token is part of a longer one: ``b2b``, ``COVID19``, an address, a tag."""
    before, after = low[start - 1 : start], low[end : end + 1]
    if (before in _GLUE and before) or (after in _GLUE and after):
        return True
    return low[start].isalnum() and (
        before.isalnum() or (after.isalnum() and low[end - 1].isalnum() and not _MERIDIEM_NEXT.match(low, end))
    )


def _broken(low: str, end: int, start: int) -> bool:
    """Whether a blank line, a tab or a wide gap stands between two tokens."""
    space = low[end:start]
    return len(space) > 4 or "\t" in space or space.count("\n") > 1


def _word(text: str, low: str, match: re.Match[str]) -> Token | None:
    start, end = match.span()
    dotted = low[end - 1] == "."
    bare = low[start : end - dotted]
    entry = vocabulary().get(bare)
    if entry is None:
        return Token(start, end - dotted, "ZONE", bare) if bare in _ZONES and text[start : end - dotted].isupper() else None
    kind, value = entry
    if kind in _CAPITAL and not text[start].isupper() and (bare in _also_words() or kind.endswith("SHORT")):
        return None
    if kind == "MONTH_SHORT" and dotted:
        return Token(start, end, "MONTH", bare, value)
    return Token(start, end - (dotted and kind != "WEEKDAY_SHORT"), kind, bare, value)


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
    if (before in _CURRENCY and before) or after in {"%", "°"}:
        return None
    plain = digits.replace(",", "")
    if not digits.isascii() or len(plain) > _MAX_DIGITS or plain.count(".") > 1:
        return None
    if not plain.isdigit():
        return _shaped(match, "DECIMAL", plain)
    value = int(plain)
    kind = "YEARNUM" if len(digits) == 4 and 1000 <= value <= 2199 else "NUMBER"
    return _shaped(match, "DAYNUM" if len(digits) <= 2 and 1 <= value <= 31 else kind, value)


def _code(match: re.Match[str]) -> Token | None:
    word = match.group().upper()
    return _shaped(match, "CODE", f"Q{word[0]}" if word[-1] == "Q" else word)


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
    "code": _code,
    "meridiem": _meridiem,
    "possessive": _possessive,
    "mark": _mark,
}
