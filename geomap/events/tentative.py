"""What a document alone leaves open: a word that may tell of an event, and does where another document tells of the same.

One article says that a minister *saw* her colleague in Muscat on Tuesday, another that the two *met* there: the first word alone
would tell of too many things that are no events. So what is a little too unlikely (``unlisted.json``) is kept as tentative.
Linking tells it where a sure report of another document is likely enough one with it (``same_event.toml``), if one of the two
states the day; nobody sees it elsewhere. Of what is sure nothing changes by it: a tentative word lends no place and no time.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from geomap.events.context import Context
from geomap.events.draft import Draft
from geomap.events.scene import settled, settled_among
from geomap.model import DateBasis


def as_tentative(draft: Draft) -> Draft:
    """The draft of an event of which another document must tell too."""
    return replace(draft, found=replace(draft.found, tentative=True))


def is_tentative(happening: Iterable[Draft]) -> bool:
    """Whether no word of a happening makes it sure that there is one."""
    return all(d.tentative for d in happening)


def may_be_confirmed(draft: Draft) -> bool:
    """Whether another document can tell of what is only tentative: of something done, on a day that the story knows."""
    return draft.family != "speech" and draft.when is not None and draft.when.basis is not DateBasis.PUBLICATION


def in_their_scenes(made: Sequence[Draft], context: Context, indices: frozenset[int]) -> list[Draft]:
    """The drafts with what their scenes lend them; a tentative one lends nothing to those that are sure."""
    told = settled([d for d in made if not d.tentative], context, indices)
    return [*told, *settled_among([d for d in made if d.tentative], told, context, indices)]
