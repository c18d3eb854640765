"""Times that say when something ends or began: *until Friday*, *by the end of May*, *since 1990*."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

from dateutil.relativedelta import relativedelta

from geomap.events.ahead import coming
from geomap.events.attach import attachment, carriers, predicate
from geomap.events.clauses import ROLES_FILE, children, entries, token_of
from geomap.events.context import Context
from geomap.events.rescheduled import moved_to
from geomap.events.triggers import Found
from geomap.model import DateBasis, DatePrecision, Span, Timex, When
from geomap.timexes.counts import number_of
from geomap.timexes.periods import shifted, value_to_interval

if TYPE_CHECKING:
    from geomap.syntax.tree import Token

_UNTIL = frozenset({"through", "until", "till"})
_DEADLINES = frozenset({"by", "before"})
#: How long what ends has lasted: *a 19-day strike*, *the seven-week-long stoppage*.
_LASTED = re.compile(r"\b(\w+)[- ](day|week)(?:[- ]long)?,?\s+(?:[\w-]+\s+){0,2}$")
_ENDING = frozenset({"end", "halt", "finish", "conclude", "break", "stop", "settle", "suspend", "resolve"})
#: What has so long a time behind it, and how long that is told to be.
_PASSED = frozenset({"after", "since"})
_PERIODS = {"day": "D", "week": "W", "month": "M", "year": "Y"}
_ROUGHLY = frozenset({"by", "for", "least", "most", "than", "about", "around", "nearly", "almost", "some", "over"})
_ARE = frozenset({"is", "are", "am", "'s", "'re", "\u2019s", "\u2019re"})
_DAYS = {"day": 1, "week": 7}
_WITHIN = frozenset({"for", "in", "over", "during", "within"})
_LENGTH = re.compile(r"P(\d{1,3})([DWMY])")
_LENGTHS = {
    "D": relativedelta(days=1),
    "W": relativedelta(weeks=1),
    "M": relativedelta(months=1),
    "Y": relativedelta(years=1),
}
_MID = re.compile(r"(?:the )?(?:mid|middle)\b", re.IGNORECASE)
_MID_DAY = 15
_END = re.compile(r"\b(?:end|close)\b", re.IGNORECASE)


def until(time: When, found: Found, context: Context) -> When:
    """*runs through Wednesday*, *until Friday*: from the publication to that day; any other time as it is.

    What is put off *until Friday* is then.
    """
    published = context.document.published
    if time.span is None or published is None or time.latest is None or time.latest < published or moved_to(found, context):
        return time
    token = token_of(context.parsed, time.span.start, time.span.end)
    if token is None or token.head.lower_ not in _UNTIL:
        return time
    return replace(time, earliest=published, precision=DatePrecision.DAYS, text=f"{token.head.text} {time.text}")


def deadline(found: Found, context: Context, triggers: frozenset[int]) -> When | None:
    """From the publication to the day by which it is to be: *will open by the end of May*, *is to meet before Christmas*."""
    published = context.document.published
    if published is None:
        return None
    owners = {found.token.i, *(t.i for t in _bearing(found.token)), *(t.i for t in _shared(found.token))}
    for token, timex in context.timexes_in(found.token.sent):
        hung = attachment(token, triggers)
        if hung is None or hung.owner.i not in owners or hung.preposition not in _DEADLINES or hung.hops:
            continue
        last = _last_day(_ahead(timex, found, published), hung.preposition)
        if last is not None and last > published:
            text = f"{hung.preposition} {timex.surface}"
            return When(published, last, DatePrecision.DAYS, DateBasis.RELATIVE, text, timex.span)
    return None


def _ahead(timex: Timex, found: Found, published: date) -> Timex:
    """The next such time, where it was read as the last: *by the end of June*, told in March."""
    read = When(timex.earliest, timex.latest, timex.precision, timex.basis, timex.surface, timex.span)
    time = coming(read, found.token, published, plan=True) or read
    return replace(timex, earliest=time.earliest, latest=time.latest)


def in_so_long(found: Found, context: Context, triggers: frozenset[int]) -> When | None:
    """*will meet in three days*, *in two weeks*, *in ten days' time*: so long after the publication, no finer than is told."""
    published = context.document.published
    owners = {found.token.i, *(t.i for t in _bearing(found.token)), *(t.i for t in _shared(found.token))}
    for token, timex in context.timexes_in(found.token.sent):
        length = _LENGTH.fullmatch(timex.value) if timex.type == "DURATION" and timex.earliest is None else None
        if length is None or published is None:
            continue
        hung = attachment(token, triggers)
        if hung is None or hung.owner.i not in owners or hung.preposition != "in" or hung.branch != "in":
            continue
        value = shifted(published, int(length[1]), length[2])
        days = value_to_interval(value) if value else None
        if days is not None:
            return When(days.earliest, days.latest, days.precision, DateBasis.RELATIVE, f"in {timex.surface}", timex.span)
    return None


