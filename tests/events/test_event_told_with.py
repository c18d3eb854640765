"""What a clause tells along with its verb is no happening of its own, unless the text comes back to it."""

from __future__ import annotations

import pytest
from reading import reports


def _told(text: str) -> list[set[str]]:
    """The words of each report."""
    return [{w.text for w in (r.trigger, *r.mentions)} for r in reports(text)]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("The ministers handed over the keys at a ceremony in Oslo on Tuesday.", {"handed", "ceremony"}),
        ("The army lifted a curfew in Oslo on Tuesday.", {"lifted", "curfew"}),
        ("Police searched a house in Oslo on Tuesday and sealed it.", {"searched", "sealed"}),
    ],
)
def test_what_a_verb_tells_along_is_one_with_it(text: str, words: set[str]) -> None:
    assert [told for told in _told(text) if told & words] == [words]


def test_an_occasion_that_the_text_comes_back_to_stays_a_happening() -> None:
    told = _told(
        "The leaders signed the treaty at a summit in Oslo on Tuesday. "
        "The summit in Oslo was the third of its kind, and the summit was followed by a dinner."
    )
    assert not any({"signed", "summit"} <= words for words in told)


def test_what_one_says_at_a_conference_is_not_the_conference() -> None:
    told = _told("The minister apologised at a conference in Oslo on Tuesday.")
    assert not any({"apologised", "conference"} <= words for words in told)


def test_what_is_done_to_it_elsewhere_is_a_deed_of_its_own() -> None:
    told = _told("A thief stole a painting in Oslo in 2004 and sold it in Bergen in 2006.")
    assert not any({"stole", "sold"} <= words for words in told)
