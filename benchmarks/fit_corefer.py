"""Fits what speaks for two triggers of an article telling of one happening, from annotated articles, and writes the weights.

usage: fit_corefer.py [--also GOLD DOCUMENTS]... [--ridge R] [--folds N] [--write]

The articles of tests/events and the seeds are always used; --also adds others in the format of ``geomap evaluate events``, with
the folder of their texts. Two triggers are one where both are marked as one annotated happening, and two where they are marked as
two. A trigger that no annotation marks is no event, and best put to another: its pairs count a little for being one. A logistic
regression with a ridge; the figures are from articles not fitted on. The weights go to geomap/data/events/same_mention.json (its
limits stay as they are); nothing of the articles' text does.
"""

from __future__ import annotations

import argparse
import importlib
import json
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import combinations
from pathlib import Path
from unittest.mock import patch

import numpy as np
from numpy.typing import NDArray

from geomap.evaluate.articles import GoldArticle, GoldEvent
from geomap.events import reports
from geomap.events.draft import Draft
from geomap.events.happenings import happenings
from geomap.events.mention_clues import clues, may_be_one, mentions
from geomap.extractor import shared_extractor
from geomap.model import Document

sys.path.insert(0, str(Path(__file__).parent))
#: The articles are those that the weights of times are fitted on.
anchoring = importlib.import_module("fit_anchoring")

DATA = Path(__file__).parents[1] / "geomap" / "data" / "events" / "same_mention.json"
#: How much a pair counts of which one is no event: where the rules would let both be one, and where not.
NO_EVENT, NO_EVENT_APART = 0.2, 0.02
#: A pair of the seeds counts more often, for they are few.
SEEDS_COUNT = 5.0
#: A clue seen less often is left out.
SEEN = 20

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Case:
    """Two triggers of one article: their clues, whether they are one, and how much that counts."""

    article: str
    clues: dict[str, float]
    one: bool
    weight: float


def cases(corpus: str, doc: Document, gold: GoldArticle) -> Iterator[Case]:
    """The pairs of one article that are compared at all."""
    asked: list[tuple[Sequence[Draft], date | None]] = []

    def listen(drafts: Sequence[Draft], published: date | None = None) -> list[list[Draft]]:
        asked.append((drafts, published))
        return happenings(drafts, published)

    with patch.object(reports, "happenings", listen):
        shared_extractor().extract(doc)
    for drafts, published in asked:
        listed = mentions(drafts, published)
        event = {i: _event(m.draft, gold.events) for i, m in listed.items()}
        for a, b in combinations(listed, 2):
            if may_be_one(listed[a], listed[b]):
                found, one, other = clues(listed[a], listed[b]), event[a], event[b]
                if one is not None and other is not None:
                    count = SEEDS_COUNT if corpus == "seeds" else 1.0
                    yield Case(doc.id, found, one == other, count)
                else:
                    yield Case(doc.id, found, True, NO_EVENT if found["compatible"] else NO_EVENT_APART)


def _event(draft: Draft, events: Sequence[GoldEvent]) -> str | None:
    """The annotated happening that a trigger is marked as: as its trigger rather than as a further mention."""
    start = draft.found.token.idx
    end = start + len(draft.found.token.text)
    marked = [(n, e.id) for e in events for n, m in enumerate((e.trigger, *e.mentions)) if m.start < end and start < m.end]
    return min(marked, key=lambda m: m[0] > 0)[1] if marked else None


def fit(listed: Sequence[Case], ridge: float) -> dict[str, float]:
    """A logistic regression by Newton's method."""
    seen = Counter(clue for case in listed for clue in case.clues)
    names = sorted(clue for clue, n in seen.items() if n >= SEEN)
    x = _matrix(listed, names)
    y: Floats = np.array([float(case.one) for case in listed])
    weight: Floats = np.array([case.weight for case in listed])
    drawn = ridge * np.array([0.01 if name == "always" else 1.0 for name in names])
    beta: Floats = np.zeros(len(names))
    for _ in range(30):
        p = 1 / (1 + np.exp(-np.clip(x @ beta, -30, 30)))
        gradient = x.T @ (weight * (p - y)) + drawn * beta
        hessian = (x * (weight * p * (1 - p))[:, None]).T @ x + np.diag(drawn)
        step = np.linalg.solve(hessian, gradient)
        largest = float(np.abs(step).max())
        beta = beta - (step if largest < 2 else 2 * step / largest)
        if largest < 1e-4:
            break
    return {name: round(float(b), 3) for name, b in zip(names, beta, strict=True)}


def _matrix(listed: Sequence[Case], names: Sequence[str]) -> Floats:
    index = {name: i for i, name in enumerate(names)}
    x: Floats = np.zeros((len(listed), len(names)))
    for row, case in enumerate(listed):
        for clue, value in case.clues.items():
            if clue in index:
                x[row, index[clue]] = value
    return x


def likely(case: Case, weights: dict[str, float]) -> float:
    """How likely the two are one."""
    return float(1 / (1 + np.exp(-sum(weights.get(clue, 0.0) * value for clue, value in case.clues.items()))))


def by_fold(listed: Sequence[Case], ridge: float, fold: dict[str, int]) -> list[dict[str, float]]:
    """For each fold, the weights from the articles of all others."""
    return [fit([c for c in listed if fold[c.article] != n], ridge) for n in range(max(fold.values()) + 1)]


def show(listed: Sequence[Case], said: Sequence[float]) -> None:
    """Print how many of the pairs whose triggers are both events are rightly found to be one, at several limits."""
    judged = [(case.one, p) for case, p in zip(listed, said, strict=True) if case.weight >= 1]
    one = sum(is_one for is_one, _ in judged)
    print(f"{len(judged)} pairs, {one} of them one")
    for limit in (0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6):
        found = [is_one for is_one, p in judged if p >= limit]
        print(f"  at {limit}: precision {sum(found) / len(found):.3f}  recall {sum(found) / one:.3f}")


def main() -> None:
    """Fit, show the held-out figures, and write the weights if asked to."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--also", nargs=2, action="append", default=[], metavar=("GOLD", "DOCUMENTS"))
    parser.add_argument("--ridge", type=float, default=6.0)
    parser.add_argument("--folds", type=int, default=8)
    parser.add_argument("--write", action="store_true")
    args = parser.parse_args()
    told = list(anchoring.articles(args.also))
    listed = [case for corpus, doc, gold in told for case in cases(corpus, doc, gold)]
    fold = anchoring.folds_of(sorted(doc.id for _, doc, _ in told), args.folds)
    held = by_fold(listed, args.ridge, fold)
    show(listed, [likely(case, held[fold[case.article]]) for case in listed])
    if args.write:
        about = "What speaks for two triggers telling of one happening, in logits; written by benchmarks/fit_corefer.py."
        fitted = {"about": about, "limits": json.loads(DATA.read_bytes())["limits"], "weights": fit(listed, args.ridge)}
        DATA.write_text(json.dumps(fitted, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
