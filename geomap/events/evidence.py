"""How likely two reports tell of one happening: what speaks for it, in parts that can be read, each with its weight.

The parts and their weights make a logistic regression; ``data/events/same_event.toml`` has the weights and says what each part
is, ``benchmarks/fit_links.py`` fits them. What rules a pair out (``likeness``) is never outweighed.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from datetime import date

from geomap import lexicon
from geomap.events.bags import Weights, dot, stem_of
from geomap.events.barely import barely_ruled_out
from geomap.events.likeness import (
    both_lead,
    both_placed,
    doubtful,
    in_town,
    kin,
    kinds_in_common,
    known_one_story,
    met,
    outright,
    places_apart,
    ruled_out,
    same_actor,
    same_pin,
    times_apart,
)
from geomap.events.meaning import alike
from geomap.events.mentions import deed_of
from geomap.events.stories import likeness, names_in_common
from geomap.events.told import WEIGHTS_FILE, Told
from geomap.events.told_when import around, gap_days, in_its_sentences, length, stated
from geomap.model import Report, Status

_OPEN = frozenset({Status.PLANNED, Status.POSSIBLE})
#: Publications further apart than this (days) are all as far.
_FAR_DAYS = 21
#: A time as short as this (days) is a day for comparing.
_SHORT_DAYS = 3
#: What speaks so much against a pair that look-alikes are not joined.
_AGAINST = ("places apart", "times apart", "stated otherwise", "other legal deed")
#: Weights of shared words that add up to this are much (a word that two of a hundred documents have weighs about 4).
_MUCH_SHARED = 8.0
_ROOT_WEIGHT = 4.0


def probability(a: Told, b: Told) -> float:
    """How likely two reports of different documents tell of one happening, 0 to 1; 0 where something rules it out.

    What was said, and what a document too short to say what story it tells has, is one only where the rules say so outright.
    """
    if not _may_be_akin(a, b):
        return 0.0
    barely = ruled_out(a, b)
    if barely and not barely_ruled_out(a, b):
        return 0.0
    one_story = known_one_story(a, b)
    if "speech" in {a.family, b.family} or not (one_story or (_known(a) and _known(b) and met(a, b))):
        return _limit("outright") if outright(a, b) else 0.0
    found = parts(a, b)
    likely = weighed(found, less=lexicon.table(WEIGHTS_FILE)["barely"]["less"] if barely else 0.0)
    if not one_story:
        return likely if found["documents alike"] >= _limit("across_stories") else 0.0
    return likely if names_allow(found, likely) else 0.0


def names_allow(found: Mapping[str, float], likely: float) -> bool:
    """Whether two documents of one story name enough in common for what is so likely: else they may be look-alikes."""
    if found["documents name the same"] >= _limit("names"):
        return True
    return likely >= _limit("without_names") and not any(found[name] for name in _AGAINST)


def _may_be_akin(a: Told, b: Told) -> bool:
    """Whether two reports are worth a closer look: of one family, of words for one kind of thing, or each its article's lead."""
    if a.family == b.family or known_one_story(a, b) or not a.kinds.isdisjoint(b.kinds) or not a.deeds.isdisjoint(b.deeds):
        return True
    return (a.first and b.first) or (both_lead(a, b) and kin(a, b))


def _one_news(a: Told, b: Told, found: Mapping[str, float]) -> bool:
    """Whether two articles of one story lead with these, under other types or in much the same words."""
    limits = lexicon.table(WEIGHTS_FILE)["leads"]
    if not both_lead(a, b) or found["documents alike"] < limits["alike"]:
        return False
    if found["documents alike"] < limits["alike_without_names"] and not _names_agree(a, b, found):
        return False
    if a.family == b.family:
        return bool(found["quotes alike"] >= limits["quotes_alike"])
    if found["same deed"] or not kin(a, b):
        return bool(found["same deed"])
    closely = found["documents alike"] >= limits["alike_closely"]
    return bool(found["akin"]) or (closely and ((a.first and b.first) or not found["not akin"]))


def _names_agree(a: Told, b: Told, found: Mapping[str, float]) -> bool:
    """Whether two reports share a place or somebody who takes part: articles that are barely alike may lead with like deeds."""
    return bool(found["shared actor"] or same_pin(a.report, b.report) or found["names alike"] > 0)


