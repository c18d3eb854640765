"""Reviews over what was extracted and linked: pure functions, values in, values out.

A document's reviews change its toponyms and reports before they are linked; after linking, an event takes what a person decided
about any of its reports, however many others say something else. What can't be applied any more is handed back with the reason.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from geomap.model import (
    Anchor,
    Event,
    Extraction,
    GeoPrecision,
    Place,
    PlaceMention,
    Report,
    Review,
    ReviewField,
    Role,
    Span,
    Status,
    Toponym,
)
from geomap.review import anchors

#: What a mention that a person placed is marked with, in place of the method that found it.
METHOD = "person"
NO_PLACE = "a person says that this names no place"

#: The reports, by id, that reviews have touched, with the reviews.
Marks = Mapping[str, tuple[Review, ...]]
Pair = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Stale:
    """A review that can't be applied as things are, and why."""

    review: Review
    reason: str


@dataclass(frozen=True, slots=True)
class Applied:
    """An extraction as people left it, with the reviews that touched each report (``marks``) and each toponym (by its start)."""

    extraction: Extraction
    marks: Marks = field(default_factory=dict)
    mentions: Mapping[int, tuple[Review, ...]] = field(default_factory=dict)
    stale: tuple[Stale, ...] = ()


@dataclass(frozen=True, slots=True)
class Unity:
    """Which reports (by id) people joined into one event, and which they parted; ``marks`` and ``stale`` as in ``Applied``."""

    together: tuple[Pair, ...] = ()
    apart: tuple[Pair, ...] = ()
    marks: Marks = field(default_factory=dict)
    stale: tuple[Stale, ...] = ()


def applied(extraction: Extraction, reviews: Iterable[Review]) -> Applied:
    """The extraction with the reviews of its document laid over it, the later over the earlier.

    Those about the unity of events are left to ``unity``, those that were undone are left out.
    """
    work = _Work(extraction)
    for review in sorted((r for r in reviews if r.stands), key=in_time):
        if review.field not in {ReviewField.TOGETHER, ReviewField.APART}:
            work.apply(review)
    return work.done()


def in_time(review: Review) -> tuple[str, str]:
    """The order in which reviews hold: by when they were made."""
    return (review.when, review.id)


class _Work:
    """One document's reviews being applied."""

    def __init__(self, extraction: Extraction) -> None:
        self.extraction = extraction
        self.toponyms = list(extraction.toponyms)
        self.reports = list(extraction.all_reports)
        self.marks: dict[str, list[Review]] = defaultdict(list)
        self.mentions: dict[int, list[Review]] = defaultdict(list)
        self.decisions: list[tuple[str, Review]] = []
        self.stale: list[Stale] = []

    def apply(self, review: Review) -> None:
        if not anchors.holds(review.target, self.extraction.document.text):
            self.stale.append(Stale(review, "the words are not in the document where they were"))
        elif review.target.kind == anchors.TOPONYM:
            self.mention(review)
        else:
            self.report(review)

    def mention(self, review: Review) -> None:
        found = anchors.mentions_at(review.target, self.extraction.toponyms)
        if review.throughout:
            found += [t for t in self.extraction.toponyms if t.surface == review.target.text and t not in found]
        if not found:
            if review.place is not None:
                self.stale.append(Stale(review, f"“{review.target.text}” is no longer read as a place there"))
            return  # where no place was to be, none is: done
        for toponym in found:
            self.mentions[toponym.start].append(review)
        spans = [t.span for t in found]
        for report in self.extraction.all_reports:
            if any(_among(place.span, spans) for place in report.places):
                self.marks[report.id].append(review)

    def placed(self) -> None:
        """Put the mentions where they are, by the last word on each, before what was decided about whole reports."""
        last = {start: [r for r in found if r.field is ReviewField.TOPONYM][-1:] for start, found in self.mentions.items()}
        for i, toponym in enumerate(self.toponyms):
            for review in last.get(toponym.start, ()):
                self.toponyms[i] = _placed(toponym, review.place)
                self.reports = [replace(r, places=_renamed(r.places, toponym.span, review.place)) for r in self.reports]

    def report(self, review: Review) -> None:
        meant = anchors.report_at(review.target, self.extraction.reports) or anchors.report_at(
            review.target, self.extraction.untold
        )
        if meant is None:
            self.stale.append(Stale(review, f"“{review.target.text}” is no longer read as an event there"))
            return
        self.marks[meant.id].append(review)
        self.decisions.append((meant.id, review))

    def done(self) -> Applied:
        self.placed()
        at = {report.id: i for i, report in enumerate(self.reports)}
        for report_id, review in self.decisions:
            self.reports[at[report_id]] = decided(self.reports[at[report_id]], review)
        untold = {report.id for report in self.extraction.untold}
        found = replace(
            self.extraction,
            toponyms=tuple(self.toponyms),
            reports=tuple(r for r in self.reports if r.id not in untold),
            untold=tuple(r for r in self.reports if r.id in untold),
        )
        return Applied(
            as_sure(found, {report_id for report_id, _ in self.decisions}),
            {i: tuple(found) for i, found in self.marks.items()},
            {i: tuple(found) for i, found in self.mentions.items()},
            tuple(self.stale),
        )


