"""What a table's columns mean: by geomap's own names, by those that other programs give, or as the user maps them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache

from geomap.documents.limits import data

#: What is read of a record; ``text`` is required, others are passed over.
COLUMNS = ("id", "title", "text", "source", "published", "url")


def mapping(names: Iterable[str]) -> dict[str, str]:
    """Which of these names stands for each of ``COLUMNS``, where one does: the clearest of ``columns.toml``, none for two."""
    known = {_plain(name): name for name in reversed(list(names))}
    found: dict[str, str] = {}
    for column in COLUMNS:
        for alias in _aliases()[column]:
            if alias in known and known[alias] not in found.values():
                found[column] = known[alias]
                break
    return found


def is_addresses_only(names: Iterable[str]) -> bool:
    """Whether a table lists addresses of articles but not their words, as GDELT's tables and search results do."""
    found = mapping(names)
    return "url" in found and "text" not in found


def values(record: Mapping[str, object], columns: Mapping[str, str]) -> dict[str, object]:
    """What a record says, by geomap's names; of a value that is a record itself, its name (``{"source": {"name": ...}}``)."""
    return {column: _named(record.get(name)) for column, name in columns.items()}


def lists() -> tuple[str, ...]:
    """The keys under which a JSON file may keep its records, in the order in which they are tried."""
    return tuple(data("columns.toml")["lists"])


def _named(value: object) -> object:
    return next((value[key] for key in ("name", "title", "id") if value.get(key)), None) if isinstance(value, dict) else value


def _plain(name: str) -> str:
    return "".join(character for character in str(name).casefold() if character.isalnum())


@cache
def _aliases() -> dict[str, tuple[str, ...]]:
    table = data("columns.toml")
    return {column: tuple(table[column]) for column in COLUMNS}
