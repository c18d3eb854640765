"""The whole extraction on any text: no exception, true quotes, stable ids."""

from __future__ import annotations

from time import process_time

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from reading import PUBLISHED, extraction, reports

from geomap.documents import from_text
from geomap.events import link, method
from geomap.extractor import shared_extractor
from geomap.model import Extraction

NEWS = "A bomb exploded in Naples on Monday, killing six people. Police arrested two men, the Aegean Post reported."
VOCABULARY = """A the police arrested met in Oslo Naples on Monday will not talks were held after a fire killed . , - here there
city who that said reports false minister NAIROBI (AFP) 2019 tomorrow to of and visit "to" \u201c \u2014 \u0301 \U0001f525 <b>"""
WORDS = st.sampled_from([*VOCABULARY.split(), "\n\n"])


def _check(found: Extraction) -> None:
    text = found.document.text
    for span, words in found.quotes():
        assert text[span.start : span.end] == words
    assert len({r.id for r in found.reports}) == len(found.reports)
    for report in found.reports:
        assert report.start <= report.trigger.start < report.trigger.end <= report.end
        assert 0 <= report.confidence <= 1
    linked = [r for e in link([found]) for r in e.report_ids]
    assert sorted(linked) == sorted(r.id for r in found.reports)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(WORDS, max_size=30).map(" ".join) | st.text(max_size=60))
def test_any_text_is_read_without_an_exception(text: str) -> None:
    _check(shared_extractor().extract(from_text(text, title="", published=PUBLISHED)))


def test_ids_are_the_same_in_every_reading() -> None:
    again = shared_extractor().extract(from_text(NEWS, title="", published=PUBLISHED))
    assert [r.id for r in again.reports] == [r.id for r in reports(NEWS)]
    assert reports(NEWS)


def test_the_empty_document_has_no_reports() -> None:
    assert extraction("").reports == ()


def test_the_method_names_the_rules() -> None:
    assert method().startswith("rules-")
    assert {r.method for r in reports(NEWS)} == {method()}


def test_a_sentence_of_a_thousand_events_takes_seconds() -> None:
    begun = process_time()
    extraction("Two bombs exploded, " + "bombs exploded, " * 1000 + "police said in Naples on Monday.")
    assert process_time() - begun < 20  # a few seconds; each compared with each other, it would be a minute
