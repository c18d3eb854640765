"""Which reports of many documents tell of one happening, and where they disagree.

Two reports may be one when their types are of one family and actors, places, times and status agree, each as finely as it is
told. The best pairs are joined first; a happening takes at most one report of a document, and nothing that any of its members
rules out. Claims that differ are kept side by side, never averaged.
"""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import combinations

from geopy.distance import great_circle

from geomap.events.actors import same_person
from geomap.events.draft import FINENESS
from geomap.events.titles import title_of
from geomap.events.types import family
from geomap.model import (
    Claim,
    DateBasis,
    DatePrecision,
    Disagreement,
    Document,
    Event,
    Extraction,
    GeoPrecision,
    PlaceMention,
    Report,
    Role,
    Status,
    When,
)
from geomap.timexes.intervals import describe

_NEAR_KM = 60.0
_SLACK_DAYS = 1
_ADJACENT_DAYS = 31
_OPEN = frozenset({Status.PLANNED, Status.POSSIBLE})
_COARSE = frozenset({DatePrecision.MONTH, DatePrecision.SEASON, DatePrecision.YEAR})
_FINE = frozenset({DatePrecision.DAY, DatePrecision.DAYS, DatePrecision.WEEK})
#: Events that are often told without saying who: their place and time must do.
_ACTORLESS = frozenset({"gathering", "disaster", "fighting", "protest", "election"})
_MUTUAL = frozenset({"consult"})
#: A block larger than this says nothing ("Russia"); its pairs are found through the other blocks.
_BLOCK_LIMIT = 400
#: A plural told over more than a quarter of a year is a series of events, not one.
_SERIES_DAYS = 92
#: Reports of one type that share this many longer words of their quotes are told alike, actors or none.
_SAME_WORDING = 4
_LONG_WORD = 8


@dataclass(frozen=True, slots=True)
class _Told:
    """A report with the document it stands in, and the words of its quote."""

    report: Report
    document: Document
    words: frozenset[str]

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(a.name for a in self.report.actors)


def link(extractions: Sequence[Extraction], *, known: Mapping[str, str] | None = None) -> tuple[Event, ...]:
    """The events that the reports of all documents tell of, ordered by time, then id.

    ``known`` maps report ids to the event ids of the last build, so that an event keeps its id when documents are added.
    """
    told = [_Told(r, e.document, _words(r.quote)) for e in extractions for r in e.reports]
    groups = _groups(told)
    taken: set[str] = set()
    events = [_event(group, _event_id(group, known or {}, taken)) for group in groups]
    return tuple(sorted(events, key=_by_time))


def _by_time(event: Event) -> tuple[date, str]:
    return (event.when.earliest if event.when and event.when.earliest else date.max, event.id)


def _groups(told: Sequence[_Told]) -> list[list[_Told]]:
    """Join the best pairs first, as long as nothing in the joined group rules it out."""
    scored = sorted(
        ((_score(told[a], told[b]), a, b) for a, b in _candidate_pairs(told) if _may_be_one(told[a], told[b])),
        key=lambda s: (-s[0], s[1], s[2]),
    )
    group_of = {i: [i] for i in range(len(told))}
    for _, a, b in scored:
        one, other = group_of[a], group_of[b]
        if one is other or not _joinable([told[i] for i in one], [told[i] for i in other]):
            continue
        one.extend(other)
        for i in other:
            group_of[i] = one
    distinct = {id(g): g for g in group_of.values()}
    return [[told[i] for i in sorted(g)] for g in distinct.values()]


def _candidate_pairs(told: Sequence[_Told]) -> Iterator[tuple[int, int]]:
    """Pairs that share a family and an actor, a place or a country: what shares none of these can't be one happening."""
    blocks: dict[tuple[str, str], list[int]] = defaultdict(list)
    for i, item in enumerate(told):
        kind = family(item.report.event_type)
        for key in _block_keys(item):
            blocks[kind, key].append(i)
    seen: set[tuple[int, int]] = set()
    for block in blocks.values():
        if len(block) > _BLOCK_LIMIT:
            continue
        for pair in combinations(block, 2):
            if pair not in seen and told[pair[0]].document.id != told[pair[1]].document.id:
                seen.add(pair)
                yield pair


