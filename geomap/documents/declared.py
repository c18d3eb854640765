"""Dates that a web page declares for machines: JSON-LD, meta elements, marked-up elements, a script's state, the address."""

from __future__ import annotations

import importlib
import json
import re
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from functools import lru_cache
from typing import Any

from geomap.documents import dating, written
from geomap.documents.publication import Clue
from geomap.documents.written import rules

#: What schema.org calls an article or a post, and its page; lists of other articles are none of these.
_ARTICLE = re.compile(r"(?:Article|BlogPosting|Posting|Report)$")
_PAGE = re.compile(r"(?:WebPage|ItemPage|AboutPage|MedicalWebPage)$")
_MAX_DEPTH = 8
_MAX_BLOCKS = 20
_DATE_META = re.compile(r"date|time|publish|issued|created|dcterms|dc\.", re.IGNORECASE)
#: The day in an address such as /2023/09/05/a-title, /2023-09-05-a-title or /20230905/.
_ADDRESS = re.compile(
    r"[/=_-]((?:19|20)\d{2})(?:/(\d{1,2})/(\d{1,2})(?=[/_.-]|$)|-(\d{2})-(\d{2})(?=[/_.?&-]|$)|(\d{2})(\d{2})(?=[/_.-]|$))"
)
_MONTH_NAMES = re.compile(r"/((?:19|20)\d{2})/([a-z]{3,9})/(\d{1,2})(?=/|$)", re.IGNORECASE)
_PAIR = re.compile(r"[\"']?([A-Za-z_]{6,24})[\"']?\s{0,3}[:=]\s{0,3}(?:[\"']([^\"'\n]{6,60})[\"']|(\d{10}(?:\d{3})?)\b)")
_DATE_PUBLISHED = re.compile(r"\"datePublished\"\s{0,5}:\s{0,5}\"([^\"\n]{6,60})\"")
#: A comment or a CDATA section around a script's content.
_WRAPPING = re.compile(r"^(?:<!--|(?://|/\*)?<!\[CDATA\[(?:\*/)?)|(?:-->|(?://|/\*)?\]\]>(?:\*/)?);?$")
_EARLIEST, _LATEST = datetime(1800, 1, 1), datetime(2100, 1, 1)


def clues(tree: Any, titles: Iterable[str]) -> Iterator[Clue]:
    """Everything that the page declares of its own date; ``titles`` are the headlines by which its own record is known."""
    known = frozenset(filter(None, map(_key, titles)))
    yield from _json_ld(tree, known)
    yield from _meta(tree)
    yield from _marked_up(tree)
    yield from _script(tree, known)


def _key(words: str) -> str:
    return " ".join(re.findall(r"\w+", words.lower()))


def _clue(value: object, kind: str) -> Clue | None:
    """The clue of a field's value, where it is one date."""
    if isinstance(value, int) and not isinstance(value, bool):
        value = str(value)
    if not isinstance(value, str):
        return None
    day = written.stamp(value.strip())
    if day is not None:
        return Clue((("", day),), kind, value.strip(), utc=True)
    found = dating.field(value)
    return Clue(found.readings, kind, value.strip()[:60], found.utc) if found is not None and found.readings else None


# --- JSON-LD


def _json_ld(tree: Any, known: frozenset[str]) -> Iterator[Clue]:
    items: list[dict[str, Any]] = []
    for script in tree.xpath("//script[contains(@type, 'ld+json')]")[:_MAX_BLOCKS]:
        block = _WRAPPING.sub("", (script.text or "").strip())
        try:
            items.extend(_items(json.loads(block, strict=False)))
        except (ValueError, RecursionError):
            days = {found.days for found in map(dating.field, _DATE_PUBLISHED.findall(block)) if found is not None}
            if len(days) == 1:
                value = _DATE_PUBLISHED.search(block)
                if value and (clue := _clue(value[1], "script")):
                    yield clue
    yield from _of_items(items, known)


def _of_items(items: list[dict[str, Any]], known: frozenset[str]) -> Iterator[Clue]:
    """The date of the article's own record: the one with the page's headline, else all where they agree."""
    articles = [item for item in items if _is(item, _ARTICLE)]
    own = [item for item in articles if _titles(item) & known] or articles
    dated = [clue for item in own if (clue := _clue(item.get("datePublished"), "json-ld"))]
    if len({clue.readings for clue in dated}) == 1:
        yield dated[0]
    if not dated:
        created = [clue for item in own if (clue := _clue(item.get("dateCreated"), "json-ld created"))]
        if len({clue.readings for clue in created}) == 1:
            yield created[0]
    for item in items:
        if _is(item, _PAGE) and (clue := _clue(item.get("datePublished"), "json-ld page")):
            yield clue
            break


