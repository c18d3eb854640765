"""A GeoNames dump becomes a SQLite file that the gazetteer can ask: streamed, sorted on disk, in place only when it is whole."""

from __future__ import annotations

import contextlib
import json
import os
import re
import sqlite3
import tempfile
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Protocol

from geomap.errors import GazetteerError, ResourceError
from geomap.gazetteer import common_words, geonames
from geomap.gazetteer.geonames import Dump, Row
from geomap.gazetteer.imported import FORMAT, SUFFIX, Import, folding, holdings
from geomap.gazetteer.names import LONGEST_NAME, fold_words
from geomap.gazetteer.world import DEGREE

PARTIAL = ".partial"
NAME, ALIAS = 0, 1
_BATCH = 20_000
_CACHE_KIB = 65_536
"""Memory for SQLite's pages, and for each run that it sorts before it merges them on disk."""
_LATIN = re.compile(r"[\x20-\u024f\u1e00-\u1eff\u02b0-\u02ff\u2010-\u2027]+")
_CAPITALS_ONLY = re.compile(r"[A-Z0-9]{1,4}")
_PRAGMAS = ("journal_mode=OFF", "synchronous=OFF", "locking_mode=EXCLUSIVE", "temp_store=FILE", f"cache_size=-{_CACHE_KIB}")
_WRITTEN_OUT = frozenset({"the", "st", "ste", "mt", "ft"})
"""Words that folding changes."""
_SCHEMA = """
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE admin1 (key INTEGER PRIMARY KEY, place INTEGER, name TEXT);
CREATE TABLE place (key INTEGER PRIMARY KEY, name TEXT NOT NULL, lat INTEGER NOT NULL, lon INTEGER NOT NULL,
  feature TEXT NOT NULL, country TEXT, admin1 INTEGER, population INTEGER);
CREATE TABLE name (fold TEXT NOT NULL, place INTEGER NOT NULL, kind INTEGER NOT NULL, PRIMARY KEY (fold, place)) WITHOUT ROWID;
CREATE TABLE quiet (fold TEXT NOT NULL, place INTEGER NOT NULL, kind INTEGER NOT NULL, PRIMARY KEY (fold, place)) WITHOUT ROWID;
CREATE TEMP TABLE unsorted_name (fold TEXT, place INTEGER, kind INTEGER);
CREATE TEMP TABLE unsorted_quiet (fold TEXT, place INTEGER, kind INTEGER);
"""


@dataclass(frozen=True, slots=True)
class Choice:
    """What of a dump is taken in.

    ``classes``: GeoNames feature classes; ``min_population``: settlements (class P) of at least so many people, other classes are
    not concerned; ``alternates``: also the other names; ``all_scripts``: also those that are not written in Latin letters;
    ``all_settlements``: every settlement's main name is familiar, not only those of 500 people and more.
    """

    classes: str = geonames.CLASSES
    min_population: int = 0
    alternates: bool = True
    all_scripts: bool = False
    all_settlements: bool = False

    def takes(self, row: Row) -> bool:
        """Whether a row is wanted."""
        if row.feature[0] not in self.classes:
            return False
        return row.feature[0] != "P" or (row.population or 0) >= self.min_population


class Progress(Protocol):
    """Told how far an import is: the stage (``reading``, ``sorting``), and bytes or steps done of a total."""

    def __call__(self, stage: str, done: int, total: int) -> None:
        """Take note."""


@dataclass(frozen=True, slots=True)
class Familiar:
    """Which names are familiar; ``data/gazetteer/import.toml`` says what each figure means."""

    features: tuple[str, ...]
    population: int
    alternates: int
    common_word: int
    letters: int


@dataclass(slots=True)
class _Areas:
    """First level areas by GeoNames' code (``KP.12``): their numbers here, and what the rows of the areas say."""

    numbers: dict[str, int] = field(default_factory=dict)
    found: dict[str, tuple[int, str]] = field(default_factory=dict)

    def number(self, row: Row) -> int | None:
        """The number of the area that a row lies in; the area's own row gives it its name."""
        if row.country is None or row.admin1 in {"", "00"}:
            return None
        code = f"{row.country}.{row.admin1}"
        if row.feature == "A.ADM1":
            self.found[code] = row.key, row.name
        return self.numbers.setdefault(code, len(self.numbers) + 1)

    def rows(self) -> Iterator[tuple[int, int | None, str | None]]:
        """Number, GeoNames id and name of each; an area without a row of its own has neither."""
        for code, number in self.numbers.items():
            yield number, *self.found.get(code, (None, None))


