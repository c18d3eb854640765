"""What may befall a store while it is built: kills, a full disc, a disc that is closed, two builds at once, readers beside."""

from __future__ import annotations

import contextlib
import importlib
import os
import re
import shutil
import signal
import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest
import quick_build as quick

import geomap
from geomap import pipeline
from geomap.cli import main
from geomap.errors import StoreError
from geomap.store import Store
from geomap.store.health import check

ROOT = Path(__file__).parents[2]
PROGRAM = Path(quick.__file__)


def started(articles: Path, store: Path, *, seconds: float = 0.0) -> subprocess.Popen[str]:
    """A build in a process of its own that has begun."""
    command = [sys.executable, str(PROGRAM), str(articles), str(store), str(seconds)]
    child = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    assert child.stdout is not None
    assert child.stdout.readline().startswith("begun")
    return child


def sound(store: Path) -> bool:
    return all(finding.wrong is None for finding in check(store))


@contextmanager
def disc(folder: Path, size: str) -> Iterator[Path]:
    """A small disc of its own, where this process may make one."""
    folder.mkdir()
    made = subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", str(folder)], capture_output=True, check=False)
    if made.returncode:
        pytest.skip("a disc of its own can be made by root only")
    try:
        yield folder
    finally:
        subprocess.run(["umount", "-l", str(folder)], check=True)


def remount(folder: Path, options: str) -> None:
    subprocess.run(["mount", "-o", f"remount,{options}", str(folder)], check=True, capture_output=True)


def impatient_store(monkeypatch: pytest.MonkeyPatch) -> None:
    """A store that waits for other writers a tenth of a second."""
    real = Store.open.__func__  # type: ignore[attr-defined]

    def impatient(cls: type[Store], path: Path, **options: object) -> Store:
        opened: Store = real(cls, path, **{**options, "timeout": 0.1})
        return opened

    monkeypatch.setattr(Store, "open", classmethod(impatient))


# ---- killed ------------------------------------------------------------------------------------------------------------------


def test_builds_that_are_killed_lose_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(ROOT / "benchmarks"))
    result = importlib.import_module("kill_builds").run(tmp_path, kills=10, articles=40, seed=3)
    assert result.wrong == []
    assert result.kills == 10
    assert len(result.stages) >= 3
    assert result.finished >= 2


# ---- a full disc -------------------------------------------------------------------------------------------------------------


def test_a_full_disc_is_said_and_the_build_goes_on_when_there_is_room(tmp_path: Path) -> None:
    articles = quick.write(tmp_path / "articles", 120)
    whole = tmp_path / "whole.db"
    quick.build(articles, whole)
    with disc(tmp_path / "disc", "400k") as small:
        store = small / "geomap.db"
        with pytest.raises(StoreError, match="no room left on the disc") as raised:
            quick.build(articles, store)
        assert str(store) in str(raised.value)
        with Store.open(store) as opened:
            assert opened.problems() == []
            stored = len(opened.documents())
        assert stored < 120
        remount(small, "size=40m")
        summary = quick.build(articles, store)
        assert (summary.documents, summary.extracted) == (120, 120 - stored)
        assert sound(store)
        assert quick.contents(store) == quick.contents(whole)


def test_a_disc_that_fills_up_while_events_are_stored_keeps_the_old_ones(tmp_path: Path) -> None:
    articles = quick.write(tmp_path / "articles", 30)
    store = tmp_path / "geomap.db"
    quick.build(articles, store)
    before = quick.contents(store)
    with Store.open(store) as opened:
        pages = opened._connection.execute("PRAGMA page_count").fetchone()[0]
        opened._connection.execute(f"PRAGMA max_page_count = {pages}")
        many = [e for n in range(40) for e in before["events"].values()]
        events = [replace(e, id=f"{e.id}{n}") for n, e in enumerate(many)]
        with pytest.raises(StoreError, match="no room left on the disc"):
            opened.replace_events(events)
    assert quick.contents(store) == before


# ---- what can't be written ---------------------------------------------------------------------------------------------------


