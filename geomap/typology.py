"""The types of events as geomap brings them and as the user adds to them: one table, by name.

The user's own file, ``event_types.toml`` in the working folder or the file that the variable ``GEOMAP_TYPES`` names, is written
like ``data/events/types.toml``. What it lists is added to a type's lists, what else it says takes the place of what was said, and
a table of a new name is a new type, of which only the words have to be given.
"""

from __future__ import annotations

import hashlib
import os
import re
import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any, Final

from geomap import lexicon
from geomap.errors import InputError

SHIPPED: Final = "events/types.toml"
OWN: Final = "event_types.toml"
VARIABLE: Final = "GEOMAP_TYPES"

_TEXTS: Final = ("label", "title", "plover", "colour", "icon", "family")
_LISTS: Final = ("verbs", "verbs_to_place", "verbs_alone", "verbs_maybe", "nouns", "counted_nouns", "weak_nouns")
_BY_WORD: Final = ("verbs_with", "verbs_not_with", "nouns_with", "nouns_not_with")
_NAME: Final = re.compile(r"[a-z][a-z_]*")
_COLOUR: Final = re.compile(r"#[0-9A-Fa-f]{6}")
#: How a new type is drawn and named unless it says otherwise.
_NEW: Final = {"title": "{trigger}", "plover": "", "colour": "#5B6B7A", "icon": "circle"}


def table() -> Mapping[str, dict[str, Any]]:
    """Every type by name: geomap's own, in the order of its file, then new ones. Read-only.

    Raises InputError where the user's file can't be meant.
    """
    return _merged(own_file())


def own_file() -> Path | None:
    """The user's file: the one that ``GEOMAP_TYPES`` names, else ``event_types.toml`` in the working folder, else none."""
    named = os.environ.get(VARIABLE)
    if named:
        return Path(named).resolve()
    found = Path(OWN).resolve()
    return found if found.is_file() else None


def digest() -> str:
    """A short hash over the user's file, for the method of what was extracted with it; empty where there is none."""
    path = own_file()
    return hashlib.sha256(_read(path)).hexdigest()[:8] if path is not None else ""


def own_words() -> Mapping[str, frozenset[str]]:
    """Every word that the user's file lists, with the types under which it does; empty where there is no file."""
    path = own_file()
    return {} if path is None else _listed(path)


@cache
def _listed(path: Path) -> Mapping[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for name, row in _parsed(path).items():
        for word in (word for key in (*_LISTS, *_BY_WORD) for word in row.get(key, ())):
            found.setdefault(word, set()).add(name)
    return {word: frozenset(names) for word, names in found.items()}


@cache
def _merged(path: Path | None) -> Mapping[str, dict[str, Any]]:
    shipped = lexicon.table(SHIPPED)
    if path is None:
        return shipped
    merged: dict[str, dict[str, Any]] = dict(shipped)
    for name, row in _parsed(path).items():
        _check(path, name, row)
        usual = shipped.get(name) or {**_NEW, "label": name.replace("_", " ").capitalize(), "family": name}
        merged[name] = _added(usual, row)
    return merged


def _added(usual: Mapping[str, Any], row: Mapping[str, Any]) -> dict[str, Any]:
    """A type with what the user says of it."""
    found = {**usual, **{key: row[key] for key in _TEXTS if key in row}}
    for key in _LISTS:
        if key in row:
            found[key] = list(dict.fromkeys([*usual.get(key, ()), *row[key]]))
    for key in _BY_WORD:
        if key in row:
            before: Mapping[str, list[str]] = usual.get(key, {})
            found[key] = {**before, **{word: [*before.get(word, ()), *needs] for word, needs in row[key].items()}}
    return found


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise InputError(f"{path}: the types of events can't be read ({error.strerror}); {VARIABLE} names this file") from error


def _parsed(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(_read(path).decode("utf-8"))
    except ValueError as error:
        raise InputError(f"{path}: not a table of types in TOML and UTF-8 ({error})") from error


def _check(path: Path, name: str, row: object) -> None:
    if not _NAME.fullmatch(name):
        raise InputError(f"{path}: [{name}] is no name for a type; write small letters and underscores, as [border_incident]")
    if not isinstance(row, dict):
        raise InputError(f"{path}: {name} is no table; write [{name}] and its lists below")
    for key, value in row.items():
        _check_entry(path, name, key, value)


def _check_entry(path: Path, name: str, key: str, value: object) -> None:
    if key in _TEXTS:
        good, wanted = isinstance(value, str) and bool(value or key == "plover"), "a text"
        if key == "colour":
            good, wanted = isinstance(value, str) and _COLOUR.fullmatch(value) is not None, 'a colour as "#0072B2"'
    elif key in _LISTS:
        good, wanted = _is_words(value), 'a list of words, as ["meet", "confer"]'
    elif key in _BY_WORD:
        good, wanted = isinstance(value, dict) and all(map(_is_words, value.values())), "a table of words with a list for each"
    else:
        raise InputError(f"{path}: [{name}] has no {key!r}; there are: {', '.join((*_TEXTS, *_LISTS, *_BY_WORD))}")
    if not good:
        raise InputError(f"{path}: {key} of [{name}] is {value!r}; write {wanted}")


def _is_words(value: object) -> bool:
    return isinstance(value, list) and all(isinstance(word, str) and word.strip() for word in value)
