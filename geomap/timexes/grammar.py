"""Rules over token kinds: a pattern such as ``month:MONTH day:DAYNUM (COMMA? year:YEARNUM)?`` and the function that reads it.

A pattern is a sequence of kinds (the capitals of ``data/timexes/vocabulary.toml`` and of the lexer) and of the macros below,
with ``( )``, ``|`` and ``?`` as in regular expressions and ``name:`` before what the function asks for. There is no repetition
beyond ``?``, so a match is as long as its pattern at most and matching is linear. A group called ``lead`` is matched and left
out of the surface.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from math import ceil, floor

from geomap.model import DateBasis, DatePrecision, Span
from geomap.timexes import lexer, periods, tense
from geomap.timexes.lexer import Token
from geomap.timexes.periods import Interval
from geomap.timexes.tense import Direction

MACROS = {
    "MON": "(MONTH|MONTH_SHORT)",
    "WD": "(WEEKDAY|WEEKDAY_SHORT)",
    "DOM": "(DAYNUM|NUMERAL)",
    "NTH": "(ORDINAL|SECOND|NUMERAL)",
    "YR": "(YEARNUM|NUMWORD NUMWORD (DASH? NUMWORD)?)",
    "INT": "(DAYNUM|NUMBER|YEARNUM)",
    "COUNT": "(INT|NUMWORD|AN NUMWORD (NUMWORD|(OF))?|NUMWORD DASH? NUMWORD (AND? NUMWORD (DASH? NUMWORD)?)?)",
    "MANY": "(AN FEW|SEVERAL|SOME|FEW)",
    "ABOUT": "(APPROX|MORE THAN|AT LEAST|UP TO)",
    "DUR_UNIT": "(UNIT|UNITS|SECOND)",
    "STEP": "(STEPS|CURRENT)",
    "STEPPED": "(STEP|PAST)",
    "PARTLY": "(PART (DASH|OF|IN|ON)?|BOUNDARY (OF|DASH))",
}
_NAME = re.compile(r"(?:([a-z_]+[0-9]?):)?([A-Z_]+)|(?:([a-z_]+[0-9]?):)?(\()|([)|?])|\s+")


@dataclass(frozen=True, slots=True)
class Reading:
    """What a rule reads: TimeML type and value, the days, and what they rest on."""

    type: str
    value: str
    interval: Interval | None
    basis: DateBasis
    #: Whether a later "the day after", "a year earlier" may be told from it.
    anchors: bool = True
    #: Where one rule reads several expressions (the ends of a range, *July 3 and 5*): each with its span, in order.
    parts: tuple[tuple[Span, Reading], ...] = ()


@dataclass(slots=True)
class Context:
    """What a rule may ask about the document: its text, its date, what was read so far."""

    text: str
    low: str
    published: date | None
    day_first: bool | None = None
    focus: list[tuple[int, Reading]] = field(default_factory=list)

    def direction(self, match: Match) -> Direction:
        """Which way the clause around the expression looks."""
        return tense.direction(self.text, match.start, match.end).direction

    def leaning(self, match: Match) -> tense.Leaning:
        """Which way the clause looks, and from how many words away that is told."""
        return tense.direction(self.text, match.start, match.end)


class Match:
    """A pattern found at a token: the tokens behind each name."""

    def __init__(self, found: re.Match[str], tokens: Sequence[Token]) -> None:
        self._found = found
        self._tokens = tokens
        first = found.end("lead") if "lead" in found.re.groupindex and found["lead"] else found.start()
        self.first, self.last = first, found.end()
        self.start, self.end = tokens[first].start, tokens[found.end() - 1].end

    def has(self, name: str) -> bool:
        """Whether the named part is there."""
        return name in self._found.re.groupindex and bool(self._found[name])

    def tokens(self, name: str) -> Sequence[Token]:
        """The tokens of a named part, none if it's absent."""
        return self._tokens[self._found.start(name) : self._found.end(name)] if self.has(name) else ()

    def text(self, name: str) -> str:
        """The first word of a named part, in lower case, or ``""``."""
        return self.tokens(name)[0].text if self.has(name) else ""

    def code(self, name: str) -> str:
        """The value of the named token as letters, or ``""``."""
        return str(self.tokens(name)[0].value) if self.has(name) else ""

    def number(self, name: str) -> int:
        """The value of the named token; for several, of the number they spell. 0 if absent."""
        found = [t.value for t in self.tokens(name)]
        if len(found) == 1 and isinstance(found[0], int):
            return found[0]
        return spelt([v for v in found if isinstance(v, int)])

    def place(self, name: str) -> Span:
        """Where the named part stands, which must be there."""
        tokens = self.tokens(name)
        return Span(tokens[0].start, tokens[-1].end)

    def neighbours(self) -> tuple[Token | None, Token | None]:
        """The tokens of interest just before and after the match."""
        before = self._tokens[self.first - 1] if self.first else None
        return before, self._tokens[self.last] if self.last < len(self._tokens) else None


