"""Fits what each clue of recognition weighs, from annotated corpora.

usage: fit_toponyms.py GOLD [--folds N] [--only vectors|entities|words]... [--across] [--held-out FILE] [--write] [--no-figures]

A logistic regression weighs the clues of each stretch, and the language model's vectors around it; a second one sees also
what the first thinks of the same name elsewhere and of the stretches beside and over this one, opinions on documents that the
first had not seen. Cross-validated figures come first; with --write the weights are fitted on everything and written to
geomap/data/toponyms/clues-*.json. Nothing of the corpora's text is written but single words.

--across also fits on all corpora but one and measures on that one: what is learnt of places in general, less of how a corpus
annotates.

--held-out writes what is found in each document by weights that have not seen it, for ``geomap evaluate toponyms GOLD
--predictions FILE``; only recognition is held out there, the choice of places is as it is shipped.

Needs SciPy, which geomap itself does not. Folds and seeds are fixed: the same data give the same weights.
"""

from __future__ import annotations

import argparse
import json
import random
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from predict_toponyms import document, records
from scipy.optimize import minimize
from scipy.sparse import csr_matrix

from geomap import syntax, toponyms
from geomap.gazetteer import Gazetteer
from geomap.model import Toponym
from geomap.toponyms import weigh
from geomap.toponyms.clues import clues
from geomap.toponyms.context import Context, Stretch
from geomap.toponyms.settled import settled
from geomap.toponyms.stretches import stretches
from geomap.toponyms.weigh import Knowledge, Table

Floats = np.ndarray[Any, np.dtype[np.float64]]

DATA = Path(__file__).parents[1] / "geomap" / "data" / "toponyms"
#: A clue seen less often says too little.
LEAST = 4
#: The strength of the ridge penalty is its inverse.
RIDGE = 0.2
#: Vectors are scaled down so that the penalty holds their weights back.
SCALE = 0.15
#: How far the corpora count alike whatever their size: 0 not at all, 1 wholly.
EVEN = 0.5
FLOORS = (0.35, 0.4, 0.42, 0.45, 0.5)


def folds_of(count: int, folds: int, seed: int = 7) -> list[int]:
    """A fold for each document, the same in every run."""
    order = list(range(count))
    random.Random(seed).shuffle(order)
    return [order[i] % folds for i in range(count)]


@dataclass
class Page:
    """One document with its stretches, their clues, and which of them the gold has."""

    corpus: str
    gold: set[tuple[int, int]]
    stretches: list[Stretch]
    clues: list[set[str]]
    numbers: np.ndarray[Any, Any] | None
    settled: list[float | None]

    @property
    def answers(self) -> list[bool]:
        """Whether each stretch is a gold toponym."""
        return [(s.start, s.end) in self.gold for s in self.stretches]


def page_of(record: dict[str, Any], context: Context) -> Page:
    """The page of a document; without demonyms where the corpus doesn't list them (``"demonyms": false``)."""
    corpus, gold = str(record["corpus"]), [(t["start"], t["end"]) for t in record["toponyms"]]
    listed = stretches(context)
    if not record.get("demonyms", True):
        listed = [s for s in listed if context.demonym(s.name) is None or (s.start, s.end) in gold]
    numbers = None if context.vectors is None else np.array([weigh.around(s, context) for s in listed])
    return Page(corpus, set(gold), listed, [clues(s, context) for s in listed], numbers, [settled(s, context) for s in listed])


class Model:
    """A logistic regression over clues and vectors, with a ridge penalty."""

    def __init__(self, rows: list[set[str]], numbers: Any, answers: list[bool], importance: Floats) -> None:
        counted = Counter(c for row in rows for c in row)
        self.index = {c: i for i, c in enumerate(sorted(c for c, n in counted.items() if n >= LEAST))}
        scaled = None if numbers is None else np.float32(SCALE) * numbers
        self.weights = ridge(self._matrix(rows), scaled, np.where(answers, 1.0, -1.0), importance)

    def _matrix(self, rows: list[set[str]]) -> Any:
        listed = [[self.index[c] for c in sorted(row) if c in self.index] for row in rows]
        ends = np.cumsum([0, *(len(row) for row in listed)])
        columns = [i for row in listed for i in row]
        return csr_matrix((np.ones(len(columns)), columns, ends), shape=(len(rows), len(self.index)))

    def probabilities(self, rows: list[set[str]], numbers: Any) -> list[float]:
        """The probability of each row."""
        if not rows:
            return []
        odds = self._matrix(rows) @ self.weights[: len(self.index)] + self.weights[-1]
        if numbers is not None:
            odds = odds + SCALE * (numbers @ self.weights[len(self.index) : -1])
        return [weigh.logistic(float(z)) for z in odds]

    @property
    def table(self) -> Table:
        """The weights as recognition reads them."""
        weights = [float(w) for w in self.weights]
        named = {c: round(weights[i], 3) for c, i in self.index.items() if abs(weights[i]) >= 0.0005}
        named["always"] = round(weights[-1], 3)
        return Table(dict(sorted(named.items())), tuple(round(w * SCALE, 4) for w in weights[len(self.index) : -1]))


