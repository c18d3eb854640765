"""Model values to JSON-able values and back, driven by the type hints of the dataclasses in ``geomap.model``.

A field that is None is left out; a field that is missing reads as None. Dates are ISO 8601, enums their words.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import fields, is_dataclass
from datetime import date
from enum import Enum
from functools import cache
from types import UnionType
from typing import Any, TypeVar, Union, get_args, get_origin, get_type_hints

T = TypeVar("T")


def dumps(value: Any) -> str:
    """A model value (dataclass, tuple of them, enum, date, plain value) as compact JSON, characters kept as they are."""
    return json.dumps(_plain(value), ensure_ascii=False, separators=(",", ":"))


def loads(kind: type[T], text: str) -> T:
    """The value of type ``kind`` that ``dumps`` wrote."""
    value: T = _reader_of(kind)(json.loads(text))
    return value


def load_tuple(kind: type[T], text: str) -> tuple[T, ...]:
    """The tuple of ``kind`` that ``dumps`` wrote."""
    read = _reader_of(kind)
    return tuple(read(item) for item in json.loads(text))


def _plain(value: Any) -> Any:
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, date):
        return value.isoformat()
    if is_dataclass(value):
        pairs = ((f.name, getattr(value, f.name)) for f in fields(value))
        return {name: _plain(item) for name, item in pairs if item is not None}
    if isinstance(value, tuple | list):
        return [_plain(item) for item in value]
    return value


def _reader_of(kind: Any) -> Callable[[Any], Any]:
    read: Callable[[Any], Any] = _reader(kind)
    return read


@cache
def _reader(kind: Any) -> Callable[[Any], Any]:
    """A function that turns parsed JSON into ``kind``; worked out once per type."""
    origin = get_origin(kind)
    if origin in (Union, UnionType):
        inner = _reader(next(a for a in get_args(kind) if a is not type(None)))
        return lambda data: None if data is None else inner(data)
    if origin is tuple:
        item = _reader(get_args(kind)[0])
        return lambda data: tuple(item(x) for x in data)
    if is_dataclass(kind):
        return _dataclass_reader(kind)
    if kind is date:
        return date.fromisoformat
    if isinstance(kind, type) and issubclass(kind, Enum | float):
        return kind
    return lambda data: data


def _dataclass_reader(kind: Any) -> Callable[[Any], Any]:
    hints = get_type_hints(kind)
    readers = [(f.name, _reader(hints[f.name])) for f in fields(kind)]

    def read(data: dict[str, Any]) -> Any:
        return kind(**{name: None if data.get(name) is None else reader(data[name]) for name, reader in readers})

    return read
