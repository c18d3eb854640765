"""Words and types of the user's own: added to geomap's, extracted, named in the method, and refused with a reason."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from geomap import lexicon, typology
from geomap.errors import InputError
from geomap.method import method

OWN = """
[disaster]
verbs = ["xsag"]
colour = "#112233"

[inspection]
label = "Inspection"
verbs = ["fumigate"]
nouns_with = { check = ["surprise"] }
"""


@pytest.fixture
def own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    path = tmp_path / typology.OWN
    path.write_text(OWN, encoding="utf-8")
    monkeypatch.setenv(typology.VARIABLE, str(path))
    return path


def test_lists_are_added_to_and_the_rest_is_replaced(own: Path) -> None:
    shipped, found = lexicon.table(typology.SHIPPED), typology.table()
    assert found["disaster"]["verbs"] == [*shipped["disaster"]["verbs"], "xsag"]
    assert found["disaster"]["colour"] == "#112233"
    assert found["disaster"]["label"] == shipped["disaster"]["label"]
    assert found["inspection"]["family"] == "inspection"
    assert found["inspection"]["nouns_with"] == {"check": ["surprise"]}
    assert list(found)[: len(shipped)] == list(shipped)
    assert shipped == lexicon.table(typology.SHIPPED), "geomap's own table stays as it was"


def test_without_a_file_the_table_is_the_shipped_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(typology.VARIABLE, raising=False)
    monkeypatch.chdir(tmp_path)
    assert typology.table() is lexicon.table(typology.SHIPPED)
    assert typology.digest() == ""
    (tmp_path / typology.OWN).write_text(OWN)
    assert "inspection" in typology.table(), "the file in the working folder counts"


def test_another_file_is_another_method(own: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with_own = method("g1")
    own.write_text(OWN.replace("xsag", "sink"), encoding="utf-8")
    assert method("g1") != with_own
    monkeypatch.delenv(typology.VARIABLE)
    assert method("g1") != with_own


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("[disaster", "not a table of types in TOML"),
        ("[Disaster Zone]\nverbs = []", "not a table of types in TOML"),
        ("['Disaster Zone']\nverbs = ['x']", "small letters and underscores"),
        ("disaster = 1", "write \\[disaster\\]"),
        ("[disaster]\nverb = ['x']", "has no 'verb'; there are: label, title"),
        ("[disaster]\nverbs = 'xsag'", "verbs of \\[disaster\\] is 'xsag'; write a list of words"),
        ("[disaster]\ncolour = 'red'", "write a colour"),
        ("[disaster]\nverbs_with = { hit = 'x' }", "a table of words with a list for each"),
    ],
)
def test_what_can_not_be_meant_is_refused_with_the_file_and_the_cure(own: Path, content: str, words: str) -> None:
    path = own.with_name(f"{abs(hash(content))}.toml")
    path.write_text(content, encoding="utf-8")
    os.environ[typology.VARIABLE] = str(path)
    with pytest.raises(InputError, match=words) as refused:
        typology.table()
    assert str(path) in str(refused.value)


def test_a_file_that_is_not_there_is_said(own: Path) -> None:
    own.unlink()
    with pytest.raises(InputError, match="GEOMAP_TYPES names this file"):
        typology.table()


def test_a_type_of_ones_own_is_found_in_an_article(own: Path) -> None:
    """In a process of its own, as the words are read once."""
    article = "Safety\n\nOfficials fumigated the power plant in Hull on 3 May 2022.\n"
    command = [sys.executable, "-m", "geomap", "parse"]
    found = subprocess.run(command, input=article, capture_output=True, text=True, check=True, cwd=own.parent)
    reports = json.loads(found.stdout)["reports"]
    assert "inspection" in {report["event_type"].lower() for report in reports}


def test_a_word_of_ones_own_is_of_the_type_that_one_gives_it(own: Path) -> None:
    """Whatever its company: by itself *searched a suspect* is coercion."""
    own.write_text('[test]\nverbs = ["search"]\n', encoding="utf-8")
    assert typology.own_words() == {"search": {"test"}}
    article = "Safety\n\nPolice searched a suspect in Graz on 3 May 2022.\n"
    command = [sys.executable, "-m", "geomap", "parse"]
    found = subprocess.run(command, input=article, capture_output=True, text=True, check=True, cwd=own.parent)
    assert [report["event_type"] for report in json.loads(found.stdout)["reports"]] == ["test"]