def is_preposition(match: Match, context: Context) -> bool:
    """Whether *following* only means *after*: *following Tuesday's collision*, where *the following Tuesday* is a day."""
    if match.text("step") != "following" or not context.low.startswith(("'s", "\u2019s"), match.end):
        return False
    told = context.low[max(0, match.start - len("the ")) : match.tokens("step")[0].end]
    return "the " not in told


def spelt(values: Sequence[int]) -> int:
    """The number that number words spell: 20, 5 is 25; 2, 1000 is 2000; 19, 90, 6 is 1996."""
    if len(values) > 1 and 13 <= values[0] <= 20 and 10 <= values[1] <= 99:
        return values[0] * 100 + spelt(values[1:])
    total = current = 0
    for value in values:
        if value == 1000:
            total, current = total + max(current, 1) * 1000, 0
        elif value in {100, 12} and current:
            current *= value
        else:
            current += value
    return total + current


Reader = Callable[[Match, Context], Reading | None]


@dataclass(frozen=True, slots=True)
class Rule:
    """A compiled pattern and its reader."""

    pattern: re.Pattern[str]
    read: Reader


RULES: list[Rule] = []


def rule(*patterns: str) -> Callable[[Reader], Reader]:
    """Register a reader for patterns."""

    def registered(read: Reader) -> Reader:
        RULES.extend(Rule(re.compile(_expand(pattern)), read) for pattern in patterns)
        return read

    return registered


def _expand(pattern: str) -> str:
    codes = lexer.kinds()
    out: list[str] = []
    position = 0
    while position < len(pattern):
        found = _NAME.match(pattern, position)
        if found is None:
            raise ValueError(
                f"time rule {pattern!r}: can't read it from column {position + 1}; use kinds, macros, ( ) | ? and name:"
            )
        position = found.end()
        name, kind, group, _, symbol = found.groups()
        if kind and kind not in MACROS and kind not in codes:
            raise ValueError(f"time rule {pattern!r}: no kind or macro is called {kind}; see the vocabulary")
        if kind:
            inner = _expand(MACROS[kind]) if kind in MACROS else codes[kind]
            out.append(f"(?P<{name}>{inner})" if name else f"(?:{inner})")
        elif found[4]:
            out.append(f"(?P<{group}>" if group else "(?:")
        elif symbol:
            out.append(symbol)
    return "".join(out)


#: The share of a stretch that its early, middle and late parts reach over; they overlap where days don't divide.
_THIRDS = {"START": (0.0, 1 / 3), "MID": (1 / 3, 2 / 3), "END": (2 / 3, 1.0)}
#: Days of a month: its first ten, its next ten, the rest.
_OF_MONTH = {"START": (1, 10), "MID": (11, 20), "END": (21, 31)}
#: First month and number of months of a year's parts.
_OF_YEAR = {"START": (1, 3), "MID": (5, 4), "END": (10, 3)}


def narrowed(interval: Interval, part: str) -> Interval:
    """The early, middle or late part of an interval.

    Of a year: January to March, May to August, October to December. Of a month: the days to the 10th, to the 20th, the rest.
    Other stretches are cut in thirds, rounded outwards. A day stays whole.
    """
    first, last, precision = interval
    if precision is DatePrecision.DAY or part not in _THIRDS:
        return interval
    if precision is DatePrecision.YEAR and first.year == last.year:
        return periods.months(first.year, *_OF_YEAR[part])
    if precision is DatePrecision.MONTH:
        low, high = _OF_MONTH[part]
        return Interval(first.replace(day=low), min(last, first + timedelta(days=high - 1)), DatePrecision.DAYS)
    days = (last - first).days + 1
    start, end = floor(days * _THIRDS[part][0]), ceil(days * _THIRDS[part][1])
    kept = precision if precision in {DatePrecision.YEAR, DatePrecision.SEASON} else DatePrecision.DAYS
    return Interval(first + timedelta(days=start), first + timedelta(days=max(end, start + 1) - 1), kept)


def dated(value: str, basis: DateBasis, *, part: str = "", kind: str = "DATE") -> Reading:
    """A reading whose days follow from its value, narrowed to a part of it where one is named."""
    interval = periods.value_to_interval(value)
    if interval is None:
        return Reading(kind, value, None, DateBasis.NONE)
    return Reading(kind, value, narrowed(interval, part) if part else interval, basis)


def undated(value: str, *, kind: str = "DATE") -> Reading:
    """A reading without days: a reference, a duration, a set, or a date that nothing anchors."""
    return Reading(kind, value, None, DateBasis.NONE)
