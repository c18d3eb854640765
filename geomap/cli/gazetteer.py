"""``geomap gazetteer``: what the gazetteer knows, whether a user's own places are in order, and imported dumps."""

from __future__ import annotations

import argparse
import json
import sys
from dataclasses import asdict
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, NoReturn

from geomap.cli import options

if TYPE_CHECKING:
    from tqdm import tqdm

    from geomap.gazetteer.imported import Import

_NEAR_MISSES = 5
_SHOWN = 40


def add(commands: options.Commands) -> None:
    """Declare the command."""
    parser = commands.add_parser(
        "gazetteer", help="look up places, check your own, import dumps", description="Look up, check and import places."
    )
    actions = parser.add_subparsers(title="actions", metavar="ACTION", required=True)
    search = actions.add_parser("search", help="the places that a name may mean, best first")
    search.add_argument("name", metavar="NAME")
    search.add_argument("--json", action="store_true", help="print JSON")
    options.gazetteer(search)
    search.set_defaults(run=run_search)
    check = actions.add_parser("check", help="check a gazetteer.csv, line by line")
    check.add_argument("file", type=Path, metavar="FILE")
    check.set_defaults(run=run_check)
    _add_import(actions)
    listing = actions.add_parser("list", help="the imported dumps")
    listing.add_argument("--json", action="store_true", help="print JSON")
    listing.set_defaults(run=run_list)
    sent = actions.add_parser("sent", help="what was sent to online geocoders (--online), and what they answered")
    sent.add_argument("--last", type=options.count, metavar="N", help="only the last N requests")
    sent.add_argument("--clear", action="store_true", help="forget all of it, answers too")
    sent.add_argument("--json", action="store_true", help="print JSON")
    sent.set_defaults(run=run_sent)
    removal = actions.add_parser("remove", help="remove an imported dump")
    removal.add_argument("name", metavar="NAME", help="as geomap gazetteer list shows it")
    removal.set_defaults(run=run_remove)


def _add_import(actions: options.Commands) -> None:
    parser = actions.add_parser(
        "import",
        help="take in a GeoNames dump",
        description="Take in a GeoNames dump (https://download.geonames.org/export/dump/): its places count from then on. "
        "A dump of the same name is replaced, and stays as it is if the import is stopped.",
    )
    parser.add_argument("path", type=Path, metavar="PATH", help="allCountries.txt, a country's file (KP.txt), or its .zip")
    parser.add_argument("--name", metavar="NAME", help="what to call it (default: as the file)")
    parser.add_argument("--into", type=Path, metavar="FILE", help="write this file instead; GEOMAP_IMPORTED=FILE then uses it")
    parser.add_argument(
        "--feature-classes",
        type=_classes,
        metavar="A,P,...",
        help="only these of the classes A H L P R S T U V (default: all)",
    )
    parser.add_argument(
        "--min-population",
        type=options.count,
        default=0,
        metavar="N",
        help="only settlements of at least N people (default: all)",
    )
    parser.add_argument("--no-alternates", action="store_true", help="only each place's main name")
    parser.add_argument("--all-scripts", action="store_true", help="also other names that are not in Latin letters")
    parser.add_argument(
        "--all-settlements",
        action="store_true",
        help="find every settlement's name in articles unasked, not only from 500 people on: for a small country's file",
    )
    parser.add_argument("--json", action="store_true", help="print JSON")
    parser.set_defaults(run=run_import)


def _classes(value: str) -> str:
    from geomap.gazetteer.geonames import CLASSES

    letters = "".join(sorted({part.strip().upper() for part in value.split(",")}))
    if not letters or set(letters) - set(CLASSES):
        raise argparse.ArgumentTypeError(f"{value!r}: give some of the letters {','.join(CLASSES)}")
    return letters


def run_search(arguments: argparse.Namespace) -> int:
    """Print what the name may mean, or else what it may be a misspelling of; exit code 1 where there is neither."""
    from geomap.gazetteer import Gazetteer

    gazetteer = Gazetteer.open(arguments.gazetteer)
    candidates = gazetteer.homonyms(arguments.name) or gazetteer.candidates(arguments.name)
    if not candidates:
        candidates = gazetteer.search(arguments.name, limit=_NEAR_MISSES)
        if candidates and not arguments.json:
            print(f"no place is known as {arguments.name!r}; what comes near:")
    if arguments.json:
        print(json.dumps([asdict(candidate) for candidate in candidates], ensure_ascii=True))
        return 0 if candidates else 1
    if not candidates:
        print(f"no place is known as {arguments.name!r}; add it to gazetteer.csv")
    for candidate in candidates[:_SHOWN]:
        place = candidate.place
        where = ", ".join(part for part in (place.country, place.feature, f"{place.lat:.4f} {place.lon:.4f}") if part)
        people = f", {place.population:,} people" if place.population else ""
        print(f"{candidate.score:.2f}  {place.name} ({where}{people})  {place.id}  [{candidate.name_kind}]")
    if len(candidates) > _SHOWN:
        print(f"and {len(candidates) - _SHOWN:,} more; --json lists them all")
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


