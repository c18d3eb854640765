"""``geomap parse``: text in, what it says as JSON out; no store."""

from __future__ import annotations

import argparse
import contextlib
import sys
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, TextIO

from geomap.cli import options
from geomap.errors import InputError

if TYPE_CHECKING:
    from geomap.extractor import Extractor
    from geomap.gazetteer.fallback import OnlineFallback


def add(commands: options.Commands) -> None:
    """Declare the command."""
    parser = commands.add_parser(
        "parse",
        help="text to JSON, without a store",
        description="Write what a text says as one line of JSON: toponyms, time expressions, reports. Offsets are into the text "
        "as given. With --jsonl, one record out for each record in, as they come.",
    )
    parser.add_argument(
        "--jsonl", metavar="IN", help='records {"id", "text", "published", "title", "source"}, one a line; - for stdin'
    )
    parser.add_argument("-o", "--output", type=Path, metavar="OUT", help="where to (default: stdout)")
    parser.add_argument("--link", action="store_true", help="also say which reports tell of one event (reads all input first)")
    options.depth(parser)
    options.pipeline(parser)
    options.gazetteer(parser)
    options.online(parser)
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Parse stdin or the records; bad lines are told on stderr and make the exit code 1, the others are written all the same."""
    from geomap.extractor import Depth, Extractor

    extractor = Extractor(arguments.gazetteer, pipeline=arguments.pipeline, depth=Depth(arguments.depth))
    online = options.fallback(arguments)
    try:
        if arguments.jsonl is None:
            return _text(arguments, extractor, online)
        with _input(arguments.jsonl) as incoming, options.output(arguments.output) as outgoing:
            return _lines(arguments, extractor, incoming, outgoing, online=online)
    finally:
        if online is not None:
            print("\n".join(options.told_online(online.geocoder.summary)), file=sys.stderr)


def _text(arguments: argparse.Namespace, extractor: Extractor, online: OnlineFallback | None) -> int:
    from geomap import records, stream

    try:
        text = sys.stdin.buffer.read().decode("utf-8")
    except UnicodeDecodeError as error:
        raise InputError(f"stdin: not UTF-8 at byte {error.start}") from error
    if not text.strip():
        raise InputError("stdin: no text; give an article's text, or records with --jsonl")
    record = stream.parse_text(text, extractor, link=arguments.link, online=online)
    with options.output(arguments.output) as outgoing:
        print(records.line(record), file=outgoing)
    return 0


def _lines(
    arguments: argparse.Namespace, extractor: Extractor, incoming: BinaryIO, outgoing: TextIO, *, online: OnlineFallback | None
) -> int:
    from geomap import records, stream

    name = "stdin" if arguments.jsonl == "-" else arguments.jsonl
    bad = 0
    for result in stream.parse_lines(incoming, extractor, link=arguments.link, online=online):
        if isinstance(result, stream.BadLine):
            bad += 1
            print(f"geomap: {name}, line {result.number}: {result.reason}", file=sys.stderr)
        else:
            print(records.line(result), file=outgoing, flush=True)
    if bad:
        print(f"geomap: {bad:,} lines gave no record; all others are written", file=sys.stderr)
    return 1 if bad else 0


def _input(name: str) -> contextlib.AbstractContextManager[BinaryIO]:
    if name == "-":
        return contextlib.nullcontext(sys.stdin.buffer)
    try:
        return Path(name).open("rb")
    except OSError as error:
        raise InputError(f"{name}: can't be read ({error.strerror})") from error
