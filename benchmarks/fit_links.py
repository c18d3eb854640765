"""Fits what each thing that two reports have in common weighs for their being one happening, and writes the weights.

usage: fit_links.py ECB [--unrelated FILE] [--folds N] [--only PART...] [--write]

ECB is a JSONL file or a folder of documents with mentions of events and the events' ids (`{"id", "topic", "text", "mentions":
[{"start", "end", "type", "instance", "gold_sentence"}]}`), as predict_events.py reads them. The annotated seeds and the fictional
articles of the tests count three times and a pair of ECB+ a tenth, for that has no dates, and counts each verb as an event.
--unrelated names a JSONL file of news of one month, in which two reports of documents that have little in common count as two
events. The model is a logistic regression that is drawn
towards 0 (ridge). What is shown is from topics that the weights were not fitted on: the pairs, how calibrated they are, and what
linking makes of them. Last, what rivals weigh (geomap/events/rivals.py) is fitted on the pairs of each set, as likely as weights
from the other sets make them. With --only, some parts alone are fitted, to what all others weigh already. The weights go to
geomap/data/events/same_event.toml; nothing of the texts does.
"""

from __future__ import annotations

import argparse
import random
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import combinations
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from predict_events import actions, records

from geomap import documents, events, lexicon
from geomap.evaluate import articles
from geomap.evaluate.calibration import Calibration
from geomap.evaluate.events import matched_reports
from geomap.events.evidence import names_allow, parts
from geomap.events.likeness import ruled_out
from geomap.events.meaning import alike
from geomap.events.rivals import ASKED, FLOOR, odds, rivals
from geomap.events.told import WEIGHTS_FILE, Told, all_told
from geomap.extractor import Extractor
from geomap.model import Document, Extraction

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT / "tests" / "events"))
FILE = ROOT / "geomap" / "data" / "events" / "same_event.toml"
#: How strongly weights are drawn towards 0: many parts say much the same, and few pairs are one.
RIDGE = 10.0
#: What rivals weigh is drawn less: there are four weights and thousands of pairs, which count as so many for each set.
RIVALS_RIDGE = 1.0
EACH_SET = 300.0
#: Articles that nothing is fitted on.
APART = frozenset(
    {
        *("apart", "wire", "sealed", "blind", "unread", "unopened", "uncut", "undisclosed", "undiscovered", "unshown", "unnoted"),
        *("untold", "unheard"),
    }
)
#: The small sets have dates and places, which ECB+ lacks.
THRICE = 3.0
#: A pair of unrelated news: they are few, and what is linked among them is always wrong.
SIX_TIMES = 6.0
#: A pair of the corpus: its annotators counted each verb as an event, an analyst counts happenings.
TENTH = 0.1
#: The topic of what is no story.
UNRELATED = "unrelated"
#: Documents that are less alike than this (cosine) tell of two things, in news that was not collected for its stories.
UNLIKE = 0.2

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Pairs:
    """Pairs of reports that nothing rules out: their parts, whether they are one, how much each counts, and its topic.

    ``all_parts`` are those of every pair, judged or not, with the numbers of its reports, and ``judged`` says which are judged;
    ``meant`` is how near in meaning they are; ``documents`` has the document of each report.
    """

    parts: list[dict[str, float]]
    one: list[bool]
    weight: float
    topics: list[str]
    all_parts: list[tuple[int, int, dict[str, float]]] = field(default_factory=list)
    judged: dict[int, bool] = field(default_factory=dict)
    meant: list[float] = field(default_factory=list)
    documents: list[int] = field(default_factory=list)


def comparable(told: Sequence[Told]) -> Iterator[tuple[int, int]]:
    """Pairs of one story that nothing rules out; no statements."""
    stories: dict[int, list[int]] = defaultdict(list)
    for i, item in enumerate(told):
        if item.tale is not None and item.tale.story is not None and item.family != "speech":
            stories[item.tale.story].append(i)
    for a, b in sorted({pair for story in stories.values() for pair in combinations(story, 2)}):
        if told[a].document.id != told[b].document.id and not ruled_out(told[a], told[b]):
            yield a, b


def of_corpus(extractions: Sequence[Extraction], gold: Mapping[str, Mapping[str, Any]]) -> Pairs:
    """The pairs of which both are annotated, in sentences that are annotated throughout."""
    told = all_told(extractions)
    instances = [annotated(t, gold[t.document.id]) for t in told]
    pairs = [(a, b) for a, b in comparable(told) if instances[a] and instances[b]]
    return Pairs(
        [parts(told[a], told[b]) for a, b in pairs],
        [not instances[a].isdisjoint(instances[b]) for a, b in pairs],
        TENTH,
        [str(gold[told[a].document.id]["topic"]) for a, _ in pairs],
    )


