"""Words that point back at a place: *here*, *there*, *the city*, *the island*, and which place they mean."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass
from typing import TYPE_CHECKING

from geomap.events.attach import carriers
from geomap.events.clauses import ROLES_FILE, STATUS_FILE, children, entries, is_verb, token_of
from geomap.events.context import Context
from geomap.events.draft import Draft
from geomap.events.landscape import FEATURES, says_whose
from geomap.events.pins import mention_of
from geomap.events.seats import capital_meant
from geomap.events.triggers import Found
from geomap.model import GeoPrecision, PlaceMention, Role, Status, Toponym, Usage

if TYPE_CHECKING:
    from geomap.syntax.tree import Token

_CAPITAL = "P.PPLC"
_ISLAND = "T.ISL"
_CALLED_CHARS = 60
_HERE = frozenset({"here", "there"})
#: What a name of the headline or the lead counts.
_OPENING = 2
_DETERMINERS = frozenset({"the", "that", "this"})
_FINE = frozenset({GeoPrecision.CITY, GeoPrecision.SITE, GeoPrecision.NEAR, GeoPrecision.DISTRICT, GeoPrecision.REGION})


@dataclass(frozen=True, slots=True)
class Anaphor:
    """A word that points back: the token, and the preposition by which it hangs on the event (None for an object)."""

    token: Token
    preposition: str | None


def anaphor_of(found: Found, context: Context, triggers: frozenset[int]) -> Anaphor | None:
    """The word of the trigger's own clause that points back at a place; None where there is none."""
    owners = {found.token.i, *(c.i for c in carriers(found.token))}
    for token in found.token.sent:
        if _points_back(token) and token.i not in context.in_toponym:
            anaphor = _hung(token, owners, triggers)
            if anaphor is not None:
                return anaphor
    return None


def says_here(trigger: Token) -> bool:
    """Whether an event's clause says *here*."""
    words = (trigger, *children(trigger, "nsubj", "nsubjpass", "dobj"))
    return any(c.lower_ == "here" for word in words for c in children(word, "advmod"))


def _points_back(token: Token) -> bool:
    if token.lower_ in _HERE:
        return token.dep_ in {"advmod", "pcomp"}
    if token.lower_ in entries(ROLES_FILE, "scene_nouns"):
        return token.dep_ in {"pobj", "dobj"} and [c.lower_ for c in token.children] == ["the"]
    if _is_civic(token):
        return True
    if token.lower_ not in FEATURES:
        return False
    determined = any(c.lower_ in _DETERMINERS for c in children(token, "det"))
    named = any(c.dep_ in {"prep", "appos", "compound", "acl", "poss"} or _restricts(c) for c in token.children)
    owning = token.dep_ == "poss" and token.head.dep_ == "pobj"  # "died in the city's prison"
    return determined and not named and (token.dep_ in {"pobj", "dobj"} or owning)


def _is_civic(token: Token) -> bool:
    """Whether a noun is a building that a town has one of, and nothing says of which town: *outside the town hall*."""
    if token.dep_ != "pobj" or token.head.lower_ not in entries(ROLES_FILE, "at"):
        return False
    words = [t.lower_ for t in token.subtree]
    return words[0] == "the" and " ".join(words[1:]) in entries(ROLES_FILE, "civic_sites")


def _restricts(clause: Token) -> bool:
    """Whether a relative clause says which place is meant (*the city that fell*), not more of it (*the city, which is large*)."""
    first = clause.left_edge
    return clause.dep_ == "relcl" and (first.i == 0 or first.nbor(-1).lower_ != ",")


def _hung(token: Token, owners: set[int], triggers: frozenset[int]) -> Anaphor | None:
    """How the word hangs on the event, climbing over nouns and prepositions only."""
    preposition: str | None = None
    child = token
    for _ in range(5):
        head = child.head
        if head.i == child.i:
            return None
        if head.i in owners:
            return Anaphor(token, preposition)
        if is_verb(head) or head.i in triggers:
            return None
        if head.dep_ in {"prep", "agent"} and preposition is None:
            preposition = head.lower_
        child = head
    return None


