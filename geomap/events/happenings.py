"""Which triggers of one document are put together as one happening.

Each trigger in turn, what says most first, joins the happening that it fits best by the rules (``corefer.py``), or stands for
one of its own; so what says little (*the meeting*) joins what says more. Then a small model, which weighs what speaks for two
triggers being one (``mention_clues.py``), has a say where the rules may be wrong: a trigger that tells of its own where, when or
who is parted from what it is unlikely to be one with, and happenings that are likely one are joined. Its weights and limits are
in ``data/events/same_mention.json``; ``benchmarks/fit_corefer.py`` fits the weights.
"""

from __future__ import annotations

import json
import math
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from heapq import nsmallest
from typing import Any

from geomap import lexicon
from geomap.events.agreement import places_agree, times_agree
from geomap.events.clauses import ROLES_FILE, children, entries
from geomap.events.corefer import affinity, fits, is_lent, led_by_its_cause, other_parties, status_agrees
from geomap.events.draft import Draft
from geomap.events.mention_clues import Mention, clues, may_be_one, mentions
from geomap.events.outcome import is_of_one_piece, is_outcome, is_outcome_of_any
from geomap.events.told_with import governor, is_told_with
from geomap.events.triggers import Found
from geomap.model import Status

WEIGHTS_FILE = "events/same_mention.json"
#: Verbs of things that break down, which need no object.
_FAILING = frozenset({"fail", "burst", "rupture", "stall"})
_PERSONAL = frozenset({"who", "he", "she", "they", "we"})
_OPEN = frozenset({Status.PLANNED, Status.POSSIBLE})
#: How many triggers further on a trigger is compared with.
_NEAREST = 120
#: How many happenings before and behind it a draft may tell again.
_BESIDE = 4
#: The log odds of what is never compared.
_NEVER = -6.0


@dataclass(frozen=True, slots=True)
class Pairs:
    """How likely two drafts of one document are one happening, in log odds; each pair is asked once."""

    mentions: Mapping[int, Mention]
    weights: Mapping[str, float]
    known: dict[tuple[int, int], float] = field(default_factory=dict)

    def odds(self, a: Draft, b: Draft) -> float:
        """The log odds of two drafts."""
        first, second = a.found.token.i, b.found.token.i
        if first > second:
            first, second = second, first
        found = self.known.get((first, second))
        if found is None:
            found = self.known[first, second] = self._weighed(self.mentions[first], self.mentions[second])
        return found

    def _weighed(self, a: Mention, b: Mention) -> float:
        if not may_be_one(a, b):
            return _NEVER
        return sum(self.weights.get(clue, 0.0) * value for clue, value in clues(a, b).items())


def happenings(drafts: Sequence[Draft], published: date | None = None) -> list[list[Draft]]:
    """Group the drafts of one document; each group tells of one happening and is led by the draft that tells most."""
    outcomes = _outcomes(drafts)
    ordered = sorted(drafts, key=lambda d: (d.found.token.i in outcomes or _only_outcome(d), -d.weight, d.found.token.i))
    pairs = Pairs(mentions(drafts, published), _fitted()["weights"])
    parts = [part for group in _by_rules(ordered) for part in _parted(group, pairs)]
    rank = {d.found.token.i: n for n, d in enumerate(ordered)}
    groups = [sorted(group, key=lambda d: rank[d.found.token.i]) for group in _joined(parts, pairs)]
    return [led_by_its_cause(group) for group in _told_with_their_verbs(groups)]


def untold(drafts: Sequence[Draft], told: Sequence[Draft], published: date | None = None) -> list[Draft]:
    """The drafts that are not likely to tell again what is ``told`` near them."""
    ordered = sorted(told, key=lambda d: d.found.token.i)

    def near(draft: Draft) -> list[Draft]:
        at = bisect_left(ordered, draft.found.token.i, key=lambda d: d.found.token.i)
        return ordered[max(0, at - _BESIDE) : at + _BESIDE]

    beside = {d.found.token.i: d for draft in drafts for d in near(draft)}
    pairs = Pairs(mentions([*drafts, *beside.values()], published), _fitted()["weights"])
    return [draft for draft in drafts if all(pairs.odds(draft, d) < _limit("told again") for d in near(draft))]


