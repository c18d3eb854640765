"""Plain text and Markdown, with the block of fields that may open them."""

from __future__ import annotations

from collections.abc import Iterator

from geomap.documents import dating
from geomap.documents.decoding import decode
from geomap.documents.draft import Draft
from geomap.documents.frontmatter import front_matter
from geomap.documents.limits import Limits
from geomap.model import PublishedBasis, Skip


def read(data: bytes, path: str, limits: Limits) -> Iterator[Draft | Skip]:
    """The document of one .txt or .md file. Raises DocumentError for binary content."""
    del limits  # the size was checked, and the text is checked where it becomes a document
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
