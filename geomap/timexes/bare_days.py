"""Rules for a day of a month that isn't named: on the 23rd, until the 5th."""

from __future__ import annotations

import re
from datetime import date

from geomap.model import DateBasis
from geomap.timexes import periods
from geomap.timexes.absolute import day_value
from geomap.timexes.anchors import focus
from geomap.timexes.grammar import Context, Match, Reading, dated, rule, undated
from geomap.timexes.tense import Direction

#: What the day stands after; at the start of a clause a name may follow it: *On the 30th Ames left*.
_BEFORE = re.compile(r"(?P<opens>(?:^|\n|[.;:\u2014] ?)\s?)?\b(?:on|until|till|through) $")
_REACH_BACK = 16
#: What may follow it elsewhere, and no floor, anniversary or parallel of that number.
_NO_NOUN_NEXT = re.compile(
    r"\s{0,2}(?:[.,;:!?)\"\u201d\u2013\u2014]|--|\Z|"
    r"(?:and|but|as|when|while|that|to|for|in|at|with|from|by|after|before|he|she|they|it|who|which|was|were|is|will|the|a)\b)"
)
#: Names that begin with a number, and any common noun.
_NUMBERED = re.compile(
    r"\s+(?:[a-z]|(?:[A-Z][a-z]+\s+)?(?:Parallel|Avenue|Street|Floor|Congress|Amendment|Anniversary|Division|Regiment|Brigade|"
    r"Battalion|Army|Corps|Fleet|Century|District|Edition|Session|Summit|Conference|Assembly)\b)"
)
_LONGEST_MONTH = 31
#: A month without that day is passed over: of two that follow each other, one has all 31.
_MONTHS_ON = 2


@rule("lead:(ON|TO) THE day:NUMERAL")
def _bare_day(match: Match, context: Context) -> Reading | None:
    """Of the month last spoken of, else of the one that the clause means."""
    before = _BEFORE.search(context.low, max(0, match.start - _REACH_BACK), match.start)
    if before is None or not 1 <= match.number("day") <= _LONGEST_MONTH:
        return None
    opens = before["opens"] is not None and not _NUMBERED.match(context.text, match.end)
    if not opens and not _NO_NOUN_NEXT.match(context.low, match.end):
        return None
    found = focus(match, context, "M")
    near = found.interval.earliest if found is not None and found.interval is not None else context.published
    if near is None:
        return undated("XXXX-XX-XX")
    value = _nearest(near, match.number("day"), context.direction(match), context.published)
    return dated(value, DateBasis.RELATIVE) if value else None


def _nearest(near: date, day: int, direction: Direction, published: date | None) -> str | None:
    """That day in the month of ``near``, or in the next one to the side on which the clause looks at the publication."""
    for step in range(_MONTHS_ON + 1):
        month = periods.shifted(near.replace(day=1), step * (direction or Direction.PAST), "M")
        value = day_value(int(month[:4]), int(month[5:7]), day) if month else None
        if value is None:
            continue
        if published is None or direction is Direction.UNKNOWN:
            return value
        ahead = (date.fromisoformat(value) - published).days * direction
        if ahead >= 0:
            return value
    return None
