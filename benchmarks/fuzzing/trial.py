"""Trying inputs in child processes: a limit of processor time for each input, and whatever kills a child costs that input."""

from __future__ import annotations

import json
import os
import random
import resource
import signal
import sys
import tempfile
import time
import traceback
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from fuzzing.targets import Target

#: Memory that a child may have, in bytes: an input of some hundred kilobytes has no business with more.
_MEMORY = 6_000_000_000
#: Inputs for one child, so that what piles up in it doesn't matter.
_BATCH = 2_000


@dataclass(frozen=True, slots=True)
class Finding:
    """An input that broke a promise: its number, ``crash``, ``hang`` or ``died``, and what was raised and where."""

    number: int
    kind: str
    words: str


@dataclass(slots=True)
class Report:
    """What came of one format: inputs by outcome, findings, the slowest input in seconds of processor time with its number."""

    name: str
    outcomes: Counter[str] = field(default_factory=Counter)
    findings: list[Finding] = field(default_factory=list)
    slowest: tuple[float, int] = (0.0, -1)
    seconds: float = 0.0

    @property
    def inputs(self) -> int:
        """How many inputs were tried."""
        return sum(self.outcomes.values()) + len(self.findings)


def made(target: Target, seed: int, number: int) -> bytes:
    """The input of this number."""
    return target.make(random.Random(f"{seed}/{target.name}/{number}"))


def tried(target: Target, *, inputs: int, seed: int, limit_seconds: float, first: int = 0) -> Report:
    """Try inputs ``first`` to ``first + inputs`` of a format, each within a limit of seconds of processor time."""
    report = Report(target.name)
    with tempfile.TemporaryDirectory(prefix="geomap-fuzz-") as folder:
        for data in target.seeds():  # what is loaded at first use is loaded here, once for all children
            target.read(data, _empty(Path(folder)))
        started = time.monotonic()
        number, end = first, first + inputs
        while number < end:
            number = _one_child(
                target, report, range(number, min(end, number + _BATCH)), seed=seed, limit=limit_seconds, folder=Path(folder)
            )
        report.seconds = time.monotonic() - started
    return report


def _one_child(target: Target, report: Report, numbers: range, *, seed: int, limit: float, folder: Path) -> int:
    """Try inputs in one child; the number to go on with."""
    reading, writing = os.pipe()
    sys.stdout.flush()
    child = os.fork()
    if child == 0:
        os.close(reading)
        _be_child(target, numbers, seed=seed, limit=limit, folder=folder, writing=writing)
    os.close(writing)
    last = numbers.start - 1
    for said in _lines(reading):
        last = said["number"]
        if said["kind"] == "crash":
            report.findings.append(Finding(last, "crash", said["words"]))
        else:
            report.outcomes[said["kind"]] += 1
        report.slowest = max(report.slowest, (said["seconds"], last))
    _, status = os.waitpid(child, 0)
    if last + 1 >= numbers.stop:
        return numbers.stop
    if os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGPROF:
        report.findings.append(Finding(last + 1, "hang", f"over {limit:g} s of processor time"))
    else:
        report.findings.append(Finding(last + 1, "died", f"the process ended with status {status}"))
    return last + 2


def _lines(reading: int) -> Iterator[dict[str, Any]]:
    with os.fdopen(reading) as lines:
        for line in lines:
            if line.endswith("\n"):
                yield json.loads(line)


def _be_child(target: Target, numbers: range, *, seed: int, limit: float, folder: Path, writing: int) -> None:
    """Try inputs and say what came of each; never returns."""
    resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
    signal.signal(signal.SIGPROF, signal.SIG_DFL)  # ends the process, also in the midst of a library's own code
    quiet = os.open(os.devnull, os.O_WRONLY)
    os.dup2(quiet, 1)
    os.dup2(quiet, 2)
    for number in numbers:
        data = made(target, seed, number)
        started = time.process_time()
        signal.setitimer(signal.ITIMER_PROF, limit)
        try:
            kind, words = target.read(data, _empty(folder)), ""
        except BaseException as error:  # noqa: BLE001 - whatever it is, it is a finding
            kind, words = "crash", _where(error)
        signal.setitimer(signal.ITIMER_PROF, 0)
        said = {"number": number, "kind": kind, "words": words, "seconds": time.process_time() - started}
        os.write(writing, (json.dumps(said) + "\n").encode())
    os._exit(0)


def _where(error: BaseException) -> str:
    """What was raised, and the last lines of code on the way to it."""
    frames = traceback.extract_tb(error.__traceback__)[-4:]
    way = " < ".join(f"{Path(frame.filename).name}:{frame.lineno}" for frame in reversed(frames))
    return f"{type(error).__name__}: {str(error)[:200]} ({way})"


def _empty(folder: Path) -> Path:
    for file in folder.iterdir():
        file.unlink()
    return folder
