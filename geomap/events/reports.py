"""One document's reports: every trigger read, the triggers of one happening put together, each report with its evidence."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from geomap.events.actors import People, actors_of
from geomap.events.agreement import is_of_the_clock, places_agree
from geomap.events.ahead import coming, is_due, is_later_today, lies_ahead
from geomap.events.attribution import attributed_to
from geomap.events.backdrop import is_backdrop
from geomap.events.bounds import since, until
from geomap.events.called_off import in_its_week
from geomap.events.chronology import Chronology
from geomap.events.classify import classified
from geomap.events.clauses import ROLES_FILE, children, entries, is_light, is_verb
from geomap.events.confidence import confidence_parts
from geomap.events.context import Context
from geomap.events.corefer import is_voice_of, with_cancellations
from geomap.events.court import tried_for
from geomap.events.dated import all_dated
from geomap.events.dating import is_history, is_its_own, when_of
from geomap.events.denial import calls_off, is_negated, was_given_up
from geomap.events.draft import Draft
from geomap.events.happenings import happenings, is_substantial, untold
from geomap.events.landscape import Landscape
from geomap.events.lead import untold_lead
from geomap.events.locate import places_of
from geomap.events.occasions import occasions
from geomap.events.outcome import is_akin
from geomap.events.pins import country_mention, in_full, order
from geomap.events.seats import closes_frontier
from geomap.events.status import status_of
from geomap.events.tentative import as_tentative, in_their_scenes, is_tentative, may_be_confirmed
from geomap.events.triggers import Found
from geomap.events.types import OPEN_CLASS_FILE, noun_senses
from geomap.events.unlisted import Asked, Telling, bearers, parts_of, telling, verb_classes
from geomap.events.whereabouts import settle, with_own_place
from geomap.events.words import words_of
from geomap.gazetteer import Gazetteer
from geomap.model import Actor, DatePrecision, PlaceMention, Report, Role, Status, Trigger, Usage

if TYPE_CHECKING:
    from geomap.syntax.tree import Token

#: White space and what page markup leaves of a table or a list ("|", "\u2022").
_EDGES = " \t\r\n\f\v|\u2022"
_FROM = "from"
#: Who *came ashore in Crete* came to Crete.
_ASHORE = "ashore"
_CAPITAL = "P.PPLC"
#: Classes of verbs whose doer need not be where it is done.
_DONE_FROM_AFAR = frozenset({"trading", "making"})
_OPEN = frozenset({Status.PLANNED, Status.POSSIBLE})
#: Clauses that only complete another: *had to sell*, *says that it fell*, *a commission set up*.
_PARTIAL = frozenset({"xcomp", "ccomp", "acl"})
#: Some sentence and a half.
_NEAR_TOKENS = 30
_REAL = frozenset({Status.OCCURRED, Status.ONGOING})


def reports_of(context: Context, gazetteer: Gazetteer, *, method: str) -> tuple[Report, ...]:
    """Every report of a document, in the order of the text."""
    people = People.of(context)
    words = words_of(context, people)
    listed, others, around = words.listed, words.others, words.around
    known = frozenset(f.token.i for f in listed)
    indices = known | {f.token.i for f in others if not f.tentative}
    made = [_draft(f, context, people, gazetteer, known | {f.token.i}) for f in (*listed, *others)]
    drafts = [w for d in in_their_scenes(made, context, indices) if (w := _weighed(d, context, known)) is not None]
    sure = with_cancellations([d for d in drafts if not d.tentative])
    happened = happenings(sure, context.document.published)
    groups, maybe = _with_the_lead(happened, context, people, gazetteer, known, figures=words.figures)
    maybe += _tentative([d for d in drafts if d.tentative], groups, context, known)
    wide = context.widened(gazetteer)
    own = [with_own_place(_merge(g), g, wide, indices) for g in groups]
    landscape = Landscape.of(wide, indices)
    merged = [_with_own_time(d, context) for d in settle(own, groups, landscape)]
    chronology = Chronology.of(context, merged, indices)
    dated = all_dated(merged, groups, chronology)
    dated += all_dated([_with_own_time(_merge(g), context) for g in maybe], maybe, chronology, beside=dated)
    groups += maybe
    kinds = [classified(draft, group, context, around) for draft, group in zip(dated, groups, strict=True)]
    told = [
        report
        for draft, group in zip(kinds, groups, strict=True)
        if not draft.tentative or may_be_confirmed(draft)
        for report in _reports(draft, group, wide, method)
    ]
    return tuple(sorted(told, key=lambda r: (r.trigger.start, r.trigger.end)))


def _tentative(
    drafts: Sequence[Draft], sure: Sequence[Sequence[Draft]], context: Context, listed: frozenset[int]
) -> list[Sequence[Draft]]:
    """What unsure drafts tell of, each for itself, as far as it says anything at all, but for what leads the article."""
    told = [d for group in sure for d in group]
    leading = {d.found.token.i for d in told}
    left = untold([d for d in drafts if d.found.token.i not in leading], told, context.document.published)
    groups = ([draft] for draft in left)
    return [g for g in groups if is_substantial(g) or _tells_by_itself(g, told, context, listed) is not Telling.NOT]


def _with_the_lead(
    groups: Sequence[list[Draft]],
    context: Context,
    people: People,
    gazetteer: Gazetteer,
    listed: frozenset[int],
    *,
    figures: frozenset[int],
) -> tuple[list[Sequence[Draft]], list[Sequence[Draft]]]:
    """The happenings that say enough to be told, with the one that the article leads with, however little it says.

    Beside them those that another document must tell of too.
    """
    told: list[Sequence[Draft]] = [g for g in groups if is_substantial(g)]
    drafts = [d for g in told for d in g]
    untold: list[list[Draft]] = []
    maybe: list[list[Draft]] = []
    for group in (g for g in groups if not is_substantial(g)):
        says = _tells_by_itself(group, drafts, context, listed)
        if says is Telling.SURE:
            told.append(group)
            drafts += group
        else:
            untold.append(group)
            maybe += [group] if says is Telling.TENTATIVE else []
    lead = untold_lead(told, untold, context, figures)
    if isinstance(lead, Found):
        lead = [_draft(lead, context, people, gazetteer, frozenset({lead.token.i}))]
    tentative: list[Sequence[Draft]] = [[as_tentative(d) for d in g] for g in maybe if g is not lead]
    return (told if lead is None else [*told, lead]), tentative


def _draft(found: Found, context: Context, people: People, gazetteer: Gazetteer, indices: frozenset[int]) -> Draft:
    places = [_as_country(_of_who_acts(p, found), found, context, gazetteer) for p in places_of(found, context, indices)]
    time = when_of(found, context, indices)
    if time is not None:
        time = until(time, found, context)
    speech = found.event_type == "statement"
    status = _status_of_speech(found.token) if speech else status_of(found.token, event_type=found.event_type)
    if found.sense.open_class and status in _REAL and calls_off(found.token):
        status = Status.DENIED
    if status is Status.ONGOING and time is None:
        time = since(found, context, indices, spoken=_spoken(found, context, indices))
    plan = status in _OPEN or (status is Status.DENIED and was_given_up(found.token))
    if not _in_headline(found, context) and tried_for(found.token) is None:  # what one is accused of is over
        time = coming(time, found.token, context.document.published, plan=plan)
        if plan and status is Status.DENIED and time is not None:
            time = in_its_week(time, found.token, context)
    own = time is not None and is_its_own(time, found.token, context)
    if own and lies_ahead(time, context.document.published) and status in {Status.OCCURRED, Status.ONGOING}:
        status = Status.PLANNED
    if own and status is Status.POSSIBLE and is_due(found.token) and lies_ahead(time, context.document.published):
        status = Status.PLANNED
    if time is not None and own and status is Status.OCCURRED and is_later_today(time, found.token):
        status = Status.PLANNED
    actors = actors_of(found, context, people, gazetteer)
    return Draft(
        found=found,
        status=status,
        places=tuple(places),
        when=time,
        actors=actors,
        attributed_to=None if speech else attributed_to(found.token, context, people, gazetteer),
        headline=_in_headline(found, context),
        speaks_for=frozenset().union(*(people.speaks_for(a.name) for a in actors)) if speech else frozenset(),
    )


def _status_of_speech(verb: Token) -> Status:
    """What was said was said, whatever it says; *has not replied* is denied."""
    return Status.DENIED if is_verb(verb) and is_negated(verb) else Status.OCCURRED


def _is_placed_enough(draft: Draft) -> bool:
    """Whether a trigger that tells of an event only with a place has one of its own, and of the kind that it asks for."""
    sense, pin = draft.found.sense, draft.pin
    lemma = draft.found.token.lemma_.lower()
    if sense.to_place:
        if pin is None:
            return lemma not in entries(ROLES_FILE, "goal_verbs") and _has_day(draft)
        if lemma in entries(ROLES_FILE, "goal_verbs") and pin.role is Role.VENUE:
            return _comes_ashore(draft.found.token)
    if sense.to_place and draft.found.event_type == "transfer":
        return pin is not None and pin.role is Role.DESTINATION
    return True


def _comes_ashore(verb: Token) -> bool:
    """Whether somebody, and no storm, reaches the coast."""
    storm = any(c.lemma_.lower() in noun_senses() for c in children(verb, "nsubj"))
    return not storm and any(c.lower_ == _ASHORE for c in children(verb, "advmod"))


def _weighed(draft: Draft, context: Context, listed: frozenset[int]) -> Draft | None:
    """The draft, tentative where what its clause says makes it so; None where it tells of nothing."""
    placed = Telling.SURE if _is_placed_enough(draft) else _is_told_anyway(draft, context, listed)
    if placed is Telling.NOT or _is_idle_denial(draft, listed) or _is_mere_sequel(draft):
        return None
    likely = _is_likely(draft, context, listed)
    if likely is Telling.NOT:
        return None
    return as_tentative(draft) if Telling.TENTATIVE in (placed, likely) else draft


def _is_told_anyway(draft: Draft, context: Context, listed: frozenset[int]) -> Telling:
    """Whether a listed verb that lacks the place it asks for would be an event if it were on no list: *left on Sunday*."""
    found = draft.found
    if found.is_noun or found.token.i in bearers(context, listed - {found.token.i}):
        return Telling.NOT  # "the vote went peacefully"
    if found.sense.to_place and any(True for _ in children(found.token, "acomp")):
        return Telling.NOT  # "the screens went black"
    pin = draft.pin
    if found.event_type == "transfer" and pin is not None and pin.span is not None:
        before = context.document.text[: pin.span.start].rstrip()[-len(_FROM) :]
        if before.lower() == _FROM:
            return Telling.NOT  # "sent divers from Salima", but not where to
    return telling(parts_of(found, context, listed - {found.token.i}, list(draft.places), draft.when))


def _is_idle_denial(draft: Draft, listed: frozenset[int]) -> bool:
    """Whether a verb on no list only says what somebody didn't do (*did not run*), with no place and day of its own."""
    listed_as_such = draft.found.token.i in listed and not draft.found.sense.to_place
    if draft.status is not Status.DENIED or listed_as_such:
        return False
    if calls_off(draft.found.token):
        return draft.pin is None and draft.when is None  # who calls something off does something
    return draft.pin is None or draft.when is None


