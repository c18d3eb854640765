"""What the reports of one event say together: who, where, when and whether, and where they disagree.

Claims that differ are kept side by side, each with who makes it, never averaged.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import cache
from types import MappingProxyType

from geomap import lexicon
from geomap.events.bags import stem_of
from geomap.events.confidence import event_confidence
from geomap.events.counts import counted
from geomap.events.draft import FINENESS
from geomap.events.likeness import same_actor
from geomap.events.origins import Origins
from geomap.events.titles import title_of
from geomap.events.told import Told
from geomap.events.told_when import gap_days, length, stated
from geomap.model import (
    Claim,
    DateBasis,
    DatePrecision,
    Disagreement,
    Event,
    GeoPrecision,
    PlaceMention,
    Report,
    Role,
    Status,
    When,
)
from geomap.timexes.intervals import describe

_WORDING_FILE = "events/wording.toml"
_FINE = frozenset({DatePrecision.DAY, DatePrecision.DAYS, DatePrecision.WEEK})
_OPEN = frozenset({Status.PLANNED, Status.POSSIBLE})
_REAL = frozenset({Status.OCCURRED, Status.ONGOING})
_DENIED = frozenset({Status.DENIED})


def event_of(
    group: Sequence[Told], identifier: str, origins: Origins, spelling: Mapping[str, str] = MappingProxyType({})
) -> Event:
    """The event that a group of reports tells of; ``spelling`` is how names are spelt that documents spell in several ways."""
    reports = [t.report for t in group]
    lead = max(reports, key=lambda r: (_is_drawn(r), _is_named(r), r.confidence, -r.start))
    place = _place(reports)
    actors = _actors(group, spelling)
    event_type = Counter(r.event_type for r in reports).most_common(1)[0][0]
    n_origins = origins.count(group)
    return Event(
        id=identifier,
        title=title_of(event_type, _agents(actors, reports, spelling), place, lead),
        event_type=event_type,
        status=_status(group),
        background=all(r.background for r in reports),
        actors=actors,
        place=place,
        places=_all_places(reports, place),
        when=_when(reports),
        report_ids=tuple(r.id for r in reports),
        n_documents=len({t.document.id for t in group}),
        n_origins=n_origins,
        disagreements=tuple(_disagreements(group)),
        confidence=event_confidence([r.confidence for r in reports if _is_drawn(r) == _is_drawn(lead)], n_origins),
    )


def _is_named(report: Report) -> bool:
    """Whether the word for a gathering is its name: *the Forum*, and not *a forum*."""
    return report.event_type == "gathering" and report.trigger.text[:1].isupper()


def _is_drawn(report: Report) -> bool:
    return report.pin is not None and report.pin.place is not None


def _actors(group: Sequence[Told], spelling: Mapping[str, str]) -> tuple[str, ...]:
    """The actors under the spelling that most documents use, the most often named first."""
    spellings: list[list[str]] = []
    for name in (spelling.get(n, n) for t in group for n in t.names):
        same = next((s for s in spellings if same_actor(s[0], name)), None)
        if same is None:
            spellings.append([name])
        else:
            same.append(name)
    ranked = sorted(spellings, key=lambda s: -len(s))
    return tuple(Counter(s).most_common(1)[0][0] for s in ranked)


def _agents(actors: Sequence[str], reports: Sequence[Report], spelling: Mapping[str, str]) -> list[str]:
    """The actors who act: those whom it is done to are left out of the title."""
    acting = {spelling.get(a.name, a.name) for r in reports for a in r.actors if a.role == "actor"}
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
            if (place.name, place.role) not in seen and not _encloses(place, pin):
                seen.add((place.name, place.role))
                places.append(place)
    return tuple(replace(p, span=None) for p in places)


def _encloses(place: PlaceMention, pin: PlaceMention | None) -> bool:
    """Whether a place only says more coarsely where the pin is: *Russia* of what happens in Vladivostok."""
    if pin is None or pin.place is None or place.place is None or place.role not in {Role.VENUE, Role.DESTINATION}:
        return False
    coarse = (
        place.geo_precision in {GeoPrecision.COUNTRY, GeoPrecision.AREA}
        and FINENESS[pin.geo_precision] < FINENESS[place.geo_precision]
    )
    return coarse and place.place.country == pin.place.country


def _status(group: Sequence[Told]) -> Status:
    """What most reports say, the more certain between equals; what has come about, or was called off, is no plan any more."""
    order = [Status.OCCURRED, Status.ONGOING, Status.PLANNED, Status.POSSIBLE, Status.DENIED]
    votes = Counter(t.report.status for t in group)
    for outcome in (_REAL, _DENIED):
        if _overtaken(group, outcome):
            votes = Counter({status: n for status, n in votes.items() if status in outcome})
    return min(votes, key=lambda s: (-votes[s], order.index(s)))


def _overtaken(group: Sequence[Told], outcome: Collection[Status]) -> bool:
    """Whether every report of an outcome is later than every one that tells it as planned or possible, and there is no other."""
    done = [t.document.published for t in group if t.report.status in outcome]
    planned = [t.document.published for t in group if t.report.status in _OPEN]
    known = [d for d in done if d is not None], [d for d in planned if d is not None]
    return bool(done and planned) and len(known[0]) + len(known[1]) == len(group) and min(known[0]) > max(known[1])


def _when(reports: Sequence[Report]) -> When | None:
    """The time that most reports agree on, the narrowest between equals; the publication's where none states one.

    What is only inferred counts where nobody states a time.
    """
    known = [r.when for r in reports if r.when is not None and stated(r.when)]
    told = [w for w in known if w.basis is not DateBasis.INFERRED] or known
    if not told:
        dated = [r.when for r in reports if r.when is not None]
        return min(dated, key=lambda w: w.earliest or date.max, default=None)
    agreeing = {i: sum(gap_days(w, o) == 0 for o in told) for i, w in enumerate(told)}
    best = min(range(len(told)), key=lambda i: (-agreeing[i], _is_rest(told[i]), length(told[i]), i))
    return replace(told[best], span=None)


def _is_rest(when: When) -> bool:
    """*through Wednesday*: only how long it still goes on."""
    return when.text is not None and when.text.split()[0].lower() in {"through", "until", "till"}


def _disagreements(group: Sequence[Told]) -> Iterator[Disagreement]:
    """The fields on which reports differ by more than how finely they tell it."""
    reports = [t.report for t in group]
    whens = [r for r in reports if r.when is not None and stated(r.when) and r.when.basis is not DateBasis.INFERRED]
    at_odds = [r for r in whens if any(_differ(r.when, other.when) for other in whens)]
    if at_odds:  # who only says "in September" does not contradict who names the days
        yield _disagreement("when", [(_say(r.when), r.id) for r in at_odds])
    ends = [(p, r.id) for r in reports if (p := r.pin) is not None and p.place is not None and p.role is not Role.ORIGIN]
    apart = [(p.name, identifier) for p, identifier in ends if any(not _nested(p, other) for other, _ in ends)]
    if apart:
        yield _disagreement("place", apart)
    if len({r.status for r in reports}) > 1 and not (_overtaken(group, _REAL) or _overtaken(group, _DENIED)):
        yield _disagreement("status", [(r.status.value, r.id) for r in reports])
    yield from _numbers(reports)
    yield from _wordings(reports)


def _numbers(reports: Sequence[Report]) -> Iterator[Disagreement]:
    """How many were killed, hurt or arrested, where reports give other numbers."""
    told: dict[str, list[tuple[int, str, str]]] = defaultdict(list)
    for report in reports:
        for deed, (n, word) in counted(report.quote).items():
            told[deed].append((n, word, report.id))
    for claims in told.values():
        if len({n for n, _, _ in claims}) > 1:
            yield _disagreement("number", [(f"{n} {claims[0][1]}", identifier) for n, _, identifier in claims])


def _wordings(reports: Sequence[Report]) -> Iterator[Disagreement]:
    """By which words that take a side reports call the event: a *riot* or a *protest*."""
    for sides in _sides():
        words = ((t.text.lower(), r.id) for r in reports for t in (r.trigger, *r.mentions))
        told = [(word, identifier, sides[stem]) for word, identifier in words if (stem := stem_of(word)) in sides]
        by_report: dict[str, set[int]] = defaultdict(set)
        for _, identifier, side in told:
            by_report[identifier].add(side)
        if any(a.isdisjoint(b) for a in by_report.values() for b in by_report.values()):
            yield _disagreement("wording", list(dict.fromkeys((word, identifier) for word, identifier, _ in told)))


@cache
def _sides() -> tuple[dict[str, int], ...]:
    """For each row of the data file, the stems of its words and on which side they are."""
    rows = lexicon.table(_WORDING_FILE)["sides"]
    return tuple({stem_of(word): side for side, words in enumerate(row) for word in words} for row in rows)


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
