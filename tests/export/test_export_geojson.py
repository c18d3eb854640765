"""GeoJSON: valid, complete, and read as it is meant by GDAL."""

from __future__ import annotations

import hashlib
import json
from dataclasses import replace
from datetime import date

import pytest
from view_corpus import DOCUMENTS, EVENTS, REPORTS, make_store, when

from geomap.errors import InputError, StoreError
from geomap.export import FORMATS, export
from geomap.model import Extraction, Status
from geomap.store import Store
from geomap.view import Filters, View


@pytest.fixture(scope="module")
def store_path(tmp_path_factory):
    return make_store(tmp_path_factory.mktemp("e") / "geomap.db")


@pytest.fixture(scope="module")
def collection(store_path):
    return json.loads(export(store_path, Filters(), "geojson"))


def test_the_collection_says_what_it_is(collection):
    assert list(collection) == [
        "type",
        "name",
        "bbox",
        "generator",
        "schema_version",
        "filters",
        "n_events",
        "n_without_point",
        "n_unplaced",
        "features",
    ]
    assert collection["type"] == "FeatureCollection"
    assert collection["name"] == "geomap_events"
    assert collection["bbox"] == [-171.76666, -18.14161, 178.44149, 43.10562]
    assert (collection["n_events"], len(collection["features"])) == (6, 5)
    assert (collection["n_without_point"], collection["n_unplaced"]) == (1, 1)
    assert "crs" not in collection


def test_every_feature_is_a_point_of_a_known_place_or_has_no_geometry(collection):
    points = [item for item in collection["features"] if item["geometry"] is not None]
    for item in points:
        lon, lat = item["geometry"]["coordinates"]
        assert item["geometry"]["type"] == "Point"
        assert (-180 <= lon <= 180) and (-90 <= lat <= 90)
        assert (round(lon, 6), round(lat, 6)) == (lon, lat)
        event = next(e for e in EVENTS if e.id == item["id"])
        assert (lat, lon) == (event.place.place.lat, event.place.place.lon)
    assert {item["id"] for item in points} == {"evt-1", "evt-2", "evt-3", "evt-4"}
    (country,) = (item for item in collection["features"] if item["geometry"] is None)
    assert country["properties"]["geo_precision"] == "country"
    assert country["properties"]["country_code"]


def test_properties_and_their_order(collection):
    properties = next(f for f in collection["features"] if f["id"] == "evt-1")["properties"]
    assert list(properties) == [
        "title",
        "description",
        "start",
        "end",
        "date_precision",
        "date_text",
        "date_basis",
        "event_id",
        "event_type",
        "status",
        "background",
        "actors",
        "recipients",
        "sources",
        "place",
        "place_id",
        "country_code",
        "admin1",
        "geo_precision",
        "geo_uncertainty_km",
        "confidence",
        "n_documents",
        "n_origins",
        "n_disagreements",
        "review",
        "marker-color",
        "marker-size",
        "relations",
        "reports",
    ]
    assert properties["start"] == "2023-09-01T00:00:00Z"
    assert properties["end"] == "2023-09-30T23:59:59Z"
    assert properties["event_id"] == "evt-1"
    assert properties["actors"] == "Kim Jong Un; Vladimir Putin"
    assert properties["sources"] == "The Daily; second file"
    assert (properties["marker-color"][0], len(properties["marker-color"]), properties["marker-size"]) == ("#", 7, "medium")
    undated = next(f for f in collection["features"] if f["id"] == "evt-4")["properties"]
    assert (undated["start"], undated["end"], undated["actors"]) == (None, None, None)


def test_every_report_can_be_checked_in_its_document(collection):
    texts = {document.id: document.text for document in DOCUMENTS}
    reports = [r for f in collection["features"] for r in f["properties"]["reports"]]
    assert len(reports) == 6
    for report in reports:
        text = texts[report["doc"]]
        assert text[report["start"] : report["end"]] == report["quote"]
        assert report["sha256"] == hashlib.sha256(text.encode()).hexdigest()


def test_nothing_but_lists_of_reports_is_nested(collection):
    for item in collection["features"]:
        for name, value in item["properties"].items():
            assert name == "reports" or value is None or isinstance(value, str | int | float)