def weighed(found: Mapping[str, float], *, less: float = 0.0) -> float:
    """The probability that the parts add up to, less something (logits)."""
    weights = lexicon.table(WEIGHTS_FILE)["weights"]
    return 1 / (1 + math.exp(less - weights["always"] - sum(weights[name] * value for name, value in found.items() if value)))


def parts(a: Told, b: Told) -> dict[str, float]:
    """What two reports have in common and what they have not; each part from 0 to 1."""
    one, other = a.report, b.report
    proper = any(same_actor(x, y) for x in a.proper for y in b.proper)
    deed = not a.deeds.isdisjoint(b.deeds)
    times = stated(one.when), stated(other.when)
    stems, other_stems = _stems(a), _stems(b)
    documents = likeness(a.tale, b.tale) if a.tale and b.tale else 0.0
    found = {
        "same deed": float(deed),
        "same word": float(not stems.isdisjoint(other_stems)),
        "same type": float(one.event_type == other.event_type),
        "quotes alike": dot(a.quote, b.quote),
        "names alike": dot(a.named, b.named),
        "documents alike": documents,
        "documents name the same": names_in_common(a.tale, b.tale) if a.tale and b.tale else 0.0,
        "same deed, documents alike": documents * deed,
        "close retelling": float(a.tale is not None and b.tale is not None and a.tale.retold == b.tale.retold),
        "shared actor": float(proper),
        "other actors": float(bool(a.proper and b.proper) and not proper),
        "same town": float(same_pin(one, other) and in_town(one)),
        "same day": float(all(times) and _same_day(a, b)),
        "both dated": float(all(times)),
        "one dated": float(times[0] != times[1]),
        "published apart": _apart(a, b),
        "other status": float(one.status is not other.status),
        "plan and fact": float((one.status in _OPEN) != (other.status in _OPEN)),
        "both lead": float(both_lead(a, b)),
        "only one of its kind": 1 / (a.of_family * b.of_family) if a.family == b.family else 0.0,
        "akin": float(not deed and not a.kinds.isdisjoint(b.kinds)),
        "akin closely": 0.0 if deed else kinds_in_common(a, b),
        "not akin": float(not deed and bool(a.kinds) and bool(b.kinds) and a.kinds.isdisjoint(b.kinds)),
        "near alike": dot(a.near, b.near),
        "of no list": float(a.family != b.family and "other" in {a.family, b.family}),
        "told beside": float(not deed and not (stems.isdisjoint(b.quote) and other_stems.isdisjoint(a.quote))),
        "main deed": float(_main(a) in b.deeds or _main(b) in a.deeds),
        "first alike": documents * (a.first and b.first),
        "lead kin": float(both_lead(a, b) and a.family != b.family and kin(a, b)),
        "places apart": float(places_apart(a, b)),
        "times apart": float(times_apart(a, b)),
        "own words shared": _shared_own(a.own, b.own),
        "roots shared": _shared_roots(a.roots, b.roots),
        "roots beside shared": _shared_roots(a.roots_beside, b.roots_beside),
        "same time": float(all(times) and _same_time(a, b)),
        "time of their own": _alone_in(a, b, "time"),
        "place of their own": _alone_in(a, b, "place"),
        "deed of their own": _alone_in(a, b, "deed"),
        "name of their own": _alone_in(a, b, "name"),
        "days apart": min(gap_days(one.when, other.when), 60) / 60 if all(times) else 0.0,
        "other legal deed": float(a.family == b.family == "coercion" and not deed),
        "plan first": float(_plan_first(a, b)),
        "stated otherwise": float(doubtful(a, b)),
        "stand apart": abs(a.at - b.at),
        "like actors": float(not a.nouns.isdisjoint(b.nouns)),
        "both past": float(one.background and other.background),
        "one a headline": float(a.headline is not b.headline),
        **_towns(one, other),
        **_grounds(a, b),
    }
    met = _times_met(a, b) if all(times) and not found["not akin"] else 0.0
    found["times meet"] = float(met > 0)
    found["times of their own meet"] = met * (_is_read(one) and _is_read(other))
    found["plainly one"] = float((both_placed(one, other) or all(times)) and outright(a, b))
    found["one news"] = float(_one_news(a, b, found))
    return found


