"""Bins of time: contiguous, complete, and every event shared out over its days."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geomap.errors import InputError
from geomap.view.histogram import BINS, bin_end, bin_starts, choose_bin, spread

near = st.dates(date(2020, 1, 1), date(2024, 12, 31))


@given(near, near, st.sampled_from(BINS))
@settings(deadline=None)
def test_bins_are_contiguous_and_cover(first, last, size):
    first, last = min(first, last), max(first, last)
    starts = bin_starts(first, last, size)
    ends = [bin_end(start, size) for start in starts]
    assert starts[0] <= first
    assert ends[-1] >= last
    assert all(b - a == timedelta(days=1) for a, b in zip(ends, starts[1:], strict=False))


@given(st.lists(st.tuples(near, st.integers(0, 400), st.integers(1, 3)), min_size=1, max_size=8), st.sampled_from(BINS))
@settings(deadline=None, max_examples=60)
def test_spread_agrees_with_counting_day_by_day(found, size):
    intervals = [(a.toordinal(), a.toordinal() + days, n) for a, days, n in found]
    first, last = min(i[0] for i in intervals), max(i[1] for i in intervals)
    starts = bin_starts(date.fromordinal(first), date.fromordinal(last), size)
    ends = [bin_end(start, size) for start in starts]
    touching, shares = spread(intervals, starts, ends)
    for i, (start, end) in enumerate(zip(starts, ends, strict=True)):
        days = [max(0, min(b, end.toordinal()) - max(a, start.toordinal()) + 1) for a, b, _ in intervals]
        assert touching[i] == sum(n for d, (_, _, n) in zip(days, intervals, strict=True) if d)
        assert shares[i] == pytest.approx(
            sum(n * d / (b - a + 1) for d, (a, b, n) in zip(days, intervals, strict=True)), abs=1e-6
        )
    assert shares.sum() == pytest.approx(sum(n for _, _, n in intervals), abs=1e-6)


def test_the_ends_of_the_calendar():
    for size in BINS:
        for day in (date.min, date.max):
            starts = bin_starts(day, day, size)
            ends = [bin_end(start, size) for start in starts]
            touching, shares = spread([(day.toordinal(), day.toordinal(), 1)], starts, ends)
            assert (touching.tolist(), shares.tolist()) == ([1], [1.0])


def test_what_lies_outside_the_bins_is_not_counted():
    starts = bin_starts(date(2023, 1, 1), date(2023, 1, 10), "day")
    before = date(2022, 12, 1).toordinal()
    touching, shares = spread([(before, before + 3, 1), (before, before + 31, 2)], starts, starts)
    assert touching.tolist() == [2, *[0] * 9]
    assert shares[0] == pytest.approx(2 / 32)


def test_choose_bin():
    assert choose_bin(date(2023, 1, 1), date(2023, 3, 1), most=120) == "day"
    assert choose_bin(date(2023, 1, 1), date(2024, 3, 1), most=120) == "week"
    assert choose_bin(date(2018, 1, 1), date(2024, 3, 1), most=120) == "month"
    assert choose_bin(date(1900, 1, 1), date(2024, 3, 1), most=120) == "year"
    with pytest.raises(InputError, match="no bin 'hour'"):
        bin_starts(date(2023, 1, 1), date(2023, 1, 2), "hour")
