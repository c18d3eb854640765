"""A town and the province of its name are one answer."""

import numpy as np
import pytest

from geomap.model import Candidate, Place
from geomap.toponyms.grain import gather_grains
from geomap.toponyms.senses import Name

CITY = Place("g:1", "La Paz", -16.5, -68.15, "P.PPL", "BO", "La Paz", 2_000_000)
DEPARTMENT = Place("g:2", "La Paz", -15.5, -68.0, "A.ADM1", "BO", "La Paz", 2_600_000, 212.0)
ELSEWHERE = Place("g:3", "La Paz", 19.36, -98.95, "A.ADM2", "MX", "México", 240_000, 3.0)
COUNTRY = Place("g:4", "La Paz", -17.0, -65.0, "A.PCLI", "BO", None, 11_000_000, 900.0)


def name(*places: Place, shares: tuple[float, ...], cues: dict[str, float] | None = None, score: float = 0.5) -> Name:
    made = Name(("la paz", "name", "0"), "La Paz", tuple(Candidate(p, "name", score) for p in places), cues=cues or {})
    made.shares = np.array(shares)
    return made


def test_a_city_and_its_department_beat_a_namesake_together() -> None:
    found = name(ELSEWHERE, CITY, DEPARTMENT, shares=(0.4, 0.35, 0.25))
    gather_grains(found)
    assert found.shares == pytest.approx([0.4, 0.6, 0.0])


@pytest.mark.parametrize("cue", ["after region", "of region", "own county"])
def test_where_the_words_speak_for_a_department_the_likelier_keeps_the_place(cue: str) -> None:
    found = name(CITY, DEPARTMENT, shares=(0.3, 0.7), cues={cue: 0.5})
    gather_grains(found)
    assert found.shares == pytest.approx([0.0, 1.0])


@pytest.mark.parametrize(("shares", "wanted"), [((0.6, 0.4), [1.0, 0.0]), ((0.4, 0.6), [0.0, 1.0])])
def test_of_a_town_and_the_district_around_it_the_likelier_stands_for_both(
    shares: tuple[float, float], wanted: list[float]
) -> None:
    district = Place("g:5", "La Paz", -16.6, -68.1, "A.ADM2", "BO", "La Paz", 2_100_000, 20.0)
    found = name(district, CITY, shares=shares)
    gather_grains(found)
    assert found.shares == pytest.approx(wanted)


@pytest.mark.parametrize(
    "other",
    [
        Place("g:6", "La Paz", -15.9, -67.9, "P.PPL", "BO", "La Paz", 900),
        Place("g:7", "La Paz", -17.9, -67.1, "P.PPL", "BO", "Oruro", 90_000),
    ],
    ids=["a village of the name", "a town elsewhere"],
)
def test_what_is_not_its_seat_is_another_place(other: Place) -> None:
    found = name(DEPARTMENT, other, shares=(0.6, 0.4))
    gather_grains(found)
    assert found.shares == pytest.approx([0.6, 0.4])


def test_a_country_and_its_capital_stay_two() -> None:
    found = name(COUNTRY, CITY, shares=(0.6, 0.4))
    gather_grains(found)
    assert found.shares == pytest.approx([0.6, 0.4])


def test_the_users_own_places_stay_as_they_are() -> None:
    found = name(CITY, DEPARTMENT, shares=(0.4, 0.6), score=1.0)
    gather_grains(found)
    assert found.shares == pytest.approx([0.4, 0.6])


def test_an_old_name_of_a_capital_is_not_the_state_that_bears_it() -> None:
    state = Place("g:8", "Maranhão", -5.0, -45.0, "A.ADM1", "BR", "Maranhão", 7_000_000, 400.0)
    capital = Place("g:9", "São Luís", -2.5, -44.3, "P.PPLA", "BR", "Maranhão", 1_000_000)
    listed = (Candidate(state, "name", 0.6), Candidate(capital, "alias", 0.4))
    found = Name(("maranhão", "name", "0"), "Maranhão", listed)
    found.shares = np.array([0.6, 0.4])
    gather_grains(found)
    assert found.shares == pytest.approx([0.6, 0.4])


@pytest.mark.parametrize(
    "inside",
    [
        Place("g:8", "La Paz", -15.9, -67.9, "P.PPL", "BO", "La Paz", 55_000),
        Place("g:9", "La Paz City", -16.5, -68.15, "P.PPLC", "BO", "La Paz", 2_000_000),
        DEPARTMENT,
    ],
    ids=["an island's town", "a capital of a longer name", "a department"],
)
def test_a_country_stands_for_what_lies_in_it_and_bears_its_name(inside: Place) -> None:
    found = name(inside, COUNTRY, shares=(0.8, 0.2))
    gather_grains(found)
    assert found.shares == pytest.approx([0.0, 1.0])


def test_a_province_stands_for_the_city_whose_longer_name_begins_with_its_own() -> None:
    city = Place("g:10", "La Paz de Ayacucho", -16.5, -69.9, "P.PPL", "BO", "La Paz", 380_000)
    province = Place("g:11", "La Paz", -15.5, -68.0, "A.ADM2", "BO", "La Paz", 1_100_000, 212.0)
    found = name(province, city, shares=(0.9, 0.1))
    gather_grains(found)
    assert found.shares == pytest.approx([0.0, 1.0])