def take_in(
    path: Path,
    *,
    choice: Choice | None = None,
    name: str | None = None,
    into: Path | None = None,
    progress: Progress | None = None,
) -> Import:
    """Take the dump at ``path`` in, and say what came of it.

    The file lies in the user's data folder under ``name`` (default: the dump's), or at ``into``; a file that is there is replaced
    in one step at the end, and stays as it was if anything goes wrong before. Raises GazetteerError for a file that is no dump,
    ResourceError where the disk is full or closed to us.
    """
    choice = choice or Choice()
    target = into if into is not None else holdings() / f"{_plain(name or path.stem)}{SUFFIX}"
    if choice.classes == "" or set(choice.classes) - set(geonames.CLASSES):
        raise GazetteerError(f"feature classes {choice.classes!r}: give some of the letters {', '.join(geonames.CLASSES)}")
    with geonames.opened(path) as dump:
        try:
            target.parent.mkdir(parents=True, exist_ok=True)
            clear_leftovers(target.parent)
            handle, partial = tempfile.mkstemp(prefix=f"{target.stem}-", suffix=PARTIAL, dir=target.parent)
            os.close(handle)
            try:
                with _sorting_in(target.parent):
                    _write(Path(partial), dump, choice, progress or _silent)
                with Path(partial).open("r+b") as written:
                    os.fsync(written.fileno())
                Path(partial).chmod(0o666 & ~_umask())
                Path(partial).replace(target)
            finally:
                Path(partial).unlink(missing_ok=True)
        except (OSError, sqlite3.Error) as error:
            cure = "free some space there, or name another file with --into"
            raise ResourceError(f"{target}: can't be written ({error}); {cure}") from error
    return Import.read(target)


def _plain(name: str) -> str:
    """A name that is safe as a file's."""
    plain = re.sub(r"[^\w.-]+", "-", name).strip(".-")
    if not plain:
        raise GazetteerError(f"{name!r} can't name an imported file; give letters and digits with --name")
    return plain


def _umask() -> int:
    """The user's mask for new files, which ``mkstemp`` doesn't heed; it can only be read by setting it."""
    mask = os.umask(0o077)
    os.umask(mask)
    return mask


def _silent(stage: str, done: int, total: int) -> None:
    """The progress of whoever didn't ask."""


def clear_leftovers(folder: Path) -> None:
    """Remove what killed imports left behind; one that is still running holds a lock on its file, and keeps it."""
    for partial in folder.glob(f"*{PARTIAL}"):
        try:
            with contextlib.closing(sqlite3.connect(partial, timeout=0, isolation_level=None)) as base:
                base.execute("BEGIN EXCLUSIVE")
        except sqlite3.OperationalError:
            continue
        except sqlite3.DatabaseError:
            pass  # cut off in the middle of a page: nobody is writing to it
        partial.unlink(missing_ok=True)


@contextlib.contextmanager
def _sorting_in(folder: Path) -> Iterator[None]:
    """SQLite's temporary files lie beside the target, where there is room for them: /tmp may be small, or memory.

    The setting is the process's and of old standing; an SQLite built without it uses its default folder.
    """
    with contextlib.closing(sqlite3.connect(":memory:")) as any_base:
        any_base.execute("PRAGMA temp_store_directory='{}'".format(str(folder.absolute()).replace("'", "''")))
        try:
            yield
        finally:
            any_base.execute("PRAGMA temp_store_directory=''")


def _write(partial: Path, dump: Dump, choice: Choice, progress: Progress) -> None:
    with contextlib.closing(sqlite3.connect(partial, isolation_level=None)) as base:
        # The file is thrown away if this fails, so there is nothing to roll back to.
        for pragma in _PRAGMAS:
            base.execute(f"PRAGMA {pragma}")
        base.execute("BEGIN EXCLUSIVE")
        for statement in _SCHEMA.strip().split(";\n"):
            base.execute(statement)
        base.execute(f"PRAGMA temp.cache_size=-{_CACHE_KIB // 4}")
        areas, omitted = _Areas(), 0
        for batch, left_out in _batches(dump, choice, areas):
            omitted += left_out
            base.executemany("INSERT OR REPLACE INTO place VALUES (?, ?, ?, ?, ?, ?, ?, ?)", batch.places)
            base.executemany("INSERT INTO unsorted_name VALUES (?, ?, ?)", batch.familiar)
            base.executemany("INSERT INTO unsorted_quiet VALUES (?, ?, ?)", batch.quiet)
            progress("reading", dump.lines.bytes, dump.size)
        base.executemany("INSERT INTO admin1 VALUES (?, ?, ?)", areas.rows())
        for done, statement in enumerate(_FINISH):
            progress("sorting", done, len(_FINISH))
            base.execute(statement)
        base.executemany("INSERT INTO meta VALUES (?, ?)", _meta(base, dump, choice, omitted).items())
        base.execute("COMMIT")
        progress("sorting", len(_FINISH), len(_FINISH))


