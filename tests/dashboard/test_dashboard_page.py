"""The page itself, without a browser: counts, filters, addresses, the map's payload, files, empty and broken stores."""

import csv
import io
import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from sample_store import build_sample
from streamlit.runtime.state import QueryParamsProxy
from streamlit.testing.v1 import AppTest

from geomap.dashboard import session

ROOT = Path(__file__).resolve().parents[2]
APP = str(ROOT / "streamlit_app.py")


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build_sample(tmp_path_factory.mktemp("page") / "geomap.db")


@pytest.fixture
def app(store: Path, monkeypatch: pytest.MonkeyPatch) -> AppTest:
    monkeypatch.setattr("sys.argv", ["streamlit_app.py"])
    monkeypatch.setenv("GEOMAP_STORE", str(store))
    return AppTest.from_file(APP, default_timeout=60)


def html(app: AppTest) -> str:
    return "".join(element.proto.body for element in app.get("html"))


def component(app: AppTest) -> dict[str, Any]:
    return json.loads(app.get("component_instance")[0].proto.json_args)


def drawn(app: AppTest) -> dict[str, Any]:
    """What the map was told to draw."""
    script = component(app)["feature_group"]
    start = script.index("window.geomap.events(")
    literal = script[script.index(", ", start) + 2 : script.index(");", start)]
    return json.loads(literal)


def count(app: AppTest) -> str:
    text = html(app)
    start = text.index("gm-count")
    return text[text.index(">", start) + 1 : text.index("<", start)]


def choose(app: AppTest, key: str, values: object) -> None:
    """Tick something in the filters' lists, which are a component of their own that only a browser can drive."""
    app.session_state[key] = values
    app.run()


def test_the_page_counts_its_events(app: AppTest) -> None:
    app.run()
    assert not app.exception
    assert count(app) == "9 of 11 events"


def test_the_map_loads_nothing_from_elsewhere(app: AppTest) -> None:
    arguments = component(app.run())
    links = arguments["js_links"] + arguments["css_links"]
    assert len(links) >= 5
    assert not [link for link in links if "//" in link]
    assert "tile" not in arguments["script"].lower()
    assert arguments["returned_objects"] == ["last_active_drawing"]


def test_the_map_shows_what_the_count_says(app: AppTest) -> None:
    rows = drawn(app.run())["rows"]
    assert sum(row[6] for row in rows) == 8  # nine events, one of them at a place that nobody knows


def test_filters_change_the_count_but_not_the_map_itself(app: AppTest) -> None:
    app.run()
    before = component(app)
    choose(app, "source", ["The Wire"])
    assert count(app) == "4 of 11 events"
    after = component(app)
    assert after["key"] == before["key"]
    assert after["script"] == before["script"]
    assert after["feature_group"] != before["feature_group"]


def test_each_filter(app: AppTest) -> None:
    app.run()
    choose(app, "status", ["denied"])
    assert count(app) == "1 of 11 events"
    choose(app, "status", ["planned", "possible"])
    assert count(app) == "2 of 11 events"
    choose(app, "status", [])
    assert count(app) == "10 of 11 events"
    app.toggle(key="history").set_value(True).run()
    assert count(app) == "11 of 11 events"
    app.toggle(key="undated").set_value(False).run()
    assert count(app) == "7 of 11 events"
    app.text_input(key="q").set_value("rockets").run()
    assert count(app) == "1 of 11 events"


def test_the_slider_keeps_undated_events(app: AppTest) -> None:
    app.run()
    assert app.session_state["dates"] == (date(2023, 8, 1), date(2023, 10, 31))
    app.session_state["dates"] = (date(2023, 9, 12), date(2023, 9, 12))
    app.run()
    assert count(app) == "4 of 11 events"  # two on that day, two whose day nobody knows
    assert app.query_params["from"] == "2023-09-12"


def test_reset(app: AppTest) -> None:
    app.run()
    assert app.button(key="reset").disabled
    choose(app, "type", ["meeting"])
    app.session_state["dates"] = (date(2023, 9, 1), date(2023, 9, 30))
    app.run()
    assert count(app) == "1 of 11 events"
    app.button(key="reset").click().run()
    assert count(app) == "9 of 11 events"
    assert app.session_state["dates"] == (date(2023, 8, 1), date(2023, 10, 31))
    assert not app.query_params


def test_an_address_restores_the_view(app: AppTest) -> None:
    app.query_params["source"] = ["The Wire", "Harbour Post"]
    app.query_params["from"] = "2023-09-13"
    app.query_params["undated"] = "0"
    app.query_params["colour"] = "status"
    app.query_params["event"] = "evt-000000000001"
    app.run()
    assert not app.exception
    assert app.session_state["source"] == ["The Wire", "Harbour Post"]
    assert app.session_state["dates"][0] == date(2023, 9, 13)
    assert app.button_group(key="colour").value == "status"
    assert "The sources disagree" in html(app)
    assert not app.warning


def test_what_an_address_asks_for_in_vain_is_said(app: AppTest) -> None:
    app.query_params["source"] = "![x](http://tracker.example/p.png)"
    app.query_params["status"] = "nonsense"
    app.query_params["from"] = "yesterday"
    app.run()
    assert not app.exception
    assert count(app) == "9 of 11 events"
    said = app.warning[0].value
    assert "nonsense" in said
    assert "![" not in said
    assert not app.query_params


