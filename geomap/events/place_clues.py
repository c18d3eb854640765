"""What speaks for and against each place that an event may be at, and for none at all.

Each clue has a name, which is what the weights are for (``data/events/whereabouts.json``): how a place's name hangs on the
event's words, how far off it stands, which events are there, what kind of event and of place they are, how much of the article is
about that place.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from geomap.events.anaphora import says_here
from geomap.events.attach import link, owner_clues
from geomap.events.candidate_places import INSIDE, LENT, RULED_OUT, Candidate
from geomap.events.clauses import ROLES_FILE, ancestors, children, clause_root, entries, is_speech
from geomap.events.dating import is_history
from geomap.events.draft import Draft
from geomap.events.event_kinds import DEFINITE, class_of, continuity_of, form_of, group_of
from geomap.events.landscape import COARSE, FEATURES, Landscape, Named, key_of, key_of_place
from geomap.events.ruled_out import ruled_out
from geomap.events.scene import is_earlier
from geomap.events.setting import setting_clues
from geomap.events.told_at import placed_near, told_clues, where_of
from geomap.model import GeoPrecision, PlaceMention, Toponym, Usage

if TYPE_CHECKING:
    from geomap.syntax.tree import Token

_KINDS = {
    GeoPrecision.COUNTRY: "country",
    GeoPrecision.AREA: "country",
    GeoPrecision.REGION: "region",
    GeoPrecision.NONE: "unknown to any gazetteer",
    GeoPrecision.SITE: "site",
}
#: The usages of a name, in the order in which they are preferred.
_USAGES = {usage: rank for rank, usage in enumerate(Usage)}
#: Kinds of places too large to be taken for where something happened as lightly as a town.
VAGUE_KINDS = frozenset({"country", "region"})
_QUOTES = frozenset({'"', "\u201c", "\u201d"})
#: What hangs so on an event's word is where it is for some types of events.
_BY_TYPE = {"from": "whence", "metonym": "government that acts", "nsubj": "what acts"}
#: Of a happening told several times so many tellings are looked at.
_TELLINGS = 3
#: More names between a place and an event make no difference.
_MOST_BETWEEN = 3


def candidates(draft: Draft, group: Sequence[Draft], landscape: Landscape, others: Sequence[Draft]) -> list[Candidate]:
    """No place at all, and every place that a happening may be at, each with its clues."""
    found: dict[str, Candidate] = {}
    ranks: dict[str, tuple[int, bool, bool]] = {}
    tellings = [d.found.token for d in group[:_TELLINGS]]
    body = [d.found.token for d in group if not d.headline][:_TELLINGS] or tellings
    near = landscape.near(draft.found.token)
    for named in near:
        candidate = found.setdefault(named.key, Candidate(named.toponym))
        if _rank(named) < ranks.setdefault(named.key, _rank(named)):
            candidate.toponym, ranks[named.key] = named.toponym, _rank(named)
        for trigger in body:
            _hanging_clues(candidate, named, trigger, landscape)
            if named.manner in _BY_TYPE and named.hung is not None and named.hung.owner.i == trigger.i:
                candidate.add(f"{_BY_TYPE[named.manner]}, {draft.found.event_type}")
                candidate.add(f"{_BY_TYPE[named.manner]}, {_kind(named.toponym)}")
    _speech_clues(found, near)
    found = _without_doubtful(found, near, draft, body, others)
    dateline = landscape.context.dateline_at(draft.found.token.idx)
    if dateline is not None:
        candidate = found.setdefault(key_of(dateline.place), Candidate(dateline.place))
        candidate.add("dateline")
        depth = landscape.sentence(body[0]) - landscape.first_sentence_of(dateline)
        where = "first sentence" if depth <= 0 else "second or third" if depth <= 2 else "later"
        candidate.add(f"dateline, {where}")
    _event_clues(found, draft, body, landscape, others)
    _story_clues(found, landscape)
    told_clues(found, draft, body, landscape, others)
    setting_clues(found, draft, body, landscape)
    _noun_clues(found, body, near, landscape)
    for key, candidate in found.items():
        _kind_clues(candidate, draft, key)
    none = Candidate(None)
    _none_clues(none, draft, body, landscape, others)
    for key in ruled_out(found, draft, body, landscape, others) & found.keys():
        found[key].add(RULED_OUT)
    return [none, *found.values()]


def _speech_clues(found: Mapping[str, Candidate], near: Sequence[Named]) -> None:
    """Whether all that a place is named for is that something was said there: *the colonel told reporters in Goma*."""
    said = {n.key for n in near if n.hung is not None and is_speech(n.hung.owner)}
    for key in said - {n.key for n in near if n.hung is None or not is_speech(n.hung.owner)}:
        found[key].add("only something is said there")
    for key in {n.key for n in near} - {n.key for n in near if not n.quoted}:
        found[key].add("only named in a quotation")


def _without_doubtful(
    found: Mapping[str, Candidate], near: Sequence[Named], draft: Draft, body: Sequence[Token], others: Sequence[Draft]
) -> dict[str, Candidate]:
    """The places that something may be at: not those that another sentence names only to say whose or whence somebody is.

    What the event's own sentence names is weighed if it may as well say where: *the bakers of Sucre went back*.
    """
    meetings = _meetings(draft, others)
    may_be = {
        n.key for n in near if n.may_be_where and not _is_before(n, body) and (n.hung is None or n.hung.owner.i not in meetings)
    }
    may_be -= {n.key for n in near if n.whose and _is_subject_of(n, body)}
    may_be -= {n.key for n in near if _is_whence(n, draft, body)}
    loose = {n.key for n in near if _is_inside(n, body) and _is_loosely_named(n)}
    inner = {n.key for n in near if _is_inside(n, body) and n.may_be_where}
    here = any(says_here(trigger) for trigger in body)
    for key, candidate in found.items():
        if INSIDE in candidate.clues and key not in inner:
            candidate.add("doubtful in its sentence")
        if here:
            candidate.add("here")
        if key not in may_be:
            candidate.add("only named otherwise")
    return {key: candidate for key, candidate in found.items() if key in may_be | loose}


def _is_loosely_named(named: Named) -> bool:
    """Whether a name says of what place people or things are, and not whence they come: *the bakers of Sucre*."""
    if named.toponym.usage is not Usage.LITERAL or named.leads_away or not named.whose:
        return False
    return named.token.head.lower_ == "of" and named.token.head.head.pos_ == "NOUN"


def _is_before(named: Named, body: Sequence[Token]) -> bool:
    """Whether a name of another sentence is where something *had* happened before the story."""
    return named.hung is not None and is_earlier(named.hung.owner) and not _is_inside(named, body)


def _is_whence(named: Named, draft: Draft, body: Sequence[Token]) -> bool:
    """Whether an event's own words say whence somebody comes: *ordered doses from Belgium*, *met envoys from Kabul*."""
    hangs = named.hung is not None and any(named.hung.owner.i == token.i for token in body)
    met = draft.found.event_type in entries(ROLES_FILE, "beside_types")
    return hangs and named.manner == "from" and (met or named.toponym.geo_precision in COARSE)


