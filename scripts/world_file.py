"""The world file: what a place is while the file is being put together, and how it is written.

Rows are sorted and nothing is stamped with a time, so that the same places give the same bytes.
"""

from __future__ import annotations

import lzma
import re
import sqlite3
import tempfile
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from geomap.gazetteer.names import fold

SCHEMA = """
CREATE TABLE admin1 (key INTEGER PRIMARY KEY, name TEXT NOT NULL);
CREATE TABLE place (key INTEGER PRIMARY KEY, ref TEXT, name TEXT NOT NULL, lat INTEGER NOT NULL, lon INTEGER NOT NULL,
  feature TEXT NOT NULL, country TEXT, admin1 INTEGER, population INTEGER, radius INTEGER);
CREATE TABLE name (fold TEXT NOT NULL, place INTEGER NOT NULL, kind INTEGER NOT NULL, PRIMARY KEY (fold, place)) WITHOUT ROWID;
CREATE TABLE code (code TEXT PRIMARY KEY, place INTEGER NOT NULL) WITHOUT ROWID;
"""
NAME, ALIAS = 0, 1
LATIN = re.compile(r"^[\x20-\u024f\u1e00-\u1eff\u02b0-\u02ff\u2010-\u2027]+$")
CAPITALS_ONLY = re.compile(r"^[A-Z0-9]{1,4}$")
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
