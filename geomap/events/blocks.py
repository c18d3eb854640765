"""Which reports are compared: those that share a key (a name, a place, a rare word, a story), each with its neighbours in time.

A key is kept as eight bytes, and all keys lie in a few long arrays: half a million reports with fifteen keys each take some
hundred megabytes, and finding their pairs a few seconds. Reports of documents that are known to tell different stories are never
one, so their pairs are left out here already; they count as neighbours all the same.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable
from hashlib import blake2b
from typing import Any

import numpy as np

from geomap.events.bags import Numbers

#: Reports that share a key are compared with this many of their neighbours in time.
NEIGHBOURS = 40
#: Words that more reports share than this say nothing.
RARE = 30
#: Pairs that are looked through at a time.
_AT_ONCE = 4_000_000
#: Kinds of keys.
_ANY, _WORD, _ACROSS = 0, 1, 2
_MIX = 0x9E3779B97F4A7C15
_BITS = (1 << 64) - 1


class Blocks:
    """The keys of many reports, added one by one in their order; ``pairs`` comes after the last."""

    def __init__(self) -> None:
        self._keys, self._holders, self._kinds = array("Q"), array("i"), array("b")
        self._story_keys, self._story_holders = array("Q"), array("i")
        self._documents, self._days = array("i"), array("i")

    def __len__(self) -> int:
        return len(self._documents)

    @property
    def documents(self) -> Any:
        """The number of the document of each report."""
        return np.frombuffer(self._documents, np.int32) if self._documents else np.zeros(0, np.int32)

    def add(
        self,
        document: int,
        day: int,
        *,
        keys: Iterable[str],
        words: Iterable[str],
        in_story: Iterable[str],
        across: Iterable[str] = (),
    ) -> None:
        """Take in the next report: its document and day (ordinals), keys of any kind, keys that are words and say nothing where
        they are common, keys that count only within the document's story, and keys that count though the stories differ.
        """
        number = len(self)
        for given, kind in ((keys, _ANY), (words, _WORD), (across, _ACROSS)):
            for key in given:
                self._keys.append(_hash(f"{kind} {key}"))
                self._holders.append(number)
                self._kinds.append(kind)
        for key in in_story:
            self._story_keys.append(_hash(key))
            self._story_holders.append(number)
        self._documents.append(document)
        self._days.append(day)

    def pairs(self, stories: Numbers) -> tuple[Numbers, Numbers]:
        """The pairs of reports to compare, the smaller number first, by story (-1: unknown), then number.

        ``stories`` has the story of each document, by its number.
        """
        if not self:
            return np.zeros(0, np.int64), np.zeros(0, np.int64)
        story = stories[self.documents]
        holders, keys, across = self._entries(story)
        n = len(self)
        rank = np.empty(n, np.int64)
        rank[np.lexsort((np.arange(n), np.frombuffer(self._days, np.int32)))] = np.arange(n)
        order = np.lexsort((rank[holders], keys))
        holders, keys, across = holders[order].astype(np.int64), keys[order], across[order]
        found = np.unique(np.concatenate([np.zeros(0, np.int64), *self._neighbours(holders, keys, across, story)]))
        one, other = found // n, found % n
        both = np.where(story[one] < 0, story[other], story[one])
        by_story = np.lexsort((other, one, both))
        return one[by_story], other[by_story]

    def _entries(self, story: Numbers) -> tuple[Any, Any, Any]:
        """Who holds all keys, the keys, and which count across stories; common words are left out, what counts within a story is
        joined with it.
        """
        keys, holders = np.frombuffer(self._keys, np.uint64), np.frombuffer(self._holders, np.int32)
        kinds = np.frombuffer(self._kinds, np.int8)
        words = kinds == _WORD
        _, kind, n = np.unique(keys[words], return_inverse=True, return_counts=True)
        kept = np.ones(len(keys), dtype=bool)
        kept[np.flatnonzero(words)[n[kind] > RARE]] = False
        tellers = np.frombuffer(self._story_holders, np.int32)
        known = story[tellers] >= 0
        tellers = tellers[known]
        told = np.frombuffer(self._story_keys, np.uint64)[known] ^ (story[tellers].astype(np.uint64) * np.uint64(_MIX))
        across = np.concatenate([kinds[kept] == _ACROSS, np.zeros(len(tellers), dtype=bool)])
        return np.concatenate([holders[kept], tellers]), np.concatenate([keys[kept], told]), across

    def _neighbours(self, holders: Numbers, keys: Any, across: Any, story: Numbers) -> Iterable[Numbers]:
        """The pairs (one number each: the smaller times the number of reports, plus the other) of each distance in the blocks."""
        n, document = len(self), self.documents
        for start in range(0, len(keys), _AT_ONCE):
            stop = min(start + _AT_ONCE, len(keys))
            for apart in range(1, NEIGHBOURS + 1):
                end = min(stop, len(keys) - apart)
                if end <= start:
                    break
                near = np.flatnonzero(keys[start:end] == keys[start + apart : end + apart]) + start
                a, b = holders[near], holders[near + apart]
                open_ = across[near] | (story[a] == story[b]) | (story[a] < 0) | (story[b] < 0)
                fit = open_ & (document[a] != document[b])
                a, b = a[fit], b[fit]
                yield np.unique(np.minimum(a, b) * n + np.maximum(a, b))


def _hash(key: str) -> int:
    """The same eight bytes for a key in every run."""
    return int.from_bytes(blake2b(key.encode("utf-8", "surrogatepass"), digest_size=8).digest(), "little")
