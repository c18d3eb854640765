"""Events without a place or a time of their own have those of the scene they are told in.

*A bomb went off in Kano on Friday, killing six. Police arrested two men*: the killing and the arrests were in Kano too. Only what
happens at a spot inherits (see ``scene_types`` in ``data/events/roles.toml``), only from what is told beside it or where the
whole story has one place, and never over a place that its own sentence names.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from geomap.events.agreement import places_agree
from geomap.events.anaphora import anaphor_of, place_meant, says_here
from geomap.events.attach import is_outlived
from geomap.events.clauses import ROLES_FILE, STATUS_FILE, children, entries
from geomap.events.context import Context
from geomap.events.court import tried_for
from geomap.events.dating import is_history
from geomap.events.draft import FINENESS, Draft
from geomap.events.locate import authority_place, national_place
from geomap.events.pins import mention_of, order
from geomap.events.seats import seat_of
from geomap.events.types import family
from geomap.model import DateBasis, DatePrecision, GeoPrecision, PlaceMention, Role, Status, Usage, When

if TYPE_CHECKING:
    from geomap.syntax.tree import Span as Words
    from geomap.syntax.tree import Token

_COARSE = frozenset({GeoPrecision.COUNTRY, GeoPrecision.AREA})
_REAL = frozenset({Status.OCCURRED, Status.ONGOING})
_LEAD_TOKENS = 70
#: Before what was spoken of: *in the village*.
_KNOWN = frozenset({"the", "this", "that"})
#: Whose place is where somebody is from: *farmers in a village near the border said*.
_WHO = frozenset({"nsubj", "nsubjpass", "appos", "poss", "agent"})


def settled(drafts: Sequence[Draft], context: Context, triggers: frozenset[int]) -> list[Draft]:
    """The drafts in the order of the text, each with the place and the time that its scene lends it."""
    told: list[Draft] = []
    ordered = sorted(drafts, key=lambda d: d.found.token.i)
    for draft in ordered:
        placed = _pointed(draft, context, triggers, told) if _is_unplaced(draft, context) else draft
        told.append(placed)
    settled_drafts: list[Draft] = []
    for i, draft in enumerate(told):
        settled_drafts.append(_lent(draft, [*settled_drafts, *told[i + 1 :]], context))
    placed_drafts = [_by_authority(draft, context) for draft in settled_drafts]
    return [_in_its_country(draft, context) for draft in placed_drafts]


def settled_among(drafts: Sequence[Draft], told: Sequence[Draft], context: Context, triggers: frozenset[int]) -> list[Draft]:
    """Drafts with what their scenes lend them among others that are ``told``, which keep what they have."""
    found = []
    for draft in drafts:
        before = [d for d in told if d.found.token.i < draft.found.token.i]
        placed = _pointed(draft, context, triggers, before) if _is_unplaced(draft, context) else draft
        found.append(_in_its_country(_by_authority(_lent(placed, told, context), context), context))
    return found


def _by_authority(draft: Draft, context: Context) -> Draft:
    place = authority_place(draft.found, context) if draft.pin is None and draft.status in _REAL else None
    return _with_place(draft, place) if place is not None else draft


def _in_its_country(draft: Draft, context: Context) -> Draft:
    country = national_place(draft.found, context) if draft.pin is None else None
    return _with_place(draft, country) if country is not None else draft


def _pointed(draft: Draft, context: Context, triggers: frozenset[int], told: Sequence[Draft]) -> Draft:
    """With the place that *here* or *the city* in its clause means, or the dateline's."""
    anaphor = anaphor_of(draft.found, context, triggers)
    place = place_meant(anaphor, draft.found, context, told) if anaphor is not None else None
    if place is None:
        place = _seat_place(draft, context) or _dateline_place(draft, context, told)
    return _with_place(draft, place) if place is not None else draft


def _seat_place(draft: Draft, context: Context) -> PlaceMention | None:
    """The capital, for what a body of the state does, or what happens at its building."""
    verb = draft.found.token
    if draft.family in _roles("seatless") or _names_a_place(draft, context):
        return None
    actors = [*children(verb, "nsubj"), *(o for by in children(verb, "agent") for o in children(by, "pobj"))]
    at = (o for p in children(verb, "prep") if p.lower_ in _roles("at") | _roles("to") for o in children(p, "pobj"))
    capital = next((t for noun in (*actors, *at) if (t := seat_of(noun, context)) is not None), None)
    return mention_of(capital, Role.VENUE, how="inherited") if capital is not None else None


def _is_unplaced(draft: Draft, context: Context) -> bool:
    """Whether a draft has no place, or only a street or a building of which at most the country or the region is known."""
    pin = draft.pin
    if pin is None or pin.span is None:
        return pin is None
    surface = context.document.text[pin.span.start : pin.span.end]
    vague = pin.place is None or FINENESS[pin.geo_precision] >= FINENESS[GeoPrecision.REGION]
    return vague and _is_site(surface)


