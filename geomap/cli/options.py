"""The options that several commands share, and how their values are read."""

from __future__ import annotations

import argparse
import contextlib
import sys
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, TextIO, TypeAlias

from geomap.errors import InputError

if TYPE_CHECKING:
    from geomap.gazetteer.fallback import OnlineFallback
    from geomap.gazetteer.online import OnlineSummary

Commands: TypeAlias = "argparse._SubParsersAction[argparse.ArgumentParser]"


def printable(words: str) -> str:
    """The words on one line for a terminal: what it would obey or can't show (in the name of a file, say) as its escape."""
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode("ascii") for c in words)


def store(parser: argparse.ArgumentParser) -> None:
    """``--store FILE``."""
    parser.add_argument("--store", type=Path, default=Path("geomap.db"), metavar="FILE", help="the store (default: %(default)s)")


def filters(parser: argparse.ArgumentParser) -> None:
    """Which events: the filters of the dashboard. ``filters_of`` reads them."""
    group = parser.add_argument_group("which events (all conditions must hold; of a repeated one, any)")
    several = (
        ("--source", "NAME", "told by this source"),
        ("--type", "TYPE", "of this type"),
        ("--status", "STATUS", "occurred, ongoing, planned, possible or denied"),
        ("--actor", "NAME", "in which this person or body takes part"),
        ("--place", "NAME", "at, from or to this place, by its name in the gazetteer or its id; for a region, also in it"),
        ("--country", "CODE", "in this country (ISO 3166-1, two letters)"),
        ("--geo-precision", "P", "whose place is known so: site, city, near, district, region, area, country or none"),
        ("--date-precision", "P", "whose date is known so: day, days, week, month, season, year or unknown"),
    )
    for name, value, meaning in several:
        group.add_argument(name, action="append", default=[], metavar=value, help=f"{meaning}; repeatable")
    group.add_argument("--start", type=day, metavar="DAY", help="that may lie on this day or later")
    group.add_argument("--end", type=day, metavar="DAY", help="that may lie on this day or earlier")
    group.add_argument("--dated", action="store_true", help="with a date; without this, undated events are kept")
    group.add_argument("--bbox", type=bbox, metavar="W,S,E,N", help="in this box (degrees)")
    group.add_argument("--min-confidence", type=share, metavar="X", help="at least this sure (0 to 1)")
    group.add_argument("--min-origins", type=count, metavar="N", help="with at least so many independent sources")
    group.add_argument("--text", metavar="WORDS", help="that mention these words in title, quotes, actors, places or headline")
    group.add_argument("--in-articles", action="store_true", help="search --text in the whole articles too")
    history = group.add_mutually_exclusive_group()
    history.add_argument("--no-history", dest="background", action="store_false", default=None, help="not told as history")
    history.add_argument("--history", dest="background", action="store_true", help="told as history alone")
    group.add_argument("--reviewed", action="store_true", default=None, help="that a person has corrected or confirmed")


def filters_of(arguments: argparse.Namespace) -> dict[str, Any]:
    """The conditions of ``filters`` as ``Selection.events`` takes them."""
    return {
        "source": arguments.source,
        "event_type": arguments.type,
        "status": arguments.status,
        "actor": arguments.actor,
        "place": arguments.place,
        "country": arguments.country,
        "geo_precision": arguments.geo_precision,
        "date_precision": arguments.date_precision,
        "start": arguments.start,
        "end": arguments.end,
        "undated": not arguments.dated,
        "bbox": arguments.bbox,
        "min_confidence": arguments.min_confidence,
        "min_origins": arguments.min_origins,
        "text": arguments.text,
        "in_articles": arguments.in_articles,
        "background": arguments.background,
        "reviewed": arguments.reviewed,
    }


def gazetteer(parser: argparse.ArgumentParser) -> None:
    """``--gazetteer FILE``."""
    parser.add_argument(
        "--gazetteer", type=Path, metavar="FILE", help="your places (default: ./gazetteer.csv, else the shipped one)"
    )


def sources(parser: argparse.ArgumentParser) -> None:
    """``--sources FILE``."""
    parser.add_argument(
        "--sources",
        type=Path,
        metavar="FILE",
        help="a CSV of file, title, source, published, url (default: each folder's sources.csv)",
    )


def online(parser: argparse.ArgumentParser) -> None:
    """``--online SERVICE`` and how it is asked."""
    group = parser.add_argument_group("names that nothing local knows (sent over the network; off by default)")
    group.add_argument("--online", metavar="SERVICE", help="ask this geocoder of geopy: nominatim, photon, geonames, ...")
    group.add_argument("--online-contact", metavar="WORDS", help="your address, for the server's people")
    group.add_argument(
        "--online-option",
        action="append",
        default=[],
        metavar="NAME=VALUE",
        help="what the geocoder needs, such as domain=..., scheme=http, api_key=@FILE; repeatable",
    )
    group.add_argument("--online-limit", type=count, metavar="N", help="names in one run, at most (default: 500)")
    group.add_argument("--online-delay", type=float, metavar="S", help="seconds between two requests (default: 1)")


