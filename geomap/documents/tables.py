"""Tables of documents, one a row: .jsonl (an object a line), .json (a list of objects), .csv and .tsv (a header and rows)."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, BinaryIO

from geomap.documents import columns, dating
from geomap.documents.columns import COLUMNS
from geomap.documents.decoding import encoding_of
from geomap.documents.draft import Draft
from geomap.documents.limits import Limits
from geomap.errors import DocumentError
from geomap.model import PublishedBasis, Skip

_SAMPLE = 65_536
#: What may stand between cells: that of which the header has most.
_DELIMITERS = ",\t;|"


def read_jsonl(stream: BinaryIO, path: str, limits: Limits) -> Iterator[Draft | Skip]:
    """The documents of a JSON-lines table; a line that can't be used is a Skip with its number."""
    number = 0
    while line := stream.readline(limits.max_row_bytes + 1):
        number += 1
        where = f"{path}:{number}"
        if len(line) > limits.max_row_bytes and not line.endswith(b"\n"):
            yield Skip(where, f"the line is longer than {limits.max_row_bytes:,} bytes, the limit for one row")
            while line and not line.endswith(b"\n"):
                line = stream.readline(_SAMPLE)
            continue
        if line.strip() in (b"", b"\xef\xbb\xbf"):
            continue
        try:
            record = json.loads(line.decode("utf-8-sig"))
        except (ValueError, RecursionError) as error:
            yield Skip(where, f"not a JSON object in UTF-8 ({_short(error)}); write one object a line")
            continue
        if not isinstance(record, dict):
            yield Skip(where, f"not a JSON object but a {type(record).__name__}; write one object a line")
            continue
        yield from _draft(record, where)


def read_json(data: bytes, path: str, limits: Limits) -> Iterator[Draft | Skip]:
    """The documents of a JSON file: one record, a list of them, or an object that holds such a list.

    Raises DocumentError where it is none of these.
    """
    del limits  # the size was checked, and every text is checked where it becomes a document
    try:
        content = json.loads(data.decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        raise DocumentError(f"not JSON in UTF-8 ({_short(error)})") from error
    records = _records(content)
    if records is None:
        raise DocumentError(f"no list of articles in the JSON; write a list of objects with the keys {','.join(COLUMNS)}")
    for number, record in enumerate(records, start=1):
        where = path if record is content else f"{path}:{number}"
        if isinstance(record, dict):
            yield from _draft(record, where)
        else:
            yield Skip(where, f"not a JSON object but a {type(record).__name__}")


def _records(content: object) -> Sequence[object] | None:
    if isinstance(content, list):
        return content
    if not isinstance(content, dict):
        return None
    if "text" in columns.mapping(content):
        return [content]
    return next((content[key] for key in columns.lists() if isinstance(content.get(key), list)), None)


def read_csv(stream: BinaryIO, path: str, limits: Limits) -> Iterator[Draft | Skip]:
    """The documents of a table with a header; a row that can't be used is a Skip with the number of its line.

    Cells are parted by commas, tabs, semicolons or bars, as the header has it. Raises DocumentError where no column is a text.
    """
    sample = stream.read(_SAMPLE)
    encoding = encoding_of(sample) if sample else "utf-8"
    csv.field_size_limit(limits.max_row_bytes)
    lines = io.TextIOWrapper(io.BufferedReader(_Rest(sample, stream)), encoding=encoding, errors="replace", newline="")
    reader = csv.reader((line.replace("\0", "\ufffd") for line in lines), delimiter=_delimiter(sample, encoding), strict=False)
    try:
        header = [cell.strip() for cell in next(reader, [])]
        meant = columns.mapping(header)
        if "text" not in meant:
            raise DocumentError(_no_text(header))
        for cells in reader:
            if cells:
                where = f"{path}:{reader.line_num}"
                if len(cells) != len(header):
                    yield Skip(
                        where, f"{len(cells)} cells for {len(header)} columns; put cells that hold a comma in double quotes"
                    )
                    continue
                yield from _draft(dict(zip(header, cells, strict=True)), where)
    except csv.Error as error:
        yield Skip(f"{path}:{reader.line_num}", f"the rest of the table was not read: {error}")


class _Rest(io.RawIOBase):
    """A stream with what was already read of it put back before it; it may be one that can't go back itself."""

    def __init__(self, head: bytes, stream: BinaryIO) -> None:
        self.head = head
        self.stream = stream

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        if self.head:
            data, self.head = self.head[: len(buffer)], self.head[len(buffer) :]
        else:
            data = self.stream.read(len(buffer))
        buffer[: len(data)] = data
        return len(data)


def _delimiter(sample: bytes, encoding: str) -> str:
    first = sample.decode(encoding, "replace").lstrip("\ufeff\r\n").split("\n", 1)[0]
    return max(_DELIMITERS, key=first.count)


def _no_text(header: Sequence[str]) -> str:
    if columns.is_addresses_only(header):
        return "the table has addresses of articles but not their words; fetch the articles and give those"
    return f"not a table of documents: no column 'text', or one that means it; name the columns {','.join(COLUMNS)}"


def _draft(record: Mapping[str, object], where: str) -> Iterator[Draft | Skip]:
    said = columns.values(record, columns.mapping(record))
    text = said.get("text")
    if not isinstance(text, str):
        yield Skip(where, "there is no text; put the article's words in 'text'")
        return
    identity = _words(said.get("id"))
    written = _words(said.get("published"))
    published = dating.parse(written) if written else None
    path = f"{where} ({identity[:80]})" if identity else where
    if written and published is None:
        yield Skip(path, f"date not used: {written[:60]!r} in 'published' is not a clear date; write YYYY-MM-DD")
    yield Draft(
        path=path,
        text=text.replace("\r\n", "\n").replace("\r", "\n"),
        title=_words(said.get("title")),
        source=_words(said.get("source")),
        published=published,
        basis=PublishedBasis.METADATA if published else PublishedBasis.NONE,
        url=_words(said.get("url")),
    )


def _words(value: object) -> str | None:
    return (str(value).strip() or None) if isinstance(value, str | int | float) else None


def _short(error: Exception) -> str:
    return str(error).split("\n", 1)[0][:120]
