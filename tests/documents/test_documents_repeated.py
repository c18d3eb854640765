"""Furniture by repetition: found across the unrelated articles of one source, and nothing else is taken for it."""

from __future__ import annotations

import random
import time

import pytest

from geomap.documents import from_text
from geomap.documents.repeated import KIND, Repetitions, bare
from geomap.model import Document

TOWNS = ("Lisbon", "Porto", "Madrid", "Rome", "Athens", "Oslo", "Bergen", "Vienna", "Graz", "Berne")
PROMOTION = "Sign up for The Courier Weekly and get the best of our reporting every Friday."
BIOGRAPHY = "Ana Perez is a senior correspondent who covers ports and shipping from Lisbon."
HEADLINE = "Fishermen of Setubal win their case against the harbour board"
BACKGROUND = "The ferry line was closed in 2011 after a fire on board killed three people."
DAYS = [f"2023-09-{day:02}" for day in range(1, 28)]


def article(number: int, *extra: str, source: str | None = "The Courier", body: tuple[str, ...] = ()) -> Document:
    town = TOWNS[number % len(TOWNS)]
    own = body or (
        f"Ministers met in {town} on day {number} of the talks and spoke of the harbour of {town}.",
        f"The mayor of {town} welcomed paper {number} in a statement that was read out in the town hall.",
    )
    text = "\n".join((f"Talks in {town}, part {number}", own[0], *extra, *own[1:]))
    return from_text(text, title=f"Talks in {town}, part {number}", source=source, published=DAYS[number % len(DAYS)])


def masked(documents: list[Document]) -> list[list[str]]:
    found = Repetitions()
    for document in documents:
        found.count(document)
    for document in documents:
        found.look_at(document)
    marked = [found.marked(document) for document in documents]
    assert [bare(document) for document in marked] == documents
    return [[document.text[s.start : s.end] for s in document.furniture if s.kind == KIND] for document in marked]


@pytest.mark.parametrize(
    "words", [BIOGRAPHY, HEADLINE, "Our reporters can be reached at desk@courier.example.", "More on the harbour talks"]
)
def test_what_a_page_adds_is_found_at_its_third_article(words: str) -> None:
    assert masked([article(n, words) for n in range(2)]) == [[], []]
    assert masked([article(n, words) for n in range(3)]) == [[words]] * 3


def test_how_the_words_are_spaced_and_whether_they_are_capitals_does_not_matter() -> None:
    shapes = [HEADLINE, HEADLINE.upper(), HEADLINE.replace(" ", "  ")]
    assert masked([article(n, words) for n, words in enumerate(shapes)]) == [[words] for words in shapes]


@pytest.mark.parametrize(
    "words",
    [
        BACKGROUND,
        "“You will have your ferry by the spring,” the minister told the fishermen.",
        "Talks:",
        "Published: 5 September 2023",
        "Read it.",
    ],
)
def test_sentences_quotations_and_dates_are_told_however_often(words: str) -> None:
    assert masked([article(n, words) for n in range(8)]) == [[]] * 8


def test_papers_that_retell_each_other_lose_nothing() -> None:
    papers = [article(0, HEADLINE, BIOGRAPHY, source=f"Paper {n}") for n in range(6)]
    assert masked(papers) == [[]] * 6


def test_without_a_source_nothing_is_known_to_repeat() -> None:
    assert masked([article(n, HEADLINE, source=None) for n in range(6)]) == [[]] * 6


def test_versions_of_one_story_are_one_article() -> None:
    """A paper that writes on through the day repeats its own words, also those without a full stop."""
    story = ("Ministers met in Lisbon on Tuesday.", "They spoke for two hours.", "The harbour was closed meanwhile.")
    versions = [article(n, HEADLINE, body=(*story, f"Update {n}: the talks went on until {n} o'clock.")) for n in range(5)]
    assert masked(versions) == [[]] * 5
    assert masked([*versions, article(11, HEADLINE)]) == [[]] * 6
    assert masked([*versions, article(11, HEADLINE), article(12, HEADLINE)]) == [[HEADLINE]] * 7


def test_the_headline_of_an_article_stays_where_it_is_the_articles_own() -> None:
    others = [article(n, "Talks in Oslo, part 5") for n in (1, 2, 3)]
    found = masked([*others, article(5)])
    assert found == [["Talks in Oslo, part 5"]] * 3 + [[]]


def test_an_article_is_never_left_without_text() -> None:
    short = [
        from_text(f"Note {n}\nSee the map at www.courier.example today.\n{PROMOTION}", source="The Courier") for n in range(4)
    ]
    for document, found in zip(short, masked(short), strict=True):
        assert document.text.split("\n")[1] not in found or not found


def test_the_head_of_an_article_stays() -> None:
    """Its place stands on a line of its own in every article of some papers."""
    documents = [
        from_text(
            f"Talks, part {n}\nLISBON, Portugal\nMinisters met on day {n} of the talks.\nThe mayor spoke {n} times.", source="C"
        )
        for n in range(5)
    ]
    assert masked(documents) == [[]] * 5


def test_lines_that_are_cut_at_a_width_are_no_paragraphs() -> None:
    wrapped = [
        from_text(
            f"Talks {n}\n\nMinisters met {n} times and\nthe delegates of the\nUnited Nations Security\ncouncil said so again\n",
            source="C",
        )
        for n in range(5)
    ]
    assert masked(wrapped) == [[]] * 5


def test_the_order_of_the_articles_does_not_matter() -> None:
    documents = [article(n, *([HEADLINE] if n % 2 else [BIOGRAPHY] if n % 3 else [])) for n in range(12)]
    first = {document.id: found for document, found in zip(documents, masked(documents), strict=True)}
    for seed in range(5):
        random.Random(seed).shuffle(documents)
        assert {document.id: found for document, found in zip(documents, masked(documents), strict=True)} == first


def test_it_costs_next_to_nothing() -> None:
    documents = [
        article(n, HEADLINE, BIOGRAPHY, *[f"Sentence {k} of article {n} is here." for k in range(25)]) for n in range(300)
    ]
    begun = time.process_time()
    masked(documents)
    assert time.process_time() - begun < 300 * 0.003


@pytest.mark.parametrize("unit", ["a", " ", "you ", "@", "www.", "is a ", "A ", "sign up ", "\n", "x\n", "“"])
def test_hostile_text_takes_no_longer(unit: str) -> None:
    text = "Title\nIt was said.\n" + unit * (100_000 // len(unit))
    documents = [from_text(text + str(n), source="C") for n in range(3)]
    begun = time.process_time()
    masked(documents)
    assert time.process_time() - begun < 4