def _only_outcome(draft: Draft) -> bool:
    """Whether a trigger says what became of people, and neither where nor when: *at least seven died*."""
    placed = draft.pin is not None and draft.pin.how == "explicit"
    return is_outcome(draft) and not placed and draft.when is None


def _outcomes(drafts: Sequence[Draft]) -> set[int]:
    """The tokens that only tell what another trigger, of their sentence, did."""
    by_sentence: dict[int, list[Draft]] = {}
    for draft in drafts:
        by_sentence.setdefault(draft.found.token.sent.start, []).append(draft)
    return {d.found.token.i for beside in by_sentence.values() for d in beside if is_outcome_of_any(d, beside)}


def _by_rules(ordered: Sequence[Draft]) -> list[list[Draft]]:
    """Each draft with the group that it fits best by the rules, if any; of a long document with those told near it."""
    place = {token: n for n, token in enumerate(sorted(d.found.token.i for d in ordered))}
    groups: list[list[Draft]] = []
    home: dict[int, int] = {}
    for draft in ordered:
        at = place[draft.found.token.i]
        reach = range(at - _NEAREST, at + _NEAREST + 1)
        beside = {
            n: [d for d in groups[n] if place[d.found.token.i] in reach] for n in sorted({home[m] for m in reach if m in home})
        }
        fitting = [n for n, near in beside.items() if fits(draft, near)]
        best = max(fitting, key=lambda n: affinity(draft, beside[n]), default=None)
        if best is not None and affinity(draft, beside[best]) > 0:
            groups[best].append(draft)
        else:
            best = len(groups)
            groups.append([draft])
        home[at] = best
    return groups


def _parted(group: Sequence[Draft], pairs: Pairs) -> list[list[Draft]]:
    """A group without the drafts that are unlikely to be one with any of it, each of which is a group of its own."""
    kept, parted = [group[0]], []
    for draft in group[1:]:
        if _could_stand_alone(draft) and _is_unlike(draft, kept, pairs):
            parted.append([draft])
        else:
            kept.append(draft)
    return [kept, *parted]


def _could_stand_alone(draft: Draft) -> bool:
    """Whether it would make a happening by itself; what was said is left to the rules."""
    return not draft.headline and draft.family != "speech" and is_substantial([draft])


def _is_unlike(draft: Draft, group: Sequence[Draft], pairs: Pairs) -> bool:
    """Whether a draft that tells of its own is too unlikely to be one with any of a group; a verb with a time is so sooner."""
    if any(is_of_one_piece(draft, d) for d in group):
        return False
    mention, limits = pairs.mentions[draft.found.token.i], []
    # a verb that is coordinated with another would often tell of that one's place and people: "stopped and arrested"
    coordinated = any(t.i in pairs.mentions for t in draft.found.token.conjuncts)
    if mention.tells_of_its_own and not coordinated:
        limits.append(_limit("parted"))
    if not mention.is_noun and mention.when is not None:
        limits.append(_limit("parted, with a time"))
    return bool(limits) and max(pairs.odds(draft, d) for d in _nearest(draft, group)) < max(limits)


def _nearest(draft: Draft, group: Sequence[Draft]) -> Sequence[Draft]:
    """Those of a group that are told nearest to a draft, so that a document's cost grows with its length."""
    if len(group) <= _NEAREST:
        return group
    return nsmallest(_NEAREST, group, key=lambda d: abs(d.found.token.i - draft.found.token.i))


def _joined(groups: Sequence[list[Draft]], pairs: Pairs) -> list[list[Draft]]:
    """The groups of which those are joined, the likeliest first, that are likely one and that nothing keeps apart."""
    left = dict(enumerate(groups))
    near = _neighbours(groups)
    rated = {(i, j): surplus for j in left for i in near[j] if i < j and (surplus := _surplus(left[i], left[j], pairs)) >= 0}
    while rated:
        i, j = max(rated, key=lambda pair: (rated[pair], -pair[0], -pair[1]))
        left[i] = left[i] + left.pop(j)
        rated = {pair: surplus for pair, surplus in rated.items() if not {i, j} & set(pair)}
        near[i] = (near[i] | near[j]) & left.keys() - {i}
        for k in near[i]:
            near[k] = near[k] - {j} | {i}
            surplus = _surplus(left[min(i, k)], left[max(i, k)], pairs)
            if surplus >= 0:
                rated[min(i, k), max(i, k)] = surplus
    return list(left.values())


