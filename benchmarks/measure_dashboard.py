"""How fast the dashboard answers, and how much memory it takes, with stores of any size, in a real browser.

    python benchmarks/measure_dashboard.py                              # 1,000 events
    python benchmarks/measure_dashboard.py 1000 100000 1000000 --memory-moves 500
    python benchmarks/measure_dashboard.py --store geomap.db            # the first map of a store of one's own

For each size: makes the store (kept in ``--stores`` for the next time), starts the server, and measures

* the time from the start of the server to the first map, and from the call of the page to the first map, the first time and once
  the server has shown it to someone;
* the time from a key on the timeline, and from a click on a filter, to the second animation frame after the map has drawn the
  answer: the median of ``--moves``; and the processor time that the server and the tab take for one, until all is quiet;
* the memory of the server and of the browser's tab, at first and after ``--memory-moves`` more moves;
* requests to other machines: there must be none.

At 1,000 events it measures a bare folium map with a slider in the same way, in the same run. Other programs on the machine make
everything slower; the load is printed beside the figures, and the ratio to the bare map says more than the seconds.
"""

from __future__ import annotations

import argparse
import importlib
import json
import os
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

import synthetic_store

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE.parent / "tests" / "browser"))
#: How the tests serve the page and drive a browser.
served = importlib.import_module("served_dashboard")

BARE_AT = 1_000
BARE_MAP = 'iframe[title="streamlit_folium.st_folium"]'
WAIT_MS = 120_000
#: How often the page is called once the server is warm; the median counts.
_CALLS = 3
_OWN = ("http://127.0.0.1:", "data:", "blob:")
#: What must be reached: seconds from a move to the map by number of events, seconds to the first map, megabytes.
GOALS = {1_000: (0.3, 3.0), 100_000: (0.4, 8.0), 1_000_000: (0.6, 8.0)}
GOAL_SERVER_MB, GOAL_TAB_MB, GOAL_RATIO = 1_500, 500, 1.5

#: Notes when the map has drawn an answer and two frames have passed since.
WATCH = """() => {
    window.drawn = 0;
    const note = () => requestAnimationFrame(() => requestAnimationFrame(() => {
        window.drawn = performance.timeOrigin + performance.now(); }));
    const add = window.map.addLayer;
    window.map.addLayer = function (layer) {
        if (layer instanceof L.FeatureGroup) { note(); }
        return add.call(this, layer);
    };
}"""
NOTE_KEY = """() => { for (const kind of ['keydown', 'click']) {
    window.addEventListener(kind, () => { window.acted = performance.timeOrigin + performance.now(); }, true); } }"""


@dataclass
class Figures:
    """What was measured at one size; seconds and megabytes."""

    events: int
    load: float
    first_map: float = 0.0
    first_call: float = 0.0
    next_map: float = 0.0
    server_cpu: list[float] = field(default_factory=list)
    tab_cpu: list[float] = field(default_factory=list)
    bare_cpu: list[float] = field(default_factory=list)
    slider: list[float] = field(default_factory=list)
    filter: list[float] = field(default_factory=list)
    bare: list[float] = field(default_factory=list)
    server_mb: list[float] = field(default_factory=list)
    tab_mb: list[float] = field(default_factory=list)
    heap_mb: list[float] = field(default_factory=list)
    strangers: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    unchanged: int = 0


@contextmanager
def server(command: list[str]) -> Iterator[tuple[str, subprocess.Popen[bytes]]]:
    """A server on a free port (``{port}`` in the command); gives its address and process as soon as it answers."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    process = subprocess.Popen(
        [part.replace("{port}", str(port)) for part in command], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    address = f"http://127.0.0.1:{port}"
    try:
        for _ in range(1200):
            try:
                with urllib.request.urlopen(f"{address}/_stcore/health", timeout=2):
                    break
            except (urllib.error.URLError, OSError):
                time.sleep(0.05)
        yield address, process
    finally:
        process.terminate()
        process.wait(30)


def _command(store: Path) -> list[str]:
    return [sys.executable, "-c", f"from geomap.dashboard import run; run({str(store)!r}, port={{port}})"]


def measure(store: Path, events: int, chromium: Any, *, moves: int, memory_moves: int) -> Figures:
    """All figures of one store."""
    found = Figures(events, os.getloadavg()[0])
    started = time.perf_counter()
    with server(_command(store)) as (address, process):
        found.first_call = _first_map(chromium, address, found)
        found.first_map = time.perf_counter() - started
        found.next_map = statistics.median(_first_map(chromium, address, found) for _ in range(_CALLS))
        visit = served.Visit.start(chromium, address).open()
        visit.page.evaluate(NOTE_KEY)
        visit.frame.evaluate(WATCH)
        _note_memory(found, visit, process.pid)
        _warm(visit)
        before = _cpu(process.pid), _cpu(_tab(visit))
        found.slider = _moves(visit, _press(visit), moves, found)
        found.server_cpu = [(_cpu(process.pid) - before[0]) / moves]
        found.tab_cpu = [(_cpu(_tab(visit)) - before[1]) / moves]
        found.filter = _moves(visit, _toggle(visit), moves, found)
        if memory_moves:
            _moves(visit, _press(visit), memory_moves, found)
        _note_memory(found, visit, process.pid)
        found.strangers += visit.strangers
        found.errors = visit.errors
        visit.page.context.close()
    if events <= BARE_AT:
        found.bare, found.bare_cpu = _bare(store, chromium, moves)
    return found


def _first_maps(store: Path, chromium: Any) -> str:
    """When a store's map is there: from the start of the server, from the call of the page, and from the next calls."""
    found = Figures(0, os.getloadavg()[0])
    started = time.perf_counter()
    with server(_command(store)) as (address, _):
        first = _first_map(chromium, address, found)
        whole = time.perf_counter() - started
        later = statistics.median(_first_map(chromium, address, found) for _ in range(_CALLS))
    return f"first map {whole:.2f} s after the start, {first:.2f} s after the call of the page, then {later:.2f} s"


