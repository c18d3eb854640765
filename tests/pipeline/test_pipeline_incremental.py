"""Files that have not changed are not read again, and whatever may have changed is."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from geomap import pipeline
from geomap.documents import reading
from geomap.store import Store

DAY = "Ministers met in Lisbon on 5 September 2023. "
_OLD = 1_600_000_000


@pytest.fixture
def articles(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of three articles of long ago, in a folder of its own as the current one."""
    folder = tmp_path / "articles"
    folder.mkdir()
    monkeypatch.chdir(tmp_path)
    for town in ("Lisbon", "Porto", "Madrid"):
        write(folder / f"{town}.txt", DAY.replace("Lisbon", town))
    return folder


def write(file: Path, text: str) -> None:
    file.write_text(text)
    os.utime(file, (_OLD, _OLD))


@pytest.fixture
def decoded(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The names of the files that were read, as they are."""
    names: list[str] = []
    real = reading._documents

    def noted(file, rows, limits):
        names.append(file.name)
        return real(file, rows, limits)

    monkeypatch.setattr(reading, "_documents", noted)
    return names


def build(articles: Path):
    return pipeline.build([articles], store=articles.parent / "geomap.db")


def test_what_has_not_changed_is_not_read(articles: Path, decoded: list[str]) -> None:
    first = build(articles)
    assert (first.documents, first.extracted, len(decoded)) == (3, 3, 3)
    decoded.clear()
    second = build(articles)
    assert decoded == []
    assert (second.documents, second.extracted, second.unchanged) == (3, 0, 3)
    assert (second.events, second.placed, second.undated) == (first.events, first.placed, first.undated)


def test_a_changed_file_alone_is_read(articles: Path, decoded: list[str]) -> None:
    build(articles)
    decoded.clear()
    (articles / "Porto.txt").write_text(DAY.replace("Lisbon", "Faro"))
    summary = build(articles)
    assert decoded == ["Porto.txt"]
    assert (summary.extracted, summary.unchanged, summary.retired) == (1, 2, 1)


def test_the_same_size_and_time_with_other_words_is_noticed_while_fresh(articles: Path, decoded: list[str]) -> None:
    file = articles / "Porto.txt"
    file.write_text(DAY.replace("Lisbon", "Porto"))
    stamp = file.stat()
    build(articles)
    decoded.clear()
    file.write_text(DAY.replace("Lisbon", "Turin"))
    os.utime(file, ns=(stamp.st_atime_ns, stamp.st_mtime_ns))
    assert build(articles).extracted == 1
    assert decoded == ["Porto.txt"]


def test_a_touched_file_is_compared_by_its_content(articles: Path, decoded: list[str]) -> None:
    build(articles)
    decoded.clear()
    os.utime(articles / "Porto.txt", (_OLD + 9, _OLD + 9))
    assert build(articles).unchanged == 3
    assert decoded == []


def test_a_new_sidecar_or_publisher_reads_what_it_is_about(articles: Path, decoded: list[str]) -> None:
    build(articles)
    decoded.clear()
    (articles / "sources.csv").write_text("file,source\nPorto.txt,The Courier\n")
    assert build(articles).extracted == 1
    assert decoded == ["Porto.txt"]
    decoded.clear()
    (articles.parent / "publishers.csv").write_text("domain,publisher\ncourier.example,The Courier\n")
    build(articles)
    assert len(decoded) == 3


def test_an_article_that_is_gone_is_retired_and_read_again_when_it_is_back(articles: Path, decoded: list[str]) -> None:
    build(articles)
    text = (articles / "Porto.txt").read_text()
    (articles / "Porto.txt").unlink()
    assert build(articles).retired == 1
    with Store.open(articles.parent / "geomap.db", readonly=True) as store:
        assert len(store.files()) == 2
    decoded.clear()
    write(articles / "Porto.txt", text)
    assert build(articles).documents == 3
    assert decoded == ["Porto.txt"]


def test_a_file_of_which_something_was_left_out_says_so_each_time(articles: Path, decoded: list[str]) -> None:
    write(articles / "rows.jsonl", '{"text": "' + DAY.replace("Lisbon", "Rome") + '"}\nno json\n')
    assert len(build(articles).skips) == 1
    decoded.clear()
    assert len(build(articles).skips) == 1
    assert decoded == ["rows.jsonl"]


def test_the_same_text_beside_an_unchanged_file_is_told(articles: Path) -> None:
    build(articles)
    write(articles / "Zamora.txt", DAY)
    (skip,) = build(articles).skips
    assert "same text" in skip.reason
    assert skip.path.endswith("Zamora.txt")


def test_another_method_reads_everything(articles: Path, decoded: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    build(articles)
    decoded.clear()
    monkeypatch.setattr("geomap.method._digest_of_extraction", lambda: "other rules")
    assert build(articles).extracted == 3
    assert len(decoded) == 3
