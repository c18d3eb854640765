"""The five articles, end to end, as a person would run them."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

import geomap
from geomap.errors import StoreError
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
    started = time.monotonic()
    done = _geomap("build", root / "seeds", "--store", store, "--json")
    seconds = time.monotonic() - started
    summary = json.loads(done.stdout)
    assert (done.returncode, summary["documents"], summary["extracted"], summary["unchanged"]) == (0, 5, 0, 5)
    assert seconds < 2


def test_kill_in_mid_build_loses_no_finished_batch(tmp_path: Path) -> None:
    folder = tmp_path / "articles"
    folder.mkdir()
    towns = ("Oslo", "Rome", "Kyiv", "Lima", "Cairo", "Delhi", "Tokyo", "Quito")
    sentence = "The ministers of both countries met in {} on {} May 2021 and signed an agreement, officials said on Monday. "
    n = 96
    for i in range(n):
        body = "".join(sentence.format(towns[(i + k) % 8], 1 + (i + k) % 28) for k in range(12))
        (folder / f"{i:03}.txt").write_text(f"Talks number {i} in {towns[i % 8]}\n\n{body}\n")
    store = tmp_path / "geomap.db"
    command = [sys.executable, "-m", "geomap", "build", str(folder), "--store", str(store)]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        _wait_for_a_batch(store, process)
    finally:
        os.kill(process.pid, signal.SIGKILL)
        process.wait()
    with Store.open(store) as opened:
        assert opened.problems() == []
        saved = len(opened.documents())
        assert 0 < saved < n
    summary = geomap.build([folder], store=store)
    assert (summary.unchanged, summary.extracted) == (saved, n - saved)
    assert summary.events
    with Store.open(store) as opened:
        assert opened.events_current
        assert opened.problems() == []


def _wait_for_a_batch(store: Path, process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + 120
    while time.monotonic() < deadline and process.poll() is None:
        # The file may be there before its tables are.
        with contextlib.suppress(StoreError), Store.open(store, readonly=True) as opened:
            if opened.documents():
                return
        time.sleep(0.02)
    raise AssertionError("no batch was saved while the build ran")
