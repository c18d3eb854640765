"""Imported GeoNames dumps: which there are, and how they are asked together with the world that ships with geomap."""

from __future__ import annotations

import contextlib
import hashlib
import json
import math
import os
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import platformdirs

from geomap.errors import GazetteerError
from geomap.gazetteer.names import fold
from geomap.gazetteer.world import DEGREE, NAME_KINDS, World, place_of, unpacked
from geomap.model import Place

FORMAT = 1
"""The layout of imported files; raise it when it changes."""
SUFFIX = ".sqlite"
VARIABLE = "GEOMAP_IMPORTED"
"""Environment variable: the files and folders to use in place of the user's data folder, joined as in PATH; empty for none."""
HOMONYMS = 200
"""Places of one name that are given at most: GeoNames has thousands of a San Antonio."""
EXAMINED = 3000
"""Places of one name among which the largest are looked for."""
BEGINNINGS = 300
"""Names of each import that start with what was typed, at most."""
_NEAR_KM = 50.0
_PROBES = ("St. Petersburg", "Mt Hope", "The Hague", "Þórshöfn", "Port-au-Prince", "Xi’an", "İzmir", "Łódź", "A/B & C", "Straße")
_JOINED = """FROM main.place p
LEFT JOIN main.admin1 a ON a.key = p.admin1
LEFT JOIN shipped.place area ON area.key = a.place
LEFT JOIN shipped.place s ON s.key = p.key
LEFT JOIN shipped.admin1 sa ON sa.key = s.admin1"""
_CHOSEN = """p.key, NULL,
CASE WHEN s.feature LIKE 'A.PCL%' OR s.feature = 'A.ADM1' THEN s.name ELSE p.name END,
p.lat, p.lon, p.feature, p.country, coalesce(sa.name, area.name, a.name), coalesce(p.population, s.population), s.radius"""
_COLUMNS = "key, ref, name, lat, lon, feature, country, admin1, population, radius"
_CELL = "((p.lat + 9000000) / 10000) * 3601 + (p.lon + 18000000) / 10000"


def holdings() -> Path:
    """The folder of imported files, in the user's data folder."""
    return Path(platformdirs.user_data_dir("geomap")) / "gazetteer"


def folding() -> str:
    """A mark of how names are folded: a file that was imported under another folding would not be found by its names."""
    return hashlib.sha256("\n".join(fold(name) for name in _PROBES).encode()).hexdigest()[:12]


@dataclass(frozen=True, slots=True)
class Import:
    """One imported file: ``places`` and ``names`` in it, ``familiar`` names among them, ``bad`` lines by reason.

    ``imported`` is a moment in UTC, ISO 8601; ``version`` changes with the dump and with what was chosen of it.
    """

    path: Path
    source: str
    imported: str
    places: int
    names: int
    familiar: int
    lines: int
    omitted: int
    bad: Mapping[str, int]
    shown: Mapping[str, Sequence[int]]
    choice: Mapping[str, object]
    version: str

    @property
    def name(self) -> str:
        """What it is called by ``list`` and ``remove``."""
        return self.path.stem

    @property
    def size(self) -> int:
        """Bytes on disk."""
        return self.path.stat().st_size

    @classmethod
    def read(cls, path: Path) -> Import:
        """What an imported file says of itself. Raises GazetteerError where it can't be used."""
        cure = "import the dump again, or remove the file"
        try:
            with contextlib.closing(sqlite3.connect(_address(path), uri=True)) as base:
                meta = dict(base.execute("SELECT key, value FROM meta"))
        except (sqlite3.Error, OSError) as error:
            raise GazetteerError(f"{path}: is no imported gazetteer, or is damaged ({error}); {cure}") from error
        if meta.get("format") != str(FORMAT) or meta.get("folding") != folding():
            raise GazetteerError(f"{path}: was imported by another version of geomap, which compares names differently; {cure}")
        version = hashlib.sha256("\0".join((meta["format"], meta["folding"], meta["sha256"], meta["choice"])).encode())
        return cls(
            path=path,
            source=meta["source"],
            imported=meta["imported"],
            places=int(meta["places"]),
            names=int(meta["names"]),
            familiar=int(meta["familiar"]),
            lines=int(meta["lines"]),
            omitted=int(meta["omitted"]),
            bad=json.loads(meta["bad"]),
            shown=json.loads(meta["shown"]),
            choice=json.loads(meta["choice"]),
            version=version.hexdigest()[:12],
        )


def imports(paths: Sequence[Path] | None = None) -> list[Import]:
    """The imported files that count, the latest first: those of ``paths``, else of ``GEOMAP_IMPORTED``, else of the data folder.

    Raises GazetteerError where one can't be used: places that are missing without a word would be worse.
    """
    return sorted((Import.read(path) for path in _files(paths)), key=lambda i: (i.imported, i.name), reverse=True)