def ridge(clues: Any, numbers: Any, signs: Floats, importance: Floats) -> Floats:
    """The weights of clues, of numbers, and last the constant that make the answers (1 or -1) likeliest, under the penalty."""
    count, across = clues.shape[1], clues.T.tocsr()
    width = 0 if numbers is None else numbers.shape[1]

    def loss(weights: Floats) -> tuple[float, Floats]:
        odds = clues @ weights[:count] + weights[-1]
        if width:
            odds = odds + numbers @ weights[count:-1].astype(np.float32)
        margin = signs * odds
        pull = -importance * signs / (1 + np.exp(np.clip(margin, -30, 30)))
        slope = np.append(weights[:-1] / RIDGE, pull.sum())
        slope[:count] += across @ pull
        if width:
            slope[count:-1] += pull.astype(np.float32) @ numbers
        return float((importance * np.logaddexp(0, -margin)).sum() + (weights[:-1] ** 2).sum() / (2 * RIDGE)), slope

    limits = {"maxiter": 300, "ftol": 1e-8, "gtol": 1e-3}
    fitted: Floats = minimize(loss, np.zeros(count + width + 1), jac=True, method="L-BFGS-B", options=limits).x
    return fitted


def importance(pages: Sequence[Page]) -> Floats:
    """What each stretch counts for, so that a small corpus isn't outvoted by a large one."""
    sizes = Counter(p.corpus for p in pages for _ in p.stretches)
    share = sum(sizes.values()) / max(1, len(sizes))
    return np.array([(share / sizes[p.corpus]) ** EVEN for p in pages for _ in p.stretches])


#: For each fold the models, first and second, that have not seen it.
Models = dict[int | str, tuple[Model, Model]]


def joined(pages: Sequence[Page]) -> Any:
    """The numbers of all pages under each other; None where they have none."""
    parts = [p.numbers for p in pages if p.numbers is not None and len(p.numbers)]
    return np.concatenate(parts) if parts else None


def first_model(pages: Sequence[Page]) -> Model:
    """Clues alone."""
    return Model([c for p in pages for c in p.clues], joined(pages), [a for p in pages for a in p.answers], importance(pages))


def seen_twice(page: Page, model: Model) -> list[set[str]]:
    """A page's clues with those of second sight."""
    found = model.probabilities(page.clues, page.numbers)
    before = [p if fixed is None else fixed for p, fixed in zip(found, page.settled, strict=True)]
    return [{*c, *more} for c, more in zip(page.clues, weigh.second_sight(page.stretches, before), strict=True)]


def fit(pages: Sequence[Page], inner: int = 3) -> tuple[Model, Model]:
    """The two models; the second is fitted on first probabilities that come from other documents."""
    fold = folds_of(len(pages), inner, seed=11)
    rows: list[list[set[str]]] = [[] for _ in pages]
    for f in range(inner):
        model = first_model([p for p, g in zip(pages, fold, strict=True) if g != f])
        for i, page in enumerate(pages):
            if fold[i] == f:
                rows[i] = seen_twice(page, model)
    answers = [a for p in pages for a in p.answers]
    return first_model(pages), Model([row for each in rows for row in each], joined(pages), answers, importance(pages))


def held_out_models(pages: Sequence[Page], fold: Sequence[int | str]) -> Models:
    """For each fold the two models that have not seen it."""
    return {f: fit([p for p, g in zip(pages, fold, strict=True) if g != f]) for f in sorted(set(fold), key=str)}


def cross_validate(pages: Sequence[Page], fold: Sequence[int | str], models: Models, title: str) -> None:
    """Print precision, recall and F1 of exact spans on documents that the models have not seen; a fold for each document."""
    tally: dict[tuple[str, float], Counter[str]] = {}
    gaps: list[tuple[float, bool]] = []
    for f, (first, second) in models.items():
        for page in (p for p, g in zip(pages, fold, strict=True) if g == f):
            found = second.probabilities(seen_twice(page, first), page.numbers)
            weighed = [
                (p if fixed is None else fixed, s) for p, fixed, s in zip(found, page.settled, page.stretches, strict=True)
            ]
            gaps += [(p, (s.start, s.end) in page.gold) for p, s in weigh.decode(weighed)]
            for floor in FLOORS:
                chosen = {(s.start, s.end) for _, s in weigh.decode(weighed, floor=floor)}
                counted = tally.setdefault((page.corpus, floor), Counter())
                counted.update(tp=len(page.gold & chosen), predicted=len(chosen), gold=len(page.gold))
    for (corpus, floor), t in sorted(tally.items()):
        p, r = t["tp"] / max(1, t["predicted"]), t["tp"] / max(1, t["gold"])
        print(f"{title}, from {floor}: {corpus} P {p:.3f} R {r:.3f} F1 {2 * p * r / (p + r):.3f}", flush=True)
    print(f"{title}: expected calibration error of what is chosen {calibration_error(gaps):.3f}")


