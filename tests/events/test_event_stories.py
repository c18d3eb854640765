"""Which documents tell of one story, and which only look alike."""

from __future__ import annotations

import time
from datetime import date, timedelta
from random import Random

import numpy as np
import pytest
from reading import made

from geomap.events import link
from geomap.events.bags import stem_of
from geomap.events.stories import _PAIR, Stories, _chained, joined_on_average, stories
from geomap.model import Document, Furniture

FERRY = (
    "A ferry with ninety passengers ran aground off Kalmaro on Tuesday night, and the coastguard took everybody ashore.",
    "Ninety people were taken off a stranded ferry near Kalmaro, the coastguard said. Captain Lise Holm blamed a lamp.",
    "Captain Lise Holm, whose ferry ran aground at Kalmaro, told the coastguard that a lamp had failed.",
)
FIRE = (
    "A fire destroyed the cannery of Port Vane early on Monday. Mayor Otto Rusk said that forty jobs were lost.",
    "Forty workers lost their jobs when the Port Vane cannery burned down, Mayor Otto Rusk said.",
)


def _documents(*texts: str) -> list[Document]:
    return [Document(f"d{i}", "", text) for i, text in enumerate(texts)]


def test_documents_of_one_story_share_a_number() -> None:
    ferry, *rest = stories(_documents(*FERRY, *FIRE))
    assert rest[:2] == [ferry, ferry]
    assert rest[2] == rest[3] != ferry


def test_few_documents_are_enough() -> None:
    assert len(set(stories(_documents(*FERRY[:2])))) == 1
    assert stories([]) == ()
    assert len(set(stories(_documents("", "")))) == 2


def _heist(jeweller: str, street: str, chief: str, detail: str) -> str:
    return (
        f"Masked robbers broke into the jeweller {jeweller} in {street} in Veldoria and fled with diamonds and watches. "
        f"Police chief {chief} said that the robbers had smashed the windows of {jeweller}. {detail}"
    )


def test_look_alikes_are_parted_by_their_names() -> None:
    first = [
        _heist("Amsel", "Rook Street", "Nora Quist", d)
        for d in ("Nobody was hurt.", "It was noon.", "A guard fainted.", "It rained.")
    ]
    other = [
        _heist("Bellamy", "Dove Lane", "Carl Ibsen", d) for d in ("A car burned.", "It was dark.", "They shouted.", "It snowed.")
    ]
    told = stories(_documents(*first, *other, *FERRY, *FIRE))
    assert set(told[:4]).isdisjoint(told[4:8])
    assert len(set(told[:4])) == len(set(told[4:8])) == 1


def test_page_furniture_tells_no_story() -> None:
    menu = "Subscribe to the Kalmaro Courier. Ferry timetable, Lise Holm, coastguard. " * 3
    pages = [
        Document(f"d{i}", "", menu + text, furniture=(Furniture(0, len(menu), "menu"),))
        for i, text in enumerate((FERRY[0], FIRE[0]))
    ]
    assert len(set(stories(pages))) == 2


def test_the_order_of_documents_changes_nothing() -> None:
    documents = _documents(*FERRY, *FIRE)
    told = dict(zip((d.id for d in documents), stories(documents), strict=True))
    back = dict(zip((d.id for d in documents[::-1]), stories(documents[::-1]), strict=True))
    assert all((told[a] == told[b]) == (back[a] == back[b]) for a in told for b in told)


def test_reports_of_two_stories_are_two_events_and_short_texts_may_be_of_any() -> None:
    one, other = ("An attack. " + " ".join(texts * 2) for texts in (FERRY, FIRE))
    assert len(link([made("a", text=one), made("b", text=other)])) == 2
    assert len(link([made("a", text=one), made("b", text=one.replace("Tuesday", "a Tuesday"))])) == 1
    assert len(link([made("a"), made("b", text=other)])) == 1
    assert Stories.of(_documents(FERRY[0])).tale(0).story is None


@pytest.mark.parametrize(
    ("word", "stem"), [("Arrests", "arrest"), ("arrested", "arrest"), ("Rusk's", "rusk"), ("fire", "fire"), ("his", "his")]
)
def test_stems(word: str, stem: str) -> None:
    assert stem_of(word) == stem


def test_joined_on_average() -> None:
    alike = {(0, 1): 0.9, (1, 2): 0.5, (0, 2): 0.1, (3, 4): 0.2}
    assert sorted(map(sorted, joined_on_average(alike, range(5), at_least=0.3))) == [[0, 1, 2], [3], [4]]
    assert sorted(map(sorted, joined_on_average(alike, range(5), at_least=0.31))) == [[0, 1], [2], [3], [4]]


def test_the_work_grows_with_the_documents_and_not_with_their_square() -> None:
    chance = Random(5)

    def some(n: int) -> list[Document]:
        words = [f"word{i}" for i in range(n)]
        day = date(2024, 1, 1)
        return [
            Document(f"d{i}", "", " ".join(chance.choices(words, k=60)), published=day + timedelta(i % 300)) for i in range(n)
        ]

    def cost(n: int) -> float:
        documents = some(n)
        began = time.process_time()
        stories(documents)
        return time.process_time() - began

    assert cost(1200) < 10 * cost(300)  # four times as many: the square of it would be sixteen times


def test_where_a_chain_connects_too_many_only_closer_likenesses_count() -> None:
    chain = [(i, i + 1, 0.9 if i % 2 == 0 else 0.2) for i in range(9)]
    strong = np.array(chain, _PAIR)
    limits = {"alike": 0.13, "most_chained": 10}
    assert set(_chained(strong, 10, limits).tolist()) == {0}
    assert _chained(strong, 10, limits | {"most_chained": 3}).tolist() == [0, 0, 2, 2, 4, 4, 6, 6, 8, 8]
