"""Fits what each property of a candidate place weighs, from annotated corpora, and writes the weights.

usage: fit_resolution.py GOLD [--parses FOLDER] [--folds N] [--write]

A conditional logit over the properties of a name's candidates (which place is it?), small enough to read. Without --write only
the cross-validated figures are shown. The weights go to geomap/data/toponyms/choice.json; nothing of the corpora's text does.
"""

from __future__ import annotations

import argparse
import json
import math
import random
from collections import Counter
from pathlib import Path
from typing import Any

import numpy as np
from predict_toponyms import GoldSpans, document, parses, records

from geomap.gazetteer import Gazetteer
from geomap.model import Place
from geomap.toponyms import resolve
from geomap.toponyms.clues import Context

DATA = Path(__file__).parents[1] / "geomap" / "data" / "toponyms"


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
    parser = argparse.ArgumentParser(description="Fit the weights of toponym resolution.")
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
    table = fit_choice(data, options.folds, options.ridge)
    if options.write:
        note = "Log-odds, fitted by benchmarks/fit_resolution.py on the development halves of LGL and GeoWebNews."
        text = json.dumps({"note": note, "weights": dict(sorted(table.items()))}, indent=1, ensure_ascii=False)
        (DATA / "choice.json").write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
