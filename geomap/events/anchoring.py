"""Which of a document's times an event is at, where the rules of grammar alone can't say.

A document names a few days and tells of many events: the fall of the roof is on the day of the fire, though no word of its
sentence says so. Every time that the document names and the day of publication are candidates. Clues speak for and against
each: how it hangs on the event's words, how far off it stands, which events are at it, whether it fits tense and status. What
the event's own words state is never weighed: that is its time. A conditional logit weighs them (``data/events/anchoring.json``,
fitted by ``benchmarks/fit_anchoring.py``).
"""

from __future__ import annotations

import json
import math
import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cache
from typing import TYPE_CHECKING

from geomap import lexicon
from geomap.events.attach import Attachment, attachment, owner_clues
from geomap.events.clauses import children, is_speech
from geomap.events.context import Context
from geomap.events.corefer import same_place
from geomap.events.dating import is_make, is_past, publication, when, when_of
from geomap.events.draft import Draft
from geomap.model import DateBasis, Status, Timex, When

if TYPE_CHECKING:
    from spacy.tokens import Token

WEIGHTS_FILE = "events/anchoring.json"
Days = tuple[date, date]
_OPEN = frozenset({Status.PLANNED, Status.POSSIBLE})
_DEFINITE = frozenset({"the", "this", "that", "these", "those"})
_BOUNDS = frozenset({"since", "before", "after", "following"})
#: A lead is longer than a heading.
_HEADING_TOKENS = 12
#: How far into a document the day of its dateline may stand, in characters, and what then comes before the first sentence.
_DATELINE_REACH = 200
_DASH = re.compile(r"\s*(?:\([^()\n]{1,40}\))?\s*(?:--|[-_\u2013\u2014])(?=\s|$)")
_WEEK = 7
#: A long document's times and events are looked at up to so many, so that the work grows with its length alone.
_NEAREST = 40
_FIRST = 5
#: Past these many days a time is of the last days, of the last weeks, of the last half year.
_AGES = ((0, "that day"), (3, "days ago"), (14, "weeks ago"), (180, "months ago"))


@dataclass(slots=True)
class Anchor:
    """A time that an event may be at, with what speaks for and against it; ``when`` is None for no day at all."""

    when: When | None
    clues: dict[str, float] = field(default_factory=dict)

    @property
    def days(self) -> Days | None:
        """The days of its time."""
        return _days(self.when)

    def add(self, clue: str, value: float = 1.0) -> None:
        """Note a clue; of several of a kind the strongest counts."""
        self.clues[clue] = max(self.clues.get(clue, 0.0), value)


@dataclass(frozen=True, slots=True)
class _Named:
    """A time that the document names, and where it hangs."""

    token: Token
    timex: Timex
    days: Days
    hung: Attachment | None

    @property
    def of_speech(self) -> bool:
        """Whether it says when something was said."""
        return self.hung is not None and is_speech(self.hung.owner)


