"""Tables of documents: columns, rows that can't be used, hostile rows."""

import io
import json
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from geomap.documents import read
from geomap.documents.draft import Draft
from geomap.documents.limits import limits
from geomap.documents.tables import read_csv, read_jsonl
from geomap.model import Document, PublishedBasis, Skip

STORY = "The two ministers met in Lisbon on Tuesday."


def jsonl(*records: object) -> bytes:
    return "\n".join(r if isinstance(r, str) else json.dumps(r) for r in records).encode()


def drafts(data: bytes, *, csv: bool = False) -> list[Draft | Skip]:
    return list((read_csv if csv else read_jsonl)(io.BytesIO(data), "t", limits()))


def test_jsonl_columns(tmp_path: Path) -> None:
    record = {
        "id": 7,
        "title": "Talks",
        "text": STORY,
        "source": "The Sample",
        "published": "2023-09-05T08:00:00Z",
        "url": "u",
        "x": 1,
    }
    (tmp_path / "t.jsonl").write_bytes(jsonl(record))
    (document,) = read([tmp_path])
    assert isinstance(document, Document)
    assert (document.title, document.text, document.source, document.url) == ("Talks", STORY, "The Sample", "u")
    assert (document.published, document.published_basis) == (date(2023, 9, 5), PublishedBasis.METADATA)
    assert document.path == f"{tmp_path / 't.jsonl'}:1 (7)"


def test_csv_columns(tmp_path: Path) -> None:
    text = 'id,title,text,source,published,url\na,Talks,"The ministers\nmet, at last, in ""Lisbon"".",The Sample,2023-09-05,\n'
    (tmp_path / "t.csv").write_text(text, "utf-8-sig")
    (document,) = read([tmp_path])
    assert isinstance(document, Document)
    assert document.text == 'The ministers\nmet, at last, in "Lisbon".'
    assert (document.published, document.url) == (date(2023, 9, 5), None)


def test_rows_that_cannot_be_used_are_skipped_by_number() -> None:
    found = drafts(
        jsonl({"text": STORY}, "{broken", "[1]", {"title": "no text"}, {"text": 5}, "", '{"text": "' + "\\ud800" + '"}')
    )
    assert [(f.path, type(f)) for f in found] == [
        ("t:1", Draft),
        ("t:2", Skip),
        ("t:3", Skip),
        ("t:4", Skip),
        ("t:5", Skip),
        ("t:7", Draft),
    ]


def test_a_lone_surrogate_in_a_row_is_replaced(tmp_path: Path) -> None:
    (tmp_path / "t.jsonl").write_text('{"text": "a \\ud800 b \\u0000 c", "title": "x\\ud800"}\n')
    (document,) = read([tmp_path])
    assert isinstance(document, Document)
    assert (document.text, document.title) == ("a \ufffd b \ufffd c", "x\ufffd")


@pytest.mark.parametrize("line", ["[" * 100_000, '{"text": ' + "1" * 5000 + "}", "\x00", "nan", '{"text": NaN}', "\ufeff{}"])
def test_hostile_json_lines(line: str) -> None:
    assert [type(f) for f in drafts(jsonl(line, {"text": STORY}))] == [Skip, Draft]


def test_a_line_over_the_limit_is_skipped_and_the_next_is_read() -> None:
    small = replace(limits(), max_row_bytes=100)
    data = jsonl({"text": "a" * 500}, {"text": STORY})
    found = list(read_jsonl(io.BytesIO(data), "t", small))
    assert [type(f) for f in found] == [Skip, Draft]
    assert found[1].path == "t:2"


def test_csv_without_a_text_column_is_left_out(tmp_path: Path) -> None:
    (tmp_path / "t.csv").write_text("name,lat\nLisbon,38.7\n")
    (skip,) = read([tmp_path])
    assert isinstance(skip, Skip) and "no column 'text'" in skip.reason


def test_csv_rows_with_too_many_or_few_cells() -> None:
    found = drafts(b"id,text\n1,one\n2\n3,a,b\n4,four\n", csv=True)
    assert [(f.path, type(f)) for f in found] == [("t:2 (1)", Draft), ("t:3", Skip), ("t:4", Skip), ("t:5 (4)", Draft)]


def test_csv_in_latin_1_and_with_nul() -> None:
    (draft,) = drafts("text\ncafé closed \0 now\n".encode("latin-1"), csv=True)
    assert isinstance(draft, Draft) and draft.text == "café closed \ufffd now"


def test_an_unclear_date_is_reported_and_not_used() -> None:
    skip, draft = drafts(jsonl({"text": STORY, "published": "05/09/2023"}))
    assert isinstance(skip, Skip) and "YYYY-MM-DD" in skip.reason
    assert isinstance(draft, Draft) and draft.published is None


def test_the_sidecar_of_a_table_fills_gaps_only(tmp_path: Path) -> None:
    (tmp_path / "t.jsonl").write_bytes(jsonl({"text": STORY, "source": "Own"}, {"text": STORY + "!"}))
    (tmp_path / "sources.csv").write_text("file,source,published\nt.jsonl,Archive,2023-09-05\n")
    first, second = (d for d in read([tmp_path]) if isinstance(d, Document))
    assert (first.source, second.source) == ("Own", "Archive")
    assert first.published == date(2023, 9, 5) and first.published_basis is PublishedBasis.SIDECAR


def test_empty_tables(tmp_path: Path) -> None:
    assert drafts(b"") == []
    (tmp_path / "t.csv").write_bytes(b"")
    (skip,) = read([tmp_path])
    assert isinstance(skip, Skip)
