"""An article that attacks whoever shows it: from the store to the page, no script runs, nothing is fetched or breaks."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sample_store import HOSTILE, build_sample
from served_dashboard import MAP, Visit, browser, served
from streamlit.testing.v1 import AppTest

ROOT = Path(__file__).resolve().parents[2]
#: The style sheets of the page's own components: whatever else is a style came from an article.
OWN_STYLES = {file.read_text("utf-8").strip() for file in (ROOT / "geomap" / "dashboard" / "assets").glob("*.css")}


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build_sample(tmp_path_factory.mktemp("hostile") / "geomap.db", with_hostile=True)


def test_no_label_of_a_widget_is_markup(store: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.argv", ["streamlit_app.py", "--store", str(store)])
    app = AppTest.from_file(str(ROOT / "streamlit_app.py"), default_timeout=60)
    app.query_params["event"] = "evt-000000000064"
    app.run()
    assert not app.exception
    for element in (*app.markdown, *app.caption, *app.warning, *app.radio, *app.button):
        said = getattr(element, "value", None) if not hasattr(element, "label") else element.label
        assert "![" not in str(said)
        assert "](http" not in str(said)
    shown = "".join(element.proto.body for element in app.get("html"))
    assert "<img" not in shown
    assert "<script" not in shown
    assert 'href="javascript' not in shown


def test_the_maps_script_holds_only_data(store: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.argv", ["streamlit_app.py", "--store", str(store)])
    app = AppTest.from_file(str(ROOT / "streamlit_app.py"), default_timeout=60).run()
    script = json.loads(app.get("component_instance")[0].proto.json_args)["feature_group"]
    literal = script[script.index("window.geomap.events(") :].split("\n")[0]
    assert not set("<>`") & set(literal)
    assert "${" not in literal
    assert "\\u003cimg" in literal


@pytest.fixture(scope="module")
def visit(store: Path) -> Iterator[Visit]:
    with browser() as chromium, served(store) as address:
        yield Visit.start(chromium, address)


def untouched(visit: Visit) -> None:
    assert visit.page.evaluate("window.hacked === undefined && window.top.hacked === undefined")
    assert all(frame.evaluate("window.hacked === undefined") for frame in visit.page.frames)
    assert visit.strangers == []
    assert visit.errors == []


@pytest.mark.browser
def test_the_page_stands_and_nothing_ran(visit: Visit) -> None:
    visit.open()
    assert visit.count() == f"{9 + len(HOSTILE)} of {11 + len(HOSTILE)} events"
    assert visit.page.locator(MAP).is_visible()
    untouched(visit)


@pytest.mark.browser
@pytest.mark.parametrize("number", range(len(HOSTILE)))
def test_each_attack_is_read_as_it_was_written(visit: Visit, number: int) -> None:
    visit.open(f"/?event=evt-{100 + number:012x}")
    panel: Any = visit.page.locator(".st-key-panel")
    assert panel.locator(".gm-title").inner_text() == f"Meeting {HOSTILE[number]}"
    assert panel.locator("img, script, iframe").count() == 0
    styles = panel.locator("style").evaluate_all("found => found.map(style => style.textContent.trim())")
    assert set(styles) <= OWN_STYLES
    assert HOSTILE[number] in panel.locator(".gm-quote").first.inner_text()
    untouched(visit)


@pytest.mark.browser
def test_tooltips_and_labels(visit: Visit) -> None:
    visit.open()
    visit.frame.evaluate("() => { window.map.setView([12, 22], 6, {animate: false}); }")
    visit.settle()
    name = f"Place {HOSTILE[0]}"
    visit.point(name)
    assert HOSTILE[0] in visit.frame.locator(".gm-tip").inner_text()
    visit.click(name)
    assert visit.page.locator(".st-key-panel .gm-panel-place").inner_text() == name
    untouched(visit)


@pytest.mark.browser
def test_a_hostile_source_can_be_filtered(visit: Visit) -> None:
    visit.open()
    visit.page.locator(".fc[data-field=sources] .row").filter(has_text="Source <img").first.click()
    visit.settle()
    assert visit.count().startswith(f"{len(HOSTILE)} of")
    untouched(visit)
