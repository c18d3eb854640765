"""Fits what tells a figure of speech from an event, from marked sentences and annotated articles, and writes the weights.

usage: fit_figures.py [--articles FOLDER]... [--ridge R] [--folds N] [--write]

A case is a word that the lists of the types take for an event. In ``figures/`` beside this script each is marked as literal
(``[[word|literal]]``) or as figurative. Of the articles of tests/events and the seeds, a word that tells of an annotated event is
literal, and one in a trap where nothing happens is not, unless its clause denies it; other words are left out. --articles adds a
folder in the format of tests/events/articles. A logistic regression with a ridge, by Adam on all cases at once, articles counting
more; the figures are of sentences and articles that it was not fitted on. The weights go to geomap/data/events/figures.json;
nothing of the texts does but single words.
"""

from __future__ import annotations

import argparse
import importlib
import json
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from unittest.mock import patch

import numpy as np
from numpy.typing import NDArray

from geomap import syntax, timexes, toponyms
from geomap.evaluate.articles import GoldArticle
from geomap.events import words
from geomap.events.actors import People
from geomap.events.context import Context
from geomap.events.figures import FIGURE_BLOCKS, TYPED, FigureClues, FigureWeights, figure_clues, typed_part
from geomap.events.meaning import DIMENSIONS
from geomap.events.status import status_of
from geomap.events.triggers import Found
from geomap.events.types import event_types
from geomap.extractor import shared_extractor
from geomap.model import Document, Span, Status
from geomap.syntax.tree import Doc as Tree

sys.path.insert(0, str(Path(__file__).parent))
anchoring = importlib.import_module("fit_anchoring")
marked_sentences = importlib.import_module("marked_sentences")

DATA = Path(__file__).parents[1] / "geomap" / "data" / "events" / "figures.json"
FIGURES = Path(__file__).parent / "figures"
#: How much a word of an article counts, against one of a sentence that was written to hold figures of speech.
ARTICLE = 3.0
#: A clue seen less often is left out.
SEEN = 3
#: How large the meaning of words is against a named clue: the ridge is one for both.
SCALE = 1.5
#: A named clue that weighs less isn't written.
LEAST = 0.03
#: From how likely on a word is a figure of speech: few of the words of events in articles that it was not fitted on are lost.
LIMIT = 0.7
#: The limits that the figures are shown for.
LIMITS = (0.5, LIMIT, 0.8, 0.9)
_ROUNDS, _RATE = 200, 0.05

Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Case:
    """One listed word: where it stands, what speaks for a figure of speech, and whether it is one."""

    source: str
    document: str
    word: str
    clues: FigureClues
    figurative: bool
    weight: float = 1.0


def found_in(doc: Document) -> Iterator[tuple[Span, FigureClues, Found]]:
    """The listed words of a document that may be figures of speech, with what speaks for it."""
    parsed = syntax.parse(doc)
    times = timexes.find(doc.text, published=doc.published, furniture=doc.furniture)
    context = Context.of(doc, Tree(parsed), toponyms.find(doc, parsed, shared_extractor().gazetteer), times)
    with patch.object(words, "is_figure", lambda *_: False):
        told = words.words_of(context, People.of(context))
    for found in told.listed:
        if not found.sense.open_class and found.event_type != "statement":
            span = Span(found.token.idx, found.token.idx + len(found.token.text))
            yield span, figure_clues(found, context, told.around), found


def cases(corpus: str, doc: Document, article: GoldArticle) -> Iterator[Case]:
    """The words of an article that tell of annotated events, and those of which the annotation says that nothing happened."""
    for span, clues, found in found_in(doc):
        told = any(m.overlaps(span) for e in article.events for m in (e.trigger, *e.mentions))
        trapped = any(Span(trap.start, trap.end).overlaps(span) for trap in article.traps if trap.rule == "no-event")
        if told != trapped and not (trapped and _is_open(found)):
            yield Case(corpus, f"{corpus}/{doc.id}", found.token.lemma_.lower(), clues, trapped, ARTICLE)


def _is_open(found: Found) -> bool:
    """Whether a word is meant, and only not done: *claims that a raid took place were untrue*."""
    return status_of(found.token, event_type=found.event_type) in {Status.DENIED, Status.POSSIBLE}


def of_sentences() -> Iterator[Case]:
    """The marked words of the sentences in ``figures/``, which have no article around them."""
    for file, doc, sentence in marked_sentences.sentences(FIGURES):
        marks = {event.trigger: event.type for event in sentence.events}
        for span, clues, found in found_in(doc):
            kind = next((kind for mark, kind in marks.items() if mark.overlaps(span)), None)
            if kind is not None:
                yield Case(file, f"{file}/{doc.id}", found.token.lemma_.lower(), clues, kind == "figurative")


