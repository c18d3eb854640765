"""Words of events that are not meant."""

from __future__ import annotations

import pytest
from reading import PUBLISHED, extraction

from geomap import typology
from geomap.documents import from_text
from geomap.extractor import shared_extractor

LEAD = "The council of Rothmere met in Leeds on Monday.\n\n"


def _types(sentence: str) -> set[str]:
    """The types of what a sentence tells that stands inside an article."""
    return {r.event_type for r in extraction(LEAD + sentence, PUBLISHED).reports if r.trigger.start > len(LEAD)}


@pytest.mark.parametrize(
    ("figure", "meant", "event_type"),
    [
        ("A storm of protest greeted the budget in Lisbon.", "A storm hit the coast near Lisbon on Friday.", "disaster"),
        ("The ban would kill the town's trade.", "The gunmen killed two men in Porto on Friday.", "fighting"),
        ("The singer's first night in Boston was a blast.", "Two people died in a blast in Boston on Friday.", "disaster"),
        (
            "It was a landslide of complaints, said the ombudsman.",
            "A landslide buried a farm near Cardiff on Friday.",
            "disaster",
        ),
        ("The market in Accra is flooded with cheap rice.", "A river burst its banks and flooded Accra.", "disaster"),
        ("The race for governor in Ohio is tight.", "She won the race in Ohio on Friday.", "sport"),
        ("Shares in the firm crashed in Zurich on Friday.", "A light aircraft crashed in Zurich on Friday.", "disaster"),
    ],
)
def test_a_figure_of_speech_tells_of_no_event(figure: str, meant: str, event_type: str) -> None:
    assert event_type not in _types(figure)
    assert event_type in _types(meant)


def test_an_article_does_not_lead_with_a_figure_of_speech() -> None:
    assert extraction("A storm of protest greeted the budget in Lisbon.", PUBLISHED).reports == ()


def test_what_a_figure_of_speech_is_told_with_is_told() -> None:
    assert _types("The ministers met in Lisbon on Friday amid a storm of protest.") == {"meeting"}


@pytest.mark.parametrize(
    ("sentence", "word"),
    [("Prices crashed in Zurich on Friday.", "crash"), ("The deal blew up in the minister's face.", "blow up")],
)
def test_a_word_that_the_user_lists_is_meant(sentence: str, word: str, monkeypatch: pytest.MonkeyPatch) -> None:
    assert not shared_extractor().extract(from_text(LEAD + sentence, published=PUBLISHED)).reports[1:]
    monkeypatch.setattr(typology, "own_words", lambda: frozenset({word}))
    assert shared_extractor().extract(from_text(LEAD + sentence, published=PUBLISHED)).reports[1:]
