"""The store: the one door to the SQLite file that holds documents, what was found in them, events and corrections."""

from geomap.documents.facts import FileFact
from geomap.store.lookups import EventCounts, Heading
from geomap.store.store import Found, Store

__all__ = ["EventCounts", "FileFact", "Found", "Heading", "Store"]
