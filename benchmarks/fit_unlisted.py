"""Fits what speaks for an event where a verb is on no list, from annotated articles, and writes the weights.

usage: fit_unlisted.py [--also GOLD DOCUMENTS]... [--articles FOLDER]... [--ridge R] [--folds N] [--onward] [--write]

The articles of tests/events and the seeds are always used; --also adds others in the format of ``geomap evaluate events``, with
the folder of their texts, --articles a folder in the format of tests/events/articles. Listed verbs are fitted on too, with
parts of their own: they are judged by the same weights, with a lower limit. A verb of an event that another word tells of as well
counts against; one of an optional event not at all. A logistic regression with a ridge; the figures are from articles not
fitted on, of unlisted verbs alone. With --onward the weights are learned on from those there are: drawn towards them instead of
towards 0, and what they get right counts more where it would be lost, so that new articles teach without old ones being
forgotten (the weights before are those of the last commit). The weights go to geomap/data/events/unlisted.json; nothing of the
articles' text does.
"""

from __future__ import annotations

import argparse
import importlib
import json
import sys
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
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
from geomap.syntax.tree import Doc as Tree

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

#: Learning on: how strongly weights are drawn towards those before, how much more a case counts each time that it is lost, up to
#: how much, how often that is looked at, and how much traps count. Chosen so that the floors of all sets hold.
ONWARD_RIDGE, LOST, AT_MOST, ROUNDS, ONWARD_TRAP = 300.0, 4.0, 64.0, 12, 6.0
#: Sets of later rounds have more and rarer verbs than news has, and would outvote the others.
MIDDLE = frozenset({"fifth", "seventh", "eighth"})
LATE = frozenset({"ninth", "tenth", "eleventh", "twelfth", "thirteenth", "fourteenth"})

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
    context = Context.of(doc, Tree(parsed), toponyms.find(doc, parsed, extractor.gazetteer), times)
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
    names = names_of(listed)
    weight = np.array([case.weight for case in listed])
    w = newton(design(listed, names), events(listed), weight, pull_of(names, ridge), np.zeros(len(names)))
    return {name: round(float(v), 3) for name, v in zip(names, w, strict=True)}


def fit_onward(
    listed: Sequence[Case], before: Mapping[str, float], limits: Mapping[str, Mapping[str, float]]
) -> dict[str, float]:
    """The weights before, learned on from all articles: what they got right and would get wrong now counts ever more."""
    names = ["always", *sorted({*names_of(listed), *before} - {"always"})]
    x, y, pull = design(listed, names), events(listed), pull_of(names, ONWARD_RIDGE)
    prior = np.array([before.get(name, 0.0) for name in names])
    weight = np.array([_WEIGHT[c.kind] * (ONWARD_TRAP if c.trap else 1.0) * counts(c) for c in listed])
    limit = np.array([_logit(limits["listed" if unlisted.LISTED in c.parts else "unlisted"]["sure"]) for c in listed])
    known = np.array([_logit(unlisted.probability(c.parts, before)) for c in listed])
    right = (known >= limit) == (y > 0)
    more, w = np.ones(len(listed)), prior
    for _ in range(ROUNDS):
        w = newton(x, y, weight * more, pull, prior, start=w)
        lost = right & (((x @ w) >= limit) != (y > 0))
        more = np.minimum(np.where(lost, more * LOST, more), AT_MOST)
    w = newton(x, y, weight * more, pull, prior, start=w)
    return {name: round(float(v), 3) for name, v in zip(names, w, strict=True)}


def counts(case: Case) -> float:
    """How much a case counts by its set."""
    return 1.0 if case.corpus in LATE else 2.0 if case.corpus in MIDDLE else 4.0


def _logit(p: float) -> float:
    return float(np.log(p / (1 - p)))


def names_of(listed: Sequence[Case]) -> list[str]:
    """The parts that are seen often enough, ``always`` first."""
    seen = Counter(name for case in listed for name in case.parts)
    return ["always", *sorted(name for name, n in seen.items() if n >= (SEEN_VERB if name.startswith("verb: ") else SEEN))]


def design(listed: Sequence[Case], names: Sequence[str]) -> Floats:
    """A row for each case, a column for each part."""
    index = {name: i for i, name in enumerate(names)}
    x = np.zeros((len(listed), len(names)))
    x[:, 0] = 1
    for row, case in enumerate(listed):
        for name, value in case.parts.items():
            if name in index:
                x[row, index[name]] = value
    return x


def events(listed: Sequence[Case]) -> Floats:
    """1 for an event, else 0."""
    return np.array([case.kind == "event" for case in listed], dtype=float)


def pull_of(names: Sequence[str], ridge: float) -> Floats:
    """How strongly each weight is drawn towards where it should be by itself; ``always`` not at all."""
    pull = np.array([ridge * (CLOSER if name.startswith(unlisted.UNLISTED) else 1.0) for name in names])
    pull[0] = 0.0
    return pull


def newton(x: Floats, y: Floats, weight: Floats, pull: Floats, prior: Floats, *, start: Floats | None = None) -> Floats:
    """The weights that fit best, drawn towards ``prior``."""
    w = (prior if start is None else start).copy()
    for _ in range(50):
        p = 1 / (1 + np.exp(-x @ w))
        gradient = x.T @ (weight * (y - p)) - pull * (w - prior)
        hessian = (x * (weight * p * (1 - p))[:, None]).T @ x + np.diag(pull) + 1e-9 * np.eye(len(w))
        step = np.linalg.solve(hessian, gradient)
        w += step
        if float(np.abs(step).max()) < 1e-6:
            break
    return w


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
    parser.add_argument("--onward", action="store_true")
    parser.add_argument("--write", action="store_true")
    args = parser.parse_args()
    told = anchoring.articles(args.also, args.articles)
    listed = [case for corpus, doc, article in told for case in cases(corpus, doc, article)]
    if not args.onward:
        show(listed, held_out(listed, args.ridge, args.folds))
    if args.write:
        about = "What speaks for an event that a verb may tell of, in logits; written by benchmarks/fit_unlisted.py."
        before = json.loads(DATA.read_text("utf-8"))
        weights = fit_onward(listed, before["weights"], before["limits"]) if args.onward else fit(listed, args.ridge)
        written = {"about": about, "limits": before["limits"], "weights": weights}
        DATA.write_text(json.dumps(written, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
