"""Dates that a web page shows its readers: in the lines around the headline, and in elements that are named for it.

A page shows many dates that aren't its own. What is looked at lies between the headline and the first paragraph, or right above
the headline in the same box; menus, sidebars, teasers, comments and the page's masthead are not.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import Any

from geomap.documents import dating
from geomap.documents.dateline import bare, judge, labels
from geomap.documents.publication import Clue
from geomap.documents.written import rules

_HEADINGS = ("h1", "h2", "h3", "h4")
_MAX_ELEMENTS = 30_000
_LEVELS = 6


@dataclass(slots=True)
class _Block:
    """One line of the page as it is shown: its text, the box it stands in, and the time elements in it."""

    box: Any
    text: str = ""
    times: list[tuple[Any, str]] = field(default_factory=list)
    own: bool = False


@lru_cache(maxsize=1)
def _patterns() -> tuple[frozenset[str], re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    page = rules()["page"]
    return (
        frozenset(page["skip_tags"]),
        re.compile(page["skip"], re.IGNORECASE),
        re.compile(page["own"], re.IGNORECASE),
        re.compile(page["changed"], re.IGNORECASE),
    )


def clues(tree: Any, titles: Iterable[str]) -> Iterator[Clue]:
    """The dates of publication that the page shows around its headline."""
    body = next(iter(tree.xpath("//body")), tree)
    headline = _headline(body, list(titles))
    kept = frozenset(id(element) for element in [headline, *headline.iterancestors()]) if headline is not None else frozenset()
    blocks = list(_blocks(body, kept))
    if headline is None:
        at = _line_with_the_title(blocks, titles)
    else:
        at = next((n for n, block in enumerate(blocks) if block.box is headline), None)
    if at is not None:
        yield from _after(blocks[at + 1 :])
        yield from _above(blocks[:at], blocks[at].box, body, titles)


def _line_with_the_title(blocks: Sequence[_Block], titles: Iterable[str]) -> int | None:
    """Where the page's title stands as a line, on pages without heading elements."""
    keys = {_key(title) for title in titles} - {""}
    return next((n for n, block in enumerate(blocks) if _key(block.text) in keys), None)


def is_aside(element: Any) -> bool:
    """Whether an element stands in a menu, a sidebar, a teaser, comments: anywhere but in the page's own article."""
    tags, skip, _, _ = _patterns()
    for parent in [element, *element.iterancestors()]:
        tag = parent.tag if isinstance(parent.tag, str) else ""
        if tag in ("html", "body", "main"):
            return False
        if tag in tags or (skip.search(_marks(parent)) and not parent.xpath("boolean(.//h1)")):
            return True
    return False


def _marks(element: Any) -> str:
    return f"{element.get('class') or ''} {element.get('id') or ''}"[:300]


def _headline(body: Any, titles: Sequence[str]) -> Any:
    """The element that holds the article's headline: the one with the page's title, else the first of the highest rank."""
    keys = [key for title in titles if (key := _key(title))]
    headings = [h for h in body.iter(*_HEADINGS) if not _skipped(h)][:200]
    best, length = None, 0
    for heading in headings:
        key = _key(heading.text_content())
        if key and any(key == k or (len(key) > 12 and key in k) or k == key for k in keys) and len(key) > length:
            best, length = heading, len(key)
    if best is not None:
        return best
    for rank in _HEADINGS:
        same = [heading for heading in headings if heading.tag == rank]
        if same:
            return same[0] if len(same) == 1 or rank == "h1" else None
    return None


def _skipped(element: Any) -> bool:
    """Whether a heading stands in a box of other things. A box is judged by its tag and its own names."""
    tags, skip, _, _ = _patterns()
    for parent in element.iterancestors():
        if parent.tag in ("body", "main", "html", "article"):
            return False
        if parent.tag in tags or (skip.search(_marks(parent)) and element.tag != "h1"):
            return True
    return False


def _key(words: str) -> str:
    return " ".join(re.findall(r"\w+", words.lower()))[:400]


def _blocks(body: Any, kept: frozenset[int]) -> Iterator[_Block]:
    """The page's lines in reading order, without the boxes of other things; ``kept`` are the headline's own boxes."""
    tags, skip, own, _ = _patterns()
    inlines = frozenset(rules()["page"]["inline_tags"])
    block = _Block(body)
    stack: list[tuple[Any, Any]] = [(body, None)]
    seen = 0
    while stack and seen < _MAX_ELEMENTS:
        element, tail_of = stack.pop()
        if tail_of is not None:  # the words after an element that is done
            if tail_of == "break" and block.text.strip():
                yield block
                block = _Block(element.getparent() if element.getparent() is not None else body)
            block.text += element.tail or ""
            continue
        seen += 1
        tag = element.tag if isinstance(element.tag, str) else None
        outside = tag is None or (id(element) not in kept and (tag in tags or bool(skip.search(_marks(element)))))
        inline = tag in inlines or tag is None
        if element is not body:
            stack.append((element, "inline" if inline else "break"))
        if outside:
            continue
        if not inline:
            if block.text.strip():
                yield block
            block = _Block(element.getparent() if tag == "br" else element)
        elif tag in ("span", "a", "time", "abbr", "small") and block.text and not block.text[-1].isspace():
            block.text += " "
        block.own = block.own or bool(own.search(_marks(element)))
        if tag in ("time", "abbr") and not len(element):
            block.times.append((element, block.text[-60:]))
            if not _is_changed(element):
                block.text += element.text or ""
        else:
            block.text += element.text or ""
        stack.extend((child, None) for child in reversed(element))
    if block.text.strip():
        yield block


