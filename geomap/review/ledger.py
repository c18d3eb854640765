"""Keeping reviews in a store and showing at once what they change: the one place where a review is written.

Each step is one transaction: the reviews and the few events that they touch. The next build links everything anew, with all
reviews laid over it.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import TYPE_CHECKING

from geomap.errors import InputError, StoreError, StoreLockedError
from geomap.model import Event, Extraction, Report, Review, ReviewField
from geomap.review import overlay
from geomap.review.overlay import Applied, Pair, Stale

if TYPE_CHECKING:
    from geomap.store import Store


@dataclass(frozen=True, slots=True)
class State:
    """Documents as people left them, with what touched which report, who joined or parted them, and what can't be applied."""

    applied: Mapping[str, Applied] = field(default_factory=dict)
    marks: overlay.Marks = field(default_factory=dict)
    unity: overlay.Unity = field(default_factory=overlay.Unity)
    stale: tuple[Stale, ...] = ()

    def reports(self) -> dict[str, Report]:
        """All reports of these documents, by id, as people left them."""
        return {r.id: r for found in self.applied.values() for r in found.extraction.all_reports}


def state_of(extractions: Iterable[Extraction], reviews: Iterable[Review]) -> State:
    """The documents with the reviews laid over them."""
    standing = [review for review in reviews if review.stands]
    about: dict[str, list[Review]] = defaultdict(list)
    for review in standing:
        about[review.target.document_id].append(review)
    done = {e.document.id: overlay.applied(e, about.pop(e.document.id, ())) for e in extractions}
    unity = overlay.unity(standing, {i: found.extraction for i, found in done.items()})
    done = {i: replace(found, extraction=overlay.as_sure(found.extraction, unity.marks)) for i, found in done.items()}
    marks: dict[str, list[Review]] = defaultdict(list)
    for source in (*(found.marks for found in done.values()), unity.marks):
        for report_id, found_reviews in source.items():
            marks[report_id].extend(found_reviews)
    joining = {ReviewField.TOGETHER, ReviewField.APART}
    absent = [Stale(r, "its document is not in the store") for found in about.values() for r in found if r.field not in joining]
    stale = (*(s for found in done.values() for s in found.stale), *unity.stale, *absent)
    return State(done, {i: tuple(found) for i, found in marks.items()}, unity, stale)


def decided(found: Iterable[Event], state: State) -> tuple[Event, ...]:
    """Events with what people decided about their reports."""
    reports = state.reports()
    return tuple(
        overlay.over(event, {i: reports[i] for i in event.report_ids if i in reports}, state.marks)
        if any(i in state.marks for i in event.report_ids)
        else event
        for event in found
    )


def state(store: Store) -> State:
    """The documents of a store that people have reviewed, with their reviews laid over them."""
    reviews = [review for review in store.reviews() if review.stands]
    return state_of(_extractions(store, _documents(reviews)), reviews)


def applied(store: Store, document_id: str) -> Applied:
    """One document of a store as people left it. Raises StoreError where it is not stored."""
    return overlay.applied(store.extraction(document_id), _about(store.reviews([document_id]), document_id))


def reports_of(store: Store, event_ids: Sequence[str]) -> dict[str, list[Report]]:
    """The reports of events, by event id, as people left them."""
    found = store.reports_of(event_ids)
    reviews = store.reviews({r.document_id for reports in found.values() for r in reports})
    reviewed = {review.target.document_id for review in reviews if review.stands}
    if not reviewed:
        return found
    changed = {
        r.id: r
        for document_id in sorted(reviewed & {r.document_id for reports in found.values() for r in reports})
        for r in overlay.applied(store.extraction(document_id), _about(reviews, document_id)).extraction.all_reports
    }
    return {event_id: [changed.get(r.id, r) for r in reports] for event_id, reports in found.items()}


def marks_of(store: Store, reports: Sequence[Report]) -> overlay.Marks:
    """The reviews that touched any of these reports, by report id."""
    reviews = [r for r in store.reviews({report.document_id for report in reports}) if r.stands]
    if not reviews:
        return {}
    found = state_of(_extractions(store, _documents(reviews)), reviews).marks
    wanted = {report.id for report in reports}
    return {report_id: touched for report_id, touched in found.items() if report_id in wanted}


def fields(store: Store) -> dict[str, list[str]]:
    """What people have decided about each report, as the names of fields, by report id."""
    return {report_id: [review.field.value for review in found] for report_id, found in state(store).marks.items()}


def record(store: Store, reviews: Sequence[Review]) -> tuple[Event, ...]:
    """Keep reviews and show what they change; returns the events as they now are, those with an earlier id first.

    Raises StoreError where the store is open for reading only, or where a review is about words that are not in it.
    """
    return _written(store, reviews, must_fit=True)


def take_in(store: Store, reviews: Sequence[Review]) -> int:
    """Keep reviews that come from elsewhere, those that can't be applied too; returns how many were new."""
    known = {review.id: review for review in store.reviews()}
    fresh = [r for r in reviews if r.id not in known or (known[r.id].stands and not r.stands)]
    if fresh:
        _written(store, fresh, must_fit=False)
    return len(fresh)