def as_sure(extraction: Extraction, report_ids: Collection[str]) -> Extraction:
    """With reports that people decided about: what was tentative is told from then on."""
    if not any(r.tentative and r.id in report_ids for r in extraction.all_reports):
        return extraction
    told = {r.id for r in extraction.reports} | set(report_ids)
    reports = [replace(r, tentative=r.tentative and r.id not in report_ids) for r in extraction.all_reports]
    return replace(
        extraction,
        reports=tuple(r for r in reports if r.id in told),
        untold=tuple(r for r in reports if r.id not in told),
    )


def decided(report: Report, review: Review) -> Report:
    """A report with what a person decided about its event."""
    if review.field is ReviewField.PLACE:
        return replace(report, places=_moved(report, review.place))
    if review.field is ReviewField.WHEN:
        return replace(report, when=review.time)
    if review.field is ReviewField.STATUS and review.word is not None:
        return replace(report, status=Status(review.word))
    if review.field is ReviewField.EVENT_TYPE and review.word is not None:
        return replace(report, event_type=review.word)
    return report


def known_as(place: Place) -> tuple[GeoPrecision, float]:
    """How finely a place is known when a person names it: its kind's precision, and its uncertainty in km."""
    from geomap.gazetteer.precision import precision_of

    return precision_of(place)


def _among(span: Span | None, spans: Sequence[Span]) -> bool:
    return span is not None and any(span.overlaps(other) for other in spans)


def _placed(toponym: Toponym, place: Place | None) -> Toponym:
    if place is None:
        return replace(
            toponym,
            place=None,
            geo_precision=GeoPrecision.NONE,
            geo_uncertainty_km=None,
            confidence=1.0,
            method=METHOD,
            reason=NO_PLACE,
        )
    precision, uncertainty = known_as(place)
    return replace(
        toponym,
        place=place,
        geo_precision=precision,
        geo_uncertainty_km=uncertainty,
        confidence=1.0,
        method=METHOD,
        reason=None,
    )


def _renamed(places: Sequence[PlaceMention], span: Span, place: Place | None) -> tuple[PlaceMention, ...]:
    """The places of a report with those at the span put right; what names no place is left out."""
    if place is None:
        return tuple(p for p in places if not _among(p.span, [span]))
    precision, uncertainty = known_as(place)
    return tuple(
        replace(p, name=place.name, place=place, geo_precision=precision, geo_uncertainty_km=uncertainty)
        if _among(p.span, [span])
        else p
        for p in places
    )


