"""When an event is, according to one document: the time expression of its own clause, or what that clause lends it.

A verb of saying keeps its own time; another finite clause keeps its own; *since 1990* bounds what still goes on. Where nothing
is said, the event has no time of its own: the publication date is then given as what it is (basis ``publication``).
"""

from __future__ import annotations

import itertools
import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

from geomap.events.ahead import BARE_WEEKDAY, lies_ahead
from geomap.events.attach import (
    Attachment,
    attachment,
    carriers,
    described_by,
    predicate,
    purpose_of,
    time_attachment,
    time_clauses,
)
from geomap.events.clauses import ROLES_FILE, STATUS_FILE, ancestors, children, entries, is_plan, is_speech, is_verb, token_of
from geomap.events.context import Context
from geomap.events.coordinated import coordinated, is_past, spoken_at, time_of_what_is_done_at
from geomap.events.counted import count_before, side_of
from geomap.events.dateline import dates_the_article
from geomap.events.rescheduled import moved_to
from geomap.events.triggers import Found
from geomap.events.types import noun_senses
from geomap.model import DateBasis, DatePrecision, Span, Status, Timex, When

if TYPE_CHECKING:
    from geomap.syntax.tree import Token

#: Events that share the time of what is done for them: one travels *to meet*, *to sign*; one does not travel to a delivery.
_LENDING = frozenset({"meeting", "negotiation", "travel", "gathering", "agreement", "election", "sport"})
_ORDER = list(DatePrecision)
#: "since 1990", "the worst since 2004": a bound, not the time of the event.
#: What is put off, or lasts, until a day isn't on that day.
_UNTIL = frozenset({"through", "until", "till"})
_DEADLINES = frozenset({"by", "before", "within"})
_WEEK = 7
_A_WEEK_OFF = re.compile(r"(?:just |only |exactly )?(?:a|one) week (ago|later|after|afterwards|earlier|before)")
#: So many times back stands the day that *a week later* is told from.
_TIMES_BACK = 3
#: A lead is longer than a heading, and its news a few days old at most.
_HEADING_TOKENS = 12
_NEWS_DAYS = 3
#: What stands between the ends of a range.
_RANGE_WORDS = frozenset({"to", "and", "through", "until", "till", "thru"})
_OCCASIONS = frozenset({"at", "during", "in"})
#: How a year stands before the noun that it dates: *the 2008 semi-finals*.
_DATING = frozenset({"nummod", "compound", "nmod", "amod"})
_COUNTED_ON = re.compile(r"\b(?:later|earlier|after|before|next|following)\b")
_DAY = DatePrecision.DAY
#: How fine several of them together are.
_TOGETHER = {DatePrecision.DAY: DatePrecision.DAYS, DatePrecision.MONTH: DatePrecision.SEASON}
#: What joins two clauses of one moment.
_AT_ONCE = frozenset({"when", "as", "while"})
_ABOUT = frozenset({"than", "about", "around", "nearly", "almost", "some"})
_BOUNDS = frozenset({"since", "before", "after", "following"})


def when_of(found: Found, context: Context, triggers: frozenset[int]) -> When | None:
    """The stated time of one trigger; None where the document gives it none."""
    relative = _relative(found.token, context)
    if relative is not None:
        return when(relative, context)
    if not any(True for _ in context.timexes_in(found.token.sent)):
        return None
    offset = moved_to(found, context) or _days_from(found.token, context, triggers)
    offset = offset or (days_off_the_last(found, context) if found.is_noun else None)
    if offset is not None:
        return offset
    stated = _stated(found.token, context, triggers)
    for owners in _owners(found, triggers) if stated else ():
        timex = _nearest(owners, stated)
        if timex is not None and not _dates_the_plan(timex, found, context, triggers):
            return when(timex, context)
    occasion = time_of_what_is_done_at(found, context, triggers)
    return when(occasion, context) if occasion is not None else None


def _owners(found: Found, triggers: frozenset[int]) -> Iterator[tuple[Token, ...]]:
    """The words whose time is a trigger's, first those that have it before the others."""
    token = found.token
    yield (token,)
    yield tuple(t for t in (*carriers(token), *described_by(token)) if t.i not in triggers)
    yield tuple(t for t in (predicate(token),) if t is not None and t.i not in triggers)
    yield tuple(time_clauses(token))
    yield tuple(t for t in (purpose_of(token),) if t is not None and _lends(t, found))
    yield tuple(t for t in (coordinated(token),) if t is not None)
    yield tuple(spoken_at(found))


