"""Files, folders, web pages, tables and archives to documents, with their metadata and their page furniture.

What reads files is loaded when it is first asked for: who only needs to know what a file fact is doesn't wait for it.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from geomap.documents.facts import FileFact, Unchanged
from geomap.documents.limits import Limits

if TYPE_CHECKING:
    from geomap.documents.assembly import from_text
    from geomap.documents.publication import Publication
    from geomap.documents.reading import FORMATS, publications, read, read_changed

__all__ = ["FORMATS", "FileFact", "Limits", "Publication", "Unchanged", "from_text", "publications", "read", "read_changed"]

_LATER = {
    "FORMATS": "reading",
    "Publication": "publication",
    "from_text": "assembly",
    "publications": "reading",
    "read": "reading",
    "read_changed": "reading",
}


def __getattr__(name: str) -> object:
    """What reads files, loaded now."""
    if name not in _LATER:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    found = globals()[name] = getattr(import_module(f"{__name__}.{_LATER[name]}"), name)
    return found
