"""Words for what the model knows."""

from datetime import date

import pytest
from sample_store import sample

from geomap.dashboard import words
from geomap.model import DateBasis, DatePrecision, GeoPrecision, PlaceMention, PublishedBasis, Role, Status, When

EXTRACTIONS, EVENTS, _ = sample()
PORT = next(e.document for e in EXTRACTIONS if e.document.source == "Harbour Post")


def test_every_word_of_the_model_has_words() -> None:
    assert set(words.STATUS_WORDS) == set(words.STATUS_HELP) == set(Status)
    for precision in GeoPrecision:
        assert words.precision_of(precision, 12.0)
    assert all(words.PUBLISHED_WORDS[basis] for basis in PublishedBasis)


def test_a_relative_date_says_against_what() -> None:
    train = next(e for e in EVENTS if e.title == "Armoured train arrives")
    assert words.interval(train.when) == "12 September 2023"
    assert words.derivation(train.when, PORT) == "resolved from “on Tuesday” against the publication date, 13 September 2023"


@pytest.mark.parametrize(
    ("basis", "text", "says"),
    [
        (DateBasis.EXPLICIT, "12 May", "stated as “12 May”"),
        (DateBasis.PUBLICATION, None, "the text gives no date; taken from the publication date, 13 September 2023"),
        (DateBasis.INFERRED, "Monday", "taken from “Monday”, the likeliest time that the article names"),
        (DateBasis.NONE, "then", "no date is given that can be placed in the calendar"),
    ],
)
def test_derivations(basis: DateBasis, text: str | None, says: str) -> None:
    assert words.derivation(When(date(2023, 5, 12), date(2023, 5, 12), DatePrecision.DAY, basis, text), PORT) == says


def test_unknown_time_keeps_its_words() -> None:
    assert words.interval(When(None, None, DatePrecision.UNKNOWN, DateBasis.NONE, "lately")) == "unknown (“lately”)"
    assert words.interval(None) == "unknown"


@pytest.mark.parametrize(("km", "says"), [(0.05, "100 m"), (0.8, "800 m"), (12.4, "12 km"), (343, "340 km"), (2500, "2,500 km")])
def test_distances(km: float, says: str) -> None:
    assert words.distance(km) == says


def test_a_country_has_no_distance() -> None:
    assert words.precision_of(GeoPrecision.COUNTRY, 3000.0) == "a country as a whole"


def test_support_counts_retellings() -> None:
    meeting = EVENTS[0]
    assert words.support(meeting) == "3 documents, retelling 2 originals"
    assert words.support(EVENTS[1]) == "1 document"


def test_place_words_come_from_the_article() -> None:
    place = EVENTS[1].places[0]
    assert words.placed_by(place, PORT) == "“Pyongyang” is named elsewhere in the article, not in this sentence"
    lost = PlaceMention("Port Nowhere", Role.VENUE, None, GeoPrecision.NONE, None, None)
    assert words.placed_by(lost) == "named in the sentence as “Port Nowhere”"


def test_listing() -> None:
    assert words.listing([]) == ""
    assert words.listing(["a"]) == "a"
    assert words.listing(["a", "b", "c"]) == "a, b and c"
    assert words.listing(["a", "b", "c", "d"], 2) == "a, b and 2 more"
