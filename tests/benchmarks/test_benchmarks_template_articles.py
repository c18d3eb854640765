"""Articles made from templates: the same each time, as long as asked for, and what they tell stands in them."""

import importlib
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest


@pytest.fixture
def templates(root: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[object]:
    monkeypatch.syspath_prepend(str(root / "benchmarks"))
    yield importlib.import_module("template_articles")
    sys.modules.pop("template_articles", None)


@pytest.mark.parametrize(("words", "fewest", "most"), [(0, 40, 200), (600, 500, 700)])
def test_articles_are_as_long_as_asked_for(templates, words: int, fewest: int, most: int) -> None:
    made = list(templates.articles(30, words=words))
    lengths = [len(article.document.text.split()) for article in made]
    assert fewest <= min(lengths) <= max(lengths) <= most
    assert made == list(templates.articles(30, words=words))
    for article in made:
        text = article.document.text
        assert all(text[r.start : r.end] == r.quote for r in article.extraction.reports)
        assert all(text[r.trigger.start : r.trigger.end] == r.trigger.text for r in article.extraction.reports)
