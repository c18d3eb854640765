"""Which verbs that no list has tell of an event."""

from __future__ import annotations

import pytest
from reading import reports

from geomap.events import unlisted


@pytest.mark.parametrize(
    ("text", "verb"),
    [
        ("A customs officer in Douala recognised the man from a poster on Tuesday.", "recognised"),
        ("The patient was operated on in Leuven on Sunday night.", "operated"),
        ("Villagers in Kotor painted the old bridge on Saturday.", "painted"),
    ],
)
def test_a_deed_with_a_place_and_a_day_is_an_event_whatever_its_verb(text: str, verb: str) -> None:
    assert verb in {r.trigger.text for r in reports(text)}


@pytest.mark.parametrize(
    "text",
    [
        "She sells fruit and knows everybody.",
        "The company owns two farms and employs many people.",
        "It resembles nothing that anybody has ever seen.",
        "Analysts believe that prices depend on the weather.",
    ],
)
def test_states_and_habits_are_no_events(text: str) -> None:
    assert [r.trigger.text for r in reports(text)] == []


def test_the_weights_name_parts_and_a_limit_and_say_who_wrote_them() -> None:
    assert 0 < unlisted.limit() < 1
    assert unlisted.probability({"own place and time": 1.0}, unlisted.weights()) > unlisted.probability(
        {"neither place nor time": 1.0}, unlisted.weights()
    )


def test_what_was_to_have_been_is_denied() -> None:
    (report,) = reports("The debate was to have been held in Geelong on Monday.")
    assert report.status.value == "denied"


@pytest.mark.parametrize(
    "text",
    ["This article was updated on Tuesday in Oslo.", "Donations can be made at the office in Oslo."],
)
def test_what_an_article_says_of_itself_or_offers_is_no_event(text: str) -> None:
    assert [r.trigger.text for r in reports(text)] == []


def test_what_is_in_the_present_with_a_date_is_planned() -> None:
    found = {r.trigger.text: r.status.value for r in reports("He will go to Oslo, where the ministers meet on 3 May.")}
    assert found.get("meet") == "planned"
