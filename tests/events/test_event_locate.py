"""Where it happened: the places of the event's own words, with what they are to it."""

from __future__ import annotations

import pytest
from reading import extraction, report, reports

from geomap.events.pins import in_full, in_their_towns
from geomap.model import GeoPrecision, PlaceMention, Role, Span

PINS = [
    ("The ministers met in Oslo on Tuesday.", "met", "Oslo", Role.VENUE),
    ("The minister flew to Oslo on Tuesday.", "flew", "Oslo", Role.DESTINATION),
    ("The minister visited Oslo on Tuesday.", "visited", "Oslo", Role.DESTINATION),
    ("The minister left Oslo on Tuesday.", "left", "Oslo", Role.ORIGIN),
    ("The minister left for Oslo on Tuesday.", "left", "Oslo", Role.DESTINATION),
    ("The talks were held in Oslo on Tuesday.", "talks", "Oslo", Role.VENUE),
    ("They travelled to Oslo to sign a treaty.", "sign", "Oslo", Role.VENUE),
    ("Two bombs hit Kherson on Tuesday.", "hit", "Kherson", Role.VENUE),
    ("Hackers attacked the computers of two terminals in Rotterdam.", "attacked", "Rotterdam", Role.VENUE),
    ("The train from Oslo arrived on Tuesday.", "arrived", "Oslo", Role.ORIGIN),
    ("A plane crashed in the hills west of Naples on Monday.", "crashed", "Naples", Role.VENUE),
    ("Kenya will host a summit in September.", "summit", "Kenya", Role.VENUE),
    ("They fly to Oslo tomorrow, where the final match starts on Saturday.", "match", "Oslo", Role.VENUE),
    ("A boulder rolled down outside Bergen on Tuesday, damaging dozens of homes.", "damaging", "Bergen", Role.VENUE),
    ("A silence was held in Leeds before the match between two clubs.", "match", "Leeds", Role.VENUE),
    ("Floodwater swept through dozens of villages in Assam on Tuesday.", "swept", "Assam", Role.VENUE),
    ("The Turkish earthquake has cut off many villages.", "earthquake", "Turkey", Role.VENUE),
    ("The miners were rushed from Lyon to Grenoble on Tuesday.", "rushed", "Grenoble", Role.DESTINATION),
    ("A storm battered a Texas chemical plant on Tuesday.", "battered", "Texas", Role.VENUE),
    ("A ferry sank off Bergen, a city west of Oslo, on Tuesday.", "sank", "Bergen", Role.VENUE),
    ("He was taken to a clinic in Lyon on Tuesday.", "taken", "Lyon", Role.DESTINATION),
    ("Six pilgrims died when a bus fell into a ravine near Naples on Tuesday.", "died", "Naples", Role.VENUE),
    ("He spoke of Oslo, where the ministers met on Tuesday.", "met", "Oslo", Role.VENUE),
    ("He spoke of Calama in northern Chile, where the ministers met on Tuesday.", "met", "Calama", Role.VENUE),
    ("He cancelled a flight to Oslo, where the ministers were due to meet on Tuesday.", "meet", "Oslo", Role.VENUE),
    ("Officers stopped a van in Bergen on Tuesday and detained two men.", "detained", "Bergen", Role.VENUE),
    ("Doctors in Bergen, who went on strike in December, want more pay.", "went", "Bergen", Role.VENUE),
    ("A firm from Oslo is closing a factory near Bergen.", "closing", "Bergen", Role.VENUE),
    ("Farmers plan to block the port of Bergen on Friday.", "block", "Bergen", Role.VENUE),
    ("Gunmen ambushed a convoy between Diffa and Bosso on Monday.", "ambushed", "Diffa", Role.VENUE),
    ("Miners blocked the road between Kitwe and Ndola on Thursday.", "blocked", "between Kitwe and Ndola", Role.VENUE),
    ("Norwegians voted on the treaty on Sunday.", "voted", "Norway", Role.VENUE),
    ("When Norway held its referendum in May, the banks closed.", "referendum", "Norway", Role.VENUE),
    ("The drivers ended a two-day blockade of Bergen on Monday.", "blockade", "Bergen", Role.VENUE),
    ("Two boats collided off the islet of Farmakonisi on Tuesday.", "collided", "Farmakonisi", Role.VENUE),
    ("A boat went down within sight of Bergen on Tuesday.", "went", "Bergen", Role.VENUE),
    ("The bus had left Bergen in Norway on Sunday for the lakes.", "left", "Bergen", Role.ORIGIN),
    ("Soldiers arrested two men in the old medina of Tunis on Friday.", "arrested", "Tunis", Role.VENUE),
    ("Youths stoned a police post in a poor quarter of Tunis on Friday.", "stoned", "Tunis", Role.VENUE),
    ("The ship lies in the roadstead of Lisbon, where six sailors fell ill on Friday.", "fell", "Lisbon", Role.VENUE),
]
UNPINNED = [
    ("A bomb exploded 60 km west of Naples on Monday.", "exploded"),
    ("The banker was jailed over a fraud in Marbella on Tuesday.", "jailed"),
    ("Moscow met envoys on Tuesday.", "met"),
    ("The ministers of Norway met on Tuesday.", "met"),
    ("Talks between Russia and China were held on Tuesday.", "Talks"),
    ("Experts from Hamburg tested the vaccine on Tuesday.", "tested"),
    ("The ambassador to Norway met envoys on Tuesday.", "met"),
]


