"""When something is that was to be at another time: *the hearing, set for Monday, has been put back to Wednesday*."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from geomap.events.attach import whole
from geomap.events.clauses import STATUS_FILE, ancestors, children, entries, is_verb, particle_lemma
from geomap.events.context import Context
from geomap.model import DateBasis, When
from geomap.timexes.periods import Interval, value_to_interval

if TYPE_CHECKING:
    from geomap.events.triggers import Found
    from geomap.syntax.tree import Token

_TO = frozenset({"to", "until", "till"})
_MOVED = frozenset({"nsubjpass", "dobj"})
_WHERE = frozenset({"back", "forward", "off", "over", "ahead"})
_WEEK = 7
#: What holds on to its day: *Saturday's exchange still stands*.
_HOLDS = "holds"


def moved_to(found: Found, context: Context) -> When | None:
    """The time to which what a noun tells of is put off or brought forward; None where it is not, or nobody says when."""
    noun = whole(found.token)
    if not found.is_noun or noun.dep_ not in _MOVED or not moves(noun.head):
        return None
    for token, timex in context.timexes_in(noun.sent):
        days = value_to_interval(timex.value) if timex.type in {"DATE", "TIME"} else None
        if days is not None and token.i > noun.head.i and token.head.lower_ in _TO and _verb_above(token) == noun.head:
            days = _to_come(days, context.document.published)
            return When(days.earliest, days.latest, days.precision, DateBasis.RELATIVE, timex.surface, timex.span)
    return None


def moves(verb: Token) -> bool:
    """Whether a verb moves what it is done to to another time: *postponed*, *put back*."""
    where = next((c.lower_ for c in children(verb, "prt", "advmod") if c.lower_ in _WHERE), None)
    words = verb.lemma_.lower() if where is None else f"{verb.lemma_.lower()} {where}"
    return is_verb(verb) and words in entries(STATUS_FILE, "moved_to")


def still_holds(verb: Token) -> bool:
    """Whether a verb in the present tense says that something goes ahead as it was set."""
    return verb.tag_ == "VBZ" and particle_lemma(verb) in entries(STATUS_FILE, _HOLDS)


def _to_come(days: Interval, published: date | None) -> Interval:
    """The same weekday of the week to come: what is put off *to Wednesday* on a Thursday has not been yet."""
    if published is None or not 0 < (published - days.latest).days < _WEEK:
        return days
    week = timedelta(days=_WEEK)
    return days._replace(earliest=days.earliest + week, latest=days.latest + week)


def _verb_above(token: Token) -> Token | None:
    return next((head for _, head in ancestors(token) if is_verb(head)), None)
