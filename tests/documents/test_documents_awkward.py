"""Awkward files: each is read right, or left out with a message that names the file and the cause."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest
from awkward_files import Awkward, cases

from geomap import documents
from geomap.model import Document, Skip

CASES = cases()


def told(found: list[Document | Skip]) -> tuple[list[Document], list[Skip]]:
    return [d for d in found if isinstance(d, Document)], [s for s in found if isinstance(s, Skip)]


@pytest.mark.parametrize("case", CASES, ids=lambda case: ascii(case.name))
def test_each_is_read_right_or_explained(case: Awkward, tmp_path: Path) -> None:
    folder = tmp_path / "folder"
    folder.mkdir()
    path = folder / case.name
    case.make(path)
    begun = time.process_time()
    read, skips = told(list(documents.read([folder])))
    assert time.process_time() - begun < 10
    assert len(read) == len(case.documents), [skip.reason for skip in skips]
    for document, (title, day, words) in zip(read, case.documents, strict=True):
        assert title in {None, document.title}
        assert document.published == day
        assert words in document.text
        assert (document.path or "").startswith(str(path))
    reasons = sorted(skip.reason for skip in skips)
    assert len(reasons) == len(case.reasons), reasons
    left = list(reasons)
    for expected in case.reasons:
        match = next((reason for reason in left if expected in reason), None)
        assert match is not None, (expected, left)
        left.remove(match)
    assert all(skip.path.startswith(str(path)) for skip in skips)


def test_all_of_them_in_one_folder(tmp_path: Path) -> None:
    """One bad file never costs another one, and every file is heard of."""
    for case in CASES:
        case.make(tmp_path / case.name)
    (tmp_path / "folder.html" / "inside.txt").write_text("Ministers met in Porto on Tuesday.")
    read, skips = told(list(documents.read([tmp_path])))
    heard = [document.path or "" for document in read] + [skip.path for skip in skips]
    for case in CASES:
        assert any(path.startswith(str(tmp_path / case.name)) for path in heard), case.name
    assert len({document.id for document in read}) == len(read)


def test_there_are_enough_of_them() -> None:
    assert len(CASES) >= 100
    endings = {Path(case.name).suffix for case in CASES}
    left = set(documents.FORMATS) - endings
    assert left <= {".markdown", ".htm", ".xhtml", ".mht", ".ndjson", ".tbz2", ".txz"}, left


def test_a_file_that_may_not_be_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "closed.txt"
    path.write_text("Ministers met in Porto on Tuesday.")
    opened = Path.open

    def closed(self: Path, *args: object, **options: object) -> object:
        if self == path:  # root may read everything: what the system says to others
            raise PermissionError(13, "Permission denied", str(self))
        return opened(self, *args, **options)  # type: ignore[call-overload]

    monkeypatch.setattr(Path, "open", closed)
    assert list(documents.read([tmp_path])) == [Skip(str(path), "can't be read (Permission denied)")]


def test_a_name_that_is_no_utf_8(tmp_path: Path) -> None:
    path = os.fsencode(tmp_path) + b"/caf\xe9.txt"
    try:
        os.close(os.open(path, os.O_CREAT | os.O_WRONLY))
    except OSError:
        pytest.skip("this file system takes no such name")
    Path(os.fsdecode(path)).write_text("Ministers met in Porto on Tuesday.")
    (document,) = documents.read([tmp_path])
    assert isinstance(document, Document)
    assert document.path is not None
