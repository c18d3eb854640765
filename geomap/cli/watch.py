"""``geomap watch``: a folder is kept built: what is put into it, changed or taken away is in the store a moment later."""

from __future__ import annotations

import argparse
import importlib
import sys
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

from geomap.cli import options
from geomap.errors import GeomapError, InputError, ResourceError

#: Milliseconds without a change after which a build begins, and after which it begins although things go on changing.
_QUIET_MS, _AT_LAST_MS = 1_000, 15_000


def add(commands: options.Commands) -> None:
    """Declare the command."""
    parser = commands.add_parser(
        "watch",
        help="build again whenever articles are added, changed or removed",
        description="Build, then build again whenever something changes in these folders, until Ctrl-C. The dashboard follows.",
    )
    parser.add_argument("paths", nargs="+", type=Path, metavar="FOLDER", help="a folder of articles")
    options.store(parser)
    options.gazetteer(parser)
    options.pipeline(parser)
    options.sources(parser)
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Build at each change; trouble with one build is told, and the next change tries again."""
    for path in arguments.paths:
        if not path.is_dir():
            raise InputError(f"{path}: there is no such folder to watch; make it first, or use geomap build for a file")
    watchfiles = _library()
    _build(arguments)
    for _ in _changes(watchfiles, arguments.paths, {arguments.store.name}):
        _build(arguments)
    return 0


def _build(arguments: argparse.Namespace) -> None:
    from geomap import pipeline

    now = datetime.now().astimezone().strftime("%H:%M:%S")
    try:
        found = pipeline.build(
            arguments.paths,
            store=arguments.store,
            gazetteer=arguments.gazetteer,
            language=arguments.pipeline,
            sources=arguments.sources,
        )
    except GeomapError as error:
        print(f"{now}  {error}", file=sys.stderr, flush=True)
        return
    details = (
        f"{found.extracted:,} extracted, {found.unchanged:,} unchanged, {found.retired:,} gone, {len(found.skips):,} skipped"
    )
    print(f"{now}  {found.documents:,} documents ({details}), {found.events:,} events", flush=True)


def _changes(watchfiles: Any, folders: list[Path], own: set[str]) -> Iterator[None]:
    """Once for each burst of changes; those of the store itself, which may lie in a folder, are none."""

    def matters(_: object, path: str) -> bool:
        name = Path(path).name
        return not name.startswith(".") and not any(name == store or name.startswith((f"{store}-", f"{store}.")) for store in own)

    for _ in watchfiles.watch(*folders, watch_filter=matters, debounce=_AT_LAST_MS, step=_QUIET_MS, raise_interrupt=True):
        yield None


def _library() -> Any:
    try:
        return importlib.import_module("watchfiles")
    except ImportError as error:
        raise ResourceError("watching a folder needs one more library: pip install 'geomap[watch]'") from error
