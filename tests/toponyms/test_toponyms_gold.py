"""The places of the five seed articles, checked by hand: floors that can only rise."""

import csv
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

import pytest
from geopy.distance import distance

from geomap import toponyms
from geomap.gazetteer import Gazetteer
from geomap.model import Document, Toponym, Usage
from geomap.syntax import parse


class Mention(NamedTuple):
    """One mention of the gold with what was found there."""

    row: dict[str, str]
    found: Toponym | None


@pytest.fixture(scope="module")
def found(root: Path) -> dict[str, tuple[str, tuple[Toponym, ...]]]:
    gazetteer = Gazetteer.open(root / "gazetteer.csv")
    articles = {}
    for path in sorted((root / "seeds").glob("*.txt")):
        # Without furniture: what is on the page beside the article is the harder test.
        text = path.read_bytes().decode("utf-8")
        document = Document(Document.id_of(text), text.strip().split("\n")[0], text)
        articles[path.name] = (text, toponyms.find(document, parse(document), gazetteer))
    return articles


def mentions(root: Path, found: dict[str, tuple[str, tuple[Toponym, ...]]], kind: str) -> Iterator[Mention]:
    with (root / "tests" / "gold" / "seed_places.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            if row["class"] != kind:
                continue
            text, every = found[row["file"]]
            line = sum(len(before) + 1 for before in text.split("\n")[: int(row["line"]) - 1])
            for offset in row["char_offsets_in_line"].split(";"):
                start = line + int(offset)
                end = start + len(row["surface"])
                assert text[start:end] == row["surface"]
                yield Mention(row, next((t for t in every if t.start < end and start < t.end), None))


def placed(mention: Mention) -> bool:
    """Whether the place is within the gold's precision; a country or an area by its country's code."""
    row, place = mention.row, mention.found.place if mention.found else None
    if place is None:
        return False
    if row["precision_km"] == "country" or row["precision_km"].startswith("area"):
        return place.country == row["country"]
    return bool(distance((float(row["lat"]), float(row["lon"])), (place.lat, place.lon)).km <= float(row["precision_km"]))


def test_the_places_of_events_are_found_and_placed(root: Path, found: dict[str, tuple[str, tuple[Toponym, ...]]]) -> None:
    every = list(mentions(root, found, "event_location"))
    wrong = [(m.row["file"], m.row["line"], m.row["surface"]) for m in every if not placed(m)]
    assert len(every) == 38
    assert len(every) - len(wrong) >= 38, wrong


def test_a_government_is_not_taken_for_its_capital(root: Path, found: dict[str, tuple[str, tuple[Toponym, ...]]]) -> None:
    every = list(mentions(root, found, "metonym"))
    wrong = [
        (m.row["file"], m.row["line"], m.row["surface"]) for m in every if m.found is None or m.found.usage is not Usage.METONYM
    ]
    assert len(every) == 18
    assert not wrong


def test_a_city_that_somebody_travels_to_is_no_government(root: Path, found: dict[str, tuple[str, tuple[Toponym, ...]]]) -> None:
    cities = [
        m for m in mentions(root, found, "event_location") if m.row["true_kind"] == "city" or m.row["true_kind"] == "capital"
    ]
    assert len(cities) >= 15
    assert [m.row["surface"] for m in cities if m.found is None or m.found.usage is not Usage.LITERAL] == []


def test_countries_that_act_are_seldom_taken_for_places(root: Path, found: dict[str, tuple[str, tuple[Toponym, ...]]]) -> None:
    every = list(mentions(root, found, "country_actor"))
    assert all(placed(m) for m in every)
    assert sum(m.found is not None and m.found.usage is Usage.METONYM for m in every) >= len(every) - 3


def test_peoples_are_demonyms(root: Path, found: dict[str, tuple[str, tuple[Toponym, ...]]]) -> None:
    every = [m for m in mentions(root, found, "demonym") if m.row["lat"]]
    wrong = [
        (m.row["file"], m.row["surface"]) for m in every if m.found is None or m.found.usage is not Usage.DEMONYM or not placed(m)
    ]
    assert len(every) >= 28
    assert not wrong


def test_nothing_but_places(root: Path, found: dict[str, tuple[str, tuple[Toponym, ...]]]) -> None:
    with (root / "tests" / "gold" / "seed_traps.csv").open(encoding="utf-8", newline="") as file:
        traps = {row["surface"] for row in csv.DictReader(file)}
    assert [t.surface for _, every in found.values() for t in every if t.surface in traps] == []
    vague = [m.row["surface"] for m in mentions(root, found, "vague") if m.found is not None]
    assert vague == []
    friends = [m for m in mentions(root, found, "false_friend") if m.found is not None and m.found.usage is not Usage.EMBEDDED]
    assert len(friends) <= 1, [m.row["surface"] for m in friends]


def test_offsets_and_order(found: dict[str, tuple[str, tuple[Toponym, ...]]]) -> None:
    for text, every in found.values():
        assert len(every) > 20
        for t in every:
            assert text[t.start : t.end] == t.surface
            assert 0 <= t.confidence <= 1
            assert len(t.candidates) <= 5
            assert (t.place is None) == (t.reason is not None)
        assert all(a.end <= b.start for a, b in pairwise(every))
