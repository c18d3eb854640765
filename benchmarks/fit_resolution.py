"""Fits what each property of a candidate place weighs, from annotated corpora, and writes the weights.

usage: fit_resolution.py GOLD [--parses FOLDER] [--folds N] [--by document|source] [--no-source] [--write]

Three models, all small enough to read. A conditional logit over the properties of a name's candidates says which place it is.
Two logistic regressions say how far that can be trusted, and how far a stand-in (the town that a street nobody knows must be
in): they are fitted on choices that were made with weights from other documents. Every figure shown is from documents (or, with
--by source, newspapers) that the weights were not fitted on. --no-source hides the newspaper's name and address. The weights go
to geomap/data/toponyms/choice.json; nothing of the corpora's text does.
"""

from __future__ import annotations

import argparse
import json
import math
import random
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from predict_toponyms import GoldSpans, document, parses, records

from geomap.gazetteer import Gazetteer
from geomap.model import Place
from geomap.toponyms import odds, resolve, trust
from geomap.toponyms.senses import Name
from geomap.toponyms.votes import kilometres

Floats = NDArray[np.float64]
DATA = Path(__file__).parents[1] / "geomap" / "data" / "toponyms" / "choice.json"
NEAR_KM = 161.0
#: What the weights are drawn towards: who writes "Alexandria, Louisiana" has said which, and the user's own places come first.
PRIOR = {"inside": 6.0, "around": 2.0, "user": 2.0}
START = {**PRIOR, "population": 2.0, "score": 2.0, "first": 1.0, "kind name": 1.0, "neighbours": 1.0, "support region": 1.0}
ROUNDS = 3
#: What the trust is drawn towards: the shares as they are.
TRUST_PRIOR = {"odds": 1.0}


@dataclass
class Page:
    """One document ready for weighing, with the gold's points of each name."""

    corpus: str
    source: str
    case: resolve.Case
    points: dict[int, list[tuple[float, float]]]
    unmatched: int
    right: list[Floats] = field(default_factory=list)

    def near(self, name: Name, place: Place) -> int:
        """How many of a name's points lie within reach of a place."""
        return sum(is_near(place, at) for at in self.points.get(id(name), ()))


@dataclass
class Row:
    """One choice or stand-in: what speaks for it, and of how many mentions how many it is right for."""

    page: int
    found: dict[str, float]
    right: int
    of: int


def is_near(place: Place, at: tuple[float, float]) -> bool:
    """Whether a place is within 100 miles of a point."""
    return kilometres(place, Place("gold:", "", at[0], at[1], "")) <= NEAR_KM


def pages(gold: Path, folder: Path | None, *, sources: bool = True) -> list[Page]:
    """The gold's documents, each with the gold's own spans as mentions."""
    listed = list(records(gold))
    gazetteer = Gazetteer.open()
    documents = [document(r) for r in listed]
    parsed = parses(documents, folder)
    made = []
    for record, doc, parse in zip(listed, documents, parsed, strict=True):
        known = (
            replace(doc, source=record.get("source"), url=record.get("url")) if sources else replace(doc, source=None, url=None)
        )
        mentions = GoldSpans([(t["start"], t["end"]) for t in record["toponyms"]]).recognise(known, parse, gazetteer)
        case = resolve.open_case(mentions, gazetteer, known)
        at = {(t["start"], t["end"]): (t["lat"], t["lon"]) for t in record["toponyms"] if t["lat"] is not None}
        points: dict[int, list[tuple[float, float]]] = {}
        for mention, name in zip(mentions, case.group, strict=True):
            if (mention.start, mention.end) in at:
                points.setdefault(id(name), []).append(at.pop((mention.start, mention.end)))
        page = Page(record["corpus"], record.get("source") or record["id"], case, points, len(at))
        page.right = [np.array([page.near(n, c.place) for c in n.candidates], dtype=float) for n in case.names]
        made.append(page)
    return made


Group = tuple[Floats, Floats, float]


def groups(page: Page, weigh: Floats) -> list[Group]:
    """The ambiguous names of a page: the properties of the candidates, which are right, and what the name counts."""
    rows = page.case.settle(weigh)
    votes = page.case.votes
    made: list[Group] = []
    for i, (name, right) in enumerate(zip(page.case.names, page.right, strict=True)):
        if votes is not None and right.any() and not right.all():
            part = rows[int(votes.starts[i]) : int(votes.starts[i + 1])]
            made.append((part, (right == right.max()).astype(float), math.sqrt(name.count)))
    return made