def _with_place(draft: Draft, place: PlaceMention) -> Draft:
    return replace(draft, places=tuple(order([*draft.places, place])))


def _dateline_place(draft: Draft, context: Context, told: Sequence[Draft]) -> PlaceMention | None:
    """The dateline's place, for what the first sentences tell of while no other place has been named.

    What is said or agreed elsewhere in the article may be anywhere, and so may what happens at the scene of something that was
    told to be elsewhere: *PORTO - Two trains collided at Ermesinde. Firefighters cut passengers out*.
    """
    dateline = context.dateline_at(draft.found.token.idx)
    if dateline is None or family(draft.found.event_type) in _roles("no_dateline"):
        return None
    first = next((t.i for t in context.parsed if t.idx >= dateline.span.end), 0)
    token = draft.found.token
    if token.i < first or token.i > first + _LEAD_TOKENS or _names_a_place(draft, context) or is_in_the_country(token.sent):
        return None
    place = mention_of(dateline.place, Role.VENUE, how="inherited")
    scene = draft.found.event_type in _roles("scene_types")
    if scene and any(_is_scene_elsewhere(d, place, context) for d in told if d.found.token.i >= first):
        return None
    return place


def is_in_the_country(sentence: Words) -> bool:
    """Whether a sentence says that what it tells was in no town that is named: *killed in a raid on a remote village*."""
    return any(
        noun.lemma_.lower() in _roles("countryside")
        and noun.dep_ == "pobj"
        and noun.head.lower_ in _roles("at")
        and noun.head.head.dep_ not in _WHO
        and not any(c.dep_ == "poss" or c.lower_ in _KNOWN for c in children(noun, "det", "poss"))
        for noun in sentence
    )


def _is_scene_elsewhere(draft: Draft, place: PlaceMention, context: Context) -> bool:
    """Whether a scene has been set in its own words, and not at a place."""
    pin = draft.pin
    if pin is None or pin.how != "explicit" or draft.found.event_type not in _roles("scenes"):
        return False
    if not _sets_scene(draft, context.document.published):
        return False
    return pin.place is not None and (place.place is None or pin.place.id != place.place.id)


def _names_a_place(draft: Draft, context: Context) -> bool:
    """Whether the sentence names a place to be in, finer than a country."""
    named = [t for word, t in context.toponyms_in(draft.found.token.sent) if not (_says_whose(word) or _is_of_waters(word))]
    return any(t.usage is Usage.LITERAL and t.geo_precision not in _COARSE and not _is_site(t.surface) for t in named)


def _is_site(name: str) -> bool:
    """Whether a name is of a street or a building, which lies in the town of the story unless another is named."""
    return name.rsplit(maxsplit=1)[-1].lower() in entries(ROLES_FILE, "site_words")


def _is_of_waters(place: Token) -> bool:
    """Whether a name is a river's or a lake's, beside which the town of the story lies: *a bridge over the Tisza river*."""
    return place.dep_ in {"compound", "nmod"} and place.head.lemma_.lower() in entries(ROLES_FILE, "waters")


def _says_whose(place: Token) -> bool:
    """Whether a place only says who or what is meant, and not where: *firefighters from Bury*, *the mayor of Lyon*."""
    while place.dep_ in {"conj", "appos"}:
        place = place.head
    preposition = place.head
    owner = preposition.head
    if preposition.lower_ not in _roles("whence") or preposition.dep_ != "prep" or owner.pos_ not in {"NOUN", "PROPN"}:
        return False
    return owner.lemma_.lower() not in entries(STATUS_FILE, "place_nouns")  # "the city of Lyon"


def _lent(draft: Draft, others: Sequence[Draft], context: Context) -> Draft:
    """With the place and time of the draft beside it that tells of the same scene."""
    if draft.pin is None and says_here(draft.found.token):
        return draft  # where the article is told from, or nobody knows where
    at = _at_event(draft, others, context) or _chained(draft, others, context)
    if at is not None:
        return at
    if draft.status not in _REAL or draft.found.event_type not in _roles("scene_types") | _roles("beside_types"):
        return draft
    beside = _beside(draft, others, context)
    if beside is None:
        return draft
    pin = beside.pin
    if _is_unplaced(draft, context) and pin is not None:
        draft = _with_place(draft, replace(pin, role=Role.VENUE, how="inherited"))
    if is_outlived(draft.found.token) and beside.found.token.sent.start == draft.found.token.sent.start:
        return draft  # "met survivors of the attack on Thursday"
    if _untimed(draft.when) and not _untimed(beside.when) and _same_pin(draft, beside):
        draft = replace(draft, when=beside.when)
    return draft


def _at_event(draft: Draft, others: Sequence[Draft], context: Context) -> Draft | None:
    """With the place and time of the event that it happens at: *apologised at a conference in Oslo on Monday*."""
    if not _is_unplaced(draft, context) or draft.found.is_noun or draft.family == "speech":
        return None
    at = (p for p in children(draft.found.token, "prep") if p.lower_ in {"at", "during"})
    nouns = {o.i for p in at for o in children(p, "pobj")}
    event = next((d for d in others if d.found.token.i in nouns and d.pin is not None), None)
    if event is None or event.pin is None:
        return None
    placed = _with_place(draft, replace(event.pin, role=Role.VENUE, how="inherited"))
    return replace(placed, when=event.when) if _untimed(draft.when) else placed