def _block_keys(item: _Told) -> set[str]:
    keys = {word.lower() for name in item.names for word in (name.split()[:1] + name.split()[-1:])}
    for place in item.report.places:
        if place.place is not None and place.role is not Role.ABOUT:
            keys.add(place.place.id)
            keys.add(f"country:{place.place.country}")
    return keys | {f"wording:{w}" for w in item.words if len(w) >= _LONG_WORD}


def _may_be_one(a: _Told, b: _Told) -> bool:
    one, other = a.report, b.report
    return (
        family(one.event_type) == family(other.event_type)
        and _status_agrees(one, other)
        and _actors_agree(a, b)
        and _places_agree(one, other)
        and _is_series(one) == _is_series(other)
        and _times_agree(a, b)
    )


def _joinable(one: Sequence[_Told], other: Sequence[_Told]) -> bool:
    documents = Counter(t.document.id for t in (*one, *other))
    return max(documents.values()) == 1 and all(_may_be_one(a, b) for a in one for b in other)


def _status_agrees(a: Report, b: Report) -> bool:
    if a.status is b.status:
        return True
    pair = {a.status, b.status}
    if Status.DENIED in pair:
        return False
    if pair <= _OPEN or pair == {Status.ONGOING, Status.OCCURRED}:
        return True
    return Status.ONGOING in pair and a.event_type in {"gathering", "negotiation"}


def _shared_actors(a: _Told, b: _Told) -> int:
    return sum(any(_same_actor(x, y) for y in b.names) for x in a.names)


def _same_actor(a: str, b: str) -> bool:
    return a == b or (a.count(" ") < 4 and b.count(" ") < 4 and same_person(a, b))


def _actors_agree(a: _Told, b: _Told) -> bool:
    if not a.names or not b.names:
        if len(a.words & b.words) >= _SAME_WORDING:
            return True
        return a.report.event_type in _ACTORLESS or _same_pin(a.report, b.report)
    shared = _shared_actors(a, b)
    if family(a.report.event_type) == "speech" and max(len(a.names), len(b.names)) >= 2:
        return shared >= 2  # a joint statement is not one of its speakers' own
    if family(a.report.event_type) in _MUTUAL and min(len(a.names), len(b.names)) >= 2:
        return shared >= 2
    return shared >= 1 or a.report.event_type == "gathering"


def _same_pin(a: Report, b: Report) -> bool:
    return bool(a.pin and b.pin and a.pin.place and b.pin.place and a.pin.place.id == b.pin.place.id)


def _is_series(report: Report) -> bool:
    """Several happenings told as one (*several tests this year*): a single one of them is another thing."""
    if not report.trigger.text.endswith("s") or report.event_type == "negotiation":
        return False
    return _stated(report.when) and _length(report.when) > _SERIES_DAYS


def _places_agree(a: Report, b: Report) -> bool:
    """Whether the two end, or happen, at places that may be one; where only one tells that, whether they begin so."""
    for roles in ((Role.VENUE, Role.DESTINATION), (Role.ORIGIN,)):
        one = next((p for p in a.places if p.role in roles), None)
        other = next((p for p in b.places if p.role in roles), None)
        if one is not None and other is not None:
            return _may_be_one_place(one, other)
    return True


def _may_be_one_place(a: PlaceMention, b: PlaceMention) -> bool:
    if a.place is None or b.place is None or a.place.id == b.place.id:
        return True
    coarse, fine = sorted((a, b), key=lambda p: -FINENESS[p.geo_precision])
    assert coarse.place is not None and fine.place is not None
    if coarse.geo_precision in {GeoPrecision.COUNTRY, GeoPrecision.AREA}:
        return fine.place.country == coarse.place.country
    reach = max(_NEAR_KM, coarse.geo_uncertainty_km or 0)
    return float(great_circle((coarse.place.lat, coarse.place.lon), (fine.place.lat, fine.place.lon)).km) <= reach


