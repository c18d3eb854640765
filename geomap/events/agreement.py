"""Whether two places may be one, and two times: what tells reports of one happening from those of another."""

from __future__ import annotations

import re
from functools import lru_cache

from geopy.distance import great_circle

from geomap.events.draft import FINENESS
from geomap.model import GeoPrecision, Place, PlaceMention, Role, When

_SAME_PLACE_KM = 40.0
#: A time of the day without a day: *9:42 p.m.*, *about 6 o'clock local time*.
_CLOCK = re.compile(
    r"(?:(?:about|around|at|shortly|before|after) )*\d{1,2}(?:[:.]\d\d)? ?(?:[ap]\.? ?m\.?|o['’]clock)?(?: local time| GMT)?",
    re.IGNORECASE,
)


def places_agree(a: PlaceMention | None, b: PlaceMention | None) -> bool:
    """Whether two pins may be one place: the same, near, or a city in a country; a site is never a whole country."""
    if a is None or b is None or a.place is None or b.place is None:
        return True
    if Role.ORIGIN in {a.role, b.role} and a.role is not b.role:
        return True  # where a journey starts says nothing against where it ends
    return same_place(a, b) or contains(a, b) or contains(b, a)


def same_place(a: PlaceMention, b: PlaceMention) -> bool:
    """Whether two mentions are of one place, or of points a city's breadth apart and equally fine."""
    if a.place is None or b.place is None:
        return a.name == b.name
    if a.place.id == b.place.id:
        return True
    fine = FINENESS[GeoPrecision.NEAR]
    if FINENESS[a.geo_precision] > fine or FINENESS[b.geo_precision] > fine or a.geo_precision is not b.geo_precision:
        return False
    return a.geo_precision is not GeoPrecision.SITE and km_between(a.place, b.place) <= _SAME_PLACE_KM


def contains(outer: PlaceMention, inner: PlaceMention) -> bool:
    """Whether a place lies in a country, or within how far off a coarser one may be."""
    if outer.place is None or inner.place is None or inner.geo_precision is GeoPrecision.SITE:
        return False
    if outer.geo_precision in {GeoPrecision.COUNTRY, GeoPrecision.AREA} and outer.place.country is not None:
        return inner.place.country is not None and inner.place.country == outer.place.country
    if FINENESS[outer.geo_precision] > FINENESS[inner.geo_precision]:
        return km_between(outer.place, inner.place) <= (outer.geo_uncertainty_km or 0)
    return False


def km_between(a: Place, b: Place) -> float:
    """How far two places are from each other."""
    return _km_between(a.lat, a.lon, b.lat, b.lon)


@lru_cache(maxsize=65_536)  # an article's pins are compared with one another, and most are the same few places
def _km_between(a_lat: float, a_lon: float, b_lat: float, b_lon: float) -> float:
    return float(great_circle((a_lat, a_lon), (b_lat, b_lon)).km)


def times_agree(a: When | None, b: When | None, *, slack_days: int = 1) -> bool:
    """Whether two intervals overlap within a day; an unknown one agrees with all."""
    if a is None or b is None or a.earliest is None or b.earliest is None or a.latest is None or b.latest is None:
        return True
    slack_days = max(slack_days, is_of_the_clock(a) or is_of_the_clock(b))
    return (a.earliest - b.latest).days <= slack_days and (b.earliest - a.latest).days <= slack_days


def is_of_the_clock(when: When) -> bool:
    """Whether only the time of the day was said: on which day that was may be the day before the one that it was taken for."""
    return when.text is not None and _CLOCK.fullmatch(when.text) is not None