def _chained(draft: Draft, others: Sequence[Draft], context: Context) -> Draft | None:
    """With the place of what the same people did just before: *stopped a convoy at Rungis and detained 18 people*."""
    verb = draft.found.token
    own = any(True for _ in children(verb, "nsubj", "nsubjpass"))
    if verb.dep_ != "conj" or own or draft.found.is_noun or not _is_unplaced(draft, context):
        return None
    if draft.family in _roles("never_chained") or draft.status not in _REAL:
        return None
    before = next((d for d in others if d.found.token.i == verb.head.i), None)
    if before is None or before.pin is None or before.pin.role is not Role.VENUE or before.status not in _REAL:
        return None
    return _with_place(draft, replace(before.pin, how="inherited"))


def _beside(draft: Draft, others: Sequence[Draft], context: Context) -> Draft | None:
    """The nearest draft that sets the scene: in the sentence, then told before it, as long as nothing else has been named."""
    token = draft.found.token
    settings = [d for d in others if _sets_scene(d, context.document.published) and _may_share(draft, d)]
    settings = [d for d in settings if (law := tried_for(d.found.token)) is None or law.i != token.i]
    if draft.found.event_type in _roles("never_at_meetings"):
        settings = [d for d in settings if d.found.event_type not in _roles("beside_types")]
    near = [d for d in settings if d.found.token.sent.start == token.sent.start]
    settings = [d for d in settings if d.family not in _roles("no_scene")]
    if near or draft.found.event_type in _roles("beside_types"):
        return min(near, key=lambda d: abs(d.found.token.i - token.i), default=None)
    if _is_unplaced(draft, context) and _names_a_place(draft, context):
        return None
    before = [d for d in settings if d.found.token.i < token.i and not d.headline and not is_earlier(d.found.token)]
    if not before:
        return None
    last = before[-1]
    if _paragraph(last, context) == _paragraph(draft, context) or all(places_agree(d.pin, last.pin) for d in before):
        return last
    return None


def is_earlier(verb: Token) -> bool:
    """Whether a verb tells of what came before the story: *the court heard that he had met her in Newport*."""
    return verb.tag_ == "VBN" and any(c.lower_ == "had" for c in children(verb, "aux"))


def _paragraph(draft: Draft, context: Context) -> int:
    """Where the paragraph of a draft begins."""
    return context.document.text.rfind("\n", 0, draft.found.token.idx) + 1


def _sets_scene(draft: Draft, published: date | None) -> bool:
    pin = draft.pin
    if pin is None or pin.place is None or pin.role is Role.ORIGIN or draft.status not in _REAL:
        return False
    fine = FINENESS[pin.geo_precision] < FINENESS[GeoPrecision.COUNTRY]
    if draft.found.sense.open_class or draft.found.token.lemma_.lower() in _roles("no_scene_words"):
        return False
    types = draft.family not in _roles("no_scene") or draft.found.event_type in _roles("beside_types")
    summoned = draft.found.event_type == "rescue" and draft.found.token.lemma_.lower() in _roles("summons")
    there = pin.role is Role.VENUE or (pin.role is Role.DESTINATION and summoned)
    return fine and types and there and not _is_past(draft, published)


def _is_past(draft: Draft, published: date | None) -> bool:
    """Whether a draft is told as history; where nobody knows today's date, whatever is dated by a month or a year may be."""
    when = draft.when
    if published is None and when is not None and when.basis is DateBasis.EXPLICIT:
        return when.precision in {DatePrecision.MONTH, DatePrecision.SEASON, DatePrecision.YEAR}
    return is_history(when, published, draft.status)


def _may_share(draft: Draft, setting: Draft) -> bool:
    """Whether nothing keeps the two in different scenes: another place, another time."""
    if not places_agree(draft.pin, setting.pin):
        return False
    return _untimed(draft.when) or _untimed(setting.when) or _near(draft.when, setting.when)


def _near(a: When | None, b: When | None) -> bool:
    if a is None or b is None or a.earliest is None or b.earliest is None or a.latest is None or b.latest is None:
        return True
    return max((a.earliest - b.latest).days, (b.earliest - a.latest).days) <= 3


def _pin_id(draft: Draft) -> str:
    return draft.pin.place.id if draft.pin is not None and draft.pin.place is not None else ""


def _same_pin(a: Draft, b: Draft) -> bool:
    return _pin_id(a) == _pin_id(b) or places_agree(a.pin, b.pin)


def _untimed(when: When | None) -> bool:
    return when is None or when.earliest is None


def _roles(key: str) -> frozenset[str]:
    return entries(ROLES_FILE, key)