def _times_agree(a: _Told, b: _Told) -> bool:
    """Intervals that overlap within a day; a publication date only says that the event was known of by then."""
    one, other = a.report.when, b.report.when
    if not _stated(one) or not _stated(other):
        return True
    gap = _gap_days(one, other)
    if gap <= _SLACK_DAYS:
        return True
    coarse = one is not None and other is not None and one.precision in _COARSE and other.precision in _COARSE
    same_story = _shared_actors(a, b) >= 1 and a.report.pin is not None and b.report.pin is not None
    return coarse and same_story and gap <= _ADJACENT_DAYS and a.report.event_type == b.report.event_type


def _stated(when: When | None) -> bool:
    return when is not None and when.earliest is not None and when.latest is not None and when.basis is not DateBasis.PUBLICATION


def _gap_days(a: When | None, b: When | None) -> int:
    assert a is not None and b is not None and a.earliest and a.latest and b.earliest and b.latest
    return max((a.earliest - b.latest).days, (b.earliest - a.latest).days, 0)


def _score(a: _Told, b: _Told) -> float:
    """How much two reports have in common; only ranks pairs, never decides alone."""
    score = 1.0 * _shared_actors(a, b) + 2.0 * _same_pin(a.report, b.report)
    score += a.report.event_type == b.report.event_type
    score += a.report.status is b.report.status
    one, other = a.report.when, b.report.when
    if _stated(one) and _stated(other):
        score += 1.5 if _gap_days(one, other) == 0 else -1
    union = len(a.words | b.words)
    return score + (2.0 * len(a.words & b.words) / union if union else 0)


def _words(quote: str) -> frozenset[str]:
    letters = "".join(c.lower() if c.isalnum() else " " for c in quote)
    return frozenset(w for w in letters.split() if len(w) > 3)


def _event_id(group: Sequence[_Told], known: Mapping[str, str], taken: set[str]) -> str:
    """The id that most of the reports had, or one made from the report of the earliest document."""
    before = Counter(known[t.report.id] for t in group if t.report.id in known)
    for identifier, _ in before.most_common():
        if identifier not in taken:
            taken.add(identifier)
            return identifier
    first = min(group, key=lambda t: (t.document.published or date.max, t.document.id, t.report.start))
    identifier = "evt-" + hashlib.sha256(first.report.id.encode()).hexdigest()[:12]
    taken.add(identifier)
    return identifier


def _event(group: Sequence[_Told], identifier: str) -> Event:
    reports = [t.report for t in group]
    lead = max(reports, key=lambda r: (r.confidence, -r.start))
    place = _place(reports)
    actors = _actors(group)
    event_type = Counter(r.event_type for r in reports).most_common(1)[0][0]
    origins = {(t.report.attributed_to or t.document.id).lower() for t in group}
    return Event(
        id=identifier,
        title=title_of(event_type, _agents(actors, reports), place, lead),
        event_type=event_type,
        status=_status(reports),
        background=all(r.background for r in reports),
        actors=actors,
        place=place,
        places=_all_places(reports, place),
        when=_when(reports),
        report_ids=tuple(r.id for r in reports),
        n_documents=len({t.document.id for t in group}),
        n_origins=len(origins),
        disagreements=tuple(_disagreements(reports)),
        confidence=_confidence(reports, len(origins)),
    )


def _actors(group: Sequence[_Told]) -> tuple[str, ...]:
    """The actors under the spelling that most documents use, the most often named first."""
    spellings: list[list[str]] = []
    for name in (n for t in group for n in t.names):
        same = next((s for s in spellings if _same_actor(s[0], name)), None)
        if same is None:
            spellings.append([name])
        else:
            same.append(name)
    ranked = sorted(spellings, key=lambda s: -len(s))
    return tuple(Counter(s).most_common(1)[0][0] for s in ranked)


def _agents(actors: Sequence[str], reports: Sequence[Report]) -> list[str]:
    """The actors who act: those whom it is done to are left out of the title."""
    acting = {a.name for r in reports for a in r.actors if a.role == "actor"}
    return [name for name in actors if name in acting]


def _place(reports: Sequence[Report]) -> PlaceMention | None:
    """The place that most reports name; the finer, then the more explicit, between equals."""
    pins = [r.pin for r in reports if r.pin is not None and r.pin.place is not None]
    if not pins:
        return next((r.pin for r in reports if r.pin is not None), None)
    votes = Counter(p.place.id for p in pins if p.place is not None)

    def rank(p: PlaceMention) -> tuple[bool, int, int, bool]:
        country = FINENESS[p.geo_precision] >= FINENESS[GeoPrecision.AREA]
        return (country, -votes[p.place.id if p.place else ""], FINENESS[p.geo_precision], p.how != "explicit")

    return min(pins, key=rank)


