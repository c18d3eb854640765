"""The command line: parse the arguments, call the library, print. No logic of its own.

One module for each command; what a command needs is imported when it runs, so that ``geomap --help`` is quick.
Exit code 0: done; 1: a clear error on stderr; 2: usage.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence

from geomap.cli import build, dashboard, doctor, evaluate, export, fetch, gazetteer, parse, review, watch
from geomap.errors import GeomapError

#: What shells report for a command that Ctrl-C ended.
_INTERRUPTED = 130


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code."""
    arguments = _parser().parse_args(_joined(sys.argv[1:] if argv is None else argv))
    try:
        code: int = arguments.run(arguments)
        sys.stdout.flush()
    except GeomapError as error:
        print(f"geomap: {error}", file=sys.stderr)
        return 1
    except BrokenPipeError:
        # Whoever read our output (head, less) has seen enough; nothing must be flushed into the closed pipe at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    except KeyboardInterrupt:
        print("geomap: stopped; what was finished is kept, and the same command goes on from there", file=sys.stderr)
        return _INTERRUPTED
    return code


class _Version(argparse.Action):
    """Prints the version, looking it up only when asked."""

    def __call__(self, parser: argparse.ArgumentParser, *_: object) -> None:
        import geomap

        print(f"geomap {geomap.__version__}")
        parser.exit()


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="geomap", description="Turns articles into a map of events that you can defend.")
    parser.add_argument("--version", action=_Version, nargs=0, help="print the version and stop")
    commands = parser.add_subparsers(title="commands", metavar="COMMAND", required=True)
    for command in (build, watch, fetch, dashboard, export, review, parse, evaluate, gazetteer, doctor):
        command.add(commands)
    return parser


def _joined(argv: Sequence[str]) -> list[str]:
    """``--bbox -10,20,30,40`` as ``--bbox=-10,20,30,40``: argparse would take the negative number for an option."""
    joined: list[str] = []
    for argument in argv:
        if joined and joined[-1] == "--bbox":
            joined[-1] = f"--bbox={argument}"
        else:
            joined.append(argument)
    return joined