@pytest.mark.parametrize(("text", "word", "name", "role"), PINS)
def test_the_pin_and_its_role(text: str, word: str, name: str, role: Role) -> None:
    pin = report(text, word).pin
    assert pin is not None
    assert (pin.name, pin.role) == (name, role)


@pytest.mark.parametrize(("text", "word"), UNPINNED)
def test_who_acts_or_is_only_named_is_no_venue(text: str, word: str) -> None:
    assert report(text, word).pin is None


def test_who_is_behind_an_event_is_elsewhere() -> None:
    assert [r.pin for r in reports("Police traced the attack on Tuesday to a group in Minsk.") if r.pin is not None] == []


def test_one_event_at_two_places_has_both() -> None:
    places = report("Rallies were held in Grenoble and in Lyon on Tuesday.", "Rallies").places
    assert {p.name for p in places if p.role is Role.VENUE} == {"Grenoble", "Lyon"}


def test_a_place_is_named_once_whatever_it_is_to_the_event() -> None:
    places = report("Talks in Oslo between Oslo and envoys were held on Tuesday.", "Talks").places
    assert [p.name for p in places].count("Oslo") == 1


def test_the_country_that_says_which_town_is_meant_is_no_second_place() -> None:
    assert [p.name for p in report("The ministers met in Lyon, France, on Tuesday.", "met").places] == ["Lyon"]


@pytest.mark.parametrize(
    ("text", "trigger", "place", "how"),
    [
        ("The man was sentenced at Albany County Court on Friday.", "sentenced", "Albany County", "explicit"),
        ("On Friday Nairobi police arrested a man.", "arrested", "Nairobi", "inherited"),
        ("OSLO, Norway (Wire) --\nAbout 500 people attended a memorial service on Sunday.", "service", "Oslo", "inherited"),
    ],
)
def test_buildings_authorities_and_datelines_say_where(text: str, trigger: str, place: str, how: str) -> None:
    pin = report(text, trigger).pin
    assert pin is not None
    assert (pin.name, pin.how) == (place, how)


def test_a_name_that_is_only_somewhere_near_has_no_point() -> None:
    text = (
        "A fishing boat capsized off Zarkovinsa on Tuesday, police in Nadi said. The port of Nadi was closed. "
        "Rescuers in Suva and Nadi were called."
    )
    named = next(t for t in extraction(text).toponyms if t.surface == "Zarkovinsa")
    assert named.geo_precision is GeoPrecision.NEAR
    (place,) = report(text, "capsized").places
    assert (place.name, place.place, place.geo_precision) == ("Zarkovinsa", None, GeoPrecision.NONE)


