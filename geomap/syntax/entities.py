"""Named entities by the pipeline's own model, decoded with far fewer small steps than spaCy takes.

spaCy's recogniser reads a text from left to right and scores every action at every token, one token at a time. While no entity
is open its state depends on the token alone, so all those scores are one matrix product; only inside an entity must the steps
follow each other. The answers are spaCy's; the time is about a third. Layout of the model and rules of its transition system:
``spacy.ml.tb_framework`` and ``spacy.pipeline._parser_internals.ner`` of spaCy 3.8.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from spacy.tokens import Span

from geomap.syntax.vectors import KEY

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

_Floats = np.ndarray[Any, np.dtype[np.float32]]

#: The features of a state, in the order of the model's weights: the next token, the first of the open entity, the last read.
_FEATURES = 3


class QuickEntities:
    """A component that marks the entities of a document as the spaCy component ``ner`` would."""

    def __init__(self, ner: Any, name: str) -> None:
        self._name = name
        lower, upper = ner.model.get_ref("lower"), ner.model.get_ref("upper")
        self._vectors = ner.model.get_ref("tok2vec")
        # The pieces of a unit, of which the greatest counts, side by side: numpy finds it many times faster so.
        self._weights: _Floats = np.ascontiguousarray(lower.get_param("W").swapaxes(1, 2))
        self._bias: _Floats = lower.get_param("b").T
        self._missing: _Floats = lower.get_param("pad")[0].swapaxes(1, 2)
        self._upper: _Floats = upper.get_param("W")
        self._upper_bias: _Floats = upper.get_param("b")
        self._actions = [ner.moves.get_class_name(i) for i in range(ner.moves.n_moves)]
        self._index = {name: i for i, name in enumerate(self._actions)}
        self._begins = np.array([name.startswith("B-") for name in self._actions])
        self._units = np.array([name.startswith("U-") and len(name) > 2 for name in self._actions])
        self._outside = self._index["O"]
        self._never_first = ~(self._begins | self._units)
        self._never_first[self._outside] = False

    def __call__(self, doc: Doc) -> Doc:
        """Set ``doc.ents``; needs sentence starts, across which no entity goes."""
        if len(doc):
            doc.set_ents([Span(doc, first, last, label) for first, last, label in self._found(doc)])
        return doc

    def _found(self, doc: Doc) -> list[tuple[int, int, str]]:
        states = self._states(doc)
        last = _sentence_ends(doc)
        first_actions = self._first_actions(states, last, doc.to_array(["IS_SPACE"]).reshape(-1) != 0)
        found: list[tuple[int, int, str]] = []
        done = 0
        for at in np.flatnonzero(first_actions != self._outside):
            first = int(at)
            if first < done:
                continue
            action = self._actions[first_actions[first]]
            label = action[2:]
            done = first + 1 if action[0] == "U" else self._end(states, first, label, last)
            found.append((first, done, label))
        return found

    def _states(self, doc: Doc) -> _Floats:
        """What each token adds to the hidden layer as each feature: (tokens, features, pieces, units)."""
        vectors: _Floats = self._vectors.predict([doc])
        doc.user_data[KEY] = (self._name, vectors)
        n_features, pieces, units, width = self._weights.shape
        flat = vectors @ self._weights.reshape(-1, width).T
        return flat.reshape(len(doc), n_features, pieces, units)

    def _first_actions(self, states: _Floats, last: np.ndarray[Any, Any], space: np.ndarray[Any, Any]) -> np.ndarray[Any, Any]:
        """The best action at each token if no entity is open there."""
        hidden = (states[:, 0] + (self._missing[1] + self._missing[2] + self._bias)).max(1)
        scores = hidden @ self._upper.T + self._upper_bias
        scores[:, self._never_first] = -np.inf
        scores[np.ix_(last | space, self._begins)] = -np.inf
        scores[np.ix_(space, self._units)] = -np.inf
        best: np.ndarray[Any, Any] = scores.argmax(1)
        return best

    def _end(self, states: _Floats, first: int, label: str, last: np.ndarray[Any, Any]) -> int:
        """Where the entity that begins at ``first`` ends (exclusive): step by step, going on or closing."""
        on, close = self._index[f"I-{label}"], self._index[f"L-{label}"]
        prefer = self._upper[on] - self._upper[close]
        margin = self._upper_bias[on] - self._upper_bias[close]
        opened = states[first, 1] + self._bias
        at = first + 1
        while not last[at]:
            hidden = (states[at, 0] + opened + states[at - 1, 2]).max(0)
            if hidden @ prefer + margin <= 0:
                break
            at += 1
        return at + 1


def _sentence_ends(doc: Doc) -> np.ndarray[Any, Any]:
    """Whether each token is the last one of its sentence."""
    starts = doc.to_array(["SENT_START"]).reshape(-1) == 1
    return np.append(starts[1:], True)


def quick_entities(nlp: Language) -> QuickEntities | None:
    """The quick decoder of a pipeline's ``ner``; None where the pipeline has none, or one of another build."""
    if "ner" not in nlp.pipe_names:
        return None
    ner: Any = nlp.get_pipe("ner")
    model = getattr(ner, "model", None)
    if model is None or not {"tok2vec", "lower", "upper"} <= set(model.ref_names):
        return None
    lower = model.get_ref("lower")
    plain = model.attrs.get("has_upper") and not model.attrs.get("unseen_classes") and ner.cfg.get("beam_width", 1) == 1
    if not plain or not lower.has_dim("nF") or lower.get_dim("nF") != _FEATURES or lower.get_dim("nP") < 2:
        return None
    return QuickEntities(ner, "{lang}_{name}-{version}".format(**nlp.meta))
