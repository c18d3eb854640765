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


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("The aid worker meant Barvana, where two men drowned.", "Barvana"),
        ("Shells fell on Monday close to Um Dreka, a dusty camp south of the road.", "Um Dreka"),
        ("Her village, Ban Sovat, was the first to go under.", "Ban Sovat"),
        ("Officials said that the Nam Sovat dam broke before dawn.", "Nam Sovat"),
        ("Miners at the company's Cerro Zalto copper mine went home.", "Cerro Zalto"),
        ("Rumours on Sunday claimed the Voturu Dam had burst.", "Voturu Dam"),
        ("The convoy was hit ten kilometres south of Oruvia on Friday.", "Oruvia"),
        ("The lorries left for Teslinka before dawn.", "Teslinka"),
        ("Cyclone Ada battered Anse-Belloc on Tuesday.", "Anse-Belloc"),
        ("There was fighting in al-Dureiba on Thursday.", "al-Dureiba"),
        ("Teachers came back from a union meeting in Annuvai, police said.", "Annuvai"),
    ],
)
def test_what_the_words_beside_a_name_say_makes_it_a_place(text: str, name: str) -> None:
    assert name in _names(text)


@pytest.mark.parametrize(
    "text",
    [
        "Barvana, a camp doctor, resigned on Monday.",
        "They have no confidence in Zorvane any more.",
        "It was debated in Congress on Monday.",
        "A Zorvane post claimed that the wall was down.",
        "Zorvane, the town of the miners said, would pay.",
        "The actor starred in Zorvane on Monday.",
    ],
)
def test_what_only_looks_so_makes_no_place(text: str) -> None:
    assert not _names(text)


def test_a_name_that_is_later_said_to_be_a_place_was_one_before() -> None:
    text = "Barvana fell on Monday. The rebels want Barvana, a mining town, for its gold."
    doc = from_text(text, title="", published=PUBLISHED)
    found = unnoticed(doc, syntax.parse(doc), (), (), Gazetteer.open(None))
    assert [t.start for t in found] == [0, text.rindex("Barvana")]


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