def test_a_site_that_lies_in_a_known_town_keeps_its_own_name() -> None:
    told = report("Ministers met at Zarkova Hall in Bergen on Tuesday.", "met")
    assert told.places[0].name in {"Bergen", "Zarkova Hall"}
    assert told.places[0].place is not None
    assert told.places[0].place.name == "Bergen"


@pytest.mark.parametrize(
    "words",
    [
        *("left Aveiro, on the coast of Portugal,", "left Aveiro, in Portugal,"),
        *("left Aveiro, south of Porto,", "left Aveiro, 60 km south of Porto,"),
    ],
)
def test_where_a_place_lies_is_not_where_one_went(words: str) -> None:
    pin = report(f"The boat {words} on Monday.", "left").pin
    assert pin is not None
    assert pin.name == "Aveiro"


def test_a_clause_whose_verb_was_read_as_none_keeps_its_place() -> None:
    text = (
        "LINZ, Austria - Some 300 people were under orders on Saturday to leave their homes after a fire leapt across Traun Lake."
    )
    assert all(p.name != "Okanagan" for p in report(text, "leave").places if p.role is not Role.ABOUT)


def test_the_centre_of_a_town_is_called_as_the_town() -> None:
    pin = report("Two men robbed a bank in the centre of Antwerp on Monday.", "robbed").pin
    assert pin is not None
    assert pin.name == "Antwerp"
    assert pin.geo_precision is GeoPrecision.AREA


def test_each_item_of_briefs_has_its_own_dateline() -> None:
    """*Here* is where the item is told from, and so is what its first sentence tells of."""
    text = (
        "Nordic briefs\n\nBERGEN, Norway - The mayor opened a school on Tuesday, officials said.\n\n"
        "TURKU, Finland - A court here jailed two men on Monday.\n\n"
        "MALMO, Sweden - Fire destroyed a warehouse on Sunday.\n"
    )
    pins = [report(text, word).pin for word in ("opened", "jailed", "destroyed")]
    assert [pin.name for pin in pins if pin is not None] == ["Bergen", "Turku", "Malmö"]


@pytest.mark.parametrize(
    ("text", "role"),
    [
        ("the High Court in Freetown", Role.VENUE),
        ("Freetown's High Court", Role.VENUE),
        ("the High Court of Freetown", Role.ABOUT),
    ],
)
def test_a_site_that_nobody_knows_is_in_its_town(text: str, role: Role) -> None:
    at, start = text.index("High Court"), text.index("Freetown")
    site = PlaceMention("High Court", Role.VENUE, None, GeoPrecision.NONE, None, Span(at, at + 10))
    town = PlaceMention("Freetown", Role.ABOUT, None, GeoPrecision.CITY, 5.0, Span(start, start + 8))
    assert [m.role for m in in_their_towns([site, town], text)] == [Role.VENUE, role]


def test_where_a_quake_was_only_felt_is_not_where_it_was() -> None:
    found = report("The earthquake was also felt in nearby Armenia.", "earthquake")
    assert [(p.name, p.role) for p in found.places] == [("Armenia", Role.ABOUT)]


def test_where_something_is_put_off_is_where_it_would_be() -> None:
    found = report("The navy has delayed a missile test for next week at a base in California.", "test")
    assert found.pin is not None
    assert found.pin.name == "California"


@pytest.mark.parametrize(
    ("text", "word", "name"),
    [
        ("He met the president in the Zambian capital on Tuesday.", "met", "Lusaka"),
        ("He flew to Malaysia's capital on Tuesday.", "flew", "Kuala Lumpur"),
        ("The two signed it at the palace in the Sri Lankan capital on Tuesday.", "signed", "Colombo"),
        ("A bomb exploded in the capital of Mali on Tuesday.", "exploded", "Bamako"),
        (
            "DAKAR, March 14 (ANA) - Troops loyal to Mali's president exchanged fire with rebels in the capital.",
            "exchanged",
            "Bamako",
        ),
    ],
)
def test_a_capital_may_be_named_by_its_country(text: str, word: str, name: str) -> None:
    pin = report(text, word).pin
    assert pin is not None
    assert pin.name == name


