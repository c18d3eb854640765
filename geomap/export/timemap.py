"""TimeMap (Forensic Architecture): the three files its map reads, in one zip: events, sources and associations.

TimeMap wants every value as text, days as ``MM/DD/YYYY`` with a time beside them, and each source of an event among the sources.
It shows only what has a day; what has none is written all the same, so that the files hold everything with a place. An event of
which only a country or a wide area is known has no position, which its schema allows where there is a day. ``associations``
are the filters of its side bar: status and type.
"""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Iterable, Mapping
from typing import Any
from urllib.parse import urlsplit

from geomap.export import markers
from geomap.export.record import Record, records
from geomap.model import Document
from geomap.view import Filters, View, source_label

#: The first day that a zip can hold: with it the same events give the same bytes.
_EPOCH = (1980, 1, 1, 0, 0, 0)


def timemap(view: View, filters: Filters) -> bytes:
    """The events that have a day or a position, as a zip of ``events.json``, ``sources.json`` and ``associations.json``.

    ``left_out.json`` lists the events that TimeMap could show neither on its map nor on its timeline.
    """
    events: list[dict[str, Any]] = []
    left_out: list[dict[str, str]] = []
    sources: dict[str, dict[str, Any]] = {}
    kinds: dict[tuple[str, str], None] = {}
    for record in records(view, filters):
        row = record.row
        if row["start"] is None and row["lat"] is None:
            left_out.append({"id": row["event_id"], "description": row["title"], "reason": "no day and no position"})
            continue
        events.append(_event(record))
        sources |= {_source_id(document): _source(document) for _, document in record.evidence}
        kinds |= {("Status", row["status"]): None, ("Type", row["event_type"]): None}
    return _zip(
        {
            "events.json": events,
            "sources.json": sources,
            "associations.json": _associations(kinds),
            "left_out.json": left_out,
        }
    )


def _event(record: Record) -> dict[str, Any]:
    row = record.row
    first, last = row["start"], row["end"]
    several = first and last and first != last
    event = {
        "id": row["event_id"],
        "description": row["title"],
        "date": f"{first:%m/%d}/{first.year:04}" if first else "",
        "time": "00:00" if first else "",
        "time_precision": row["date_precision"] or "unknown",
        "time_display": row["date_text"] or (f"{first} to {last}" if several else str(first or "")),
        "location": row["place"] or "",
        "category": row["event_type"],
        "colour": markers.colour(row["event_type"]),
        "associations": [_association_id("Status", row["status"]), _association_id("Type", row["event_type"])],
        "sources": list(dict.fromkeys(_source_id(document) for _, document in record.evidence)),
        "comments": "\n".join(f"{source}: “{quote}”" for source, quote in record.quotes()),
    }
    if row["lat"] is not None:
        event |= {"latitude": str(round(row["lat"], 6)), "longitude": str(round(row["lon"], 6))}
    return event


def _source(document: Document) -> dict[str, Any]:
    source = {
        "id": _source_id(document),
        "title": f"{source_label(document)}: {document.title}",
        "paths": [],
        "type": "Article",
        "description": "",
        "date": document.published.isoformat() if document.published else "",
    }
    # TimeMap makes a link of it: nothing but an address of the web may become one.
    if document.url and urlsplit(document.url).scheme in ("http", "https"):
        source["url"] = document.url
    return source


def _source_id(document: Document) -> str:
    return f"doc-{document.id}"


def _association_id(family: str, word: str) -> str:
    return f"{family.lower()}-{word}"


def _associations(kinds: Iterable[tuple[str, str]]) -> list[dict[str, str]]:
    return [
        {
            "id": _association_id(family, word),
            "title": word,
            "desc": "",
            "mode": "FILTER",
            "filter_path0": family,
            "filter_path1": word,
        }
        for family, word in sorted(kinds)
    ]


def _zip(files: Mapping[str, Any]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            text = json.dumps(content, ensure_ascii=False, indent=1, allow_nan=False)
            archive.writestr(zipfile.ZipInfo(name, _EPOCH), text.encode("utf-8", "replace"), zipfile.ZIP_DEFLATED)
    return out.getvalue()
