"""Which of a document's places an event is at, where its own words name none.

A document names a few places and tells of many events: the arrests were where the protest was, though no word of their sentence
says so. Every place that the document names is a candidate, and so is none at all. Clues speak for and against each: how it hangs
on the event's words, how far off it stands, which events are there, what kind of event and of place they are. What the event's
own words name is never weighed: that is its place. A conditional logit weighs them (``data/events/whereabouts.json``, fitted by
``benchmarks/fit_whereabouts.py``); where no place is likely enough, the event stays without one.
"""

from __future__ import annotations

import json
import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from typing import TYPE_CHECKING, Any

from geomap import lexicon
from geomap.events.attach import link
from geomap.events.clauses import ROLES_FILE, ancestors, children, entries, is_speech, is_verb, subject
from geomap.events.dating import is_history
from geomap.events.draft import Draft
from geomap.events.landscape import NEAREST, Landscape, Named, key_of
from geomap.events.locate import mention_of, order
from geomap.model import GeoPrecision, PlaceMention, Role, Status, Toponym, Usage

if TYPE_CHECKING:
    from spacy.tokens import Token

WEIGHTS_FILE = "events/whereabouts.json"
_OPEN = frozenset({Status.PLANNED, Status.POSSIBLE})
#: Places too large to be taken for where something happened, unless the rules say so.
_VAGUE = frozenset({GeoPrecision.REGION, GeoPrecision.AREA, GeoPrecision.COUNTRY})
_KINDS = {
    GeoPrecision.COUNTRY: "country",
    GeoPrecision.AREA: "country",
    GeoPrecision.REGION: "region",
    GeoPrecision.NONE: "unknown to any gazetteer",
    GeoPrecision.SITE: "site",
}
_DEFINITE = frozenset({"the", "this", "that", "these", "those", "his", "her", "their", "its"})
_QUOTES = frozenset({'"', "\u201c", "\u201d"})
#: That the rules of the scene put the event at a place.
_LENT = "lent by rule"
#: That the event's own sentence names a place.
_INSIDE = "in its sentence"
#: Of a happening told several times so many tellings are looked at.
_TELLINGS = 3
#: More names between a place and an event make no difference.
_MOST_BETWEEN = 3


@dataclass(slots=True)
class Candidate:
    """A place that an event may be at, with what speaks for and against it; ``toponym`` is None for no place at all."""

    toponym: Toponym | None
    clues: dict[str, float] = field(default_factory=dict)

    @property
    def is_lent(self) -> bool:
        """Whether the rules of the scene say that the event is there."""
        return _LENT in self.clues

    @property
    def is_near(self) -> bool:
        """Whether it may be taken though no rule says so: a town or a site that the event's own sentence names."""
        return _INSIDE in self.clues and self.toponym is not None and self.toponym.geo_precision not in _VAGUE

    def add(self, clue: str, value: float = 1.0) -> None:
        """Note a clue; of several of a kind the strongest counts."""
        self.clues[clue] = max(self.clues.get(clue, 0.0), value)


def settle(merged: Sequence[Draft], groups: Sequence[Sequence[Draft]], landscape: Landscape) -> list[Draft]:
    """The happenings, each that names no place of its own with the likeliest one of the document, if that is likely enough."""
    if not landscape.named and landscape.context.dateline is None:
        return list(merged)
    settled = list(merged)
    ordered = sorted(range(len(merged)), key=lambda i: merged[i].found.token.i)
    for at, i in enumerate(ordered):
        if is_asked(merged[i], groups[i]):
            nearest = ordered[max(0, at - NEAREST) : at + NEAREST]
            others = [settled[j] for j in nearest if j != i]
            settled[i] = _placed(merged[i], candidates(merged[i], groups[i], landscape, others))
    return settled


def is_asked(draft: Draft, group: Sequence[Draft]) -> bool:
    """Whether a happening's own words leave open where it is."""
    own = any(d.pin is not None and d.pin.how == "explicit" for d in group)
    return not own and draft.status is not Status.DENIED and draft.family != "speech"


