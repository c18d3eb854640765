"""Articles told from a town that no gazetteer has."""

from __future__ import annotations

import pytest
from reading import PUBLISHED, extraction


def _pin(text: str, word: str) -> str | None:
    told = next(r for r in extraction(text, PUBLISHED).reports if r.trigger.text == word)
    return told.pin.name if told.pin is not None else None


@pytest.mark.parametrize(
    "line", ["OKVERANDA, Argentina, March 14 (Agency) - ", "OKVERANDA, Argentina (Agency) — ", "OKVERANDA, Argentina - "]
)
def test_here_is_the_town_that_an_article_is_told_from_though_nobody_knows_it(line: str) -> None:
    text = f"A rocket fails\n\n{line}A rocket fell on Mendoza on Tuesday. An envoy arrives here on Thursday."
    assert _pin(text, "arrives") == "OKVERANDA"


def test_an_unknown_town_is_called_as_the_text_calls_it() -> None:
    text = (
        "Okveranda waits\n\nOKVERANDA, Argentina - A rocket fell on Mendoza on Tuesday. An envoy arrives here on Thursday. "
        "The mayor of Okveranda is angry."
    )
    assert _pin(text, "arrives") == "Okveranda"


@pytest.mark.parametrize("line", ["ANALYSIS - ", "UPDATE, Argentine rocket - ", "EXCLUSIVE: "])
def test_a_heading_in_capitals_is_no_town(line: str) -> None:
    text = f"A rocket fails\n\n{line}A rocket fell on Mendoza on Tuesday. An envoy arrives here on Thursday."
    assert _pin(text, "arrives") not in {"ANALYSIS", "UPDATE", "EXCLUSIVE"}


@pytest.mark.parametrize(
    ("line", "place"),
    [
        ("By Rowena Tait in Luang Prabang", "Luang Prabang"),
        ("Luke Penrose and Anna Maria Ross in Kyiv", "Kyiv"),
        ("Luke Penrose, Africa correspondent, in Nairobi", "Nairobi"),
        # Two places, or a sentence, are no dateline.
        ("Luke Penrose in Kyiv and Anna Ross in Moscow", None),
        ("He was born in Nairobi", None),
    ],
)
def test_a_byline_with_a_place_is_a_dateline(line: str, place: str | None) -> None:
    text = f"Villagers recall the flood\n\n{line}\n\nThe dam broke before midnight on Sunday."
    assert _pin(text, "broke") == place
