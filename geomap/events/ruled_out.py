"""Which of the places that a document names an event is not at, whatever else speaks for them.

A capital that does what is not decided at home is no venue (*Moscow met envoys*), unless it is also named as a place to be in; no
earthquake is where it was only felt, and what happens *at the scene* is not where its sentence then goes on. And of what happens
at a spot nothing is lent from another paragraph where it may as well be elsewhere: by a place that is only gone to, that only
history is told of, or of which there are two alike.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from geomap.events.candidate_places import INSIDE, Candidate
from geomap.events.clauses import ROLES_FILE, children, entries
from geomap.events.dating import is_history
from geomap.events.draft import Draft
from geomap.events.event_kinds import JOURNEYS
from geomap.events.landscape import Landscape, Named, key_of
from geomap.events.scene import is_in_the_country
from geomap.events.told_at import placed_near, where_of
from geomap.model import Usage

if TYPE_CHECKING:
    from geomap.syntax.tree import Token


def ruled_out(
    found: Mapping[str, Candidate], draft: Draft, body: Sequence[Token], landscape: Landscape, others: Sequence[Draft]
) -> frozenset[str]:
    """The keys of the places that an event is not at."""
    near = landscape.near(draft.found.token)
    there: dict[str, list[Draft]] = defaultdict(list)
    for other in placed_near(body[0], others):
        there[where_of(other)].append(other)
    paragraphs = {landscape.paragraph(t) for t in body}
    beside = {n.key for n in near if landscape.paragraph(n.token) in paragraphs}
    apart = {key for key, c in found.items() if there[key] and key not in beside and INSIDE not in c.clues}
    passing = {key for key in apart if landscape.mentions[key] == 1 and _is_of_something_else(there[key], draft, landscape)}
    alike = apart & _alike(draft, body, others)
    told_from = _told_from(body, landscape) if any(is_in_the_country(t.sent) for t in body) else frozenset()
    acting = frozenset() if draft.found.event_type in entries(ROLES_FILE, "decided_types") else frozenset(_acting(near, body))
    never = {*acting, *_only_felt(near, landscape), *_beyond_the_scene(near, body)}
    return frozenset({*never, *passing, *alike, *told_from})


def _told_from(body: Sequence[Token], landscape: Landscape) -> frozenset[str]:
    """The town that an article is told from, of an event in *a village*."""
    dateline = landscape.context.dateline_at(body[0].idx)
    return frozenset() if dateline is None else frozenset({key_of(dateline.place)})


def _acting(near: Sequence[Named], body: Sequence[Token]) -> Iterator[str]:
    """The governments that do the deed, each called by a capital that is nowhere named as a place."""
    triggers = {t.i for t in body}
    literal = {n.key for n in near if n.toponym.usage is Usage.LITERAL}
    for named in near:
        if named.toponym.usage is not Usage.METONYM or named.hung is None or named.key in literal:
            continue
        place = named.toponym.place
        capital = place is not None and place.feature.startswith("P.")
        if capital and named.hung.relation == "nsubj" and named.hung.owner.i in triggers:
            yield named.key


def _beyond_the_scene(near: Sequence[Named], body: Sequence[Token]) -> Iterator[str]:
    """What a sentence names behind an event that is *at the scene*: *who spent Monday at the scene, promised help in La Paz*."""
    for trigger in body:
        if any(o.lower_ in entries(ROLES_FILE, "scene_nouns") for p in children(trigger, "prep") for o in children(p, "pobj")):
            behind = (n for n in near if n.token.sent.start == trigger.sent.start and n.token.i > trigger.i)
            yield from (n.key for n in behind if n.hung is not None and n.hung.owner.i != trigger.i)


def _only_felt(near: Sequence[Named], landscape: Landscape) -> Iterator[str]:
    """The places of which is only said that something was felt there."""
    felt = (n for n in near if n.hung is not None and n.hung.owner.lemma_ in entries(ROLES_FILE, "perceiving"))
    return (named.key for named in felt if landscape.mentions[named.key] == 1)


def _is_of_something_else(told: Sequence[Draft], draft: Draft, landscape: Landscape) -> bool:
    """Whether a place is only gone to, for what happens at a spot, or only history is told of it, for what is of now."""
    if _is_scene(draft) and all(d.family in JOURNEYS for d in told):
        return True
    published = landscape.context.document.published
    if is_history(draft.when, published, draft.status):
        return False
    return all(is_history(d.when, published, d.status) for d in told)


def _alike(draft: Draft, body: Sequence[Token], others: Sequence[Draft]) -> frozenset[str]:
    """The two places that the same was told of last, for what may be the sequel of either."""
    before = [d for d in placed_near(body[0], others) if d.found.token.i < body[0].i and not d.headline]
    last = sorted(before, key=lambda d: d.found.token.i)[-2:]
    places = frozenset(where_of(d) for d in last)
    same = len({d.found.token.lemma_ for d in last}) == 1
    return places if same and len(places) > 1 and _is_scene(draft) else frozenset()


def _is_scene(draft: Draft) -> bool:
    return draft.found.event_type in entries(ROLES_FILE, "scene_types")
