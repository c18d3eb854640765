"""What an event did to people and things is part of it; a verb and the noun that it brings about are one deed."""

from __future__ import annotations

import pytest
from reading import reports

from geomap.model import Status


def _told(text: str) -> list[set[str]]:
    """The words of each report."""
    return [{w.text for w in (r.trigger, *r.mentions)} for r in reports(text)]


@pytest.mark.parametrize(
    ("text", "outcome", "cause"),
    [
        ("A strong earthquake shook Oslo on Tuesday, killing nine people.", "killing", "earthquake"),
        ("A bomb exploded in Oslo on Tuesday, injuring nine people.", "injuring", "exploded"),
        ("A tornado killed nine people in Joplin on Tuesday.", "killed", "tornado"),
        ("Nine people were killed when a bomb exploded in Oslo on Tuesday.", "killed", "exploded"),
    ],
)
def test_an_outcome_is_part_of_its_event(text: str, outcome: str, cause: str) -> None:
    together = [words for words in _told(text) if cause in words]
    assert len(together) == 1
    assert outcome in together[0]


def test_what_happened_speaks_for_it_and_not_what_became_of_people() -> None:
    (quake,) = reports("A strong earthquake hit Oslo on Tuesday, killing nine people.")
    assert quake.event_type == "disaster"
    assert quake.trigger.text != "killing"


def test_outcomes_elsewhere_stay_events_of_their_own() -> None:
    apart = _told("A bomb exploded in Oslo on Tuesday. In Bergen, a gunman killed two people on Wednesday.")
    assert not any({"exploded", "killed"} <= words for words in apart)


def test_a_signed_agreement_is_one_deed() -> None:
    signed = [words for words in _told("The ministers signed an agreement in Oslo on Tuesday.") if "signed" in words]
    assert signed == [{"signed", "agreement"}]


def test_what_is_threatened_is_told_with_the_threat() -> None:
    together = [words for words in _told("On Monday police in Oslo threatened to use tear gas.") if "threatened" in words]
    assert together == [{"threatened", "use"}]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("A tanker ran aground off Oslo on Tuesday and spilled 200 tonnes of oil.", {"ran", "spilled"}),
        ("The rocket broke apart near Oslo on Tuesday and crashed into the sea.", {"broke", "crashed"}),
    ],
)
def test_what_one_thing_went_through_is_one_accident(text: str, words: set[str]) -> None:
    assert [told for told in _told(text) if told & words] == [words]


def test_what_is_agreed_for_a_place_and_a_time_of_its_own_is_a_plan_of_its_own() -> None:
    agreed, visit = sorted(
        reports("The king agreed on Monday to visit Oslo next month."), key=lambda r: r.start + r.trigger.start
    )
    assert (agreed.trigger.text, agreed.status) == ("agreed", Status.OCCURRED)
    assert visit.status is Status.PLANNED and visit.pin is not None and visit.pin.name == "Oslo"
