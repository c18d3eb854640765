"""Which of a document's times an event is at, where the rules of grammar alone can't say.

A document names a few days and tells of many events: the fall of the roof is on the day of the fire, though no word of its
sentence says so. Every time that the document names and the day of publication are candidates, and so is the time from each of
them until now: who *have since been arrested* were so on some day between the raid and the paper. Clues speak for and against
each: how it hangs on the event's words, how far off it stands, which events are at it, when what was told before happened,
whether it fits tense and status. What the event's own words state is never weighed: that is its time. A conditional logit
weighs them (``data/events/anchoring.json``, fitted by ``benchmarks/fit_anchoring.py``).
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from functools import cache

from geomap import lexicon
from geomap.events.agreement import is_of_the_clock
from geomap.events.attach import is_outlived
from geomap.events.bounds import goes_on_now
from geomap.events.called_off import day_meant
from geomap.events.chronology import At, Chronology, Days, Named, days_of
from geomap.events.clauses import ancestors, children, is_verb
from geomap.events.coordinated import is_past
from geomap.events.court import tried_for
from geomap.events.dating import publication
from geomap.events.draft import Draft
from geomap.events.news_clues import news_clues
from geomap.events.time_clues import (
    Anchor,
    event_clues,
    fit_clues,
    hanging_clues,
    publication_clues,
    story_clues,
    until_now_clues,
)
from geomap.model import DateBasis, DatePrecision, Status, When

WEIGHTS_FILE = "events/anchoring.json"
#: By so many days a weekday, or a season, is moved to the coming one.
_MOVED = frozenset({7, 365, 366})
_STALE_DAYS = 7
_PRESENT = frozenset({"VBZ", "VBP"})
_LONG_DAYS = 365
_HOUR = re.compile(r"(?:(?:about|around|at|shortly|before|after|by|just) )*(?:noon|midday|midnight|dawn|daybreak|dusk|nightfall)")
#: Of so many happenings told just before, the days are offered, whatever gave them: "two days after gunmen attacked".
_LAST = 3
_TOLD = frozenset({Status.OCCURRED, Status.ONGOING})


def anchored(
    draft: Draft,
    group: Sequence[Draft],
    chronology: Chronology,
    *,
    fallback: When | None,
    told: Sequence[tuple[Draft, Days]] = (),
) -> When | None:
    """The likeliest time of a happening; ``fallback`` is what the rules give it where its words say nothing.

    What its own words, or another mention's, state is taken as it is. ``told`` are the happenings before it, with their days.
    """
    if fallback is not None and days_of(fallback) is not None:
        return fallback
    if stated(draft, group, chronology) or (draft.status is Status.DENIED and draft.when is not None):
        return draft.when
    if draft.status is Status.DENIED:
        meant = (day_meant(d.found.token, chronology.context) for d in group)
        time = _of_its_occasion(draft, chronology) or next((t for t in meant if t is not None), None)
        time = time or _of_what_else_was_not(draft, chronology)
        return time or publication(chronology.context.document.published)
    return max(anchors(draft, group, chronology, told=told), key=odds).when


def _of_its_occasion(draft: Draft, chronology: Chronology) -> When | None:
    """The time of what somebody will not do something for: *will not travel to Almaty for the summit on October 24*."""
    for named in chronology.near(draft):
        owner = named.hung.owner if named.hung is not None else None
        if owner is None or is_verb(owner) or owner.i not in chronology.triggers:
            continue
        verb = next((head for _, head in ancestors(owner) if is_verb(head)), None)
        if verb is not None and verb.i == draft.found.token.i:
            return _lent(named.time)
    return None


def _of_what_else_was_not(draft: Draft, chronology: Chronology) -> When | None:
    """The time of what else the sentence tells of that was not: *called off Saturday's visit, on which he was to sign a pact*."""
    sentence = draft.found.token.sent.start
    beside = (d for d, _ in chronology.beside(draft) if d.status is Status.DENIED and d.found.token.sent.start == sentence)
    time = next((d.when for d in beside), None)
    return _lent(time) if time is not None else None


