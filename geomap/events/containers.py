"""Names that only say where the one beside them is: *Vladivostok, Russia*, *Jos in Nigeria*, *Mbour, south of Dakar*."""

from __future__ import annotations

import re
from collections.abc import Sequence

from geomap.model import GeoPrecision, PlaceMention, Role, Span

_FINENESS = list(GeoPrecision)
_COARSE = frozenset({GeoPrecision.COUNTRY, GeoPrecision.REGION})
#: What stands between a place and the larger one that only says where it is: *Mbour, on the coast of Senegal*, *Jos in Nigeria*,
#: *Biak in Indonesia's Papua*; and the nearby one: *Mbour, 80 km south of Dakar*.
_SAYS_WHERE = re.compile(r",? (?:in|on|off) (?:the )?(?:[a-z]+ (?:of )?){0,3}(?:[A-Z]\w+(?:['\u2019]s)? )?")
_SAYS_WHICH_SIDE = re.compile(
    r", (?:just |(?:about |some )?[\d,.]+ ?(?:km|kilometers?|kilometres?|miles?) )?(?:to the )?"
    r"(?=[nsew])(?:north|south)?-?(?:east|west)?(?:ern)? of (?:the )?"
)


def only_says_where(between: str) -> bool:
    """Whether the text between a place and a larger one makes the latter say where the former is."""
    return _SAYS_WHERE.fullmatch(between) is not None


def without_containers(mentions: Sequence[PlaceMention], text: str) -> list[PlaceMention]:
    """*Vladivostok, Russia*: the country only says which Vladivostok is meant; *FEFU in Vladivostok*: the finer is the place."""
    return [m for m in mentions if m.span is None or not _contained_after(m.span, mentions, text)]


def _contained_after(span: Span, mentions: Sequence[PlaceMention], text: str) -> bool:
    """Whether the place at a span only says where the one before it is."""
    if text[max(0, span.start - 2) : span.start] == ", ":
        return any(m.span is not None and m.span.end == span.start - 2 for m in mentions)
    whole = next(m for m in mentions if m.span == span)
    before = [m.span.end for m in mentions if m.span is not None and m.span.end <= span.start and m.role is not Role.ABOUT]
    if any(_SAYS_WHICH_SIDE.fullmatch(text[end : span.start]) for end in before):
        return True
    inside = (m for m in mentions if m.span is not None and m.span.end <= span.start and is_within(m, whole))
    return any(m.span is not None and only_says_where(text[m.span.end : span.start]) for m in inside)


def is_within(part: PlaceMention, whole: PlaceMention) -> bool:
    """Whether a place is finer than another and in its country, as far as anybody knows where it is."""
    if part.place is None and part.role is not Role.ABOUT:
        return whole.place is not None and whole.geo_precision in {*_COARSE, GeoPrecision.AREA}
    if whole.place is None or part.place is None or part.place.country != whole.place.country:
        return False
    return _FINENESS.index(part.geo_precision) < _FINENESS.index(whole.geo_precision)
