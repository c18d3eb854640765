"""Gestures on the map, as the map's frame reports them; it runs in a browser, so nothing in a report is taken on trust."""

import math

import pytest

from geomap.dashboard import gestures
from geomap.dashboard.choices import Known, read


def returned(**properties: object) -> dict[str, object]:
    return {"last_active_drawing": {"type": "Feature", "properties": properties, "geometry": None}}


def test_a_symbol_names_its_places() -> None:
    gesture = gestures.read(returned(ids=["geonames:1", "geonames:2"], click=7))
    assert (gesture.kind, gesture.places) == ("symbol", ("geonames:1", "geonames:2"))


def test_a_box_is_brought_within_the_limits() -> None:
    assert gestures.read(returned(kind="box", bbox=[-10.0, -95, 20.123456, 50])).bbox == (-10.0, -90.0, 20.12346, 50.0)
    assert gestures.read(returned(kind="box", bbox=[170.0, 0, 200.0, 10])).bbox == (170.0, 0.0, -160.0, 10.0), "over 180 degrees"
    assert gestures.read(returned(kind="box", bbox=[-200.0, 0, -170.0, 10])).bbox == (160.0, 0.0, -170.0, 10.0)
    assert gestures.read(returned(kind="box", bbox=None)) == gestures.Gesture("box"), "taken away"


@pytest.mark.parametrize(
    "value", [[1, 2, 3], "1,2,3,4", [0, 0, math.nan, 1], [0, 0, True, 1], [5, 0, 5, 1], [-200, -80, 200, 80]]
)
def test_what_is_no_box_filters_nothing(value: object) -> None:
    assert gestures.box_of(value) is None


def test_a_spot() -> None:
    assert gestures.read(returned(kind="spot", spot=[43.1, 491.9])).spot == (43.1, pytest.approx(131.9))
    assert gestures.read(returned(kind="spot", spot=[95, 0])).spot is None
    assert gestures.read(returned(kind="stands", at=[43.1, 491.9, 7])).at == (43.1, pytest.approx(131.9), 7)
    assert gestures.read(returned(kind="stands", at=[43.1, 131.9, 70])).at is None
    assert gestures.read(returned(kind="stands", at="<script>")).at is None
    assert gestures.read(returned(kind="spot", spot=None)) == gestures.Gesture("spot"), "left without one"


@pytest.mark.parametrize("value", [None, {}, {"last_active_drawing": None}, {"last_active_drawing": {"properties": "x"}}])
def test_nothing_is_no_gesture(value: dict[str, object] | None) -> None:
    assert gestures.read(value).kind == "none"


@pytest.mark.parametrize(("value", "good"), [("39.03,125.75,5.5", True), ("-33,540,0", True), ("95,0,2", False), ("x", False)])
def test_a_map_position_in_the_address_is_known_or_said(value: str, good: bool) -> None:
    ignored = read({"at": [value]}, Known())[1]
    assert ignored == ([] if good else [f"at={value}"])
