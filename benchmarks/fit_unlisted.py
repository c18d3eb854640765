"""Fits what speaks for an event where a verb is on no list, from annotated articles, and writes the weights.

usage: fit_unlisted.py [--also GOLD DOCUMENTS]... [--articles FOLDER]... [--ridge R] [--folds N] [--write]

The articles of tests/events and the seeds are always used; --also adds others in the format of ``geomap evaluate events``, with
the folder of their texts, --articles a folder in the format of tests/events/articles. Listed verbs are fitted on too, with
parts of their own: they are judged by the same weights, with a lower limit. A verb of an event that another word tells of as well
counts against; one of an optional event not at all. A logistic regression with a ridge; the figures are from articles not
fitted on, of unlisted verbs alone. The weights go to geomap/data/events/unlisted.json; nothing of the articles' text does.
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

import numpy as np
from numpy.typing import NDArray

from geomap import syntax, timexes, toponyms
from geomap.evaluate.articles import GoldArticle, GoldEvent
from geomap.events import unlisted
from geomap.events.actors import People
from geomap.events.attribution import statements
from geomap.events.context import Context
from geomap.events.dating import when_of
from geomap.events.locate import places_of
from geomap.events.triggers import OPEN_SENSE, Found, may_be_unlisted, triggers
from geomap.extractor import shared_extractor
from geomap.model import Document, Span

sys.path.insert(0, str(Path(__file__).parent))
#: The articles are those that the weights of times are fitted on.
anchoring = importlib.import_module("fit_anchoring")

DATA = Path(__file__).parents[1] / "geomap" / "data" / "events" / "unlisted.json"
#: How much a case counts: an event, none, one told by another word too, one that is optional.
_WEIGHT = {"event": 1.0, "none": 1.0, "again": 1.0, "optional": 0.0}
#: What must not be an event counts for more than what merely is none.
_TRAP = 4.0
#: A part seen less often is left out; a verb itself is learned of sooner.
SEEN, SEEN_VERB = 8, 3
#: How much more the parts that only unlisted verbs have are drawn towards nought.
CLOSER = 3.0

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Case:
    """One verb: what speaks for and against an event, and what the annotation says of it."""

    article: str
    corpus: str
    parts: dict[str, float]
    kind: str
    trap: bool

    @property
    def weight(self) -> float:
        """How much it counts."""
        return _WEIGHT[self.kind] * (_TRAP if self.trap else 1.0)


def cases(corpus: str, doc: Document, article: GoldArticle) -> Iterator[Case]:
    """The verbs of an article, those of listed events among them."""
    extractor = shared_extractor()
    parsed = syntax.parse(doc)
    times = timexes.find(doc.text, published=doc.published, furniture=doc.furniture)
    context = Context.of(doc, parsed, toponyms.find(doc, parsed, extractor.gazetteer), times)
    told = {f.token.i: f for f in triggers(context)}
    said = {f.token.i for f in statements(context, People.of(context))} - set(told)
    listed = frozenset(set(told) | said)
    bearers = unlisted.bearers(context, listed)
    for token in parsed:
        if token.pos_ != "VERB" or token.i in said or token.i in bearers or token.i in context.in_timex:
            continue
        if token.i not in told and not may_be_unlisted(token, context):
            continue
        found, others = told.get(token.i) or Found(token, OPEN_SENSE), listed - {token.i}
        own = others | {token.i}
        parts = unlisted.parts_of(found, context, others, places_of(found, context, own), when_of(found, context, own))
        span = Span(token.idx, token.idx + len(token.text))
        beside = [Span(parsed[i].idx, parsed[i].idx + len(parsed[i].text)) for i in others]
        trap = any(t.rule == "no-event" and t.overlaps(span) for t in article.traps)
        yield Case(article.id, corpus, parts, _kind(span, beside, article.events, listed=token.i in told), trap)


def _kind(verb: Span, beside: Sequence[Span], events: Sequence[GoldEvent], *, listed: bool) -> str:
    """What a verb is to the annotation: ``event``, ``again``, ``optional`` or ``none``."""
    of = [e for e in events if any(m.overlaps(verb) for m in (e.trigger, *e.mentions))]
    if not of:
        return "none"
    counted = [e for e in of if e.tier in {"core", "unplaced"}]
    if not counted:
        return "optional"
    told = [any(m.overlaps(b) for m in (e.trigger, *e.mentions) for b in beside) for e in counted]
    return "again" if all(told) and not listed else "event"


def fit(listed: Sequence[Case], ridge: float) -> dict[str, float]:
    """A logistic regression by Newton's method; ``always`` is not drawn towards nought."""
    seen = Counter(name for case in listed for name in case.parts)
    names = ["always", *sorted(name for name, n in seen.items() if n >= (SEEN_VERB if name.startswith("verb: ") else SEEN))]
    index = {name: i for i, name in enumerate(names)}
    x = np.zeros((len(listed), len(names)))
    x[:, 0] = 1
    for row, case in enumerate(listed):
        for name, value in case.parts.items():
            if name in index:
                x[row, index[name]] = value
    y = np.array([case.kind == "event" for case in listed], dtype=float)
    weight = np.array([case.weight for case in listed])
    pull = np.array([ridge * (CLOSER if name.startswith(unlisted.UNLISTED) else 1.0) for name in names])
    pull[0] = 0.0
    w: Floats = np.zeros(len(names))
    for _ in range(50):
        p = 1 / (1 + np.exp(-x @ w))
        gradient = x.T @ (weight * (y - p)) - pull * w
        hessian = (x * (weight * p * (1 - p))[:, None]).T @ x + np.diag(pull) + 1e-9 * np.eye(len(names))
        step = np.linalg.solve(hessian, gradient)
        w += step
        if float(np.abs(step).max()) < 1e-6:
            break
    return {name: round(float(v), 3) for name, v in zip(names, w, strict=True)}


