"""Whatever is put into the store comes out equal."""

from __future__ import annotations

import tempfile
from dataclasses import replace
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from model_strategies import events, extractions

from geomap.model import (
    Anchor,
    DateBasis,
    DatePrecision,
    Document,
    Event,
    Extraction,
    Place,
    Review,
    ReviewField,
    Skip,
    Timex,
    When,
)
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
    target, other = Anchor(3, 9, "ab" * 32, "landed", "travel"), Anchor(4, 8, "cd" * 32, "met\udcff", "meeting")
    where, unknown = Place("p:1", "Oslo", 59.9, 10.7, "P.PPLC", "NO"), When(None, None, DatePrecision.UNKNOWN, DateBasis.PERSON)
    first = Review(
        "rev-1", "bat-1", ReviewField.STATUS, target, "A. Editor", "2023-09-14T10:00:00Z", word="occurred", note="see two"
    )
    full = Review(
        "rev-2",
        "bat-2",
        ReviewField.TOGETHER,
        target,
        "B\udcff",
        "2023-09-13T10:00:00Z",
        where,
        unknown,
        "x",
        other,
        True,
        "o",
        "n",
    )
    fact = FileFact("a/b.txt", 12, 1_700_000_000_000_000_001, "ab" * 32, None, ("doc-1", "doc-2"))
    with Store.open(tmp_path / "s.db", create=True) as store:
        store.record_reviews([first, full])
        store.save([], skips=[Skip("x.pdf", "not a text"), Skip("x.pdf", "not a text"), Skip("broken-\udcff.txt", "name")])
        store.save_files([fact])
        store.set_meta("gazetteer", "abc")
    with Store.open(tmp_path / "s.db", readonly=True) as store:
        assert store.reviews() == [full, first]
        assert store.reviews([target.document_id]) == [full, first]
        assert store.reviews([other.document_id]) == [full]
        assert store.reviews(["doc-2"]) == []
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
