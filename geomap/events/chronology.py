"""The times of one document, where each hangs, and which of its events are at them."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING

from geomap.events.ahead import lies_ahead
from geomap.events.attach import Attachment, attachment
from geomap.events.clauses import is_speech
from geomap.events.context import Context
from geomap.events.dateline import dates_the_article
from geomap.events.dating import is_make, when, when_of
from geomap.events.draft import Draft
from geomap.events.triggers import Found
from geomap.model import Status, Timex, When

if TYPE_CHECKING:
    from geomap.syntax.tree import Token

Days = tuple[date, date]
#: A lead is longer than a heading.
_HEADING_TOKENS = 12
#: A long document's times and events are looked at up to so many, so that the work grows with its length alone.
_NEAREST = 40
_FIRST = 5
_WHO = frozenset({"nsubj", "nsubjpass"})


@dataclass(frozen=True, slots=True)
class At:
    """Some days that were told of at a word, and what the word hangs on."""

    token: Token
    days: Days
    hung: Attachment | None = None

    @property
    def of_speech(self) -> bool:
        """Whether it says when something was said."""
        return self.hung is not None and is_speech(self.hung.owner)


@dataclass(frozen=True, slots=True, kw_only=True)
class Named(At):
    """A time that the document names, and where it hangs."""

    #: It, as the time of an event.
    time: When

    @property
    def is_of_an_office(self) -> bool:
        """Whether it only says since when somebody has been something: *the president, in power since 1998, signed*."""
        hung = self.hung
        if hung is None or hung.preposition != "since":
            return False
        return hung.branch != "since" or (hung.hops > 0 and hung.relation in _WHO)


@dataclass(frozen=True, slots=True)
class Chronology:
    """The times of one document, and which events the rules put at them."""

    context: Context
    triggers: frozenset[int]
    named: tuple[Named, ...]
    dated: tuple[tuple[Draft, Days], ...]
    #: The number of each token's sentence.
    sentence_of: Sequence[int]
    lead: int
    dateline: Days | None
    #: Where the times stand that a plan puts ahead.
    ahead: frozenset[int]
    #: The days that the words of a trigger state, by its token: they are asked for again and again.
    _own: dict[int, Days | None] = field(default_factory=dict)

    @classmethod
    def of(cls, context: Context, drafts: Sequence[Draft], triggers: frozenset[int]) -> Chronology:
        """Read a document's times once, for all its events."""
        sentences = list(context.parsed.sents)
        dated = tuple((d, days) for d in drafts if (days := days_of(d.when)) is not None)
        hung = (
            Named(context.parsed[i], d, attachment(context.parsed[i], triggers), time=when(t, context))
            for i, t, d in _usable(context)
        )
        named = tuple(n for n in hung if not n.is_of_an_office)
        lead = next((i for i, s in enumerate(sentences) if len(s) > _HEADING_TOKENS and s.text.rstrip()[-1:] in '."\u201d'), 0)
        return cls(
            context=context,
            triggers=triggers,
            named=named,
            dated=dated,
            sentence_of=[i for i, s in enumerate(sentences) for _ in range(s.start, s.end)],
            lead=lead,
            dateline=_dateline_days(context),
            ahead=frozenset(_put_ahead(drafts, context.document.published)),
        )

    def is_of_a_plan(self, time: When) -> bool:
        """Whether a time, as it is read without its verb, is over, and that of a plan is the coming one."""
        published, start = self.context.document.published, time.span.start if time.span is not None else None
        return start in self.ahead and not lies_ahead(time, published)

    def near(self, draft: Draft) -> Sequence[Named]:
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

    def own_days(self, found: Found) -> Days | None:
        """The days that a trigger's own words state."""
        if found.token.i not in self._own:
            self._own[found.token.i] = days_of(when_of(found, self.context, self.triggers))
        return self._own[found.token.i]

    def sentence(self, token: Token) -> int:
        """The number of a token's sentence."""
        return self.sentence_of[token.i]

    def paragraph(self, token: Token) -> int:
        """Where the paragraph of a token begins."""
        return self.context.document.text.rfind("\n", 0, token.idx) + 1


def _put_ahead(drafts: Sequence[Draft], published: date | None) -> Iterator[int]:
    """Where the times stand that are still to come for a plan of those words: *called them to a summit on Sunday*."""
    times = (d.when for d in drafts if d.status is Status.PLANNED)
    return (t.span.start for t in times if t is not None and t.span is not None and lies_ahead(t, published))


def days_of(when: When | None) -> Days | None:
    """The days of a time; None where it has none."""
    if when is None or when.earliest is None or when.latest is None:
        return None
    return when.earliest, when.latest


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
        if dates_the_article(timex.span, context.document.text) and timex.earliest and timex.latest:
            return timex.earliest, timex.latest
    return None
