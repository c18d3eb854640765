"""The queue begins with the least certain, says why, and leaves out what people have looked at."""

from __future__ import annotations

from dataclasses import replace

from geomap.model import Candidate, Disagreement, Event, Place
from geomap.review import ledger
from geomap.review.decisions import Decision
from geomap.review.queue import doubt, queue
from geomap.store import Store


def test_the_least_certain_comes_first(store: Store) -> None:
    found = queue(store)
    assert len(found) == len(store.events())
    assert [d.sureness for d in found] == sorted(d.sureness for d in found)
    for each in found:
        assert each.reasons[0].startswith("read with confidence")
        assert ("no place is given for it" in each.reasons) == (each.event.place is None)
    assert [d.event for d in queue(store, limit=2)] == [d.event for d in found[:2]]


def test_what_was_looked_at_leaves_the_queue(store: Store) -> None:
    first = queue(store)[0].event
    reports = [(r, store.document(r.document_id)) for r in store.reports(first.id)]
    ledger.record(store, Decision("Ada").right(reports))
    assert first.id not in {d.event.id for d in queue(store)}


def _protest(store: Store) -> Event:
    return next(e for e in store.events() if any(r.trigger.text == "protested" for r in store.reports(e.id)))


def test_each_reason_makes_it_less_sure(store: Store) -> None:
    event = _protest(store)
    reports = store.reports(event.id)
    toponyms = store.toponyms_of([reports[0].document_id])
    plain = doubt(event, reports, toponyms)
    rival = Candidate(Place("x:1", "Rome", 1.0, 1.0, "P.PPL", "US", "Georgia"), "name", 1.0)
    doubled = {i: [replace(t, candidates=(*t.candidates, rival)) for t in found] for i, found in toponyms.items()}
    assert "it may also be Rome, Georgia, US" in doubt(event, reports, doubled).reasons
    assert event.place is not None
    unsure = {
        "disagree": replace(event, disagreements=(Disagreement("when", ()),)),
        "unknown": replace(event, when=None),
        "could not be placed": replace(event, place=replace(event.place, place=None)),
    }
    for word, worse in unsure.items():
        found = doubt(worse, reports, toponyms)
        assert any(word in reason for reason in found.reasons)
        assert found.sureness < plain.sureness