def conditional(listed: Sequence[Group], ridge: float) -> Floats:
    """A conditional logit by Newton's method, with a ridge towards ``PRIOR``."""
    x = np.concatenate([g[0] for g in listed])
    right = np.concatenate([g[1] for g in listed])
    counts = np.array([g[2] for g in listed])
    starts = np.cumsum([0, *(len(g[0]) for g in listed)])
    sizes = np.diff(starts)
    each = np.repeat(counts, sizes)
    prior = odds.vector(PRIOR)
    w = prior.copy()
    for _ in range(40):
        p = odds.softmax(x @ w, starts)
        q = p * right
        q /= np.repeat(np.add.reduceat(q, starts[:-1]), sizes)
        mean = np.add.reduceat(p[:, None] * x, starts[:-1])
        gradient = x.T @ (each * (q - p)) - ridge * (w - prior)
        hessian = (x * (each * p)[:, None]).T @ x - (mean * counts[:, None]).T @ mean + ridge * np.eye(len(w))
        step = np.linalg.solve(hessian, gradient)
        largest = float(np.abs(step).max())
        w += step if largest < 3 else 3 * step / largest
        if largest < 1e-3:
            break
    return w


def fit_weights(listed: Sequence[Page], ridge: float) -> Floats:
    """The weights of the properties; the votes of the other names are cast anew in every round."""
    w = odds.vector(START)
    for _ in range(ROUNDS):
        w = conditional([g for page in listed for g in groups(page, w)], ridge)
    return w


def logistic(rows: Sequence[Row], ridge: float, prior: dict[str, float]) -> dict[str, float]:
    """A logistic regression over the rows by Newton's method; a name counts as the root of its mentions."""
    names = sorted({key for row in rows for key in row.found})
    index = {key: i for i, key in enumerate(names)}
    x = np.zeros((len(rows), len(names)))
    for i, row in enumerate(rows):
        for key, value in row.found.items():
            x[i, index[key]] = value
    weight = np.array([math.sqrt(row.of) for row in rows])
    answer = np.array([row.right / row.of for row in rows])
    centre = np.array([prior.get(key, 0.0) for key in names])
    w = centre.copy()
    for _ in range(200):
        p = 1 / (1 + np.exp(-np.clip(x @ w, -30, 30)))
        gradient = x.T @ (weight * (answer - p)) - ridge * (w - centre)
        hessian = (x * (weight * p * (1 - p))[:, None]).T @ x + ridge * np.eye(len(w))
        step = np.linalg.solve(hessian, gradient)
        # Newton's method alone overshoots where the rows are nearly all right.
        largest = float(np.abs(step).max())
        w += step if largest < 0.5 else 0.5 * step / largest
        if largest < 1e-4:
            break
    return {key: round(float(v), 3) for key, v in zip(names, w, strict=True)}


def direct_rows(at: int, page: Page, weigh: Floats) -> list[Row]:
    """The choices of one page among the candidates."""
    rows = page.case.settle(weigh)
    made = []
    for i, name in enumerate(page.case.names):
        best, _, found = resolve.direct(page.case, i, rows)
        of = len(page.points.get(id(name), ()))
        if of:
            made.append(Row(at, found, int(page.right[i][best]), of))
    return made


def stand_in_rows(at: int, page: Page, weigh: Floats, table: dict[str, float]) -> list[Row]:
    """The stand-ins of one page for the names that are unknown or little trusted."""
    rows = page.case.settle(weigh)
    trusted = [trust.probability(resolve.direct(page.case, i, rows)[2], table) for i in range(len(page.case.names))]
    known = resolve.known_of(page.case, trusted)
    made = []
    doubtful = [n for n, p in zip(page.case.names, trusted, strict=True) if p < resolve.SETTLED]
    for name in (*page.case.strangers, *doubtful):
        of = len(page.points.get(id(name), ()))
        if of:
            found = resolve.stand_ins_of(name, page.case, known)
            made += [Row(at, clues, page.near(name, stand_in.place), of) for stand_in, clues in found]
    return made


def folds_of(listed: Sequence[Page], folds: int, by: str) -> list[int]:
    """A fold for each document, the same in every run; with ``by`` "source", one for each newspaper."""
    keys = sorted({p.source for p in listed}) if by == "source" else list(map(str, range(len(listed))))
    random.Random(7).shuffle(keys)
    fold = {key: i % folds for i, key in enumerate(keys)}
    return [fold[p.source if by == "source" else str(i)] for i, p in enumerate(listed)]


def crossed(rows: Sequence[Row], fold: Sequence[int], ridge: float, prior: dict[str, float]) -> list[dict[str, float]]:
    """A table for each fold, fitted on the rows of the others."""
    return [logistic([r for r in rows if fold[r.page] != f], ridge, prior) for f in range(max(fold) + 1)]


def tables_of(direct: dict[str, float], stand_in: dict[str, float], weigh: Floats) -> dict[str, dict[str, float]]:
    """The three tables as the data file holds them."""
    weights = {key: round(float(v), 3) for key, v in zip(odds.COLUMNS, weigh, strict=True)}
    return {"weights": weights, "trust": direct, "stand-in": stand_in}


