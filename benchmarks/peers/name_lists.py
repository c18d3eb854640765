"""geotext and flashgeotext: lists of names. They give names, no coordinates."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable

from peers import Row

PACKAGES = ("geotext", "flashgeotext")


class GeoTextNames:
    """geotext: cities and countries, in the order in which they stand; without offsets, so they are looked for again."""

    def __init__(self) -> None:
        from geotext import GeoText

        self._make = GeoText

    def find(self, text: str) -> list[Row]:
        """The cities and countries."""
        found = self._make(text)
        return [*occurrences(text, found.cities, "city"), *occurrences(text, found.countries, "country")]


class FlashGeoTextNames:
    """flashgeotext: cities and countries with their spans; the name is the one that its list writes."""

    def __init__(self) -> None:
        from flashgeotext.geotext import GeoText
        from loguru import logger

        logger.remove()
        self._lists = GeoText()

    def find(self, text: str) -> list[Row]:
        """The cities and countries."""
        found = self._lists.extract(input_text=text, span_info=True)
        return [
            {"start": start, "end": end, "name": name, "kind": kind}
            for group, kind in (("cities", "city"), ("countries", "country"))
            for name, seen in found[group].items()
            for start, end in seen["span_info"]
        ]


def occurrences(text: str, names: Iterable[str], kind: str) -> list[Row]:
    """Where each name stands as whole words: as many places, from the left, as it is named times."""
    rows: list[Row] = []
    for name, times in Counter(names).items():
        places = re.finditer(rf"(?<!\w){re.escape(name)}(?!\w)", text)
        rows += [
            {"start": m.start(), "end": m.end(), "name": name, "kind": kind} for m, _ in zip(places, range(times), strict=False)
        ]
    return sorted(rows, key=lambda row: (row["start"], row["end"]))  # type: ignore[return-value]
