"""A place as a report names it, and which of several a report is drawn at."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from geomap.events.clauses import ROLES_FILE, entries
from geomap.events.context import is_stand_in
from geomap.gazetteer.precision import precision_of
from geomap.model import GeoPrecision, Place, PlaceMention, Role, Toponym

_FINENESS = list(GeoPrecision)
#: What stands between a town and a site that it has.
_OWNING = frozenset({"'s ", "\u2019s "})
_COARSE = frozenset({GeoPrecision.COUNTRY, GeoPrecision.AREA})
#: A word behind a name is looked for so far.
_SITE_REACH = 20
#: How the id of a town's centre ends.
_CENTRE = "/central"


def order(mentions: Sequence[PlaceMention]) -> list[PlaceMention]:
    """The pin first: where it ends or happens before where it began, the finer before the coarser; each place once."""
    rank = {Role.VENUE: 0, Role.DESTINATION: 0, Role.ORIGIN: 1, Role.ABOUT: 2}
    best: dict[tuple[str, Role], PlaceMention] = {}
    for mention in mentions:
        best.setdefault((_key(mention), mention.role), mention)
    located = {key for key, role in best if role is not Role.ABOUT}
    kept = [m for (key, role), m in best.items() if role is not Role.ABOUT or key not in located]
    return sorted(kept, key=lambda m: (rank[m.role], _vagueness(m), m.how != "explicit", _FINENESS.index(m.geo_precision)))


def _vagueness(mention: PlaceMention) -> int:
    """How little a place says, of several: a country that is only lent less than a name that no gazetteer has."""
    if mention.place is None:
        return 1
    return 2 if mention.how != "explicit" and mention.geo_precision in _COARSE else 0


def in_their_towns(mentions: Sequence[PlaceMention], text: str) -> list[PlaceMention]:
    """A site that no gazetteer has is drawn in its town: *the Supreme Court in Freetown*, *Tampere's Central Square*."""
    sites = [m for m in mentions if m.place is None and m.role is not Role.ABOUT and m.span is not None]

    def site_in(town: PlaceMention) -> PlaceMention | None:
        if town.role is not Role.ABOUT or town.span is None or town.geo_precision is not GeoPrecision.CITY:
            return None
        start, end = town.span.start, town.span.end
        spans = ((m, m.span) for m in sites if m.span is not None)
        return next((m for m, at in spans if text[at.end : start] == " in " or text[end : at.start] in _OWNING), None)

    return [replace(m, role=site.role) if (site := site_in(m)) is not None else m for m in mentions]


def _key(mention: PlaceMention) -> str:
    return mention.place.id if mention.place else mention.name


def mention_of(toponym: Toponym, role: Role, *, how: str = "explicit") -> PlaceMention:
    """A toponym in a role."""
    own = toponym.place is not None and not is_stand_in(toponym)
    name = _name_of(toponym.place) if own and toponym.place is not None else toponym.surface
    return PlaceMention(
        name=name,
        role=role,
        place=toponym.place,
        geo_precision=toponym.geo_precision if toponym.place is not None else GeoPrecision.NONE,
        geo_uncertainty_km=toponym.geo_uncertainty_km,
        span=toponym.span,
        how=how,
    )


def _name_of(place: Place) -> str:
    """A place's name; the centre of a town is drawn where the town is, and is called as it is."""
    centre = place.feature.startswith("P.") and place.id.endswith(_CENTRE)
    return place.name.removeprefix("central ") if centre else place.name


def in_full(mention: PlaceMention, text: str) -> PlaceMention:
    """A building that no gazetteer has by its name and what it is: *Azalai hotel*, where the name alone is *Azalai*."""
    if mention.place is not None or mention.span is None:
        return mention
    behind = text[mention.span.end : mention.span.end + _SITE_REACH]
    word = behind[1:].split(maxsplit=1)[:1] if behind[:1] == " " else []
    kind = word[0].rstrip(".,;:)") if word else ""
    known = kind in entries(ROLES_FILE, "named_buildings") and text[mention.span.start : mention.span.end] == mention.name
    return replace(mention, name=f"{mention.name} {kind}") if known else mention


def country_mention(country: Place, mention: PlaceMention) -> PlaceMention:
    """The same words, standing for the whole country: what a government named by its capital does, its country does."""
    precision, uncertainty = precision_of(country)
    return PlaceMention(country.name, mention.role, country, precision, uncertainty, mention.span, mention.how)
