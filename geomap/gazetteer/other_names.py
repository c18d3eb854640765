"""Names that the world file lacks or that need care: abbreviations, everyday names of countries, demonyms."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from geomap.gazetteer.names import fold


@dataclass(frozen=True, slots=True)
class OtherName:
    """One row of ``data/gazetteer/other_names.csv``.

    ``place`` is an ISO 3166 code (``RU``, ``US-TX``) or a place id. ``dotted``: the form is a word of its own ("Miss", "Ore") and
    counts only with its point.
    """

    form: str
    place: str
    kind: str
    dotted: bool

    def answers(self, name: str) -> bool:
        """Whether ``name``, as it is written, is this form: abbreviations keep their capitals, other names need one."""
        if self.kind == "abbreviation":
            return plain(name) == plain(self.form) and (not self.dotted or "." in name)
        return not name.islower() and fold(name) == fold(self.form)


def plain(name: str) -> str:
    """A name without points, spaces and a leading "the", its capitals kept: how abbreviations are compared."""
    return name.removeprefix("the ").removeprefix("The ").replace(".", "").replace(" ", "")


@cache
def other_names() -> dict[str, tuple[OtherName, ...]]:
    """The table by ``plain`` form for abbreviations and by folded form for the others."""
    text = (files("geomap") / "data" / "gazetteer" / "other_names.csv").read_text("utf-8")
    table: dict[str, list[OtherName]] = {}
    for row in csv.DictReader(io.StringIO(text)):
        name = OtherName(row["form"], row["place"], row["kind"], row["dotted"] == "yes")
        table.setdefault(plain(name.form) if name.kind == "abbreviation" else fold(name.form), []).append(name)
    return {form: tuple(rows) for form, rows in table.items()}
