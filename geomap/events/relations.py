"""How the events of one story belong together: what was planned and came about, what is part of what, what a journey was for.

Told from what the sources say of each event alone: its status, its days, its places and who takes part. Each relation says what
it was told from, so that a reader can judge it. Pure: events in, relations out.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from geomap.model import Event, GeoPrecision, Status

_HAPPENED: Final = frozenset({Status.OCCURRED, Status.ONGOING})
_AHEAD: Final = frozenset({Status.PLANNED, Status.POSSIBLE})
#: What people travel for, and what other events may be part of.
_PURPOSES: Final = frozenset({"meeting", "negotiation", "gathering", "agreement", "sport", "election"})
_FRAMES: Final = frozenset({"gathering", "negotiation", "fighting", "sport", "election"})
_JOURNEYS: Final = frozenset({"travel"})
_ORDER: Final = (
    "may have come true as",
    "may have been announced as",
    "was made for",
    "was the purpose of",
    "is part of",
    "has as a part",
    "is denied as",
    "denies",
)
#: How many days may lie between a journey and what it was for.
_AROUND: Final = timedelta(days=3)


@dataclass(frozen=True, slots=True)
class Relation:
    """What ``other`` is to the event that was asked about, in words, and what that is told from."""

    other: Event
    words: str
    why: str


def relations(event: Event, others: Iterable[Event]) -> list[Relation]:
    """The relations of an event to others of its story; one for each of them at most, the telling ones first."""
    found = [relation for other in others if other.id != event.id and (relation := _relation(event, other)) is not None]
    return sorted(found, key=lambda relation: (_ORDER.index(relation.words), relation.other.id))


def _relation(event: Event, other: Event) -> Relation | None:
    return next((Relation(other, words, why) for words, why in _kinds(event, other)), None)


def _kinds(event: Event, other: Event) -> Iterator[tuple[str, str]]:
    who, where = _shared_actors(event, other), _shared_place(event, other)
    shared = _and(["the same people" if who else "", "the same place" if where else "", "the same kind of event"])
    if event.event_type == other.event_type and (who or where) and _may_be_at_once(event, other):
        if event.status in _AHEAD and other.status in _HAPPENED and _answers(event, other):
            yield "may have come true as", f"{shared}; this one was told as {event.status}"
        if event.status in _HAPPENED and other.status in _AHEAD and _answers(other, event):
            yield "may have been announced as", f"{shared}; that one was told as {other.status}"
    if event.event_type == other.event_type and who and _may_be_at_once(event, other) and not _apart(event, other):
        why = _and(["the same people", "the same place" if where else "", "the same kind of event"])
        if other.status is Status.DENIED and event.status is not Status.DENIED:
            yield "is denied as", f"{why}; that one is told as denied"
        if event.status is Status.DENIED and other.status is not Status.DENIED:
            yield "denies", f"{why}; this one is told as denied"
    if who and where and _near_in_time(event, other) and _both_real(event, other):
        why = "the same people, at the place that the journey leads to, within three days of it"
        if event.event_type in _JOURNEYS and other.event_type in _PURPOSES:
            yield "was made for", why
        if other.event_type in _JOURNEYS and event.event_type in _PURPOSES:
            yield "was the purpose of", why
    if where and _both_real(event, other):
        if other.event_type in _FRAMES and _within(event, other) and (who or other.event_type == "gathering"):
            yield "is part of", _and(["the same place", "the same people" if who else "", "within its days"])
        if event.event_type in _FRAMES and _within(other, event) and (who or event.event_type == "gathering"):
            yield "has as a part", _and(["the same place", "the same people" if who else "", "within its days"])


def _both_real(event: Event, other: Event) -> bool:
    return Status.DENIED not in {event.status, other.status}


def _shared_actors(event: Event, other: Event) -> bool:
    return bool({name.casefold() for name in event.actors} & {name.casefold() for name in other.actors})


def _shared_place(event: Event, other: Event) -> bool:
    """Whether both are at one place; for a journey the place that it leads to."""
    here = event.place.place if event.place else None
    there = other.place.place if other.place else None
    return here is not None and there is not None and here.id == there.id


def _apart(event: Event, other: Event) -> bool:
    """Whether both say where, and neither place may be the other."""
    return not (_answers(event, other) or _answers(other, event))


def _answers(plan: Event, deed: Event) -> bool:
    """Whether a deed may be what was planned, as far as the places go: the same, in the country that was named, or not said."""
    wanted = plan.place.place if plan.place else None
    found = deed.place.place if deed.place else None
    if wanted is None or found is None or wanted.id == found.id:
        return True
    wide = plan.place is not None and plan.place.geo_precision is GeoPrecision.COUNTRY
    return wide and wanted.country is not None and wanted.country == found.country


def _days(event: Event) -> tuple[date, date] | None:
    when = event.when
    if when is None or when.earliest is None or when.latest is None:
        return None
    return (when.earliest, when.latest)


def _may_be_at_once(event: Event, other: Event) -> bool:
    """Whether their days overlap; what has no date may lie anywhere."""
    a, b = _days(event), _days(other)
    return a is None or b is None or (a[0] - b[1] <= _AROUND and b[0] - a[1] <= _AROUND)


def _within(event: Event, frame: Event) -> bool:
    """Whether the days of an event lie in those of one that lasts longer."""
    a, b = _days(event), _days(frame)
    return a is not None and b is not None and b[0] <= a[0] and a[1] <= b[1] and (b[1] - b[0]) > (a[1] - a[0])


def _near_in_time(event: Event, other: Event) -> bool:
    a, b = _days(event), _days(other)
    return a is not None and b is not None and a[0] - b[1] <= _AROUND and b[0] - a[1] <= _AROUND


def _and(parts: Iterable[str]) -> str:
    found = [part for part in parts if part]
    return ", ".join(found[:-1]) + f" and {found[-1]}" if len(found) > 1 else "".join(found)
