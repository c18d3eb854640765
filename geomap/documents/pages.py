"""Web pages: the article's text, and the title, publisher, date and address that the page declares."""

from __future__ import annotations

import importlib
import json
import logging
import re
from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

from geomap.documents import dating
from geomap.documents.decoding import decode
from geomap.documents.draft import Draft
from geomap.errors import DocumentError
from geomap.model import PublishedBasis, Skip

_CHARSET = re.compile(rb"<meta[^>]{0,200}charset\s{0,5}=\s{0,5}[\"']?\s{0,5}([A-Za-z0-9_:.-]{2,40})", re.IGNORECASE)
#: What schema.org calls an article, a post or its page; lists of other articles are none of these.
_ARTICLE = re.compile(r"(?:Article|BlogPosting|Posting|WebPage|Report)$")
_MAX_DEPTH = 8
#: The meta elements that may hold the article's own date; not those of a picture, nor of a later change.
_DATE_META = re.compile(r"date|time|publish|issued|created|dcterms|dc\.", re.IGNORECASE)
_OTHER_META = re.compile(r"image|video|thumbnail|logo|icon|modif|update|expir|event", re.IGNORECASE)
#: The day in an address such as /2023/09/05/a-title.
_ADDRESS = re.compile(r"/((?:19|20)\d{2})/(\d{2})/(\d{2})(?:/|$)")
#: How parsers of pages fail on pages that were made to break them.
_TROUBLE = (ArithmeticError, AttributeError, LookupError, RecursionError, RuntimeError, SyntaxError, TypeError, ValueError)
_EARLIEST, _LATEST = datetime(1900, 1, 1), datetime(2100, 1, 1)


def read(data: bytes, path: str) -> Iterator[Draft | Skip]:
    """The article of one HTML page. Raises DocumentError when the page holds none."""
    declared = _CHARSET.search(data[:4096])
    html = decode(data, declared=declared[1].decode("ascii") if declared else None)
    lxml_etree: Any = importlib.import_module("lxml.etree")
    try:
        draft = _article(html, path)
    except DocumentError:
        raise
    except (lxml_etree.LxmlError, *_TROUBLE) as error:
        raise DocumentError(f"the page can't be taken apart ({type(error).__name__}); save the article itself as text") from error
    yield draft


def _article(html: str, path: str) -> Draft:
    trafilatura: Any = importlib.import_module("trafilatura")
    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)
    logging.getLogger("htmldate").setLevel(logging.CRITICAL)
    tree = trafilatura.load_html(html)
    if tree is None:
        raise DocumentError("there is no readable HTML in the page")
    text = trafilatura.extract(html, include_comments=False, include_tables=False)
    if not text or not text.strip():
        raise DocumentError("no article text was found in the page; save the article itself as text")
    metadata = trafilatura.extract_metadata(html, extensive=False)
    url = _words(metadata.url) if metadata else None
    published = _published(tree, url)
    title = _words(metadata.title) if metadata else None
    return Draft(
        path=path,
        text=text if title is None or title in text[: len(title) + 200] else f"{title}\n\n{text}",
        title=title,
        source=_words(metadata.sitename) if metadata else None,
        published=published,
        basis=PublishedBasis.METADATA if published else PublishedBasis.NONE,
        url=url,
    )


def _words(value: object) -> str | None:
    return (" ".join(value.split()) or None) if isinstance(value, str) else None


def _published(tree: Any, url: str | None) -> date | None:
    """The date that the page declares: JSON-LD, then marked-up elements, the head's meta elements, the page's address.

    The visible text is no source here: a page shows many dates that aren't its own.
    """
    return _json_ld(tree) or _marked_up(tree) or _head(tree) or _address(url)


def _json_ld(tree: Any) -> date | None:
    for script in tree.xpath("//script[@type='application/ld+json']")[:20]:
        try:
            content = json.loads(script.text or "")
        except (ValueError, RecursionError):
            continue
        for item in _items(content):
            written = item.get("datePublished")
            if isinstance(written, str) and (day := dating.parse(written)):
                return day
    return None


def _items(content: object, depth: int = 0) -> Iterator[dict[str, Any]]:
    """The schema.org articles and pages in a JSON-LD block, wherever ``@graph`` or ``mainEntity`` puts them."""
    if depth > _MAX_DEPTH:
        return
    if isinstance(content, list):
        for part in content[:50]:
            yield from _items(part, depth + 1)
    elif isinstance(content, dict):
        kinds = content.get("@type")
        if any(isinstance(k, str) and _ARTICLE.search(k) for k in (kinds if isinstance(kinds, list) else [kinds])):
            yield content
        for key in ("@graph", "mainEntity"):
            yield from _items(content.get(key), depth + 1)


def _marked_up(tree: Any) -> date | None:
    elements = tree.xpath("//meta[@itemprop='datePublished'] | //time[@itemprop='datePublished' or @pubdate]")
    for element in elements[:5]:
        written = element.get("content") or element.get("datetime") or element.text or ""
        if day := dating.parse(written):
            return day
    return None


def _head(tree: Any) -> date | None:
    """The date in the head's meta elements, as htmldate knows their many names."""
    lxml_html: Any = importlib.import_module("lxml.html")
    htmldate: Any = importlib.import_module("htmldate")
    page = lxml_html.document_fromstring("<html><head></head><body><p>.</p></body></html>")
    head = page.find("head")
    for meta in tree.xpath("//head/meta[@content]")[:200]:
        name = " ".join(str(meta.get(key) or "") for key in ("name", "property", "itemprop", "http-equiv"))
        if _DATE_META.search(name) and not _OTHER_META.search(name):
            head.append(lxml_html.fromstring(lxml_html.tostring(meta)))
    found = htmldate.find_date(page, extensive_search=False, original_date=True, min_date=_EARLIEST, max_date=_LATEST)
    return dating.iso(found) if isinstance(found, str) else None


def _address(url: str | None) -> date | None:
    match = _ADDRESS.search(url or "")
    return dating.iso("-".join(match.groups())) if match else None
