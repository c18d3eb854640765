"""A date of publication that is supplied, corrected or taken back resolves every relative date anew, in the next build."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from geomap.documents import read
from geomap.model import DateBasis, Document, PublishedBasis, Timex
from geomap.pipeline import build
from geomap.store import Store

TEXT = """Ministers meet in Kyiv

The ministers met in Kyiv on Tuesday and agreed on a plan for the border. They will meet again in Warsaw next week, they said.
"""
OTHER = "Workers protested in Rome on 4 June 2022 against rising prices, police said.\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    articles = tmp_path / "articles"
    articles.mkdir()
    (articles / "kyiv.txt").write_text(TEXT)
    (articles / "rome.txt").write_text(OTHER)
    return articles


def supply(folder: Path, day: str) -> None:
    (folder / "sources.csv").write_text(f"file,published\nkyiv.txt,{day}\n")


def extracted(store: Path) -> tuple[Document, dict[str, Timex]]:
    with Store.open(store, readonly=True) as opened:
        (found,) = [each for each in opened.extractions() if each.document.text == TEXT]
    return found.document, {timex.surface.lower(): timex for timex in found.timexes}


def days(store: Path) -> set[tuple[date | None, date | None]]:
    with Store.open(store, readonly=True) as opened:
        return {
            (event.when.earliest, event.when.latest)
            for event in opened.events()
            if event.when is not None and event.place is not None and event.place.name == "Kyiv"
        }


def test_relative_dates_are_resolved_at_once_when_the_date_is_supplied(folder: Path, tmp_path: Path) -> None:
    store = tmp_path / "geomap.db"
    build([folder], store=store)
    document, timexes = extracted(store)
    assert (document.published, document.published_basis) == (None, PublishedBasis.NONE)
    assert {"tuesday", "next week"} <= set(timexes)
    assert {timex.basis for timex in timexes.values()} == {DateBasis.NONE}
    assert days(store) <= {(None, None)}

    supply(folder, "2023-09-13")
    summary = build([folder], store=store)
    assert (summary.extracted, summary.unchanged, summary.retired) == (1, 1, 0)
    resolved, timexes = extracted(store)
    assert (resolved.id, resolved.published_basis) == (document.id, PublishedBasis.SIDECAR)
    assert timexes["tuesday"].earliest == timexes["tuesday"].latest == date(2023, 9, 12)
    assert timexes["next week"].earliest is not None and timexes["next week"].earliest > date(2023, 9, 13)
    assert (date(2023, 9, 12), date(2023, 9, 12)) in days(store)


def test_a_corrected_date_moves_them_and_one_taken_back_makes_them_unknown(folder: Path, tmp_path: Path) -> None:
    store = tmp_path / "geomap.db"
    supply(folder, "2023-09-13")
    build([folder], store=store)
    supply(folder, "2021-03-04")
    assert build([folder], store=store).extracted == 1
    _, timexes = extracted(store)
    assert timexes["tuesday"].earliest == date(2021, 3, 2)
    assert (date(2021, 3, 2), date(2021, 3, 2)) in days(store)
    assert {day.year for pair in days(store) for day in pair if day is not None} == {2021}
    (folder / "sources.csv").unlink()
    assert build([folder], store=store).extracted == 1
    _, timexes = extracted(store)
    assert {timex.basis for timex in timexes.values()} == {DateBasis.NONE}
    assert build([folder], store=store).extracted == 0


def test_front_matter_that_is_added_counts_as_the_same_document(folder: Path, tmp_path: Path) -> None:
    store = tmp_path / "geomap.db"
    build([folder], store=store)
    before, _ = extracted(store)
    (folder / "kyiv.txt").write_text(f"---\npublished: 2023-09-13\n---\n{TEXT}")
    summary = build([folder], store=store)
    assert (summary.extracted, summary.retired) == (1, 0)
    after, timexes = extracted(store)
    assert (after.id, after.published) == (before.id, date(2023, 9, 13))
    assert timexes["tuesday"].earliest == date(2023, 9, 12)


def test_the_five_articles_alone_state_no_date(root: Path, tmp_path: Path) -> None:
    for seed in sorted((root / "seeds").glob("*.txt")):
        (tmp_path / seed.name).write_bytes(seed.read_bytes())
    documents = [found for found in read([tmp_path]) if isinstance(found, Document)]
    assert [(found.published, found.published_basis) for found in documents] == [(None, PublishedBasis.NONE)] * 5
