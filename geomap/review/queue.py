"""What a person should look at first: the events of which the reading is least sure, each with the reasons for the doubt."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from geomap import lexicon
from geomap.model import Event, Report, Toponym
from geomap.review import ledger, wording

if TYPE_CHECKING:
    from geomap.store import Store


@dataclass(frozen=True, slots=True)
class Doubt:
    """An event that nobody has reviewed, how sure it is (0 to 1, lower is less), and why it is in doubt, in words."""

    event: Event
    sureness: float
    reasons: tuple[str, ...]


def queue(store: Store, *, limit: int = 50) -> list[Doubt]:
    """The least certain events first, at most ``limit``, without those that people have reviewed and what is only history."""
    reviewed = ledger.fields(store)
    read = lexicon.table("review.toml")["queue"]["read_for_each"] * limit + len(reviewed)
    found = [event for event in store.least_certain(read) if not any(i in reviewed for i in event.report_ids)]
    reports = store.reports_of([event.id for event in found])
    toponyms = store.toponyms_of({r.document_id for told in reports.values() for r in told})
    doubts = [doubt(event, reports.get(event.id, []), toponyms) for event in found]
    return sorted(doubts, key=lambda d: (d.sureness, d.event.id))[:limit]


def doubt(event: Event, reports: Sequence[Report], toponyms: dict[str, list[Toponym]]) -> Doubt:
    """How sure an event is, and why not; ``toponyms`` are those of the documents, by document id."""
    weights = lexicon.table("review.toml")["queue"]
    sure = event.confidence
    reasons = [f"read with confidence {event.confidence:.2f}"]
    mention = _mention(event, reports, toponyms)
    if event.place is None:
        sure *= weights["no_place"]
        reasons.append("no place is given for it")
    elif event.place.place is None:
        sure *= weights["unplaced"]
        reasons.append(f"“{event.place.name}” could not be placed")
    elif mention is not None:
        sure *= mention.confidence
        reasons += _rivals(mention, weights["rival"])
    if event.when is None or (event.when.earliest is None and event.when.latest is None):
        sure *= weights["undated"]
        reasons.append("its date is unknown")
    for difference in event.disagreements:
        sure *= weights["disagreement"]
        reasons.append(f"the sources disagree on the {'date' if difference.field == 'when' else difference.field}")
    return Doubt(event, round(sure, 4), tuple(reasons))


def _mention(event: Event, reports: Sequence[Report], toponyms: dict[str, list[Toponym]]) -> Toponym | None:
    """The mention that the event's place was read from."""
    for report in reports:
        pin = report.pin
        if pin is None or pin.span is None or event.place is None or pin.place != event.place.place:
            continue
        for toponym in toponyms.get(report.document_id, ()):
            if toponym.span.overlaps(pin.span):
                return toponym
    return None


def _rivals(mention: Toponym, share: float) -> list[str]:
    """What else the name may be, where that is nearly as likely."""
    reasons = [f"“{mention.surface}” was placed with confidence {mention.confidence:.2f}"]
    ranked = sorted(mention.candidates, key=lambda c: -c.score)
    rivals = [c for c in ranked if mention.place is None or c.place.id != mention.place.id]
    own = next((c.score for c in ranked if mention.place is not None and c.place.id == mention.place.id), 0.0)
    if rivals and rivals[0].score >= share * own:
        reasons.append(f"it may also be {wording.place(rivals[0].place)}")
    return reasons
