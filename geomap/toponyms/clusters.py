"""Words that are used alike share a cluster: what recognition learnt of one, it then knows of the others."""

from __future__ import annotations

import lzma
from collections.abc import Mapping
from functools import lru_cache
from importlib.resources import files

from geomap.errors import ResourceError

_FILE = "clusters.txt.xz"


@lru_cache(maxsize=1)
def clusters() -> Mapping[str, str]:
    """The cluster of each word in lower case, as its number.

    ``benchmarks/cluster_words.py`` made them from the word vectors of spaCy's en_core_web_md (MIT); one line of words a cluster.
    """
    path = files("geomap") / "data" / "toponyms" / _FILE
    try:
        text = lzma.decompress(path.read_bytes()).decode("utf-8")
    except (OSError, lzma.LZMAError) as error:
        raise ResourceError(f"geomap/data/toponyms/{_FILE} can't be read ({error}): install geomap again") from error
    return {word: str(number) for number, line in enumerate(text.split("\n")) for word in line.split()}
