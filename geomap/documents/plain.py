"""Plain text and Markdown, with the block of fields (front matter) that may open them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from geomap.documents import dating
from geomap.documents.decoding import decode
from geomap.documents.draft import Draft
from geomap.model import PublishedBasis, Skip

_FENCE = "---"
_MAX_FIELDS = 60
_FIELD = re.compile(r"([A-Za-z][\w-]{0,40}):(?:[ \t]+(.*))?$")
#: The fields that are read, and what else they are called.
_NAMES = {
    "title": "title",
    "source": "source",
    "publisher": "source",
    "published": "published",
    "date": "published",
    "url": "url",
    "link": "url",
}


def read(data: bytes, path: str) -> Iterator[Draft | Skip]:
    """The document of one .txt or .md file. Raises DocumentError for binary content."""
    text = decode(data)
    fields, body = front_matter(text)
    written = fields.get("published")
    published = dating.parse(written) if written else None
    if written and published is None:
        yield Skip(path, f"date not used: {written[:60]!r} in the front matter is not a clear date; write YYYY-MM-DD")
    yield Draft(
        path=path,
        text=body,
        title=fields.get("title"),
        source=fields.get("source"),
        published=published,
        basis=PublishedBasis.FRONT_MATTER if published else PublishedBasis.NONE,
        url=fields.get("url"),
    )


def front_matter(text: str) -> tuple[dict[str, str], str]:
    """(fields, the text after them): a block between two lines ``---`` at the very top, of ``key: value`` lines.

    Fields that geomap doesn't know are passed over, as are nested lists; a block that holds anything else is text.
    """
    if not text.startswith(_FENCE + "\n"):
        return {}, text
    fields: dict[str, str] = {}
    position = len(_FENCE) + 1
    for _ in range(_MAX_FIELDS):
        end = text.find("\n", position)
        line = text[position : end if end >= 0 else len(text)].rstrip()
        if line == _FENCE:
            return fields, text[end + 1 :].lstrip("\n") if end >= 0 else ""
        match = _FIELD.match(line[:2000])
        if match and match[1].lower() in _NAMES and (value := _unquoted(match[2] or "")):
            fields.setdefault(_NAMES[match[1].lower()], value)
        elif not match and line and not line.startswith((" ", "\t", "-", "#")):
            break
        if end < 0:
            break
        position = end + 1
    return {}, text


def _unquoted(value: str) -> str:
    value = value.strip()
    if len(value) >= 2 and value[0] == value[-1] and value[0] in "'\"":
        value = value[1:-1].strip()
    return value
