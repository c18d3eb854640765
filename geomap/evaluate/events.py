"""How well reports match what an analyst found: which happenings, where, when, how certain, and which are one event.

A report matches an annotated happening when its trigger overlaps the annotated trigger or a further mention of it, or when it
is of an accepted type and its trigger lies in the annotated evidence. One happening for each report, the best matches first;
further reports of the same happening are duplicates: counted, not false alarms. Speech (statements, threats, concessions) is
measured apart from happenings. Asked to be strict, no report of another type than those accepted matches.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from geomap.evaluate.articles import Annotations, Days, GoldArticle, GoldEvent, GoldPlace, Trap, plain
from geomap.evaluate.links import links, score_links
from geomap.evaluate.scores import Fault, Score, Share
from geomap.evaluate.toponyms import kilometres
from geomap.model import Report, Span

SPEECH = frozenset({"statement", "threat", "concession"})
#: Statuses that say that something is so, or will be.
REAL = frozenset({"occurred", "planned", "ongoing"})
_COUNTED = ("core", "unplaced", "speech")
#: A point this near is the annotated place whatever it is called.
_SAME_KM = 30.0
#: A place of the same name further off than this is another one, unless places of its kind are large.
_NAMESAKE_KM = 100.0
_LARGE = frozenset({"country", "admin1", "region", "water", "island"})


@dataclass(frozen=True, slots=True)
class FoundPlace(Span):
    """A place of a report; the span is empty where the record gives none."""

    name: str
    role: str
    point: tuple[float, float] | None

    @property
    def is_pin(self) -> bool:
        """Whether the report may be drawn here."""
        return self.role != "about"


@dataclass(frozen=True, slots=True)
class FoundReport:
    """A report, as far as it is measured."""

    trigger: Span
    words: str
    type: str
    status: str
    places: tuple[FoundPlace, ...]
    days: Days | None
    event: str | None

    @property
    def pin(self) -> FoundPlace | None:
        """Where it would be drawn."""
        return next((place for place in self.places if place.is_pin), None)

    @property
    def is_speech(self) -> bool:
        """Whether it is a statement and no happening."""
        return self.type in SPEECH


@dataclass(frozen=True, slots=True)
class EventScores:
    """Every figure over one set of articles."""

    everything: Score
    happenings: Score
    pins: Score
    pins_right_place: Score
    speech: Share
    type: Share
    status: Share
    place: Share
    role: Share
    date_exact: Share
    date_near: Share
    duplicates: int
    optional: int
    denied_as_real: int
    must_not: Share
    links: Score
    links_lenient: Score


@dataclass(slots=True)
class _Tally:
    counts: Counter[str] = field(default_factory=Counter)
    matched: dict[str, FoundReport] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)


def score(
    annotations: Annotations,
    records: Mapping[str, Mapping[str, Any]],
    *,
    faults: list[Fault] | None = None,
    strict: bool = False,
) -> EventScores:
    """Score what was found against the annotations; an article without a record counts as one where nothing was found.

    ``strict``: a report of a type that the annotation doesn't accept matches nothing.
    """
    tally = _Tally()
    for article in annotations.articles:
        record = records.get(article.id)
        found = [found_report(report) for report in record["reports"]] if record else []
        _score_article(tally, article, found, strict=strict)
    events = [e for article in annotations.articles for e in article.events if e.tier in _COUNTED]
    said = links({e.id: e.cluster for e in events}, events)
    guessed = links({i: report.event for i, report in tally.matched.items() if report.event}, events)
    tally.faults += [Fault(a, "wrongly linked", 0, "", "", b) for a, b in sorted(guessed - said)]
    tally.faults += [Fault(a, "not linked", 0, "", b, "") for a, b in sorted(said - guessed)]
    if faults is not None:
        faults += tally.faults
    clusters = {e.id: e.cluster for e in events}
    return _scores(tally.counts, score_links(said, guessed), score_links(said, guessed, clusters, annotations.mergeable))


def matched_reports(article: GoldArticle, reports: Sequence[Report]) -> dict[int, int]:
    """Which report is of which annotated happening: index of happening to index of report."""
    found = [
        FoundReport(Span(r.trigger.start, r.trigger.end), r.trigger.text, r.event_type, r.status.value, (), None, None)
        for r in reports
    ]
    return matches(article.events, found)[0]


def _score_article(tally: _Tally, article: GoldArticle, found: Sequence[FoundReport], *, strict: bool) -> None:
    pairs, again = matches(article.events, found, strict=strict)
    gold_of = {j: i for i, j in pairs.items()}
    for j, report in enumerate(found):
        if j in gold_of:
            _count_match(tally, article.events[gold_of[j]], report)
        elif j in again:
            tally.counts["duplicate"] += 1
        else:
            _count_false_alarm(tally, report)
            tally.faults.append(_fault(article.id, "false alarm", report, ""))
    for i, event in enumerate(article.events):
        tally.counts[f"gold {event.tier}"] += 1
        tally.counts["gold pinnable"] += event.tier == "core" and bool(event.pins)
        if event.tier not in _COUNTED:
            continue
        if i in pairs:
            _compare(tally, event, found[pairs[i]])
        else:
            tally.faults.append(Fault(article.id, "missed", event.trigger.start, event.label, f"{event.tier} {event.type}", ""))
    for trap in article.traps:
        tally.counts["trap"] += 1
        caught = next((report for report in found if _caught(report, trap)), None)
        if caught:
            tally.counts["caught"] += 1
            tally.faults.append(_fault(article.id, trap.rule, caught, trap.text))


def matches(gold: Sequence[GoldEvent], found: Sequence[FoundReport], *, strict: bool = False) -> tuple[dict[int, int], set[int]]:
    """Index of happening to index of report, and the indexes of reports that repeat a happening; ``strict`` as in ``score``."""
    fits = ((_affinity(g, f), j, i) for j, f in enumerate(found) for i, g in enumerate(gold) if not strict or f.type in g.types)
    options = [(-fit, j, i) for fit, j, i in fits if fit]
    pairs: dict[int, int] = {}
    used: set[int] = set()
    for _, j, i in sorted(options):
        if i not in pairs and j not in used:
            pairs[i] = j
            used.add(j)
    return pairs, {j for _, j, _ in options} - used


def _affinity(gold: GoldEvent, found: FoundReport) -> float:
    """How well the two fit; 0 where they don't match at all."""
    right_type = found.type in gold.types
    if found.trigger.overlaps(gold.trigger):
        fit = 4.0
    elif any(found.trigger.overlaps(mention) for mention in gold.mentions):
        fit = 3.0
    elif right_type and gold.evidence.start <= found.trigger.start < gold.evidence.end:
        fit = 1.0
    else:
        return 0.0
    placed = bool(found.places) and right_place(found.places[0], gold.places) is not None
    return fit + 0.5 * right_type + 0.2 * (gold.tier == "core") + 0.1 * placed


