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
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cache
from typing import Any

from geomap import lexicon
from geomap.events.anaphora import anaphor_of, home_meant, says_here
from geomap.events.candidate_places import INSIDE, LENT, RULED_OUT, Candidate
from geomap.events.clauses import ROLES_FILE, entries
from geomap.events.containers import is_within
from geomap.events.context import Context
from geomap.events.draft import Draft
from geomap.events.landscape import COARSE, NEAREST, Landscape, key_of
from geomap.events.locate import places_of
from geomap.events.pins import mention_of, order
from geomap.events.place_clues import VAGUE_KINDS, candidates, is_at
from geomap.events.seats import court_town, seat_meant
from geomap.model import GeoPrecision, Role, Status, Toponym, Usage

#: A name that is no place of any gazetteer's may be no place at all.
UNKNOWN = "unknown to any gazetteer"
WEIGHTS_FILE = "events/whereabouts.json"
#: What makes a place one that is taken with more care: a government acts, or it is only gone to, come from or made for, named by
#: somebody who is quoted, or only to say what something is near to or belongs to.
DOUBTS = frozenset(
    {
        *("sentence, metonym", "sentence, from", "sentence, for", "beside it"),
        *("only journeys, deeds at a spot", "only named in a quotation"),
    }
)


#: How a place is named in an event's sentence that says more narrowly where in a country it was.
NARROWING = frozenset({"sentence, at", "sentence, between"})


def settle(merged: Sequence[Draft], groups: Sequence[Sequence[Draft]], landscape: Landscape) -> list[Draft]:
    """The happenings, each that names no place of its own with the likeliest one of the document, if that is likely enough."""
    if not landscape.named and landscape.context.dateline is None:
        return list(merged)
    settled = list(merged)
    ordered = sorted(range(len(merged)), key=lambda i: merged[i].found.token.i)
    for at, i in enumerate(ordered):
        court = _court_of(merged[i], landscape.context)
        if court is not None:
            settled[i] = _at(merged[i], court)
        elif _is_at_unknown_site(merged[i], landscape.context):
            bare = replace(merged[i], places=())
            settled[i] = _in_its_town(merged[i], candidates(bare, groups[i], landscape, _near(settled, ordered, at)))
        elif _is_coarse(merged[i]):
            bare = replace(merged[i], places=())
            settled[i] = _narrowed(merged[i], candidates(bare, groups[i], landscape, _near(settled, ordered, at)))
        elif is_asked(merged[i], groups[i]) and not (_is_here(merged[i], landscape.context) or _is_there(merged[i], landscape)):
            seat = seat_meant(merged[i].found, landscape.context) or home_meant(merged[i].found.token, landscape.context)
            if seat is not None:
                settled[i] = _at(merged[i], seat)
                continue
            found = candidates(merged[i], groups[i], landscape, _near(settled, ordered, at))
            settled[i] = _placed(merged[i], _without_who_asks(found) if _is_request(merged[i]) else found)
    return settled


def _near(settled: Sequence[Draft], ordered: Sequence[int], at: int) -> list[Draft]:
    """The happenings told nearest to one of them, but for that."""
    return [settled[j] for j in ordered[max(0, at - NEAREST) : at + NEAREST] if j != ordered[at]]


def _is_at_unknown_site(draft: Draft, context: Context) -> bool:
    """Whether a happening is at a building or a square that no gazetteer has: *met at the Retaj hotel*, *at State House*."""
    pin = draft.pin
    if pin is None or pin.place is not None or pin.how != "explicit" or pin.span is None or draft.status is Status.DENIED:
        return False
    names = pin.name.lower().replace("-", " ").split()
    behind = context.document.text[pin.span.end :].split(maxsplit=1)
    known = entries(ROLES_FILE, "site_words")
    next_word = behind[0].rstrip(",.;:") if behind else ""
    return names[-1] in known or names[0] in entries(ROLES_FILE, "site_heads") or next_word in known


