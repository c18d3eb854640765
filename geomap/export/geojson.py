"""GeoJSON (RFC 7946): one feature a placed event, properties that QGIS, GDAL, kepler.gl and geojson.io read as they are.

A place that is known as a spot is a point. Of an event of which only a country or another wide area is known, no point would
be true: its geometry is null, as the standard has it for what has no location, and its properties say what is known.

``start`` and ``end`` are full UTC datetimes because kepler.gl plays only those, come before every other date because QGIS
takes the first, and are null where unknown because one empty text makes GDAL read the column as text. ``reports`` is nested
and comes last. The top-level ``id`` is repeated as ``event_id``: programs that make a table of the properties lose it.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date
from typing import Any

import geomap
from geomap.export import markers
from geomap.export.record import Record, records, report_values
from geomap.model import GeoPrecision
from geomap.view import Filters, View

NAME = "geomap_events"
SCHEMA_VERSION = 1


def geojson(view: View, filters: Filters) -> bytes:
    """The placed events that the filters let through, as UTF-8.

    ``n_without_point`` counts the features whose geometry is null, ``n_unplaced`` the events that name no place and are left
    out. The same events and filters give the same bytes: a line for each member and each feature.
    """
    features: list[str] = []
    points: list[list[float]] = []
    n_events = 0
    for record in records(view, filters, related=True):
        n_events += 1
        if record.row["geo_precision"] is None or record.row["geo_precision"] == GeoPrecision.NONE:
            continue
        item = feature(record)
        features.append(_json(item))
        if item["geometry"] is not None:
            points.append(item["geometry"]["coordinates"])
    members: dict[str, Any] = {"type": "FeatureCollection", "name": NAME}
    if points:
        members["bbox"] = _bbox(points)
    members |= {
        "generator": f"geomap {geomap.__version__}",
        "schema_version": SCHEMA_VERSION,
        "filters": filters.as_dict(),
        "n_events": n_events,
        "n_without_point": len(features) - len(points),
        "n_unplaced": n_events - len(features),
    }
    head = "".join(f"{_json(name)}: {_json(value)},\n" for name, value in members.items())
    body = ",\n".join(features)
    return f'{{\n{head}"features": [\n{body}\n]\n}}\n'.encode("utf-8", "replace")


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
        "relations": " | ".join(f"{r.words}: {r.other.title} ({r.other.id})" for r in record.related) or None,
        "reports": [report_values(report, document) for report, document in record.evidence],
    }
    point = None
    if row["lat"] is not None:
        point = {"type": "Point", "coordinates": [round(row["lon"], 6), round(row["lat"], 6)]}
    return {"type": "Feature", "id": row["event_id"], "geometry": point, "properties": properties}


def _datetime(day: date | None, time: str) -> str | None:
    return f"{day.isoformat()}T{time}Z" if day is not None else None


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, allow_nan=False)


def _bbox(points: Sequence[list[float]]) -> list[float]:
    lons, lats = zip(*points, strict=True)
    return [min(lons), min(lats), max(lons), max(lats)]