def test_a_disc_that_cannot_be_written_can_be_read_and_exported(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    articles = quick.write(tmp_path / "articles", 12)
    with disc(tmp_path / "disc", "20m") as small:
        store = small / "geomap.db"
        quick.build(articles, store)
        before = quick.contents(store)
        remount(small, "ro")
        assert quick.contents(store) == before
        with geomap.open(store) as events:
            assert len(events) == len(before["events"])
        assert main(["export", "--store", str(store), "--format", "csv", "-o", str(tmp_path / "e.csv")]) == 0
        assert (tmp_path / "e.csv").read_text("utf-8-sig").count("\n") == len(before["events"]) + 1
        quick.write(articles, 1, first=500)
        with pytest.raises(StoreError, match=r"geomap\.db.*(can't be written|reading only)"):
            quick.build(articles, store)
        capsys.readouterr()
        assert main(["doctor", "--store", str(store)]) == 0


# ---- two at once -------------------------------------------------------------------------------------------------------------


def test_two_builds_at_once_lose_nothing(tmp_path: Path) -> None:
    one, other = quick.write(tmp_path / "one", 40), quick.write(tmp_path / "other", 40, first=30)
    both = tmp_path / "both.db"
    quick.build(one, both)
    quick.build(other, both)
    store = tmp_path / "geomap.db"
    builds = [started(one, store, seconds=0.01), started(other, store, seconds=0.01)]
    said = [build.communicate(timeout=120) for build in builds]
    assert [build.returncode for build in builds] == [0, 0], said
    together, apart = quick.contents(store), quick.contents(both)
    assert together["current"]
    # Ten articles lie in both folders: which of them a document names is that of the build that came first.
    assert together["documents"].keys() == apart["documents"].keys()
    assert {e.report_ids for e in together["events"].values()} == {e.report_ids for e in apart["events"].values()}
    assert sound(store)


def test_the_second_of_two_builds_says_what_goes_on(tmp_path: Path) -> None:
    """The first is a real process, stopped in its midst; when it goes on, both come to their end."""
    articles = quick.write(tmp_path / "articles", 30)
    store = tmp_path / "geomap.db"
    first = started(articles, store, seconds=0.2)
    until = time.monotonic() + 60
    while not (store.exists() and _stopped_with_documents(first.pid, store)):
        assert time.monotonic() < until, "the first build stores nothing"
        time.sleep(0.05)
    told: list[str] = []
    try:
        second = quick.build(quick.write(tmp_path / "other", 5, first=100), store, notice=told.append)
    finally:
        os.kill(first.pid, signal.SIGCONT)
    said = first.communicate(timeout=120)
    assert first.returncode == 0, said
    assert second.documents == 5
    assert len(told) == 1
    assert re.search(rf"since \d\d:\d\d:\d\d \(process {first.pid}\)", told[0])
    assert "nothing is lost" in told[0]
    assert len(quick.contents(store)["documents"]) == 35
    assert quick.contents(store)["current"]
    assert sound(store)
    told.clear()
    quick.build(articles, store, notice=told.append)
    assert told == []  # nobody builds any more


def _stopped_with_documents(pid: int, store: Path) -> bool:
    """Stop the build where it has stored documents and holds no lock; otherwise it goes on."""
    os.kill(pid, signal.SIGSTOP)
    with contextlib.closing(sqlite3.connect(store, isolation_level=None, timeout=0.1)) as connection:
        try:
            connection.execute("BEGIN IMMEDIATE")
        except sqlite3.OperationalError:  # it writes
            found = False
        else:
            made = connection.execute("SELECT count(*) FROM sqlite_master WHERE name = 'documents'").fetchone()[0]
            found = made > 0 and connection.execute("SELECT count(*) FROM documents").fetchone()[0] > 0
            connection.execute("ROLLBACK")
    if not found:
        os.kill(pid, signal.SIGCONT)
    return found


def test_a_build_that_was_killed_is_not_taken_for_one_that_goes_on(tmp_path: Path) -> None:
    articles = quick.write(tmp_path / "articles", 30)
    store = tmp_path / "geomap.db"
    first = started(articles, store, seconds=0.2)
    until = time.monotonic() + 60
    while not store.exists():
        assert time.monotonic() < until, "the first build does not begin"
        time.sleep(0.05)
    first.kill()
    first.communicate(timeout=60)
    told: list[str] = []
    quick.build(articles, store, notice=told.append)
    assert told == []


def test_a_build_waits_for_a_writer_and_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    articles = quick.write(tmp_path / "articles", 3)
    store = tmp_path / "geomap.db"
    quick.build(articles, store)
    quick.write(articles, 1, first=50)
    impatient_store(monkeypatch)
    holder = sqlite3.connect(store, isolation_level=None, check_same_thread=False)
    holder.execute("BEGIN IMMEDIATE")
    told: list[str] = []

    def let_go(words: str) -> None:
        told.append(words)
        if len(told) == 3:
            holder.execute("ROLLBACK")

    assert quick.build(articles, store, notice=let_go).extracted == 1
    assert len(told) == 3
    assert "waits for it, 15 minutes at most" in told[0]


def test_events_that_were_linked_without_another_builds_documents_are_not_stored(tmp_path: Path) -> None:
    """The order that loses: one build reads the reports, the other stores documents and links them, the first stores events."""
    one, other = quick.write(tmp_path / "one", 6), quick.write(tmp_path / "other", 6, first=100)
    store = tmp_path / "geomap.db"
    quick.build(one, store)
    with Store.open(store) as opened:
        seen, events = opened.documents_version, opened.events()
        quick.build(other, store)
        after = quick.contents(store)
        assert opened.replace_events(events, documents_version=seen) is False
        assert opened.events_current
        assert quick.contents(store) == after
        assert opened.replace_events(after["events"].values(), documents_version=opened.documents_version) is True


def test_a_build_beside_a_writer_that_goes_on_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    articles = quick.write(tmp_path / "articles", 3)
    store = tmp_path / "geomap.db"
    quick.build(articles, store)
    quick.write(articles, 1, first=50)
    holder = sqlite3.connect(store, isolation_level=None)
    holder.execute("BEGIN IMMEDIATE")
    impatient_store(monkeypatch)
    monkeypatch.setattr(pipeline, "_PATIENCE", 0.0)
    try:
        with pytest.raises(StoreError, match="another program is writing to this store"):
            quick.build(articles, store)
    finally:
        holder.execute("ROLLBACK")
        holder.close()
    assert quick.build(articles, store).extracted == 1


# ---- reading beside a build --------------------------------------------------------------------------------------------------


def test_who_reads_beside_a_build_sees_whole_states(tmp_path: Path) -> None:
    articles = quick.write(tmp_path / "articles", 30)
    store = tmp_path / "geomap.db"
    quick.build(articles, store)
    ends = [quick.contents(store)["events"]]
    quick.write(articles, 60, first=30)
    wrong: list[str] = []
    seen: list[int] = []
    done = threading.Event()

    def read() -> None:
        while not done.is_set():
            with geomap.open(store) as events:
                rows = list(events.view.rows(events.filters))
                seen.append(len(rows))
                wrong.extend(row["event_id"] for row in rows if not events.view.store.reports(row["event_id"]))

    reader = threading.Thread(target=read)
    reader.start()
    build = started(articles, store, seconds=0.01)
    _, error = build.communicate(timeout=120)
    done.set()
    reader.join()
    assert build.returncode == 0, error
    ends.append(quick.contents(store)["events"])
    assert set(seen) <= {len(events) for events in ends}
    assert wrong == []
    assert len(seen) > 1


# ---- a copy ------------------------------------------------------------------------------------------------------------------


def test_the_documented_command_copies_a_store_that_is_being_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    articles = quick.write(tmp_path / "articles", 40)
    store = tmp_path / "geomap.db"
    quick.build(quick.write(tmp_path / "few", 5), store)
    text = (ROOT / "docs" / "store.md").read_text("utf-8")
    (command,) = {line.strip() for line in text.splitlines() if line.strip().startswith("geomap doctor --backup")}
    monkeypatch.chdir(tmp_path)
    build = started(articles, store, seconds=0.02)
    words = command.split()[1:]
    assert main(words) == 0
    assert build.poll() is None, "the build was to be under way"
    build.communicate(timeout=120)
    (copy,) = tmp_path.glob("*copy*.db")
    with Store.open(copy) as opened:
        assert opened.problems() == []
        assert len(opened.documents()) >= 5
    assert main(words) == 1, "a copy takes the place of no file"
    assert os.access(copy, os.R_OK)
    shutil.copy(copy, store)
    assert quick.build(articles, store).documents == 40
