"""``geomap export``: the events of a store as a file, by the same filters as the dashboard."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from geomap.cli import options

#: Spelt out, as looking them up would load what writes them; the tests compare the two.
FORMATS = "geojson, csv, kml, geoparquet, timemap, html, png, brief or markdown"


def add(commands: options.Commands) -> None:
    """Declare the command."""
    parser = commands.add_parser("export", help="write events to a file", description="Write the events of a store to a file.")
    options.store(parser)
    parser.add_argument("--format", default="geojson", metavar="FORMAT", help=f"{FORMATS} (default: %(default)s)")
    parser.add_argument("-o", "--output", type=Path, metavar="FILE", help="where to (default: stdout)")
    parser.add_argument("--source", action="append", default=[], metavar="NAME", help="only this source; repeatable")
    parser.add_argument("--start", type=options.day, metavar="DAY", help="only events that may lie on this day or later")
    parser.add_argument("--end", type=options.day, metavar="DAY", help="only events that may lie on this day or earlier")
    parser.add_argument("--type", action="append", default=[], metavar="TYPE", help="only this type; repeatable")
    parser.add_argument("--status", action="append", default=[], metavar="STATUS", help="only this status; repeatable")
    parser.add_argument("--bbox", type=options.bbox, metavar="W,S,E,N", help="only events in this box (degrees)")
    parser.add_argument("--min-confidence", type=options.share, metavar="X", help="only events at least this sure (0 to 1)")
    parser.add_argument("--text", metavar="WORDS", help="only events that mention these words")
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Write the export; a source that no event has is told on stderr."""
    from geomap.selection import Selection

    with Selection.open(arguments.store) as everything:
        selection = everything.events(
            source=arguments.source,
            event_type=arguments.type,
            status=arguments.status,
            start=arguments.start,
            end=arguments.end,
            bbox=arguments.bbox,
            min_confidence=arguments.min_confidence,
            text=arguments.text,
        )
        written = selection.export(arguments.format)
        for name in selection.unknown_sources():
            print(f"geomap: no event comes from a source called {name!r}", file=sys.stderr)
    if arguments.output is None:
        sys.stdout.buffer.write(written)
    else:
        options.write(arguments.output, written)
    return 0
