"""``geomap fetch``: articles from the web into a folder that ``geomap build`` reads."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from geomap.cli import options
from geomap.errors import InputError


def add(commands: options.Commands) -> None:
    """Declare the command."""
    parser = commands.add_parser(
        "fetch",
        help="fetch articles and feeds from the web into a folder",
        description=(
            "Fetch articles, and those that feeds list, into a folder for geomap build. The addresses' servers see the request; "
            "robots.txt is respected, one request a second goes to a host, and addresses inside your own network are refused."
        ),
    )
    parser.add_argument("urls", nargs="*", metavar="URL", help="an article or a feed (http or https)")
    parser.add_argument("--from", dest="listed", type=Path, metavar="FILE", help="a file with an address on each line")
    parser.add_argument("--into", type=Path, default=Path("articles"), metavar="FOLDER", help="default: %(default)s")
    parser.add_argument("--delay", type=_seconds, metavar="S", help="seconds between two requests to one host (default: 1)")
    parser.add_argument("--contact", metavar="WORDS", help="your address, for the servers' people")
    parser.set_defaults(run=run)


def _seconds(words: str) -> float:
    value = float(words)
    if not 0 <= value <= 3600:
        raise argparse.ArgumentTypeError("between 0 and 3600 seconds")
    return value


def run(arguments: argparse.Namespace) -> int:
    """Fetch, a line for each address; 1 if nothing could be fetched."""
    from geomap.fetch import fetch
    from geomap.fetch.web import shown

    urls = [*arguments.urls, *_listed(arguments.listed)]
    if not urls:
        raise InputError("no address; give one or more, or --from FILE")
    counts: dict[str, int] = {}
    for found in fetch(urls, arguments.into, delay=arguments.delay, contact=arguments.contact):
        counts[found.outcome] = counts.get(found.outcome, 0) + 1
        details = " ".join(str(part) for part in (found.file, found.reason) if part)
        print(f"{found.outcome:<10} {shown(found.url)}" + (f"\n           {details}" if details else ""), flush=True)
    total = ", ".join(f"{count:,} {outcome}" for outcome, count in counts.items())
    print(f"{total}; the articles are in {arguments.into}", file=sys.stderr)
    return 0 if counts.keys() & {"saved", "unchanged"} else 1


def _listed(file: Path | None) -> list[str]:
    if file is None:
        return []
    try:
        lines = file.read_text("utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"{file}: can't be read ({error})") from error
    return [line.strip() for line in lines if line.strip() and not line.lstrip().startswith("#")]
