"""Whether two reports of different documents may tell of one happening, and how much they have in common.

Two reports may be one when their types are of one family, and actors, places, times and status agree, each as finely as it is
told. Nothing that speaks against it is not enough: something must speak for it, a place, a name, or the same words.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import lru_cache

from geopy.distance import great_circle

from geomap import lexicon
from geomap.events.actors import same_person
from geomap.events.bags import dot
from geomap.events.draft import FINENESS
from geomap.events.opposites import opposite
from geomap.events.stories import Tale
from geomap.events.told import TOWNS, WEIGHTS_FILE, Told
from geomap.events.told_when import around, gap_days, in_own_words, length, stated
from geomap.model import DateBasis, DatePrecision, GeoPrecision, PlaceMention, Report, Role, Status, When

_NEAR_KM = 60.0
_SLACK_DAYS = 1
#: What is announced for so few days, and told as done on one of them, is what was announced.
_DUE_DAYS = 14
#: A day that the words beside an event lend it may be this far off the one that was announced.
_LENT_SLACK_DAYS = 3
_ADJACENT_DAYS = 31
#: What nobody dates happened in the weeks before it was published.
_NEWS_DAYS = 21
_OPEN = frozenset({Status.PLANNED, Status.POSSIBLE})
_COARSE = frozenset({DatePrecision.MONTH, DatePrecision.SEASON, DatePrecision.YEAR})
#: Events that are often told without saying who: their place and time must do.
_ACTORLESS = frozenset(
    {"gathering", "disaster", "fighting", "protest", "election", "rescue", "displacement", "cyberattack", "coercion"}
)
_MUTUAL = frozenset({"consult"})
#: What the law does: a family of unlike deeds.
LAW = frozenset({"coercion"})
#: A plural told over more than a quarter of a year is a series of events, not one.
_SERIES_DAYS = 92
#: *Talks*, *sanctions* and *elections* may be one.
_PLURALS = frozenset({"negotiation", "sanction", "election"})
#: Reports of one type that share this many longer words of their quotes are told alike, actors or none.
_SAME_WORDING = 3
_LONG_WORD = 6
#: Quotes of one story name the same where their names, weighed by how rare they are, are this much alike (cosine).
_SAME_NAMES = 0.5


def ruled_out(a: Told, b: Told) -> bool:
    """Whether something that two reports say keeps them apart, whatever else they have in common."""
    one, other = a.report, b.report
    one_story = known_one_story(a, b)
    if opposite(a, b) or other_parties(a, b) or is_series(one) != is_series(other) or not types_agree(a, b, one_story=one_story):
        return True
    if one_story and "speech" not in {a.family, b.family}:
        return status_apart(a, b) or not (near_places(a, b) and (times_agree(a, b) or both_said(a, b)))
    return not (
        (_may_be_one_story(a.tale, b.tale) or met(a, b))
        and (_status_agrees(a, b) or _status_unsure(a, b))
        and (_places_agree(one, other) or (one_story and _place_unsure(a, b)))
        and times_agree(a, b)
    )


def status_apart(a: Told, b: Told) -> bool:
    """Whether one of two reports of one story denies what the other tells, or plans what it tells as done on another day."""
    if _was_over(a, b):
        return True
    if _status_agrees(a, b) or _status_unsure(a, b) or doubtful(a, b):
        return False
    return not (_was_due(a, b) or _called_off(a, b) or _is_past(a) or _is_past(b))


def _was_over(a: Told, b: Told) -> bool:
    """Whether what one tells as ahead or in doubt was over, by the day that the other states, before that was published."""
    if (a.report.status in _OPEN) == (b.report.status in _OPEN) or Status.DENIED in {a.report.status, b.report.status}:
        return False
    ahead, fact = (a, b) if a.report.status in _OPEN else (b, a)
    coming, published, past = ahead.report.when, ahead.document.published, fact.report.when
    if coming is None or coming.earliest is None or published is None or past is None or past.latest is None:
        return False
    over = (published - past.latest).days > _SLACK_DAYS and past.basis is not DateBasis.PUBLICATION
    return over and stated(coming) and coming.earliest >= published and in_own_words(fact)


def _called_off(a: Told, b: Told) -> bool:
    """Whether one says that nothing comes of what the other, earlier one had announced."""
    if Status.DENIED not in {a.report.status, b.report.status} or _OPEN.isdisjoint({a.report.status, b.report.status}):
        return False
    plan, denial = (a, b) if b.report.status is Status.DENIED else (b, a)
    return (plan.document.published or date.min) <= (denial.document.published or date.max)


def _is_past(told: Told) -> bool:
    """Whether the day of what is told as ahead was over when that was published: then it isn't known whether it came about."""
    when, published = told.report.when, told.document.published
    if told.report.status not in _OPEN or not stated(when) or when is None or when.latest is None:
        return False
    return published is not None and when.latest < published