def stated(draft: Draft, group: Sequence[Draft], chronology: Chronology) -> bool:
    """Whether the words of the happening itself say when it is; what the rules borrowed from its scene is not stated."""
    days = days_of(draft.when)
    if days is None or _tells_only_the_hour(draft.when):
        return False
    own = (chronology.own_days(d.found) for d in group)
    return any(o is not None and (o == days or o[1] == days[1] or (days[0] - o[0]).days in _MOVED) for o in own)


def _tells_only_the_hour(when: When | None) -> bool:
    """Whether a time is one of the day that says nothing of the day: *at noon*, *around 2 a.m.*."""
    return when is not None and (is_of_the_clock(when) or _HOUR.fullmatch((when.text or "").lower()) is not None)


def odds(anchor: Anchor) -> float:
    """What speaks for a time, in logits; only differences between the times of one event mean anything."""
    table = weights()
    return sum(table.get(clue, 0.0) * value for clue, value in anchor.clues.items())


@cache
def weights() -> dict[str, float]:
    """What each clue weighs: those that were fitted together, and those added to them."""
    return {**fitted("weights"), **fitted("added")}


def fitted(part: str) -> dict[str, float]:
    """The weights of one of the two fits."""
    return {clue: float(weight) for clue, weight in json.loads(lexicon.read(WEIGHTS_FILE)).get(part, {}).items()}


def anchors(
    draft: Draft, group: Sequence[Draft], chronology: Chronology, *, told: Sequence[tuple[Draft, Days]] = ()
) -> list[Anchor]:
    """Every time that a happening may be at, each with its clues; the first is the publication, or no day at all."""
    published = chronology.context.document.published
    none = Anchor(publication(published))
    found: dict[Days, Anchor] = {}
    said = draft.found.event_type == "statement"
    outlived = is_outlived(draft.found.token)
    for named in chronology.near(draft):
        if named.of_speech and not said:
            continue  # "said on Tuesday" dates the saying
        if _is_aside(named, draft, published) or (outlived and _is_of_another(named, draft)):
            continue
        if (said and _is_stale(named, draft, chronology)) or _is_of_a_plan_told(named, draft, chronology):
            continue
        anchor = found.get(named.days) or found.setdefault(named.days, Anchor(_lent(named.time)))
        hanging_clues(anchor, named, draft, chronology)
    for before, days in told[-_LAST:]:
        if outlived and before.found.token.sent.start == draft.found.token.sent.start:
            continue
        if before.when is not None and days not in found and days[0] == days[1] != published and _goes_on(before, draft):
            anchor = found[days] = Anchor(_lent(before.when))
            hanging_clues(anchor, At(before.found.token, days), draft, chronology)
    lent = days_of(draft.when)
    if draft.when is not None and lent is not None:
        anchor = found.setdefault(lent, Anchor(_lent(draft.when)))
        anchor.when = _lent(draft.when)
        anchor.add("of the scene")
    tried = tried_on(draft, chronology, told)
    over = tried or date.max
    found = {days: anchor for days, anchor in found.items() if days[1] < over and not _is_absurd(days, draft, published)}
    others = chronology.beside(draft)
    for days, anchor in found.items():
        event_clues(anchor, days, draft, chronology, others)
        story_clues(anchor, days, draft, chronology, told)
    spans = _until_now(found, draft, published)
    found = {days: anchor for days, anchor in found.items() if not _ends_too_early(days, draft, published)}
    for days, anchor in found.items():
        fit_clues(anchor, days, draft, published)
    publication_clues(none, draft, chronology)
    if published is not None and tried is None:
        story_clues(none, (published, published), draft, chronology, told)
    offered = [none, *found.values(), *spans] if tried is None else [*found.values()] or [Anchor(None)]
    news_clues(offered, draft, chronology, told, others)
    return offered


def tried_on(draft: Draft, chronology: Chronology, told: Sequence[tuple[Draft, Days]]) -> date | None:
    """The day, or else that of the publication, on which somebody was tried for what is told; None where nobody was.

    The deed was before it: *the general who sent the tanks was sentenced*, *convicted of the murder of two men*.
    """
    court = tried_for(draft.found.token)
    if court is None:
        return None
    above = {court.i, *(head.i for _, head in ancestors(court))}  # "arrested five men who are accused of looting"
    later = [(other, days) for other, days in chronology.dated if other.found.token.i > draft.found.token.i]
    known = [days[0] for other, days in (*told, *later) if other.found.token.i in above]
    return min(known, default=chronology.context.document.published)


