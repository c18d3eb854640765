"""Fits what each clue weighs that says when an event is, from annotated articles, and writes the weights.

usage: fit_anchoring.py [--also GOLD DOCUMENTS]... [--ridge R] [--folds N] [--added] [--write]

The articles of tests/events and the seeds are always used; --also adds others in the format of ``geomap evaluate events``, with
the folder of their texts. Only events whose own words state no time are fitted on: what is stated is never asked. A conditional
logit over the times that each may be at, with a ridge towards ``PRIOR``. What was told before counts by the time that it was
given, so the articles are read twice: with the shipped weights, and then each with weights from other articles, so that these
are trusted no more than on new ones. The figures are from articles not fitted on. The weights go to
geomap/data/events/anchoring.json; nothing of the articles' text does.

With ``--added`` (and a ridge of 10) the weights there are kept, and only those of clues that they know nothing of are fitted, on
what they leave unexplained and on the articles of ``LATER`` too: a fit of all of them together was no better on new articles.
"""

from __future__ import annotations

import argparse
import importlib
import json
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from unittest.mock import patch

import numpy as np
from numpy.typing import NDArray

from geomap.documents import from_text
from geomap.evaluate.articles import Days, GoldArticle, GoldEvent, read
from geomap.events import anchoring, dated
from geomap.events.chronology import Chronology
from geomap.events.chronology import Days as Interval
from geomap.events.draft import Draft
from geomap.events.tentative import is_tentative
from geomap.events.time_clues import Anchor
from geomap.extractor import shared_extractor
from geomap.model import Document, When

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT / "tests" / "events"))
#: The annotated articles are the tests'.
tested = importlib.import_module("annotated_articles")

SEEDS = (str(ROOT / "tests" / "gold" / "seeds.json"), str(ROOT / "seeds"))
DATA = ROOT / "geomap" / "data" / "events" / "anchoring.json"
#: The articles of the tests that may be learned from.
FOLDERS = (
    *("", "places", "retold", "local", "times", "fresh", "second", "told"),
    *("third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth", "eleventh", "twelfth"),
    *("thirteenth", "fourteenth", "fifteenth", "sixteenth", "seventeenth"),
)
#: What only the added weights are fitted on besides.
LATER = ("eighteenth", "nineteenth", "twentieth", "twentyfirst")
#: Sets whose annotation gives a range of days wherever none is told, so that often no single day is right there; any other
#: article counts as often as COUNT says, and the seeds, of which there are few, as SEEDS_COUNT says.
RANGES = frozenset({"fifth", "sixth", "seventh", "eighth", "ninth", "tenth", "eleventh", "twelfth"})
COUNT, SEEDS_COUNT = 3, 5
#: What the weights are drawn towards: a plan isn't over, what has happened isn't to come.
PRIOR = {
    **{f"open {age}": -3.0 for age in ("months ago", "history")},
    **{f"open {age}": -2.0 for age in ("weeks ago", "days ago")},
    **{f"{group} ahead": -3.0 for group in ("told", "said", "ongoing")},
    **{f"said {age}": -2.0 for age in ("months ago", "history")},
    "dateline": 1.0,
}
#: A clue seen less often is left out.
SEEN = 4

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Case:
    """One happening without a stated time: the clues of each time that it may be at, and which are right."""

    article: str
    corpus: str
    clues: tuple[dict[str, float], ...]
    right: tuple[bool, ...]


@dataclass(frozen=True, slots=True)
class Listener:
    """Stands where ``anchored`` is called, and writes down what it was asked."""

    asked: list[tuple[tuple[tuple[int, int], ...], list[Anchor]]]

    def __call__(
        self,
        draft: Draft,
        group: Sequence[Draft],
        chronology: Chronology,
        *,
        fallback: When | None,
        told: Sequence[tuple[Draft, Interval]] = (),
    ) -> When | None:
        """Note the times that a happening may be at, and answer as usual."""
        spans = tuple((d.found.token.idx, d.found.token.idx + len(d.found.token.text)) for d in group)
        if fallback is not None or anchoring.stated(draft, group, chronology):
            self._note(group, spans, [Anchor(draft.when or fallback)])
            return draft.when or fallback
        found = anchoring.anchors(draft, group, chronology, told=told)
        self._note(group, spans, found)
        return max(found, key=anchoring.odds).when

    def _note(self, group: Sequence[Draft], spans: tuple[tuple[int, int], ...], found: list[Anchor]) -> None:
        """Write it down; of what is only tentative nothing is learned."""
        if not is_tentative(group):
            self.asked.append((spans, found))


