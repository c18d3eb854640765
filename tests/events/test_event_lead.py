"""What an article leads with is told, however little it says."""

from __future__ import annotations

import pytest
from reading import reports

NEWS = [
    ("Anna Lind checks into a clinic\n\nThe singer is said to be well. She is 31.", "checks"),
    ("Anna Lind will direct the sequel of Night Train, the studio told her fans. The first part made millions.", "direct"),
    ("The club placed its captain Ivo Moss on the injured list. Fans are sad.", "placed"),
]
NO_NEWS = [
    "The museum owns ten paintings by Anna Lind. It is a fine house.",
    "Fans often sing his songs. He likes that.",
    "Who will direct the sequel of Night Train? Nobody knows.",
    "The moon draws the sea towards it. That is what makes the tides.",
]


@pytest.mark.parametrize(("text", "trigger"), NEWS)
def test_what_leads_is_an_event_without_a_place(text: str, trigger: str) -> None:
    assert trigger in {r.trigger.text for r in reports(text)}


@pytest.mark.parametrize("text", NO_NEWS)
def test_what_is_always_so_is_none(text: str) -> None:
    assert reports(text) == ()


def test_the_same_words_further_on_are_none() -> None:
    before = "A bomb went off in Oslo on Monday. It hurt three men in the street. "
    assert "placed" not in {r.trigger.text for r in reports(before + NEWS[2][0])}


def test_a_bare_noun_that_leads_is_an_event() -> None:
    text = "Police suspect that somebody wanted the fire in the old church. The priest lost his books. It was a fine church."
    assert {r.trigger.text for r in reports(text)} == {"fire"}
