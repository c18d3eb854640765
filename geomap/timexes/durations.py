"""Rules for durations (three weeks, a two-day visit), sets (every Monday, daily) and references without a date (recently)."""

from __future__ import annotations

import re

from geomap.timexes.grammar import Context, Match, Reading, rule, undated

_TIMES = {"E": ("Y", 10), "C": ("Y", 100), "L": ("Y", 1000), "F": ("W", 2)}


def period(count: int | str, unit: str) -> str:
    """A TimeML duration: 3 and ``W`` is ``P3W``; 2 and ``TH`` is ``PT2H``; decades and centuries are told in years."""
    if unit in _TIMES and isinstance(count, int):
        unit, factor = _TIMES[unit]
        count *= factor
    if unit.startswith("T"):
        return f"PT{count}{unit[1:]}"
    return f"P{count}{unit}"


@rule(
    "ABOUT? count:COUNT STRAIGHT? unit:(UNIT|UNITS|WEEKEND)",
    "ABOUT? count:COUNT DASH unit:(UNIT|UNITS)",
    "ABOUT? THE (step:STEPPED|FINAL|nth:NTH) count:COUNT STRAIGHT? unit:(UNIT|UNITS)",
    "(step:STEPPED) count:COUNT STRAIGHT? unit:(UNIT|UNITS)",
    "THE count:COUNT STRAIGHT? unit:UNITS",
    "ANOTHER count:COUNT? unit:(UNIT|UNITS)",
    "count:COUNT MORE unit:UNITS",
)
def _counted(match: Match, context: Context) -> Reading | None:
    if _aged(match, context):
        return None
    return undated(period(match.number("count") or 1, match.code("unit")), kind="DURATION")


def _aged(match: Match, context: Context) -> bool:
    return bool(re.match(r"[\s-]+old\b|-olds\b", context.low[match.end : match.end + 5]))


@rule(
    "MANY unit:UNITS",
    "THE? (step:STEPPED) MANY unit:UNITS",
    "THE (step:STEPPED) unit:UNITS",
    "unit:UNITS",
    "recent:RECENT unit:UNITS",
)
def _uncounted(match: Match, context: Context) -> Reading | None:
    unit = match.code("unit")
    if match.has("recent"):
        return undated("PAST_REF")
    return undated(period("X", unit), kind="DURATION")


@rule("ABOUT? AN unit:UNIT", "THE PAST unit:UNIT", "(AN|THE) WHOLE unit:UNIT")
def _one(match: Match, context: Context) -> Reading | None:
    unit = match.code("unit")
    before = context.low[max(0, match.start - 24) : match.start]
    if context.low[match.start] == "a" and re.search(r"\d[\d,.]*\s+(?:\w+\s+)?$", before):
        return None
    return undated(period(1, unit), kind="DURATION")


@rule("EVERY count:COUNT? unit:(UNIT|UNITS|WEEKEND)", "EVERY nth:NTH? day:(WEEKDAY|MONTH|SEASON|DAYPART)", "day:WEEKDAYS daypart:DAYPART?")
def _every(match: Match, context: Context) -> Reading | None:
    if match.has("unit"):
        return undated(period(match.number("count") or 1, match.code("unit")), kind="SET")
    kind = match.tokens("day")[0].kind
    value = match.code("day")
    if kind == "MONTH":
        return undated(f"XXXX-{int(value):02d}", kind="SET")
    if kind == "SEASON":
        return undated(f"XXXX-{value}", kind="SET")
    if kind == "DAYPART":
        return undated(f"XXXX-XX-XXT{value}", kind="SET")
    tail = f"T{match.code('daypart')}" if match.has("daypart") else ""
    return undated(f"XXXX-WXX-{int(value) + 1}{tail}" if int(value) < 7 else "XXXX-WXX", kind="SET")


@rule("how:FREQUENCY")
def _frequency(match: Match, context: Context) -> Reading | None:
    return undated(match.code("how"), kind="SET")


@rule("ref:VAGUE", "RIGHT ref:VAGUE")
def _vague(match: Match, context: Context) -> Reading | None:
    return undated(match.code("ref"))


@rule("THE NEAR? ref:FUTURE", "THE (RECENT|DISTANT)? ref:PAST", "THE DISTANT ref:FUTURE")
def _reference(match: Match, context: Context) -> Reading | None:
    following = context.low[match.end : match.end + 2]
    if match.text("ref") == "past" and re.match(r" \w", following):
        return None
    return undated("FUTURE_REF" if match.text("ref") == "future" else "PAST_REF")
