"""What a story tells at each place: its main place, what is spoken of there, how long ago it was there.

A reader who comes to *the gate was rammed with a fire engine* knows that the gate is the jail's, and where the jail is, from what
was told before: the nouns that a sentence shares with what is known to be at a place, the place that the headline, the lead and
most events are at, and how far back the story left it.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from geomap.events.candidate_places import INSIDE, Candidate
from geomap.events.clauses import children, clause_root
from geomap.events.dating import is_history
from geomap.events.draft import Draft
from geomap.events.event_kinds import DEFINITE, JOURNEYS, class_of, continuity_of, form_of, group_of
from geomap.events.landscape import COARSE, NEAREST, Landscape, key_of_place
from geomap.model import Status

if TYPE_CHECKING:
    from geomap.syntax.tree import Token

#: What speaks for a place being where the story plays.
_EVENT, _NAMED = 1.0, 0.25
_MOST_NAMED = 4
#: A place is the main one for certain if so many times as much speaks for it as for the next.
_CLEAR = 2.0
_ENOUGH = 2.0


def told_clues(
    found: Mapping[str, Candidate], draft: Draft, body: Sequence[Token], landscape: Landscape, others: Sequence[Draft]
) -> None:
    """Note what the story tells at each of the places."""
    at = [(d, key) for d in placed_near(body[0], others) if (key := where_of(d)) in found]
    _main_clues(found, draft, body, landscape, at)
    sentences = _sentences(found, landscape, at)
    _word_clues(found, body, landscape, sentences)
    _recency_clues(found, body, landscape, sentences)
    _pair_clues(found, draft, body, at)
    _deed_clues(found, draft, at)
    _stated_clues(found, draft, body, landscape, at)


def placed_near(trigger: Token, others: Sequence[Draft]) -> Sequence[Draft]:
    """The events that have a place, in a long document the nearest."""
    placed = [d for d in others if d.pin is not None and d.status is not Status.DENIED]
    if len(placed) > NEAREST:
        placed = sorted(placed, key=lambda d: abs(d.found.token.i - trigger.i))[:NEAREST]
    return placed


def _deed_clues(found: Mapping[str, Candidate], draft: Draft, at: Sequence[tuple[Draft, str]]) -> None:
    """Whether anything happens at a place, or it is only gone to."""
    for key, candidate in found.items():
        there = [d.family in JOURNEYS for d, where in at if where == key]
        if not there:
            candidate.add("nothing is told there")
        elif not all(there):
            candidate.add("deeds there")
        else:
            candidate.add("only journeys")
            candidate.add(f"only journeys, {group_of(draft)}")


def _stated_clues(
    found: Mapping[str, Candidate], draft: Draft, body: Sequence[Token], landscape: Landscape, at: Sequence[tuple[Draft, str]]
) -> None:
    """What the text says in so many words to be at a place, which what is only lent to it adds nothing to."""
    stated = [(d, key) for d, key in at if d.pin is not None and d.pin.how == "explicit" and not d.headline]
    if not stated:
        return
    votes = Counter(key for _, key in stated)
    last = max((pair for pair in stated if pair[0].found.token.i < body[0].i), key=lambda p: p[0].found.token.i, default=None)
    for key, candidate in found.items():
        if not votes[key]:
            candidate.add("nothing stated there")
            if "dateline" in candidate.clues:
                candidate.add("nothing stated at the dateline")
            continue
        candidate.add("share of stated events", votes[key] / len(stated))
        if votes[key] == max(votes.values()):
            candidate.add("most stated events")
        if last is not None and last[1] == key:
            candidate.add("last stated event before")
        for other in (d for d, where in stated if where == key):
            _stated_clue(candidate, draft, other, body[0], landscape)


def _stated_clue(candidate: Candidate, draft: Draft, other: Draft, trigger: Token, landscape: Landscape) -> None:
    """How like an event is to one that is stated to be at a place, and how near it is told."""
    if group_of(other) == group_of(draft):
        candidate.add(f"stated there, {group_of(draft)}")
    if other.found.event_type == draft.found.event_type:
        candidate.add("stated there, its type")
    elif other.family == draft.family:
        candidate.add("stated there, its family")
    if draft.names & other.names:
        candidate.add("stated there, with its actor")
    after = other.found.token.i > trigger.i
    if other.found.token.sent.start == trigger.sent.start:
        candidate.add("stated in its sentence, " + ("after" if after else "before"))
    elif landscape.paragraph(other.found.token) == landscape.paragraph(trigger):
        candidate.add("stated in its paragraph, " + ("after" if after else "before"))
    if draft.when is not None and other.when is not None and draft.when.earliest and other.when.earliest:
        candidate.add("stated of its day" if draft.when.earliest == other.when.earliest else "stated of another day")


def where_of(draft: Draft) -> str:
    """The key of the place that a happening is at; empty for none."""
    pin = draft.pin
    return key_of_place(pin.place, pin.name) if pin is not None else ""


def _main_clues(
    found: Mapping[str, Candidate], draft: Draft, body: Sequence[Token], landscape: Landscape, at: Sequence[tuple[Draft, str]]
) -> None:
    """Which place the story plays at, and what of the event fits that."""
    score: dict[str, float] = dict.fromkeys(found, 0.0)
    for draft_there, key in at:
        score[key] += _EVENT * (1.0 if draft_there.status in {Status.OCCURRED, Status.ONGOING} else 0.5)
    for key in found:
        score[key] += landscape.opening.get(key, 0.0) + _NAMED * min(landscape.mentions[key], _MOST_NAMED)
    towns = [key for key, c in found.items() if c.toponym is not None and c.toponym.geo_precision not in COARSE]
    ranked = sorted(towns, key=lambda key: -score[key])
    if not ranked:
        return
    main, second = ranked[0], score[ranked[1]] if len(ranked) > 1 else 0.0
    candidate = found[main]
    trigger = body[0]
    candidate.add("main place")
    candidate.add("main place, its share", score[main] / sum(score[key] for key in towns))
    if score[main] >= _CLEAR * second:
        candidate.add("main place, clear")
    history = is_history(draft.when, landscape.context.document.published, draft.status)
    for about in (continuity_of(trigger), class_of(draft), group_of(draft), form_of(draft), "history" if history else "of now"):
        candidate.add(f"main place, {about}")
    if INSIDE in candidate.clues:
        candidate.add("main place, in its sentence")
        return
    if "here" in candidate.clues:
        candidate.add("main place, here")
    inside = [n for n in landscape.inside.get(landscape.sentence(trigger), ()) if n.may_be_where]
    start = landscape.paragraph(trigger)
    before = {n.key for n in landscape.spots if start <= n.token.idx < trigger.idx and n.sentence < landscape.sentence(trigger)}
    state = "its own" if before == {main} else "nothing" if not before else "others" if main not in before else "several"
    candidate.add(f"main place, {state} named before in its paragraph")
    candidate.add(f"main place, {'a name' if inside else 'no name'} in its sentence")
    if history and not before:
        candidate.add("main place, history, nothing named before")


def _sentences(found: Mapping[str, Candidate], landscape: Landscape, at: Sequence[tuple[Draft, str]]) -> dict[str, set[int]]:
    """The numbers of the sentences that tell of what is at each place."""
    sentences: dict[str, set[int]] = defaultdict(set)
    for named in landscape.spots:
        if named.key in found:
            sentences[named.key].add(named.sentence)
    for draft, key in at:
        sentences[key].add(landscape.sentence(draft.found.token))
    return sentences


def _word_clues(
    found: Mapping[str, Candidate], body: Sequence[Token], landscape: Landscape, sentences: Mapping[str, set[int]]
) -> None:
    """Whether the event's sentence speaks of what is spoken of at a place."""
    own = {landscape.sentence(t) for t in body}
    words = frozenset().union(*(landscape.words[i] for i in own))
    likeness: dict[str, float] = {}
    for key, numbers in sentences.items():
        shared = words & frozenset().union(*(landscape.words[i] for i in numbers - own))
        likeness[key] = math.fsum(1 / max(1, landscape.frequency[w] - 1) for w in shared)
    best = max(likeness.values(), default=0.0)
    for key, value in likeness.items():
        if value > 0:
            found[key].add("speaks of the same", min(value, _ENOUGH) / _ENOUGH)
            if value == best:
                found[key].add("speaks most of the same")
    for noun in {n.i: n for t in body for n in _definite(t)}.values():
        _noun_clues(found, noun, landscape, sentences)


