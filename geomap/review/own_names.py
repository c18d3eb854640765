"""Taking a name as one place from now on: a row, or an alias, in the user's own gazetteer file.

The file stays the user's: only the lines that must change are touched, and it is put in place whole or not at all.
"""

from __future__ import annotations

import csv
import io
import os
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from geomap.errors import GazetteerError, InputError
from geomap.gazetteer import own_places
from geomap.gazetteer.names import fold
from geomap.gazetteer.own_places import COLUMNS, OwnPlace
from geomap.model import Place


@dataclass(frozen=True, slots=True)
class Taken:
    """What was written: ``line`` (from 1) of the file at ``path``; ``changed`` is False where it said so already."""

    path: Path
    line: int
    changed: bool


def take(path: Path, name: str, place: Place, *, note: str = "") -> Taken:
    """Write into the gazetteer at ``path`` that ``name`` is always this place; makes the file where there is none.

    A name that is another row's alias moves here. Raises InputError where it is another row's own name, or can't be looked for
    in a text; GazetteerError where the file is not sound as it is; it is left alone then.
    """
    name = " ".join(name.split())
    try:
        raw = path.read_bytes() if path.exists() else (",".join(COLUMNS) + "\n").encode()
    except OSError as error:
        raise GazetteerError(f"{path}: can't be read ({error.strerror}); nothing was written") from error
    rows = own_places.load(path) if path.exists() else ()
    mine = next((row for row in rows if row.place.id == place.id), None)
    folded = fold(name)
    if mine is not None and folded in {fold(n) for n in (mine.place.name, *mine.aliases)}:
        others = [row for row in rows if row is not mine and folded in {fold(a) for a in row.aliases}]
        if not others:
            return Taken(path, mine.line, changed=False)
    for row in rows:
        if row is not mine and fold(row.place.name) == folded:
            raise InputError(
                f"{path}, line {row.line}: {row.place.name} is the place {row.place.id} there; change it in the file"
            )
    table = _Table(raw)
    for row in rows:
        if row is not mine and folded in {fold(alias) for alias in row.aliases}:
            table.set_aliases(row, [a for a in row.aliases if fold(a) != folded])
    if mine is None:
        line = table.insert(name, place, note)
    else:
        line = mine.line
        if folded not in {fold(n) for n in (mine.place.name, *mine.aliases)}:
            table.set_aliases(mine, [*mine.aliases, name])
    _put(path, table.written())
    return Taken(path, line, changed=True)


class _Table:
    """The lines of a gazetteer file; a row is written anew only where it changes."""

    def __init__(self, raw: bytes) -> None:
        self.mark = raw.startswith(b"\xef\xbb\xbf")
        text = raw.decode("utf-8-sig")
        self.end = "\r\n" if "\r\n" in text else "\n"
        self.lines = text.splitlines(keepends=True)
        if self.lines and not self.lines[-1].endswith(("\n", "\r")):
            self.lines[-1] += self.end
        self.header = [cell.strip().casefold() for cell in next(csv.reader(self.lines[:1]))]

    def set_aliases(self, row: OwnPlace, aliases: Sequence[str]) -> None:
        cells = next(csv.reader(self.lines[row.line - 1 : row.line]))
        if "aliases" not in self.header:
            raise InputError(f"line {row.line}: the file has no column aliases; add it to the header, then try again")
        at = self.header.index("aliases")
        cells += [""] * (at + 1 - len(cells))
        cells[at] = " | ".join(aliases)
        self.lines[row.line - 1] = self.row(cells)

    def insert(self, name: str, place: Place, note: str) -> int:
        """Put in a row for a place, where the file's order by id wants it; returns its line."""
        known = {
            "id": place.id,
            "name": place.name,
            "aliases": "" if fold(name) == fold(place.name) else name,
            "lat": f"{place.lat:.6f}".rstrip("0").rstrip("."),
            "lon": f"{place.lon:.6f}".rstrip("0").rstrip("."),
            "feature": place.feature,
            "country": place.country or "",
            "admin1": place.admin1 or "",
            "radius_km": "" if place.radius_km is None else f"{place.radius_km:g}",
            "note": " ".join(note.split()),
        }
        if known["aliases"] and "aliases" not in self.header:
            known["name"] = name
        line = self.row([known.get(column, "") for column in self.header])
        at = len(self.lines)
        if self.header[0] == "id" and self.is_sorted():
            at = next((i for i, other in enumerate(self.lines) if i and other.split(",")[0] > place.id), at)
        self.lines.insert(at, line)
        return at + 1

    def is_sorted(self) -> bool:
        ids = [line.split(",")[0] for line in self.lines[1:]]
        return ids == sorted(ids)

    def row(self, cells: Sequence[str]) -> str:
        buffer = io.StringIO()
        csv.writer(buffer, lineterminator=self.end).writerow(cells)
        return buffer.getvalue()

    def written(self) -> bytes:
        return ("\ufeff" if self.mark else "").encode() + "".join(self.lines).encode()


def _put(path: Path, content: bytes) -> None:
    """Put a gazetteer in place, if it is sound."""
    problems = [p for p in own_places.read_text(content, str(path))[1] if p.fatal]
    if problems:
        raise InputError(f"{problems[0].message}. {problems[0].cure}. {path} was left as it was.")
    draft = path.with_name(f".{path.name}.{os.getpid()}.{secrets.token_hex(4)}.tmp")
    try:
        draft.write_bytes(content)
        if path.exists():
            draft.chmod(path.stat().st_mode & 0o777)
        draft.replace(path)
    except OSError as error:
        raise GazetteerError(f"{path}: can't be written ({error.strerror}); it was left as it is") from error
    finally:
        draft.unlink(missing_ok=True)
