"""What has no place or time of its own has those of its scene, of the dateline, or of the words that point back."""

from __future__ import annotations

from datetime import date

import pytest
from reading import report, reports

from geomap.events.dateline import dateline_of
from geomap.model import GeoPrecision, Place, Role, Toponym, Usage

BOMB = "A bomb exploded in Naples on Monday, killing six people. Police arrested two men."


@pytest.mark.parametrize("word", ["killing", "arrested"])
def test_the_scene_lends_place_and_time(word: str) -> None:
    told = report(BOMB, word)
    assert told.pin is not None and told.pin.name.startswith("Nap") and told.when is not None
    assert told.when.earliest == date(2023, 3, 13)
    if word == "arrested":
        assert told.pin.how == "inherited"


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("The minister flew to Oslo on Monday.\n\nPolice arrested two men.", "arrested"),
        ("A bomb exploded in Naples on Monday.\n\nA bomb exploded in Lyon.\n\nPolice arrested two men.", "arrested"),
        ("A bomb exploded in Naples on Monday. Parliament ratified the treaty.", "ratified"),
        ("A bomb exploded in Naples in 1988.\n\nPolice arrested two men.", "arrested"),
        ("A boy died in Naples on Monday.\n\nTwo cars collided.", "collided"),
        ("The court on Tuesday sentenced a man to 21 years for the killing of 38 villagers near Naples.", "sentenced"),
    ],
)
def test_nothing_is_lent_where_it_may_be_elsewhere(text: str, word: str) -> None:
    assert all(r.pin is None for r in reports(text) if r.trigger.text == word)


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("MOPTI, Mali - Gunmen killed 50 herders in a remote village on Tuesday.", "killed"),
        ("DERA ISMAIL KHAN: The army killed 50 militants in an air strike in a remote valley near the border.", "strike"),
    ],
)
def test_what_was_in_a_village_was_not_where_it_is_told_from(text: str, word: str) -> None:
    assert report(text, word).pin is None


def test_what_was_in_the_fields_of_its_town_may_be_where_it_is_told_from() -> None:
    pin = report("MOPTI, Mali - Gunmen killed 50 herders in its fields on Tuesday.", "killed").pin
    assert pin is not None
    assert pin.name == "Mopti"


@pytest.mark.parametrize(
    ("text", "word", "name"),
    [
        ("A bomb exploded in Lyon on Monday. The minister visited the scene on Tuesday.", "visited", "Lyon"),
        ("A bomb exploded in Lyon on Monday. Hundreds gathered outside the town hall on Tuesday.", "gathered", "Lyon"),
        ("A fire broke out in Lyon on Monday. Two firefighters from Grenoble were injured.", "injured", "Lyon"),
    ],
)
def test_the_place_of_the_story_is_meant(text: str, word: str, name: str) -> None:
    pin = report(text, word).pin
    assert pin is not None and pin.name == name


def test_what_came_before_the_story_lends_no_place() -> None:
    told = report("He had met her in Newport in 2021. She wept as the verdict was read out on Monday.", "verdict")
    assert told.pin is None


def test_a_province_is_what_was_called_one() -> None:
    text = "A ferry sank off Bohol, a province in the south, on Monday. It had left Cebu. The president flew to the province."
    pin = report(text, "flew").pin
    assert pin is not None and pin.name == "Bohol"


@pytest.mark.parametrize(
    ("lead", "name"),
    [
        ("Two trains collided at Ermesinde on Friday.", "Ermesinde"),
        ("Two trains collided on Friday.", "Porto"),
        ("The minister met mayors in Braga on Friday.", "Porto"),
    ],
)
def test_a_scene_told_to_be_elsewhere_is_not_at_the_dateline(lead: str, name: str) -> None:
    pin = report(f"PORTO, Portugal (AP) - {lead} Firefighters rescued 20 passengers through the night.", "rescued").pin
    assert pin is not None and pin.name == name


def test_where_envoys_meet_no_shells_fall() -> None:
    told = reports("The envoys met in Geneva on Monday while soldiers attacked the villages.")
    assert [r.pin for r in told if r.trigger.text == "attacked"] == [None]


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("Reporting from Van, Turkey -- The search goes on.", "Van, Turkey"),
        ("SEOUL, Sept. 4 \u2014 The ministers met here on Monday.", "SEOUL, Sept. 4"),
        ("MUMBAI: Four men were arrested here on Monday.", "MUMBAI"),
        ("Mumbai, Oct 3 (PTI): Four men were arrested here on Monday.", "Mumbai, Oct 3 (PTI)"),
    ],
)
def test_datelines_with_a_date_or_a_colon(line: str, words: str) -> None:
    name = words.split(",", maxsplit=1)[0]
    place = Place("t:1", name.title(), 1.0, 1.0, "P.PPL", "XX")
    start = line.index(name)
    toponym = Toponym(start, start + len(name), name, Usage.LITERAL, place, GeoPrecision.CITY, 5.0, 0.9, "test")
    found = dateline_of(line, [toponym])
    assert found is not None and line[found.span.start : found.span.end] == words


