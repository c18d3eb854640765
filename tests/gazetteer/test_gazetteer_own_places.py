"""The user's file: every problem is found, with its line and its cure."""

import csv
import io
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geomap.errors import GazetteerError
from geomap.gazetteer import Gazetteer, Problem, check
from geomap.gazetteer.index import shipped
from geomap.gazetteer.names import fold
from geomap.gazetteer.own_places import COLUMNS, load, over, read_text, stop_words

HEADER = ",".join(COLUMNS) + "\n"
GOOD = "mine:quay,Old Quay,Quay of Old | The Quay Side,43.1,131.9,S.WHRF,RU,,1,\n"


def problems(rows, header=HEADER):
    return read_text((header + rows).encode(), "my.csv")[1]


def test_a_good_row_has_no_problem():
    places, found = read_text((HEADER + GOOD).encode(), "my.csv")
    assert found == []
    assert (places[0].place.id, places[0].aliases, places[0].place.radius_km) == (
        "mine:quay",
        ("Quay of Old", "The Quay Side"),
        1.0,
    )


@pytest.mark.parametrize(
    ("row", "words"),
    [
        ("x:1,,,43,131,,,,,", "name is empty"),
        ("x:1,A,,43,131,,,,,", "too short"),
        ("x:1,The,,43,131,,,,,", "everyday word"),
        ("x:1,Quay,of | Q1,43,131,,,,,", "everyday word"),
        ("x:1,33,,43,131,,,,,", "no letter"),
        ("x:1,Quay,,,131,,,,,", "lat is missing"),
        ("x:1,Quay,,north,131,,,,,", "not a number"),
        ('x:1,Quay,,"43,1",131,,,,,', "not a number"),
        ("x:1,Quay,,nan,131,,,,,", "not a number"),
        ("x:1,Quay,,inf,131,,,,,", "not a number"),
        ("x:1,Quay,,131.9,43.1,,,,,", "swapped"),
        ("x:1,Quay,,43,181,,,,,", "beyond 180"),
        ("x:1,Quay,,0,0,,,,,", "open sea"),
        ("x:1,Quay,,43,131,,,,-3,", "radius_km"),
        ("x:1,Quay,,43,131,,,,1e9,", "radius_km"),
        ("x:1,Quay,,43,131,village,,,,", "feature"),
        ("x:1,Quay,,43,131,,Russia,,,", "country"),
        ("quay,Quay,,43,131,,,,,", "the id is"),
        ("x:1,Quay,,43,131,,,,,,,", "fields"),
        (f"x:1,{'q' * 300},,43,131,,,,,", "300 characters"),
        ('x:1,"Qu\nay",,43,131,,,,,', "control character"),
        ("x:1,Qu\x1b[31may,,43,131,,,,,", "control character"),
    ],
)
def test_a_bad_row_is_named_with_its_line_and_a_cure(row, words):
    found = [p for p in problems(GOOD + row + "\n") if p.fatal]
    assert found
    assert words in found[0].message
    assert (found[0].path, found[0].line) == ("my.csv", 3)
    assert found[0].cure
    assert str(found[0]).startswith("my.csv, line 3: ")


def test_a_line_break_inside_quotes_does_not_shift_the_count():
    rows = 'x:1,Quay,,43,131,,,,,"a note\nof two lines"\nx:2,Pier,,99,131,,,,,\n'
    assert [p.line for p in problems(rows)] == [4]


def test_the_same_id_twice_names_both_lines():
    (found,) = problems(GOOD + GOOD)
    assert found.line == 3
    assert "line 2" in found.message


@pytest.mark.parametrize(
    ("raw", "words"),
    [
        (b"", "empty"),
        (b"id;name;lat;lon\n", "semicolons"),
        (b"id\tname\tlat\tlon\n", "tabs"),
        (b"id,name,latitude,lon\n", "no column lat"),
        (b"name,lat,lon,lon\n", "twice"),
        ("name,lat,lon\n".encode("utf-16"), "UTF-16"),
        (b"PK\x03\x04rubbish", "Excel"),
        (b"name,lat,lon\nQuay,43,131\nCaf\xe9 Pier,43,131\n", "not UTF-8"),
        (b"name,lat,lon\nQu\0ay,43,131\n", "NUL"),
        (b'name,lat,lon\n"Quay,43,131\n', "no CSV"),
    ],
)
def test_a_bad_file_is_explained(raw, words):
    places, found = read_text(raw, "my.csv")
    assert places == ()
    assert words in found[0].message


