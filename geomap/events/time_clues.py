"""What speaks for and against each of the times that an event may be at."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING

from geomap.events.agreement import same_place
from geomap.events.attach import owner_clues
from geomap.events.chronology import At, Chronology, Days, days_of
from geomap.events.clauses import children
from geomap.events.draft import Draft
from geomap.model import Status, When

if TYPE_CHECKING:
    from geomap.syntax.tree import Token

_OPEN = frozenset({Status.PLANNED, Status.POSSIBLE})
_DEFINITE = frozenset({"the", "this", "that", "these", "those"})
_BOUNDS = frozenset({"since", "before", "after", "following"})
#: Past these many days a time is of the last days, of the last weeks, of the last half year.
_AGES = ((0, "that day"), (3, "days ago"), (14, "weeks ago"), (180, "months ago"))
#: Words that say in which order things are told to have happened.
_ORDERING = frozenset(
    {"later", "since", "then", "earlier", "already", "meanwhile", "now", "still", "once", "recently", "previously", "again"}
    | {"also", "afterwards", "soon", "ago", "before", "after", "until", "today", "eventually", "finally", "first", "initially"}
)
#: Named this near the head of its sentence, a time sets the scene for all of it: *In May, the army took the town, and ...*.
_FRONT = 3


@dataclass(slots=True)
class Anchor:
    """A time that an event may be at, with what speaks for and against it; ``when`` is None for no day at all."""

    when: When | None
    clues: dict[str, float] = field(default_factory=dict)

    @property
    def days(self) -> Days | None:
        """The days of its time."""
        return days_of(self.when)

    def add(self, clue: str, value: float = 1.0) -> None:
        """Note a clue; of several of a kind the strongest counts."""
        if value > self.clues.setdefault(clue, 0.0):
            self.clues[clue] = value


def hanging_clues(anchor: Anchor, told: At, draft: Draft, chronology: Chronology) -> None:
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
        if told.token.i - told.token.sent.start <= _FRONT:
            anchor.add("fronted before" if apart <= 2 else "fronted earlier")
    else:
        anchor.add("sentence after" if apart == -1 else "later")
    if chronology.sentence(told.token) == chronology.lead:
        anchor.add("lead")
        anchor.add("lead, of speech" if told.of_speech else "lead, of event")
        if draft.headline:
            anchor.add("lead for headline")
    if chronology.named and chronology.named[0] is told:
        anchor.add("first named")
    if told.days == chronology.dateline:
        anchor.add("dateline")


def _same_sentence(anchor: Anchor, told: At, trigger: Token, chronology: Chronology) -> None:
    anchor.add("same sentence")
    anchor.add("tokens", 1 / (1 + math.log1p(abs(told.token.i - trigger.i))))
    if not any(min(told.token.i, trigger.i) < o.token.i < max(told.token.i, trigger.i) for o in chronology.named):
        anchor.add("nearest after" if told.token.i > trigger.i else "nearest before")
    if told.token.i - told.token.sent.start <= _FRONT:
        anchor.add("fronted")
    if sum(chronology.sentence(o.token) == chronology.sentence(trigger) for o in chronology.named) == 1:
        anchor.add("only one in sentence")
    hung = told.hung
    if hung is None:
        anchor.add("hangs on nothing")
        return
    if hung.preposition in _BOUNDS:
        anchor.add("bound")
        anchor.add(f"bound {hung.preposition}")
    if hung.hops > 1:
        anchor.add("inside a noun")
    if hung.owner.i == trigger.i:
        anchor.add("owner is event")
        return
    for clue in owner_clues(trigger, hung.owner, chronology.triggers, speech=told.of_speech):
        anchor.add(clue)


def event_clues(anchor: Anchor, days: Days, draft: Draft, chronology: Chronology, others: Sequence[tuple[Draft, Days]]) -> None:
    """Which other events are at a time, and how like this one they are."""
    if not others:
        return
    most = Counter(at for _, at in others).most_common(1)[0][0]
    if any(c.lower_ == "had" for c in children(draft.found.token, "aux")):
        anchor.add("had, before most" if days[1] < most[0] else "had, at most" if days == most else "had, after most")
    here = [d for d, at in others if at == days]
    if not here:
        return
    anchor.add("share of events", len(here) / len(others))
    before = [(d, at) for d, at in others if d.found.token.i < draft.found.token.i]
    if before and before[-1][1] == days:
        anchor.add("event before")
        if chronology.paragraph(before[-1][0].found.token) == chronology.paragraph(draft.found.token):
            anchor.add("event before, paragraph")
    if most == days:
        anchor.add("most events")
    for other in here:
        _likeness_clues(anchor, draft, other)


def story_clues(anchor: Anchor, days: Days, draft: Draft, chronology: Chronology, told: Sequence[tuple[Draft, Days]]) -> None:
    """When what was told just before is taken to have happened: a story goes on where it was."""
    if not told:
        return
    last, at = told[-1]
    place = "alone"
    if chronology.sentence(last.found.token) == chronology.sentence(draft.found.token):
        place = "in sentence"
    elif chronology.paragraph(last.found.token) == chronology.paragraph(draft.found.token):
        place = "in paragraph"
    order = "as" if at == days else "before" if days[1] < at[0] else "after" if days[0] > at[1] else "within"
    anchor.add(f"{order} the last {place}")
    anchor.add(f"{order} the last, {tense_of(draft)}")
    if any(at == days for _, at in told[-3:]):
        anchor.add("as one of the last three")


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


def class_of(draft: Draft) -> str:
    """Which of four classes an event is of, of which times are told each in its own way."""
    if draft.found.event_type == "statement":
        return "said"
    if draft.status in _OPEN:
        return "open"
    return "ongoing" if draft.status is Status.ONGOING else "told"


def fit_clues(anchor: Anchor, days: Days, draft: Draft, published: date | None) -> None:
    """Whether a time fits status, tense and grain."""
    group = class_of(draft)
    if anchor.when is not None:
        anchor.add(f"{group} {anchor.when.precision.value}")
    if published is None:
        return
    age = age_of(days[0], days[1], published)
    anchor.add(f"{group} {age}")
    tense = tense_of(draft)
    grown = "old" if age in {"history", "months ago"} else "ahead" if age == "ahead" else "new"
    if tense:
        anchor.add(f"{tense} {grown}")
    for word in ordering(draft):
        anchor.add(f"{word} {grown}")


def age_of(first: date, last: date, published: date) -> str:
    """How long before the publication some days were."""
    if first > published:
        return "ahead"
    gone = (published - last).days
    return next((name for limit, name in _AGES if gone <= limit), "history")


def tense_of(draft: Draft) -> str:
    """*had* and *has* of the event's verb; the article of its noun."""
    token = draft.found.token
    if draft.found.is_noun:
        return _definiteness(token)
    auxiliaries = {c.lower_ for c in children(token, "aux")}
    return next((f"verb {word}" for word in ("had", "has", "have") if word in auxiliaries), f"verb {token.tag_}")


