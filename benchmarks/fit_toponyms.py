"""Fits what each clue and each property of a candidate weighs, from annotated corpora, and writes the weights.

usage: fit_toponyms.py GOLD [--parses FOLDER] [--folds N] [--write]

Two models, both small enough to read: a logistic regression over the clues of a stretch (is it a place?) and a conditional
logit over the properties of a name's candidates (which place is it?). Without --write only the cross-validated figures are
shown. The weights go to geomap/data/toponyms/clues.json and choice.json; nothing of the corpora's text does.
"""

from __future__ import annotations

import argparse
import json
import math
import random
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from predict_toponyms import GoldSpans, document, parses, records

from geomap.gazetteer import Gazetteer
from geomap.model import Place
from geomap.toponyms import recognise, resolve
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


def conditional(
    groups: list[tuple[np.ndarray[Any, Any], np.ndarray[Any, Any], float]], columns: int, ridge: float
) -> np.ndarray[Any, Any]:
    """A conditional logit by Newton's method; a group is (properties, which rows are right, weight)."""
    w = np.zeros(columns)
    for _ in range(25):
        gradient = -ridge * w
        hessian = ridge * np.eye(columns)
        for x, right, weight in groups:
            s = x @ w
            p = np.exp(s - s.max())
            p /= p.sum()
            q = p * right
            q /= q.sum()
            mean, mean_right = p @ x, q @ x
            gradient += weight * (mean_right - mean)
            hessian += weight * ((x * p[:, None]).T @ x - np.outer(mean, mean))
        step = np.linalg.solve(hessian, gradient)
        w += step if np.abs(step).max() < 3 else 3 * step / np.abs(step).max()
        if np.abs(step).max() < 1e-3:
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


def fit_choice(data: list[tuple[dict[str, Any], Context]], folds: int, ridge: float, rounds: int = 3) -> dict[str, float]:
    """The weights of the candidates' properties; the votes of other names are refitted in rounds."""
    fold = folds_of(len(data), folds)
    table: dict[str, float] = dict(resolve.weights())
    per = [_gold_names(record, context) for record, context in data]
    for round_ in range(rounds):
        resolve.weights = lambda now=table: now  # type: ignore[misc, assignment]
        groups: list[list[tuple[list[dict[str, float]], list[bool], float]]] = []
        for names, wanted in per:
            resolve.settle(names)
            voters = resolve.electorate(names)
            mine = []
            for name in names:
                right = [any(_near(c.place, at) for at in wanted.get(name.key, ())) for c in name.candidates]
                if any(right) and not all(right):
                    props = [resolve.properties(name, i, voters) for i in range(len(name.candidates))]
                    mine.append((props, right, math.sqrt(name.count)))
            groups.append(mine)
        keys = sorted({k for mine in groups for props, _, _ in mine for p in props for k in p})
        index = {k: i for i, k in enumerate(keys)}
        dense = [[(_matrix(props, index), np.array(right, dtype=float), w) for props, right, w in mine] for mine in groups]
        if round_ == rounds - 1:
            _report_choice(data, dense, fold, folds, ridge)
        w = conditional([g for mine in dense for g in mine], len(keys), ridge)
        table = {k: round(float(v), 3) for k, v in zip(keys, w, strict=True)}
    return table


def _report_choice(data: Any, dense: Any, fold: list[int], folds: int, ridge: float) -> None:
    tally: dict[str, Counter[str]] = {}
    columns = next(x.shape[1] for mine in dense for x, _, _ in mine)
    for f in range(folds):
        w = conditional([g for i, mine in enumerate(dense) if fold[i] != f for g in mine], columns, ridge)
        for i, mine in enumerate(dense):
            if fold[i] == f:
                for x, right, weight in mine:
                    t = tally.setdefault(data[i][0]["corpus"], Counter())
                    t.update(n=1, model=int(right[int(np.argmax(x @ w))]), first=int(right[0]), mentions=round(weight**2))
    for corpus, t in tally.items():
        right, first = t["model"] / t["n"], t["first"] / t["n"]
        print(f"choice, {folds}-fold: {corpus} ambiguous names {t['n']}: right {right:.3f}, first {first:.3f}")


def _matrix(props: list[dict[str, float]], index: dict[str, int]) -> np.ndarray[Any, Any]:
    x = np.zeros((len(props), len(index)))
    for i, p in enumerate(props):
        for k, v in p.items():
            x[i, index[k]] = v
    return x


def _gold_names(
    record: dict[str, Any], context: Context
) -> tuple[list[resolve.Name], dict[tuple[str, str], list[tuple[float, float]]]]:
    spans = GoldSpans([(t["start"], t["end"]) for t in record["toponyms"]])
    mentions = spans.recognise(context.document, context.parsed, context.gazetteer)
    gathered = resolve.gather(mentions, context.gazetteer)
    at = {(t["start"], t["end"]): (t["lat"], t["lon"]) for t in record["toponyms"] if t["lat"] is not None}
    wanted: dict[tuple[str, str], list[tuple[float, float]]] = {}
    for mention in mentions:
        point = at.get((mention.start, mention.end))
        if point is not None:
            wanted.setdefault(resolve.key_of(mention), []).append(point)
    return [n for n in gathered.values() if n.candidates], wanted


def _near(place: Place, at: tuple[float, float]) -> bool:
    return resolve.kilometres(place, Place("gold:", "", at[0], at[1], "")) <= 161


def main() -> None:
    """Parse the options, fit, show, and write where asked."""
    parser = argparse.ArgumentParser(description="Fit the weights of toponym recognition and resolution.")
    parser.add_argument("gold", type=Path)
    parser.add_argument("--parses", type=Path)
    parser.add_argument("--folds", type=int, default=5)
    parser.add_argument("--ridge", type=float, default=3.0)
    parser.add_argument("--only", choices=["clues", "choice"])
    parser.add_argument("--write", action="store_true")
    options = parser.parse_args()
    listed = list(records(options.gold))
    documents = [document(r) for r in listed]
    gazetteer = Gazetteer.open()
    parsed = parses(documents, options.parses)
    data = [(r, Context(d, p, gazetteer)) for r, d, p in zip(listed, documents, parsed, strict=True)]
    fitted: dict[str, dict[str, Any]] = {}
    if options.only != "choice":
        fitted["clues.json"] = fit_clues([page(r, c) for r, c in data], options.folds, options.ridge)
    if options.only != "clues":
        fitted["choice.json"] = {"weights": dict(sorted(fit_choice(data, options.folds, options.ridge).items()))}
    if options.write:
        for name, tables in fitted.items():
            note = "Log-odds, fitted by benchmarks/fit_toponyms.py on the development halves of LGL and GeoWebNews."
            text = json.dumps({"note": note, **tables}, indent=1, ensure_ascii=False)
            (DATA / name).write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
