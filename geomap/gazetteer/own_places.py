"""The user's own places: reading and checking a ``gazetteer.csv``."""

from __future__ import annotations

import csv
import io
import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files
from pathlib import Path

from geomap.errors import GazetteerError
from geomap.gazetteer.names import LONGEST_NAME, fold
from geomap.model import Place

COLUMNS = ("id", "name", "aliases", "lat", "lon", "feature", "country", "admin1", "radius_km", "note")
REQUIRED = ("name", "lat", "lon")
ROWS = 200_000
"""More places than this do not belong in a file that is read at every start."""
_ID = re.compile(r"^[a-z][a-z0-9_-]*:[^\s,]{1,100}$")
_FEATURE = re.compile(r"^[AHLPRSTUV](?:\.[A-Z][A-Z0-9]{1,4})?$")
_COUNTRY = re.compile(r"^[A-Z]{2}$")
#: A row as nearly all are, its cells joined by unit separators: one look instead of a dozen.
_IN_ORDER = re.compile(
    r"[a-z][a-z0-9_-]*:[^\s,\x1f]{1,100}\x1f[^\W\d_][\w .'’-]{1,80}\x1f[\w .'’|;-]{0,180}\x1f[+-]?\d{1,2}(?:\.\d{1,15})?"
    r"\x1f[+-]?\d{1,3}(?:\.\d{1,15})?\x1f[AHLPRSTUV]\.[A-Z][A-Z0-9]{1,4}\x1f(?:[A-Z]{2})?\x1f[^\x1f]*"
    r"\x1f(?:\d{1,4}(?:\.\d{1,9})?)?\x1f[^\x1f]*"
)
_NUMBER = re.compile(r"^[+-]?\d{1,9}(?:\.\d{1,15})?$")


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong with a gazetteer file; ``fatal`` where the file can't be used until it is mended."""

    path: str
    line: int
    message: str
    cure: str
    fatal: bool = True

    def __str__(self) -> str:
        """One line: where, what, and what to do."""
        return f"{self.path}, line {self.line}: {self.message}. {self.cure}."


@dataclass(frozen=True, slots=True)
class OwnPlace:
    """A row of the user's file: a place and its other names."""

    place: Place
    aliases: tuple[str, ...]
    line: int


@cache
def stop_words() -> frozenset[str]:
    """Folded words that can't be the name of a place: as a name they would match in every sentence."""
    text = (files("geomap") / "data" / "gazetteer" / "stop_words.txt").read_text("utf-8")
    return frozenset(fold(line) for line in text.splitlines() if line and not line.startswith("#"))


def load(path: Path) -> tuple[OwnPlace, ...]:
    """The places of a gazetteer file; raises ``GazetteerError`` that lists what must be mended, with line numbers."""
    places, problems = read(path)
    fatal = [p for p in problems if p.fatal]
    if fatal:
        shown = "\n".join(map(str, fatal[:20]))
        more = f"\n... and {len(fatal) - 20} more" if len(fatal) > 20 else ""
        raise GazetteerError(f"{path} can't be used as a gazetteer:\n{shown}{more}")
    return places


def check(path: Path) -> list[Problem]:
    """Everything that is wrong or doubtful in a gazetteer file, in order of lines."""
    return read(path)[1]


def read(path: Path) -> tuple[tuple[OwnPlace, ...], list[Problem]]:
    """The good rows of a file and the problems of the others; never raises for what is in the file, or for a missing one."""
    try:
        raw = path.read_bytes()
    except OSError as error:
        return (), [
            Problem(str(path), 0, f"the file can't be read: {error.strerror or error}", "Check its name and its permissions")
        ]
    return read_text(raw, str(path))


def read_text(raw: bytes, label: str) -> tuple[tuple[OwnPlace, ...], list[Problem]]:
    """As ``read``, from the file's bytes; ``label`` is its name in messages."""
    return _Reader(label).read(raw)


def over(users: Sequence[OwnPlace], shipped: Sequence[OwnPlace]) -> tuple[OwnPlace, ...]:
    """The user's rows over those that come with geomap: a name that the user gives is found in the user's rows only.

    A shipped row gives way altogether to a row with its id, or with its name among the names; an alias that it shares is left to
    the user.
    """
    ids = {row.place.id for row in users}
    taken = {fold(name) for row in users for name in (row.place.name, *row.aliases)}
    kept = (row for row in shipped if row.place.id not in ids and fold(row.place.name) not in taken)
    return *users, *(replace(row, aliases=tuple(a for a in row.aliases if fold(a) not in taken)) for row in kept)


