"""Fits what each clue weighs that says where an event is whose words name no place, and writes the weights.

usage: fit_whereabouts.py [--also GOLD DOCUMENTS]... [--ridge R] [--folds N] [--write]

The articles of tests/events and the seeds are always used; --also adds others in the format of ``geomap evaluate events``, with
the folder of their texts. Every annotated happening is taken as found, so that what the rules miss is learned from as well. The
clues of a sentence are learned from the happenings that name their place too, with a smaller weight; what is different where the
rules find no place has weights of its own (``OPEN``), added up in the end. A conditional logit with a ridge. The figures are from
articles not fitted on. The weights go to geomap/data/events/whereabouts.json; nothing of the articles' text does.
"""

from __future__ import annotations

import argparse
import importlib
import json
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from unittest.mock import patch

import numpy as np
from numpy.typing import NDArray

from geomap import syntax, timexes, toponyms
from geomap.evaluate.articles import GoldArticle, GoldEvent
from geomap.evaluate.events import FoundPlace, FoundReport, matches, right_place
from geomap.events import candidate_places, place_clues, reports, whereabouts, words
from geomap.events.capitals import with_capitals
from geomap.events.clauses import token_of
from geomap.events.context import Context
from geomap.events.draft import Draft
from geomap.events.landscape import Landscape
from geomap.events.tensed import tensed
from geomap.events.triggers import OPEN_SENSE, Found, triggers
from geomap.events.types import Sense, noun_senses, verb_senses
from geomap.extractor import shared_extractor
from geomap.model import Document, Span, Status
from geomap.syntax.tree import Doc as Tree

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(Path(__file__).parent))
#: It knows the articles that are learned from.
anchoring = importlib.import_module("fit_anchoring")

DATA = ROOT / "geomap" / "data" / "events" / "whereabouts.json"
#: From which likelihood on a place is taken, by where it is named, how large it is and whether it is open to doubt; above which
#: likelihood of being nowhere none is taken, and below which one that the scene lent is given up. A place is worth taking if it
#: is right more often than one time in three; that none of several is likely doesn't mean that it was nowhere.
LIMITS = {
    **{"keep": 0.15, "nowhere": 0.55},
    **{"sentence": 0.27, "sentence, area": 0.38, "elsewhere": 0.28, "elsewhere, area": 0.34, "doubtful": 0.47},
    **{"unknown": 0.22, "site": 0.4, "narrower": 0.5},
}
#: Clues that weigh otherwise where an event's own words name no place.
OPEN = re.compile(r"nowhere|in its sentence$|sentence, |(named|mentioned) |owner|last named|dateline|event before|share")
#: What counts of a happening that names its place, and of a report that nobody annotated.
NAMED, FALSE = 0.3, 0.5
#: Articles that tell of far more events and places than most count less.
DENSEST, DENSE = frozenset({"ninth", "tenth", "eleventh", "twelfth"}), 0.5
#: What counts of a happening that an analyst puts nowhere: a reader often has a guess where the analyst has none.
UNPLACED = 0.5
#: A clue seen less often is left out.
SEEN = 4

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Case:
    """One happening: the clues of no place and of each that it may be at, and which are right."""

    article: str
    corpus: str
    clues: tuple[Mapping[str, float], ...]
    right: tuple[bool, ...]
    weight: float = 1.0
    #: Whether its own words name no place.
    is_open: bool = True
    #: Whether somebody annotated it.
    is_told: bool = True

    @property
    def lent(self) -> int:
        """The place that the rules of the scene lend it; 0 where they lend none."""
        return next((i for i, clues in enumerate(self.clues) if "lent by rule" in clues), 0)


