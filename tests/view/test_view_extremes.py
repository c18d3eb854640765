"""Empty stores, open intervals, the ends of the calendar, two threads at once."""

from __future__ import annotations

import json
import threading
from dataclasses import replace
from datetime import date

import pytest
from view_corpus import EVENTS, make_store, when

from geomap.export import FORMATS, export
from geomap.model import DateBasis, DatePrecision, When
from geomap.store import Store
from geomap.view import Filters, View
from geomap.view.comparing import Unplaced, disputed, shared, tellings, unknown_names, unplaced
from geomap.view.spots import spots, ways


@pytest.mark.parametrize("linked", [True, False])
def test_an_empty_store_has_empty_answers(tmp_path, linked):
    path = tmp_path / "geomap.db"
    with Store.open(path, create=True) as store:
        if linked:
            store.replace_events([])
    with View.open(path) as view:
        for filters in (Filters(), Filters(text="kim", bbox=(0, 0, 1, 1), start=date(2023, 1, 1))):
            assert view.count(filters) == 0
            facets = view.facets(filters)
            assert facets.pop("background") == facets.pop("reviewed") == {"yes": 0, "no": 0}
            assert set(facets) == {"sources", "event_types", "statuses", "countries", "geo_precisions", "date_precisions"}
            assert not any(facets.values())
            assert view.actors(filters) == view.named_places(filters) == []
            assert (view.origins(filters), view.confidences(filters)) == ({}, [0] * 10)
            assert view.extent(filters) is None
            assert spots(view, filters) == ways(view, filters) == view.bins(filters).start == []
            assert tellings(view, filters) == disputed(view, filters) == unknown_names(view, filters) == []
            assert (unplaced(view, filters), shared(view, filters, ["a", "b"])) == (Unplaced(0, 0, 0), {})
            for frame in (
                view.events(filters),
                view.histogram(filters),
                view.undated(filters),
                view.unplaced(filters),
            ):
                assert len(frame) == 0
                assert len(frame.columns)
        for format in FORMATS:
            assert export(view, Filters(), format)


def dated(tmp_path, *whens):
    path = make_store(tmp_path / "geomap.db")
    with Store.open(path) as store:
        store.replace_events([replace(EVENTS[2], id=f"evt-{i}", when=x) for i, x in enumerate(whens)])
    return path


def test_the_ends_of_the_calendar(tmp_path):
    with View.open(dated(tmp_path, when(date.min, date.min), when(date.max, date.max))) as view:
        assert view.extent() == (date.min, date.max)
        assert view.events()["start"].dt.year.tolist() == [1, 9999]
        assert view.histogram()["share"].sum() == pytest.approx(2)
        assert view.count(Filters(start=date(2000, 1, 1))) == 1
        found = json.loads(export(view, Filters(), "geojson"))["features"]
        assert [f["properties"]["start"] for f in found] == ["0001-01-01T00:00:00Z", "9999-12-31T00:00:00Z"]


def test_an_interval_with_one_known_end_is_open_at_the_other(tmp_path):
    since = When(date(2023, 5, 1), None, DatePrecision.DAY, DateBasis.EXPLICIT)
    until = When(None, date(2023, 5, 1), DatePrecision.DAY, DateBasis.EXPLICIT)
    with View.open(dated(tmp_path, since, until)) as view:
        assert view.summary().undated == 0
        assert list(view.events(Filters(start=date(2023, 6, 1)))["event_id"]) == ["evt-0"]
        assert list(view.events(Filters(end=date(2023, 4, 1)))["event_id"]) == ["evt-1"]
        assert view.histogram()[["n", "share"]].to_numpy().tolist() == [[2, 2.0]]
        assert view.extent() == (date(2023, 5, 1), date(2023, 5, 1))


def test_threads_share_a_view_while_the_store_changes(tmp_path):
    path = make_store(tmp_path / "geomap.db")
    failures: list[BaseException] = []
    stop = threading.Event()

    def ask(view):
        try:
            while not stop.is_set():
                assert view.count() in {1, 6}
                assert len(spots(view, Filters())) in {1, 5}
                assert view.facets()["statuses"]
                export(view, Filters(), "geojson")
        except BaseException as error:  # noqa: BLE001 (handed to the test's own thread)
            failures.append(error)

    with View.open(path) as view, Store.open(path) as store:
        threads = [threading.Thread(target=ask, args=(view,)) for _ in range(3)]
        for thread in threads:
            thread.start()
        for i in range(12):
            store.replace_events(EVENTS if i % 2 else EVENTS[:1])
        stop.set()
        for thread in threads:
            thread.join()
    assert failures == []
