"""``geomap review``: what people decided about the events of a store, and what they should look at."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from geomap.cli import options
from geomap.errors import InputError

if TYPE_CHECKING:
    from geomap.model import Review
    from geomap.review.overlay import Stale

#: More than this in a file of reviews is no file of reviews.
_MOST_BYTES = 200_000_000


def add(commands: options.Commands) -> None:
    """Declare the commands."""
    parser = commands.add_parser(
        "review",
        help="people's corrections: list, undo, export, import; what to look at first",
        description="What people decided about the events of a store: laid over what is read, and kept through every build.",
    )
    actions = parser.add_subparsers(title="actions", metavar="ACTION", required=True)
    _listing(actions)
    undo = actions.add_parser("undo", help="take back a review, or all of one step")
    undo.add_argument("name", metavar="ID", help="of the review (rev-...) or of the step (dec-...), as list shows it")
    undo.add_argument("--who", metavar="NAME", help="who takes it back (default: your name on this machine)")
    options.store(undo)
    undo.set_defaults(run=run_undo)
    export = actions.add_parser("export", help="write all reviews as JSON Lines")
    export.add_argument("-o", "--output", type=Path, metavar="FILE", help="where to (default: stdout)")
    options.store(export)
    export.set_defaults(run=run_export)
    taking = actions.add_parser("import", help="take in reviews from JSON Lines; those that are there already stay as they are")
    taking.add_argument("file", type=Path, metavar="FILE", help="as export wrote it")
    options.store(taking)
    taking.set_defaults(run=run_import)
    queue = actions.add_parser("queue", help="the events to look at first: the least certain")
    queue.add_argument("--limit", type=options.count, default=20, metavar="N", help="default: %(default)s")
    queue.add_argument("--json", action="store_true", help="print them as JSON")
    options.store(queue)
    queue.set_defaults(run=run_queue)


def _listing(actions: options.Commands) -> None:
    listing = actions.add_parser("list", help="the reviews, the latest first")
    listing.add_argument("--all", action="store_true", help="also those that were taken back")
    listing.add_argument("--json", action="store_true", help="print them as JSON")
    options.store(listing)
    listing.set_defaults(run=run_list)


def run_list(arguments: argparse.Namespace) -> int:
    """Print the reviews, and which of them can't be applied any more."""
    from geomap.review import ledger, lines
    from geomap.store import Store

    with Store.open(arguments.store, readonly=True) as store:
        reviews = [review for review in reversed(store.reviews()) if review.stands or arguments.all]
        stale = {found.review.id: found for found in ledger.state(store).stale}
    if arguments.json:
        values = [json.loads(line) for line in lines.write(reviews).splitlines()]
        print(json.dumps([v | {"not_applied": stale[v["id"]].reason if v["id"] in stale else None} for v in values]))
        return 0
    for review in reviews:
        print(_told(review, stale))
    standing = sum(review.stands for review in reviews)
    print(f"{standing:,} reviews" + (f", {len(stale):,} of them can't be applied as the articles are read now" if stale else ""))
    return 0


def _told(review: Review, stale: dict[str, Stale]) -> str:
    from geomap.review import wording

    row = f"{review.id}  {review.batch}  {wording.day(review)}  {review.who}: {wording.said(review)}"
    if review.old:
        row += f" (was {review.old})"
    if review.note:
        row += f"; {review.note}"
    if not review.stands:
        row += f" [taken back by {review.undone_by}]"
    if review.id in stale:
        row += f" [not applied: {stale[review.id].reason}]"
    return " ".join(row.splitlines())


def run_undo(arguments: argparse.Namespace) -> int:
    """Take a review back."""
    from geomap.review import decisions, ledger
    from geomap.store import Store

    who = decisions.Decision(arguments.who or _myself())
    with Store.open(arguments.store) as store:
        changed = ledger.undo(store, arguments.name, who=who.who, when=who.when)
    print(f"{arguments.name} is taken back; {len(changed):,} events changed")
    return 0


def run_export(arguments: argparse.Namespace) -> int:
    """Write the reviews, those that were taken back too."""
    from geomap.review import lines
    from geomap.store import Store

    with Store.open(arguments.store, readonly=True) as store:
        reviews = store.reviews()
    with options.output(arguments.output) as outgoing:
        outgoing.write(lines.write(reviews))
    print(f"{len(reviews):,} reviews written", file=sys.stderr)
    return 0


def run_import(arguments: argparse.Namespace) -> int:
    """Take reviews in, all of a file or none."""
    from geomap.review import ledger, lines
    from geomap.store import Store

    try:
        if arguments.file.stat().st_size > _MOST_BYTES:
            raise InputError(f"{arguments.file}: more than {_MOST_BYTES:,} bytes; this is no file of reviews")
        text = arguments.file.read_text(encoding="utf-8")
    except OSError as error:
        raise InputError(f"{arguments.file}: can't be read ({error.strerror})") from error
    except UnicodeDecodeError as error:
        raise InputError(f"{arguments.file}: not UTF-8 at byte {error.start}") from error
    reviews = lines.read(text, name=str(arguments.file))
    with Store.open(arguments.store) as store:
        new = ledger.take_in(store, reviews)
        waiting = {found.review.id for found in ledger.state(store).stale} & {review.id for review in reviews}
    print(f"{new:,} reviews taken in, {len(reviews) - new:,} were there already")
    if waiting:
        print(f"{len(waiting):,} wait: their articles are not in this store, or are read otherwise; geomap review list says why")
    return 0


def run_queue(arguments: argparse.Namespace) -> int:
    """Print the least certain events."""
    from geomap.review import queue
    from geomap.store import Store

    with Store.open(arguments.store, readonly=True) as store:
        doubts = queue.queue(store, limit=arguments.limit)
    if arguments.json:
        values = [
            {"event": d.event.id, "title": d.event.title, "sureness": d.sureness, "reasons": list(d.reasons)} for d in doubts
        ]
        print(json.dumps(values))
        return 0
    for doubt in doubts:
        print(" ".join(f"{doubt.sureness:.2f}  {doubt.event.id}  {doubt.event.title}: {'; '.join(doubt.reasons)}".splitlines()))
    if not doubts:
        print("there is nothing to look at: people have reviewed every event")
    return 0


def _myself() -> str:
    import getpass

    try:
        return getpass.getuser()
    except (OSError, KeyError) as error:
        raise InputError("your name on this machine is not known; give it with --who") from error