@dataclass(frozen=True, slots=True)
class Annotated:
    """Stands where ``triggers`` is called, and finds the annotated happenings that it misses as well."""

    events: Sequence[GoldEvent]

    def __call__(self, context: Context) -> Iterator[Found]:
        """The triggers of a document, and those annotated, in the order of the text."""
        listed = list(triggers(context))
        spans = [(f.token.idx, f.token.idx + len(f.token.text)) for f in listed]
        for event in self.events:
            marked = (event.trigger, *event.mentions)
            token = token_of(context.parsed, event.trigger.start, event.trigger.end)
            known = any(m.start < end and start < m.end for m in marked for start, end in spans)
            if event.tier in {"core", "unplaced"} and not known and token is not None:
                listed.append(Found(token, _sense(token.lemma_.lower(), token.pos_ == "VERB", event)))
        unique = {f.token.i: f for f in reversed(listed)}
        return iter([unique[i] for i in sorted(unique)])


@dataclass(frozen=True, slots=True)
class Listener:
    """Stands where ``settle`` is called, and writes down what it was asked."""

    asked: list[tuple[Draft, Sequence[Draft], list[Draft], Landscape]] = field(default_factory=list)

    def __call__(self, merged: Sequence[Draft], groups: Sequence[Sequence[Draft]], landscape: Landscape) -> list[Draft]:
        """Note the happenings, and leave them as the rules have them."""
        for i, (draft, group) in enumerate(zip(merged, groups, strict=True)):
            self.asked.append((draft, group, [d for j, d in enumerate(merged) if j != i], landscape))
        return list(merged)


def _sense(lemma: str, is_verb: bool, event: GoldEvent) -> Sense:
    known = (verb_senses() if is_verb else noun_senses()).get(lemma, ())
    named = next((s.event_type for s in known if s.event_type in event.types), event.type)
    return OPEN_SENSE if named == "other" and is_verb else Sense(named)


def cases(corpus: str, doc: Document, gold: GoldArticle) -> Iterator[Case]:
    """The happenings of one article: all that are annotated, and what is found though it is not."""
    extractor = shared_extractor()
    parsed = syntax.parse(doc)
    tree = Tree(parsed)
    named = with_capitals(toponyms.find(doc, parsed, extractor.gazetteer), tree, doc.text, extractor.gazetteer)
    times = timexes.find(doc.text, published=doc.published, furniture=doc.furniture)
    context = Context.of(doc, tree, named, tensed(times, tree, doc.published))
    yield from cases_of(corpus, context, gold)


def cases_of(corpus: str, context: Context, gold: GoldArticle) -> Iterator[Case]:
    """The happenings of an article that is parsed already."""
    gazetteer = shared_extractor().gazetteer
    for forced in (True, False):
        listener = Listener()
        with patch.object(reports, "settle", listener):
            if not forced:
                reports.reports_of(context, gazetteer, method="")
            else:
                with (
                    patch.object(words, "triggers", Annotated(gold.events)),
                    patch.object(words, "is_figure", lambda *_: False),
                    patch.object(reports, "is_substantial", lambda group: True),
                    patch.object(reports, "_is_placed_enough", lambda draft: True),
                ):
                    reports.reports_of(context, gazetteer, method="")
        yield from _judged(corpus, gold, listener, forced=forced)


def _judged(corpus: str, gold: GoldArticle, listener: Listener, *, forced: bool) -> Iterator[Case]:
    found = [_found(draft) for draft, *_ in listener.asked]
    pairs, again = matches(gold.events, found)
    event_of = {j: gold.events[i] for i, j in pairs.items()}
    for j, (draft, group, others, landscape) in enumerate(listener.asked):
        is_open = whereabouts.is_asked(draft, group)
        event = event_of.get(j)
        if j in again or not landscape.named or draft.status is Status.DENIED or forced != (event is not None):
            continue
        if event is None and (not is_open or not gold.traps):
            continue  # of articles without traps only the main events are annotated
        if event is not None and (event.tier == "denied" or (event.tier == "optional" and not event.pins)):
            continue
        asked = draft if is_open else replace(draft, places=())
        options = place_clues.candidates(asked, group, landscape, others)
        right = [event is not None and _is_right(c, event) for c in options]
        right[0] = not any(right)
        weight = FALSE if event is None else (1.0 if is_open else NAMED) * (UNPLACED if event.tier == "unplaced" else 1.0)
        weight *= DENSE if corpus in DENSEST else 1.0
        yield Case(gold.id, corpus, tuple(dict(c.clues) for c in options), tuple(right), weight, is_open, event is not None)