def ordering(draft: Draft) -> Iterator[str]:
    """The words of order that the event's own verb has: *was later freed*, *has since resigned*."""
    for child in children(draft.found.token, "advmod", "mark", "prep", "npadvmod"):
        if child.lower_ in _ORDERING:
            yield child.lower_


def _definiteness(noun: Token) -> str:
    return "the noun" if any(c.lower_ in _DEFINITE for c in children(noun, "det")) else "noun"


def publication_clues(anchor: Anchor, draft: Draft, chronology: Chronology) -> None:
    """What speaks for the day of the publication, where no other time will do."""
    trigger = draft.found.token
    anchor.add("publication")
    anchor.add(f"publication {class_of(draft)}")
    anchor.add(f"publication {tense_of(draft)}")
    for word in ordering(draft):
        anchor.add(f"publication {word}")
    if draft.headline:
        anchor.add("publication headline")
    if chronology.sentence(trigger) == chronology.lead:
        anchor.add("publication lead")
    if not any(chronology.sentence(n.token) == chronology.sentence(trigger) for n in chronology.named):
        anchor.add("publication alone")
    if chronology.dateline is not None:
        anchor.add("publication dateline")


def until_now_clues(anchor: Anchor, start: Anchor, draft: Draft, published: date) -> None:
    """What speaks for *some time between then and now*; ``start`` has the clues of the time at which that begins."""
    for clue, value in start.clues.items():
        anchor.add(f"until now: {clue}", value)
    anchor.add("until now")
    anchor.add(f"until now {class_of(draft)}")
    anchor.add(f"until now {tense_of(draft)}")
    if start.days is not None:
        anchor.add(f"until now {age_of(*start.days, published)}")
    for word in ordering(draft):
        anchor.add(f"until now {word}")
