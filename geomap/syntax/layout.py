"""A document's text as the parser sees it: the same length, with what would hinder it blanked or written more plainly."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from geomap import lexicon
from geomap.model import Document, Furniture

#: spaCy refuses texts longer than a million characters; longer documents than this are parsed in pieces cut at line ends.
PIECE_CHARS = 200_000

_STRAIGHT = (("\u2018", "'"), ("\u2019", "'"), ("\u201c", '"'), ("\u201d", '"'), ("\u00a0", " "))
_WORD = re.compile(r"[^\W\d_]+(?:['\u2019][^\W\d_]+)*")
_HEADLINE_MAX_CHARS = 200
#: So many characters without white space are no prose: an address, encoded data, a line of dashes. spaCy's tokenizer takes time
#: with the square of their number (5,000 quotation marks: ten seconds), so the parser doesn't get to see them.
_UNBROKEN_CHARS = 200
_UNBROKEN = re.compile(rf"\S{{{_UNBROKEN_CHARS},}}")
_INFLECTIONS = (("s", ""), ("es", ""), ("ed", ""), ("ed", "e"), ("ing", ""), ("ing", "e"), ("ies", "y"), ("ied", "y"))


def parseable(document: Document) -> str:
    """``document.text`` as the parser gets to see it: the same length, easier to read."""
    text = mask(document.text, document.furniture) if document.furniture else document.text
    if max(map(len, text.split()), default=0) >= _UNBROKEN_CHARS:
        text = _UNBROKEN.sub(_blank, text)
    if not text.isascii():
        for written, plain in _STRAIGHT:
            text = text.replace(written, plain)
    return _truecase(text)


def mask(text: str, furniture: Iterable[Furniture]) -> str:
    """The text with every furniture span blanked (line breaks kept), the same length."""
    chars = list(text)
    for span in furniture:
        for i in range(span.start, min(span.end, len(chars))):
            if chars[i] != "\n":
                chars[i] = " "
    return "".join(chars)


def _blank(run: re.Match[str]) -> str:
    return " " * len(run.group())


def pieces(text: str) -> Iterator[str]:
    """The text cut at line ends into pieces of at most ``PIECE_CHARS`` characters."""
    start = 0
    while start < len(text):
        end = start + PIECE_CHARS
        if end < len(text):
            cut = text.rfind("\n", start, end)
            if cut < 0:
                cut = text.rfind(" ", start, end)
            end = cut + 1 if cut > start else end
        yield text[start:end]
        start = end


def _truecase(text: str) -> str:
    """Write the words of Title Case lines as the rest of the text writes them."""
    lines = text.split("\n")
    headlines = [i for i, line in enumerate(lines) if _is_headline(line)]
    if not headlines:
        return text
    lower: set[str] = set()
    upper: set[str] = set()
    for i, line in enumerate(lines):
        if i not in headlines:
            for k, match in enumerate(_WORD.finditer(line)):
                word = match.group()
                if word.islower():
                    if line[match.start() - 1 : match.start()] != "-":  # the "un" of "Kim Jong-un" says nothing of "Un"
                        lower.add(word)
                elif k and line[max(0, match.start() - 2) : match.start()].strip() not in {".", "!", "?", '"'}:
                    upper.add(word.lower())
    common = (lower - upper) | lexicon.words("syntax/headline_words.txt")
    for i in headlines:
        lines[i] = _lower_common(lines[i], common)
    return "\n".join(lines)


def _is_headline(line: str) -> bool:
    if len(line) > _HEADLINE_MAX_CHARS or line.rstrip().endswith((".", '."')):
        return False
    words: list[str] = _WORD.findall(line)
    if len(words) < 4:
        return False
    capital = sum(w[0].isupper() for w in words)
    return capital >= 0.7 * len(words)


def _lower_common(line: str, common: set[str]) -> str:
    first = True

    def lowered(match: re.Match[str]) -> str:
        nonlocal first
        word = match.group()
        was_first, first = first, False
        low = word.lower()
        if was_first or (word.isupper() and len(word) > 1) or len(low) != len(word):
            return word
        return low if not common.isdisjoint(_base_forms(low)) else word

    return _WORD.sub(lowered, line)


def _base_forms(word: str) -> Iterator[str]:
    """The word and what it may be an inflection of: *meets* of *meet*, *signing* of *sign*, *agreed* of *agree*."""
    yield word
    for suffix, restored in _INFLECTIONS:
        if word.endswith(suffix) and len(word) > len(suffix) + 2:
            yield word[: -len(suffix)] + restored
