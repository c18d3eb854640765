"""Which words of a sentence are of which of its happenings."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from reading import extraction

from geomap.events.counts import figure
from geomap.events.ground import Ground, others_beside
from geomap.model import Extraction, Report

BEFORE = date(2019, 5, 7)


def _read(sentence: str) -> Extraction:
    return extraction(sentence, published=BEFORE)


def _report(found: Extraction, trigger: str) -> Report:
    return next(r for r in found.reports if r.trigger.text == trigger)


def _ground(found: Extraction, trigger: str) -> Ground:
    report, text = _report(found, trigger), found.document.text
    weights = {word.strip(".,").lower(): 1.0 for word in text.split()}
    return Ground.of(report, others_beside(report, found.reports), text, weights)


def test_a_word_belongs_to_the_happening_that_is_told_nearest_to_it() -> None:
    found = _read("In Lima police arrested fourteen brewers on Monday while farmers blocked a bridge in Cusco with 30 tractors.")
    one, other = _ground(found, "arrested"), _ground(found, "blocked")
    assert one.numbers == {14}
    assert other.numbers == {30}


def test_what_is_told_alone_has_its_whole_sentence() -> None:
    found = _read("In Lima police arrested fourteen brewers on Monday.")
    report = _report(found, "arrested")
    assert others_beside(report, found.reports) == []
    assert _ground(found, "arrested").numbers == {14}


def test_a_further_mention_of_its_own_is_nothing_else() -> None:
    found = _read("In Lima police arrested fourteen brewers on Monday.")
    report = _report(found, "arrested")
    again = replace(report, id="rep-again", mentions=(report.trigger,))
    assert others_beside(report, [report, again]) == []


@pytest.mark.parametrize(
    ("word", "number"),
    [("131", 131), ("2,300", 2300), ("Eleven", 11), ("one", None), ("2014", None), ("6.2", None), ("9th", None), ("tug", None)],
)
def test_what_counts_something(word: str, number: int | None) -> None:
    assert figure(word) == number