def test_broken_encoding_names_the_line():
    assert read_text(b"name,lat,lon\nQuay,43,131\nCaf\xe9 Pier,43,131\n", "my.csv")[1][0].line == 3


def test_a_byte_order_mark_and_windows_line_ends_are_fine():
    places, found = read_text(("\ufeff" + HEADER + GOOD).replace("\n", "\r\n").encode(), "my.csv")
    assert (len(places), found) == (1, [])


def test_an_unknown_column_is_said_but_does_no_harm():
    places, found = read_text(b"name,lat,lon,colour\nQuay,43,131,red\n", "my.csv")
    assert len(places) == 1
    assert [p.fatal for p in found] == [False]


def test_empty_lines_and_comments_are_passed_over():
    assert problems("\n# mine\n,,,,,,,,,\n" + GOOD) == []


def test_very_many_bad_rows_cost_no_more_than_their_number():
    start = time.process_time()
    places, found = read_text((HEADER + "x,,,,,,,,,\n" * 20_000).encode(), "my.csv")
    assert (places, len(found)) == ((), 20_000 * 4)
    assert time.process_time() - start < 5


def test_a_missing_file_is_a_problem_not_a_crash(tmp_path):
    (found,) = check(tmp_path / "none.csv")
    assert isinstance(found, Problem)
    assert "none.csv" in str(found)
    assert check(tmp_path)


def test_loading_a_bad_file_lists_its_lines(tmp_path):
    path = tmp_path / "bad.csv"
    path.write_text(HEADER + "".join(f"x:{n},Quay {n},,95,131,,,,,\n" for n in range(30)), encoding="utf-8")
    with pytest.raises(GazetteerError, match=r"line 2: lat is 95(.|\n)*10 more"):
        load(path)
    with pytest.raises(ValueError, match="line 2"):
        Gazetteer.open(path)


@given(st.binary(max_size=300))
def test_no_bytes_make_the_reader_fail(raw):
    places, found = read_text(b"name,lat,lon\n" + raw, "my.csv")
    assert all(-90 <= p.place.lat <= 90 for p in places)
    assert all(p.line >= 1 for p in found)


def test_the_shipped_file_is_in_order():
    path = Path(shipped())
    assert check(path) == []
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert tuple(rows[0]) == COLUMNS
    assert [r["id"] for r in rows] == sorted(r["id"] for r in rows)
    assert all(r["radius_km"] and r["feature"] for r in rows)
    assert len(rows) > 500


def test_stop_words_are_folded():
    assert {fold(w) for w in stop_words()} == stop_words()


def test_a_users_row_hides_the_shipped_one_of_its_id_or_name_and_no_other():
    def rows(*lines):
        return read_text(("id,name,aliases,lat,lon\n" + "\n".join(lines)).encode(), "my.csv")[0]

    base = rows("s:keep,Keep,Kept | Shared,1,1", "s:id,Old name,,2,2", "s:name,Starfield,,3,3", "s:alias,Pad Nine,,4,4")
    users = rows("s:id,New name,,5,5", "u:1,starfield,SHARED,6,6", "u:2,Ninth Pad,Pad nine,7,7")
    found = over(users, base)
    assert {row.place.id: row.aliases for row in found} == {
        "s:id": (),
        "u:1": ("SHARED",),
        "u:2": ("Pad nine",),
        "s:keep": ("Kept",),
    }
    assert [row.place.lat for row in found if row.place.id == "s:id"] == [5]


def test_one_look_at_a_row_sees_what_a_close_look_sees():
    turned = io.StringIO()
    with shipped().open(encoding="utf-8", newline="") as file:
        csv.writer(turned).writerows(reversed(row) for row in csv.reader(file))
    places, found = read_text(turned.getvalue().encode(), "turned.csv")
    assert not found
    assert list(places) == list(load(shipped()))
