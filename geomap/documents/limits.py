"""The limits of reading, from ``geomap/data/documents/limits.toml``."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Any


@dataclass(frozen=True, slots=True)
class Limits:
    """How much of what is read; sizes in bytes, ``max_chars`` in characters. The data file says why each is what it is."""

    max_bytes: int
    max_page_bytes: int
    max_table_bytes: int
    max_chars: int
    max_row_bytes: int
    zip_max_members: int
    zip_max_total_bytes: int
    zip_max_ratio: float
    zip_ratio_from_bytes: int
    pdf_max_pages: int
    max_header_chars: int
    json_max_tags: int
    json_max_torn_chars: int


def data(name: str) -> dict[str, Any]:
    """A table of ``geomap/data/documents``, by its file name."""
    return tomllib.loads((files("geomap") / "data" / "documents" / name).read_text("utf-8"))


@lru_cache(maxsize=1)
def limits() -> Limits:
    """The shipped limits."""
    table = data("limits.toml")
    return Limits(
        max_bytes=table["file"]["max_bytes"],
        max_page_bytes=table["file"]["max_page_bytes"],
        max_table_bytes=table["file"]["max_table_bytes"],
        max_chars=table["text"]["max_chars"],
        max_row_bytes=table["text"]["max_row_bytes"],
        zip_max_members=table["zip"]["max_members"],
        zip_max_total_bytes=table["zip"]["max_total_bytes"],
        zip_max_ratio=table["zip"]["max_ratio"],
        zip_ratio_from_bytes=table["zip"]["ratio_from_bytes"],
        pdf_max_pages=table["pdf"]["max_pages"],
        max_header_chars=table["mail"]["max_header_chars"],
        json_max_tags=table["page"]["json_max_tags"],
        json_max_torn_chars=table["page"]["json_max_torn_chars"],
    )
