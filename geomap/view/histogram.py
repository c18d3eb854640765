"""Counting events in bins of time, where an event may be an interval: pure, on days as integers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal, get_args

import numpy as np
import numpy.typing as npt

from geomap.errors import InputError
from geomap.view.columns import Columns, Numbers
from geomap.view.filters import Filters
from geomap.view.limits import limits

Bin = Literal["day", "week", "month", "year"]
BINS: tuple[Bin, ...] = get_args(Bin)

_LAST = date.max.toordinal()
_EPOCH = date(1970, 1, 1).toordinal()


@dataclass(frozen=True, slots=True)
class Bins:
    """Contiguous bins of time: first and last day of each, the events that touch it, and its share of them (see ``spread``)."""

    size: Bin
    start: list[date]
    end: list[date]
    n: list[int]
    share: list[float]


def binned(columns: Columns, counts: Numbers, filters: Filters, *, bin: Bin | Literal["auto"], counts_of_all: Numbers) -> Bins:
    """The events of each interval of the columns in bins that cover ``counts_of_all``, cut to the window of the filters."""
    first, last = (columns.number(f"intervals.{end}").astype(np.int64) + _EPOCH for end in ("first", "last"))
    there = counts_of_all > 0
    if not there.any() or not counts.any():
        return Bins("day" if bin == "auto" else bin, [], [], [], [])
    low = max(date.fromordinal(int(first[there].min())), filters.start or date.min)
    high = min(date.fromordinal(int(last[there].max())), filters.end or date.max)
    size: Bin = choose_bin(low, high, most=limits().most_bins) if bin == "auto" else bin
    starts = bin_starts(low, high, size)
    ends = [bin_end(start, size) for start in starts]
    own = counts > 0
    touching, shares = spread(np.stack([first[own], last[own], counts[own]], axis=1), starts, ends, window=(low, high))
    return Bins(size, starts, ends, touching.tolist(), shares.tolist())


def choose_bin(first: date, last: date, *, most: int) -> Bin:
    """The finest bin that covers the days from ``first`` to ``last`` with at most ``most`` bins; years where none does."""
    days = last.toordinal() - first.toordinal() + 1
    if days <= most:
        return "day"
    if days / 7 <= most:
        return "week"
    months = (last.year - first.year) * 12 + last.month - first.month + 1
    return "month" if months <= most else "year"


def bin_starts(first: date, last: date, bin: Bin) -> list[date]:
    """The first day of every bin that meets the days from ``first`` to ``last``; weeks start on Monday (ISO 8601)."""
    if bin == "day":
        return [date.fromordinal(day) for day in range(first.toordinal(), last.toordinal() + 1)]
    if bin == "week":
        monday = max(1, first.toordinal() - first.weekday())
        return [date.fromordinal(day) for day in range(monday, last.toordinal() + 1, 7)]
    if bin == "month":
        months = range(first.year * 12 + first.month - 1, last.year * 12 + last.month)
        return [date(month // 12, month % 12 + 1, 1) for month in months]
    if bin == "year":
        return [date(year, 1, 1) for year in range(first.year, last.year + 1)]
    raise InputError(f"there is no bin {bin!r}; there are: {', '.join(BINS)}")


def bin_end(start: date, bin: Bin) -> date:
    """The last day of the bin that starts on ``start``."""
    if bin == "day":
        return start
    if bin == "week":
        return date.fromordinal(min(start.toordinal() + 6, _LAST))
    if bin == "month":
        year, month = divmod(start.year * 12 + start.month, 12)
        return date.max if year > date.max.year else date.fromordinal(date(year, month + 1, 1).toordinal() - 1)
    return date(start.year, 12, 31)


def spread(
    intervals: Sequence[tuple[int, int, int]] | npt.NDArray[np.int64],
    starts: Sequence[date],
    ends: Sequence[date],
    *,
    window: tuple[date, date] = (date.min, date.max),
) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.float64]]:
    """How many events touch each bin, and how many fall in it when each is shared out evenly over its days.

    ``intervals`` are (first day, last day, how many events), the days as proleptic ordinals, last included. The bins from
    ``starts`` to ``ends`` are contiguous; only days in the ``window`` (last included) are counted. An event of one month adds 1
    to ``touching`` of each of its days, and about 1/30 to their ``shares``; the shares of an event that lies wholly within the
    bins and the window sum to 1.
    """
    edges = np.array([day.toordinal() for day in starts] + [ends[-1].toordinal() + 1], dtype=np.int64)
    low, high = max(int(edges[0]), window[0].toordinal()), min(int(edges[-1]) - 1, window[1].toordinal())
    origin = int(edges[0])
    touching = np.zeros(len(starts) + 1, dtype=np.int64)
    density = np.zeros(int(edges[-1]) - origin + 1, dtype=np.float64)
    if len(intervals):
        table = np.array(intervals, dtype=np.int64)
        table = table[(table[:, 1] >= low) & (table[:, 0] <= high)]
        first, last, n = np.maximum(table[:, 0], low), np.minimum(table[:, 1], high), table[:, 2]
        np.add.at(touching, np.searchsorted(edges, first, side="right") - 1, n)
        np.subtract.at(touching, np.searchsorted(edges, last, side="right"), n)
        each = n / (table[:, 1] - table[:, 0] + 1)
        np.add.at(density, first - origin, each)
        np.subtract.at(density, last - origin + 1, each)
    daily: npt.NDArray[np.float64] = np.cumsum(density)[:-1]
    shares: npt.NDArray[np.float64] = np.add.reduceat(daily, edges[:-1] - origin)
    return np.cumsum(touching)[:-1], np.maximum(shares, 0.0).round(9)
