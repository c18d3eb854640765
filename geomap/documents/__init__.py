"""Files, folders, web pages, tables and archives to documents, with their metadata and their page furniture."""

from geomap.documents.assembly import from_text
from geomap.documents.limits import Limits
from geomap.documents.reading import FORMATS, read

__all__ = ["FORMATS", "Limits", "from_text", "read"]
