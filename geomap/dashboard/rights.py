"""What visitors of this page may do: correct and add, or only read; and into which gazetteer their names go.

``geomap dashboard --read-only`` (or the variable GEOMAP_READ_ONLY) takes the writing away. Widgets are hidden by it, but it is
enforced where something would be written: ``allow`` is asked there.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from geomap.errors import InputError

_NO = frozenset({"", "0", "no", "false"})


def read_only(arguments: Sequence[str] | None = None) -> bool:
    """Whether this page is served for readers only."""
    return "--read-only" in _arguments(arguments) or os.environ.get("GEOMAP_READ_ONLY", "").strip().lower() not in _NO


def allow() -> None:
    """Raise InputError where this page is served for readers only: nothing may be written."""
    if read_only():
        raise InputError("this page is served for readers only: nothing can be corrected or added here")


def gazetteer_file(arguments: Sequence[str] | None = None) -> Path:
    """The user's gazetteer: ``--gazetteer`` after Streamlit's ``--``, else ``gazetteer.csv`` in the current folder."""
    return named_gazetteer(arguments) or Path("gazetteer.csv")


def named_gazetteer(arguments: Sequence[str] | None = None) -> Path | None:
    """The gazetteer that was named at the start, if one was."""
    parser = argparse.ArgumentParser(add_help=False, exit_on_error=False)
    parser.add_argument("--gazetteer", type=Path)
    try:
        given: Path | None = parser.parse_known_args(_arguments(arguments))[0].gazetteer
    except argparse.ArgumentError:
        given = None
    return given


def _arguments(given: Sequence[str] | None) -> list[str]:
    return list(sys.argv[1:] if given is None else given)
