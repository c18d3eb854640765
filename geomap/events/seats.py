"""What is of a whole country: its elections, which are there, and the bodies of its state, which sit in its capital.

And what is of a town: its court, which rules there, whatever it rules on.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from geomap.events.attach import carriers
from geomap.events.clauses import ROLES_FILE, SPEECH_FILE, children, entries, subject
from geomap.events.context import Context
from geomap.events.triggers import Found
from geomap.model import GeoPrecision, Toponym, Usage

if TYPE_CHECKING:
    from geomap.syntax.tree import Token

_CAPITAL = "P.PPLC"
_COUNTRY = "A.PCL"
_COARSE = frozenset({GeoPrecision.COUNTRY, GeoPrecision.AREA})
_OWNS = ("poss", "amod", "compound", "nmod")
#: What a name of the headline, the first paragraph or the dateline counts.
_OPENING = 2
#: What a plain body of the state may be called besides: *the national parliament*, *the lower house*.
_PLAIN = frozenset({"national", "federal", "new", "lower", "upper", "supreme", "constitutional", "presidential", "state"})


def capital_meant(noun: Token, context: Context) -> Toponym | None:
    """The capital that *the capital* or a body of the state stands for, of those that the document names."""
    country = country_of(noun, context)
    named = [t for t in context.toponyms if _is_capital_of(t, country)]
    return min(named, key=lambda t: t.usage is not Usage.LITERAL, default=None)


def _is_capital_of(toponym: Toponym, country: str | None) -> bool:
    place = toponym.place
    return place is not None and country is not None and place.feature == _CAPITAL and place.country == country


def country_of(noun: Token, context: Context) -> str | None:
    """The code of the country that a noun belongs to: its own, the one spoken of before it, that of the story."""
    own = [t for child in children(noun, *_OWNS) if (t := context.in_toponym.get(child.i)) is not None]
    of = (o for p in children(noun, "prep") if p.lower_ in {"of", "in"} for o in children(p, "pobj"))
    own += [t for o in of if (t := context.in_toponym.get(o.i)) is not None]
    before = [
        t for word, t in context.toponyms_in(noun.sent) if word.i < noun.i and _is_country(t) and t.usage is not Usage.DEMONYM
    ]
    told = [*own, *reversed(before)]
    spoken = next((t.place.country for t in told if t.place is not None and t.place.country is not None), None)
    return spoken or _of_the_story(context)


def _is_country(toponym: Toponym) -> bool:
    return toponym.place is not None and toponym.place.feature.startswith(_COUNTRY)


def voting_country(found: Found, context: Context) -> Toponym | None:
    """The country that a national election is held in: *the run-off of 2018*, where the article tells of such.

    Or the one that votes: *Venezuelans voted*, *Venezuela held its referendum*.
    """
    noun = found.token
    if found.event_type == "election" and (voters := _who_votes(noun, context)) is not None:
        return voters
    if found.event_type != "election" or noun.lemma_.lower() not in entries(ROLES_FILE, "national_votes"):
        return None
    if not _is_national(noun):
        return None
    country = country_of(noun, context)
    named = [t for t in context.toponyms if _is_country(t) and t.place is not None and t.place.country == country]
    return min(named, key=lambda t: (t.geo_precision is GeoPrecision.AREA, t.usage is not Usage.LITERAL), default=None)


def _who_votes(trigger: Token, context: Context) -> Toponym | None:
    """The country that votes, or whose people do."""
    verbs = [v for v in (trigger, *carriers(trigger)) if v.lemma_.lower() in entries(ROLES_FILE, "voting")]
    named = (context.toponym_at.get(who.i) for verb in verbs if (who := subject(verb)) is not None)
    return next((t for t in named if t is not None and _is_country(t)), None)


def _is_national(vote: Token) -> bool:
    """Whether a vote is of no smaller body than a country, as far as it and its article say."""
    of = (o for p in children(vote, "prep") for o in children(p, "pobj"))
    said = {c.lower_ for c in (*children(vote, "amod", "compound", "nmod"), *of)}
    if said & entries(ROLES_FILE, "lesser_votes"):
        return False
    words = entries(ROLES_FILE, "national_words")
    return bool(said & words) or any(t.lower_ in words for t in vote.doc)


def _of_the_story(context: Context) -> str | None:
    """The country that the text makes most of: by its names, those that it opens with above all, and by its dateline."""
    votes: Counter[str] = Counter()
    dateline = context.dateline.place if context.dateline is not None else None
    body = dateline.end if dateline is not None else 0
    opening = context.document.text.find("\n\n", body)
    for toponym in context.toponym_at.values():
        if toponym.place is not None and toponym.place.country is not None:
            votes[toponym.place.country] += _OPENING if toponym.start < opening else 1
    if dateline is not None and dateline.place is not None and dateline.place.country is not None:
        votes[dateline.place.country] += _OPENING
    return votes.most_common(1)[0][0] if votes else None


def seat_of(noun: Token, context: Context) -> Toponym | None:
    """The capital where a body of the state sits: *Parliament will debate*, *marched on the presidential palace*."""
    if not _is_of_the_state(noun):
        return None
    return capital_meant(noun, context)


def court_town(found: Found, context: Context) -> Toponym | None:
    """The town whose court or judge acts: *a Calama judge outlawed the strike*, *the court in Varna refused him bail*.

    A country's court sits somewhere in it, and nobody knows where.
    """
    if found.is_noun:
        return None
    own = [s for s in (subject(found.token), *children(found.token, "nsubj")) if s is not None]
    agents = [o for by in children(found.token, "agent") for o in children(by, "pobj")]
    titled = [t for s in own for t in children(s, "compound")]  # "Mombasa magistrate Halima Mwadime"
    for actor in own + titled + agents:
        if actor.lemma_.lower() not in entries(ROLES_FILE, "courts"):
            continue
        inside = (o for p in children(actor, "prep") if p.lower_ in {"in", "at"} for o in children(p, "pobj"))
        for word in (*inside, *children(actor, *_OWNS)):
            town = context.in_toponym.get(word.i)
            if town is not None and town.place is not None and town.place.feature.startswith("P."):
                return town
    return None


def seat_meant(found: Found, context: Context) -> Toponym | None:
    """Where an event is that is of a country or a court: a national election, a ruling, what a state decides at home."""
    seat = voting_country(found, context) or court_town(found, context) or acting_state(found, context)
    return seat or home_of_doer(found, context)


def home_of_doer(found: Found, context: Context) -> Toponym | None:
    """Where those are who do or suffer something: *schools in Nederland cancelled classes*, *the harbour of Chios was closed*.

    Not whence they come (*firefighters from Bury*), nor whose team they are, nor who holds an office (*prosecutors in Warsaw*).
    """
    if found.is_noun or found.event_type in entries(ROLES_FILE, "away_types"):
        return None
    for doer in children(found.token, "nsubj", "nsubjpass"):
        words = [] if _is_somebody(doer) else [p for p in children(doer, "prep") if p.lower_ in entries(ROLES_FILE, "home_of")]
        inside = (o for p in words for o in children(p, "pobj"))
        for word in (*inside, *children(doer, "compound", "nmod")):
            named = context.toponym_at.get(word.i)
            if named is not None and named.usage is Usage.LITERAL and named.geo_precision not in _COARSE:
                return named
    return None


def _is_somebody(doer: Token) -> bool:
    """Whether a doer is one man or woman, or holds an office: *Ann Lee, of Halifax*, *officials in Omaha*."""
    offices = entries(ROLES_FILE, "authorities") | entries(ROLES_FILE, "offices")
    return doer.pos_ == "PROPN" or doer.lemma_.lower() in offices or doer.lower_ in entries(SPEECH_FILE, "titles")


def acting_state(found: Found, context: Context) -> Toponym | None:
    """The country, or the capital that stands for it, which decides something at home: *Tallinn summoned the envoy*."""
    if found.is_noun or found.event_type not in entries(ROLES_FILE, "state_types"):
        return None
    own = subject(found.token)
    named = context.toponym_at.get(own.i) if own is not None else None
    if named is None or named.usage is not Usage.METONYM or named.place is None or _is_elsewhere(found.token, context):
        return None
    if named.place.feature == _CAPITAL:
        return named
    at_large = found.event_type != "rejection" and found.token.lemma_.lower() not in entries(ROLES_FILE, "summoning")
    return named if at_large and _is_country(named) else None


def closes_frontier(verb: Token) -> bool:
    """Whether a verb tells of what a state does along its border: *closed the border*, *reopened its airspace*."""
    if verb.lemma_.lower() not in entries(ROLES_FILE, "closing"):
        return False
    return any(o.lower_ in entries(ROLES_FILE, "frontiers") for o in children(verb, "dobj"))


def _is_elsewhere(verb: Token, context: Context) -> bool:
    """Whether what a state does is said to be elsewhere: *recalled its envoy from Tashkent*."""
    whence = (p for noun in (verb, *children(verb, "dobj")) for p in children(noun, "prep") if p.lower_ == "from")
    return any(o.i in context.toponym_at for p in whence for o in children(p, "pobj"))


def _is_of_the_state(noun: Token) -> bool:
    before = [c for c in noun.children if c.dep_ in {"amod", "compound", "nmod"} and c.ent_type_ != "GPE"]
    words = " ".join([*(c.lower_ for c in before), noun.lower_])
    if words in entries(ROLES_FILE, "state_sites"):
        return True
    plain = all(c.lower_ in _PLAIN or c.ent_type_ == "NORP" for c in before)
    return plain and noun.lower_ in entries(ROLES_FILE, "state_bodies")
