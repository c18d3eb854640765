"""The events of a store as one columnar file (Parquet) beside it: derived, disposable, remade when the events change."""

from __future__ import annotations

import json
import os
import secrets
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from datetime import date
from functools import lru_cache
from itertools import islice
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from geomap.errors import StoreError
from geomap.model import Document, GeoPrecision, Place, PlaceMention, Role
from geomap.review import ledger
from geomap.store import Store
from geomap.view import deriving, mending
from geomap.view.columns import Columns
from geomap.view.limits import is_point, limits, why_no_point

#: Changes when the columns change: a snapshot of another layout is remade.
LAYOUT = "3"
_VERSION_KEY = b"geomap_version"
_ROWS_AT_ONCE = 5_000

_TEXTS = pa.list_(pa.string())
SCHEMA = pa.schema(
    [
        ("spot", pa.int32()),
        ("event_id", pa.string()),
        ("title", pa.string()),
        ("event_type", pa.string()),
        ("status", pa.string()),
        ("background", pa.bool_()),
        ("description", pa.string()),
        ("place", pa.string()),
        ("place_id", pa.string()),
        ("lat", pa.float64()),
        ("lon", pa.float64()),
        ("area_lat", pa.float64()),
        ("area_lon", pa.float64()),
        ("country_code", pa.string()),
        ("place_ids", _TEXTS),
        ("place_names", _TEXTS),
        ("country_codes", _TEXTS),
        ("admin1", pa.string()),
        ("feature", pa.string()),
        ("geo_precision", pa.string()),
        ("geo_uncertainty_km", pa.float64()),
        ("unplaced_reason", pa.string()),
        ("start", pa.date32()),
        ("end", pa.date32()),
        ("date_precision", pa.string()),
        ("date_basis", pa.string()),
        ("date_text", pa.string()),
        ("actors", _TEXTS),
        ("recipients", _TEXTS),
        ("sources", _TEXTS),
        ("source_days", pa.list_(pa.date32())),
        ("document_ids", _TEXTS),
        ("n_documents", pa.int32()),
        ("n_origins", pa.int32()),
        ("n_disagreements", pa.int32()),
        ("confidence", pa.float64()),
        ("review", pa.string()),
        ("origin_id", pa.string()),
        ("origin_name", pa.string()),
        ("origin_lat", pa.float64()),
        ("origin_lon", pa.float64()),
        ("destination_id", pa.string()),
        ("destination_name", pa.string()),
        ("destination_lat", pa.float64()),
        ("destination_lon", pa.float64()),
    ]
)


def source_label(document: Document) -> str:
    """What to call the source of a document: its publisher; without one the name of its file, else its title, else its id."""
    return label_of(document.source, document.path, document.title, document.id)


@lru_cache(4096)
def label_of(source: str | None, path: str | None, title: str, document_id: str) -> str:
    """The same from the columns of a document."""
    publisher = (source or "").strip()
    if publisher:
        return publisher
    stem = Path((path or "").strip().replace("\\", "/")).stem
    return stem or title.strip() or document_id


def path_beside(store: Path) -> Path:
    """Where the snapshot of a store lies: ``geomap.db`` has ``geomap.db.events.parquet``."""
    return store.with_name(store.name + ".events.parquet")


def is_current(path: Path, version: str) -> bool:
    """Whether the snapshot at ``path`` can be read and holds the events of this version."""
    try:
        metadata = pq.read_schema(path).metadata or {}
    except (OSError, pa.ArrowException):
        return False
    return bool(metadata.get(_VERSION_KEY) == _stamp(version))


def write(store: Store, path: Path) -> str:
    """Write the snapshot of a store's events to ``path``, all or nothing; returns the version of the events it holds.

    Raises OSError where the folder can't be written.
    """
    with store.reading():
        version = store.events_version
        if not _mend(store, path, version):
            write_rows(rows(store), path, version=version)
    return version


def _mend(store: Store, path: Path, version: str) -> bool:
    """Put right the snapshot at ``path`` where only a few events are others since it was made; whether that was so."""
    try:
        file = pq.ParquetFile(path)
        layout, _, before = (file.schema_arrow.metadata or {}).get(_VERSION_KEY, b"").decode().partition(":")
        changed = store.changed_events(before) if layout == LAYOUT else None
        if changed is None:
            return False
        marks = ledger.fields(store)
        touched = changed | mending.reviewed(file) | {event.id for event in store.events_of(marks)}
        if len(touched) > limits().events_prepared:
            return False
        coming = _table([{"spot": None} | row for row in rows(store, touched)], SCHEMA)
        _written(mending.mended(file, touched, coming), path, version=version)
    except (OSError, pa.ArrowException) as error:
        if isinstance(error, StoreError):
            raise
        return False  # damaged, or not there
    return True


