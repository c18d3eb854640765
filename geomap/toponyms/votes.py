"""What the names of a document say of each other: shared countries and regions, distances, and the paper's own home.

Everything is an array over the candidates of all names (rows) against the likelier candidates of the voting names (columns).
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import numpy as np

from geomap.model import Candidate, Place
from geomap.toponyms.senses import Name

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Whole = NDArray[np.int64]

#: Names whose places are votes, and the cells of a table that are held at once: a list of a thousand towns is a document too.
_VOTERS = 80
_COLUMNS = 900
_CELLS = 200_000
_RADIUS_KM = 6371.0088
#: Places nearer than this speak for each other; the smaller figure is one town and its neighbours.
_REGION_KM, _TOWN_KM = 150.0, 40.0
_FARTHEST_KM = 20_040.0
#: From this share on, a name's place counts as settled.
_SETTLED = 0.5

#: The columns that ``Votes.tally`` gives.
TOGETHER = (
    "country share", "country any", "region share", "region any", "neighbours", "town neighbours", "nearest", "close country",
    "close region", "close near", "state named", "country named", "first region", "first near", "home country", "home address",
    "home region", "home near", "home town", "area of others", "support town", "support near", "support region", "capital named",
)  # fmt: skip


@dataclass
class Field:
    """Places as arrays: unit vectors, and numbers for country and region (-1 where unknown)."""

    at: Floats
    country: Whole
    region: Whole
    is_country: NDArray[np.bool_]
    is_region: NDArray[np.bool_]
    is_capital: NDArray[np.bool_]

    def take(self, which: Any) -> Field:
        """Some of the places."""
        return Field(
            self.at[which],
            self.country[which],
            self.region[which],
            self.is_country[which],
            self.is_region[which],
            self.is_capital[which],
        )


class Atlas:
    """Numbers for the countries and regions of one document, so that arrays can compare them."""

    def __init__(self) -> None:
        self._countries: dict[str, int] = {}
        self._regions: dict[tuple[str | None, str], int] = {}

    def country(self, code: str | None) -> int:
        """The number of a country; -1 for None."""
        return -1 if code is None else self._countries.setdefault(code, len(self._countries))

    def field(self, places: Sequence[Place]) -> Field:
        """The places as arrays."""
        if not places:
            return _NOWHERE
        rad = np.array([(p.lat, p.lon) for p in places], dtype=float).reshape(-1, 2).T * (math.pi / 180)
        (lat_cos, lon_cos), (lat_sin, lon_sin) = np.cos(rad), np.sin(rad)
        at = np.stack([lat_cos * lon_cos, lat_cos * lon_sin, lat_sin], axis=1)
        country = [self.country(p.country) for p in places]
        region = [-1 if p.admin1 is None else self._regions.setdefault((p.country, p.admin1), len(self._regions)) for p in places]
        kinds = np.array([_kinds_of(p.feature) for p in places], dtype=bool).reshape(-1, 3)
        return Field(
            at, np.array(country, dtype=np.int64), np.array(region, dtype=np.int64), kinds[:, 0], kinds[:, 1], kinds[:, 2]
        )


_NONE_WHOLE: Whole = np.zeros(0, dtype=np.int64)
_NONE_TRUE = np.zeros(0, dtype=np.bool_)
_NOWHERE = Field(np.zeros((0, 3)), _NONE_WHOLE, _NONE_WHOLE, _NONE_TRUE, _NONE_TRUE, _NONE_TRUE)


@lru_cache(maxsize=2_000)
def _kinds_of(feature: str) -> tuple[bool, bool, bool]:
    """Whether a feature is a country, a region of the first level, a capital."""
    return feature.startswith(("A.PCL", "L.CONT")), feature.startswith("A.ADM1"), feature == "P.PPLC"


def distances(a: Floats, b: Floats) -> Floats:
    """Great-circle distances in km between two lists of unit vectors (mean radius: within 0.6 % of the ellipsoid)."""
    chord = np.sqrt(np.maximum(0.0, 2.0 - 2.0 * (a @ b.T)))
    return 2.0 * _RADIUS_KM * np.arcsin(np.minimum(1.0, chord / 2.0))


def kilometres(a: Place, b: Place) -> float:
    """The great-circle distance between two places in km (haversine, mean radius: within 0.6 % of the ellipsoid)."""
    rad = math.pi / 180
    across = math.cos(a.lat * rad) * math.cos(b.lat * rad) * math.sin((b.lon - a.lon) * rad / 2) ** 2
    h = math.sin((b.lat - a.lat) * rad / 2) ** 2 + across
    return 2 * _RADIUS_KM * math.asin(min(1.0, math.sqrt(h)))


class Votes:
    """Tallies, for given shares of the names' candidates, what every candidate gets from the other names."""

    def __init__(
        self,
        names: Sequence[Name],
        close: Mapping[tuple[int, int], float],
        home: Sequence[Candidate] = (),
        home_country: str | None = None,
    ) -> None:
        self._names = names
        self._close = close
        self.starts = np.cumsum([0, *(len(n.candidates) for n in names)])
        atlas = Atlas()
        self._rows = atlas.field([c.place for n in names for c in n.candidates])
        self._home = atlas.field([c.place for c in home])
        self._home_country = atlas.country(home_country)
        self.home_shares = np.full(len(home), 1.0 / max(1, len(home)))
        self.owner = np.repeat(np.arange(len(names)), np.diff(self.starts))
        # Two senses of one name have no say in each other.
        kin: dict[tuple[str, str], int] = {}
        self._kin = np.array([kin.setdefault(n.key[:2], len(kin)) for n in names], dtype=np.int64)[self.owner]
        self._weight = np.array([math.sqrt(n.count) for n in names])
        self._held: list[_Block] | None = None
        self._to_home = distances(self._rows.at, self._home.at) if len(home) else np.zeros((len(self.owner), 0))
        self._columns: Whole = np.zeros(0, dtype=np.int64)
        #: Where each voting name's columns begin, and its weight; 0 for names that don't vote.
        self._firsts: Whole = np.zeros(0, dtype=np.int64)
        self._voting = np.zeros(len(names))

    def elect(self, shares: Floats) -> None:
        """Choose the voting candidates: the likelier ones of the names that are mentioned most."""
        chosen = sorted(sorted(range(len(self._names)), key=lambda i: -self._names[i].count)[:_VOTERS])
        each = max(4, _COLUMNS // max(1, len(chosen)))
        columns: list[int] = []
        firsts: list[int] = []
        for i in chosen:
            first, last = int(self.starts[i]), int(self.starts[i + 1])
            firsts.append(len(columns))
            if last - first <= each:
                columns.extend(range(first, last))
            else:
                columns.extend(sorted((first + np.argsort(-shares[first:last], kind="stable")[:each]).tolist()))
        self._columns = np.array(columns, dtype=np.int64)
        self._firsts = np.array(firsts, dtype=np.int64)
        self._voting = np.zeros(len(self._names))
        self._voting[chosen] = self._weight[chosen]
        self._held = None

    def tally(self, shares: Floats) -> Floats:
        """The columns ``TOGETHER`` for every candidate, one row each."""
        held = self._held if self._held is not None else [*self._blocks()]
        tables = [block.tally(shares, self.home_shares) for block in held]
        self._held = held if len(held) == 1 else None
        return (tables[0] if len(tables) == 1 else np.concatenate(tables, axis=1)).T

    def home_tally(self, shares: Floats) -> Floats:
        """How many of the votes lie near each place that the paper's name may mean: (same country, same region, within reach)."""
        if not len(self.home_shares):
            return np.zeros((0, 3))
        columns = self._columns
        voters = self._rows.take(columns)
        vote = shares[columns] * self._weight[self.owner[columns]]
        whole = max(1e-9, float(self._weight.sum()))
        same = (self._home.country[:, None] == voters.country[None, :]) & (voters.country[None, :] >= 0)
        region = same & (self._home.region[:, None] == voters.region[None, :]) & (voters.region[None, :] >= 0)
        near = np.exp(-distances(self._home.at, voters.at) / _REGION_KM) * ~voters.is_country[None, :]
        return np.stack([same @ vote / whole, region @ vote / whole, near @ vote / whole], axis=1)

    def _blocks(self) -> Iterator[_Block]:
        per = max(1, _CELLS // max(1, len(self._columns)))
        total = len(self.owner)
        for first in range(0, max(total, 1), per):
            yield _Block(self, slice(first, min(total, first + per)))


class _Block:
    """Some rows of the tables.

    Most documents have few candidates, so that what costs is not the figures but each call; what can be one product is one.
    """

    def __init__(self, votes: Votes, rows: slice) -> None:
        self._votes = votes
        self._rows = rows
        columns = votes._columns
        mine, voters = votes._rows.take(rows), votes._rows.take(columns)
        owner_rows, owner_columns = votes.owner[rows], votes.owner[columns]
        self._weights = votes._weight[owner_columns]
        self._total = np.maximum(1e-9, float(votes._voting.sum()) - votes._voting[owner_rows])
        other = votes._kin[rows][:, None] != votes._kin[columns]
        country = other & (mine.country[:, None] == voters.country) & (voters.country >= 0)
        region = country & (mine.region[:, None] == voters.region) & (voters.region >= 0)
        self._far = np.where(other & ~voters.is_country, distances(mine.at, voters.at), _FARTHEST_KM)
        by_vote = np.empty((4, *self._far.shape))
        by_vote[0], by_vote[1] = country, region
        np.exp(self._far / -_REGION_KM, out=by_vote[2])
        np.exp(self._far / -_TOWN_KM, out=by_vote[3])
        by_share = np.empty((6, *self._far.shape))
        by_share[0] = self._closeness(owner_rows, owner_columns)
        by_share[1:4] = by_vote[:3] * by_share[0]
        by_share[4:] = by_vote[1:3] * (owner_columns == 0)
        self._by_vote = by_vote.reshape(-1, len(columns))
        self._by_share = by_share.reshape(-1, len(columns))
        self._state_columns, self._country_columns = np.flatnonzero(voters.is_region), np.flatnonzero(voters.is_country)
        self._states = region[:, self._state_columns] & ~mine.is_region[:, None]
        self._countries = country[:, self._country_columns] & ~mine.is_country[:, None]
        self._is_region, self._is_capital = mine.is_region, mine.is_capital
        self._home = self._at_home(mine)
        self._start = np.zeros((len(TOGETHER), len(self._total)))
        self._start[_AT["home address"]] = (mine.country == votes._home_country) & (mine.country >= 0)
        self._start[_AT["support town"] : _AT["support region"] + 1] = self._supported(region & ~voters.is_country)
        self._alone = self._total <= 1e-6
        self._any_alone = bool(self._alone.any())

    def _supported(self, region: NDArray[np.bool_]) -> Floats:
        """How many other names may mean something near by, or in the same region, whatever is likelier.

        The more places bear a name, the less it says that one of them is near.
        """
        first = self._votes._firsts
        if not len(first):
            return np.zeros((3, len(self._total)))
        rarity = 1.0 / np.sqrt(np.diff(first, append=region.shape[1]))
        near = np.minimum.reduceat(self._far, first, axis=1)
        there = np.maximum.reduceat(region, first, axis=1)
        reach = np.exp(np.stack([near / -_TOWN_KM, near / -_REGION_KM])) @ rarity
        return np.concatenate([np.log1p(reach), [there @ rarity / rarity.sum()]])

    def _closeness(self, rows: Whole, columns: Whole) -> Floats:
        count = len(self._votes._names)
        if count <= 400:
            matrix = np.zeros((count, count))
            for (a, b), close in self._votes._close.items():
                matrix[a, b] = close
            return matrix[rows[:, None], columns[None, :]]
        wanted = self._votes._close
        table = np.zeros((len(rows), len(columns)))
        by_row: dict[int, list[int]] = {}
        for at, name in enumerate(rows):
            by_row.setdefault(int(name), []).append(at)
        by_column: dict[int, list[int]] = {}
        for at, name in enumerate(columns):
            by_column.setdefault(int(name), []).append(at)
        for (a, b), close in wanted.items():
            if a in by_row and b in by_column:
                table[np.ix_(by_row[a], by_column[b])] = close
        return table

    def tally(self, shares: Floats, home_shares: Floats) -> Floats:
        """The columns ``TOGETHER`` of these rows, as rows."""
        share = shares[self._votes._columns]
        by_vote = (self._by_vote @ (share * self._weights)).reshape(4, -1)
        by_share = (self._by_share @ share).reshape(6, -1)
        table = self._start.copy()
        # The places of country, region, neighbours and town neighbours: shares of the whole, and whether there are any.
        table[0:4:2] = by_vote[:2] / self._total
        table[1:4:2] = by_vote[:2] > 0.5
        table[4:6] = np.log1p(by_vote[2:])
        table[6] = -np.log10(1 + self._far[:, share > _SETTLED].min(axis=1, initial=_FARTHEST_KM))
        # One unit of closeness is one name close by.
        table[7:10] = by_share[1:4] / np.maximum(1.0, by_share[0])
        if len(self._state_columns):
            table[10] = (self._states * share[self._state_columns]).max(axis=1)
        if len(self._country_columns):
            table[11] = (self._countries * share[self._country_columns]).max(axis=1)
            table[23] = self._is_capital * table[11]
        table[12:14] = by_share[4:]
        if self._home is not None:
            table[[14, 16, 17, 18]] = self._home @ home_shares
        table[19] = self._is_region * table[2]
        if self._any_alone:
            table[:6, self._alone] = 0.0
        return table

    def _at_home(self, mine: Field) -> Floats | None:
        """In the country, the region, the reach and the town of each place that may be the paper's home; None without one."""
        votes = self._votes
        home = votes._home
        if not len(home.country):
            return None
        same = (mine.country[:, None] == home.country) & (home.country >= 0)
        region = same & (mine.region[:, None] == home.region) & (home.region >= 0)
        far = np.where(mine.is_country[:, None] | home.is_country, _FARTHEST_KM, votes._to_home[self._rows])
        return np.stack([same, region, np.exp(far / -_REGION_KM), np.exp(far / -_TOWN_KM)])


_AT = {name: i for i, name in enumerate(TOGETHER)}
