"""Every happening of a document with its time: what its own words state, count or bound, else what its story lends it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from geomap.events.ahead import lies_ahead
from geomap.events.anchoring import anchored, stated
from geomap.events.attach import is_outlived
from geomap.events.bounds import deadline, has_been_since, has_lasted, in_so_long, lasted, so_long_ago
from geomap.events.chronology import Chronology, Days, days_of
from geomap.events.clauses import children
from geomap.events.coordinated import is_past, setting_of_the_first
from geomap.events.counted import from_told
from geomap.events.dating import day_of_the_lead, days_off_the_last, of_its_occasion, underway, when
from geomap.events.draft import Draft
from geomap.model import DateBasis, Status, When

if TYPE_CHECKING:
    from geomap.syntax.tree import Token

_OPEN = frozenset({Status.PLANNED, Status.POSSIBLE})
#: Events that make up a story: what is planned within it is planned for its time.
_STORY_FAMILIES = frozenset({"consult", "travel", "gathering"})


def all_dated(
    drafts: Sequence[Draft],
    groups: Sequence[Sequence[Draft]],
    chronology: Chronology,
    *,
    beside: Sequence[Draft] | None = None,
) -> list[Draft]:
    """Every happening with its time, in the order of the text: a story goes on where it was.

    The story is what they tell themselves, or what those ``beside`` them tell, which have their times.
    """
    story = None if beside is None else _with_days(sorted(beside, key=lambda d: d.found.token.i))
    others = drafts if beside is None else beside
    told: list[tuple[Draft, Days]] = []
    dated: dict[int, Draft] = {}
    for i in sorted(range(len(drafts)), key=lambda i: drafts[i].found.token.i):
        if story is not None:
            told = [(d, days) for d, days in story if d.found.token.i < drafts[i].found.token.i]
        dated[i] = _dated(drafts[i], groups[i], others, chronology, told)
        if story is None:
            told += _with_days([dated[i]])
    return [dated[i] for i in range(len(drafts))]


def _with_days(dated: Sequence[Draft]) -> list[tuple[Draft, Days]]:
    """The happenings that were on some days, with these."""
    days = ((d, days_of(d.when)) for d in dated if d.status is not Status.DENIED and not is_outlived(d.found.token))
    return [(d, found) for d, found in days if found is not None]


def _dated(
    draft: Draft,
    group: Sequence[Draft],
    drafts: Sequence[Draft],
    chronology: Chronology,
    told: Sequence[tuple[Draft, Days]],
) -> Draft:
    """With the likeliest of the times that its words, its story and the publication offer."""
    fallback = _bounded(draft, group, chronology)
    if fallback is None and draft.status is not Status.DENIED and not stated(draft, group, chronology):
        counted = (days_off_the_last(d.found, chronology.context) for d in group)
        published = chronology.context.document.published
        fallback = next((t for t in counted if t is not None), None) or from_told(draft, group, told, chronology.dated, published)
        ago = (so_long_ago(d.found, chronology.context) for d in group)
        fallback = fallback or next((t for t in ago if t is not None), None) or _set_by_the_first(draft, chronology)
    if fallback is None and draft.when is None:
        fallback = _without_own(draft, group, drafts, chronology)
    time = anchored(draft, group, chronology, fallback=fallback, told=told)
    done = is_past(draft.found.token) or (_is_bare_participle(draft.found.token) and time is not None and _is_lent(time))
    open_ended = draft.status in {Status.OCCURRED, Status.ONGOING} and not done  # "Final halted in Riga, to resume on Sunday"
    ahead = open_ended and lies_ahead(time, chronology.context.document.published)
    return replace(draft, when=time, status=Status.PLANNED if ahead else draft.status)


def _is_bare_participle(token: Token) -> bool:
    return token.tag_ == "VBN" and not any(True for _ in children(token, "aux", "auxpass"))


def _is_lent(time: When) -> bool:
    return time.basis is DateBasis.INFERRED


def _bounded(draft: Draft, group: Sequence[Draft], chronology: Chronology) -> When | None:
    """From now until when it is to be, *by* some day, or *in* so many days; or, of what *has* happened *since* one, until now.

    What is done at a meeting is done at its time.
    """
    context, triggers, told = chronology.context, chronology.triggers, [d.found for d in group]
    if draft.status in _OPEN:
        times = (t for f in told for t in (deadline(f, context, triggers), in_so_long(f, context, triggers)))
        return next((t for t in times if t is not None), None)
    if draft.status is Status.DENIED:
        return None
    length = next((t for f in told if (t := lasted(f, context, triggers)) is not None), None)
    if length is not None or stated(draft, group, chronology):
        return length
    times = (t for f in told for t in (has_been_since(f, context), has_lasted(f, context), of_its_occasion(f, context, triggers)))
    return next((t for t in times if t is not None), None)


def _set_by_the_first(draft: Draft, chronology: Chronology) -> When | None:
    """The time that opens the clause with which that of a happening is coordinated."""
    setting = setting_of_the_first(draft.found, chronology.context, chronology.triggers)
    return replace(when(setting, chronology.context), basis=DateBasis.INFERRED) if setting is not None else None


def _without_own(draft: Draft, group: Sequence[Draft], drafts: Sequence[Draft], chronology: Chronology) -> When | None:
    """What the story says of the time of a happening whose own words say nothing.

    What goes on began before it was first spoken of; what is said without a day is said on the day of the lead; a plan without a
    time has that of the story it is part of.
    """
    context, indices = chronology.context, chronology.triggers
    if draft.status is Status.ONGOING:
        going_on = underway([d.found for d in group], context, indices)
        if going_on is not None:
            return going_on
    if draft.found.event_type == "statement":
        lead = day_of_the_lead(context, indices)
        return None if lead is not None and chronology.is_of_a_plan(lead) else lead
    if draft.status in _OPEN and draft.family in _STORY_FAMILIES:
        return _story_time(draft, drafts, context.document.published)
    return None


def _story_time(draft: Draft, drafts: Sequence[Draft], published: date | None) -> When | None:
    """The stated time of the plan that shares the most actors."""
    plans = [d for d in drafts if d.status in _OPEN and d.family in _STORY_FAMILIES and d.names & draft.names]
    timed = [d for d in plans if d.when is not None and d.when.latest is not None and not _is_over(d.when, published)]
    best = max(timed, key=lambda d: len(d.names & draft.names), default=None)
    return replace(best.when, basis=DateBasis.INFERRED) if best is not None and best.when is not None else None


def _is_over(time: When, published: date | None) -> bool:
    return published is not None and time.latest is not None and time.latest < published