def annotated(told: Told, record: Mapping[str, Any]) -> frozenset[str]:
    """The gold's events that a report's triggers tell of."""
    triggers = (told.report.trigger, *told.report.mentions)
    spans = {(s.start, s.end) for s in actions(dict(record))}
    mentions = [m for m in record["mentions"] if (m["start"], m["end"]) in spans and m["gold_sentence"]]
    return frozenset(m["instance"] for m in mentions for t in triggers if m["start"] < t.end and t.start < m["end"])


def of_articles(name: str, annotations: articles.Annotations, found: Mapping[str, Extraction]) -> Pairs:
    """The pairs of which an analyst has annotated both."""
    told = all_told(list(found.values()))
    cluster: dict[str, str] = {}
    for article in annotations.articles:
        reports = found[article.id].reports
        cluster |= {reports[j].id: article.events[i].cluster for i, j in matched_reports(article, reports).items()}
    every = [(a, b, parts(told[a], told[b])) for a, b in comparable(told)]
    of = [cluster.get(t.report.id) for t in told]
    judged = {n: of[a] == of[b] for n, (a, b, _) in enumerate(every) if of[a] is not None and of[b] is not None}
    return _judged(name, told, every, judged)


def of_unrelated(extractions: Sequence[Extraction]) -> Pairs:
    """The pairs of documents that only look like one story."""
    told = all_told(extractions)
    every = [(a, b, parts(told[a], told[b])) for a, b in comparable(told)]
    unlike = {n: False for n, (_, _, p) in enumerate(every) if p["documents alike"] < UNLIKE}
    return replace(_judged(UNRELATED, told, every, unlike), weight=SIX_TIMES)


def _judged(name: str, told: Sequence[Told], every: list[tuple[int, int, dict[str, float]]], judged: dict[int, bool]) -> Pairs:
    number: dict[str, int] = {}
    documents = [number.setdefault(t.document.id, len(number)) for t in told]
    senses = [(told[a].sense, told[b].sense) for a, b, _ in every]
    meant = [alike(one, other) if one and other else 0.0 for one, other in senses]
    return Pairs([every[n][2] for n in judged], [*judged.values()], THRICE, [name] * len(judged), every, judged, meant, documents)


def fit_rivals(sets: Sequence[Pairs], others: Sequence[Pairs]) -> dict[str, float]:
    """What it weighs how likely a pair is by itself, what rivals it has, and what its documents name in common."""
    rows: list[tuple[dict[str, float], bool, float]] = []
    # Each set counts alike, however many pairs its articles make: those on many stories say what names weigh, dense ones don't.
    for given in sets:
        if not any(given.one) and UNRELATED not in given.topics:
            continue  # where nothing is told twice, the best pair is as wrong as its rivals
        weights = fit([*sets, *others], without=frozenset(given.topics) - {UNRELATED})
        one, other = (np.array([pair[k] for pair in given.all_parts], np.int64) for k in (0, 1))
        likely = np.array([probability(weights, p) for _, _, p in given.all_parts])
        allowed = [names_allow(p, said) for (_, _, p), said in zip(given.all_parts, likely.tolist(), strict=True)]
        likely = np.where(allowed & (likely >= FLOOR), likely, 0.0)  # linking leaves the others out
        documents, meant = np.array(given.documents), np.where(likely >= ASKED, np.array(given.meant), 0.0)
        rival, nearer = rivals(one, other, likely, documents), meant - rivals(one, other, meant, documents)
        for n, holds in given.judged.items():
            names = given.all_parts[n][2]["documents name the same"]
            found = {"itself": float(odds(likely[n : n + 1])[0]), "rival": float(odds(rival[n : n + 1])[0])}
            found |= {"names": names, "nearer": float(nearer[n])}
            rows.append((found, holds, EACH_SET / len(given.judged)))
    fitted = fit_rows(rows, ridge=RIVALS_RIDGE)
    return {"constant": fitted.pop("always"), **fitted}


def fit(sets: Sequence[Pairs], *, without: frozenset[str] = frozenset()) -> dict[str, float]:
    """The weights, fitted without some topics, by Newton's method."""
    return fit_rows(
        [(p, y, s.weight) for s in sets for p, y, topic in zip(s.parts, s.one, s.topics, strict=True) if topic not in without],
        ridge=RIDGE,
    )


