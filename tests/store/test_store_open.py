"""Opening files that are and are not stores: clear errors, nothing touched."""

from __future__ import annotations

import sqlite3
import stat

import pytest

from geomap.errors import GeomapError, StoreError, StoreLockedError
from geomap.model import Document, Event, Extraction, Status
from geomap.store import Store


def one(title="Kim in Vladivostok"):
    return Extraction(Document("doc-1", title, "He arrived."), method="m")


def test_no_store_names_the_command_that_makes_one(tmp_path):
    with pytest.raises(StoreError, match="geomap build"):
        Store.open(tmp_path / "none.db")
    assert not (tmp_path / "none.db").exists()
    with pytest.raises(StoreError, match="no store here"):
        Store.open(tmp_path / "none.db", readonly=True)


def test_folder_and_missing_folder_are_named(tmp_path):
    with pytest.raises(StoreError, match="is a folder"):
        Store.open(tmp_path, create=True)
    with pytest.raises(StoreError, match="does not exist"):
        Store.open(tmp_path / "no" / "s.db", create=True)


def test_a_file_of_another_kind_is_refused_and_left_alone(tmp_path):
    path = tmp_path / "articles.csv"
    path.write_text("title,text\n" * 200)
    before = path.read_bytes()
    with pytest.raises(StoreError, match="not a geomap store"):
        Store.open(path, create=True)
    assert path.read_bytes() == before


def test_a_database_of_another_program_is_refused(tmp_path):
    path = tmp_path / "other.db"
    with sqlite3.connect(path) as other:
        other.execute("CREATE TABLE t (x)")
    other.close()
    with pytest.raises(StoreError, match="another program"):
        Store.open(path, create=True)
    with sqlite3.connect(path) as other:
        assert other.execute("SELECT count(*) FROM sqlite_master").fetchone() == (1,)


def test_an_empty_file_becomes_a_store_only_when_asked(tmp_path):
    path = tmp_path / "empty.db"
    path.touch()
    with pytest.raises(StoreError, match="empty"):
        Store.open(path, readonly=True)
    with Store.open(path, create=True) as store:
        assert store.documents() == []


def test_a_newer_schema_asks_for_an_upgrade(tmp_path):
    path = tmp_path / "s.db"
    Store.open(path, create=True).close()
    with sqlite3.connect(path) as raw:
        raw.execute("PRAGMA user_version = 99")
    raw.close()
    with pytest.raises(StoreError, match=r"newer geomap.*upgrade"):
        Store.open(path)


def test_a_damaged_store_is_a_store_error(tmp_path):
    path = tmp_path / "s.db"
    with Store.open(path, create=True) as store:
        store.save([Extraction(Document(f"doc-{i}", "t" * 500, "x" * 3000)) for i in range(50)])
    whole = path.read_bytes()
    path.write_bytes(whole[:4096] + b"\xa5" * (len(whole) - 4096))
    with pytest.raises(StoreError), Store.open(path) as store:
        store.documents()
    path.write_bytes(whole[: len(whole) // 2])
    with pytest.raises(StoreError), Store.open(path) as store:
        assert store.problems()
        store.documents()


def test_a_second_writer_waits_then_says_so(tmp_path):
    path = tmp_path / "s.db"
    with Store.open(path, create=True) as first, Store.open(path, timeout=0.05) as second:
        with first._transaction(), pytest.raises(StoreLockedError, match="another program is writing"):
            second.save([one()])
        second.save([one()])
        assert first.known("doc-1") == "m"


def test_readers_see_the_last_committed_state_while_another_writes(tmp_path):
    path = tmp_path / "s.db"
    with Store.open(path, create=True) as writer, Store.open(path, readonly=True) as reader:
        writer.save([one("old")])
        with writer._transaction() as connection:
            connection.execute("UPDATE documents SET title = 'new'")
            assert reader.document("doc-1").title == "old"
        assert reader.document("doc-1").title == "new"


def test_one_reading_is_of_one_state(tmp_path):
    path = tmp_path / "s.db"
    with Store.open(path, create=True) as writer, Store.open(path, readonly=True) as reader:
        writer.save([one("old")])
        with reader.reading():
            before = reader.version
            writer.save([one("new")])
            assert (reader.version, reader.document("doc-1").title) == (before, "old")
        assert reader.version == writer.version != before


def test_readonly_refuses_to_write(tmp_path):
    path = tmp_path / "s.db"
    Store.open(path, create=True).close()
    with Store.open(path, readonly=True) as store, pytest.raises(StoreError, match="reading only"):
        store.save([one()])


def test_a_folder_that_cannot_be_written_can_be_read(tmp_path, monkeypatch):
    path = tmp_path / "s.db"
    with Store.open(path, create=True) as store:
        store.save([one()])
    tmp_path.chmod(stat.S_IRUSR | stat.S_IXUSR)
    # Root may write everywhere; what SQLite is asked for is the same.
    monkeypatch.setattr("geomap.store.connection.os.access", lambda *_: False)
    try:
        with Store.open(path, readonly=True) as store:
            assert store.known("doc-1") == "m"
            assert [p.name for p in tmp_path.iterdir()] == ["s.db"]
    finally:
        tmp_path.chmod(stat.S_IRWXU)


def test_a_closed_store_says_so(tmp_path):
    store = Store.open(tmp_path / "s.db", create=True)
    store.close()
    with pytest.raises(GeomapError, match="closed"):
        store.documents()


def test_a_name_with_url_characters_opens_readonly(tmp_path):
    path = tmp_path / "a?b #c%20.db"
    with Store.open(path, create=True) as store:
        store.save([one()])
    with Store.open(path, readonly=True) as store:
        assert store.known("doc-1") == "m"


def test_backup_is_a_whole_store(tmp_path):
    with Store.open(tmp_path / "s.db", create=True) as store:
        store.save([one()])
        store.backup(tmp_path / "copy.db")
        with pytest.raises(StoreError, match="a file here already"):
            store.backup(tmp_path / "copy.db")
    with Store.open(tmp_path / "copy.db") as copy:
        assert list(copy.extractions()) == [one()]
        assert copy.problems() == []


def test_an_event_without_its_report_is_refused_whole(tmp_path):
    lone = Event("evt-1", "t", "meeting", Status.PLANNED, False, (), None, (), None, ("rep-none",), 1, 1, (), 0.5)
    with Store.open(tmp_path / "s.db", create=True) as store:
        before = store.version
        with pytest.raises(StoreError, match="report that is not stored"):
            store.replace_events([lone])
        assert store.events() == []
        assert store.version == before
