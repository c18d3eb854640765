"""Rules for times of day (3 p.m., noon, 10:30 GMT) and the joining of a time with the day beside it: 3 p.m. Monday."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from geomap import lexicon
from geomap.model import DatePrecision, Span
from geomap.timexes import lexer
from geomap.timexes.grammar import Context, Match, Reading, dated, rule, undated

#: What may stand between a time and its day.
_JOINTS = frozenset({"", ",", "on", ", on", "at", ", at", "of"})
#: "At 1230 hours" is a time, "after 1000 hours" a stretch of them.
_AT = re.compile(r"\b(?:at|by|around|about)\s$")
_UNANCHORED = "XXXX-XX-XX"


@rule(
    "ABOUT? clock:CLOCK half:MERIDIEM? ZONE?",
    "ABOUT? hour:DAYNUM half:MERIDIEM ZONE?",
    "ABOUT? (hour:(DAYNUM|NUMWORD)|clock:CLOCK) half:MERIDIEM? IN THE daypart:DAYPART",
    "noon:NOON",
    "digits:(NUMBER|YEARNUM) (ZONE|hours:UNITS)",
)
def _time_of_day(match: Match, context: Context) -> Reading | None:
    """A time of day on the day last spoken of; without one the day stays unknown."""
    if match.has("hours") and not (
        match.code("hours") == "TH" and _AT.search(context.low[max(0, match.start - 8) : match.start])
    ):
        return None
    clock = match.code("noon") or (_four_digits(match.text("digits")) if match.has("digits") else _clock(match))
    if clock is None:
        return None
    for end, reading in reversed(context.focus):
        if match.start - end <= 200 and reading.interval and reading.interval.precision is DatePrecision.DAY:
            return dated(f"{reading.interval.earliest.isoformat()}T{clock}", reading.basis, kind="TIME")
    return undated(f"{_UNANCHORED}T{clock}", kind="TIME")


def _four_digits(digits: str) -> str | None:
    """0735 as 07:35."""
    valid = len(digits) == 4 and digits[:2] <= "23" and digits[2:] <= "59"
    return f"{digits[:2]}:{digits[2:]}" if valid else None


def _clock(match: Match) -> str | None:
    """The time as hh:mm; None where the clock has no such time."""
    hour, _, minutes = match.code("clock").partition(":") if match.has("clock") else (str(match.number("hour")), "", "00")
    number, minute = int(hour), minutes[:2]
    half = match.number("half") if match.has("half") else None
    if match.has("daypart"):
        half = lexicon.table(lexer.VOCABULARY)["HALF_OF_DAY"][match.code("daypart")]
    if half is not None and match.text("half") != "o'clock":
        if not 1 <= number <= 12:
            return None
        number = number % 12 + half
    return f"{number:02d}:{minute}" if number <= 24 and int(minute) < 60 else None


def joined(text: str, readings: Iterable[tuple[Span, Reading]]) -> Iterator[tuple[Span, Reading]]:
    """The readings, with each time of day and the day that stands right beside it made one."""
    held: tuple[Span, Reading] | None = None
    for piece in readings:
        if held is None:
            held = piece
            continue
        both = _both(text, held, piece)
        if both is None:
            yield held
            held = piece
        else:
            held = both
    if held is not None:
        yield held


def _both(text: str, first: tuple[Span, Reading], second: tuple[Span, Reading]) -> tuple[Span, Reading] | None:
    between = " ".join(text[first[0].end : second[0].start].lower().split())
    if between not in _JOINTS:
        return None
    span = Span(first[0].start, second[0].end)
    for time, day in ((first[1], second[1]), (second[1], first[1])):
        if time.type == "TIME" and "T" in time.value and day.type == "DATE" and _is_day(day):
            clock = time.value.partition("T")[2]
            return span, replace(day, type="TIME", value=f"{day.value}T{clock}")
    return None


def _is_day(reading: Reading) -> bool:
    known = reading.interval
    return known.precision is DatePrecision.DAY if known else reading.value.startswith("XXXX-") and reading.value.count("-") == 2
