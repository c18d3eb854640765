"""What keeps two triggers of one document from being one happening, and how well a trigger fits a happening, by rules.

Two triggers may be one when their types are of one family and nothing that they say keeps them apart: actors, places, times,
status. ``happenings.py`` puts them together.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace

from geomap.events.agreement import places_agree, same_place, times_agree
from geomap.events.clauses import subject
from geomap.events.draft import Draft
from geomap.events.outcome import is_of_one_piece, is_outcome, is_outcome_of, is_outcome_of_any
from geomap.model import GeoPrecision, Status

_OPEN = frozenset({Status.PLANNED, Status.POSSIBLE})
#: How far after a plan the words that take it back may stand.
_NEARBY_TOKENS = 45
_DEEDS = frozenset({"coercion", "other", "sport", "transfer"})
_SEVERAL = frozenset({"coercion", "rescue", "transfer", "other", "sport", "disaster"})
_MUTUAL = frozenset({"consult"})
_SPEECH = "speech"
#: A body is known by the last words of its name: *US National Security Council*.
_BODY_WORDS = 2
#: How much it counts that a headline has a word for the deed of its article's text.
_SAME_NEWS = 2.5
_DEFINITE = frozenset({"the", "this", "that", "these", "those", "his", "her", "their"})
#: A headline tells of what its article begins with, whatever place that was lent.
_LEAD_TOKENS = 150
_INDEFINITE = frozenset({"a", "an", "another", "one", "several", "many", "some", "other"})


def fits(draft: Draft, group: Sequence[Draft]) -> bool:
    """Whether a draft is of one piece with a member of a group, or nothing that the group tells itself keeps it apart."""
    if any(is_of_one_piece(draft, d) for d in group):
        return True
    told = (d for d in group if not is_outcome_of_any(d, group))
    mine = draft.deed
    same = any(mine == d.deed for d in group)
    return all(compatible(draft, d, same_deed=same) for d in told)


def led_by_its_cause(group: list[Draft]) -> list[Draft]:
    """What happened speaks for a happening, and not what became of it: a quake, and not that it killed nine."""
    if not is_outcome(group[0]) or group[0].headline:
        return group
    cause = next((d for d in group[1:] if not is_outcome(d) and is_outcome_of(group[0], d)), None)
    return group if cause is None else [cause, *(d for d in group if d is not cause)]


def with_cancellations(drafts: Sequence[Draft]) -> list[Draft]:
    """What was planned is denied where the words after it take it back: *was to visit on Monday, but the trip was put off*."""
    changed = list(drafts)
    for later in drafts:
        if later.status is not Status.DENIED or not later.found.is_noun or not refers_back(later):
            continue
        before = [i for i, d in enumerate(changed) if _is_taken_back(d, later)]
        if before:
            changed[before[-1]] = replace(changed[before[-1]], status=Status.DENIED)
    return changed


def _is_taken_back(plan: Draft, later: Draft) -> bool:
    nearby = 0 < later.found.token.i - plan.found.token.i < _NEARBY_TOKENS
    return nearby and plan.status in _OPEN and plan.family == later.family and places_agree(plan.pin, later.pin)


def compatible(a: Draft, b: Draft, *, same_deed: bool = False) -> bool:
    """Whether nothing keeps two drafts apart; ``same_deed``: another word of the happening is for the same deed."""
    return (
        (a.family == b.family or (same_deed and _in_a_headline(a, b)) or _one_deed(a, b))
        and status_agrees(a, b)
        and _actors_agree(a, b)
        and (places_agree(a.pin, b.pin) or _names_again(a, b) or _is_headline_of(a, b))
        and not _at_two_spots(a, b)
        and not _one_after_the_other(a, b)
        and (same_deed or not two_deeds(a, b))
        and times_agree(a.when, b.when, slack_days=0)
    )


def _one_deed(a: Draft, b: Draft) -> bool:
    """Whether two families have one word for it: *killed* of an attack, *died* of a crash; what was said has only its own."""
    apart = _MUTUAL | {_SPEECH}
    return apart.isdisjoint({a.family, b.family}) and a.deed == b.deed


def _names_again(a: Draft, b: Draft) -> bool:
    """Whether a noun only names again what the other tells: *attacked*, *the attack*; a place lent to it says nothing."""
    later = max(a, b, key=lambda d: d.found.token.i)
    own = later.pin is not None and later.pin.how == "explicit"
    return later.found.is_noun and not own and is_only_the(later) and _one_deed(a, b)


def is_only_the(draft: Draft) -> bool:
    """Whether a noun only points back: *the drought*, but not *his next marathon*."""
    before = [c for c in draft.found.token.children if c.i < draft.found.token.i]
    return len(before) == 1 and before[0].lower_ in _DEFINITE


def _in_a_headline(a: Draft, b: Draft) -> bool:
    """Whether one stands in a headline, which may have the word of another type for what happened: *explosion rocks plant*."""
    return (a.headline or b.headline) and _SPEECH not in {a.family, b.family}


def _is_headline_of(a: Draft, b: Draft) -> bool:
    """Whether one is a headline, whose place a place that was lent to the other doesn't contradict."""
    return a.headline is not b.headline and (is_lent(b) if a.headline else is_lent(a))