_FINISH = (
    # Sorted first: rows that come in order fill the pages one after the other.
    "INSERT OR IGNORE INTO name SELECT * FROM unsorted_name ORDER BY fold, place, kind",
    "DROP TABLE unsorted_name",
    "INSERT OR IGNORE INTO quiet SELECT * FROM unsorted_quiet ORDER BY fold, place, kind",
    "DROP TABLE unsorted_quiet",
    "CREATE INDEX place_cell ON place (((lat + 9000000) / 10000) * 3601 + (lon + 18000000) / 10000)",
    "CREATE INDEX place_population ON place (population) WHERE population >= 15000",
)


@dataclass(slots=True)
class _Batch:
    """Rows for the tables."""

    places: list[tuple[object, ...]] = field(default_factory=list)
    familiar: list[tuple[str, int, int]] = field(default_factory=list)
    quiet: list[tuple[str, int, int]] = field(default_factory=list)


def _batches(dump: Dump, choice: Choice, areas: _Areas) -> Iterator[tuple[_Batch, int]]:
    """The rows that are wanted, many at a time, with how many between them are not."""
    batch, left_out = _Batch(), 0
    for row in dump.rows():
        area = areas.number(row)
        if not choice.takes(row):
            left_out += 1
            continue
        point = round(row.lat * DEGREE), round(row.lon * DEGREE)
        batch.places.append((row.key, row.name, *point, row.feature, row.country, area, row.population))
        for folded, (kind, familiar) in names(row, choice).items():
            (batch.familiar if familiar else batch.quiet).append((folded, row.key, kind))
        if len(batch.places) == _BATCH:
            yield batch, left_out
            batch, left_out = _Batch(), 0
    yield batch, left_out


@cache
def _familiar() -> Familiar:
    return Familiar(**geonames.rules()["familiar"])


def names(row: Row, choice: Choice) -> dict[str, tuple[int, bool]]:
    """The folded names of a place, each with its kind and whether it is familiar: whether it may stand for a place unasked."""
    known = _familiar()
    people = row.population or 0
    others = row.feature in known.features
    main = others
    if row.feature[0] == "P" and not others:
        main = choice.all_settlements or people >= known.population
        others = people >= known.alternates
    folded = folded_name(row.name)
    found = {folded: (NAME, main and _proves(folded, people))} if folded else {}
    if row.ascii != row.name:
        folded = folded_name(row.ascii)
        if folded and folded not in found:
            found[folded] = NAME, main and _proves(folded, people)
    if choice.alternates and row.alternates:
        for name in row.alternates.split(","):
            if _CAPITALS_ONLY.fullmatch(name) or not (choice.all_scripts or _LATIN.fullmatch(name)):
                continue  # the code of an airport or a country; or letters that are not wanted
            folded = folded_name(name)
            if len(folded) > 2 and folded not in found:
                found[folded] = ALIAS, others and _proves(folded, people)
    return found


def folded_name(name: str) -> str:
    """What ``fold`` makes of a name; the plain ones, which are most of a dump's, in a quarter of the time."""
    if name.isascii():
        words = name.lower().split()
        if "".join(words).isalnum() and _WRITTEN_OUT.isdisjoint(words) and len(name) <= LONGEST_NAME:
            return " ".join(words)
    return " ".join(fold_words(name))


def _proves(folded: str, people: int) -> bool:
    """Whether a name is any evidence: no number, not too short, and no everyday word or person's name but for a city."""
    known = _familiar()
    if len(folded) < known.letters or folded.isdigit():
        return False
    return people >= known.common_word or common_words.kind_of(folded) is None


def _meta(base: sqlite3.Connection, dump: Dump, choice: Choice, omitted: int) -> dict[str, str]:
    def count(table: str) -> int:
        number: int = base.execute(f"SELECT count(*) FROM {table}").fetchone()[0]  # noqa: S608  # the three names below
        return number

    return {
        "format": str(FORMAT),
        "folding": folding(),
        "source": str(dump.path.absolute()),
        "sha256": dump.sha256,
        "choice": json.dumps(asdict(choice), sort_keys=True),
        "imported": datetime.now(UTC).isoformat(timespec="microseconds"),
        "places": str(count("place")),
        "names": str(count("name") + count("quiet")),
        "familiar": str(count("name")),
        "lines": str(dump.lines.read),
        "omitted": str(omitted),
        "bad": json.dumps(dump.lines.bad),
        "shown": json.dumps(dump.lines.shown),
    }


__all__ = ["Choice", "Progress", "clear_leftovers", "names", "take_in"]
