"""What the map draws, against a plain reading of the rows."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from view_corpus import EVENTS, make_store

from geomap.store import Store
from geomap.view import Filters, View
from geomap.view import spots as module
from geomap.view.limits import limits
from geomap.view.spots import spots, ways

SELECTIONS = [
    Filters(),
    Filters(background=False),
    Filters(start=date(2023, 9, 1), include_undated=False),
    Filters(statuses=("planned",)),
    Filters(sources=("Nobody",)),
]


@pytest.fixture(scope="module")
def view(tmp_path_factory: pytest.TempPathFactory) -> Iterator[View]:
    path = make_store(tmp_path_factory.mktemp("spots") / "geomap.db")
    with Store.open(path) as store:
        # Several events at one place, of several types, with different numbers of documents.
        more = [
            replace(EVENTS[0], id=f"evt-{10 + i}", title=f"Talks {i}", event_type=kind, n_documents=i % 4)
            for i, kind in enumerate(("meeting", "statement", "meeting", "travel", "meeting"))
        ]
        store.replace_events([*EVENTS, *more])
    with View.open(path) as found:
        yield found


@pytest.mark.parametrize("filters", SELECTIONS)
def test_spots_say_what_the_rows_say(view: View, filters: Filters) -> None:
    rows = [row for row in view.rows(filters) if row["place_id"] is not None]
    found = {(spot.place_id, spot.precision): spot for spot in spots(view, filters)}
    assert found.keys() == {(row["place_id"], row["geo_precision"]) for row in rows}
    for key, spot in found.items():
        here = [row for row in rows if (row["place_id"], row["geo_precision"]) == key]
        assert (spot.name, spot.country) == (here[0]["place"], here[0]["country_code"])
        if here[0]["lat"] is not None:
            assert (spot.lat, spot.lon) == (here[0]["lat"], here[0]["lon"])
        assert spot.uncertainty_km == max(row["geo_uncertainty_km"] for row in here)
        assert spot.documents == max(row["n_documents"] for row in here)
        assert spot.statuses == Counter(row["status"] for row in here)
        assert spot.types == Counter(row["event_type"] for row in here)
        assert spot.titles == [row["title"] for row in sorted(here, key=lambda row: -row["n_documents"])][:4]


def test_the_places_with_the_most_events_come_first(view: View) -> None:
    assert spots(view, Filters())[0].name == "Vladivostok"
    assert [spot.name for spot in spots(view, Filters(), limit=1)] == ["Vladivostok"]


def test_ways_are_the_journeys(view: View) -> None:
    found = ways(view, Filters(), selected_event="evt-2")
    journeys = [row for row in view.rows() if row["origin_lat"] is not None and row["destination_lat"] is not None]
    assert [(way.origin, way.destination) for way in found] == [
        ((row["origin_lat"], row["origin_lon"]), (row["destination_lat"], row["destination_lon"])) for row in journeys
    ]
    assert [way.selected for way in found] == [True]
    assert not any(way.selected for way in ways(view, Filters(), selected_event="evt-1"))
    assert ways(view, Filters(statuses=("planned",)), selected_event="evt-2") == []


def test_of_many_ways_those_with_the_most_events_are_drawn(view: View, monkeypatch: pytest.MonkeyPatch) -> None:
    assert ways(view, Filters()).of == len(ways(view, Filters())) == 1
    few = replace(limits(), ways_on_map=0)
    monkeypatch.setattr(module, "limits", lambda: few)
    assert (list(ways(view, Filters())), ways(view, Filters()).of) == ([], 1)
    assert [way.selected for way in ways(view, Filters(), selected_event="evt-2")] == [True], "that of the open event is drawn"


def test_an_answer_that_is_kept_is_dropped_when_the_events_change(tmp_path: Path) -> None:
    path = make_store(tmp_path / "geomap.db")
    with View.open(path) as view:
        assert [view.count(), view.count()] == [len(EVENTS)] * 2
        with Store.open(path) as store:
            store.replace_events(EVENTS[:1])
        assert view.count() == 1
        assert sum(sum(spot.statuses.values()) for spot in spots(view, Filters())) <= 1