def run_import(arguments: argparse.Namespace) -> int:
    """Take the dump in, and say what came of it; bad lines are told, and don't make it fail."""
    from geomap.gazetteer import geonames
    from geomap.gazetteer.importing import Choice, take_in

    choice = Choice(
        classes=arguments.feature_classes or geonames.CLASSES,
        min_population=arguments.min_population,
        alternates=not arguments.no_alternates,
        all_scripts=arguments.all_scripts,
        all_settlements=arguments.all_settlements,
    )
    with _Bar() as bar:
        done = take_in(arguments.path, choice=choice, name=arguments.name, into=arguments.into, progress=bar)
    if arguments.json:
        print(json.dumps(_fields(done), ensure_ascii=True))
        return 0
    print(f"imported   {done.places:,} places with {done.names:,} names, {done.familiar:,} of them found in articles unasked")
    if done.omitted:
        print(f"left out   {done.omitted:,} places, by the options")
    for reason, count in sorted(done.bad.items(), key=lambda pair: -pair[1]):
        lines = ", ".join(f"{number:,}" for number in done.shown[reason]) + (", ..." if count > len(done.shown[reason]) else "")
        print(f"bad lines  {count:,} because {reason} (line {lines})")
    print(f"file       {done.path} ({done.size / 1e6:,.1f} MB)")
    if arguments.into:
        print(f"to use it  GEOMAP_IMPORTED={done.path}")
    return 0


def run_list(arguments: argparse.Namespace) -> int:
    """Print the imported dumps, the latest first."""
    from geomap.gazetteer.imported import imports

    found = imports()
    if arguments.json:
        print(json.dumps([_fields(each) for each in found], ensure_ascii=True))
        return 0
    for each in found:
        print(f"{each.name}  {each.places:,} places, {each.names:,} names, {each.size / 1e6:,.1f} MB")
        print(f"  imported {each.imported[:16].replace('T', ' ')} UTC from {each.source}")
        print(f"  {each.path}")
    if not found:
        print("nothing is imported; geomap gazetteer import takes in a GeoNames dump")
    return 0


def run_remove(arguments: argparse.Namespace) -> int:
    """Remove a dump; the next build extracts its documents anew."""
    from geomap.gazetteer.imported import remove

    print(f"removed {remove(arguments.name)}")
    return 0


def run_sent(arguments: argparse.Namespace) -> int:
    """Print each request to an online geocoder, oldest first; nothing is asked for it."""
    from geomap.gazetteer.sent import SentRequests

    record = SentRequests()
    if arguments.clear:
        print(f"forgot {record.clear():,} requests")
        return 0
    found = record.requests(last=arguments.last)
    if arguments.json:
        print(json.dumps([asdict(each) for each in found], ensure_ascii=True))
        return 0
    for each in found:
        print(f"{each.sent[:19].replace('T', ' ')} UTC  {each.service}  {each.name!r}  {each.outcome}  {each.detail}".rstrip())
    print(f"{len(found):,} requests ({record.path})" if found else "nothing was ever sent")
    return 0


def _fields(done: Import) -> dict[str, object]:
    return {**asdict(done), "path": str(done.path), "name": done.name, "bytes": done.size}


class _Bar:
    """How far an import is, on a terminal."""

    def __init__(self) -> None:
        self._bar: tqdm[NoReturn] | None = None
        self._stage = ""

    def __enter__(self) -> _Bar:
        return self

    def __exit__(self, kind: type[BaseException] | None, value: BaseException | None, traceback: TracebackType | None) -> None:
        if self._bar is not None:
            self._bar.close()

    def __call__(self, stage: str, done: int, total: int) -> None:
        """Draw the bar: bytes read, then steps of sorting."""
        if not sys.stderr.isatty():
            return
        from tqdm import tqdm

        if stage != self._stage:
            if self._bar is not None:
                self._bar.close()
            bytes_too = stage == "reading"
            unit = "B" if bytes_too else " steps"
            self._bar = tqdm(
                desc=stage, total=total, unit=unit, unit_scale=bytes_too, leave=False, file=sys.stderr, dynamic_ncols=True
            )
            self._stage = stage
        if self._bar is not None:
            self._bar.update(done - self._bar.n)


__all__ = ["add", "run_check", "run_import", "run_list", "run_remove", "run_search", "run_sent"]