def _dates_the_plan(timex: Timex, found: Found, context: Context, triggers: frozenset[int]) -> bool:
    """Whether a day that is over is that of the planning: *will attend, he promised yesterday*."""
    published = context.document.published
    if published is None or timex.latest is None or timex.latest >= published or BARE_WEEKDAY.fullmatch(timex.surface.lower()):
        return False
    token = token_of(context.parsed, timex.start, timex.end)
    hung = time_attachment(token, triggers) if token is not None else None
    owner = hung.owner if hung is not None else None
    if token is None or owner is None or not found.token.i < owner.i < token.i:
        return False
    return owner.tag_ == "VBD" and is_plan(owner) and is_speech(owner)


def _days_from(trigger: Token, context: Context, triggers: frozenset[int]) -> When | None:
    """*closed on Friday, two days after the boats collided*: so many days off the stated day of the clause above."""
    if trigger.dep_ != "advcl" or not is_verb(trigger.head) or is_speech(trigger.head):
        return None
    above = _best(_clauses_above(trigger), trigger.head, context, triggers - {trigger.i})
    return _days_off(above, trigger, context)


def days_off_the_last(found: Found, context: Context) -> When | None:
    """*dismissed him on Monday, a day after a defeat*: so many days off the day that the sentence named last before that."""
    trigger = found.token
    side = side_of(trigger)
    if side is None:
        return None
    named = [t for token, t in context.timexes_in(trigger.sent) if token.i < side.i and t.end < side.idx]
    return _days_off(next((t for t in reversed(named) if t.precision is _DAY), None), trigger, context)


def _days_off(day: Timex | None, trigger: Token, context: Context) -> When | None:
    """So many days before or after a day as the words before *after* or *before* say."""
    side = side_of(trigger)
    count = count_before(side) if side is not None else None
    if side is None or count is None or not count.days or day is None or day.precision is not _DAY or day.earliest is None:
        return None
    if side.i > 2 and trigger.doc[side.i - 3].lower_ in _ABOUT:
        return None
    first = last = day.earliest - timedelta(days=count.days)
    if count.by_weeks and abs(count.days) > _WEEK:  # a week after a day is the same weekday
        first -= timedelta(days=first.weekday())
        last = first + timedelta(days=_WEEK - 1)
    span = Span(trigger.doc[side.i - 2].idx, side.idx + len(side.text))
    precision = DatePrecision.WEEK if first != last else _DAY
    return When(first, last, precision, DateBasis.RELATIVE, context.document.text[span.start : span.end], span)


def _clauses_above(trigger: Token) -> tuple[Token, ...]:
    """The verb of the clause above, and that of which it says when: *killed on Monday when they attacked, a day after ...*."""
    head = trigger.head
    together = head.dep_ == "advcl" and any(c.lower_ in _AT_ONCE for c in children(head, "advmod", "mark"))
    if together and is_verb(head.head):
        return (head, head.head)
    before = itertools.takewhile(lambda pair: pair[0].dep_ == "conj" and is_verb(pair[1]), ancestors(head))
    return (head, *(verb for _, verb in before))  # "landed on Saturday and was home again, two days after they caught him"


def _lends(governor: Token, found: Found) -> bool:
    """Whether what is done for an event shares its time: *will travel in May to meet*; who *arrived on Tuesday* meets later."""
    comes_or_goes = governor.lemma_.lower() in entries(ROLES_FILE, "arrive") | entries(ROLES_FILE, "leave")
    return found.event_type in _LENDING and (governor.tag_ != "VBD" or (found.is_noun and not comes_or_goes))


def when(timex: Timex, context: Context) -> When:
    """A time expression as the time of an event; one end of a range, as the whole range."""
    days = _days_together(timex, context) or _same_weekday(timex, context)
    if days is not None:
        return days
    span = _whole_range(timex, context)
    surface = context.document.text[span.start : span.end]
    return When(timex.earliest, timex.latest, timex.precision, timex.basis, surface, span)


def _same_weekday(timex: Timex, context: Context) -> When | None:
    """*A week ago* is the same weekday of the week before; *a week later*, that of the day told before it."""
    told = _A_WEEK_OFF.fullmatch(timex.surface.lower()) if timex.precision is DatePrecision.WEEK else None
    if told is None or timex.earliest is None or timex.latest is None:
        return None
    at = bisect_left(context.timexes, timex.start, key=lambda t: t.start)
    before = (t.earliest for t in reversed(context.timexes[max(0, at - _TIMES_BACK) : at]) if t.precision is _DAY)
    published = context.document.published
    start = published if told[1] == "ago" else next(before, None)
    step = _WEEK if told[1] in {"later", "after", "afterwards"} else -_WEEK
    day = start + timedelta(days=step) if start is not None else None
    if day is None or not timex.earliest <= day <= timex.latest or (published and timex.earliest <= published < day):
        return None
    return When(day, day, _DAY, timex.basis, timex.surface, timex.span)


