"""Adding articles in a browser: a file and a pasted text come in, what can't be read is said, the map goes to what was found."""

import io
import zipfile
from pathlib import Path
from typing import Any

import pytest
from served_dashboard import MAP, WAIT_MS, Visit, served
from written_store import build_written

from geomap.store import Store

pytestmark = pytest.mark.browser
EVIL = "<img src=x onerror=window.hacked=1>.txt"


def zipped() -> bytes:
    """An archive with an article and a name that climbs out of it."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("../../climbed.txt", "A storm struck Suva on 3 March 2021, officials said.\n" * 3)
        archive.writestr("storm.txt", "Storm in Suva\n\nA storm struck Suva on 3 March 2021, officials said.\n")
    return buffer.getvalue()


def test_articles_come_in_and_the_map_goes_to_them(chromium: Any, tmp_path: Path) -> None:
    store = build_written(tmp_path)
    files = [
        {
            "name": "geneva.txt",
            "mimeType": "text/plain",
            "buffer": b"Strike in Geneva\n\nNurses protested in Geneva on Monday.\n",
        },
        {"name": EVIL, "mimeType": "text/plain", "buffer": b"<script>window.hacked=1</script>\n\nA bomb exploded in Turin.\n"},
        {"name": "long.txt", "mimeType": "text/plain", "buffer": b"x" * 10_000_000},
        {"name": "several.zip", "mimeType": "application/zip", "buffer": zipped()},
        {"name": "empty.txt", "mimeType": "text/plain", "buffer": b" \n"},
    ]
    with served(store) as address:
        visit = Visit.start(chromium, address, height=1100)
        visit.page.goto(f"{address}/?page=articles")
        visit.page.locator(".rd mark").first.wait_for(timeout=WAIT_MS)
        visit.settle()
        visit.page.get_by_text("Add articles").click()
        box = visit.page.locator(".st-key-add-articles")
        box.locator("input[type=file]").set_input_files(files)
        visit.settle()
        box.get_by_label("Source").fill("The <b>Lake</b> Post")
        box.get_by_label("Source").press("Tab")
        box.get_by_role("spinbutton", name="year, Published").click()
        visit.page.keyboard.type("20220608")
        visit.page.keyboard.press("Tab")
        visit.settle()
        box.get_by_role("button", name="Add", exact=True).click()
        box.get_by_text("added, with").wait_for(timeout=WAIT_MS * 2)
        visit.settle()
        said = box.inner_text()
        assert "4 articles added" in said or "3 articles added" in said
        assert "could not be taken in" in said
        assert visit.page.evaluate("window.hacked === undefined")
        folder = tmp_path / "added-articles"
        assert {path.name for path in folder.iterdir()} >= {"geneva.txt", "several.zip", "sources.csv"}
        assert not (tmp_path.parent / "climbed.txt").exists()
        with Store.open(store, readonly=True) as opened:
            geneva = next(d for d in opened.documents() if "Geneva" in d.text)
            assert (geneva.source, str(geneva.published)) == ("The <b>Lake</b> Post", "2022-06-08")
            event = next(e for e in opened.events() if "Geneva" in e.title)
            assert str(event.when.earliest) == "2022-06-06"  # type: ignore[union-attr]
        box.get_by_role("button", name="Show on the map").click()
        visit.page.frame_locator(MAP).locator("html[data-geomap-symbols]").wait_for(state="attached", timeout=WAIT_MS)
        visit.settle()
        assert "event=evt-" in visit.page.url
        assert "Geneva" in {symbol["name"] for symbol in visit.symbols()}
        assert (visit.strangers, visit.errors) == ([], [])
        visit.page.context.close()
