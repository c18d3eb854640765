"""Names that are no evidence of a place by themselves: everyday words, given names, surnames, organisations."""

from __future__ import annotations

from functools import cache
from importlib.resources import files

from geomap.gazetteer.names import fold


@cache
def _kinds() -> dict[str, str]:
    """Folded name to kind; the file lists names under headings such as ``[given name]``."""
    kinds: dict[str, str] = {}
    kind = ""
    for line in (files("geomap") / "data" / "gazetteer" / "never_places.txt").read_text("utf-8").splitlines():
        if line.startswith("["):
            kind = line.strip("[]")
        elif line and not line.startswith("#"):
            kinds.setdefault(fold(line), kind)
    return kinds


def kind_of(name: str) -> str | None:
    """What else a name is: ``word``, ``given name``, ``surname``, ``organisation`` or ``date``; None where it is only a place."""
    return _kinds().get(fold(name))
