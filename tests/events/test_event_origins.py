"""Who is retold: the media that a text cites as a source, and none that it merely mentions."""

import pytest

from geomap.events import near_duplicates
from geomap.events.origins import cited
from geomap.model import Document


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


WIRE = (
    "The ferry Aurora ran aground off Kalmaro on Tuesday night with ninety people on board, and the coastguard took all of them "
    "ashore before midnight. Nobody was hurt. The captain said that a lamp on the pier had failed an hour before. "
)


def test_reprints_and_what_holds_a_reprint_have_one_number() -> None:
    texts = [
        WIRE,
        "KALMARO (Wire) - " + WIRE,
        "Our own reporter spoke with the captain at home, who would not say more. "
        + WIRE
        + "The pier stays closed until spring.",
        "A ferry with ninety passengers got stuck near Kalmaro on Tuesday; its captain blames a broken lamp.",
        "",
        "",
    ]
    first, again, longer, own, *empty = near_duplicates([Document(f"d{i}", "", t) for i, t in enumerate(texts)])
    assert first == again == longer
    assert own != first
    assert len({*empty, first, own}) == 4


def test_near_duplicates_are_found_among_many() -> None:
    noise = [
        f"Word{i} stands beside word{i + 1} and word{i * 7} in the town of place{i} on day {i} of the year. " * 3
        for i in range(300)
    ]
    numbers = near_duplicates([Document(f"d{i}", "", t) for i, t in enumerate([WIRE, *noise, WIRE + "Updated."])])
    assert numbers[0] == numbers[-1]
    assert len(set(numbers)) == 301
