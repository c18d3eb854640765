"""Where an event happens: the places of its own clause with their roles, those its sentence lends it, those it inherits.

Roles come from the preposition and from what kind of event it is. A capital or a country that acts (*Moscow asked*, *talks
between Russia and China*) is no venue. Nothing is inherited over a place that the event's own clause names.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from geomap.events.attach import Attachment, attachment, carriers, described_by, predicate, purpose_of, time_clauses
from geomap.events.clauses import ROLES_FILE, SPEECH_FILE, children, clause_root, entries, is_speech, is_verb, subject
from geomap.events.containers import is_within, only_says_where, without_containers
from geomap.events.context import Context
from geomap.events.pins import in_their_towns, mention_of, order
from geomap.events.triggers import Found
from geomap.model import GeoPrecision, PlaceMention, Role, Toponym, Usage

if TYPE_CHECKING:
    from geomap.syntax.tree import Token


_TRANSFER_ROLES = {"nsubj": Role.ORIGIN, "poss": Role.ORIGIN, "dative": Role.DESTINATION, "dobj": Role.DESTINATION}
_COARSE = frozenset({GeoPrecision.COUNTRY, GeoPrecision.REGION})
_LINEAR_TOKENS = 9


def places_of(found: Found, context: Context, triggers: frozenset[int]) -> list[PlaceMention]:
    """The places of one trigger, the pin first; topics (role ``about``) last."""
    mentions = [*_own(found, context, triggers), *_relative(found, context), *_predicate(found, context)]
    if not _located(mentions):
        mentions += _carried(found, context, triggers)
    elif found.is_noun and all(m.role in {Role.ORIGIN, Role.ABOUT} for m in mentions):
        held = [m for m in _carried(found, context, triggers) if m.role is Role.VENUE]
        mentions = [*held, *mentions]  # "Europe's next launch takes place in Kourou"
    if not _located(mentions):
        mentions += _linear(found, context, triggers)
    if not _located(mentions):
        mentions += _lent(found, context, triggers)
    if not _located(mentions):
        mentions += _actor_country(found, context)
    mentions += _shared(found, context, triggers, mentions)
    return order(in_their_towns(without_containers(mentions, context.document.text), context.document.text))


def _located(mentions: Sequence[PlaceMention]) -> bool:
    return any(m.role is not Role.ABOUT for m in mentions)


def _is_parted(one: Token, other: Token) -> bool:
    """Whether a semicolon stands between two words: *Smog shuts schools; bus falls into ravine near Lima* says two things."""
    low, high = sorted((one.i, other.i))
    return any(t.text == ";" for t in one.doc[low + 1 : high])


def _own(found: Found, context: Context, triggers: frozenset[int]) -> Iterator[PlaceMention]:
    """Places that hang on the trigger itself."""
    of_subject = []
    for token, toponym in _sentence_toponyms(found.token, context):
        hung = attachment(token, triggers)
        if hung is not None and hung.owner.i == found.token.i and not _is_parted(token, found.token):
            mention = mention_of(toponym, _role_in(hung, toponym, found, context))
            if hung.relation == "nsubj":
                of_subject.append(mention)  # "a firm in Turin closed a plant near Naples"
            else:
                yield mention
    yield from of_subject


def _carried(found: Found, context: Context, triggers: frozenset[int]) -> Iterator[PlaceMention]:
    """Places that hang on the verbs which carry the trigger, or on what describes it."""
    verb = predicate(found.token)
    owners = {t.i for t in (*carriers(found.token), *described_by(found.token)) if t.i not in triggers}
    owners |= {verb.i} if verb is not None and verb.i not in triggers else set()
    owners |= {t.i for t in _beside_verbs(found.token, found.event_type) if t.i not in triggers}
    for token, toponym in _sentence_toponyms(found.token, context):
        hung = attachment(token, triggers)
        if hung is None or hung.owner.i not in owners:
            continue
        role = Role.ABOUT if hung.owner.lemma_ in _roles("perceiving") else _role_in(hung, toponym, found, context)
        if hung.relation in {"nsubj", "nsubjpass"} and hung.owner.lemma_ == "host" and found.event_type in _roles("hosted_types"):
            role = Role.VENUE
        if hung.preposition is not None or role is not Role.ABOUT:
            yield mention_of(toponym, role)


def _beside_verbs(trigger: Token, found_type: str) -> Iterator[Token]:
    """The verb whose place is the trigger's too: *touched down outside Lubbock, damaging homes*; *held a minute's silence before
    the match*."""
    if found_type in _roles("scene_types"):
        yield from time_clauses(trigger)
    if trigger.dep_ == "advcl" and trigger.tag_ == "VBG" and is_verb(trigger.head):
        yield trigger.head
    elif trigger.dep_ == "pobj" and trigger.head.lower_ in _roles("along_with") and is_verb(trigger.head.head):
        yield trigger.head.head


def _relative(found: Found, context: Context) -> Iterator[PlaceMention]:
    """*Vladivostok, where Putin arrived*; *the centre where they met*: the noun that the clause describes."""
    verb = found.token
    for _ in range(4):
        if verb.dep_ == "relcl":
            break
        if verb.dep_ not in {"conj", "xcomp", "dobj", "advcl", "acomp", "nsubj", "nsubjpass"} or verb.head.i == verb.i:
            return
        verb = verb.head
    yield from _of_those_who(verb, found, context)
    if verb.dep_ != "relcl" or not any(c.lower_ == "where" for c in verb.subtree if c.head.i in {verb.i, found.token.i}):
        return
    noun = verb.head
    for _ in range(4):
        toponym = context.in_toponym.get(noun.i)
        if toponym is not None and toponym.usage is not Usage.DEMONYM:
            told = _lies_in(toponym, context) or toponym
            yield mention_of(told, Role.DESTINATION if found.event_type == "travel" else Role.VENUE)
            return
        named = (t for t in noun.subtree if t.i in context.toponym_at and t.i < verb.i)
        inner = next((t for t in named if t.head.lower_ in {"of", "in"}), None)
        if inner is not None:
            yield mention_of(context.toponym_at[inner.i], Role.DESTINATION if found.event_type == "travel" else Role.VENUE)
            return
        if noun.i in context.in_timex:
            noun = next((t for t in reversed(noun.sent[: noun.i - noun.sent.start]) if t.i in context.in_toponym), noun)
            continue  # "fly to Perth tomorrow, where they play"
        if noun.dep_ not in {"appos", "attr", "conj"}:
            return
        noun = noun.head


def _lies_in(whole: Toponym, context: Context) -> Toponym | None:
    """The finer place before a larger one that only says where it lies: *Calama in northern Chile, where they walked out*."""
    if whole.geo_precision not in {*_COARSE, GeoPrecision.AREA}:
        return None
    text = context.document.text
    before = (t for t in reversed(context.toponyms) if t.end <= whole.start and t.usage is Usage.LITERAL)
    part = next(before, None)
    if part is None or not only_says_where(text[part.end : whole.start]):
        return None
    return part if is_within(mention_of(part, Role.VENUE), mention_of(whole, Role.VENUE)) else None


def _of_those_who(verb: Token, found: Found, context: Context) -> Iterator[PlaceMention]:
    """*Doctors in Kitwe, who went on strike*: where those are who did it, if they hold no office."""
    place = context.in_toponym.get(verb.head.i)
    people = verb.head.head.head
    who = verb.dep_ == "relcl" and any(c.lower_ == "who" for c in children(verb, "nsubj", "nsubjpass"))
    if not who or place is None or place.usage is not Usage.LITERAL or found.event_type not in _roles("spot_types"):
        return
    if verb.head.head.lower_ in _roles("at") and not _is_office(people):
        yield mention_of(place, Role.VENUE)


def _predicate(found: Found, context: Context) -> Iterator[PlaceMention]:
    """*One of his stops is the Vostochny Cosmodrome*: the place that the event's noun is said to be."""
    if found.event_type != "travel" or not found.is_noun:
        return
    for token in found.token.sent[found.token.i - found.token.sent.start + 1 :]:
        if token.lemma_ == "be" and token.pos_ in {"AUX", "VERB"}:
            for child in children(token, "attr"):
                toponym = context.in_toponym.get(child.i)
                if toponym is not None:
                    yield mention_of(toponym, Role.DESTINATION)
            return


