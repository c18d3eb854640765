"""Inputs guided by what code they reach, by atheris (an optional tool): it runs in a process of its own, for it never returns."""

from __future__ import annotations

import importlib.util
import subprocess
import sys
import tempfile
from pathlib import Path

_BENCHMARKS = Path(__file__).resolve().parents[1]
#: Packages whose code is watched.
_WATCHED = ("geomap.documents", "geomap.fetch", "geomap.review.lines", "geomap.gazetteer.own_places", "geomap.stream")
_CHILD = """
import sys, tempfile
from pathlib import Path
import atheris
name, *rest = sys.argv[1:]
with atheris.instrument_imports(include=%r):
    from fuzzing.targets import targets
    from fuzzing.trial import _empty
    target = targets()[name]
    folder = Path(tempfile.mkdtemp(prefix="geomap-guided-"))
    for data in target.seeds():
        target.read(data, _empty(folder))
atheris.Setup([sys.argv[0], *rest], lambda data: target.read(data, _empty(folder)) and None)
atheris.Fuzz()
"""


def run(name: str, *, inputs: int, seed: int, limit_seconds: float, keep: Path | None) -> int:
    """Fuzz one format; 0, or 1 where an input was found (it is kept, and its traceback is printed), or atheris is missing."""
    from fuzzing.targets import targets

    if importlib.util.find_spec("atheris") is None:
        print("--guided needs atheris: pip install atheris", file=sys.stderr)
        return 1
    kept = keep or Path(tempfile.mkdtemp(prefix="geomap-guided-kept-"))
    kept.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as corpus:
        for number, data in enumerate(targets()[name].seeds()):
            (Path(corpus) / f"seed-{number}").write_bytes(data)
        options = [
            f"-runs={inputs}",
            f"-seed={seed}",
            f"-timeout={max(1, round(limit_seconds))}",
            "-max_len=20000",
            "-rss_limit_mb=4096",
        ]
        command = [sys.executable, "-c", _CHILD % (list(_WATCHED),), name, *options, f"-artifact_prefix={kept}/{name}-", corpus]
        done = subprocess.run(command, cwd=_BENCHMARKS, capture_output=True, text=True, errors="replace", check=False)
    last = [line for line in done.stderr.splitlines() if line.startswith(("#", "Done"))][-1:]
    print(f"{name}: {'nothing found' if done.returncode == 0 else 'FOUND, kept in ' + str(kept)}; {' '.join(last)}", flush=True)
    if done.returncode:
        print(done.stderr[-4_000:], file=sys.stderr)
    return int(done.returncode != 0)
