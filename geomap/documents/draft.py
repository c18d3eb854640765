"""What a format yields before anything is concluded from the text."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from geomap.documents.publication import Clue
from geomap.model import PublishedBasis


@dataclass(frozen=True, slots=True)
class Draft:
    """One article as its file gives it; ``path`` also says which row or member it is. Unknown is None.

    ``published`` is a date that a person or a table states; ``clues`` are the signs of it on a ``page``, and ``order`` is how
    the page's country writes dates in figures.
    """

    path: str
    text: str
    title: str | None = None
    source: str | None = None
    published: date | None = None
    basis: PublishedBasis = PublishedBasis.NONE
    url: str | None = None
    clues: tuple[Clue, ...] = ()
    order: str | None = None
    page: bool = False
