"""How likely each stretch is to name a place: its clues weighed, twice, and the likeliest that don't overlap."""

from __future__ import annotations

import json
import math
from bisect import bisect
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from importlib.resources import files
from typing import Any

import numpy as np

from geomap.toponyms.clues import clues
from geomap.toponyms.context import Context, Stretch, bare
from geomap.toponyms.settled import settled

#: From which probability a stretch is taken for a place: where F1 is highest in cross-validation.
FLOOR = 0.4


class Knowledge(StrEnum):
    """What recognition has to go on, each with weights of its own."""

    VECTORS = "vectors"
    """Entities, and the vectors of the language model that the weights were fitted with."""
    ENTITIES = "entities"
    """Entities of any spaCy pipeline."""
    WORDS = "words"
    """The words and the gazetteer alone."""


@dataclass(frozen=True, slots=True)
class Table:
    """The log-odds that each clue adds, and those of the numbers in the vectors around a stretch."""

    clues: Mapping[str, float]
    numbers: tuple[float, ...] = ()

    def score(self, found: Iterable[str]) -> float:
        """The log-odds of a stretch with these clues."""
        clues = self.clues
        return sum([clues[clue] for clue in found if clue in clues]) + clues["always"]

    def by_numbers(self, listed: Sequence[Stretch], context: Context) -> list[float]:
        """What the vectors around each stretch add to its log-odds (see ``around``); nothing without vectors.

        Every token is weighed once for each place that it may have, and not once for each stretch.
        """
        vectors = context.vectors
        if vectors is None or not len(self.numbers):
            return [0.0] * len(listed)
        weights = np.array(self.numbers).reshape(4, -1)
        before, first, last, after = (vectors @ weights.T).T.tolist()
        before, after = [*before, 0.0], [*after, 0.0]
        return [before[s.first - 1] + first[s.first] + last[s.last - 1] + after[s.last] for s in listed]


@lru_cache(maxsize=3)
def tables(knowledge: Knowledge) -> tuple[Table, Table]:
    """The weights at first sight and at second sight (``benchmarks/fit_toponyms.py`` fits them)."""
    path = files("geomap") / "data" / "toponyms" / f"clues-{knowledge}.json"
    tree = json.loads(path.read_text(encoding="utf-8"))
    first, second = (Table(tree[sight]["clues"], tuple(tree[sight]["numbers"])) for sight in ("first", "second"))
    return first, second


def weigh(
    listed: Sequence[Stretch], context: Context, *, weights: tuple[Table, Table] | None = None
) -> list[tuple[float, Stretch]]:
    """The probability of each stretch: by its own clues first, then also by what the name seemed to be elsewhere.

    ``weights`` at first and at second sight stand in for the shipped ones.
    """
    first, second = weights or tables(knowledge(context))
    fixed = [settled(s, context) for s in listed]
    found = [clues(s, context) if p is None else set() for s, p in zip(listed, fixed, strict=True)]
    numbers = first.by_numbers(listed, context)
    before = [_probability(first, c, n, p) for c, n, p in zip(found, numbers, fixed, strict=True)]
    again = second_sight(listed, before)
    both = [(*c, *more) for c, more in zip(found, again, strict=True)]
    numbers = second.by_numbers(listed, context)
    return [(_probability(second, c, n, p), s) for c, n, p, s in zip(both, numbers, fixed, listed, strict=True)]


def knowledge(context: Context) -> Knowledge:
    """What there is to go on in a document."""
    if context.vectors is not None:
        return Knowledge.VECTORS
    return Knowledge.ENTITIES if context.parsed.has_annotation("ENT_IOB") else Knowledge.WORDS


def around(stretch: Stretch, context: Context) -> np.ndarray[Any, np.dtype[np.float32]] | None:
    """The vectors of the token before a stretch, its first, its last, and the token after it, end to end."""
    vectors = context.vectors
    if vectors is None:
        return None
    nothing = np.zeros(vectors.shape[1], dtype=np.float32)
    before = vectors[stretch.first - 1] if stretch.first else nothing
    after = vectors[stretch.last] if stretch.last < len(vectors) else nothing
    return np.concatenate([before, vectors[stretch.first], vectors[stretch.last - 1], after])


