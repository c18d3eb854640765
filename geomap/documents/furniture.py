"""Page furniture: what is on the page but not in the article, marked, never cut.

Lines are judged by patterns (``geomap/data/documents/furniture.toml``) and by how they stand: a line repeated word for word, a
list of other articles at the end, a promotional block between paragraphs, the run of boxes after the last paragraph. A caption
that is a sentence stays; only the credit and the markup around it are furniture.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from geomap.documents.limits import data
from geomap.model import Furniture, Span

#: Bullets that stand before a line, or alone on a line where a page's list was.
_BULLETS = "-*•·–—▪►●"
_DEFAULT_MAX_CHARS = 200
_NEWSLETTER = "newsletter"
#: A headline and the kicker or teaser after it, run together where the page had them on two lines.
_GLUED = re.compile(r"[a-z0-9)’'?!][A-Z][a-z]")
_SENTENCE_END = (".", "!", "?", '."', ".”", ".’", ".'", '?"', "?”", '!"', "!”")


@dataclass(frozen=True, slots=True)
class _Pattern:
    kind: str
    where: str
    max_chars: int
    regex: re.Pattern[str]


@dataclass(frozen=True, slots=True)
class _Rules:
    lines: tuple[_Pattern, ...]
    #: All patterns of one ``where`` in one, to turn most lines away at once.
    any_of: dict[str, re.Pattern[str]]
    longest: int
    inline: tuple[tuple[str, re.Pattern[str]], ...]
    structure: dict[str, int]


@dataclass(slots=True)
class _Line:
    """A line by its offsets without surrounding blanks; ``bare``: its text without the bullet; ``kind`` once it is furniture."""

    start: int
    end: int
    text: str
    bare: str
    kind: str | None = None

    @property
    def blank(self) -> bool:
        return not self.text

    @property
    def bullet(self) -> bool:
        return len(self.text) == 1 and self.text in _BULLETS


@lru_cache(maxsize=1)
def _rules() -> _Rules:
    table = data("furniture.toml")
    fragments: dict[str, str] = table["fragments"]
    lines = tuple(_patterns(table["lines"], fragments))
    return _Rules(
        lines=lines,
        any_of={where: _union(p.regex.pattern for p in lines if p.where == where) for where in {p.where for p in lines}},
        longest=max(p.max_chars for p in lines),
        inline=tuple((i["kind"], _compiled(i["pattern"], fragments, re.MULTILINE)) for i in table["inline"]),
        structure=table["structure"],
    )


def _patterns(groups: Iterable[dict[str, Any]], fragments: dict[str, str]) -> Iterator[_Pattern]:
    for group in groups:
        for pattern in group["patterns"]:
            limit = group.get("max_chars", _DEFAULT_MAX_CHARS)
            yield _Pattern(group["kind"], group["where"], limit, _compiled(pattern, fragments))


def _union(patterns: Iterable[str]) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{pattern})" for pattern in patterns), re.IGNORECASE)


def _compiled(pattern: str, fragments: dict[str, str], flags: re.RegexFlag = re.NOFLAG) -> re.Pattern[str]:
    for name, fragment in fragments.items():
        pattern = pattern.replace("{{" + name + "}}", fragment)
    return re.compile(pattern, re.IGNORECASE | flags)


def find(text: str, *, title: str | None = None) -> tuple[Furniture, ...]:
    """The furniture of a text: spans in order, apart from one another, none of them blank.

    ``title``: the headline, where it is known apart from the text. Takes time linear in the text.
    """
    rules = _rules()
    lines = list(_lines(text))
    _mark_by_pattern(lines, rules, "any")
    _mark_by_pattern(lines[_title_index(lines) + 1 :], rules, "body")
    _mark_head(lines, rules)
    _mark_repeats(lines, rules, title)
    _mark_newsletter_blocks(lines, rules)
    _mark_tail(lines, rules)
    return tuple(_spans(text, lines, rules))


def without(text: str, furniture: Sequence[Span]) -> list[str]:
    """The lines of the text that aren't blank once the furniture is taken out, stripped."""
    kept: list[str] = []
    position = 0
    for span in furniture:
        kept.append(text[position : span.start])
        position = span.end
    kept.append(text[position:])
    return [line for line in (line.strip() for line in "".join(kept).split("\n")) if line and line not in _BULLETS]


def _lines(text: str) -> Iterator[_Line]:
    position = 0
    for raw in text.split("\n"):
        stripped = raw.strip()
        start = position + len(raw) - len(raw.lstrip())
        bare = stripped[:1000].lstrip(_BULLETS + " ").rstrip() if len(stripped) > 1 else stripped
        yield _Line(start, start + len(stripped), stripped, bare)
        position += len(raw) + 1


def _match(line: _Line, rules: _Rules, where: str) -> _Pattern | None:
    if len(line.text) > rules.longest or not rules.any_of[where].match(line.bare):
        return None
    for pattern in rules.lines:
        if pattern.where == where and len(line.text) <= pattern.max_chars and pattern.regex.match(line.bare):
            return pattern
    return None


def _mark_by_pattern(lines: Sequence[_Line], rules: _Rules, where: str) -> None:
    for line in lines:
        if not line.blank and line.kind is None and (pattern := _match(line, rules, where)):
            line.kind = pattern.kind


