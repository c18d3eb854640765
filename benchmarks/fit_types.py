"""Fits what speaks for the type of an event, from annotated articles and the lists of the types, and writes the weights.

usage: fit_types.py [--also GOLD DOCUMENTS]... [--articles FOLDER]... [--ridge R] [--folds N] [--write]

The articles of tests/events, the seeds and the sentences beside this script are always used; --also adds others in the format
of ``geomap evaluate events``, with the folder of their texts, --articles a folder in the format of tests/events/articles. A
case is a word that tells of an annotated event; right is every type that the annotation accepts. The word of a sentence that
stands alone counts less, and of an article says nothing. Each entry of the types' lists is a case too, which counts least: a
word with what it asks for. A multinomial logit with a ridge, by Adam on all cases at once; the figures are from articles that
it was not fitted on. The weights go to geomap/data/events/event_types.json; nothing of the texts does but single words.
"""

from __future__ import annotations

import argparse
import importlib
import json
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from geomap import syntax, timexes, toponyms
from geomap.evaluate.articles import GoldArticle
from geomap.events.actors import People
from geomap.events.classify import Weights
from geomap.events.context import Context
from geomap.events.meaning import DIMENSIONS, direction
from geomap.events.type_clues import BLOCKS, TypeClues, kinds_of, type_clues
from geomap.events.types import Sense, event_types, noun_senses, possible_types, verb_senses
from geomap.events.words import words_of
from geomap.extractor import shared_extractor
from geomap.model import Document, Span
from geomap.syntax.tree import Doc as Tree

sys.path.insert(0, str(Path(__file__).parent))
#: The articles are those that the weights of times are fitted on.
anchoring = importlib.import_module("fit_anchoring")
marked_sentences = importlib.import_module("marked_sentences")

DATA = Path(__file__).parents[1] / "geomap" / "data" / "events" / "event_types.json"
#: How much an entry of a list counts, against a word of an article.
LISTED = 0.1
#: How much a word of a sentence that stands alone counts.
ALONE = 0.5
#: A clue seen less often is left out.
SEEN = 3
#: How large the meaning of words is against a named clue: the ridge is one for both.
SCALE = 1.5
#: A weight nearer to nought isn't written.
LEAST = 0.05
_ROUNDS, _RATE = 150, 0.1

Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Case:
    """One word that tells of an event, what speaks for its type, and which types are right."""

    article: str
    now: str
    clues: TypeClues
    types: tuple[str, ...]
    weight: float = 1.0


def cases(corpus: str, doc: Document, article: GoldArticle) -> Iterator[Case]:
    """The words of an article that tell of annotated events."""
    extractor = shared_extractor()
    parsed = syntax.parse(doc)
    times = timexes.find(doc.text, published=doc.published, furniture=doc.furniture)
    context = Context.of(doc, Tree(parsed), toponyms.find(doc, parsed, extractor.gazetteer), times)
    listed, others, around, _ = words_of(context, People.of(context))
    for found in (*listed, *others):
        span = Span(found.token.idx, found.token.idx + len(found.token.text))
        of = next((e for e in article.events if any(m.overlaps(span) for m in (e.trigger, *e.mentions))), None)
        types = tuple(name for name in of.types if name in event_types()) if of is not None else ()
        if types:
            yield Case(f"{corpus}/{article.id}", found.event_type, type_clues(found, context, around), types)


def alone() -> Iterator[Case]:
    """The words of the marked sentences that tell of events; there is no article that they could be of."""
    for file, doc, sentence in marked_sentences.sentences():
        for case in cases(file, doc, sentence):
            named = {name: much for name, much in case.clues.named.items() if not name.startswith("article ")}
            meaning = case.clues.meaning.copy()
            meaning[BLOCKS.index("article") * DIMENSIONS :] = 0
            yield replace(case, clues=TypeClues(named, meaning), weight=ALONE)


def entries() -> Iterator[Case]:
    """The entries of the types' lists, each as if it had been met with."""
    for known in (verb_senses(), noun_senses()):
        for lemma, senses in known.items():
            for sense in senses:
                yield from _entry(lemma, sense)
    for lemma, types in possible_types().items():
        yield _case(["open other", f"lemma {lemma}", *(f"maybe {name}" for name in types)], lemma, None, types)


def _entry(lemma: str, sense: Sense) -> Iterator[Case]:
    if not sense.needs:
        way = "weak" if sense.to_place or sense.weak else "listed"
        yield _case([f"{way} {sense.event_type}", f"lemma {lemma}"], lemma, None, (sense.event_type,))
    for thing in sorted(sense.needs):
        if not thing.startswith("<"):
            kinds = (f"of <{kind}>" for kind in kinds_of().get(thing, ()))
            names = [f"with {sense.event_type}", f"lemma {lemma}", f"of {thing}", *kinds]
            yield _case(names, lemma, thing, (sense.event_type,))


def _case(names: Sequence[str], lemma: str, thing: str | None, types: Sequence[str]) -> Case:
    meant = [lemma.split(maxsplit=1)[:1], [thing] if thing else [], *[[]] * (len(BLOCKS) - 2)]
    rows = [direction(words) for words in meant]
    return Case("lists", types[0], TypeClues(dict.fromkeys(names, 1.0), np.concatenate(rows)), tuple(types), LISTED)