def _goes_on(before: Draft, draft: Draft) -> bool:
    """Whether an event may be on the day of what was told before it: not on that of what had been, of a plan, of a saying."""
    had = any(c.lower_ == "had" for c in children(before.found.token, "aux"))
    statement = "statement" in {before.found.event_type, draft.found.event_type}
    return not had and not statement and (before.status in _TOLD) == (draft.status in _TOLD)


def _until_now(found: dict[Days, Anchor], draft: Draft, published: date | None) -> list[Anchor]:
    """For what happened: from each of the times before the publication until now."""
    if published is None or draft.status not in _TOLD:
        return []
    spans: dict[date, Anchor] = {}
    for days, anchor in found.items():
        if anchor.when is None or days[0] >= published or (days[0], published) in found:
            continue
        time = replace(anchor.when, latest=published, precision=DatePrecision.DAYS, basis=DateBasis.INFERRED)
        until_now_clues(spans.setdefault(days[0], Anchor(time)), anchor, draft, published)
    return list(spans.values())


def _is_aside(named: Named, draft: Draft, published: date | None) -> bool:
    """Whether a time of long ago only tells who somebody is, or what a place: *Oslo, where the ship landed in 1956*.

    What is told before the clause was not then; nor was what the sentence goes on with: *Lee, who fled in 1995, met the king*.
    """
    if published is None or (published - named.days[1]).days < _LONG_DAYS:
        return False
    clause = next((child for child, _ in ancestors(named.token) if child.dep_ == "relcl"), None)
    trigger = draft.found.token
    if clause is None or trigger.i < clause.left_edge.i:
        return clause is not None
    verb = next((t for t in (trigger, *(head for _, head in ancestors(trigger))) if is_verb(t)), None)
    return verb is not None and clause.head.i != trigger.i and any(head.i == verb.i for _, head in ancestors(clause))


def _is_of_another(named: Named, draft: Draft) -> bool:
    """Whether the sentence says of another event that it was then: *on Thursday he met survivors of the attack*."""
    return named.hung is not None and named.token.sent.start == draft.found.token.sent.start


def _is_of_a_plan_told(named: Named, draft: Draft, chronology: Chronology) -> bool:
    """Whether a time is that of a plan of another sentence: *called them to a summit on Sunday*, which is to come."""
    return chronology.is_of_a_plan(named.time) and chronology.sentence(named.token) != chronology.sentence(draft.found.token)


def _is_stale(named: Named, draft: Draft, chronology: Chronology) -> bool:
    """Whether another sentence's time is no longer news, or no day: what is quoted without one was not said then."""
    published = chronology.context.document.published
    if published is None or chronology.sentence(named.token) == chronology.sentence(draft.found.token):
        return False
    if draft.found.token.tag_ in _PRESENT:
        return True  # "the ministry says"
    first, last = named.days
    return (published - last).days > _STALE_DAYS or (last - first).days > _STALE_DAYS


def _is_absurd(days: Days, draft: Draft, published: date | None) -> bool:
    """Whether a plan would be over, or what is told in the past tense still to come."""
    if published is None:
        return False
    if draft.status is Status.PLANNED:
        return days[1] < published
    said = draft.found.event_type == "statement" and draft.status is Status.OCCURRED
    return days[0] > published and (said or draft.status is Status.ONGOING or is_past(draft.found.token))


def _ends_too_early(days: Days, draft: Draft, published: date | None) -> bool:
    """Whether some days were over before the publication, at which it goes on: *are treating 20 people*, *at a fair in Graz*."""
    if published is None or days[1] >= published or draft.status is not Status.ONGOING:
        return False
    return goes_on_now(draft.found.token) or (draft.found.is_noun and days != days_of(draft.when))


def _lent(time: When) -> When:
    """A time that the event's own words don't state, whatever the words that name it."""
    return time if time.basis is DateBasis.PUBLICATION else replace(time, basis=DateBasis.INFERRED)