def _shared(found: Found, context: Context, triggers: frozenset[int], own: Sequence[PlaceMention]) -> list[PlaceMention]:
    """*They will meet in Vladivostok when Russia hosts the forum*: the *when* clause shares the place that is named beside it."""
    pin = next((m for m in own if m.role is not Role.ABOUT), None)
    if found.event_type != "gathering" or (pin is not None and pin.geo_precision is not GeoPrecision.COUNTRY):
        return []
    verb = clause_root(found.token)
    if verb.dep_ != "advcl" or not any(c.lower_ == "when" for c in children(verb, "advmod", "mark")):
        return []
    country = pin.place.country if pin is not None and pin.place is not None else None
    shared = []
    for token, toponym in _sentence_toponyms(found.token, context):
        hung = attachment(token, triggers)
        inside = toponym.place is not None and country in {None, toponym.place.country}
        if hung is not None and hung.owner.i == verb.head.i and hung.preposition in _roles("at") and inside and not hung.beside:
            shared.append(mention_of(toponym, Role.VENUE))
    return shared


def _linear(found: Found, context: Context, triggers: frozenset[int]) -> Iterator[PlaceMention]:
    """Where the parse fails: a locative preposition and a place name a few words after the trigger, no other event between."""
    sentence = found.token.sent
    last = min(found.token.i + _LINEAR_TOKENS, sentence.end - 1)
    if not any(i in context.in_toponym for i in range(found.token.i + 1, last + 1)):
        return
    for i in range(found.token.i + 1, last + 1):
        token = context.parsed[i]
        if i in triggers or is_speech(token) or token.text == ";":
            return
        toponym = context.in_toponym.get(i)
        if toponym is None or toponym.usage in {Usage.DEMONYM, Usage.EMBEDDED}:
            continue
        if _leads_away(token, found, triggers):
            return
        before = context.parsed[i - 1]
        if before.lower_ == "the":
            before = context.parsed[i - 2]
        word = before.lower_
        travel = found.event_type in _roles("travel_types")
        if before.dep_ == "prep" and before.head.pos_ == "NOUN" and found.token.lemma_.lower() in _roles("leave"):
            return  # "boarded a flight to Dubai" ends nowhere yet
        if (word in _roles("to") and travel) or (word == "for" and travel and found.token.lemma_.lower() in _roles("bound_for")):
            yield mention_of(toponym, Role.DESTINATION)
        elif word in {"in", "at"} and toponym.usage is Usage.LITERAL:
            yield mention_of(toponym, Role.VENUE)
            if toponym.place is None:
                continue  # "at the High Court in Mombasa"
        return


