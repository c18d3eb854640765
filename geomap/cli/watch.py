"""``geomap watch``: a folder is kept built: what is put into it, changed or taken away is in the store a moment later."""

from __future__ import annotations

import argparse
import importlib
import signal
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
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
    with _interrupted() as stop:
        _build(arguments)
        for _ in _changes(watchfiles, arguments.paths, {arguments.store.name}, stop):
            _build(arguments)
    raise KeyboardInterrupt


@contextmanager
def _interrupted() -> Iterator[threading.Event]:
    """What Ctrl-C sets beside interrupting: where Python can't raise (in a finaliser or callback), the interrupt is lost."""
    stop = threading.Event()

    def asked(number: int, frame: Any) -> None:
        stop.set()
        signal.default_int_handler(number, frame)

    before = signal.signal(signal.SIGINT, asked)
    try:
        yield stop
    finally:
        signal.signal(signal.SIGINT, before)


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
            notice=lambda words: print(f"{now}  {words}", file=sys.stderr, flush=True),
        )
    except GeomapError as error:
        print(f"{now}  {error}", file=sys.stderr, flush=True)
        return
    details = (
        f"{found.extracted:,} extracted, {found.unchanged:,} unchanged, {found.retired:,} gone, {len(found.skips):,} skipped"
    )
    print(f"{now}  {found.documents:,} documents ({details}), {found.events:,} events", flush=True)


def _changes(watchfiles: Any, folders: list[Path], own: set[str], stop: threading.Event) -> Iterator[None]:
    """Once for each burst of changes until it is to stop; those of the store itself, which may lie in a folder, are none."""

    def matters(_: object, path: str) -> bool:
        name = Path(path).name
        return not name.startswith(".") and not any(name == store or name.startswith((f"{store}-", f"{store}.")) for store in own)

    waits = {"debounce": _AT_LAST_MS, "step": _QUIET_MS}
    for _ in watchfiles.watch(*folders, watch_filter=matters, stop_event=stop, raise_interrupt=True, **waits):
        yield None


def _library() -> Any:
    try:
        return importlib.import_module("watchfiles")
    except ImportError as error:
        raise ResourceError("watching a folder needs one more library: pip install 'geomap[watch]'") from error