def fit(listed: Sequence[Case], ridge: float) -> FigureWeights:
    """The weights that make what is figurative likely and what isn't unlikely, drawn towards nought."""
    seen = Counter(name for case in listed for name in case.clues.named)
    names = sorted(name for name, n in seen.items() if n >= SEEN)
    types = tuple(event_types())
    x = _design(listed, names, types)
    y = np.array([case.figurative for case in listed], np.float32)
    count = np.array([case.weight for case in listed], np.float32)
    w = np.zeros(x.shape[1], np.float32)
    mean, square = np.zeros_like(w), np.zeros_like(w)
    pull = np.full_like(w, ridge)
    pull[0] = 0
    for n in range(1, _ROUNDS + 1):
        p = 1 / (1 + np.exp(-(x @ w)))
        slope = (x.T @ ((p - y) * count) + pull * w) / count.sum()
        mean, square = 0.9 * mean + 0.1 * slope, 0.99 * square + 0.01 * slope**2
        rate = _RATE * 0.5 * (1 + np.cos(np.pi * n / _ROUNDS))
        w -= rate * (mean / (1 - 0.9**n)) / (np.sqrt(square / (1 - 0.99**n)) + 1e-8)
    first, second = 1 + len(names), 1 + len(names) + len(FIGURE_BLOCKS) * DIMENSIONS
    rows = w[second:].reshape(len(types), len(TYPED) * DIMENSIONS) * SCALE
    named = {name: float(v) for name, v in zip(names, w[1:first], strict=True)}
    return FigureWeights(float(w[0]), named, w[first:second] * SCALE, dict(zip(types, rows, strict=True)), LIMIT)


def _design(listed: Sequence[Case], names: Sequence[str], types: Sequence[str]) -> Floats:
    index = {name: i for i, name in enumerate(names, start=1)}
    blocks, own = len(FIGURE_BLOCKS) * DIMENSIONS, len(TYPED) * DIMENSIONS
    first = 1 + len(names)
    x = np.zeros((len(listed), first + blocks + len(types) * own), np.float32)
    x[:, 0] = 1
    for row, case in enumerate(listed):
        for name, much in case.clues.named.items():
            if name in index:
                x[row, index[name]] = much
        x[row, first : first + blocks] = SCALE * case.clues.meaning
        at = first + blocks + types.index(case.clues.event_type) * own
        x[row, at : at + own] = SCALE * typed_part(case.clues.meaning)
    return x


def held_out(listed: Sequence[Case], ridge: float, folds: int) -> list[tuple[Case, float]]:
    """Each case with how likely it is figurative by weights from other documents."""
    names = sorted({case.document for case in listed})
    order = np.random.default_rng(7).permutation(len(names))
    fold = {names[int(i)]: n % folds for n, i in enumerate(order)}
    judged = []
    for n in range(folds):
        weights = fit([c for c in listed if fold[c.document] != n], ridge)
        judged += [(c, weights.probability(c.clues)) for c in listed if fold[c.document] == n]
    return judged


def show(judged: Sequence[tuple[Case, float]]) -> None:
    """Print, for some limits, how many figures of speech are known and how many events are lost, by source."""
    for source in sorted({case.source for case, _ in judged}):
        meant = [p for case, p in judged if case.source == source and not case.figurative]
        not_meant = [p for case, p in judged if case.source == source and case.figurative]
        known = (f"{limit}: {sum(p > limit for p in not_meant)}, {sum(p > limit for p in meant)}" for limit in LIMITS)
        print(f"{source:28} {len(not_meant)} figures, {len(meant)} events; known, lost at {' '.join(known)}")


def written(weights: FigureWeights) -> str:
    """The file, a clue a line."""
    named = {name: round(v, 2) for name, v in sorted(weights.named.items()) if abs(v) >= LEAST}
    lines = ",\n".join(f"  {json.dumps(name)}: {v}" for name, v in named.items())
    rows = {name: row for name, row in weights.typed.items() if np.abs(row).max() >= LEAST}
    typed = ",\n".join(f"  {json.dumps(name)}: {json.dumps(_rounded(row))}" for name, row in rows.items())
    about = "What speaks for a figure of speech, in logits; written by benchmarks/fit_figures.py."
    head = f'"about": {json.dumps(about)},\n "limit": {weights.limit},\n "always": {weights.always:.2f}'
    meaning = json.dumps(_rounded(weights.meaning))
    return f'{{\n {head},\n "named": {{\n{lines}\n }},\n "meaning": {meaning},\n "typed": {{\n{typed}\n }}\n}}\n'


def _rounded(row: Floats) -> list[float]:
    return [round(float(v), 2) for v in row]


def main() -> None:
    """Fit, show the held-out figures, and write the weights if asked to."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--articles", action="append", type=Path, default=[], metavar="FOLDER")
    parser.add_argument("--ridge", type=float, default=1.0)
    parser.add_argument("--folds", type=int, default=0)
    parser.add_argument("--write", action="store_true")
    args = parser.parse_args()
    folders = [*(anchoring.tested.FOLDER / name for name in anchoring.LATER), *args.articles]
    listed = [case for told in anchoring.articles([], folders) for case in cases(*told)]
    listed += of_sentences()
    if args.folds:
        show(held_out(listed, args.ridge, args.folds))
    if args.write:
        DATA.write_text(written(fit(listed, args.ridge)), encoding="utf-8")


if __name__ == "__main__":
    main()
