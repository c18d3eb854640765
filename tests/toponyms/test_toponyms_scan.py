import time

import pytest
from hypothesis import given
from hypothesis import strategies as st
from small_world import SmallWorld

from geomap.extractor import shared_extractor
from geomap.toponyms.scan import hits, words

WORLD = SmallWorld()


def names(text: str) -> list[str]:
    return [h.name for h in hits(text, words(text), WORLD)]  # type: ignore[arg-type]


def test_the_longest_name_wins() -> None:
    assert names("He flew from North Korea to New York.") == ["North Korea", "New York"]


def test_abbreviations_keep_their_points() -> None:
    assert names("In the U.S. he said no.") == ["U.S."]


def test_compounds_are_two_names() -> None:
    assert names("the Russia-North Korea connection") == ["Russia", "North Korea"]


def test_glued_words_are_cut_where_a_capital_follows() -> None:
    assert names("Missiles used in RussiaThe Explainer") == ["Russia"]
    assert [w.text for w in words("McConnell")] == ["McConnell"]


def test_a_possessive_is_left_out() -> None:
    assert names("Russia's coast, Seoul’s answer") == ["Russia", "Seoul"]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Police in King's Lynn arrested two men.", "King's Lynn"),
        ("The summit in St George's on July 3 was short.", "St George's"),
        ("A fire broke out in St John’s, Antigua.", "St John’s"),
        ("Moscow's Park was shut.", "Moscow"),
        ("Fort Smith's mayor resigned.", "Fort Smith"),
        ("Ships left Russia's Pacific coast.", "Russia"),
    ],
)
def test_a_possessive_may_be_part_of_a_name(text: str, name: str) -> None:
    assert name in [h.name for h in hits(text, words(text), shared_extractor().gazetteer)]


@given(st.text(max_size=200))
def test_words_stand_where_they_say(text: str) -> None:
    assert all(text[w.start : w.end] == w.text for w in words(text))


def test_hostile_text_takes_no_time() -> None:
    for unit in ("A.", "a'", "Aa", "A-", "’s", "A ", "U.S."):
        began = time.perf_counter()
        names(unit * 5_000)
        assert time.perf_counter() - began < 5, unit
