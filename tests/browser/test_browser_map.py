"""The map in a browser: keys, a box, a view, a spot, symbols that open, and a position that travels in the address."""

from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

import pytest
from served_dashboard import MAP, WAIT_MS, Visit

pytestmark = pytest.mark.browser

#: Counts how often the script starts to run.
RUNS = """() => {
    window.runs = 0;
    new MutationObserver(() => {
        if (document.querySelector('[data-testid=stApp]').dataset.testScriptState === 'running') { window.runs += 1; }
    }).observe(document.querySelector('[data-testid=stApp]'), {attributes: true, attributeFilter: ['data-test-script-state']});
}"""


@pytest.fixture(scope="module")
def visit(chromium: Any, address: str) -> Iterator[Visit]:
    found = Visit.start(chromium, address).open()
    found.page.evaluate(RUNS)
    found.frame.evaluate("window.probe = 1")
    yield found
    assert found.frame.evaluate("window.probe") == 1, "the map was never loaded again"
    found.page.context.close()
    assert (found.strangers, found.errors) == ([], [])


def address_of(visit: Visit) -> dict[str, list[str]]:
    return parse_qs(urlsplit(visit.page.url).query)


def look(visit: Visit, lat: float, lon: float, zoom: float) -> None:
    visit.frame.evaluate(f"() => {{ window.map.setView([{lat}, {lon}], {zoom}, {{animate: false}}); }}")
    visit.page.wait_for_timeout(500)


def test_keys_go_from_symbol_to_symbol(visit: Visit) -> None:
    look(visit, 45, 120, 4)
    visit.frame.locator("#map_div").focus()
    visit.page.keyboard.press("ArrowRight")
    voice = visit.frame.locator(".gm-voice")
    first = voice.inner_text()
    assert "event" in first
    visit.page.keyboard.press("ArrowRight")
    assert voice.inner_text() != first
    assert visit.frame.locator(".gm-cursor").count() == 1
    visit.page.keyboard.press("Enter")
    visit.settle()
    name = voice.inner_text().split(",")[0].split(" and ")[0]
    assert name in visit.page.locator(".st-key-panel").inner_text()
    visit.page.keyboard.press("Escape")
    assert visit.frame.locator(".gm-cursor").count() == 0
    visit.page.get_by_role("button", name="Close").click()
    visit.settle()


def test_panning_asks_nothing_of_the_server_and_is_in_the_address(visit: Visit) -> None:
    look(visit, 43, 131, 5)
    before = visit.page.evaluate("window.runs")
    box = visit.page.locator(MAP).bounding_box()
    visit.page.mouse.move(box["x"] + 300, box["y"] + 200)
    visit.page.mouse.down()
    visit.page.mouse.move(box["x"] + 360, box["y"] + 230, steps=8)
    visit.page.mouse.up()
    visit.page.wait_for_timeout(900)
    assert visit.page.evaluate("window.runs") == before
    lat, lon, zoom = (float(part) for part in unquote(address_of(visit)["at"][0]).split(","))
    assert zoom == 5
    assert 120 < lon < 131
    assert 43 < lat < 50


def test_a_link_brings_the_position_back(chromium: Any, address: str) -> None:
    found = Visit.start(chromium, address).open("/?at=40.5,127.3,5.5&q=met")
    assert found.frame.evaluate("[map.getCenter().lat.toFixed(1), map.getCenter().lng.toFixed(1), map.getZoom()]") == [
        "40.5",
        "127.3",
        5.5,
    ]
    assert found.page.locator("[data-testid=stAlert]").count() == 0
    found.page.goto(address + "/?at=95,0,3")
    found.page.locator("[data-testid=stAlert]").wait_for(timeout=WAIT_MS)
    assert "at=95,0,3" in found.page.locator("[data-testid=stAlert]").inner_text()
    found.page.context.close()


def test_a_box_keeps_what_is_in_it(visit: Visit) -> None:
    look(visit, 45, 125, 4)
    visit.frame.get_by_role("button", name="Draw a box: only events in it").click()
    assert visit.frame.locator(".gm-hint").is_visible()
    port = next(symbol for symbol in visit.symbols() if symbol["name"] == "Vladivostok")
    box = visit.page.locator(MAP).bounding_box()
    visit.page.mouse.move(box["x"] + port["x"] - 18, box["y"] + port["y"] - 18)
    visit.page.mouse.down()
    visit.page.mouse.move(box["x"] + port["x"] + 18, box["y"] + port["y"] + 18, steps=6)
    visit.page.mouse.up()
    visit.settle()
    assert [symbol["name"] for symbol in visit.symbols()] == ["Vladivostok"]
    assert visit.count() != "9 of 11 events"
    visit.frame.get_by_role("button", name="Remove the box").click()
    visit.settle()
    assert visit.count() == "9 of 11 events"


def test_only_what_is_in_view(visit: Visit) -> None:
    look(visit, 39, 125.8, 7)
    visit.frame.get_by_role("button", name="Only events in this view").click()
    visit.settle()
    assert {symbol["name"] for symbol in visit.symbols()} <= {"Pyongyang", "Seoul"}
    visit.frame.get_by_role("button", name="Remove the box").click()
    visit.settle()
    assert visit.count() == "9 of 11 events"


def test_gathered_symbols_open(visit: Visit) -> None:
    look(visit, 45, 120, 2)
    visit.click("Pyongyang")
    assert visit.frame.evaluate("map.getZoom()") >= 4
    assert {"Pyongyang", "Seoul"} <= {symbol["name"] for symbol in visit.symbols()}
    assert "Pyongyang" in visit.page.locator(".st-key-panel").inner_text()
    visit.page.get_by_role("button", name="Close").click()
    visit.settle()


def test_a_spot_can_be_pointed_at(visit: Visit) -> None:
    """Asked for by a correction; here the map is told so directly, and what it sends is looked at."""
    look(visit, 43, 131, 5)
    visit.frame.evaluate(
        "() => { window.kept = Streamlit.setComponentValue;"
        " Streamlit.setComponentValue = value => { window.told = value; };"
        " geomap.gestures({box: null, asks: true}); }"
    )
    assert visit.frame.locator(".gm-hint").is_visible()
    box = visit.page.locator(MAP).bounding_box()
    visit.page.mouse.click(box["x"] + box["width"] / 2, box["y"] + 120)
    told = visit.frame.evaluate("window.told.last_active_drawing.properties")
    assert told["kind"] == "spot"
    assert abs(told["spot"][1] - 131) < 0.5
    assert visit.frame.locator(".gm-cover").count() == 0
    visit.frame.evaluate("() => { Streamlit.setComponentValue = window.kept; geomap.gestures({box: null, asks: false}); }")


def test_legend_scale_and_credits_are_on_the_map(visit: Visit) -> None:
    assert "planned" in visit.frame.locator(".gm-legend").inner_text()
    assert "km" in visit.frame.locator(".leaflet-control-scale").inner_text()
    assert "Natural Earth" in visit.frame.locator(".leaflet-control-attribution").inner_text()