@dataclass
class Answer:
    """What the resolver said of one gold mention: its probability, whether it gave a place, whether that is right."""

    corpus: str
    probability: float
    placed: bool
    right: bool
    stands_in: bool


def answers(page: Page, tables: dict[str, dict[str, float]]) -> Iterable[Answer]:
    """The answers for the gold mentions of one page; those that overlap another count as unplaced."""
    said = resolve.weighed(page.case, tables)
    seen: set[int] = set()
    for name, choice in zip(page.case.group, said, strict=True):
        if id(name) in seen:
            continue
        seen.add(id(name))
        for at in page.points.get(id(name), ()):
            right = choice.place is not None and is_near(choice.place, at)
            yield Answer(page.corpus, choice.probability, choice.place is not None, right, choice.around_km is not None)
    for _ in range(page.unmatched):
        yield Answer(page.corpus, 0.0, False, False, False)


def calibration_error(listed: Sequence[Answer], bins: int = 10) -> float:
    """The expected calibration error over equal bins of probability, of those that were placed."""
    placed = [a for a in listed if a.placed]
    total = 0.0
    for b in range(bins):
        mine = [a for a in placed if min(bins - 1, int(a.probability * bins)) == b]
        if mine:
            total += abs(sum(a.right for a in mine) - sum(a.probability for a in mine))
    return total / max(1, len(placed))


def report(listed: Sequence[Answer], what: str) -> None:
    """Print accuracy and calibration for each corpus and for all."""
    for corpus in [*sorted({a.corpus for a in listed}), ""]:
        mine = [a for a in listed if corpus in {a.corpus, ""}]
        tally = Counter(
            right=sum(a.right for a in mine), placed=sum(a.placed for a in mine), stand=sum(a.stands_in for a in mine)
        )
        good = sum(a.right for a in mine if a.stands_in)
        print(
            f"{what} {corpus or 'all'}: right {tally['right'] / len(mine):.4f} of {len(mine)}, "
            f"placed {tally['placed'] / len(mine):.3f}, "
            f"stand-ins {good}/{tally['stand']}, calibration error {calibration_error(mine):.3f}"
        )
    for b in range(10):
        mine = [a for a in listed if a.placed and min(9, int(a.probability * 10)) == b]
        if mine:
            share, mean = sum(a.right for a in mine) / len(mine), sum(a.probability for a in mine) / len(mine)
            print(f"  {b / 10:.1f}: n {len(mine)}, said {mean:.2f}, right {share:.2f}")


def fit(listed: Sequence[Page], options: argparse.Namespace) -> dict[str, dict[str, float]]:
    """Fit everything; print the figures on documents that were held out."""
    fold = folds_of(listed, options.folds, options.by)
    held = [fit_weights([p for p, g in zip(listed, fold, strict=True) if g != f], options.ridge) for f in range(options.folds)]
    rows = [r for i, p in enumerate(listed) for r in direct_rows(i, p, held[fold[i]])]
    direct = crossed(rows, fold, options.trust_ridge, TRUST_PRIOR)
    more = [r for i, p in enumerate(listed) for r in stand_in_rows(i, p, held[fold[i]], direct[fold[i]])]
    stand_in = crossed(more, fold, options.trust_ridge, {})
    found = [a for i, p in enumerate(listed) for a in answers(p, tables_of(direct[fold[i]], stand_in[fold[i]], held[fold[i]]))]
    report(found, f"by {options.by}, {options.folds} folds:")
    return tables_of(
        logistic(rows, options.trust_ridge, TRUST_PRIOR),
        logistic(more, options.trust_ridge, {}),
        fit_weights(listed, options.ridge),
    )


def main() -> None:
    """Parse the options, fit, show, and write where asked."""
    parser = argparse.ArgumentParser(description="Fit the weights of toponym resolution.")
    parser.add_argument("gold", type=Path)
    parser.add_argument("--parses", type=Path)
    parser.add_argument("--folds", type=int, default=5)
    parser.add_argument("--by", choices=["document", "source"], default="document")
    parser.add_argument("--ridge", type=float, default=0.5)
    parser.add_argument("--trust-ridge", type=float, default=3.0)
    parser.add_argument("--no-source", action="store_true")
    parser.add_argument("--write", action="store_true")
    options = parser.parse_args()
    tables: dict[str, Any] = fit(pages(options.gold, options.parses, sources=not options.no_source), options)
    if options.write:
        note = "Log-odds, fitted by benchmarks/fit_resolution.py on halves of LGL and GeoWebNews and on our own articles."
        DATA.write_text(json.dumps({"note": note, **tables}, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
