"""Measures whether the gazetteer knows the places of a benchmark corpus, whatever the text around their names says.

usage: measure_coverage.py GOLD [--gazetteer FILE] [--misses FILE]

GOLD is a JSONL file or a folder of them (`{"id", "text", "toponyms": [{"surface", "lat", "lon"}]}`). For each file: the share of
the toponyms with coordinates that have a candidate, and a first candidate, within 161 km, and the mean number of candidates.
--misses writes those without one as tab-separated rows: corpus, count, surface, gold point, nearest candidate and its distance.
"""

from __future__ import annotations

import argparse
import csv
import json
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from geomap.evaluate.toponyms import kilometres
from geomap.gazetteer import Gazetteer
from geomap.model import Place

CLOSE_KM = 161.0
"""A hundred miles: the field's customary limit."""
_Row = tuple[str, float, float, str, str]


@dataclass
class Coverage:
    """What was counted in one corpus; ``misses`` counts rows of surface, gold point, nearest candidate and its distance."""

    toponyms: int = 0
    known: int = 0
    first: int = 0
    candidates: int = 0
    misses: Counter[_Row] = field(default_factory=Counter)

    def add(self, surface: str, point: tuple[float, float], places: Sequence[Place]) -> None:
        """Counts one toponym."""
        far = [kilometres(point, (place.lat, place.lon)) for place in places]
        self.toponyms += 1
        self.candidates += len(places)
        self.first += bool(far) and far[0] <= CLOSE_KM
        nearest = min(zip(far, places, strict=True), key=lambda pair: pair[0], default=None)
        if nearest is not None and nearest[0] <= CLOSE_KM:
            self.known += 1
        else:
            place, distance = (nearest[1].id, f"{nearest[0]:.0f}") if nearest else ("", "")
            self.misses[surface, *point, place, distance] += 1

    def __str__(self) -> str:
        """The figures in words."""
        known, first, mean = (x / max(1, self.toponyms) for x in (self.known, self.first, self.candidates))
        return f"{self.toponyms:,} toponyms, {known:.1%} among the candidates, {first:.1%} first, {mean:.1f} candidates"


def annotated(path: Path) -> Iterator[dict[str, Any]]:
    """The toponyms of a corpus that have coordinates."""
    for line in path.read_text(encoding="utf-8").split("\n"):
        if line.strip():
            yield from (t for t in json.loads(line)["toponyms"] if t["lat"] is not None)


def coverage(path: Path, gazetteer: Gazetteer) -> Coverage:
    """The coverage of one corpus."""
    counted = Coverage()
    for toponym in annotated(path):
        places = [c.place for c in gazetteer.candidates(toponym["surface"])]
        counted.add(toponym["surface"], (toponym["lat"], toponym["lon"]), places)
    return counted


def main() -> None:
    """Parse the options, count, print."""
    parser = argparse.ArgumentParser(description="Measure how many toponyms of a benchmark corpus the gazetteer knows.")
    parser.add_argument("gold", type=Path)
    parser.add_argument("--gazetteer", type=Path)
    parser.add_argument("--misses", type=Path)
    options = parser.parse_args()
    gazetteer = Gazetteer.open(options.gazetteer)
    paths = sorted(options.gold.glob("*.jsonl")) if options.gold.is_dir() else [options.gold]
    counted = {path.stem: coverage(path, gazetteer) for path in paths}
    for name, found in counted.items():
        print(f"{name}: {found}")
    if options.misses:
        with options.misses.open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file, delimiter="\t")
            writer.writerow(("corpus", "count", "surface", "lat", "lon", "nearest", "km"))
            for name, found in counted.items():
                writer.writerows((name, count, *row) for row, count in found.misses.most_common())


if __name__ == "__main__":
    main()
