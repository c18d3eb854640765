"""A real server and a real browser for the tests: only this machine may be reached, and every error that is said is kept."""

from __future__ import annotations

import atexit
import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import pytest

CHROMIUM = os.environ.get("GEOMAP_CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser") or ""
ARGUMENTS = [
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-default-apps",
    "--disable-sync",
    "--no-first-run",
]
MAP = 'iframe[title="geomap.dashboard.mapframe.map"]'
WAIT_MS = 90_000
#: Streamlit says on the page whether the script is running.
IDLE = "document.querySelector('[data-testid=stApp]')?.dataset.testScriptState === 'notRunning'"


@contextmanager
def served(store: Path, *, read_only: bool = False) -> Iterator[str]:
    """The dashboard as ``geomap dashboard`` serves it, in the store's folder; gives its address."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    code = f"from geomap.dashboard import run; run({str(store)!r}, port={port}, read_only={read_only})"
    process = subprocess.Popen(
        [sys.executable, "-c", code], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd=store.parent
    )
    address = f"http://127.0.0.1:{port}"
    try:
        _wait(address, process)
        yield address
    finally:
        process.terminate()
        process.wait(30)


def _wait(address: str, process: subprocess.Popen[bytes]) -> None:
    for _ in range(240):
        if process.poll() is not None:
            raise RuntimeError(f"the server ended with {process.returncode}")
        try:
            with urllib.request.urlopen(f"{address}/_stcore/health", timeout=2):
                return
        except (urllib.error.URLError, OSError):
            time.sleep(0.25)
    raise RuntimeError("the server did not answer within a minute")


@contextmanager
def browser() -> Iterator[Any]:
    """A Chromium; the test is skipped where there is none."""
    if not CHROMIUM and os.environ.get("CI"):
        pytest.fail("no Chromium here: make test installs it, and these tests are not to be passed over")
    if not CHROMIUM:
        pytest.skip("no Chromium here; name one in GEOMAP_CHROMIUM")
    chromium = _playwright().chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
    try:
        yield chromium
    finally:
        chromium.close()


@cache
def _playwright() -> Any:
    """One for the whole process: a second would find the first one's event loop running."""
    from playwright.sync_api import sync_playwright

    started = sync_playwright().start()
    atexit.register(started.stop)
    return started


@dataclass
class Visit:
    """A page with a watch on it: requests to other machines are blocked and kept, so are errors."""

    page: Any
    address: str
    strangers: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)

    @classmethod
    def start(cls, chromium: Any, address: str, *, width: int = 1440, height: int = 900, dark: bool = False) -> Visit:
        context = chromium.new_context(
            viewport={"width": width, "height": height}, color_scheme="dark" if dark else "light", accept_downloads=True
        )
        visit = cls(context.new_page(), address)
        context.route(lambda url: not url.startswith((address, "data:", "blob:")), visit._block)
        visit.page.on("console", lambda message: visit.errors.append(message.text) if message.type == "error" else None)
        visit.page.on("pageerror", lambda error: visit.errors.append(str(error)))
        visit.page.on("dialog", lambda dialog: (visit.errors.append(f"dialog: {dialog.message}"), dialog.dismiss()))
        return visit

    def _block(self, route: Any) -> None:
        self.strangers.append(route.request.url)
        route.abort()

    def open(self, path: str = "/") -> Visit:
        """Load the page and wait until the map has drawn its symbols."""
        self.page.goto(self.address + path)
        self.page.frame_locator(MAP).locator("html[data-geomap-symbols]").wait_for(state="attached", timeout=WAIT_MS)
        self.settle()
        return self

    def settle(self) -> None:
        """Wait until Streamlit has finished its run and the map has stopped moving."""
        for _ in range(2):
            self.page.wait_for_timeout(600)
            self.page.wait_for_function(IDLE, timeout=WAIT_MS)
        self.page.wait_for_timeout(300)

    @property
    def frame(self) -> Any:
        """The map's frame."""
        return next(frame for frame in self.page.frames if "/component/" in frame.url)

    def symbols(self) -> list[dict[str, Any]]:
        """The symbols on the map, with their places on the frame."""
        found: list[dict[str, Any]] = self.frame.evaluate("geomap.symbols()")
        return found

    def click(self, name: str) -> None:
        """Click the symbol of a place."""
        self.point(name)
        symbol = next(s for s in self.symbols() if s["name"] == name)
        box = self.page.locator(MAP).bounding_box()
        self.page.mouse.click(box["x"] + symbol["x"] + 1, box["y"] + symbol["y"] + 1)
        self.settle()

    def point(self, name: str) -> None:
        """Move the pointer to the symbol of a place."""
        symbol = next(s for s in self.symbols() if s["name"] == name)
        box = self.page.locator(MAP).bounding_box()
        self.page.mouse.move(box["x"] + symbol["x"] + 1, box["y"] + symbol["y"] + 1)
        self.page.wait_for_timeout(300)

    def slide(self, day: str) -> None:
        """Move the slider's start to a day by the keyboard; it stays there when the answers have come."""
        start = self.page.locator(".st-key-dates [role=slider]").first
        start.focus()
        for _ in range(400):
            if start.get_attribute("aria-valuetext") == day:
                break
            self.page.keyboard.press("ArrowRight")
        self.settle()
        assert start.get_attribute("aria-valuetext") == day

    def count(self) -> str:
        """The number of events that the heading says."""
        text: str = self.page.locator(".gm-count").inner_text()
        return text
