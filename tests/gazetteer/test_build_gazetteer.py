"""The parts of the build script that decide what gets into the world file."""

import bz2
import importlib
import json
import pickle
import sqlite3
import sys
from pathlib import Path

import pytest

from geomap.gazetteer import Gazetteer
from geomap.gazetteer.index import shipped

SCRIPTS = Path(__file__).parents[2] / "scripts"


@pytest.fixture(scope="module", autouse=True)
def scripts_can_be_imported():
    sys.path.insert(0, str(SCRIPTS))
    yield
    sys.path.remove(str(SCRIPTS))


@pytest.fixture(scope="module")
def script():
    return importlib.import_module("build_gazetteer")


@pytest.fixture(scope="module")
def world_file():
    return importlib.import_module("world_file")


@pytest.fixture(scope="module")
def natural_earth():
    return importlib.import_module("natural_earth")


def test_pickles_with_code_are_refused(natural_earth, tmp_path):
    path = tmp_path / "data.pkl"
    path.write_bytes(pickle.dumps([1, "a", {"b": 2.0}]))
    assert natural_earth.unpickle(path) == [1, "a", {"b": 2.0}]
    path.write_bytes(pickle.dumps(sqlite3.connect))
    with pytest.raises(pickle.UnpicklingError, match="refused"):
        natural_earth.unpickle(path)


@pytest.mark.parametrize("alias", ["LON", "NYC", "Ny", "Москва", "東京", "\U0001f1ee\U0001f1f3", "X", ""])
def test_codes_and_other_scripts_are_no_aliases(world_file, alias):
    assert not world_file.usable(alias)


@pytest.mark.parametrize("alias", ["Londres", "København", "Chişinău", "Côte d’Ivoire"])
def test_names_in_latin_letters_are(world_file, alias):
    assert world_file.usable(alias)


def test_every_package_is_pinned(script):
    assert all("==" in package for package in script.PACKAGES)


def test_rows_are_sorted_and_a_name_counts_once(world_file):
    world = world_file.World()
    world.add(5, world_file.Entry("Zürich", 47.37, 8.54, "P.PPL", "CH", 400_000), ["Zurich", "Turicum", "ZRH"])
    world.add(None, world_file.Entry("Lake", 1.0, 2.0, "H.LK", None, None, 0.2, ref="naturalearth:lake"))
    world.add(None, world_file.Entry("Lake", 3.0, 4.0, "H.LK", None, None, 7.6, ref="naturalearth:lake"))
    places, names = world_file.rows_of(world)
    assert [p[:2] for p in places] == [(-2, "naturalearth:lake-2"), (-1, "naturalearth:lake"), (5, None)]
    assert [p[-1] for p in places] == [8, 1, None]
    assert names == [("lake", -2, 0), ("lake", -1, 0), ("turicum", 5, 1), ("zurich", 5, 0)]


def test_the_same_world_gives_the_same_bytes(world_file, tmp_path):
    def made(name):
        world = world_file.World()
        world.add(5, world_file.Entry("Zürich", 47.37, 8.54, "P.PPL", "CH", 400_000), {"Zurich", "Turicum", "Züri"})
        world_file.write(world, tmp_path / name)
        return (tmp_path / name).read_bytes()

    assert made("a") == made("b")


@pytest.mark.parametrize(
    ("name", "english", "called"),
    [
        ("Baikal", "Baikal", "Lake Baikal"),
        ("Lake Victoria", "Nyanza", "Lake Victoria"),
        ("Lago de Chapala", "", "Lago de Chapala"),
        ("", "", ""),
    ],
)
def test_lakes_are_called_lakes(natural_earth, name, english, called):
    assert natural_earth.lake_name(name, english) == called


def test_areas_reach_as_far_as_nine_towns_in_ten(script):
    towns = script.Members([(0.0, n / 10) for n in range(11)])
    assert towns.reach((0.0, 0.0)) == pytest.approx(100, rel=0.01)
    assert script.Members([(0.0, 0.0)]).reach((0.0, 0.0)) is None


def test_a_post_town_is_added_only_where_its_state_has_no_such_place(script, world_file, tmp_path):
    world = world_file.World()
    world.codes["US-OH"] = world.add(1, world_file.Entry("Ohio", 40.0, -83.0, "A.ADM1", "US", admin1=7))
    world.codes["US-ME"] = world.add(2, world_file.Entry("Maine", 45.0, -69.0, "A.ADM1", "US", admin1=8))
    world.add(3, world_file.Entry("Tidewell", 40.1, -83.1, "P.PPL", "US", 900, admin1=7))
    rows = [
        {"zip_code_type": "STANDARD", "state": state, "city": city, "lat": "41.0", "long": lon}
        for state, city, lon in (("OH", "Tidewell", "-83.1"), ("ME", "Tidewell", "-69.0"), ("ME", "Tidewell", "-69.2"))
    ]
    rows.append({"zip_code_type": "PO BOX", "state": "ME", "city": "Nowhere", "lat": "0.0", "long": "0.0"})
    rows.append({"zip_code_type": "MILITARY", "state": "AE", "city": "Apo", "lat": "", "long": ""})
    (tmp_path / "zipcodes").mkdir()
    with bz2.open(tmp_path / "zipcodes" / "zips.json.bz2", "wt", encoding="utf-8") as file:
        json.dump(rows, file)
    script.add_post_towns(world, tmp_path)
    added = [e for key, e in world.places.items() if key < 0]
    assert [(e.name, e.ref, e.admin1, round(e.lon, 1)) for e in added] == [("Tidewell", "post:me-tidewell", 8, -69.1)]


def test_the_landmarks_are_in_order_and_know_their_region(script, world_file):
    world = world_file.World()
    world.add(1, world_file.Entry("California", 37.0, -120.0, "A.ADM1", "US", admin1=5))
    script.add_landmarks(world)
    bridge = next(e for e in world.places.values() if e.name == "Golden Gate Bridge")
    assert (bridge.feature, bridge.country, bridge.admin1, bridge.ref) == ("S.BDG", "US", 5, "geomap:golden-gate-bridge")


def test_country_points_lie_in_their_countries(script):
    gazetteer = Gazetteer.open(shipped())
    for code, (lat, lon) in script.country_points().items():
        assert code in {p.country for p in gazetteer.near(lat, lon, 3.0)}
