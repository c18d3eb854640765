"""KML 2.2: one placemark an event, with its time span, for Google Earth, QGIS and GDAL.

A balloon shows HTML, whatever the file says, so its text is escaped twice: once as HTML and once as XML. Events of which only
a country or another wide area is known, and those without a place, are placemarks without a geometry, in folders of their own.
The file names no icon: one would be fetched from a server when it is opened; the program's own is coloured instead.
"""

from __future__ import annotations

import html
from collections.abc import Iterator
from xml.etree import ElementTree as ET

from geomap.export import markers
from geomap.export.record import SHARED, Record, records
from geomap.model import GeoPrecision, Status
from geomap.view import Filters, View

_NAMESPACE = "http://www.opengis.net/kml/2.2"
_NUMBERS = {
    "geo_uncertainty_km": "double",
    "confidence": "double",
    "n_documents": "int",
    "n_origins": "int",
    "n_disagreements": "int",
}
#: Every value of a placemark by name and KML type, in the order in which programs show them as columns.
FIELDS = {
    "event_id": "string",
    **{name: _NUMBERS.get(name, "bool" if name == "background" else "string") for name in SHARED},
    "quotes": "string",
    "urls": "string",
}
#: Folder names by what is known of the place, in the order in which they stand.
_FOLDERS = ("Events at a place", "Events in a country or a wide area", "Events without a place")


def kml(view: View, filters: Filters) -> bytes:
    """The events that the filters let through, as UTF-8; the same events give the same bytes."""
    root = ET.Element("kml", xmlns=_NAMESPACE)
    document = ET.SubElement(root, "Document")
    _text(document, "name", "geomap_events")
    found = list(records(view, filters))
    for name in sorted({record.row["event_type"] for record in found}):
        _style(document, name)
    schema = ET.SubElement(document, "Schema", name="event", id="event")
    for name, kind in FIELDS.items():
        ET.SubElement(schema, "SimpleField", name=name, type=kind)
    folders: dict[str, ET.Element] = {}
    for title in _FOLDERS:
        members = [record for record in found if _folder(record) == title]
        if members:
            folders[title] = ET.SubElement(document, "Folder")
            _text(folders[title], "name", title)
            for record in members:
                folders[title].append(placemark(record))
    ET.indent(root, " ")
    return b'<?xml version="1.0" encoding="UTF-8"?>\n' + ET.tostring(root, encoding="unicode").encode() + b"\n"


def placemark(record: Record) -> ET.Element:
    """One event: name, balloon, time, style, values, and its point where the place is known as a spot."""
    row = record.row
    element = ET.Element("Placemark", id=row["event_id"])
    _text(element, "name", _name(record))
    _text(element, "description", _balloon(record))
    if row["start"] or row["end"]:
        span = ET.SubElement(element, "TimeSpan")
        for tag, day in (("begin", row["start"]), ("end", row["end"])):
            if day:
                _text(span, tag, day.isoformat())
    _text(element, "styleUrl", f"#type-{row['event_type']}")
    values = ET.SubElement(ET.SubElement(element, "ExtendedData"), "SchemaData", schemaUrl="#event")
    for name, value in _values(record).items():
        if value is not None:
            _text(values, "SimpleData", ("true" if value else "false") if isinstance(value, bool) else str(value)).set(
                "name", name
            )
    if row["lat"] is not None:
        _text(ET.SubElement(element, "Point"), "coordinates", f"{round(row['lon'], 6)},{round(row['lat'], 6)}")
    return element


def _name(record: Record) -> str:
    """The title; with the status where the event has not happened, as one pin looks like another."""
    title, status = str(record.row["title"]), Status(record.row["status"])
    return title if status in (Status.OCCURRED, Status.ONGOING) else f"{title} ({status.value})"


def _values(record: Record) -> dict[str, object]:
    row = record.row
    values = record.shared() | {
        "event_id": row["event_id"],
        "quotes": " | ".join(dict.fromkeys(report.quote for report, _ in record.evidence)) or None,
        "urls": " ".join(record.urls()) or None,
    }
    return {name: values[name] for name in FIELDS}


def _folder(record: Record) -> str:
    if record.row["lat"] is not None:
        return _FOLDERS[0]
    named = record.row["geo_precision"] not in (None, GeoPrecision.NONE)
    return _FOLDERS[1 if named else 2]


def _balloon(record: Record) -> str:
    """What opens on a click: the status, and each source with its words; HTML made of escaped text."""
    return "".join(f"<p>{line}</p>" for line in _lines(record))


def _lines(record: Record) -> Iterator[str]:
    row = record.row
    known = [row["status"], row["date_text"], row["place"]]
    yield html.escape(" · ".join(str(word) for word in known if word))
    for source, quote in record.quotes():
        yield f"{html.escape(source)}: “{html.escape(quote)}”"


def _style(document: ET.Element, event_type: str) -> None:
    style = ET.SubElement(document, "Style", id=f"type-{event_type}")
    icon = ET.SubElement(style, "IconStyle")
    red, green, blue = (markers.colour(event_type)[i : i + 2] for i in (1, 3, 5))
    _text(icon, "color", f"ff{blue}{green}{red}".lower())


def _text(parent: ET.Element, tag: str, text: str) -> ET.Element:
    element = ET.SubElement(parent, tag)
    element.text = "".join(character if _allowed(character) else "\ufffd" for character in text)
    return element


def _allowed(character: str) -> bool:
    """Whether XML 1.0 can hold a character (its production 2): no control characters, no lone surrogates."""
    code = ord(character)
    return character in "\t\n\r" or 0x20 <= code < 0xD800 or 0xE000 <= code < 0xFFFE or code > 0xFFFF
