"""Stores damaged at random: every question is answered or refused with a clear message, and what repair leaves is sound."""

from __future__ import annotations

import random
import shutil
from collections import Counter
from pathlib import Path

import pytest
import quick_build as quick

import geomap
from geomap.errors import GeomapError, StoreError
from geomap.store import Store
from geomap.store.health import check


@pytest.fixture(scope="module")
def articles(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return quick.write(tmp_path_factory.mktemp("damaged") / "articles", 40)


@pytest.fixture(scope="module")
def whole(articles: Path) -> Path:
    path = articles.parent / "whole.db"
    quick.build(articles, path)
    return path


def damaged(data: bytes, chance: random.Random) -> bytes:
    """A store after an accident: bytes overwritten, a stretch of noise or of zeros, an end that is missing, pages exchanged."""
    made = bytearray(data)
    match chance.randrange(5):
        case 0:
            for _ in range(chance.choice((1, 20, 500))):
                made[chance.randrange(len(made))] = chance.randrange(256)
        case 1:
            start = chance.randrange(len(made))
            made[start : start + 6_000] = chance.randbytes(min(6_000, len(made) - start))
        case 2:
            start = chance.randrange(len(made))
            made[start : start + 9_000] = bytes(min(9_000, len(made) - start))
        case 3:
            del made[chance.randrange(len(made)) :]
        case _:
            one, other = (chance.randrange(len(made) // 4096) * 4096 for _ in range(2))
            made[one : one + 4096], made[other : other + 4096] = made[other : other + 4096], made[one : one + 4096]
    return bytes(made)


def asked(path: Path) -> str:
    """Everything a program asks of a store; raises what is no error of geomap's."""
    try:
        quick.contents(path)
        with geomap.open(path) as events:
            list(events)
    except GeomapError as error:
        assert str(path) in str(error) or "geomap doctor --repair" in str(error), error
        return "refused"
    return "answered"


def test_damage_of_any_kind_is_a_clear_error_and_is_mended(articles: Path, whole: Path, tmp_path: Path) -> None:
    sound, path = whole.read_bytes(), tmp_path / "geomap.db"
    outcomes: Counter[str] = Counter()
    for number in range(16):
        for left in tmp_path.iterdir():
            left.unlink()
        path.write_bytes(damaged(sound, random.Random(number)))
        before = path.read_bytes()
        outcomes[asked(path)] += 1
        try:
            list(check(path, repair=True))
        except StoreError as error:
            assert str(path) in str(error)
            outcomes["beyond repair"] += 1
            assert path.read_bytes() == before, "what can't be repaired is left as it was"
            continue
        outcomes["mended"] += 1
        assert [finding.subject for finding in check(path) if finding.wrong and finding.subject == "file"] == [], number
        assert asked(path) == "answered", number
        assert quick.build(articles, path).documents == 40, number
        assert [finding.wrong for finding in check(path) if finding.wrong] == [], number
        with Store.open(path, readonly=True) as opened:
            assert len(opened.documents()) == 40, number
    assert outcomes["answered"] and outcomes["refused"] and outcomes["mended"] > 8, outcomes


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "empty"),
        (b"title,text\n" * 500, "not a geomap store"),
        (b"SQLite format 3\0" + bytes(84), "."),
        (bytes(8192), "."),
    ],
)
def test_what_is_no_store_says_so_to_every_door(content: bytes, words: str, tmp_path: Path) -> None:
    path = tmp_path / "geomap.db"
    path.write_bytes(content)
    with pytest.raises(StoreError, match=words) as raised:
        Store.open(path, readonly=True)
    assert str(path) in str(raised.value)
    assert path.read_bytes() == content


def test_a_snapshot_that_is_damaged_is_made_again(whole: Path, tmp_path: Path) -> None:
    path = tmp_path / "geomap.db"
    shutil.copy(whole, path)
    with geomap.open(path) as events:
        count = len(events)
    (snapshot,) = tmp_path.glob("*.parquet")
    for content in (b"", b"noise" * 100, snapshot.read_bytes()[:-200]):
        snapshot.write_bytes(content)
        with geomap.open(path) as events:
            assert len(events) == count == len(list(events))
