"""Which happenings of different articles are taken for one event, against which ones are."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from itertools import combinations

from geomap.evaluate.articles import GoldEvent
from geomap.evaluate.scores import Score

#: Two happenings, by id, the smaller first.
Link = tuple[str, str]


def links(clusters: Mapping[str, str], events: Sequence[GoldEvent]) -> set[Link]:
    """The pairs of happenings from different articles that share a cluster; who has no cluster is linked to nobody."""
    members: dict[str, list[GoldEvent]] = defaultdict(list)
    for event in events:
        if event.id in clusters:
            members[clusters[event.id]].append(event)
    return {
        (min(a.id, b.id), max(a.id, b.id))
        for together in members.values()
        for a, b in combinations(together, 2)
        if a.article != b.article
    }


def score_links(
    gold: set[Link],
    found: set[Link],
    clusters: Mapping[str, str] | None = None,
    mergeable: Collection[tuple[str, str]] = (),
) -> Score:
    """How right the links are.

    With ``clusters``, wrong links between two ``mergeable`` clusters, or two that merge with the same third, don't count.
    """
    right = gold & found
    if clusters:
        into: dict[str, set[str]] = defaultdict(set)
        for a, b in mergeable:
            into[a].add(b)

        def forgiven(link: Link) -> bool:
            a, b = (clusters[event] for event in link)
            return b in into[a] or a in into[b] or bool(into[a] & into[b])

        found = {link for link in found if link in gold or not forgiven(link)}
    return Score.of(len(right), len(found), len(gold))
