"""Annotated documents, and predictions for them: JSON Lines in, checked on the way.

Gold, one document a line: ``{"id", "text", "published" or "dct", "title", "source", "corpus"}`` with ``toponyms`` of
``{"start", "end", "surface", "lat", "lon", "kind", "type"}`` or ``timexes`` of ``{"start", "end", "surface", "type", "value"}``.
Predictions are what ``geomap parse`` writes.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from geomap.errors import InputError


@dataclass(frozen=True, slots=True)
class PlaceSpan:
    """A toponym, annotated or predicted; without coordinates where it has none.

    ``kind`` is what the annotation counts it as (literal, associative, toponym ...), ``type`` a finer class where it has one.
    """

    start: int
    end: int
    lat: float | None = None
    lon: float | None = None
    kind: str | None = None
    type: str | None = None

    @property
    def point(self) -> tuple[float, float] | None:
        """Latitude and longitude, if known."""
        return None if self.lat is None or self.lon is None else (self.lat, self.lon)


@dataclass(frozen=True, slots=True)
class TimeSpan:
    """A time expression, annotated or predicted."""

    start: int
    end: int
    type: str
    value: str


@dataclass(frozen=True, slots=True)
class GoldDocument:
    """An annotated document."""

    id: str
    text: str
    title: str | None
    source: str | None
    published: str | None
    toponyms: tuple[PlaceSpan, ...]
    timexes: tuple[TimeSpan, ...]
    corpus: str = "?"


def read(path: Path) -> list[GoldDocument]:
    """The annotated documents of a file, or of all ``.jsonl`` files of a folder.

    Raises InputError with file and line where an annotation doesn't fit its text.
    """
    documents = []
    for where, fields in _objects(path):
        try:
            documents.append(_document(fields))
        except (KeyError, TypeError, ValueError) as error:
            raise InputError(f"{where}: not an annotated document ({type(error).__name__}: {error})") from error
    return documents


def predictions(path: Path) -> dict[str, Mapping[str, Any]]:
    """What ``geomap parse`` wrote, by document id. Raises InputError with file and line."""
    found: dict[str, Mapping[str, Any]] = {}
    for where, fields in _objects(path):
        identifier = str(fields.get("id"))
        if identifier in found:
            raise InputError(f"{where}: document {identifier} comes a second time")
        found[identifier] = fields
    return found


def place_spans(record: Mapping[str, Any] | None) -> tuple[PlaceSpan, ...]:
    """The toponyms of a record; none where there is no record."""
    return tuple(_place_span(t) for t in record["toponyms"]) if record else ()


def time_spans(record: Mapping[str, Any] | None) -> tuple[TimeSpan, ...]:
    """The time expressions of a record; none where there is no record."""
    return tuple(_time_span(t) for t in record["timexes"]) if record else ()


def _document(fields: Mapping[str, Any]) -> GoldDocument:
    text = fields["text"]
    for annotated in (*fields.get("toponyms", ()), *fields.get("timexes", ())):
        words = text[annotated["start"] : annotated["end"]]
        if not words or words != annotated.get("surface", words):
            raise ValueError(f"{annotated['start']}-{annotated['end']} is {words!r}, not {annotated.get('surface')!r}")
    return GoldDocument(
        id=str(fields["id"]),
        text=text,
        title=fields.get("title"),
        source=fields.get("source"),
        published=fields.get("published") or fields.get("dct"),
        toponyms=place_spans({"toponyms": fields.get("toponyms", ())}),
        timexes=time_spans({"timexes": fields.get("timexes", ())}),
        corpus=str(fields.get("corpus") or "?"),
    )


def _place_span(fields: Mapping[str, Any]) -> PlaceSpan:
    return PlaceSpan(fields["start"], fields["end"], fields.get("lat"), fields.get("lon"), fields.get("kind"), fields.get("type"))


def _time_span(fields: Mapping[str, Any]) -> TimeSpan:
    return TimeSpan(fields["start"], fields["end"], (fields.get("type") or "").strip(), (fields.get("value") or "").strip())


def _objects(path: Path) -> Iterator[tuple[str, dict[str, Any]]]:
    """Each line's object, with where it stands."""
    for file in _files(path):
        try:
            lines = file.read_bytes().splitlines()
        except OSError as error:
            raise InputError(f"{file}: can't be read ({error.strerror})") from error
        yield from _parsed(file, lines)


def _files(path: Path) -> Sequence[Path]:
    if not path.is_dir():
        return [path]
    files = sorted(path.rglob("*.jsonl"))
    if not files:
        raise InputError(f"{path}: no .jsonl file in this folder")
    return files


def _parsed(file: Path, lines: Iterable[bytes]) -> Iterator[tuple[str, dict[str, Any]]]:
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            fields = json.loads(line)
        except ValueError as error:
            raise InputError(f"{file}, line {number}: not JSON: {error}") from error
        if not isinstance(fields, dict):
            raise InputError(f"{file}, line {number}: not a JSON object")
        yield f"{file}, line {number}", fields
