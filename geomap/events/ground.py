"""Which words of a sentence tell of which of its happenings: those nearest to the word that tells of it.

*Police shot five people dead on Thursday as youths burned tyres*: of the shooting tell *police*, *five*, *dead*, and of the riot
*youths*, *tyres*. Reports of one sentence share its words, its names and mostly its day, so that only this says which of them
another article tells of. Pure: a document's text and reports in, words out.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from geomap.events.bags import WORD, stem_of
from geomap.events.counts import figure
from geomap.events.meaning import Sense
from geomap.model import Report, Span

#: How many words before and behind a trigger stand right beside it: who did it is often further off than to what.
_BEFORE, _BEHIND = 3, 4
#: Smaller numbers are of too many things.
_LEAST = 3


@dataclass(frozen=True, slots=True)
class Ground:
    """What the words mean that are nearer to a report's trigger than to any other of its sentence, and the numbers among them.

    ``beside`` is what those mean that stand right beside the trigger, whatever they are nearer to.
    """

    words: Sense
    beside: Sense
    numbers: frozenset[int]

    @classmethod
    def of(cls, report: Report, others: Sequence[Span], text: str, weights: Mapping[str, float]) -> Ground:
        """The ground of a report in its sentence, where the ``others`` have triggers; each word as telling as its weight."""
        found = [(m.start() + m.end(), m.group()) for m in WORD.finditer(text, report.start, report.end)]
        here = _middle(report.trigger)
        elsewhere = [_middle(span) for span in others]
        own = [word for at, word in found if all(abs(at - here) < abs(at - other) for other in elsewhere)]
        n = min(range(len(found)), key=lambda i: abs(found[i][0] - here), default=0)
        beside = [word for _, word in found[max(0, n - _BEFORE) : n + _BEHIND + 1]]
        numbers = frozenset(number for word in own if (number := figure(word)) is not None and number >= _LEAST)
        return cls(_sense(own, weights), _sense(beside, weights), numbers)


def others_beside(report: Report, reports: Sequence[Report]) -> list[Span]:
    """The triggers and further mentions, in a report's sentence, of the other reports, as far as they are not its own."""
    own = {(t.start, t.end) for t in (report.trigger, *report.mentions)}
    triggers = (t for other in reports if other.id != report.id for t in (other.trigger, *other.mentions))
    return [t for t in triggers if report.start <= t.start < report.end and (t.start, t.end) not in own]


def _middle(span: Span) -> int:
    """Twice where the middle of a span is."""
    return span.start + span.end


def _sense(words: Sequence[str], weights: Mapping[str, float]) -> Sense:
    return Sense.of({stem: weights[stem] for stem in map(stem_of, words) if stem in weights})
