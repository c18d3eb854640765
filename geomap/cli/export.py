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
    options.filters(parser)
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Write the export; a source or an actor that no event has is told on stderr."""
    from geomap.selection import Selection

    with Selection.open(arguments.store) as everything:
        selection = everything.events(**options.filters_of(arguments))
        written = selection.export(arguments.format)
        for name in selection.unknown_sources():
            print(f"geomap: no event comes from a source called {name!r}", file=sys.stderr)
        for name in selection.unknown_actors():
            print(f"geomap: nobody called {name!r} takes part in an event", file=sys.stderr)
    if arguments.output is None:
        sys.stdout.buffer.write(written)
    else:
        options.write(arguments.output, written)
    return 0
