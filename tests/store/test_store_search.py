"""Searching: the user's words are words, whatever they look like."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from geomap.errors import InputError
from geomap.model import Document, Event, Extraction, GeoPrecision, Place, PlaceMention, Report, Role, Status, Trigger
from geomap.store import Store
from geomap.store.search import match_expression

TEXT = "Kim Jong Un travels to São Paulo and 東京; the artillery stays. NOT moved. Ends."
PLACE = PlaceMention("Sao Paulo", Role.VENUE, Place("g:1", "São Paulo", -23.5, -46.6, "P.PPL"), GeoPrecision.CITY, 10.0, None)


@pytest.fixture(scope="module")
def store(tmp_path_factory):
    document = Document("doc-1", "A journey to Brazil", TEXT)
    quote = "Kim Jong Un travels to São Paulo"
    report = Report(
        "rep-1", "doc-1", 0, 32, quote, Trigger(12, 19, "travels"), "travel", Status.PLANNED, False, (), (), None, None, 1.0, "m"
    )
    event = Event(
        "evt-1", "Journey", "travel", Status.PLANNED, False, ("Kim Jong Un",), PLACE, (PLACE,), None, ("rep-1",), 1, 1, (), 1.0
    )
    with Store.open(tmp_path_factory.mktemp("s") / "s.db", create=True) as opened:
        opened.save([Extraction(document, reports=(report,))])
        opened.replace_events([event])
        yield opened


@pytest.mark.parametrize(
    ("words", "event", "document"),
    [
        ("travels", True, True),
        ("TRAVELLING", True, True),
        ("travel", True, True),
        ("sao paulo", True, True),
        ("São", True, True),
        ("artillery", False, True),
        ("kim artillery", False, True),
        ("jong-un", True, True),
        ('"Jong Un"', True, True),
        ('"Un Jong"', False, False),
        ("un jong", True, True),
        ("brazil", True, True),
        ("braz", True, True),
        ('"braz"', False, False),
        ("東京", False, True),
        ("NOT moved", False, True),
        ("artillery OR nothing", False, False),
        ("title:journey", False, False),
        ("zebra", False, False),
        ("", False, False),
        ("!!! ???", False, False),
        ('"', False, False),
    ],
)
def test_words(store, words, event, document):
    found = store.search(words)
    assert (bool(found.event_ids), bool(found.document_ids)) == (event, document)


@given(st.text(st.characters(), max_size=60) | st.text("\"*^:(){}[]+-NEARORAND \\'\x00\ud800", max_size=30))
@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_text_is_a_syntax_error(store, words):
    store.search(words)


def test_too_many_words_are_refused():
    assert match_expression("a " * 64) is not None
    with pytest.raises(InputError, match="at most 64"):
        match_expression("a " * 65)