def _is_likely(draft: Draft, context: Context, listed: frozenset[int]) -> Telling:
    """Whether all that a listed verb's clause says leaves it likely enough: not *what saved us is that we know them*."""
    found = draft.found
    if found.is_noun or found.sense.open_class or found.sense.to_place or draft.family == "speech":
        return Telling.SURE
    placed = draft.pin is not None and draft.pin.how == "explicit"
    if placed and (draft.when is not None or draft.status is Status.DENIED or found.token.dep_ == "pcomp"):
        return Telling.SURE  # "before flying to Baku"
    if any(c.i in listed for c in children(found.token, "dobj", "nsubjpass")):
        return Telling.SURE  # "plays a friendly next week"
    return telling(parts_of(found, context, listed - {found.token.i}, list(draft.places), draft.when), Asked.LISTED)


def _is_mere_sequel(draft: Draft) -> bool:
    """Whether an unlisted verb only goes on with the one before it: *were thrown from the track and fell on their side*."""
    verb = draft.found.token
    bare = not any(True for _ in children(verb, "nsubj", "nsubjpass", "dobj", "ccomp", "xcomp", "prt"))
    return draft.found.sense.open_class and verb.dep_ == "conj" and bare and draft.pin is None and draft.when is None


def _has_day(draft: Draft) -> bool:
    """Whether a trigger of a type that a day is enough for has one: *votes on 12 March*, but not *was reached on Tuesday*."""
    days = draft.found.event_type in entries(ROLES_FILE, "day_types")
    return days and draft.when is not None and draft.when.precision is DatePrecision.DAY