def _aliases(cell: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(filter(None, map(str.strip, cell.replace(";", "|").split("|")))))


class _Reader:
    """Reads one file and collects its problems."""

    def __init__(self, label: str) -> None:
        self.label = label
        self.problems: list[Problem] = []
        self.places: list[OwnPlace] = []
        self.ids: dict[str, int] = {}
        self.line = 1
        self.rows_read = 0
        self.fatal = 0
        self.stop = stop_words()

    def problem(self, message: str, cure: str, *, fatal: bool = True) -> None:
        self.fatal += fatal
        self.problems.append(Problem(self.label, self.line, message, cure, fatal))

    def read(self, raw: bytes) -> tuple[tuple[OwnPlace, ...], list[Problem]]:
        text = self.decode(raw)
        if text is not None:
            try:
                self.rows(text)
            except csv.Error as error:
                self.problem(f"the line is no CSV ({error})", 'Put double quotes around fields with commas, and write " as ""')
        return tuple(self.places), self.problems

    def decode(self, raw: bytes) -> str | None:
        for mark, name in ((b"\xff\xfe", "UTF-16"), (b"\xfe\xff", "UTF-16"), (b"PK\x03\x04", "an Excel or zip file")):
            if raw.startswith(mark):
                self.problem(f"the file is {name}, not UTF-8 text", 'Save it again as "CSV UTF-8"')
                return None
        try:
            text = raw.decode("utf-8-sig")
        except UnicodeDecodeError as error:
            self.line = raw.count(b"\n", 0, error.start) + 1
            self.problem(f"byte 0x{raw[error.start]:02x} is not UTF-8", 'Save the file again as "CSV UTF-8"')
            return None
        if "\0" in text:
            self.line = text.count("\n", 0, text.index("\0")) + 1
            self.problem("there is a NUL character", "Remove it: the file may be damaged")
            return None
        return text

    def rows(self, text: str) -> None:
        reader = csv.reader(io.StringIO(text, newline=""), strict=True)
        header = [cell.strip().casefold() for cell in next(reader, [])]
        if not self.good_header(header):
            return
        usual = tuple(header) == COLUMNS
        while True:
            self.line = reader.line_num + 1
            cells = next(reader, None)
            if cells is None:
                return
            self.rows_read += 1
            if self.rows_read > ROWS:
                self.problem(
                    f"there are more than {ROWS:,} rows", "Keep those that your articles need: all are read at every start"
                )
                return
            cells = list(map(str.strip, cells))
            if not any(cells) or cells[0].startswith("#"):
                continue
            if len(cells) > len(header):
                self.problem(
                    f"the row has {len(cells)} fields, the header {len(header)}", "Put double quotes around fields with commas"
                )
                continue
            if not (usual and self.usual_row(cells)):
                self.row(dict(zip(header, cells, strict=False)))

    def usual_row(self, cells: Sequence[str]) -> bool:
        """Read a row that is in order at one look; False where it must be looked at closely."""
        if len(cells) != len(COLUMNS) or not _IN_ORDER.fullmatch("\x1f".join(cells)):
            return False
        key, name, others, north, east, feature, country, admin1, reach, _ = cells
        lat, lon, radius = float(north), float(east), float(reach) if reach else None
        aliases = _aliases(others) if others else ()
        on_earth = -90 <= lat <= 90 and -180 <= lon <= 180 and (lat or lon) and radius != 0
        if not on_earth or key in self.ids:
            return False
        stop = self.stop
        for one in (name, *aliases):
            folded = fold(one)
            if len(folded) < 2 or not folded[0].isalpha() or folded in stop:
                return False
        self.ids[key] = self.line
        place = Place(key, name, lat, lon, feature, country or None, admin1 or None, None, radius)
        self.places.append(OwnPlace(place, aliases, self.line))
        return True

    def good_header(self, header: list[str]) -> bool:
        if not any(header):
            self.problem("the file is empty", f"Start it with the line {','.join(COLUMNS)}")
            return False
        for mark, name in ((";", "semicolons"), ("\t", "tabs")):
            if len(header) == 1 and mark in header[0]:
                self.problem(f"the fields are separated by {name}", "Save the file with commas between the fields")
                return False
        missing = [c for c in REQUIRED if c not in header]
        if missing:
            self.problem(f"the header has no column {', '.join(missing)}", f"Its columns are {','.join(COLUMNS)}")
        double = sorted({c for c in header if c and header.count(c) > 1})
        if double:
            self.problem(f"the header names {', '.join(double)} twice", "Keep one of them")
        for column in header:
            if column and column not in COLUMNS:
                self.problem(f"the column {column[:40]!r} is not read", f"Columns are {', '.join(COLUMNS)}", fatal=False)
        return not missing and not double

    def row(self, cells: Mapping[str, str]) -> None:
        before = self.fatal
        name = cells.get("name", "")
        self.check_name(name, "name")
        aliases = _aliases(cells["aliases"]) if cells.get("aliases") else ()
        for alias in aliases:
            self.check_name(alias, "alias")
        lat, lon = self.degrees(cells, "lat", 90), self.degrees(cells, "lon", 180)
        if (lat, lon) == (0, 0):
            self.problem("lat and lon are both 0, which is open sea", "Give the place's own coordinates")
        radius = self.radius(cells.get("radius_km", ""))
        feature = self.coded(cells, "feature", _FEATURE, "a GeoNames class and code such as P.PPL, S.MILB or L.RGN") or "S"
        country = self.coded(cells, "country", _COUNTRY, "an ISO 3166-1 code of two capitals such as UA, or nothing")
        key = self.identity(cells.get("id", ""), name)
        if self.fatal == before and lat is not None and lon is not None:
            place = Place(key, name, lat, lon, feature, country, cells.get("admin1") or None, None, radius)
            self.places.append(OwnPlace(place, aliases, self.line))

    def check_name(self, name: str, what: str) -> None:
        folded = fold(name)
        if not name:
            self.problem(f"the {what} is empty", "Name the place, or remove the row")
        elif len(name) > LONGEST_NAME:
            self.problem(f"the {what} has {len(name)} characters", f"Keep names under {LONGEST_NAME}")
        elif not name.isprintable():
            self.problem(f"the {what} {name!r} holds a control character or a line break", "Remove it")
        elif not any(c.isalpha() for c in folded):
            self.problem(f"the {what} {name!r} holds no letter", "Write the place's name in words")
        elif len(folded) < 2:
            self.problem(f"the {what} {name!r} is too short to be looked for in a text", "Use a longer form")
        elif folded in stop_words():
            self.problem(f"the {what} {name!r} is an everyday word and would match in every text", "Use a longer form")

    def degrees(self, cells: Mapping[str, str], column: str, limit: int) -> float | None:
        text = cells.get(column, "")
        cure = f"{column} is in decimal degrees between -{limit} and {limit}, with a point: 43.1125"
        if not text:
            self.problem(f"{column} is missing", cure[0].upper() + cure[1:])
        elif not _NUMBER.match(text):
            self.problem(f"{column} is {text[:40]!r}, not a number", cure[0].upper() + cure[1:])
        elif abs(float(text)) > limit:
            swapped = " (are lat and lon swapped?)" if column == "lat" and abs(float(text)) <= 180 else ""
            self.problem(f"{column} is {text}, beyond {limit}{swapped}", cure[0].upper() + cure[1:])
        else:
            return float(text)
        return None

    def radius(self, text: str) -> float | None:
        if not text:
            return None
        if not _NUMBER.match(text) or not 0 < float(text) <= math.pi * 6371:
            self.problem(f"radius_km is {text[:40]!r}", "Give kilometres above 0 and up to 20,000, or nothing")
            return None
        return float(text)

    def coded(self, cells: Mapping[str, str], column: str, pattern: re.Pattern[str], expected: str) -> str | None:
        text = cells.get(column, "")
        if text and not pattern.match(text):
            self.problem(f"{column} is {text[:40]!r}", f"Give {expected}")
        return text or None

    def identity(self, key: str, name: str) -> str:
        key = key or "user:" + (fold(name).replace(" ", "-") or f"line-{self.line}")
        if not _ID.match(key):
            self.problem(f"the id is {key[:60]!r}", "Write it like mine:berth-33, or leave it empty")
        elif key in self.ids:
            self.problem(f"the id {key} is that of line {self.ids[key]} too", "Give each place an id of its own")
        self.ids.setdefault(key, self.line)
        return key
