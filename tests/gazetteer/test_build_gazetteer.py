"""The parts of the build script that decide what gets into the world file."""

import importlib.util
import pickle
import sqlite3
import sys
from pathlib import Path

import pytest

SCRIPT = Path(__file__).parents[2] / "scripts" / "build_gazetteer.py"


@pytest.fixture(scope="module")
def script():
    spec = importlib.util.spec_from_file_location("build_gazetteer", SCRIPT)
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


def test_pickles_with_code_are_refused(script, tmp_path):
    path = tmp_path / "data.pkl"
    path.write_bytes(pickle.dumps([1, "a", {"b": 2.0}]))
    assert script.unpickle(path) == [1, "a", {"b": 2.0}]
    path.write_bytes(pickle.dumps(sqlite3.connect))
    with pytest.raises(pickle.UnpicklingError, match="refused"):
        script.unpickle(path)


@pytest.mark.parametrize("alias", ["LON", "NYC", "Ny", "Москва", "東京", "\U0001f1ee\U0001f1f3", "X", ""])
def test_codes_and_other_scripts_are_no_aliases(script, alias):
    assert not script.usable(alias)


@pytest.mark.parametrize("alias", ["Londres", "København", "Chişinău", "Côte d’Ivoire"])
def test_names_in_latin_letters_are(script, alias):
    assert script.usable(alias)


def test_every_package_is_pinned(script):
    assert all("==" in package for package in script.PACKAGES)


def test_rows_are_sorted_and_a_name_counts_once(script):
    world = script.World()
    world.add(5, script.Entry("Zürich", 47.37, 8.54, "P.PPL", "CH", 400_000), ["Zurich", "Turicum", "ZRH"])
    world.add(None, script.Entry("Lake", 1.0, 2.0, "H.LK", None, None, 0.2, ref="naturalearth:lake"))
    world.add(None, script.Entry("Lake", 3.0, 4.0, "H.LK", None, None, 7.6, ref="naturalearth:lake"))
    places, names = script.rows_of(world)
    assert [p[:2] for p in places] == [(-2, "naturalearth:lake-2"), (-1, "naturalearth:lake"), (5, None)]
    assert [p[-1] for p in places] == [8, 1, None]
    assert names == [("lake", -2, 0), ("lake", -1, 0), ("turicum", 5, 1), ("zurich", 5, 0)]


def test_the_same_world_gives_the_same_bytes(script, tmp_path):
    def made(name):
        world = script.World()
        world.add(5, script.Entry("Zürich", 47.37, 8.54, "P.PPL", "CH", 400_000), {"Zurich", "Turicum", "Züri"})
        script.write(world, tmp_path / name)
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
def test_lakes_are_called_lakes(script, name, english, called):
    assert script.lake_name(name, english) == called


def test_areas_reach_as_far_as_nine_towns_in_ten(script):
    towns = script.Members([(0.0, n / 10) for n in range(11)])
    assert towns.reach((0.0, 0.0)) == pytest.approx(100, rel=0.01)
    assert script.Members([(0.0, 0.0)]).reach((0.0, 0.0)) is None
