"""What a build costs against the number of documents: processor time a document by stage, wall time, peak memory.

    python benchmarks/measure_scale.py run 100 1000 10000 --engine one
    python benchmarks/measure_scale.py run 1000 10000 100000 --engine given
    python benchmarks/measure_scale.py write docs
    python benchmarks/measure_scale.py cores

Engines: ``one`` process, ``processes`` (two), ``dask`` (a scheduler and two workers of this machine), and ``given``, which takes
what is found in each article from the template that made it: everything is as in a build but for extraction, so that a hundred
thousand articles can be stored and linked within the hour. Each run is a process of its own and adds one line to ``scale.jsonl``;
what is there already is not run again (``--again`` does). Processor time is counted, since the machine may be busy otherwise.
``write`` draws the cost curve into ``images/scale.svg`` and puts the table into ``benchmarks.md``.

``cores`` builds the same articles of realistic length with one process and with two, and prints how many times as fast two are by
the clock: extraction (from the end of reading to the beginning of linking, with all that is loaded for it) and the whole build.
The machine must have nothing else to do. What two of its cores can give is measured beside it: two builds by one process each, of
half the articles each, at the same time.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path
from typing import Any

from scale_picture import drawn, table
from template_articles import articles

from geomap import pipeline
from geomap.engines import Engine, OneProcess, Processes
from geomap.extractor import Extractor
from geomap.model import Document, Extraction, Skip

RESULTS = Path(__file__).parent / "scale.jsonl"
ENGINES = ("one", "processes", "dask", "given")
_WORKERS = 2
_BEGIN, _END = "<!-- measure_scale: begin -->", "<!-- measure_scale: end -->"


def main() -> None:
    """Run what is asked for, or write down what was found."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    commands = parser.add_subparsers(dest="command", required=True)
    run = commands.add_parser("run", help="measure")
    run.add_argument("numbers", nargs="+", type=int, metavar="N", help="documents")
    run.add_argument("--engine", choices=ENGINES, default="one")
    run.add_argument("--again", action="store_true", help="also what was measured before")
    one = commands.add_parser("single", help="one run, printed as JSON (what run does for each, in a process of its own)")
    one.add_argument("number", type=int)
    one.add_argument("engine", choices=ENGINES)
    writing = commands.add_parser("write", help="draw the curve and write the table")
    writing.add_argument("docs", type=Path)
    cores = commands.add_parser("cores", help="two processes against one, by the clock, on an idle machine")
    cores.add_argument("--documents", type=int, default=600, metavar="N", help="(default: %(default)s)")
    cores.add_argument("--words", type=int, default=600, metavar="N", help="words of an article, about (default: %(default)s)")
    clocked = commands.add_parser("clocked", help="one build by the clock, printed as JSON (what cores does twice)")
    clocked.add_argument("articles", type=Path)
    clocked.add_argument("workers", type=int)
    given = parser.parse_args()
    if given.command == "cores":
        _cores(given.documents, given.words)
    elif given.command == "clocked":
        print(json.dumps(clocked_build(given.articles, given.workers)))
    elif given.command == "single":
        print(json.dumps(measured(given.number, given.engine)))
    elif given.command == "run":
        _run(given.numbers, given.engine, again=given.again)
    else:
        _write(given.docs)


def _run(numbers: Iterable[int], engine: str, *, again: bool) -> None:
    known = {(found["documents"], found["engine"]) for found in results()}
    for number in numbers:
        if (number, engine) in known and not again:
            print(f"{number:,} documents by {engine}: measured already", flush=True)
            continue
        command = [sys.executable, __file__, "single", str(number), engine]
        found = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout.strip().splitlines()[-1]
        with RESULTS.open("a", encoding="utf-8") as stream:
            stream.write(found + "\n")
        print(found, flush=True)


def results() -> list[dict[str, Any]]:
    """What was measured, the latest of each kind."""
    if not RESULTS.exists():
        return []
    lines = [json.loads(line) for line in RESULTS.read_text(encoding="utf-8").split("\n") if line]
    return list({(found["documents"], found["engine"]): found for found in lines}.values())


def _write(docs: Path) -> None:
    found = results()
    (docs / "images" / "scale.svg").write_text(drawn(found), encoding="utf-8")
    page = docs / "benchmarks.md"
    text = page.read_text(encoding="utf-8")
    before, _, rest = text.partition(_BEGIN)
    page.write_text(f"{before}{_BEGIN}\n{table(found)}\n{_END}{rest.partition(_END)[2]}", encoding="utf-8")


