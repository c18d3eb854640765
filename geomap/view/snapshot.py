"""The events of a store as one columnar file (Parquet) beside it: derived, disposable, remade when the events change."""

from __future__ import annotations

import os
import secrets
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from geomap.model import Document, Event, PlaceMention, Report, Role
from geomap.review import ledger
from geomap.store import Store
from geomap.view.limits import is_point, why_no_point

#: Changes when the columns change: a snapshot of another layout is remade.
LAYOUT = "2"
_VERSION_KEY = b"geomap_version"
_ROWS_AT_ONCE = 5_000

_TEXTS = pa.list_(pa.string())
SCHEMA = pa.schema(
    [
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
    publisher = (document.source or "").strip()
    if publisher:
        return publisher
    stem = Path((document.path or "").strip().replace("\\", "/")).stem
    return stem or document.title.strip() or document.id


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
        write_rows(rows(store), path, version=version)
    return version


def write_rows(found: Iterable[dict[str, Any]], path: Path, *, version: str) -> None:
    """Write rows (keys are the columns of ``SCHEMA``) as the snapshot of a version: to a new file that then takes the place."""
    draft = path.with_name(f"{path.name}.{os.getpid()}.{secrets.token_hex(4)}.tmp")
    schema = SCHEMA.with_metadata({_VERSION_KEY: _stamp(version)})
    try:
        with pq.ParquetWriter(draft, schema, compression="zstd") as writer:
            for batch in _batches(found):
                writer.write_table(pa.Table.from_pylist(batch, schema=schema))
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)


def rows(store: Store) -> Iterator[dict[str, Any]]:
    """The events of a store as rows of the snapshot, in the store's order."""
    reviewed = ledger.fields(store)
    for batch in store.event_batches():
        reports = store.reports_of([event.id for event in batch])
        documents = store.documents_of(_distinct(r.document_id for found in reports.values() for r in found))
        labels = {document.id: source_label(document) for document in documents.values()}
        for event in batch:
            yield _row(event, reports.get(event.id, []), labels) | {"review": _reviewed(event, reviewed)}


def _row(event: Event, reports: Sequence[Report], labels: Mapping[str, str]) -> dict[str, Any]:
    document_ids = _distinct(report.document_id for report in reports)
    when = event.when
    row = {
        "event_id": event.id,
        "title": event.title,
        "event_type": event.event_type,
        "status": event.status.value,
        "background": event.background,
        "description": reports[0].quote if reports else None,
        **_place(event.place),
        **_all_places(event),
        "start": when.earliest if when else None,
        "end": when.latest if when else None,
        "date_precision": when.precision.value if when else None,
        "date_basis": when.basis.value if when else None,
        "date_text": when.text if when else None,
        "actors": _distinct(event.actors),
        "recipients": _distinct(actor.name for report in reports for actor in report.actors if actor.role == "recipient"),
        "sources": _distinct(labels[i] for i in document_ids),
        "document_ids": document_ids,
        "n_documents": event.n_documents,
        "n_origins": event.n_origins,
        "n_disagreements": len(event.disagreements),
        "confidence": event.confidence,
        **_leg("origin", _first(event.places, Role.ORIGIN)),
        **_leg("destination", _first(event.places, Role.DESTINATION)),
    }
    return {name: _valid(value) for name, value in row.items()}


def _place(mention: PlaceMention | None) -> dict[str, Any]:
    place = mention.place if mention else None
    pinned = place if is_point(mention) else None
    return {
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


def _all_places(event: Event) -> dict[str, Any]:
    """Every place where the event happens, sets out or leads to, and their countries: what filters ask for."""
    mentions = [m for m in event.places if m.role is not Role.ABOUT]
    places = {m.place.id: m.place for m in (event.place, *mentions) if m is not None and m.place is not None}
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


def _reviewed(event: Event, reviewed: Mapping[str, Sequence[str]]) -> str | None:
    """What people have decided about an event or looked at in it, as the names of fields."""
    found = _distinct(name for report_id in event.report_ids for name in reviewed.get(report_id, ()))
    return "; ".join(found) or None


def _distinct(values: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(values))


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