def _files(paths: Sequence[Path] | None) -> list[Path]:
    if paths is None:
        named = os.environ.get(VARIABLE)
        paths = [holdings()] if named is None else [Path(part) for part in named.split(os.pathsep) if part]
        if named is None and not paths[0].is_dir():
            return []
    found: list[Path] = []
    for path in paths:
        if not path.exists():
            raise GazetteerError(f"{path}: there is no such imported file or folder; mend {VARIABLE}, or import it again")
        found += sorted(path.glob(f"*{SUFFIX}")) if path.is_dir() else [path]
    return found


def remove(name: str) -> Path:
    """Remove an imported file, also a damaged one, and return where it was. Raises GazetteerError where none has that name."""
    files = {path.stem: path for path in _files(None)}
    if name not in files:
        known = ", ".join(sorted(files)) or "none"
        raise GazetteerError(f"no imported file is called {name!r}; there are: {known} (geomap gazetteer list)")
    try:
        files[name].unlink()
    except OSError as error:
        raise GazetteerError(f"{files[name]}: can't be removed ({error.strerror})") from error
    return files[name]


def _address(path: Path) -> str:
    return f"{path.absolute().as_uri()}?mode=ro&immutable=1"


class ImportedWorld(World):
    """One imported file. What the shipped world knows better of the same place stays.

    That is how far it reaches, how many people live there where the dump doesn't say, and the English names of countries and
    of first level areas.
    """

    def __init__(self, path: Path, shipped: Path) -> None:
        super().__init__(path)
        self._shipped = shipped

    def _prepare(self, base: sqlite3.Connection) -> None:
        base.execute("ATTACH ? AS shipped", (_address(self._shipped),))
        base.execute(f"CREATE TEMP VIEW entry ({_COLUMNS}) AS SELECT {_CHOSEN} {_JOINED}")

    def named(self, fold: str) -> list[tuple[Place, str]]:
        """The places with this familiar name, each with the kind of the name; of very many the largest."""
        return self._with_name("name", fold)

    def quietly_named(self, fold: str) -> list[tuple[Place, str]]:
        """The places that bear this name quietly; of very many the largest."""
        return self._with_name("quiet", fold)

    def _with_name(self, table: str, fold: str) -> list[tuple[Place, str]]:
        # The largest are chosen before anything is looked up for them: a common name has thousands of places.
        largest = (
            f"SELECT n.kind, n.place FROM (SELECT kind, place FROM {table} WHERE fold = ? LIMIT {EXAMINED}) n "  # noqa: S608
            f"CROSS JOIN main.place x ON x.key = n.place ORDER BY x.population DESC, x.key LIMIT {HOMONYMS}"
        )
        query = f"SELECT n.kind, {_CHOSEN} {_JOINED.replace('FROM', f'FROM ({largest}) n CROSS JOIN', 1)} WHERE p.key = n.place"
        return [(place_of(row[1:]), NAME_KINDS[row[0]]) for row in self._base().execute(query, (fold,))]

    def starting(self, prefix: str, limit: int) -> list[tuple[str, int]]:
        """Folded names that start with ``prefix`` with the keys of their places: the familiar ones, then some of the quiet."""
        found = super().starting(prefix, limit)
        rows = self._base().execute(
            "SELECT fold, place FROM quiet WHERE fold >= ? AND fold < ? LIMIT ?",
            (prefix, prefix + "\U0010ffff", limit - len(found)),
        )
        return found + [(row[0], row[1]) for row in rows]

    def prominent_names(self, population: int) -> Iterator[str]:
        """Folded main names of the places of at least ``population``."""
        rows = self._base().execute("SELECT name FROM place WHERE population >= 15000 AND population >= ?", (population,))
        return (fold(row[0]) for row in rows)

    def near(self, lat: float, lon: float, half: float) -> list[Place]:
        """The places in the box of ``half`` degrees around a point, by cells of a tenth of a degree."""
        south, north = (round(max(-90.0, min(90.0, lat + d)) * DEGREE) for d in (-half, half))
        query = f"SELECT {_CHOSEN} {_JOINED} WHERE {_CELL} BETWEEN ? AND ? AND p.lat BETWEEN ? AND ? AND p.lon BETWEEN ? AND ?"
        found = []
        for shift in (-360, 0, 360):
            west, east = max(-180.0, lon + shift - half), min(180.0, lon + shift + half)
            if west > east:
                continue
            low, high = round(west * DEGREE), round(east * DEGREE)
            for band in range((south + 9_000_000) // 10_000, (north + 9_000_000) // 10_000 + 1):
                cells = band * 3601 + (low + 18_000_000) // 10_000, band * 3601 + (high + 18_000_000) // 10_000
                found += [place_of(row) for row in self._base().execute(query, (*cells, south, north, low, high))]
        return found


class LayeredWorld(World):
    """The shipped world under imported files: of the same GeoNames id the latest import counts, and each place is given once."""

    def __init__(self, imported: Sequence[Path], shipped: Path | None = None) -> None:
        shipped = shipped or unpacked()
        super().__init__(shipped)
        self._over = [ImportedWorld(path, shipped) for path in imported]

    def _latest(self, place: Place, worlds: Sequence[ImportedWorld]) -> Place:
        """The same place as the first of the worlds has it that has it at all."""
        if worlds and place.id.startswith("geonames:"):
            key = int(place.id.removeprefix("geonames:"))
            return next((over for world in worlds if (over := world.place(key)) is not None), place)
        return place

    def _merged(self, answers: Sequence[list[tuple[Place, str]]]) -> list[tuple[Place, str]]:
        """The answers of the worlds, latest import first, each place once; a place is called by its best kind of name."""
        found: dict[str, tuple[Place, str]] = {}
        for rank, answer in enumerate(answers):
            for place, kind in answer:
                known = found.get(place.id)
                if known is None:
                    found[place.id] = self._latest(place, self._over[:rank]), kind
                elif NAME_KINDS.index(kind) < NAME_KINDS.index(known[1]):
                    found[place.id] = known[0], kind
        return list(found.values())

    def named(self, fold: str) -> list[tuple[Place, str]]:
        """The places with this familiar name, each with the kind of the name, in no order."""
        shipped = super().named(fold)
        found = self._merged([*(world.named(fold) for world in self._over), shipped])
        # Seas and airports of the shipped world are not numbered by GeoNames: the dump's own rows of them would be homonyms.
        unnumbered = [p for p, _ in shipped if not p.id.startswith("geonames:")]
        return [(p, kind) for p, kind in found if p in unnumbered or not any(_same(p, other) for other in unnumbered)]

    def quietly_named(self, fold: str) -> list[tuple[Place, str]]:
        """The places that bear this name quietly."""
        return self._merged([world.quietly_named(fold) for world in self._over])

    def place(self, key: int) -> Place | None:
        """The place of a key."""
        return next((p for world in self._over if (p := world.place(key)) is not None), None) or super().place(key)

    def capitals(self) -> list[Place]:
        """The capitals of all countries."""
        return [self._latest(p, self._over) for p in super().capitals()]

    def next_name(self, start: str) -> str | None:
        """The first familiar folded name that is not before ``start`` in the order of code points."""
        following = [super().next_name(start), *(world.next_name(start) for world in self._over)]
        return min((name for name in following if name is not None), default=None)

    def family(self, first: str, limit: int) -> list[str] | None:
        """The familiar folded names that begin with the word ``first`` or are just that; None where more than ``limit``."""
        found = super().family(first, limit)
        for world in self._over:
            more = world.family(first, limit)
            found = None if found is None or more is None else [*found, *more]
        return found

    def starting(self, prefix: str, limit: int) -> list[tuple[str, int]]:
        """Folded names that start with ``prefix`` with the keys of their places, the shipped world's first."""
        found = super().starting(prefix, limit)
        for world in self._over:
            found += world.starting(prefix, min(limit, BEGINNINGS))
        return found

    def prominent_names(self, population: int) -> Iterator[str]:
        """Folded names that are also found when they are misspelt."""
        yield from super().prominent_names(population)
        for world in self._over:
            yield from world.prominent_names(population)

    def near(self, lat: float, lon: float, half: float) -> list[Place]:
        """The places in the box of ``half`` degrees of latitude and longitude around a point; it may cross the antimeridian."""
        found: dict[str, Place] = {}
        for rank, answer in enumerate([*(world.near(lat, lon, half) for world in self._over), super().near(lat, lon, half)]):
            for place in answer:
                # A place that a later import has elsewhere is not here.
                if place.id not in found and self._latest(place, self._over[:rank]) == place:
                    found[place.id] = place
        return list(found.values())

    def settlements(
        self, lat: float, lon: float, half: float, *, country: str | None, admin1: str | None
    ) -> list[tuple[float, float]]:
        """Where the settlements of a region are, in the box of ``half`` degrees around a point."""
        near = self.near(lat, lon, half)
        return [(p.lat, p.lon) for p in near if p.feature.startswith("P.") and (p.country, p.admin1) == (country, admin1)]


def _same(place: Place, other: Place) -> bool:
    """Whether a place of the same name is the same sea or airport: its feature is of the same class, and it lies within reach."""
    if place.feature[0] != other.feature[0]:
        return False
    east = abs((place.lon - other.lon + 180) % 360 - 180) * math.cos(math.radians(other.lat))
    return 111.2 * math.hypot(place.lat - other.lat, east) < max(_NEAR_KM, other.radius_km or 0.0)
