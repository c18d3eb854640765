"""What repeats in a source is marked alike, whichever builds brought its documents."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest

from geomap.documents.repeated import KIND
from geomap.store import Store

sys.path.insert(0, str(Path(__file__).parents[1] / "store"))
quick = __import__("quick_build")

HEADLINE = "Fishermen of Setubal win their case against the harbour board"
TOWNS = ("Lisbon", "Porto", "Madrid", "Rome", "Athens", "Oslo")


def write(folder: Path, *numbers: int, source: str = "The Courier") -> None:
    folder.mkdir(exist_ok=True)
    for n in numbers:
        text = (
            f"Talks in {TOWNS[n]}\nMinisters met in {TOWNS[n]} on {n + 1} September 2023.\n{HEADLINE}\n"
            f"The mayor of {TOWNS[n]} welcomed them {n + 2} times.\n"
        )
        row = {"text": text, "title": f"Talks in {TOWNS[n]}", "source": source, "published": "2023-09-20"}
        (folder / f"{TOWNS[n]}.json").write_text(json.dumps(row))


def marked(store: Path) -> dict[str, list[str]]:
    with Store.open(store, readonly=True) as opened:
        return {d.title: [d.text[s.start : s.end] for s in d.furniture if s.kind == KIND] for d in opened.documents()}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "articles"


def test_one_build_marks_what_repeats(folder: Path, tmp_path: Path) -> None:
    write(folder, 0, 1, 2, 3)
    summary = quick.build(folder, tmp_path / "s.db")
    assert (summary.documents, summary.extracted, summary.unchanged) == (4, 4, 0)
    assert set(map(tuple, marked(tmp_path / "s.db").values())) == {(HEADLINE,)}


def test_builds_one_by_one_come_to_the_same(folder: Path, tmp_path: Path) -> None:
    store, at_once = tmp_path / "s.db", tmp_path / "whole.db"
    told = []
    for n in range(5):
        write(folder, n)
        summary = quick.build(folder, store)
        told.append((summary.extracted, summary.unchanged))
        assert summary.extracted + summary.unchanged == summary.documents == n + 1
    # The third makes it a repetition: the first two are extracted again, and none after that.
    assert told == [(1, 0), (1, 1), (3, 0), (1, 3), (1, 4)]
    quick.build(folder, at_once)
    assert marked(store) == marked(at_once)
    assert quick.contents(store)["documents"] == quick.contents(at_once)["documents"]
    assert quick.build(folder, store).extracted == 0


def test_what_no_longer_repeats_is_text_again(folder: Path, tmp_path: Path) -> None:
    store = tmp_path / "s.db"
    write(folder, 0, 1, 2)
    quick.build(folder, store)
    (folder / "Rome.json").unlink(missing_ok=True)
    (folder / "Madrid.json").unlink()
    summary = quick.build(folder, store)
    assert (summary.extracted, summary.unchanged, summary.retired) == (2, 0, 1)
    assert set(map(tuple, marked(store).values())) == {()}
    assert quick.build(folder, store).extracted == 0


def test_a_file_that_is_read_again_is_not_taken_for_changed(folder: Path, tmp_path: Path) -> None:
    store = tmp_path / "s.db"
    write(folder, 0, 1, 2)
    quick.build(folder, store)
    for file in folder.iterdir():
        file.write_text(file.read_text() + " ")
    assert quick.build(folder, store).extracted == 0
    assert set(map(tuple, marked(store).values())) == {(HEADLINE,)}


def test_another_source_is_another_matter(folder: Path, tmp_path: Path) -> None:
    write(folder, 0, 1)
    write(folder, 2, 3, source="The Herald")
    quick.build(folder, tmp_path / "s.db")
    assert set(map(tuple, marked(tmp_path / "s.db").values())) == {()}