def fit_only(sets: Sequence[Pairs], only: Sequence[str]) -> dict[str, float]:
    """The weights of some parts, the others (``always`` among them) staying what they are, by Newton's method."""
    kept = {name: weight for name, weight in lexicon.table(WEIGHTS_FILE)["weights"].items() if name not in only}
    rows = [(p, y, s.weight) for s in sets for p, y in zip(s.parts, s.one, strict=True)]
    x: Floats = np.array([[p[name] for name in only] for p, _, _ in rows])
    rest: Floats = np.array([kept["always"] + sum(kept[n] * v for n, v in p.items() if n in kept) for p, _, _ in rows])
    y: Floats = np.array([float(holds) for _, holds, _ in rows])
    w: Floats = np.array([weight for _, _, weight in rows])
    beta: Floats = np.zeros(len(only))
    for _ in range(30):
        p = 1 / (1 + np.exp(-rest - x @ beta))
        hessian = (x * (w * p * (1 - p))[:, None]).T @ x + RIDGE * np.eye(len(only))
        beta = beta - np.linalg.solve(hessian, x.T @ (w * (p - y)) + RIDGE * beta)
    return dict(zip(only, map(float, beta), strict=True))


def fit_rows(rows: Sequence[tuple[Mapping[str, float], bool, float]], *, ridge: float) -> dict[str, float]:
    """The weights of a logistic regression over rows of parts, whether it holds, and how much the row counts."""
    names = list(rows[0][0])
    x: Floats = np.array([[1.0, *(p[name] for name in names)] for p, _, _ in rows])
    y: Floats = np.array([float(holds) for _, holds, _ in rows])
    w: Floats = np.array([weight for _, _, weight in rows])
    drawn = ridge * np.diag([0.01] + [1.0] * len(names))
    beta: Floats = np.zeros(x.shape[1])
    for _ in range(30):
        p = 1 / (1 + np.exp(-x @ beta))
        gradient = x.T @ (w * (p - y)) + drawn @ beta
        hessian = (x * (w * p * (1 - p))[:, None]).T @ x + drawn
        beta = beta - np.linalg.solve(hessian, gradient)
    return {"always": float(beta[0]), **{name: float(b) for name, b in zip(names, beta[1:], strict=True)}}


def probability(weights: Mapping[str, float], found: Mapping[str, float]) -> float:
    """What some weights make of the parts of a pair."""
    return float(1 / (1 + np.exp(-weights["always"] - sum(weights[name] * value for name, value in found.items()))))


def held_out(corpus: Pairs, others: Sequence[Pairs], extractions: Sequence[Extraction], gold: Mapping[str, Any], n: int) -> None:
    """Print how right the weights are on topics that they were not fitted on."""
    topics = sorted(set(corpus.topics))
    random.Random(1).shuffle(topics)
    statements: list[tuple[float, bool]] = []
    counts: Counter[str] = Counter()
    shipped = lexicon.table(WEIGHTS_FILE)["weights"]
    before = dict(shipped)
    for k in range(n):
        fold = frozenset(topics[k::n])
        weights = fit([corpus, *others], without=fold)
        rows = zip(corpus.parts, corpus.one, corpus.topics, strict=True)
        statements += [(probability(weights, p), one) for p, one, topic in rows if topic in fold]
        shipped.update(weights)  # so that linking, which reads them from there, has the weights of this fold
        counts += documents_linked([e for e in extractions if str(gold[e.document.id]["topic"]) in fold], gold)
    shipped.update(before)
    right = sum(one for p, one in statements if p >= 0.5)
    print(f"pairs of reports: {len(statements)}, of which one {sum(one for _, one in statements)}")
    print(f"  at .5: precision {right / sum(p >= 0.5 for p, _ in statements):.3f}", end="  ")
    print(f"recall {right / sum(one for _, one in statements):.3f}")
    calibration = Calibration.of(statements)
    print(f"  expected calibration error {calibration.expected_error:.3f}")
    for b in calibration.bins:
        if b.n:
            print(f"  {b.low:.1f}-{b.high:.1f}  {b.n:5d}  said {b.confidence:.2f}  right {b.right:.2f}")
    precision, recall = counts["right"] / counts["found"], counts["right"] / counts["gold"]
    print(f"documents that share an event, topics held out: precision {precision:.3f}  recall {recall:.3f}", end="  ")
    print(f"F1 {2 * precision * recall / (precision + recall):.3f}")


