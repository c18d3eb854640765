"""The store: the one door to the SQLite file that holds documents, what was found in them, events and corrections."""

from geomap.store.store import FileFact, Found, Store

__all__ = ["FileFact", "Found", "Store"]
