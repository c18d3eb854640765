"""What changes when documents come, change and go."""

from __future__ import annotations

from dataclasses import replace

import pytest

from geomap.errors import StoreError, StoreLockedError
from geomap.model import Anchor, Document, Event, Extraction, Report, Review, ReviewField, Span, Status, Trigger
from geomap.store import Store


def report(number, document_id="doc-1"):
    return Report(
        f"rep-{number}",
        document_id,
        0,
        4,
        "They",
        Trigger(0, 4, "They"),
        "meeting",
        Status.PLANNED,
        False,
        (),
        (),
        None,
        None,
        0.5,
        "m",
    )


def event(*report_ids):
    return Event("evt-1", "They meet", "meeting", Status.PLANNED, False, (), None, (), None, report_ids, 1, 1, (), 0.5)


DOCUMENT = Document("doc-1", "A meeting", "They meet.")
REVIEW = Review(
    "rev-1", "rev-1", ReviewField.STATUS, Anchor(0, 4, "00" * 32, "They", "meeting"), "A.", "2023-09-01T00:00:00Z", word="denied"
)


@pytest.fixture
def store(tmp_path):
    with Store.open(tmp_path / "s.db", create=True) as opened:
        yield opened


def test_a_report_that_is_found_again_keeps_its_event(store):
    store.save([Extraction(DOCUMENT, reports=(report(1), report(2)))])
    store.replace_events([event("rep-1", "rep-2")])
    store.save([Extraction(DOCUMENT, reports=(replace(report(1), confidence=0.9),))])
    assert store.event("evt-1").report_ids == ("rep-1",)
    assert [r.confidence for r in store.reports("evt-1")] == [0.9]


def test_events_are_current_only_after_linking(store):
    assert store.events_current
    store.save([Extraction(DOCUMENT)])
    assert not store.events_current
    store.replace_events([])
    assert store.events_current
    store.retire(["doc-1"])
    assert not store.events_current
    store.replace_events([])
    store.retire([])
    assert store.events_current


def test_a_retired_document_stays_readable_and_leaves_the_input(store):
    store.save([Extraction(DOCUMENT, method="m")])
    store.retire(["doc-1"])
    assert store.documents() == []
    assert store.documents(retired=True) == [DOCUMENT] == [store.document("doc-1")]
    assert list(store.extractions()) == []
    assert store.known("doc-1") is None
    assert store.search("meeting").document_ids == ()
    store.save([Extraction(DOCUMENT, method="m")])
    assert store.known("doc-1") == "m"
    store.retire(["doc-1"])
    store.restore(["doc-1"])
    assert store.documents() == [DOCUMENT]


def test_version_changes_with_data_and_not_with_notes(store):
    seen = {store.version}
    for change in (
        lambda: store.save([Extraction(DOCUMENT)]),
        lambda: store.replace_events([]),
        lambda: store.retire(["doc-1"]),
        lambda: store.record_reviews([REVIEW]),
        lambda: store.record_skips([]),
    ):
        change()
        assert store.version not in seen
        seen.add(store.version)
    events_version = store.events_version
    store.set_meta("note", "x")
    assert store.version in seen
    store.save([Extraction(DOCUMENT)])
    assert store.events_version == events_version


def test_a_review_outlives_everything(store):
    store.save([Extraction(DOCUMENT, reports=(report(1),))])
    store.replace_events([event("rep-1")])
    store.record_reviews([REVIEW])
    store.save([Extraction(DOCUMENT)])
    store.replace_events([])
    assert store.reviews() == [REVIEW]


def test_a_review_is_only_ever_undone(store):
    store.record_reviews([REVIEW])
    store.record_reviews([replace(REVIEW, word="planned", who="B.", undone_by="C.", undone_at="2023-09-02T00:00:00Z")])
    store.record_reviews([replace(REVIEW, undone_by="D.", undone_at="2023-09-03T00:00:00Z"), REVIEW])
    assert store.reviews() == [replace(REVIEW, undone_by="C.", undone_at="2023-09-02T00:00:00Z")]