def test_evidence_of_an_event(app: AppTest) -> None:
    app.query_params["event"] = "evt-000000000001"
    shown = html(app.run())
    assert '<mark class="gm-mark-trigger"' in shown
    assert '<a href="https://wire.example/talks"' in shown
    assert "javascript:" not in shown
    assert "3 documents, retelling 2 originals" in shown
    assert "12 September 2023" in shown
    assert "according to the ministry" in shown
    assert "within about 12 km" in shown
    assert "publication date unknown" in shown


def test_several_events_at_one_place(app: AppTest) -> None:
    app.query_params["event"] = "evt-000000000003"
    app.run()
    choice = app.radio[0]
    assert len(choice.options) == 2
    choice.set_value("evt-000000000002").run()
    assert "Armoured train arrives" in html(app)
    assert app.query_params["event"] == "evt-000000000002"


def test_unplaced_undated_and_unread_are_listed(app: AppTest) -> None:
    app.run()
    assert len(app.dataframe) == 1, "only the table that is open is made"
    app.session_state["tables"] = "Not on the map"
    assert set(app.run().dataframe[0].value["Why not on the map"]) == {
        "Port Nowhere is not in the gazetteer, or may be several places",
        "only the country is known",
    }
    app.session_state["tables"] = "Without a date"
    undated = app.run().dataframe[0].value
    assert len(undated) == 2
    assert set(undated["When"]) == {"unknown"}
    app.session_state["tables"] = "Not read"
    assert "PDF" in app.run().dataframe[0].value["Why"].iloc[0]


def test_files_hold_what_is_shown(app: AppTest, store: Path) -> None:
    from geomap.dashboard.choices import Choices
    from geomap.dashboard.table import _file
    from geomap.export import FORMATS
    from geomap.view import View

    app.session_state["downloads"] = True
    app.run()
    assert {button.label for button in app.get("download_button")} >= {"Download GeoJSON", "Download CSV"}
    with View.open(store) as view:
        choices = Choices(sources=("The Wire",))
        features = json.loads(_file(view, choices, FORMATS["geojson"])())["features"]
        rows = list(csv.DictReader(io.StringIO(_file(view, choices, FORMATS["csv"])().decode("utf-8-sig"))))
    assert len(features) == len(rows) == 4


def test_no_store(app: AppTest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GEOMAP_STORE", str(tmp_path / "none.db"))
    app.run()
    assert not app.exception
    assert "There is no store here yet" in html(app)
    assert any("geomap build FOLDER" in code.value for code in app.code)


def test_a_broken_store(app: AppTest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    broken = tmp_path / "broken.db"
    broken.write_bytes(b"this is no database" * 100)
    monkeypatch.setenv("GEOMAP_STORE", str(broken))
    app.run()
    assert not app.exception
    assert app.error[0].value == "The store can't be shown."
    assert "broken.db" in app.text[0].value


def test_an_empty_store(app: AppTest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from geomap.store import Store

    Store.open(tmp_path / "empty.db", create=True).close()
    monkeypatch.setenv("GEOMAP_STORE", str(tmp_path / "empty.db"))
    app.run()
    assert not app.exception
    assert count(app) == "0 of 0 events"


def test_the_store_named_on_the_command_line_wins(
    app: AppTest, store: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GEOMAP_STORE", str(tmp_path / "none.db"))
    monkeypatch.setattr("sys.argv", ["streamlit_app.py", "--store", str(store)])
    assert count(app.run()) == "9 of 11 events"


def test_an_address_on_its_way_does_not_undo_a_choice(app: AppTest, monkeypatch: pytest.MonkeyPatch) -> None:
    """A choice may be sent with an address from before the last ones, however late; going back says that it does."""
    app.run()
    choose(app, "source", ["The Wire"])
    assert app.query_params["source"] == "The Wire"
    del app.query_params["source"]
    app.toggle(key="history").set_value(True).run()
    assert app.session_state["source"] == ["The Wire"]
    assert app.query_params["source"] == "The Wire"
    monkeypatch.setattr(session, "_moved_in_history", lambda: True)
    del app.query_params["source"]
    del app.query_params["history"]
    app.run()
    assert app.session_state["source"] == []
    assert count(app) == "9 of 11 events"


def test_a_choice_taken_back_at_once_leaves_the_address(app: AppTest) -> None:
    """The browser then still sends the address without the choice, and will yet hear of the one with it."""
    app.run()
    choose(app, "source", ["The Wire"])
    del app.query_params["source"]
    written = []
    send = QueryParamsProxy.from_dict
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(QueryParamsProxy, "from_dict", lambda self, params: (written.append(dict(params)), send(self, params)))
        choose(app, "source", [])
    assert written == [{}]


def test_the_online_map_is_the_users_choice_alone(app: AppTest) -> None:
    app.query_params["online"] = "1"
    app.run()
    assert "openstreetmap" not in component(app)["script"]
    app.toggle(key="online").set_value(True).run()
    assert "https://tile.openstreetmap.org/" in component(app)["script"]
    assert any("tile.openstreetmap.org" in warning.value for warning in app.warning)
    assert not [link for link in component(app)["js_links"] if "//" in link]
