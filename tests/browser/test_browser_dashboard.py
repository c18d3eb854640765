"""The dashboard in a browser: a person filters, moves the slider, clicks, reads the quote and takes a file away."""

import json
import time
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from served_dashboard import MAP, WAIT_MS, Visit

from geomap.export import markers
from geomap.export.mercator import Frame

pytestmark = pytest.mark.browser


def test_everything_on_the_map_is_drawn_from_this_machine(visit: Visit) -> None:
    visit.open()
    assert visit.count() == "9 of 11 events"
    assert visit.page.title() == "9 of 11 events · geomap"
    assert sum(symbol["n"] for symbol in visit.symbols()) == 8
    world = visit.frame.evaluate(
        "performance.getEntriesByType('resource').filter(e => e.name.includes('basemap.json')).map(e => e.responseStatus)"
    )
    assert world == [200]
    box = visit.page.locator(MAP).bounding_box()
    assert box["height"] >= 0.55 * 900


def test_filters_keep_the_map_where_it_is(visit: Visit) -> None:
    visit.open()
    visit.frame.evaluate("() => { window.probe = 1; window.map.setView([50, 120], 4, {animate: false}); }")
    visit.page.get_by_text("Source", exact=True).first.wait_for()
    visit.page.get_by_role("checkbox", name="The Wire, 4 events").click()
    visit.settle()
    assert visit.count() == "4 of 11 events"
    assert "source=The+Wire" in visit.page.url or "source=The%20Wire" in visit.page.url
    assert visit.frame.evaluate("window.probe") == 1
    assert visit.frame.evaluate("[map.getZoom(), Math.round(map.getCenter().lng)]") == [4, 120]
    assert len(visit.symbols()) == 4
    visit.page.get_by_role("button", name="Reset filters").click()
    visit.settle()
    assert visit.count() == "9 of 11 events"
    assert "source" not in visit.page.url
    assert visit.frame.evaluate("window.probe") == 1


def test_the_slider(visit: Visit) -> None:
    visit.open()
    visit.frame.evaluate("window.probe = 1")
    visit.slide("12 Sep 2023")
    assert "from=2023-09-12" in visit.page.url
    assert visit.count() == "8 of 11 events"
    assert visit.frame.evaluate("window.probe") == 1
    visit.page.reload()
    visit.page.frame_locator(MAP).locator("html[data-geomap-symbols]").wait_for(state="attached", timeout=WAIT_MS)
    visit.settle()
    assert visit.count() == "8 of 11 events"


def test_a_click_opens_the_sources_words(visit: Visit) -> None:
    visit.open()
    visit.point("Vladivostok")
    assert "Ministers meet the delegation" in visit.frame.locator(".gm-tip").inner_text()
    visit.click("Vladivostok")
    panel = visit.page.locator(".st-key-panel")
    assert "Ministers meet the delegation" in panel.inner_text()
    assert panel.locator("mark.gm-mark-trigger").first.inner_text() == "met"
    assert "The sources disagree" in panel.inner_text()
    assert panel.get_by_role("link", name="The Wire").get_attribute("href") == "https://wire.example/talks"
    visit.page.get_by_role("button", name="Close").click()
    visit.settle()
    visit.click("Vladivostok")
    assert "Ministers meet the delegation" in panel.inner_text(), "the same symbol can be clicked again"


def test_a_place_with_several_events_lists_them(visit: Visit) -> None:
    visit.open()
    visit.frame.evaluate("() => { window.map.setView([45, 120], 2, {animate: false}); }")
    visit.settle()
    assert ["Pyongyang", 3] in [[symbol["name"], symbol["n"]] for symbol in visit.symbols()], "gathered with Seoul while far away"
    visit.frame.evaluate("() => { window.map.setView([40, 127], 6, {animate: false}); }")
    visit.settle()
    visit.click("Pyongyang")
    options = visit.page.locator(".st-key-panel [role=radiogroup] label")
    assert options.count() == 2
    options.nth(1).click()
    visit.settle()
    assert visit.page.locator(".st-key-panel .gm-title").inner_text() in {"Parade", "Armoured train arrives"}


