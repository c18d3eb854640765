"""Find the time expressions of a text: lex it, try the rules at each token, keep the longest reading."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from functools import cache

from geomap.model import DatePrecision, Span, Timex
from geomap.timexes import (
    absolute,
    anaphora,
    bare_days,
    clock,
    counted_days,
    durations,
    lexer,
    narrated,
    quarters,
    ranges,
    relative,
)
from geomap.timexes.grammar import RULES, Context, Match, Reading, Rule
from geomap.timexes.lexer import Token

#: The modules whose rules apply; importing them registers these.
RULE_MODULES = (narrated, clock, absolute, bare_days, counted_days, ranges, quarters, relative, anaphora, durations)
#: How many readings are remembered for "the day after", "a year earlier".
_FOCUS_KEPT = 8


def find(text: str, *, published: date | None = None, furniture: Sequence[Span] = ()) -> tuple[Timex, ...]:
    """The time expressions of a text, in order, none inside ``furniture``.

    ``published`` anchors what is told relative to it; without it such expressions keep their words and have no interval.
    Never raises on any text.
    """
    low = lexer.lowered(text)
    context = Context(text=text, low=low, published=published, day_first=absolute.day_first(low))
    found: list[Timex] = []
    read = itertools.chain.from_iterable(_read(segment, context) for segment in lexer.segments(text, low))
    for piece, reading in clock.on_their_days(text, clock.joined(text, low, read)):
        found.append(_timex(text, piece, reading))
    return tuple(_outside(found, furniture))


@cache
def _starters() -> dict[str, tuple[Rule, ...]]:
    """For each kind the rules that can begin with it."""
    firsts = [(_first(entry.pattern.pattern), entry) for entry in RULES]
    return {code: tuple(entry for first, entry in firsts if code in first) for code in lexer.kinds().values()}


def _first(pattern: str) -> frozenset[str]:
    """The characters that can begin a match. Patterns hold literals, groups, ``|`` and ``?`` only."""
    cleaned = re.sub(r"\?P<[^>]*>|\?:", "", pattern)
    firsts, _, _ = _first_of(cleaned, 0)
    return firsts


def _first_of(pattern: str, i: int) -> tuple[frozenset[str], bool, int]:
    firsts: set[str] = set()
    any_empty, empty = False, True
    while i < len(pattern) and pattern[i] != ")":
        char = pattern[i]
        if char == "|":
            any_empty, empty = any_empty or empty, True
            i += 1
            continue
        if char == "(":
            inner, inner_empty, i = _first_of(pattern, i + 1)
        else:
            inner, inner_empty = frozenset(char), False
        i += 1
        if pattern[i : i + 1] == "?":
            inner_empty = True
            i += 1
        if empty:
            firsts |= inner
        empty = empty and inner_empty
    return frozenset(firsts), any_empty or empty, i


def _read(segment: list[Token], context: Context) -> Iterator[tuple[Span, Reading]]:
    codes = lexer.kinds()
    shape = "".join(codes[token.kind] for token in segment)
    starters = _starters()
    position = 0
    while position < len(segment):
        best = _longest(shape, position, starters.get(shape[position], ()), segment, context)
        if best is None:
            position += 1
        else:
            match, reading = best
            if reading.anchors:
                context.focus.append((match.end, reading))
                del context.focus[:-_FOCUS_KEPT]
            yield from reading.parts or ((Span(match.start, match.end), reading),)
            position = match.last


def _longest(
    shape: str, position: int, rules: Iterable[Rule], segment: Sequence[Token], context: Context
) -> tuple[Match, Reading] | None:
    matched = [(m, r) for r in rules if (m := r.pattern.match(shape, position)) and m.end() > position]
    matched.sort(key=lambda pair: -pair[0].end())
    for found, entry in matched:
        match = Match(found, segment)
        try:
            reading = entry.read(match, context)
        except (OverflowError, ValueError):  # a day that the calendar doesn't reach: year 0, the day after 31 December 9999
            continue
        if reading is not None:
            return match, reading
    return None


def _timex(text: str, match: Span, reading: Reading) -> Timex:
    interval = reading.interval
    return Timex(
        start=match.start,
        end=match.end,
        surface=text[match.start : match.end],
        type=reading.type,
        value=reading.value,
        earliest=interval.earliest if interval else None,
        latest=interval.latest if interval else None,
        precision=interval.precision if interval else DatePrecision.UNKNOWN,
        basis=reading.basis,
    )


def _outside(found: Sequence[Timex], furniture: Sequence[Span]) -> Iterator[Timex]:
    """The expressions that no furniture covers; both run in the text's order, so one pass suffices."""
    spans = sorted(furniture, key=lambda span: span.start)
    reach, i = -1, 0
    for timex in found:
        while i < len(spans) and spans[i].start < timex.end:
            reach = max(reach, spans[i].end)
            i += 1
        if reach <= timex.start:
            yield timex
