"""The overview: figures that add up, sources compared, and nothing hostile in the chart's words."""

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from sample_store import HOSTILE, build_sample, sample
from streamlit.testing.v1 import AppTest

from geomap.dashboard import overview
from geomap.store import Store
from geomap.view import Filters, View, comparing
from geomap.view.comparing import Telling

APP = str(Path(__file__).resolve().parents[2] / "streamlit_app.py")


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build_sample(tmp_path_factory.mktemp("overview") / "geomap.db", with_hostile=True)


@pytest.fixture(scope="module")
def view(store: Path) -> Iterator[View]:
    with View.open(store) as opened:
        yield opened


def test_who_tells_what_alone_first_and_in_conflict(view: View) -> None:
    told = {telling.source: telling for telling in comparing.tellings(view, Filters())}
    assert told["Harbour Post"] == Telling("Harbour Post", 5, 4, 1, 0, None, 1)
    assert told["The Wire"] == Telling("The Wire", 4, 3, 0, 1, 1.0, 1)
    assert told["Echo Daily"] == Telling("Echo Daily", 4, 3, 0, 0, None, 1), "without a day it is neither first nor later"
    assert comparing.shared(view, Filters(), ["Harbour Post", "The Wire"]) == {
        ("Harbour Post", "The Wire"): 1,
        ("The Wire", "Harbour Post"): 1,
    }
    assert comparing.disputed(view, Filters()) == ["evt-000000000001"]
    assert comparing.disputed(view, Filters(event_types=["travel"])) == []


def test_sources_of_one_day_are_neither_first_nor_later(tmp_path: Path) -> None:
    extractions, events, _ = sample()
    same = [replace(e, document=replace(e.document, published=date(2023, 9, 14))) for e in extractions]
    with Store.open(tmp_path / "geomap.db", create=True) as store:
        store.save(same)
        store.replace_events(events)
    with View.open(tmp_path / "geomap.db") as view:
        assert {(t.first, t.later, t.days_later) for t in comparing.tellings(view, Filters())} == {(0, 0, None)}


def test_places_and_dates_add_up(view: View) -> None:
    summary = view.summary()
    why = comparing.unplaced(view, Filters())
    assert (why.none, why.unknown, why.wide) == (0, 1, 1)
    assert why.none + why.unknown + why.wide == summary.unplaced
    assert comparing.unknown_names(view, Filters()) == [("Port Nowhere", 1)]


def test_the_chart_has_every_dated_event(view: View) -> None:
    bins = view.histogram(Filters(), by="event_type")
    spec = overview.chart(bins)
    rows = spec["data"]["values"]
    assert sum(row["events"] for row in rows) == pytest.approx(view.count(Filters(include_undated=False)), abs=0.05)
    scale = spec["encoding"]["color"]["scale"]
    assert len(scale["domain"]) == len(scale["range"]) == len({row["type"] for row in rows})
    assert not any(attack in json.dumps(spec) for attack in HOSTILE)


def test_hostile_names_of_sources_are_escaped() -> None:
    written = overview.matrix(list(HOSTILE), {(HOSTILE[0], HOSTILE[1]): 3})
    assert "<img" not in written
    assert "<script" not in written
    assert "${" not in written


def test_the_page_answers_to_the_same_filters(store: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.argv", ["streamlit_app.py"])
    monkeypatch.setenv("GEOMAP_STORE", str(store))
    app = AppTest.from_file(APP, default_timeout=60)
    app.query_params["page"] = "overview"
    app.query_params["source"] = "The Wire"
    app.run()
    assert not app.exception
    text = " ".join(element.proto.body for element in app.get("html"))
    assert "4 of 22 events" in text
    assert "Sources of" not in text
    table = next(frame.value for frame in app.dataframe if "Alone" in frame.value.columns)
    assert set(table["Source"]) == {"The Wire", "Harbour Post", "Echo Daily"}
    app.query_params["q"] = "no such words"
    app.session_state["q"] = "no such words"
    app.run()
    assert not app.exception
    assert "No event meets these filters." in " ".join(element.proto.body for element in app.get("html"))
