"""Names are found misspelt, by their beginning and by what else the gazetteer calls them."""

from collections.abc import Iterator

import pytest
from sample_store import HOSTILE, build_sample

from geomap.dashboard import seeking
from geomap.model import Place
from geomap.view import Filters, View

HARBOUR, CAPITAL = "geonames:2013348", "geonames:1871859"


@pytest.fixture(scope="module")
def view(tmp_path_factory: pytest.TempPathFactory) -> Iterator[View]:
    with View.open(build_sample(tmp_path_factory.mktemp("seeking") / "geomap.db", with_hostile=True)) as opened:
        yield opened


@pytest.mark.parametrize("typed", ["Vladivostok", "vladi", "VLADIVOSTOCK", "Wladiwostok", "vladivostok ", "Vladivistok"])
def test_a_place_in_any_spelling(view: View, typed: str) -> None:
    first = seeking.places(view, Filters(), typed.strip())[0]
    assert (first.value, first.name, first.events) == (HARBOUR, "Vladivostok", 2)


def test_the_numbers_are_of_what_the_other_filters_leave(view: View) -> None:
    assert seeking.places(view, Filters(event_types=["meeting"], places=[CAPITAL]), "vladivostok")[0].events == 1


def test_a_place_that_no_event_names_is_offered_with_what_is_around_it(view: View) -> None:
    found = next(offer for offer in seeking.places(view, Filters(), "Artem") if offer.value.startswith(seeking.AROUND))
    assert "no event names it" in (found.note or "")
    near = seeking.gazetteer().place(found.value.removeprefix(seeking.AROUND))
    assert near is not None
    assert found.events == view.count(Filters(bbox=seeking.box_around(near)))


@pytest.mark.parametrize("typed", ["the ministers", "ministr", "minister", "MINISTERS"])
def test_an_actor_in_any_spelling(view: View, typed: str) -> None:
    assert seeking.actors(view, Filters(), typed)[0].value == "the ministers"


def test_nothing_is_called_that(view: View) -> None:
    assert seeking.actors(view, Filters(), "zzzzqqqq") == []
    assert seeking.places(view, Filters(), "zzzzqqqq") == []


@pytest.mark.parametrize("typed", [*HOSTILE, "'; DROP TABLE events --", "\x00", "a" * 5000, "%", "\ud800"])
def test_hostile_words_are_words(view: View, typed: str) -> None:
    seeking.actors(view, Filters(), typed)
    seeking.places(view, Filters(), typed)


@pytest.mark.parametrize(("lat", "lon"), [(0, 0), (89.9, 0), (-90, 10), (10, 179.9), (10, -180), (66, 23)])
def test_a_box_around_a_place_is_one_that_filters_take(lat: float, lon: float) -> None:
    box = seeking.box_around(Place("geomap:x", "X", lat, lon, "P.PPL"))
    assert Filters(bbox=box).bbox == box
    assert box[1] <= lat <= box[3]
