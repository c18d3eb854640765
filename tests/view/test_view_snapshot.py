"""The snapshot: derived, disposable, always of the store's events as they are now."""

from __future__ import annotations

import random
import time
from dataclasses import replace
from datetime import date, timedelta

import numpy as np
import pytest
from view_corpus import EVENTS, RUSSIA, make_store

from geomap.errors import StoreError
from geomap.model import GeoPrecision, Place, PlaceMention, Role
from geomap.store import Store
from geomap.view import Filters, View, arrays, deriving, snapshot
from geomap.view.limits import is_point, limits, why_no_point
from geomap.view.spots import spots


@pytest.fixture
def store_path(tmp_path):
    return make_store(tmp_path / "geomap.db")


def test_it_lies_beside_the_store_and_is_used_again(store_path):
    with View.open(store_path) as view:
        assert view.count() == 6
    path = snapshot.path_beside(store_path)
    assert path.name == "geomap.db.events.parquet"
    written = path.stat().st_mtime_ns
    with View.open(store_path) as view:
        assert view.count() == 6
    assert path.stat().st_mtime_ns == written
    assert not list(store_path.parent.glob("*.tmp"))


def test_an_open_view_follows_the_store(store_path):
    with View.open(store_path) as view, Store.open(store_path) as store:
        before = view.version
        assert view.count() == 6
        store.replace_events(EVENTS[:2])
        assert view.version != before
        assert view.count() == 2


def test_an_open_view_follows_a_store_that_is_deleted_and_built_again(store_path):
    with View.open(store_path) as view:
        assert view.count(Filters(text="storm")) == 2
        before = view.version
        for file in store_path.parent.iterdir():
            file.unlink()
        with pytest.raises(StoreError, match="no store here"):
            view.count()
        make_store(store_path)
        with Store.open(store_path) as store:
            store.replace_events(EVENTS[:3])
        assert view.version != before
        assert view.count() == 3
        assert view.count(Filters(text="storm")) == 1
        assert view.reports(["evt-1"])


@pytest.mark.parametrize("damage", [b"", b"PAR1 not really PAR1", None])
def test_a_damaged_snapshot_is_made_again(store_path, damage):
    with View.open(store_path) as view:
        view.count()
    path = snapshot.path_beside(store_path)
    if damage is None:  # the header and footer stay, the data between them does not
        whole = path.read_bytes()
        path.write_bytes(whole[:4] + b"\xff" * 400 + whole[404:])
    else:
        path.write_bytes(damage)
    with View.open(store_path) as view:
        assert view.count() == 6
        assert len(view.events()) == 6


def test_a_folder_that_cannot_be_written_gets_a_private_snapshot(store_path, monkeypatch):
    real = snapshot.write

    def refused(store, path):
        if path.parent == store_path.parent:
            raise PermissionError(13, "Permission denied", str(path))
        return real(store, path)

    monkeypatch.setattr(snapshot, "write", refused)
    view = View.open(store_path)
    assert view.count() == 6
    private = view._snapshot
    assert private.exists()
    view.close()
    assert not private.exists()
    assert not snapshot.path_beside(store_path).exists()


def test_a_store_that_fails_is_not_taken_for_a_folder(store_path, monkeypatch):
    def broken(store, path):
        raise StoreError("the store is damaged")

    monkeypatch.setattr(snapshot, "write", broken)
    with View.open(store_path) as view, pytest.raises(StoreError, match="damaged"):
        view.count()


def test_broken_text_does_not_stop_the_snapshot(store_path):
    with Store.open(store_path) as store:
        event = EVENTS[0]
        store.replace_events([type(event)(**{n: getattr(event, n) for n in event.__slots__} | {"title": "a\ud800b"})])
    with View.open(store_path) as view:
        assert view.events()["title"].tolist() == ["a?b"]


def test_what_is_a_point():
    def mention(precision, km, place=EVENTS[0].place.place):
        return PlaceMention("x", Role.VENUE, place, precision, km, None)

    assert is_point(mention(GeoPrecision.CITY, None))
    assert is_point(mention(GeoPrecision.REGION, 300.0))
    assert is_point(mention(GeoPrecision.AREA, limits().point_up_to_km))
    for no in (
        None,
        mention(GeoPrecision.CITY, 5.0, place=None),
        mention(GeoPrecision.COUNTRY, 5.0),
        mention(GeoPrecision.AREA, None),
        mention(GeoPrecision.REGION, 2000.0),
        mention(GeoPrecision.NONE, None),
        mention(GeoPrecision.AREA, 400.0, place=RUSSIA),
    ):
        assert not is_point(no)
        assert why_no_point(no)
    assert is_point(mention(GeoPrecision.CITY, 1.0, place=VATICAN))
    assert why_no_point(mention(GeoPrecision.CITY, 5.0)) is None


VATICAN = Place("geonames:3164670", "Vatican City", 41.90268, 12.45414, "A.PCLI", "VA")


