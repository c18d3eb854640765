"""Journeys that are told without a verb of motion."""

from __future__ import annotations

import pytest
from reading import reports


@pytest.mark.parametrize(
    ("text", "word", "status", "place"),
    [
        ("Chief executive Han Ji-woo spoke on Monday. He is due in Vietnam on Thursday.", "due", "planned", "Vietnam"),
        ("The minister was back in Oslo by nightfall on Monday.", "back", "occurred", "Oslo"),
        ("He has not come. He will be in Dakar on Monday with the interior minister.", "be", "planned", "Dakar"),
        ("The ferry is expected in Falmouth on Tuesday.", "expected", "planned", "Falmouth"),
        ("The mayor is expected back in Oslo on Friday night.", "expected", "planned", "Oslo"),
        ("She is not due back in London until Thursday.", "due", "denied", "London"),
    ],
)
def test_who_is_due_or_will_be_somewhere_travels(text: str, word: str, status: str, place: str) -> None:
    told = {r.trigger.text: r for r in reports(text)}
    assert word in told
    assert (told[word].event_type, told[word].status.value) == ("travel", status)
    assert place in {p.name for p in told[word].places}


@pytest.mark.parametrize(
    "text",
    [
        "The company is in Oslo.",
        "She had been in Lima in May.",
        "The verdict is due in Oslo on Friday.",
        "The minister is due to retire.",
    ],
)
def test_what_is_somewhere_or_is_to_come_without_anybody_travelling_is_no_journey(text: str) -> None:
    assert "travel" not in {r.event_type for r in reports(text)}
