"""The rows of a GeoNames dump: ``allCountries.txt``, a country's file, or the zip that either comes in.

https://download.geonames.org/export/dump/readme.txt describes the format: UTF-8, 19 columns between tabs, no quotes, no heading.
A line that is no row is counted by its reason and shown; a file that is no dump is refused with what it seems to be.
"""

from __future__ import annotations

import contextlib
import hashlib
import re
import tomllib
import zipfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import IO, Any, NamedTuple

from geomap.errors import GazetteerError
from geomap.gazetteer.names import LONGEST_NAME

COLUMNS = 19
CLASSES = "AHLPRSTUV"
"""GeoNames feature classes: areas, waters, parks and regions, settlements, roads, spots, heights, undersea, vegetation."""
_CLASSES = frozenset(CLASSES)
_MOST = 1 << 53
_ADDRESS = "https://download.geonames.org/export/dump/"
_CODE = re.compile(r"[A-Z0-9]{1,10}", re.ASCII)
_COUNTRY = re.compile(r"[A-Z]{2}", re.ASCII)
_BINARY = {b"\x1f\x8b": "gzip", b"BZh": "bzip2", b"\xfd7zXZ": "xz", b"7z\xbc\xaf": "7-Zip", b"Rar!": "RAR", b"SQLite": "SQLite"}


@cache
def rules() -> dict[str, Any]:
    """The figures of ``data/gazetteer/import.toml``."""
    return tomllib.loads((files("geomap") / "data" / "gazetteer" / "import.toml").read_text("utf-8"))


class Row(NamedTuple):
    """One place of a dump; ``alternates`` as they stand in the file, between commas; ``admin1`` is GeoNames' code, not a name."""

    key: int
    name: str
    ascii: str
    alternates: str
    lat: float
    lon: float
    feature: str
    country: str | None
    admin1: str
    population: int | None


@dataclass(slots=True)
class Lines:
    """What was read so far: lines, bytes, and the bad lines by reason with the numbers of the first few."""

    read: int = 0
    bytes: int = 0
    bad: dict[str, int] = field(default_factory=dict)
    shown: dict[str, list[int]] = field(default_factory=dict)

    def note(self, reason: str) -> None:
        """Count the line just read as bad."""
        self.bad[reason] = self.bad.get(reason, 0) + 1
        first = self.shown.setdefault(reason, [])
        if len(first) < rules()["limits"]["shown"]:
            first.append(self.read)


class Dump:
    """An opened dump: iterate over ``rows``; ``size`` is in bytes of text, ``sha256`` that of what was read."""

    def __init__(self, path: Path, stream: IO[bytes], size: int, name: str) -> None:
        self.path = path
        self.size = size
        self.lines = Lines()
        self._stream = stream
        self._where = str(path) if name == path.name else f"{path}, {name} in it"
        self._digest = hashlib.sha256()

    @property
    def sha256(self) -> str:
        """The SHA-256 of the text that was read, in hexadecimal."""
        return self._digest.hexdigest()

    def rows(self) -> Iterator[Row]:
        """Every row in the file's order. Raises GazetteerError where the file is no dump, is damaged or mostly bad."""
        lines, limits = self.lines, rules()["limits"]
        for line in self._lines(limits["line"]):
            lines.read += 1
            if not line.strip():
                continue
            found = row(line)
            if isinstance(found, Row):
                yield found
                continue
            if lines.read == 1:
                raise GazetteerError(f"{self._where}, line 1: {unlike(line, found)}")
            lines.note(found)
            bad = sum(lines.bad.values())
            if bad >= limits["bad_lines"] and bad > limits["bad_share"] * lines.read:
                raise GazetteerError(
                    f"{self._where}, line {lines.read}: {bad:,} of {lines.read:,} lines are bad, the last one because {found}: "
                    f"the file is damaged; fetch it again from {_ADDRESS}"
                )
        if not lines.read:
            raise GazetteerError(f"{self._where}: the file is empty; fetch it again from {_ADDRESS}")

    def _lines(self, longest: int) -> Iterator[bytes]:
        """The lines without their ends; of a line that is too long only its beginning, which no rule takes for a row."""
        try:
            while line := self._stream.readline(longest):
                self._digest.update(line)
                self.lines.bytes += len(line)
                yield line if self.lines.read else line.removeprefix(b"\xef\xbb\xbf")
                while len(line) == longest and not line.endswith(b"\n"):
                    line = self._stream.readline(longest)
                    self.lines.bytes += len(line)
        except (OSError, EOFError, zipfile.BadZipFile, zlib.error) as error:
            raise GazetteerError(
                f"{self._where}, after line {self.lines.read}: can't be read on ({error}): the file is damaged or cut off; "
                f"fetch it again from {_ADDRESS}"
            ) from error