def _was_due(a: Told, b: Told) -> bool:
    """Whether one tells as done, within the few days for which the other, earlier one had announced it, the same thing by its
    names or its word.
    """
    if {a.report.status, b.report.status} != {Status.PLANNED, Status.OCCURRED}:
        return False
    plan, fact = (a, b) if a.report.status is Status.PLANNED else (b, a)
    slack = _SLACK_DAYS if in_own_words(a) and in_own_words(b) else _LENT_SLACK_DAYS
    due = length(plan.report.when) <= _DUE_DAYS and gap_days(plan.report.when, fact.report.when) <= slack
    named = dot(a.named, b.named) > 0 or _shared(a.proper, b.proper) or same_pin(a.report, b.report)
    named = named or not a.deeds.isdisjoint(b.deeds)
    return due and bool(named) and (plan.document.published or date.min) <= (fact.document.published or date.max)


def near_places(a: Told, b: Told) -> bool:
    """Whether two reports of one story may be of one place, where one says less exactly where."""
    return _places_agree(a.report, b.report) or _place_unsure(a, b)


def types_agree(a: Told, b: Told, *, one_story: bool) -> bool:
    """Whether two types may be of one happening: outlets choose their own, but not for what was said or the law did."""
    if a.family == b.family:
        return _deeds_agree(a, b) or (one_story and a.family != "speech")
    if _one_deed(a, b):
        return True
    if not one_story or "speech" in {a.family, b.family}:
        return False
    limits = lexicon.table(WEIGHTS_FILE)["limits"]
    return LAW.isdisjoint({a.family, b.family}) or kinds_in_common(a, b) >= limits["law_akin"]


def kinds_in_common(a: Told, b: Told) -> float:
    """How many of the kinds of things that the words of either may tell of are kinds of both, 0 to 1."""
    either = a.kinds | b.kinds
    return len(a.kinds & b.kinds) / len(either) if either else 0.0


def known_one_story(a: Told, b: Told) -> bool:
    """Whether both documents are known to tell one story."""
    return _one_tale(a.tale, b.tale)


def places_apart(a: Told, b: Told) -> bool:
    """Whether the two happen at places that can't be one."""
    return not _places_agree(a.report, b.report)


def times_apart(a: Told, b: Told) -> bool:
    """Whether the two state times that can't be one."""
    return not times_agree(a, b)


def _place_unsure(a: Told, b: Told) -> bool:
    """Whether one of two places is only lent to its event, or the document of one also names the other."""
    one, other = a.report.pin, b.report.pin
    if one is None or other is None or one.place is None or other.place is None:
        return True
    lent = "inherited" in {one.how, other.how}
    return lent or one.place.id in b.story or other.place.id in a.story


def doubtful(a: Told, b: Told) -> bool:
    """Whether one document doubts what the other tells as done on a stated day; a plan is no such thing, and a denial is more."""
    told = {a.report.status, b.report.status}
    doubted = Status.POSSIBLE in told and not told.isdisjoint({Status.OCCURRED, Status.ONGOING})
    return doubted and not (_status_agrees(a, b) or _status_unsure(a, b))