def _in_its_town(draft: Draft, found: Sequence[Candidate]) -> Draft:
    """With the town that its site is likely in; its own name stays beside that."""
    shares = likelihoods([c.clues for c in found], weights())
    best = max((i for i, c in enumerate(found) if _is_town(c)), key=lambda i: shares[i], default=0)
    town = found[best].toponym
    if town is None or shares[best] < limits()["site"]:
        return draft
    return replace(draft, places=tuple(order([*draft.places, mention_of(town, Role.VENUE, how="inherited")])))


def _is_coarse(draft: Draft) -> bool:
    """Whether all that an event's own words say is in which country, or which part of one, it was."""
    pin = draft.pin
    known = pin is not None and pin.role is Role.VENUE and pin.how == "explicit" and pin.place is not None
    return known and pin is not None and pin.geo_precision in COARSE and draft.status is not Status.DENIED


def _narrowed(draft: Draft, found: Sequence[Candidate]) -> Draft:
    """At the place inside a country that its sentence names besides: *in Zambia, drivers blocked the road near Chingola*."""
    pin = draft.pin
    others = [c for c in found if pin is None or c.toponym is None or not is_at(pin, key_of(c.toponym))]
    shares = likelihoods([c.clues for c in others], weights())
    best = max(range(len(others)), key=lambda i: shares[i])
    toponym, clues = others[best].toponym, others[best].clues
    if pin is None or toponym is None or toponym.place is None or toponym.geo_precision in COARSE:
        return draft
    named = not NARROWING.isdisjoint(clues) and RULED_OUT not in clues and shares[best] >= limits()["narrower"]
    return _at(draft, toponym) if named and is_within(mention_of(toponym, Role.VENUE), pin) else draft


def _is_town(candidate: Candidate) -> bool:
    toponym = candidate.toponym
    if toponym is None or toponym.place is None or RULED_OUT in candidate.clues:
        return False
    return toponym.place.feature.startswith("P.")


def _court_of(draft: Draft, context: Context) -> Toponym | None:
    """The town of the court that acts, where the event's words name besides only a country, or whose case it is.

    *In Brazil a court in Foz do Iguaçu issued a warrant*; *a man wanted for attacks in Brno was remanded by a Larnaca court*; *a
    court in Varna declared the walkout illegal*.
    """
    pin, verb = draft.pin, draft.found.token
    if draft.status is Status.DENIED or (pin is not None and pin.how != "explicit"):
        return None
    town = court_town(draft.found, context)
    if pin is None or town is None or town.span == pin.span:
        return town if pin is None else None
    by = town.start > verb.idx and pin.span is not None and pin.span.start < verb.idx
    return town if by or pin.geo_precision in COARSE else None


def _is_here(draft: Draft, context: Context) -> bool:
    """Whether an event's own words say that it is where the article is told from."""
    dateline = context.dateline_at(draft.found.token.idx)
    lent = dateline is not None and draft.pin is not None and is_at(draft.pin, key_of(dateline.place))
    return lent and says_here(draft.found.token)


def _is_there(draft: Draft, landscape: Landscape) -> bool:
    """Whether an event's own words say *there*, and it is known what that means."""
    pointing = anaphor_of(draft.found, landscape.context, landscape.triggers) if draft.pin is not None else None
    return pointing is not None and pointing.token.lower_ == "there"


def with_own_place(draft: Draft, group: Sequence[Draft], context: Context, triggers: frozenset[int]) -> Draft:
    """With the place that its own words name, where only a closer look (``unnoticed.py``) shows that it is one."""
    if not is_asked(draft, group):
        return draft
    for told in (draft, *group):
        places = places_of(told.found, context, triggers)
        if places and places[0].role is not Role.ABOUT:
            topics = (p for p in draft.places if p.role is Role.ABOUT)
            return replace(draft, places=tuple(order([*places, *topics])))
    return draft


