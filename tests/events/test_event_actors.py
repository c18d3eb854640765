"""Who takes part, under one name in each document; and who says so."""

from __future__ import annotations

import pytest
from reading import report, reports

from geomap.events.actors import same_person

INTRODUCED = "The French foreign minister, Claude Remy, arrived in Oslo on Monday. "


@pytest.mark.parametrize(
    ("text", "word", "names"),
    [
        (INTRODUCED + "Remy met officers in Bergen on Tuesday.", "met", {"Claude Remy"}),
        (INTRODUCED + "He met officers in Bergen on Tuesday.", "met", {"Claude Remy"}),
        ("Norway and Sweden signed a treaty in Oslo on Monday.", "signed", {"Norway", "Sweden"}),
        ("Anna Lind met Claude Remy in Oslo on Monday.", "met", {"Anna Lind", "Claude Remy"}),
        ("It was hot. They met in Oslo on Monday.", "met", set()),
    ],
)
def test_actors(text: str, word: str, names: set[str]) -> None:
    assert {a.name for a in report(text, word).actors if a.name != "officers"} == names


def test_what_stands_before_a_group_is_no_part_of_its_name() -> None:
    names = [a.name for a in report("Their ministers met in Oslo on Monday.", "met").actors]
    assert names == ["ministers"]


def test_whom_it_is_done_to_is_the_recipient() -> None:
    roles = {a.name: a.role for a in report("Police arrested Claude Remy in Oslo on Monday.", "arrested").actors}
    assert roles["Claude Remy"] == "recipient"


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Kim Jong-un", "Kim Jong Un", True),
        ("Kim", "Kim Jong Un", True),
        ("Adrien Watson", "Adrienne Watson", True),
        ("Anna Lind", "Claude Remy", False),
        ("Anna Lind", "Anna Moss", False),
        ("", "Anna", False),
    ],
)
def test_spellings_of_one_person(one: str, other: str, same: bool) -> None:
    assert same_person(one, other) is same


@pytest.mark.parametrize(
    ("text", "word", "speaker"),
    [
        ("The ministers met in Oslo, the Aegean Post reported.", "met", "Aegean Post"),
        ("The ministers met in Oslo on Monday, according to the Aegean Post.", "met", "Aegean Post"),
        ("The ministers met in Oslo on Monday.", "met", None),
        ("The crash in Oslo on Monday claimed five lives.", "crash", None),
    ],
)
def test_according_to_whom(text: str, word: str, speaker: str | None) -> None:
    assert report(text, word).attributed_to == speaker


def test_an_official_makes_a_statement_and_the_press_does_not() -> None:
    assert "statement" in {r.event_type for r in reports("The foreign ministry said on Monday that it was pleased.")}
    assert "statement" not in {r.event_type for r in reports("The Aegean Post said on Monday that it was pleased.")}


def test_who_is_quoted_goes_on_whoever_was_spoken_of() -> None:
    text = (
        'The talks are over, spokeswoman Anna Lind said in Oslo on Monday. President Carlos Vega knows it. "We wait," she said. '
        "Carlos Vega left on Tuesday and he landed in Lima."
    )
    said = [r for r in reports(text) if r.trigger.text == "said"]
    assert {a.name for r in said for a in r.actors} == {"Anna Lind"}
    assert {a.name for a in report(text, "landed").actors} == {"Carlos Vega"}
