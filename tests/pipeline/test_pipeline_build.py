"""A build reads, extracts what changed, links, stores; and says what it did."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

import geomap
from geomap.errors import InputError
from geomap.model import Event, Skip
from geomap.pipeline import build
from geomap.store import Store

ARTICLES = {
    "kyiv.txt": "Zelensky meets Scholz in Kyiv\n\nPresident Zelensky met Chancellor Olaf Scholz in Kyiv on 3 May 2021.\n",
    "rome.txt": "Protest in Rome\n\nThousands of workers protested in Rome on 4 June 2022 against rising prices, police said.\n",
    "lima.txt": "Earthquake in Lima\n\nAn earthquake struck Lima on 12 January 2020 and killed two people, officials said.\n",
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    articles = tmp_path / "articles"
    articles.mkdir()
    for name, text in ARTICLES.items():
        (articles / name).write_text(text)
    return articles


def _events(store: Path) -> list[Event]:
    with Store.open(store, readonly=True) as opened:
        return opened.events()


def test_a_second_build_extracts_nothing_and_changes_nothing(folder: Path, tmp_path: Path) -> None:
    store = tmp_path / "geomap.db"
    first = build([folder], store=store)
    assert (first.documents, first.extracted, first.unchanged, first.retired, first.skips) == (3, 3, 0, 0, ())
    assert first.events == first.placed + first.unplaced
    assert first.placed >= 3
    with Store.open(store, readonly=True) as opened:
        version = opened.version
    second = build([folder], store=store)
    assert (second.extracted, second.unchanged, second.events, second.placed) == (0, 3, first.events, first.placed)
    with Store.open(store, readonly=True) as opened:
        assert opened.version == version
        assert opened.events_current


def test_only_the_changed_document_is_extracted_again(folder: Path, tmp_path: Path) -> None:
    store = tmp_path / "geomap.db"
    build([folder], store=store)
    (folder / "rome.txt").write_text(ARTICLES["rome.txt"].replace("Rome", "Milan"))
    summary = build([folder], store=store)
    assert (summary.extracted, summary.unchanged, summary.retired) == (1, 2, 1)
    names = {event.place.name for event in _events(store) if event.place}
    assert "Milan" in names
    assert "Rome" not in names


def test_a_changed_publication_date_or_source_is_a_change(folder: Path, tmp_path: Path) -> None:
    store = tmp_path / "geomap.db"
    build([folder], store=store)
    (folder / "sources.csv").write_text("file,title,source,published,url\nlima.txt,,El Comercio,2020-01-13,\n")
    summary = build([folder], store=store)
    assert (summary.extracted, summary.unchanged) == (1, 2)
    with Store.open(store, readonly=True) as opened:
        assert "El Comercio" in {document.source for document in opened.documents()}


def test_documents_gone_from_the_paths_are_retired_and_those_elsewhere_stay(folder: Path, tmp_path: Path) -> None:
    store = tmp_path / "geomap.db"
    other = tmp_path / "other"
    other.mkdir()
    shutil.move(folder / "lima.txt", other / "lima.txt")
    build([folder, other], store=store)
    (folder / "kyiv.txt").unlink()
    summary = build([folder], store=store)
    assert (summary.documents, summary.retired) == (1, 1)
    assert {event.place.name for event in _events(store) if event.place} == {"Rome", "Lima"}
    back = folder / "kyiv.txt"
    back.write_text(ARTICLES["kyiv.txt"])
    assert build([folder], store=store).extracted == 1
    assert "Kyiv" in {event.place.name for event in _events(store) if event.place}


def test_a_folder_that_cannot_be_opened_keeps_its_documents(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = tmp_path / "geomap.db"
    shut = folder / "shut"
    shut.mkdir()
    shutil.move(folder / "lima.txt", shut / "lima.txt")
    build([folder], store=store)
    documents = [d for d in geomap_documents(folder) if "shut" not in (d.path or "")]
    monkeypatch.setattr("geomap.documents.read", lambda paths, sources: [*documents, Skip(str(shut), "the folder can't be read")])
    monkeypatch.setattr("geomap.pipeline.os.access", lambda path, mode: Path(path) != shut)
    assert build([folder], store=store).retired == 0


def geomap_documents(folder: Path) -> list[geomap.model.Document]:
    from geomap import documents
    from geomap.model import Document

    return [found for found in documents.read([folder]) if isinstance(found, Document)]


def test_nothing_to_read_says_what_to_do_and_leaves_no_store(tmp_path: Path) -> None:
    empty = tmp_path / "empty"
    empty.mkdir()
    with pytest.raises(InputError, match="no articles there; give files or folders"):
        build([empty], store=tmp_path / "geomap.db")
    (empty / "photo.jpg").write_bytes(b"\xff\xd8")
    with pytest.raises(InputError, match=r"photo\.jpg"):
        build([empty], store=tmp_path / "geomap.db")
    with pytest.raises(InputError, match="no such file"):
        build([tmp_path / "nowhere"], store=tmp_path / "geomap.db")
    assert not (tmp_path / "geomap.db").exists()


def test_skips_are_told_and_stored(folder: Path, tmp_path: Path) -> None:
    (folder / "empty.txt").write_text("")
    (folder / "copy.txt").write_text(ARTICLES["rome.txt"])
    summary = build([folder], store=tmp_path / "geomap.db")
    assert summary.documents == 3
    assert {Path(skip.path).name for skip in summary.skips} == {"empty.txt", "rome.txt"}
    with Store.open(tmp_path / "geomap.db", readonly=True) as opened:
        assert set(opened.skips()) == set(summary.skips)


def test_a_document_that_breaks_a_stage_does_not_stop_the_build(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from geomap import timexes

    find = timexes.find

    def broken(text: str, **options: object) -> object:
        if "Lima" in text:
            raise IndexError("off by one")
        return find(text, **options)

    monkeypatch.setattr("geomap.timexes.find", broken)
    store = tmp_path / "geomap.db"
    summary = build([folder], store=store)
    assert (summary.documents, summary.extracted) == (3, 2)
    assert [Path(skip.path).name for skip in summary.skips] == ["lima.txt"]
    assert "IndexError: off by one" in summary.skips[0].reason
    monkeypatch.undo()
    summary = build([folder], store=store)
    assert (summary.extracted, summary.skips) == (1, ())


def test_an_interruption_before_the_link_is_made_good(folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    store = tmp_path / "geomap.db"

    def interrupted(extractions: object, **_: object) -> object:
        raise KeyboardInterrupt

    monkeypatch.setattr("geomap.events.linked", interrupted)
    with pytest.raises(KeyboardInterrupt):
        build([folder], store=store)
    monkeypatch.undo()
    assert _events(store) == []
    summary = build([folder], store=store)
    assert summary.extracted == 0
    assert summary.placed >= 3


def test_events_keep_their_ids_when_an_older_article_is_added(folder: Path, tmp_path: Path) -> None:
    store = tmp_path / "geomap.db"
    build([folder], store=store)
    before = {event.id for event in _events(store)}
    (folder / "older.txt").write_text("Police arrested two men in Oslo on 2 May 2019.\n", encoding="utf-8")
    build([folder], store=store)
    assert before
    assert before <= {event.id for event in _events(store)}


def test_several_processes_find_the_same(folder: Path, tmp_path: Path) -> None:
    build([folder], store=tmp_path / "one.db")
    summary = build([folder], store=tmp_path / "two.db", workers=2)
    assert summary.extracted == 3
    assert _events(tmp_path / "one.db") == _events(tmp_path / "two.db")


def test_progress_counts_up_to_the_total(folder: Path, tmp_path: Path) -> None:
    told: list[tuple[str, int, int | None]] = []
    build([folder], store=tmp_path / "geomap.db", progress=lambda stage, done, total: told.append((stage, done, total)))
    assert ("reading", 3, None) in told
    assert ("extracting", 3, 3) in told
    assert told[-1] == ("linking", 3, 3)