def measured(number: int, engine: str) -> dict[str, Any]:
    """One build of so many articles, in this process."""
    with tempfile.TemporaryDirectory(prefix="geomap-scale-") as name:
        folder = Path(name)
        # Written by a process of its own, so that its memory doesn't count.
        writer = [sys.executable, str(Path(__file__).with_name("template_articles.py")), str(number), str(folder / "articles")]
        subprocess.run(writer, check=True)
        with _engine(engine, number, folder) as chosen:
            watch = _Watch(chosen)
            summary = pipeline.build([folder / "articles"], store=folder / "geomap.db", engine=watch, progress=watch.progress)
            stages = watch.stages()
        size = (folder / "geomap.db").stat().st_size
    return {
        "documents": summary.documents,
        "engine": engine,
        "reports": watch.reports,
        "events": summary.events,
        "skips": len(summary.skips),
        "wall_s": round(summary.seconds, 1),
        "cpu_s": {stage: round(seconds, 2) for stage, seconds in stages.items()},
        "peak_mb": round(_peak_kb("self") / 1024),
        "worker_peak_mb": round(watch.worker_kb / 1024),
        "store_mb": round(size / 1e6),
        "measured": datetime.now(UTC).date().isoformat(),
    }


#: One process is one core: numpy's libraries would else spread over all of them.
_ONE_THREAD = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}


def _cores(documents: int, words: int) -> None:
    """Print a row for one process, one for two, and how many times as fast two are."""
    columns = ("extraction_s", "whole_s")
    print(f"{documents:,} articles of about {words} words; load before: {os.getloadavg()[0]:.1f}", flush=True)
    print("| processes | extraction, s | whole build, s | events |\n|---|---|---|---|", flush=True)
    with tempfile.TemporaryDirectory(prefix="geomap-cores-") as name:
        articles = Path(name) / "articles"
        maker = str(Path(__file__).with_name("template_articles.py"))
        subprocess.run([sys.executable, maker, str(documents), str(articles), "--words", str(words)], check=True)
        halves = _halved(articles)
        found = [_clocked((articles, 1))[0], _clocked((articles, 2))[0]]
        apart = _clocked(*((half, 1) for half in halves))
    found.append({column: max(half[column] for half in apart) for column in columns})
    for name, row in zip(("1", "2", "two builds of 1"), found, strict=True):
        print(f"| {name} | {' | '.join(f'{row[column]:.1f}' for column in columns)} | {row.get('events', '')} |")
    one, two, most = found
    for name, row in (("2 against 1", two), ("two builds against one", most)):
        print(f"| {name} | {' | '.join(f'{one[column] / row[column]:.2f}' for column in columns)} | |")
    print("the same events" if one["events"] == two["events"] else "OTHER EVENTS")


def _halved(articles: Path) -> tuple[Path, Path]:
    """The same articles in two folders."""
    halves = articles.with_name("half"), articles.with_name("rest")
    for number, file in enumerate(sorted(file for file in articles.rglob("*") if file.is_file())):
        copy = halves[number % 2] / file.relative_to(articles)
        copy.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(file, copy)
    return halves


def _clocked(*builds: tuple[Path, int]) -> list[dict[str, float]]:
    """Builds of articles by so many processes, all at the same time, each in a process of its own."""
    commands = [[sys.executable, __file__, "clocked", str(articles), str(workers)] for articles, workers in builds]
    running = [subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=_ONE_THREAD | os.environ) for command in commands]
    said = [process.communicate()[0] for process in running]
    if any(process.returncode for process in running):
        raise SystemExit("a build failed")
    return [json.loads(lines.splitlines()[-1]) for lines in said]


def clocked_build(articles: Path, workers: int) -> dict[str, float]:
    """Seconds by the clock of extraction and of a whole build."""
    at: dict[str, float] = {}

    def progress(stage: str, done: int, total: int | None) -> None:
        if stage != "linking" or stage not in at:
            at[stage] = time.monotonic()

    with tempfile.TemporaryDirectory(prefix="geomap-cores-") as name:
        began = time.monotonic()
        summary = pipeline.build([articles], store=Path(name) / "geomap.db", workers=workers, progress=progress)
        ended = time.monotonic()
    return {
        "extraction_s": at["linking"] - at["reading"],
        "whole_s": ended - began,
        "events": summary.events,
    }


