import pytest
from small_world import SmallWorld

from geomap import syntax
from geomap.model import Document
from geomap.toponyms.clues import clues
from geomap.toponyms.context import shape
from geomap.toponyms.kinds import kind_of_word
from geomap.toponyms.recognise import context_of
from geomap.toponyms.settled import settled
from geomap.toponyms.stretches import stretches


def of(text: str, name: str):
    """The stretch of that name with the words-only context of the text."""
    context = context_of(Document("doc-test", "", text), syntax.tokens(Document("doc-test", "", text)), SmallWorld())
    return next((s for s in stretches(context) if s.name == name), None), context


def kind(word: str) -> int | None:
    return kind_of_word(word, word.lower())


def test_words_of_like_use_are_of_one_kind() -> None:
    assert kind("Monday") == kind("Thursday")
    assert kind("Craig") == kind("Darren") != kind("Houston")
    assert kind("Houston") == kind("Denver")


def test_a_word_is_looked_up_as_written_and_then_in_other_letters() -> None:
    assert kind("MARKET") == kind("market") is not None
    assert kind("HOUSTON") == kind("Houston") is not None
    assert kind("Zarqoluhan") is None


@pytest.mark.parametrize(
    ("word", "code"),
    [("Oslo", "Aa"), ("USA", "AA"), ("I", "A"), ("in", "a"), ("2024", "9999"), (",", ","), ("4X4", "x")],
)
def test_how_a_word_is_written(word: str, code: str) -> None:
    assert shape(word) == code


def test_clues_from_the_words_around() -> None:
    stretch, context = of("Darren Watson left Moscow on Monday.", "Moscow")
    found = clues(stretch, context)
    assert f"kind +2={kind('Monday')}" in found
    assert "shape around=a a" in found
    watson, _ = of("We met Darren Watson.", "Watson")
    assert "first name before" in clues(watson, _)


def test_who_has_a_common_first_name_is_somebody() -> None:
    _, context = of("We met Darren J. Watson in Seoul. Watson spoke.", "Watson")
    assert context.people.surnames["watson"] == 1
    assert context.people.given["darren"] == 1


@pytest.mark.parametrize("text", ["They drove to Jackson County.", "A fire in Martin Street spread.", "St. Michael Church fell."])
def test_streets_counties_and_saints_are_nobody(text: str) -> None:
    _, context = of(text, "x")
    assert not context.people.surnames


def test_what_the_text_calls_a_village_is_one() -> None:
    stretch, context = of("They fled from the village of Zarqol Uhan on foot.", "Zarqol Uhan")
    assert stretch is not None
    assert settled(stretch, context) == pytest.approx(0.9)
    assert of("They fled from the anger of Zarqol Uhan on foot.", "Zarqol Uhan")[0] is None


def test_a_place_that_a_distance_is_measured_from() -> None:
    stretch, context = of("A drone fell 40 km SW of Moscow.", "Moscow")
    assert settled(stretch, context) == pytest.approx(0.9)
    stretch, context = of("They spoke of Moscow.", "Moscow")
    assert settled(stretch, context) is None


def test_a_place_that_a_sentence_begins_with() -> None:
    stretch, context = of("They left. Near Moscow, a bridge was hit.", "Moscow")
    assert settled(stretch, context) == pytest.approx(0.9)
    stretch, context = of("They left. Near Moscow a bridge was hit.", "Moscow")
    assert settled(stretch, context) is None


def test_an_article_is_no_part_of_a_longer_name(root) -> None:
    stretch, context = of("The Kremlin’s answer came late.", "Kremlin")
    assert settled(stretch, context) > 0.9
