"""Precision, recall and F1; shares; and the one-to-one matching of spans that every metric here builds on."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol


class Spanned(Protocol):
    """Anything with a start and an end in a text."""

    @property
    def start(self) -> int:
        """The first character."""

    @property
    def end(self) -> int:
        """One past the last character."""


@dataclass(frozen=True, slots=True)
class Score:
    """Precision, recall and F1 with the counts behind them.

    Where nothing was found, precision is 1 if there was nothing to find and 0 otherwise; recall likewise.
    """

    precision: float
    recall: float
    f1: float
    right: int
    found: int
    gold: int

    @classmethod
    def of(cls, right: int, found: int, gold: int) -> Score:
        """The score of ``right`` among ``found`` predictions and ``gold`` annotations."""
        precision = right / found if found else float(not gold)
        recall = right / gold if gold else float(not found)
        both = precision + recall
        return cls(precision, recall, 2 * precision * recall / both if both else 0.0, right, found, gold)


@dataclass(frozen=True, slots=True)
class Share:
    """``n`` out of ``of``; the share is None of nothing."""

    n: int
    of: int
    share: float | None

    @classmethod
    def out_of(cls, n: int, of: int) -> Share:
        """The share that ``n`` is."""
        return cls(n, of, n / of if of else None)


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that a prediction got wrong: a row of the table that ``--errors`` writes."""

    document: str
    kind: str
    start: int
    surface: str
    gold: str
    found: str


def overlap(a: Spanned, b: Spanned) -> int:
    """How many characters the two share; zero or less where they don't."""
    return min(a.end, b.end) - max(a.start, b.start)


def equal_pairs(gold: Sequence[Spanned], found: Sequence[Spanned]) -> list[tuple[int, int]]:
    """Pairs (index in gold, index in found) with equal spans, one to one."""
    at: dict[tuple[int, int], list[int]] = defaultdict(list)
    for j, item in enumerate(found):
        at[item.start, item.end].append(j)
    pairs = []
    for i, item in enumerate(gold):
        if free := at[item.start, item.end]:
            pairs.append((i, free.pop(0)))
    return pairs


def overlapping_pairs(gold: Sequence[Spanned], found: Sequence[Spanned]) -> list[tuple[int, int]]:
    """Pairs whose spans overlap, one to one: equal spans first, then by the size of the overlap."""
    options = []
    for i, g in enumerate(gold):
        for j, f in enumerate(found):
            shared = overlap(g, f)
            if shared > 0:
                options.append(((g.start, g.end) != (f.start, f.end), -shared, i, j))
    taken_gold: set[int] = set()
    taken_found: set[int] = set()
    pairs = []
    for _, _, i, j in sorted(options):
        if i not in taken_gold and j not in taken_found:
            taken_gold.add(i)
            taken_found.add(j)
            pairs.append((i, j))
    return pairs