@contextlib.contextmanager
def opened(path: Path) -> Iterator[Dump]:
    """The dump at ``path``: a text file, or a zip with one in it. Raises GazetteerError where there is none."""
    if path.is_dir():
        raise GazetteerError(f"{path}: is a folder; name the dump in it, such as {path / 'allCountries.txt'}")
    try:
        file = path.open("rb")
    except OSError as error:
        raise GazetteerError(f"{path}: can't be read ({error.strerror}); name a dump that was fetched from {_ADDRESS}") from error
    with file:
        start = file.read(8)
        file.seek(0)
        packed = next((kind for mark, kind in _BINARY.items() if start.startswith(mark)), None)
        if packed:
            raise GazetteerError(f"{path}: is a {packed} file; give the .zip or .txt as GeoNames serves it ({_ADDRESS})")
        if start.startswith(b"PK"):
            with _member(path, file) as (stream, size, name):
                yield Dump(path, stream, size, name)
        else:
            yield Dump(path, file, path.stat().st_size, path.name)


@contextlib.contextmanager
def _member(path: Path, file: IO[bytes]) -> Iterator[tuple[IO[bytes], int, str]]:
    """The one table in a zip; GeoNames puts a readme.txt beside it."""
    try:
        archive = zipfile.ZipFile(file)
    except zipfile.BadZipFile as error:
        raise GazetteerError(f"{path}: is no whole zip file ({error}); fetch it again from {_ADDRESS}") from error
    with archive:
        tables = [m for m in archive.infolist() if m.filename.endswith(".txt") and "readme" not in m.filename.lower()]
        if len(tables) != 1:
            held = ", ".join(m.filename for m in archive.infolist()[:5]) or "nothing"
            raise GazetteerError(f"{path}: a zip with one table (.txt) in it is expected, this one has {held}")
        try:
            stream = archive.open(tables[0])
        except (zipfile.BadZipFile, NotImplementedError, RuntimeError) as error:
            raise GazetteerError(f"{path}: {tables[0].filename} in it can't be unpacked ({error}); unpack it yourself") from error
        with stream:
            yield stream, tables[0].file_size, tables[0].filename


def row(line: bytes) -> Row | str:
    """The place in a line, or why there is none."""
    try:
        cells = line.decode().rstrip("\r\n").split("\t")
    except UnicodeDecodeError:
        return "it is not UTF-8"
    if len(cells) != COLUMNS:
        return f"it doesn't have {COLUMNS} columns"
    key, name, plain, alternates, lat, lon, kind, code, country, _, admin1, _, _, _, people = cells[:15]
    feature = f"{kind}.{code}" if code else kind
    try:
        found = Row(
            int(key), name, plain, alternates, float(lat), float(lon), feature, country or None, admin1, int(people or 0) or None
        )
    except ValueError:
        return "its id, coordinates or population are no numbers"
    return next((reason for reason, holds in _RULES if not holds(found)), found)


_RULES: tuple[tuple[str, Callable[[Row], object]], ...] = (
    ("its id or population is no possible number", lambda r: 0 < r.key < _MOST and 0 <= (r.population or 0) < _MOST),
    ("its point is not on earth", lambda r: -90 <= r.lat <= 90 and -180 <= r.lon <= 180),
    ("its point is (0, 0), which stands for unknown", lambda r: r.lat or r.lon),
    ("it has no feature class", lambda r: r.feature[:1] in _CLASSES),
    ("its feature code is none of GeoNames", lambda r: len(r.feature) == 1 or _CODE.fullmatch(r.feature, 2)),
    ("its country is no code of two capitals", lambda r: r.country is None or _COUNTRY.fullmatch(r.country)),
    ("its name is empty or too long", lambda r: r.name.strip() and len(r.name) <= LONGEST_NAME),
)


def unlike(line: bytes, reason: str) -> str:
    """What a file seems to be that does not begin with a row of a dump, and what to do."""
    cure = f"give allCountries.txt, a country's file such as KP.txt, or the .zip of either, from {_ADDRESS}"
    cells = line.decode("utf-8", "replace").rstrip("\r\n").split("\t")
    seems = ""
    if line.startswith((b"\xff\xfe", b"\xfe\xff")) or b"\0" in line:
        seems = "it is UTF-16 or no text at all; save it as UTF-8"
    elif line.lstrip()[:1] == b"<":
        seems = "it is a web page, perhaps an error of the server in place of the file"
    elif len(cells) == 12 and _COUNTRY.fullmatch(cells[0]):
        seems = "it holds postal codes: GeoNames has files of the same names under export/zip and export/dump"
    elif len(cells) in {8, 10} and cells[0].isdigit() and cells[1].isdigit():
        seems = "it is GeoNames' table of alternate names, which has no coordinates"
    elif len(cells) == 4 and "." in cells[0]:
        seems = "it is GeoNames' table of the codes of areas, which has no coordinates"
    elif len(cells) == 3 and cells[0].isdigit():
        seems = "it is GeoNames' table of the hierarchy, which has no names"
    elif len(cells) == 1 and line.count(b",") >= 3:
        seems = "it is separated by commas; your own places go into a gazetteer.csv (geomap gazetteer check)"
    elif len(cells) == COLUMNS and cells[0].strip().casefold() == "geonameid":
        seems = "it has a heading, which GeoNames' own files don't have; take the first line out"
    return f"no row of a GeoNames dump, because {reason}" + (f"; {seems}" if seems else "") + f"; {cure}"