def _noun_clues(found: Mapping[str, Candidate], noun: Token, landscape: Landscape, sentences: Mapping[str, set[int]]) -> None:
    """Where the noun was spoken of that the event's clause takes as known: *the gate*, *the ferry*."""
    lemma, here = noun.lemma_.lower(), landscape.sentence(noun)
    told = [i for i in landscape.told.get(lemma, ()) if i < here]
    if not told:
        return
    for which, number in (("first", told[0]), ("last", told[-1])):
        for key, numbers in sentences.items():
            if number in numbers:
                found[key].add(f"its noun was {which} spoken of there")


def _definite(trigger: Token) -> Iterator[Token]:
    """The nouns of an event's clause that are taken as known."""
    verb = clause_root(trigger)
    for word in {trigger.i: trigger, verb.i: verb}.values():
        for child in word.children:
            ends = [child] if child.dep_ not in {"prep", "agent"} else list(children(child, "pobj"))
            for noun in ends:
                if noun.pos_ == "NOUN" and any(c.lower_ in DEFINITE for c in children(noun, "det", "poss")):
                    yield noun


def _recency_clues(
    found: Mapping[str, Candidate], body: Sequence[Token], landscape: Landscape, sentences: Mapping[str, set[int]]
) -> None:
    """How long ago the story was at a place."""
    here = landscape.sentence(body[0])
    last = {key: max((i for i in numbers if i < here), default=None) for key, numbers in sentences.items()}
    latest = max((i for i in last.values() if i is not None), default=None)
    for key, number in last.items():
        if number is not None:
            found[key].add("told there lately", 1 / (here - number))
            if number == latest:
                found[key].add("told there last")


def _pair_clues(found: Mapping[str, Candidate], draft: Draft, body: Sequence[Token], at: Sequence[tuple[Draft, str]]) -> None:
    """What kind of event was before it at a place: one goes somewhere, and meets there."""
    before = [(d, key) for d, key in at if d.found.token.i < body[0].i and not d.headline]
    if before:
        last, key = max(before, key=lambda pair: pair[0].found.token.i)
        found[key].add(f"event before, {group_of(last)} then {group_of(draft)}")
        if last.pin is not None:
            found[key].add(f"event before, {last.pin.role.value}")