def fit(listed: Sequence[Case], ridge: float) -> Weights:
    """The weights that make the right types likeliest together, drawn towards nought."""
    types = tuple(event_types())
    seen = Counter(name for case in listed if case.weight > LISTED for name in case.clues.named)
    names = sorted(name for name, n in seen.items() if n >= SEEN)
    x, y = _design(listed, names), _accepted(listed, types)
    count = np.array([case.weight for case in listed], np.float32)[:, None]
    w = np.zeros((x.shape[1], len(types)), np.float32)
    mean, square = np.zeros_like(w), np.zeros_like(w)
    for n in range(1, _ROUNDS + 1):
        p = _likely(x @ w)
        right = p * y / np.maximum((p * y).sum(axis=1, keepdims=True), 1e-9)
        slope = (x.T @ ((p - right) * count) + ridge * w) / count.sum()
        mean, square = 0.9 * mean + 0.1 * slope, 0.99 * square + 0.01 * slope**2
        rate = _RATE * 0.5 * (1 + np.cos(np.pi * n / _ROUNDS))
        w -= rate * (mean / (1 - 0.9**n)) / (np.sqrt(square / (1 - 0.99**n)) + 1e-8)
    rows = w.astype(np.float64)
    numbers = {name: i for i, name in enumerate(names)}
    return Weights(types, rows[0], numbers, rows[1 : 1 + len(names)], rows[1 + len(names) :] * SCALE)


def _design(listed: Sequence[Case], names: Sequence[str]) -> Floats:
    index = {name: i for i, name in enumerate(names, start=1)}
    x = np.zeros((len(listed), 1 + len(names) + len(BLOCKS) * DIMENSIONS), np.float32)
    x[:, 0] = 1
    for row, case in enumerate(listed):
        for name, much in case.clues.named.items():
            if name in index:
                x[row, index[name]] = much
        x[row, 1 + len(names) :] = SCALE * case.clues.meaning
    return x


def _accepted(listed: Sequence[Case], types: Sequence[str]) -> Floats:
    y = np.zeros((len(listed), len(types)), np.float32)
    for row, case in enumerate(listed):
        for name in case.types:
            y[row, types.index(name)] = 1
    return y


def _likely(z: Floats) -> Floats:
    p = np.exp(z - z.max(axis=1, keepdims=True))
    shares: Floats = p / p.sum(axis=1, keepdims=True)
    return shares


def held_out(listed: Sequence[Case], ridge: float, folds: int) -> None:
    """Print how often the type is right, before and by weights from other articles."""
    names = sorted({case.article for case in listed if case.weight == 1})
    order = np.random.default_rng(7).permutation(len(names))
    fold = {names[int(i)]: n % folds for n, i in enumerate(order)}
    before = after = 0
    for n in range(folds):
        weights = fit([c for c in listed if fold.get(c.article) != n], ridge)
        for case in (c for c in listed if fold.get(c.article) == n):
            before += case.now in case.types
            after += weights.types[int(weights.log_odds(case.clues).argmax())] in case.types
    words = sum(case.weight == 1 for case in listed)
    print(f"right type, of {words} words: as listed {before / words:.4f}, weighed {after / words:.4f}")


def written(weights: Weights) -> str:
    """The file, a clue a line: the types that it speaks for or against."""
    rows = {
        name: {t: round(float(v), 2) for t, v in zip(weights.types, row, strict=True) if abs(v) >= LEAST}
        for name, row in zip(weights.numbers, weights.named, strict=True)
    }
    named = ",\n".join(f"  {json.dumps(name)}: {json.dumps(row)}" for name, row in rows.items() if row)
    meaning = ",\n".join("  " + json.dumps([round(float(v), 2) for v in row]) for row in weights.meaning)
    always = [round(float(v), 2) for v in weights.always]
    about = "What speaks for the type of an event, in logits; written by benchmarks/fit_types.py."
    head = f'"about": {json.dumps(about)},\n "types": {json.dumps(weights.types)},\n "always": {json.dumps(always)}'
    return f'{{\n {head},\n "named": {{\n{named}\n }},\n "meaning": [\n{meaning}\n ]\n}}\n'


def main() -> None:
    """Fit, show the held-out figures, and write the weights if asked to."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--also", nargs=2, action="append", default=[], metavar=("GOLD", "DOCUMENTS"))
    parser.add_argument("--articles", action="append", type=Path, default=[], metavar="FOLDER")
    parser.add_argument("--ridge", type=float, default=2.0)
    parser.add_argument("--folds", type=int, default=0)
    parser.add_argument("--write", action="store_true")
    args = parser.parse_args()
    told = anchoring.articles(args.also, args.articles)
    listed = [case for corpus, doc, article in told for case in cases(corpus, doc, article)]
    listed += [*alone(), *entries()]
    if args.folds:
        held_out(listed, args.ridge, args.folds)
    if args.write:
        DATA.write_text(written(fit(listed, args.ridge)), encoding="utf-8")


if __name__ == "__main__":
    main()
