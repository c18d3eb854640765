"""Bare weekdays and months by the tense of the verb that they hang on.

*was loaded in March* is over, whatever is to come; *leaves office on 28 July* is to come, if July is nearer ahead than behind.

Time expressions are read without a parse, by the words around them; in a sentence that also looks ahead (*the decision, taken on
Wednesday, will cost jobs*) they may be taken for what is to come. The verb that a time hangs on knows better.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

from geomap.events.clauses import STATUS_FILE, ancestors, children, entries, is_speech, is_verb, token_of
from geomap.events.coordinated import is_past
from geomap.model import DatePrecision, Timex

if TYPE_CHECKING:
    from geomap.syntax.tree import Doc, Token

#: A month as it is written in full or in agencies' short forms.
MONTH = (
    r"(?:january|february|march|april|may|june|july|august|september|october|november|december"
    r"|(?:jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec)\b\.?)"
)
_WEEKDAY = re.compile(
    r"(?:(?:noon|midnight|dawn|dusk|early|late) on )?"
    r"(?:mon|tues|wednes|thurs|fri|satur|sun)day(?: (?:morning|afternoon|evening|night))?"
)
_OF = r"(?:(?:the )?(?:night|evening|morning|afternoon|weekend|week) of )?"
_MONTH = re.compile(rf"{_OF}(?:(?:early|late|mid-?|\d{{1,2}}(?:st|nd|rd|th)?) ?)?{MONTH}(?: \d{{1,2}}(?:st|nd|rd|th)?)?")
_LAST_YEAR = date.max.year
_WEEK = timedelta(days=7)
_YEAR = 365
#: What may stand between a verb and the time at which it is done.
_AT = frozenset({"on", "in", "at"})


def tensed(timexes: Sequence[Timex], parsed: Doc, published: date | None) -> tuple[Timex, ...]:
    """The time expressions, those moved that a verb in the past takes back, or one in the present ahead of the publication."""
    return tuple(_moved(t, parsed, published) if published is not None else t for t in timexes)


def _moved(timex: Timex, parsed: Doc, published: date) -> Timex:
    if timex.earliest is None or timex.latest is None:
        return timex
    if timex.latest < published:
        return _moved_ahead(timex, parsed, published, timex.earliest)
    if timex.earliest <= published:
        return timex
    surface = timex.surface.lower()
    weekday, month = _WEEKDAY.fullmatch(surface), _MONTH.fullmatch(surface)
    token = token_of(parsed, timex.start, timex.end) if weekday or month else None
    if token is None or not _is_done(token):
        return timex
    first, last = (timex.earliest - _WEEK, timex.latest - _WEEK) if weekday else _year_before(timex.earliest, timex.latest)
    if last > published or first > published:
        return timex
    value = first.isoformat() if timex.precision is DatePrecision.DAY else f"{first:%Y-%m}"
    return replace(timex, earliest=first, latest=last, value=value)


def _moved_ahead(timex: Timex, parsed: Doc, published: date, first: date) -> Timex:
    """A day of a month that a present tense makes the coming one, if it is nearer than the last one; *meet next in May*, too."""
    if timex.precision is DatePrecision.MONTH:
        return _next_year(timex, parsed, published, first)
    if timex.precision is not DatePrecision.DAY or not _MONTH.fullmatch(timex.surface.lower()) or not 1 < first.year < _LAST_YEAR:
        return timex
    day = first.replace(year=first.year + 1, day=28 if (first.month, first.day) == (2, 29) else first.day)
    token = token_of(parsed, timex.start, timex.end) if published < day and day - published < published - first else None
    if token is None or not any(_is_present(head) for head in _verb_above(token)):
        return timex
    return replace(timex, earliest=day, latest=day, value=day.isoformat())


def _next_year(timex: Timex, parsed: Doc, published: date, first: date) -> Timex:
    """A bare month when something is done next, which is the coming one."""
    token = token_of(parsed, timex.start, timex.end) if _MONTH.fullmatch(timex.surface.lower()) else None
    if token is None or timex.latest is None or (published - timex.latest).days > _YEAR or first.year >= _LAST_YEAR:
        return timex
    if not any(_is_present(verb) and any(c.lower_ == "next" for c in children(verb, "advmod")) for verb in _verb_above(token)):
        return timex
    after = timex.latest + timedelta(days=1)
    coming, last = first.replace(year=first.year + 1), after.replace(year=after.year + 1) - timedelta(days=1)
    return replace(timex, earliest=coming, latest=last, value=f"{coming:%Y-%m}")


def _year_before(first: date, last: date) -> tuple[date, date]:
    """The same days a year before; a month keeps its end, whichever day that is."""
    after = last + timedelta(days=1)
    return _minus_a_year(first), _minus_a_year(after) - timedelta(days=1)


def _minus_a_year(day: date) -> date:
    return day.replace(year=day.year - 1, day=28 if (day.month, day.day) == (2, 29) else day.day)


def _is_done(token: Token) -> bool:
    """Whether a time hangs straight on a verb of the past that sets nothing up."""
    arranged = entries(STATUS_FILE, "planned") | entries(STATUS_FILE, "possible")  # "was due on Monday"
    return any(
        _is_over(head)
        and head.lemma_ != "be"
        and not is_speech(head)
        and (head.lemma_.lower() not in arranged or (head.tag_ == "VBD" and token.i < head.i))  # "on Monday it agreed to"
        for head in _verb_above(token)
    )


def _verb_above(token: Token) -> Iterator[Token]:
    """The verb that a time hangs straight on: *left on Monday*; none of *closed until Monday*, *the vote of March*."""
    for child, head in ancestors(token):
        if is_verb(head):
            if child.dep_ != "prep" or child.lower_ in _AT:
                yield head
            return
        beside = child.dep_ == "conj"  # "on Monday and Tuesday"
        if not beside and (child.dep_ not in {"pobj", "npadvmod", "compound", "nummod"} or not _is_preposition(head)):
            return


def _is_preposition(word: Token) -> bool:
    return word.pos_ == "ADP" or word.dep_ == "prep"


def _is_present(verb: Token) -> bool:
    finite = verb.tag_ in {"VBZ", "VBP"} or any(
        c.tag_ in {"VBZ", "VBP"} and c.lemma_ == "be" for c in children(verb, "aux", "auxpass")
    )
    return finite and not is_speech(verb) and not any(c.lemma_ == "have" for c in children(verb, "aux"))


def _is_over(verb: Token) -> bool:
    alone = not any(True for _ in children(verb, "aux", "auxpass", "mark"))
    if verb.tag_ == "VBG" and verb.dep_ == "advcl" and alone:
        return is_past(verb.head)  # "foiled a plot, arresting two men on Monday"
    return (verb.tag_ == "VBN" and verb.dep_ in {"acl", "relcl"} and alone) or is_past(verb)
