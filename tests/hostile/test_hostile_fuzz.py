"""Spoilt inputs for every reader: no crash, no hang, every skip explained. ``benchmarks/fuzz_documents.py`` tries more."""

from __future__ import annotations

import importlib
import os
import signal
import sys
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).parents[2]
#: The command's own limit is 2 s; a machine that is at work on other things counts more for the same.
LIMIT_SECONDS = 5.0
#: By how dear an input is.
INPUTS = {"extraction": 12, "html": 120, "eml": 120, "mhtml": 120, "mbox": 80, "pdf": 150, "docx": 150, "zip": 100, "tar": 80}
OTHERS = 300


def fuzzing(name: str) -> ModuleType:
    if str(ROOT / "benchmarks") not in sys.path:
        sys.path.insert(0, str(ROOT / "benchmarks"))
    return importlib.import_module(f"fuzzing.{name}")


TARGETS = fuzzing("targets").targets()


@pytest.mark.parametrize("name", list(TARGETS))
def test_no_input_breaks_a_reader(name: str) -> None:
    inputs = 60 if name.startswith("tar.") else INPUTS.get(name, OTHERS)
    report = fuzzing("trial").tried(TARGETS[name], inputs=inputs, seed=20231, limit_seconds=LIMIT_SECONDS)
    assert report.findings == []
    assert report.inputs == inputs
    assert report.outcomes["read"] + report.outcomes["in part"], "every input was refused: nothing of the reader was tried"


def test_the_same_number_gives_the_same_input() -> None:
    made = fuzzing("trial").made
    for target in TARGETS.values():
        assert made(target, 1, 5) == made(target, 1, 5)
    assert len({made(TARGETS["csv"], 1, number) for number in range(50)}) > 40


@pytest.mark.parametrize(("content", "kind"), [(b"1", "crash"), (b"2", "hang"), (b"3", "died"), (b"4", "crash")])
def test_a_reader_that_breaks_is_found_out(content: bytes, kind: str) -> None:
    targets, trial = fuzzing("targets"), fuzzing("trial")

    def read(data: bytes, folder: Path) -> str:
        if data == b"1":
            raise ZeroDivisionError("by one")
        while data == b"2":
            pass
        if data == b"3":
            os.kill(os.getpid(), signal.SIGKILL)
        return targets.judged([], "a", data) if data == b"4" else "read"

    target = targets.Target("own", lambda: [b"0"], lambda chance: content if chance.random() < 0.5 else b"0", read)
    report = trial.tried(target, inputs=12, seed=1, limit_seconds=0.2)
    assert report.inputs == 12
    assert {finding.kind for finding in report.findings} == {kind}
    assert all(trial.made(target, 1, finding.number) == content for finding in report.findings)
    assert report.outcomes["read"] == 12 - len(report.findings)
