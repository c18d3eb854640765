"""A town and the province or country around it that bears its name: grains of one answer, of which the words choose one."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from geomap.model import Candidate, Place
from geomap.toponyms.senses import Name, lies_in
from geomap.toponyms.votes import kilometres

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

#: A candidate with less is no rival worth moving.
_LEAST_SHARE = 1e-3
#: A village that happens to bear its province's name is not what the name means: its seat is, or a town of so many people.
_TOWN = 15_000
_SEATS = ("P.PPLC", "P.PPLA")
_REGIONS = ("A.ADM1", "A.ADM2")
#: A district lies around a town if their middles are no further apart.
_AROUND_KM = 60.0
_OUTER = ("region", "county")
#: A town whose longer name begins with the name is what a bare name means if it has so many people: *Las Palmas de Gran Canaria*.
_CITY = 100_000
_COUNTRY = "A.PCL"
_CAPITAL = "P.PPLC"


def gather_grains(name: Name) -> None:
    """Give what speaks for a town and for the region around it to one of the two, in place.

    Apart they would split one answer, so that a namesake elsewhere could win (*La Paz*, the city and its department, against
    the Mexican one). A bare name that a province and its town share is the town's, as newspapers write; of a town and the
    district around it, and where the words speak for a province (*Neuquén province*), the likelier keeps the place.
    """
    shares, candidates = name.shares, name.candidates
    _gather_country(name)
    regions = [i for i in _listed(shares) if candidates[i].place.feature.startswith(_REGIONS) and candidates[i].score < 1.0]
    if not regions:
        return
    outer = any(share >= 0.5 and cue.rpartition(" ")[2] in _OUTER for cue, share in name.cues.items())
    for region in regions:
        towns = [i for i in range(len(candidates)) if _is_seat(candidates[i], candidates[region], name.surface)]
        if not towns:
            continue
        town = max(towns, key=lambda i: (float(shares[i]), candidates[i].place.population or 0))
        state = candidates[region].place.feature.startswith("A.ADM1")
        bare = not outer and (state or _is_begun(candidates[town], candidates[region], name.surface))
        kept, given = (town, region) if bare or shares[town] > shares[region] else (region, town)
        shares[kept] += shares[given]
        shares[given] = 0.0


def _gather_country(name: Name) -> None:
    """Give a country what speaks for what lies in it and bears its name: *Mozambique* is no island, and *Mexico* no city.

    A capital or a city that is called as its country is (*Luxembourg*) is left to the words.
    """
    shares, candidates = name.shares, name.candidates
    listed = list(_listed(shares))
    countries = (i for i in listed if candidates[i].place.feature.startswith(_COUNTRY))
    country = next((i for i in countries if _is_called(candidates[i], name.surface)), None)
    if country is None:
        return
    for i in listed:
        place = candidates[i].place
        inside = i != country and place.country == candidates[country].place.country and candidates[i].score < 1.0
        if inside and not _is_city_of_its_name(place, name.surface):
            shares[country] += shares[i]
            shares[i] = 0.0


def _is_city_of_its_name(place: Place, name: str) -> bool:
    large = place.feature.startswith(_CAPITAL) or (place.population or 0) >= _CITY
    return place.feature.startswith("P.") and large and place.name.casefold() == name.casefold()


def _is_begun(town: Candidate, region: Candidate, name: str) -> bool:
    """Whether a province's name begins a city's longer one; what bears the name of a state is mostly that."""
    place = town.place
    return (
        region.place.feature.startswith("A.ADM2")
        and place.name.casefold().startswith(f"{name.casefold()} ")
        and (place.population or 0) >= _CITY
    )


def _listed(shares: NDArray[np.float64]) -> Iterator[int]:
    return (i for i, share in enumerate(shares) if share >= _LEAST_SHARE)


def _is_called(candidate: Candidate, name: str) -> bool:
    """Whether the name is its own, and not one of many: *Maranhão* is a state, and was a name of its capital São Luís once."""
    return candidate.name_kind == "name" or candidate.place.name.casefold() == name.casefold()


def _is_seat(town: Candidate, region: Candidate, name: str) -> bool:
    place, around = town.place, region.place
    if not place.feature.startswith("P.") or town.score >= 1.0:
        return False
    if _is_called(town, name) is not _is_called(region, name) and not _is_begun(town, region, name):
        return False
    if not place.feature.startswith(_SEATS) and (place.population or 0) < _TOWN:
        return False
    near = kilometres(place, around) < _AROUND_KM or (_is_begun(town, region, name) and place.admin1 == around.admin1)
    return lies_in(place, around) or (place.country == around.country and near)
