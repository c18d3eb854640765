"""How a build shows how far it is: a bar for people, a line now and then for a log."""

from __future__ import annotations

import io

import pytest

from geomap.cli import progress


class _Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_a_log_gets_a_line_now_and_then(monkeypatch: pytest.MonkeyPatch) -> None:
    clock = iter([0.0, 1.0, 11.0, 11.0, 12.0, 30.0, 30.0])
    log = io.StringIO()
    monkeypatch.setattr("sys.stderr", log)
    monkeypatch.setattr(progress.time, "monotonic", lambda: next(clock))
    with progress.ProgressOnStderr() as shown:
        for done in (1, 1_200, 1_201):
            shown("extracting", done, 2_000)
        shown("reading", 7, None)
    assert log.getvalue().splitlines() == ["extracting: 1,200 of 2,000 documents", "reading: 7 documents"]


def test_a_terminal_gets_a_bar_for_each_stage(monkeypatch: pytest.MonkeyPatch) -> None:
    terminal = _Terminal()
    monkeypatch.setattr("sys.stderr", terminal)
    with progress.ProgressOnStderr() as shown:
        shown("reading", 3, None)
        shown("extracting", 1, 2)
        shown("extracting", 2, 2)
    assert "reading" in terminal.getvalue()
    assert "extracting" in terminal.getvalue()
    assert "\n" not in terminal.getvalue().strip("\n")
