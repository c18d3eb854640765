"""Rules for times of day: 3 p.m. Monday, at noon on Sept 5, 10:30 GMT."""

from __future__ import annotations

from geomap.model import DateBasis
from geomap.timexes.grammar import Context, Match, Reading, dated, rule, undated
from geomap.timexes.tense import Direction

_NOTHING = None


@rule(
    "clock:CLOCK MERIDIEM? zone:ZONE?",
    "hour:DAYNUM half:MERIDIEM zone:ZONE?",
    "noon:NOON",
)
def _time_alone(match: Match, context: Context) -> Reading | None:
    return _timed(match, context)


def _timed(match: Match, context: Context) -> Reading | None:
    return None
