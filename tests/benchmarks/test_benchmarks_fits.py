"""The scripts that fit the shipped weights still read what they learn from: each finds right and wrong cases in articles."""

import importlib
from collections.abc import Callable, Iterator
from itertools import chain
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from geomap.evaluate.articles import GoldArticle
from geomap.events import reports
from geomap.extractor import shared_extractor
from geomap.model import Document

Script = Callable[[str], ModuleType]


@pytest.fixture
def fit(root: Path, monkeypatch: pytest.MonkeyPatch) -> Script:
    monkeypatch.syspath_prepend(str(root / "benchmarks"))
    return lambda name: importlib.import_module(f"fit_{name}")


@pytest.fixture
def articles(fit: Script) -> list[tuple[Document, GoldArticle]]:
    tested = fit("anchoring").tested
    folder = tested.FOLDER / "sixteenth"
    gold = {a.id: a for a in tested.annotated(folder).articles}
    return [(tested.document(folder / f"{stem}.json"), gold[stem]) for stem in ("coup-2", "docks-1", "docks-2")]


def _times(fit: Script, articles: list[tuple[Document, GoldArticle]]) -> list[Any]:
    script = fit("anchoring")
    weights = script.anchoring.weights()
    return [case for document, gold in articles for case in script.cases("sixteenth", document, gold.events, weights)]


def _read(script: ModuleType, articles: list[tuple[Document, GoldArticle]]) -> Iterator[Any]:
    return chain.from_iterable(script.cases("sixteenth", document, gold) for document, gold in articles)


def _firsts(cases: list[Any]) -> set[bool]:
    """Whether the first of several is the right one, where one of them is."""
    return {case.right[0] for case in cases if len(case.clues) > 1 and any(case.right)}


def test_of_the_times_and_the_places_that_are_offered_now_the_first_is_right_and_now_another(fit, articles) -> None:
    assert _firsts(_times(fit, articles)) == {True, False}
    assert _firsts(list(_read(fit("whereabouts"), articles))) == {True, False}


def test_pairs_of_words_are_one_happening_and_are_not(fit, articles) -> None:
    assert {case.one for case in _read(fit("corefer"), articles)} == {True, False}


def test_unlisted_verbs_are_events_and_are_not(fit, articles) -> None:
    assert len({case.kind for case in _read(fit("unlisted"), articles)}) > 1


def test_marked_words_are_figures_or_meant_and_those_of_events_are_meant(fit, articles, monkeypatch, tmp_path) -> None:
    script = fit("figures")
    marked = "A [[storm|figurative]] of protest met the budget.\nA [[storm|literal]] hit the coast near Lisbon on Friday.\n"
    (tmp_path / "marked.txt").write_text(marked, encoding="utf-8")
    monkeypatch.setattr(script, "FIGURES", tmp_path)
    assert [case.figurative for case in script.of_sentences()] == [True, False]
    assert {case.figurative for case in _read(script, articles)} == {True, False}


def test_words_of_events_have_the_types_of_the_annotation(fit, articles) -> None:
    told = {kind for _, gold in articles for event in gold.events for kind in event.types}
    read = {kind for case in _read(fit("types"), articles) for kind in case.types}
    assert len(read) > 3
    assert read <= told


def test_what_is_only_tentative_is_not_learned_from(fit, articles, monkeypatch) -> None:
    assert any(shared_extractor().extract(document).untold for document, _ in articles)
    learned = _learned(fit, articles)
    monkeypatch.setattr(reports, "_tentative", lambda *_: [])
    assert _learned(fit, articles) == learned


def _learned(fit: Script, articles: list[tuple[Document, GoldArticle]]) -> list[Any]:
    return [*_read(fit("corefer"), articles), *_read(fit("whereabouts"), articles), *_times(fit, articles)]
