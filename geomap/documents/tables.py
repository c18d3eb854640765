"""Tables of documents, one a row: .jsonl (an object a line) and .csv (a header and rows)."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator, Mapping
from typing import BinaryIO

from geomap.documents import dating
from geomap.documents.decoding import encoding_of
from geomap.documents.draft import Draft
from geomap.documents.limits import Limits
from geomap.errors import DocumentError
from geomap.model import PublishedBasis, Skip

#: The columns (or keys) that are read; ``text`` is required, others are passed over.
COLUMNS = ("id", "title", "text", "source", "published", "url")
_SAMPLE = 65_536


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


def read_csv(stream: BinaryIO, path: str, limits: Limits) -> Iterator[Draft | Skip]:
    """The documents of a CSV table; a row that can't be used is a Skip with its line. Raises DocumentError without a header."""
    encoding = encoding_of(stream.read(_SAMPLE))
    stream.seek(0)
    csv.field_size_limit(max(csv.field_size_limit(), limits.max_row_bytes))
    lines = io.TextIOWrapper(stream, encoding=encoding, errors="replace", newline="")
    reader = csv.reader((line.replace("\0", "\ufffd") for line in lines), strict=False)
    try:
        header = [cell.strip().lower() for cell in next(reader, [])]
        if "text" not in header:
            raise DocumentError(
                f"not a table of documents: the first line has no column 'text'; name the columns {','.join(COLUMNS)}"
            )
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
    finally:
        lines.detach()


def _draft(record: Mapping[str, object], where: str) -> Iterator[Draft | Skip]:
    lowered = {str(key).lower(): value for key, value in record.items()}
    text = lowered.get("text")
    if not isinstance(text, str):
        yield Skip(where, "there is no text; put the article's words in 'text'")
        return
    identity = _words(lowered.get("id"))
    written = _words(lowered.get("published"))
    published = dating.parse(written) if written else None
    path = f"{where} ({identity[:80]})" if identity else where
    if written and published is None:
        yield Skip(path, f"date not used: {written[:60]!r} in 'published' is not a clear date; write YYYY-MM-DD")
    yield Draft(
        path=path,
        text=text.replace("\r\n", "\n").replace("\r", "\n"),
        title=_words(lowered.get("title")),
        source=_words(lowered.get("source")),
        published=published,
        basis=PublishedBasis.METADATA if published else PublishedBasis.NONE,
        url=_words(lowered.get("url")),
    )


def _words(value: object) -> str | None:
    return (str(value).strip() or None) if isinstance(value, str | int | float) else None


def _short(error: Exception) -> str:
    return str(error).split("\n", 1)[0][:120]
