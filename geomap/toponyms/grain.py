"""A town and the province around it that bears its name: two grains of one answer, of which the words choose one."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from geomap.model import Candidate
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


def gather_grains(name: Name) -> None:
    """Give what speaks for a town and for the region around it to one of the two, in place.

    Apart they would split one answer, so that a namesake elsewhere could win (*La Paz*, the city and its department, against
    the Mexican one). A bare name that a province and its town share is the town's, as newspapers write; of a town and the
    district around it, and where the words speak for a province (*Neuquén province*), the likelier keeps the place.
    """
    shares, candidates = name.shares, name.candidates
    regions = [i for i in _listed(shares) if candidates[i].place.feature.startswith(_REGIONS) and candidates[i].score < 1.0]
    if not regions:
        return
    outer = any(share >= 0.5 and cue.rpartition(" ")[2] in _OUTER for cue, share in name.cues.items())
    for region in regions:
        towns = [i for i in range(len(candidates)) if _is_seat(candidates[i], candidates[region], name.surface)]
        if not towns:
            continue
        town = max(towns, key=lambda i: (float(shares[i]), candidates[i].place.population or 0))
        bare = not outer and candidates[region].place.feature.startswith("A.ADM1")
        kept, given = (town, region) if bare or shares[town] > shares[region] else (region, town)
        shares[kept] += shares[given]
        shares[given] = 0.0


def _listed(shares: NDArray[np.float64]) -> Iterator[int]:
    return (i for i, share in enumerate(shares) if share >= _LEAST_SHARE)


def _is_called(candidate: Candidate, name: str) -> bool:
    """Whether the name is its own, and not one of many: *Maranhão* is a state, and was a name of its capital São Luís once."""
    return candidate.name_kind == "name" or candidate.place.name.casefold() == name.casefold()


def _is_seat(town: Candidate, region: Candidate, name: str) -> bool:
    place, around = town.place, region.place
    if not place.feature.startswith("P.") or town.score >= 1.0 or _is_called(town, name) is not _is_called(region, name):
        return False
    if not place.feature.startswith(_SEATS) and (place.population or 0) < _TOWN:
        return False
    return lies_in(place, around) or (place.country == around.country and kilometres(place, around) < _AROUND_KM)