def write_held_out(
    path: Path, listed: Sequence[dict[str, Any]], seen: Sequence[Context], fold: Sequence[int], models: Models
) -> None:
    """Write the toponyms of each document, recognised by weights from the other folds."""
    with path.open("w", encoding="utf-8") as out:
        for f, (first, second) in models.items():
            recogniser = toponyms.ClueRecogniser(weights=(first.table, second.table))
            for record, context, g in zip(listed, seen, fold, strict=True):
                if g == f:
                    found = toponyms.find(context.document, context.parsed, context.gazetteer, recogniser=recogniser)
                    print(json.dumps({"id": record["id"], "toponyms": [plain(t) for t in found]}), file=out)


def plain(toponym: Toponym) -> dict[str, Any]:
    """A toponym as scorers read it."""
    place = toponym.place
    at = {"lat": place.lat, "lon": place.lon} if place else {"lat": None, "lon": None}
    return {"start": toponym.start, "end": toponym.end, **at, "usage": toponym.usage.value, "confidence": toponym.confidence}


def calibration_error(pairs: Sequence[tuple[float, bool]], bins: int = 10) -> float:
    """The mean gap between probability and share right, over equal bins of probability, weighed by their size."""
    grouped: dict[int, list[tuple[float, bool]]] = {}
    for p, right in pairs:
        grouped.setdefault(min(bins - 1, int(p * bins)), []).append((p, right))
    return sum(abs(sum(p for p, _ in g) - sum(right for _, right in g)) for g in grouped.values()) / max(1, len(pairs))


def contexts(
    listed: Sequence[dict[str, Any]], reading: Callable[..., Any], gazetteer: Gazetteer, *, with_vectors: bool
) -> Iterator[Context]:
    """Each document as recognition sees it."""
    for record in listed:
        made = document(record)
        parsed = reading(made)
        yield Context(made, parsed, gazetteer, vectors=syntax.vectors(parsed) if with_vectors else None)


def main() -> None:
    """Parse the options, fit, show, and write where asked."""
    parser = argparse.ArgumentParser(description="Fit the tagger and the weights of toponym recognition.")
    parser.add_argument("gold", type=Path)
    parser.add_argument("--folds", type=int, default=5)
    parser.add_argument("--only", action="append", choices=[str(k) for k in Knowledge])
    parser.add_argument("--across", action="store_true", help="measure on each corpus what the others teach")
    parser.add_argument("--held-out", type=Path, metavar="FILE", help="write what is found with documents held out (vectors)")
    parser.add_argument("--write", action="store_true", help="write the weights")
    parser.add_argument("--no-figures", action="store_true", help="leave out the cross-validation (and --held-out)")
    options = parser.parse_args()
    listed = list(records(options.gold))
    corpora = [str(r["corpus"]) for r in listed]
    fold = folds_of(len(listed), options.folds)
    gazetteer = Gazetteer.open()
    for knowledge in (Knowledge(k) for k in options.only or Knowledge):
        reading = syntax.tokens if knowledge is Knowledge.WORDS else syntax.shallow
        seen = list(contexts(listed, reading, gazetteer, with_vectors=knowledge is Knowledge.VECTORS))
        pages = [page_of(*each) for each in zip(listed, seen, strict=True)]
        if not options.no_figures:
            models = held_out_models(pages, fold)
            cross_validate(pages, fold, models, f"{knowledge}, {options.folds}-fold")
            if options.held_out and knowledge is Knowledge.VECTORS:
                write_held_out(options.held_out, listed, seen, fold, models)
        if options.across:
            cross_validate(pages, corpora, held_out_models(pages, corpora), f"{knowledge}, other corpora")
        if options.write:
            write(knowledge, *fit(pages))


def write(knowledge: Knowledge, first: Model, second: Model) -> None:
    """Write the weights of one kind of knowledge."""
    about = "Log-odds, fitted by benchmarks/fit_toponyms.py on halves of LGL and GeoWebNews and on our own articles."
    tree: dict[str, Any] = {"note": about}
    for sight, model in (("first", first), ("second", second)):
        tree[sight] = {"numbers": model.table.numbers, "clues": model.table.clues}
    (DATA / f"clues-{knowledge}.json").write_text(json.dumps(tree, indent=0, ensure_ascii=False) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
