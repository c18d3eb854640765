"""Measures what extracting everything costs, beside what spaCy's own parse of the same texts costs, in one process.

usage: compare_extraction.py [TEXTS] [--rounds N] [--documents N] [--pipeline NAME] [--write PAGE]

TEXTS is a folder of plain texts (default: the seed articles), a JSONL file whose records have ``text``, or a folder of such.
They take turns, document by document, so that whatever else the machine does falls on both; the processor's time is counted,
in one thread, after every text was read once by either. ``--write docs/benchmarks.md`` puts the table there.
"""

from __future__ import annotations

import argparse
import importlib
import json
import os
import platform
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from statistics import median
from typing import Any

from peers.tables import table, write

from geomap import documents
from geomap.extractor import Depth, Extractor
from geomap.syntax import DEFAULT_PIPELINE

_ONE_THREAD = ("OMP_NUM_THREADS", "MKL_NUM_THREADS", "OPENBLAS_NUM_THREADS", "BLIS_NUM_THREADS")
_SEEDS = Path(__file__).resolve().parents[1] / "seeds"
#: What the costs are compared with.
ANCHOR = "spaCy, all of it"


def main(argv: Sequence[str] | None = None) -> int:
    """Measure, and print the table."""
    # The libraries that heed these are loaded with the first pipeline.
    os.environ.update(dict.fromkeys(_ONE_THREAD, "1"))
    arguments = _arguments(argv)
    texts = list(read(arguments.texts))[: arguments.documents]
    if not texts:
        print(f"compare_extraction: {arguments.texts}: has no texts (*.txt, or *.jsonl with 'text')", file=sys.stderr)
        return 1
    spent = measured(contenders(arguments.pipeline), texts, rounds=arguments.rounds)
    shown = "\n".join(
        [_heading(texts, arguments), "", *table(["what", "ms a document", "of spaCy's parse", "range"], rows(spent))]
    )
    print(shown)
    if arguments.write:
        write(arguments.write, shown, name="compare_extraction")
    return 0


def _arguments(argv: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Compare the cost of extraction with that of a plain spaCy parse.")
    parser.add_argument("texts", type=Path, nargs="?", default=_SEEDS, help="a folder of texts or JSONL (default: the seeds)")
    parser.add_argument("--rounds", type=int, default=5, metavar="N", help="how often all of it is done (default: %(default)s)")
    parser.add_argument("--documents", type=int, metavar="N", help="only the first so many")
    parser.add_argument("--pipeline", default=DEFAULT_PIPELINE, metavar="NAME", help="spaCy pipeline (default: %(default)s)")
    parser.add_argument("--write", type=Path, metavar="PAGE", help="put the table between the marks of this page")
    return parser.parse_args(argv)


def read(source: Path) -> Iterator[str]:
    """The texts of a file or a folder: each ``.txt`` is one, each line of a ``.jsonl`` holds one."""
    for path in sorted(source.iterdir()) if source.is_dir() else [source]:
        if path.suffix == ".txt":
            yield path.read_bytes().decode("utf-8")
        elif path.suffix == ".jsonl":
            yield from (json.loads(line)["text"] for line in path.read_text(encoding="utf-8").split("\n") if line.strip())


def contenders(pipeline: str) -> dict[str, Callable[[str], object]]:
    """What is compared: each takes a text. spaCy is loaded a second time for itself, as whoever installs it has it."""
    module = importlib.import_module(pipeline)
    full, places = (Extractor(pipeline=pipeline, depth=depth) for depth in (Depth.EVENTS, Depth.PLACES))
    words = Extractor(depth=Depth.WORDS)
    return {
        ANCHOR: module.load(),
        "geomap, everything (`--depth events`)": lambda text: full.extract(documents.from_text(text)),
        "of that, the parse": lambda text: full.read(documents.from_text(text)),
        "geomap, toponyms and times (`--depth places`)": lambda text: places.extract(documents.from_text(text)),
        "geomap, without spaCy (`--depth words`)": lambda text: words.extract(documents.from_text(text)),
    }


def measured(who: dict[str, Callable[[str], object]], texts: Sequence[str], *, rounds: int) -> dict[str, list[float]]:
    """Seconds of the processor's time that each takes for all texts, round by round; a first round, to warm up, is left out."""
    spent: dict[str, list[float]] = {name: [] for name in who}
    for _ in range(rounds + 1):
        for name in who:
            spent[name].append(0.0)
        for text in texts:
            for name, work in who.items():
                began = time.process_time()
                work(text)
                spent[name][-1] += (time.process_time() - began) / len(texts)
    return {name: each[1:] for name, each in spent.items()}


def rows(spent: dict[str, list[float]]) -> list[list[str]]:
    """The rows of the table; the ratio is the median of the rounds' ratios, with the least and the greatest."""
    made = []
    for name, each in spent.items():
        ratios = [mine / theirs for mine, theirs in zip(each, spent[ANCHOR], strict=True)]
        made.append(
            [name, f"{1000 * median(each):.1f}", f"{median(ratios):.2f}", f"{min(ratios):.2f} to {max(ratios):.2f}"],
        )
    return made


def _heading(texts: Sequence[str], arguments: Any) -> str:
    name = "the seed articles" if arguments.texts == _SEEDS else arguments.texts.name
    characters = sum(map(len, texts)) // len(texts)
    packages = ", ".join(f"{p} {version(p)}" for p in ("geomap", "spacy", arguments.pipeline.replace("_", "-")))
    return (
        f"{datetime.now(UTC):%Y-%m-%d}; {name}, {len(texts)} texts of {characters:,} characters on average; "
        f"{arguments.rounds} rounds; {platform.system()}, Python {platform.python_version()}, one thread; {packages}."
    )


if __name__ == "__main__":
    sys.exit(main())
