"""When it happened: the time of its own clause, never that of the saying or of another event."""

from __future__ import annotations

from datetime import date

import pytest
from reading import PUBLISHED, report

from geomap.model import DateBasis

DAYS = [
    ("The ministers met in Oslo on Monday.", "met", date(2023, 3, 13)),
    ("The ministers met in Oslo, officials said on Tuesday.", "met", PUBLISHED),
    ("A quake shook Naples on 3 March, the worst since 1980.", "shook", date(2023, 3, 3)),
    ("The museum in Oslo opens on 20 April.", "opens", date(2023, 4, 20)),
    ("The minister leaves for Oslo on Friday.", "leaves", date(2023, 3, 17)),
    ("He called on his supporters to demonstrate in Lyon on Friday.", "demonstrate", date(2023, 3, 17)),
    ("The minister flew to Oslo on Monday for talks with his colleague.", "talks", date(2023, 3, 13)),
    ("The rally in Lyon on Monday passed off peacefully.", "rally", date(2023, 3, 13)),
    ("The protest in Lyon turned violent on Monday.", "protest", date(2023, 3, 13)),
    ("Bombs fell on Kherson, killing two people on Monday.", "killing", date(2023, 3, 13)),
]


@pytest.mark.parametrize(("text", "word", "day"), DAYS)
def test_the_day(text: str, word: str, day: date) -> None:
    when = report(text, word).when
    assert when is not None
    assert (when.earliest, when.latest) == (day, day)


def test_a_rest_runs_from_the_publication_to_its_end() -> None:
    when = report("The fair in Oslo runs through Friday.", "fair").when
    assert when is not None
    assert (when.earliest, when.latest) == (PUBLISHED, date(2023, 3, 17))


def test_without_a_time_the_publication_stands_in_and_says_so() -> None:
    when = report("The ministers met in Oslo.", "met").when
    assert when is not None
    assert when.basis is DateBasis.PUBLICATION
    assert when.text is None


def test_without_a_publication_a_weekday_stays_unknown() -> None:
    when = report("The ministers met in Oslo on Monday.", "met", None).when
    assert when is None or when.earliest is None


@pytest.mark.parametrize(
    ("text", "history"), [("A quake shook Naples in 1980.", True), ("A quake shook Naples on Monday.", False)]
)
def test_what_is_long_over_is_background(text: str, history: bool) -> None:
    assert report(text, "shook").background is history


@pytest.mark.parametrize("words", ["6 March to 8 March", "Monday to Wednesday"])
def test_a_range_in_words_dates_an_event_as_a_whole(words: str) -> None:
    when = report(f"The ministers met in Oslo from {words}.", "met").when
    assert when is not None
    assert when.text == words
    assert when.earliest is not None and when.latest is not None
    assert (when.latest - when.earliest).days == 2
