"""The filters in a browser: ticked, counted, taken away as chips, found misspelt, kept in the address, reached by keyboard."""

from itertools import pairwise
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from served_dashboard import MAP, WAIT_MS, Visit

pytestmark = pytest.mark.browser


def asked(visit: Visit) -> dict[str, list[str]]:
    return {name: values for name, values in parse_qs(urlsplit(visit.page.url).query).items() if name != "at"}


def shows(visit: Visit, number: int, address: dict[str, list[str]] | None = None) -> None:
    """Wait until the page shows so many events, and the address says so."""
    visit.page.locator(".gm-count", has_text=f"{number} of 11 events").wait_for(timeout=WAIT_MS)
    for _ in range(50):
        if address is None or asked(visit) == address:
            return
        visit.page.wait_for_timeout(200)
    assert asked(visit) == address


def tick(visit: Visit, name: str) -> None:
    visit.page.get_by_role("checkbox", name=name, exact=True).click()
    visit.settle()


def unfold(visit: Visit, title: str) -> None:
    visit.page.locator(".fc > summary", has_text=title).click()


def chips(visit: Visit) -> list[str]:
    return [text.split("\n")[0] for text in visit.page.locator(".st-key-chips [class*='st-key-chip-']").all_inner_texts()]


def test_lists_count_what_the_others_leave_and_chips_take_them_away(visit: Visit) -> None:
    visit.open()
    visit.frame.evaluate("window.probe = 1")
    top = visit.page.locator(MAP).bounding_box()["y"]
    assert "denied events and history are hidden" in visit.page.locator(".st-key-chips").inner_text()
    tick(visit, "The Wire, 4 events")
    tick(visit, "Meeting, 1 event")
    assert abs(visit.page.locator(MAP).bounding_box()["y"] - top) <= 1, "the first filter leaves the map where it is"
    shows(visit, 1, {"source": ["The Wire"], "type": ["meeting"]})
    assert visit.page.title() == "1 of 11 events · geomap"
    assert visit.page.get_by_role("checkbox", name="Harbour Post, 1 event", exact=True).is_visible()
    labels = " ".join(visit.page.locator(".st-key-chips").all_inner_texts())
    assert "Meeting" in labels
    assert "told by The Wire" in labels
    visit.page.locator(".st-key-chips").get_by_role("button", name="told by The Wire").click()
    visit.settle()
    shows(visit, 1, {"type": ["meeting"]})
    assert not visit.page.get_by_role("checkbox", name="The Wire, 1 event", exact=True).is_checked()
    visit.page.locator(".st-key-chips").get_by_role("button", name="Meeting").click()
    visit.settle()
    shows(visit, 9, {})
    assert visit.frame.evaluate("window.probe") == 1, "the map was never loaded anew"


def test_quick_choices_are_all_kept(visit: Visit) -> None:
    visit.open()
    for name in ("The Wire, 4 events", "Echo Daily, 2 events", "Harbour Post, 5 events"):
        visit.page.locator(".row", has=visit.page.get_by_role("checkbox", name=name.split(",")[0])).first.click()
    shows(visit, 9)
    visit.settle()
    assert set(asked(visit)["source"]) == {"The Wire", "Echo Daily", "Harbour Post"}


#: The page hears the server's answers seconds late, as on a machine that is busy with other things.
SLOW_ANSWERS = """
const listen = WebSocket.prototype.addEventListener;
WebSocket.prototype.addEventListener = function (kind, act, ...more) {
  const late = kind !== 'message' ? act : (event) => setTimeout(() => act.call(this, event), window.late || 0);
  return listen.call(this, kind, late, ...more);
};
"""
#: The first message of a component never leaves the browser.
LOSE_ONE = """
const send = WebSocket.prototype.send;
window.lost = 0;
WebSocket.prototype.send = function (data) {
  const said = typeof data === 'string' ? data : new TextDecoder('latin1').decode(data);
  if (!window.lost && said.includes('%s')) { window.lost += 1; return undefined; }
  return send.call(this, data);
};
"""


def test_answers_that_come_late_do_not_undo_what_was_chosen(visit: Visit) -> None:
    """The browser sends an address with every message; it may be the one from before the last choices."""
    visit.page.add_init_script(SLOW_ANSWERS)
    visit.open()
    unfold(visit, "Confidence")
    visit.page.evaluate("window.late = 8000")
    slider = visit.page.get_by_role("slider", name="Confidence at least")
    slider.focus()
    for presses in (5, 12):
        for _ in range(presses):
            visit.page.keyboard.press("ArrowRight")
        visit.page.wait_for_timeout(4_000)
    shows(visit, 0, {"sure": ["0.85"]})
    visit.settle()
    shows(visit, 0, {"sure": ["0.85"]})
    assert slider.get_attribute("aria-valuetext") == "at least 0.85"


