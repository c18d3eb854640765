"""Fits how sure a report is from what can be read off it, and writes the weights.

usage: fit_confidence.py [--ecb ECB] [--also FOLDER]... [--folds N] [--write]

Reports of the annotated seeds and of the fictional articles of the tests are right or wrong as an analyst's annotation has it
(geomap.evaluate.verdicts). --also names a folder of other annotated articles (gold.json and the texts: restore_annotations.py
makes such). With --ecb, reports in sentences that are annotated throughout are added: right where a mention of an
action is. Two logistic regressions, drawn towards 0 (ridge): is there such a happening, and is it where it is drawn? What is
shown is from articles (ECB+: topics) that the weights were not fitted on. The weights go to geomap/data/events/confidence.toml;
nothing of the texts does.
"""

from __future__ import annotations

import argparse
import random
import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import Any

from fit_links import ROOT, dated, fit_rows, probability, small_sets
from predict_events import actions, records

from geomap.evaluate import articles
from geomap.evaluate.calibration import Calibration
from geomap.evaluate.verdicts import verdicts
from geomap.events.confidence import happening_parts, place_parts
from geomap.events.types import family
from geomap.extractor import Extractor
from geomap.model import Document, Extraction, Report
from geomap.records import record

FILE = ROOT / "geomap" / "data" / "events" / "confidence.toml"
#: A sentence of ECB+ says nothing of places, dates and status: it counts less.
ECB_WEIGHT = 0.3
#: How strongly weights are drawn towards 0.
RIDGE = 2.0


@dataclass(frozen=True)
class Row:
    """One report: its parts, whether it is right, whose article (or topic) it is of, and how much it counts."""

    parts: dict[str, float]
    right: bool
    article: str
    weight: float = 1.0


#: A report's row, what tells of its place if it is drawn, and whether all of it is right.
Whole = tuple[Row, dict[str, float] | None, bool]


def main() -> None:
    """Parse the options, fit, and show how calibrated the weights are."""
    parser = argparse.ArgumentParser(description="Fit how sure reports are.")
    parser.add_argument("--ecb", type=Path)
    parser.add_argument("--also", type=Path, action="append", default=[], metavar="FOLDER")
    parser.add_argument("--folds", type=int, default=8)
    parser.add_argument("--write", action="store_true")
    options = parser.parse_args()
    extractor = Extractor()
    told, placed, both = judged(extractor, options.also)
    print(f"{len(told)} reports, {sum(r.right for r in told)} right", end="; ")
    print(f"{len(placed)} of them drawn, {sum(r.right for r in placed)} right")
    corpus = list(of_corpus(options.ecb, extractor)) if options.ecb else []
    if corpus:
        print(f"{len(corpus)} reports of the corpus, {sum(r.right for r in corpus)} right")
    show(told, corpus, placed, both, options.folds)
    for table, rows in (("happening", [*told, *corpus]), ("place", placed)):
        weights = fit(rows)
        print(table, *(f"{value:6.2f}  {name}" for name, value in weights.items()), sep="\n")
        if options.write:
            write(table, weights)


def others(extractor: Extractor, folder: Path) -> tuple[articles.Annotations, dict[str, Extraction]]:
    """Annotated articles of a folder, read."""
    annotated = articles.read(folder / "gold.json")
    texts = {
        a.id: {"id": a.id, "text": (folder / a.file).read_text("utf-8"), "published": a.published} for a in annotated.articles
    }
    return annotated, {identifier: extractor.extract(dated(text)) for identifier, text in texts.items()}


