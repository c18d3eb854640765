"""A piece of the world as a picture sees it: Web Mercator, the frame around given points, the shapes of the base map in it."""

from __future__ import annotations

import json
import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

#: Where Web Mercator ends: at this latitude the world is a square.
_MAX_LATITUDE = 85.05
#: How little a frame may show, as a share of the world's width: about 1,000 km at the equator, as a lone place needs a context.
_LEAST_WIDTH = 0.025
#: Free space around the points, as a share of what they span.
_MARGIN = 0.18

#: How high the page shows its map, in pixels: a picture of the same view shows as much from north to south.
_PAGE_HEIGHT = 540

#: Where a map stands: latitude and longitude of its middle, zoom (0: the world in 256 pixels, twice as large with each 1 more).
Position = tuple[float, float, float]
Pixel = tuple[float, float]
Ring = list[tuple[float, float]]


@cache
def world() -> dict[str, Any]:
    """The base map: countries (code, name, longitude and latitude of the label, zoom, rings), borders, lakes, cities."""
    found: dict[str, Any] = json.loads(
        files("geomap").joinpath("dashboard", "assets", "basemap.json").read_text(encoding="utf-8")
    )
    return found


def ring(flat: Sequence[int]) -> Ring:
    """A ring of the base map as (longitude, latitude): it is kept as steps of hundredths of a degree."""
    out, x, y = [], 0, 0
    for i in range(0, len(flat), 2):
        x, y = x + flat[i], y + flat[i + 1]
        out.append((x / 100, y / 100))
    return out


def _project(lon: float, lat: float) -> tuple[float, float]:
    """To the unit square: x from 180 W to 180 E, y from north to south."""
    sine = math.sin(math.radians(max(-_MAX_LATITUDE, min(_MAX_LATITUDE, lat))))
    return (lon + 180) / 360, 0.5 - math.log((1 + sine) / (1 - sine)) / (4 * math.pi)


@dataclass(frozen=True, slots=True)
class Frame:
    """What ``width`` by ``height`` pixels show: ``left`` and ``top`` in the unit square, ``scale`` pixels to a world."""

    left: float
    top: float
    scale: float
    width: int
    height: int

    @classmethod
    def around(cls, points: Sequence[tuple[float, float]], width: int, height: int) -> Frame:
        """The frame that shows all points, (longitude, latitude), with some room; the whole world where there are none.

        It crosses the 180th meridian where that is shorter.
        """
        if not points:
            points = [(-170.0, -55.0), (179.0, 72.0)]
        west, span = _shortest([lon for lon, _ in points])
        xs = [0.0, span / 360]
        ys = [_project(0, lat)[1] for _, lat in points]
        middle_x, middle_y = (west + 180) / 360 + span / 720, (min(ys) + max(ys)) / 2
        wide = max((xs[1] - xs[0]) * (1 + 2 * _MARGIN), _LEAST_WIDTH)
        tall = max((max(ys) - min(ys)) * (1 + 2 * _MARGIN), _LEAST_WIDTH * height / width)
        return cls._centred(middle_x, middle_y, min(width / wide, height / tall), width, height)

    @classmethod
    def standing(cls, at: Position, width: int, height: int) -> Frame:
        """The frame of a map that stands there, showing as much from north to south as the page does."""
        lat, lon, zoom = at
        x, y = _project(lon, lat)
        return cls._centred(x, y, 256 * 2**zoom * height / _PAGE_HEIGHT, width, height)

    @classmethod
    def _centred(cls, x: float, y: float, scale: float, width: int, height: int) -> Frame:
        scale = max(scale, height)  # never more than the world from pole to pole
        top = min(max(y - height / scale / 2, 0.0), 1 - height / scale)
        return cls(x - width / scale / 2, top, scale, width, height)

    def at(self, lon: float, lat: float) -> Pixel:
        """Where a place is, on the turn of the world that is nearest to the middle."""
        x, y = _project(lon, lat)
        middle = self.left + self.width / self.scale / 2
        x += round(middle - x)
        return (x - self.left) * self.scale, (y - self.top) * self.scale

    def copies(self, shape: Ring) -> Iterator[list[Pixel]]:
        """A shape of the base map in pixels, once for each turn of the world on which it is in the picture."""
        projected = [_project(lon, lat) for lon, lat in shape]
        xs, ys = zip(*projected, strict=True)
        if (max(ys) - self.top) * self.scale < 0 or (min(ys) - self.top) * self.scale > self.height:
            return
        right = self.left + self.width / self.scale
        for turn in (-1, 0, 1):
            if max(xs) + turn >= self.left and min(xs) + turn <= right:
                yield [((x + turn - self.left) * self.scale, (y - self.top) * self.scale) for x, y in projected]

    def shows(self, pixel: Pixel) -> bool:
        """Whether a pixel is in the picture."""
        return 0 <= pixel[0] <= self.width and 0 <= pixel[1] <= self.height


def _shortest(lons: Sequence[float]) -> tuple[float, float]:
    """The shortest arc that holds all longitudes: its western end and its length, in degrees."""
    turned = sorted({(lon + 180) % 360 - 180 for lon in lons})
    gaps = [(turned[(i + 1) % len(turned)] - lon) % 360 or (360 if len(turned) == 1 else 0) for i, lon in enumerate(turned)]
    widest = max(range(len(gaps)), key=lambda i: gaps[i])
    return turned[(widest + 1) % len(turned)], 360 - gaps[widest]
