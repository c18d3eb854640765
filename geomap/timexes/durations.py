"""Rules for durations (three weeks, a two-day visit), sets (every Monday, daily) and references without a date (recently)."""

from __future__ import annotations

import re

from dateutil.relativedelta import relativedelta

from geomap import lexicon
from geomap.model import DateBasis, DatePrecision
from geomap.timexes import lexer
from geomap.timexes.endings import ended
from geomap.timexes.grammar import Context, Match, Reading, rule, undated
from geomap.timexes.periods import Interval

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
    "THE (step:STEPPED|FINAL|nth:NTH) count:COUNT STRAIGHT? unit:(UNIT|UNITS)",
    "(step:STEPPED) count:COUNT STRAIGHT? unit:(UNIT|UNITS)",
    "THE count:COUNT STRAIGHT? unit:UNITS",
    "ANOTHER count:COUNT? unit:(UNIT|UNITS)",
    "count:COUNT MORE unit:UNITS",
    "(ABOUT|THE step:STEPPED)? count:COUNT (TO|OR|DASH) COUNT STRAIGHT? unit:UNITS",
    "(ABOUT|THE step:STEPPED)? few:COUPLE unit:UNITS",
    "(ABOUT? AN|THE step:STEPPED) few:COUPLE OF? unit:UNITS",
)
def _counted(match: Match, context: Context) -> Reading | None:
    if match.text("count") == "one" and match.code("unit") == "D" and _someday(match, context):
        return undated("FUTURE_REF")
    unit, count = match.code("unit"), 2 if match.has("few") else match.number("count") or 1
    if _aged(match, context) or _no_count(match, context):
        return None
    value = period(count, unit)
    told = ended(match, context, unit, value=value, count=count) if unit in {"D", "W", "M", "Q", "Y"} else None
    if told is not None:
        return told
    step = -1 if match.text("step") in {"past", "last", "previous"} else 1 if match.text("step") in {"next", "coming"} else 0
    return _reaching(value, step * count, unit, context) if step else undated(value, kind="DURATION")


def _no_count(match: Match, context: Context) -> bool:
    """Whether the words are a fraction or a year: 'three-quarters', 'a quarter of', '1988 quarter'."""
    fraction = "-quarters" in context.low[match.start : match.end] or context.low.startswith(" of", match.end)
    if match.code("unit") == "Q" and fraction:
        return True
    tokens = match.tokens("count")
    singular = match.tokens("unit")[0].kind == "UNIT"
    return bool(tokens) and tokens[0].kind == "YEARNUM" and singular


def _reaching(value: str, count: int, unit: str, context: Context) -> Reading:
    """A duration that ends or begins with the publication: 'the past three days', 'the next two weeks'."""
    published = context.published
    if published is None:
        return undated(value, kind="DURATION")
    days = _days_of(unit, abs(count))
    try:
        other = published - days if count < 0 else published + days
    except (OverflowError, ValueError):
        return undated(value, kind="DURATION")
    grain = {"Y": DatePrecision.YEAR, "E": DatePrecision.YEAR, "C": DatePrecision.YEAR, "L": DatePrecision.YEAR}
    interval = Interval(min(published, other), max(published, other), grain.get(unit, DatePrecision.DAYS))
    return Reading("DURATION", value, interval, DateBasis.RELATIVE, anchors=False)


