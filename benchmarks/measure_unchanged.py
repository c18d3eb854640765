"""How long a build takes that finds nothing changed, against the number of documents.

    python benchmarks/measure_unchanged.py 1000 100000

Files are written from a template and read for real; extraction is left out (each document is stored with nothing found in it), as
this measures only how known files are recognised. The second build runs in a process of its own, as a user would run it.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator
from pathlib import Path

from geomap import pipeline
from geomap.extractor import Extractor
from geomap.model import Document, Extraction

TEMPLATE = (
    "Ministers met in Lisbon on 5 September 2023. It was meeting number {}.\n\nThe talks lasted two days, a spokeswoman said.\n"
)
#: A time long enough ago that the files pass for settled.
_OLD = 1_600_000_000
_FILES_IN_A_FOLDER = 1_000


def main() -> None:
    """Print a line for each number of documents."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("numbers", nargs="+", type=int, metavar="N", help="documents")
    print("| documents | first reading, s | nothing changed, s | CPU s |\n|---|---|---|---|")
    for number in parser.parse_args().numbers:
        with tempfile.TemporaryDirectory() as folder:
            print("| {:,} | {:.1f} | {:.1f} | {:.1f} |".format(number, *measured(Path(folder), number)), flush=True)


def measured(folder: Path, number: int) -> tuple[float, float, float]:
    """Seconds of the first build without extraction, and wall and CPU seconds of the second."""
    articles, store = folder / "articles", folder / "geomap.db"
    for i in range(number):
        file = articles / f"{i // _FILES_IN_A_FOLDER:04}" / f"{i:06}.txt"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(TEMPLATE.format(i), encoding="utf-8")
        os.utime(file, (_OLD, _OLD))
    began = time.monotonic()
    pipeline.build([articles], store=store, engine=_NothingFound())
    first = time.monotonic() - began
    began, cpu = time.monotonic(), os.times()
    subprocess.run(
        [sys.executable, "-m", "geomap", "build", str(articles), "--store", str(store)], check=True, capture_output=True
    )
    after = os.times()
    used = after.children_user + after.children_system - cpu.children_user - cpu.children_system
    return first, time.monotonic() - began, used


class _NothingFound:
    """The engine that leaves extraction out."""

    def extract(self, documents: Iterable[Document], extractor: Extractor) -> Iterator[Extraction]:
        for document in documents:
            yield Extraction(document, method=extractor.method)


if __name__ == "__main__":
    main()
