"""Whether a confidence keeps its word: of what is said with 70 per cent, 70 in a hundred should be right."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from geomap.evaluate.judged import NEAR_KM, Judged

_BINS = 10


@dataclass(frozen=True, slots=True)
class Bin:
    """The statements of one range of confidence: how many, their mean confidence, and the share that is right."""

    low: float
    high: float
    n: int
    confidence: float | None
    right: float | None


@dataclass(frozen=True, slots=True)
class Calibration:
    """The bins, and the expected calibration error: the mean distance of confidence and share right, weighted by ``n``.

    Ten bins of equal width, as in Guo et al. 2017 ("On calibration of modern neural networks").
    """

    n: int
    expected_error: float | None
    bins: tuple[Bin, ...]

    @classmethod
    def of(cls, statements: Iterable[tuple[float, bool]]) -> Calibration:
        """The calibration of statements, each a confidence (0 to 1) and whether it was right."""
        sorted_in: list[list[tuple[float, bool]]] = [[] for _ in range(_BINS)]
        for confidence, right in statements:
            sorted_in[min(_BINS - 1, int(confidence * _BINS))].append((confidence, right))
        n = sum(map(len, sorted_in))
        off = sum(abs(sum(c for c, _ in part) - sum(right for _, right in part)) for part in sorted_in)
        return cls(n, off / n if n else None, tuple(_bin(i, part) for i, part in enumerate(sorted_in)))


def end_to_end(judged: Sequence[Judged]) -> Calibration:
    """Over all predictions with a place: is there a toponym with just this span, and is it there, within 161 km?"""
    statements = []
    for each in judged:
        errors = each.errors("exact")
        for j in each.placed("exact"):
            confidence, error = each.found[j].confidence, errors.get(j)
            if confidence is not None:
                statements.append((confidence, error is not None and error <= NEAR_KM))
    return Calibration.of(statements)


def resolution(judged: Sequence[Judged]) -> Calibration:
    """Over toponyms whose spans were given and not found, and that were placed: is it there, within 161 km?

    Of a span that is given nobody has to ask whether it is a toponym, so the confidence is that of the place alone.
    """
    statements = []
    for each in judged:
        for j, error in each.errors("exact").items():
            confidence = each.found[j].confidence
            if error is not None and confidence is not None:
                statements.append((confidence, error <= NEAR_KM))
    return Calibration.of(statements)


def _bin(number: int, part: Sequence[tuple[float, bool]]) -> Bin:
    low, high, n = number / _BINS, (number + 1) / _BINS, len(part)
    if not n:
        return Bin(low, high, 0, None, None)
    return Bin(low, high, n, sum(c for c, _ in part) / n, sum(right for _, right in part) / n)