def place_meant(anaphor: Anaphor, found: Found, context: Context, told: Sequence[Draft]) -> PlaceMention | None:
    """The place that an anaphor means; ``told`` are the events told before it, in the order of the text."""
    role = _role(anaphor, found)
    if role is None:
        return None
    word = anaphor.token.lower_
    if word == "here":  # where the article is told from
        dateline = context.dateline_at(anaphor.token.idx)
        guessed = role is Role.VENUE and not found.sense.to_place
        home = dateline.place if dateline is not None else _home(context) if guessed else None
        return mention_of(home, role, how="inherited") if home is not None else None
    candidates = [t for t in _candidates(anaphor.token, context, told) if _fits(t, word)]
    candidates.sort(key=lambda t: not _is_called(t, word, context.document.text))
    country = next((t.place.country for t in _of_country(anaphor.token, context) if t.place is not None), None)
    if country is not None:  # "in the Croatian city"
        candidates = [t for t in candidates if t.place is not None and t.place.country == country]
    if word == "capital":
        capital = capital_meant(anaphor.token, context)
        candidates = [*([capital] if capital is not None else []), *candidates]
        candidates.sort(key=lambda t: t.place is None or t.place.feature != _CAPITAL)
    return mention_of(candidates[0], role, how="inherited") if candidates else None


def _of_country(noun: Token, context: Context) -> Iterator[Toponym]:
    """The adjectives of countries before a noun."""
    named = (context.toponym_at.get(c.i) for c in children(noun, "amod"))
    return (t for t in named if t is not None and t.usage is Usage.DEMONYM)


def home_meant(trigger: Token, context: Context) -> Toponym | None:
    """The town that *here* means in an article without a dateline; None where the event's words don't say *here*."""
    return _home(context) if context.dateline is None and says_here(trigger) else None


def _home(context: Context) -> Toponym | None:
    """The town that an article without a dateline is told from, as far as it can be guessed: it makes most of it."""
    text = context.document.text
    heading = text.find("\n\n")
    lead = text.find("\n\n", heading + 2)
    votes: Counter[str] = Counter()
    towns = [t for t in context.toponyms if t.usage is Usage.LITERAL and t.place is not None and t.place.feature.startswith("P.")]
    for town in towns:
        votes[_place_id(town)] += _OPENING if town.start < lead else 1
    return max(towns, key=lambda t: votes[_place_id(t)], default=None)


def _role(anaphor: Anaphor, found: Found) -> Role | None:
    """What the place meant is to the event; None where the words only tell of it."""
    word = anaphor.preposition
    travels = found.event_type in entries(ROLES_FILE, "travel_types")
    if word in entries(ROLES_FILE, "to"):
        return Role.DESTINATION if found.event_type in entries(ROLES_FILE, "to_types") else None
    if word in entries(ROLES_FILE, "from"):
        return Role.ORIGIN if found.event_type in entries(ROLES_FILE, "from_types") else None
    if word in entries(ROLES_FILE, "at"):
        arrives = found.token.lemma_.lower() in entries(ROLES_FILE, "arrive")
        return Role.DESTINATION if travels and arrives else Role.VENUE
    if word is not None:
        return None
    if anaphor.token.dep_ == "dobj" and found.event_type not in entries(ROLES_FILE, "object_types"):
        return None
    return Role.DESTINATION if travels else Role.VENUE


def _candidates(token: Token, context: Context, told: Sequence[Draft]) -> Iterator[Toponym]:
    """The places it may mean, the likeliest first: named before it in its sentence, where the story plays, named before it."""
    sentence = token.sent.start_char
    before = [t for t in context.toponyms if t.end <= token.idx and t.usage is Usage.LITERAL and not _in_dateline(t, context)]
    near = [t for t in reversed(before) if t.start >= sentence and _is_where(t, context)]
    inside = [t for t in reversed(before) if t.start >= sentence]
    if _is_near(token):  # "pulled out of Likasi after a dam burst there"
        yield from (t for t in inside if not _only_says_whose(t, context))
        yield from (t for t in inside if not _is_whence(t, context))
    yield from near
    if token.lower_ not in entries(ROLES_FILE, "scene_nouns") and not _is_the_same(token):
        last = _sentence_before(token)
        ends = {t.end for t in context.toponyms}
        told_before = [
            t for t in reversed(before) if last <= t.start < sentence and not _is_container(t, context.document.text, ends)
        ]
        yield from (t for t in told_before if _is_where(t, context))
        yield from (t for t in told_before if _is_near(token))
    drafts = [d for d in told if d.status is not Status.DENIED and d.found.token.i < token.i and not d.headline]
    at = {t.span: t for t in context.toponyms}
    paragraph = context.document.text.rfind("\n", 0, token.idx) + 1
    if _is_near(token):
        yield from (t for t in reversed(before) if t.start >= paragraph and _is_where(t, context))
    beside = [d.pin for d in reversed(drafts) if d.found.token.idx >= paragraph]
    yield from (at[p.span] for p in beside if p is not None and p.span is not None and p.span in at)
    dateline = context.dateline_at(token.idx)
    if dateline is not None:
        yield dateline.place
    if token.lower_ in entries(ROLES_FILE, "scene_nouns"):
        drafts = [d for d in drafts if d.found.event_type in entries(ROLES_FILE, "scenes")] or drafts
    pins = [d.pin for d in drafts]
    spans = [p.span for p in pins if p is not None and p.span is not None and p.span in at]
    votes = Counter(place.id for s in spans if (place := at[s].place) is not None)
    ranked = sorted(range(len(spans)), key=lambda i: (-votes[_place_id(at[spans[i]])], i))
    yield from (at[spans[i]] for i in ranked)
    yield from reversed(before)


