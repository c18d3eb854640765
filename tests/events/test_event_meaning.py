"""How near in meaning words are, and what two sentences say alike in other words."""

from __future__ import annotations

import pytest

from geomap.events.bags import stem_of
from geomap.events.meaning import Sense, alike


@pytest.mark.parametrize(
    ("word", "near", "far"),
    [("captain", "skipper", "election"), ("capsized", "overturned", "voted"), ("arrested", "detained", "flooded")],
)
def test_words_of_like_meaning_are_nearer_than_others(word: str, near: str, far: str) -> None:
    assert alike(_sense(word), _sense(near)) > 0.15
    assert alike(_sense(word), _sense(far)) == 0


def test_names_and_rare_words_are_like_nothing_but_themselves() -> None:
    assert alike(_sense("Ukerewe"), _sense("captain")) == 0
    assert alike(_sense("Ukerewe"), _sense("Ukerewe")) == pytest.approx(1)


def _sense(text: str) -> Sense:
    return Sense.of({stem_of(word): 1.0 for word in text.split()})


def test_a_sentence_is_nearest_to_the_one_that_says_it_in_other_words() -> None:
    found = _sense("the captain was found hiding at Ukerewe")
    retold = _sense("the skipper was discovered near Ukerewe where he hid")
    other = _sense("the minister promised the fishermen a new pier")
    assert alike(found, retold) == pytest.approx(alike(retold, found))
    assert alike(found, found) == pytest.approx(1, abs=1e-5)
    assert alike(found, retold) > alike(found, other) + 0.3
    assert alike(found, _sense("the")) == 0