def _is_changed(element: Any) -> bool:
    return bool(_patterns()[3].search(_marks(element))) and not re.search(r"publish", _marks(element))


def _after(blocks: Sequence[_Block]) -> Iterator[Clue]:
    """Between the headline and the first paragraph."""
    page = rules()["page"]
    for number, block in enumerate(blocks[: page["after"]]):
        line = " ".join(block.text.split())
        if len(line) >= page["body_chars"]:
            break
        found = list(_of_block(block, number > 0))
        if found:
            yield from found
            return
    for block in blocks:
        if block.own:
            found = [clue for clue in _of_block(block, True) if clue.kind in ("time", "labelled line", "dated line")]
            if found:
                yield found[0]
                return


def _above(blocks: Sequence[_Block], headline: Any, body: Any, titles: Iterable[str]) -> Iterator[Clue]:
    """Right above the headline: with a label, in the article's own box, or below the first part of a title in two parts."""
    page = rules()["page"]
    for at in range(len(blocks) - 1, max(-1, len(blocks) - 1 - page["before"]), -1):
        block = blocks[at]
        if len(block.text) >= page["body_chars"]:
            return
        for clue in _of_block(block, False):
            own = _share_a_box(block.box, headline, body) or (at > 0 and _opens_a_title(blocks[at - 1], titles))
            yield clue if own or clue.kind == "labelled line" else replace(clue, kind="above the headline")
            return


def _opens_a_title(block: _Block, titles: Iterable[str]) -> bool:
    key = _key(block.text)
    return block.box.tag in _HEADINGS and bool(key) and any(_key(title).startswith(key) for title in titles)


def _share_a_box(box: Any, headline: Any, body: Any) -> bool:
    """Whether a line above the headline stands in the article's box, and not in one that holds the page's clock and logo."""
    boxes = [headline, *headline.iterancestors()][: _LEVELS + 1]
    inner = None
    for parent in [box, *box.iterancestors()][: _LEVELS + 1]:
        if any(parent is other for other in boxes):
            if parent is body or parent.xpath("boolean(.//nav | .//aside)"):
                return False
            direct = inner is box or parent is box
            return direct or parent.tag in ("article", "header") or bool(re.search(rules()["page"]["own_above"], _marks(box)))
        inner = parent
    return False


def _of_block(block: _Block, far: bool) -> Iterator[Clue]:
    """The date that one line shows; a time element's own value comes before its words."""
    line = "  ".join(" ".join(part.split()) for part in re.split(r"\s{3,}|\n", block.text.strip()) if part.strip())
    if term := _term(block.box):
        line = f"{term}: {line}"
    found = judge(line)
    own = [(element, before) for element, before in block.times if not _is_changed(element)]
    valued = [clue for element, before in own if (clue := _of_time(element, before))]
    if valued and len({clue.readings for clue in valued}) == 1 and (len(line) <= rules()["line"]["max_chars"]):
        yield valued[0]
    if found.published is not None:
        yield Clue.of(found.published, found.kind, line)


def _term(box: Any) -> str:
    """What a list of terms or a table calls a value: the name before it says whose date it is."""
    term = box.getprevious()
    if term is None or (box.tag, term.tag) not in (("dd", "dt"), ("td", "th"), ("td", "td")):
        return ""
    name = " ".join(term.text_content().split())[:60]
    return "" if term.tag == "td" and not name.endswith(":") else name.rstrip(" :")


def _of_time(element: Any, before: str) -> Clue | None:
    """The date of a time element, unless the words before it say that it is another one's."""
    before = bare(before)
    if labels().changed.search(before) or labels().other.search(before):
        return None
    value = element.get("datetime") or element.get("title") or element.text or ""
    found = dating.field(value)
    if found is None or not found.readings:
        found = dating.field(element.text or "")
    return Clue(found.readings, "time", value.strip()[:60], found.utc) if found is not None and found.readings else None


def order_of(tree: Any) -> str | None:
    """How the page's country writes dates in figures, by its language and country: ``dmy``, ``mdy``, or None."""
    where = ("//html/@lang", "//html/@*[local-name()='lang']", "//meta[@property='og:locale']/@content")
    declared = [str(value) for path in where for value in tree.xpath(path)[:2]]
    found = {order for value in declared if (order := _order_of_locale(value))}
    return found.pop() if len(found) == 1 else None


def _order_of_locale(value: str) -> str | None:
    match = re.fullmatch(r"([a-z]{2})(?:[-_]([a-z]{2}))?(?:[-_.].*)?", value.strip().lower())
    if match is None:
        return None
    language, country = match[1], match[2]
    order = rules()["order"]
    if language == "en":
        return "mdy" if country in order["english_month_first"] else "dmy" if country in order["english_day_first"] else None
    return None if language in order["year_first"] else "dmy"
