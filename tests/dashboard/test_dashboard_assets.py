"""Everything that the map loads comes from this machine, and the base map is whole."""

import json
import re
import subprocess
import sys
from itertools import pairwise
from pathlib import Path

import folium
import pytest

from geomap.dashboard import assets, basemap

WORLD = json.loads((assets.OWN / "basemap.json").read_text(encoding="utf-8"))


def test_folium_is_repointed() -> None:
    basemap.base_map(online=False)
    links = [address for _, address in folium.Map.default_js + folium.Map.default_css]
    assert links
    assert all(address.startswith("../geomap.dashboard.assets.") for address in links)


def test_the_frame_is_what_folium_makes() -> None:
    kept = json.loads((assets.OWN / "frame.json").read_text(encoding="utf-8"))
    assert kept == basemap.rendered(), "run scripts/build_frame.py"


def test_the_dashboard_starts_without_folium() -> None:
    code = "import sys, geomap.dashboard.page; print(*({'folium', 'branca', 'streamlit_folium', 'pandas'} & set(sys.modules)))"
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert found.stdout.strip() == ""


@pytest.mark.parametrize("folder", ["leaflet", "jquery", "geomap"])
def test_files_are_there(folder: str) -> None:
    file = {"leaflet": "leaflet.js", "jquery": "jquery.min.js", "geomap": "base.js"}[folder]
    assert re.fullmatch(
        rf"\.\./geomap\.dashboard\.assets\.{folder}/{re.escape(file)}\?v=[0-9a-f]{{10}}", assets.url(folder, file)
    )


def test_own_files_name_no_other_machine() -> None:
    for file in assets.OWN.iterdir():
        text = file.read_text(encoding="utf-8").replace("http://www.w3.org/2000/svg", "")
        if file.name == "frame.json":  # the online map, which is drawn for those who ask for it
            text = json.dumps(json.loads(text)["offline"])
        assert not re.search(r"https?:|//\w+\.|url\(", text), file.name


def test_script_sets_foreign_text_only_as_text() -> None:
    script = "".join(file.read_text(encoding="utf-8") for file in assets.OWN.glob("*.js"))
    assert not re.search(r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\b|new Function", script)


def test_the_script_of_the_map_does_not_depend_on_the_run() -> None:
    """streamlit-folium keeps the frame only while this stays the same."""
    assert basemap.rendered() == basemap.rendered()


def rings() -> list[list[tuple[float, float]]]:
    found = []
    for country in WORLD["countries"]:
        for flat in country[5]:
            x = y = 0
            ring = []
            for dx, dy in zip(flat[::2], flat[1::2], strict=True):
                x, y = x + dx, y + dy
                ring.append((x / 100, y / 100))
            found.append(ring)
    return found


def test_no_edge_crosses_the_map() -> None:
    """A ring that jumps over the antimeridian would be drawn as a line through the whole world."""
    for ring in rings():
        assert all(-180 <= x <= 180 and -90 <= y <= 90 for x, y in ring)
        assert all(abs(a[0] - b[0]) < 90 for a, b in pairwise(ring) if min(a[1], b[1]) > -80)


def test_countries_and_cities() -> None:
    names = assets.country_names()
    assert len(names) > 230
    assert names["KP"] == "North Korea"
    assert names["FR"] == "France"
    cities = {city[0]: city for city in WORLD["cities"]}
    assert cities["Vladivostok"][1:3] == [131.87, 43.11]
    assert cities["Pyongyang"][4] == 1
    people = [city[3] for city in WORLD["cities"]]
    assert people == sorted(people, reverse=True)


def test_crimea_as_in_the_united_nations_view() -> None:
    def covers(code: str) -> bool:
        country = next(c for c in WORLD["countries"] if c[0] == code)
        return any(_inside(34.1, 45.3, flat) for flat in country[5])

    assert covers("UA")
    assert not covers("RU")


def _inside(px: float, py: float, flat: list[int]) -> bool:
    x = y = 0
    ring = []
    for dx, dy in zip(flat[::2], flat[1::2], strict=True):
        x, y = x + dx, y + dy
        ring.append((x / 100, y / 100))
    hit = False
    for (x1, y1), (x2, y2) in pairwise(ring):
        if (y1 > py) != (y2 > py) and px < (x2 - x1) * (py - y1) / (y2 - y1) + x1:
            hit = not hit
    return hit


def test_the_shipped_settings_are_the_checkouts(root: Path) -> None:
    assert (root / ".streamlit" / "config.toml").read_text(encoding="utf-8") == (assets.OWN / "config.toml").read_text(
        encoding="utf-8"
    )
