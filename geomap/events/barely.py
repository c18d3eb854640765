"""What keeps two reports of one story apart, but not for sure: readings that are often mistaken.

One article tells as a raid what another tells as a search by the law; what the words around an event lend it may be a month from
its day; and what is denied may be something else that the sentence tells. If one of these alone is between two reports, they are
only the less likely one (``evidence``).
"""

from __future__ import annotations

from geomap import lexicon
from geomap.events.likeness import (
    LAW,
    both_said,
    is_series,
    known_one_story,
    near_places,
    other_parties,
    status_apart,
    times_agree,
    types_agree,
)
from geomap.events.opposites import opposite
from geomap.events.told import WEIGHTS_FILE, Told
from geomap.events.told_when import gap_days, in_own_words, stated
from geomap.model import Status

_DENIED = frozenset({Status.DENIED, Status.OCCURRED})


def barely_ruled_out(a: Told, b: Told) -> bool:
    """Whether only one thing keeps two sure reports of one story apart, and it may well be misread: type, time or denial."""
    if not known_one_story(a, b) or "speech" in {a.family, b.family} or a.report.tentative or b.report.tentative:
        return False
    if opposite(a, b) or other_parties(a, b) or is_series(a.report) != is_series(b.report) or not near_places(a, b):
        return False
    types = not types_agree(a, b, one_story=True)
    times = not (times_agree(a, b) or both_said(a, b))
    status = status_apart(a, b)
    if types + times + status != 1:
        return False
    return (types and _like_law(a, b)) or (times and not _both_say_when(a, b)) or (status and _denied_that_day(a, b))


def _like_law(a: Told, b: Told) -> bool:
    """Whether one type is what the law does, and the other one that outlets take it for."""
    return {a.family, b.family} - LAW <= set(lexicon.table(WEIGHTS_FILE)["barely"]["law_like"])


def _both_say_when(a: Told, b: Told) -> bool:
    return in_own_words(a) and in_own_words(b)


def _denied_that_day(a: Told, b: Told) -> bool:
    """Whether one tells as done what the other denies, both on one day that they state."""
    one, other = a.report, b.report
    if {one.status, other.status} != _DENIED or not (_both_say_when(a, b) and stated(one.when) and stated(other.when)):
        return False
    return gap_days(one.when, other.when) == 0