def _probability(table: Table, found: Iterable[str], numbers: float, fixed: float | None) -> float:
    return logistic(table.score(found) + numbers) if fixed is None else fixed


def logistic(odds: float) -> float:
    """Log-odds as a probability."""
    return 1 / (1 + math.exp(-min(30.0, max(-30.0, odds))))


def second_sight(listed: Sequence[Stretch], before: Sequence[float]) -> list[list[str]]:
    """For each stretch, the clues from first probabilities: its own, of the name elsewhere, of those beside it and over it."""
    pooled: dict[str, list[float]] = {}
    for stretch, p in zip(listed, before, strict=True):
        pooled.setdefault(bare(stretch.name), []).append(p)
    sums = {name: (sum(every), len(every) - 1, sorted(every)[-2:]) for name, every in pooled.items()}
    ends: dict[int, float] = {}
    starts: dict[int, float] = {}
    for stretch, p in zip(listed, before, strict=True):
        ends[stretch.last] = max(p, ends.get(stretch.last, 0.0))
        starts[stretch.first] = max(p, starts.get(stretch.first, 0.0))
    rivals = _rivals(listed, before)
    found = []
    for stretch, p, rival in zip(listed, before, rivals, strict=True):
        whole, others, best = sums[bare(stretch.name)]
        mine = [f"own={_step(p)}"]
        if others:
            mine.append(f"others={_step((whole - p) / others)}")
            mine.append(f"best other={_step(best[0] if p == best[1] else best[1])}")
        else:
            mine.append("others=none")
        mine += [f"{side}={_step(q)}" for side, q in _beside(stretch, starts, ends)]
        if rival is not None:
            mine.append(f"rival={_step(rival)}")
        found.append(mine)
    return found


def _beside(stretch: Stretch, starts: Mapping[int, float], ends: Mapping[int, float]) -> Iterator[tuple[str, float]]:
    """The likeliest stretch just before and just after, a comma, an "and" or the like between."""
    for gap in (0, 1):
        if stretch.first - gap in ends:
            yield f"left {gap}", ends[stretch.first - gap]
        if stretch.last + gap in starts:
            yield f"right {gap}", starts[stretch.last + gap]


def _rivals(listed: Sequence[Stretch], before: Sequence[float]) -> list[float | None]:
    """For each stretch, the probability of the likeliest one that overlaps it; ``listed`` is in text order."""
    rivals: list[float | None] = [None] * len(listed)
    for i, stretch in enumerate(listed):
        for j in range(i + 1, len(listed)):
            if listed[j].start >= stretch.end:
                break
            rivals[i] = max(before[j], rivals[i] or 0.0)
            rivals[j] = max(before[i], rivals[j] or 0.0)
    return rivals


_STEPS = tuple(f"{tenths / 10:.1f}" for tenths in range(10))


def _step(p: float) -> str:
    return _STEPS[min(9, max(0, int(p * 10)))]


def decode(weighed: Iterable[tuple[float, Stretch]], *, floor: float = FLOOR) -> list[tuple[float, Stretch]]:
    """The likeliest stretches that don't overlap, in text order."""
    taken: list[tuple[int, float, Stretch]] = []
    for p, stretch in sorted(weighed, key=lambda pair: (-pair[0], pair[1].start - pair[1].end)):
        if p < floor:
            break
        at = bisect(taken, stretch.start, key=lambda row: row[0])
        free_before = at == 0 or taken[at - 1][2].end <= stretch.start
        if free_before and (at == len(taken) or stretch.end <= taken[at][0]):
            taken.insert(at, (stretch.start, p, stretch))
    return [(p, stretch) for _, p, stretch in taken]
