"""Measures an import of a GeoNames dump, and how fast the gazetteer answers with it.

    python benchmarks/import_geonames.py DUMP [--into FILE] [--keep]

The import runs in a process of its own, so that the peak of memory is its own. ``make_geonames_dump.py`` makes dumps of any size.
Times are of the processor, with nothing cached in the gazetteer: those of the clock tell of other programs, too.
"""

from __future__ import annotations

import argparse
import json
import random
import subprocess
import sys
import time
from collections.abc import Callable, Iterable
from itertools import islice
from pathlib import Path
from typing import Any

IMPORT = """
import json, resource, sys, time
from pathlib import Path
from geomap.gazetteer.importing import take_in
started = time.monotonic()
done = take_in(Path(sys.argv[1]), into=Path(sys.argv[2]))
print(json.dumps({
    "rows": done.lines, "names": done.names, "megabytes": done.size / 1e6, "seconds": time.monotonic() - started,
    "processor": time.process_time(), "peak_megabytes": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024}))
"""
SAMPLED = 300_000


def imported(dump: Path, into: Path) -> dict[str, Any]:
    """The figures of one import."""
    done = subprocess.run([sys.executable, "-c", IMPORT, dump, into], capture_output=True, text=True, check=True)
    figures: dict[str, Any] = json.loads(done.stdout)
    return figures


def timed(what: str, ask: Callable[[Any], object], questions: Iterable[Any]) -> None:
    """Ask each question once and print how long the answers took."""
    times = []
    for question in questions:
        started = time.process_time()
        ask(question)
        times.append((time.process_time() - started) * 1000)
    times.sort()
    middle, late = times[len(times) // 2], times[int(len(times) * 0.99)]
    print(f"{what:<24} median {middle:8.3f} ms   99 % {late:8.2f} ms   most {times[-1]:8.1f} ms")


def answers(dump: Path, file: Path) -> None:
    """Print how fast names and points of the dump are answered."""
    from geomap.gazetteer import Gazetteer

    started = time.process_time()
    gazetteer = Gazetteer.open(imported=[file])
    print(f"{'open':<24} {(time.process_time() - started) * 1000:.0f} ms")
    with dump.open(encoding="utf-8") as lines:
        rows = random.Random(2).sample([line.split("\t", 6) for line in islice(lines, SAMPLED)], 2000)
    names = [row[1] for row in rows]
    timed("candidates", gazetteer.candidates, names)
    timed("candidates of no place", gazetteer.candidates, [f"{name}qx" for name in names])
    timed("homonyms", gazetteer.homonyms, names)
    timed("longest", lambda name: gazetteer.longest([*name.split(), "went", "home"]), names)
    timed("place", gazetteer.place, [f"geonames:{row[0]}" for row in rows])
    for half in (0.1, 0.5):
        points = [(float(row[4]), float(row[5]), half) for row in rows[:200]]
        timed(f"near, {half} degrees", lambda box: gazetteer.near(*box), points)
    gazetteer.search("vladivostak")
    timed("search", gazetteer.search, [name[:6] for name in names[:60]])


def main() -> None:
    """Read the arguments and measure."""
    parser = argparse.ArgumentParser(description="Measure an import of a GeoNames dump and the answers after it.")
    parser.add_argument("dump", type=Path)
    parser.add_argument("--into", type=Path, help="the imported file (default: beside the dump)")
    parser.add_argument("--keep", action="store_true", help="use the file if it is there, and leave it")
    arguments = parser.parse_args()
    into = arguments.into or arguments.dump.with_suffix(".sqlite")
    if not (arguments.keep and into.exists()):
        figures = imported(arguments.dump, into)
        print("  ".join(f"{key} {value:,.0f}" for key, value in figures.items()))
        print(f"rows a second of processor time: {figures['rows'] / figures['processor']:,.0f}")
    answers(arguments.dump, into)
    if not arguments.keep:
        into.unlink()


if __name__ == "__main__":
    main()
