"""The store: the one door to the SQLite file that holds documents, what was found in them, events and corrections."""

from geomap.store.lookups import Heading
from geomap.store.store import Found, Store
from geomap.store.writing import FileFact

__all__ = ["FileFact", "Found", "Heading", "Store"]
