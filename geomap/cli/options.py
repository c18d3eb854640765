"""The options that several commands share, and how their values are read."""

from __future__ import annotations

import argparse
import contextlib
import sys
from datetime import date
from pathlib import Path
from typing import TextIO, TypeAlias

from geomap.errors import InputError

Commands: TypeAlias = "argparse._SubParsersAction[argparse.ArgumentParser]"


def store(parser: argparse.ArgumentParser) -> None:
    """``--store FILE``."""
    parser.add_argument("--store", type=Path, default=Path("geomap.db"), metavar="FILE", help="the store (default: %(default)s)")


def gazetteer(parser: argparse.ArgumentParser) -> None:
    """``--gazetteer FILE``."""
    parser.add_argument(
        "--gazetteer", type=Path, metavar="FILE", help="your places (default: ./gazetteer.csv, else the shipped one)"
    )


def day(value: str) -> date:
    """A day as YYYY-MM-DD."""
    try:
        return date.fromisoformat(value)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{value!r} is not a day; write it as YYYY-MM-DD") from None


def share(value: str) -> float:
    """A number from 0 to 1."""
    try:
        number = float(value)
    except ValueError:
        number = -1.0
    if not 0 <= number <= 1:
        raise argparse.ArgumentTypeError(f"{value!r} is not a number from 0 to 1")
    return number


def count(value: str) -> int:
    """A whole number from 1 up."""
    if not value.isascii() or not value.isdigit() or int(value) < 1:
        raise argparse.ArgumentTypeError(f"{value!r} is not a whole number from 1 up")
    return int(value)


def bbox(value: str) -> tuple[float, float, float, float]:
    """West, south, east and north in degrees; west may be greater than east where the box crosses the date line."""
    try:
        west, south, east, north = (float(part) for part in value.split(","))
    except ValueError:
        raise argparse.ArgumentTypeError(f"{value!r} is not a box; write west,south,east,north in degrees") from None
    if not (-180 <= west <= 180 and -180 <= east <= 180 and -90 <= south <= north <= 90):
        raise argparse.ArgumentTypeError(f"{value!r}: longitudes lie in -180..180, latitudes in -90..90, south first")
    return west, south, east, north


def output(path: Path | None) -> contextlib.AbstractContextManager[TextIO]:
    """The file to write text to, or stdout. Raises InputError where it can't be opened."""
    if path is None:
        return contextlib.nullcontext(sys.stdout)
    try:
        return path.open("w", encoding="utf-8", newline="\n")
    except OSError as error:
        raise _unwritable(path, error) from error


def write(path: Path, content: bytes) -> None:
    """Write a whole file. Raises InputError where that fails."""
    try:
        path.write_bytes(content)
    except OSError as error:
        raise _unwritable(path, error) from error


def _unwritable(path: Path, error: OSError) -> InputError:
    return InputError(f"{path}: can't be written ({error.strerror}); name another file with -o")
