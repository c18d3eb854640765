"""The engine of a cluster, with a real scheduler and real workers on this machine, one of which is killed in mid-run."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import pytest

from geomap import pipeline
from geomap.cli import main
from geomap.engines.cluster import Dask
from geomap.errors import ResourceError
from geomap.extractor import Extractor
from geomap.model import Document, Extraction, Skip
from geomap.store import Store

TOWNS = ("Lisbon", "Porto", "Madrid", "Rome", "Athens", "Oslo", "Vienna", "Berlin", "Dublin", "Tirana", "Sofia", "Riga")


class Cluster:
    """A scheduler and its workers, each a process."""

    def __init__(self, folder: Path) -> None:
        self.file = folder / "scheduler.json"
        self.folder = folder
        self.processes = [self._start("scheduler", "--port", "0", "--no-dashboard", "--host", "127.0.0.1")]
        until = time.monotonic() + 60
        while not self.file.exists() or not self.file.read_text().strip():
            assert time.monotonic() < until, "the scheduler did not start"
            time.sleep(0.1)
        self.address = str(json.loads(self.file.read_text())["address"])

    def _start(self, part: str, *options: str) -> subprocess.Popen[bytes]:
        command = [sys.executable, "-m", "distributed.cli.dask_" + part, "--scheduler-file", str(self.file), *options]
        log = (self.folder / f"{part}.log").open("ab")
        environment = os.environ | {"DASK_DISTRIBUTED__ADMIN__TICK__LIMIT": "1h"}
        return subprocess.Popen(command, stdout=log, stderr=log, cwd=Path.cwd(), env=environment)

    def add_worker(self) -> subprocess.Popen[bytes]:
        worker = self._start("worker", "--nthreads", "1", "--no-nanny", "--no-dashboard", "--local-directory", str(self.folder))
        self.processes.append(worker)
        return worker

    def end(self) -> None:
        for process in reversed(self.processes):
            process.kill()
            process.wait()


@pytest.fixture
def cluster(tmp_path: Path) -> Iterator[Cluster]:
    found = Cluster(tmp_path)
    yield found
    found.end()


@pytest.fixture(scope="module")
def articles(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("dask") / "articles"
    folder.mkdir()
    for i, town in enumerate(TOWNS):
        text = f"Talks in {town}\n\nMinisters met in {town} on {i + 1} September 2023. Protesters gathered outside.\n"
        (folder / f"{town}.txt").write_text(text)
    return folder


def found_in(store: Path) -> tuple[Any, ...]:
    """Everything that a build found, in an order of its own."""
    with Store.open(store, readonly=True) as opened:
        return (
            sorted(opened.documents(), key=lambda document: document.id),
            sorted(repr(extraction) for extraction in opened.extractions()),
            sorted(repr(event) for event in opened.events()),
        )


def test_two_workers_one_killed_and_the_same_result(cluster: Cluster, articles: Path, tmp_path: Path) -> None:
    workers = [cluster.add_worker(), cluster.add_worker()]
    killed: list[int] = []

    def progress(stage: str, done: int, total: int | None) -> None:
        if stage == "extracting" and done >= 3 and not killed:
            workers[0].send_signal(signal.SIGKILL)
            killed.append(done)

    summary = pipeline.build([articles], store=tmp_path / "dask.db", engine=Dask(cluster.address), progress=progress)
    assert killed, "no worker was killed, the test shows nothing"
    assert (summary.documents, summary.extracted, summary.skips) == (12, 12, ())
    pipeline.build([articles], store=tmp_path / "one.db")
    assert found_in(tmp_path / "dask.db") == found_in(tmp_path / "one.db")


def test_no_scheduler_and_no_worker_are_told(cluster: Cluster, articles: Path, tmp_path: Path) -> None:
    with pytest.raises(ResourceError, match="no Dask scheduler answers there"):
        pipeline.build([articles], store=tmp_path / "a.db", engine=Dask("tcp://127.0.0.1:9", patience=2))
    with pytest.raises(ResourceError, match="no worker has been there"):
        pipeline.build([articles], store=tmp_path / "a.db", engine=Dask(cluster.address, patience=1))


def test_workers_with_another_method_are_refused(cluster: Cluster, articles: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    cluster.add_worker()
    extractor = Extractor()
    monkeypatch.setattr(Extractor, "method", "geomap-of-another-kind")
    document = Document("doc-1", "Talks", "Ministers met in Lisbon.")
    with pytest.raises(ResourceError, match="have another geomap"):
        list(Dask(cluster.address).extract([document], extractor))


def test_documents_wait_here_not_on_the_cluster(cluster: Cluster) -> None:
    cluster.add_worker()
    taken = finished = most = 0

    def documents() -> Iterable[Document]:
        nonlocal taken, most
        for i in range(30):
            taken += 1
            most = max(most, taken - finished)
            yield Document(f"doc-{i}", "Talks", f"Ministers met in Lisbon on {i % 28 + 1} May 2023.")

    for found in Dask(cluster.address).extract(documents(), Extractor()):
        assert isinstance(found, Extraction | Skip)
        finished += 1
    assert finished == 30
    assert most <= 10, "more documents were under way than the workers could take"


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (["--engine", "dask"], "needs --scheduler"),
        (["--scheduler", "tcp://127.0.0.1:9"], "add --engine dask"),
        (["--engine", "dask", "--scheduler", "tcp://127.0.0.1:9", "--workers", "2"], "--workers is for this machine"),
    ],
)
def test_options_that_do_not_go_together(
    articles: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], options: list[str], message: str
) -> None:
    assert main(["build", str(articles), "--store", str(tmp_path / "a.db"), *options]) == 1
    assert message in capsys.readouterr().err
