"""The five articles, end to end, as a person would run them."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

import geomap
from geomap.store import Store


def _geomap(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, "-m", "geomap", *map(str, arguments)], capture_output=True, text=True, check=False)


@pytest.fixture(scope="module")
def store(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("seeds") / "geomap.db"
    geomap.build([root / "seeds"], store=path)
    return path


def test_every_quote_is_the_articles_own_words(store: Path) -> None:
    with Store.open(store, readonly=True) as opened:
        extractions = list(opened.extractions())
    assert len(extractions) == 5
    for extraction in extractions:
        quotes = list(extraction.quotes())
        assert len(quotes) > 50
        for span, words in quotes:
            assert extraction.document.text[span.start : span.end] == words


def test_every_event_on_the_map_says_from_where(store: Path) -> None:
    with Store.open(store, readonly=True) as opened:
        for event in opened.events():
            reports = opened.reports(event.id)
            assert reports
            assert all(report.method and 0 <= report.confidence <= 1 for report in reports)
            assert event.n_origins <= event.n_documents <= len(reports)


def test_the_second_build_is_quick_and_extracts_nothing(root: Path, store: Path) -> None:
    seconds = []
    # The best of three: other tests run beside this one.
    for _ in range(3):
        started = time.monotonic()
        done = _geomap("build", root / "seeds", "--store", store, "--json")
        seconds.append(time.monotonic() - started)
        summary = json.loads(done.stdout)
        assert (done.returncode, summary["documents"], summary["extracted"], summary["unchanged"]) == (0, 5, 0, 5)
        if seconds[-1] < 2:
            break
    assert min(seconds) < 2


#: A build that kills itself, as ``kill -9`` would, when its progress comes to a stage and a count.
KILLED = """
import os, signal, sys, geomap
folder, store, stage, count = sys.argv[1:]
def progress(at, done, total):
    if (at, done) == (stage, int(count)):
        os.kill(os.getpid(), signal.SIGKILL)
geomap.build([folder], store=store, progress=progress)
"""


@pytest.mark.parametrize(("stage", "count", "saved"), [("extracting", 5, 0), ("extracting", 20, 16), ("linking", 0, 24)])
def test_kill_in_mid_build_loses_no_finished_batch(tmp_path: Path, stage: str, count: int, saved: int) -> None:
    folder = tmp_path / "articles"
    folder.mkdir()
    for i in range(24):
        (folder / f"{i:02}.txt").write_text(
            f"Talks number {i}\n\nThe ministers met in Oslo on {i + 1} May 2021, officials said.\n"
        )
    store = tmp_path / "geomap.db"
    command = [sys.executable, "-c", KILLED, str(folder), str(store), stage, str(count)]
    assert subprocess.run(command, check=False).returncode == -signal.SIGKILL
    with Store.open(store) as opened:
        assert opened.problems() == []
        assert len(opened.documents()) == saved
        assert opened.events() == []
    summary = geomap.build([folder], store=store)
    assert (summary.unchanged, summary.extracted) == (saved, 24 - saved)
    assert summary.placed
    with Store.open(store) as opened:
        assert opened.events_current
        assert opened.problems() == []