def undo(store: Store, name: str, *, who: str, when: str) -> tuple[Event, ...]:
    """Undo a review, or all reviews of a batch, by its id; the later ones stay. Returns the events as they now are.

    Raises InputError where there is no such review, or it has been undone.
    """
    found = [review for review in store.reviews() if name in {review.id, review.batch}]
    if not found:
        raise InputError(f"{name}: there is no such review in this store; geomap review list names them")
    standing = [review for review in found if review.stands]
    if not standing:
        raise InputError(f"{name}: it was undone already, by {found[0].undone_by} on {found[0].undone_at}")
    return _written(store, [replace(review, undone_by=who, undone_at=when) for review in standing], must_fit=False)


def _written(store: Store, reviews: Sequence[Review], *, must_fit: bool) -> tuple[Event, ...]:
    if store.readonly:
        raise StoreError(f"{store.path}: this store is open for reading only; nothing was changed")
    for last in (False, False, True):
        try:
            return _written_once(store, reviews, must_fit=must_fit)
        except StoreLockedError:  # a build saved something meanwhile
            if last:
                raise
    raise AssertionError("the last try returns or raises")


def _written_once(store: Store, reviews: Sequence[Review], *, must_fit: bool) -> tuple[Event, ...]:
    with store.reading():
        as_of = store.version
        ids = {review.id for review in reviews}
        before = store.reviews(_documents(reviews))
        after = sorted([*(r for r in before if r.id not in ids), *reviews], key=overlay.in_time)
        extractions = _extractions(store, _documents(after))
        was, now = state_of(extractions, before), state_of(extractions, after)
        if must_fit and (misfits := [s for s in now.stale if s.review.id in ids]):
            raise StoreError(f"{store.path}: the review can't be applied: {misfits[0].reason}; nothing was stored")
        old = store.events_of(i for i in was.marks.keys() | now.marks.keys() if was.marks.get(i) != now.marks.get(i))
        new = _linked_again(store, old, after, undone=[r for r in reviews if not r.stands]) if old else ()
    store.record_reviews(reviews, events=new, instead_of=[event.id for event in old], as_of=as_of)
    return new


def _linked_again(
    store: Store, old: Sequence[Event], reviews: Sequence[Review], *, undone: Sequence[Review]
) -> tuple[Event, ...]:
    """A few events made anew from their own reports: each stays whole, but for what people join, part, or take back."""
    from geomap import events

    members = {report_id for event in old for report_id in event.report_ids}
    found = store.reports_of([event.id for event in old])
    documents = {r.document_id for reports in found.values() for r in reports}
    known = {review.id: review for review in (*store.reviews(documents), *reviews)}
    state = state_of(_extractions(store, documents), known.values())
    again = events.link(
        [_only(done.extraction, members) for done in state.applied.values()],
        known={report_id: event.id for event in old for report_id in event.report_ids},
        together=[*state.unity.together, *_as_before(old, state, undone)],
        apart=state.unity.apart,
    )
    made = [_own_id(event, old, store) for event in decided(again, state)]
    earlier = {event.id for event in old}
    return tuple(sorted(made, key=lambda event: event.id not in earlier))


def _only(extraction: Extraction, report_ids: Collection[str]) -> Extraction:
    return replace(extraction, reports=tuple(r for r in extraction.all_reports if r.id in report_ids), untold=())


def _as_before(old: Sequence[Event], state: State, undone: Sequence[Review]) -> list[Pair]:
    """The pairs of reports that stay of one event, as they were, for all that these few documents can tell.

    An event that was joined by hand and is so no more is left to the rules; what was parted by hand is joined again.
    """
    again = [replace(review, undone_by=None, undone_at=None) for review in undone]
    taken_back = overlay.unity(again, {i: found.extraction for i, found in state.applied.items()})
    loosened = {report_id for pair in taken_back.together for report_id in pair}
    apart = {frozenset(pair) for pair in state.unity.apart}
    pairs = list(taken_back.apart)
    for event in old:
        if loosened.isdisjoint(event.report_ids):
            pairs += [pair for part in _parts(event.report_ids, apart) for pair in pairwise(part)]
    return pairs


def _parts(report_ids: Sequence[str], apart: Collection[frozenset[str]]) -> list[list[str]]:
    """The reports of an event in as few groups as hold nobody that is to be apart."""
    parts: list[list[str]] = []
    for one in report_ids:
        free = next((part for part in parts if not any(frozenset((one, other)) in apart for other in part)), None)
        if free is None:
            parts.append([one])
        else:
            free.append(one)
    return parts


def _own_id(event: Event, old: Sequence[Event], store: Store) -> Event:
    """The event under an id that no other event of the store has."""
    if any(event.id == other.id for other in old):
        return event
    identifier = event.id
    while store.has_event(identifier):
        identifier = "evt-" + hashlib.sha256(identifier.encode()).hexdigest()[:12]
    return replace(event, id=identifier)


def _documents(reviews: Iterable[Review]) -> set[str]:
    return {anchor.document_id for r in reviews for anchor in (r.target, r.other) if anchor is not None}


def _about(reviews: Iterable[Review], document_id: str) -> list[Review]:
    return [review for review in reviews if review.target.document_id == document_id]


def _extractions(store: Store, document_ids: Iterable[str]) -> list[Extraction]:
    """Those of the documents that are in the store and in the input."""
    return [store.extraction(i) for i in sorted(document_ids) if store.known(i) is not None]
