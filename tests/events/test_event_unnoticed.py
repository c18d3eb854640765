"""Names that stand where a place stands are places, whatever recognition took them for; people are not."""

from __future__ import annotations

import pytest
from reading import PUBLISHED

from geomap import syntax
from geomap.documents import from_text
from geomap.events.unnoticed import unnoticed
from geomap.gazetteer import Gazetteer
from geomap.model import GeoPrecision, Place, Toponym, Usage

TULLE = Place("geonames:2971549", "Tulle", 45.2667, 1.7667, "P.PPLA2", country="FR")


def _toponym(text: str, name: str, place: Place | None) -> Toponym:
    start = text.index(name)
    return Toponym(start, start + len(name), name, Usage.LITERAL, place, GeoPrecision.CITY, 5.0, 0.9, "clues/2")


def _names(text: str, *toponyms: Toponym) -> dict[str, str | None]:
    doc = from_text(text, title="", published=PUBLISHED)
    found = unnoticed(doc, syntax.parse(doc), toponyms, (), Gazetteer.open(None))
    return {t.surface: t.place.name if t.place is not None else None for t in found}


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("The team was expelled at Zorvane nine days later.", "Zorvane"),
        ("Troops were killed in three days of shelling around Jebel Karsha.", "Jebel Karsha"),
        ("He was remanded in Okwanga prison until Friday.", "Okwanga"),
        ("A landslide was triggered in the Ampaverina district overnight.", "Ampaverina"),
        ("Youths looted a supermarket on Plaza Montelindo.", "Plaza Montelindo"),
        ("Boats sank off the island of Sainte-Orsane on Monday.", "Sainte-Orsane"),
    ],
)
def test_a_name_that_stands_where_a_place_stands_is_one(text: str, name: str) -> None:
    assert name in _names(text)


@pytest.mark.parametrize(
    "text",
    [
        "The guards shouted at Zorvane and left.",
        "Analysts at Hart & Wessels called it full.",
        "She won by 6-3 over Italy's Dario Conti.",
        "Zorvane resigned on Monday. A man shot near Zorvane was hurt.",
        "The work was done at ZRV on Monday.",
    ],
)
def test_people_and_bodies_are_left_alone(text: str) -> None:
    assert not _names(text)


def test_a_name_known_near_the_places_of_the_article_is_that_place() -> None:
    text = "They were seen in Tulle on Monday. The team was expelled at Brive nine days later."
    assert _names(text, _toponym(text, "Tulle", TULLE)) == {"Brive": "Brive-la-Gaillarde"}


def test_a_name_that_was_recognised_once_is_that_place_everywhere() -> None:
    text = "A fire broke out in Okwanga on Monday. The guards of Okwanga fled."
    found = _names(text, _toponym(text, "Okwanga", None))
    assert found == {"Okwanga": None}


def test_what_is_a_toponym_already_is_not_found_again() -> None:
    text = "The team was expelled at Tulle."
    assert not _names(text, _toponym(text, "Tulle", TULLE))