def held_out(listed: Sequence[Case], ridge: float, folds: int) -> list[float]:
    """The probability of each case with weights from other articles."""
    names = sorted({case.article for case in listed})
    order = np.random.default_rng(7).permutation(len(names))
    fold = {names[int(i)]: n % folds for n, i in enumerate(order)}
    fitted = [fit([c for c in listed if fold[c.article] != n], ridge) for n in range(folds)]
    return [unlisted.probability(case.parts, fitted[fold[case.article]]) for case in listed]


def show(listed: Sequence[Case], likely: Sequence[float]) -> None:
    """Print how many unlisted verbs each limit lets through, by what they are."""
    for corpus in (*dict.fromkeys(case.corpus for case in listed), "together"):
        rows = [
            (case, p)
            for case, p in zip(listed, likely, strict=True)
            if unlisted.LISTED not in case.parts and corpus in {case.corpus, "together"}
        ]
        print(f"{corpus}: {sum(case.kind == 'event' for case, _ in rows)} events")
        for limit in (0.25, 0.3, 0.35, 0.4, 0.5):
            n = Counter(case.kind for case, p in rows if p >= limit)
            traps = sum(case.trap for case, p in rows if p >= limit)
            print(f"  {limit:.2f}: " + ", ".join(f"{kind} {n[kind]}" for kind in _WEIGHT) + f", traps {traps}")


def main() -> None:
    """Fit, show the held-out figures, and write the weights if asked to."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--also", nargs=2, action="append", default=[], metavar=("GOLD", "DOCUMENTS"))
    parser.add_argument("--articles", action="append", type=Path, default=[], metavar="FOLDER")
    parser.add_argument("--ridge", type=float, default=4.0)
    parser.add_argument("--folds", type=int, default=10)
    parser.add_argument("--write", action="store_true")
    args = parser.parse_args()
    told = anchoring.articles(args.also, args.articles)
    listed = [case for corpus, doc, article in told for case in cases(corpus, doc, article)]
    show(listed, held_out(listed, args.ridge, args.folds))
    if args.write:
        about = "What speaks for an event that a verb may tell of, in logits; written by benchmarks/fit_unlisted.py."
        limits = {name: v for name, v in json.loads(DATA.read_text("utf-8")).items() if name.startswith("limit")}
        written = {"about": about, **limits, "weights": fit(listed, args.ridge)}
        DATA.write_text(json.dumps(written, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