def _days_together(timex: Timex, context: Context) -> When | None:
    """*on 24 and 25 April*, *on Monday and Tuesday*, *in 2008 and 2009*: days that follow each other, as one time."""
    at = bisect_left(context.timexes, timex.start, key=lambda t: t.start)
    text = context.document.text
    for first, last in itertools.pairwise(context.timexes[max(0, at - 1) : at + 2]):
        if first.precision is not last.precision or text[first.end : last.start].strip() not in {"and", "or"}:
            continue
        if _COUNTED_ON.search(last.surface.lower()):
            continue  # "in 2018 and a year later"
        apart = (last.earliest - first.latest).days if first.latest and last.earliest else 0
        weekdays = BARE_WEEKDAY.fullmatch(first.surface.lower()) and BARE_WEEKDAY.fullmatch(last.surface.lower())
        if apart == 1 or (apart == 1 - _WEEK and weekdays):  # the second was taken for a day of the week before
            span = Span(first.start, last.end)
            surface = text[span.start : span.end]
            precision = _TOGETHER.get(first.precision, first.precision)
            end = last.latest if apart == 1 or last.latest is None else last.latest + timedelta(days=_WEEK)
            return When(first.earliest, end, precision, timex.basis, surface, span)
    return None


def _whole_range(timex: Timex, context: Context) -> Span:
    """*from May to July* is two time expressions with the same days: from the first of them to the second."""
    at = bisect_left(context.timexes, timex.start, key=lambda t: t.start)
    for first, last in itertools.pairwise(context.timexes[max(0, at - 1) : at + 2]):
        days = (first.earliest, first.latest)
        between = context.document.text[first.end : last.start].strip().lower()
        if days == (last.earliest, last.latest) != (None, None) and between in _RANGE_WORDS and first.precision != _DAY:
            return Span(first.start, last.end)
    return timex.span


def publication(published: date | None) -> When | None:
    """The publication date, for an event whose own time nobody states."""
    if published is None:
        return None
    return When(published, published, DatePrecision.DAY, DateBasis.PUBLICATION)


def underway(mentions: Sequence[Found], context: Context, triggers: frozenset[int]) -> When | None:
    """What still goes on has gone on since it was first said to: *warned last week that talks were active*, and still are."""
    published = context.document.published
    said = [t for found in mentions for t in _said(found.token, context, triggers) if t.earliest is not None]
    first = min(said, key=lambda t: t.earliest or date.max, default=None)
    if first is None or published is None or first.earliest is None or first.earliest >= published:
        return None
    return replace(when(first, context), latest=published, precision=DatePrecision.DAYS, basis=DateBasis.RELATIVE)


def _said(token: Token, context: Context, triggers: frozenset[int]) -> Iterator[Timex]:
    """The times of the verbs of saying above a word."""
    above = {head.i for _, head in ancestors(token) if is_speech(head)}
    for _, timex, hung in _attached(token, context, triggers | above):
        if hung.owner.i in above and not _is_bound(hung, timex, token):
            yield timex


def day_of_the_lead(context: Context, triggers: frozenset[int]) -> When | None:
    """The day on which the article's first sentence says that it was said: *the ministry said on Monday*.

    Newspapers give the day once, in the lead; what else is quoted without a day was said then.
    """
    lead = next(
        (s for s in context.parsed.sents if s.text.strip().endswith((".", '."', ".\u201d")) and len(s) > _HEADING_TOKENS), None
    )
    published = context.document.published
    if lead is None or published is None:
        return None
    for token in lead:
        timex = context.timex_at.get(token.i)
        hung = attachment(token, triggers) if timex is not None else None
        if timex is None or hung is None or not is_speech(hung.owner) or timex.precision is not _DAY or timex.earliest is None:
            continue
        if 0 <= (published - timex.earliest).days <= _NEWS_DAYS:
            return when(timex, context)
    return None


def _best(owners: tuple[Token, ...], trigger: Token, context: Context, triggers: frozenset[int]) -> Timex | None:
    """The time of one of these words, the finest and then the nearest."""
    return _nearest(owners, _stated(trigger, context, triggers))


def _stated(trigger: Token, context: Context, triggers: frozenset[int]) -> list[tuple[int, Timex]]:
    """The times of a trigger's sentence, the finest and then the nearest first, each with the token that it belongs to."""
    attached = [a for a in _attached(trigger, context, triggers) if not _is_bound(a[2], a[1], a[0])]
    attached.sort(key=lambda a: (_ORDER.index(a[1].precision), abs(a[0].i - trigger.i)))
    return [(hung.owner.i, timex) for _, timex, hung in attached]


def _nearest(owners: tuple[Token, ...], stated: Sequence[tuple[int, Timex]]) -> Timex | None:
    """The first of the times that belongs to one of these words."""
    indices = {t.i for t in owners}
    return next((timex for owner, timex in stated if owner in indices), None)