def _is_subject_of(named: Named, body: Sequence[Token]) -> bool:
    """Whether a name stands in what does the event: *officials in Yerevan called*."""
    return any(named.token in child.subtree for t in body for child in children(t, "nsubj", "nsubjpass", "agent"))


def _is_inside(named: Named, body: Sequence[Token]) -> bool:
    sentence = named.token.sent
    return any(sentence.start <= token.i < sentence.end for token in body)


def _meetings(draft: Draft, others: Sequence[Draft]) -> frozenset[int]:
    """The words that tell of meetings, for what is never where one is: *the envoys met in Geneva as shelling went on*."""
    if draft.found.event_type not in entries(ROLES_FILE, "never_at_meetings"):
        return frozenset()
    return frozenset(d.found.token.i for d in others if d.found.event_type in entries(ROLES_FILE, "beside_types"))


def _rank(named: Named) -> tuple[int, bool, bool]:
    """Which of a place's names stands for it: one meant literally, of the whole place, in no quotation, the first of them."""
    toponym = named.toponym
    return list(Usage).index(toponym.usage), toponym.geo_precision is GeoPrecision.AREA, named.quoted


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
                candidate.add("last named, " + continuity_of(trigger), float(not between))
                candidate.add("paragraph, " + named.manner)
                if not between:
                    candidate.add("last named in its paragraph")
                if named.opens:
                    candidate.add("opened a sentence of its paragraph")
        if named.opens and named.is_spot:
            candidate.add("opens a sentence before")
    else:
        candidate.add(f"{how} later")
    if named.sentence < landscape.first_body:
        candidate.add("in the headline")
    if named.sentence == landscape.first_body:
        candidate.add(f"{how} in the lead")


