"""A map in one file of HTML that opens with no network and no server: slider, filters, quotes and base map inside it.

It is drawn by the dashboard's own scripts, so that a symbol means the same in both. The data is one JSON block; every word of an
article is set as text. The page's policy forbids it to load or to send anything.
"""

from __future__ import annotations

import html
import json
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from xstatic.pkg import leaflet

import geomap
from geomap import lexicon, typology
from geomap.export import markers
from geomap.export.record import Record, records
from geomap.model import Document, GeoPrecision, Report
from geomap.view import Filters, View, source_label

_POINTS = frozenset({GeoPrecision.SITE, GeoPrecision.CITY, GeoPrecision.NEAR, GeoPrecision.DISTRICT})
_WORDS = "export/brief.toml"
_OWN = files("geomap").joinpath("export", "assets")
_DASHBOARD = files("geomap").joinpath("dashboard", "assets")
#: In the order in which the dashboard loads them; the last one makes a page of them.
_SCRIPTS = ("base.js", "symbols.js", "events.js", "gestures.js")
_POLICY = (
    "default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'; img-src data:; connect-src blob:; "
    "base-uri 'none'; form-action 'none'"
)


def page(view: View, filters: Filters) -> bytes:
    """The events that the filters let through as a page, in UTF-8; the same events give the same bytes."""
    events = [_event(view, record) for record in records(view, filters)]
    data = {
        "events": events,
        "types": {name: [_label(name), markers.colour(name)] for name in sorted({event["type"] for event in events})},
        "statuses": lexicon.table(_WORDS)["status"],
        "mixed": markers.MIXED,
        "made": f"geomap {geomap.__version__}",
        "conditions": filters.as_dict(),
    }
    n = len(events)
    parts = {
        "TITLE": html.escape(f"{n:,} event{'' if n == 1 else 's'} · geomap"),
        "POLICY": html.escape(_POLICY),
        "STYLES": "\n".join([_leaflet("leaflet.css"), _text(_DASHBOARD / "geomap.css"), _text(_OWN / "webmap.css")]),
        "WORLD": _text(_DASHBOARD / "basemap.json").replace("<", "\\u003c"),
        "DATA": json.dumps(data, ensure_ascii=False, allow_nan=False, separators=(",", ":")).replace("<", "\\u003c"),
        "SCRIPTS": "\n".join(
            f"<script>{text}</script>"
            for text in (_leaflet("leaflet.js"), *(_text(_DASHBOARD / name) for name in _SCRIPTS), _text(_OWN / "webmap.js"))
        ),
    }
    return _filled(_text(_OWN / "webmap.html"), parts).encode("utf-8", "replace")


def _filled(template: str, parts: dict[str, str]) -> str:
    """The template with each ``%NAME%`` replaced once, left to right, so that nothing in a part is taken for a name."""
    out = []
    for name, text in parts.items():
        before, template = template.split(f"%{name}%", 1)
        out += [before, text]
    return "".join([*out, template])


def _event(view: View, record: Record) -> dict[str, Any]:
    row = record.row
    return {
        "id": row["event_id"],
        "title": row["title"],
        "type": row["event_type"],
        "status": row["status"],
        "background": row["background"],
        "start": row["start"].isoformat() if row["start"] else None,
        "end": row["end"].isoformat() if row["end"] else None,
        "dated": row["date_text"],
        "basis": row["date_basis"],
        "actors": row["actors"],
        "place": _place(view, row),
        "reason": row["unplaced_reason"],
        "confidence": round(row["confidence"], 2),
        "documents": row["n_documents"],
        "origins": row["n_origins"],
        "differ": bool(row["n_disagreements"]),
        "quotes": [_quote(report, document) for report, document in record.evidence],
    }


def _place(view: View, row: dict[str, Any]) -> list[Any] | None:
    """Id, latitude, longitude, kind as the dashboard's layer has it, uncertainty in km, country, name, precision in words."""
    if row["geo_precision"] in (None, GeoPrecision.NONE) or row["place_id"] is None:
        return None
    precision = GeoPrecision(row["geo_precision"])
    lat, lon = row["lat"], row["lon"]
    if lat is None:
        mention = view.store.event(row["event_id"]).place
        if mention is None or mention.place is None:
            return None
        lat, lon = mention.place.lat, mention.place.lon
    kind = "point" if precision in _POINTS else "country" if precision is GeoPrecision.COUNTRY else "area"
    km = row["geo_uncertainty_km"]
    words = lexicon.table(_WORDS)["precision"][precision.value]
    if km and km >= 1 and kind != "country":
        words += f", within about {km:,.0f} km"
    return [row["place_id"], round(lat, 5), round(lon, 5), kind, km, row["country_code"], row["place"], words]


def _quote(report: Report, document: Document) -> list[Any]:
    """Source, title, address or None, day of publication or None, the words, and who says it or None."""
    url = document.url if document.url and urlsplit(document.url).scheme in ("http", "https") else None
    published = document.published.isoformat() if document.published else None
    return [source_label(document), document.title, url, published, report.quote, report.attributed_to]


def _label(name: str) -> str:
    types = typology.table()
    return str(types[name]["label"]) if name in types else name


def _text(file: Traversable) -> str:
    return file.read_text(encoding="utf-8")


def _leaflet(name: str) -> str:
    return (Path(leaflet.BASE_DIR) / name).read_text(encoding="utf-8")
