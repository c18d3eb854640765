"""Zip archives: members, and archives that were made to harm."""

import io
import time
import zipfile
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from geomap.documents import Limits, read
from geomap.documents.limits import limits
from geomap.model import Document, Skip

STORY = "The two ministers met in Lisbon on Tuesday. "


def archive(folder: Path, members: Mapping[str, bytes | str]) -> Path:
    path = folder / "a.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as out:
        for name, content in members.items():
            out.writestr(name, content)
    return path


def both(path: Path, used: Limits | None = None) -> tuple[list[Document], list[Skip]]:
    found = list(read([path], limits=used))
    return [d for d in found if isinstance(d, Document)], [s for s in found if isinstance(s, Skip)]


def test_members_are_read_with_the_archives_own_sidecar(tmp_path: Path) -> None:
    path = archive(
        tmp_path,
        {
            "in/b.txt": STORY,
            "in/a.jsonl": '{"text": "' + STORY + '!"}\n',
            "in/sources.csv": "file,source,published\nb.txt,The Sample,2023-09-05\n",
        },
    )
    documents, skips = both(path)
    assert not skips
    assert [d.path for d in documents] == [f"{path}!a.jsonl:1", f"{path}!b.txt"]
    assert (documents[1].source, documents[1].published) == ("The Sample", date(2023, 9, 5))


def test_names_that_lead_elsewhere_are_only_labels(tmp_path: Path) -> None:
    inner = tmp_path / "deep" / "down"
    inner.mkdir(parents=True)
    path = archive(inner, {"../../evil.txt": STORY + "1", "/etc/passwd.txt": STORY + "2", "..\\..\\win.txt": STORY + "3"})
    before = sorted(tmp_path.rglob("*"))
    documents, skips = both(path)
    assert not skips
    assert sorted(d.path or "" for d in documents) == [f"{path}!{name}" for name in ("evil.txt", "passwd.txt", "win.txt")]
    assert sorted(tmp_path.rglob("*")) == before


def test_a_member_without_a_name_is_a_reason_and_the_others_are_read(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as made:
        made.writestr(zipfile.ZipInfo(""), STORY + "1")
        made.writestr("b.txt", STORY + "2")
    documents, skips = both(tmp_path / "a.zip")
    assert [d.path for d in documents] == [f"{tmp_path / 'a.zip'}!b.txt"]
    assert [s.reason for s in skips] == ["a member without a name"]


def test_members_left_out_have_reasons(tmp_path: Path) -> None:
    inner = io.BytesIO()
    with zipfile.ZipFile(inner, "w") as out:
        out.writestr("a.txt", STORY)
    members = {"a.exe": b"MZ", "b.zip": inner.getvalue(), ".c.txt": STORY, "__MACOSX/d.txt": STORY, "e.txt": b"%PDF-1.4"}
    path = archive(tmp_path, members)
    documents, skips = both(path)
    assert not documents
    reasons = {s.path.split("!")[1]: s.reason for s in skips}
    assert reasons.keys() == {"a.exe", "b.zip", ".c.txt", "d.txt", "e.txt"}
    assert "inside an archive" in reasons["b.zip"] and "hidden" in reasons[".c.txt"] and "binary" in reasons["e.txt"]


def test_a_bomb_is_stopped_by_its_ratio(tmp_path: Path) -> None:
    path = archive(tmp_path, {"bomb.txt": b"a" * 15_000_000, "good.txt": STORY})
    start = time.perf_counter()
    (document,), (skip,) = both(path)
    assert "bomb" in skip.reason and document.text == STORY
    assert time.perf_counter() - start < 5


def test_bytes_are_counted_while_reading(tmp_path: Path) -> None:
    path = archive(tmp_path, {f"{n}.txt": (STORY + str(n)) * 2000 for n in range(10)})
    documents, skips = both(path, replace(limits(), zip_max_total_bytes=300_000))
    assert 0 < len(documents) < 10
    assert any("the rest was not read" in s.reason for s in skips)


def test_a_size_that_lies_is_not_believed(tmp_path: Path) -> None:
    path = archive(tmp_path, {"a.txt": STORY * 1000})
    data = path.read_bytes()
    size = len(STORY * 1000).to_bytes(4, "little")
    assert data.count(size) == 2
    path.write_bytes(data.replace(size, (10).to_bytes(4, "little")))
    documents, skips = both(path)
    assert len(documents) + len(skips) == 1


@pytest.mark.parametrize(("field", "value", "words"), [("zip_max_members", 2, "3 files"), ("max_bytes", 100, "limit")])
def test_limits_of_count_and_size(tmp_path: Path, field: str, value: int, words: str) -> None:
    path = archive(tmp_path, {f"{n}.txt": STORY * 10 + str(n) for n in range(3)})
    changed: Mapping[str, int] = {field: value}
    documents, skips = both(path, replace(limits(), **changed))
    assert not documents and words in skips[0].reason


def test_a_broken_archive_and_a_broken_member(tmp_path: Path) -> None:
    path = archive(tmp_path, {"a.txt": STORY * 50})
    whole = path.read_bytes()
    path.write_bytes(whole[: len(whole) // 2])
    assert "broken" in both(path)[1][0].reason
    path.write_bytes(whole[:45] + b"\xff\xff\xff\xff" + whole[49:])
    documents, skips = both(path)
    assert not documents and "broken" in skips[0].reason


def test_a_password(tmp_path: Path) -> None:
    path = archive(tmp_path, {"a.txt": STORY})
    data = bytearray(path.read_bytes())
    data[6] |= 1
    data[data.index(b"PK\x01\x02") + 8] |= 1
    path.write_bytes(bytes(data))
    assert "password" in both(path)[1][0].reason


def test_a_bad_sidecar_inside_is_reported_and_the_rest_is_read(tmp_path: Path) -> None:
    path = archive(tmp_path, {"a.txt": STORY, "sources.csv": "file,published\na.txt,yesterday\n"})
    (document,), (skip,) = both(path)
    assert document.published is None
    assert f"{path}!sources.csv: line 2" in skip.reason
