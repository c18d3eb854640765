"""Rules for times of day (3 p.m., noon, 10:30 GMT) and the joining of a time with the day beside it: 3 p.m. Monday."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import timedelta

from geomap import lexicon
from geomap.model import DatePrecision, Span
from geomap.timexes import lexer
from geomap.timexes.grammar import Context, Match, Reading, dated, rule, undated

#: What may stand between a time and its day.
_JOINTS = frozenset({"", ",", "on", ", on", "at", ", at", "of", "local time", "local time on", "local time,"})
#: The longest of these with the white space that may stand around it, in characters.
_JOINT = 24
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
    """A time of day on the day last spoken of, or on the day after that night; without one the day stays unknown."""
    if match.has("hours") and not (
        match.code("hours") == "TH" and _AT.search(context.low[max(0, match.start - 8) : match.start])
    ):
        return None
    clock = match.code("noon") or (_four_digits(match.text("digits")) if match.has("digits") else _clock(match))
    if clock is None:
        return None
    for end, reading in reversed(context.focus):
        if match.start - end <= 200 and reading.interval and reading.interval.precision is DatePrecision.DAY:
            day = reading.interval.earliest
            if _is_past_the_night(clock, end, reading, context) and day != context.published:
                day += timedelta(days=1)
            return dated(f"{day.isoformat()}T{clock}", reading.basis, kind="TIME")
    return undated(f"{_UNANCHORED}T{clock}", kind="TIME")


#: How the value of a time ends that is of an evening or a night; its hours are from six o'clock.
_LATE = re.compile(r"T(?:EV|NI|1[89]:\d\d|2[0-4]:\d\d)$")
_LATE_ON = re.compile(
    r"\b(?:late(?: on)?|(?:evening|night) (?:of|on)(?: the)?|(?:[6-9]|1[01])(?:[.:]\d\d)? ?p\.?m\.?(?: on)?) (?:\w+ ){0,2}\w+$"
)
_LATE_REACH = 40


def _is_past_the_night(clock: str, end: int, told: Reading, context: Context) -> bool:
    """Whether the hours of a morning follow on what was told of a night: *burned on Monday evening. By noon ...*."""
    late = _LATE.search(told.value) or _LATE_ON.search(context.low, max(0, end - _LATE_REACH), end)
    return bool(late) and clock <= "12:00" and "24:00" not in told.value


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


def joined(text: str, low: str, readings: Iterable[tuple[Span, Reading]]) -> Iterator[tuple[Span, Reading]]:
    """The readings, with each time of day and the day that stands right beside it made one.

    A part of the day before its day belongs to it too: *the night of 3 July*.
    """
    held: tuple[Span, Reading] | None = None
    for alone in readings:
        piece = _with_daypart(low, alone, held[0].end if held else 0)
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
    if second[0].start - first[0].end > _JOINT:
        return None
    between = " ".join(text[first[0].end : second[0].start].lower().split())
    if between not in _JOINTS:
        return None
    span = Span(first[0].start, second[0].end)
    for time, day in ((first[1], second[1]), (second[1], first[1])):
        if time.type == "TIME" and "T" in time.value and day.type == "DATE" and _is_day(day):
            clock = time.value.partition("T")[2]
            return span, replace(day, type="TIME", value=f"{day.value}T{clock}")
    return None


_DAYPART = re.compile(r"\b(?:the )?(morning|afternoon|evening|night|dawn|dusk) (?:of|on) (?:the )?$")
_DAYPART_REACH = 28


def _with_daypart(low: str, piece: tuple[Span, Reading], floor: int) -> tuple[Span, Reading]:
    """A day with the part of it that is named before: *the morning of September 3*, *dawn on Sunday*."""
    span, reading = piece
    if reading.type != "DATE" or not _is_day(reading):
        return piece
    found = _DAYPART.search(low, max(floor, span.start - _DAYPART_REACH), span.start)
    if found is None:
        return piece
    letters = lexicon.table(lexer.VOCABULARY)["DAYPART"][found[1]]
    return Span(found.start(), span.end), replace(reading, type="TIME", value=f"{reading.value}T{letters}")


#: What may stand between two times of one day: "9 a.m. to 5 p.m. on Monday", "10 a.m. (0700 GMT) on Monday".
_SAME_DAY = frozenset({"to", "and", "-", "\u2013", "until", "till", "or", "(", ")", ") on", "), on"})


def on_their_days(text: str, readings: Iterable[tuple[Span, Reading]]) -> Iterator[tuple[Span, Reading]]:
    """The readings, where a time of day without a day has the day of the one that follows it closely."""
    waiting: list[tuple[Span, Reading]] = []
    for span, reading in readings:
        if waiting and not _shares_day(text, waiting[-1][0], span):
            yield from waiting
            waiting = []
        if reading.type == "TIME" and reading.value.startswith(_UNANCHORED) and len(waiting) < _MOST_TIMES:
            waiting.append((span, reading))
            continue
        known = reading.interval is not None and _is_day(reading) and reading.type in {"DATE", "TIME"}
        for place, time in waiting:
            day = reading.value.partition("T")[0]
            yield place, replace(reading, type="TIME", value=f"{day}T{time.value.partition('T')[2]}") if known else time
        waiting = []
        yield span, reading
    yield from waiting


_MOST_TIMES = 4


def _shares_day(text: str, first: Span, second: Span) -> bool:
    return second.start - first.end <= _JOINT and " ".join(text[first.end : second.start].split()).lower() in _SAME_DAY


def _is_day(reading: Reading) -> bool:
    known = reading.interval
    return known.precision is DatePrecision.DAY if known else bool(_SOME_DAY.fullmatch(reading.value))


#: The value of a day that nothing anchors.
_SOME_DAY = re.compile(r"XXXX-(?:(?:\d\d|XX)-(?:\d\d|XX)|WXX-\d)")
