"""When something was to be that was called off, or that somebody did not do after all.

*Called off a visit that was to have begun on Wednesday*, *a march that the union had wanted to begin on Thursday was dropped*:
the day is that of what had been meant, in a clause that describes the noun, or the one who was to come. A bare weekday of it is
the coming one, unless the words put it behind.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

from geomap.events.ahead import BARE_WEEKDAY, a_year_on, is_yearless, lies_ahead
from geomap.events.attach import attachment, whole
from geomap.events.clauses import STATUS_FILE, ancestors, children, entries, is_speech, is_verb
from geomap.events.context import Context
from geomap.events.dating import when
from geomap.model import DatePrecision, Timex, When

if TYPE_CHECKING:
    from geomap.syntax.tree import Token

_WEEK = timedelta(days=7)
#: What was to be on a weekday is ahead when it is called off, if that is no further off; *Saturday's launch* is sooner over.
_AHEAD_DAYS, _SOON_DAYS = 4, 2
_NO_DAYS = frozenset({"DURATION", "SET"})
_DESCRIBING = frozenset({"relcl", "acl"})
_NOW = frozenset({"is", "are", "has", "have", "will", "wo"})
_HAPPENING = frozenset({"have", "be"})


def day_meant(trigger: Token, context: Context) -> When | None:
    """The day that a clause of the sentence says it was meant for: *a trip he was to make in June is off*; None without one."""
    for noun in _described(trigger):
        first, last = noun.left_edge.i, noun.right_edge.i
        for token, timex in context.timexes_in(trigger.sent):
            if noun.i < token.i and first <= token.i <= last and _names_days(timex) and _is_meant(token, noun):
                return in_its_week(when(timex, context), trigger, context)
    return None


def _described(trigger: Token) -> Iterator[Token]:
    """The noun of what is called off, and who was to do it: *the envoy, who was to come on Sunday, put off the journey*."""
    if not is_verb(trigger):
        yield whole(trigger)
    verb = _verb_of(trigger)
    if verb is not None:
        yield from children(verb, "nsubj", "nsubjpass")


def _verb_of(trigger: Token) -> Token | None:
    """The verb itself, or the nearest above a noun."""
    return trigger if is_verb(trigger) else next((head for _, head in ancestors(trigger) if is_verb(head)), None)


def _names_days(timex: Timex) -> bool:
    return timex.earliest is not None and timex.type not in _NO_DAYS and not timex.value.endswith("_REF")


def _is_meant(time: Token, noun: Token) -> bool:
    """Whether a time stands in a clause of a noun that tells what was to be: *was to begin on Friday*, *meet there next week*."""
    hung = attachment(time, ())
    if hung is None or is_speech(hung.owner):
        return False
    clause = hung.owner
    above = [clause]
    for child, head in ancestors(clause):
        if head.i == noun.i or child.dep_ in _DESCRIBING:
            break
        above.append(head)
    if clause.tag_ in {"VBZ", "VBP"} and clause.dep_ in _DESCRIBING:
        return True
    return any(_sets_up(word) for word in above)


def _sets_up(word: Token) -> bool:
    """Whether a word tells what somebody is to do, or wants to: *was to*, *due*, *had hoped*, *planned*."""
    lemma = word.lemma_.lower()
    if lemma in _HAPPENING:
        return any(any(c.tag_ == "TO" for c in children(verb, "aux")) for verb in children(word, "xcomp"))
    return lemma in entries(STATUS_FILE, "planned") or lemma in entries(STATUS_FILE, "possible")


def in_its_week(time: When, trigger: Token, context: Context) -> When:
    """A bare weekday of what is called off or not done as the coming one, or as that which is over.

    It is over where what was due *did not* come about, and else if it is nearer behind; where its calling off has a day, it is
    the next after that.
    """
    published = context.document.published
    if published is not None and time.latest is not None and is_yearless(time):
        return _in_its_year(time, time.latest, trigger, published)
    if published is None or time.earliest is None or not BARE_WEEKDAY.fullmatch((time.text or "").lower()):
        return time
    behind = time if not lies_ahead(time, published) else _moved(time, -_WEEK)
    if behind.earliest is None or not 0 < (published - behind.earliest).days <= _WEEK.days:
        return time
    ahead = _moved(behind, _WEEK)
    called = _called_off_on(trigger, time, context)
    if called is not None:
        return behind if behind.earliest >= called else ahead
    named_by_it = time.span is not None and time.span.start < trigger.idx and not is_verb(trigger)
    far = (behind.earliest + _WEEK - published).days > (_SOON_DAYS if named_by_it else _AHEAD_DAYS)
    return behind if _is_over(trigger) or (far and not _is_of_now(trigger)) else ahead


def _in_its_year(time: When, last: date, trigger: Token, published: date) -> When:
    """A month or season that is over as the coming one, if that is nearer, or what is told as of now."""
    if last >= published or time.earliest is None:
        return time
    ahead = a_year_on(time, time.earliest, last)
    nearer = ahead.earliest is not None and ahead.earliest - published < published - last
    return ahead if nearer or _is_of_now(trigger) else time


def _moved(time: When, by: timedelta) -> When:
    return replace(time, earliest=time.earliest + by if time.earliest else None, latest=time.latest + by if time.latest else None)


def _called_off_on(trigger: Token, time: When, context: Context) -> date | None:
    """The day on which it was called off: *the stop planned for Wednesday was scrapped on Tuesday night*."""
    verb = _verb_of(trigger) if not is_verb(trigger) else None
    if verb is None:
        return None
    for token, timex in context.timexes_in(trigger.sent):
        hung = attachment(token, ())
        if hung is None or hung.owner.i != verb.i or timex.precision is not DatePrecision.DAY or timex.span == time.span:
            continue
        return timex.earliest
    return None


def _is_over(trigger: Token) -> bool:
    """Whether a past tense says that it has not come about: *did not come*, *was due to tour the town but did not*."""
    verb = _verb_of(trigger)
    return verb is not None and any(
        any(c.lower_ == "did" for c in children(v, "aux")) and any(True for _ in children(v, "neg"))
        for v in (verb, *children(verb, "conj"), *(c for _, h in ancestors(verb) for c in children(h, "conj")))
    )


def _is_of_now(trigger: Token) -> bool:
    """Whether it is told as of now that it will not be: *is off*, *has been cancelled*, *will not go ahead*."""
    verb = _verb_of(trigger)
    words = {c.lower_ for c in children(verb, "aux", "auxpass")} | {verb.lower_} if verb is not None else set()
    return "to" not in words and bool(words & _NOW)
