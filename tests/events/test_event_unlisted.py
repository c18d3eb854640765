"""Which verbs that no list has tell of an event."""

from __future__ import annotations

import json

import pytest
from reading import report, reports

from geomap import lexicon
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
    limits = json.loads(lexicon.read(unlisted.WEIGHTS_FILE))["limits"]
    assert set(limits) == {asked.value for asked in unlisted.Asked}
    assert all(0 < limit["tentative"] < limit["sure"] < 1 for limit in limits.values())
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


@pytest.mark.parametrize(
    "text",
    [
        "Engineers inspected the dam near Oslo on Monday and noticed no cracks.",
        "Published Saturday, 31 March 2018 1:19PM",
        "The minister could not be reached for comment on Tuesday.",
        "Some 300 people took part in the march in Oslo on Monday.",
    ],
)
def test_what_was_not_there_and_what_a_page_says_of_itself_tell_of_no_event(text: str) -> None:
    told = {r.trigger.text.lower() for r in reports(text)}
    assert told.isdisjoint({"noticed", "published", "reached", "took"})


def test_a_verb_that_may_tell_of_many_types_is_of_that_of_the_events_beside_it() -> None:
    found = reports("A storm struck Galway on Friday. Waves topped the sea wall at Salthill on Saturday morning.")
    assert {r.event_type for r in found if r.trigger.text == "topped"} <= {"disaster"}


def test_a_listed_verb_is_told_unless_all_speaks_against_it() -> None:
    assert "saved" not in {r.trigger.text for r in reports('"What saved us is that we know them well," he said.')}
    assert "saved" in {r.trigger.text for r in reports("Fishing boats saved 60 passengers off Oslo on Sunday.")}


@pytest.mark.parametrize(
    ("text", "verb", "no_event"),
    [
        ("The company agreed on Monday to hire thirty people.", "agreed", "hire"),
    ],
)
def test_what_is_agreed_or_refused_is_told_by_that_word_alone(text: str, verb: str, no_event: str) -> None:
    told = {r.trigger.text for r in reports(text)}
    assert verb in told
    assert no_event not in told


def test_a_listed_verb_is_none_where_its_clause_speaks_against_it() -> None:
    text = "Ann Lind landed in Oslo on Tuesday. The captain had cut his engines to save fuel."
    assert "save" not in {r.trigger.text for r in reports(text)}


def test_what_begins_to_be_done_is_told_by_that_alone() -> None:
    told = {r.trigger.text for r in reports("Navy divers began on Monday to search the hull off Bergen.")}
    assert "search" in told
    assert "began" not in told


def test_what_is_likely_enough_is_told_beside_another_event_too() -> None:
    told = {r.trigger.text for r in reports("Ann Lind arrived in Oslo on Tuesday, and three other guests departed.")}
    assert {"arrived", "departed"} <= told


def test_what_is_agreed_with_a_place_and_a_time_is_told_as_well() -> None:
    assert "meet" in {r.trigger.text for r in reports("The ministers agreed to meet in Oslo on 3 May.")}


def test_a_place_that_agrees_is_no_venue() -> None:
    found = [r for r in reports("On Monday Nairobi agreed to ease its visa rules.") if r.trigger.text == "agreed"]
    assert all(place.role.value == "about" for r in found for place in r.places)


def test_each_verb_class_names_verbs_that_its_parts_are_made_of() -> None:
    classes = unlisted.verb_classes()
    assert "settling" in classes["agree"] and "moving" in classes["climb"]
    assert classes["take"] != ()
    assert any(name.startswith("class: ") for name in unlisted.weights())


def test_what_somebody_never_did_is_no_event_whatever_stands_between() -> None:
    assert "painted" not in {r.trigger.text for r in reports("He has never, he says, painted a bridge in Oslo.")}


def test_who_says_something_is_told_of_what_is_said() -> None:
    assert "told" not in {r.trigger.text for r in reports('"The harbour is closed," she told the men in Oslo on Monday.')}


@pytest.mark.parametrize(
    ("text", "verb", "status"),
    [
        ("Aegean Lines has cancelled all its sailings to Chios until Sunday.", "cancelled", "denied"),
        ("In Manila, the defence secretary ruled out a state of emergency on Monday.", "ruled", "occurred"),
        ("Forty teenagers refused food in Lima on Friday.", "refused", "occurred"),
        ("The city of Durban banned the watering of gardens on Monday.", "banned", "occurred"),
    ],
)
def test_what_is_refused_banned_or_called_off_is_told_by_that_word_where_no_other_tells_it(
    text: str, verb: str, status: str
) -> None:
    assert {r.trigger.text: r.status.value for r in reports(text)} == {verb: status}


@pytest.mark.parametrize(
    ("text", "verb"),
    [
        ("A crane toppled in Beira on Monday and blocked the channel.", "blocked"),
        ("The firm in Lima called off the rally on Friday.", "called"),
        ("She dismissed a Paris newspaper's report on Monday.", "dismissed"),
        ("The opposition in Lima vowed on Monday to block it.", "block"),
        ("Soldiers scraped the strip with bulldozers.", "scraped"),
    ],
)
def test_what_denies_an_event_of_another_word_is_none_of_its_own(text: str, verb: str) -> None:
    assert verb not in {r.trigger.text for r in reports(text)}


def test_a_refusal_is_a_rejection_unless_it_is_to_speak() -> None:
    refused = report("A court in Graz refused on Monday to extradite him.", "refused")
    silent = report("The Kremlin refused to comment on Monday on the visit.", "refused")
    assert (refused.event_type, silent.event_type) == ("rejection", "statement")
