"""``geomap gazetteer``: what the gazetteer knows, and whether a user's own places are in order."""

from __future__ import annotations

import argparse
import json
import sys
from dataclasses import asdict
from pathlib import Path

from geomap.cli import options

_NEAR_MISSES = 5


def add(commands: options.Commands) -> None:
    """Declare the command."""
    parser = commands.add_parser("gazetteer", help="look up places, check your own", description="Look up and check places.")
    actions = parser.add_subparsers(title="actions", metavar="ACTION", required=True)
    search = actions.add_parser("search", help="the places that a name may mean, best first")
    search.add_argument("name", metavar="NAME")
    search.add_argument("--json", action="store_true", help="print JSON")
    options.gazetteer(search)
    search.set_defaults(run=run_search)
    check = actions.add_parser("check", help="check a gazetteer.csv, line by line")
    check.add_argument("file", type=Path, metavar="FILE")
    check.set_defaults(run=run_check)


def run_search(arguments: argparse.Namespace) -> int:
    """Print what the name may mean, or else what it may be a misspelling of; exit code 1 where there is neither."""
    from geomap.gazetteer import Gazetteer

    gazetteer = Gazetteer.open(arguments.gazetteer)
    candidates = gazetteer.candidates(arguments.name)
    if not candidates:
        candidates = gazetteer.search(arguments.name, limit=_NEAR_MISSES)
        if candidates and not arguments.json:
            print(f"no place is known as {arguments.name!r}; what comes near:")
    if arguments.json:
        print(json.dumps([asdict(candidate) for candidate in candidates], ensure_ascii=True))
    elif not candidates:
        print(f"no place is known as {arguments.name!r}; add it to gazetteer.csv")
    for candidate in () if arguments.json else candidates:
        place = candidate.place
        where = ", ".join(part for part in (place.country, place.feature, f"{place.lat:.4f} {place.lon:.4f}") if part)
        people = f", {place.population:,} people" if place.population else ""
        print(f"{candidate.score:.2f}  {place.name} ({where}{people})  {place.id}  [{candidate.name_kind}]")
    return 0 if candidates else 1


def run_check(arguments: argparse.Namespace) -> int:
    """Check the file; a row that breaks a rule is an error that names its line."""
    from geomap.gazetteer import check

    problems = check(arguments.file)
    for problem in problems:
        print(problem, file=sys.stderr)
    wrong = sum(problem.fatal for problem in problems)
    print(f"{arguments.file}: " + (f"{wrong:,} errors, {len(problems) - wrong:,} warnings" if problems else "in order"))
    return 1 if wrong else 0
