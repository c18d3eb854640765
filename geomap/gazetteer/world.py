"""The world gazetteer: a read-only SQLite file that ships compressed and is unpacked once into the user's cache."""

from __future__ import annotations

import contextlib
import hashlib
import lzma
import os
import sqlite3
import tempfile
import threading
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from pathlib import Path

import platformdirs

from geomap.errors import ResourceError
from geomap.model import Place

PACKED = "world.sqlite.xz"
NAME_KINDS = ("name", "alias")
DEGREE = 100_000
"""Coordinates are stored as whole numbers of 1/100,000 degree, which is as fine as GeoNames gives them."""
LARGE = 500_000
"""From this population on, a place is also found by its misspelt other names."""
CAPITAL = "P.PPLC"
"""The feature of a country's capital."""
_VIEW = """CREATE TEMP VIEW entry AS
SELECT p.key, p.ref, p.name, p.lat, p.lon, p.feature, p.country, a.name AS admin1, p.population, p.radius
FROM main.place p LEFT JOIN main.admin1 a ON a.key = p.admin1"""
_Row = tuple[int, str | None, str, int, int, str, str | None, str | None, int | None, int | None]


@cache
def packed_hash() -> str:
    """The first 12 hexadecimal digits of the SHA-256 of the shipped file: its version."""
    return hashlib.sha256(_packed()).hexdigest()[:12]


def _packed() -> bytes:
    try:
        return (files("geomap") / "data" / "gazetteer" / PACKED).read_bytes()
    except OSError as error:
        raise ResourceError(
            f"the world gazetteer geomap/data/gazetteer/{PACKED} is missing ({error}): install geomap again, "
            "or make the file with scripts/build_gazetteer.py"
        ) from error


def unpacked() -> Path:
    """The unpacked file: in the user's cache, or in the temporary folder where the cache can't be written to.

    Its name carries the hash of what is in it, and it appears in one step, so that several processes may start at once.
    """
    name = f"world-{packed_hash()}.sqlite"
    folders = (Path(platformdirs.user_cache_dir("geomap")), Path(tempfile.gettempdir()) / f"geomap-{_user()}")
    for folder in folders:
        if _usable(folder / name):
            return folder / name
    failures = []
    for folder in folders:
        try:
            return _unpack_into(folder, name)
        except OSError as error:
            failures.append(f"{folder}: {error}")
    raise ResourceError(f"no folder to unpack the world gazetteer into (about 40 MB): {'; '.join(failures)}. Set TMPDIR to one.")


def _usable(path: Path) -> bool:
    """Whether an unpacked file is there, is this user's own (anybody may write to the temporary folder) and can be read."""
    try:
        if hasattr(os, "getuid") and path.stat().st_uid != os.getuid():
            return False
        with contextlib.closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro&immutable=1", uri=True)) as base:
            return bool(base.execute("SELECT count(*) FROM code").fetchone()[0])
    except (OSError, sqlite3.Error):
        return False


def _user() -> str:
    return str(os.getuid()) if hasattr(os, "getuid") else "user"


def _unpack_into(folder: Path, name: str) -> Path:
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    handle, partial = tempfile.mkstemp(prefix="world-", suffix=".partial", dir=folder)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(lzma.decompress(_packed()))
        with contextlib.closing(sqlite3.connect(partial)) as base:
            # Rebuilt here because an index is a third of the file and compresses badly.
            base.execute("CREATE INDEX place_lat ON place (lat, lon)")
            base.execute(f"CREATE INDEX place_capital ON place (feature) WHERE feature = '{CAPITAL}'")
            base.commit()
        Path(partial).replace(folder / name)
    finally:
        Path(partial).unlink(missing_ok=True)
    return folder / name


