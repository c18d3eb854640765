"""The processes of this machine: started while documents are being read, ended whatever happens, longest documents first."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import ClassVar

import pytest

from geomap import pipeline
from geomap.engines import Processes
from geomap.errors import InputError
from geomap.extractor import Extractor
from geomap.model import Document, Extraction, Skip

TOWNS = ("Lisbon", "Porto", "Madrid", "Rome", "Athens", "Oslo", "Vienna", "Berlin")


class Recorded(Processes):
    """Processes that only say what is asked of them: the work is done here, and finds nothing."""

    told: ClassVar[list[str]] = []
    lengths: ClassVar[list[int]] = []

    def start(self, extractor: Extractor) -> None:
        self.told.append(f"{self.workers} started")

    def stop(self) -> None:
        self.told.append("stopped")

    def extract(self, documents: Iterable[Document], extractor: Extractor) -> Iterator[Extraction | Skip]:
        self.told.append("extracting")
        for document in documents:
            self.lengths.append(len(document.text))
            yield Extraction(document, method=extractor.method)


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    Recorded.told, Recorded.lengths = [], []
    monkeypatch.setattr(pipeline, "Processes", Recorded)
    return Recorded.told


def _articles(folder: Path, number: int) -> Path:
    folder.mkdir()
    for i in range(number):
        town, further = TOWNS[i % 8], " They met again." * (i % 7)
        text = f"Ministers met in {town}\n\nMinisters met in {town} on 5 May 2021.{further} {i}\n"
        (folder / f"{i:03}.txt").write_text(text)
    return folder


def _progress(told: list[str]) -> pipeline.Progress:
    def progress(stage: str, done: int, total: int | None) -> None:
        if stage == "reading":
            told.append(f"read {done}")

    return progress


def test_processes_start_while_documents_are_read(tmp_path: Path, told: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "cpu_count", lambda: 2)
    articles = _articles(tmp_path / "articles", 130)
    pipeline.build([articles], store=tmp_path / "geomap.db", workers=0, progress=_progress(told))
    assert told.index("read 120") < told.index("2 started") < told.index("read 122") < told.index("extracting")
    assert told[-1] == "stopped"
    assert told.count("2 started") == 1


def test_few_documents_start_none(tmp_path: Path, told: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "cpu_count", lambda: 2)
    monkeypatch.setattr(pipeline, "local", Recorded)
    pipeline.build([_articles(tmp_path / "articles", 100)], store=tmp_path / "geomap.db", workers=0)
    assert told == ["extracting"]


def test_the_longest_documents_come_first(tmp_path: Path, told: list[str]) -> None:
    pipeline.build([_articles(tmp_path / "articles", 20)], store=tmp_path / "geomap.db", workers=2)
    assert len(Recorded.lengths) == 20
    assert Recorded.lengths == sorted(Recorded.lengths, reverse=True)


def test_nothing_new_starts_none(tmp_path: Path, told: list[str]) -> None:
    articles = _articles(tmp_path / "articles", 5)
    pipeline.build([articles], store=tmp_path / "geomap.db", workers=2)
    told.clear()
    pipeline.build([articles], store=tmp_path / "geomap.db", workers=2)
    assert not [word for word in told if "started" in word]


def test_processes_end_when_reading_fails(tmp_path: Path, told: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    articles = _articles(tmp_path / "articles", 5)
    real = pipeline._changed

    def failing(*given: object) -> Iterator[Document]:
        yield from list(real(*given))[:2]  # type: ignore[arg-type]
        raise InputError("sources.csv:3: broken")

    monkeypatch.setattr(pipeline, "_changed", failing)
    with pytest.raises(InputError, match="broken"):
        pipeline.build([articles], store=tmp_path / "geomap.db", workers=2)
    assert told == ["2 started", "stopped"]


def test_real_processes_that_nobody_gives_work_are_ended(tmp_path: Path) -> None:
    processes = Processes(2)
    processes.start(Extractor())
    processes.stop()
    assert processes._pool is None
    processes.stop()


def test_what_is_wrong_with_the_pipeline_is_said_in_its_own_words(tmp_path: Path) -> None:
    from geomap.errors import ResourceError

    with pytest.raises(ResourceError, match="no_such_pipeline"):
        pipeline.build([_articles(tmp_path / "articles", 2)], store=tmp_path / "x.db", workers=2, language="no_such_pipeline")