def fallback(arguments: argparse.Namespace) -> OnlineFallback | None:
    """The online geocoder that was asked for, None if none was. Raises InputError where its options can't be used."""
    if arguments.online is None:
        if arguments.online_option or arguments.online_contact:
            raise InputError("--online-option and --online-contact say how to ask, --online SERVICE whom: it is missing")
        return None
    from geomap.gazetteer.fallback import OnlineFallback
    from geomap.gazetteer.online import OnlineGeocoder

    given = {}
    for option in arguments.online_option:
        key, sign, value = option.partition("=")
        if not sign or not key:
            raise InputError(f"--online-option {option}: write it as NAME=VALUE, such as domain=nominatim.example.org")
        given[key] = value
    geocoder = OnlineGeocoder(
        arguments.online,
        options=given,
        contact=arguments.online_contact,
        names=arguments.online_limit,
        delay=arguments.online_delay,
    )
    return OnlineFallback(geocoder)


def told_online(summary: OnlineSummary) -> list[str]:
    """What was asked online and what came of it, as rows for people."""
    names = f"{summary.found:,} names found, {summary.nothing:,} unknown there, {summary.failed:,} failed"
    rows = [f"online     {summary.service}: {summary.sent:,} requests sent; {names}; {summary.cached:,} answered before"]
    rows += [f"  failed {count:,} times: {said}" for said, count in sorted(summary.failures.items(), key=lambda pair: -pair[1])]
    if summary.stopped:
        rows.append(f"  stopped: {summary.stopped}")
    rows += [f"  {count:,} names not sent: {reason}" for reason, count in summary.unsent.items()]
    if summary.failed or summary.unsent:
        rows.append("  names without an answer stay unknown; the same command asks for them again")
    rows.append("  each request is listed by: geomap gazetteer sent")
    return rows


def day(value: str) -> date:
    """A day as YYYY-MM-DD."""
    try:
        return date.fromisoformat(value)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{value!r} is not a day; write it as YYYY-MM-DD") from None


def share(value: str) -> float:
    """A number from 0 to 1."""
    try:
        number = float(value)
    except ValueError:
        number = -1.0
    if not 0 <= number <= 1:
        raise argparse.ArgumentTypeError(f"{value!r} is not a number from 0 to 1")
    return number


def count(value: str) -> int:
    """A whole number from 1 up."""
    if not value.isascii() or not value.isdigit() or int(value) < 1:
        raise argparse.ArgumentTypeError(f"{value!r} is not a whole number from 1 up")
    return int(value)


def bbox(value: str) -> tuple[float, float, float, float]:
    """West, south, east and north in degrees; west may be greater than east where the box crosses the date line."""
    try:
        west, south, east, north = (float(part) for part in value.split(","))
    except ValueError:
        raise argparse.ArgumentTypeError(f"{value!r} is not a box; write west,south,east,north in degrees") from None
    if not (-180 <= west <= 180 and -180 <= east <= 180 and -90 <= south <= north <= 90):
        raise argparse.ArgumentTypeError(f"{value!r}: longitudes lie in -180..180, latitudes in -90..90, south first")
    return west, south, east, north


def output(path: Path | None) -> contextlib.AbstractContextManager[TextIO]:
    """The file to write text to, or stdout. Raises InputError where it can't be opened."""
    if path is None:
        return contextlib.nullcontext(sys.stdout)
    try:
        return path.open("w", encoding="utf-8", newline="\n")
    except OSError as error:
        raise _unwritable(path, error) from error


def write(path: Path, content: bytes) -> None:
    """Write a whole file. Raises InputError where that fails."""
    try:
        path.write_bytes(content)
    except OSError as error:
        raise _unwritable(path, error) from error


def _unwritable(path: Path, error: OSError) -> InputError:
    return InputError(f"{path}: can't be written ({error.strerror}); name another file with -o")


def depth(parser: argparse.ArgumentParser) -> None:
    """How thoroughly to read."""
    parser.add_argument(
        "--depth",
        choices=("events", "places", "words"),
        default="events",
        help="events: everything (default); places: no events, about twice as fast; words: no events and no language model, "
        "many times as fast and less accurate",
    )


def pipeline(parser: argparse.ArgumentParser) -> None:
    """Which spaCy pipeline reads."""
    parser.add_argument(
        "--pipeline",
        metavar="NAME",
        help="a spaCy pipeline with a parser and entities: a package or a folder (default: the shipped one)",
    )
