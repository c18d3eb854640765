"""When reports are, as far as their documents tell: whether a time was said, in whose words, and how far two times are apart."""

from __future__ import annotations

from datetime import date

from geomap.events.told import Told
from geomap.model import DateBasis, When


def in_own_words(told: Told) -> bool:
    """Whether the report's own words state its time; what the article's other words lend it keeps nothing apart."""
    when = told.report.when
    return when is not None and when.basis is not DateBasis.INFERRED and in_its_sentences(told)


def in_its_sentences(told: Told) -> bool:
    """Whether the words for the time stand in the report's own sentences."""
    when = told.report.when
    return when is not None and (when.span is None or told.report.start <= when.span.start < told.report.end)


def around(told: Told) -> tuple[date, date] | None:
    """The days of a report, or else of its publication; both where the article's other words lend it a time."""
    when, published = told.report.when, told.document.published
    days = [published] if published is not None else []
    if when is not None and when.earliest is not None and when.latest is not None:
        days = [when.earliest, when.latest, *(days if not in_own_words(told) else [])]
    return (min(days), max(days)) if days else None


def stated(when: When | None) -> bool:
    """Whether a time was said, and not only taken from the publication."""
    return when is not None and when.earliest is not None and when.latest is not None and when.basis is not DateBasis.PUBLICATION


def gap_days(a: When | None, b: When | None) -> int:
    """Days between two stated intervals; 0 where they overlap."""
    assert a is not None and b is not None and a.earliest and a.latest and b.earliest and b.latest
    return max((a.earliest - b.latest).days, (b.earliest - a.latest).days, 0)


def length(when: When | None) -> int:
    """Days from the first to the last of an interval."""
    return (when.latest - when.earliest).days if when and when.earliest and when.latest else 0