def so_long_ago(found: Found, context: Context) -> When | None:
    """*Three days after hackers struck, the port is shut*, *it is six years since they met*: so long before the publication.

    So is what a noun tells that its verb brings about: *five days after a storm made landfall, aid is coming*.
    """
    published = context.document.published
    trigger = next((t for t in (found.token, *carriers(found.token)) if t.dep_ in {"advcl", "ROOT"}), found.token)
    clause = trigger.dep_ in {"advcl", "ROOT"}  # the parse may hang what goes on on the clause before it
    mark = next((c for c in children(trigger, "mark") if c.lower_ in _PASSED), None) if clause else trigger.head
    if mark is None or mark.lower_ not in _PASSED or mark.i < mark.sent.start + 2 or published is None:
        return None
    if not clause and trigger.dep_ != "pobj":
        return None
    beside = (trigger.head,) if trigger.dep_ == "advcl" else children(trigger, "conj") if clause else (mark.head,)
    if not any(_is_of_now(verb) for verb in beside):
        return None
    number, unit = number_of(mark.doc[mark.i - 2].lower_), _PERIODS.get(mark.doc[mark.i - 1].lower_.removesuffix("s"))
    rough = mark.i - 2 > mark.sent.start and mark.doc[mark.i - 3].lower_ in _ROUGHLY
    value = shifted(published, -number, unit) if number is not None and unit is not None and not rough else None
    days = value_to_interval(value) if value else None
    if days is None:
        return None
    span = Span(mark.doc[mark.i - 2].idx, mark.idx + len(mark.text))
    text = context.document.text[span.start : span.end]
    return When(days.earliest, days.latest, days.precision, DateBasis.RELATIVE, text, span)


def _is_of_now(verb: Token) -> bool:
    """Whether a clause tells what is so at the publication: *are*, *is shut*, *have charged him*."""
    return verb.tag_ in {"VBZ", "VBP"} or any(c.tag_ in {"VBZ", "VBP"} for c in children(verb, "aux", "auxpass"))


def _last_day(timex: Timex, preposition: str) -> date | None:
    """The last day that is meant by a day or a stretch of days by which, or before which, something is to be."""
    if timex.earliest is None or timex.latest is None or timex.type in {"DURATION", "SET"}:
        return None
    if _MID.match(timex.surface) and timex.precision is not DatePrecision.YEAR:
        return timex.earliest.replace(day=_MID_DAY)
    if preposition == "by" or _END.search(timex.surface):
        return timex.latest
    return timex.earliest - timedelta(days=1)


def _bearing(token: Token) -> Iterator[Token]:
    """The verbs whose times are an event's own."""
    yield from carriers(token)
    above = predicate(token)
    if above is not None:
        yield above


def since(found: Found, context: Context, triggers: frozenset[int], *, spoken: date | None) -> When | None:
    """The open interval of what goes on *since* a time, until it was said (or published)."""
    bound = next((c for c in found.token.sent if c.lower_ == "since"), None)
    until = spoken or context.document.published
    if bound is None or until is None:
        return None
    for token in bound.sent[bound.i - bound.sent.start + 1 :]:
        timex = context.in_timex.get(token.i)
        if timex is not None and timex.earliest is not None and timex.earliest <= until:
            text = context.document.text[bound.idx : timex.end]
            return When(timex.earliest, until, DatePrecision.SEASON, DateBasis.RELATIVE, text, None)
        if token.i in triggers and token.dep_ not in {"advcl", "pobj"}:
            return None
    return None


