"""The geopy face."""

import socket

import pytest
from geopy.exc import GeocoderQueryError
from geopy.geocoders.base import Geocoder
from geopy.location import Location

from geomap.gazetteer import Gazetteer
from geomap.gazetteer.geocoder import GazetteerGeocoder
from geomap.gazetteer.index import shipped


@pytest.fixture(scope="module")
def geocoder():
    return GazetteerGeocoder(Gazetteer.open(shipped()))


def test_it_is_a_geopy_geocoder(geocoder):
    assert isinstance(geocoder, Geocoder)


def test_geocode_returns_a_location_with_the_places_fields(geocoder):
    found = geocoder.geocode("Vladivostok")
    assert isinstance(found, Location)
    assert (found.latitude, found.longitude) == (pytest.approx(43.106, abs=0.01), pytest.approx(131.874, abs=0.01))
    assert found.raw["id"] == "geonames:2013348"
    assert found.raw["geo_precision"] == "city"
    assert found.address.startswith("Vladivostok")


def test_geocode_several(geocoder):
    found = geocoder.geocode("Georgia", exactly_one=False, limit=2)
    assert {f.raw["country"] for f in found} == {"GE", "US"}


def test_a_container_after_a_comma_decides(geocoder):
    assert geocoder.geocode("Paris, Texas").raw["admin1"] == "Texas"
    assert geocoder.geocode("London, Canada").raw["country"] == "CA"
    assert geocoder.geocode("Paris, Nowhereland") is None


@pytest.mark.parametrize("query", ["", "Zxqyv", "'; DROP TABLE place; --", "x" * 5000])
def test_the_unknown_is_none(geocoder, query):
    assert geocoder.geocode(query) is None
    assert geocoder.geocode(query, exactly_one=False) is None


def test_reverse_gives_the_nearest_place(geocoder):
    assert geocoder.reverse((39.03, 125.76)).raw["name"] == "Pyongyang"
    assert geocoder.reverse("51.88, 128.33").raw["name"] == "Vostochny Cosmodrome"
    assert len(geocoder.reverse((48.85, 2.35), exactly_one=False, limit=3)) == 3


def test_reverse_crosses_the_antimeridian(geocoder):
    assert abs(geocoder.reverse((-16.8, -179.999)).longitude) > 178


def test_a_bad_point_is_explained(geocoder):
    with pytest.raises(GeocoderQueryError, match="latitude"):
        geocoder.reverse("nowhere")


def test_nothing_leaves_the_machine(geocoder, monkeypatch):
    def refuse(*_args, **_kwargs):
        raise AssertionError("a connection was tried")

    monkeypatch.setattr(socket, "socket", refuse)
    assert geocoder.geocode("Seoul")
    assert geocoder.reverse((37.5, 127.0))
