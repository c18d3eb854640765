"""One document's toponyms, found against annotated: who matches whom, what is neutral, how far off each place is.

Every figure over toponyms is counted from this. Matching is one to one, by equal spans (exact) or by overlapping ones (overlap).
Neutral, neither right nor wrong: a prediction on an annotation of a kind that isn't counted; and end to end, where places are
compared, also one on an annotation without coordinates.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from geomap.errors import InputError
from geomap.evaluate.gold import GoldDocument, PlaceSpan
from geomap.evaluate.scores import Spanned, equal_pairs, overlap, overlapping_pairs

#: 100 miles: what the field calls the right place.
NEAR_KM = 161.0
#: The mean radius of the Earth (IUGG).
_RADIUS_KM = 6371.0088
DEMONYM = "demonym"

Point = tuple[float, float]
MATCHINGS: Mapping[str, Callable[[Sequence[Spanned], Sequence[Spanned]], list[tuple[int, int]]]] = {
    "exact": equal_pairs,
    "overlap": overlapping_pairs,
}


@dataclass(frozen=True, slots=True)
class Option:
    """A place that a found toponym was weighed for, with the probability that it is this one."""

    name: str
    point: Point
    probability: float


@dataclass(frozen=True, slots=True)
class FoundToponym(PlaceSpan):
    """A toponym as a system found it: what it says of it beyond the place; None and empty where it says nothing."""

    usage: str | None = None
    confidence: float | None = None
    reason: str | None = None
    options: tuple[Option, ...] = ()


@dataclass(frozen=True, slots=True)
class Judged:
    """A document's annotated toponyms that count, those that don't, and those found, with who matches whom.

    ``pairs``: for each matching, index in ``gold`` to index in ``found``.
    """

    document: GoldDocument
    gold: tuple[PlaceSpan, ...]
    ignored: tuple[PlaceSpan, ...]
    found: tuple[FoundToponym, ...]
    pairs: Mapping[str, Mapping[int, int]]

    def counted(self, matching: str) -> list[int]:
        """The predictions that count for recognition."""
        matched = set(self.pairs[matching].values())
        return [j for j, f in enumerate(self.found) if j in matched or not touches(f, self.ignored)]

    def placed(self, matching: str) -> list[int]:
        """The predictions that count end to end: with coordinates, and not on what has none to compare with."""
        located = {j for i, j in self.pairs[matching].items() if self.gold[i].point is not None}
        neutral = [*(g for g in self.gold if g.point is None), *self.ignored]
        return [j for j, f in enumerate(self.found) if f.point is not None and (j in located or not touches(f, neutral))]

    def errors(self, matching: str) -> dict[int, float | None]:
        """For each prediction that matches an annotation with coordinates: kilometres off, None where it has no place."""
        located = ((self.gold[i].point, j) for i, j in sorted(self.pairs[matching].items()))
        return {j: _error(point, self.found[j].point) for point, j in located if point is not None}


def judge(
    document: GoldDocument,
    record: Mapping[str, Any] | None,
    *,
    kinds: frozenset[str] | None = None,
    demonyms: bool = True,
) -> Judged:
    """Match what was found in a document with its annotations; no record is one where nothing was found.

    With ``kinds`` only annotations of these kinds count. Without ``demonyms``, found demonyms are left out.
    """
    found = tuple(t for t in found_toponyms(document, record) if demonyms or t.usage != DEMONYM)
    gold = tuple(g for g in document.toponyms if kinds is None or g.kind in kinds)
    ignored = tuple(g for g in document.toponyms if kinds is not None and g.kind not in kinds)
    return Judged(document, gold, ignored, found, {name: dict(match(gold, found)) for name, match in MATCHINGS.items()})


def found_toponyms(document: GoldDocument, record: Mapping[str, Any] | None) -> tuple[FoundToponym, ...]:
    """The toponyms of a record. Raises InputError where one can't be a stretch of the document."""
    found = []
    for fields in record["toponyms"] if record else ():
        try:
            found.append(_toponym(fields))
        except (KeyError, TypeError) as error:
            raise InputError(f"{document.id}: a predicted toponym lacks {error}; expected start, end, lat and lon") from error
        if not 0 <= found[-1].start < found[-1].end:
            raise InputError(f"{document.id}: a predicted toponym has no text: {found[-1].start} to {found[-1].end}")
    return tuple(found)


def touches(span: Spanned, others: Sequence[Spanned]) -> bool:
    """Whether the span shares a character with one of the others."""
    return any(overlap(span, other) > 0 for other in others)


def kilometres(a: Point, b: Point) -> float:
    """The great-circle distance between two points (latitude, longitude), by the haversine formula.

    Scorers of geoparsing measure so; the geodesic differs by up to half a percent.
    """
    across, along = math.sin(math.radians(b[0] - a[0]) / 2), math.sin(math.radians(b[1] - a[1]) / 2)
    chord = across**2 + math.cos(math.radians(a[0])) * math.cos(math.radians(b[0])) * along**2
    return 2 * _RADIUS_KM * math.asin(min(1.0, math.sqrt(chord)))


def _error(gold: Point, found: Point | None) -> float | None:
    return None if found is None else kilometres(gold, found)


def _toponym(fields: Mapping[str, Any]) -> FoundToponym:
    return FoundToponym(
        start=fields["start"],
        end=fields["end"],
        lat=fields.get("lat"),
        lon=fields.get("lon"),
        usage=fields.get("usage"),
        confidence=fields.get("confidence"),
        reason=fields.get("reason"),
        options=tuple(Option(o["name"], (o["lat"], o["lon"]), o["probability"]) for o in fields.get("candidates", ())),
    )
