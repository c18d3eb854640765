"""Names to places: the seeds' own places, ambiguity, the user's rows, runs of words."""

import pytest

from geomap.gazetteer import Gazetteer


@pytest.fixture(scope="module")
def gazetteer():
    return Gazetteer.open()


@pytest.mark.parametrize(
    ("name", "country", "lat", "lon"),
    [
        ("Pyongyang", "KP", 39.03, 125.75),
        ("Vladivostok", "RU", 43.11, 131.87),
        ("Seoul", "KR", 37.57, 126.98),
        ("Moscow", "RU", 55.75, 37.62),
        ("Vostochny Cosmodrome", "RU", 51.88, 128.33),
        ("Berth 33", "RU", 43.11, 131.89),
        ("Far Eastern Federal University", "RU", 43.03, 131.89),
        ("U.S.", "US", 39.76, -98.5),
    ],
)
def test_the_first_candidate_is_the_one_that_newspapers_mean(gazetteer, name, country, lat, lon):
    place = gazetteer.candidates(name)[0].place
    assert place.country == country
    assert (place.lat, place.lon) == (pytest.approx(lat, abs=0.1), pytest.approx(lon, abs=0.1))