def _is_near(token: Token) -> bool:
    """Whether a word means what was named last: *there*, *that town*."""
    return token.lower_ == "there" or any(c.lower_ == "that" for c in children(token, "det"))


def _is_the_same(noun: Token) -> bool:
    """Whether a noun means the place of the story: *in the same town*."""
    return any(c.lower_ == "same" for c in children(noun, "amod"))


def _is_whence(toponym: Toponym, context: Context) -> bool:
    """Whether a name says whence somebody comes: *experts from Hamburg*."""
    token = token_of(context.parsed, toponym.start, toponym.end)
    return token is None or token.head.lower_ in entries(ROLES_FILE, "from")


def _is_container(toponym: Toponym, text: str, ends: Set[int]) -> bool:
    """Whether a name only says where the one before it lies: *Flin Flon, Manitoba*. ``ends`` are where names end."""
    return text[max(0, toponym.start - 2) : toponym.start] == ", " and toponym.start - 2 in ends


def _sentence_before(token: Token) -> int:
    """Where the sentence before a word's own begins."""
    start = token.sent.start
    return token.doc[start - 1].sent.start_char if start > 0 else token.sent.start_char


def _is_where(toponym: Toponym, context: Context) -> bool:
    """Whether a name stands where a place stands: after *in* or *to*, or as an object; not in *experts from Hamburg*."""
    token = token_of(context.parsed, toponym.start, toponym.end)
    if token is None:
        return False
    if token.head.lower_ == "of" and token.head.head.lemma_.lower() in entries(STATUS_FILE, "place_nouns"):
        token = token.head.head  # "to the port of Nacala"
    owner = token.head.head
    if token.head.dep_ == "prep" and owner.dep_ in {"nsubj", "nsubjpass"}:
        return False  # "the office in Omaha sent agents to the city"
    if token.dep_ == "pobj" and token.head.lower_ in entries(ROLES_FILE, "to") and owner.pos_ == "NOUN":
        return False  # "as he tried to board the ferry to Bastia"
    return token.dep_ == "dobj" or token.head.lower_ in entries(ROLES_FILE, "at") | entries(ROLES_FILE, "to")


def _only_says_whose(toponym: Toponym, context: Context) -> bool:
    token = token_of(context.parsed, toponym.start, toponym.end)
    return token is None or says_whose(token)


def _in_dateline(toponym: Toponym, context: Context) -> bool:
    return any(d.span.start <= toponym.start < d.span.end for d in context.datelines)


def _place_id(toponym: Toponym) -> str:
    return toponym.place.id if toponym.place is not None else ""


def _is_called(toponym: Toponym, word: str, text: str) -> bool:
    """Whether the text calls a place so: *Mindoro, a province south of Manila*; *Ganjam district*; *the island of Naxos*."""
    after = text[toponym.end : toponym.end + _CALLED_CHARS]
    named = re.match(rf"(?:, (?:a|an|the) (?:[\w-]+ ){{0,4}}?| ){word}\b", after)
    return named is not None or text[: toponym.start].endswith(f"{word} of ") or _is_in_its_name(toponym, word)


def _is_in_its_name(toponym: Toponym, word: str) -> bool:
    """Whether a place has the word in its name: *Kome Island*, *Port Louis*."""
    return word in FEATURES and word in toponym.surface.lower().split()


def _fits(toponym: Toponym, word: str) -> bool:
    """Whether a place may be called so; one that no gazetteer has, by its own name: *the island* is *Kome Island*."""
    if toponym.place is None:
        return _is_in_its_name(toponym, word)
    if toponym.geo_precision not in _FINE and not toponym.place.feature.startswith(_ISLAND):
        return False
    return toponym.place.feature.startswith(FEATURES.get(word, ("",)))