def _of_who_acts(mention: PlaceMention, found: Found) -> PlaceMention:
    """A place that only says who acts is no venue: *Nairobi agreed to ease its rules*, *was paid for by a fund in Oslo*."""
    verb, span = found.token, mention.span
    if span is None or not found.sense.open_class:
        return mention
    doers: list[Token] = []
    if verb.lemma_.lower() in entries(OPEN_CLASS_FILE, "settling") | entries(OPEN_CLASS_FILE, "asking"):
        doers += children(verb, "nsubj")
    if not _DONE_FROM_AFAR.isdisjoint(verb_classes().get(verb.lemma_.lower(), ())):
        doers += (t for agent in children(verb, "agent") for t in agent.subtree)
    acts = any(t.idx < span.end and span.start < t.idx + len(t.text) for t in doers)
    return replace(mention, role=Role.ABOUT) if acts else mention


def _as_country(mention: PlaceMention, found: Found, context: Context, gazetteer: Gazetteer) -> PlaceMention:
    """A government named by its capital tests and delivers as its country; only who goes to the capital goes to the city."""
    if mention.span is None or mention.place is None or mention.place.country is None:
        return mention
    start = mention.span.start
    doer = any(c.idx <= start < c.idx + len(c.text) for c in children(found.token, "nsubj"))
    shuts = doer and closes_frontier(found.token)  # "Dakar closed the border"
    if not shuts and found.event_type not in {"test", "transfer"}:
        return mention
    toponym = next((t for t in context.toponyms if t.span == mention.span), None)
    acts = doer and mention.place.feature == _CAPITAL
    if toponym is None or (toponym.usage not in {Usage.METONYM, Usage.DEMONYM} and not acts):
        return mention
    country = gazetteer.country(mention.place.country)
    told = replace(mention, role=Role.VENUE) if shuts else mention
    return country_mention(country, told) if country is not None else mention