def right_place(found: FoundPlace, gold: Sequence[GoldPlace]) -> GoldPlace | None:
    """The annotated place that this is: by its name and about there, or by its point."""
    name = plain(found.name)
    for place in gold:
        if not place.is_pin:
            continue
        if found.point is None or place.point is None:
            if name in place.names:
                return place
            continue
        far = kilometres(found.point, place.point)
        same = name in place.names or far <= _SAME_KM
        if (same and (place.kind in _LARGE or far <= _NAMESAKE_KM)) or name in place.accepted:
            return place
    return None


def _count_match(tally: _Tally, gold: GoldEvent, report: FoundReport) -> None:
    if gold.tier == "optional":
        tally.counts["optional"] += 1
    elif gold.tier == "denied":
        if report.status in REAL and report.status not in gold.statuses:
            _count_false_alarm(tally, report, speech=False)
            tally.counts["denied as real"] += 1
            tally.faults.append(_fault(gold.article, "denied as real", report, gold.label))
    else:
        tally.counts[f"found {gold.tier}"] += 1
        tally.matched[gold.id] = report


def _count_false_alarm(tally: _Tally, report: FoundReport, *, speech: bool = True) -> None:
    tally.counts["false"] += 1
    tally.counts["false pin"] += report.pin is not None and not report.is_speech
    tally.counts["false speech"] += speech and report.is_speech


def _compare(tally: _Tally, gold: GoldEvent, report: FoundReport) -> None:
    """Type, status, place and date of a report that matches."""
    _judge(tally, "type", report.type in gold.types, _fault(gold.article, "type", report, gold.type))
    if gold.tier == "core":
        _judge(tally, "status", report.status in gold.statuses, _fault(gold.article, "status", report, gold.status))
        _compare_pins(tally, gold, report)
    if gold.dates:
        exact = report.days in gold.dates
        near = report.days is not None and max(_shared_days(report.days, days) for days in gold.dates) >= 0.5
        tally.counts["date near"] += exact or near
        _judge(tally, "date", exact, _fault(gold.article, "date", report, "/".join(gold.dates[0])))


