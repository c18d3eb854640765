"""When was it published? geomap beside htmldate and trafilatura on pages with known answers, in one run.

    python benchmarks/compare_publication_dates.py [FOLDER] [--errors]

FOLDER holds pages and an ``answers.csv`` with the columns ``file`` and ``published`` (YYYY-MM-DD, or empty where the page states
no date). Default: the project's own pages. The peers read only the pages in HTML; they are timed on those.
"""

from __future__ import annotations

import argparse
import csv
import logging
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path

from geomap import documents
from geomap.errors import DocumentError

OWN = Path(__file__).resolve().parents[1] / "tests" / "documents" / "publication"
Finder = Callable[[Path], date | None]


def geomap(path: Path) -> date | None:
    """What geomap finds."""
    try:
        found = documents.publications(path)
    except DocumentError:
        return None
    return found[0].day if found and found[0] else None


def htmldate(*, extensive: bool) -> Finder:
    """What htmldate finds, in its fast or its extensive mode, asked for the original date."""
    from htmldate import find_date

    def find(path: Path) -> date | None:
        found = find_date(path.read_text("utf-8"), extensive_search=extensive, original_date=True)
        return date.fromisoformat(found) if found else None

    return find


def trafilatura(path: Path) -> date | None:
    """What trafilatura says of the page."""
    from trafilatura import extract_metadata

    found = extract_metadata(path.read_text("utf-8"))
    return date.fromisoformat(found.date) if found is not None and found.date else None


def main() -> None:
    """Print a line for each finder: right of those stated, wrong of those stated, dates where none is stated, time a page."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path, nargs="?", default=OWN)
    parser.add_argument("--errors", action="store_true", help="name the pages that were dated wrongly")
    options = parser.parse_args()
    logging.disable(logging.CRITICAL)
    with (options.folder / "answers.csv").open(encoding="utf-8", newline="") as stream:
        answers = {
            options.folder / row["file"]: date.fromisoformat(row["published"]) if row["published"] else None
            for row in csv.DictReader(stream)
        }
    pages = {path: day for path, day in answers.items() if path.suffix in (".html", ".htm")}
    print(f"{'':34}{'stated':>7}{'right':>7}{'wrong':>7}{'missed':>8}{'none stated':>13}{'made up':>9}{'ms a page':>11}")
    _line("geomap, pages and texts", geomap, answers, errors=options.errors)
    _line("geomap, pages", geomap, pages, errors=options.errors)
    _line("htmldate, fast", htmldate(extensive=False), pages, errors=options.errors)
    _line("htmldate, extensive", htmldate(extensive=True), pages, errors=options.errors)
    _line("trafilatura", trafilatura, pages, errors=options.errors)


def _line(name: str, find: Finder, answers: dict[Path, date | None], *, errors: bool) -> None:
    for path in list(answers)[:3]:
        find(path)  # load what is loaded once
    start = time.process_time()
    found = {path: find(path) for path in answers}
    spent = 1000 * (time.process_time() - start) / len(answers)
    stated = [path for path, day in answers.items() if day is not None]
    right = sum(found[path] == answers[path] for path in stated)
    missed = sum(found[path] is None for path in stated)
    made_up = sum(found[path] is not None for path in answers if answers[path] is None)
    wrong = len(stated) - right - missed
    print(f"{name:34}{len(stated):7}{right:7}{wrong:7}{missed:8}{len(answers) - len(stated):13}{made_up:9}{spent:11.1f}")
    for path in answers if errors else ():
        if found[path] != answers[path]:
            print(f"    {path.name}: {found[path] or 'none'}, not {answers[path] or 'none'}")


if __name__ == "__main__":
    main()