def judged(extractor: Extractor, also: Sequence[Path]) -> tuple[list[Row], list[Row], list[Whole]]:
    """The reports of the annotated articles: is there such a happening, is it there, and both together."""
    told: list[Row] = []
    placed: list[Row] = []
    both: list[Whole] = []
    for annotated, found in chain(small_sets(extractor, by_sentence=True), (others(extractor, folder) for folder in also)):
        for article in annotated.articles:
            extraction = found[article.id]
            said = verdicts(article, record(extraction)["reports"])
            for report, verdict in zip(extraction.reports, said, strict=True):
                if verdict.happening is None:
                    continue
                row = Row(happening_parts(report), verdict.happening, article.id)
                told.append(row)
                where = place_parts(report, extraction.toponyms)
                spot = Row(where, verdict.place, article.id) if where is not None and verdict.place is not None else None
                if spot is not None and verdict.happening:
                    placed.append(spot)
                if verdict.right is not None:
                    both.append((row, where, verdict.right))
    return told, placed, both


def of_corpus(gold: Path, extractor: Extractor) -> Iterator[Row]:
    """Reports in annotated sentences: right where a mention of an action is; there every *said* is one, so they tell nothing."""
    for fields in records(gold):
        extraction = extractor.extract(Document(fields["id"], fields["text"].split("\n")[0], fields["text"]))
        mentions = actions(fields)
        for report in extraction.reports:
            if in_gold_sentence(report, fields) and family(report.event_type) != "speech":
                right = any(mention.overlaps(report.trigger) for mention in mentions)
                yield Row(happening_parts(report), right, f"topic {fields['topic']}", ECB_WEIGHT)


def in_gold_sentence(report: Report, fields: Mapping[str, Any]) -> bool:
    """Whether the sentence of a report's trigger is annotated throughout."""
    sentences = fields["sentences"]
    at = bisect_right([s["start"] for s in sentences], report.trigger.start) - 1
    return at >= 0 and bool(sentences[at]["gold"])


def fit(rows: Sequence[Row], *, without: frozenset[str] = frozenset()) -> dict[str, float]:
    """The weights, fitted without some articles."""
    return fit_rows([(r.parts, r.right, r.weight) for r in rows if r.article not in without], ridge=RIDGE)


def show(told: Sequence[Row], corpus: Sequence[Row], placed: Sequence[Row], both: Sequence[Whole], folds: int) -> None:
    """Print how calibrated weights are on articles that they were not fitted on."""
    articles = sorted({r.article for r in [*told, *corpus]})
    random.Random(1).shuffle(articles)
    of: dict[str, tuple[dict[str, float], dict[str, float]]] = {}
    for k in range(folds):
        fold = frozenset(articles[k::folds])
        weights = fit([*told, *corpus], without=fold), fit(placed, without=fold)
        of |= dict.fromkeys(fold, weights)
    happening = [(probability(of[r.article][0], r.parts), r.right) for r in told]
    place = [(probability(of[r.article][1], r.parts), r.right) for r in placed]
    whole = []
    for row, where, right in both:
        weights = of[row.article]
        whole.append((probability(weights[0], row.parts) * (probability(weights[1], where) if where else 1.0), right))
    of_topics = [(probability(of[r.article][0], r.parts), r.right) for r in corpus]
    for name, statements in (("happening", happening), ("place", place), ("both", whole), ("corpus", of_topics)):
        calibration = Calibration.of(statements)
        if calibration.expected_error is None:
            continue
        print(f"{name}: {calibration.n}, expected calibration error {calibration.expected_error:.3f}")
        for b in calibration.bins:
            if b.n:
                print(f"  {b.low:.1f}-{b.high:.1f}  {b.n:4d}  said {b.confidence:.2f}  right {b.right:.2f}")


def write(table: str, weights: Mapping[str, float]) -> None:
    """Put the weights in their table of the file; the rest stays."""
    head, start, rest = FILE.read_text(encoding="utf-8").partition(f"[{table}]")
    body, after, tail = rest.partition("\n[")
    for name, value in weights.items():
        key = name if name == "always" else f'"{name}"'
        body, n = re.subn(rf"(?m)^{re.escape(key)} = .*$", f"{key} = {value:.2f}", body)
        if n != 1:
            raise SystemExit(f"{FILE}: {key} stands {n} times in [{table}], not once")
    FILE.write_text(head + start + body + after + tail, encoding="utf-8")


if __name__ == "__main__":
    main()
