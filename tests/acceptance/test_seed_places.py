"""Every place name that an analyst listed in the seeds: at its right place, or rightly not on the map."""

import csv
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from geopy.distance import great_circle

from geomap.model import Extraction, Place, Role, Span

#: Classes of which nothing may be pinned: what they name is not where anything happens.
NEVER_PINNED = {"metonym", "false_friend", "boilerplate", "comparison", "biography", "demonym", "organisation", "vague", "class"}
#: How far a pin may lie from the analyst's point where the table gives an area instead of kilometres.
AREA_KM = 2500.0


@dataclass(frozen=True)
class Mention:
    file: str
    span: Span
    surface: str
    kind: str
    lat: float | None
    lon: float | None
    precision: str
    country: str


def mentions(root: Path, texts: dict[str, str]) -> Iterator[Mention]:
    with (root / "tests" / "gold" / "seed_places.csv").open(encoding="utf-8", newline="") as table:
        for row in csv.DictReader(table):
            lines = texts[row["file"]].split("\n")
            start_of_line = sum(len(line) + 1 for line in lines[: int(row["line"]) - 1])
            for offset in row["char_offsets_in_line"].split(";"):
                start = start_of_line + int(offset)
                yield Mention(
                    row["file"],
                    Span(start, start + len(row["surface"])),
                    row["surface"],
                    row["class"],
                    float(row["lat"]) if row["lat"] else None,
                    float(row["lon"]) if row["lon"] else None,
                    row["precision_km"],
                    row["country"],
                )


@pytest.fixture(scope="session")
def listed(root: Path, seeds: dict[str, Extraction]) -> list[Mention]:
    found = list(mentions(root, {name: e.document.text for name, e in seeds.items()}))
    for m in found:
        assert seeds[m.file].document.text[m.span.start : m.span.end] == m.surface
    return found


def is_right(place: Place, mention: Mention) -> bool:
    if mention.lat is None or mention.lon is None:
        return False
    if mention.precision == "country":
        return place.country == mention.country and place.feature.startswith("A.PCL")
    distance = great_circle((place.lat, place.lon), (mention.lat, mention.lon)).km
    return bool(distance <= (AREA_KM if "area" in mention.precision else max(float(mention.precision), 5.0)))


def resolved(extraction: Extraction, mention: Mention) -> Place | None:
    return next((t.place for t in extraction.toponyms if t.span.overlaps(mention.span) and t.place is not None), None)


def pinned(extraction: Extraction, mention: Mention) -> list[Place]:
    return [
        p.place
        for r in extraction.reports
        for p in r.places
        if p.role is not Role.ABOUT and p.place is not None and p.span is not None and p.span.overlaps(mention.span)
    ]


def test_the_table_lists_277_mentions(listed: list[Mention]) -> None:
    assert len(listed) == 277
    assert sum(m.kind == "event_location" for m in listed) == 38


def test_event_places_are_placed_within_their_stated_precision(seeds: dict[str, Extraction], listed: list[Mention]) -> None:
    wrong = []
    for mention in (m for m in listed if m.kind == "event_location"):
        place = resolved(seeds[mention.file], mention)
        if place is None or not is_right(place, mention):
            wrong.append(f"{mention.file[:3]} {mention.surface}@{mention.span.start}: {place and place.name}")
    assert len(wrong) <= 2, wrong


def test_nine_of_ten_mentions_are_at_their_place_or_rightly_off_the_map(
    seeds: dict[str, Extraction], listed: list[Mention]
) -> None:
    wrong = []
    for mention in listed:
        extraction = seeds[mention.file]
        pins = pinned(extraction, mention)
        if mention.kind == "event_location":
            place = resolved(extraction, mention)
            right = place is not None and is_right(place, mention)
        elif mention.kind in NEVER_PINNED:
            right = not pins
        else:
            right = all(is_right(pin, mention) for pin in pins)
        if not right:
            wrong.append(f"{mention.file[:3]} {mention.kind} {mention.surface}@{mention.span.start}: {[p.name for p in pins]}")
    assert len(wrong) <= 27, wrong


def test_no_trap_is_on_the_map(root: Path, seeds: dict[str, Extraction], listed: list[Mention]) -> None:
    """Names of people and common words that some place on Earth shares: none of them is taken for that place."""
    with (root / "tests" / "gold" / "seed_traps.csv").open(encoding="utf-8", newline="") as table:
        traps = {row["surface"] for row in csv.DictReader(table)}
    places = {(m.file, m.span.start) for m in listed}
    taken = [
        f"{name[:3]} {t.surface}@{t.start}: {t.place.name}"
        for name, extraction in seeds.items()
        for t in extraction.toponyms
        if t.surface in traps and t.place is not None and (name, t.start) not in places
    ]
    assert taken == []


def test_gold_and_traps_are_disjoint_from_furniture_events(root: Path, seeds: dict[str, Extraction]) -> None:
    """No event of the map comes from page furniture: sidebars, newsletters, comment forms."""
    gold = json.loads((root / "tests" / "gold" / "seeds.json").read_text(encoding="utf-8"))
    for article in gold["articles"]:
        extraction = seeds[article["file"]]
        for rule in (m for m in article["must_not"] if m["rule"] == "no-event"):
            span = Span(rule["start"], rule["end"])
            assert not [r.trigger.text for r in extraction.reports if r.trigger.overlaps(span)], rule["text"]
