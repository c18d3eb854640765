"""When something is that is still to come: a bare weekday of it is the next one, a bare month or season that of the next year."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

from geomap.events.attach import carriers, predicate, time_attachment
from geomap.events.clauses import STATUS_FILE, ancestors, children, entries, is_light, is_speech, is_verb, token_of
from geomap.events.coordinated import is_past, is_perceived
from geomap.events.rescheduled import still_holds
from geomap.events.tensed import MONTH
from geomap.model import DateBasis, When

if TYPE_CHECKING:
    from geomap.syntax.tree import Token

_WEEK = 7
#: What was to happen on a weekday that is no further ahead is called off before that day.
_SOON_DAYS = 2
#: A weekday that says nothing of which week it is in.
BARE_WEEKDAY = re.compile(
    r"(?:(?:noon|midnight|dawn|dusk|early|late) on |this )?"
    r"(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day(?: (?:morning|noon|afternoon|evening|night))?|(?:the )?weekend)"
)
_SEASON = r"(?:(?:early|late|mid)[ -])?(?:the )?(?:spring|summer|autumn|fall|winter)"
_NUMBER = r"\d{1,2}(?:st|nd|rd|th)?"
_PART = r"(?:(?:early|late|mid)[ -]|(?:the )?(?:start|end|beginning|middle) of )?"
#: A time of the year that doesn't say of which.
_YEARLESS = re.compile(rf"{_SEASON}|{_PART}{MONTH}|(?P<day>{MONTH} {_NUMBER}|(?:the )?{_NUMBER} (?:of )?{MONTH})")
_BARE_DAYS = re.compile(
    r"(?:from )?(?:mon|tues|wednes|thurs|fri|satur|sun)day (?:to|until|through) (?:mon|tues|wednes|thurs|fri|satur|sun)day"
)
_TODAY = re.compile(r"\b(?:tonight|this (?:morning|afternoon|evening)|(?:later )?today)\b")
_TRIED = frozenset({"try", "attempt", "struggle", "fail", "manage"})


def lies_ahead(time: When | None, published: date | None) -> bool:
    """Whether a stated time lies wholly after the publication: what is then is planned, whatever the tense."""
    return bool(time and published and time.earliest and time.basis is not DateBasis.PUBLICATION and time.earliest > published)


def coming(time: When | None, trigger: Token, published: date | None, *, plan: bool) -> When | None:
    """A bare weekday of what is still to come is the next one: *called on them to march on Friday*, *leaves on Thursday*.

    So is a bare month or season that is over: *flies to Oslo in January*; a day of a month only of what is planned. ``plan``: the
    words say that it is planned, possible or called off. What *was to* happen keeps its day, unless the next weekday is near.
    """
    if time is None or time.earliest is None or time.text is None or published is None or time.earliest >= published:
        return time
    yearless = _YEARLESS.fullmatch(time.text.lower()) if time.latest is not None and time.latest < published else None
    if yearless is not None and time.latest is not None:
        verb = trigger if is_verb(trigger) else _timed_predicate(time, trigger)  # and not "the pact of June 11 commits it"
        told = verb is not None and _is_present(verb) and yearless["day"] is None  # which day is nearer is known (tensed.py)
        ahead = (plan or told) and not _belongs_to_past(time, trigger) and not _was_to_be(trigger)
        return a_year_on(time, time.earliest, time.latest) if ahead else time
    if not _is_bare(time, published) or (published - time.earliest).days > _WEEK:
        return time
    verb = trigger if is_verb(trigger) else next(carriers(trigger), None) or _timed_predicate(time, trigger) or trigger
    if not (plan or _is_present(verb) or _is_arranged(time, trigger)) or _belongs_to_past(time, trigger):
        return time
    week = timedelta(days=_WEEK)
    if _was_to_be(trigger) and (time.earliest + week - published).days > _SOON_DAYS:
        return time  # "was to have landed on Tuesday", told on a Wednesday: yesterday, and not in six days
    return replace(time, earliest=time.earliest + week, latest=time.latest + week if time.latest else None)


def _is_bare(time: When, published: date) -> bool:
    """Whether a time says nothing of which week it is in: *Friday*, *from Friday to Sunday* where that is over."""
    text = (time.text or "").lower()
    over = time.latest is not None and time.latest < published
    return BARE_WEEKDAY.fullmatch(text) is not None or (over and _BARE_DAYS.fullmatch(text) is not None)


def _is_present(verb: Token) -> bool:
    """Whether a verb tells in the present tense: *hosts a dinner*, *is travelling*; unlike *saw boats collide*, *they put up*."""
    if is_perceived(verb) or (verb.tag_ == "VBP" and verb.lower_ in entries(STATUS_FILE, "of_one_form")):
        return False
    being = any(c.lower_ in {"is", "are", "'s", "'re"} for c in children(verb, "aux", "auxpass"))
    return (verb.tag_ in {"VBZ", "VBP"} or being) and verb.dep_ in {"ROOT", "conj", "ccomp", "advcl", "relcl"}


def is_yearless(time: When) -> bool:
    """Whether a time names a month or a season without its year."""
    found = _YEARLESS.fullmatch((time.text or "").lower())
    return found is not None and found["day"] is None


def _timed_predicate(time: When, noun: Token) -> Token | None:
    """The verb that says what becomes of a noun's event then: *talks resume on Saturday*, and not *Saturday's blast shows*."""
    verb = predicate(noun)
    token = token_of(noun.doc, time.span.start, time.span.end) if verb is not None and time.span is not None else None
    hung = time_attachment(token, ()) if token is not None else None
    return verb if hung is not None and hung.owner == verb and not hung.hops else None


def a_year_on(time: When, first: date, last: date) -> When:
    """The same season of the next year: *could meet in the spring*, told in October."""
    after = last + timedelta(days=1)
    return replace(
        time, earliest=first.replace(year=first.year + 1), latest=after.replace(year=after.year + 1) - timedelta(days=1)
    )


def _is_arranged(time: When, noun: Token) -> bool:
    """Whether what a day has is to come: *moved Saturday's vote*, *Saturday's match will be won*, *still stands*."""
    span = time.span
    whose = any(span is not None and span.start <= c.idx < span.end for c in children(noun, "poss"))
    above = next(((child, head) for child, head in ancestors(noun) if is_verb(head)), None) if whose else None
    if above is None:
        return False
    child, verb = above
    moved = (
        child.i == noun.i and child.dep_ in {"dobj", "nsubjpass"} and verb.lemma_.lower() in entries(STATUS_FILE, "rearranged")
    )
    return moved or still_holds(verb) or any(c.lower_ in entries(STATUS_FILE, "modal_planned") for c in children(verb, "aux"))


def is_due(trigger: Token) -> bool:
    """Whether *should* says when something comes: *the plane should land tomorrow*; what people should do is only wanted."""
    should = is_verb(trigger) and any(c.lower_ == "should" for c in children(trigger, "aux"))
    return should and trigger.lemma_.lower() in entries(STATUS_FILE, "due")


def is_later_today(time: When, trigger: Token) -> bool:
    """Whether the present tense tells of what is to come on the day of publication: *flies home tonight*, *meets today*."""
    verb = trigger if is_verb(trigger) else trigger.head
    held = verb.i == trigger.i or (trigger.dep_ == "dobj" and is_light(verb))  # "hold a rally today"
    return held and verb.tag_ in {"VBZ", "VBP"} and _TODAY.search((time.text or "").lower()) is not None


def _belongs_to_past(time: When, trigger: Token) -> bool:
    """Whether the weekday hangs on a verb in the past tense: *flew on Monday for talks*, *tried to land on Monday*."""
    span = time.span
    token = next((t for t in trigger.sent if span is not None and span.start <= t.idx < span.end), None)
    hung = time_attachment(token, ()) if token is not None else None
    verb = hung.owner if hung is not None else None
    tried = trigger.dep_ == "xcomp" and trigger.head.tag_ == "VBD" and trigger.head.lemma_.lower() in _TRIED
    if tried or verb is None or verb.i == trigger.i or is_speech(verb):
        return tried
    beside = trigger.dep_ == "conj" and trigger.head.i == verb.i  # "was caught on Monday and is being questioned"
    return verb.tag_ == "VBD" or (beside and is_past(verb))


def _was_to_be(trigger: Token) -> bool:
    """Whether a past tense of *be* or *have* stands above: *was due to arrive on Monday*, *had planned to meet*.

    What somebody said has the tense of the saying: *said that they had agreed to meet on Friday*.
    """
    verbs = [trigger]
    for child, head in ancestors(trigger):
        if is_speech(head) and child.dep_ == "ccomp" and child.i != trigger.i:
            return False
        if is_verb(head):
            verbs.append(head)
    return any(
        v.lower_ in {"was", "were"} or any(c.lower_ in {"was", "were", "had"} for c in children(v, "aux", "auxpass"))
        for v in verbs
    )
