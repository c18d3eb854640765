"""Toponyms: where a document names a place, which place it is, and what the name stands for there."""

from __future__ import annotations

import gc
from typing import TYPE_CHECKING

from geomap.model import GeoPrecision, Place, Toponym, Usage
from geomap.toponyms.between import between
from geomap.toponyms.coordinates import coordinates
from geomap.toponyms.mention import Kind, Mention, Recogniser
from geomap.toponyms.near import landmark, moved
from geomap.toponyms.parts import BORDER, part, sides_of
from geomap.toponyms.recognise import ClueRecogniser
from geomap.toponyms.resolve import Choice, choices
from geomap.toponyms.usage import usage_of

if TYPE_CHECKING:
    from spacy.tokens import Doc

    from geomap.gazetteer import Gazetteer
    from geomap.model import Document

__all__ = ["METHOD", "ClueRecogniser", "Kind", "Mention", "Recogniser", "find"]

#: The version of the rules; raise it when the same text would give other toponyms.
METHOD = "2"


def find(document: Document, parsed: Doc, gazetteer: Gazetteer, *, recogniser: Recogniser | None = None) -> tuple[Toponym, ...]:
    """The toponyms of a document in text order, none overlapping another; nothing inside page furniture.

    ``parsed`` is what ``geomap.syntax`` makes of the document: ``parse``, ``shallow`` or ``tokens``. A mention that can't be
    resolved is kept, with the reason.
    """
    # Names are looked up with many small objects and no cycles: the collector would look through all of them for nothing, for a
    # twelfth of the time. It is back on after each document; of threads that do this at once, the first one switches it on again.
    collecting = gc.isenabled()
    gc.disable()
    try:
        return _found(document, parsed, gazetteer, recogniser)
    finally:
        if collecting:
            gc.enable()


def _found(document: Document, parsed: Doc, gazetteer: Gazetteer, recogniser: Recogniser | None) -> tuple[Toponym, ...]:
    who = recogniser if recogniser is not None else ClueRecogniser()
    mentions = [m for m in who.recognise(document, parsed, gazetteer) if not _in_furniture(m, document)]
    chosen = choices(mentions, gazetteer, document=document)
    method = f"{who.name}/{METHOD}"
    together = between(mentions, [c.place for c in chosen], parsed)
    named = tuple(
        _toponym(m, c, parsed, gazetteer, beside=together.get(i), method=method)
        for i, (m, c) in enumerate(zip(mentions, chosen, strict=True))
    )
    written = tuple(t for t in coordinates(document, gazetteer, named, version=METHOD) if not _in_furniture(t, document))
    return _merged(named, written) if written else named


def _merged(named: tuple[Toponym, ...], written: tuple[Toponym, ...]) -> tuple[Toponym, ...]:
    """Names and coordinates in text order; a name inside coordinates ("E", "Lat") was none."""
    free = [n for n in named if all(n.end <= w.start or w.end <= n.start for w in written)]
    return tuple(sorted((*free, *written), key=lambda t: t.start))


def _in_furniture(mention: Mention | Toponym, document: Document) -> bool:
    furniture = document.furniture
    return bool(furniture) and any(f.start < mention.end and mention.start < f.end for f in furniture)


def _toponym(
    mention: Mention,
    choice: Choice,
    parsed: Doc,
    gazetteer: Gazetteer,
    *,
    beside: tuple[Place, float] | None,
    method: str,
) -> Toponym:
    # A stand-in is where the name lies, not what it is: a street in a capital doesn't act.
    meant = choice.place if choice.around_km is None else None
    usage = usage_of(mention, meant, parsed, contained=choice.contained)
    place, precision, uncertainty = _placed(mention, choice.place, usage, parsed, gazetteer)
    if beside is not None:
        usage, (place, uncertainty) = Usage.LITERAL, beside
        precision = GeoPrecision.AREA if place.feature == BORDER else GeoPrecision.NEAR
    if choice.around_km is not None and precision in {GeoPrecision.CITY, GeoPrecision.SITE, GeoPrecision.DISTRICT}:
        # What no gazetteer has is drawn near the place that stands for it.
        precision, uncertainty = GeoPrecision.NEAR, max(choice.around_km, uncertainty or 0.0)
    # Of what is said: that it is this place; or, where none could be chosen, only that it is a place.
    confidence = mention.evidence * (choice.probability if choice.place is not None else 1.0)
    return Toponym(
        start=mention.start,
        end=mention.end,
        surface=mention.surface,
        usage=usage,
        place=place,
        geo_precision=precision,
        geo_uncertainty_km=uncertainty,
        confidence=round(min(1.0, max(0.0, confidence)), 3),
        method=method,
        reason=choice.reason,
        candidates=choice.candidates,
    )


def _placed(
    mention: Mention, place: Place | None, usage: Usage, parsed: Doc, gazetteer: Gazetteer
) -> tuple[Place | None, GeoPrecision, float | None]:
    """The place with how finely it is known; a landmark is moved, an area is the part of the place that is meant."""
    if place is None:
        return None, GeoPrecision.NONE, None
    from geomap.gazetteer.precision import precision_of

    precision, uncertainty = precision_of(place)
    if mention.kind is Kind.AREA:
        sides = sides_of(mention.compass or "")
        if sides and _named_in_part(mention, place, gazetteer):
            place = part(place, sides, gazetteer)
            uncertainty = place.radius_km or uncertainty
        return place, GeoPrecision.AREA, uncertainty
    mark = landmark(mention, parsed) if usage is Usage.LITERAL else None
    if mark is None or precision is GeoPrecision.AREA or (precision is GeoPrecision.COUNTRY and not mark.coast):
        return place, precision, uncertainty
    if precision is GeoPrecision.COUNTRY:
        return place, GeoPrecision.AREA, uncertainty + mark.reach_km
    where, around = moved(place, mark)
    return where, GeoPrecision.NEAR, max(around, uncertainty)


def _named_in_part(mention: Mention, place: Place, gazetteer: Gazetteer) -> bool:
    """Whether the place is the whole of which a part is meant; "eastern Russia" may have a row of its own."""
    return any(c.place.id == place.id for c in gazetteer.candidates(mention.name))
