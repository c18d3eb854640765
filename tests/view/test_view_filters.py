"""Which events the filters let through, checked against a plain reading of their meaning."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from view_corpus import EVENTS, make_store

from geomap.errors import InputError, StoreError
from geomap.model import GeoPrecision
from geomap.view import Filters, View


@pytest.fixture(scope="module")
def view(tmp_path_factory):
    with View.open(make_store(tmp_path_factory.mktemp("v") / "geomap.db")) as opened:
        yield opened


def ids(view, **conditions):
    return list(view.events(Filters(**conditions))["event_id"])


def test_all_events_by_start_undated_last(view):
    assert ids(view) == ["evt-6", "evt-2", "evt-3", "evt-1", "evt-4", "evt-5"]
    assert list(view.events(limit=2)["event_id"]) == ["evt-6", "evt-2"]
    assert [row["event_id"] for row in view.rows()] == ids(view)


@pytest.mark.parametrize(
    ("conditions", "expected"),
    [
        ({"sources": ["The Daily"]}, {1, 6}),
        ({"sources": ["second file", "Pacific Post"]}, {1, 2, 3, 4, 5}),
        ({"sources": ["Nobody"]}, set()),
        ({"event_types": ["disaster", "travel"]}, {2, 3, 4}),
        ({"statuses": ["denied"]}, {6}),
        ({"background": True}, {5}),
        ({"background": False}, {1, 2, 3, 4, 6}),
        ({"min_confidence": 0.4}, {1, 2, 3, 4, 6}),
        # An event counts when it may lie in the window.
        ({"start": date(2023, 9, 15), "end": date(2023, 9, 15)}, {1, 4, 5}),
        ({"start": date(2023, 9, 30)}, {1, 4, 5}),
        ({"start": date(2023, 10, 1)}, {4, 5}),
        ({"end": date(2022, 1, 1)}, {6, 4, 5}),
        ({"end": date(2021, 12, 31)}, {4, 5}),
        ({"start": date(2023, 7, 27), "end": date(2023, 8, 1), "include_undated": False}, {2, 3}),
        ({"include_undated": False}, {1, 2, 3, 6}),
        # A box has only events with a point: the country in its middle is not one.
        ({"bbox": (-180, -90, 180, 90)}, {1, 2, 3, 4}),
        ({"bbox": (120, 35, 135, 45)}, {1, 2}),
        ({"bbox": (170, -20, -170, 0)}, {3, 4}),
        ({"bbox": (-170, -20, 170, 0)}, set()),
        ({"text": "storm"}, {3, 4}),
        ({"text": "pyongyang"}, {1, 2}),
        ({"text": "kim putin"}, {1}),
        ({"text": "' OR 1=1 --"}, set()),
        ({"text": "   "}, {1, 2, 3, 4, 5, 6}),
        ({"sources": ["second file"], "statuses": ["planned"], "text": "vladivostok"}, {1}),
        # A journey is found at both of its ends.
        ({"places": ["geonames:2013348"]}, {1, 2}),
        ({"places": ["geonames:2198148", "geonames:2017370"]}, {3, 6}),
        ({"places": ["geonames:0"]}, set()),
        ({"countries": ["ru"]}, {1, 2, 6}),
        ({"countries": ["KP", "WS"]}, {2, 4}),
        ({"actors": ["Kim Jong Un"]}, {1}),
        ({"actors": ["Kim"]}, set()),
        ({"geo_precisions": ["country", "none"]}, {5, 6}),
        ({"date_precisions": ["month", "year"]}, {1, 6}),
        ({"date_precisions": ["unknown"]}, {4, 5}),
        ({"min_origins": 2}, set()),
        ({"reviewed": True}, set()),
        ({"reviewed": False, "text": "loud"}, {3}),
        ({"text": "shoigu"}, {2}),
        ({"text": "shoigu", "in_articles": True}, {1, 2, 5}),
        ({"text": "zzz", "in_articles": True}, set()),
    ],
)
def test_conditions(view, conditions, expected):
    assert set(ids(view, **conditions)) == {f"evt-{i}" for i in expected}
    assert view.count(Filters(**conditions)) == len(expected)


@given(
    st.none() | st.dates(date(2021, 12, 1), date(2023, 12, 1)),
    st.none() | st.dates(date(2021, 12, 1), date(2023, 12, 1)),
    st.booleans(),
)
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_window_is_interval_overlap(view, start, end, undated):
    if start and end and start > end:
        start, end = end, start
    expected = {
        e.id
        for e in EVENTS
        if (undated if e.when is None else (not start or e.when.latest >= start) and (not end or e.when.earliest <= end))
    }
    assert set(ids(view, start=start, end=end, include_undated=undated)) == expected


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=30))
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_hostile_words_are_values(view, word):
    assert ids(view, sources=[word], event_types=[word]) == []
    view.count(Filters(text=word))


@pytest.mark.parametrize(
    ("conditions", "message"),
    [
        ({"statuses": ["happened"]}, "no status 'happened'"),
        ({"sources": "The Daily"}, "list of words"),
        ({"start": date(2023, 2, 1), "end": date(2023, 1, 1)}, "swap"),
        ({"bbox": (0, 10, 10, 5)}, "box"),
        ({"bbox": (0, 0, 181, 5)}, "box"),
        ({"bbox": (0, float("nan"), 1, 5)}, "box"),
        ({"bbox": (0, 0, 1)}, "four numbers"),
        ({"min_confidence": 1.5}, "between 0 and 1"),
        ({"geo_precisions": ["exact"]}, "no precision of a place 'exact'"),
        ({"date_precisions": ["hour"]}, "no precision of a date 'hour'"),
        ({"min_origins": 0}, "1 or more"),
        ({"actors": "Kim"}, "list of words"),
    ],
)
def test_what_cannot_be_meant_is_refused(conditions, message):
    with pytest.raises(InputError, match=message):
        Filters(**conditions)


def test_filters_are_values():
    one = Filters(sources=["b", "a", "b"], bbox=(1, 2, 3, 4), start=date(2023, 1, 1))
    assert one == Filters(sources=("a", "b"), bbox=(1.0, 2.0, 3.0, 4.0), start=date(2023, 1, 1))
    assert len({one, Filters()}) == 2
    assert one.as_dict() == {"sources": ["a", "b"], "start": "2023-01-01", "bbox": [1.0, 2.0, 3.0, 4.0]}
    assert one.without("sources", "bbox", "start") == Filters()


def test_no_store_is_a_store_error(tmp_path):
    with pytest.raises(StoreError, match="no store here"):
        View.open(tmp_path / "none.db")


def test_no_event_of_a_country_has_a_point(view):
    frame = view.events()
    assert frame.loc[frame["geo_precision"] == GeoPrecision.COUNTRY.value, ["lat", "lon"]].isna().all(axis=None)


def test_a_region_holds_the_events_in_it(tmp_path):
    from dataclasses import replace

    from view_corpus import VLADIVOSTOK, mention

    from geomap.model import Place
    from geomap.store import Store

    path = make_store(tmp_path / "geomap.db")
    krai = Place("geonames:2017623", "Primorye", 45.0, 135.0, "A.ADM1", "RU", VLADIVOSTOK.admin1, 1956497, 380.0)
    with Store.open(path) as store:
        events = {event.id: event for event in store.events()}
        events["evt-3"] = replace(events["evt-3"], place=mention(krai, GeoPrecision.REGION, 380.0))
        store.replace_events(events.values())
    with View.open(path) as view:
        assert set(ids(view, places=[krai.id])) == {"evt-1", "evt-3"}
        assert ("geonames:2017623", "Primorye", 2) in view.named_places()


def test_reviewed_ones_are_found(tmp_path):
    from geomap.store import Store
    from geomap.view import snapshot

    path = make_store(tmp_path / "geomap.db")
    with Store.open(path) as store:
        rows = [row | {"review": "place" if row["event_id"] in {"evt-2", "evt-3"} else None} for row in snapshot.rows(store)]
        snapshot.write_rows(rows, snapshot.path_beside(path), version=store.events_version)
    with View.open(path) as view:
        assert ids(view, reviewed=True) == ["evt-2", "evt-3"]
        assert view.facets()["reviewed"] == {"yes": 2, "no": 4}


def test_each_count_lifts_its_own_condition_alone(view):
    chosen = Filters(places=["geonames:2013348"], actors=["Kim Jong Un"], countries=["RU"], min_confidence=0.5, min_origins=1)
    assert view.count(chosen) == 1
    assert view.named_places(chosen) == [("geonames:2013348", "Vladivostok", 1)]
    assert {name: n for name, _, n in view.actors(Filters(places=["geonames:2013348"]))} == {
        "Kim Jong Un": 1,
        "Vladimir Putin": 1,
    }
    assert view.facets(chosen)["countries"]["RU"] == 1
    assert view.confidences(Filters(min_confidence=0.8)) == [0, 0, 0, 1, 1, 0, 0, 0, 0, 4]
    assert view.origins(Filters(min_origins=5)) == {1: 6}
    assert view.actors(among=["Vladimir Putin", "Nobody"]) == [("Vladimir Putin", "Vladimir Putin", 1)]
    assert view.named_places(among=["geonames:2198148"]) == [("geonames:2198148", "Suva", 1)]
    assert len(view.actors(limit=1)) == len(view.named_places(limit=1)) == 1


def test_what_the_events_name_is_known(view):
    assert view.names_of_places(["geonames:2013348", "geonames:0", "' OR 1=1"]) == {"geonames:2013348": "Vladivostok"}
    assert view.known_actors(["Kim Jong Un", "Nobody"]) == {"Kim Jong Un"}
    assert (view.names_of_places([]), view.known_actors([])) == ({}, set())
