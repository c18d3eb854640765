"""``geomap build``: articles in, a store out."""

from __future__ import annotations

import argparse
import json
from dataclasses import asdict
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING

from geomap.cli import options
from geomap.cli.progress import ProgressOnStderr
from geomap.errors import InputError

if TYPE_CHECKING:
    from geomap.engines import Engine
    from geomap.model import Skip
    from geomap.pipeline import BuildSummary

#: Paths named for each reason in the summary; ``--json`` names them all.
_NAMED = 5


def add(commands: options.Commands) -> None:
    """Declare the command."""
    parser = commands.add_parser(
        "build",
        help="read articles, find their events, store them",
        description="Read articles, find their events and store them. What has not changed since the last build is left alone.",
    )
    parser.add_argument("paths", nargs="+", type=Path, metavar="PATH", help="a file or a folder of articles")
    options.store(parser)
    options.gazetteer(parser)
    options.pipeline(parser)
    options.sources(parser)
    parser.add_argument("--workers", type=options.count, metavar="N", help="processes (default: as many as pay)")
    parser.add_argument("--engine", choices=("local", "dask"), default="local", help="where to extract (default: %(default)s)")
    parser.add_argument("--scheduler", metavar="ADDRESS", help="the Dask scheduler, such as tcp://127.0.0.1:8786")
    parser.add_argument("--json", action="store_true", help="print the summary as JSON")
    options.online(parser)
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Build, and print the summary."""
    from geomap import pipeline

    online = options.fallback(arguments)
    with ProgressOnStderr() as progress:
        summary = pipeline.build(
            arguments.paths,
            store=arguments.store,
            gazetteer=arguments.gazetteer,
            language=arguments.pipeline,
            sources=arguments.sources,
            workers=arguments.workers or 0,
            engine=_engine(arguments),
            online=online,
            progress=progress,
            notice=progress.say,
        )
    print(json.dumps(asdict(summary), ensure_ascii=True) if arguments.json else _told(summary, arguments.store))
    return 0


def _engine(arguments: argparse.Namespace) -> Engine | None:
    """The engine that was asked for; None for one of this machine. Raises InputError where the options don't go together."""
    if arguments.engine == "local":
        if arguments.scheduler:
            raise InputError("--scheduler says where Dask is; add --engine dask")
        return None
    if not arguments.scheduler:
        raise InputError("--engine dask needs --scheduler ADDRESS, such as tcp://127.0.0.1:8786 (start one with: dask scheduler)")
    if arguments.workers:
        raise InputError("--workers is for this machine; how many workers Dask has is up to its scheduler")
    from geomap.engines.cluster import Dask

    return Dask(arguments.scheduler)


def _told(summary: BuildSummary, store: Path) -> str:
    documents = f"{summary.documents:,} read: {summary.extracted:,} extracted, {summary.unchanged:,} unchanged"
    if summary.retired:
        documents += f"; {summary.retired:,} gone and retired"
    places = f"{summary.placed:,} with a known place, {summary.coarse:,} with only a country or a wide area"
    events = f"{summary.events:,}: {places}, {summary.unplaced:,} without a place; {summary.undated:,} undated"
    rows = [f"documents  {documents}", f"events     {events}", *_skipped(summary.skips)]
    if summary.online is not None:
        rows += options.told_online(summary.online)
    rows.append(f"store      {store} ({summary.seconds:.1f} s)")
    return "\n".join(rows)


def _skipped(skips: tuple[Skip, ...]) -> list[str]:
    """What was not taken in, by reason."""
    if not skips:
        return []
    rows = [f"skipped    {len(skips):,}"]
    for reason, group in groupby(sorted(skips, key=lambda skip: (skip.reason, skip.path)), key=lambda skip: skip.reason):
        paths = [skip.path for skip in group]
        more = f" and {len(paths) - _NAMED:,} more" if len(paths) > _NAMED else ""
        rows.append(options.printable(f"  {reason}: {', '.join(paths[:_NAMED])}{more}"))
    return rows
