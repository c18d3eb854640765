"""The block of fields that may open a text: front matter in YAML, TOML or JSON, Org keywords, and headers as mail has them."""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache

from geomap.documents.written import rules

_MAX_FIELDS = 80
_BLOCK_CHARS = 40_000
_FIELD = re.compile(r"([A-Za-z][\w-]{0,40}):(?:[ \t]+(.*))?$")
_ORG = re.compile(r"#\+([A-Za-z_]{2,30}):[ \t]*(.*)$")
_MBOX = re.compile(r"From \S{1,200} +[A-Z][a-z]{2} [A-Z][a-z]{2} ")
#: The fields that are read, and what else they are called; those of the date are in the data file.
_NAMES = {"title": "title", "subject": "title", "source": "source", "publisher": "source", "url": "url", "link": "url"}


def front_matter(text: str) -> tuple[dict[str, str], str]:
    """(fields, the text after them); no fields and the whole text where it begins with no such block.

    Fields that geomap doesn't know are passed over, as are nested lists; a block that holds anything else is text.
    """
    for form in (_yaml, _toml, _json, _org, _headers):
        found = form(text)
        if found is not None:
            return found
    return {}, text


@lru_cache(maxsize=1)
def _dates() -> tuple[tuple[str, ...], frozenset[str]]:
    table = rules()["front_matter"]
    return tuple(table["published"].split()), frozenset(table["headers"].split())


def _known(pairs: Iterable[tuple[str, str]]) -> dict[str, str]:
    """The fields by geomap's names: of several dates the one whose name says most clearly that it is of publication."""
    fields: dict[str, str] = {}
    dates: dict[str, str] = {}
    names, _ = _dates()
    for name, written in pairs:
        key, value = name.lower().replace("-", "_"), _unquoted(written)
        if not value:
            continue
        if key in _NAMES:
            fields.setdefault(_NAMES[key], value)
        elif key in names:
            dates.setdefault(key, value)
    first = next((dates[name] for name in names if name in dates), None)
    return fields if first is None else {**fields, "published": first}


def _yaml(text: str) -> tuple[dict[str, str], str] | None:
    def line(words: str) -> tuple[str, str] | None:
        match = _FIELD.match(words)
        if match:
            return match[1], match[2] or ""
        return ("", "") if not words or words.startswith((" ", "\t", "-", "#")) else None

    return _fenced(text, "---", ("---", "..."), line)


def _fenced(
    text: str, fence: str, ends: tuple[str, ...], read: Callable[[str], tuple[str, str] | None]
) -> tuple[dict[str, str], str] | None:
    if not text.startswith(fence + "\n"):
        return None
    pairs: list[tuple[str, str]] = []
    position = len(fence) + 1
    for _ in range(_MAX_FIELDS):
        end = text.find("\n", position)
        line = text[position : end if end >= 0 else len(text)][:2000].rstrip()
        if line in ends:
            return _known(pairs), text[end + 1 :].lstrip("\n") if end >= 0 else ""
        pair = read(line)
        if pair is None or end < 0:
            return None
        pairs.append(pair)
        position = end + 1
    return None


def _toml(text: str) -> tuple[dict[str, str], str] | None:
    if not text.startswith("+++\n"):
        return None
    end = text.find("\n+++", 3, _BLOCK_CHARS)
    if end < 0:
        return None
    try:
        table = tomllib.loads(text[4 : end + 1])
    except (tomllib.TOMLDecodeError, ValueError, RecursionError):
        return None
    nested = table.get("params")
    rest = text.find("\n", end + 1)
    pairs = [*_strings(table), *(_strings(nested) if isinstance(nested, dict) else ())]
    return _known(pairs), text[rest + 1 :].lstrip("\n") if rest >= 0 else ""


def _json(text: str) -> tuple[dict[str, str], str] | None:
    if not text.startswith(("{\n", '{"', "{ ")):
        return None
    try:
        table, end = json.JSONDecoder(strict=False).raw_decode(text[:_BLOCK_CHARS])
    except (ValueError, RecursionError):
        return None
    rest = text[end:]
    if not isinstance(table, dict) or not rest.startswith("\n") or not rest.strip():
        return None
    fields = _known(_strings(table))
    return (fields, rest.lstrip("\n")) if fields else None


def _strings(table: Mapping[str, object]) -> list[tuple[str, str]]:
    return [(str(key), str(value)) for key, value in table.items() if not isinstance(value, dict | list | bool)]


def _org(text: str) -> tuple[dict[str, str], str] | None:
    pairs, position = [], 0
    for line in text[:_BLOCK_CHARS].split("\n")[:_MAX_FIELDS]:
        match = _ORG.match(line[:2000])
        if match is None:
            break
        pairs.append((match[1], match[2]))
        position += len(line) + 1
    fields = _known(pairs)
    return (fields, text[position:].lstrip("\n")) if fields else None


def _headers(text: str) -> tuple[dict[str, str], str] | None:
    """``Name: value`` lines down to the first empty one, at least two of them by names that only such a block has."""
    pairs: list[tuple[str, str]] = []
    position = 0
    for number, line in enumerate(text[:_BLOCK_CHARS].split("\n")[:_MAX_FIELDS]):
        position += len(line) + 1
        match = _FIELD.match(line[:2000])
        if not line.strip():
            break
        if match:
            pairs.append((match[1], match[2] or ""))
        elif not (line.startswith((" ", "\t")) and pairs) and not (number == 0 and _MBOX.match(line)):
            return None
    else:
        return None
    names, headers = _dates()
    told = {key.lower().replace("-", "_") for key, _ in pairs}
    if len(told & (headers | set(names))) < 2:
        return None
    fields = _known(pairs)
    return (fields, text[position:].lstrip("\n")) if fields and text[position:].strip() else None


def _unquoted(value: str) -> str:
    value = value.strip()
    if len(value) >= 2 and value[0] == value[-1] and value[0] in "'\"":
        value = value[1:-1].strip()
    return value
