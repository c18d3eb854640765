"""``geomap evaluate``: how good the extraction is, against annotated text."""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from geomap.cli import options
from geomap.cli.progress import ProgressOnStderr

if TYPE_CHECKING:
    from geomap.evaluate.predict import Records
    from geomap.evaluate.scores import Fault


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
    parser.add_argument("--kinds", metavar="KIND,...", help="for toponyms: only these kinds of gold count")
    parser.add_argument("--errors", type=Path, metavar="FILE", help="write what is wrong to this file (tab-separated)")
    parser.add_argument("--json", action="store_true", help="print the figures as JSON")
    options.gazetteer(parser)
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Measure, and print the figures."""
    faults: list[Fault] = []
    measure = {"toponyms": _toponyms, "timexes": _timexes, "events": _events}[arguments.what]
    figures = measure(arguments, faults)
    if arguments.errors:
        options.write(arguments.errors, _table(faults).encode())
    print(json.dumps(figures, ensure_ascii=True) if arguments.json else "\n".join(_rows(figures)))
    return 0


def _toponyms(arguments: argparse.Namespace, faults: list[Fault]) -> dict[str, Any]:
    from geomap.evaluate import gold, predict, toponyms
    from geomap.extractor import Extractor

    documents = gold.read(arguments.gold)
    kinds = frozenset(arguments.kinds.split(",")) if arguments.kinds else None
    with ProgressOnStderr() as progress:
        found = _given(arguments, lambda: predict.toponyms(documents, Extractor(arguments.gazetteer), progress))
    return asdict(toponyms.score(documents, found, kinds=kinds, faults=faults))


def _timexes(arguments: argparse.Namespace, faults: list[Fault]) -> dict[str, Any]:
    from geomap.evaluate import gold, predict, timexes

    documents = gold.read(arguments.gold)
    with ProgressOnStderr() as progress:
        found = _given(arguments, lambda: predict.timexes(documents, progress))
    return asdict(timexes.score(documents, found, faults=faults))


def _events(arguments: argparse.Namespace, faults: list[Fault]) -> dict[str, Any]:
    from geomap.evaluate import articles, events, predict
    from geomap.extractor import Extractor

    annotated = articles.read(arguments.gold)
    folder = arguments.documents or arguments.gold.parent
    with ProgressOnStderr() as progress:
        found = _given(arguments, lambda: predict.events(annotated, folder, Extractor(arguments.gazetteer), progress))
    return asdict(events.score(annotated, found, faults=faults))


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


def _table(faults: Sequence[Fault]) -> str:
    rows = [("document", "error", "start", "surface", "gold", "found")]
    rows += [(f.document, f.kind, str(f.start), f.surface, f.gold, f.found) for f in faults]
    return "".join("\t".join(" ".join(cell.split()) for cell in row) + "\n" for row in rows)