def _placed(draft: Draft, found: Sequence[Candidate]) -> Draft:
    """With the place that is likely enough; without any where none is. What the scene lent stays unless it is unlikely."""
    shares = likelihoods([c.clues for c in found], weights())
    lent = max((share for c, share in zip(found, shares, strict=True) if c.is_lent), default=None)
    if draft.pin is not None and (lent is None or lent >= limits()["keep"]):
        return draft
    share, best = max(zip(shares, found, strict=True), key=lambda pair: pair[0])
    if best.toponym is None or not best.is_near or share < limits()["take"]:
        about = tuple(p for p in draft.places if p.role is Role.ABOUT)
        return replace(draft, places=about) if draft.pin is not None else draft
    others = (p for p in draft.places if p.role is Role.ABOUT and not _is_at(p, key_of(best.toponym)))
    return replace(draft, places=tuple(order([*others, mention_of(best.toponym, Role.VENUE, how="inherited")])))


def likelihoods(found: Sequence[Mapping[str, float]], table: Mapping[str, float]) -> list[float]:
    """How likely each of several places is by its clues; together 1."""
    odds = [sum(table.get(clue, 0.0) * value for clue, value in clues.items()) for clues in found]
    top = max(odds)
    shares = [math.exp(o - top) for o in odds]
    return [share / sum(shares) for share in shares]


def weights() -> Mapping[str, float]:
    """What each clue weighs."""
    table: Mapping[str, float] = _fitted()["weights"]
    return table


def limits() -> Mapping[str, float]:
    """From which likelihood on a place is taken, and below which one that the scene lent is given up."""
    table: Mapping[str, float] = _fitted()["limits"]
    return table


@cache
def _fitted() -> Mapping[str, Any]:
    """What the training script wrote."""
    fitted: Mapping[str, Any] = json.loads(lexicon.read(WEIGHTS_FILE))
    return fitted


def candidates(draft: Draft, group: Sequence[Draft], landscape: Landscape, others: Sequence[Draft]) -> list[Candidate]:
    """No place at all, and every place that a happening may be at, each with its clues."""
    found: dict[str, Candidate] = {}
    tellings = [d.found.token for d in group[:_TELLINGS]]
    body = [d.found.token for d in group if not d.headline][:_TELLINGS] or tellings
    near = landscape.near(draft.found.token)
    for named in near:
        candidate = found.setdefault(named.key, Candidate(named.toponym))
        if _rank(named.toponym) < _rank(candidate.toponym):
            candidate.toponym = named.toponym
        for trigger in body:
            _hanging_clues(candidate, named, trigger, landscape)
    meetings = _meetings(draft, others)
    may_be = {n.key for n in near if n.may_be_where and (n.hung is None or n.hung.owner.i not in meetings)}
    found = {key: candidate for key, candidate in found.items() if key in may_be}
    dateline = landscape.context.dateline
    if dateline is not None:
        candidate = found.setdefault(key_of(dateline.place), Candidate(dateline.place))
        candidate.add("dateline")
        depth = landscape.sentence(body[0]) - landscape.first_body
        candidate.add(
            "dateline, first sentence" if depth <= 0 else "dateline, second or third" if depth <= 2 else "dateline, later"
        )
    _event_clues(found, draft, body, landscape, others)
    for key, candidate in found.items():
        _kind_clues(candidate, draft, key)
    none = Candidate(None)
    _none_clues(none, draft, body, landscape, others)
    return [none, *found.values()]


def _meetings(draft: Draft, others: Sequence[Draft]) -> frozenset[int]:
    """The words that tell of meetings, for what is never where one is: *the envoys met in Geneva as shelling went on*."""
    if draft.found.event_type not in entries(ROLES_FILE, "never_at_meetings"):
        return frozenset()
    return frozenset(d.found.token.i for d in others if d.found.event_type in entries(ROLES_FILE, "beside_types"))


def _rank(toponym: Toponym | None) -> int:
    """Which of a place's names stands for it: one that is meant literally, the first of them."""
    return list(Usage).index(toponym.usage) if toponym is not None else len(Usage)


