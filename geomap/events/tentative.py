"""What a document alone leaves open: a word that may tell of an event, and does where another document tells of the same.

One article says that a minister *saw* her colleague in Muscat on Tuesday, another that the two *met* there: the first word alone
would tell of too many things that are no events. So what is a little too unlikely (``unlisted.json``) is kept as tentative, and
so are nouns that say nothing of their own, that are for other things too, or that are made of a verb of events: *the suspension*.
Linking tells it where a sure report of another document is likely enough one with it (``same_event.toml``), the likelier the
less the two say of the day; nobody sees it elsewhere. Of what is sure nothing changes by it: a tentative word lends no place and
no time.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cache

from geomap.events.clauses import STATUS_FILE, entries
from geomap.events.context import Context
from geomap.events.draft import Draft
from geomap.events.mentions import deed_of
from geomap.events.scene import settled, settled_among
from geomap.events.triggers import STANDING, Found
from geomap.events.types import Sense, family, noun_senses, verb_senses
from geomap.model import DateBasis

#: Nouns of verbs that are for who does it, or whom it is done to: *inspector*, *detainee*.
_DOERS = ("er", "or", "ist", "ee", "man")
#: Shorter nouns are made of no verb: *war*, *use*.
_SHORTEST = 5


def tentative_nouns(context: Context, told: Collection[Found]) -> Iterator[Found]:
    """The nouns that may tell of an event and are not among those ``told``, nor another word for one told in their sentence."""
    known = {f.token.i for f in told}
    beside = {(f.token.sent.start, f.event_type) for f in told}
    for sentence in context.parsed.sents:
        for token in sentence:
            if token.pos_ != "NOUN" or token.dep_ not in STANDING or token.i in known:
                continue
            event_type = _type_of(token.lemma_.lower())
            if event_type is None or (sentence.start, event_type) in beside:
                continue
            if token.i not in context.in_timex and token.i not in context.in_toponym:
                yield Found(token, Sense(event_type), tentative=True)


@cache
def _type_of(noun: str) -> str | None:
    """The type that a noun tells of in one of its senses, or that its verb tells of."""
    senses = noun_senses().get(noun)
    if senses:
        return senses[0].event_type
    if len(noun) < _SHORTEST or noun.endswith(_DOERS):
        return None
    return _verbs().get(deed_of(noun))


@cache
def _verbs() -> Mapping[str, str]:
    """The types of verbs that tell of something done wherever they stand, by their deeds."""
    found: dict[str, str] = {}
    for verb, senses in verb_senses().items():
        for sense in senses:
            if " " not in verb and not sense.to_place and not sense.needs and family(sense.event_type) != "speech":
                found.setdefault(deed_of(verb), sense.event_type)
    return found


def as_tentative(draft: Draft) -> Draft:
    """The draft of an event of which another document must tell too."""
    return replace(draft, found=replace(draft.found, tentative=True))


def is_tentative(happening: Iterable[Draft]) -> bool:
    """Whether no word of a happening makes it sure that there is one."""
    return all(d.tentative for d in happening)


def may_be_confirmed(draft: Draft) -> bool:
    """Whether another document can tell of what is only tentative: of something done, on a day that the story knows.

    What is expected or planned is told by its own word, not by that for the waiting: *landfall expected near Rakiraki*.
    """
    if not draft.found.is_noun and draft.found.token.lemma_.lower() in entries(STATUS_FILE, "awaited"):
        return False
    return draft.family != "speech" and draft.when is not None and draft.when.basis is not DateBasis.PUBLICATION


def in_their_scenes(made: Sequence[Draft], context: Context, indices: frozenset[int]) -> list[Draft]:
    """The drafts with what their scenes lend them; a tentative one lends nothing to those that are sure."""
    told = settled([d for d in made if not d.tentative], context, indices)
    return [*told, *settled_among([d for d in made if d.tentative], told, context, indices)]
