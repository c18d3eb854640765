"""Word documents (.docx): paragraphs and tables in order, by python-docx (an extra: ``pip install 'geomap[docx]'``).

The days in the file's properties are of the file, not of the article, and are not used.
"""

from __future__ import annotations

import importlib
import io
import zipfile
from collections.abc import Iterator
from typing import Any

from geomap.documents import archives
from geomap.documents.draft import Draft
from geomap.documents.limits import Limits
from geomap.errors import DocumentError
from geomap.model import Skip

#: How the library fails on files that only look like its own.
_TROUBLE = (AttributeError, KeyError, IndexError, RecursionError, SyntaxError, TypeError, ValueError, OSError)


def read(data: bytes, path: str, limits: Limits) -> Iterator[Draft | Skip]:
    """The document of one .docx file. Raises DocumentError when it can't be opened or has no text."""
    docx = _library()
    archives.measure(io.BytesIO(data), limits)
    try:
        document = docx.Document(io.BytesIO(data))
        lines = list(_lines(document))
        title = (document.core_properties.title or "").strip() or None
    except (zipfile.BadZipFile, *_TROUBLE) as error:
        raise DocumentError(f"the Word document can't be opened ({type(error).__name__}); save it as text") from error
    text = "\n".join(lines).strip()
    if not text:
        raise DocumentError("there is no text in the Word document")
    yield Draft(path=path, text=text, title=title)


def _library() -> Any:
    try:
        return importlib.import_module("docx")
    except ImportError as error:
        raise DocumentError("reading Word documents needs one more library: pip install 'geomap[docx]'") from error


def _lines(document: Any) -> Iterator[str]:
    for block in document.iter_inner_content():
        if hasattr(block, "rows"):
            for row in block.rows:
                # Cells that were joined come once for each place that they cover.
                yield " | ".join(dict.fromkeys(" ".join(cell.text.split()) for cell in row.cells))
        else:
            yield block.text
