"""Facets, extent, histogram, map points, journeys: the figures the dashboard shows."""

from __future__ import annotations

from datetime import date

import pytest
from view_corpus import make_store

from geomap.model import Document
from geomap.view import Filters, View, source_label
from geomap.view.spots import spots, ways


@pytest.fixture(scope="module")
def view(tmp_path_factory):
    with View.open(make_store(tmp_path_factory.mktemp("v") / "geomap.db")) as opened:
        yield opened


def test_summary_adds_up(view):
    summary = view.summary()
    assert (summary.events, summary.placed, summary.unplaced, summary.undated) == (6, 4, 2, 2)
    assert (summary.places, summary.documents) == (4, 3)
    assert view.summary(Filters(sources=["The Daily"])).documents == 2


def test_facets_count_under_the_other_filters(view):
    facets = view.facets(Filters(sources=["The Daily"], statuses=["planned"]))
    assert facets["sources"] == {"The Daily": 1, "second file": 1, "Pacific Post": 0}
    assert facets["statuses"] == {"denied": 1, "planned": 1, "occurred": 0, "possible": 0}
    assert facets["event_types"] == {"meeting": 1, "disaster": 0, "statement": 0, "threat": 0, "travel": 0}
    assert view.facets()["background"] == {"yes": 1, "no": 5}
    assert list(view.facets()["sources"]) == ["second file", "Pacific Post", "The Daily"]


def test_extent(view):
    assert view.extent() == (date(2022, 1, 1), date(2023, 9, 30))
    assert view.extent(Filters(event_types=["statement"])) is None


def test_places_have_every_status_and_their_events(view):
    places = {spot.name: spot for spot in spots(view, Filters())}
    assert set(places) == {"Vladivostok", "Pyongyang", "Suva", "Apia", "Russia"}
    assert (places["Vladivostok"].statuses, places["Vladivostok"].types) == ({"planned": 1}, {"meeting": 1})
    suva = places["Suva"].place_id
    assert view.event_ids([suva, "geonames:0"]) == {suva: ["evt-3"]}
    assert view.event_ids([suva], Filters(statuses=["planned"])) == {}


def test_what_is_only_known_as_a_country_is_an_area(view):
    russia = next(spot for spot in spots(view, Filters()) if spot.precision == "country")
    assert (russia.name, russia.lat, russia.lon, russia.types) == ("Russia", 60.0, 100.0, {"threat": 1})
    assert "area_lat" not in view.events().columns


def test_only_so_many_places_are_drawn(view):
    assert len(spots(view, Filters(), limit=1)) == 1
    assert spots(view, Filters(sources=["Nobody"])) == []


def test_unplaced_events_say_why(view):
    found = view.unplaced().set_index("event_id")["unplaced_reason"].to_dict()
    assert found == {"evt-6": "only the country is known", "evt-5": "no place is named"}
    assert list(view.undated()["event_id"]) == ["evt-4", "evt-5"]


def test_journeys_join_two_points(view):
    assert [
        (way.origin, way.destination, way.event_type, way.selected) for way in ways(view, Filters(), selected_event="evt-2")
    ] == [((43.10562, 131.87353), (39.03385, 125.75432), "travel", True)]


def test_a_story_is_what_its_articles_tell(view):
    assert view.story("evt-2") == ["evt-1", "evt-2", "evt-5", "evt-6"]
    assert view.story("evt-3") == ["evt-3", "evt-4"]
    assert view.story("evt-3", limit=1) == ["evt-3"]
    assert view.story("evt-none") == []


def test_places_are_found_by_name_or_id(view):
    assert view.places_called("SUVA") == view.places_called("geonames:2198148") == ["geonames:2198148"]
    assert view.places_called("Nowhere") == []


def test_histogram_shares_sum_to_the_dated_events(view):
    for size in ("auto", "day", "week", "month", "year"):
        frame = view.histogram(bin=size)
        assert frame["share"].sum() == pytest.approx(4)
        assert (frame["n"] >= frame["share"] - 1e-9).all()
        assert frame["start"].is_monotonic_increasing


def test_histogram_by_month_is_by_hand(view):
    frame = view.histogram(Filters(start=date(2023, 7, 1), end=date(2023, 9, 15)), bin="month", by="status")
    rows = {(r.series, r.start.isoformat()): (r.n, round(r.share, 6)) for r in frame.itertuples() if r.n}
    assert rows == {
        ("occurred", "2023-07-01"): (1, 1.0),
        ("occurred", "2023-08-01"): (1, 1.0),
        ("planned", "2023-09-01"): (1, 0.5),
    }
    assert frame.attrs["bin"] == "month"


def test_histogram_without_dated_events_is_empty(view):
    frame = view.histogram(Filters(event_types=["statement"]))
    assert len(frame) == 0
    assert list(frame.columns) == ["series", "start", "end", "n", "share"]


def test_evidence_comes_with_its_documents(view):
    found = view.reports(["evt-1"])["evt-1"]
    assert [(r.id, d.id) for r, d in found] == [("rep-1", "doc-a"), ("rep-7", "doc-b")]
    assert all(d.text[r.start : r.end] == r.quote for r, d in found)


@pytest.mark.parametrize(
    ("document", "label"),
    [
        (Document("d", "T", "x", source=" The Daily "), "The Daily"),
        (Document("d", "T", "x", source="  ", path="a/b/old news.html"), "old news"),
        (Document("d", "T", "x", path="C:\\files\\note.txt"), "note"),
        (Document("d", "T", "x"), "T"),
        (Document("d", " ", "x"), "d"),
    ],
)
def test_source_label(document, label):
    assert source_label(document) == label
