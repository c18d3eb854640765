"""The pictures of the documentation, taken of the real app.

Usage: python scripts/take_screenshots.py [--store geomap.db] [--out docs/images] [--query ?event=evt-...]

Needs the test extras (Playwright) and a Chromium. The app must show what a reader gets who runs the README's commands, so the
store is the one that ``geomap build seeds`` makes.
"""

from __future__ import annotations

import argparse
import shutil
import subprocess
import sys
import time
import urllib.request
from pathlib import Path
from typing import Literal

MAP_READY = "html[data-geomap-symbols]"
#: Name of the picture: width, height, dark.
VIEWS = {"dashboard": (1440, 960, False), "dashboard-dark": (1440, 960, True), "dashboard-narrow": (390, 844, False)}


def main() -> None:
    """Serve the store, open the event that most documents tell of, and take each picture."""
    from playwright.sync_api import sync_playwright

    arguments = _arguments()
    port = arguments.port
    code = f"from geomap.dashboard import run; run({str(arguments.store)!r}, port={port})"
    server = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.DEVNULL)
    try:
        _wait(f"http://127.0.0.1:{port}/_stcore/health")
        with sync_playwright() as playwright:
            options = ["--no-sandbox", "--disable-gpu"]
            chromium = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=options)
            for name, (width, height, dark) in VIEWS.items():
                scheme: Literal["dark", "light"] = "dark" if dark else "light"
                page = chromium.new_context(viewport={"width": width, "height": height}, color_scheme=scheme).new_page()
                page.goto(f"http://127.0.0.1:{port}/{arguments.query}")
                page.frame_locator('iframe[title="geomap.dashboard.mapframe.map"]').locator(MAP_READY).wait_for(state="attached")
                page.wait_for_timeout(2500)
                page.screenshot(path=str(arguments.out / f"{name}.png"))
    finally:
        server.terminate()


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--store", type=Path, default=Path("geomap.db"))
    parser.add_argument("--out", type=Path, default=Path("docs/images"))
    parser.add_argument("--query", default="", help="the part of the address that opens a view, such as ?event=evt-...")
    parser.add_argument("--port", type=int, default=8599)
    return parser.parse_args()


def _wait(address: str) -> None:
    for _ in range(120):
        try:
            with urllib.request.urlopen(address, timeout=2):
                return
        except OSError:
            time.sleep(0.5)
    raise SystemExit(f"the dashboard did not answer at {address}")


if __name__ == "__main__":
    main()
