"""What is of a whole country: its elections, and what the bodies of its state do in the capital."""

from __future__ import annotations

import pytest
from reading import PUBLISHED, extraction


def _pin(text: str, word: str) -> str | None:
    told = next(r for r in extraction(text, PUBLISHED).reports if r.trigger.text == word)
    return told.pin.name if told.pin is not None else None


STORY = (
    "Ghana counts\n\nKUMASI, Ghana - Crowds marched through Kumasi on Monday before the presidential election. "
    "In Accra the police closed two roads.\n\n"
)


@pytest.mark.parametrize(
    ("words", "trigger"),
    [
        ("A runoff will be held on Saturday.", "runoff"),
        ("She came second in the referendum of 2016.", "referendum"),
    ],
)
def test_a_national_vote_is_in_its_country(words: str, trigger: str) -> None:
    assert _pin(STORY + words, trigger) == "Ghana"


@pytest.mark.parametrize(
    ("words", "trigger"),
    [
        ("He was a town clerk until the municipal election on Saturday.", "election"),
        ("The council election on Saturday was quiet.", "election"),
    ],
)
def test_a_smaller_vote_is_not_in_a_whole_country(words: str, trigger: str) -> None:
    assert _pin(STORY + words, trigger) != "Ghana"


def test_a_vote_where_no_national_one_is_told_of_is_not_in_a_whole_country() -> None:
    text = "Miners in Obuasi went on strike on Monday. Ghana exports gold. A ballot on the offer will be held on Saturday."
    assert _pin(text, "ballot") != "Ghana"


def test_what_a_body_of_the_state_does_is_in_the_capital_that_is_named() -> None:
    text = STORY + "Parliament will debate the curfew on Thursday."
    assert _pin(text, "debate") == "Accra"


def test_a_parliament_of_another_country_is_not_in_this_capital() -> None:
    text = STORY + "Togo's parliament will debate the curfew on Thursday."
    assert _pin(text, "debate") != "Accra"


COURTS = "LIMA - A strike closed the copper pits of Arequipa on Monday.\n\n"


@pytest.mark.parametrize(
    ("words", "trigger", "town"),
    [
        ("A court in Cusco had outlawed the walkout on Friday.", "outlawed", "Cusco"),
        ("A Cusco judge outlawed the walkout on Friday.", "outlawed", "Cusco"),
        ("The leader was sentenced on Friday by a court in Cusco.", "sentenced", "Cusco"),
    ],
)
def test_what_a_court_does_is_in_its_town(words: str, trigger: str, town: str) -> None:
    assert _pin(COURTS + words, trigger) == town


def test_the_court_of_a_country_is_not_in_all_of_it() -> None:
    assert _pin(COURTS + "A Bolivian judge outlawed the walkout on Friday.", "outlawed") != "Bolivia"
