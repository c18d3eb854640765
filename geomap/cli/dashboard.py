"""``geomap dashboard``: the app, in the browser."""

from __future__ import annotations

import argparse

from geomap.cli import options


def add(commands: options.Commands) -> None:
    """Declare the command."""
    parser = commands.add_parser("dashboard", help="open the app", description="Open the app in the browser.")
    options.store(parser)
    parser.add_argument("--port", type=options.count, default=8501, metavar="N", help="default: %(default)s")
    parser.add_argument(
        "--read-only", action="store_true", help="for readers: nothing can be corrected, and no articles can be added"
    )
    options.gazetteer(parser)
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Serve the app until it is stopped."""
    from geomap import dashboard

    return dashboard.run(arguments.store, port=arguments.port, read_only=arguments.read_only, gazetteer=arguments.gazetteer)