def is_lent(draft: Draft) -> bool:
    """Whether its place stands in no words of its own."""
    return draft.pin is not None and draft.pin.how == "inherited"


def affinity(draft: Draft, group: Sequence[Draft]) -> float:
    """How well a draft fits a group: shared actors, place, time and words; nearness decides between equals."""
    piece = any(is_of_one_piece(draft, d) for d in group)
    if not piece and _introduces(draft) and not _is_news_of(draft, group) and not _substantiated(draft, group):
        return 0
    names = frozenset().union(*(d.names for d in group))
    score = 2.0 * len(draft.names & names) + 5.0 * piece
    score += 2.0 * any(is_voice_of(draft, d.names) or is_voice_of(d, draft.names) for d in group)
    if draft.pin is not None and any(d.pin is not None and same_place(draft.pin, d.pin) for d in group):
        score += 2
    if draft.when is not None and any(d.when is not None for d in group):
        score += 1
    if any(draft.deed == d.deed for d in group):
        score += 0.5 + _SAME_NEWS * (draft.headline and any(draft.deed == d.deed for d in group if not d.headline))
    spot = draft.pin is not None and draft.pin.place is None and draft.family in _MUTUAL  # "the talks, at the Serena Hotel"
    if score <= 0.5 and not draft.names and (draft.pin is None or spot) and draft.found.is_noun:
        score += 1 if refers_back(draft) else 0.5
    if score == 0 and draft.headline and draft.family != _SPEECH:
        news = [d for d in group if not d.headline and d.found.event_type == draft.found.event_type]
        score += 0.5 * any(places_agree(draft.pin, d.pin) or d.found.token.i < _LEAD_TOKENS for d in news)
    if score == 0:
        return 0
    score += 0.4 * (draft.status is group[0].status) + 0.1 * min(len(group), 5)  # the main story before the aside
    distance = min(abs(draft.found.token.i - d.found.token.i) for d in group)
    return score - min(distance, 2000) / 10_000


def _introduces(draft: Draft) -> bool:
    """Whether a noun brings up something new (*a robbery*, *another raid*) or many things (*robberies*)."""
    token = draft.found.token
    indefinite = any(c.lower_ in _INDEFINITE - {"one", "some"} for c in token.children if c.dep_ in {"det", "amod"})
    return draft.found.is_noun and (
        indefinite or (token.tag_ == "NNS" and draft.family not in _MUTUAL and not refers_back(draft))
    )


def _is_news_of(draft: Draft, group: Sequence[Draft]) -> bool:
    """Whether a headline has the word that a group has for its deed; whatever a headline says is new."""
    return draft.headline and any(d.deed == draft.deed for d in group)


def _substantiated(draft: Draft, group: Sequence[Draft]) -> bool:
    """Whether a noun that brings up something new shares an actor with a group, or both its place and its time."""
    if any(draft.names & d.names for d in group):
        return True
    placed = draft.pin is not None and any(d.pin is not None and same_place(draft.pin, d.pin) for d in group)
    return placed and draft.when is not None and any(d.when is not None for d in group)


def refers_back(draft: Draft) -> bool:
    """Whether a noun points at something already told: *the meeting*, *his trip*, *these discussions*."""
    return any(c.lower_ in _DEFINITE for c in draft.found.token.children)


def status_agrees(a: Draft, b: Draft) -> bool:
    """Whether both may have the status of one happening."""
    if a.status is b.status or a.headline or b.headline:
        return (a.status is Status.DENIED) == (b.status is Status.DENIED)
    if Status.DENIED in {a.status, b.status}:
        return False
    if Status.ONGOING in {a.status, b.status}:
        return True
    return {a.status, b.status} <= _OPEN or _points_back(a, b) or _names_again(a, b)