class _Watch:
    """An engine that notes what the engine inside takes, and what is taken before and after."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self.reports = 0
        self.worker_kb = 0
        self._reading = self._extracting = 0.0
        self._began = time.process_time()
        self._workers: dict[str, float] = {}
        self._linking: float | None = None
        self._over = threading.Event()
        threading.Thread(target=self._look, daemon=True).start()

    def progress(self, stage: str, done: int, total: int | None) -> None:
        """Note when linking begins."""
        if stage == "linking" and self._linking is None:
            self._linking = time.process_time()

    def extract(self, documents: Iterable[Document], extractor: Extractor) -> Iterator[Extraction | Skip]:
        """What the engine finds."""
        results = iter(self.engine.extract(self._read(documents), extractor))
        while True:
            began, reading = time.process_time(), self._reading
            found = next(results, None)
            self._extracting += time.process_time() - began - (self._reading - reading)
            if found is None:
                return
            self.reports += len(found.reports) if isinstance(found, Extraction) else 0
            yield found

    def _read(self, documents: Iterable[Document]) -> Iterator[Document]:
        pending = iter(documents)
        while True:
            began = time.process_time()
            found = list(islice(pending, 1))
            self._reading += time.process_time() - began
            if not found:
                return
            yield from found

    def stages(self) -> dict[str, float]:
        """Seconds of the processor for each stage, at the end of the build."""
        self._over.set()
        now = time.process_time()
        linking = now - self._linking if self._linking is not None else 0.0
        rest = now - self._began - linking - self._extracting
        return {
            "extracting": self._extracting,
            "workers": sum(self._workers.values()),
            "reading, storing": rest,
            "linking": linking,
        }

    def _look(self) -> None:
        while not self._over.wait(1.0):
            for process in _descendants(str(os.getpid())):
                self._workers[process] = max(self._workers.get(process, 0.0), _cpu(process))
                self.worker_kb = max(self.worker_kb, _peak_kb(process))


def _descendants(process: str) -> Iterator[str]:
    """The processes that a process has started, and those that they have: workers are forked by one of their own."""
    try:
        children = Path(f"/proc/{process}/task/{process}/children").read_text(encoding="ascii").split()
    except OSError:  # it has ended meanwhile
        return
    for child in children:
        yield child
        yield from _descendants(child)


def _cpu(process: str) -> float:
    """The seconds of the processor that a process has taken; 0 where it has ended."""
    try:
        fields = Path(f"/proc/{process}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
    except OSError:
        return 0.0
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def _peak_kb(process: str) -> int:
    """The most memory that a process ever held (VmHWM)."""
    try:
        lines = Path(f"/proc/{process}/status").read_text(encoding="ascii").splitlines()
    except OSError:
        return 0
    return next((int(line.split()[1]) for line in lines if line.startswith("VmHWM")), 0)


class _Given:
    """The engine that takes what is found from the templates."""

    def __init__(self, number: int) -> None:
        self.number = number

    def extract(self, documents: Iterable[Document], extractor: Extractor) -> Iterator[Extraction | Skip]:
        """What each template tells, in the order in which the files were written."""
        for document, made in zip(documents, articles(self.number, method=extractor.method), strict=True):
            if made.document.id != document.id:
                raise AssertionError(f"{document.path}: not the article that was written there")
            yield made.told_in(document)


@contextmanager
def _engine(name: str, number: int, folder: Path) -> Iterator[Engine]:
    if name == "dask":
        with _cluster(folder) as address:
            from geomap.engines.cluster import Dask

            yield Dask(address)
    else:
        engines: dict[str, Engine] = {"one": OneProcess(), "processes": Processes(_WORKERS), "given": _Given(number)}
        yield engines[name]


@contextmanager
def _cluster(folder: Path) -> Iterator[str]:
    """A scheduler and workers, each a process of this machine."""
    file = folder / "scheduler.json"
    dask = [sys.executable, "-m"]
    scheduler = [*dask, "distributed.cli.dask_scheduler", "--port", "0", "--no-dashboard", "--host", "127.0.0.1"]
    worker = [*dask, "distributed.cli.dask_worker", "--nthreads", "1", "--no-nanny", "--no-dashboard"]
    told = ["--scheduler-file", str(file)]
    with (folder / "dask.log").open("ab") as log:
        processes = [subprocess.Popen([*scheduler, *told], stdout=log, stderr=log)]
        try:
            while not (file.exists() and file.read_text(encoding="utf-8").strip()):
                time.sleep(0.1)
            for _ in range(_WORKERS):
                options = [*worker, *told, "--local-directory", str(folder)]
                processes.append(subprocess.Popen(options, stdout=log, stderr=log))
            yield str(json.loads(file.read_text(encoding="utf-8"))["address"])
        finally:
            for process in reversed(processes):
                process.terminate()
                process.wait()


if __name__ == "__main__":
    main()
