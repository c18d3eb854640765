"""Fits what each clue weighs in telling whether a stretch of text is a place, from annotated corpora, and writes the weights.

usage: fit_toponyms.py GOLD [--parses FOLDER] [--folds N] [--write]

A logistic regression over the clues of a stretch, small enough to read. Without --write only the cross-validated figures are
shown. The weights go to geomap/data/toponyms/clues.json; nothing of the corpora's text does. Which place it is has its own
command, fit_resolution.py.
"""

from __future__ import annotations

import argparse
import json
import random
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from predict_toponyms import document, parses, records

from geomap.gazetteer import Gazetteer
from geomap.toponyms import recognise
from geomap.toponyms.clues import Context, Stretch, clues

DATA = Path(__file__).parents[1] / "geomap" / "data" / "toponyms"
#: A clue seen less often says too little.
LEAST = 8


def logistic(rows: list[list[int]], answers: np.ndarray[Any, Any], columns: int, ridge: float) -> np.ndarray[Any, Any]:
    """Logistic regression with a ridge penalty, by Newton's method; ``rows`` list the columns that are 1."""
    x = np.zeros((len(rows), columns))
    for i, row in enumerate(rows):
        x[i, row] = 1.0
    w = np.zeros(columns)
    for _ in range(12):
        p = 1 / (1 + np.exp(-np.clip(x @ w, -30, 30)))
        gradient = x.T @ (answers - p) - ridge * w
        hessian = (x * (p * (1 - p))[:, None]).T @ x + ridge * np.eye(columns)
        step = np.linalg.solve(hessian, gradient)
        w += step
        if np.abs(step).max() < 1e-4:
            break
    return w


def folds_of(count: int, folds: int) -> list[int]:
    """A fold for each document, the same in every run."""
    order = list(range(count))
    random.Random(7).shuffle(order)
    return [order[i] % folds for i in range(count)]


@dataclass
class Page:
    """One document with its stretches, their clues, and which of them the gold has."""

    corpus: str
    gold: set[tuple[int, int]]
    context: Context
    stretches: list[Stretch]
    clues: list[set[str]]

    @property
    def answers(self) -> list[bool]:
        """Whether each stretch is a gold toponym."""
        return [(s.start, s.end) in self.gold for s in self.stretches]


def page(record: dict[str, Any], context: Context) -> Page:
    """The page of a record."""
    gold = {(t["start"], t["end"]) for t in record["toponyms"]}
    listed = recognise.stretches(context)
    return Page(record["corpus"], gold, context, listed, [clues(s, context) for s in listed])


def table_of(rows: list[tuple[set[str], bool]], ridge: float) -> dict[str, float]:
    """The weights of the clues that these rows show often enough."""
    counted = Counter(c for found, _ in rows for c in found)
    names = ["always", *sorted(c for c, n in counted.items() if n >= LEAST)]
    index = {c: i for i, c in enumerate(names)}
    listed = [[0, *(index[c] for c in found if c in index)] for found, _ in rows]
    w = logistic(listed, np.array([float(right) for _, right in rows]), len(names), ridge)
    return {c: round(float(v), 3) for c, v in zip(names, w, strict=True)}


def before(mine: Page, table: dict[str, float]) -> list[float]:
    """The first probabilities of a page's stretches."""
    settled = [recognise.settled(s, mine.context) for s in mine.stretches]
    return [recognise.probability(c, table) if s is None else s for s, c in zip(settled, mine.clues, strict=True)]


def both(mine: Page, first: dict[str, float]) -> list[set[str]]:
    """A page's clues with those of second sight."""
    more = recognise.second_sight(mine.stretches, before(mine, first))
    return [{*c, *m} for c, m in zip(mine.clues, more, strict=True)]


def fit_tables(pages: list[Page], ridge: float, inner: int = 4) -> tuple[dict[str, float], dict[str, float]]:
    """The two tables; the second is fitted on first probabilities that come from other documents."""
    fold = folds_of(len(pages), inner)
    rows: list[tuple[set[str], bool]] = []
    for f in range(inner):
        others = [p for i, p in enumerate(pages) if fold[i] != f]
        first = table_of([row for p in others for row in zip(p.clues, p.answers, strict=True)], ridge)
        for mine in (p for i, p in enumerate(pages) if fold[i] == f):
            rows += zip(both(mine, first), mine.answers, strict=True)
    return table_of([row for p in pages for row in zip(p.clues, p.answers, strict=True)], ridge), table_of(rows, ridge)


def fit_clues(pages: list[Page], folds: int, ridge: float) -> dict[str, dict[str, float]]:
    """The weights of the clues; prints cross-validated figures for exact spans."""
    fold = folds_of(len(pages), folds)
    score: dict[tuple[str, float], Counter[str]] = {}
    for f in range(folds if folds > 1 else 0):
        first, second = fit_tables([p for i, p in enumerate(pages) if fold[i] != f], ridge)
        for mine in (p for i, p in enumerate(pages) if fold[i] == f):
            weighed = []
            for stretch, found in zip(mine.stretches, both(mine, first), strict=True):
                settled = recognise.settled(stretch, mine.context)
                weighed.append((recognise.probability(found, second) if settled is None else settled, stretch))
            for floor in (0.4, 0.45, 0.5, 0.55):
                chosen = {(s.start, s.end) for _, s in recognise.decode(weighed, floor=floor)}
                tally = score.setdefault((mine.corpus, floor), Counter())
                tally.update(tp=len(mine.gold & chosen), predicted=len(chosen), gold=len(mine.gold))
    for (corpus, floor), t in score.items():
        p, r = t["tp"] / t["predicted"], t["tp"] / t["gold"]
        print(f"clues, {folds}-fold, from {floor}: {corpus} P {p:.3f} R {r:.3f} F1 {2 * p * r / (p + r):.3f}")
    first, second = fit_tables(pages, ridge)
    print(f"clues: {len(first)} and {len(second)}")
    return {"first": dict(sorted(first.items())), "second": dict(sorted(second.items()))}


def main() -> None:
    """Parse the options, fit, show, and write where asked."""
    parser = argparse.ArgumentParser(description="Fit the weights of toponym recognition.")
    parser.add_argument("gold", type=Path)
    parser.add_argument("--parses", type=Path)
    parser.add_argument("--folds", type=int, default=5)
    parser.add_argument("--ridge", type=float, default=3.0)
    parser.add_argument("--write", action="store_true")
    options = parser.parse_args()
    listed = list(records(options.gold))
    documents = [document(r) for r in listed]
    gazetteer = Gazetteer.open()
    parsed = parses(documents, options.parses)
    data = [(r, Context(d, p, gazetteer)) for r, d, p in zip(listed, documents, parsed, strict=True)]
    tables = fit_clues([page(r, c) for r, c in data], options.folds, options.ridge)
    if options.write:
        note = "Log-odds, fitted by benchmarks/fit_toponyms.py on the development halves of LGL and GeoWebNews."
        text = json.dumps({"note": note, **tables}, indent=1, ensure_ascii=False)
        (DATA / "clues.json").write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