def documents_linked(extractions: Sequence[Extraction], gold: Mapping[str, Any]) -> Counter[str]:
    """How many pairs of documents share an event, how many should, and how many rightly do."""
    document = {r.id: e.document.id for e in extractions for r in e.all_reports}
    found = {
        pair for event in events.link(extractions) for pair in combinations(sorted({document[r] for r in event.report_ids}), 2)
    }
    seminal = {e.document.id: (gold[e.document.id]["topic"], gold[e.document.id]["subtopic"]) for e in extractions}
    wanted = {(a, b) for a, b in combinations(sorted(seminal), 2) if seminal[a] == seminal[b]}
    return Counter(found=len(found), gold=len(wanted), right=len(found & wanted))


def write(table: str, weights: Mapping[str, float]) -> None:
    """Put the weights in their table of the file; its comments and the other tables stay."""
    head, start, rest = FILE.read_text(encoding="utf-8").partition(f"[{table}]\n")
    body, after, tail = rest.partition("\n[")
    for name, value in weights.items():
        key = f'"{name}"' if " " in name else name
        body, n = re.subn(rf"(?m)^{re.escape(key)} = .*$", f"{key} = {value:.2f}", body)
        if n != 1:
            raise SystemExit(f"{FILE}: {key} stands {n} times in [{table}], not once")
    FILE.write_text(head + start + body + after + tail, encoding="utf-8")


def main() -> None:
    """Parse the options, fit, and show how right the weights are."""
    parser = argparse.ArgumentParser(description="Fit the weights of links.")
    parser.add_argument("gold", type=Path)
    parser.add_argument("--unrelated", type=Path)
    parser.add_argument("--folds", type=int, default=5)
    parser.add_argument("--only", nargs="+", default=(), metavar="PART", help="fit these alone; the others stay as they are")
    parser.add_argument("--write", action="store_true")
    options = parser.parse_args()
    extractor = Extractor()
    gold = {r["id"]: r for r in records(options.gold)}
    extractions = [extractor.extract(Document(r["id"], r["text"].split("\n")[0], r["text"])) for r in gold.values()]
    corpus = of_corpus(extractions, gold)
    small = enumerate(small_sets(extractor, by_sentence=True))
    others = [of_articles(f"set {n}", *given) for n, given in small]
    if options.unrelated:
        others.append(of_unrelated([extractor.extract(dated(r)) for r in records(options.unrelated)]))
    if options.only:
        weights = fit_only([corpus, *others], options.only)
        print(*(f"{value:6.2f}  {name}" for name, value in weights.items()), sep="\n")
        if options.write:
            write("weights", weights)
        return
    held_out(corpus, others, extractions, gold, options.folds)
    weights = fit([corpus, *others])
    for name, value in weights.items():
        print(f"{value:6.2f}  {name}")
    by_rivals = fit_rivals(others, [corpus])
    print("rivals", *(f"{value:6.2f}  {name}" for name, value in by_rivals.items()), sep="\n")
    if options.write:
        write("weights", weights)
        write("rivals", by_rivals)


def dated(record: Mapping[str, Any]) -> Document:
    """A document with the day of its publication."""
    day = date.fromisoformat(record["published"]) if record.get("published") else None
    return documents.from_text(record["text"], title=record.get("title"), published=day, identifier=str(record["id"]))


def small_sets(
    extractor: Extractor, *, by_sentence: bool = False
) -> Iterator[tuple[articles.Annotations, dict[str, Extraction]]]:
    """The annotated seeds and the fictional articles of the tests, read; ``by_sentence``: an event's evidence is its sentence.

    What is measured with and never looked at stays apart.
    """
    import annotated_articles as fictional

    seeds = articles.read(ROOT / "tests" / "gold" / "seeds.json")
    texts = {a.id: (a.text(ROOT / "seeds"), a.published) for a in seeds.articles}
    yield (
        seeds,
        {
            i: extractor.extract(documents.from_text(text, published=date.fromisoformat(day) if day else None, identifier=i))
            for i, (text, day) in texts.items()
        },
    )
    for folder in (
        fictional.FOLDER,
        *sorted(path for path in fictional.FOLDER.iterdir() if path.is_dir() and path.name not in APART),
    ):
        found = {path.stem: extractor.extract(fictional.document(path)) for path in fictional.files(folder)}
        yield fictional.annotated(folder, by_sentence=by_sentence), found


if __name__ == "__main__":
    main()
