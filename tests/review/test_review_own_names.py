"""A name that is always one place from now on: written into the user's gazetteer, which stays the user's."""

from __future__ import annotations

from pathlib import Path

import pytest

from geomap.errors import GazetteerError, InputError
from geomap.gazetteer import Gazetteer, own_places
from geomap.model import Place
from geomap.review.own_names import take

ROME_NY = Place("geonames:5134295", "Rome", 43.21285, -75.45573, "P.PPL", "US", "New York", 32148)
HEAD = "id,name,aliases,lat,lon,feature,country,admin1,radius_km,note\n"
FILE = (
    HEAD + 'mine:alpha,Alpha Base,Alpha | The Base,10,20,S.MILB,,,3,"a, b"\n# a remark\nmine:omega,Omega,,11,21,P.PPL,US,Ohio,,\n'
)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "gazetteer.csv"
    path.write_text(FILE, encoding="utf-8")
    return path


def test_a_new_file_with_a_row(tmp_path: Path) -> None:
    path = tmp_path / "gazetteer.csv"
    taken = take(path, "The Copper City", ROME_NY, note="Ada, 2024")
    assert (taken.line, taken.changed) == (2, True)
    assert path.read_text() == HEAD + 'geonames:5134295,Rome,The Copper City,43.21285,-75.45573,P.PPL,US,New York,,"Ada, 2024"\n'
    with_it = Gazetteer.open(path)
    assert with_it.candidates("The Copper City")[0].place.id == ROME_NY.id
    assert with_it.candidates("Rome")[0].place.id == ROME_NY.id
    assert list(tmp_path.iterdir()) == [path], "no draft is left"


def test_a_row_in_its_place_and_nothing_else_touched(file: Path) -> None:
    taken = take(file, "Rome", Place("mine:beta", "Rome", 1.0, 2.0, "P.PPL"))
    lines = file.read_text().splitlines(keepends=True)
    assert lines[taken.line - 1].startswith("mine:beta,Rome,,1,2,P.PPL")
    assert "".join(lines[: taken.line - 1] + lines[taken.line :]) == FILE


def test_an_alias_for_a_row_that_is_there(file: Path) -> None:
    assert take(file, "Omega Town", Place("mine:omega", "Omega", 11, 21, "P.PPL")).changed
    assert file.read_text().splitlines()[3] == "mine:omega,Omega,Omega Town,11,21,P.PPL,US,Ohio,,"
    before = file.read_bytes()
    assert not take(file, "omega town", Place("mine:omega", "Omega", 11, 21, "P.PPL")).changed
    assert file.read_bytes() == before


def test_a_name_leaves_the_row_that_had_it_as_an_alias(file: Path) -> None:
    take(file, "The Base", Place("mine:omega", "Omega", 11, 21, "P.PPL"))
    rows = {row.place.id: row.aliases for row in own_places.load(file)}
    assert rows == {"mine:alpha": ("Alpha",), "mine:omega": ("The Base",)}


def test_a_name_that_is_another_rows_own_is_refused(file: Path) -> None:
    with pytest.raises(InputError, match=r"line 4: Omega is the place mine:omega"):
        take(file, "Omega", ROME_NY)
    assert file.read_text() == FILE


@pytest.mark.parametrize("name", ["the", "x", "1", "a" * 300])
def test_a_name_that_can_not_be_looked_for_is_refused(file: Path, name: str) -> None:
    with pytest.raises(InputError, match="left as it was"):
        take(file, name, ROME_NY)
    assert file.read_text() == FILE


def test_a_formula_or_a_quote_is_only_text(file: Path) -> None:
    take(file, 'Berth "=33", west', ROME_NY)
    rows = {row.place.id: row.aliases for row in own_places.load(file)}
    assert rows[ROME_NY.id] == ('Berth "=33", west',)


def test_a_file_that_is_not_sound_is_left_alone(file: Path) -> None:
    file.write_text(FILE + "mine:bad,Bad,,north,20,,,,,\n")
    before = file.read_bytes()
    with pytest.raises(GazetteerError, match="line 5"):
        take(file, "Rome", ROME_NY)
    assert file.read_bytes() == before


def test_windows_line_ends_and_the_mark_of_excel_stay(file: Path) -> None:
    file.write_bytes(b"\xef\xbb\xbf" + FILE.replace("\n", "\r\n").encode())
    take(file, "Rome", ROME_NY)
    written = file.read_bytes()
    assert written.startswith(b"\xef\xbb\xbfid,")
    assert written.count(b"\r\n") == written.count(b"\n") == 5