def _found(draft: Draft) -> FoundReport:
    token = draft.found.token
    span = Span(token.idx, token.idx + len(token.text))
    return FoundReport(span, token.text, draft.found.event_type, draft.status.value, (), None, None)


def _is_right(candidate: candidate_places.Candidate, event: GoldEvent) -> bool:
    toponym = candidate.toponym
    if toponym is None:
        return False
    point = (toponym.place.lat, toponym.place.lon) if toponym.place is not None else None
    name = toponym.place.name if toponym.place is not None else toponym.surface
    return right_place(FoundPlace(toponym.start, toponym.end, name, "venue", point), event.pins) is not None


def split(case: Case) -> tuple[dict[str, float], ...]:
    """The clues of a case; where its words name no place, with those that may weigh otherwise there."""
    if not case.is_open:
        return tuple(dict(clues) for clues in case.clues)
    return tuple({**clues, **{f"open: {k}": v for k, v in clues.items() if OPEN.match(k)}} for clues in case.clues)


def fit(listed: Sequence[Case], ridge: float) -> dict[str, float]:
    """The weights for happenings whose words name no place, by Newton's method; of several right places any will do."""
    used = [case for case in listed if not all(case.right)]
    table, names = _table(used)
    sizes = np.array([len(case.clues) for case in used])
    starts = np.concatenate([[0], np.cumsum(sizes)])
    right = np.array([r for case in used for r in case.right], dtype=float)
    each = np.repeat(np.array([case.weight for case in used]), sizes)
    w = np.zeros(len(names))
    for _ in range(40):
        logits = table.of(w)
        p = _softmax(logits, starts, np.ones_like(right))
        q = _softmax(logits, starts, right)

        def curvature(step: Floats, p: Floats = p) -> Floats:
            along = table.of(step)
            mean = np.repeat(np.add.reduceat(p * along, starts[:-1]), sizes)
            return table.back(each * p * (along - mean)) + ridge * step

        step = _solved(curvature, table.back(each * (q - p)) - ridge * w)
        largest = float(np.abs(step).max())
        w += step if largest < 1 else step / largest
        if largest < 1e-3:
            break
    fitted: dict[str, float] = defaultdict(float)
    for name, value in zip(names, w, strict=True):
        fitted[name.removeprefix("open: ")] += float(value)
    return {name: round(value, 3) for name, value in sorted(fitted.items())}


@dataclass(frozen=True, slots=True)
class Table:
    """The clues of many places, of which each has few: the row, the column and the value of each."""

    rows: NDArray[np.int64]
    columns: NDArray[np.int64]
    values: Floats
    shape: tuple[int, int]

    def of(self, weights: Floats) -> Floats:
        """What the clues of each place weigh together."""
        return np.bincount(self.rows, self.values * weights[self.columns], self.shape[0])

    def back(self, places: Floats) -> Floats:
        """What the places that have a clue amount to."""
        return np.bincount(self.columns, self.values * places[self.rows], self.shape[1])


def _table(used: Sequence[Case]) -> tuple[Table, list[str]]:
    """The clues of the cases, and the names of those seen often enough."""
    rows = [clues for case in used for clues in split(case)]
    seen = Counter(clue for clues in rows for clue in clues)
    names = sorted(clue for clue, n in seen.items() if n >= SEEN)
    index = {name: i for i, name in enumerate(names)}
    filled = [(at, index[clue], value) for at, clues in enumerate(rows) for clue, value in clues.items() if clue in index]
    at, columns, values = zip(*filled, strict=True)
    return Table(np.array(at), np.array(columns), np.array(values, dtype=float), (len(rows), len(names))), names


