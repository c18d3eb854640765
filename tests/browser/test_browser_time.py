"""The timeline in a browser: quick keys, the brush, a single day, typed dates, play; on one page, as a person goes on."""

from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from served_dashboard import Visit

pytestmark = pytest.mark.browser

ALL = ("1 Aug 2023", "31 Oct 2023")


@pytest.fixture(scope="module")
def visit(chromium: Any, address: str) -> Iterator[Visit]:
    found = Visit.start(chromium, address).open()
    found.frame.evaluate("window.probe = 1")
    yield found
    assert found.frame.evaluate("window.probe") == 1, "the map was never loaded again"
    found.page.context.close()
    assert (found.strangers, found.errors) == ([], [])


@pytest.fixture(autouse=True)
def all_dates(visit: Visit) -> None:
    button = visit.page.get_by_role("button", name="All dates")
    if button.is_enabled():
        button.click()
        visit.settle()
    assert chosen(visit) == ALL


def handles(visit: Visit) -> Any:
    return visit.page.locator(".st-key-dates [role=slider]")


def chosen(visit: Visit) -> tuple[str, str]:
    first, last = (handles(visit).nth(i).get_attribute("aria-valuetext") for i in range(2))
    return (first, last)


def days_in_address(visit: Visit) -> tuple[str | None, str | None]:
    found = parse_qs(urlsplit(visit.page.url).query)
    return (found.get("from", [None])[0], found.get("to", [None])[0])


def drag(visit: Visit, start: float, end: float) -> None:
    """Drag over a part of the bars; 0 is their left end, 1 their right end."""
    box = visit.page.locator(".st-key-dates .chart").bounding_box()
    at = [box["x"] + 7 + part * (box["width"] - 14) for part in (start, end)]
    visit.page.mouse.move(at[0], box["y"] + 30)
    visit.page.mouse.down()
    visit.page.mouse.move(at[1], box["y"] + 30, steps=12)
    visit.page.mouse.up()
    visit.settle()


def test_quick_keys_all_count(visit: Visit) -> None:
    handles(visit).first.focus()
    for _ in range(30):
        visit.page.keyboard.press("ArrowRight")
    assert chosen(visit) == ("31 Aug 2023", ALL[1]), "at once"
    visit.settle()
    assert chosen(visit) == ("31 Aug 2023", ALL[1]), "and still after the answers"
    assert days_in_address(visit) == ("2023-08-31", None)
    visit.page.keyboard.press("PageDown")
    visit.page.keyboard.press("Shift+ArrowRight")
    visit.settle()
    assert chosen(visit)[0] == "8 Aug 2023"
    visit.page.keyboard.press("Home")
    visit.settle()
    assert days_in_address(visit) == (None, None)


def test_the_bars_are_a_brush(visit: Visit) -> None:
    drag(visit, 0.3, 0.5)
    first, last = days_in_address(visit)
    assert first is not None
    assert last is not None
    assert "2023-08-26" <= first <= "2023-08-31"
    assert "2023-09-13" <= last <= "2023-09-18"
    drag(visit, 0.4, 0.6)
    moved = days_in_address(visit)
    assert moved > (first, last), "drawing inside the window moves it"
    assert visit.count() != "9 of 11 events"


def test_a_single_day_and_typed_dates(visit: Visit) -> None:
    visit.page.get_by_role("button", name="Single day").click()
    visit.settle()
    field = visit.page.locator(".st-key-dates input[type=date]")
    assert field.nth(1).is_hidden()
    field.nth(0).fill("2023-09-12")
    visit.settle()
    assert days_in_address(visit) == ("2023-09-12", "2023-09-12")
    assert visit.count() == "4 of 11 events"
    visit.page.get_by_role("button", name="Range", exact=True).click()
    visit.settle()
    field.nth(0).fill("2023-09-01")
    field.nth(1).fill("2023-09-30")
    visit.settle()
    assert chosen(visit) == ("1 Sep 2023", "30 Sep 2023")
    field.nth(1).fill("2029-01-01")
    field.nth(1).blur()
    visit.settle()
    assert chosen(visit) == ("1 Sep 2023", "30 Sep 2023"), "a day without events can't be chosen"
    assert field.nth(1).input_value() == "2023-09-30"


def test_play_goes_on_by_itself_and_stops_at_the_end(visit: Visit) -> None:
    visit.page.get_by_label("Step").select_option("Month")
    visit.page.get_by_label("Speed").select_option("Very fast")
    note_days(visit)
    visit.page.get_by_role("button", name="Play", exact=True).click()
    for _ in range(400):
        if visit.page.get_by_role("button", name="Play", exact=True).count():
            break
        visit.page.wait_for_timeout(50)
    visit.settle()
    months = [("1 Aug 2023", "31 Aug 2023"), ("1 Sep 2023", "30 Sep 2023"), ("1 Oct 2023", "31 Oct 2023")]
    assert noted_days(visit) == months
    assert days_in_address(visit) == ("2023-10-01", None), "the days of the map are those of the timeline"


def note_days(visit: Visit) -> None:
    """From now on the page itself writes down the days that it shows: looking from outside is too slow for "very fast"."""
    handles(visit).first.evaluate(
        """first => {
          const root = first.getRootNode(), all = [...root.querySelectorAll('[role=slider]')];
          window.notedDays = [];
          new MutationObserver(() => window.notedDays.push(all.map(node => node.getAttribute('aria-valuetext')))).observe(
            root, { subtree: true, attributes: true, attributeFilter: ['aria-valuetext'] });
        }"""
    )


def noted_days(visit: Visit) -> list[tuple[str, str]]:
    """What was written down, each once in its order."""
    noted = visit.page.evaluate("window.notedDays")
    return list(dict.fromkeys((first, last) for first, last in noted))


def test_a_link_brings_the_days_back(chromium: Any, address: str) -> None:
    found = Visit.start(chromium, address).open("/?from=2023-09-12&to=2023-09-12")
    assert chosen(found)[0] == "12 Sep 2023"
    assert found.page.get_by_role("button", name="Single day").get_attribute("aria-pressed") == "true"
    found.page.context.close()
