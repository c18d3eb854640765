"""GeoParquet 1.1: one row an event, typed columns and a geometry, for GeoPandas, QGIS, DuckDB and GDAL.

The geometry is a point in WKB (longitude, latitude in WGS 84), null where no point would be true. Lists stay lists, days stay
days, and ``reports`` is a list of structures: nothing has to be parsed out of a text. The columns have the names of the
GeoJSON's properties, and all events are there, unplaced ones included.
"""

from __future__ import annotations

import io
import json
import struct
from itertools import islice
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

import geomap
from geomap.export.record import SHARED, Record, records, report_values
from geomap.view import Filters, View

GEOMETRY = "geometry"
_ROWS_AT_ONCE = 5_000
_TEXTS = pa.list_(pa.string())
_REPORT = pa.struct(
    [
        ("report_id", pa.string()),
        ("doc", pa.string()),
        ("sha256", pa.string()),
        ("source", pa.string()),
        ("document_title", pa.string()),
        ("published", pa.string()),
        ("url", pa.string()),
        ("start", pa.int64()),
        ("end", pa.int64()),
        ("quote", pa.string()),
        ("status", pa.string()),
        ("attributed_to", pa.string()),
        ("method", pa.string()),
    ]
)
_NOT_TEXT = {
    "background": pa.bool_(),
    "actors": _TEXTS,
    "recipients": _TEXTS,
    "sources": _TEXTS,
    "geo_uncertainty_km": pa.float64(),
    "confidence": pa.float64(),
    "n_documents": pa.int32(),
    "n_origins": pa.int32(),
    "n_disagreements": pa.int32(),
}
SCHEMA = pa.schema(
    [
        ("event_id", pa.string()),
        ("title", pa.string()),
        ("description", pa.string()),
        ("start", pa.date32()),
        ("end", pa.date32()),
        *((name, _NOT_TEXT.get(name, pa.string())) for name in SHARED),
        ("unplaced_reason", pa.string()),
        ("reports", pa.list_(_REPORT)),
        (GEOMETRY, pa.binary()),
    ]
)


def geoparquet(view: View, filters: Filters) -> bytes:
    """The events that the filters let through, by start, then id; the same events give the same bytes."""
    found = records(view, filters)
    out = io.BytesIO()
    points: list[tuple[float, float]] = []
    with pq.ParquetWriter(out, SCHEMA, compression="zstd") as writer:
        while batch := [_row(record) for record in islice(found, _ROWS_AT_ONCE)]:
            points += [row[GEOMETRY] for row in batch if row[GEOMETRY]]
            rows = [row | {GEOMETRY: _wkb(*row[GEOMETRY]) if row[GEOMETRY] else None} for row in batch]
            writer.write_table(pa.Table.from_pylist(rows, schema=SCHEMA))
        writer.add_key_value_metadata({"geo": json.dumps(_metadata(points)), "geomap": _origin(filters)})
    return out.getvalue()


def _row(record: Record) -> dict[str, Any]:
    """The values of ``SCHEMA``, the geometry still as (longitude, latitude) or None."""
    row = record.row
    values: dict[str, Any] = {name: row[name] for name in SCHEMA.names if name in row}
    values["reports"] = [report_values(report, document) for report, document in record.evidence]
    values[GEOMETRY] = None if row["lat"] is None else (round(row["lon"], 6), round(row["lat"], 6))
    return {name: _valid(value) for name, value in values.items()}


def _valid(value: Any) -> Any:
    """Text that UTF-8 can hold: a lone surrogate becomes a question mark."""
    if isinstance(value, str):
        return value.encode("utf-8", "replace").decode()
    if isinstance(value, list):
        return [_valid(each) for each in value]
    if isinstance(value, dict):
        return {name: _valid(each) for name, each in value.items()}
    return value


def _wkb(lon: float, lat: float) -> bytes:
    """A point as well-known binary: little-endian (1), type 1, two doubles (OGC 06-103r4, section 8.2)."""
    return struct.pack("<BIdd", 1, 1, lon, lat)


def _metadata(points: list[tuple[float, float]]) -> dict[str, Any]:
    """What GeoParquet 1.1.0 asks of the file's ``geo`` key; without ``crs`` the reference system is WGS 84 (OGC:CRS84)."""
    column: dict[str, Any] = {"encoding": "WKB", "geometry_types": ["Point"] if points else []}
    if points:
        lons, lats = zip(*points, strict=True)
        column["bbox"] = [min(lons), min(lats), max(lons), max(lats)]
    return {"version": "1.1.0", "primary_column": GEOMETRY, "columns": {GEOMETRY: column}}


def _origin(filters: Filters) -> str:
    return json.dumps({"generator": f"geomap {geomap.__version__}", "filters": filters.as_dict()}, ensure_ascii=False)