def _compare_pins(tally: _Tally, gold: GoldEvent, report: FoundReport) -> None:
    if not gold.pins:
        return
    pin = report.pin
    right = right_place(pin, gold.pins) if pin else None
    tally.counts["no pin"] += pin is None
    tally.counts["role right"] += right is not None and pin is not None and right.role == pin.role
    _judge(tally, "place", right is not None, _fault(gold.article, "place", report, ", ".join(sorted(gold.pins[0].names))))


def _judge(tally: _Tally, what: str, right: bool, fault: Fault) -> None:
    tally.counts[f"{what} of"] += 1
    tally.counts[f"{what} right"] += right
    if not right:
        tally.faults.append(fault)


def _caught(report: FoundReport, trap: Trap) -> bool:
    inside = report.trigger.overlaps(trap)
    if trap.rule == "no-event":
        return inside
    if trap.rule == "not-occurred":
        return inside and report.status in REAL and not report.is_speech
    return any(place.is_pin and place.start < place.end and place.overlaps(trap) for place in report.places)


def _shared_days(a: Days, b: Days) -> float:
    """Days that both intervals have, over days that either spans."""
    (a0, a1), (b0, b1) = ((date.fromisoformat(start), date.fromisoformat(end)) for start, end in (a, b))
    return max(0, (min(a1, b1) - max(a0, b0)).days + 1) / ((max(a1, b1) - min(a0, b0)).days + 1)


def _scores(n: Counter[str], linked: Score, lenient: Score) -> EventScores:
    happenings = n["found core"] + n["found unplaced"]
    gold_happenings = n["gold core"] + n["gold unplaced"]
    wrong_pins = n["false pin"] + n["place of"] - n["place right"] - n["no pin"]
    found, gold = happenings + n["found speech"], gold_happenings + n["gold speech"]
    return EventScores(
        everything=Score.of(found, found + n["false"], gold),
        happenings=Score.of(happenings, happenings + n["false"] - n["false speech"], gold_happenings),
        pins=Score.of(n["found core"], n["found core"] + n["false pin"], n["gold core"]),
        pins_right_place=Score.of(n["place right"], n["place right"] + wrong_pins, n["gold pinnable"]),
        speech=Share.out_of(n["found speech"], n["gold speech"]),
        type=Share.out_of(n["type right"], n["type of"]),
        status=Share.out_of(n["status right"], n["status of"]),
        place=Share.out_of(n["place right"], n["place of"]),
        role=Share.out_of(n["role right"], n["place right"]),
        date_exact=Share.out_of(n["date right"], n["date of"]),
        date_near=Share.out_of(n["date near"], n["date of"]),
        duplicates=n["duplicate"],
        optional=n["optional"],
        denied_as_real=n["denied as real"],
        must_not=Share.out_of(n["caught"], n["trap"]),
        links=linked,
        links_lenient=lenient,
    )


def found_report(report: Mapping[str, Any]) -> FoundReport:
    """A report of a record, as far as it is measured."""
    when = report.get("when") or {}
    earliest, latest = when.get("earliest"), when.get("latest")
    trigger = report["trigger"]
    return FoundReport(
        trigger=Span(trigger["start"], trigger["end"]),
        words=trigger["text"],
        type=report["event_type"],
        status=report["status"],
        places=tuple(_found_place(place) for place in report["places"]),
        days=(earliest, latest) if earliest and latest else None,
        event=report.get("event"),
    )


def _found_place(place: Mapping[str, Any]) -> FoundPlace:
    point = None if place["lat"] is None or place["lon"] is None else (place["lat"], place["lon"])
    return FoundPlace(place["start"] or 0, place["end"] or 0, place["name"], place["role"], point)


def _fault(article: str, kind: str, report: FoundReport, gold: str) -> Fault:
    pin = report.pin
    days = "/".join(report.days) if report.days else "undated"
    found = f"{report.status} {report.type} at {pin.name if pin else 'no place'}, {days}"
    return Fault(article, kind, report.trigger.start, report.words, gold, found)
