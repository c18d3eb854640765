"""Files, folders, web pages, tables and archives to documents, with their metadata and their page furniture."""

from geomap.documents.assembly import from_text
from geomap.documents.facts import FileFact, Unchanged
from geomap.documents.limits import Limits
from geomap.documents.publication import Publication
from geomap.documents.reading import FORMATS, publications, read, read_changed

__all__ = ["FORMATS", "FileFact", "Limits", "Publication", "Unchanged", "from_text", "publications", "read", "read_changed"]
