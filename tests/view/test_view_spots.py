"""What the map draws is what the view's own tables of places, areas and journeys say."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from view_corpus import EVENTS, make_store

from geomap.store import Store
from geomap.view import Filters, View
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
    with View.open(make_store(tmp_path_factory.mktemp("spots") / "geomap.db")) as found:
        yield found


@pytest.mark.parametrize("filters", SELECTIONS)
def test_spots_say_what_the_tables_say(view: View, filters: Filters) -> None:
    tables = (view.places(filters), view.areas(filters))
    rows = [row for table in tables for row in table.to_dict("records")]
    found = {(spot.place_id, spot.precision): spot for spot in spots(view, filters)}
    assert len(found) == len(rows)
    for row in rows:
        spot = found[row["place_id"], row["geo_precision"]]
        assert (spot.name, spot.lat, spot.lon, spot.documents) == (row["name"], row["lat"], row["lon"], row["documents"])
        assert sum(spot.kinds.values()) == row["n"]
        assert spot.titles == row["titles"]
        assert {status for status, _ in spot.kinds} == {
            s for s in ("occurred", "ongoing", "planned", "possible", "denied") if row[s]
        }
        for name, n in row["types"].items():
            assert sum(number for (_, kind), number in spot.kinds.items() if kind == name) == n


def test_ways_are_the_journeys(view: View) -> None:
    table = view.journeys()
    found = ways(view, Filters(), selected_event=table["event_ids"].iloc[0][0] if len(table) else None)
    assert [(way.origin, way.destination) for way in found] == [
        ((row.origin_lat, row.origin_lon), (row.destination_lat, row.destination_lon)) for row in table.itertuples()
    ]
    assert [way.selected for way in found] == [True] + [False] * (len(found) - 1)


def test_an_answer_that_is_kept_is_dropped_when_the_events_change(tmp_path: Path) -> None:
    path = make_store(tmp_path / "geomap.db")
    with View.open(path) as view:
        assert [view.count(), view.count()] == [len(EVENTS)] * 2
        with Store.open(path) as store:
            store.replace_events(EVENTS[:1])
        assert view.count() == 1
        assert sum(sum(spot.kinds.values()) for spot in spots(view, Filters())) <= 1
