"""KML: read by GDAL as it is meant, times included, and nothing in it runs or is fetched."""

from __future__ import annotations

import html
from xml.etree import ElementTree as ET

import pyogrio
import pytest
from hostile_store import make_hostile_store
from view_corpus import make_store

from geomap.export import export
from geomap.export.kml import FIELDS
from geomap.view import Filters

KML = "{http://www.opengis.net/kml/2.2}"
PLACED, WIDE, UNPLACED = ("Events at a place", "Events in a country or a wide area", "Events without a place")


@pytest.fixture(scope="module")
def path(tmp_path_factory):
    folder = tmp_path_factory.mktemp("k")
    file = folder / "events.kml"
    file.write_bytes(export(make_store(folder / "geomap.db"), Filters(), "kml"))
    return file


def test_gdal_reads_every_event_with_its_time_and_values(path):
    assert [name for name, _ in pyogrio.list_layers(path)] == [PLACED, WIDE, UNPLACED]
    meta, _, geometry, columns = pyogrio.raw.read(path, layer=PLACED)
    values = dict(zip(meta["fields"], columns, strict=True))
    assert set(FIELDS) <= set(values)
    assert list(values["event_id"]) == ["evt-2", "evt-3", "evt-1", "evt-4"]
    assert [str(day)[:10] for day in values["begin"]][:3] == ["2023-07-25", "2023-08-01", "2023-09-01"]
    assert str(values["end"][2])[:10] == "2023-09-30"
    assert list(values["confidence"]) == [0.9, 0.9, 0.9, 0.4]
    assert all(shape is not None for shape in geometry)


def test_only_a_spot_has_a_point(path):
    for layer, ids in ((WIDE, ["evt-6"]), (UNPLACED, ["evt-5"])):
        meta, _, geometry, columns = pyogrio.raw.read(path, layer=layer)
        assert list(dict(zip(meta["fields"], columns, strict=True))["event_id"]) == ids
        assert list(geometry) == [None]


def test_what_has_not_happened_says_so_in_its_name(path):
    names = [element.text for element in ET.parse(path).getroot().iterfind(f".//{KML}Placemark/{KML}name")]
    assert "Leaders to meet in Vladivostok (planned)" in names
    assert "Storm hits Suva" in names


def test_nothing_is_fetched_when_it_is_opened(path):
    root = ET.parse(path).getroot()
    assert [element.tag for element in root.iter() if element.tag in (f"{KML}href", f"{KML}Link", f"{KML}NetworkLink")] == []


def test_the_filters_are_the_same(path):
    found = ET.fromstring(export(path.parent / "geomap.db", Filters(event_types=("travel",)), "kml"))
    assert [element.get("id") for element in found.iter(f"{KML}Placemark")] == ["evt-2"]


def test_hostile_text_is_text(tmp_path):
    root = ET.fromstring(export(make_hostile_store(tmp_path / "geomap.db"), Filters(), "kml"))
    names = [element.text for element in root.iterfind(f".//{KML}Placemark/{KML}name")]
    assert len(names) == 2
    assert all(
        name.startswith('<img src=x onerror="alert(1)"></script><script>alert(2)</script>]]> &amp; **bold**') for name in names
    )
    balloon = root.find(f".//{KML}description").text
    assert "<img" not in balloon
    assert "<script" not in balloon
    assert "<script>alert(2)</script>" in html.unescape(balloon)