def synthetic(n):
    chance = random.Random(7)
    places = [(f"geonames:{i}", f"Place {i}", chance.uniform(-60, 70), chance.uniform(-180, 180)) for i in range(5000)]
    for i in range(n):
        ident, name, lat, lon = places[int(chance.paretovariate(0.5)) % 5000]
        start = date(2023, 1, 1) + timedelta(chance.randrange(700))
        yield dict.fromkeys(snapshot.SCHEMA.names) | {
            "event_id": f"evt-{i:08x}",
            "title": f"Event {i}",
            "event_type": chance.choice(["meeting", "travel", "fighting", "disaster"]),
            "status": chance.choice(["occurred", "ongoing", "planned", "possible", "denied"]),
            "background": False,
            "place": name,
            "place_id": ident,
            "lat": lat,
            "lon": lon,
            "geo_precision": "city",
            "start": start,
            "end": start + timedelta(chance.choice([0, 0, 6, 29])),
            "sources": [f"Paper {chance.randrange(60)}"],
            "document_ids": [f"doc-{i}"],
            "actors": [],
            "recipients": [],
            "n_documents": 1,
            "n_origins": 1,
            "n_disagreements": 0,
            "confidence": chance.random(),
        }


def test_a_hundred_thousand_events_answer_at_once(tmp_path):
    path = tmp_path / "large.db"
    with Store.open(path, create=True) as store:
        store.replace_events([])
        snapshot.write_rows(synthetic(100_000), snapshot.path_beside(path), version=store.events_version)
    filters = Filters(
        start=date(2023, 3, 1),
        statuses=["occurred", "planned"],
        sources=[f"Paper {i}" for i in range(30)],
        bbox=(-170, -50, 170, 60),
    )
    with View.open(path) as view:
        assert view.count() == 100_000
        for chosen in (Filters(), filters):
            fastest = min(_answer(view, chosen) for _ in range(4))
            assert fastest < 0.15


def _answer(view, filters):
    """Seconds of processor time, all threads together: the same on a machine that does other things too."""
    started = time.process_time()
    places, facets, histogram = spots(view, filters), view.facets(filters), view.histogram(filters)
    assert len(places)
    assert facets["sources"]
    assert len(histogram)
    return time.process_time() - started


def test_a_build_leaves_it_ready_where_there_are_many_events(store_path, monkeypatch):
    path = snapshot.path_beside(store_path)
    with Store.open(store_path) as store:
        snapshot.prepare(store, limits().events_prepared - 1)
        assert not path.exists(), "with few events it is quick enough when it is wanted"
        snapshot.prepare(store, limits().events_prepared)
        assert snapshot.is_current(path, store.events_version)
        monkeypatch.setattr(snapshot, "write", lambda *_: pytest.fail("it is current already"))
        snapshot.prepare(store, limits().events_prepared)


@pytest.fixture
def kept(store_path, monkeypatch):
    """The file of the columns of a store for which one is kept."""
    monkeypatch.setattr(snapshot, "limits", lambda: replace(limits(), events_prepared=1))
    with View.open(store_path) as view:
        assert view.count() == 6
    return snapshot.path_beside(store_path).with_suffix(".columns")


def test_columns_are_kept_beside_it_and_used_again(store_path, kept, monkeypatch):
    with View.open(store_path) as view:
        expected = view.facets(), view.listed(), view.story("evt-2")
    monkeypatch.setattr(deriving, "derived", lambda _: pytest.fail("they are kept"))
    with View.open(store_path) as view:
        assert (view.facets(), view.listed(), view.story("evt-2")) == expected
        assert view.count(Filters(text="storm", actors=["Nobody"])) == 0
        assert len(spots(view, Filters())) == 5


def test_a_build_leaves_the_columns_ready(store_path, kept):
    kept.unlink()
    with Store.open(store_path) as store:
        snapshot.prepare(store, 6)
    assert kept.exists()


def test_columns_of_other_events_are_made_again(store_path, kept):
    with Store.open(store_path) as store:
        store.replace_events(EVENTS[:2])
    with View.open(store_path) as view:
        assert view.count() == 2
        assert [row["event_id"] for row in view.listed()] == ["evt-2", "evt-1"]


@pytest.mark.parametrize("damage", ["empty", "short", "foreign", "codes", "strings"])
def test_damaged_columns_are_made_again(store_path, kept, damage):
    with Store.open(store_path) as store:
        stamp = f"1:{store.events_version}"
    found = arrays.read(kept, stamp=stamp)
    whole = kept.read_bytes()
    if damage == "codes":
        arrays.write(kept, found | {"source.codes": found["source.codes"] + 100}, stamp=stamp)
    elif damage == "strings":
        # The last string of the titles ends beyond the end of the file.
        ends = np.frombuffer(found["title.words"].buffers()[1], np.int64)
        at = whole.find(ends.tobytes())
        assert at > 0
        kept.write_bytes(whole[: at + ends.nbytes - 8] + (10**15).to_bytes(8, "little") + whole[at + ends.nbytes :])
    else:
        kept.write_bytes({"empty": b"", "short": whole[: len(whole) // 2], "foreign": b"x" * len(whole)}[damage])
    with View.open(store_path) as view:
        assert (view.count(), len(view.listed())) == (6, 6)
        assert view.facets()["sources"] == {"second file": 3, "Pacific Post": 2, "The Daily": 2}
