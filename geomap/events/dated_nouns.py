"""Nouns that may mean something else and tell of an event by a time of their own: *Monday's battle*, *a treaty of 1890*."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from geomap.events.clauses import children, entries
from geomap.events.context import Context
from geomap.events.triggers import STANDING, Found, tells_nothing
from geomap.events.types import OPEN_CLASS_FILE, noun_senses

if TYPE_CHECKING:
    from geomap.syntax.tree import Token

#: What one counts from or up to: "the first summit since 2009" was not then.
_BOUNDS = frozenset({"since", "until", "till", "before", "after"})


def dated_nouns(context: Context, told: Sequence[Found]) -> Iterator[Found]:
    """The events of nouns that may mean something else, where they have a time of their own: *Monday's battle*.

    Where an event of that type is told in the same sentence or the one before, the noun is another word for that one.
    """
    known = {f.token.i for f in told}
    types: dict[int, set[str]] = {}
    for found in told:
        types.setdefault(found.token.sent.start, set()).add(found.event_type)
    before: set[str] = set()
    for sentence in context.parsed.sents:
        here = types.get(sentence.start, set())
        for token in sentence:
            noun = _event_of(token, context)
            if (
                noun is not None
                and token.i not in known
                and noun.event_type not in here | before
                and not tells_nothing(noun, context)
            ):
                yield noun
        before = here


def _event_of(token: Token, context: Context) -> Found | None:
    """The event of a noun with a time of its own, if any; gatherings (*a dinner on Friday*) are told by what is done at them."""
    lemma = token.lemma_.lower()
    senses = [s for s in noun_senses().get(lemma, ()) if (s.weak or s.needs) and s.event_type != "gathering"]
    if not senses or token.pos_ != "NOUN" or token.dep_ not in STANDING or lemma in entries(OPEN_CLASS_FILE, "spans"):
        return None
    modifiers = {c.lemma_.lower() for c in children(token, "compound", "amod", "nmod")}
    if any(modifiers & s.barred for s in senses):
        return None
    said = (p for p in children(token, "prep") if p.lower_ not in _BOUNDS)
    own = [*children(token, "poss"), *(o for p in said for o in children(p, "pobj"))]
    return Found(token, senses[0]) if any(t.i in context.in_timex for t in own) else None