def _first_map(chromium: Any, address: str, found: Figures) -> float:
    """Seconds until a new visitor sees the map with its symbols. Nothing stands between the browser and the server here."""
    context = chromium.new_context(viewport={"width": 1440, "height": 900})
    page = context.new_page()
    page.on("request", lambda request: None if request.url.startswith(_OWN) else found.strangers.append(request.url))
    began = time.perf_counter()
    page.goto(address)
    page.frame_locator(served.MAP).locator("html[data-geomap-symbols]").wait_for(state="attached", timeout=WAIT_MS)
    seconds = time.perf_counter() - began
    context.close()
    return seconds


def _bare(store: Path, chromium: Any, moves: int) -> tuple[list[float], list[float]]:
    """The same moves on the bare map, and the processor time of server and tab for one."""
    script = str(HERE / "peers" / "bare_folium.py")
    options = ["--server.port", "{port}", "--server.address", "127.0.0.1", "--server.headless", "true"]
    options += ["--browser.gatherUsageStats", "false", "--server.fileWatcherType", "none"]
    command = [sys.executable, "-m", "streamlit", "run", script, *options, "--", f"{store}.events.parquet"]
    with server(command) as (address, process):
        visit = served.Visit.start(chromium, address)
        visit.page.goto(address)
        visit.page.frame_locator(BARE_MAP).locator(".leaflet-container").wait_for(state="attached", timeout=WAIT_MS)
        visit.settle()
        visit.page.evaluate(NOTE_KEY)
        visit.frame.evaluate(WATCH)
        thumb = visit.page.locator("[data-testid=stSlider] input[type=range], [data-testid=stSlider] [role=slider]").first
        thumb.focus()

        def press(_: int) -> None:
            visit.page.keyboard.press("ArrowRight")

        before = _cpu(process.pid), _cpu(_tab(visit))
        found = _moves(visit, press, moves, Figures(0, 0.0))
        spent = [(_cpu(process.pid) - before[0]) / moves, (_cpu(_tab(visit)) - before[1]) / moves]
        visit.page.context.close()
    return found, spent


def _warm(visit: Any) -> None:
    """One move of each kind that does not count: the browser compiles what it runs."""
    handle = visit.page.locator(".st-key-dates [role=slider]").first
    handle.focus()
    visit.page.keyboard.press("Shift+ArrowRight")
    visit.settle()