def _towns(one: Report, other: Report) -> dict[str, float]:
    """Whether the sentences of both name the town where it was, one for both or two that differ."""
    pins = one.pin, other.pin
    named = in_town(one) and in_town(other) and all(pin is not None and pin.how == "explicit" for pin in pins)
    same = same_pin(one, other)
    return {"town named": float(named and same), "towns apart": float(named and not same)}


def _grounds(a: Told, b: Told) -> dict[str, float]:
    """How near in meaning the words are that are each report's own, and those beside the triggers; whether both count as many."""
    one, other = a.ground, b.ground
    if one is None or other is None:
        return {"own words meant": 0.0, "words beside meant": 0.0, "same number": 0.0}
    return {
        "own words meant": alike(one.words, other.words),
        "words beside meant": alike(one.beside, other.beside),
        "same number": float(not one.numbers.isdisjoint(other.numbers)),
    }


def _times_met(a: Told, b: Told) -> float:
    """How far two times in the reports' own sentences meet, and single both out: *in 2010* and *late in 2010*; 0: they don't."""
    one, other = _days_of(a), _days_of(b)
    if not (_meet(one, other) and in_its_sentences(a) and in_its_sentences(b)):
        return 0.0
    met = sum(_meet(time, other) for time in a.times) * sum(_meet(time, one) for time in b.times)
    return 1 / math.sqrt(max(1, met))


def _days_of(told: Told) -> tuple[date, date]:
    when = told.report.when
    assert when is not None and when.earliest is not None and when.latest is not None
    return when.earliest, when.latest


def _meet(one: tuple[date, date], other: tuple[date, date]) -> bool:
    return one[0] <= other[1] and other[0] <= one[1]


def _is_read(report: Report) -> bool:
    """Whether its time was read from words."""
    return report.when is not None and report.when.span is not None


def _same_time(a: Told, b: Told) -> bool:
    one, other = a.report.when, b.report.when
    return one is not None and other is not None and (one.earliest, one.latest) == (other.earliest, other.latest)


def _shared_own(one: Weights, other: Weights) -> float:
    """How much is shared of what each document has in this place alone: none is 0, several rare words are almost 1."""
    return 1 - math.exp(-sum(min(weight, other[word]) for word, weight in one.items() if word in other) / _MUCH_SHARED)


def _shared_roots(one: Mapping[str, int], other: Mapping[str, int]) -> float:
    """How much is shared of words that begin alike: none is 0, several that either document seldom has are almost 1."""
    shared = sum(1 / max(one[root], other[root], 1) for root in one.keys() & other.keys())
    return 1 - math.exp(-shared * _ROOT_WEIGHT / _MUCH_SHARED)


def _alone_in(a: Told, b: Told, kind: str) -> float:
    """How far a time, place, deed or name that both reports have singles them out in their documents; 1: no other has it."""
    shared = (a.marks[mark] * b.marks[mark] for mark in a.marks.keys() & b.marks.keys() if mark.startswith(kind))
    return max((1 / math.sqrt(n) for n in shared), default=0.0)


def _plan_first(a: Told, b: Told) -> bool:
    """Whether what one tells as ahead was published before the other, which tells it as done."""
    if (a.report.status in _OPEN) == (b.report.status in _OPEN):
        return False
    plan, fact = (a, b) if a.report.status in _OPEN else (b, a)
    return (plan.document.published or date.min) <= (fact.document.published or date.max)


def _main(told: Told) -> str:
    return deed_of(told.report.trigger.text.lower())


def _known(told: Told) -> bool:
    """Whether it is known what story the document tells."""
    return told.tale is not None and told.tale.story is not None


def _limit(name: str) -> float:
    limit: float = lexicon.table(WEIGHTS_FILE)["limits"][name]
    return limit


def _stems(told: Told) -> frozenset[str]:
    return frozenset(stem_of(t) for t in told.triggers)


def _same_day(a: Told, b: Told) -> bool:
    one, other = a.report.when, b.report.when
    return gap_days(one, other) == 0 and max(length(one), length(other)) <= _SHORT_DAYS


def _apart(a: Told, b: Told) -> float:
    """How far apart the days of two reports, or else of their publications, are; 1 is three weeks and more."""
    one, other = around(a), around(b)
    if one is None or other is None:
        return 0.0
    return min(_FAR_DAYS, max((one[0] - other[1]).days, (other[0] - one[1]).days, 0)) / _FAR_DAYS
