"""Correcting in a browser: as a person does, in two clicks; seen at once; taken back; kept from readers."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from served_dashboard import MAP, WAIT_MS, Visit, served
from written_store import build_written, event

from geomap.model import Status
from geomap.store import Store

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build_written(tmp_path_factory.mktemp("correcting"))


@pytest.fixture(scope="module")
def place(store: Path) -> Iterator[str]:
    with served(store) as found:
        yield found


@pytest.fixture
def visit(chromium: Any, place: str) -> Iterator[Visit]:
    found = Visit.start(chromium, place, height=1000)
    yield found
    found.page.context.close()
    assert found.strangers == []
    assert found.errors == []


def tool(visit: Visit, name: str) -> Any:
    """Open one of the boxes to correct with."""
    visit.page.locator("[class*='st-key-tools-']").get_by_role("button", name=name).click()
    box = visit.page.locator("[data-testid=stPopoverBody]").last
    box.wait_for()
    return box


def press(visit: Visit, box: Any, name: str) -> None:
    box.get_by_role("button", name=name).first.click()
    visit.settle()


def undo(visit: Visit) -> None:
    visit.page.locator("[class*='st-key-step-']").first.get_by_role("button", name="Undo").click()
    visit.settle()


def panel(visit: Visit) -> str:
    text: str = visit.page.locator(".st-key-panel").inner_text()
    return text


def names(visit: Visit) -> set[str]:
    return {symbol["name"] for symbol in visit.symbols()}


def test_a_candidate_in_two_clicks_and_back(visit: Visit, store: Path) -> None:
    protest = event(store, "protested")
    visit.open(f"/?event={protest.id}")
    before = visit.count()
    box = tool(visit, "Place")
    press(visit, box, "Rome, Georgia, United States")
    assert "Georgia" in panel(visit)
    assert "“Rome” is Rome, Georgia, US in the whole article (was Rome, Latium, IT)" in panel(visit)
    assert visit.count() == before
    rome = next(s for s in visit.frame.evaluate("geomap.symbols()") if s["name"] == "Rome")
    assert rome["n"] == 1
    with Store.open(store, readonly=True) as opened:
        (review,) = [r for r in opened.reviews() if r.stands]
        assert review.place is not None
        assert review.place.country == "US"
        assert review.who
        assert opened.event(protest.id).place.place == review.place  # type: ignore[union-attr]
    undo(visit)
    assert "Italy" in panel(visit)
    assert "whole article" not in panel(visit)


def test_status_type_and_date(visit: Visit, store: Path) -> None:
    visit.open(f"/?event={event(store, 'met').id}")
    press(visit, tool(visit, "Status"), "planned")
    assert visit.page.locator(".st-key-panel .gm-badge").first.inner_text() == "planned"
    press(visit, tool(visit, "Type"), "Negotiation")
    assert visit.page.locator(".st-key-panel .gm-chip").first.inner_text() == "Negotiation"
    press(visit, tool(visit, "Date"), "5 May 2021")
    assert "a person gave this date" in panel(visit)
    with Store.open(store, readonly=True) as opened:
        changed = opened.event(event(store, "met").id)
        assert (changed.status, changed.event_type, str(changed.when.earliest)) == (  # type: ignore[union-attr]
            Status.PLANNED,
            "negotiation",
            "2021-05-05",
        )
        assert changed.n_documents == 2
    for _ in range(3):
        undo(visit)
    assert visit.page.locator(".st-key-panel .gm-badge").first.inner_text() == "occurred"
    assert visit.page.locator("[class*='st-key-step-']").count() == 0


def test_the_gazetteer_is_searched_and_the_map_is_pointed_at(visit: Visit, store: Path) -> None:
    protest = event(store, "protested")
    visit.open(f"/?event={protest.id}")
    box = tool(visit, "Place")
    box.get_by_role("textbox").fill("Ostia")
    box.get_by_role("textbox").press("Enter")
    visit.settle()
    found = box.get_by_role("button", name="Ostia").or_(box.get_by_role("button", name="Lido di Ostia")).first
    found.click()
    visit.settle()
    assert "Ostia" in panel(visit)
    undo(visit)
    press(visit, tool(visit, "Place"), "Point at the map")
    assert "Click on the map where it is" in panel(visit)
    visit.frame.evaluate("() => { window.map.setView([42, 12], 6, {animate: false}); }")
    visit.settle()
    frame = visit.page.locator(MAP).bounding_box()
    visit.page.mouse.click(frame["x"] + frame["width"] / 2 + 40, frame["y"] + frame["height"] / 2 + 40)
    visit.settle()
    pointing = visit.page.locator(".st-key-pointing")
    pointing.get_by_label("Call it").fill("The old port <b>")
    pointing.get_by_label("Call it").press("Enter")
    visit.settle()
    pointing.get_by_role("button", name="It is here").click()
    visit.settle()
    assert "The old port <b>" in names(visit)
    assert "a person gave this place" in panel(visit)
    undo(visit)
    assert "Rome" in names(visit)


def test_joining_and_parting(visit: Visit, store: Path) -> None:
    struck = event(store, "struck")
    visit.open(f"/?event={struck.id}")
    before = int(visit.count().split()[2])
    box = tool(visit, "Join")
    box.get_by_role("textbox").fill("rising prices")
    box.get_by_role("textbox").press("Enter")
    visit.settle()
    press(visit, box, "4 June 2022")
    assert int(visit.count().split()[2]) == before - 1
    assert "2 reports" in panel(visit)
    press(visit, tool(visit, "Join"), "rising prices")
    assert int(visit.count().split()[2]) == before
    undo(visit)
    undo(visit)
    assert int(visit.count().split()[2]) == before


def test_always_goes_into_the_users_gazetteer(visit: Visit, store: Path) -> None:
    visit.open(f"/?event={event(store, 'protested').id}")
    box = tool(visit, "Place")
    box.get_by_text("from now on in all articles").click()
    visit.settle()
    press(visit, box, "Rome, New York, United States")
    written = (store.parent / "gazetteer.csv").read_text(encoding="utf-8").splitlines()
    assert len(written) == 2
    assert written[1].startswith("geonames:5134295,Rome,,43.2")
    assert "always this place" in written[1]
    assert "New York" in panel(visit)
    undo(visit)
    (store.parent / "gazetteer.csv").unlink()


def test_the_queue_and_the_file(visit: Visit, store: Path, tmp_path: Path) -> None:
    visit.page.goto(f"{visit.address}/?page=review")
    queue = visit.page.locator(".st-key-queue [data-testid=stButton] button")
    queue.first.wait_for(timeout=WAIT_MS)
    visit.settle()
    listed = queue.count()
    reasons = visit.page.locator(".st-key-queue .gm-how").nth(1).inner_text()
    assert "sure: read with confidence" in reasons
    queue.first.click()
    visit.settle()
    signed = tool(visit, "Signed")
    signed.get_by_label("Your name").fill("Ada <i>L.</i>")
    signed.get_by_label("Your name").press("Tab")
    signed.get_by_label("Why").fill("checked by phone")
    signed.get_by_label("Why").press("Enter")
    visit.settle()
    visit.page.keyboard.press("Escape")
    visit.page.locator("[class*='st-key-tools-']").get_by_role("button", name="Right").click()
    visit.settle()
    assert queue.count() == listed - 1
    assert "Ada <i>L.</i>" in panel(visit)
    assert "checked by phone" in panel(visit)
    assert "Decided by people: 1 review" in visit.page.locator("[data-testid=stMain]").inner_text()
    with visit.page.expect_download() as download:
        visit.page.get_by_role("button", name="Download reviews").click()
    download.value.save_as(tmp_path / "reviews.jsonl")
    kept = [json.loads(line) for line in (tmp_path / "reviews.jsonl").read_text(encoding="utf-8").splitlines()]
    right = next(r for r in kept if r["field"] == "right")
    assert (right["who"], right["note"]) == ("Ada <i>L.</i>", "checked by phone")
    visit.open("/?reviewed=1")
    assert visit.count().startswith("1 of ")


def test_readers_find_no_pen(chromium: Any, store: Path) -> None:
    with served(store, read_only=True) as found:
        visit = Visit.start(chromium, found)
        visit.open(f"/?event={event(store, 'protested').id}")
        tools = visit.page.locator("[class*='st-key-tools-']")
        assert [text.split("\n")[-1] for text in tools.get_by_role("button").all_inner_texts()] == ["Read the article"]
        visit.page.goto(f"{found}/?page=articles")
        visit.page.locator(".rd mark").first.wait_for(timeout=WAIT_MS)
        visit.settle()
        assert visit.page.get_by_text("Add articles").count() == 0
        visit.page.locator(".rd mark.place").first.click()
        visit.settle()
        assert visit.page.locator(".st-key-mark").get_by_role("button", name="No place at all").count() == 0
        assert (visit.strangers, visit.errors) == ([], [])
        visit.page.context.close()
