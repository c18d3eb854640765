"""What speaks for each of the times that an event may be at by how news is told.

What is done *in the evening* was so on one day, mostly that of the lead; what is quoted was said when the quote before it was.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from geomap.events.chronology import Chronology, Days
from geomap.events.draft import Draft
from geomap.events.time_clues import Anchor

if TYPE_CHECKING:
    from geomap.syntax.tree import Token

#: An hour without its day.
_HOUR = re.compile(
    r"\b(?:in the (?:morning|afternoon|evening|night)|(?:at|before|by|around|after|until) (?:dawn|noon|midnight|dusk|nightfall"
    r"|daybreak|first light)|in the (?:small|early) hours|overnight|during the night|at night|late in the day)\b",
    re.IGNORECASE,
)
#: So many characters before and behind a word it may stand.
_BEFORE, _BEHIND = 70, 90

Told = Sequence[tuple[Draft, Days]]


def news_clues(anchors: Sequence[Anchor], draft: Draft, chronology: Chronology, told: Told, others: Told) -> None:
    """Note what speaks for each of the times; ``others`` are the events beside it whose days are stated.

    An undated document tells no news.
    """
    published = chronology.context.document.published
    if published is None:
        return
    if draft.found.event_type == "statement":
        said = next((days for d, days in reversed(told) if d.found.event_type == "statement"), None)
        for anchor in anchors:
            if said is not None and anchor.days == said:
                anchor.add("as last said")
    if not _tells_an_hour(draft.found.token, chronology.context.document.text):
        return
    lead = _day_of_the_lead(others, chronology)
    for anchor in anchors:
        if anchor.days is None or anchor.days[0] != anchor.days[1]:
            continue
        anchor.add("hour, one day")
        if anchor.days == lead:
            anchor.add("hour, lead's day")
        if anchor.days[0] == published:
            anchor.add("hour, publication day")


def _day_of_the_lead(others: Told, chronology: Chronology) -> Days | None:
    """The days of what the first sentences tell."""
    return next((x for d, x in others if not d.headline and chronology.sentence(d.found.token) <= chronology.lead + 1), None)


def _tells_an_hour(token: Token, text: str) -> bool:
    """Whether an hour stands by a word, within its sentence."""
    sentence = token.sent
    first, last = max(sentence.start_char, token.idx - _BEFORE), min(sentence.end_char, token.idx + _BEHIND)
    return _HOUR.search(text, first, last) is not None