def _spoken(found: Found, context: Context, indices: frozenset[int]) -> date | None:
    """When the sentence's verb of saying says that it was said."""
    for token in found.token.sent:
        if token.i in indices and token.i != found.token.i:
            said = when_of(Found(token, found.sense), context, indices)
            if said is not None and said.earliest is not None and said.earliest == said.latest:
                return said.earliest
    return None


def _in_headline(found: Found, context: Context) -> bool:
    """Whether the sentence is a line without a full stop: a title or a heading."""
    sentence = found.token.sent.text.strip()
    return not sentence.endswith((".", "!", "?", '"', "'", ":", ";", ",")) and "." not in sentence[-3:]


def _tells_by_itself(group: Sequence[Draft], others: Sequence[Draft], context: Context, listed: frozenset[int]) -> Telling:
    """Whether a clause with no place, time or actor is likely to tell of an event all the same: *the bridge collapsed*.

    A noun does where its clause says so (``backdrop.py``), and may where another document tells of it. Near others of its kind a
    verb mostly says what became of them, and beside another event of its clause it goes on with that, so that it must be likelier
    there.
    """
    lead = group[0]
    verb = lead.found.token
    if lead.family == "speech":
        return Telling.NOT
    if lead.found.is_noun:
        return Telling.SURE if is_backdrop(lead) else Telling.TENTATIVE
    if lead.status not in _REAL or _only_goes_on(verb):
        return Telling.NOT
    akin = any(is_akin(d, lead) and abs(d.found.token.i - verb.i) <= _NEAR_TOKENS for d in others)
    governed = any(d.found.token.i == verb.head.i or d.found.token.head.i == verb.i for d in others)
    parts = parts_of(lead.found, context, listed - {lead.found.token.i}, list(lead.places), lead.when)
    return telling(parts, Asked.BESIDE if akin or governed or verb.dep_ in _PARTIAL else Asked.ALONE)


def _only_goes_on(verb: Token) -> bool:
    """Whether a verb goes on with the one before it and says neither who nor what: *climbed over the wall and vanished*."""
    return verb.dep_ == "conj" and not any(True for _ in children(verb, "nsubj", "nsubjpass", "dobj"))