def both_said(a: Told, b: Told) -> bool:
    """Whether the sentences of one also state a day that agrees with the other's."""
    return _also_said(a.report.when, b) or _also_said(b.report.when, a)


def _also_said(when: When | None, told: Told) -> bool:
    if when is None or when.earliest is None or when.latest is None or not stated(when):
        return False
    gaps = (max((start - when.latest).days, (when.earliest - end).days) for start, end in told.days)
    return any(gap <= _SLACK_DAYS for gap in gaps)


def outright(a: Told, b: Told) -> bool:
    """Whether actors, places or words, where nothing rules it out, say by themselves that two reports tell of one happening."""
    return a.family == b.family and _deeds_agree(a, b) and _status_agrees(a, b) and _actors_agree(a, b)


def both_lead(a: Told, b: Told) -> bool:
    """Whether both reports stand where their articles tell their news."""
    return a.leads and b.leads


def kin(a: Told, b: Told) -> bool:
    """Whether two types may be two outlets' choice for one happening: the blast and the deaths; or one that no list knows."""
    families = {a.family, b.family}
    known = lexicon.table(WEIGHTS_FILE)["leads"]
    unlisted = "other" in families and families.isdisjoint(known["never_other"])
    return unlisted or any(families <= set(kin) for kin in known["kin"])


def _one_deed(a: Told, b: Told) -> bool:
    """Whether two families have one word for it (*found*, a rescue or not); of what was said, only what was said is the same."""
    return "speech" not in {a.family, b.family} and not a.deeds.isdisjoint(b.deeds)


def other_parties(a: Told, b: Told) -> bool:
    """Whether two meetings name two parties each, and not one in common."""
    both = a.family == b.family and a.family in _MUTUAL and min(len(a.proper), len(b.proper)) >= 2
    return both and a.report.event_type != "gathering" and _shared(a.names, b.names) == 0


def _status_unsure(a: Told, b: Told) -> bool:
    """Whether neither a day nor a denial keeps a plan and a fact apart: a headline's plan is often a fact."""
    if Status.DENIED in {a.report.status, b.report.status}:
        return False
    return not (stated(a.report.when) and stated(b.report.when))


def met(a: Told, b: Told) -> bool:
    """Whether both tell one deed in the same town on the same day: that is more than what all the articles' other words say."""
    if not (same_pin(a.report, b.report) and in_town(a.report) and stated(a.report.when) and stated(b.report.when)):
        return False
    day = gap_days(a.report.when, b.report.when) == 0 and length(a.report.when) == length(b.report.when) == 0
    return day and "speech" not in {a.family, b.family} and not a.deeds.isdisjoint(b.deeds)


def _may_be_one_story(a: Tale | None, b: Tale | None) -> bool:
    return a is None or b is None or a.story is None or b.story is None or a.story == b.story


def _one_tale(a: Tale | None, b: Tale | None) -> bool:
    """Whether two documents are known to tell one story."""
    return a is not None and b is not None and a.story is not None and a.story == b.story


def _deeds_agree(a: Told, b: Told) -> bool:
    """Whether two reports tell the same deed, where one type has deeds that follow each other: arrested, charged, sentenced."""
    return a.family not in LAW or not a.deeds.isdisjoint(b.deeds)


def _about_one_thing(a: Told, b: Told) -> bool:
    """Whether two statements of one speaker have a word of weight in common, in stories that share a name or a town."""
    shared = bool(a.story & b.story - set(a.names))
    speakers = {word.lower() for name in a.names for word in name.split()}
    return shared and any(len(word) >= _LONG_WORD for word in a.words & b.words - speakers)


def _retold(a: Told, b: Told) -> bool:
    """Whether two documents tell their story in much the same words, and these reports the same deed of it."""
    if a.tale is None or b.tale is None or a.tale.story is None or a.tale.retold != b.tale.retold:
        return False
    return a.family != "speech" and not a.deeds.isdisjoint(b.deeds)