def _solved(curvature: Callable[[Floats], Floats], wanted: Floats) -> Floats:
    """What the curvature makes ``wanted`` of, by conjugate gradients."""
    found = np.zeros_like(wanted)
    rest, direction = wanted.copy(), wanted.copy()
    size = first = float(rest @ rest)
    for _ in range(200):
        if size <= 1e-10 * first:
            break
        bent = curvature(direction)
        far = size / float(direction @ bent)
        found += far * direction
        rest -= far * bent
        before, size = size, float(rest @ rest)
        direction = rest + size / before * direction
    return found


def _softmax(logits: Floats, starts: NDArray[np.int64], allowed: Floats) -> Floats:
    """Shares within each case, of what is allowed only."""
    sizes = np.diff(starts)
    masked = np.where(allowed > 0, logits, -1e9)
    top = np.repeat(np.maximum.reduceat(masked, starts[:-1]), sizes)
    shares = np.exp(masked - top)
    return np.asarray(shares / np.repeat(np.add.reduceat(shares, starts[:-1]), sizes), dtype=np.float64)


def chosen(case: Case, weights: Mapping[str, float]) -> int:
    """Which place a case gets; 0 for none."""
    with patch.object(whereabouts, "weights", lambda: weights), patch.object(whereabouts, "limits", lambda: LIMITS):
        return whereabouts.chosen(case.clues)


def folds_of(listed: Sequence[Case], folds: int) -> dict[str, int]:
    """Which fold each article is in."""
    names = sorted({case.article for case in listed})
    order = np.random.default_rng(7).permutation(len(names))
    return {names[int(i)]: n % folds for n, i in enumerate(order)}


def held_out(listed: Sequence[Case], ridge: float, folds: int) -> list[int]:
    """Which place each case gets with weights from other articles."""
    fold = folds_of(listed, folds)
    fitted = [fit([c for c in listed if fold[c.article] != n], ridge) for n in range(folds)]
    return [chosen(case, fitted[fold[case.article]]) for case in listed]


def show(listed: Sequence[Case], places: Sequence[int]) -> None:
    """Print how many get the right place and how many a wrong one, by the rules of the scene alone and by the weights."""
    rows: dict[str, Counter[str]] = defaultdict(Counter)
    for case, at in zip(listed, places, strict=True):
        for name in (case.corpus, "together") if case.is_open else ():
            kind = "told" if case.is_told else "false"
            rows[name].update({"of": case.is_told, "placed": not case.right[0]})
            for who, i in (("rules", case.lent), ("weights", at)):
                outcome = "right" if case.right[i] else "wrong" if kind == "told" else "false"
                rows[name][f"{who} {outcome}"] += bool(i)
    columns = [f"{who} {outcome}" for who in ("rules", "weights") for outcome in ("right", "wrong", "false")]
    print(f"{'articles':12} {'open':>5} {'placed':>7} " + " ".join(f"{c:>14}" for c in columns))
    for name, n in rows.items():
        print(f"{name:12} {n['of']:5} {n['placed']:7} " + " ".join(f"{n[c]:14}" for c in columns))


def write(weights: Mapping[str, float]) -> None:
    """Write the data file."""
    about = "What speaks for a place of an event whose words name none, in logits; written by benchmarks/fit_whereabouts.py."
    DATA.write_text(json.dumps({"about": about, "limits": LIMITS, "weights": dict(weights)}, indent=1) + "\n", encoding="utf-8")


def main() -> None:
    """Fit, show the held-out figures, and write the weights if asked to."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--also", nargs=2, action="append", default=[], metavar=("GOLD", "DOCUMENTS"))
    parser.add_argument("--ridge", type=float, default=5.0)
    parser.add_argument("--folds", type=int, default=8)
    parser.add_argument("--write", action="store_true")
    args = parser.parse_args()
    listed = [case for corpus, doc, gold in anchoring.articles(args.also) for case in cases(corpus, doc, gold)]
    show(listed, held_out(listed, args.ridge, args.folds))
    if args.write:
        write(fit(listed, args.ridge))


if __name__ == "__main__":
    main()
