"""After a correction the snapshot is put right where it has changed: the same as one that is made anew."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from view_corpus import APIA, EVENTS, make_store, mention, when

from geomap.model import Event, GeoPrecision, Place, Status
from geomap.store import Store
from geomap.view import Filters, View, snapshot

NEW = Place("geonames:1", "Nowa", 10.0, 20.0, "P.PPL", "PL")
ONE = EVENTS[2]

EXCHANGES: dict[str, tuple[list[str], list[Event]]] = {
    "status": (["evt-3"], [replace(ONE, status=Status.DENIED)]),
    "to the front": (["evt-3"], [replace(ONE, when=when(date(1999, 1, 1), date(1999, 1, 1)))]),
    "to the end of the dated": (["evt-3"], [replace(ONE, when=when(date(2030, 1, 1), date(2030, 1, 1)))]),
    "without a date": (["evt-1", "evt-3"], [replace(ONE, when=None), replace(EVENTS[0], when=None)]),
    "a place that is known": (["evt-3"], [replace(ONE, place=mention(APIA), places=(mention(APIA),))]),
    "a new place": (["evt-3"], [replace(ONE, place=mention(NEW), places=(mention(NEW),))]),
    "no place": (["evt-3"], [replace(ONE, place=None, places=())]),
    "a region": (["evt-3"], [replace(ONE, place=mention(NEW, GeoPrecision.REGION, 900.0), places=())]),
    "gone": (["evt-3", "evt-6"], []),
    "parted": (["evt-1"], [replace(EVENTS[0], report_ids=("rep-1",)), replace(EVENTS[0], id="evt-7", report_ids=("rep-7",))]),
    "the last": (["evt-5"], [replace(EVENTS[4], title="Other")]),
}


@pytest.fixture
def opened(tmp_path: Path) -> Iterator[tuple[Store, View]]:
    path = make_store(tmp_path / "geomap.db")
    with Store.open(path) as store, View.open(path) as view:
        assert view.count() == 6
        yield store, view


def anew(store: Store) -> list[dict]:
    """The rows as they come from the store."""
    return list(snapshot.rows(store))


def mended(view: View) -> list[dict]:
    """The rows that the view has, with everything that is in the file."""
    view.count()
    return [
        {name: value for name, value in row.items() if name != "spot"}
        for row in snapshot.pq.read_table(snapshot.path_beside(view.store.path)).to_pylist()
    ]


@pytest.mark.parametrize("name", EXCHANGES)
def test_it_is_as_if_made_anew(opened: tuple[Store, View], name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    store, view = opened
    gone, events = EXCHANGES[name]
    store.record_reviews([], events=events, instead_of=gone)
    monkeypatch.setattr(snapshot, "write_rows", lambda *_, **__: pytest.fail("a few events are put right"))
    assert mended(view) == anew(store)
    assert view.count() == len(anew(store))
    assert view.facets()["event_types"]
    file = snapshot.pq.read_table(snapshot.path_beside(store.path)).to_pylist()
    spots = {(row["place_id"], row["lat"], row["lon"], row["geo_precision"]): row["spot"] for row in file}
    assert len(set(spots.values())) == len(spots)
    assert all(row["spot"] == spots[row["place_id"], row["lat"], row["lon"], row["geo_precision"]] for row in file)


def test_several_exchanges_in_a_row(opened: tuple[Store, View], monkeypatch: pytest.MonkeyPatch) -> None:
    store, view = opened
    for name in ("status", "to the front", "gone"):
        gone, events = EXCHANGES[name]
        store.record_reviews([], events=events, instead_of=gone)
    monkeypatch.setattr(snapshot, "write_rows", lambda *_, **__: pytest.fail("a few events are put right"))
    assert mended(view) == anew(store)
    assert [row["event_id"] for row in view.rows(Filters(text="storm"))] == ["evt-4"]


def test_a_build_is_no_exchange(opened: tuple[Store, View]) -> None:
    store, view = opened
    store.record_reviews([], events=[replace(ONE, status=Status.DENIED)], instead_of=["evt-3"])
    store.replace_events(EVENTS[:3])
    assert store.changed_events("a version of long ago") is None
    assert mended(view) == anew(store)
    assert view.count() == 3


def test_what_cannot_be_read_is_made_anew(opened: tuple[Store, View]) -> None:
    store, view = opened
    path = snapshot.path_beside(store.path)
    path.write_bytes(path.read_bytes()[:-200])
    store.record_reviews([], events=[replace(ONE, status=Status.DENIED)], instead_of=["evt-3"])
    assert mended(view) == anew(store)