def _hanging_clues(candidate: Candidate, named: Named, trigger: Token, landscape: Landscape) -> None:
    """How a name hangs on the event's words, or how far from them it stands."""
    apart = landscape.sentence(trigger) - named.sentence
    if apart == 0:
        _sentence_clues(candidate, named, trigger, landscape)
        return
    how = "named" if named.is_spot else "mentioned"
    if apart > 0:
        between = {n.key for n in landscape.between(named.token, trigger)} - {named.key}
        far = "sentence before" if apart == 1 else "two before" if apart == 2 else "earlier"
        candidate.add(f"{how} {far}")
        if named.is_spot:
            candidate.add("names between", min(len(between), _MOST_BETWEEN) / _MOST_BETWEEN)
            candidate.add("last named", float(not between))
        if landscape.paragraph(trigger) == landscape.paragraph(named.token):
            candidate.add(f"{how} in its paragraph")
            if named.is_spot:
                first = landscape.first_of_paragraph(trigger)
                candidate.add("first of its paragraph", float(first is not None and first.key == named.key))
                candidate.add("last named, " + _continuity(trigger), float(not between))
                candidate.add("paragraph, " + named.manner)
                if not between:
                    candidate.add("last named in its paragraph")
        if named.opens and named.is_spot:
            candidate.add("opens a sentence before")
    else:
        candidate.add(f"{how} later")
    if named.sentence < landscape.first_body:
        candidate.add("in the headline")
    if named.sentence == landscape.first_body:
        candidate.add(f"{how} in the lead")


def _sentence_clues(candidate: Candidate, named: Named, trigger: Token, landscape: Landscape) -> None:
    candidate.add(_INSIDE)
    candidate.add("sentence, " + named.manner)
    candidate.add("tokens", 1 / (1 + math.log1p(abs(named.token.i - trigger.i))))
    if named.opens:
        candidate.add("opens its sentence")
    if named.is_spot and all(n.key == named.key for n in landscape.between(named.token, trigger)):
        candidate.add("nearest after" if named.token.i > trigger.i else "nearest before")
    hung = named.hung
    if hung is None:
        return
    if hung.hops > 1:
        candidate.add("inside a noun")
    if hung.beside:
        candidate.add("beside it")
    if hung.owner.i == trigger.i:
        candidate.add("owner is event")
        candidate.add("owner is event, " + named.manner)
        candidate.add("owner is event, in its " + hung.relation)
        return
    if is_speech(hung.owner):
        candidate.add("owner is speech")
    elif hung.owner.i in landscape.triggers:
        candidate.add("owner is another event")
    relation, marks = link(trigger, hung.owner)
    candidate.add(relation)
    for mark in marks:
        candidate.add(f"across {mark}")


def _event_clues(
    found: Mapping[str, Candidate], draft: Draft, body: Sequence[Token], landscape: Landscape, others: Sequence[Draft]
) -> None:
    """Which other events are at a place, and how like this one they are."""
    pinned = [d for d in others if d.pin is not None and d.status is not Status.DENIED]
    if len(pinned) > NEAREST:
        pinned = sorted(pinned, key=lambda d: abs(d.found.token.i - body[0].i))[:NEAREST]
    keys = {d.found.token.i: _pin_key(d) for d in pinned}
    before = [d for d in pinned if d.found.token.i < body[0].i and not d.headline]
    votes = Counter(keys.values())
    for key, candidate in found.items():
        here = [d for d in pinned if keys[d.found.token.i] == key]
        if not here:
            continue
        candidate.add("share of events", votes[key] / len(pinned))
        if votes[key] == max(votes.values()):
            candidate.add("most events")
        last = max(before, key=lambda d: d.found.token.i, default=None)
        if last is not None and keys[last.found.token.i] == key:
            near = landscape.paragraph(last.found.token) == landscape.paragraph(body[0])
            candidate.add("event before" + (", paragraph" if near else ""))
            candidate.add(f"event before{', paragraph' if near else ''}, {_continuity(body[0])}")
            candidate.add(f"event before, of {_class(last)}")
        for other in here:
            _likeness_clues(candidate, draft, other, body, landscape)


def _likeness_clues(candidate: Candidate, draft: Draft, other: Draft, body: Sequence[Token], landscape: Landscape) -> None:
    sentence = any(other.found.token.sent.start == t.sent.start for t in body)
    if sentence:
        candidate.add("event in sentence")
        candidate.add(f"event in sentence, {_group(draft)} with {_group(other)}")
        for token in body:
            if other.found.token.i != token.i and other.found.token.sent.start == token.sent.start:
                candidate.add("event in sentence, " + link(token, other.found.token)[0])
    if other.found.event_type == draft.found.event_type:
        candidate.add("event of type")
    elif other.family == draft.family:
        candidate.add("event of family")
    if other.found.token.lemma_ == draft.found.token.lemma_:
        candidate.add("event by word")
    if draft.names & other.names:
        candidate.add("event with actor")
    published = landscape.context.document.published
    if is_history(other.when, published, other.status) != is_history(draft.when, published, draft.status):
        candidate.add("event of another age")
    elif draft.when is not None and other.when is not None and draft.when.earliest and other.when.earliest:
        candidate.add("event of its day" if draft.when.earliest == other.when.earliest else "event of another day")