@dataclass(frozen=True, slots=True)
class Chronology:
    """The times of one document, and which events the rules put at them."""

    context: Context
    triggers: frozenset[int]
    named: tuple[_Named, ...]
    dated: tuple[tuple[Draft, Days], ...]
    #: The number of each token's sentence.
    sentence_of: Sequence[int]
    lead: int
    dateline: Days | None

    @classmethod
    def of(cls, context: Context, drafts: Sequence[Draft], triggers: frozenset[int]) -> Chronology:
        """Read a document's times once, for all its events."""
        sentences = list(context.parsed.sents)
        dated = tuple((d, days) for d in drafts if (days := _days(d.when)) is not None)
        named = tuple(_Named(context.parsed[i], t, d, attachment(context.parsed[i], triggers)) for i, t, d in _usable(context))
        lead = next((i for i, s in enumerate(sentences) if len(s) > _HEADING_TOKENS and s.text.rstrip()[-1:] in '."\u201d'), 0)
        return cls(
            context=context,
            triggers=triggers,
            named=named,
            dated=dated,
            sentence_of=[i for i, s in enumerate(sentences) for _ in range(s.start, s.end)],
            lead=lead,
            dateline=_dateline_days(context),
        )

    def near(self, draft: Draft) -> Sequence[_Named]:
        """The times that an event may be at: the document's first, and those named nearest."""
        if len(self.named) <= _NEAREST:
            return self.named
        at = bisect_left(self.named, draft.found.token.i, key=lambda n: n.token.i)
        first = max(_FIRST, at - _NEAREST // 2)
        return (*self.named[:_FIRST], *self.named[first : first + _NEAREST // 2 + _NEAREST // 4])

    def beside(self, draft: Draft) -> list[tuple[Draft, Days]]:
        """The other events with a time, of a long document those told nearest."""
        others = [(d, at) for d, at in self.dated if d.found.token.i != draft.found.token.i]
        if len(others) <= _NEAREST:
            return others
        nearest = sorted(others, key=lambda o: abs(o[0].found.token.i - draft.found.token.i))[:_NEAREST]
        return sorted(nearest, key=lambda o: o[0].found.token.i)

    def sentence(self, token: Token) -> int:
        """The number of a token's sentence."""
        return self.sentence_of[token.i]

    def paragraph(self, token: Token) -> int:
        """Where the paragraph of a token begins."""
        return self.context.document.text.rfind("\n", 0, token.idx) + 1


def anchored(draft: Draft, group: Sequence[Draft], chronology: Chronology, *, fallback: When | None) -> When | None:
    """The likeliest time of a happening; ``fallback`` is what the rules give it where its words say nothing.

    What its own words, or another mention's, state is taken as it is.
    """
    if fallback is not None and _days(fallback) is not None:
        return fallback
    if stated(draft, group, chronology) or (draft.status is Status.DENIED and draft.when is not None):
        return draft.when
    if draft.status is Status.DENIED:
        return publication(chronology.context.document.published)  # what never was has no day in the story
    return max(anchors(draft, group, chronology), key=odds).when


def stated(draft: Draft, group: Sequence[Draft], chronology: Chronology) -> bool:
    """Whether the words of the happening itself say when it is; what the rules borrowed from its scene is not stated."""
    days = _days(draft.when)
    if days is None:
        return False
    own = (_days(when_of(d.found, chronology.context, chronology.triggers)) for d in group)
    return any(o is not None and (o == days or o[1] == days[1] or (days[0] - o[0]).days == _WEEK) for o in own)


def odds(anchor: Anchor) -> float:
    """What speaks for a time, in logits; only differences between the times of one event mean anything."""
    table = weights()
    return sum(table.get(clue, 0.0) * value for clue, value in anchor.clues.items())


@cache
def weights() -> dict[str, float]:
    """What each clue weighs."""
    return {clue: float(weight) for clue, weight in json.loads(lexicon.read(WEIGHTS_FILE))["weights"].items()}


def anchors(draft: Draft, group: Sequence[Draft], chronology: Chronology) -> list[Anchor]:
    """Every time that a happening may be at, each with its clues; the first is the publication, or no day at all."""
    published = chronology.context.document.published
    none = Anchor(publication(published))
    found: dict[Days, Anchor] = {}
    said = draft.found.event_type == "statement"
    for told in chronology.near(draft):
        if told.of_speech and not said:
            continue  # "said on Tuesday" dates the saying
        anchor = found.setdefault(told.days, Anchor(_inherited(told.timex, chronology.context)))
        _hanging_clues(anchor, told, draft, chronology)
    lent = _days(draft.when)
    if draft.when is not None and lent is not None:
        anchor = found.setdefault(lent, Anchor(draft.when))
        anchor.when = draft.when
        anchor.add("of the scene")
    found = {days: anchor for days, anchor in found.items() if not _is_absurd(days, draft, published)}
    others = chronology.beside(draft)
    for days, anchor in found.items():
        _event_clues(anchor, days, draft, chronology, others)
        _fit_clues(anchor, days, draft, published)
    _publication_clues(none, draft, chronology)
    return [none, *found.values()]


def _is_absurd(days: Days, draft: Draft, published: date | None) -> bool:
    """Whether a plan would be over, or what is told in the past tense still to come."""
    if published is None:
        return False
    if draft.status is Status.PLANNED:
        return days[1] < published
    return days[0] > published and is_past(draft.found.token)


def _usable(context: Context) -> list[tuple[int, Timex, Days]]:
    """The times that have days and are no mere duration or habit."""
    return [
        (i, t, (t.earliest, t.latest))
        for i, t in sorted(context.timex_at.items())
        if t.earliest is not None and t.latest is not None and _names_days(t) and not is_make(context.parsed[i])
    ]


def _names_days(timex: Timex) -> bool:
    return timex.type not in {"DURATION", "SET"} and not timex.value.endswith("_REF")


def _dateline_days(context: Context) -> Days | None:
    """The day that a dateline gives: *LIMA, March 12 (Agency) -*."""
    for timex in context.timexes[:2]:
        if timex.end <= _DATELINE_REACH and _DASH.match(context.document.text, timex.end) and timex.earliest and timex.latest:
            return timex.earliest, timex.latest
    return None


def _days(when: When | None) -> Days | None:
    if when is None or when.earliest is None or when.latest is None:
        return None
    return when.earliest, when.latest


def _inherited(timex: Timex, context: Context) -> When:
    """A time that the event's own words don't state: worked out, whatever the words that name it."""
    return replace(when(timex, context), basis=DateBasis.RELATIVE)


def _hanging_clues(anchor: Anchor, told: _Named, draft: Draft, chronology: Chronology) -> None:
    """How a time hangs on the event's words, or how far from them it stands."""
    trigger = draft.found.token
    apart = chronology.sentence(trigger) - chronology.sentence(told.token)
    if apart == 0:
        _same_sentence(anchor, told, trigger, chronology)
    elif apart > 0:
        anchor.add("sentence before" if apart == 1 else "two before" if apart == 2 else "earlier")
        if apart <= 2 and chronology.paragraph(trigger) == chronology.paragraph(told.token):
            anchor.add("paragraph before")
        between = sum(told.token.i < other.token.i < trigger.i for other in chronology.named)
        if between == 0:
            anchor.add("last named")
    else:
        anchor.add("sentence after" if apart == -1 else "later")
    if chronology.sentence(told.token) == chronology.lead:
        anchor.add("lead")
        anchor.add("lead, of speech" if told.of_speech else "lead, of event")
        if draft.headline:
            anchor.add("lead for headline")
    if chronology.named[0] is told:
        anchor.add("first named")
    if told.days == chronology.dateline:
        anchor.add("dateline")


def _same_sentence(anchor: Anchor, told: _Named, trigger: Token, chronology: Chronology) -> None:
    anchor.add("same sentence")
    anchor.add("tokens", 1 / (1 + math.log1p(abs(told.token.i - trigger.i))))
    if not any(min(told.token.i, trigger.i) < o.token.i < max(told.token.i, trigger.i) for o in chronology.named):
        anchor.add("nearest after" if told.token.i > trigger.i else "nearest before")
    hung = told.hung
    if hung is None:
        anchor.add("hangs on nothing")
        return
    if hung.preposition in _BOUNDS:
        anchor.add("bound")
    if hung.hops > 1:
        anchor.add("inside a noun")
    if hung.owner.i == trigger.i:
        anchor.add("owner is event")
        return
    for clue in owner_clues(trigger, hung.owner, chronology.triggers, speech=told.of_speech):
        anchor.add(clue)


def _event_clues(anchor: Anchor, days: Days, draft: Draft, chronology: Chronology, others: Sequence[tuple[Draft, Days]]) -> None:
    """Which other events are at a time, and how like this one they are."""
    here = [d for d, at in others if at == days]
    if not here:
        return
    anchor.add("share of events", len(here) / len(others))
    before = [(d, at) for d, at in others if d.found.token.i < draft.found.token.i]
    if before and before[-1][1] == days:
        anchor.add("event before")
        if chronology.paragraph(before[-1][0].found.token) == chronology.paragraph(draft.found.token):
            anchor.add("event before, paragraph")
    most = Counter(at for _, at in others).most_common(1)[0][0]
    if most == days:
        anchor.add("most events")
    for other in here:
        _likeness_clues(anchor, draft, other)


def _likeness_clues(anchor: Anchor, draft: Draft, other: Draft) -> None:
    kind = "headline" if draft.headline else _definiteness(draft.found.token) if draft.found.is_noun else "verb"
    if other.found.sense.event_type == draft.found.event_type:
        anchor.add("event of type")
        anchor.add(f"event of type, {kind}")
    elif other.family == draft.family:
        anchor.add("event of family")
    if other.found.token.lemma_ == draft.found.token.lemma_:
        anchor.add("event by word")
        anchor.add(f"event by word, {kind}")
    if other.found.token.i < draft.found.token.i and other.found.event_type == draft.found.event_type:
        anchor.add("event of type before")
    if draft.pin is not None and other.pin is not None and same_place(draft.pin, other.pin):
        anchor.add("event at place")
    if draft.names & other.names:
        anchor.add("event with actor")
    if other.found.token.sent.start == draft.found.token.sent.start:
        anchor.add("event in sentence")
    if other.status is draft.status:
        anchor.add("event of status")


def _class(draft: Draft) -> str:
    if draft.found.event_type == "statement":
        return "said"
    if draft.status in _OPEN:
        return "open"
    return "ongoing" if draft.status is Status.ONGOING else "told"


def _fit_clues(anchor: Anchor, days: Days, draft: Draft, published: date | None) -> None:
    """Whether a time fits status, tense and grain."""
    group = _class(draft)
    if anchor.when is not None:
        anchor.add(f"{group} {anchor.when.precision.value}")
    if published is None:
        return
    age = "ahead"
    if days[0] <= published:
        gone = (published - days[1]).days
        age = next((name for limit, name in _AGES if gone <= limit), "history")
    anchor.add(f"{group} {age}")
    tense = _tense(draft)
    if tense:
        anchor.add(f"{tense} {'old' if age in {'history', 'months ago'} else 'ahead' if age == 'ahead' else 'new'}")


def _tense(draft: Draft) -> str:
    """*had* and *has* of the event's verb; the article of its noun."""
    token = draft.found.token
    if draft.found.is_noun:
        return _definiteness(token)
    auxiliaries = {c.lower_ for c in children(token, "aux")}
    return next((f"verb {word}" for word in ("had", "has", "have") if word in auxiliaries), f"verb {token.tag_}")


def _definiteness(noun: Token) -> str:
    return "the noun" if any(c.lower_ in _DEFINITE for c in children(noun, "det")) else "noun"


def _publication_clues(anchor: Anchor, draft: Draft, chronology: Chronology) -> None:
    trigger = draft.found.token
    anchor.add("publication")
    anchor.add(f"publication {_class(draft)}")
    anchor.add(f"publication {_tense(draft)}")
    if draft.headline:
        anchor.add("publication headline")
    if chronology.sentence(trigger) == chronology.lead:
        anchor.add("publication lead")
    if not any(chronology.sentence(n.token) == chronology.sentence(trigger) for n in chronology.named):
        anchor.add("publication alone")
    if chronology.dateline is not None:
        anchor.add("publication dateline")