def _is_bound(hung: Attachment, timex: Timex, token: Token) -> bool:
    if hung.preposition in _BOUNDS or timex.type in {"DURATION", "SET"} or timex.value.endswith("_REF"):
        return True
    if is_make(token):
        return True
    if timex.precision is DatePrecision.YEAR and _dates_occasion(token, hung.owner):
        return False
    # "declared three days of mourning on Monday": a day after an object is the verb's
    return hung.hops > 1 and not (timex.precision is _DAY and hung.preposition == "on" and token.i > hung.owner.i)


def _dates_occasion(year: Token, verb: Token) -> bool:
    """Whether a year is that of what something was done at: *last met in the 2008 semi-finals*."""
    noun = year.head
    if year.dep_ not in _DATING or noun.dep_ != "pobj" or noun.head.lower_ not in _OCCASIONS:
        return False
    done = noun.head.head
    return is_verb(verb) and (done.i == verb.i or (done.dep_ == "dobj" and done.head.i == verb.i))


def of_its_occasion(found: Found, context: Context, triggers: frozenset[int]) -> When | None:
    """The time of the event at which something is done: *rejected the offer at a meeting on Sunday*."""
    verb = found.token
    if not is_verb(verb):
        return None
    of = (verb, *children(verb, "dobj"))  # the parse may hang *at a meeting* on what is rejected there
    inner = (*of, *(o for t in of for p in children(t, "prep") for o in children(p, "pobj")))
    joined = ((p.lower_, o) for t in inner for p in children(t, "prep") for o in children(p, "pobj"))
    at = (o for word, o in joined if word in _OCCASIONS or (word == "on" and _is_journey(o)))
    timex = _best(tuple(o for o in at if o.i in triggers), verb, context, triggers)
    return when(timex, context) if timex is not None else None


def _is_journey(noun: Token) -> bool:
    """Whether a noun tells of a journey, on which something is done: *said on a visit in May*."""
    return any(sense.event_type == "travel" for sense in noun_senses().get(noun.lemma_.lower(), ()))


def is_its_own(time: When, trigger: Token, context: Context) -> bool:
    """Whether a time that the sentence names is that of the event, not where it ends or what a semicolon parts from it.

    *was remanded until Friday*; *the deal was challenged; a hearing is set for Monday*. Nor has anything happened on a day
    to come, unless it was arranged for it: *in Rome, where they will meet on Friday, he opened a bank*.
    """
    token = token_of(context.parsed, time.span.start, time.span.end) if time.span is not None else None
    if token is None or token.sent.start != trigger.sent.start:
        return True
    was_to_be = trigger.head.lemma_ == "be" and any(c.tag_ == "TO" for c in children(trigger, "aux"))  # "was to have signed"
    if is_past(trigger) and (token.head.lower_ in _UNTIL or (not was_to_be and _is_to_come(time, token, trigger, context))):
        return False
    first, last = sorted((token.i, trigger.i))
    return not any(t.text == ";" for t in token.doc[first:last])


def _is_to_come(time: When, token: Token, trigger: Token, context: Context) -> bool:
    """Whether a day lies ahead for which the verb sets nothing up: unlike *put back the vote to May*, *called it for Friday*."""
    arranged = entries(STATUS_FILE, "planned") | entries(STATUS_FILE, "possible") | entries(STATUS_FILE, "denied")
    by_then = token.head.lower_ in _DEADLINES and any(True for _ in children(trigger, "dobj"))  # "ordered a check by Friday"
    sets_up = (trigger.lemma_.lower() in arranged and not by_then) or token.head.lower_ in {"to", "for"}
    return lies_ahead(time, context.document.published) and not sets_up


def is_make(year: Token) -> bool:
    """Whether a year only says which model a thing is: *a 2001 Mercury*."""
    head = year.head
    named = year.dep_ in {"nummod", "compound", "nmod"} and head.pos_ == "PROPN" and year.text.isdigit()
    return named and any(c.lower_ in {"a", "an"} for c in children(head, "det"))


def _attached(trigger: Token, context: Context, triggers: frozenset[int]) -> Iterator[tuple[Token, Timex, Attachment]]:
    for token, timex in context.timexes_in(trigger.sent):
        if any(d.span.contains(timex.span) for d in context.datelines) or dates_the_article(timex.span, context.document.text):
            continue  # the day on which it is told
        hung = time_attachment(token, triggers)
        if hung is not None:
            yield token, timex, hung


def _relative(trigger: Token, context: Context) -> Timex | None:
    """*in September, where they will meet*: the clause describes the time itself."""
    if trigger.dep_ == "relcl":
        return context.in_timex.get(trigger.head.i)
    return None


def is_history(time: When | None, published: date | None, status: Status) -> bool:
    """Whether an event is told only as history: over, and half a year or more before the publication."""
    if time is None or published is None or time.latest is None or status is not Status.OCCURRED:
        return False
    return (published - time.latest).days > 180