def _titles(item: dict[str, Any]) -> set[str]:
    return {_key(item[name]) for name in ("headline", "name", "alternativeHeadline") if isinstance(item.get(name), str)}


def _is(item: dict[str, Any], kind: re.Pattern[str]) -> bool:
    kinds = item.get("@type")
    return any(isinstance(k, str) and kind.search(k) for k in (kinds if isinstance(kinds, list) else [kinds]))


def _items(content: object, depth: int = 0) -> Iterator[dict[str, Any]]:
    """The schema.org articles and pages in a JSON-LD block, wherever ``@graph`` or ``mainEntity`` puts them."""
    if depth > _MAX_DEPTH:
        return
    if isinstance(content, list):
        for part in content[:50]:
            yield from _items(part, depth + 1)
    elif isinstance(content, dict):
        if _is(content, _ARTICLE) or _is(content, _PAGE):
            yield content
        for key in ("@graph", "mainEntity", "mainEntityOfPage"):
            yield from _items(content.get(key), depth + 1)


def of_other_things(tree: Any) -> frozenset[date]:
    """The days that the page declares for something else: an event that it announces, a life, the founding of a society."""
    keys = frozenset(rules()["page"]["other_keys"])
    days: set[date] = set()
    for script in tree.xpath("//script[contains(@type, 'ld+json')]")[:_MAX_BLOCKS]:
        try:
            content = json.loads(_WRAPPING.sub("", (script.text or "").strip()), strict=False)
        except (ValueError, RecursionError):
            continue
        for record in _objects(content):
            told = [value for key, value in record.items() if key in keys and isinstance(value, str)]
            days.update(day for value in told if (day := dating.parse(value)))
    return frozenset(days)


# --- Meta elements and marked-up elements


@lru_cache(maxsize=1)
def _names() -> tuple[frozenset[str], frozenset[str], re.Pattern[str]]:
    table = rules()["meta"]
    return frozenset(table["published"].split()), frozenset(table["date"].split()), re.compile(table["never"], re.IGNORECASE)


def _meta(tree: Any) -> Iterator[Clue]:
    published, dates, never = _names()
    for meta in tree.xpath("//meta[@content]")[:300]:
        names = {str(meta.get(key) or "").strip().lower() for key in ("name", "property", "itemprop", "http-equiv")} - {""}
        if meta.get("itemprop") and _inside_other(meta):
            continue
        kind = "meta published" if names & published else "meta date" if names & dates else ""
        if not kind and any(_DATE_META.search(name) and not never.search(name) for name in names) and _known_to_htmldate(meta):
            kind = "meta date"
        if kind and (clue := _clue(meta.get("content"), kind)):
            yield clue


def _known_to_htmldate(meta: Any) -> bool:
    """Whether htmldate, which knows many publishers' habits, takes the element for a date of publication, and reads it as we do.

    It is asked in its fast mode about this one element and nothing else: given a page it guesses, from a picture's address or
    a line of copyright.
    """
    content = str(meta.get("content"))[:100]
    found = dating.field(content)
    if found is None or len(found.days) != 1:
        return False
    lxml_html: Any = importlib.import_module("lxml.html")
    htmldate: Any = importlib.import_module("htmldate")
    page = lxml_html.document_fromstring("<html><head></head><body><p>.</p></body></html>")
    page.find("head").append(lxml_html.fromstring(lxml_html.tostring(meta)))
    day = htmldate.find_date(page, extensive_search=False, original_date=True, min_date=_EARLIEST, max_date=_LATEST)
    return bool(day == found.days[0].isoformat())


def _inside_other(element: Any) -> bool:
    """Whether the element belongs to a marked-up thing that is not an article: a comment, a picture, an event."""
    scope = next(iter(element.xpath("ancestor::*[@itemscope][1]")), None)
    kind = str(scope.get("itemtype") or "").rstrip("/") if scope is not None else ""
    return bool(kind) and not (_ARTICLE.search(kind) or _PAGE.search(kind) or kind.endswith("/Blog"))