def _kind_clues(candidate: Candidate, draft: Draft, key: str) -> None:
    """What kind of place it is, for what kind of event; whether the rules of the scene lent it."""
    toponym = candidate.toponym
    if toponym is None:
        return
    kind = _KINDS.get(toponym.geo_precision, "town")
    candidate.add(kind)
    group = _group(draft)
    candidate.add(f"{kind} for {group}")
    where = "sentence" if _INSIDE in candidate.clues else "elsewhere"
    candidate.add(f"{where}, {group}")
    candidate.add(f"{where}, {_class(draft)}")
    candidate.add(f"{where}, {'noun' if draft.found.is_noun else 'verb'}")
    if draft.pin is not None and _is_at(draft.pin, key):
        candidate.add(_LENT)
        candidate.add(f"{_LENT}, {where}")


def _none_clues(none: Candidate, draft: Draft, body: Sequence[Token], landscape: Landscape, others: Sequence[Draft]) -> None:
    """What speaks for no place at all."""
    trigger = body[0]
    for clue in ("", f", {_group(draft)}", f", {_class(draft)}", f", {_form(draft)}"):
        none.add("nowhere" + clue)
    none.add(f"nowhere, {_continuity(trigger)}")
    if draft.found.sense.open_class:
        none.add("nowhere, unlisted word")
    if draft.headline:
        none.add("nowhere, headline")
    if is_history(draft.when, landscape.context.document.published, draft.status):
        none.add("nowhere, history")
    if draft.pin is not None:
        none.add("nowhere, but lent by rule")
    inside = landscape.inside.get(landscape.sentence(trigger), ())
    if not any(n.is_spot for n in inside):
        none.add("nowhere, no town in its sentence")
    if not inside:
        none.add("nowhere, no name in its sentence")
    if not any(d.pin is not None for d in others):
        none.add("nowhere, no event has a place")
    if sum(t.lower_ in _QUOTES for t in trigger.sent[: trigger.i - trigger.sent.start]) % 2:
        none.add("nowhere, quoted")
    if any(is_speech(head) for _, head in ancestors(trigger)):
        none.add("nowhere, said")
    if landscape.n_towns > _MOST_BETWEEN:
        none.add("nowhere, many towns")


def _pin_key(draft: Draft) -> str:
    pin = draft.pin
    if pin is None:
        return ""
    return pin.place.id if pin.place is not None else pin.name


def _is_at(pin: PlaceMention, key: str) -> bool:
    return (pin.place.id if pin.place is not None else pin.name) == key


def _group(draft: Draft) -> str:
    """Which places an event asks for: a spot, where one goes, none (speech), or nothing known."""
    if draft.found.sense.open_class or draft.found.event_type == "other":
        return "other deeds"
    if draft.found.event_type in entries(ROLES_FILE, "scene_types"):
        return "deeds at a spot"
    if draft.family in {"speech", "rejection", "sanction", "concession", "agreement"}:
        return "words"
    if draft.family in {"travel", "transfer"}:
        return "journeys"
    return "meetings and plans"


def _class(draft: Draft) -> str:
    if draft.status in _OPEN:
        return "to come"
    return "ongoing" if draft.status is Status.ONGOING else "past"


def _form(draft: Draft) -> str:
    """*had* of the event's verb; the article of its noun."""
    token = draft.found.token
    if draft.found.is_noun:
        return "the noun" if any(c.lower_ in _DEFINITE for c in children(token, "det", "poss")) else "noun"
    auxiliaries = {c.lower_ for c in children(token, "aux")}
    return next((f"verb {word}" for word in ("had", "has", "have") if word in auxiliaries), f"verb {token.tag_}")


def _continuity(trigger: Token) -> str:
    """Whether an event's clause goes on with those who were spoken of, or brings in somebody else."""
    doer = subject(trigger) if is_verb(trigger) else None
    if doer is None:
        return "of nobody"
    if doer.pos_ == "PRON":
        return "of the same"
    if doer.pos_ == "PROPN":
        return "of a name"
    return "of those known" if any(c.lower_ in _DEFINITE for c in children(doer, "det", "poss")) else "of others"