def test_a_review_exchanges_the_events_it_touches_and_their_words(store):
    store.save([Extraction(DOCUMENT, reports=(report(1), report(2), report(3)))])
    first, second = replace(event("rep-1"), id="evt-a", title="Storm"), replace(event("rep-2"), id="evt-b", title="Quake")
    third = replace(event("rep-3"), id="evt-c", title="Fire")
    store.replace_events([first, second, third])
    store.record_reviews(
        [REVIEW], events=[replace(second, title="Flood"), replace(third, id="evt-d")], instead_of=["evt-b", "evt-c"]
    )
    assert [(e.id, e.title) for e in store.events()] == [("evt-a", "Storm"), ("evt-b", "Flood"), ("evt-d", "Fire")]
    found = {word: store.search(word).event_ids for word in ("storm", "quake", "flood", "fire")}
    assert found == {"storm": ("evt-a",), "quake": (), "flood": ("evt-b",), "fire": ("evt-d",)}
    assert store.problems() == []
    assert not store.events_current, "the next build links everything anew"


def test_a_review_changes_nothing_where_another_program_was_first(store):
    store.save([Extraction(DOCUMENT, reports=(report(1),))])
    store.replace_events([event("rep-1")])
    as_of = store.version
    store.record_skips([])
    with pytest.raises(StoreLockedError, match="try again"):
        store.record_reviews([REVIEW], as_of=as_of)
    with pytest.raises(StoreError, match="evt-gone"):
        store.record_reviews([REVIEW], events=[event("rep-1")], instead_of=["evt-1", "evt-gone"])
    assert store.reviews() == []
    assert store.events() == [event("rep-1")]


def test_events_are_not_current_where_a_review_came_while_they_were_linked(store):
    store.save([Extraction(DOCUMENT, reports=(report(1),))])
    before = store.reviews_version
    store.record_reviews([REVIEW])
    store.replace_events([event("rep-1")], reviews_version=before)
    assert not store.events_current
    store.replace_events([event("rep-1")], reviews_version=store.reviews_version)
    assert store.events_current


def test_a_failing_batch_leaves_nothing_behind(store):
    good = Extraction(DOCUMENT)
    twice = Extraction(replace(DOCUMENT, id="doc-2"), reports=(report(1, "doc-2"), report(1, "doc-2")))
    stray = Extraction(replace(DOCUMENT, id="doc-3"), reports=(report(1, "doc-1"),))
    for bad in (twice, stray):
        with pytest.raises(StoreError, match="report"):
            store.save([good, bad])
    assert store.documents() == []

    def broken():
        yield event()
        raise RuntimeError("linking failed")

    store.save([good])
    store.replace_events([event()])
    with pytest.raises(RuntimeError):
        store.replace_events(broken())
    assert store.events() == [event()]


def test_the_same_order_whatever_came_first(tmp_path):
    batch = [Extraction(replace(DOCUMENT, id=f"doc-{i}", path=f"{9 - i}.txt")) for i in range(5)]
    found = []
    for name, order in (("a", batch), ("b", batch[::-1])):
        with Store.open(tmp_path / f"{name}.db", create=True) as store:
            for extraction in order:
                store.save([extraction])
            found.append((list(store.extractions()), store.documents()))
    assert found[0] == found[1]
    assert [d.path for d in found[0][1]] == ["5.txt", "6.txt", "7.txt", "8.txt", "9.txt"]


def test_unknown_ids_are_named(store):
    for ask in (store.document, store.extraction, store.event):
        with pytest.raises(StoreError, match="'nothing-17'"):
            ask("nothing-17")
    assert store.reports("nothing-17") == []


def test_reports_of_more_events_than_one_query_takes(store):
    reports = tuple(report(i) for i in range(1200))
    store.save([Extraction(DOCUMENT, reports=reports)])
    store.replace_events([replace(event(r.id), id=f"evt-{r.id}") for r in reports])
    found = store.reports_of([f"evt-{r.id}" for r in reports])
    assert len(found) == 1200
    assert [event.report_ids for event in store.events()] == [(r.id,) for r in reports]
    assert [len(batch) for batch in store.event_batches()] == [500, 500, 200]
    assert all(group[0].id == key.removeprefix("evt-") for key, group in found.items())


def test_many_documents_at_once(store):
    batch = [Extraction(replace(DOCUMENT, id=f"doc-{i}")) for i in range(600)]
    store.save(batch)
    store.retire(["doc-5"])
    assert store.documents_of([f"doc-{i}" for i in range(700)]) == {x.document.id: x.document for x in batch}


def test_offsets_are_stored_as_they_are(store):
    store.save([Extraction(DOCUMENT, reports=(report(1),))])
    found = store.extraction("doc-1").reports[0]
    assert Span(found.start, found.end) == Span(0, 4)
    assert DOCUMENT.text[found.start : found.end] == found.quote
