"""How finely a place is known: decided by its feature code, by the figures in ``data/gazetteer/features.csv``."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from geomap.model import GeoPrecision, Place


@dataclass(frozen=True, slots=True)
class Feature:
    """What a GeoNames class or code means for the map.

    ``uncertainty_km`` holds where the place has no radius of its own; ``prominence`` (0 to 1) is what the kind of place alone
    adds to how likely it is meant when it is named.
    """

    precision: GeoPrecision
    uncertainty_km: float
    prominence: float


@cache
def features() -> dict[str, Feature]:
    """The table, by class (``A``) or by class and code (``A.ADM1``); codes also stand for longer ones (``A.PCL``: ``A.PCLI``)."""
    text = (files("geomap") / "data" / "gazetteer" / "features.csv").read_text("utf-8")
    return {
        row["feature"]: Feature(GeoPrecision(row["precision"]), float(row["uncertainty_km"]), float(row["prominence"]))
        for row in csv.DictReader(io.StringIO(text))
    }


@cache
def feature_of(code: str) -> Feature:
    """The table's row for a feature code: the longest that the code starts with; an unknown class counts as an area."""
    table = features()
    for length in range(len(code), 0, -1):
        if code[:length] in table:
            return table[code[:length]]
    return table["L"]


def precision_of(place: Place) -> tuple[GeoPrecision, float]:
    """The precision of a place and its uncertainty in km: its own radius where it has one, else its feature's default."""
    feature = feature_of(place.feature)
    return feature.precision, feature.uncertainty_km if place.radius_km is None else place.radius_km
