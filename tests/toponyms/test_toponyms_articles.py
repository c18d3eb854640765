"""Recognition on the tests' own articles, all of whose toponyms are listed: floors on those that nothing is fitted on."""

from __future__ import annotations

import importlib
import sys
from pathlib import Path

import pytest

from geomap import syntax, toponyms
from geomap.gazetteer import Gazetteer
from geomap.model import Usage

sys.path.insert(0, str(Path(__file__).parents[2] / "benchmarks"))
own = importlib.import_module("own_toponyms")
predict = importlib.import_module("predict_toponyms")


@pytest.mark.parametrize(("folder", "floor"), [("wire", 0.93), ("apart", 0.90)])
def test_toponyms_of_articles_that_nothing_is_fitted_on(folder: str, floor: float, root: Path) -> None:
    gazetteer = Gazetteer.open(root / "gazetteer.csv")
    right = given = wanted = 0
    for record in own.records(folder):
        document = predict.document(record)
        found = toponyms.find(document, syntax.shallow(document), gazetteer)
        spans = {(t.start, t.end) for t in found if t.usage is not Usage.DEMONYM}
        gold = {(t["start"], t["end"]) for t in record["toponyms"]}
        right, given, wanted = right + len(spans & gold), given + len(spans), wanted + len(gold)
    assert wanted > 200
    assert 2 * right / (given + wanted) >= floor


def test_every_entry_stands_in_its_article() -> None:
    assert sum(len(r["toponyms"]) for folder in own.folders() for r in own.records(folder)) > 2000


@pytest.mark.parametrize(("entries", "error"), [(["Lima"], "not in the text"), (["[Oslo] and"], "not 2 times")])
def test_an_entry_that_is_not_there_is_an_error(entries: list[str], error: str) -> None:
    with pytest.raises(ValueError, match=error):
        own.spans("From Oslo and from Oslo and back.", entries)


def test_the_longest_of_nested_names_counts() -> None:
    assert own.spans("Gare de Lyon, Lyon", ["Lyon", "Gare de Lyon"]) == [(0, 12), (14, 18)]