def _moved(report: Report, place: Place | None) -> tuple[PlaceMention, ...]:
    """The places of a report whose event is at ``place``; where it is nowhere, only what it is about stays."""
    if place is None:
        return tuple(p for p in report.places if p.role is Role.ABOUT)
    precision, uncertainty = known_as(place)
    before = report.pin
    role = Role.VENUE if before is None else before.role
    pin = PlaceMention(place.name, role, place, precision, uncertainty, None, "reviewed")
    return (pin, *(p for p in report.places if p is not before))


def unity(reviews: Iterable[Review], extractions: Mapping[str, Extraction]) -> Unity:
    """Which reports are to be of one event and which are not, by document id of the extractions that hold them.

    Of two reviews that contradict each other about the same pair the later one holds.
    """
    pairs: dict[Pair, Review] = {}
    marks: dict[str, list[Review]] = defaultdict(list)
    stale = []
    for review in sorted((r for r in reviews if r.stands and r.other is not None), key=in_time):
        ends = [_end(anchor, extractions) for anchor in (review.target, review.other) if anchor is not None]
        if None in ends:
            stale.append(Stale(review, "one of the two reports is no longer there"))
            continue
        one, other = sorted(end for end in ends if end is not None)
        pairs[one, other] = review
        marks[one].append(review)
        marks[other].append(review)
    return Unity(
        tuple(pair for pair, review in pairs.items() if review.field is ReviewField.TOGETHER),
        tuple(pair for pair, review in pairs.items() if review.field is ReviewField.APART),
        {i: tuple(found) for i, found in marks.items()},
        tuple(stale),
    )


def _end(anchor: Anchor, extractions: Mapping[str, Extraction]) -> str | None:
    found = extractions.get(anchor.document_id)
    if found is None or not anchors.holds(anchor, found.document.text):
        return None
    report = anchors.report_at(anchor, found.reports) or anchors.report_at(anchor, found.untold)
    return report.id if report else None


def over(event: Event, reports: Mapping[str, Report], marks: Marks) -> Event:
    """The event with what people decided about any of its reports, the latest decision on each matter.

    ``reports`` are those of the event, by id, as people left them. The event's confidence stays that of the reading.
    """
    latest: dict[ReviewField, tuple[Review, Report]] = {}
    for report_id in event.report_ids:
        for review in marks.get(report_id, ()):
            if (matter := _matter(review, reports[report_id])) is None:
                continue
            known = latest.get(matter)
            if known is None or in_time(known[0]) <= in_time(review):
                latest[matter] = (review, reports[report_id])
    changed = event
    for matter, (_, report) in latest.items():
        changed = _with(changed, matter, report)
    return changed if changed == event else replace(changed, title=_title(changed, reports))


def _matter(review: Review, report: Report) -> ReviewField | None:
    """On which field of an event a review of one of its reports has the last word."""
    if review.field is ReviewField.TOPONYM:
        placed = review.place is not None and report.pin is not None and report.pin.place == review.place
        return ReviewField.PLACE if placed else None
    decides = {ReviewField.PLACE, ReviewField.WHEN, ReviewField.STATUS, ReviewField.EVENT_TYPE}
    return review.field if review.field in decides else None


def _with(event: Event, matter: ReviewField, report: Report) -> Event:
    if matter is ReviewField.PLACE:
        pin = replace(report.pin, span=None) if report.pin else None
        if event.place is not None and pin is not None and event.place.place == pin.place:
            return event
        others = tuple(p for p in event.places if p not in (event.place, pin))
        return replace(event, place=pin, places=(pin, *others) if pin else others)
    if matter is ReviewField.WHEN:
        return replace(event, when=replace(report.when, span=None) if report.when else None)
    if matter is ReviewField.STATUS:
        return replace(event, status=report.status)
    return replace(event, event_type=report.event_type)


def _title(event: Event, reports: Mapping[str, Report]) -> str:
    from geomap.events.titles import title_of

    told = [reports[i] for i in event.report_ids if i in reports]
    lead = max(told, key=lambda r: (r.confidence, -r.start))
    acting = {actor.name for report in told for actor in report.actors if actor.role == "actor"}
    return title_of(event.event_type, [name for name in event.actors if name in acting], event.place, lead)
