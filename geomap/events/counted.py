"""Days counted from what was told just before: *the next morning*, *two days later*, *the evening before*, *hours later*.

Time expressions are counted from the date last named, if it is near. Where no date is, they are from what last happened.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import timedelta
from typing import TYPE_CHECKING

from geomap import lexicon
from geomap.events.attach import carriers, predicate
from geomap.events.clauses import children
from geomap.model import DateBasis, DatePrecision, Span, When

if TYPE_CHECKING:
    from spacy.tokens import Token

    from geomap.events.chronology import Days
    from geomap.events.draft import Draft

_NUMBERS_FILE = "timexes/vocabulary.toml"
#: Longer than this no such words are.
_WORDS = 6
_DAY = r"(?:day|morning|afternoon|evening|night)"
_ONE = re.compile(rf"(?:(?:on|by|in|during) )?(?:the |that )?(?:very )?(?P<step>next|following|previous|preceding|same) {_DAY}")
_BESIDE = re.compile(rf"the (?:{_DAY}) (?P<side>before|after)")
_COUNT = re.compile(r"(?:just |only )?(?P<count>an?|[\w-]+) (?P<unit>days?|nights?|hours?|minutes?) (?P<side>\w+)")
_VAGUE = re.compile(r"(?:just |only )?(?:(?:a few |some )?(?:hours|minutes|moments|seconds)) (?P<side>\w+)")
_THAT = re.compile(rf"(?:later )?that {_DAY}")
_STEPS = {"next": 1, "following": 1, "previous": -1, "preceding": -1, "same": 0}
_SIDES = {"later": 1, "after": 1, "afterwards": 1, "before": -1, "earlier": -1}
_HOURS = 12
_TIED = ("npadvmod", "advmod", "prep", "dobj", "nmod", "tmod")


def from_told(draft: Draft, group: Sequence[Draft], told: Sequence[tuple[Draft, Days]]) -> When | None:
    """The day that the words of a happening count from what was done last before; None where they count nothing.

    What was said is no day to count from: *said that they had been warned a day earlier*.
    """
    first, last = next((days for d, days in reversed(told) if d.found.event_type != "statement"), (None, None))
    if first is None or first != last:
        return None
    for words, off in (c for d in group for c in _counted(d.found.token)):
        day = first + timedelta(days=off)
        span = Span(words[0].idx, words[-1].idx + len(words[-1].text))
        text = words[0].doc.text[span.start : span.end]
        return When(day, day, DatePrecision.DAY, DateBasis.RELATIVE, text, span)
    return None


def _counted(trigger: Token) -> Iterator[tuple[list[Token], int]]:
    """The words by the verb of a happening that count days, and how many."""
    above = predicate(trigger)
    for verb in (trigger, *carriers(trigger), *((above,) if above is not None else ())):
        for child in children(verb, *_TIED):
            words = sorted(child.subtree, key=lambda t: t.i)
            off = _offset(" ".join(w.lower_ for w in words)) if len(words) <= _WORDS else None
            if off is not None:
                yield words, off


def _offset(text: str) -> int | None:
    """How many days the words are off what was told: 0 of *hours later*."""
    one = _ONE.fullmatch(text)
    if one is not None:
        return _STEPS[one["step"]]
    if _THAT.fullmatch(text):
        return 0
    beside = _BESIDE.fullmatch(text)
    if beside is not None:
        return _SIDES[beside["side"]]
    vague = _VAGUE.fullmatch(text)
    if vague is not None:
        return 0 if vague["side"] in _SIDES else None
    return _of_count(text)


def _of_count(text: str) -> int | None:
    found = _COUNT.fullmatch(text)
    if found is None or found["side"] not in _SIDES:
        return None
    count = number_of(found["count"])
    if count is None:
        return None
    if found["unit"].startswith(("hour", "minute")):
        return 0 if count <= _HOURS or found["unit"].startswith("minute") else None
    return _SIDES[found["side"]] * count


def number_of(word: str) -> int | None:
    """The number of up to two digits that a word in lower case is; None where it is none."""
    if word in {"a", "an"}:
        return 1
    if word.isdecimal():
        return int(word) if len(word) <= _DIGITS else None
    known = lexicon.table(_NUMBERS_FILE)["NUMWORD"].get(word)
    return int(known) if known is not None else None


_DIGITS = 2