def _leads_away(token: Token, found: Found, triggers: frozenset[int]) -> bool:
    """Whether the words between an event and a place lead elsewhere: *traced the attack to a group in Minsk*."""
    hung = attachment(token, triggers)
    if hung is None or hung.hops <= 1:
        return False
    return hung.branch == "to" if found.is_noun else hung.branch in _roles("concerning")


def _lent(found: Found, context: Context, triggers: frozenset[int]) -> list[PlaceMention]:
    """What the sentence lends: the place where one goes *to meet*; the place where one is *to take part*."""
    governor = purpose_of(found.token)
    if governor is None:
        governor = next((g for c in carriers(found.token) if (g := purpose_of(c)) is not None), None)
    if governor is None and found.token.dep_ == "pobj":
        head = found.token.head.head
        governor = purpose_of(head) if is_verb(head) else None
    if governor is None:
        return []
    lent = []
    for token, toponym in _sentence_toponyms(found.token, context):
        hung = attachment(token, triggers)
        if hung is not None and hung.owner.i == governor.i and toponym.usage is Usage.LITERAL and not hung.beside:
            role = _preposition_role(hung, "travel", governor.lemma_.lower())
            if role in {Role.DESTINATION, Role.VENUE} or (
                hung.relation == "dobj" and governor.lemma_ in {"visit", "tour", "reach"}
            ):
                lent.append(mention_of(toponym, Role.DESTINATION if found.event_type == "travel" else Role.VENUE))
    return lent


def _actor_country(found: Found, context: Context) -> Iterator[PlaceMention]:
    """A test or a delivery is at least in the country that makes it: *North Korea conducted tests*, *Pyongyang's launch*."""
    if found.event_type not in _roles("actor_types"):
        return
    for token in _actor_tokens(found.token):
        toponym = context.in_toponym.get(token.i)
        if toponym is not None and toponym.place is not None:
            yield mention_of(toponym, Role.ORIGIN)
            return


def national_place(found: Found, context: Context) -> PlaceMention | None:
    """The country that an event befalls, where nothing finer is told: *the Turkish earthquake*, *French elections*."""
    if not found.is_noun or found.event_type not in _roles("national_types"):
        return None
    if any(c.i not in context.in_toponym for c in children(found.token, "compound")):
        return None  # "the Greek ferry blaze": the ferry is Greek
    for token in children(found.token, "amod", "compound"):
        toponym = context.toponym_at.get(token.i)
        if toponym is not None and toponym.usage is Usage.DEMONYM and toponym.place is not None:
            return mention_of(toponym, Role.VENUE, how="inherited")
    return None


