"""Which triggers of one document tell of one happening."""

from __future__ import annotations

import pytest
from reading import reports

ONE = [
    ("Claude Remy will meet Anna Lind in Oslo on Friday. The meeting will take place at noon.", "meeting"),
    ("A quake shook Naples on Monday. The tremor struck at noon.", "disaster"),
    ("Protesters marched through Lyon on Monday. The march was peaceful.", "protest"),
]
TWO = [
    ("A blast hit Naples on Monday. Another blast hit Rome on Monday.", "disaster"),
    ("Claude Remy met Anna Lind in Oslo on Monday. Claude Remy met Ivo Moss in Oslo on Monday.", "meeting"),
    ("Police searched houses in Lyon on Monday and seized drugs.", "coercion"),
    ("Protesters marched through Lyon on Monday. Protesters will march through Lyon on Friday.", "protest"),
    ("He visited Oslo on Monday. He did not visit Bergen.", "travel"),
]


@pytest.mark.parametrize(("text", "event_type"), ONE)
def test_one_happening_told_twice(text: str, event_type: str) -> None:
    found = [r for r in reports(text) if r.event_type == event_type]
    assert len(found) == 1
    assert found[0].mentions


@pytest.mark.parametrize(("text", "event_type"), TWO)
def test_two_happenings(text: str, event_type: str) -> None:
    assert len([r for r in reports(text) if r.event_type == event_type]) == 2


STATEMENTS = [
    "President Anna Lind said the port was open. Minister Claude Remy said the port was shut.",
    "Mayor Anna Lind told Reuters the port was open. Police chief Claude Remy told Reuters the port was shut.",
    "Mayor Anna Lind said the port was open. A government spokesman said the port was shut.",
]


@pytest.mark.parametrize("text", STATEMENTS)
def test_what_two_speakers_say_is_never_one_statement(text: str) -> None:
    told = [r for r in reports(text, None) if r.event_type == "statement"]
    assert told
    assert all(not r.mentions for r in told)


def test_what_one_mention_lacks_another_gives() -> None:
    (told,) = [r for r in reports(ONE[0][0]) if r.event_type == "meeting"]
    assert told.pin is not None
    assert told.pin.name == "Oslo"
    assert {a.name for a in told.actors} >= {"Claude Remy", "Anna Lind"}


ONE_VOICE = [
    "The Harbour Ministry said the port was open. Harbour Ministry spokesman Claude Remy said the cranes were at work.",
    "Harbour Ministry spokeswoman Anna Lind said the port was open. The Norwegian Harbour Ministry confirmed it.",
]


@pytest.mark.parametrize("text", ONE_VOICE)
def test_a_spokesman_and_whom_he_speaks_for_make_one_statement(text: str) -> None:
    (told,) = [r for r in reports(text) if r.event_type == "statement"]
    assert told.mentions
    assert len(told.actors) == 1


def test_a_minister_does_not_speak_for_the_ministry_beside_his() -> None:
    text = "The Harbour Ministry said the port was open. Defence Ministry spokesman Claude Remy said the port was shut."
    assert len([r for r in reports(text) if r.event_type == "statement"]) == 2


def test_what_was_said_for_months_is_no_statement_of_one_day() -> None:
    months = "The Harbour Ministry has warned for months that the port may shut."
    assert not [r for r in reports(months) if r.event_type == "statement"]
    assert [r for r in reports(months.replace(" for months", " on Monday")) if r.event_type == "statement"]


def test_a_word_tells_of_one_event_only() -> None:
    found = reports("President Anna Lind declared three days of mourning in Oslo on Monday.")
    starts = [t.start for r in found for t in (r.trigger, *r.mentions)]
    assert len(starts) == len(set(starts))


@pytest.mark.parametrize(
    ("text", "trigger"),
    [
        ("Man jailed over hammer attack\n\nA man of 34 was jailed for six years in Oslo on Monday.", "jailed"),
        ("Nine people were killed and 17 hurt when a bus plunged into a ravine near Bergen on Saturday.", "plunged"),
        ("Some 8,000 people marched through Oslo on Wednesday to protest against a tax on boats.", "marched"),
        ("Gunmen laid an ambush in which two drivers are now known to have died.", "died"),
        ("A gang killed two guards in Oslo on Monday. The guards died at the gate.", "killed"),
    ],
)
def test_other_words_and_people_without_a_name_do_not_make_two(text: str, trigger: str) -> None:
    found = [r for r in reports(text) if trigger in {r.trigger.text, *(m.text for m in r.mentions)}]
    assert len(found) == 1
    assert found[0].mentions


def test_what_was_done_to_one_man_after_another_is_several_happenings() -> None:
    text = (
        "Police arrested a baker in Oslo on Monday. Prosecutors charged the baker with arson in Oslo on Monday. "
        "A judge in Oslo remanded the baker on Monday."
    )
    assert len([r for r in reports(text) if r.event_type == "coercion"]) == 3


def test_what_an_event_did_is_no_second_one() -> None:
    found = reports("A fire halted production at a mill in Oslo on Monday.")
    assert len(found) == 1


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("The presidents will meet in Oslo on Friday. The talks, at the Hotel Granlund, had been planned for Bergen.", "talks"),
        ("Explosion rocks Norway plant\n\nA series of explosions tore through a paint plant in Bergen on Tuesday.", "rocks"),
        (
            "Nine arrests end hunt for smugglers\n\nThe arrests, made at dawn on Thursday in Oslo, include that of a pilot.",
            "arrests",
        ),
    ],
)
def test_a_headline_and_a_noun_that_points_back_bring_up_nothing_new(text: str, words: str) -> None:
    found = [r for r in reports(text) if words in {r.trigger.text, *(m.text for m in r.mentions)}]
    assert len(found) == 1
    assert found[0].mentions


def test_a_place_that_was_lent_keeps_nothing_apart() -> None:
    text = (
        "A Bergen man who attacked a tourist with a hammer in Oslo was jailed for six years in the High Court at Trondheim "
        "yesterday. Justice Anna Lind said the attack had shocked the country."
    )
    (found,) = [r for r in reports(text) if {"attacked", "attack"} & {r.trigger.text, *(m.text for m in r.mentions)}]
    assert found.pin is not None
    assert found.pin.name == "Oslo"


def test_a_town_before_a_noun_is_nobody_who_acts() -> None:
    text = "In Bergen, police fired live rounds at a crowd, killing two students. The Bergen shooting was condemned in Oslo."
    assert len([r for r in reports(text) if r.trigger.text in {"fired", "shooting"}]) == 1


def test_a_time_of_the_day_that_was_taken_for_another_day_keeps_nothing_apart() -> None:
    text = (
        "A strong earthquake struck Naples late on Monday, killing nine people. The president flew to Rome on Tuesday morning. "
        "The quake hit at 9:42 p.m. at a depth of 35 km, the institute said."
    )
    assert [str(r.when.earliest) for r in reports(text) if r.event_type == "disaster" and r.when] == ["2023-03-13"]
