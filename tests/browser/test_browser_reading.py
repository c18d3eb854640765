"""Reading an article in a browser: marks, tips, what was decided, a correction from there; hostile text stays text."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from served_dashboard import WAIT_MS, Visit, served
from written_store import build_written

from geomap.store import Store

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build_written(tmp_path_factory.mktemp("reading"))


@pytest.fixture(scope="module")
def place(store: Path) -> Iterator[str]:
    with served(store) as found:
        yield found


def article(store: Path, words: str) -> str:
    with Store.open(store, readonly=True) as opened:
        return next(h.id for h in opened.catalogue() if words in h.title)


def read(visit: Visit, document_id: str) -> Any:
    visit.page.goto(f"{visit.address}/?page=articles&article={document_id}")
    page = visit.page.locator(".rd .page")
    page.locator("p").first.wait_for(timeout=WAIT_MS)
    visit.settle()
    return page


def test_an_article_is_read_and_corrected(chromium: Any, place: str, store: Path) -> None:
    visit = Visit.start(chromium, place, height=1000)
    page = read(visit, article(store, "Zelensky meets"))
    assert "President Zelensky met Chancellor Olaf Scholz in Kyiv on 3 May 2021." in page.inner_text()
    assert page.locator("mark.event").all_inner_texts() == ["met"]
    assert page.locator("mark.time").all_inner_texts() == ["3 May 2021", "5 May 2021"]
    assert page.locator("p.furniture").inner_text() == "Subscribe to our newsletter"
    page.locator("mark.place").nth(1).hover()
    assert "Kyiv" in visit.page.locator(".rd .tip").inner_text()
    assert "or: " in visit.page.locator(".rd .tip").inner_text()
    page.locator("mark.place").nth(1).focus()
    visit.page.keyboard.press("Enter")
    visit.settle()
    beside = visit.page.locator(".st-key-mark")
    assert "“Kyiv”" in beside.inner_text()
    assert "Events placed by it (1)" in beside.inner_text()
    beside.get_by_role("button", name="No place at all").click()
    visit.settle()
    assert page.locator("mark.unplaced.reviewed").count() == page.locator("mark.unplaced").count() > 0
    assert "a person says that this names no place" in beside.inner_text()
    assert visit.page.evaluate("document.activeElement !== null")
    beside.get_by_role("button", name="Undo").click()
    visit.settle()
    assert page.locator("mark.reviewed").count() == 0
    page.locator("mark.event").click()
    visit.settle()
    assert beside.get_by_role("button", name="Status").is_visible()
    beside.get_by_role("button", name="Show on the map").click()
    visit.settle()
    assert "event=evt-" in visit.page.url
    assert (visit.strangers, visit.errors) == ([], [])
    visit.page.context.close()


def test_an_attack_is_read_as_it_was_written(chromium: Any, place: str, store: Path) -> None:
    visit = Visit.start(chromium, place, width=390, height=844, dark=True)
    page = read(visit, article(store, "Fire <img"))
    assert "<script>window.hacked=1</script>" in page.inner_text()
    assert "![x](http://evil.example/x.png)" in page.inner_text()
    assert page.locator("img, script, b, textarea").count() == 0
    assert visit.page.evaluate("window.hacked === undefined")
    for mark in page.locator("mark").all()[:4]:
        mark.hover()
    assert visit.page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    assert visit.page.locator(".st-key-article img").count() == 0
    assert (visit.strangers, visit.errors) == ([], [])
    visit.page.context.close()