def prepare(store: Store, events: int) -> None:
    """Write the snapshot ahead where a store has so many events that the first view would be kept waiting for it.

    Where the store's folder can't take it, nothing is written: a view then makes its own.
    """
    path = path_beside(store.path)
    if events < limits().events_prepared:
        return
    with suppress(PermissionError):
        version = store.events_version
        if not is_current(path, version):
            version = write(store, path)
        columns_of(pq.ParquetFile(path), path, version=version)


def columns_of(file: pq.ParquetFile, path: Path, *, version: str) -> Columns:
    """The columns of the snapshot ``file``, which was read from ``path``.

    Where there are many events they lie in a file beside it; one that is missing, old or damaged is made again.
    """
    if file.metadata.num_rows < limits().events_prepared:
        return deriving.derived(file)
    beside = path.with_suffix(".columns")
    found = Columns.load(beside, version=version)
    if found is None:
        found = deriving.derived(file)
        with suppress(OSError):  # they are in memory as well
            found.save(beside, version=version)
            found = Columns.load(beside, version=version) or found
    return found


def write_rows(found: Iterable[dict[str, Any]], path: Path, *, version: str) -> None:
    """Write rows (keys are the columns of ``SCHEMA``) as the snapshot of a version: to a new file that then takes the place.

    They stay in the order in which they come: the order in which events are shown. ``spot`` is numbered here.
    """
    spots: dict[tuple[Any, ...], int] = {}
    schema = SCHEMA.with_metadata({_VERSION_KEY: _stamp(version)})

    def tables() -> Iterator[pa.Table]:
        for batch in _batches(found):
            for row in batch:
                row["spot"] = spots.setdefault((row["place_id"], row["lat"], row["lon"], row["geo_precision"]), len(spots) + 1)
            yield _table(batch, schema)

    _written(tables(), path, version=version)


def _written(tables: Iterable[pa.Table], path: Path, *, version: str) -> None:
    """Write the tables to a new file that then takes the place of the one at ``path``."""
    draft = path.with_name(f"{path.name}.{os.getpid()}.{secrets.token_hex(4)}.tmp")
    schema = SCHEMA.with_metadata({_VERSION_KEY: _stamp(version)})
    try:
        with pq.ParquetWriter(draft, schema, compression="zstd") as writer:
            for table in tables:
                writer.write_table(table.cast(schema))
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)


def rows(store: Store, event_ids: Iterable[str] | None = None) -> Iterator[dict[str, Any]]:
    """The events of a store, or these of them, as rows of the snapshot, by start (undated last), then id.

    Made from the stored columns: to make every event and report whole first took four times as long.
    """
    reviewed = ledger.fields(store)
    for batch in store.event_rows(event_ids):
        evidence = store.evidence_rows([row["id"] for row in batch])
        for row in batch:
            yield _row(row, evidence.get(row["id"], []), reviewed)


def _row(row: Any, reports: Sequence[Any], reviewed: Mapping[str, Sequence[str]]) -> dict[str, Any]:
    document_ids = _distinct(report["document_id"] for report in reports)
    places = [_mention(found) for found in _json(row["places"])]
    place = _mention(_json(row["place"])) if row["place"] is not None else None
    return {
        "event_id": row["id"],
        "title": _text(row["title"]),
        "event_type": row["event_type"],
        "status": row["status"],
        "background": bool(row["background"]),
        "description": _text(reports[0]["quote"]) if reports else None,
        **_place(place),
        **_all_places(place, places),
        "start": _date(row["start"]),
        "end": _date(row["end"]),
        "date_precision": row["date_precision"],
        "date_basis": row["date_basis"],
        "date_text": _text(row["date_text"]),
        "actors": _distinct(_json(row["actors"])),
        "recipients": _distinct(
            actor["name"] for report in reports for actor in _json(report["actors"]) if actor["role"] == "recipient"
        ),
        **_sources(reports),
        "document_ids": document_ids,
        "n_documents": row["n_documents"],
        "n_origins": row["n_origins"],
        "n_disagreements": row["n_disagreements"],
        "confidence": row["confidence"],
        "review": "; ".join(_distinct(name for r in reports for name in reviewed.get(r["report_id"], ()))) or None,
        **_leg("origin", _first(places, Role.ORIGIN)),
        **_leg("destination", _first(places, Role.DESTINATION)),
    }


