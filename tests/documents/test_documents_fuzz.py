"""Whatever bytes a file holds, reading it gives documents or reasons, never an exception."""

import tempfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from geomap.documents import FORMATS, read
from geomap.model import Document, Skip

PIECES = [
    b"---\n",
    b"title: x\n",
    b"date: 1\n",
    b"text,",
    b"id\n",
    b'{"text": "',
    b'"}\n',
    b'"',
    b",",
    b"\n",
    b"\r",
    b"\0",
    b"\xff\xfe",
    b"\xef\xbb\xbf",
    b"\xed\xa0\x80",
    b"PK\x03\x04",
    b"PK\x01\x02",
    b"PK\x05\x06",
    b"<p>",
    b"<html>",
    b"</",
    b"<!--",
    b"&#0;",
    b"words of the article ",
    b"\xe9",
    b"Sign up for our newsletter\n",
    b"12 September 2023\n",
    b"![](",
    b"\\ud800",
    b"[",
    b"{",
    b"1e999",
]


@pytest.mark.parametrize("suffix", FORMATS)
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.one_of(st.binary(max_size=300), st.lists(st.sampled_from(PIECES), max_size=30).map(b"".join)))
def test_any_bytes(suffix: str, data: bytes) -> None:
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / f"a{suffix}"
        file.write_bytes(data)
        for found in read([file]):
            if isinstance(found, Skip):
                assert found.reason and found.path.startswith(str(file))
                continue
            assert isinstance(found, Document)
            assert found.title and found.text.strip() and "\0" not in found.text
            found.text.encode("utf-8")
            found.title.encode("utf-8")