def _marked_up(tree: Any) -> Iterator[Clue]:
    """Elements with ``itemprop=datePublished``, ``pubdate`` or RDFa's property, of the page's own article."""
    elements = tree.xpath(
        "//*[not(self::meta)][@itemprop='datePublished' or @pubdate or contains(@property, 'datePublished') or self::pubdate]"
    )
    from geomap.documents import shown

    found: list[Clue] = []
    for element in elements[:20]:
        if shown.is_aside(element) or _inside_other(element):
            continue
        for value in (element.get("content"), element.get("datetime"), element.get("title"), element.text_content()):
            if value and (clue := _clue(value, "marked-up")):
                found.append(clue)
                break
    if len({clue.readings for clue in found}) == 1:
        yield found[0]


# --- A script's state


def _script(tree: Any, known: frozenset[str]) -> Iterator[Clue]:
    """The date in a page's own script: the record with the page's headline, else the only value there is."""
    limit = rules()["script"]["max_chars"]
    loose: list[Clue] = []
    for script in tree.xpath("//script[not(@src)][not(contains(@type, 'ld+json'))]")[:60]:
        content = script.text or ""
        if not 20 <= len(content) <= limit or not _mentions(content):
            continue
        own = [clue for record in _records(content) if _record_titles(record) & known for clue in _record_clues(record)]
        if own:
            yield own[0]
            return
        loose.extend(_pairs(content))
    if loose and len({clue.readings for clue in loose}) == 1:
        yield loose[0]


@lru_cache(maxsize=1)
def _script_keys() -> tuple[frozenset[str], frozenset[str]]:
    table = rules()["script"]
    return frozenset(table["published"].split()), frozenset(table["title"].split())


def _mentions(content: str) -> bool:
    return re.search(r"publi|pub_?date|display_?date", content, re.IGNORECASE) is not None


def _pairs(content: str) -> Iterator[Clue]:
    keys, _ = _script_keys()
    for match in _PAIR.finditer(content):
        if match[1].lower() in keys and (clue := _clue(match[2] or match[3], "script other")):
            yield clue


def _records(content: str) -> Iterator[dict[str, Any]]:
    """Every object inside the JSON values of a script, outermost first."""
    decoder = json.JSONDecoder(strict=False)
    position, tries = 0, 0
    while tries < 20:
        match = re.compile(r"[{\[]").search(content, position)
        if match is None:
            return
        tries += 1
        try:
            value, position = decoder.raw_decode(content, match.start())
        except (ValueError, RecursionError):
            position = match.start() + 1
            continue
        yield from _objects(value)


def _objects(value: object) -> Iterator[dict[str, Any]]:
    waiting, seen = [value], 0
    while waiting and seen < 100_000:
        current = waiting.pop(0) if len(waiting) < 1000 else waiting.pop()
        seen += 1
        if isinstance(current, dict):
            yield current
            waiting.extend(v for v in current.values() if isinstance(v, dict | list))
        elif isinstance(current, list):
            waiting.extend(v for v in current if isinstance(v, dict | list))


def _record_titles(record: dict[str, Any]) -> set[str]:
    _, names = _script_keys()
    found: set[str] = set()
    for name, value in record.items():
        if name.lower() in names:
            values = value.values() if isinstance(value, dict) else [value]
            found.update(_key(v) for v in values if isinstance(v, str))
    return found - {""}


def _record_clues(record: dict[str, Any]) -> Iterator[Clue]:
    keys, _ = _script_keys()
    for name, value in record.items():
        if name.lower() in keys and (clue := _clue(value, "script")):
            yield clue


# --- The address


def address(url: str | None) -> Iterator[Clue]:
    """The day in an article's address, as in ``/2023/09/05/a-title``."""
    path = re.sub(r"^[a-z]+://[^/]*", "", (url or "")[:1000], flags=re.IGNORECASE)
    days: set[date | None] = set()
    for match in _ADDRESS.finditer(path):
        parts = [int(part) for part in match.groups() if part is not None]
        days.add(dating.day_of(parts[0], parts[1], parts[2]))
    for match in _MONTH_NAMES.finditer(path):
        number = written.forms().months.get(match[2].lower())
        if number is not None:
            days.add(dating.day_of(int(match[1]), number + 1, int(match[3])))
    for found in days - {None} if len(days - {None}) == 1 else ():
        if found is not None and written.plausible(found):
            yield Clue((("", found),), "address", path)
