"""The words that decide what is a place and how its name is used, read once from ``geomap/data/toponyms``."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import lru_cache
from importlib.resources import files
from typing import Any


class Lexicon:
    """A tree of word lists and figures from one TOML file; ``words("locative", "strong")`` is the set at that path."""

    def __init__(self, tree: Mapping[str, Any]) -> None:
        self._tree = tree
        self._sets: dict[tuple[str, ...], frozenset[str]] = {}

    def words(self, *path: str) -> frozenset[str]:
        """The list at ``path`` as a set. Raises KeyError where the file has none."""
        known = self._sets.get(path)
        if known is None:
            known = self._sets[path] = frozenset(self._at(path))
        return known

    def table(self, *path: str) -> Mapping[str, Any]:
        """The table at ``path``. Raises KeyError where the file has none."""
        found: Mapping[str, Any] = self._at(path)
        return found

    def _at(self, path: tuple[str, ...]) -> Any:
        node: Any = self._tree
        for key in path:
            node = node[key]
        return node


@lru_cache(maxsize=8)
def lexicon(name: str) -> Lexicon:
    """The lexicon of that name: ``recognition``, ``resolution`` or ``usage``."""
    path = files("geomap") / "data" / "toponyms" / f"{name}.toml"
    return Lexicon(tomllib.loads(path.read_text(encoding="utf-8")))
