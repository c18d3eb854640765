"""Where the systems run: environments of their own for foreign ones, and a fresh process with one thread for each run."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from peers import REQUIREMENTS, System

_HERE = Path(__file__).resolve().parents[1]
_ONE_THREAD = ("OMP_NUM_THREADS", "MKL_NUM_THREADS", "OPENBLAS_NUM_THREADS", "NUMEXPR_NUM_THREADS")


class NotRunError(Exception):
    """A system did not run; the message says why, in a line that fits a table."""


@dataclass(frozen=True, slots=True)
class Run:
    """What a system found in each text, and what was measured."""

    rows: list[list[dict[str, Any]]]
    start_up_s: float
    start_up_cpu_s: float
    cpu_s: float
    memory_mb: float
    versions: dict[str, str]


def interpreter(system: System, folder: Path, *, install: bool) -> Path:
    """The Python that a system runs under; its environment is made in ``folder`` where it is missing and ``install`` allows.

    Raises NotRunError where there is none.
    """
    if system.environment is None:
        return Path(sys.executable)
    python = folder / system.environment / "bin" / "python"
    if python.exists():
        return python
    requirements = _HERE / REQUIREMENTS[system.environment]
    if not install:
        raise NotRunError(f"not installed (pip install -r benchmarks/{requirements.name})")
    print(f"installing benchmarks/{requirements.name} into {python.parents[1]}", file=sys.stderr)
    for command in (
        [sys.executable, "-m", "venv", str(python.parents[1])],
        [str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "-r", str(requirements)],
    ):
        _checked(subprocess.run(command, capture_output=True, text=True, check=False))
    return python


def prepare_irchel(python: Path, data: Path) -> None:
    """Build the Irchel geoparser's gazetteer of geomap's places, once. Raises NotRunError where that fails."""
    if (data / "built").exists():
        return
    print("building the Irchel geoparser's gazetteer", file=sys.stderr)
    for command in ([sys.executable, "-m", "peers.irchel_places", str(data)], [str(python), "-m", "peers.irchel"]):
        _checked(subprocess.run(command, capture_output=True, text=True, check=False, cwd=_HERE, env=_environment(data)))
    (data / "built").touch()


def run(system: System, python: Path, texts: Sequence[str], *, data: Path, limit_s: float) -> Run:
    """Run one system over the texts. Raises NotRunError where it fails or takes longer than ``limit_s`` seconds."""
    with tempfile.TemporaryDirectory() as folder:
        given, out = Path(folder) / "texts.jsonl", Path(folder) / "out.jsonl"
        given.write_text("".join(json.dumps(text) + "\n" for text in texts), encoding="utf-8")
        command = [str(python), "-m", "peers.process", system.adapter, str(given), str(out), f"{time.time()}"]
        try:
            done = subprocess.run(
                command, capture_output=True, text=True, check=False, cwd=_HERE, env=_environment(data), timeout=limit_s
            )
        except subprocess.TimeoutExpired:
            raise NotRunError(f"not done after {limit_s:.0f} s") from None
        _checked(done)
        *rows, measured = (json.loads(line) for line in out.read_text(encoding="utf-8").split("\n") if line)
    return Run(rows, **measured)


def _environment(data: Path) -> dict[str, str]:
    single = dict.fromkeys(_ONE_THREAD, "1")
    more = {
        "PYTHONPATH": str(_HERE),
        "PYTHONDONTWRITEBYTECODE": "1",
        "TOKENIZERS_PARALLELISM": "false",
        "GEOMAP_IRCHEL": str(data),
    }
    return {**os.environ, **single, **more}


def _checked(done: subprocess.CompletedProcess[str]) -> None:
    if done.returncode < 0:
        raise NotRunError(f"ended from outside, by signal {-done.returncode}")
    if done.returncode:
        said = [line.strip() for line in done.stderr.splitlines() if line.strip()]
        raise NotRunError(said[-1][:200] if said else f"ended with exit code {done.returncode}")
