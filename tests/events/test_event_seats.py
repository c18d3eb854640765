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
        ("Cusco chief magistrate Rosa Quispe cleared the leader of all charges on Friday.", "cleared", "Cusco"),
    ],
)
def test_what_a_court_does_is_in_its_town(words: str, trigger: str, town: str) -> None:
    assert _pin(COURTS + words, trigger) == town


@pytest.mark.parametrize(
    "words",
    [
        "In Brazil a court in Cusco issued a warrant on Friday.",
        "A man wanted for attacks in Trujillo was remanded by the Cusco court on Friday.",
    ],
)
def test_a_court_rules_in_its_town_wherever_the_case_began(words: str) -> None:
    assert _pin(COURTS + words, "issued" if "issued" in words else "remanded") == "Cusco"


def test_the_court_of_a_country_is_not_in_all_of_it() -> None:
    assert _pin(COURTS + "A Bolivian judge outlawed the walkout on Friday.", "outlawed") != "Bolivia"


@pytest.mark.parametrize(
    ("words", "trigger", "place"),
    [
        ("Dakar sealed its border on Friday.", "sealed", "Senegal"),
        ("Tallinn summoned the Russian ambassador on Friday.", "summoned", "Tallinn"),
    ],
)
def test_what_a_state_decides_is_at_home(words: str, trigger: str, place: str) -> None:
    assert _pin(COURTS + words, trigger) == place


def test_an_envoy_is_not_withdrawn_at_home() -> None:
    assert _pin(COURTS + "Dushanbe withdrew its envoy from Tashkent on Friday.", "withdrew") != "Dushanbe"


@pytest.mark.parametrize(
    ("words", "trigger", "town"),
    [
        ("About 900 Poti dockers stopped work on Friday.", "stopped", "Poti"),
        ("Some 8,000 residents of Albay were evacuated on Friday.", "evacuated", "Albay"),
        ("Schools in Tacna cancelled classes on Friday.", "cancelled", "Tacna"),
    ],
)
def test_what_people_do_is_where_they_are(words: str, trigger: str, town: str) -> None:
    assert _pin(COURTS + words, trigger) == town


@pytest.mark.parametrize(
    ("words", "trigger", "town"),
    [
        ("Firefighters from Bury put out the flames on Friday.", "put", "Bury"),
        ("Prosecutors in Warsaw ordered an inquiry on Friday.", "ordered", "Warsaw"),
    ],
)
def test_what_others_do_may_be_elsewhere(words: str, trigger: str, town: str) -> None:
    assert _pin(COURTS + words, trigger) != town
