"""Web pages: the article's text, and the title, publisher, date and address that the page declares."""

from __future__ import annotations

import copy
import importlib
import json
import logging
import re
from collections.abc import Iterator
from typing import Any

from geomap.documents import declared, shown
from geomap.documents.decoding import decode
from geomap.documents.draft import Draft
from geomap.documents.limits import Limits
from geomap.documents.publication import Clue
from geomap.errors import DocumentError
from geomap.model import Skip

_logger = logging.getLogger(__name__)
_logger.addHandler(logging.NullHandler())
_CHARSET = re.compile(rb"<meta[^>]{0,200}charset\s{0,5}=\s{0,5}[\"']?\s{0,5}([A-Za-z0-9_:.-]{2,40})", re.IGNORECASE)
#: How parsers of pages fail on pages that were made to break them.
_TROUBLE = (
    ArithmeticError,
    AssertionError,
    AttributeError,
    LookupError,
    RecursionError,
    RuntimeError,
    SyntaxError,
    TypeError,
    ValueError,
)


def read(data: bytes, path: str, limits: Limits, *, charset: str | None = None) -> Iterator[Draft | Skip]:
    """The article of one HTML page; ``charset`` is what its envelope declares. Raises DocumentError when the page holds none."""
    declared_in = _CHARSET.search(data[:4096])
    html = decode(data, declared=charset or (declared_in[1].decode("ascii") if declared_in else None))
    lxml_etree: Any = importlib.import_module("lxml.etree")
    try:
        draft = _article(html, path, limits)
    except DocumentError:
        raise
    except (lxml_etree.LxmlError, *_TROUBLE) as error:
        raise DocumentError(f"the page can't be taken apart ({type(error).__name__}); save the article itself as text") from error
    yield draft


def _article(html: str, path: str, limits: Limits) -> Draft:
    trafilatura: Any = importlib.import_module("trafilatura")
    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)
    logging.getLogger("htmldate").setLevel(logging.CRITICAL)
    tree = trafilatura.load_html(html)
    if tree is None:
        raise DocumentError("there is no readable HTML in the page")
    text = trafilatura.extract(html, include_comments=False, include_tables=False)
    if not text or not text.strip():
        raise DocumentError("no article text was found in the page; save the article itself as text")
    metadata = _metadata(tree, limits)
    url = _words(metadata.url) if metadata else None
    title = _words(metadata.title) if metadata else None
    titles = [words for words in (title, _words(tree.findtext(".//title"))) if words]
    return Draft(
        path=path,
        text=text if title is None or title in text[: len(title) + 200] else f"{title}\n\n{text}",
        title=title,
        source=_words(metadata.sitename) if metadata else None,
        url=url,
        clues=(*declared.clues(tree, titles), *_shown(tree, titles)),
        order=shown.order_of(tree),
        page=True,
    )


def _metadata(tree: Any, limits: Limits) -> Any:
    """What trafilatura finds declared; None where it fails on a page whose text was found."""
    trafilatura: Any = importlib.import_module("trafilatura")
    etree: Any = importlib.import_module("lxml.etree")
    copied = copy.deepcopy(tree)
    for script in copied.xpath('.//script[@type="application/ld+json" or @type="application/settings+json"]'):
        if _is_trap(script.text or "", limits):
            script.text = None
    try:
        return trafilatura.extract_metadata(copied, extensive=False)
    except (etree.LxmlError, *_TROUBLE):
        _logger.debug("no metadata: the library failed", exc_info=True)
        return None


def _is_trap(script: str, limits: Limits) -> bool:
    """Whether the library's patterns would take time with the square of this record: for tags in it, and for torn JSON."""
    if script.count("<") > limits.json_max_tags:
        return True
    if len(script) <= limits.json_max_torn_chars:
        return False
    try:
        json.loads(script, strict=False)
    except (ValueError, RecursionError):
        return True
    return False


def _words(value: object) -> str | None:
    return (" ".join(value.split()) or None) if isinstance(value, str) else None


def _shown(tree: Any, titles: list[str]) -> Iterator[Clue]:
    """What the page shows of its date, without the days that it declares for an event or a life."""
    others = declared.of_other_things(tree)
    return (clue for clue in shown.clues(tree, titles) if not {day for _, day in clue.readings} & others)
