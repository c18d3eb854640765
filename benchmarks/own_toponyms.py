"""Writes the tests' own articles with all their toponyms in the format that ``fit_toponyms.py`` and the scorers read.

usage: own_toponyms.py OUT [--folder NAME]...

OUT is the JSONL file to write (`{"id", "corpus", "title", "text", "toponyms": [{"start", "end", "surface", "lat", "lon"}]}`; a
point only where an event of the article has one for that name). The articles are those of tests/events/articles, invented for
the tests; tests/toponyms/articles has one file for each of their folders, with the toponyms of every article: a name that is one
wherever it stands, or words that occur once with the name in [brackets].
Peoples and adjectives (*French*) are not listed, and ``"demonyms": false`` says so: finding them is neither right nor wrong.
"""

from __future__ import annotations

import argparse
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from geomap.evaluate.articles import plain

TESTS = Path(__file__).parents[1] / "tests"
LISTED = TESTS / "toponyms" / "articles"
#: What only measures: nothing is fitted on it.
KEPT_APART = ("apart", "wire")


def folders() -> tuple[str, ...]:
    """The folders whose toponyms are listed."""
    return tuple(sorted(path.stem for path in LISTED.glob("*.json")))


def records(folder: str) -> Iterator[dict[str, Any]]:
    """The articles of a folder with their toponyms; ValueError where an entry is not in the text, or not just once."""
    listed: dict[str, list[str]] = json.loads((LISTED / f"{folder}.json").read_text(encoding="utf-8"))
    for name, entries in sorted(listed.items()):
        article = json.loads((TESTS / "events" / "articles" / folder / f"{name}.json").read_text(encoding="utf-8"))
        text = "\n\n".join([article["title"], *article["paragraphs"]])
        points = dict(_points(article))
        found = []
        for start, end in spans(text, entries):
            lat, lon = points.get(plain(text[start:end]), (None, None))
            found.append({"start": start, "end": end, "surface": text[start:end], "lat": lat, "lon": lon})
        yield {
            "id": f"{folder}/{name}",
            "corpus": "apart" if folder in KEPT_APART else "own",
            "title": article["title"],
            "source": article.get("source"),
            "text": text,
            "demonyms": False,
            "toponyms": found,
        }


def _points(article: Mapping[str, Any]) -> Iterator[tuple[str, tuple[float, float]]]:
    """The names of an article's places that its events have a point for."""
    for event in article["events"]:
        for place in event.get("places", "").split("|"):
            names, at, point = place.partition(":")[2].partition("@")
            if at:
                lat, lon = (float(degrees) for degrees in point.split(","))
                yield from ((plain(name), (lat, lon)) for name in re.split("[=,]", names))


def spans(text: str, entries: Sequence[str]) -> list[tuple[int, int]]:
    """Where the entries stand; of nested ones the longest."""
    found: set[tuple[int, int]] = set()
    for entry in entries:
        found.update(_once(text, entry) if "[" in entry else _everywhere(text, entry))
    nested = {one for one in found for other in found if other != one and other[0] <= one[0] and one[1] <= other[1]}
    return sorted(found - nested)


def _once(text: str, entry: str) -> list[tuple[int, int]]:
    plain = entry.replace("[", "").replace("]", "")
    if text.count(plain) != 1:
        raise ValueError(f"{entry!r} must stand in the text once, not {text.count(plain)} times")
    at = text.index(plain)
    return [(at + entry.index("["), at + entry.index("]") - 1)]


def _everywhere(text: str, entry: str) -> list[tuple[int, int]]:
    found = [m.span() for m in re.finditer(rf"(?<!\w){re.escape(entry)}(?!\w)", text)]
    if not found:
        raise ValueError(f"{entry!r} is not in the text")
    return found


def main() -> None:
    """Write the file."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("out", type=Path)
    parser.add_argument("--folder", action="append", choices=folders(), help="only this one (repeatable)")
    args = parser.parse_args()
    with args.out.open("w", encoding="utf-8") as out:
        for folder in args.folder or folders():
            for record in records(folder):
                print(json.dumps(record, ensure_ascii=False), file=out)


if __name__ == "__main__":
    main()
