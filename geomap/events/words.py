"""The words of a document that tell of events: what the lists have, what a model makes of other words, less figures of speech."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from geomap.events.actors import People
from geomap.events.attribution import statements
from geomap.events.clauses import children, is_light
from geomap.events.context import Context
from geomap.events.dated_nouns import dated_nouns
from geomap.events.dating import when_of
from geomap.events.figures import is_figure
from geomap.events.locate import places_of
from geomap.events.tentative import tentative_nouns
from geomap.events.triggers import Found, triggers
from geomap.events.type_clues import Surroundings
from geomap.events.unlisted import Telling, candidates, parts_of, telling, typed

if TYPE_CHECKING:
    from geomap.syntax.tree import Token


class Words(NamedTuple):
    """The words of a document that tell of events: those that a list has, those that none has, and what they stand among."""

    listed: list[Found]
    others: list[Found]
    around: Surroundings
    #: The listed words that are figures of speech, by their tokens.
    figures: frozenset[int]


def words_of(context: Context, people: People) -> Words:
    """The words of a document that tell of events."""
    listed = list(triggers(context))
    listed += dated_nouns(context, tuple(listed))
    named = {f.token.i for f in listed}
    listed += [f for f in statements(context, people) if f.token.i not in named]
    told_as = {f.token.i: f.event_type for f in listed}
    listed = [f for f in listed if not _only_comes(f, told_as)]
    types = {f.token.i: f.event_type for f in listed if f.event_type != "statement"}
    others = [typed(f, context, types) for f in _unlisted(context, frozenset(f.token.i for f in listed))]
    others += tentative_nouns(context, (*listed, *others))
    around = Surroundings.of(context.parsed, types)
    figures = frozenset(f.token.i for f in listed if is_figure(f, context, around))
    return Words([f for f in listed if f.token.i not in figures], others, around, figures)


def _unlisted(context: Context, listed: frozenset[int]) -> list[Found]:
    """The verbs that tell of an event though no type lists them."""
    told = []
    for found in candidates(context, listed):
        own = listed | {found.token.i}
        places, time = places_of(found, context, own), when_of(found, context, own)
        says = telling(parts_of(found, context, listed, places, time))
        if says is not Telling.NOT:
            told.append(replace(found, tentative=says is Telling.TENTATIVE))
    indices = {f.token.i for f in told if not f.tentative}
    return [f for f in told if not _only_begins(f.token, indices)]


def _only_comes(found: Found, types: Mapping[int, str]) -> bool:
    """Whether a verb only says that what its subject tells came about: *the attack came at dawn*."""
    verb = found.token
    return verb.lemma_ == "come" and any(types.get(c.i) == found.event_type for c in children(verb, "nsubj"))


def _only_begins(verb: Token, told: Collection[int]) -> bool:
    """Whether the infinitive after a verb says what is done: *began on Monday to search the hull*."""
    return is_light(verb) and any(c.i in told and c.tag_ == "VB" for c in children(verb, "xcomp"))
