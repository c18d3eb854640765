"""Who is retold: the media that a text cites as a source, and none that it merely mentions."""

import pytest

from geomap.events.origins import cited


@pytest.mark.parametrize(
    "text",
    [
        "The New York Times reported on Monday that they would meet.",
        "They would meet, according to The New York Times.",
        "Note that The New York Times was the first to report the meeting.",
        "Talks are planned, officials said, citing The New York Times.",
    ],
)
def test_a_medium_that_is_cited_is_found_under_one_name(text: str) -> None:
    assert cited(text) == {"new york times"}


@pytest.mark.parametrize(
    "text",
    [
        "He once delivered The New York Times to the neighbours.",
        "According to the ministry, nothing was signed.",
        "(Photo: A. Nobody | Getty Images)",
        "The Minister said that it was raining.",
    ],
)
def test_what_is_only_mentioned_is_no_source(text: str) -> None:
    assert cited(text) == frozenset()
