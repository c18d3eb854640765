"""Who publishes at a domain: the shipped table, and the user's own ``publishers.csv`` in the current folder, whose rows win."""

from __future__ import annotations

import csv
import io
import re
from functools import lru_cache
from importlib.resources import files
from pathlib import Path
from urllib.parse import urlsplit

from geomap.documents.decoding import decode
from geomap.errors import DocumentError, InputError

NAME = "publishers.csv"
_COLUMNS = ["domain", "publisher"]
_DOMAIN = re.compile(r"(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]{1,61}")
#: What stands before a publisher's domain without saying more of who publishes.
_PREFIXES = ("www.", "m.", "mobile.", "amp.", "edition.", "news.", "en.")


def publisher(source: str | None, url: str | None) -> str | None:
    """The publisher by what a document says of its source, else by its address; a domain that no table has stands for itself.

    Raises InputError for a table of the user's that breaks its rules.
    """
    if source and not _DOMAIN.fullmatch(source.strip().casefold()):
        return source
    host = _host(source, url)
    if host is None:
        return source
    table = _table()
    parts = host.split(".")
    known = (table.get(".".join(parts[i:])) for i in range(len(parts) - 1))
    return next((name for name in known if name), None) or _bare(host)


def version() -> str:
    """A word that changes with the user's table: what was concluded from another one may not hold."""
    return str(_stamp())


def _host(source: str | None, url: str | None) -> str | None:
    if source:
        return source.strip().casefold()
    try:
        host = (urlsplit(url or "").hostname or "").casefold()
    except ValueError:
        return None
    return host if _DOMAIN.fullmatch(host) else None


def _bare(host: str) -> str:
    for prefix in _PREFIXES:
        if host.startswith(prefix) and host.count(".") > 1:
            return host.removeprefix(prefix)
    return host


def _table() -> dict[str, str]:
    stamp = _stamp()
    return _read(None, 0) if stamp is None else _read(Path(NAME).resolve(), stamp)


def _stamp() -> int | None:
    try:
        return Path(NAME).stat().st_mtime_ns
    except OSError:
        return None


@lru_cache(maxsize=4)
def _read(own: Path | None, stamp: int) -> dict[str, str]:
    """The shipped table with the user's over it; ``stamp`` makes a changed file another one."""
    del stamp
    shipped = (files("geomap") / "data" / "documents" / NAME).read_text("utf-8")
    found = parse(shipped, NAME)
    if own is not None:
        try:
            found |= parse(decode(own.read_bytes()), str(own))
        except (OSError, DocumentError) as error:
            raise InputError(f"{own}: can't be read ({error})") from error
    return found


def parse(text: str, path: str) -> dict[str, str]:
    """Publishers by domain. Raises InputError naming the file, the line and the cure."""
    try:
        rows = csv.reader(io.StringIO(text, newline=""), strict=True)
        if [cell.strip().lower() for cell in next(rows, [])] != _COLUMNS:
            raise InputError(f"{path}: line 1: the first line must be {','.join(_COLUMNS)}")
        found: dict[str, str] = {}
        for cells in rows:
            if not any(cell.strip() for cell in cells):
                continue
            values = [cell.strip() for cell in cells]
            if len(values) != len(_COLUMNS) or not values[1] or not _DOMAIN.fullmatch(values[0].casefold()):
                raise InputError(f"{path}: line {rows.line_num}: write a domain and a publisher, such as example.org,The Example")
            found[values[0].casefold()] = " ".join(values[1].split())
    except csv.Error as error:
        raise InputError(f"{path}: line {rows.line_num}: {error}; check the quotation marks") from error
    return found
