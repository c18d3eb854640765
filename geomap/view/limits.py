"""The figures that decide what a view shows, read from ``geomap/data/view.toml``."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from geomap import lexicon
from geomap.model import GeoPrecision, Place, PlaceMention


@dataclass(frozen=True, slots=True)
class Limits:
    """The first four say which places are drawn as points; the others cap what a query gives back."""

    never_points: frozenset[GeoPrecision]
    country_features: str
    spots: frozenset[GeoPrecision]
    point_up_to_km: float
    most_bins: int
    places_on_map: int
    event_ids_per_place: int
    ways_on_map: int
    titles_per_place: int
    titles_on_map: int
    events_prepared: int


@cache
def limits() -> Limits:
    """The limits, read once."""
    data = lexicon.table("view.toml")
    return Limits(
        frozenset(GeoPrecision(word) for word in data["never_points"]),
        data["country_features"],
        frozenset(GeoPrecision(word) for word in data["spots"]),
        float(data["point_up_to_km"]),
        int(data["most_bins"]),
        int(data["places_on_map"]),
        int(data["event_ids_per_place"]),
        int(data["ways_on_map"]),
        int(data["titles_per_place"]),
        int(data["titles_on_map"]),
        int(data["events_prepared"]),
    )


def is_point(mention: PlaceMention | None) -> bool:
    """Whether a place may be drawn as a point: it has coordinates, and they mean a spot, not a country or half a continent."""
    if mention is None or mention.place is None or mention.geo_precision in limits().never_points:
        return False
    if mention.geo_precision is GeoPrecision.AREA and mention.geo_uncertainty_km is None:
        return False
    if _is_country(mention.place) and mention.geo_precision not in limits().spots:
        return False
    return (mention.geo_uncertainty_km or 0.0) <= limits().point_up_to_km


def why_no_point(mention: PlaceMention | None) -> str | None:
    """Why an event has no point on the map, in words; None where it has one."""
    if mention is None:
        return "no place is named"
    if mention.place is None:
        return f"{mention.name} is not in the gazetteer, or may be several places"
    if is_point(mention):
        return None
    if mention.geo_precision is GeoPrecision.COUNTRY or _is_country(mention.place):
        return "only the country is known"
    return f"only a wide area is known ({mention.geo_precision})"


def _is_country(place: Place) -> bool:
    return place.feature.startswith(limits().country_features)
