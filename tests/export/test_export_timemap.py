"""TimeMap: its three files, every value as the text that its schema asks for."""

from __future__ import annotations

import io
import json
import re
import zipfile

import pytest
from hostile_store import make_hostile_store
from view_corpus import make_store

from geomap.export import export
from geomap.view import Filters


def read(content):
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert archive.testzip() is None
        return {name.removesuffix(".json"): json.loads(archive.read(name)) for name in archive.namelist()}


@pytest.fixture(scope="module")
def found(tmp_path_factory):
    return read(export(make_store(tmp_path_factory.mktemp("t") / "geomap.db"), Filters(), "timemap"))


def test_every_event_that_it_can_show_is_there(found):
    assert [event["id"] for event in found["events"]] == ["evt-6", "evt-2", "evt-3", "evt-1", "evt-4"]
    assert [each["id"] for each in found["left_out"]] == ["evt-5"]


def test_values_are_texts_in_its_own_forms(found):
    """The rules of its schema: text everywhere, both coordinates or none, a day or a position, known sources and associations."""
    sources, associations = found["sources"], {each["id"] for each in found["associations"]}
    for event in found["events"]:
        lists = {"associations", "sources"}
        assert all(isinstance(value, str) for name, value in event.items() if name not in lists)
        assert event["date"] == "" or re.fullmatch(r"\d\d/\d\d/\d{4}", event["date"])
        assert ("latitude" in event) == ("longitude" in event)
        assert event["date"] or "latitude" in event
        assert set(event["sources"]) <= set(sources)
        assert set(event["associations"]) <= associations
    planned = next(event for event in found["events"] if event["id"] == "evt-1")
    assert (planned["date"], planned["time"], planned["time_display"]) == ("09/01/2023", "00:00", "in September")
    assert (planned["latitude"], planned["longitude"]) == ("43.10562", "131.87353")
    assert "status-planned" in planned["associations"]
    assert sources["doc-doc-a"]["url"] == "https://example.org/a"


def test_hostile_addresses_are_no_links(tmp_path):
    found = read(export(make_hostile_store(tmp_path / "geomap.db"), Filters(), "timemap"))
    assert len(found["events"]) == 1
    assert all("url" not in source for source in found["sources"].values())
