"""When was it published? Seventy and more pages and files of many shapes, half of them with traps, against their answers.

The pages are invented. ``answers.csv`` says for each the day it states of itself, or nothing where it states none, and from which
kind of sign the day is to be had.
"""

import csv
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from geomap.documents import publications, read
from geomap.documents.publication import Clue, Publication, settle
from geomap.model import Document, PublishedBasis

FOLDER = Path(__file__).parent / "publication"
ANSWERS = FOLDER / "answers.csv"
#: The share of stated dates that must be right; it only goes up. A date where none is stated is never allowed.
FLOOR = 0.98


def answers() -> Iterator[tuple[str, date | None, str]]:
    with ANSWERS.open(encoding="utf-8", newline="") as stream:
        for row in csv.DictReader(stream):
            yield row["file"], date.fromisoformat(row["published"]) if row["published"] else None, row["kind"]


@pytest.fixture(scope="module")
def found() -> dict[str, Document]:
    pages = [path for path in FOLDER.iterdir() if path != ANSWERS]
    return {Path(d.path or "").name: d for d in read(sorted(pages)) if isinstance(d, Document)}


def test_every_page_has_an_answer_and_is_read(found: dict[str, Document]) -> None:
    assert sorted(found) == sorted(name for name, _, _ in answers())
    assert len(found) >= 72


def test_stated_dates_are_found(found: dict[str, Document]) -> None:
    stated = [(name, day) for name, day, _ in answers() if day is not None]
    wrong = [(name, day, found[name].published) for name, day in stated if found[name].published != day]
    assert 1 - len(wrong) / len(stated) >= FLOOR, wrong
    assert not [case for case in wrong if case[2] is not None], "an unknown date is better than a wrong one"


def test_no_date_is_given_where_none_is_stated(found: dict[str, Document]) -> None:
    unstated = [name for name, day, _ in answers() if day is None]
    assert len(unstated) >= 21
    assert {name: found[name].published for name in unstated} == dict.fromkeys(unstated)


def test_every_date_says_from_where_and_how_sure_it_is(found: dict[str, Document]) -> None:
    for name, day, kind in answers():
        (publication,) = publications(FOLDER / name)
        document = found[name]
        assert (publication.day if publication else None) == document.published, name
        assert (publication.basis if publication else PublishedBasis.NONE) is document.published_basis, name
        if publication is not None and publication.day == day:
            assert publication.kind == kind, name
            assert 0.65 <= publication.confidence <= 1
            assert publication.words


# --- How signs are weighed

TUESDAY, WEDNESDAY, LATER = date(2023, 9, 12), date(2023, 9, 13), date(2024, 3, 1)


def clue(day: date, kind: str, *, utc: bool = False) -> Clue:
    return Clue((("", day),), kind, "words", utc)


def day_of(*clues: Clue, order: str | None = None) -> date | None:
    found = settle(clues, order=order)
    return found.day if found else None


def test_signs_that_agree_strengthen_each_other() -> None:
    alone = settle([clue(TUESDAY, "address")])
    both = settle([clue(TUESDAY, "address"), clue(TUESDAY, "time")])
    same_family = settle([clue(TUESDAY, "meta date"), clue(TUESDAY, "script")])
    assert alone == Publication(TUESDAY, "address", 0.75, "words")
    assert both is not None and both.confidence > 0.95
    assert same_family is not None and same_family.confidence == 0.8


def test_signs_at_odds_weaken_each_other() -> None:
    assert day_of(clue(TUESDAY, "json-ld"), clue(LATER, "address")) == TUESDAY
    assert day_of(clue(LATER, "json-ld"), clue(TUESDAY, "labelled line"), clue(TUESDAY, "address")) == TUESDAY
    assert day_of(clue(TUESDAY, "json-ld"), clue(LATER, "meta published")) is None
    assert day_of(clue(TUESDAY, "above the headline")) is None
    assert day_of() is None


def test_the_publishers_own_day_wins_over_universal_time() -> None:
    assert day_of(clue(WEDNESDAY, "json-ld", utc=True), clue(TUESDAY, "time")) == TUESDAY
    assert day_of(clue(WEDNESDAY, "json-ld", utc=True)) == WEDNESDAY


def test_figures_in_doubt_are_settled_by_another_sign_or_by_the_country() -> None:
    doubtful = Clue((("dmy", date(2023, 9, 5)), ("mdy", date(2023, 5, 9))), "labelled line", "05/09/2023")
    assert day_of(doubtful) is None
    assert day_of(doubtful, clue(date(2023, 9, 5), "address")) == date(2023, 9, 5)
    assert day_of(doubtful, order="mdy") == date(2023, 5, 9)
