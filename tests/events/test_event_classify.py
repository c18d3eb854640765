"""Of which type an event is, where its word tells of many things."""

from __future__ import annotations

import pytest
from reading import reports

from geomap.events import classify, event_types


def _types(text: str) -> dict[str, str]:
    return {r.trigger.text: r.event_type for r in reports(text)}


@pytest.mark.parametrize(
    ("text", "word", "event_type"),
    [
        ("The government released 40 prisoners in Minsk on Monday.", "released", "concession"),
        ("The ministry released figures in Minsk on Monday.", "released", "other"),
        ("Police searched a suspect in Graz on Tuesday.", "searched", "coercion"),
        ("Rescuers searched the rubble in Izmir on Tuesday.", "searched", "rescue"),
        ("The mill in Lodz burned down on Friday.", "burned", "disaster"),
        ("Protesters burned flags in Lahore on Friday.", "burned", "protest"),
        ("Norway clinched an agreement with the rebels in Oslo on Friday.", "clinched", "agreement"),
        ("Arsenal clinched the title in London on Friday.", "clinched", "sport"),
        ("The bank's servers in Tallinn were knocked out by hackers on Monday.", "knocked", "cyberattack"),
    ],
)
def test_a_verb_is_typed_by_its_company(text: str, word: str, event_type: str) -> None:
    assert _types(text)[word] == event_type


def test_who_dies_in_a_disaster_was_not_fought_with() -> None:
    found = _types("At least 279 people were killed when an earthquake shook Van on Sunday.")
    assert set(found.values()) == {"disaster"}
    assert _types("Gunmen killed 12 people in Mopti on Sunday.") == {"killed": "fighting"}


def test_a_picture_is_not_shot_at() -> None:
    assert "shot" not in _types("A video that was shot by residents in Tunis on Monday showed the fire.")
    assert _types("Paramilitaries shot three farmers in Tumaco on Monday.") == {"shot": "fighting"}


def test_a_noun_is_of_the_type_of_its_list_and_so_is_what_only_puts_it_into_the_world() -> None:
    assert set(_types("The chief executive will give a concert in Bogota on Friday.").values()) == {"gathering"}


def test_the_weights_know_the_types_and_no_others() -> None:
    assert set(classify.weights().types) == set(event_types())
