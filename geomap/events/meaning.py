"""What words mean, and how near in meaning those of two texts are, by the company that words keep in English at large.

``scripts/build_word_vectors.py`` makes the vectors, one for each stem (``bags.stem_of``) of everyday words, of length 1; they are
read when they are first asked for. Names and what is rare have none: they are alike where they are the same.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from zlib import crc32

import numpy as np
import numpy.typing as npt

from geomap.events.bags import Floats, function_words, stem_of

FILE = "events/word_vectors.npz"
#: Words less alike than this (cosine) have nothing in common; what is above counts from 0 to 1.
_UNLIKE = 0.3
_SHORTEST = 3
#: How many numbers a vector has.
DIMENSIONS = 64

Vector = npt.NDArray[np.float32]
_NOTHING: Vector = np.zeros(DIMENSIONS, np.float32)


@dataclass(frozen=True, slots=True)
class Sense:
    """Some words, each by its number and its row in the table of vectors, and how much each says of the whole: adds up to 1."""

    words: npt.NDArray[np.int64]
    rows: npt.NDArray[np.int64]
    weights: Floats

    @classmethod
    def of(cls, weighed: Mapping[str, float]) -> Sense:
        """The sense of stems, each with its weight; function words have none."""
        rows, none = _rows(), len(_vectors()) - 1
        kept = {stem: w for stem, w in weighed.items() if w > 0 and len(stem) >= _SHORTEST and stem not in function_words()}
        words = np.array([crc32(stem.encode()) for stem in kept], np.int64)
        weights = np.array(list(kept.values()), np.float64)
        return cls(words, np.array([rows.get(stem, none) for stem in kept], np.int64), weights / max(weights.sum(), 1e-9))


def alike(one: Sense, other: Sense) -> float:
    """How much of each of two texts the other says too, in these or other words, 0 to 1."""
    if not len(one.words) or not len(other.words):
        return 0.0
    vectors = _vectors()
    near = vectors.take(one.rows, axis=0) @ vectors.take(other.rows, axis=0).T
    near[one.words[:, None] == other.words] = 1.0
    said = np.maximum(near.max(axis=1) - _UNLIKE, 0.0) @ one.weights + np.maximum(near.max(axis=0) - _UNLIKE, 0.0) @ other.weights
    return float(said) / (2 * (1 - _UNLIKE))


def direction(words: Iterable[str]) -> Vector:
    """What some words mean together: the sum of their vectors, of length 1; zeros where none of them has one."""
    rows = [row for word in words if (row := _row(word)) is not None]
    if not rows:
        return _NOTHING
    if len(rows) == 1:
        found: Vector = _vectors()[rows[0]]
        return found
    total = _vectors().take(rows, axis=0).sum(axis=0)
    length = math.sqrt(float(total @ total))
    return total / length if length > 0 else _NOTHING


def is_everyday(word: str) -> bool:
    """Whether a word is one of everyday English, and no name alone."""
    return _row(word.lower()) is not None


@lru_cache(maxsize=65_536)
def _row(word: str) -> int | None:
    return _rows().get(stem_of(word))


@cache
def _table() -> tuple[dict[str, int], npt.NDArray[np.float32]]:
    with (files("geomap") / "data" / FILE).open("rb") as file:
        packed = np.load(file)
        stems, rows, vectors = str(packed["stems"]).split("\n"), packed["rows"].tolist(), packed["vectors"].astype(np.float32)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    return dict(zip(stems, rows, strict=True)), np.vstack([vectors, np.zeros_like(vectors[:1])])


def _rows() -> dict[str, int]:
    """The row of each stem."""
    return _table()[0]


def _vectors() -> npt.NDArray[np.float32]:
    """The vectors, each of length 1, and last one of zeros, for what has none."""
    return _table()[1]
