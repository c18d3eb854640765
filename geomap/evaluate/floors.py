"""Quality floors: figures that are pinned where they are and only ever get better.

``python -m geomap.evaluate.floors GOLD --documents FOLDER`` measures the extraction on annotated articles and compares it with
the floors. GOLD is a folder with ``seeds.json`` (happenings), ``seed_toponyms.jsonl`` (places) and ``floors.json``; FOLDER has
the articles. With ``--update`` the better figures are written down as the new floors, and a worse one is refused.
"""

from __future__ import annotations

import argparse
import json
import math
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

from geomap.errors import GeomapError, InputError
from geomap.evaluate import articles, events, predict, toponyms
from geomap.evaluate import gold as gold_file
from geomap.evaluate.events import EventScores
from geomap.evaluate.toponyms import ToponymScores
from geomap.extractor import Extractor

#: Figures of which less is better. All others: more is better.
AT_MOST = frozenset({"duplicates", "denied_as_real", "must_not_violations"})
#: Kinds of toponyms that must be found. Other annotated kinds (furniture, organisations, "the West") are neutral; whatever is not
#: annotated at all (newspapers, people) must not be found.
_KINDS = frozenset(
    {
        "background_location",
        "biography",
        "comparison",
        "container",
        "country_actor",
        "demonym",
        "event_location",
        "metonym",
        "topic",
    }
)
FLOORS = "floors.json"
_DIGITS = 3


def measure(gold: Path, folder: Path, extractor: Extractor) -> dict[str, float]:
    """The figures that have floors, for the gold in one folder and the articles in another."""
    annotated = articles.read(gold / "seeds.json")
    records = predict.events(annotated, folder, extractor, lambda stage, done, total: None)
    places = toponyms.score(gold_file.read(gold / "seed_toponyms.jsonl"), records, kinds=_KINDS)
    return figures(events.score(annotated, records), places)


def figures(scores: EventScores, places: ToponymScores) -> dict[str, float]:
    """The figures that have floors: shares and F1 as 0 to 1, what must not happen as counts."""
    shares = {
        "toponyms_recognised_f1": places.recognition_overlap.f1,
        "toponyms_acc161": places.resolution_overlap.acc161,
        "toponyms_end_to_end_f1": places.end_to_end_overlap.f1,
        "happenings_f1": scores.happenings.f1,
        "pins_right_place_f1": scores.pins_right_place.f1,
        "speech_recall": scores.speech.share,
        "event_type": scores.type.share,
        "status": scores.status.share,
        "role": scores.role.share,
        "date_exact": scores.date_exact.share,
        "links_precision": scores.links.precision,
        "links_recall": scores.links.recall,
        "links_f1": scores.links.f1,
    }
    counts = {
        "duplicates": scores.duplicates,
        "denied_as_real": scores.denied_as_real,
        "must_not_violations": scores.must_not.n,
    }
    # Rounded down, so that the same figure never falls below its own floor.
    cut = 10**_DIGITS
    return {name: math.floor((share or 0.0) * cut + 1e-9) / cut for name, share in shares.items()} | counts


def read(path: Path) -> dict[str, float]:
    """The floors of a file; none where there is no file. Raises InputError where it isn't one of floors."""
    if not path.exists():
        return {}
    try:
        return {str(name): float(value) for name, value in json.loads(path.read_bytes()).items()}
    except (AttributeError, OSError, TypeError, ValueError) as error:
        raise InputError(f"{path}: not a file of floors ({error}); expected {{NAME: NUMBER, ...}}") from error


def sunk(measured: Mapping[str, float], floors: Mapping[str, float]) -> list[str]:
    """What is worse than its floor, in words; a floor that is no longer measured is sunk as well."""
    rows = []
    for name, floor in floors.items():
        value = measured.get(name)
        if value is None:
            rows.append(f"{name}: has a floor of {floor:g} and was not measured")
        elif value > floor if name in AT_MOST else value < floor:
            rows.append(f"{name}: {value:g}, {'at most' if name in AT_MOST else 'at least'} {floor:g} wanted")
    return rows


def update(path: Path, measured: Mapping[str, float]) -> None:
    """Write the figures down as the new floors. Raises InputError, and writes nothing, where one is worse than its floor."""
    if worse := sunk(measured, read(path)):
        raise InputError(f"{path}: no floor is lowered: " + "; ".join(worse))
    path.write_text(json.dumps(dict(measured), indent=2) + "\n", encoding="utf-8")


def main(argv: Sequence[str] | None = None) -> int:
    """Measure and compare, or update; exit code 1 where a figure has sunk."""
    parser = argparse.ArgumentParser(
        prog="python -m geomap.evaluate.floors", description="Compare the extraction with its floors."
    )
    parser.add_argument("gold", type=Path)
    parser.add_argument("--documents", type=Path, required=True)
    parser.add_argument("--update", action="store_true")
    arguments = parser.parse_args(argv)
    try:
        measured = measure(arguments.gold, arguments.documents, Extractor())
        if arguments.update:
            update(arguments.gold / FLOORS, measured)
        worse = sunk(measured, read(arguments.gold / FLOORS))
    except GeomapError as error:
        print(f"floors: {error}", file=sys.stderr)
        return 1
    for name, value in measured.items():
        print(f"{name:<22} {value:g}")
    for row in worse:
        print(f"floors: {row}", file=sys.stderr)
    return 1 if worse else 0


if __name__ == "__main__":
    sys.exit(main())
