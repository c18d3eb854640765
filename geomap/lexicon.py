"""The data files that decide: word lists and tables under ``geomap/data/``, read once, never changed at run time.

A word list (``.txt``) holds one entry a line; ``#`` starts a comment. A table (``.toml``) is read with tomllib.
"""

from __future__ import annotations

import hashlib
import tomllib
from functools import cache
from importlib.resources import files
from typing import Any


def read(path: str) -> str:
    """The text of a data file; ``path`` is relative to ``geomap/data`` and uses ``/``."""
    return files("geomap").joinpath("data", *path.split("/")).read_text(encoding="utf-8")


@cache
def lines(path: str) -> tuple[str, ...]:
    """The entries of a word list, in the file's order."""
    entries = (line.split("#", 1)[0].strip() for line in read(path).splitlines())
    return tuple(entry for entry in entries if entry)


@cache
def words(path: str) -> frozenset[str]:
    """The entries of a word list, as a set."""
    return frozenset(lines(path))


@cache
def table(path: str) -> dict[str, Any]:
    """A table; treat it as read-only."""
    return tomllib.loads(read(path))


@cache
def digest(*paths: str) -> str:
    """A short hash over data files, for the ``method`` of what they decided."""
    return hashlib.sha256("\0".join(read(path) for path in paths).encode()).hexdigest()[:8]
