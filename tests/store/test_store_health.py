"""A damaged store: it is found out, what can be read is kept, and the next build brings back the rest."""

from __future__ import annotations

import random
import sqlite3
from pathlib import Path

import pytest

from geomap import pipeline
from geomap.cli import main
from geomap.errors import StoreError
from geomap.store import Store
from geomap.store.health import check

PAGE = 4096


@pytest.fixture(scope="module")
def articles(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("h") / "articles"
    folder.mkdir()
    for i, town in enumerate(("Lisbon", "Porto", "Madrid", "Rome", "Athens", "Oslo")):
        filler = " ".join(f"Delegates spoke of matter {k} for a while." for k in range(120))
        (folder / f"{town}.txt").write_text(f"Talks in {town}\n\nMinisters met in {town} on {i + 1} September 2023. {filler}\n")
    return folder


@pytest.fixture(scope="module")
def whole(articles: Path) -> Path:
    path = articles.parent / "whole.db"
    pipeline.build([articles], store=path)
    base = sqlite3.connect(path)
    base.execute(
        'INSERT INTO reviews (id, batch, field, document_id, sha256, start, "end", text, kind, word, who, "when")'
        " SELECT 'rev-1', 'b', 'status', id, 'x', 0, 1, 'T', 'report', 'denied', 'A. Reader', '2026-01-01' FROM documents LIMIT 1"
    )
    base.commit()
    base.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    base.close()
    return path


@pytest.fixture
def store(whole: Path, tmp_path: Path) -> Path:
    path = tmp_path / "geomap.db"
    path.write_bytes(whole.read_bytes())
    return path


def damage(path: Path, marker: str) -> None:
    """Overwrite half of the pages that hold these words with noise, never those of the schema or of the reviews."""
    data = bytearray(path.read_bytes())
    pages = [i for i in range(1, len(data) // PAGE) if marker.encode() in data[i * PAGE : (i + 1) * PAGE]]
    pages = [i for i in pages if not any(word in data[i * PAGE : (i + 1) * PAGE] for word in (b"CREATE ", b"A. Reader"))]
    assert pages, "nothing to damage"
    for page in pages[: max(1, len(pages) // 2)]:
        data[page * PAGE : (page + 1) * PAGE] = random.Random(page).randbytes(PAGE)
    path.write_bytes(bytes(data))


def test_a_sound_store_is_sound(store: Path) -> None:
    assert {finding.subject: finding.wrong for finding in check(store)} == {"file": None, "quotes": None, "events": None}
    assert all(finding.wrong is None for finding in check(store, repair=True))


@pytest.mark.parametrize("marker", ["geonames:", "Delegates spoke of matter", "rep-", "evt-"])
def test_what_can_be_read_is_kept_and_a_build_brings_back_the_rest(store: Path, articles: Path, whole: Path, marker: str) -> None:
    damage(store, marker)
    before = store.read_bytes()
    (found,) = list(check(store))
    assert found.wrong is not None and not found.mended
    assert store.read_bytes() == before, "only --repair changes anything"

    findings = list(check(store, repair=True))
    assert findings[0].mended
    (kept,) = [file for file in store.parent.glob("geomap.db.damaged-*") if not file.name.endswith(("-wal", "-shm"))]
    assert kept.read_bytes() == before
    with Store.open(store, readonly=True) as opened:
        assert opened.problems() == []
        assert [review.who for review in opened.reviews()] == ["A. Reader"]
        assert not opened.events_current

    summary = pipeline.build([articles], store=store)
    assert (summary.documents, summary.extracted) == (6, 6)
    with Store.open(store, readonly=True) as mended, Store.open(whole, readonly=True) as sound:
        assert {e.id for e in mended.events()} == {e.id for e in sound.events()}
    assert list(store.parent.glob("*.tmp*")) == []


def test_a_file_of_noise_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "geomap.db"
    path.write_bytes(b"no store at all" * 1000)
    with pytest.raises(StoreError, match="not a geomap store"):
        list(check(path, repair=True))
    assert path.read_bytes() == b"no store at all" * 1000


def test_a_full_text_index_that_lost_its_way_is_made_again(store: Path) -> None:
    base = sqlite3.connect(store)
    base.execute("INSERT INTO documents_fts(documents_fts) VALUES ('delete-all')")
    base.commit()
    base.close()
    findings = {finding.subject: finding for finding in check(store, repair=True)}
    assert findings["search"].mended
    with Store.open(store, readonly=True) as opened:
        assert len(opened.search("ministers").document_ids) == 6


def test_the_command_says_what_is_wrong_and_what_to_do(store: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["doctor", "--store", str(store)]) == 0
    out = capsys.readouterr().out
    assert out.count(" ok") >= 5
    damage(store, "Delegates spoke of matter")
    assert main(["doctor", "--store", str(store)]) == 1
    assert "geomap doctor --repair" in capsys.readouterr().out
    assert main(["doctor", "--store", str(store), "--repair"]) == 1  # the events have to be linked again, by a build
    out = capsys.readouterr().out
    assert "mended" in out and "geomap build PATH" in out
    assert main(["doctor", "--store", str(store.parent / "none.db")]) == 0
    assert "there is none" in capsys.readouterr().out