def articles(also: Sequence[Sequence[str]], folders: Sequence[Path] = ()) -> Iterator[tuple[str, Document, GoldArticle]]:
    """(corpus, document, annotation) of every article; ``folders`` are further ones of the tests."""
    for folder in (*(tested.FOLDER / name for name in FOLDERS), *folders):
        gold = {article.id: article for article in tested.annotated(folder).articles}
        for path in tested.files(folder):
            yield folder.name, tested.document(path), gold[path.stem]
    for gold_file, texts in (SEEDS, *also):
        for article in read(Path(gold_file)).articles:
            text = (Path(texts) / article.file).read_bytes().decode()
            published = date.fromisoformat(article.published) if article.published else None
            yield Path(gold_file).stem, from_text(text, published=published, identifier=article.id), article


def cases(corpus: str, doc: Document, events: Sequence[GoldEvent], weights: dict[str, float]) -> Iterator[Case]:
    """The happenings of one article that have an annotated time, those before them dated by some weights."""
    listener = Listener([])
    with patch.object(dated, "anchored", listener), patch.object(anchoring, "weights", lambda: weights):
        shared_extractor().extract(doc)
    for spans, found in listener.asked:
        dates = _dates(spans, events)
        if dates:
            right = tuple(_iso(a.days) in dates for a in found)
            yield Case(doc.id, corpus, tuple(dict(a.clues) for a in found), right)


def _dates(spans: Sequence[tuple[int, int]], events: Sequence[GoldEvent]) -> tuple[Days, ...]:
    """The annotated times of the event that a happening's triggers are; its first trigger decides."""
    for start, end in spans:
        for event in events:
            marked = (event.trigger, *event.mentions)
            if event.dates and event.tier != "denied" and any(m.start < end and start < m.end for m in marked):
                return event.dates
    return ()


def _iso(days: Interval | None) -> Days | None:
    return (days[0].isoformat(), days[1].isoformat()) if days else None


def table(listed: Sequence[Case]) -> tuple[str, ...]:
    """The clues that are seen often enough."""
    seen: Counter[str] = Counter()
    for case in listed:
        for clues in case.clues:
            seen.update(dict.fromkeys(clues, counts(case)))
    return tuple(sorted(clue for clue, n in seen.items() if n >= SEEN))


def fit(
    listed: Sequence[Case],
    ridge: float,
    *,
    start: Mapping[str, float] | None = None,
    kept: Mapping[str, float] | None = None,
) -> dict[str, float]:
    """A conditional logit by Newton's method; of several right times any will do. ``start``: weights that are near already.

    The weights that are ``kept`` stay as they are and are part of the answer.
    """
    fixed = kept or {}
    used = [case for case in listed if any(case.right) and not all(case.right)]
    names = [name for name in table(used) if name not in fixed]
    index = {name: i for i, name in enumerate(names)}
    sizes = np.array([len(case.clues) for case in used])
    starts = np.concatenate([[0], np.cumsum(sizes)])
    x = np.zeros((int(starts[-1]), len(names)))
    for row, clues in enumerate(c for case in used for c in case.clues):
        for clue, value in clues.items():
            if clue in index:
                x[row, index[clue]] = value
    known = np.array([logit(clues, fixed) for case in used for clues in case.clues])
    right = np.array([r for case in used for r in case.right], dtype=float)
    times = np.array([counts(case) for case in used], dtype=float)
    each = np.repeat(times, sizes)
    prior = np.array([PRIOR.get(name, 0.0) for name in names])
    w = np.array([(start or PRIOR).get(name, 0.0) for name in names])
    for _ in range(100):
        p = _softmax(x @ w + known, starts, np.ones_like(right))
        q = _softmax(x @ w + known, starts, right)
        mean = np.add.reduceat(p[:, None] * x, starts[:-1])
        gradient = x.T @ (each * (q - p)) - ridge * (w - prior)
        hessian = (x * (each * p)[:, None]).T @ x - (mean * times[:, None]).T @ mean + ridge * np.eye(len(w))
        step = np.linalg.solve(hessian, gradient)
        largest = float(np.abs(step).max())
        w += step if largest < 0.5 else 0.5 * step / largest
        if largest < 1e-4:
            break
    return {**fixed, **{name: round(float(v), 3) for name, v in zip(names, w, strict=True)}}