def test_files_hold_what_is_shown(visit: Visit, tmp_path: Path) -> None:
    visit.open("/?type=meeting")
    visit.page.get_by_role("button", name="Download 1 event").click()
    with visit.page.expect_download() as download:
        visit.page.get_by_role("button", name="Download GeoJSON").click()
    download.value.save_as(tmp_path / "events.geojson")
    collection = json.loads((tmp_path / "events.geojson").read_text(encoding="utf-8"))
    assert collection["type"] == "FeatureCollection"
    assert [feature["geometry"]["coordinates"] for feature in collection["features"]] == [[131.87353, 43.10562]]
    with visit.page.expect_download() as download:
        visit.page.get_by_role("button", name="Download CSV").click()
    assert download.value.suggested_filename == "events.csv"


def test_the_picture_shows_the_map_as_it_stands(visit: Visit, tmp_path: Path) -> None:
    visit.open("/?type=meeting")
    visit.frame.evaluate("() => { window.map.setView([43.1, 134], 7, {animate: false}); }")
    visit.page.wait_for_url("**at=43.1,134,7*")
    visit.page.get_by_role("button", name="Download 1 event").click()
    visit.page.get_by_text("The picture shows the map as it stands").wait_for()
    with visit.page.expect_download() as download:
        visit.page.get_by_role("button", name="Download Picture").click()
    download.value.save_as(tmp_path / "picture.png")
    picture = Image.open(tmp_path / "picture.png").convert("RGB")
    colour = tuple(bytes.fromhex(markers.colour("meeting")[1:]))
    height = 892  # of the map between its heading and its foot
    x, y = Frame.standing((43.1, 134.0, 7.0), picture.width, height).at(131.87353, 43.10562)
    around = picture.crop((int(x) - 30, int(y) + 96 - 30, int(x) + 30, int(y) + 96 + 30))
    assert sum(pixel == colour for pixel in around.get_flattened_data()) > 10


def test_a_table_row_opens_the_event(visit: Visit) -> None:
    visit.open("/?q=rockets")
    table = visit.page.locator("[data-testid=stDataFrame]").first
    table.scroll_into_view_if_needed()
    box = table.bounding_box()
    visit.page.mouse.click(box["x"] + 15, box["y"] + 36 + 17)
    visit.settle()
    assert "Leaders inspect rockets" in visit.page.locator(".st-key-panel").inner_text()
    table.hover()
    raw = visit.page.locator("button[aria-label^='Download as CSV']")
    assert raw.count() > 0
    assert not any(button.is_visible() for button in raw.all()), "it does not guard against formulas"
    assert "event=evt-000000000006" in visit.page.url


@pytest.mark.parametrize(("width", "dark"), [(390, False), (1440, True)])
def test_small_and_dark(chromium: Any, address: str, width: int, dark: bool) -> None:
    visit = Visit.start(chromium, address, width=width, height=844, dark=dark)
    visit.open()
    assert visit.count() == "9 of 11 events"
    assert visit.frame.evaluate("document.getElementById('map_div').classList.contains('gm-dark')") is dark
    assert visit.page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    assert (visit.strangers, visit.errors) == ([], [])
    visit.page.context.close()


def test_reruns_do_not_pile_up_in_the_browser(visit: Visit) -> None:
    visit.open()
    for _ in range(6):
        visit.page.get_by_text("Include history").click()
        visit.settle()
    assert visit.frame.evaluate("window.feature_group.length") <= 1
    assert visit.frame.evaluate("Object.keys(map._layers).length") < 2000


def test_a_filter_answers_fast(visit: Visit) -> None:
    """Generous, as test machines are busy: the page fades what is old after about a second."""
    visit.open()
    visit.page.get_by_text("Include history").click()
    visit.settle()
    started = time.monotonic()
    visit.page.get_by_text("Include history").click()
    visit.page.locator(".gm-count", has_text="9 of 11").wait_for(timeout=WAIT_MS)
    assert time.monotonic() - started < 5