def _all_places(reports: Sequence[Report], pin: PlaceMention | None) -> tuple[PlaceMention, ...]:
    places = [pin] if pin is not None else []
    seen = {(pin.name, pin.role)} if pin is not None else set()
    for report in reports:
        for place in report.places:
            if (place.name, place.role) not in seen:
                seen.add((place.name, place.role))
                places.append(place)
    return tuple(replace(p, span=None) for p in places)


def _status(reports: Sequence[Report]) -> Status:
    """What most reports say; the more certain between equals."""
    order = [Status.OCCURRED, Status.ONGOING, Status.PLANNED, Status.POSSIBLE, Status.DENIED]
    votes = Counter(r.status for r in reports)
    return min(votes, key=lambda s: (-votes[s], order.index(s)))


def _when(reports: Sequence[Report]) -> When | None:
    """The time that most reports agree on, the narrowest between equals; the publication's where none states one."""
    stated = [r.when for r in reports if r.when is not None and _stated(r.when)]
    if not stated:
        dated = [r.when for r in reports if r.when is not None]
        return min(dated, key=lambda w: w.earliest or date.max, default=None)
    agreeing = {i: sum(_gap_days(w, o) == 0 for o in stated) for i, w in enumerate(stated)}
    best = min(range(len(stated)), key=lambda i: (-agreeing[i], _is_rest(stated[i]), _length(stated[i]), i))
    return replace(stated[best], span=None)


def _is_rest(when: When) -> bool:
    """*through Wednesday*: only how long it still goes on."""
    return when.text is not None and when.text.split()[0].lower() in {"through", "until", "till"}


def _length(when: When | None) -> int:
    return (when.latest - when.earliest).days if when and when.earliest and when.latest else 0


def _disagreements(reports: Sequence[Report]) -> Iterator[Disagreement]:
    """The fields on which reports differ by more than how finely they tell it."""
    whens = [r for r in reports if r.when is not None and _stated(r.when)]
    if any(_differ(a.when, b.when) for a, b in combinations(whens, 2)):
        yield _disagreement("when", [(_say(r.when), r.id) for r in whens])
    ends = [(p, r.id) for r in reports if (p := r.pin) is not None and p.place is not None and p.role is not Role.ORIGIN]
    if any(not _nested(a, b) for (a, _), (b, _) in combinations(ends, 2)):
        yield _disagreement("place", [(p.name, identifier) for p, identifier in ends])
    if len({r.status for r in reports}) > 1:
        yield _disagreement("status", [(r.status.value, r.id) for r in reports])


def _disagreement(field: str, claims: Sequence[tuple[str, str]]) -> Disagreement:
    by_value: dict[str, list[str]] = defaultdict(list)
    for value, report in claims:
        by_value[value].append(report)
    return Disagreement(field, tuple(Claim(value, tuple(ids)) for value, ids in by_value.items()))


def _say(when: When | None) -> str:
    assert when is not None
    return describe(when.earliest, when.latest, when.precision)


def _differ(a: When | None, b: When | None) -> bool:
    assert a is not None and b is not None and a.earliest and a.latest and b.earliest and b.latest
    if (a.earliest, a.latest) == (b.earliest, b.latest):
        return False
    nested = (a.earliest <= b.earliest and b.latest <= a.latest) or (b.earliest <= a.earliest and a.latest <= b.latest)
    return not nested or (a.precision in _FINE and b.precision in _FINE)


def _nested(a: PlaceMention | None, b: PlaceMention | None) -> bool:
    assert a is not None and b is not None and a.place is not None and b.place is not None
    return a.place.id == b.place.id or a.geo_precision is not b.geo_precision


def _confidence(reports: Sequence[Report], n_origins: int) -> float:
    """The best report's, raised for every further independent origin (each halves half of the doubt that is left)."""
    doubt = 1 - max(r.confidence for r in reports)
    return round(1 - doubt * 0.75 ** (n_origins - 1), 3)