def test_a_label_is_no_dateline() -> None:
    place = Place("t:1", "Leeds", 1.0, 1.0, "P.PPL", "GB")
    toponym = Toponym(0, 5, "Leeds", Usage.LITERAL, place, GeoPrecision.CITY, 5.0, 0.9, "test")
    assert dateline_of("Leeds: a city and its mills", [toponym]) is None
    assert dateline_of("Leeds said on Monday: Nobody was hurt.", [toponym]) is None


def test_what_happens_at_an_event_is_where_the_event_is() -> None:
    told = report("Her boss apologised at a press conference in Oslo on Monday.", "apologised")
    assert told.pin is not None and told.pin.name == "Oslo" and told.when is not None
    assert told.when.earliest == date(2023, 3, 13)


def test_a_place_of_its_own_is_never_overruled() -> None:
    told = report("A bomb exploded in Naples on Monday. Police arrested two men in Lyon.", "arrested")
    assert told.pin is not None and told.pin.name == "Lyon"


@pytest.mark.parametrize(
    ("text", "word", "name"),
    [
        ("He fled to Lyon and was arrested there.", "arrested", "Lyon"),
        ("A bomb exploded in Lyon on Monday. The minister travelled to the city on Tuesday.", "travelled", "Lyon"),
        ("A bomb exploded in Lyon on Monday. He met officers at a hospital there.", "met", "Lyon"),
        ("NAIROBI (Agency) - The ministers met here on Tuesday.", "met", "Nairobi"),
        (
            "Talks in Geneva\n\nNAIROBI (Agency) - Kenya waits.\n\nMs Brandt arrived in the capital on Sunday.",
            "arrived",
            "Nairobi",
        ),
        ("Troops entered Kherson on Monday. Shells hit the city on Tuesday.", "hit", "Kherson"),
        ("LIMA - It sold a plant in Tacna on Monday and pulled out of Ica after a dam burst there.", "burst", "Ica"),
        (
            "Ghent mourns\n\nThe jewels were found in Lyon on Monday. He had moved to Breda. Dutch police arrested him there.",
            "arrested",
            "Breda",
        ),
        ("ZURICH - Montpellier got past Zagreb on Saturday. They won the match in the Croatian city.", "won", "Zagreb"),
        ("LIMA - He had left Cusco by train. Two men were arrested in that city on Sunday.", "arrested", "Cusco"),
        ("Mill burns\n\nFire destroyed a mill in Bolton on Monday.\n\nA man was arrested here on Friday.", "arrested", "Bolton"),
    ],
)
def test_words_that_point_back(text: str, word: str, name: str) -> None:
    pin = report(text, word).pin
    assert pin is not None
    assert (pin.name, pin.how) == (name, "inherited")


def test_there_is_not_where_somebody_is_from() -> None:
    assert report("Experts from Hamburg will inspect the ship there on Friday, and will meet sailors.", "meet").pin is None


def _toponym(text: str, name: str) -> Toponym:
    place = Place("t:1", name, 1.0, 1.0, "P.PPL")
    start = text.index(name)
    return Toponym(start, start + len(name), name, Usage.LITERAL, place, GeoPrecision.CITY, 5.0, 0.9, "test")


@pytest.mark.parametrize(
    "text", ["HARARE (Agency) - It rained.", "Title\n\nHARARE, March 3 (AFP) — It rained.", "Harare, Zimbabwe — It rained."]
)
def test_datelines(text: str) -> None:
    name = "HARARE" if "HARARE" in text else "Harare"
    found = dateline_of(text, [_toponym(text, name)])
    assert found is not None
    assert text[found.span.end :].lstrip(" -—").startswith("It rained")


@pytest.mark.parametrize(
    "text", ["Harare is large — and it rained.", "It rained in HARARE (north) - again.", "HARARE. It rained - again.", "HARARE"]
)
def test_what_is_no_dateline(text: str) -> None:
    name = "HARARE" if "HARARE" in text else "Harare"
    assert dateline_of(text, [_toponym(text, name)]) is None


def test_the_dateline_takes_no_part_in_its_sentence() -> None:
    told = report("NAIROBI, Kenya — Norway and Sweden signed a treaty here on Monday.", "signed")
    assert {a.name for a in told.actors} <= {"Norway", "Sweden"}
    assert told.pin is not None and told.pin.role is Role.VENUE