def _days_of(unit: str, count: int) -> relativedelta:
    if unit.startswith("T"):
        hours = count if unit == "TH" else 1
        return relativedelta(days=-(-hours // 24))
    years = {"Y": 1, "E": 10, "C": 100, "L": 1000}.get(unit, 0)
    months = {"M": 1, "Q": 3}.get(unit, 0)
    weeks = {"W": 1, "F": 2, "WE": 1}.get(unit, 0)
    return relativedelta(years=years * count, months=months * count, days=count * (7 * weeks + (unit == "D")))


@rule("ABOUT? count:DECIMAL DASH? unit:(UNIT|UNITS)")
def _decimal(match: Match, context: Context) -> Reading | None:
    return None if _aged(match, context) else undated(period(match.code("count"), match.code("unit")), kind="DURATION")


@rule("how:TIMES AN unit:UNIT", "(COUNT|MANY) how:TIMES (AN|EVERY|PER) unit:UNIT")
def _times(match: Match, context: Context) -> Reading | None:
    """'Twice a week', 'three times a day'."""
    return undated(period(1, match.code("unit")), kind="SET")


_HALVES = {"Y": "6M", "TH": "30M", "TM": "30S", "D": "T12H"}


@rule(
    "ABOUT? count:COUNT AND AN HALF unit:UNITS",
    "ABOUT? count:COUNT one:INT SLASH two:INT unit:UNITS",
    "ABOUT? AN unit:UNIT AND AN HALF",
    "ABOUT? half:HALF AN unit:UNIT",
    "ABOUT? AN half:HALF DASH? unit:UNIT",
)
def _and_a_half(match: Match, context: Context) -> Reading | None:
    unit = match.code("unit")
    if match.has("one") and (match.number("one"), match.number("two")) != (1, 2):
        return None
    count = 0 if match.has("half") else match.number("count") or 1
    if unit in _TIMES:
        grain, factor = _TIMES[unit]
        return undated(f"P{factor * count + factor // 2}{grain}", kind="DURATION")
    tail = _HALVES.get(unit)
    if tail is None:
        return undated(period(f"{count}.5", unit), kind="DURATION")
    whole = period(count, unit) if count else "PT" if unit.startswith("T") else "P"
    return undated(whole + tail, kind="DURATION")


def _aged(match: Match, context: Context) -> bool:
    """Whether the words give somebody's age; the age of a war or a truce is how long it has lasted."""
    old = _OLD.match(context.low, match.end)
    return old is not None and not _is_ageing(context.low[old.end() : old.end() + _PHRASE])


_OLD = re.compile(r"[\s-]{1,3}olds?\b")
#: How much of the phrase after "two-year-old" is looked at, in characters.
_PHRASE = 24


def _is_ageing(phrase: str) -> bool:
    words = re.findall(r"[a-z-]+", re.split(r"[.,;:]", phrase)[0])[:3]
    return not frozenset(lexicon.table(lexer.VOCABULARY)["AGEING"]["words"]).isdisjoint(words)


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
    alone = match.last - match.first == 1
    if alone and (unit == "Q" or not _SPAN_BEFORE.search(context.low[max(0, match.start - 12) : match.start])):
        return None
    return undated(period("X", unit), kind="DURATION")


#: Words before a bare plural that make it a stretch of time: 'for years', 'in decades'.
_SPAN_BEFORE = re.compile(r"\b(?:for|in|of|over|within|after|take|takes|took|spent|by|or|last|lasted)\s+$")


@rule("step:STEP unit:UNITS", "FUTURE unit:UNITS", "past:PAST unit:UNITS", "these:THESE unit:UNITS")
def _untold(match: Match, context: Context) -> Reading | None:
    """'Coming months', 'future quarters', 'past years', 'these days'."""
    if match.has("these"):
        return undated("PRESENT_REF") if match.text("these") == "these" and match.code("unit") == "D" else None
    return undated("PAST_REF" if match.has("past") or match.number("step") < 0 else "FUTURE_REF")


@rule("THE past:PAST unit:UNIT")
def _past_one(match: Match, context: Context) -> Reading | None:
    unit = match.code("unit")
    return _reaching(period(1, unit), -1, unit, context)


@rule("ABOUT? AN unit:UNIT", "AN (WHOLE|STRAIGHT) unit:UNIT")
def _one(match: Match, context: Context) -> Reading | None:
    unit = match.code("unit")
    if unit == "Q" or (context.low[match.start] == "a" and _told_per(match, context)):
        return None
    return undated(period(1, unit), kind="DURATION")


@rule(
    "EVERY count:COUNT? unit:(UNIT|UNITS|WEEKEND)",
    "EVERY other:OTHER unit:(UNIT|WEEKEND)",
    "EVERY (nth:NTH|OTHER)? day:(WEEKDAY|MONTH|SEASON|DAYPART)",
    "day:WEEKDAYS daypart:DAYPART?",
)
def _every(match: Match, context: Context) -> Reading | None:
    if match.has("unit"):
        count = 2 if match.has("other") else match.number("count") or 1
        return undated(period(count, match.code("unit")), kind="SET")
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


#: "One day" that is to come: "will one day", "hopes that one day".
_SOMEDAY = re.compile(r"\b(?:will|would|could|may|might|can|that|he|she|they|to|'ll)\s+$")


def _someday(match: Match, context: Context) -> bool:
    after = re.match(r"\s{1,2}(?:after|before|later|earlier|ago|of|in|per|off)\b", context.low[match.end : match.end + 10])
    told = _SOMEDAY.search(context.low[max(0, match.start - 16) : match.start])
    return bool(told) and not after and context.low[match.start : match.start + 3] == "one"


#: An amount, and perhaps what is counted.
_AMOUNT = re.compile(r"(?:[\d%]|\b(?:percent|million|billion|thousand|hundred|dozen))\s{1,3}(?:[a-z-]{1,20}\s{1,3})?$")


def _told_per(match: Match, context: Context) -> bool:
    """Whether an amount is told by the unit, as a rate: '$5 million a year', '700 seats a week', 'rose 8% annually'."""
    return bool(_AMOUNT.search(context.low[max(0, match.start - 32) : match.start]))


@rule("how:FREQUENCY")
def _frequency(match: Match, context: Context) -> Reading | None:
    if _told_per(match, context) or re.match(r" [A-Z]", context.text[match.end : match.end + 2]):
        return None  # "8% annually" is a rate, "the daily Courier" a newspaper
    named = context.text[match.start].isupper() and not _SENTENCE_START.search(
        context.text[max(0, match.start - 4) : match.start]
    )
    return None if named else undated(match.code("how"), kind="SET")


_SENTENCE_START = re.compile(r"(?:^|[.!?\n])[\s\"'(]*$")


@rule("ref:VAGUE", "RIGHT ref:VAGUE")
def _vague(match: Match, context: Context) -> Reading | None:
    return undated(match.code("ref"))


@rule("(THE|AN)? unit:(UNIT|UNITS) DASH LONG", "AN? unit:UNITS DASH OLD")
def _long(match: Match, context: Context) -> Reading | None:
    """'A day-long meeting', 'decades-long', 'a years-old dispute'."""
    return undated(period("X" if match.tokens("unit")[0].kind == "UNITS" else 1, match.code("unit")), kind="DURATION")


@rule("unit:UNITS AHEAD", "THE unit:UNITS AHEAD", "lead:APPROX THE unit:UNITS")
def _stretch(match: Match, context: Context) -> Reading | None:
    """'The weeks ahead', 'over the years'."""
    if match.has("lead") and match.text("lead") != "over":
        return None
    return undated(period("X", match.code("unit")), kind="DURATION")


@rule("recent:RECENT", "CURRENT")
def _adjective(match: Match, context: Context) -> Reading | None:
    """'The recent talks', 'his current post'; not 'the most recent of them' and no electric current."""
    qualifies = re.match(r"\s{1,2}(?!of\b|and\b|in\b|to\b|affairs\b|events\b)\w", context.low[match.end : match.end + 9])
    compared = re.search(r"\b(?:more|most|electric|alternating|direct)\s+$", context.low[max(0, match.start - 14) : match.start])
    if not qualifies or compared:
        return None
    return undated("PAST_REF" if match.has("recent") else "PRESENT_REF")


@rule("THE NEAR? ref:FUTURE", "THE (RECENT|DISTANT)? ref:PAST", "THE DISTANT ref:FUTURE")
def _reference(match: Match, context: Context) -> Reading | None:
    qualifies = re.match(r" \w", context.low[match.end : match.end + 2])
    if match.text("ref") == "past" and qualifies and not context.low.endswith("in ", 0, match.start):
        return None
    return undated("FUTURE_REF" if match.text("ref") == "future" else "PAST_REF")
