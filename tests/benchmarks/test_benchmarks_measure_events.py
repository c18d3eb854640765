"""The command that measures all annotated sets says the same when it reads from what it kept."""

import subprocess
import sys
from pathlib import Path

SCRIPT = Path(__file__).parents[2] / "benchmarks" / "measure_events.py"


def measured(cache: Path, faults: Path, *options: str) -> str:
    command = [sys.executable, str(SCRIPT), "local", "--floors", "--cache", str(cache), "--faults", str(faults), *options]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout


def test_a_second_run_reads_what_the_first_kept(tmp_path: Path) -> None:
    first, second = tmp_path / "first.jsonl", tmp_path / "second.jsonl"
    said = measured(tmp_path / "kept", first)
    row = said.splitlines()[1]
    assert row.startswith("local ")
    assert 0.5 < float(row.split()[1]) <= 1
    assert list((tmp_path / "kept").glob("parse-*.pickle"))
    assert measured(tmp_path / "kept", second, "--against", str(first)) == said, "no fault came or went"
    assert first.read_text() == second.read_text()
    assert first.read_text().count("\n") > 1