def logit(clues: Mapping[str, float], weights: Mapping[str, float]) -> float:
    """What some clues weigh together."""
    return sum(weights.get(clue, 0.0) * value for clue, value in clues.items())


def _softmax(logits: Floats, starts: NDArray[np.int64], allowed: Floats) -> Floats:
    """Shares within each case, of what is allowed only."""
    sizes = np.diff(starts)
    masked = np.where(allowed > 0, logits, -1e9)
    top = np.repeat(np.maximum.reduceat(masked, starts[:-1]), sizes)
    shares = np.exp(masked - top)
    return np.asarray(shares / np.repeat(np.add.reduceat(shares, starts[:-1]), sizes), dtype=np.float64)


def is_right(case: Case, weights: dict[str, float]) -> bool:
    """Whether the likeliest time of a case is right."""
    logits = [logit(clues, weights) for clues in case.clues]
    return case.right[int(np.argmax(logits))]


def counts(case: Case) -> int:
    """How often a case counts, by its set."""
    return SEEDS_COUNT if case.corpus == Path(SEEDS[0]).stem else 1 if case.corpus in RANGES else COUNT


def folds_of(names: Sequence[str], folds: int) -> dict[str, int]:
    """Which fold each article is in."""
    order = np.random.default_rng(7).permutation(len(names))
    return {names[int(i)]: n % folds for n, i in enumerate(order)}


def by_fold(
    listed: Sequence[Case], ridge: float, fold: dict[str, int], kept: Mapping[str, float] | None = None
) -> list[dict[str, float]]:
    """For each fold, the weights from the articles of all others."""
    near = fit(listed, ridge, kept=kept)  # only where to begin: the optimum of a fold doesn't depend on it
    others = ([c for c in listed if fold[c.article] != n] for n in range(max(fold.values()) + 1))
    return [fit(cases, ridge, start=near, kept=kept) for cases in others]


def show(listed: Sequence[Case], right: Sequence[bool]) -> None:
    """Print how many are right: of what is stated, of what is not by the publication alone and by the weights."""
    rows: dict[str, Counter[str]] = defaultdict(Counter)
    for case, good in zip(listed, right, strict=True):
        for name in (case.corpus, "together"):
            kind = "stated" if len(case.clues) == 1 and not case.clues[0] else "unstated"
            rows[name].update({f"{kind} of": 1, kind: good, "plain": kind == "unstated" and case.right[0], "all": good, "of": 1})
    print(f"{'articles':12} {'stated':>14} {'unstated':>14} {'publication':>12} {'all':>6}")
    for name, n in rows.items():
        stated, unstated = (f"{n[k]} of {n[f'{k} of']}" for k in ("stated", "unstated"))
        print(f"{name:12} {stated:>14} {unstated:>14} {n['plain']:>12} {n['all'] / n['of']:6.3f}")


def main() -> None:
    """Fit, show the held-out figures, and write the weights if asked to."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--also", nargs=2, action="append", default=[], metavar=("GOLD", "DOCUMENTS"))
    parser.add_argument("--ridge", type=float, default=2.0)
    parser.add_argument("--folds", type=int, default=10)
    parser.add_argument("--added", action="store_true", help="fit only what has no weight yet")
    parser.add_argument("--write", action="store_true")
    args = parser.parse_args()
    kept = anchoring.fitted("weights") if args.added else None
    told = list(articles(args.also, [tested.FOLDER / name for name in LATER] if args.added else ()))
    fold = folds_of(sorted(doc.id for _, doc, _ in told), args.folds)
    first = [c for corpus, doc, gold in told for c in cases(corpus, doc, gold.events, kept or anchoring.weights())]
    others = by_fold(first, args.ridge, fold, kept)
    listed = [c for corpus, doc, gold in told for c in cases(corpus, doc, gold.events, others[fold[doc.id]])]
    held = by_fold(listed, args.ridge, fold, kept)
    show(listed, [is_right(case, held[fold[case.article]]) for case in listed])
    if args.write:
        found = fit(listed, args.ridge, kept=kept)
        about = "What speaks for a time of an event whose words state none, in logits; written by benchmarks/fit_anchoring.py."
        added = {name: weight for name, weight in found.items() if name not in kept} if kept else {}
        written = {"about": about, "weights": kept or found, "added": added}
        DATA.write_text(json.dumps(written, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
