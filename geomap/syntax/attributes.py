"""Parts of speech and morphology by the pipeline's own rules, each worked out once for a word, its tag and its dependency.

spaCy tries all its rules on every token of every document, a seventh of the parse. Nearly all of them ask only for the word
itself, its tag and its dependency, so that what they say can be remembered; those that ask for two words are tried as ever. The
answers are spaCy's.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import numpy as np
from spacy.attrs import DEP, LEMMA, MORPH, POS, TAG
from spacy.matcher import Matcher
from spacy.pipeline import AttributeRuler

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc, Span

#: What the rules may ask of a token: all that the word, its tag and its dependency decide.
_ASKED = frozenset({"ORTH", "TEXT", "LOWER", "TAG", "DEP", "IS_SPACE"})
#: What they may set: of nearly every token, and of white space alone.
_COLUMNS = (POS, MORPH, LEMMA)
_SELDOM = (TAG, DEP)
#: Words that are remembered; when there are more, remembering starts anew.
_MOST = 500_000

Rules = tuple[int, ...]


class QuickAttributes:
    """A component that sets what the spaCy component ``attribute_ruler`` would."""

    def __init__(self, ruler: Any) -> None:
        self._strings = ruler.vocab.strings
        self._indices: list[int] = ruler.indices
        self._values: list[Mapping[int, int]] = ruler.attrs
        self._known: dict[tuple[int, int, int], Rules] = {}
        self._said: dict[Rules, Mapping[int, int]] = {}
        self._single, self._joint = Matcher(ruler.vocab), Matcher(ruler.vocab)
        for number, rule in enumerate(ruler.patterns):
            alone = all(len(pattern) == 1 for pattern in rule["patterns"])
            (self._single if alone else self._joint).add(str(number), rule["patterns"])

    def __call__(self, doc: Doc) -> Doc:
        """Set the attributes of each token; needs tags and dependencies."""
        if not len(doc):
            return doc
        said = [self._said_by(rules) for rules in self._rules(doc)]
        rows: Any = doc.to_array(list(_COLUMNS)).tolist()
        decided: Any = [
            [says.get(attribute, value) for attribute, value in zip(_COLUMNS, row, strict=True)]
            for says, row in zip(said, rows, strict=True)
        ]
        columns: Any = np.array(decided, dtype=np.uint64)
        doc.from_array(list(_COLUMNS), columns)
        for i, says in enumerate(said):
            if not says.keys().isdisjoint(_SELDOM):
                doc[i].tag, doc[i].dep = says.get(TAG, doc[i].tag), says.get(DEP, doc[i].dep)
        return doc

    def _rules(self, doc: Doc) -> list[Rules]:
        """The numbers of the rules that hold for each token, in their order."""
        keys: Any = doc.to_array(["ORTH", "TAG", "DEP"]).tolist()
        rules = [self._of_word(doc, i, tuple(key)) for i, key in enumerate(keys)]
        joint: dict[int, list[int]] = defaultdict(list)
        for number, start in self._matched(self._joint, doc):
            joint[start + self._indices[number]].append(number)
        for i, numbers in joint.items():
            rules[i] = tuple(sorted((*rules[i], *numbers)))
        return rules

    def _of_word(self, doc: Doc, i: int, key: tuple[int, int, int]) -> Rules:
        """The numbers of the rules that ask for one word only."""
        found = self._known.get(key)
        if found is None:
            if len(self._known) >= _MOST:
                self._known.clear()
            found = self._known[key] = tuple(sorted(number for number, _ in self._matched(self._single, doc[i : i + 1])))
        return found

    def _matched(self, matcher: Any, words: Doc | Span) -> list[tuple[int, int]]:
        """The number of each rule that holds, and the token where its words begin."""
        return [(int(self._strings[name]), start) for name, start, _ in matcher(words, allow_missing=True)]

    def _said_by(self, rules: Rules) -> Mapping[int, int]:
        """What some rules set together: of two that set the same, the later."""
        found = self._said.get(rules)
        if found is None:
            found = self._said[rules] = {key: value for number in rules for key, value in self._values[number].items()}
        return found


def quick_attributes(nlp: Language) -> QuickAttributes | None:
    """The quick form of a pipeline's ``attribute_ruler``; None where it has none, or one that asks for or sets more."""
    if "attribute_ruler" not in nlp.pipe_names:
        return None
    ruler: Any = nlp.get_pipe("attribute_ruler")
    if type(ruler) is not AttributeRuler or any(attrs.keys() - {*_COLUMNS, *_SELDOM} for attrs in ruler.attrs):
        return None
    patterns: Any = ruler.patterns
    asked = {key for rule in patterns for pattern in rule["patterns"] for token in pattern for key in token}
    return QuickAttributes(ruler) if asked <= _ASKED else None
