"""The picture: a PNG of the right size in which every place is where it belongs and every status has its form."""

from __future__ import annotations

import io

import pytest
from hostile_store import make_hostile_store
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image
from view_corpus import SUVA, VLADIVOSTOK, make_store

from geomap.export import export, markers
from geomap.export.mercator import Frame, ring
from geomap.export.picture import HEIGHT, WIDTH, png
from geomap.view import Filters, View


@pytest.fixture(scope="module")
def store_path(tmp_path_factory):
    return make_store(tmp_path_factory.mktemp("p") / "geomap.db")


def picture(path, **conditions):
    return Image.open(io.BytesIO(export(path, Filters(**conditions), "png"))).convert("RGB")


def colour_count(image, colour):
    wanted = tuple(int(colour[i : i + 2], 16) for i in (1, 3, 5))
    return sum(pixel == wanted for pixel in image.get_flattened_data())


def test_a_slide_with_the_symbol_in_the_middle(store_path):
    image = picture(store_path, event_types=("disaster",), text="Suva")
    assert image.size == (WIDTH, HEIGHT)
    assert colour_count(image, markers.colour("disaster")) > 100


def test_what_is_planned_is_not_filled(store_path):
    filled = colour_count(picture(store_path, text="visited"), markers.colour("travel"))
    dashed = colour_count(picture(store_path, event_types=("meeting",)), markers.colour("meeting"))
    assert dashed < filled / 2


def test_a_country_is_tinted_and_never_pinned(store_path):
    image = picture(store_path, event_types=("threat",))
    assert colour_count(image, "#f2dfc3") > 10_000
    assert colour_count(picture(store_path, event_types=("travel",)), "#f2dfc3") == 0


def test_an_empty_selection_is_a_picture_too(store_path):
    assert picture(store_path, text="nowhere").size == (WIDTH, HEIGHT)


def test_hostile_names_are_drawn(tmp_path):
    assert picture(make_hostile_store(tmp_path / "geomap.db")).size == (WIDTH, HEIGHT)


def test_a_box_is_the_frame():
    frame = Frame.around([(120.0, 30.0), (150.0, 50.0)], 1600, 900)
    assert frame.shows(frame.at(VLADIVOSTOK.lon, VLADIVOSTOK.lat))
    assert not frame.shows(frame.at(SUVA.lon, SUVA.lat))


def test_a_position_is_the_middle_and_shows_what_the_page_shows():
    frame = Frame.standing((43.1, 131.9, 8.0), 1920, 1080)
    assert frame.at(131.9, 43.1) == pytest.approx((960, 540), abs=0.01)
    assert frame.scale == pytest.approx(256 * 2**8 * 2), "a map of 540 pixels from north to south fills 1080"
    assert Frame.standing((0.0, 0.0, 0.0), 1920, 1080).scale == 1080, "never more than the world from pole to pole"


def test_what_lies_outside_the_picture_is_counted_below(store_path):
    with View.open(store_path) as view:
        near, far = (Image.open(io.BytesIO(png(view, Filters(text="Suva"), at=at))) for at in ((-18.14, 178.44, 9), (43, 132, 9)))
    assert colour_count(near.convert("RGB"), markers.colour("disaster")) > colour_count(
        far.convert("RGB"), markers.colour("disaster")
    )
    foot = (40, HEIGHT - 40, 700, HEIGHT - 10)
    assert near.crop(foot).getextrema() != far.crop(foot).getextrema(), "only the second says what it leaves out"


def test_a_frame_crosses_the_180th_meridian_where_that_is_shorter():
    frame = Frame.around([(178.4, -18.1), (-171.8, -13.8)], 1600, 900)
    assert 360 * frame.width / frame.scale < 90
    assert all(frame.shows(frame.at(lon, lat)) for lon, lat in ((178.4, -18.1), (-171.8, -13.8)))


def test_rings_are_steps_of_hundredths():
    assert ring([171, 4250, -3, 0, -9, -4]) == [(1.71, 42.5), (1.68, 42.5), (1.59, 42.46)]


@given(st.lists(st.tuples(st.floats(-180, 180), st.floats(-80, 80)), min_size=1, max_size=8))
def test_a_frame_shows_all_its_points_and_no_more_than_the_world(points):
    frame = Frame.around(points, 1600, 900)
    assert 0 <= frame.top <= 1
    assert frame.top + frame.height / frame.scale <= 1 + 1e-9
    for lon, lat in points:
        x, y = frame.at(lon, lat)
        assert -1 <= x <= frame.width + 1
        assert -1 <= y <= frame.height + 1