def _told_with_their_verbs(groups: Sequence[list[Draft]]) -> list[list[Draft]]:
    """What is told once only, and along with the verb that leads another happening, goes with that: *signed it at a ceremony*."""
    led = {group[0].found.token.i: n for n, group in enumerate(groups)}
    told = [list(group) for group in groups]
    for n, group in enumerate(groups):
        into = led.get(governor(group[0].found.token), n)
        if into != n and len(group) == 1 and told[into] and is_told_with(group[0], groups[into][0]):
            told[into] += told[n]
            told[n] = []
    return [group for group in told if group]


def _neighbours(groups: Sequence[Sequence[Draft]]) -> dict[int, set[int]]:
    """For each group the numbers of those that it is compared with: the nearest, so that the work grows with the document."""
    told = sorted((draft.found.token.i, number) for number, group in enumerate(groups) for draft in group)
    near: dict[int, set[int]] = {number: set() for number in range(len(groups))}
    for at, (_, one) in enumerate(told):
        for _, other in told[at + 1 : at + 1 + _NEAREST]:
            if one != other:
                near[one].add(other)
                near[other].add(one)
    return near


def _surplus(a: Sequence[Draft], b: Sequence[Draft], pairs: Pairs) -> float:
    """By how much the mean log odds of two groups' pairs are above what is asked of them."""
    odds = sum(pairs.odds(x, y) for x in a for y in b) / (len(a) * len(b))
    least = _limit("joined, one deed")
    if odds < least or any(_are_at_odds(x, y) for x in a for y in b):
        return _NEVER
    return odds - (least if any(x.deed == y.deed for x in a for y in b) else _limit("joined"))


def _are_at_odds(a: Draft, b: Draft) -> bool:
    """Whether time, status, parties, two places of their own or two verbs keep two drafts apart, however likely they seem."""
    two_verbs = not (a.found.is_noun or b.found.is_noun) and a.deed != b.deed
    if two_verbs or other_parties(a, b) or not times_agree(a.when, b.when, slack_days=0):
        return True
    if not status_agrees(a, b) or (a.status in _OPEN) != (b.status in _OPEN):
        return True
    return not (places_agree(a.pin, b.pin) or is_lent(a) or is_lent(b))


def is_substantial(group: Sequence[Draft]) -> bool:
    """Whether a happening has anything of its own: a place, a stated time, or an actor."""
    pinned = any(d.pin is not None for d in group)
    timed = any(d.when is not None for d in group)  # "on Friday" is a time, though nobody know which
    if all(d.found.is_noun for d in group):
        return pinned or timed or any(len(d.actors) >= 2 or _is_numbered(d.found) for d in group)
    return pinned or timed or any(d.actors or _has_object(d.found) for d in group)


def _has_object(found: Found) -> bool:
    """Whether a verb says what it was done to: *killed a police officer*, *six men who were arrested*, or what failed."""
    deps = ("nsubj",) if found.token.lemma_ in _FAILING else ("dobj", "nsubjpass")
    objects = () if found.is_noun else children(found.token, *deps)
    return any(c.pos_ in {"NOUN", "PROPN"} or (c.dep_ == "nsubjpass" and c.lower_ in _PERSONAL) for c in objects)


def _is_numbered(found: Found) -> bool:
    """Whether a noun says how many there were, or for how long: *70 arrests*, *a one-day strike*."""
    if found.event_type not in entries(ROLES_FILE, "numbered_types"):
        return False
    return any(t.like_num and t.i < found.token.i for c in children(found.token, "nummod", "amod", "compound") for t in c.subtree)


@cache
def _limit(name: str) -> float:
    """One of the limits, in log odds."""
    likely = float(_fitted()["limits"][name])
    return math.log(likely / (1 - likely))


@cache
def _fitted() -> Mapping[str, Any]:
    fitted: Mapping[str, Any] = json.loads(lexicon.read(WEIGHTS_FILE))
    return fitted