class World:
    """Read-only queries; each thread has its own connection."""

    def __init__(self, path: Path) -> None:
        self._address = f"{path.absolute().as_uri()}?mode=ro&immutable=1"
        self._local = threading.local()

    @staticmethod
    def open() -> World:
        """The shipped world; the first call on a machine unpacks it (about a second), later ones are instant."""
        return World(unpacked())

    def _base(self) -> sqlite3.Connection:
        # A connection must not cross a fork: a worker process opens its own.
        if getattr(self._local, "process", None) != os.getpid():
            self._local.base = sqlite3.connect(self._address, uri=True)
            self._prepare(self._local.base)
            self._local.process = os.getpid()
        base: sqlite3.Connection = self._local.base
        return base

    def _prepare(self, base: sqlite3.Connection) -> None:
        """Make ``entry``, the view that every query reads places from."""
        base.execute(_VIEW)

    def named(self, fold: str) -> list[tuple[Place, str]]:
        """The places with this folded name, each with the kind of the name, in no order."""
        rows = self._base().execute(
            "SELECT n.kind, e.* FROM name n JOIN entry e ON e.key = n.place WHERE n.fold = ?",
            (fold,),
        )
        return [(place_of(row[1:]), NAME_KINDS[row[0]]) for row in rows]

    def quietly_named(self, fold: str) -> list[tuple[Place, str]]:
        """The places that bear this name, which by itself is no evidence of a place; only imported files have such."""
        del fold
        return []

    def place(self, key: int) -> Place | None:
        """The place of a key."""
        row = self._base().execute("SELECT * FROM entry WHERE key = ?", (key,)).fetchone()
        return place_of(row) if row else None

    def by_id(self, place_id: str) -> Place | None:
        """The place of an id such as ``geonames:2013348`` or ``naturalearth:lake-1159106703``."""
        scheme, _, number = place_id.partition(":")
        if scheme == "geonames":
            return self.place(int(number)) if number.isascii() and number.isdigit() and len(number) < 18 else None
        row = self._base().execute("SELECT * FROM entry WHERE key < 0 AND ref = ?", (place_id,)).fetchone()
        return place_of(row) if row else None

    def coded(self, code: str) -> Place | None:
        """The country of an ISO 3166-1 code (``RU``) or the area of an ISO 3166-2 code (``US-TX``)."""
        row = self._base().execute("SELECT place FROM code WHERE code = ?", (code,)).fetchone()
        return self.place(row[0]) if row else None

    def capitals(self) -> list[Place]:
        """The capitals of all countries."""
        return [place_of(row) for row in self._base().execute(f"SELECT * FROM entry WHERE feature = '{CAPITAL}'")]  # noqa: S608

    def next_name(self, start: str) -> str | None:
        """The first folded name that is not before ``start`` in the order of code points."""
        row = self._base().execute("SELECT fold FROM name WHERE fold >= ? LIMIT 1", (start,)).fetchone()
        return row[0] if row else None

    def family(self, first: str, limit: int) -> list[str] | None:
        """The folded names that begin with the word ``first`` or are just that, in no order; None where more than ``limit``."""
        # "!" is the character after the space that stands between two words.
        query = "SELECT DISTINCT fold FROM name WHERE fold >= ? AND fold < ? LIMIT ?"
        rows = self._base().execute(query, (first, first + "!", limit + 1)).fetchall()
        return None if len(rows) > limit else [row[0] for row in rows]

    def starting(self, prefix: str, limit: int) -> list[tuple[str, int]]:
        """Folded names that start with ``prefix`` with the keys of their places, in order of the names."""
        rows = self._base().execute(
            "SELECT fold, place FROM name WHERE fold >= ? AND fold < ? LIMIT ?", (prefix, prefix + "\U0010ffff", limit)
        )
        return [(row[0], row[1]) for row in rows]

    def prominent_names(self, population: int) -> Iterator[str]:
        """Folded main names of countries, regions, seas and towns of at least ``population``; all names of the largest places."""
        base = self._base()
        # One pass over each table: a join looks up half a million places one by one, which takes ten times as long.
        known = dict(
            base.execute(
                "SELECT key, coalesce(population, 0) >= ? OR feature IN ('A.PCLI', 'P.PPLC') FROM place WHERE population >= ? "
                "OR feature IN ('A.PCLI', 'P.PPLC', 'A.ADM1', 'L.CONT', 'H.SEA', 'H.OCN')",
                (LARGE, population),
            )
        )
        return (fold for fold, place, kind in base.execute("SELECT fold, place, kind FROM name") if known.get(place, -1) >= kind)

    def near(self, lat: float, lon: float, half: float) -> list[Place]:
        """The places in the box of ``half`` degrees of latitude and longitude around a point; it may cross the antimeridian."""
        found = []
        for shift in (-360, 0, 360):
            low, high = lon + shift - half, lon + shift + half
            if high < -180 or low > 180:
                continue
            rows = self._base().execute(
                "SELECT * FROM entry WHERE lat BETWEEN ? AND ? AND lon BETWEEN ? AND ?",
                tuple(round(x * DEGREE) for x in (lat - half, lat + half, low, high)),
            )
            found += [place_of(row) for row in rows]
        return found

    def settlements(
        self, lat: float, lon: float, half: float, *, country: str | None, admin1: str | None
    ) -> list[tuple[float, float]]:
        """Where the settlements of a region are, in the box of ``half`` degrees around a point; far less work than ``near``."""
        found: list[tuple[float, float]] = []
        for shift in (-360, 0, 360):
            low, high = lon + shift - half, lon + shift + half
            if high < -180 or low > 180:
                continue
            rows = self._base().execute(
                "SELECT lat, lon FROM entry WHERE lat BETWEEN ? AND ? AND lon BETWEEN ? AND ? AND country IS ? AND admin1 IS ? "
                "AND feature GLOB 'P.*'",
                (*(round(x * DEGREE) for x in (lat - half, lat + half, low, high)), country, admin1),
            )
            found += [(row[0] / DEGREE, row[1] / DEGREE) for row in rows]
        return found


def place_of(row: _Row) -> Place:
    """The place in a row of ``entry``."""
    key, ref, name, lat, lon, feature, country, admin1, population, radius = row
    radius_km = None if radius is None else float(radius)
    return Place(ref or f"geonames:{key}", name, lat / DEGREE, lon / DEGREE, feature, country, admin1, population, radius_km)