def _sentence_clues(candidate: Candidate, named: Named, trigger: Token, landscape: Landscape) -> None:
    candidate.add(INSIDE)
    candidate.add("sentence, " + named.manner)
    candidate.add("tokens", 1 / (1 + math.log1p(abs(named.token.i - trigger.i))))
    if named.opens:
        candidate.add("opens its sentence")
    if named.is_spot and all(n.key == named.key for n in landscape.between(named.token, trigger)):
        candidate.add("nearest after" if named.token.i > trigger.i else "nearest before")
    hung = named.hung
    if named.quoted:
        candidate.add("sentence, named in a quotation")
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
    for clue in owner_clues(trigger, hung.owner, landscape.triggers, speech=is_speech(hung.owner)):
        candidate.add(clue)


def _event_clues(
    found: Mapping[str, Candidate], draft: Draft, body: Sequence[Token], landscape: Landscape, others: Sequence[Draft]
) -> None:
    """Which other events are at a place, and how like this one they are."""
    pinned = placed_near(body[0], others)
    keys = {d.found.token.i: where_of(d) for d in pinned}
    before = [d for d in pinned if d.found.token.i < body[0].i and not d.headline]
    after = [d for d in pinned if d.found.token.i > body[0].i and not d.headline]
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
            candidate.add(f"event before{', paragraph' if near else ''}, {continuity_of(body[0])}")
            candidate.add(f"event before, of {class_of(last)}")
            gap = landscape.sentence(body[0]) - landscape.sentence(last.found.token)
            candidate.add(f"event before, {'same sentence' if gap == 0 else 'next' if gap == 1 else 'further'}")
            candidate.add(f"event before, {last.pin.how if last.pin is not None else ''}")
            if last.family == draft.family:
                candidate.add("event before, of its family")
            if draft.names & last.names:
                candidate.add("event before, with its actor")
        first = min(after, key=lambda d: d.found.token.i, default=None)
        if first is not None and keys[first.found.token.i] == key:
            near = landscape.paragraph(first.found.token) == landscape.paragraph(body[0])
            candidate.add("event after" + (", paragraph" if near else ""))
        for other in here:
            _likeness_clues(candidate, draft, other, body, landscape)


def _likeness_clues(candidate: Candidate, draft: Draft, other: Draft, body: Sequence[Token], landscape: Landscape) -> None:
    sentence = any(other.found.token.sent.start == t.sent.start for t in body)
    if sentence:
        candidate.add("event in sentence")
        candidate.add(f"event in sentence, {group_of(draft)} with {group_of(other)}")
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


