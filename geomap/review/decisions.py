"""Making reviews: what a person decides about a mention, an event, or two events, checked and signed."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from itertools import pairwise

from geomap import lexicon
from geomap.errors import InputError
from geomap.events.types import event_types
from geomap.model import (
    Anchor,
    DateBasis,
    DatePrecision,
    Document,
    Place,
    Report,
    Review,
    ReviewField,
    Status,
    Toponym,
    When,
)
from geomap.review import anchors, wording

#: A report with the document it stands in.
Told = tuple[Report, Document]


def now() -> str:
    """This moment in UTC, ISO 8601 to the microsecond."""
    return datetime.now(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")


@dataclass(frozen=True, slots=True)
class Decision:
    """Who decides, when and why; the reviews that it makes are one batch. Raises InputError for an unusable name or note."""

    who: str
    note: str | None = None
    when: str = field(default_factory=now)
    batch: str = field(default_factory=lambda: "dec-" + secrets.token_hex(6))

    def __post_init__(self) -> None:
        limits = lexicon.table("review.toml")["limits"]
        object.__setattr__(self, "who", " ".join(self.who.split()))
        object.__setattr__(self, "note", (self.note or "").strip() or None)
        if not self.who:
            raise InputError("a review needs a name: say who you are")
        for word, value in (("name", self.who), ("note", self.note or "")):
            most = limits["who" if word == "name" else "note"]
            if len(value) > most:
                raise InputError(f"the {word} has {len(value):,} characters; {most:,} at most")

    def mention(self, toponym: Toponym, document: Document, place: Place | None, *, throughout: bool = True) -> list[Review]:
        """A mention names this place, or none; ``throughout``: wherever the document has the same words."""
        target = anchors.of_toponym(toponym, document)
        old = wording.place(toponym.place) if toponym.place else toponym.reason
        return [self._review(ReviewField.TOPONYM, target, place=place, throughout=throughout, old=old)]

    def place(self, reports: Sequence[Told], place: Place | None) -> list[Review]:
        """The event of these reports happened at this place, or nobody knows where."""
        return [
            self._review(ReviewField.PLACE, anchors.of_report(r, d), place=place, old=wording.place_of(r)) for r, d in reports
        ]

    def days(self, reports: Sequence[Told], earliest: date | None, latest: date | None) -> list[Review]:
        """The event of these reports happened in these days, both included, or nobody knows when."""
        time = days(earliest, latest)
        return [self._review(ReviewField.WHEN, anchors.of_report(r, d), time=time, old=wording.time(r.when)) for r, d in reports]

    def status(self, reports: Sequence[Told], status: Status) -> list[Review]:
        """The event of these reports has this status."""
        return [
            self._review(ReviewField.STATUS, anchors.of_report(r, d), word=status.value, old=r.status.value) for r, d in reports
        ]

    def event_type(self, reports: Sequence[Told], name: str) -> list[Review]:
        """The event of these reports is of this type. Raises InputError for a type that there isn't."""
        if name not in event_types():
            raise InputError(f"there is no event type {name!r}; there are: {', '.join(event_types())}")
        return [self._review(ReviewField.EVENT_TYPE, anchors.of_report(r, d), word=name, old=r.event_type) for r, d in reports]

    def together(self, one: Sequence[Told], other: Sequence[Told]) -> list[Review]:
        """The reports of two events tell of one."""
        chain = [anchors.of_report(r, d) for r, d in (*one, *other)]
        return [self._review(ReviewField.TOGETHER, a, other=b) for a, b in pairwise(chain)]

    def apart(self, one: Told, others: Sequence[Told]) -> list[Review]:
        """A report tells of another event than these."""
        target = anchors.of_report(*one)
        return [self._review(ReviewField.APART, target, other=anchors.of_report(r, d)) for r, d in others]

    def right(self, reports: Sequence[Told]) -> list[Review]:
        """All that is said of the event of these reports is right as it is."""
        return [self._review(ReviewField.RIGHT, anchors.of_report(r, d)) for r, d in reports]

    def _review(
        self,
        matter: ReviewField,
        target: Anchor,
        *,
        place: Place | None = None,
        time: When | None = None,
        word: str | None = None,
        other: Anchor | None = None,
        throughout: bool = False,
        old: str | None = None,
    ) -> Review:
        return Review(
            id="rev-" + secrets.token_hex(6),
            batch=self.batch,
            field=matter,
            target=target,
            who=self.who,
            when=self.when,
            place=place,
            time=time,
            word=word,
            other=other,
            throughout=throughout,
            old=old,
            note=self.note,
        )


def days(earliest: date | None, latest: date | None) -> When:
    """A time that a person gives: from day to day, both included; one end alone, or none.

    Raises InputError where it ends before it begins.
    """
    if earliest is not None and latest is not None and latest < earliest:
        raise InputError(f"the event ends on {latest}, before it begins on {earliest}; swap the two")
    if earliest is None and latest is None:
        return When(None, None, DatePrecision.UNKNOWN, DateBasis.PERSON)
    return When(earliest, latest, DatePrecision.DAY if earliest == latest else DatePrecision.DAYS, DateBasis.PERSON)


def spot(lat: float, lon: float, *, name: str, radius_km: float | None = None) -> Place:
    """A place that no gazetteer has, where a person points: degrees, and how far it reaches. Raises InputError off the Earth."""
    if not (-90 <= lat <= 90 and -180 <= lon <= 180) or (lat, lon) == (0, 0):
        raise InputError(f"{lat}, {lon} is no place: latitudes lie in -90..90, longitudes in -180..180, and 0, 0 is open sea")
    if radius_km is not None and not 0 < radius_km <= 20_000:
        raise InputError(f"a place reaches between 0 and 20,000 km; {radius_km} is not")
    lat, lon = round(lat, 5), round(lon, 5)
    named = " ".join(name.split())[:200] or f"{lat}, {lon}"
    return Place(f"spot:{lat}_{lon}", named, lat, lon, "S", radius_km=radius_km)