def _title_index(lines: Sequence[_Line]) -> int:
    """The first line that is not furniture: a headline may begin as furniture does ("Watch: ...", "Sources: ...")."""
    return next((i for i, line in enumerate(lines) if not line.blank and line.kind is None), len(lines))


def _mark_head(lines: Sequence[_Line], rules: _Rules) -> None:
    seen = 0
    for line in lines:
        if len(line.text) > rules.structure["paragraph_chars"] or seen >= rules.structure["head_lines"]:
            return
        if line.blank:
            continue
        seen += 1
        if line.kind is None and (pattern := _match(line, rules, "head")):
            line.kind = pattern.kind


def _mark_repeats(lines: Sequence[_Line], rules: _Rules, title: str | None) -> None:
    """Later copies of a line: the headline as a caption or a picture's description, a teaser that opens the article again.

    The first copy stays. A sentence may be said twice, so a copy of one counts only beside the first, or as a whole paragraph.
    """
    filled = [line for line in lines if not line.blank]
    headlines = {title, *(line.text for line in lines[_title_index(lines) :][:1])}
    first: dict[str, int] = {}
    for i, line in enumerate(filled):
        known = first.setdefault(line.text, i)
        long = len(line.text) >= rules.structure["repeat_min_chars"]
        sentence = line.text.endswith(_SENTENCE_END) and len(line.text) <= rules.structure["paragraph_chars"]
        if known != i and long and line.kind is None and (not sentence or line.text in headlines or i - known == 1):
            line.kind = "repeated-line"


def _mark_newsletter_blocks(lines: Sequence[_Line], rules: _Rules) -> None:
    """Promotional lines beside a newsletter's own line go with it, and the heading above the block."""
    filled = [line for line in lines if not line.blank]
    _spread(filled, rules)
    filled.reverse()
    for block, heading in _spread(filled, rules):
        # The name of the site or of the newsletter, standing above the block that names it again.
        short = len(heading.text) <= rules.structure["heading_max_chars"] and not heading.text.endswith(_SENTENCE_END)
        if heading.kind is None and short and any(heading.text in line for line in block):
            heading.kind = _NEWSLETTER


def _spread(lines: Iterable[_Line], rules: _Rules) -> list[tuple[list[str], _Line]]:
    """Carry each block on along ``lines``; the texts of each block, and the line that ended it."""
    blocks: list[tuple[list[str], _Line]] = []
    block: list[str] = []
    for line in lines:
        open_to = line.kind in (None, "repeated-line") and bool(block)
        if line.kind == _NEWSLETTER or (open_to and (line.kind or _match(line, rules, "beside-newsletter"))):
            line.kind = _NEWSLETTER
            block.append(line.text)
        elif block:
            blocks.append((block, line))
            block = []
    return blocks


def _mark_tail(lines: Sequence[_Line], rules: _Rules) -> None:
    """From the end of the page upwards, as long as every line is furniture of some kind."""
    filled = [line for line in lines if not line.blank]
    end = len(filled)
    while end:
        line = filled[end - 1]
        if line.kind is None and end > 1 and (pattern := _match(line, rules, "tail")):
            line.kind = pattern.kind
        if line.kind is not None:
            end -= 1
            continue
        start = _list_start(filled, end, rules)
        if start == end:
            return
        for item in filled[start:end]:
            item.kind = item.kind or "sidebar-headlines"
        end = start


def _list_start(filled: Sequence[_Line], end: int, rules: _Rules) -> int:
    """Where the list of other articles that ends before ``end`` begins; ``end`` when there is none."""
    start = _cards_start(filled, end, rules)
    return start if start != end else _headed_start(filled, end, rules)


def _cards_start(filled: Sequence[_Line], end: int, rules: _Rules) -> int:
    """A list of cards: bare bullet lines, a headline after each, most run together with a kicker or without a full stop."""
    start, items = end, []
    while start >= 2 and filled[start - 2].bullet and len(filled[start - 1].text) <= rules.structure["headline_max_chars"]:
        items.append(filled[start - 1].text)
        start -= 2
    if len(items) < rules.structure["list_min_items"]:
        return end
    telling = sum(bool(_GLUED.search(item)) or not item.endswith(_SENTENCE_END) for item in items)
    return start if telling >= 0.8 * len(items) else end


def _headed_start(filled: Sequence[_Line], end: int, rules: _Rules) -> int:
    """A heading such as "Most read" and nothing but headlines after it."""
    start = end
    while start:
        line = filled[start - 1]
        if _match(line, rules, "list-heading"):
            return start - 1 if start < end else end
        if line.bullet or (len(line.text) <= rules.structure["headline_max_chars"] and not line.text.endswith(_SENTENCE_END)):
            start -= 1
            continue
        return end
    return end


def _spans(text: str, lines: Sequence[_Line], rules: _Rules) -> Iterator[Furniture]:
    found = [Furniture(line.start, line.end, line.kind) for line in lines if line.kind is not None]
    for kind, pattern in rules.inline:
        found.extend(Furniture(m.start(), m.end(), kind) for m in pattern.finditer(text))
    position = 0
    for span in sorted(found, key=lambda s: (s.start, -s.end)):
        start = max(span.start, position)
        if start < span.end and text[start : span.end].strip():
            yield Furniture(start, span.end, span.kind)
            position = span.end
