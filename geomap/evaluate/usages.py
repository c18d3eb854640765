"""Recognition by what a name stands for: by the kinds and types that a corpus annotates, and by the usage that was found."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from geomap.evaluate.gold import GoldDocument
from geomap.evaluate.judged import NEAR_KM, Judged
from geomap.evaluate.scores import Share
from geomap.evaluate.toponyms import ToponymScores, score


@dataclass(frozen=True, slots=True)
class TypeScores:
    """For the annotations of one type: how many were recognised, how many of these placed within 161 km, and as which usage."""

    exact: Share
    overlap: Share
    acc161: Share
    usages: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class UsageScores:
    """For the predictions of one usage: how many are annotated, and how many of these that have coordinates are placed right."""

    exact: Share
    overlap: Share
    acc161: Share


@dataclass(slots=True)
class _Tally:
    counts: Counter[str] = field(default_factory=Counter)
    usages: Counter[str] = field(default_factory=Counter)

    def shares(self) -> tuple[Share, Share, Share]:
        """Recognised exactly, and by overlap; placed within 161 km."""
        c = self.counts
        exact, overlap = (Share.out_of(c[matching], c["all"]) for matching in ("exact", "overlap"))
        return exact, overlap, Share.out_of(c["near"], c["located"])


def by_kind(
    documents: Sequence[GoldDocument], records: Mapping[str, Mapping[str, Any]], *, kinds: frozenset[str] | None = None
) -> dict[str, ToponymScores]:
    """Every figure for each kind that is annotated (only those in ``kinds``), all other kinds being neutral.

    Over the corpora that annotate the kind: a corpus that doesn't tell literal from associative says nothing of either.
    """
    corpora: dict[str, set[str]] = {}
    for document in documents:
        for toponym in document.toponyms:
            if toponym.kind and (kinds is None or toponym.kind in kinds):
                corpora.setdefault(toponym.kind, set()).add(document.corpus)
    return {
        kind: score([d for d in documents if d.corpus in among], records, kinds=frozenset({kind}))
        for kind, among in sorted(corpora.items())
    }


def by_type(judged: Sequence[Judged]) -> dict[str, TypeScores]:
    """For each finer type that is annotated: recall, and the places."""
    tallies: dict[str, _Tally] = {}
    for each in judged:
        errors = each.errors("exact")
        for i, gold in enumerate(each.gold):
            if gold.type is None:
                continue
            tally = tallies.setdefault(gold.type, _Tally())
            tally.counts["all"] += 1
            tally.counts["overlap"] += i in each.pairs["overlap"]
            j = each.pairs["exact"].get(i)
            if j is not None:
                tally.counts["exact"] += 1
                tally.usages[each.found[j].usage or "none"] += 1
                _locate(tally, errors, j)
    return {name: TypeScores(*t.shares(), dict(t.usages.most_common())) for name, t in sorted(tallies.items())}


def by_usage(judged: Sequence[Judged]) -> dict[str, UsageScores]:
    """For each usage that predictions give: precision, and the places."""
    tallies: dict[str, _Tally] = {}
    for each in judged:
        errors = each.errors("exact")
        exact, loose = (set(each.pairs[matching].values()) for matching in ("exact", "overlap"))
        for j in each.counted("exact"):
            tally = tallies.setdefault(each.found[j].usage or "none", _Tally())
            tally.counts["all"] += 1
            tally.counts["exact"] += j in exact
            tally.counts["overlap"] += j in loose
            _locate(tally, errors, j)
    return {name: UsageScores(*t.shares()) for name, t in sorted(tallies.items())}


def _locate(tally: _Tally, errors: Mapping[int, float | None], j: int) -> None:
    if j in errors:
        error = errors[j]
        tally.counts["located"] += 1
        tally.counts["near"] += error is not None and error <= NEAR_KM