def _merge(group: Sequence[Draft]) -> Draft:
    """The draft that tells most, completed by what the others tell."""
    lead = group[0]
    body = [d for d in group if not d.headline] or list(group)
    status = lead.status if not lead.headline else body[0].status
    hedged = next((d.status for d in body if d.status in _OPEN), None)
    if status is Status.OCCURRED and hedged is not None and not any(_is_told_as_done(d) for d in body):
        status = hedged
    places = list(lead.places) if lead.pin is None or lead.pin.how == "explicit" else _own_first(lead, group)
    for draft in group[1:]:
        places += [replace(p, how="inherited") for p in draft.places]
    stated = [d.when for d in group if d.when is not None and d.when.earliest is not None]
    stated = [when for when in stated if not is_of_the_clock(when)] or stated
    time = lead.when if lead.when in stated else (stated[0] if stated else lead.when)
    actors: dict[str, Actor] = {}
    for draft in group:
        for actor in draft.actors:
            if not any(is_voice_of(d, {actor.name}) for d in group):  # the Kremlin, and who spoke for it, are one speaker
                actors.setdefault(actor.name, actor)
    speaker = next((d.attributed_to for d in group if d.attributed_to), None)
    ordered = tuple(order(places))
    found = replace(lead.found, tentative=is_tentative(group))
    return replace(
        lead, found=found, status=status, places=ordered, when=time, actors=tuple(actors.values()), attributed_to=speaker
    )


def _is_told_as_done(draft: Draft) -> bool:
    """Whether something says that it happened: a verb, or one that carries the noun, *began talks*; a bare noun says nothing."""
    noun = draft.found.token
    if draft.status is not Status.OCCURRED or not draft.found.is_noun:
        return draft.status is Status.OCCURRED
    return noun.dep_ in {"dobj", "nsubjpass"} and is_light(noun.head) and noun.head.tag_ in {"VBD", "VBN"}


def _own_first(lead: Draft, group: Sequence[Draft]) -> list[PlaceMention]:
    """The places of a draft to which its place was lent; before them the one that other words of the happening name instead."""
    own = (d.pin for d in group[1:] if not d.headline and d.pin is not None and d.pin.how == "explicit")
    other = next((p for p in own if not places_agree(p, lead.pin)), None)
    return list(lead.places) if other is None else [other, *(p for p in lead.places if p.role is Role.ABOUT)]


def _with_own_time(draft: Draft, context: Context) -> Draft:
    """Without a time that is another's, which may have shown all the same that there is something to tell."""
    return draft if draft.when is None or is_its_own(draft.when, draft.found.token, context) else replace(draft, when=None)


def _reports(draft: Draft, group: Sequence[Draft], context: Context, method: str) -> Iterator[Report]:
    """The report of a happening; several where its word tells of several, the first also told by the other mentions."""
    for number, occasion in enumerate(occasions(draft, context)):
        yield _report(occasion, () if number else group[1:], context, method, number)


def _report(draft: Draft, others: Sequence[Draft], context: Context, method: str, occasion: int) -> Report:
    text = context.document.text
    start, end = _quote(draft, context)
    trigger = _trigger(draft.found, text)
    report = Report(
        id=Report.id_of(context.document.id, trigger, draft.found.event_type, occasion=occasion),
        document_id=context.document.id,
        start=start,
        end=end,
        quote=text[start:end],
        trigger=trigger,
        event_type=draft.found.event_type,
        status=draft.status,
        background=is_history(draft.when, context.document.published, draft.status),
        actors=draft.actors,
        places=tuple(in_full(p, text) for p in draft.places),
        when=draft.when,
        attributed_to=draft.attributed_to,
        confidence=0.0,
        method=method,
        mentions=tuple(_trigger(d.found, text) for d in others),
        tentative=draft.tentative,
    )
    return replace(report, confidence=confidence_parts(report, context.toponyms).value)


def _trigger(found: Found, text: str) -> Trigger:
    start, end = found.token.idx, found.token.idx + len(found.token.text)
    return Trigger(start, end, text[start:end])


def _quote(draft: Draft, context: Context) -> tuple[int, int]:
    """The sentence of the trigger, without the white space and the page furniture around it.

    What is blank to the parser is furniture, so the sentence is cut where its parsed text begins and ends.
    """
    sentence = draft.found.token.sent
    parsed = sentence.text
    start = sentence.start_char + len(parsed) - len(parsed.lstrip(_EDGES))
    end = sentence.start_char + len(parsed.rstrip(_EDGES))
    return min(start, draft.found.token.idx), max(end, draft.found.token.idx + len(draft.found.token.text))