def lasted(found: Found, context: Context, triggers: frozenset[int]) -> When | None:
    """*ended a 19-day strike on Thursday*: from so long before the day of its end until then."""
    noun = found.token
    before = context.document.text[max(noun.sent.start_char, noun.idx - 60) : noun.idx]
    told = _LASTED.search(before) if found.is_noun else None
    length = number_of(told[1].lower()) if told else None
    verb = noun.head
    ends = verb.lemma_.lower() in _ENDING and noun.dep_ in {"dobj", "nsubj", "nsubjpass"}
    if told is None or length is None or not ends:
        return None
    owners = {verb.i, verb.head.i} if verb.dep_ in {"advcl", "conj"} else {verb.i}
    for token, timex in context.timexes_in(noun.sent):
        hung = attachment(token, triggers - {noun.i})
        if hung is not None and hung.owner.i in owners and timex.precision is DatePrecision.DAY and timex.latest is not None:
            first = timex.latest - timedelta(days=length * _DAYS[told[2]])
            text = f"{told[1]}-{told[2]}, {timex.surface}"
            return When(first, timex.latest, DatePrecision.DAYS, DateBasis.RELATIVE, text, timex.span)
    return None


def goes_on_now(token: Token) -> bool:
    """Whether a verb tells what goes on at the publication: *is being questioned*, *are treating 20 people*."""
    auxiliaries = {c.lower_ for c in children(token, "aux", "auxpass")}
    if token.tag_ == "VBG" and auxiliaries & {"has", "have"}:
        return True  # "have been dropping rice"
    return bool(auxiliaries & _ARE) and (token.tag_ == "VBG" or (token.tag_ == "VBN" and "being" in auxiliaries))


def has_been_since(found: Found, context: Context) -> When | None:
    """*has killed 600 people since October*: from then until now."""
    published = context.document.published
    for verb in (found.token, *_bearing(found.token), *_shared(found.token)):
        if published is None or not any(c.lower_ in {"has", "have"} for c in children(verb, "aux")):
            continue
        for bound in children(verb, "prep"):
            timex = next((context.timex_at[t.i] for t in bound.subtree if t.i in context.timex_at), None)
            if bound.lower_ != "since" or timex is None or timex.earliest is None or timex.earliest >= published:
                continue
            text = context.document.text[bound.idx : timex.end]
            return When(timex.earliest, published, DatePrecision.DAYS, DateBasis.RELATIVE, text, None)
    return None


def has_lasted(found: Found, context: Context) -> When | None:
    """*have camped there for a week*, *have fled in five days*: from so long ago until now; *in the past two years*: those."""
    published = context.document.published
    for verb in (found.token, *_bearing(found.token), *_shared(found.token)):
        perfect = any(c.lower_ in {"has", "have"} for c in children(verb, "aux"))
        if verb.lemma_.lower() in entries(ROLES_FILE, "sets_a_term"):
            continue  # "has declared an emergency for 30 days"
        for within in children(verb, "prep"):
            timex = next((context.timex_at[t.i] for t in within.subtree if t.i in context.timex_at), None)
            if within.lower_ not in _WITHIN or timex is None or timex.type != "DURATION" or published is None:
                continue
            first = timex.earliest or (_so_long_before(timex.value, published) if perfect else None)
            if first is not None and first < published:
                text = context.document.text[within.idx : timex.end]
                return When(first, timex.latest or published, DatePrecision.DAYS, DateBasis.RELATIVE, text, timex.span)
    return None


def _so_long_before(value: str, day: date) -> date | None:
    """The day so many days, weeks, months or years before another, of a duration's value."""
    found = _LENGTH.fullmatch(value)
    if found is None:
        return None
    try:
        return day - int(found[1]) * _LENGTHS[found[2]]
    except (ValueError, OverflowError):
        return None


def _shared(verb: Token) -> Iterator[Token]:
    """The verb with which another one shares what is said of both: *has killed 600 since May and infected 9,000*."""
    if verb.dep_ == "conj" and not any(True for _ in children(verb, "nsubj", "nsubjpass", "aux")):
        yield verb.head