def score(a: Told, b: Told) -> float:
    """How much two reports have in common; only ranks pairs, never decides alone."""
    common = 1.0 * shared_actors(a, b) + 2.0 * same_pin(a.report, b.report)
    common += a.report.event_type == b.report.event_type
    common += a.report.status is b.report.status
    common += a.report.trigger.text.lower() == b.report.trigger.text.lower()
    one, other = a.report.when, b.report.when
    if stated(one) and stated(other):
        gap = gap_days(one, other)
        common += 1.5 if gap == 0 else 0 if gap <= _SLACK_DAYS else -1
    union = len(a.words | b.words)
    return common + (2.0 * len(a.words & b.words) / union if union else 0)


def _status_agrees(a: Told, b: Told) -> bool:
    if a.report.status is b.report.status:
        return True
    pair = {a.report.status, b.report.status}
    if Status.DENIED in pair:
        return False
    if pair <= _OPEN or pair == {Status.ONGOING, Status.OCCURRED}:
        return True
    if pair == {Status.PLANNED, Status.OCCURRED}:
        return _came_about(a, b)
    return Status.ONGOING in pair and a.report.event_type in {"gathering", "negotiation"}


def _came_about(a: Told, b: Told) -> bool:
    """Whether one report tells as done what the other, earlier one told as planned: the same day, the same place or actor."""
    plan, fact = (a, b) if a.report.status is Status.PLANNED else (b, a)
    one, other = plan.report.when, fact.report.when
    if one is None or other is None or not stated(one) or not stated(other):
        return False
    one_story = _one_tale(a.tale, b.tale)
    people = _shared(a.proper, b.proper) and (both_placed(a.report, b.report) or one_story)
    names = one_story and dot(a.named, b.named) >= _SAME_NAMES
    if not (same_pin(a.report, b.report) or people or names):
        return False
    days = (one.earliest, one.latest) == (other.earliest, other.latest) and one.precision is DatePrecision.DAY
    return days and (plan.document.published or date.min) <= (fact.document.published or date.max)


def shared_actors(a: Told, b: Told) -> int:
    """How many actors of one are actors of the other."""
    return _shared(a.names, b.names)


def _shared(a: Sequence[str], b: Sequence[str]) -> int:
    return sum(any(same_actor(x, y) for y in b) for x in a)


def same_actor(a: str, b: str) -> bool:
    """Whether two names are one actor's; nouns of people (*about 40 people*) only where they are the same words."""
    if a == b:
        return True
    proper = a[:1].isupper() and b[:1].isupper()
    return proper and a.count(" ") < 4 and b.count(" ") < 4 and same_person(a, b)


def _actors_agree(a: Told, b: Told) -> bool:
    shared = shared_actors(a, b)
    if not a.proper or not b.proper:
        return _speaks_for_it(a, b)
    if a.family == "speech":
        joint = max(len(a.speakers), len(b.speakers)) >= 2  # a joint statement is not one of its speakers' own
        return _shared(a.speakers, b.speakers) >= 1 + joint and (_told_alike(a, b) or _about_one_thing(a, b))
    if a.family in _MUTUAL and min(len(a.names), len(b.names)) >= 2:
        return shared >= 2
    if a.report.event_type == "gathering" and (a.story & b.story or _told_alike(a, b)):
        return True
    return shared >= 1 or (a.family in _ACTORLESS and same_pin(a.report, b.report))


def _speaks_for_it(a: Told, b: Told) -> bool:
    """What must speak for two reports of which one names nobody: the same place, or the same words."""
    if _retold(a, b):
        return True
    same_story = bool(a.story & b.story)
    if _told_alike(a, b) and (same_story or not (a.story or b.story)):
        return True
    if same_pin(a.report, b.report) and in_town(a.report):
        return _same_day(a.report, b.report) or not a.triggers.isdisjoint(b.triggers) or len(a.story & b.story) > 1
    if not same_story or a.report.event_type not in _ACTORLESS:
        return both_placed(a.report, b.report) and not a.triggers.isdisjoint(b.triggers)
    return both_placed(a.report, b.report) or (_same_day(a.report, b.report) and _alike(a, b))


