"""geomap's places in the form that the Irchel geoparser builds its gazetteer from, so that both choose among the same places.

``python -m peers.irchel_places FOLDER`` (in geomap's environment) writes a table and its description; ``peers.irchel`` builds
from them. Its own gazetteers are downloads, and give places a geometry, which needs a further download: these rows have none, and
their coordinates are read from the data.
"""

from __future__ import annotations

import sqlite3
import sys
from collections import defaultdict
from pathlib import Path

from geomap.gazetteer.index import Gazetteer
from geomap.gazetteer.world import unpacked

TABLE, DESCRIPTION = "places.tsv", "geomap-places.yaml"
_COLUMNS = ("id", "name", "names", "feature", "country", "admin1", "lat", "lon")
#: The words of GeoNames for the classes of features; the longest start of a code counts.
_FEATURES = {
    "A.PCL": "political entity",
    "A.ADM1": "first-order administrative division",
    "A.ADM2": "second-order administrative division",
    "A": "administrative division",
    "P.PPLC": "capital of a political entity",
    "P.PPLA": "seat of an administrative division",
    "P": "populated place",
    "H": "water",
    "T": "mountain or island",
    "S": "building or site",
    "L": "area",
}
_ROWS = """SELECT p.key, p.name, p.feature, p.country, a.name, p.lat, p.lon
FROM place p LEFT JOIN admin1 a ON a.key = p.admin1"""


def write(folder: Path) -> None:
    """Write the table and its description into ``folder``."""
    folder.mkdir(parents=True, exist_ok=True)
    base = sqlite3.connect(f"{unpacked().as_uri()}?mode=ro&immutable=1", uri=True)
    names: dict[int, set[str]] = defaultdict(set)
    for fold, key in base.execute("SELECT fold, place FROM name"):
        names[key].add(fold)
    countries = _countries(base)
    with (folder / TABLE).open("w", encoding="utf-8") as table:
        for key, name, feature, country, admin1, lat, lon in base.execute(_ROWS):
            every = "|".join(sorted({name, *names[key]}))
            where = (countries.get(country, country or ""), admin1 or "")
            cells = (key, name, every, _feature(feature), *where, lat / 100_000, lon / 100_000)
            table.write("\t".join(" ".join(str(cell).split()) for cell in cells) + "\n")
    (folder / DESCRIPTION).write_text(_description(folder / TABLE), encoding="utf-8")


def _countries(base: sqlite3.Connection) -> dict[str, str]:
    codes = "SELECT c.code, p.name FROM code c JOIN place p ON p.key = c.place WHERE length(c.code) = 2"
    return dict(base.execute(codes))


def _feature(code: str) -> str:
    return next((words for start, words in _FEATURES.items() if code.startswith(start)), "place")


def _description(table: Path) -> str:
    kinds = {"id": "integer", "lat": "real", "lon": "real"}
    attributes = "\n".join(f"      - {{name: {c}, type: {kinds.get(c, 'text')}}}" for c in _COLUMNS)
    data = "\n".join(f"      - {c}" for c in _COLUMNS if c not in {"id", "names"})
    return f"""name: geomap-places
crs: EPSG:4326
sources:
  - name: places
    path: {table.resolve()}
    file: {table.name}
    delimiter: "\\t"
    quote: ""
    attributes:
{attributes}
features:
  - source: places
    identifier: "id"
    names:
      - "name"
      - "unnest(string_split(names, '|'))"
    data:
{data}
"""


if __name__ == "__main__":
    Gazetteer.open()
    write(Path(sys.argv[1]))