def test_where_something_takes_place_is_not_whose_it_is() -> None:
    pin = report("Europe's next rocket launch takes place in Naples on 20 March.", "launch").pin
    assert pin is not None
    assert pin.name == "Naples"


def test_the_capital_of_a_country_may_be_named_beside_it() -> None:
    names = {p.name for p in report("He met the king in Naples, the capital of Mali, on Tuesday.", "met").places}
    assert names == {"Naples", "Mali"}


def test_capital_may_be_money() -> None:
    assert all(p.name != "Lusaka" for r in reports("Foreigners left Zambian capital markets on Tuesday.") for p in r.places)


def test_a_coast_may_be_named_by_its_country() -> None:
    told = report("A ferry sank off the Kenyan coast on Tuesday, killing six.", "sank")
    assert [(p.name, p.role) for p in told.places] == [("Kenya", Role.VENUE)]
    told = report("A ferry sank off the Kenyan coast of Lamu on Tuesday, killing six.", "sank")
    assert told.places[0].name == "Lamu"


def test_whose_part_a_place_lies_in_is_not_where_it_was() -> None:
    pin = report("The agency might launch from Biak in Indonesia's Papua next year.", "launch").pin
    assert pin is not None
    assert pin.name == "Biak"


def test_an_unknown_village_is_not_its_part_of_the_country() -> None:
    pin = report("Nine miners were rescued on Sunday from a shaft near Quillabor, in southern Peru.", "rescued").pin
    assert pin is not None
    assert (pin.name, pin.place) == ("Quillabor", None)


@pytest.mark.parametrize(
    ("site", "name"),
    [("the Wahidin hospital", "Wahidin hospital"), ("the Hotel Vanha", "Hotel Vanha"), ("the Kamuzu House", "Kamuzu House")],
)
def test_a_building_that_nobody_knows_is_in_the_town_of_the_story(site: str, name: str) -> None:
    text = f"Dockers marched through Tampere on Monday. Their leader met the mayor of Tampere at {site} on Tuesday."
    told = report(text, "met")
    assert told.pin is not None
    assert (told.pin.name, told.pin.how) == ("Tampere", "inherited")
    assert name in [p.name for p in told.places if p.role is Role.VENUE]


def test_a_building_keeps_its_own_name_where_the_story_has_no_town() -> None:
    pin = report("Their leader met the mayor at the Hotel Vanha on Tuesday.", "met").pin
    assert pin is not None
    assert pin.name == "Hotel Vanha"


def test_an_island_that_nobody_knows_is_the_island() -> None:
    text = (
        "A fire broke out on Varkul Island on Tuesday. A boat left Mwanza on Wednesday. Four were held on the island on Thursday."
    )
    pin = report(text, "held").pin
    assert pin is not None
    assert (pin.name, pin.how) == ("Varkul Island", "inherited")


def test_there_is_what_was_named_last() -> None:
    text = "Most of the cargo was landed in Ermoupoli. The ship reached Syros on Friday. Experts will inspect it there next week."
    pin = report(text, "inspect").pin
    assert pin is not None
    assert pin.name == "Syros"


@pytest.mark.parametrize(
    ("behind", "name"),
    [
        (" hotel on Monday", "Zorvane hotel"),
        (" hospital.", "Zorvane hospital"),
        (" on Monday", "Zorvane"),
        (" hotels", "Zorvane"),
    ],
)
def test_a_building_that_no_gazetteer_has_is_called_what_it_is(behind: str, name: str) -> None:
    mention = PlaceMention("Zorvane", Role.VENUE, None, GeoPrecision.NONE, None, Span(0, 7))
    assert in_full(mention, "Zorvane" + behind).name == name