def is_asked(draft: Draft, group: Sequence[Draft]) -> bool:
    """Whether a happening's own words leave open where it is."""
    own = any(d.pin is not None and d.pin.how == "explicit" and not _is_mere_actor(d) for d in (draft, *group))
    said = draft.family == "speech" and not _is_request(draft)
    return not own and draft.status is not Status.DENIED and not said


def _is_request(draft: Draft) -> bool:
    """Whether something is asked for, which is done somewhere (*handed in a petition*), unlike what is said."""
    return draft.found.event_type == "request"


def _without_who_asks(found: Sequence[Candidate]) -> list[Candidate]:
    """Without the governments that ask or are asked: *Dakar requested help*, *asked Paris for a frigate*."""
    return [c for c in found if c.toponym is None or c.toponym.usage is Usage.LITERAL]


def _is_mere_actor(draft: Draft) -> bool:
    """Whether a happening is only known to be of a country that acts: *a Chinese company inspected the runway*."""
    pin = draft.pin
    by_actor = pin is not None and pin.role is Role.ORIGIN and pin.geo_precision is GeoPrecision.COUNTRY
    return by_actor and draft.found.event_type in entries(ROLES_FILE, "actor_types")


def _placed(draft: Draft, found: Sequence[Candidate]) -> Draft:
    """With the place that is likely enough; without any where none is. What the scene lent stays unless it is unlikely."""
    actor = _is_mere_actor(draft)
    if draft.pin is not None and not actor and not any(c.is_lent for c in found):
        return draft
    best = found[chosen([c.clues for c in found])]
    if actor and best.toponym is None:
        return draft
    if best.is_lent and (best.toponym is None or not _is_part(draft, best.toponym)):
        return draft
    if best.toponym is None:
        about = tuple(p for p in draft.places if p.role is Role.ABOUT)
        return replace(draft, places=about) if draft.pin is not None else draft
    return _at(draft, best.toponym)


def _at(draft: Draft, toponym: Toponym) -> Draft:
    """With a place that the document names elsewhere."""
    others = (p for p in draft.places if p.role is Role.ABOUT and not is_at(p, key_of(toponym)))
    return replace(draft, places=tuple(order([*others, mention_of(toponym, Role.VENUE, how="inherited")])))


def _is_part(draft: Draft, whole: Toponym) -> bool:
    """Whether the scene lent only a part of a place, its centre or its north: for what else is told the whole is surer."""
    pin = draft.pin
    return pin is not None and pin.geo_precision is GeoPrecision.AREA and whole.geo_precision is not GeoPrecision.AREA


def chosen(found: Sequence[Mapping[str, float]]) -> int:
    """Which of several places, by their clues, an event gets; the first of them is none at all."""
    shares = likelihoods(found, weights())
    lent = max((i for i, clues in enumerate(found) if LENT in clues), key=lambda i: shares[i], default=0)
    if lent and shares[lent] >= limits()["keep"]:
        return lent
    best = max(range(1, len(found)), key=lambda i: shares[i], default=0)
    likely = best and shares[best] >= limits()[_limit(found[best])] and shares[0] <= limits()["nowhere"]
    return best if likely and RULED_OUT not in found[best] else 0


def _limit(clues: Mapping[str, float]) -> str:
    """Which limit holds for a place: of the event's own sentence or of another; a town, a larger area, or one open to doubt."""
    if DOUBTS & clues.keys():
        return "doubtful"
    if UNKNOWN in clues:
        return "unknown"
    where = "sentence" if INSIDE in clues else "elsewhere"
    return f"{where}, area" if VAGUE_KINDS & clues.keys() else where


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
    """From which likelihood on a place is taken, above which one of being nowhere none is, and below which one that the scene
    lent is given up (``keep``)."""
    table: Mapping[str, float] = _fitted()["limits"]
    return table


@cache
def _fitted() -> Mapping[str, Any]:
    """What the training script wrote."""
    fitted: Mapping[str, Any] = json.loads(lexicon.read(WEIGHTS_FILE))
    return fitted