def authority_place(found: Found, context: Context) -> PlaceMention | None:
    """Where those who act are at home, if nothing finer is told: *Oslo police arrested*, *charged by an Oslo court*."""
    if found.event_type not in _roles("authority_types") or found.is_noun:
        return None
    agents = (o for by in children(found.token, "agent") for o in children(by, "pobj"))
    for actor in (*(a for a in (subject(found.token),) if a is not None), *agents):
        if actor.lemma_.lower() not in _roles("authorities"):
            continue
        for token in children(actor, "compound", "poss", "amod", "nmod"):
            toponym = context.in_toponym.get(token.i)
            if toponym is not None and toponym.place is not None:
                return mention_of(toponym, Role.VENUE, how="inherited")
    return None


def _actor_tokens(trigger: Token) -> Iterator[Token]:
    yield from children(trigger, "poss", "compound", "amod")
    verb = trigger if is_verb(trigger) else next(carriers(trigger), None)
    if verb is not None:
        actor = subject(verb)
        if actor is not None:
            yield actor
            yield from children(actor, "poss", "compound", "amod")
    if is_verb(trigger) and trigger.dep_ == "acl":
        yield from children(trigger.head, "poss")


def _role_in(hung: Attachment, toponym: Toponym, found: Found, context: Context) -> Role:
    """The role of a place, or of the town in a building's name, that hangs on an event."""
    if toponym.usage is Usage.EMBEDDED and is_at_building(toponym, context):
        return _preposition_role(hung, found.event_type, lemma=found.token.lemma_.lower())
    if toponym.usage is Usage.DEMONYM and hung.preposition in _roles("at") and not hung.hops and _is_of_a_part(toponym, context):
        return _preposition_role(hung, found.event_type, lemma=found.token.lemma_.lower())
    return Role.VENUE if _is_on_the_way(hung, toponym, found) else _role(hung, toponym, found)


def _is_of_a_part(demonym: Toponym, context: Context) -> bool:
    """Whether an adjective says in which country something is that has no name: *off the Kenyan coast*."""
    if demonym.geo_precision is not GeoPrecision.COUNTRY:
        return False
    of = (t.head for _, t in _tokens_at(demonym, context) if t.dep_ == "amod" and t.head.dep_ == "pobj")
    return any(noun.lemma_.lower() in _roles("parts") and not _is_named(noun) for noun in of)


def _is_named(noun: Token) -> bool:
    """Whether a noun goes on with a name: *the Gambian village of Kanilai*."""
    inner = (*children(noun, "appos"), *(o for p in children(noun, "prep") for o in children(p, "pobj")))
    return any(t.pos_ == "PROPN" for t in inner)


def _role(hung: Attachment, toponym: Toponym, found: Found) -> Role:
    """The role of a place that hangs on an event."""
    if hung.beside or toponym.usage in {Usage.DEMONYM, Usage.EMBEDDED}:
        return Role.ABOUT
    transfer = found.event_type == "transfer"
    if toponym.usage is Usage.METONYM and not transfer and not _is_visited(hung, found):
        return Role.ABOUT
    if hung.preposition is None:
        return _object_role(hung, found, toponym)
    if found.sense.open_class and hung.hops == 0 and hung.preposition in _roles("to") and toponym.usage is Usage.LITERAL:
        return Role.DESTINATION  # "were rushed to Balasore"
    if hung.hops > 1 or (hung.hops == 1 and hung.preposition not in _roles("at")):
        return _deep_role(hung, toponym, found)
    return _preposition_role(hung, found.event_type, lemma=found.token.lemma_.lower())


def _is_on_the_way(hung: Attachment, toponym: Toponym, found: Found) -> bool:
    """Whether something was done between two places: *ambushed between Diffa and Bosso*, *blocked the road between them*.

    A noun says between whom: *talks between Oslo and Bergen*.
    """
    between = hung.preposition == "between" and not hung.noun_owner and not hung.beside and toponym.usage is Usage.LITERAL
    return between and toponym.geo_precision not in _COARSE and found.event_type in _roles("on_the_way")


def is_at_building(toponym: Toponym, context: Context) -> bool:
    """Whether a name that holds a town's is of a building where something may happen: *died at Perth Community Hospital*.

    What a sea lends its name to is not at sea: *at the Grand Pacific Hotel*.
    """
    token = next((t for i, t in _tokens_at(toponym, context)), None)
    if token is None or (toponym.place is not None and not toponym.place.feature.startswith(("P.", "A.", "S."))):
        return False
    for _ in range(4):
        if token.dep_ not in {"compound", "nmod", "amod", "poss", "npadvmod"}:
            break
        token = token.head
    buildings = entries(ROLES_FILE, "site_words") | entries(ROLES_FILE, "sites")
    placed = token.dep_ == "pobj" and token.head.lower_ in _roles("at") | _roles("to")
    return placed and token.lemma_.lower() in buildings and token.idx >= toponym.start


