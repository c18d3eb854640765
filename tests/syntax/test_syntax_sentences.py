"""Where sentences start by the layout, and that none goes on for ever."""

from __future__ import annotations

from itertools import pairwise

import pytest

from geomap.syntax.sentences import LONG, LONGEST, starts_by_layout


def lengths(texts: list[str]) -> list[int]:
    """How many tokens there are from each decided start to the next."""
    begun = [i for i, start in enumerate(starts_by_layout(texts)) if start]
    return [after - before for before, after in pairwise([*begun, len(texts)])]


def test_a_list_without_an_end_is_parted_where_a_sentence_may_start() -> None:
    texts = ["bombs", "exploded", ","] * 1000
    assert max(lengths(texts)) <= LONG + 3
    begun = [i for i, start in enumerate(starts_by_layout(texts)) if start]
    assert all(texts[i - 1] == "," for i in begun[1:])


def test_a_clause_without_an_end_is_parted_anywhere() -> None:
    assert max(lengths(["very"] * 3000)) <= LONGEST


@pytest.mark.parametrize("stop", [".", "!", "\n"])
def test_what_ends_is_left_to_the_parser(stop: str) -> None:
    texts = [*(["He", "went", "home"] * 30), stop] * 20
    decided = starts_by_layout(texts)
    ends = stop == "\n"
    assert sum(1 for start in decided if start) == (20 if ends else 1)
