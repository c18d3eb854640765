"""Sites that no gazetteer has are looked for in the town that their name names."""

import pytest

from geomap.gazetteer import Gazetteer
from geomap.gazetteer.index import shipped
from geomap.gazetteer.surroundings import parts, surroundings


@pytest.fixture(scope="module")
def gazetteer():
    return Gazetteer.open(shipped())


@pytest.mark.parametrize(
    ("name", "town"),
    [
        ("University of Zagreb", "Zagreb"),
        ("Odesa Opera Theatre", "Odesa"),
        ("Leeds Crown Court", "Leeds"),
        ("King's College Aberdeen", "Aberdeen"),
        ("Bank of Finland", "Finland"),
        ("Bristol City Council", "Bristol"),
    ],
)
def test_a_site_stands_in_the_town_that_its_name_names(gazetteer, name, town):
    assert gazetteer.candidates(name) == ()
    assert surroundings(name, gazetteer)[0].place.name == town


@pytest.mark.parametrize("name", ["Odesa", "Odesa Street", "Miller Arena", "Hospital", "", "Court of Appeal", "court " * 50])
def test_other_names_are_left_alone(gazetteer, name):
    assert surroundings(name, gazetteer) == ()


def test_what_follows_of_goes_before_the_beginning_and_the_end():
    assert list(parts("Leeds College of Music in York")) == ["Music in York", "York", "Leeds", "Music in York", "York"]


def test_the_town_of_a_site_scores_less_than_the_town(gazetteer):
    assert surroundings("University of Zagreb", gazetteer)[0].score < gazetteer.candidates("Zagreb")[0].score