def _tokens_at(toponym: Toponym, context: Context) -> Iterator[tuple[int, Token]]:
    return ((i, context.parsed[i]) for i, t in context.toponym_at.items() if t is toponym)


def _deep_role(hung: Attachment, toponym: Toponym, found: Found) -> Role:
    """A place inside a noun phrase of the event: *attacked the computers of a port in Gdynia*, *the train from Kyiv arrived*."""
    inside = hung.preposition in _roles("at") and toponym.usage is Usage.LITERAL
    if found.sense.open_class and hung.relation == "nsubj" and _is_office(subject(found.token)):
        return Role.ABOUT  # "prosecutors in Warsaw ordered an inquiry"
    apart = inside and (found.is_noun or found.sense.open_class) and hung.branch in _roles("apart")
    if apart or hung.branch in _roles("concerning"):
        return Role.ABOUT
    made = found.event_type in _roles("actor_types") and hung.relation != "nsubj"
    if inside and (made or found.event_type in _roles("spot_types")):
        return Role.VENUE
    if made and hung.preposition in _roles("from") and hung.relation == "dobj":
        return Role.ORIGIN  # "will send up a capsule from Baikonur"
    carried = hung.relation == "nsubj" and hung.preposition in _roles("from") and found.event_type == "travel"
    vehicle = carried and any(c.lemma_.lower() in _roles("vehicles") for c in children(found.token, "nsubj"))
    return Role.ORIGIN if vehicle else Role.ABOUT


def _is_office(actor: Token | None) -> bool:
    """Whether those who act hold an office, which is where they are and need not be where it happens."""
    return actor is not None and (actor.lower_ in entries(SPEECH_FILE, "titles") or actor.lemma_.lower() in _roles("authorities"))


def _is_visited(hung: Attachment, found: Found) -> bool:
    return found.event_type == "travel" and (hung.preposition in _roles("to") | _roles("from") or hung.relation == "dobj")


def _object_role(hung: Attachment, found: Found, toponym: Toponym) -> Role:
    """The role of a place that no preposition governs: an object, a subject, a possessor, the first part of a compound."""
    lemma = found.token.lemma_.lower()
    if found.event_type == "transfer":
        return _TRANSFER_ROLES.get(hung.relation, Role.ABOUT)
    if hung.relation in {"dobj", "nsubjpass"} and hung.hops == 0 and found.event_type in _roles("object_types"):
        if found.event_type not in _roles("travel_types"):
            return Role.VENUE
        return Role.ORIGIN if lemma in _roles("leave") else Role.DESTINATION
    if hung.relation in {"dobj", "nsubjpass"} and hung.branch in _roles("at") and found.event_type in _roles("spot_types"):
        return Role.VENUE  # "closed a factory near Naples"
    literal_compound = hung.relation == "compound" and toponym.usage is Usage.LITERAL
    if literal_compound or (hung.relation == "nsubj" and lemma == "host"):
        return Role.VENUE
    return Role.ORIGIN if found.event_type == "test" and hung.relation in {"nsubj", "poss"} else Role.ABOUT


def _preposition_role(hung: Attachment, event_type: str, lemma: str = "") -> Role:
    word = hung.preposition
    if word in _roles("at"):
        return Role.DESTINATION if event_type == "travel" and lemma in _roles("arrive") else Role.VENUE
    if word in _roles("to"):
        return Role.DESTINATION if event_type in _roles("to_types") else Role.ABOUT
    if word in _roles("from"):
        return Role.ORIGIN if event_type in _roles("from_types") else Role.ABOUT
    if word == "for" and event_type == "travel" and lemma in _roles("bound_for"):
        return Role.DESTINATION
    if word in {"of", "against"} and event_type in _roles("of_types") and hung.noun_owner:
        return Role.DESTINATION if event_type == "travel" else Role.VENUE
    return Role.ABOUT


def _sentence_toponyms(trigger: Token, context: Context) -> Iterator[tuple[Token, Toponym]]:
    return context.toponyms_in(trigger.sent)


def _roles(key: str) -> frozenset[str]:
    return entries(ROLES_FILE, key)