def _press(visit: Any) -> Callable[[int], None]:
    handle = visit.page.locator(".st-key-dates [role=slider]").first

    def press(number: int) -> None:
        handle.focus()
        visit.page.keyboard.press("Shift+ArrowRight" if (number // 25) % 2 == 0 else "Shift+ArrowLeft")

    return press


def _toggle(visit: Any) -> Callable[[int], None]:
    switch = visit.page.get_by_text("Include history").first

    def toggle(_: int) -> None:
        switch.click()

    return toggle


def _moves(visit: Any, act: Callable[[int], None], moves: int, found: Figures) -> list[float]:
    """Seconds from each act to the drawn answer; an act that changes nothing on the map is counted apart."""
    seconds = []
    for number in range(moves):
        visit.frame.evaluate("window.drawn = 0")
        act(number)
        try:
            visit.frame.wait_for_function("window.drawn > 0", timeout=15_000, polling=20)
        except Exception as error:  # Playwright's own kind of TimeoutError
            if "Timeout" not in type(error).__name__:
                raise
            found.unchanged += 1
            continue
        seconds.append((visit.frame.evaluate("window.drawn") - visit.page.evaluate("window.acted")) / 1000)
        visit.page.wait_for_function(served.IDLE, timeout=WAIT_MS)
        visit.page.wait_for_timeout(450)
    return seconds


def _note_memory(found: Figures, visit: Any, pid: int) -> None:
    session = visit.page.context.new_cdp_session(visit.page)
    session.send("HeapProfiler.collectGarbage")
    session.send("Performance.enable")
    metrics = {item["name"]: item["value"] for item in session.send("Performance.getMetrics")["metrics"]}
    found.heap_mb.append(metrics["JSHeapUsedSize"] / 1e6)
    found.tab_mb.append(_resident_mb(_tab(visit)))
    found.server_mb.append(_resident_mb(pid))


def _tab(visit: Any) -> int:
    """The process of the tab: the largest of those that draw pages."""
    session = visit.page.context.browser.new_browser_cdp_session()
    processes = session.send("SystemInfo.getProcessInfo")["processInfo"]
    session.detach()
    return max((item["id"] for item in processes if item["type"] == "renderer"), key=_resident_mb)


def _cpu(pid: int) -> float:
    """The seconds of processor time that a process has taken."""
    fields = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def _resident_mb(pid: int) -> float:
    for line in Path(f"/proc/{pid}/status").read_text(encoding="utf-8").splitlines():
        if line.startswith("VmRSS:"):
            return float(line.split()[1]) / 1000
    return 0.0


def report(found: Figures) -> str:
    """The figures of one size as lines of text, each with what must be reached."""
    move, first = GOALS.get(found.events, (GOALS[1_000_000] if found.events > 100_000 else GOALS[100_000]))
    lines = [
        f"{found.events:,} events (load {found.load:.1f})",
        f"  first map after start   {found.first_map:6.2f} s     (<= {first} s)",
        f"  page to map             {found.first_call:6.2f} s     at first, then {found.next_map:.2f} s",
        f"  timeline to map         {_median(found.slider):6.2f} s     (<= {move} s)",
        f"  filter to map           {_median(found.filter):6.2f} s     (<= {move} s)",
        f"  processor time a move   {_median(found.server_cpu):6.2f} s     (server), {_median(found.tab_cpu):.2f} s (tab)",
        f"  server                  {found.server_mb[0]:6.0f} MB, then {found.server_mb[-1]:.0f} MB (<= {GOAL_SERVER_MB} MB)",
        f"  tab                     {found.tab_mb[0]:6.0f} MB, then {found.tab_mb[-1]:.0f} MB (<= {GOAL_TAB_MB} MB)",
        f"  script heap             {found.heap_mb[0]:6.1f} MB, then {found.heap_mb[-1]:.1f} MB",
        f"  requests elsewhere      {len(found.strangers):6d}       (none)",
        f"  errors on the page      {len(found.errors):6d}       (none)",
    ]
    if found.bare:
        ratio = _median(found.slider) / _median(found.bare)
        spent = f"{found.bare_cpu[0]:.2f} s of processor time of the server, {found.bare_cpu[1]:.2f} s of the tab"
        lines.insert(
            5, f"  bare folium             {_median(found.bare):6.2f} s     ratio {ratio:.2f} (<= {GOAL_RATIO}); {spent}"
        )
    if found.unchanged:
        lines.append(f"  moves without effect    {found.unchanged:6d}")
    return "\n".join(lines)


def _median(seconds: list[float]) -> float:
    return statistics.median(seconds) if seconds else float("nan")


def main() -> None:
    """Measure what the command line asks for."""
    parser = argparse.ArgumentParser(description="Measure the dashboard in a browser.")
    parser.add_argument("events", type=int, nargs="*")
    parser.add_argument("--moves", type=int, default=30)
    parser.add_argument("--memory-moves", type=int, default=0, help="further moves before the memory is read again")
    parser.add_argument("--store", type=Path, action="append", default=[], help="a store of one's own: the first map only")
    parser.add_argument("--stores", type=Path, default=Path(tempfile.gettempdir()) / "geomap-stores")
    parser.add_argument("--json", action="store_true", help="one line of JSON for each size instead of text")
    given = parser.parse_args()
    given.stores.mkdir(parents=True, exist_ok=True)
    with served.browser() as chromium:
        for store in given.store:
            print(f"{store}: {_first_maps(store, chromium)}", flush=True)
        for events in given.events or ([] if given.store else [BARE_AT]):
            store = given.stores / f"events-{events}.db"
            if not store.exists():
                synthetic_store.make(store, events)
            figures = measure(store, events, chromium, moves=given.moves, memory_moves=given.memory_moves)
            print(json.dumps(asdict(figures)) if given.json else report(figures), flush=True)


if __name__ == "__main__":
    main()
