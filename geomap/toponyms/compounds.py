"""Peoples in hyphened words that a tokenizer leaves whole: "anti-Japanese", "pro-Russian", "Sino-Russian", "Franco-German"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache
from typing import TYPE_CHECKING

from geomap import lexicon
from geomap.toponyms.mention import Kind, Mention

if TYPE_CHECKING:
    from geomap.toponyms.context import Context

_TABLE = "toponyms/compounds.toml"
#: How sure it is that such a word names a people that the gazetteer knows.
_EVIDENCE = 0.9
_HYPHENS = "-‐‑–"
_HYPHEN = re.compile(rf"[{_HYPHENS}](?=[^\W\d_a-z])")


def compounds(mentions: Sequence[Mention], context: Context) -> Iterator[Mention]:
    """The peoples after a prefix or a combining form that are no mention yet, in text order."""
    found = [match for hyphen in _HYPHEN.finditer(context.text) if (match := _before(hyphen.start(), context.text)) is not None]
    taken = {i for m in mentions for i in range(m.start, m.end)} if found else set()
    for match in found:
        start, end = match.span("people")
        people = match["people"]
        if context.demonym(people) is None or not taken.isdisjoint(range(start, end)):
            continue
        span = context.parsed.char_span(start, end, alignment_mode="expand")
        if span is not None:
            yield Mention(start, end, context.document.text[start:end], people, span.start, span.end, Kind.DEMONYM, _EVIDENCE)


def is_combined(start: int, text: str) -> bool:
    """Whether what starts there is the people after a prefix or a combining form: *Irish* in *Anglo-Irish*."""
    return (
        start > 1
        and text[start - 1] in _HYPHENS
        and (match := _before(start - 1, text)) is not None
        and match.start("people") == start
    )


def _before(hyphen: int, text: str) -> re.Match[str] | None:
    """The compound whose first hyphen that is: looked for from the beginning of the word before it."""
    first = hyphen
    while first > 0 and text[first - 1].isalpha():
        first -= 1
    return _pattern().match(text, first) if first < hyphen else None


@cache
def _pattern() -> re.Pattern[str]:
    table = lexicon.table(_TABLE)
    before = "|".join(sorted({*table["prefixes"], *table["combining"]}))
    return re.compile(rf"(?<![\w-])(?i:{before})[-‐‑–](?P<people>[^\W\d_a-z][^\W\d_]{{2,20}})(?![\w-])")
