"""Lemmas by the pipeline's own rules, each worked out once for a word, its part of speech and its morphology.

spaCy's rules look each new form up in lists of up to 57,000 words from the beginning, and go through every token one by one. Here
the lists are sets, and what is known of a word is set for the whole document at once. The answers are spaCy's.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from spacy.pipeline import Lemmatizer

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

#: Words that are remembered; when there are more, remembering starts anew.
_MOST = 500_000


class QuickLemmas:
    """A component that gives each token the lemma that the spaCy component ``lemmatizer`` would."""

    def __init__(self, lemmatizer: Lemmatizer) -> None:
        self._lemmatizer = lemmatizer
        self._known: dict[tuple[int, int, int], int] = {}
        if "lemma_index" in lemmatizer.lookups:
            index = lemmatizer.lookups.get_table("lemma_index")
            for key, forms in list(index.items()):
                index[key] = frozenset(forms)

    def __call__(self, doc: Doc) -> Doc:
        """Set the lemma of each token that has none yet; needs parts of speech and morphology."""
        if not len(doc):
            return doc
        rows: Any = doc.to_array(["ORTH", "POS", "MORPH", "LEMMA"]).tolist()
        decided: Any = [
            lemma or self._known.get((word, pos, morphology)) or self._found(doc, i, (word, pos, morphology))
            for i, (word, pos, morphology, lemma) in enumerate(rows)
        ]
        column: Any = np.array(decided, dtype=np.uint64).reshape(-1, 1)
        doc.from_array(["LEMMA"], column)
        return doc

    def _found(self, doc: Doc, i: int, key: tuple[int, int, int]) -> int:
        if len(self._known) >= _MOST:
            self._known.clear()
            self._lemmatizer.cache.clear()
        lemma: int = doc.vocab.strings.add(self._lemmatizer.lemmatize(doc[i])[0])
        self._known[key] = lemma
        return lemma


def quick_lemmas(nlp: Language) -> QuickLemmas | None:
    """The quick form of a pipeline's ``lemmatizer``; None where it has none, or one that goes by more than words and rules."""
    if "lemmatizer" not in nlp.pipe_names:
        return None
    lemmatizer: Any = nlp.get_pipe("lemmatizer")
    plain = isinstance(lemmatizer, Lemmatizer) and type(lemmatizer).rule_lemmatize is Lemmatizer.rule_lemmatize
    if not plain or lemmatizer.mode != "rule" or lemmatizer.overwrite:
        return None
    return QuickLemmas(lemmatizer)
