"""Words that count: the number that a word is, and how many days *two weeks later* or *a day before* are."""

from __future__ import annotations

import re
from dataclasses import dataclass

from geomap import lexicon
from geomap.timexes.lexer import VOCABULARY

#: More digits no count has that is told of days or years.
_DIGITS = 3
_COUNT = re.compile(
    r"(?:just |only )?(?P<count>an?|[\w-]+) (?P<unit>days?|nights?|weeks?|fortnight|hours?|minutes?) (?P<side>\w+)"
)
#: Which way words count.
SIDES = {"later": 1, "after": 1, "afterwards": 1, "before": -1, "earlier": -1}
#: So many days a unit has, where it has more than one.
_LONGER = {"week": 7, "fortnight": 14}
_MINUTES, _HOURS = "minute", "hour"
#: So many hours are within a day.
_WITHIN_A_DAY = 12


@dataclass(frozen=True, slots=True)
class DayCount:
    """So many days later, or before if less than none; ``by_weeks`` where no finer than to the week."""

    days: int
    by_weeks: bool = False


def number_of(word: str) -> int | None:
    """The number of up to three digits that a word in lower case is; None where it is none."""
    if word in {"a", "an"}:
        return 1
    number = word if word.isdecimal() else str(lexicon.table(VOCABULARY)["NUMWORD"].get(word, ""))
    return int(number) if number and len(number) <= _DIGITS else None


def ordinal_of(word: str) -> int | None:
    """The number of an ordinal in words: *third*."""
    known = lexicon.table(VOCABULARY)["ORDINAL"].get(word)
    return int(known) if known is not None else None


def day_count(text: str) -> DayCount | None:
    """The days that words in lower case count: *two days after*, *just a week later*, *ten hours before*; None of any others."""
    found = _COUNT.fullmatch(text)
    count = number_of(found["count"]) if found is not None and found["side"] in SIDES else None
    if found is None or count is None:
        return None
    if found["unit"].startswith((_HOURS, _MINUTES)):
        return DayCount(0) if count <= _WITHIN_A_DAY or found["unit"].startswith(_MINUTES) else None
    length = next((n for unit, n in _LONGER.items() if found["unit"].startswith(unit)), 1)
    return DayCount(SIDES[found["side"]] * count * length, by_weeks=length > 1)
