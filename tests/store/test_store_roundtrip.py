"""Whatever is put into the store comes out equal."""

from __future__ import annotations

import tempfile
from dataclasses import replace
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from model_strategies import events, extractions

from geomap.model import DateBasis, DatePrecision, Document, Event, Extraction, Review, Skip, Timex
from geomap.store import FileFact, Store
from geomap.store.codec import dumps, loads

_SETTINGS = settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))


@given(extractions(), extractions("doc-2"), st.data())
@_SETTINGS
def test_extractions_and_events_come_back_equal(first, second, data):
    with tempfile.TemporaryDirectory() as folder, Store.open(Path(folder, "s.db"), create=True) as store:
        store.save([first, second])
        event = data.draw(events([r.id for r in (*second.reports, *first.reports)]))
        store.replace_events([event])
        assert store.extraction("doc-1") == first
        assert list(store.extractions()) == [first, second]
        assert store.document("doc-2") == second.document
        assert store.events() == [event] == [store.event(event.id)]
        assert store.reports(event.id) == [*second.reports, *first.reports]
        assert store.problems() == []
        for word in (first.document.title, event.title):
            store.search(word)  # whatever the words are, no syntax error


@given(extractions())
@settings(max_examples=60, deadline=None)
def test_the_codec_reads_what_it_wrote(extraction):
    assert loads(Extraction, dumps(extraction)) == extraction


def test_saving_again_replaces_everything_of_a_document(tmp_path):
    document = Document("doc-1", "Kim in Vladivostok", "Kim Jong Un arrived.")
    timex = Timex(0, 3, "Kim", "DATE", "2023", None, None, DatePrecision.UNKNOWN, DateBasis.NONE)
    with Store.open(tmp_path / "s.db", create=True) as store:
        store.save([Extraction(document, timexes=(timex, timex))])
        store.save([Extraction(replace(document, title="Other"), timexes=(timex,), method="m")])
        assert list(store.extractions()) == [Extraction(replace(document, title="Other"), timexes=(timex,), method="m")]
        assert store.search("vladivostok").document_ids == ()
        assert store.search("other").document_ids == ("doc-1",)
        assert store.known("doc-1") == "m"


def test_reviews_skips_files_and_notes_come_back(tmp_path):
    review = Review("evt-1", "status", "planned", "occurred", "A. Editor", "2023-09-14T10:00:00Z", "see the second report")
    fact = FileFact("a/b.txt", 12, 1_700_000_000_000_000_001, "ab" * 32, None, ("doc-1", "doc-2"))
    with Store.open(tmp_path / "s.db", create=True) as store:
        store.add_review(review)
        store.save([], skips=[Skip("x.pdf", "not a text"), Skip("x.pdf", "not a text"), Skip("broken-\udcff.txt", "name")])
        store.save_files([fact])
        store.set_meta("gazetteer", "abc")
    with Store.open(tmp_path / "s.db", readonly=True) as store:
        assert store.reviews() == [review] == store.reviews("evt-1")
        assert store.reviews("evt-2") == []
        assert store.skips() == [Skip("broken-\udcff.txt", "name"), Skip("x.pdf", "not a text")]
        assert store.files() == {"a/b.txt": fact}
        assert store.get_meta("gazetteer") == "abc"
        assert store.get_meta("linked") is None
    with Store.open(tmp_path / "s.db") as store:
        store.record_skips([Skip("y", "z")])
        store.forget_files(["a/b.txt"])
        assert store.skips() == [Skip("y", "z")]
        assert store.files() == {}


def test_events_is_typed(tmp_path):
    with Store.open(tmp_path / "s.db", create=True) as store:
        events_found: list[Event] = store.events()
        assert events_found == []