def _sources(reports: Sequence[Any]) -> dict[str, Any]:
    """Who tells of an event, and the first day on which each published that; None where no day is known."""
    days: dict[str, date | None] = {}
    for report in reports:
        label = label_of(_text(report["source"]), _text(report["path"]), _text(report["document_title"]), report["document_id"])
        known, day = days.get(label), _date(report["published"])
        days[label] = min((d for d in (known, day) if d is not None), default=None)
    return {"sources": list(days), "source_days": list(days.values())}


def _text(value: Any) -> Any:
    """A stored string; one that is no valid UTF-8 is stored as bytes, and shows a question mark for what is broken."""
    return value.decode("utf-8", "surrogatepass") if isinstance(value, bytes) else value


def _json(value: Any) -> Any:
    return json.loads(_text(value))


def _date(value: str | None) -> date | None:
    return None if value is None else date.fromisoformat(value)


def _mention(found: Mapping[str, Any]) -> PlaceMention:
    place = found.get("place")
    return PlaceMention(
        found["name"],
        Role(found["role"]),
        None if place is None else Place(**place),
        GeoPrecision(found["geo_precision"]),
        found.get("geo_uncertainty_km"),
        None,
    )


def _place(mention: PlaceMention | None) -> dict[str, Any]:
    place = mention.place if mention else None
    pinned = place if is_point(mention) else None
    area = None if pinned else place
    return {
        "area_lat": area.lat if area else None,
        "area_lon": area.lon if area else None,
        "place": mention.name if mention and place is None else place.name if place else None,
        "place_id": place.id if place else None,
        "lat": pinned.lat if pinned else None,
        "lon": pinned.lon if pinned else None,
        "country_code": place.country if place else None,
        "admin1": place.admin1 if place else None,
        "feature": place.feature if place else None,
        "geo_precision": mention.geo_precision.value if mention else "none",
        "geo_uncertainty_km": mention.geo_uncertainty_km if mention else None,
        "unplaced_reason": why_no_point(mention),
    }


def _all_places(pin: PlaceMention | None, mentions: Sequence[PlaceMention]) -> dict[str, Any]:
    """Every place where the event happens, sets out or leads to, and their countries: what filters ask for."""
    meant = [m for m in mentions if m.role is not Role.ABOUT]
    places = {m.place.id: m.place for m in (pin, *meant) if m is not None and m.place is not None}
    return {
        "place_ids": list(places),
        "place_names": [place.name for place in places.values()],
        "country_codes": _distinct(place.country for place in places.values() if place.country),
    }


def _first(mentions: Iterable[PlaceMention], role: Role) -> PlaceMention | None:
    return next((m for m in mentions if m.role is role and is_point(m)), None)


def _leg(end: str, mention: PlaceMention | None) -> dict[str, Any]:
    place = mention.place if mention else None
    return {
        f"{end}_id": place.id if place else None,
        f"{end}_name": place.name if place else None,
        f"{end}_lat": place.lat if place else None,
        f"{end}_lon": place.lon if place else None,
    }


def _distinct(values: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(values))


def _table(batch: list[dict[str, Any]], schema: pa.Schema) -> pa.Table:
    try:
        return pa.Table.from_pylist(batch, schema=schema)
    except UnicodeEncodeError:  # rare enough to look at every string only now
        return pa.Table.from_pylist([{name: _valid(value) for name, value in row.items()} for row in batch], schema=schema)


def _valid(value: Any) -> Any:
    """Text that can be UTF-8: a lone surrogate of a broken text shows as a question mark."""
    if isinstance(value, str):
        return value.encode("utf-8", "replace").decode("utf-8")
    return [_valid(item) for item in value] if isinstance(value, list) else value


def _batches(found: Iterable[dict[str, Any]]) -> Iterator[list[dict[str, Any]]]:
    pending = iter(found)
    while batch := list(islice(pending, _ROWS_AT_ONCE)):
        yield batch


def _stamp(version: str) -> bytes:
    return f"{LAYOUT}:{version}".encode()
