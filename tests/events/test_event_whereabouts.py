"""Where an event is whose own words name no place: where the words around it say, or nowhere."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest
from reading import PUBLISHED, extraction, report

from geomap.events import whereabouts
from geomap.events.candidate_places import RULED_OUT, Candidate
from geomap.events.draft import Draft
from geomap.events.place_clues import candidates
from geomap.events.whereabouts import chosen, likelihoods, limits, weights
from geomap.model import Report


def _told(text: str, word: str) -> Report:
    found = [r for r in extraction(text, PUBLISHED).reports if word in {r.trigger.text, *(m.text for m in r.mentions)}]
    assert found, word
    return found[0]


def _pin(text: str, word: str) -> str | None:
    pin = _told(text, word).pin
    return pin.name if pin is not None else None


#: A text, a word that tells of an event there, and where that is.
PLACED = [
    ("The council opened a shelter in Braga on Monday. Two hundred people were evacuated overnight.", "evacuated", "Braga"),
    ("Thousands marched in Porto on Monday. Police arrested 40 people. Twelve demonstrators were injured.", "injured", "Porto"),
    ("The teams drew in Turin on Saturday and will meet again on Sunday.", "meet", "Turin"),
]


@pytest.mark.parametrize(("text", "word", "place"), PLACED)
def test_the_words_around_say_where(text: str, word: str, place: str) -> None:
    assert _pin(text, word) == place


#: A text, a word that tells of an event there, and a place that only says who somebody is.
WHOSE = [
    ("A shop was robbed on Monday. Tom Reed, of Halifax, pleaded not guilty.", "pleaded", "Halifax"),
    ("A yard burned down in Gdansk on Monday. Prosecutors in Warsaw ordered an inquiry.", "ordered", "Warsaw"),
    ("Oslo police officers said that a man was hurt on Monday.", "hurt", "Oslo"),
]


@pytest.mark.parametrize(("text", "word", "place"), WHOSE)
def test_who_somebody_is_says_nothing(text: str, word: str, place: str) -> None:
    names = [r.pin.name for r in extraction(text, PUBLISHED).reports if r.pin and r.trigger.text == word]
    assert place not in names


def test_a_place_of_its_own_is_never_weighed() -> None:
    text = "Thousands marched in Porto on Monday. In Porto police arrested 40 people. A bomb exploded in Kano on Tuesday."
    assert _pin(text, "exploded") == "Kano"


def test_what_is_said_is_nowhere() -> None:
    text = "A bomb exploded in Kano on Monday. The minister condemned the attack. The president said that he was appalled."
    assert all(r.pin is None for r in extraction(text, PUBLISHED).reports if r.event_type == "statement")


def test_what_is_asked_for_is_asked_for_somewhere() -> None:
    text = (
        "Hundreds marched in Braga on Monday. Their leaders lodged a petition on Tuesday. On Friday Lisbon asked Madrid for help."
    )
    assert _pin(text, "lodged") == "Braga"
    assert _pin(text, "asked") not in {"Lisbon", "Madrid"}


def test_what_a_court_says_is_in_its_town() -> None:
    assert _pin("A court in Varna had declared the walkout illegal on July 31, but the union ignored it.", "declared") == "Varna"


def test_what_was_denied_takes_no_place_of_the_story() -> None:
    text = "A bomb exploded in Kano on Monday. The army has not arrested anybody."
    assert all(r.pin is None for r in extraction(text, PUBLISHED).reports if r.trigger.text == "arrested")


def test_a_lent_place_says_that_it_is_lent() -> None:
    pin = report("Thousands marched in Porto on Monday. Police arrested 40 people.", "arrested").pin
    assert pin is not None
    assert pin.how == "inherited"


def test_every_weight_is_for_a_clue_that_has_one_meaning() -> None:
    assert len(weights()) >= 100
    assert weights()["last named in its paragraph"] > weights()["mentioned earlier"]
    assert not any(name.startswith("open: ") for name in weights())


def test_the_likelihoods_of_all_places_are_one() -> None:
    shares = likelihoods([{"nowhere": 1.0}, {"last named": 1.0}, {}], {"nowhere": 2.0, "last named": 1.0})
    assert sum(shares) == pytest.approx(1.0)
    assert shares[0] > shares[1] > shares[2]


def test_a_place_is_given_up_sooner_than_another_is_taken() -> None:
    taken = {name: limit for name, limit in limits().items() if name not in {"keep", "nowhere", "narrower"}}
    assert 0 < limits()["keep"] < min(taken.values())
    assert max(taken, key=lambda name: taken[name]) == "doubtful"


def test_nothing_is_taken_where_it_is_likely_to_be_nowhere(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(whereabouts, "limits", lambda: {"keep": 0.1, "nowhere": 0.5, "elsewhere": 0.2})
    monkeypatch.setattr(whereabouts, "weights", lambda: {"nowhere": 2.0, "a place": 1.0, "a likely place": 1.9})
    assert chosen([{"nowhere": 1.0}, {"a place": 1.0}]) == 0
    assert chosen([{"nowhere": 1.0}, {"a likely place": 1.0}]) == 0
    assert chosen([{"nowhere": 1.0}, {"a likely place": 1.0}, {"a place": 1.0}]) == 1  # likelier than not to be somewhere


def test_where_a_place_that_is_ruled_out_is_the_likeliest_there_is_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(whereabouts, "weights", lambda: {"a place": 2.0, "a likely place": 3.0})
    assert chosen([{}, {"a likely place": 1.0}, {"a place": 1.0}]) == 1
    assert chosen([{}, {"a likely place": 1.0, RULED_OUT: 1.0}, {"a place": 1.0}]) == 0


ARRESTED = "Police arrested two men."
BOMB = "A bomb went off in Naples on Monday."
#: A text, a word that tells of an event there, a place, and whether the event can't be there.
RULED = [
    ("Moscow met envoys on Tuesday.", "met", "Moscow", True),
    ("A bomb went off in Moscow on Monday. Moscow met envoys on Tuesday.", "met", "Moscow", False),
    ("Tallinn summoned the Russian envoy on Tuesday.", "summoned", "Tallinn", False),
    (f"{BOMB} The minister, who met widows at the scene, promised pensions on Wednesday in Rome.", "met", "Rome", True),
    (f"{BOMB} The minister, who visited the wards on Tuesday, promised pensions on Wednesday in Rome.", "visited", "Rome", False),
    (f"The minister flew to Oslo on Monday.\n\n{ARRESTED}", "arrested", "Oslo", True),
    (f"The minister flew to Oslo on Monday. {ARRESTED}", "arrested", "Oslo", False),
    (f"The minister spoke in Oslo on Monday.\n\n{ARRESTED}", "arrested", "Oslo", False),
    (f"A bomb exploded in Naples in 1988.\n\n{ARRESTED}", "arrested", "Naples", True),
    ("A bomb exploded in Naples in 1988.\n\nPolice arrested two men in 1989.", "arrested", "Naples", False),
    (f"A bomb exploded in Naples on Monday.\n\nA bomb exploded in Lyon.\n\n{ARRESTED}", "arrested", "Lyon", True),
    (f"A bomb exploded in Naples on Monday.\n\nA fire broke out in Lyon.\n\n{ARRESTED}", "arrested", "Lyon", False),
]


@pytest.mark.parametrize(("text", "word", "name", "ruled_out"), RULED)
def test_what_rules_a_place_out(monkeypatch: pytest.MonkeyPatch, text: str, word: str, name: str, *, ruled_out: bool) -> None:
    assert (RULED_OUT in _clues(monkeypatch, text, word)[name]) == ruled_out


STORY = (
    "Soldiers stormed a prison in Kano on Monday and killed 12 inmates.\n\nThe minister will travel to Abuja on Tuesday.\n\n"
    "In 2007 forty men escaped when a gang blew up the prison gate."
)


def _clues(monkeypatch: pytest.MonkeyPatch, text: str, word: str) -> dict[str, Mapping[str, float]]:
    """The clues of each place for the event that a word tells of, weighed though its seat may be known without."""
    seen: dict[str, Mapping[str, float]] = {}

    def listening(draft: Draft, *others: Any) -> list[Candidate]:
        found = candidates(draft, *others)
        if draft.found.token.text == word:
            seen.update({c.toponym.surface: c.clues for c in found if c.toponym is not None})
        return found

    monkeypatch.setattr(whereabouts, "candidates", listening)
    monkeypatch.setattr(whereabouts, "seat_meant", lambda found, context: None)
    extraction.__wrapped__(text, PUBLISHED)  # not what was read before
    return seen


def test_what_the_story_spoke_of_says_where(monkeypatch: pytest.MonkeyPatch) -> None:
    assert _pin(STORY, "escaped") == "Kano"
    clues = _clues(monkeypatch, STORY, "escaped")
    assert "speaks most of the same" in clues["Kano"]
    assert "speaks of the same" not in clues["Abuja"]


def test_the_story_plays_where_most_is_told_of(monkeypatch: pytest.MonkeyPatch) -> None:
    clues = _clues(monkeypatch, STORY, "escaped")
    assert "main place" in clues["Kano"]
    assert "deeds there" in clues["Kano"]
    assert "main place" not in clues["Abuja"]
    assert "only journeys" in clues["Abuja"]


def test_the_place_told_of_last_is_the_nearest(monkeypatch: pytest.MonkeyPatch) -> None:
    clues = _clues(monkeypatch, STORY, "escaped")
    assert clues["Abuja"]["told there lately"] > clues["Kano"]["told there lately"] > 0
    assert "told there last" in clues["Abuja"]


def test_a_country_that_acts_leaves_open_where(monkeypatch: pytest.MonkeyPatch) -> None:
    text = "The last soldiers left a base in Bergen on Monday. A Chinese company inspected the runway on Tuesday."
    assert "lent by rule" not in _clues(monkeypatch, text, "inspected")["Bergen"]
    assert not _clues(monkeypatch, "Engineers inspected a runway in Bergen on Tuesday.", "inspected")


def test_the_country_of_the_story_is_that_of_most_names(monkeypatch: pytest.MonkeyPatch) -> None:
    text = "The minister met mayors in Kano and Lagos on Monday. He then flew to Lima in Peru. On Friday a gang robbed a bank."
    clues = _clues(monkeypatch, text, "robbed")
    assert "not in the country of the story" in clues["Lima"]
    assert "not in the country of the story" not in clues["Kano"]
    assert "spot, coercion" in clues["Kano"]


def test_another_country_in_the_sentence_speaks_against_a_place(monkeypatch: pytest.MonkeyPatch) -> None:
    text = "Soldiers stormed a prison in Kano on Monday. On Friday a Peruvian gang robbed a bank."
    clues = _clues(monkeypatch, text, "robbed")
    assert "another country is named in its sentence" in clues["Kano"]


def test_of_whom_somebody_is_may_say_where_and_whence_may_not(monkeypatch: pytest.MonkeyPatch) -> None:
    clues = _clues(monkeypatch, "The bakers of Sucre stopped work on Monday.", "stopped")
    assert "only named otherwise" in clues["Sucre"]
    assert "Sucre" not in _clues(monkeypatch, "Engineers from Sucre tested the dam on Monday.", "tested")


def test_what_the_text_states_to_be_at_a_place_is_told_from_what_is_only_lent_to_it(monkeypatch: pytest.MonkeyPatch) -> None:
    text = "Rebels raided a base in Kano on Monday. A bus crashed in Jos on Tuesday.\n\nThe mayor of Abuja resigned."
    clues = _clues(monkeypatch, text, "resigned")
    assert clues["Kano"]["share of stated events"] == clues["Jos"]["share of stated events"] == 0.5
    assert "nothing stated there" in clues["Abuja"]
    assert "nothing stated there" not in clues["Jos"]


def test_a_place_that_only_somebody_who_is_quoted_names_is_open_to_doubt(monkeypatch: pytest.MonkeyPatch) -> None:
    told = 'A bomb went off in Kano on Monday. "We all studied in Lund," said a clerk. Police arrested two men.'
    clues = _clues(monkeypatch, told, "arrested")
    assert "only named in a quotation" in clues["Lund"]
    assert "only named in a quotation" not in clues["Kano"]


def test_a_name_outside_a_quotation_stands_for_its_place() -> None:
    text = '"We all live in Kano," a clerk said. A bomb went off in Kano on Monday. Police arrested two men.'
    pin = report(text, "arrested").pin
    assert pin is not None
    assert pin.span is not None
    assert pin.span.start > text.index("bomb")


def test_where_something_was_only_said_is_told_from_where_something_happened(monkeypatch: pytest.MonkeyPatch) -> None:
    text = "Rebels raided Kamango on Monday, a colonel told reporters in Goma. They burned the town hall."
    assert "only something is said there" in _clues(monkeypatch, text, "burned")["Goma"]


def test_whence_something_is_taken_is_weighed_and_not_from_which_country(monkeypatch: pytest.MonkeyPatch) -> None:
    assert "sentence, from" in _clues(monkeypatch, "Peru recalled its consul from Arica on Monday.", "recalled")["Arica"]
    assert "Chile" not in _clues(monkeypatch, "Peru recalled its consul from Chile on Monday.", "recalled")
    assert "Kabul" not in _clues(monkeypatch, "The minister met envoys from Kabul on Monday.", "met")


def test_a_country_that_acts_gives_way_to_the_town_where_it_does(monkeypatch: pytest.MonkeyPatch) -> None:
    text = "The Ecuadorean delegation brought with it twelve tonnes of flour for the suburbs of Piura on Monday."
    for likely, pin in ((9.0, "Piura"), (-9.0, "Ecuador")):
        monkeypatch.setattr(whereabouts, "weights", lambda likely=likely: {"in its sentence": likely})
        found = extraction.__wrapped__(text, PUBLISHED).reports
        assert [r.pin.name for r in found if r.pin is not None] == [pin]


#: A text, a word that tells of an event in a country of which its sentence says more, and where that is.
NARROWED = [
    ("In Zambia, miners blocked the road from the pits to Kitwe on Thursday, and set tyres alight in Kitwe.", "blocked", "Kitwe"),
    ("In neighbouring Kenya, where villagers protested at Kisumu on Friday, the army was called out.", "protested", "Kisumu"),
    ("Police arrested two men in Kenya on Friday. A hotel in Kisumu was shut for a day.", "arrested", "Kenya"),
]


@pytest.mark.parametrize(("text", "word", "place"), NARROWED)
def test_a_country_gives_way_to_its_place_that_the_sentence_names_besides(text: str, word: str, place: str) -> None:
    assert _pin(text, word) == place
