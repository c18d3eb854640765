"""PDF: the text of its pages, by pypdfium2 (an extra: ``pip install 'geomap[pdf]'``).

A page gives lines, not paragraphs: lines are joined, and words that were cut at a line's end are made whole. Dates in the file's
own data are of the file, not of the article, and are not used.
"""

from __future__ import annotations

import importlib
import re
from collections.abc import Iterator
from typing import Any

from geomap.documents.draft import Draft
from geomap.documents.limits import Limits
from geomap.errors import DocumentError
from geomap.model import Skip

#: A hyphen at a line's end; pdfium marks those that it takes for one by U+0002 or U+FFFE and joins the lines itself.
_HYPHEN = re.compile(r"(?<=[a-z])(?:[-\u00ad]\n|[\u0002\ufffe]\n?)(?=[a-z])")
_MARK = re.compile(r"[\u0002\ufffe]")
_PARAGRAPH_END = re.compile(r"[.!?:][\"'”’)]{0,2}$")
#: A line this much shorter than the page's longest ends a paragraph.
_SHORT = 0.75


def read(data: bytes, path: str, limits: Limits) -> Iterator[Draft | Skip]:
    """The document of one PDF file. Raises DocumentError when it can't be opened or has no text."""
    pdfium = _library()
    try:
        document = pdfium.PdfDocument(data)
    except pdfium.PdfiumError as error:
        raise DocumentError(_why(str(error))) from error
    try:
        count = len(document)
        if count > limits.pdf_max_pages:
            raise DocumentError(f"the PDF has {count:,} pages; the limit is {limits.pdf_max_pages:,}; split it")
        pages, broken = [], []
        for number in range(count):
            try:
                pages.append(_page(document[number]))
            except pdfium.PdfiumError:
                broken.append(number + 1)
        title = document.get_metadata_dict().get("Title") or None
    finally:
        document.close()
    text = "\n\n".join(page for page in pages if page)
    if not text.strip():
        raise DocumentError("the PDF holds no text (scanned pages are pictures); run a text recognition over it first")
    for number in broken:
        yield Skip(f"{path}:{number}", "the page is broken; the others were read")
    yield Draft(path=path, text=text, title=title if title and " " in title.strip() else None)


def _library() -> Any:
    try:
        return importlib.import_module("pypdfium2")
    except ImportError as error:
        raise DocumentError("reading PDF needs one more library: pip install 'geomap[pdf]'") from error


def _why(reason: str) -> str:
    if "assword" in reason:
        return "the PDF is protected by a password; save it without one"
    return f"the PDF can't be opened ({reason[:100]})"


def _page(page: Any) -> str:
    """The text of a page as paragraphs."""
    try:
        textpage = page.get_textpage()
        try:
            return _paragraphs(textpage.get_text_bounded().replace("\r\n", "\n").replace("\r", "\n"))
        finally:
            textpage.close()
    finally:
        page.close()


def _paragraphs(text: str) -> str:
    lines = [line.strip() for line in _MARK.sub("-", _HYPHEN.sub("", text)).split("\n")]
    widest = max((len(line) for line in lines), default=0)
    out: list[str] = []
    for line, after in zip(lines, [*lines[1:], ""], strict=True):
        if not line:
            continue
        ends = len(line) < _SHORT * widest and (_PARAGRAPH_END.search(line) or after[:1].isupper())
        out.append(line + ("\n" if ends or not after else " "))
    return "".join(out).strip()
