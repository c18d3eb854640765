"""``geomap watch`` as a person uses it: a process that keeps a folder built until Ctrl-C."""

from __future__ import annotations

import argparse
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from geomap.cli import main, watch
from geomap.errors import StoreError
from geomap.store import Store

ARTICLE = "Talks in Lisbon\n\nMinisters met in Lisbon on 5 September 2023.\n"


def until(true: Callable[[], bool], seconds: float = 60) -> None:
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end, "it did not happen in time"
        time.sleep(0.2)


def titles(store: Path) -> set[str]:
    try:
        with Store.open(store, readonly=True) as opened:
            return {document.title for document in opened.documents()}
    except StoreError:  # it isn't there yet, or is being laid out this moment
        return set()


def test_what_is_added_changed_and_removed_is_followed(tmp_path: Path) -> None:
    folder, store = tmp_path / "articles", tmp_path / "articles" / "geomap.db"
    folder.mkdir()
    (folder / "a.txt").write_text(ARTICLE)
    command = [sys.executable, "-m", "geomap", "watch", str(folder), "--store", str(store)]
    said = tmp_path / "said.txt"
    with said.open("w") as out:
        environment = {**os.environ, "PYTHONUNBUFFERED": "1"}
        process = subprocess.Popen(command, stdout=out, stderr=subprocess.PIPE, text=True, env=environment)
    try:
        until(lambda: titles(store) == {"Talks in Lisbon"})
        time.sleep(1.5)  # until it watches
        (folder / "b.txt").write_text(ARTICLE.replace("Lisbon", "Porto"))
        until(lambda: titles(store) == {"Talks in Lisbon", "Talks in Porto"})
        (folder / "a.txt").unlink()
        until(lambda: titles(store) == {"Talks in Porto"})
        until(lambda: said.read_text().count(" documents (") >= 3)  # a build is told after it is stored
    finally:
        process.send_signal(signal.SIGINT)
        _, err = process.communicate(timeout=30)
    assert process.returncode == 130
    assert 3 <= said.read_text().count(" documents (") <= 5, "a build for each change, and none for its own store"
    assert "Traceback" not in err


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_an_interrupt_that_python_cannot_raise_is_not_lost(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    class Finaliser:
        def __del__(self) -> None:
            os.kill(os.getpid(), signal.SIGINT)
            time.sleep(0.01)

    monkeypatch.setattr(watch, "_build", lambda arguments: Finaliser() and None)
    again = threading.Timer(20, os.kill, (os.getpid(), signal.SIGINT))  # so that a failure does not wait for ever
    again.start()
    begun = time.monotonic()
    with pytest.raises(KeyboardInterrupt):
        watch.run(argparse.Namespace(paths=[tmp_path], store=tmp_path / "geomap.db"))
    again.cancel()
    assert time.monotonic() - begun < 15


def test_what_is_no_folder_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["watch", str(tmp_path / "none")]) == 1
    assert "no such folder to watch" in capsys.readouterr().err
