"""The kind of a word, by the company that it keeps in English at large: months, first names, verbs of speech, towns of a country.

``scripts/build_word_kinds.py`` makes the kinds. They have numbers and no names; what one says of a place is learnt with the
other clues.
"""

from __future__ import annotations

import lzma
from functools import cache, lru_cache
from importlib.resources import files


@cache
def _kinds() -> dict[str, int]:
    packed = (files("geomap") / "data" / "toponyms" / "word_kinds.txt.xz").read_bytes()
    listed = lzma.decompress(packed).decode("utf-8").splitlines()
    return {word: kind for kind, line in enumerate(listed) for word in line.split()}


@lru_cache(maxsize=50_000)
def kind_of_word(text: str, low: str) -> int | None:
    """The kind of a word as it is written, else in small letters (``low``), else with one capital; None for an uncommon one."""
    known = _kinds()
    kind = known.get(text)
    if kind is None:
        kind = known.get(low)
    return known.get(text.title()) if kind is None and text.isupper() else kind
