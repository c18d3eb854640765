"""The toponyms that the rules for events add to those of recognition, for names that stand where places stand."""

from __future__ import annotations

from geomap.gazetteer.precision import precision_of
from geomap.model import GeoPrecision, Place, Span, Toponym, Usage

#: What is said of them all; the same as of a place that isn't among the toponyms (``confidence.py``).
_CONFIDENCE = 0.8


def added(text: str, span: Span, place: Place | None, *, method: str, unknown: str) -> Toponym:
    """The name that stands there in the text, meant literally; ``unknown`` is the reason where it is no known place."""
    precision, uncertainty = precision_of(place) if place is not None else (GeoPrecision.NONE, None)
    return Toponym(
        start=span.start,
        end=span.end,
        surface=text[span.start : span.end],
        usage=Usage.LITERAL,
        place=place,
        geo_precision=precision,
        geo_uncertainty_km=uncertainty,
        confidence=_CONFIDENCE,
        method=method,
        reason=unknown if place is None else None,
    )
