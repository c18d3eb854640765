"""The sidecar ``sources.csv``: what a user knows about documents that the documents themselves don't say."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from geomap.documents import dating
from geomap.documents.decoding import decode
from geomap.errors import DocumentError, InputError

NAME = "sources.csv"
COLUMNS = ("file", "title", "source", "published", "url", "note")


@dataclass(frozen=True, slots=True)
class Row:
    """What the sidecar says of one file; ``line`` is its line in the sidecar. Unknown is None."""

    file: str
    line: int
    title: str | None = None
    source: str | None = None
    published: date | None = None
    url: str | None = None
    note: str | None = None


@dataclass(frozen=True, slots=True)
class Sidecar:
    """One sidecar: its ``path`` for messages, and its rows by file name."""

    path: str
    rows: dict[str, Row]

    def __iter__(self) -> Iterator[Row]:
        """The rows as the file has them."""
        return iter(self.rows.values())


def load(path: Path) -> Sidecar:
    """The sidecar in a file. Raises InputError naming the file, the line and the cure."""
    try:
        return parse(path.read_bytes(), str(path))
    except OSError as error:
        raise InputError(f"{path}: can't be read ({error.strerror}); give the path of a {NAME}") from error


def parse(data: bytes, path: str) -> Sidecar:
    """The sidecar in ``data``; ``path`` names it in messages. Raises InputError naming the file, the line and the cure."""
    try:
        reader = csv.reader(io.StringIO(decode(data), newline=""), strict=True)
        header = [cell.strip().lower() for cell in next(reader, [])]
        _check_header(header, path)
        rows: dict[str, Row] = {}
        for cells in reader:
            if any(cell.strip() for cell in cells):
                row = _row(header, cells, f"{path}: line {reader.line_num}", reader.line_num)
                if row.file in rows:
                    raise InputError(
                        f"{path}: line {row.line}: {row.file!r} is already described in line {rows[row.file].line}; keep one"
                    )
                rows[row.file] = row
    except csv.Error as error:
        raise InputError(f"{path}: line {reader.line_num}: {error}; check the quotation marks") from error
    except DocumentError as error:
        raise InputError(f"{path}: {error}") from error
    return Sidecar(path, rows)


def _check_header(header: list[str], path: str) -> None:
    expected = ",".join(COLUMNS)
    if "file" not in header:
        raise InputError(f"{path}: line 1: there is no column 'file'; the first line must name the columns: {expected}")
    for name in header:
        if name not in COLUMNS:
            raise InputError(f"{path}: line 1: unknown column {name!r}; the columns are {expected}")
        if header.count(name) > 1:
            raise InputError(f"{path}: line 1: the column {name!r} stands twice; keep one")


def _row(header: list[str], cells: list[str], where: str, line: int) -> Row:
    if len(cells) > len(header):
        raise InputError(f"{where}: {len(cells)} cells for {len(header)} columns; put cells that hold a comma in double quotes")
    values = {name: cell.strip() or None for name, cell in zip(header, cells, strict=False)}
    file = values.get("file")
    if file is None:
        raise InputError(f"{where}: the column 'file' is empty; write the name of the file that the row describes")
    published = None
    written = values.get("published")
    if written is not None:
        published = dating.iso(written)
        if published is None:
            raise InputError(f"{where}: column 'published': {written!r} is not a date; write YYYY-MM-DD, or leave it empty")
    return Row(
        file=file,
        line=line,
        title=values.get("title"),
        source=values.get("source"),
        published=published,
        url=values.get("url"),
        note=values.get("note"),
    )
