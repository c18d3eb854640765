"""Annotated files are checked before anything is measured on them."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from geomap.errors import InputError
from geomap.evaluate import articles, gold


def test_an_annotation_that_does_not_fit_its_text_is_an_error_with_its_line(tmp_path: Path) -> None:
    file = tmp_path / "gold.jsonl"
    right = {"id": "a", "text": "In Rome.", "toponyms": [{"start": 3, "end": 7, "surface": "Rome", "lat": 1, "lon": 2}]}
    wrong = right | {"id": "b", "toponyms": [{"start": 4, "end": 8, "surface": "Rome"}]}
    file.write_text(json.dumps(right) + "\n\n" + json.dumps(wrong) + "\n")
    with pytest.raises(InputError, match=r"gold\.jsonl, line 3: .*'ome\.', not 'Rome'"):
        gold.read(file)
    file.write_text(json.dumps(right) + "\n")
    assert gold.read(tmp_path)[0].toponyms[0].point == (1, 2)


@pytest.mark.parametrize("line", ["{", "[1]", '{"id": "a"}', '{"id": "a", "text": "x", "toponyms": [{}]}'])
def test_broken_gold(tmp_path: Path, line: str) -> None:
    file = tmp_path / "gold.jsonl"
    file.write_text(line)
    with pytest.raises(InputError, match=r"gold\.jsonl, line 1: not"):
        gold.read(file)


def test_missing_and_empty(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"no \.jsonl file"):
        gold.read(tmp_path)
    with pytest.raises(InputError, match="can't be read"):
        gold.read(tmp_path / "none.jsonl")
    with pytest.raises(InputError, match="can't be read"):
        articles.read(tmp_path / "none.json")
    (tmp_path / "odd.json").write_text("[]")
    with pytest.raises(InputError, match="not a file of annotated articles"):
        articles.read(tmp_path / "odd.json")


def test_a_prediction_twice(tmp_path: Path) -> None:
    file = tmp_path / "predictions.jsonl"
    file.write_text('{"id": "a"}\n{"id": "a"}\n')
    with pytest.raises(InputError, match=r"line 2: document a comes a second time"):
        gold.predictions(file)


def test_the_seeds_are_the_texts_that_were_annotated(root: Path, tmp_path: Path) -> None:
    annotated = articles.read(root / "tests" / "gold" / "seeds.json")
    assert len(annotated.articles) == 5
    for article in annotated.articles:
        text = article.text(root / "seeds")
        for trap in article.traps:
            assert text[trap.start : trap.end] == trap.text
    file = annotated.articles[0].file
    shutil.copy(root / "seeds" / file, tmp_path / file)
    with (tmp_path / file).open("a") as stream:
        stream.write(" ")
    with pytest.raises(InputError, match="not the text that was annotated"):
        annotated.articles[0].text(tmp_path)
    with pytest.raises(InputError, match="--documents"):
        annotated.articles[1].text(tmp_path)
