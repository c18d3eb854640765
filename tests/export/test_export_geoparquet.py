"""GeoParquet: opens in GeoPandas and DuckDB with its types, its points and its gaps."""

from __future__ import annotations

import io
import json
from datetime import date

import duckdb
import geopandas
import pyarrow.parquet as pq
import pytest
from hostile_store import make_hostile_store
from view_corpus import make_store

from geomap.export import export
from geomap.view import Filters


@pytest.fixture(scope="module")
def path(tmp_path_factory):
    folder = tmp_path_factory.mktemp("q")
    file = folder / "events.parquet"
    file.write_bytes(export(make_store(folder / "geomap.db"), Filters(), "geoparquet"))
    return file


def test_geopandas_reads_points_and_gaps(path):
    frame = geopandas.read_parquet(path).set_index("event_id")
    assert list(frame.index) == ["evt-6", "evt-2", "evt-3", "evt-1", "evt-4", "evt-5"]
    assert (frame.geometry["evt-3"].x, frame.geometry["evt-3"].y) == (178.44149, -18.14161)
    assert [ident for ident in frame.index if frame.geometry[ident] is None] == ["evt-6", "evt-5"]
    assert frame.crs.equals("OGC:CRS84")
    assert frame.start["evt-1"] == date(2023, 9, 1)
    assert frame.unplaced_reason["evt-6"] == "only the country is known"


def test_lists_and_reports_keep_their_shape(path):
    rows = duckdb.sql(
        f"SELECT event_id, actors, reports[1].quote, reports[1].\"end\" - reports[1].start FROM '{path}' WHERE event_id = 'evt-1'"
    ).fetchall()
    ((ident, actors, quote, length),) = rows
    assert (ident, actors) == ("evt-1", ["Kim Jong Un", "Vladimir Putin"])
    assert len(quote) == length


def test_the_metadata_are_what_the_standard_asks(path):
    metadata = pq.read_metadata(path).metadata
    geo = json.loads(metadata[b"geo"])
    assert (geo["version"], geo["primary_column"]) == ("1.1.0", "geometry")
    column = geo["columns"]["geometry"]
    assert (column["encoding"], column["geometry_types"]) == ("WKB", ["Point"])
    assert column["bbox"] == [-171.76666, -18.14161, 178.44149, 43.10562]
    assert json.loads(metadata[b"geomap"])["filters"] == {}


def test_nothing_selected_is_still_a_file(path):
    frame = geopandas.read_parquet(io.BytesIO(export(path.parent / "geomap.db", Filters(text="nowhere"), "geoparquet")))
    assert (len(frame), frame.geometry.name) == (0, "geometry")


def test_hostile_text_is_text(tmp_path):
    frame = geopandas.read_parquet(io.BytesIO(export(make_hostile_store(tmp_path / "geomap.db"), Filters(), "geoparquet")))
    assert len(frame) == 2
    assert frame.title[0].startswith("<img src=x")
