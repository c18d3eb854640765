"""Sorts the commonest English words into kinds by the company they keep: geomap/data/toponyms/word_kinds.txt.xz, for recognition.

usage: build_word_kinds.py PIPELINE [--words N] [--kinds N]

PIPELINE is a folder of a spaCy pipeline with word vectors, such as en_core_web_md 3.7.1 (MIT), whose vectors are GloVe's (Common
Crawl, public domain). Words whose vectors are near each other get the same kind: months, first names, towns of the United States,
verbs of speech. The file has one kind a line, its words parted by spaces, each written as the vectors have it.

Needs scikit-learn and the pipeline, which geomap itself does not. The seed is fixed: the same vectors give the same file.
"""

from __future__ import annotations

import argparse
import lzma
import re
from collections import defaultdict
from itertools import islice
from pathlib import Path

import numpy as np
import spacy
from sklearn.cluster import MiniBatchKMeans

OUT = Path(__file__).parents[1] / "geomap" / "data" / "toponyms" / "word_kinds.txt.xz"
#: What the tokenizers make one token of.
_WORD = re.compile(r"[^\W\d_](?:[\w.'’-]*[\w.])?")


def kinds(pipeline: Path, count: int, words: int) -> list[list[str]]:
    """The words of each kind."""
    vectors = spacy.load(pipeline, exclude=["tagger", "parser", "ner", "attribute_ruler", "lemmatizer"]).vocab
    table = vectors.vectors.data / np.maximum(np.linalg.norm(vectors.vectors.data, axis=1, keepdims=True), 1e-6)
    kind = MiniBatchKMeans(count, random_state=0, n_init=3, batch_size=4096).fit_predict(table - table.mean(0))
    sorted_words: dict[int, list[str]] = defaultdict(list)
    for key, row in islice(vectors.vectors.key2row.items(), words):
        word = vectors.strings[key]
        if _WORD.fullmatch(word):
            sorted_words[int(kind[row])].append(word)
    return [sorted_words[k] for k in range(count)]


def main() -> None:
    """Parse the options, sort, write."""
    parser = argparse.ArgumentParser(description="Sort words into kinds for toponym recognition.")
    parser.add_argument("pipeline", type=Path)
    parser.add_argument("--words", type=int, default=60_000)
    parser.add_argument("--kinds", type=int, default=200)
    options = parser.parse_args()
    listed = kinds(options.pipeline, options.kinds, options.words)
    OUT.write_bytes(lzma.compress("\n".join(" ".join(words) for words in listed).encode() + b"\n", preset=9))
    print(f"{sum(map(len, listed)):,} words of {len(listed)} kinds, {OUT.stat().st_size:,} bytes")


if __name__ == "__main__":
    main()
