"""GeoJSON (RFC 7946): one point a placed event, properties that QGIS, GDAL, kepler.gl and geojson.io read as they are.

``start`` and ``end`` are full UTC datetimes because kepler.gl plays only those, come before every other date because QGIS
takes the first, and are null where unknown because one empty text makes GDAL read the column as text. ``reports`` is nested
and comes last. The top-level ``id`` is repeated as ``event_id``: programs that make a table of the properties lose it.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import date
from typing import Any

from geomap.export import markers
from geomap.export.record import Record, records, report_values
from geomap.view import Filters, View

NAME = "geomap_events"
SCHEMA_VERSION = 1


def geojson(view: View, filters: Filters) -> bytes:
    """The placed events that the filters let through, as UTF-8; ``n_unplaced`` counts those that have no point.

    The same events and filters give the same bytes.
    """
    found = list(records(view, filters))
    placed = [feature(record) for record in found if record.row["lat"] is not None]
    collection: dict[str, Any] = {"type": "FeatureCollection", "name": NAME}
    if placed:
        collection["bbox"] = _bbox(item["geometry"]["coordinates"] for item in placed)
    collection |= {
        "generator": "geomap",
        "schema_version": SCHEMA_VERSION,
        "filters": filters.as_dict(),
        "n_events": len(found),
        "n_unplaced": len(found) - len(placed),
        "features": placed,
    }
    text = json.dumps(collection, ensure_ascii=False, allow_nan=False, indent=1)
    return text.encode("utf-8", "replace") + b"\n"


def feature(record: Record) -> dict[str, Any]:
    """One placed event as a GeoJSON feature."""
    row = record.row
    shared = record.shared()
    dates = {name: shared.pop(name) for name in ("date_precision", "date_text", "date_basis")}
    properties = {
        "title": row["title"],
        "description": row["description"],
        "start": _datetime(row["start"], "00:00:00"),
        "end": _datetime(row["end"], "23:59:59"),
        **dates,
        "event_id": row["event_id"],
        **shared,
        "marker-color": markers.colour(row["event_type"]),
        "marker-size": markers.size(row["n_documents"]),
        "reports": [report_values(report, document) for report, document in record.evidence],
    }
    point = {"type": "Point", "coordinates": [round(row["lon"], 6), round(row["lat"], 6)]}
    return {"type": "Feature", "id": row["event_id"], "geometry": point, "properties": properties}


def _datetime(day: date | None, time: str) -> str | None:
    return f"{day.isoformat()}T{time}Z" if day is not None else None


def _bbox(points: Iterable[list[float]]) -> list[float]:
    lons, lats = zip(*points, strict=True)
    return [min(lons), min(lats), max(lons), max(lats)]
