"""How sure a report and an event are, as calibrated probabilities with the parts that they are made of.

A report is right when the text tells of such a happening, and when that is where it is drawn. Both are logistic regressions over
parts that can be read off the report; ``data/events/confidence.toml`` has the weights and says what each part is,
``benchmarks/fit_confidence.py`` fits them on annotated articles.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from geomap import lexicon
from geomap.events.types import family
from geomap.model import DateBasis, GeoPrecision, PlaceMention, Report, Role, Status, Toponym

WEIGHTS_FILE = "events/confidence.toml"
_OPEN = frozenset({Status.PLANNED, Status.POSSIBLE})
_COARSE = frozenset({GeoPrecision.REGION, GeoPrecision.AREA, GeoPrecision.COUNTRY})
#: What begins this early (characters) is what the article leads with.
_LEAD = 350
#: A place that is named so many characters off is as far as can be.
_FAR = 600
#: What a place that was not found as a name (a country that stands for its capital) is taken to be.
_NO_NAME = 0.8
_LEAST, _MOST = 0.02, 0.98


@dataclass(frozen=True, slots=True)
class Part:
    """One thing that makes a report more or less sure: in words, and what it adds to the log odds."""

    name: str
    adds: float


@dataclass(frozen=True, slots=True)
class Confidence:
    """How sure a report is: that it happened as told, and, where it is drawn, that it is there; each with its parts."""

    happening: float
    place: float | None
    _told: Mapping[str, float]
    _drawn: Mapping[str, float]

    @property
    def happening_parts(self) -> tuple[Part, ...]:
        """What makes it more or less sure that it happened."""
        return _named("happening", self._told)

    @property
    def place_parts(self) -> tuple[Part, ...]:
        """What makes it more or less sure that it is there."""
        return _named("place", self._drawn)

    @property
    def value(self) -> float:
        """The probability that all of it is right."""
        return round(self.happening * (1.0 if self.place is None else self.place), 3)


def confidence_parts(report: Report, toponyms: Sequence[Toponym] = ()) -> Confidence:
    """How sure a report is, and why; ``toponyms`` are those of its document."""
    told, drawn = happening_parts(report), place_parts(report, toponyms)
    return Confidence(_sum("happening", told), None if drawn is None else _sum("place", drawn), told, drawn or {})


def event_confidence(reports: Sequence[float], n_origins: int) -> float:
    """How sure an event is: the best report, and every further independent origin takes a share of the doubt that is left."""
    share: float = lexicon.table(WEIGHTS_FILE)["event"]["doubt_left_by_an_origin"]
    return round(1 - (1 - max(reports)) * share ** (n_origins - 1), 3)


def happening_parts(report: Report) -> dict[str, float]:
    """What tells how likely it is that a report tells of a happening; the data file says what each is."""
    when, pin = report.when, report.pin
    stated = when is not None and when.earliest is not None and when.basis is not DateBasis.PUBLICATION
    return {
        "headline": float(report.quote.rstrip("\"'\u201d\u2019 )")[-1:] not in {".", "!", "?"}),
        "unlisted word": float(report.event_type == "other"),
        "said": float(family(report.event_type) == "speech"),
        "plan": float(report.status in _OPEN),
        "denied": float(report.status is Status.DENIED),
        "history": float(report.background),
        "named actor": float(any(a.name[:1].isupper() for a in report.actors)),
        "told again": float(bool(report.mentions)),
        "time of its own": float(stated),
        "place of its own": float(pin is not None and pin.how == "explicit"),
        "place of its surroundings": float(pin is not None and pin.how != "explicit"),
        "leads the article": float(report.start < _LEAD),
    }


def place_parts(report: Report, toponyms: Sequence[Toponym]) -> dict[str, float] | None:
    """What tells how likely it is that a report is drawn where it happened; None where it isn't drawn."""
    pin = report.pin
    if pin is None or pin.place is None:
        return None
    span = pin.span
    toponym = next((t for t in toponyms if span is not None and (t.start, t.end) == (span.start, span.end)), None)
    name = min(_MOST, max(_LEAST, toponym.confidence if toponym is not None else _NO_NAME))
    return {
        "name understood": math.log(name / (1 - name)),
        "taken from its surroundings": float(pin.how != "explicit"),
        "named far off": _far(report, pin) if pin.how != "explicit" else 0.0,
        "one of several": float(sum(p.role is not Role.ABOUT for p in report.places) > 1),
        "where it leads": float(pin.role is not Role.VENUE),
        "country or region": float(pin.geo_precision in _COARSE),
        "unlisted word": float(report.event_type == "other"),
        "plan": float(report.status in _OPEN),
        "leads the article": float(report.start < _LEAD),
    }


def _far(report: Report, pin: PlaceMention) -> float:
    """How far from the report's sentences its place is named: 0 in them, 1 many sentences off, or nowhere by name."""
    if pin.span is None:
        return 1.0
    return min(_FAR, max(report.start - pin.span.end, pin.span.start - report.end, 0)) / _FAR


def _sum(model: str, found: Mapping[str, float]) -> float:
    weights = lexicon.table(WEIGHTS_FILE)[model]
    odds = weights["always"] + sum(weights[name] * value for name, value in found.items())
    return round(1 / (1 + math.exp(-odds)), 3)


def _named(model: str, found: Mapping[str, float]) -> tuple[Part, ...]:
    """The parts that say something, the weightiest first."""
    weights = lexicon.table(WEIGHTS_FILE)[model]
    parts = (Part(name, round(weights[name] * value, 2)) for name, value in found.items())
    return tuple(sorted((p for p in parts if p.adds), key=lambda p: -abs(p.adds)))
