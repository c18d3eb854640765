"""What a format yields before anything is concluded from the text."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from geomap.model import PublishedBasis


@dataclass(frozen=True, slots=True)
class Draft:
    """One article as its file gives it; ``path`` also says which row or member it is. Unknown is None."""

    path: str
    text: str
    title: str | None = None
    source: str | None = None
    published: date | None = None
    basis: PublishedBasis = PublishedBasis.NONE
    url: str | None = None
