"""CSV: every event, nothing a spreadsheet would run, numbers that stay numbers."""

from __future__ import annotations

import csv
import io

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from view_corpus import make_store

from geomap.export import export
from geomap.export.tables import COLUMNS, guarded
from geomap.view import Filters


@pytest.fixture(scope="module")
def table(tmp_path_factory):
    return export(make_store(tmp_path_factory.mktemp("e") / "geomap.db"), Filters(), "csv")


def rows(table):
    return {row["event_id"]: row for row in csv.DictReader(io.StringIO(table.decode("utf-8-sig"), newline=""))}


def test_all_events_are_there_in_order(table):
    assert list(rows(table)) == ["evt-6", "evt-2", "evt-3", "evt-1", "evt-4", "evt-5"]
    assert list(rows(table)["evt-1"]) == list(COLUMNS)
    assert COLUMNS[:4] == ("event_id", "title", "start", "end")


def test_excel_sees_the_encoding(table):
    assert table.startswith(b"\xef\xbb\xbf")
    assert "“it was loud”".encode() in table
    assert table.count(b"\r\n") == 7


def test_coordinates_and_dates(table):
    found = rows(table)
    assert (found["evt-3"]["latitude"], found["evt-3"]["longitude"]) == ("-18.14161", "178.44149")
    assert (found["evt-1"]["start"], found["evt-1"]["end"]) == ("2023-09-01", "2023-09-30")
    assert found["evt-6"]["latitude"] == found["evt-6"]["longitude"] == ""
    assert found["evt-6"]["unplaced_reason"] == "only the country is known"
    assert found["evt-1"]["quotes"].split(" | ")[1] == "Pyongyang"


def test_numbers_are_not_quoted_and_pandas_reads_them(table):
    assert b',-18.14161,178.44149,"' in table
    frame = pd.read_csv(io.BytesIO(table), parse_dates=["start", "end"])
    assert frame.columns[0] == "event_id"
    assert frame["latitude"].dtype == frame["confidence"].dtype == "float64"
    assert frame["start"].dtype.kind == "M"


def test_formulas_are_not_formulas(table):
    found = rows(table)["evt-5"]
    assert found["title"] == '\'=HYPERLINK("http://x.example","click")'
    assert found["quotes"] == "'=2+2"


@pytest.mark.parametrize("sign", ["=", "+", "-", "@", "\t", "\r", "\n", "\x00", "＝", "＋", "－", "＠"])
def test_each_dangerous_beginning_is_guarded(sign):
    assert guarded(sign + "cmd|' /C calc'!A0").startswith("'")


@pytest.mark.parametrize("number", [-34.6, -1, 0, 12, 1e-7])
def test_numbers_stay_numbers(number):
    assert guarded(number) is number


@given(st.text())
def test_a_text_never_begins_with_a_formula_sign(text):
    assert not guarded(text).startswith(("=", "+", "-", "@", "\t", "\r", "\n"))
    assert guarded(text).removeprefix("'") in {text.replace("\x00", "\ufffd"), text.replace("\x00", "\ufffd").removeprefix("'")}


def test_unknown_and_flags():
    assert [guarded(value) for value in (None, True, False)] == ["", "true", "false"]