def _told_alike(a: Told, b: Told) -> bool:
    """Whether the quotes share several of their longer words."""
    return sum(len(word) >= _LONG_WORD for word in a.words & b.words) >= _SAME_WORDING


def in_town(report: Report) -> bool:
    """Whether it is drawn in a town or finer."""
    return report.pin is not None and report.pin.geo_precision in TOWNS


def both_placed(a: Report, b: Report) -> bool:
    """Whether both say where; that the places agree has been seen to."""
    if a.pin is None or b.pin is None or a.pin.place is None or b.pin.place is None:
        return False
    return (a.pin.role is Role.ORIGIN) == (b.pin.role is Role.ORIGIN)


def _same_day(a: Report, b: Report) -> bool:
    return stated(a.when) and stated(b.when) and gap_days(a.when, b.when) <= _SLACK_DAYS


def _alike(a: Told, b: Told) -> bool:
    return a.report.event_type == b.report.event_type and len(a.words & b.words) >= 2


def same_pin(a: Report, b: Report) -> bool:
    """Whether both are drawn at the same place."""
    return bool(a.pin and b.pin and a.pin.place and b.pin.place and a.pin.place.id == b.pin.place.id)


def is_series(report: Report) -> bool:
    """Several happenings told as one (*several tests this year*): a single one of them is another thing."""
    if not report.trigger.text.endswith("s") or report.event_type in _PLURALS:
        return False
    return stated(report.when) and length(report.when) > _SERIES_DAYS


def _places_agree(a: Report, b: Report) -> bool:
    """Whether the two end, or happen, at places that may be one; where only one tells that, whether they begin so."""
    for roles in ((Role.VENUE, Role.DESTINATION), (Role.ORIGIN,)):
        one = next((p for p in a.places if p.role in roles), None)
        other = next((p for p in b.places if p.role in roles), None)
        if one is not None and other is not None:
            return _may_be_one_place(one, other)
    return True


def _may_be_one_place(a: PlaceMention, b: PlaceMention) -> bool:
    if a.place is None or b.place is None or a.place.id == b.place.id or a.name == b.name:
        return True  # where two documents of one story take one name for two places, one of them is mistaken
    coarse, fine = sorted((a, b), key=lambda p: -FINENESS[p.geo_precision])
    assert coarse.place is not None and fine.place is not None
    reach = max(_NEAR_KM, coarse.geo_uncertainty_km or 0)
    if coarse.geo_precision in {GeoPrecision.COUNTRY, GeoPrecision.AREA}:
        if None not in {fine.place.country, coarse.place.country}:
            return fine.place.country == coarse.place.country
        reach = max(reach, fine.geo_uncertainty_km or 0)  # the Andes are in many countries
    return _km(coarse.place.lat, coarse.place.lon, fine.place.lat, fine.place.lon) <= reach


@lru_cache(maxsize=65_536)
def _km(lat: float, lon: float, other_lat: float, other_lon: float) -> float:
    return float(great_circle((lat, lon), (other_lat, other_lon)).km)


def times_agree(a: Told, b: Told) -> bool:
    """Intervals that overlap within a day; a publication date only says that the event was known of by then."""
    one, other = a.report.when, b.report.when
    if not stated(one) or not stated(other) or not (in_own_words(a) and in_own_words(b)):
        return _same_news(a, b)
    gap = gap_days(one, other)
    if gap <= _SLACK_DAYS:
        return True
    coarse = one is not None and other is not None and one.precision in _COARSE and other.precision in _COARSE
    same_story = shared_actors(a, b) >= 1 and a.report.pin is not None and b.report.pin is not None
    return coarse and same_story and gap <= _ADJACENT_DAYS and a.report.event_type == b.report.event_type


def _same_news(a: Told, b: Told) -> bool:
    """Whether two reports, of which one says no time, are of the same weeks."""
    one, other = around(a), around(b)
    return one is None or other is None or max((one[0] - other[1]).days, (other[0] - one[1]).days) <= _NEWS_DAYS
