"""``geomap evaluate``: how good the extraction is, against annotated text."""

from __future__ import annotations

import argparse
import csv
import io
import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, fields
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any

from geomap.cli import options
from geomap.cli.progress import ProgressOnStderr

if TYPE_CHECKING:
    from geomap.evaluate.predict import Records, ToponymRecords
    from geomap.evaluate.scores import Fault

#: The value of ``--json`` without a file.
_STDOUT = Path("-")


@dataclass(frozen=True, slots=True)
class Measured:
    """The figures as plain values, as lines for people, and what is wrong, with the names of its columns."""

    figures: Mapping[str, Any]
    lines: Iterable[str]
    faults: Sequence[Fault]
    columns: Sequence[str]


def add(commands: options.Commands) -> None:
    """Declare the command."""
    parser = commands.add_parser(
        "evaluate",
        help="measure the extraction against annotated text",
        description="Measure the extraction against annotated text: precision, recall, F1 and the field's own metrics.",
    )
    parser.add_argument("what", choices=("toponyms", "timexes", "events"))
    parser.add_argument("gold", type=Path, metavar="GOLD", help="annotated documents (JSON Lines; for events JSON)")
    parser.add_argument("--documents", type=Path, metavar="FOLDER", help="for events: the articles' folder (default: GOLD's)")
    parser.add_argument("--predictions", type=Path, metavar="FILE", help="score this output of geomap parse; extract nothing")
    parser.add_argument(
        "--kinds", metavar="KIND,...", help="for toponyms: only these kinds of gold count, the others are neutral"
    )
    parser.add_argument(
        "--gold-spans", action="store_true", help="for toponyms: also resolve the annotated spans, to measure resolution alone"
    )
    parser.add_argument(
        "--without-demonyms",
        action="store_true",
        help="for toponyms: show figures without found demonyms for every corpus, not only for those that annotate none",
    )
    parser.add_argument(
        "--keep", type=Path, metavar="FILE", help="for toponyms: write the predictions to this file, for --predictions later"
    )
    parser.add_argument(
        "--errors", type=Path, metavar="FILE", help="write what is wrong to this file (tab-separated; .csv: with commas)"
    )
    parser.add_argument(
        "--json", type=Path, nargs="?", const=_STDOUT, metavar="FILE", help="write the figures as JSON to FILE, or print them so"
    )
    options.depth(parser)
    options.pipeline(parser)
    options.gazetteer(parser)
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Measure, and print the figures."""
    measured = {"toponyms": _toponyms, "timexes": _timexes, "events": _events}[arguments.what](arguments)
    if arguments.errors:
        options.write(arguments.errors, _table(measured, commas=arguments.errors.suffix.lower() == ".csv").encode())
    as_json = json.dumps(measured.figures, ensure_ascii=True)
    if arguments.json and arguments.json != _STDOUT:
        options.write(arguments.json, f"{as_json}\n".encode())
    print(as_json if arguments.json == _STDOUT else "\n".join(measured.lines))
    return 0


def _toponyms(arguments: argparse.Namespace) -> Measured:
    from geomap.evaluate import causes, gold, judged, toponym_report
    from geomap.extractor import Depth, Extractor

    documents = gold.read(arguments.gold)
    extractor = Extractor(arguments.gazetteer, pipeline=arguments.pipeline, depth=Depth(arguments.depth))
    kinds = frozenset(arguments.kinds.split(",")) if arguments.kinds else None
    records = _toponym_records(arguments, documents, extractor)
    report = toponym_report.report(
        documents,
        records.found,
        is_demonym=lambda surface: extractor.gazetteer.demonym(surface) is not None,
        gold_spans=records.gold_spans,
        kinds=kinds,
        without_demonyms=arguments.without_demonyms,
    )
    if not arguments.errors:
        return Measured(report.as_json(), toponym_report.lines(report), [], ())
    compared = [judged.judge(d, records.found.get(d.id), kinds=kinds) for d in documents]
    faults = causes.faults(compared, records.found, extractor.gazetteer)
    counted = causes.counts(faults)
    figures = {**report.as_json(), "causes": counted}
    return Measured(figures, toponym_report.lines(report, counted), faults, _columns(causes.ToponymFault))


def _toponym_records(arguments: argparse.Namespace, documents: Sequence[Any], extractor: Any) -> ToponymRecords:
    from geomap.errors import InputError
    from geomap.evaluate import gold, predict

    if arguments.predictions:
        if arguments.gold_spans:
            raise InputError("--gold-spans: needs the text to be parsed, so it can't be had with --predictions; leave one out")
        return predict.ToponymRecords(gold.predictions(arguments.predictions), None)
    with ProgressOnStderr() as progress:
        records = predict.toponyms(
            documents, extractor, progress, gold_spans=arguments.gold_spans, trace=bool(arguments.errors or arguments.keep)
        )
    if arguments.keep:
        rows = (json.dumps(record, ensure_ascii=True) + "\n" for record in records.found.values())
        options.write(arguments.keep, "".join(rows).encode())
    return records


def _timexes(arguments: argparse.Namespace) -> Measured:
    from geomap.evaluate import gold, predict, timex_causes, timexes

    documents = gold.read(arguments.gold)
    with ProgressOnStderr() as progress:
        found = _given(arguments, lambda: predict.timexes(documents, progress))
    faults: list[timex_causes.TimexFault] = []
    figures = asdict(timexes.score(documents, found, faults=faults))
    return Measured(figures, _rows(figures), faults, _columns(timex_causes.TimexFault))


def _events(arguments: argparse.Namespace) -> Measured:
    from geomap.evaluate import articles, events, predict, scores, toponym_report, verdicts
    from geomap.extractor import Extractor

    annotated = articles.read(arguments.gold)
    folder = arguments.documents or arguments.gold.parent
    with ProgressOnStderr() as progress:
        found = _given(
            arguments,
            lambda: predict.events(annotated, folder, Extractor(arguments.gazetteer, pipeline=arguments.pipeline), progress),
        )
    faults: list[Fault] = []
    figures = asdict(events.score(annotated, found, faults=faults))
    sure = verdicts.calibration(annotated.articles, found)
    lines = chain(
        _rows(figures), toponym_report.calibration_lines("Confidence of a report: it happened, and is where it is drawn", sure)
    )
    return Measured({**figures, "confidence": asdict(sure)}, lines, faults, _columns(scores.Fault))


def _given(arguments: argparse.Namespace, predict: Callable[[], Records]) -> Records:
    """The predictions that were named, or else new ones."""
    from geomap.evaluate import gold

    return gold.predictions(arguments.predictions) if arguments.predictions else predict()


def _rows(figures: Mapping[str, Any], indent: str = "") -> Iterator[str]:
    """One row for each figure; a group of plain figures on one row."""
    for name, value in figures.items():
        if not isinstance(value, Mapping):
            yield f"{indent}{name:<22} {_figure(value)}"
        elif any(isinstance(inner, Mapping) for inner in value.values()):
            yield f"{indent}{name}"
            yield from _rows(value, indent + "  ")
        else:
            yield f"{indent}{name:<22} " + "  ".join(f"{key} {_figure(inner)}" for key, inner in value.items())


def _figure(value: float | int | None) -> str:
    if value is None:
        return "-"
    return f"{value:.3f}" if isinstance(value, float) else f"{value:,}"


def _columns(kind: type[Fault]) -> tuple[str, ...]:
    return tuple(field.name for field in fields(kind))


def _table(measured: Measured, *, commas: bool) -> str:
    """One row for each thing that is wrong, each cell on one line; a spreadsheet's own formulas are made harmless."""
    from geomap.export.tables import guarded

    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter="," if commas else "\t", lineterminator="\n")
    writer.writerow(["error" if name == "kind" else name for name in measured.columns])
    for fault in measured.faults:
        writer.writerow([guarded(" ".join(str(getattr(fault, name)).split())) for name in measured.columns])
    return out.getvalue()
