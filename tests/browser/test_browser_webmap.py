"""The map in one file, opened from the disk with no network, as somebody does who got it by mail."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from geomap.export import export
from geomap.view import Filters

sys.path[:0] = [str(Path(__file__).parents[1] / "view"), str(Path(__file__).parents[1] / "export")]

pytestmark = pytest.mark.browser


@pytest.fixture
def opened(chromium: Any, tmp_path: Path) -> Iterator[Any]:
    """Opens a store's map from the disk, offline; afterwards nothing was asked for and nothing went wrong."""
    context = chromium.new_context(offline=True, viewport={"width": 1200, "height": 800})
    page = context.new_page()
    asked: list[str] = []
    errors: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.on("console", lambda message: errors.append(message.text) if message.type == "error" else None)
    page.on("dialog", lambda dialog: errors.append(f"dialog: {dialog.message}"))

    def open_map(store: Path) -> Any:
        file = tmp_path / "map.html"
        file.write_bytes(export(store, Filters(), "html"))
        page.goto(file.as_uri())
        page.wait_for_function("window.geomap && window.geomap.world")
        return page

    yield open_map
    context.close()
    assert [url for url in asked if not url.startswith(("file:", "blob:"))] == []
    assert errors == []


def symbols(page: Any) -> list[dict[str, Any]]:
    return page.evaluate("window.geomap.symbols()")


def count(page: Any) -> str:
    return page.inner_text("#count")


def test_a_person_reads_filters_and_moves_the_slider(opened: Any, tmp_path: Path) -> None:
    from view_corpus import make_store

    page = opened(make_store(tmp_path / "geomap.db"))
    assert count(page) == "5 of 6 events"  # what is denied is off at first
    assert page.title() == "5 of 6 events · geomap"
    page.get_by_label("denied (1)").check()
    assert count(page) == "6 of 6 events"
    assert sum(symbol["n"] for symbol in symbols(page)) == 5

    page.get_by_role("button", name="Leaders to meet in Vladivostok").click()
    detail = page.locator(".detail")
    assert "Planned, not reported as happened." in detail.inner_text()
    assert "They will meet in Vladivostok, she said." in detail.inner_text()
    assert detail.locator("a").first.get_attribute("href") == "https://example.org/a"

    last = page.get_by_label("Last day")
    last.evaluate("e => { e.value = 0; e.dispatchEvent(new Event('input')); }")
    assert count(page) == "3 of 6 events"  # the one of 2022, and two without a date
    page.get_by_label("undated (2)").uncheck()
    assert count(page) == "1 of 6 events"
    assert [symbol["soft"] for symbol in symbols(page)] == [True]
    page.get_by_role("button", name="Reset").click()
    assert count(page) == "5 of 6 events"

    page.get_by_label("Search titles, actors, quotes").fill("kim vladivostok")
    assert count(page) == "1 of 6 events"
    page.get_by_role("button", name="Reset").click()
    bars = page.locator("#bars").bounding_box()
    page.mouse.move(bars["x"] + bars["width"] * 0.95, bars["y"] + 20)
    page.mouse.down()
    page.mouse.move(bars["x"] + bars["width"] - 1, bars["y"] + 20)
    page.mouse.up()
    assert "2023" in page.inner_text("#days").split("–")[0]
    assert count(page) == "3 of 6 events"


def test_a_symbol_lists_what_happens_there_and_play_moves_the_window(opened: Any, tmp_path: Path) -> None:
    from view_corpus import make_store

    page = opened(make_store(tmp_path / "geomap.db"))
    found = next(symbol for symbol in symbols(page) if symbol["name"] == "Pyongyang" or "geonames:1871859" in symbol["ids"])
    box = page.locator("#map").bounding_box()
    page.mouse.click(box["x"] + found["x"], box["y"] + found["y"])
    page.get_by_role("button", name="Show all places").wait_for()
    assert "Shoigu visited Pyongyang" in page.inner_text("#list")
    assert "Suva" not in page.inner_text("#list")
    page.get_by_role("button", name="Show all places").click()
    assert "Suva" in page.inner_text("#list")
    before = page.inner_text("#days")
    page.get_by_role("button", name="Play").click()
    page.wait_for_function("text => document.getElementById('days').textContent !== text", arg=before)
    page.get_by_role("button", name="Stop").click()


def test_hostile_text_is_text(opened: Any, tmp_path: Path) -> None:
    from hostile_store import make_hostile_store

    page = opened(make_hostile_store(tmp_path / "geomap.db"))
    assert count(page) == "2 of 2 events"
    page.locator("#list button").first.click()
    page.wait_for_timeout(200)
    assert '<img src=x onerror="alert(1)">' in page.inner_text(".detail")
    assert page.locator(".detail a").count() == 0
    assert page.locator("#list img, #list script, #map img[src='x']").count() == 0
