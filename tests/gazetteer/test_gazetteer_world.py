"""The world file: what is in it, and how it is unpacked."""

import os

import pytest

from geomap.errors import ResourceError
from geomap.gazetteer import world
from geomap.gazetteer.other_names import other_names


@pytest.fixture(scope="module")
def opened():
    return world.World.open()


def test_it_ships_small():
    assert len(world._packed()) < 14_000_000


def test_it_holds_the_world(opened):
    base = opened._base()
    assert base.execute("SELECT count(*) FROM place").fetchone()[0] > 280_000
    assert base.execute("SELECT count(*) FROM name").fetchone()[0] > 500_000
    assert base.execute("SELECT count(*) FROM code WHERE length(code) = 2").fetchone()[0] >= 245


def test_every_point_is_on_earth_and_every_name_has_a_place(opened):
    base = opened._base()
    assert base.execute("SELECT count(*) FROM place WHERE abs(lat) > 9000000 OR abs(lon) > 18000000").fetchone()[0] == 0
    assert base.execute("SELECT count(*) FROM place WHERE lat = 0 AND lon = 0").fetchone()[0] == 0
    assert base.execute("SELECT count(*) FROM name WHERE place NOT IN (SELECT key FROM place)").fetchone()[0] == 0
    assert base.execute("SELECT count(*) FROM place WHERE key < 0 AND ref IS NULL").fetchone()[0] == 0
    assert base.execute("SELECT ref, count(*) FROM place WHERE ref IS NOT NULL GROUP BY ref HAVING count(*) > 1").fetchall() == []


def test_waters_and_airports_have_ids_of_their_own(opened):
    (sea,) = [p for p, _ in opened.named("black sea")]
    assert (sea.id, sea.feature) == ("naturalearth:marine-black-sea", "H.SEA")
    assert opened.by_id(sea.id) == sea
    assert opened.by_id("icao:UHWW").name.startswith("Vladivostok")


def test_it_can_not_be_written_to(opened):
    with pytest.raises(Exception, match="readonly"):
        opened._base().execute("DELETE FROM place")


def test_capitals_are_found_without_reading_all_places(tmp_path, monkeypatch):
    monkeypatch.setattr(world.platformdirs, "user_cache_dir", lambda *_: str(tmp_path))
    unpacked = world.World(world.unpacked())
    assert {"Moscow", "Lusaka"} <= {p.name for p in unpacked.capitals()}
    assert {p.feature for p in unpacked.capitals()} == {world.CAPITAL}
    plan = unpacked._base().execute(f"EXPLAIN QUERY PLAN SELECT * FROM entry WHERE feature = '{world.CAPITAL}'").fetchall()
    assert not any("SCAN p" in step[-1] and "INDEX" not in step[-1] for step in plan), plan


def test_it_is_unpacked_once_and_in_one_step(tmp_path, monkeypatch):
    monkeypatch.setattr(world.platformdirs, "user_cache_dir", lambda *_: str(tmp_path / "cache"))
    path = world.unpacked()
    assert path.parent == tmp_path / "cache"
    assert world.packed_hash() in path.name
    assert [p.name for p in path.parent.iterdir()] == [path.name]
    before = path.stat().st_mtime_ns
    assert world.unpacked().stat().st_mtime_ns == before


def test_a_damaged_file_is_unpacked_anew(tmp_path, monkeypatch):
    monkeypatch.setattr(world.platformdirs, "user_cache_dir", lambda *_: str(tmp_path))
    monkeypatch.setattr(world.tempfile, "gettempdir", lambda: str(tmp_path / "tmp"))
    damaged = tmp_path / f"world-{world.packed_hash()}.sqlite"
    damaged.write_bytes(b"cut off")
    assert world.World(world.unpacked()).coded("RU").name == "Russia"


def test_where_the_cache_can_not_be_written_the_temporary_folder_serves(tmp_path, monkeypatch):
    blocked = tmp_path / "file"
    blocked.write_text("not a folder")
    monkeypatch.setattr(world.platformdirs, "user_cache_dir", lambda *_: str(blocked / "cache"))
    monkeypatch.setattr(world.tempfile, "gettempdir", lambda: str(tmp_path / "tmp"))
    path = world.unpacked()
    assert path.is_relative_to(tmp_path / "tmp")
    monkeypatch.setattr(world.tempfile, "gettempdir", lambda: str(blocked))
    with pytest.raises(ResourceError, match="TMPDIR"):
        world.unpacked()


def test_a_missing_file_says_how_to_make_it(monkeypatch):
    monkeypatch.setattr(world, "PACKED", "none.xz")
    with pytest.raises(ResourceError, match="build_gazetteer"):
        world._packed()


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")
def test_a_forked_process_opens_its_own_connection(opened):
    mine = opened._base()
    child = os.fork()
    if child == 0:
        os._exit(0 if opened._base() is not mine and opened.coded("RU").name == "Russia" else 1)
    assert os.waitpid(child, 0)[1] == 0


def test_the_table_of_other_names_is_sound():
    rows = [o for rows in other_names().values() for o in rows]
    assert {o.kind for o in rows} == {"alias", "abbreviation", "demonym"}
    assert len({(o.form, o.place, o.kind) for o in rows}) == len(rows)


def test_every_other_name_leads_to_a_place():
    from geomap.gazetteer import Gazetteer
    from geomap.gazetteer.index import shipped

    gazetteer = Gazetteer.open(shipped())
    assert [o.form for rows in other_names().values() for o in rows if gazetteer._target(o) is None] == []
