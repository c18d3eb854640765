"""The panel in a browser: what is claimed and why, the sides of a disagreement, the story, and the way from event to event."""

import pytest
from served_dashboard import Visit

pytestmark = pytest.mark.browser


def title(visit: Visit) -> str:
    text: str = visit.page.locator(".st-key-panel .gm-title").inner_text()
    return text


def test_an_event_says_how_it_is_known(visit: Visit) -> None:
    visit.open("/?event=evt-000000000001")
    panel = visit.page.locator(".st-key-panel")
    said = panel.inner_text()
    assert "stated as “12 September”" in said
    assert "a town or city, within about 12 km" in said
    assert "retelling 2 originals" in said
    sides = panel.locator(".gm-side")
    assert [side.split("\n")[0] for side in sides.all_inner_texts()] == ["12 September 2023", "13 September 2023"]
    assert "The Wire" in sides.nth(0).inner_text()
    assert "12 September" in sides.nth(0).locator("q").inner_text()
    assert "Harbour Post" in sides.nth(1).inner_text()
    panel.locator(".gm-confidence summary").click()
    weighed = panel.locator(".gm-confidence").inner_text()
    assert "not whether what they say is true" in weighed
    assert "0.81" in weighed
    assert "The Wire" in weighed


def test_from_event_to_event(visit: Visit) -> None:
    visit.open("/?event=evt-000000000001")
    first = title(visit)
    visit.page.locator(".st-key-panel").get_by_role("button", name="Next").click()
    visit.settle()
    assert title(visit) != first
    visit.page.locator(".st-key-panel").get_by_role("button", name="Previous").click()
    visit.settle()
    assert title(visit) == first
    visit.page.get_by_role("tab", name="Story").click()
    line = visit.page.get_by_role("list", name="The story in order of time")
    events = line.get_by_role("button")
    assert events.count() == 11
    assert line.locator("[aria-current=true]").inner_text().split("\n")[1] == first
    opened = line.get_by_role("button", name="Leaders inspect rockets")
    opened.focus()
    visit.page.keyboard.press("Enter")
    visit.settle()
    assert title(visit) == "Leaders inspect rockets"
    assert "event=evt-000000000006" in visit.page.url
    assert line.locator("[aria-current=true]").inner_text().split("\n")[1] == "Leaders inspect rockets"
    assert visit.frame.evaluate("geomap.symbols().length") > 0, "the map is still there"


def test_an_event_that_the_filters_leave_out_says_so(visit: Visit) -> None:
    visit.open("/?event=evt-000000000001&type=travel")
    panel = visit.page.locator(".st-key-panel")
    assert "not among the events that the filters leave" in panel.inner_text()
    assert panel.get_by_role("button", name="Next").is_disabled()
