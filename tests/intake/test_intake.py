"""Articles that are handed in: kept under safe names, never over others, with what is known of them."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from geomap import documents
from geomap.documents.limits import limits
from geomap.errors import InputError
from geomap.intake import FOLDER, Given, Known, folder_beside, keep, pasted, safe_name
from geomap.model import Document

TEXT = b"Storm in Suva\n\nA storm struck Suva on Tuesday, officials said, and many homes lost their roofs.\n"


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("storm.txt", "storm.txt"),
        ("../../etc/passwd.txt", "passwd.txt"),
        ("C:\\Users\\ada\\storm.TXT", "storm.txt"),
        (".hidden.html", "hidden.html"),
        ("<img src=x onerror=alert(1)>.txt", "img-src-x-onerror-alert-1.txt"),
        ("con.txt", "article-con.txt"),
        ("sources.csv", "article-sources.csv"),
        ("naïve café.md", "naïve-café.md"),
        ("a\x00b\u202etxt.jsonl", "a-b-txt.jsonl"),
        ("---.txt", "article.txt"),
        ("", "article"),
    ],
)
def test_names_are_made_safe(name: str, expected: str) -> None:
    assert safe_name(name) == expected


def test_long_names_fit_any_file_system() -> None:
    assert len(safe_name("я" * 500 + ".txt").encode()) < 200


def test_files_are_kept_and_never_overwritten(tmp_path: Path) -> None:
    folder = folder_beside(tmp_path / "geomap.db")
    assert folder.name == FOLDER
    first = keep([Given("storm.txt", TEXT)], folder)
    other = keep([Given("storm.txt", TEXT + b"More."), Given("a/storm.txt", TEXT)], folder)
    assert [path.name for path in first.paths + other.paths] == ["storm.txt", "storm-2.txt", "storm.txt"]
    assert (folder / "storm.txt").read_bytes() == TEXT
    assert sorted(path.name for path in folder.iterdir()) == ["storm-2.txt", "storm.txt"], "no draft, no empty sidecar"


def test_what_is_no_article_is_said(tmp_path: Path) -> None:
    given = [
        Given("run.exe", TEXT),
        Given("empty.txt", b" \n"),
        Given("big.txt", b"x" * (limits().max_bytes + 1)),
        Given("x", TEXT),
    ]
    kept = keep(given, tmp_path / "in")
    assert kept.paths == ()
    assert [skip.path for skip in kept.skips] == ["run.exe", "empty.txt", "big.txt", "x"]
    assert "formats: .txt" in kept.skips[0].reason
    assert list((tmp_path / "in").iterdir()) == []


def test_what_is_known_goes_with_the_file_into_every_build(tmp_path: Path) -> None:
    known = Known('A "storm", they say', "The Post", date(2021, 3, 4), "https://post.example/1")
    (path,) = keep([Given("storm.txt", TEXT, known)], tmp_path).paths
    keep(
        [pasted("Calm in Apia\n\nNothing happened in Apia on Monday, said the mayor of the town.", Known(source="=cmd()"))],
        tmp_path,
    )
    keep([Given("storm.txt", TEXT, Known(source="The Evening Post"))], tmp_path)
    found = {Path(d.path or "").name: d for d in documents.read([tmp_path]) if isinstance(d, Document)}
    storm = found["storm.txt"]
    assert (storm.title, storm.source) == ('A "storm", they say', "The Evening Post")
    assert (storm.published, storm.url) == (date(2021, 3, 4), "https://post.example/1")
    assert found["Calm-in-Apia-Nothing-happened-in-Apia-on.txt"].source == "=cmd()"
    assert [d.source for d in documents.read([path]) if isinstance(d, Document)] == ["The Evening Post"]


def test_a_folder_that_can_not_be_made_is_said(tmp_path: Path) -> None:
    (tmp_path / "taken").write_text("a file")
    with pytest.raises(InputError, match="can't be kept there"):
        keep([Given("storm.txt", TEXT)], tmp_path / "taken")
