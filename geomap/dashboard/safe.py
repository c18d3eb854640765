"""The one sink for foreign text: article text, titles, source names and links reach HTML, JavaScript and Markdown only here.

HTML is built from :class:`Markup`, which only this module makes: every plain string that enters it is escaped. Escaping covers
the characters that end a JavaScript template literal as well (``` ` $ \\ { } ```), because folium writes HTML into such literals,
where ``${...}`` would run. Inside the map, text travels as a JSON literal and is set with ``textContent``.
"""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterable
from typing import Final
from urllib.parse import urlsplit

import streamlit as st

#: Beyond HTML: what a JavaScript template literal, a Jinja template or streamlit-folium's placeholders would act on.
_ENTITIES: Final = str.maketrans({c: f"&#{ord(c)};" for c in "`$\\{}"})
#: Everything that Streamlit's Markdown gives a meaning to: emphasis, links, images, code, LaTeX, colours, icons, HTML, tables.
_MARKDOWN: Final = re.compile(r"([\\`*_{}\[\]()#+\-.!|<>~$:&^=@])")
#: Control characters (but not tab and line breaks) and the invisible marks that reorder text.
_UNPRINTABLE: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\u202a-\u202e\u2066-\u2069]")
#: What HTML, JavaScript or a template literal acts on; in JSON it can only stand inside a string.
_ACTIVE: Final = re.compile("[<>&`$\u2028\u2029\ud800-\udfff]")
_STRING: Final = re.compile(r'"[^"\\]*(?:\\.[^"\\]*)*"')
_BRACES: Final = re.compile("[{}]")
_NAME: Final = re.compile(r"[a-z][a-z0-9-]*")
_TAGS: Final = frozenset(
    [
        "a",
        "abbr",
        "article",
        "b",
        "blockquote",
        "br",
        "div",
        "dd",
        "del",
        "details",
        "dl",
        "dt",
        "em",
        "h2",
        "h3",
        "h4",
        "hr",
        "i",
        "li",
        "mark",
        "ol",
        "p",
        "q",
        "section",
        "small",
        "span",
        "strong",
        "summary",
        "time",
        "ul",
    ]
)
_ATTRIBUTES: Final = frozenset({"class", "href", "rel", "target", "title", "datetime", "role", "aria-label", "style"})


class Markup(str):
    """HTML that is safe to show as it stands; made by this module only."""

    __slots__ = ()


def text(value: str) -> Markup:
    """Plain text as HTML: what it says is what is read, whatever it contains."""
    return Markup(html.escape(_UNPRINTABLE.sub("\ufffd", value), quote=True).translate(_ENTITIES))


def tag(name: str, /, *children: str, **attributes: str | None) -> Markup:
    """An element. Children that are not Markup are escaped; attributes lose a trailing underscore (``class_``); None omits one.

    Raises ValueError for an element or an attribute that is not on the short list, and for an ``href`` that is not http or https.
    """
    if name not in _TAGS:
        raise ValueError(f"<{name}> is not on the list of elements that may be shown")
    written = "".join(_attribute(key, value) for key, value in attributes.items() if value is not None)
    if name in {"br", "hr"}:
        return Markup(f"<{name}{written}>")
    return Markup(f"<{name}{written}>{join(children)}</{name}>")


def _attribute(key: str, value: str) -> str:
    name = key.rstrip("_").replace("_", "-")
    if name not in _ATTRIBUTES or not _NAME.fullmatch(name):
        raise ValueError(f"the attribute {name} is not on the list of attributes that may be shown")
    if name == "href" and http_url(value) is None:
        raise ValueError("only http and https links may be shown")
    return f' {name}="{text(value)}"'


def join(children: Iterable[str], separator: str = "") -> Markup:
    """The children one after the other, each escaped unless it is Markup; the separator likewise."""
    between = separator if isinstance(separator, Markup) else text(separator)
    return Markup(between.join(child if isinstance(child, Markup) else text(child) for child in children))


def http_url(url: str | None) -> str | None:
    """The address if a browser may be sent there: http or https, with a host, without spaces or control characters."""
    if not url or len(url) > 2000 or re.search(r"[\s\x00-\x1f\x7f\\]", url):
        return None
    try:
        parts = urlsplit(url)
        host = parts.hostname
    except ValueError:
        return None
    return url if parts.scheme in {"http", "https"} and host else None


def link(url: str | None, words: str) -> Markup:
    """The words as a link that opens in a new tab and tells the other side nothing, or just the words."""
    if http_url(url) is None:
        return tag("span", words)
    return tag("a", words, href=url, target="_blank", rel="noopener noreferrer nofollow")


def json_literal(value: object) -> str:
    """Compact JSON that is safe inside a script, inside HTML and inside ``eval``: every text in it is only ever data.

    Curly brackets become escapes as well, since streamlit-folium rewrites ``{{'...'}}`` in what it passes on. Only brackets
    inside strings are touched. Raises ValueError for NaN and infinity.
    """
    if isinstance(value, dict):  # its values one by one: most have no brackets, and need not be looked through
        return "{" + ",".join(f"{json_literal(str(key))}:{json_literal(part)}" for key, part in value.items()) + "}"
    written = _ACTIVE.sub(_escape, json.dumps(value, separators=(",", ":"), ensure_ascii=False, allow_nan=False))
    return _STRING.sub(_braceless, written) if "{" in written or "}" in written else written


def _braceless(literal: re.Match[str]) -> str:
    text_of_it = literal.group()
    return _BRACES.sub(_escape, text_of_it) if "{" in text_of_it or "}" in text_of_it else text_of_it


def _escape(match: re.Match[str]) -> str:
    return f"\\u{ord(match.group()):04x}"


def markdown(value: str) -> str:
    """Plain text for a Streamlit label or caption, which would otherwise read it as Markdown and fetch the images in it."""
    return _MARKDOWN.sub(r"\\\1", _UNPRINTABLE.sub("\ufffd", " ".join(value.split())))


def show(markup: Markup) -> None:
    """Put the HTML on the page. Raises TypeError for a string that this module did not make."""
    if not isinstance(markup, Markup):
        raise TypeError("only Markup made by geomap.dashboard.safe may be shown as HTML")
    st.html(markup)


def plain(value: str) -> str:
    """Text for a place that shows it as it is, without what can't be printed or would reorder the line."""
    return _UNPRINTABLE.sub("\ufffd", " ".join(value.split()))