def test_characters_are_written_as_they_are(store_path):
    assert "“it was loud”" in export(store_path, Filters(), "geojson").decode("utf-8")


def test_no_number_is_nan_or_endless(store_path):
    def refuse(word):
        raise AssertionError(word)

    assert json.loads(export(store_path, Filters(), "geojson"), parse_constant=refuse)


def test_filters_are_named_and_followed(store_path):
    filters = Filters(sources=["Pacific Post"], start=date(2023, 8, 1), include_undated=False)
    found = json.loads(export(store_path, filters, "geojson"))
    assert found["filters"] == {"sources": ["Pacific Post"], "start": "2023-08-01", "include_undated": False}
    assert [f["id"] for f in found["features"]] == ["evt-3"]


def test_nothing_found_is_an_empty_collection(store_path):
    found = json.loads(export(store_path, Filters(sources=["Nobody"]), "geojson"))
    assert found["features"] == []
    assert "bbox" not in found


@pytest.mark.parametrize("format", FORMATS)
def test_the_same_data_gives_the_same_bytes(store_path, tmp_path, format):
    with View.open(store_path) as view:
        first = export(view, Filters(), format)
        assert first == export(view, Filters(), format) == export(str(store_path), None, format)
    other = tmp_path / "other.db"
    with Store.open(other, create=True) as store:
        store.save([Extraction(d, reports=tuple(r for r in REPORTS if r.document_id == d.id)) for d in reversed(DOCUMENTS)])
        store.replace_events(reversed(EVENTS))
    assert export(other, Filters(), format) == first


def test_unknown_format_and_store_are_named(store_path, tmp_path):
    with pytest.raises(InputError, match="geojson, csv"):
        export(store_path, Filters(), "shapefile")
    with pytest.raises(StoreError, match="no store here"):
        export(tmp_path / "none.db", Filters(), "csv")


@pytest.mark.parametrize("dated", [True, False])
def test_gdal_reads_points_and_datetimes(tmp_path, dated):
    pyogrio = pytest.importorskip("pyogrio")
    path = make_store(tmp_path / "geomap.db")
    with Store.open(path) as store:
        early = replace(EVENTS[2], when=when(date(33, 4, 3), date(33, 4, 3)))
        store.replace_events([*EVENTS[:2], early, *EVENTS[3:]] if dated else EVENTS)
    file = tmp_path / "events.geojson"
    file.write_bytes(export(path, Filters(), "geojson"))
    info = pyogrio.read_info(file)
    types = dict(zip(info["fields"], info["ogr_types"], strict=True))
    assert (info["layer_name"], info["geometry_type"], info["features"]) == ("geomap_events", "Point", 5)
    assert (types["start"], types["end"]) == ("OFTDateTime", "OFTDateTime")
    # QGIS takes the first date whose name holds "start" and the first whose name holds "end", "last" or "to".
    dates = [name for name, kind in types.items() if kind in {"OFTDate", "OFTDateTime"}]
    assert dates == ["start", "end"]
    assert types["confidence"] == "OFTReal"
    assert types["n_documents"] == "OFTInteger"
    assert types["event_id"] == types["place_id"] == types["actors"] == "OFTString"


def test_how_events_of_one_article_belong_together(tmp_path):
    told = next(e for e in EVENTS if e.id == "evt-2")
    (document,) = {r.document_id for r in REPORTS if r.id in told.report_ids}
    spare = next(r for r in REPORTS if r.document_id == document and r.id not in told.report_ids)
    plan = replace(told, id="evt-plan", title="A plan", status=Status.PLANNED, report_ids=(spare.id,))
    path = tmp_path / "geomap.db"
    with Store.open(path, create=True) as store:
        for each in DOCUMENTS:
            store.save([Extraction(each, reports=tuple(r for r in REPORTS if r.document_id == each.id), method="m")])
        store.replace_events([told, plan])
    found = json.loads(export(path, Filters(statuses=("occurred",)), "geojson"))["features"]
    assert [f["properties"]["relations"] for f in found] == ["may have been announced as: A plan (evt-plan)"]
    assert b"It may have been announced as: A plan." in export(path, Filters(statuses=("occurred",)), "brief")
