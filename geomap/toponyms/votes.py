"""What the names of a document say of each other: shared countries and regions, distances, and the paper's own home.

Everything is an array over the candidates of all names (rows) against the likelier candidates of the voting names (columns).
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
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
_CELLS = 400_000
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
        rad = np.radians(np.array([(p.lat, p.lon) for p in places], dtype=float).reshape(-1, 2))
        lat, lon = rad[:, 0], rad[:, 1]
        at = np.stack([np.cos(lat) * np.cos(lon), np.cos(lat) * np.sin(lon), np.sin(lat)], axis=1)
        country = np.array([self.country(p.country) for p in places], dtype=np.int64)
        region = np.array(
            [-1 if p.admin1 is None else self._regions.setdefault((p.country, p.admin1), len(self._regions)) for p in places],
            dtype=np.int64,
        )
        is_country = np.array([p.feature.startswith(("A.PCL", "L.CONT")) for p in places], dtype=bool)
        is_region = np.array([p.feature.startswith("A.ADM1") for p in places], dtype=bool)
        is_capital = np.array([p.feature == "P.PPLC" for p in places], dtype=bool)
        return Field(at, country, region, is_country, is_region, is_capital)


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
        self._owner = np.repeat(np.arange(len(names)), np.diff(self.starts))
        # Two senses of one name have no say in each other.
        kin: dict[tuple[str, str], int] = {}
        self._kin = np.array([kin.setdefault(n.key[:2], len(kin)) for n in names], dtype=np.int64)[self._owner]
        self._weight = np.array([math.sqrt(n.count) for n in names])
        self._held: list[tuple[slice, _Block]] | None = None
        self._to_home = self._home_distances()
        self._columns: Whole = np.zeros(0, dtype=np.int64)

    def elect(self, shares: Floats) -> None:
        """Choose the voting candidates: the likelier ones of the names that are mentioned most."""
        chosen = sorted(range(len(self._names)), key=lambda i: -self._names[i].count)[:_VOTERS]
        each = max(4, _COLUMNS // max(1, len(chosen)))
        columns: list[int] = []
        for i in chosen:
            first, last = int(self.starts[i]), int(self.starts[i + 1])
            if last - first <= each:
                columns.extend(range(first, last))
            else:
                columns.extend(first + np.argsort(-shares[first:last], kind="stable")[:each])
        self._columns = np.array(sorted(columns), dtype=np.int64)
        self._held = None

    def tally(self, shares: Floats) -> Floats:
        """The columns ``TOGETHER`` for every candidate, one row each."""
        if self._held is None:
            self._held = list(self._blocks())
            keep = len(self._held) == 1
        else:
            keep = True
        table = np.concatenate([block.tally(shares, self.home_shares) for _, block in self._held], axis=0)
        if not keep:
            self._held = None
        return table

    def home_tally(self, shares: Floats) -> Floats:
        """How many of the votes lie near each place that the paper's name may mean: (same country, same region, within reach)."""
        if not len(self.home_shares):
            return np.zeros((0, 3))
        columns = self._columns
        voters = self._rows.take(columns)
        vote = shares[columns] * self._weight[self._owner[columns]]
        whole = max(1e-9, float(self._weight.sum()))
        same = (self._home.country[:, None] == voters.country[None, :]) & (voters.country[None, :] >= 0)
        region = same & (self._home.region[:, None] == voters.region[None, :]) & (voters.region[None, :] >= 0)
        near = np.exp(-distances(self._home.at, voters.at) / _REGION_KM) * ~voters.is_country[None, :]
        return np.stack([same @ vote / whole, region @ vote / whole, near @ vote / whole], axis=1)

    def _home_distances(self) -> Floats:
        return distances(self._rows.at, self._home.at)

    def _blocks(self) -> Any:
        per = max(1, _CELLS // max(1, len(self._columns)))
        total = len(self._owner)
        for first in range(0, max(total, 1), per):
            rows = slice(first, min(total, first + per))
            yield rows, _Block(self, rows)


class _Block:
    """Some rows of the tables."""

    def __init__(self, votes: Votes, rows: slice) -> None:
        self._votes = votes
        self._rows = rows
        columns = votes._columns
        mine, voters = votes._rows.take(rows), votes._rows.take(columns)
        owner_rows, owner_columns = votes._owner[rows], votes._owner[columns]
        self._owner_columns = owner_columns
        other = votes._kin[rows][:, None] != votes._kin[columns][None, :]
        self._weights = votes._weight[owner_columns]
        self._total = np.maximum(
            1e-9,
            float(votes._weight[np.unique(owner_columns)].sum())
            - np.where(np.isin(owner_rows, owner_columns), votes._weight[owner_rows], 0.0),
        )
        self._alone = self._total <= 1e-6
        self._country = other & (mine.country[:, None] == voters.country[None, :]) & (voters.country[None, :] >= 0)
        self._region = self._country & (mine.region[:, None] == voters.region[None, :]) & (voters.region[None, :] >= 0)
        far = distances(mine.at, voters.at)
        self._far = np.where(other & ~voters.is_country[None, :], far, _FARTHEST_KM)
        self._near = np.exp(-self._far / _REGION_KM)
        self._town = np.exp(-self._far / _TOWN_KM)
        self._close = self._closeness(owner_rows, owner_columns)
        self._states = self._region & voters.is_region[None, :] & ~mine.is_region[:, None]
        self._countries = self._country & voters.is_country[None, :] & ~mine.is_country[:, None]
        self._area = mine.is_region * 1.0
        self._capital = mine.is_capital * 1.0
        self._first = owner_columns == 0
        self._support = self._supported(voters)

    def _supported(self, voters: Field) -> list[Floats]:
        """How many other names may mean something near by, or in the same region, whatever is likelier.

        The more places bear a name, the less it says that one of them is near.
        """
        owner = self._owner_columns
        if not len(owner):
            none = np.zeros(len(self._total))
            return [none, none, none]
        first = np.flatnonzero(np.diff(owner, prepend=-1))
        rarity = 1.0 / np.sqrt(np.diff([*first, len(owner)]))
        near = np.minimum.reduceat(self._far, first, axis=1)
        region = np.maximum.reduceat(self._region & ~voters.is_country[None, :], first, axis=1)
        return [
            np.log1p(np.exp(-near / _TOWN_KM) @ rarity),
            np.log1p(np.exp(-near / _REGION_KM) @ rarity),
            region @ rarity / rarity.sum(),
        ]

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
        """The columns ``TOGETHER`` of these rows."""
        votes = self._votes
        share = shares[votes._columns]
        vote = share * self._weights
        country, region = self._country @ vote, self._region @ vote
        settled = share > _SETTLED
        nearest = (
            self._far[:, settled].min(axis=1, initial=_FARTHEST_KM) if settled.any() else np.full(len(country), _FARTHEST_KM)
        )
        beside = self._close * share[None, :]
        # One unit of closeness is one name close by.
        around = np.maximum(1.0, beside.sum(axis=1))
        first = np.where(self._first, share, 0.0)
        countries = (self._countries * share[None, :]).max(axis=1, initial=0.0)
        columns = [
            country / self._total,
            country > 0.5,
            region / self._total,
            region > 0.5,
            np.log1p(self._near @ vote),
            np.log1p(self._town @ vote),
            -np.log10(1 + nearest),
            (self._country * beside).sum(axis=1) / around,
            (self._region * beside).sum(axis=1) / around,
            (self._near * beside).sum(axis=1) / around,
            (self._states * share[None, :]).max(axis=1, initial=0.0),
            countries,
            self._region @ first,
            self._near @ first,
            *self._at_home(home_shares),
            self._area * region / self._total,
            *self._support,
            self._capital * countries,
        ]
        table = np.stack([np.asarray(c, dtype=float) for c in columns], axis=1)
        table[self._alone, :6] = 0.0
        return table

    def _at_home(self, shares: Floats) -> list[Floats]:
        votes = self._votes
        mine = votes._rows.take(self._rows)
        address = (mine.country == votes._home_country) & (mine.country >= 0)
        if not len(shares):
            none = np.zeros(len(address))
            return [none, address.astype(float), none, none, none]
        home = votes._home
        same = (mine.country[:, None] == home.country[None, :]) & (home.country[None, :] >= 0)
        region = same & (mine.region[:, None] == home.region[None, :]) & (home.region[None, :] >= 0)
        far = np.where(mine.is_country[:, None] | home.is_country[None, :], _FARTHEST_KM, votes._to_home[self._rows])
        return [
            same @ shares,
            address.astype(float),
            region @ shares,
            np.exp(-far / _REGION_KM) @ shares,
            np.exp(-far / _TOWN_KM) @ shares,
        ]
