"""Feeds (RSS, Atom) as files: one document an entry, where the entry holds the article and not only a teaser.

A feed is read by feedparser. The day of an entry is its ``published``, never its ``updated``.
"""

from __future__ import annotations

import importlib
import io
import re
from collections.abc import Iterator
from datetime import date
from typing import Any

from geomap.documents.draft import Draft
from geomap.documents.limits import Limits, data
from geomap.errors import DocumentError
from geomap.model import PublishedBasis, Skip

#: A document type that declares entities is how a small file becomes a large one, or asks for other files; no feed needs it.
_ENTITY = re.compile(rb"<!ENTITY", re.IGNORECASE)
_BLOCKS = frozenset(
    {"p", "div", "br", "li", "tr", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "table", "pre"}
    | {"blockquote", "section", "article", "figure", "figcaption"}
)
#: How the library fails on feeds that were made to break it.
_TROUBLE = (ArithmeticError, AttributeError, AssertionError, LookupError, RecursionError, TypeError, ValueError)
_SILENT = frozenset({"script", "style", "template", "noscript", "iframe", "svg"})


def read(content: bytes, path: str, limits: Limits) -> Iterator[Draft | Skip]:
    """The articles of a feed. Raises DocumentError where the file is no feed."""
    del limits  # the size was checked, and every text is checked where it becomes a document
    feed = _parsed(content)
    publisher = _words(feed.feed.get("title"))
    if not feed.entries:
        yield Skip(path, "the feed has no entries")
    for number, entry in enumerate(feed.entries, start=1):
        yield _entry(entry, f"{path}:{number}", publisher)
    if feed.bozo and isinstance(feed.get("bozo_exception"), Exception) and _broken(feed):
        yield Skip(path, f"the feed is broken, entries may be missing ({str(feed.bozo_exception)[:100]})")


def links(content: bytes) -> list[str]:
    """The addresses of a feed's entries, each once, in its order. Raises DocumentError where it is no feed."""
    return list(dict.fromkeys(url for entry in _parsed(content).entries if (url := _words(entry.get("link")))))


def _parsed(content: bytes) -> Any:
    if _ENTITY.search(content):
        raise DocumentError("the file declares entities, which no feed needs and which can make it huge; remove them")
    feedparser: Any = importlib.import_module("feedparser")
    # As a stream: a text that looks like an address would be fetched, one that looks like a file's name opened.
    try:
        feed = feedparser.parse(io.BytesIO(content), sanitize_html=False, resolve_relative_uris=False)
    except _TROUBLE as error:
        raise DocumentError(f"the feed can't be taken apart ({type(error).__name__})") from error
    if not feed.get("version"):
        raise DocumentError("this XML file is no feed (RSS or Atom)")
    return feed


def _broken(feed: Any) -> bool:
    """Whether the XML itself is at fault; a wrong media type or encoding label costs nothing."""
    name = type(feed.bozo_exception).__name__
    return name not in ("NonXMLContentType", "CharacterEncodingOverride")


def _entry(entry: Any, where: str, publisher: str | None) -> Draft | Skip:
    title, url = _words(entry.get("title")), _words(entry.get("link"))
    text = _longest([*(part.get("value") for part in entry.get("content", ())), entry.get("summary")])
    least = int(data("feeds.toml")["least_chars"])
    if len(text) < least:
        cure = f"; the article is at {url}" if url else ""
        return Skip(where, f"the entry is only a teaser of {len(text)} characters, not the article (least: {least}){cure}")
    day = _day(entry.get("published_parsed"))
    source = entry.get("source") or {}
    return Draft(
        path=where,
        text=text if title is None or title in text[: len(title) + 200] else f"{title}\n\n{text}",
        title=title,
        source=_words(source.get("title")) or publisher,
        published=day,
        basis=PublishedBasis.METADATA if day else PublishedBasis.NONE,
        url=url,
    )


def _day(parsed: Any) -> date | None:
    try:
        return date(*parsed[:3]) if parsed else None
    except (TypeError, ValueError):
        return None


def _longest(values: list[object]) -> str:
    return max((plain(value) for value in values if isinstance(value, str)), key=len, default="")


def _words(value: object) -> str | None:
    return (" ".join(value.split()) or None) if isinstance(value, str) else None


def plain(markup: str) -> str:
    """The text of a piece of HTML, a line for each block; text without markup stays as it is."""
    if "<" not in markup and "&" not in markup:
        return markup.strip()
    html: Any = importlib.import_module("lxml.html")
    etree: Any = importlib.import_module("lxml.etree")
    try:
        tree = html.fragment_fromstring(markup.replace("\0", "\ufffd"), create_parent="div")
    except (etree.LxmlError, ValueError):
        return " ".join(re.sub(r"<[^<>]{0,500}>", " ", markup).split())
    pieces: list[str] = []
    for action, element in etree.iterwalk(tree, events=("start", "end")):
        if not isinstance(element.tag, str) or element.tag in _SILENT:
            pieces.append((element.tail or "") if action == "end" else "")
            continue
        pieces += ["\n" if element.tag in _BLOCKS else "", (element.text if action == "start" else element.tail) or ""]
    lines = (" ".join(line.split()) for line in "".join(pieces).split("\n"))
    return "\n".join(line for line in lines if line)
