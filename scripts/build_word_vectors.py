"""Packs the vectors of everyday English words into a small table: geomap/data/events/word_vectors.npz, for types and links.

usage: build_word_vectors.py PIPELINE [--words N] [--dimensions N]

PIPELINE is a folder of a spaCy pipeline with word vectors, such as en_core_web_md 3.7.1 (MIT). The commonest words in small
letters are taken, one for each stem (``geomap.events.bags.stem_of``). What all words have in common is taken out of their
vectors, and so are the two directions in which they differ most, which tell frequency rather than meaning (Mu and Viswanath,
All-but-the-Top, 2018); of the others the next most important are kept, in small whole numbers. Many words share one vector.

Needs the pipeline, which geomap itself does not. The same vectors give the same file.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import numpy as np
import spacy

from geomap.events.bags import stem_of

OUT = Path(__file__).parents[1] / "geomap" / "data" / "events" / "word_vectors.npz"
_COMMON_DIRECTIONS = 2
_SHORTEST = 3
_LARGEST = 127


def everyday(pipeline: Path, count: int) -> tuple[dict[str, int], np.ndarray]:
    """The row of each stem of the commonest words, in the order of the alphabet, and the rows."""
    vocabulary = spacy.load(pipeline, exclude=["tagger", "parser", "ner", "attribute_ruler", "lemmatizer"]).vocab
    words = 0
    rows: dict[str, int] = {}
    for key, row in vocabulary.vectors.key2row.items():  # the commonest come first
        word = vocabulary.strings[key]
        if word.isalpha() and word.isascii() and word.islower() and len(word) >= _SHORTEST:
            rows.setdefault(stem_of(word), int(row))
            words += 1
            if words == count:
                break
    return dict(sorted(rows.items())), vocabulary.vectors.data


def packed(table: np.ndarray, dimensions: int) -> np.ndarray:
    """The rows by their most important directions, in whole numbers."""
    length = np.linalg.norm(table, axis=1, keepdims=True)
    scaled = table / np.where(length == 0, 1, length)
    centred = scaled - scaled.mean(axis=0)
    _, _, directions = np.linalg.svd(centred, full_matrices=False)
    kept = centred @ directions[_COMMON_DIRECTIONS : _COMMON_DIRECTIONS + dimensions].T
    kept /= np.linalg.norm(kept, axis=1, keepdims=True)
    whole: np.ndarray = np.clip(np.round(kept * _LARGEST / np.abs(kept).max()), -_LARGEST, _LARGEST).astype(np.int8)
    return whole


def main() -> None:
    """Parse the options and write the file."""
    parser = argparse.ArgumentParser(description="Pack word vectors.")
    parser.add_argument("pipeline", type=Path)
    parser.add_argument("--words", type=int, default=45_000)
    parser.add_argument("--dimensions", type=int, default=64)
    options = parser.parse_args()
    stems, table = everyday(options.pipeline, options.words)
    used = sorted(set(stems.values()))
    at = {row: i for i, row in enumerate(used)}
    rows = np.array([at[row] for row in stems.values()], np.uint16)
    vectors = packed(table[used].astype(np.float64), options.dimensions)
    np.savez_compressed(OUT, stems=np.array("\n".join(stems)), rows=rows, vectors=vectors)
    print(f"{OUT}: {len(stems)} stems, {len(used)} vectors, {OUT.stat().st_size} bytes")


if __name__ == "__main__":
    main()
