import sqlite3
from pathlib import Path

import pytest

from geomap import pipeline
from geomap.errors import StoreError
from geomap.store import Store
from geomap.store.schema import SCHEMA_VERSION

ARTICLE = "Envoys meet in Oslo\n\nPublished 12 September 2023\n\nEnvoys met in Oslo on Tuesday."


@pytest.fixture
def old(tmp_path: Path) -> Path:
    """A store as the first schema had it."""
    folder, path = tmp_path / "articles", tmp_path / "old.db"
    folder.mkdir()
    (folder / "one.txt").write_text(ARTICLE, encoding="utf-8")
    pipeline.build([folder], store=path)
    with sqlite3.connect(path) as base:
        base.execute("ALTER TABLE documents DROP COLUMN published_confidence")
        base.execute("ALTER TABLE reports DROP COLUMN tentative")
        base.execute("DROP TABLE reviews")
        base.execute(
            "CREATE TABLE reviews (rowid INTEGER PRIMARY KEY, target TEXT NOT NULL, field TEXT NOT NULL, old TEXT, new TEXT,"
            ' who TEXT NOT NULL, "when" TEXT NOT NULL, note TEXT)'
        )
        base.execute("CREATE INDEX reviews_target ON reviews(target)")
        base.execute("INSERT INTO reviews VALUES (1, 'evt-1', 'status', NULL, 'denied', 'A.', '2023-09-01', NULL)")
        base.execute("PRAGMA user_version = 1")
    base.close()
    return path


def test_an_old_store_is_renewed_and_keeps_what_it_holds(old: Path) -> None:
    with Store.open(old) as store:
        (document,) = store.documents()
        assert document.text == ARTICLE
        assert document.published_confidence is None
        assert store.events()
        assert store.reviews() == []
    with sqlite3.connect(old) as base:
        assert base.execute("PRAGMA user_version").fetchone() == (SCHEMA_VERSION,)
        assert base.execute("SELECT who FROM reviews_by_id").fetchall() == [("A.",)], "what a person wrote stays in the file"
    base.close()


def test_the_next_build_fills_what_is_new(old: Path) -> None:
    assert pipeline.build([old.parent / "articles"], store=old).extracted == 1
    with Store.open(old, readonly=True) as store:
        (document,) = store.documents()
        assert document.published is not None
        assert document.published_confidence is not None
        assert 0 < document.published_confidence <= 1


def test_who_only_reads_is_told_what_to_do(old: Path) -> None:
    with pytest.raises(StoreError, match=r"older geomap.*geomap build"):
        Store.open(old, readonly=True)
    with sqlite3.connect(old) as base:
        assert base.execute("PRAGMA user_version").fetchone() == (1,)
    base.close()