@pytest.mark.parametrize("lost", ["picked", "window"])
def test_a_message_that_is_lost_is_sent_again(visit: Visit, lost: str) -> None:
    visit.page.add_init_script(LOSE_ONE % lost)
    visit.open()
    if lost == "picked":
        visit.page.get_by_role("checkbox", name="The Wire, 4 events", exact=True).click()
        shows(visit, 4, {"source": ["The Wire"]})
    else:
        visit.page.locator(".st-key-dates [role=slider]").first.focus()
        visit.page.keyboard.press("PageUp")
        shows(visit, 8, {"from": ["2023-09-01"]})
    assert visit.page.evaluate("window.lost") == 1


def test_a_misspelt_place_is_found_and_one_without_events_shows_what_is_around_it(visit: Visit) -> None:
    visit.open()
    box = visit.page.get_by_role("searchbox", name="Place: Find a place, in any spelling")
    box.fill("Wladiwostok")
    visit.page.get_by_role("checkbox", name="Vladivostok, 2 events", exact=False).first.wait_for(timeout=WAIT_MS)
    visit.settle()
    visit.page.get_by_role("checkbox", name="Vladivostok, 2 events", exact=False).first.click()
    visit.settle()
    shows(visit, 2, {"place": ["geonames:2013348"]})
    visit.page.locator(".st-key-chips").get_by_role("button", name="at Vladivostok").click()
    visit.settle()
    box.fill("Artem")
    around = visit.page.locator(".row", has_text="no event names it").first
    around.wait_for(timeout=WAIT_MS)
    around.click()
    visit.settle()
    shows(visit, 1)
    assert "box" in asked(visit)
    box.fill("qqqqzzzz")
    visit.page.get_by_text("Nothing is called that, or nearly so.").wait_for(timeout=WAIT_MS)


def test_thresholds_words_and_switches(visit: Visit) -> None:
    visit.open()
    unfold(visit, "Independent sources")
    visit.page.get_by_role("radio", name="2 or more, 1 event").click()
    visit.settle()
    shows(visit, 1, {"origins": ["2"]})
    visit.page.get_by_role("radio", name="any, 9 events").click()
    visit.settle()
    unfold(visit, "Confidence")
    slider = visit.page.get_by_role("slider", name="Confidence at least")
    slider.focus()
    for _ in range(17):
        visit.page.keyboard.press("ArrowRight")
    visit.settle()
    shows(visit, 0, {"sure": ["0.85"]})
    assert slider.get_attribute("aria-valuetext") == "at least 0.85"
    visit.page.get_by_role("button", name="Reset filters").click()
    visit.settle()
    search = visit.page.get_by_role("textbox", name="Search")
    search.fill("observers")
    search.press("Enter")
    visit.settle()
    shows(visit, 1, {"q": ["observers"]})
    visit.page.get_by_text("Search whole articles").click()
    visit.settle()
    shows(visit, 4, {"q": ["observers"], "deep": ["1"]})
    assert "“observers” in whole articles" in visit.page.locator(".st-key-chips").inner_text()


def test_an_address_is_a_view(visit: Visit) -> None:
    everything = (
        "/?country=RU&country=KP&actor=the+ministers&precision=city&dated=day&sure=0.5&origins=1&history=1&undated=0"
        "&status=occurred&status=planned&box=100,30,140,60&place=geonames:2013348&place=geonames:1871859"
    )
    visit.open(everything)
    shown = visit.count()
    assert shown == "3 of 11 events"
    assert asked(visit)["country"] == ["RU", "KP"]
    visit.page.reload()
    visit.page.frame_locator(MAP).locator("html[data-geomap-symbols]").wait_for(state="attached", timeout=WAIT_MS)
    visit.settle()
    assert visit.count() == shown
    assert visit.page.get_by_role("checkbox", name="Vladivostok", exact=False).first.is_checked()
    visit.page.get_by_role("checkbox", name="Pyongyang", exact=False).first.click()
    visit.settle()
    assert asked(visit)["place"] == ["geonames:2013348"]
    visit.page.go_back()
    visit.settle()
    assert visit.count() == shown, "back is the view before"


def test_help_is_in_place(visit: Visit) -> None:
    visit.open()
    status = visit.page.locator(".fc[data-field=statuses]")
    status.get_by_text("What do these mean?").click()
    assert "announced or prepared, not yet said to have happened" in status.inner_text()
    unfold(visit, "Confidence")
    confidence = visit.page.locator(".fc[data-field=min_confidence]")
    confidence.get_by_text("What do these mean?").click()
    assert "not whether what they say is true" in confidence.inner_text()


def test_the_keyboard_is_enough(visit: Visit) -> None:
    visit.open()
    row = visit.page.get_by_role("checkbox", name="The Wire, 4 events", exact=True)
    row.focus()
    visit.page.keyboard.press("Space")
    visit.settle()
    shows(visit, 4)
    now = visit.page.evaluate(
        "(() => { let a = document.activeElement; while (a && a.shadowRoot && a.shadowRoot.activeElement) {"
        " a = a.shadowRoot.activeElement; } return a.getAttribute('aria-label'); })()"
    )
    assert now == "The Wire, 4 events", "the focus stays where it was"