def _story_clues(found: Mapping[str, Candidate], landscape: Landscape) -> None:
    """How much of the article is about a place."""
    total = sum(landscape.mentions[key] for key in found) or 1
    most = max((landscape.mentions[key] for key in found), default=0)
    for key, candidate in found.items():
        n = landscape.mentions[key]
        candidate.add("share of mentions", n / total)
        if n > 1:
            candidate.add("most mentioned" if n == most else "mentioned again")


def _noun_clues(found: Mapping[str, Candidate], body: Sequence[Token], near: Sequence[Named], landscape: Landscape) -> None:
    """Whether the event's clause speaks of what stands by a place's name: *the prison* that is in *the prison of Tacuba*."""
    spoken = {noun.lemma_.lower() for trigger in body for noun in _nouns(trigger)}
    back = {t.lower_ for trigger in body for t in trigger.sent if _points_back(t)}
    numbers = {landscape.sentence(t) for t in body}
    for named in near:
        candidate = found.get(named.key)
        if candidate is None:
            continue
        away = any(named.sentence != number for number in numbers)
        host = named.host
        if away and host is not None and host.lemma_.lower() in spoken:
            candidate.add("stands by its noun")
        if away and not spoken.isdisjoint(landscape.nouns[named.sentence]):
            candidate.add("shares a noun")
    for candidate in found.values():
        if candidate.toponym is not None and candidate.toponym.place is not None and INSIDE not in candidate.clues:
            for word in back:
                fits = word not in FEATURES or candidate.toponym.place.feature.startswith(FEATURES[word])
                candidate.add("is pointed back at" if fits else "is not pointed back at")


def _nouns(trigger: Token) -> Iterator[Token]:
    """The nouns that an event's word governs, over prepositions, and those that share its clause."""
    verb = clause_root(trigger)
    for word in {trigger.i: trigger, verb.i: verb}.values():
        for child in word.children:
            ends = [child] if child.dep_ != "prep" else list(children(child, "pobj"))
            yield from (c for c in ends if c.pos_ == "NOUN")


def _points_back(token: Token) -> bool:
    """Whether a word points back at a place: *there*, *the town*."""
    if token.lower_ in {"there", "here"}:
        return token.dep_ in {"advmod", "pcomp"}
    return token.lower_ in FEATURES and any(c.lower_ in DEFINITE for c in children(token, "det"))


def _kind(toponym: Toponym) -> str:
    """What kind of place a name is of."""
    return _KINDS.get(toponym.geo_precision, "town")


def _kind_clues(candidate: Candidate, draft: Draft, key: str) -> None:
    """What kind of place it is, for what kind of event; whether the rules of the scene lent it."""
    toponym = candidate.toponym
    if toponym is None:
        return
    kind = _kind(toponym)
    candidate.add(kind)
    group = group_of(draft)
    candidate.add(f"{kind} for {group}")
    where = "sentence" if INSIDE in candidate.clues else "elsewhere"
    candidate.add(f"{where}, {group}")
    candidate.add(f"{where}, {class_of(draft)}")
    candidate.add(f"{where}, {'noun' if draft.found.is_noun else 'verb'}")
    if draft.pin is not None and is_at(draft.pin, key):
        candidate.add(LENT)
        candidate.add(f"{LENT}, {where}")


def _none_clues(none: Candidate, draft: Draft, body: Sequence[Token], landscape: Landscape, others: Sequence[Draft]) -> None:
    """What speaks for no place at all."""
    trigger = body[0]
    for clue in ("", f", {group_of(draft)}", f", {class_of(draft)}", f", {form_of(draft)}", f", {draft.found.event_type}"):
        none.add("nowhere" + clue)
    none.add(f"nowhere, {continuity_of(trigger)}")
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
    if landscape.n_towns == 1:
        none.add("nowhere, one town")
    if landscape.n_towns > _MOST_BETWEEN:
        none.add("nowhere, many towns")


def is_at(pin: PlaceMention, key: str) -> bool:
    """Whether a pin is at the place that has this key."""
    return key_of_place(pin.place, pin.name) == key
