"""How many independent originals stand behind the reports of one event: retellings of one source count once.

Several documents that name the same medium as their source, a document by that medium itself, and documents whose texts are
nearly the same (an agency's text, reprinted) have one origin. A document that cites a medium anywhere counts as retelling it: to
count too few independent originals is the smaller error.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache
from itertools import combinations

from geomap.events.clauses import SPEECH_FILE, entries
from geomap.events.told import Told
from geomap.model import Document

_SHINGLE = 5
#: Texts are one text retold when the smaller has this share of its shingles in the other (Broder 1997: containment).
_CONTAINED = 0.5
_LONGEST = 20_000
_BESIDE = 40
#: A capitalised name of up to five words, and what stands before or after one that is cited.
_NAME = re.compile(r"\b[A-Z][\w&.-]{0,30}(?: (?:of |the )?[A-Z][\w&.-]{0,30}){0,4}")
_BEFORE = re.compile(r"\b(?:according to|reported by|citing|report by|report in|report from)(?: the)? $", re.IGNORECASE)
_AFTER = re.compile(r" (?:was the first to |first |later |also |has |had )?report(?:s|ed)?\b| (?:said|says|wrote|writes)\b")


def n_origins(group: Sequence[Told]) -> int:
    """The number of independent originals among the reports of one event."""
    documents = {t.document.id: t.document for t in group}
    parent = {identifier: identifier for identifier in documents}

    def root(identifier: str) -> str:
        while parent[identifier] != identifier:
            identifier = parent[identifier]
        return identifier

    sources = {identifier: _sources(identifier, group) for identifier in documents}
    for a, b in combinations(documents, 2):
        if root(a) != root(b) and (sources[a] & sources[b] or _retells(documents[a], documents[b])):
            parent[root(a)] = root(b)
    return len({root(identifier) for identifier in documents})


def _sources(identifier: str, group: Sequence[Told]) -> frozenset[str]:
    """The media that a document names as the source of what it reports, and its own; nobody who merely speaks in it."""
    named = {medium(t.report.attributed_to) for t in group if t.document.id == identifier and t.report.attributed_to}
    document = next(t.document for t in group if t.document.id == identifier)
    return frozenset(m for m in (*named, medium(document.source), *cited(document.text[:_LONGEST])) if m)


@lru_cache(maxsize=512)
def cited(text: str) -> frozenset[str]:
    """The media that a text names as a source: *The New York Times reported*, *according to Reuters*."""
    found = set()
    for match in _NAME.finditer(text):
        name = medium(match.group())
        before, after = text[: match.start()][-_BESIDE:], text[match.end() :][:_BESIDE]
        if name is not None and (_BEFORE.search(before) or _AFTER.match(after)):
            found.add(name)
    return frozenset(found)


def medium(name: str | None) -> str | None:
    """The name of a medium in its comparable form (*The New York Times* as *new york times*); None where it names none."""
    folded = unicodedata.normalize("NFKC", name or "").lower().removeprefix("the ").strip()
    words = "".join(c if c.isalnum() else " " for c in folded).split()
    press = entries(SPEECH_FILE, "media")
    return " ".join(words) if any(w in press for w in words) and len(words) <= _SHINGLE else None


def _retells(a: Document, b: Document) -> bool:
    """Whether the shorter text stands for the most part in the longer."""
    one, other = sorted((_shingles(a.text[:_LONGEST]), _shingles(b.text[:_LONGEST])), key=len)
    return bool(one) and len(one & other) >= _CONTAINED * len(one)


@lru_cache(maxsize=512)
def _shingles(text: str) -> frozenset[int]:
    words = "".join(c.lower() if c.isalnum() else " " for c in text).split()
    return frozenset(hash(tuple(words[i : i + _SHINGLE])) for i in range(len(words) - _SHINGLE + 1))
