"""How an exported event looks: the colour of its type, and the size of its marker where a program reads simplestyle."""

from __future__ import annotations

from geomap import typology

_UNKNOWN = "other"
#: For a place where no type has half of the events.
MIXED = "#5B6B7A"


def colour(event_type: str) -> str:
    """The colour of an event type, as ``#rrggbb``; a type that is no longer in the table has that of ``other``."""
    types = typology.table()
    found: str = types.get(event_type, types[_UNKNOWN])["colour"]
    return found


def size(n_documents: int) -> str:
    """``small``, ``medium`` or ``large`` for an event that one, two or more documents tell of."""
    return ("small", "medium", "large")[min(max(n_documents, 1), 3) - 1]
