"""The overview in a browser: figures, a name that narrows, a conflict that opens on the map, and hostile names in all of it."""

from collections.abc import Iterator
from typing import Any

import pytest
from sample_store import HOSTILE, build_sample
from served_dashboard import MAP, WAIT_MS, Visit, served

pytestmark = pytest.mark.browser


def overview(visit: Visit, path: str) -> Visit:
    visit.page.goto(visit.address + path)
    visit.page.locator(".gm-figures").wait_for(timeout=WAIT_MS)
    visit.settle()
    return visit


def test_names_narrow_and_conflicts_open(visit: Visit) -> None:
    overview(visit, "/?page=overview")
    figures = [text.split("\n") for text in visit.page.locator(".gm-figure").all_inner_texts()]
    assert ["9", "events"] in figures
    assert ["1", "on which sources disagree"] in figures
    visit.page.get_by_role("button", name="Vladivostok, 2 events; show only these").click()
    visit.settle()
    assert visit.count() == "2 of 11 events"
    assert "place=geonames" in visit.page.url
    assert "at Vladivostok" in visit.page.locator(".st-key-chips").inner_text()
    visit.page.get_by_role("list", name="Events on which the sources disagree").get_by_role("button").first.click()
    visit.page.frame_locator(MAP).locator("html[data-geomap-symbols]").wait_for(state="attached", timeout=WAIT_MS)
    visit.settle()
    assert visit.page.locator(".st-key-panel .gm-title").inner_text() == "Ministers meet the delegation"
    assert "page=" not in visit.page.url
    visit.page.locator(".st-key-page").get_by_text("Overview").click()
    visit.page.locator(".gm-figures").wait_for(timeout=WAIT_MS)
    assert visit.count() == "2 of 11 events", "the filters hold on every page"


def test_small(chromium: Any, address: str) -> None:
    visit = overview(Visit.start(chromium, address, width=390, height=844), "/?page=overview")
    assert visit.page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    assert (visit.strangers, visit.errors) == ([], [])
    visit.page.context.close()


@pytest.fixture(scope="module")
def attacked(chromium: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Visit]:
    with served(build_sample(tmp_path_factory.mktemp("attacked") / "geomap.db", with_hostile=True)) as address:
        visit = Visit.start(chromium, address)
        yield visit
        visit.page.context.close()


def untouched(visit: Visit) -> None:
    assert visit.page.evaluate("window.hacked === undefined && window.top.hacked === undefined")
    assert (visit.strangers, visit.errors) == ([], [])


def test_hostile_names_are_only_text(attacked: Visit) -> None:
    """Names of sources, actors and places, and the words of an address, in lists, chips, bars, tables and the story."""
    from urllib.parse import urlencode

    overview(attacked, "/?page=overview")
    assert HOSTILE[0] in attacked.page.get_by_role("list", name="Who takes part, by number of events").inner_text()
    untouched(attacked)
    attacked.page.locator(".fc > summary", has_text="Who takes part").click()
    attacked.page.locator(".fc[data-field=actors] .more").click()
    attacked.page.locator(".fc[data-field=actors]").get_by_role("checkbox", name=HOSTILE[0], exact=False).first.click()
    attacked.settle()
    assert attacked.count().startswith("1 of ")
    assert f"with {HOSTILE[0]}"[:40] in attacked.page.locator(".st-key-chips").inner_text()
    untouched(attacked)
    asked = [(name, attack) for name in ("source", "q", "place", "event", "box", "at", "page", "x") for attack in HOSTILE[:3]]
    attacked.open("/?" + urlencode([*asked, (HOSTILE[0], HOSTILE[1])]))
    said = attacked.page.locator(".st-key-said").inner_text()
    assert "Left out of the address" in said
    assert "source=<img" in said
    untouched(attacked)
    attacked.open("/?event=evt-000000000064")
    attacked.page.get_by_role("tab", name="Story").click()
    assert HOSTILE[2] in attacked.page.get_by_role("list", name="The story in order of time").inner_text()
    box = attacked.page.get_by_role("searchbox", name="Place: Find a place, in any spelling")
    box.fill(HOSTILE[0])
    attacked.settle()
    untouched(attacked)