def _points_back(a: Draft, b: Draft) -> bool:
    """A noun without a verb of its own (*concerns over Kim's visit to Russia*) takes the status of what it names."""
    return _bare(a) or _bare(b)


def _bare(draft: Draft) -> bool:
    unhedged = draft.status is Status.OCCURRED and draft.when is None
    return draft.found.is_noun and unhedged and draft.found.token.dep_ in {"pobj", "nsubj", "dobj"}


def _actors_agree(a: Draft, b: Draft) -> bool:
    if a.family == _SPEECH:
        return _speakers_agree(a, b)
    shared = a.names & b.names
    if not parties(a) or not parties(b):
        return True
    if _names_its_parties(a, b):
        return not other_parties(a, b)
    return bool(shared) or _people_agree(a, b)


def other_parties(a: Draft, b: Draft) -> bool:
    """Whether two meetings name two parties each, and not two in common."""
    return _names_its_parties(a, b) and len(a.names & b.names) < 2


def _names_its_parties(a: Draft, b: Draft) -> bool:
    return a.family in _MUTUAL and min(len(a.names), len(b.names)) >= 2


def parties(draft: Draft) -> frozenset[str]:
    """The names of its actors; of a headline, which says *Man* for who is named below, only those of people and bodies."""
    if draft.headline:
        return frozenset(n for n in draft.names if " " in n and n.istitle())
    if draft.found.is_noun and draft.pin is not None:
        return draft.names - {draft.pin.name}  # "the Kisumu shooting"
    return draft.names


def _people_agree(a: Draft, b: Draft) -> bool:
    """Whether both have people without a name that one noun stands for: *about 500 people*, *500 people*."""
    heads = [{n.split()[-1] for n in d.names if n[-1:].islower() and not n.split()[-1].istitle()} for d in (a, b)]
    return bool(heads[0] & heads[1])


def _speakers_agree(a: Draft, b: Draft) -> bool:
    """Whether one speaker may have said both; to tell the same newspaper (*told Reuters*) makes nobody one."""
    speakers = [{n.name for n in d.actors if n.role == "actor"} for d in (a, b)]
    if all(speakers):
        return bool(speakers[0] & speakers[1]) or is_voice_of(a, speakers[1]) or is_voice_of(b, speakers[0])
    unnamed = (d for d, named in zip((a, b), speakers, strict=True) if not named)
    return not any(_somebody_new(d) for d in unnamed)


def is_voice_of(draft: Draft, bodies: Collection[str]) -> bool:
    """Whether who speaks does so for one of these: *Kremlin spokesman Dmitry Peskov* for the Kremlin."""
    named = (body.lower().split()[-_BODY_WORDS:] for body in bodies)
    return bool(draft.speaks_for) and any(draft.speaks_for.issuperset(words) for words in named)


def _somebody_new(draft: Draft) -> bool:
    """Whether a verb of speech has a speaker whom nobody has introduced: *a spokesman said*."""
    speaker = subject(draft.found.token) if not draft.found.is_noun else None
    return speaker is not None and speaker.pos_ == "NOUN" and any(c.lower_ in _INDEFINITE for c in speaker.children)


def _one_after_the_other(a: Draft, b: Draft) -> bool:
    """Whether two verbs are coordinated: *searched houses and seized drugs* tells of two things."""
    one, other = a.found.token, b.found.token
    verbs = not a.found.is_noun and not b.found.is_noun and one.lemma_ != other.lemma_
    return verbs and a.family in _DEEDS and any(t.i == other.i for t in one.conjuncts)


def two_deeds(a: Draft, b: Draft) -> bool:
    """Whether two verbs are for two deeds: *searched* and *treated*, *arrested* and *charged*; a headline may use any word.

    What a verb on no list is part of is not known, so that only the same word is one with it.
    """
    if a.deed == b.deed:
        return False
    if a.family not in _SEVERAL:
        return False
    if (a.found.sense.open_class or b.found.sense.open_class) and a.headline is b.headline:
        return True
    verbs = not a.found.is_noun and not b.found.is_noun
    return verbs and a.headline is b.headline


def _at_two_spots(a: Draft, b: Draft) -> bool:
    """Whether each names a town or a site of its own: a blast in one suburb and a collapse in the next are two."""
    one, other = a.pin, b.pin
    if a.family in _MUTUAL or one is None or other is None or one.place is None or other.place is None:
        return False
    own = one.how == other.how == "explicit" and one.role is other.role
    return own and one.place.id != other.place.id and {one.geo_precision, other.geo_precision} == {GeoPrecision.CITY}
