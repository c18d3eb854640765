"""Feature codes to precision and uncertainty."""

import pytest

from geomap.gazetteer.precision import feature_of, features, precision_of
from geomap.model import GeoPrecision, Place


def place(feature, radius=None):
    return Place("x:1", "X", 1.0, 1.0, feature, radius_km=radius)


@pytest.mark.parametrize(
    ("feature", "precision", "km"),
    [
        ("S.CTRS", "site", 5),
        ("L.NVB", "site", 5),
        ("T.MT", "site", 10),
        ("P.PPL", "city", 10),
        ("P.PPLC", "city", 10),
        ("A.ADM2", "district", 50),
        ("A.ADM1", "region", 150),
        ("A.PCLI", "country", 500),
        ("A.PCLH", "country", 1500),
        ("L.RGN", "area", 500),
        ("L.CONT", "area", 3000),
        ("T.MTS", "area", 500),
        ("H.OCN", "area", 4000),
        ("", "area", 500),
        ("?", "area", 500),
    ],
)
def test_defaults(feature, precision, km):
    assert precision_of(place(feature)) == (GeoPrecision(precision), km)


def test_the_places_own_radius_counts_before_the_default():
    assert precision_of(place("A.PCLI", 2333.0)) == (GeoPrecision.COUNTRY, 2333.0)


def test_a_code_takes_the_longest_row_that_it_starts_with():
    assert feature_of("A.PCLIX") == features()["A.PCL"]
    assert feature_of("S.ANYTHING") == features()["S"]


def test_the_figures_are_sane():
    for feature in features().values():
        assert feature.uncertainty_km > 0
        assert 0 <= feature.prominence <= 1