#: The luminance contrast (WCAG) of text that is shown, against the colour behind it.
CONTRAST = """
() => {
  const parse = (c) => { const n = c.match(/[\\d.]+/g).map(Number);
    return c.startsWith('color(srgb') ? [n[0] * 255, n[1] * 255, n[2] * 255, n[3] ?? 1] : [n[0], n[1], n[2], n[3] ?? 1]; };
  const lum = (c) => { const v = c.slice(0, 3).map((x) => { x /= 255;
    return x <= .03928 ? x / 12.92 : ((x + .055) / 1.055) ** 2.4; });
    return .2126 * v[0] + .7152 * v[1] + .0722 * v[2]; };
  const over = (a, b) => a.slice(0, 3).map((x, i) => x * a[3] + b[i] * (1 - a[3])).concat(1);
  const up = (e) => e.parentElement || (e.getRootNode().host ?? null);
  const behind = (e) => { const layers = []; for (let n = e; n; n = up(n)) { const c = parse(getComputedStyle(n).backgroundColor);
    if (c[3]) { layers.push(c); } if (c[3] === 1) { break; } }
    return layers.reverse().reduce((under, c) => over(c, under), [255, 255, 255, 1]); };
  const opacity = (e) => { let o = 1; for (let n = e; n; n = up(n)) { o *= Number(getComputedStyle(n).opacity); } return o; };
  const low = [];
  const visit = (root) => root.querySelectorAll('*').forEach((e) => {
    if (e.shadowRoot) { visit(e.shadowRoot); }
    const own = [...e.childNodes].some((n) => n.nodeType === 3 && n.textContent.trim());
    if (!own || !e.checkVisibility() || !e.getClientRects().length) { return; }
    const idle = 'button:disabled, [aria-disabled=true], [aria-hidden=true], [data-testid=stIconMaterial], svg, style, script';
    if (e.closest(idle)) { return; }
    const back = behind(e), fore = parse(getComputedStyle(e).color);
    fore[3] *= opacity(e);
    const seen = over(fore, back), [a, b] = [lum(seen), lum(back)].sort((x, y) => y - x);
    const size = parseFloat(getComputedStyle(e).fontSize), bold = Number(getComputedStyle(e).fontWeight) >= 700;
    if ((a + .05) / (b + .05) < (size >= 24 || (bold && size >= 18.6) ? 3 : 4.5)) {
      low.push([e.textContent.trim().slice(0, 40), ((a + .05) / (b + .05)).toFixed(2), e.className]);
    }
  });
  document.querySelectorAll('[data-testid=stSidebar], [data-testid=stMain]').forEach(visit);
  return low;
}
"""


@pytest.mark.parametrize("dark", [False, True])
def test_text_stands_out_and_controls_have_names(chromium: Any, address: str, dark: bool) -> None:
    visit = Visit.start(chromium, address, dark=dark)
    for path in ("/?event=evt-000000000001&type=meeting", "/?page=overview"):
        if "overview" in path:
            visit.page.goto(visit.address + path)
            visit.page.locator(".gm-figures").wait_for(timeout=WAIT_MS)
            visit.settle()
        else:
            visit.open(path)
        assert visit.page.evaluate(CONTRAST) == []
        unnamed = visit.page.evaluate(
            "(() => { const bad = []; const look = (root) => root.querySelectorAll('*').forEach((e) => {"
            " if (e.shadowRoot) { look(e.shadowRoot); }"
            " if (!e.matches('button, input, select, [role=button]') || !e.checkVisibility()) { return; }"
            " const label = e.getAttribute('aria-label') || e.getAttribute('title') || e.textContent.trim()"
            " || (e.labels && [...e.labels].map((l) => l.textContent).join('').trim()) || e.getAttribute('aria-labelledby');"
            " if (!label) { bad.push(e.outerHTML.slice(0, 160)); } }); look(document.body); return bad; })()"
        )
        assert unnamed == []
    visit.page.context.close()


def test_twice_as_large_nothing_overlaps_or_is_lost(chromium: Any, address: str) -> None:
    """A window of half the width is what a browser shows at 200 %."""
    visit = Visit.start(chromium, address, width=720, height=450)
    visit.open("/?event=evt-000000000001&type=meeting&source=The+Wire")
    assert visit.page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    assert visit.page.locator(".st-key-page").get_by_text("Overview").is_visible()
    boxes = [
        visit.page.locator(selector).bounding_box() for selector in (".st-key-heading", ".st-key-chips", MAP, ".st-key-panel")
    ]
    for above, below in pairwise(boxes):
        assert above["y"] + above["height"] <= below["y"] + 1
    assert all(box["x"] >= 0 and box["x"] + box["width"] <= 721 for box in boxes)
    visit.page.context.close()
