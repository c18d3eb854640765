"""The year that a dateline leaves out: taken from the text where only one fits, never from memory."""

from datetime import date

import pytest

from geomap.documents import from_text, written
from geomap.documents.dateline import judge
from geomap.documents.written import rules

DAY = date(2023, 9, 12)  # a Tuesday; so was 12 September of 2017 and 2006
LEAD = "LISBON, Sept 12 (Agency) - The ministers met in the capital on Tuesday and agreed on a plan for the border."


def published(text: str) -> date | None:
    return from_text(f"Ministers meet\n\n{text}\n").published


@pytest.mark.parametrize(
    "body",
    [
        "Talks had begun on Sept. 8, 2023, and were to last a week.",
        "The exercise that opened in September 2023 was the largest so far. Trade fell in 2019.",
        "They met before on 30 August 2023 and, in the same hall, on 11 September 2021.",
        "Copyright 2023 Agency. On Monday, Sept. 11, they had met in Porto.",
        "The next meeting is on Friday, Sept. 15. (c) 2023 Agency",
    ],
)
def test_the_year_of_a_dateline(body: str) -> None:
    assert published(f"{LEAD}\n\n{body}") == DAY


@pytest.mark.parametrize(
    "body",
    [
        "Talks had begun last week.",
        "It was the worst flood since 2019.",
        "The election is to be held in 2024. Talks began on Sept. 8, 2023.",
        "Copyright 2023 Agency.",
        "Copyright 2022 Agency. On Monday, Sept. 11, they had met in Porto.",
        "They marked the anniversary of the attacks of Sept. 11, 2001.",
        "Twenty years ago, on 3 September 2003, the bridge was opened.",
        "The ships collided on 2 February 2023.",
        "On Sunday, Sept. 11, 2022, they had met in Porto. They met on Monday, Sept. 11.",
    ],
)
def test_a_dateline_whose_year_is_not_clear(body: str) -> None:
    assert published(f"{LEAD}\n\n{body}") is None


def test_a_weekday_chooses_between_years() -> None:
    both = "They had met on Sept. 9, 2023 and on Sept. 9, 2022."
    assert published(f"{LEAD}\n\n{both}") == DAY
    assert published(f"{LEAD.replace(' on Tuesday', '')}\n\n{both}") is None
    dated = LEAD.replace("Sept 12", "Tuesday, Sept. 12")
    assert published(f"{dated}\n\nThey had met in September 2023 and in September 2022.") == DAY
    assert published(f"{dated}\n\nThey had met in September 2022.") is None


def test_a_line_without_a_year() -> None:
    body = "The ministers met in Lisbon and agreed on a plan. Talks had begun on Sept. 8, 2023."
    assert published(f"Tuesday, Sept. 12\n\n{body}") == DAY
    assert published(f"Published Tuesday, Sept. 12 at 9:14 a.m.\n\n{body}") == DAY
    assert published(f"Monday, Sept. 12\n\n{body}") is None
    assert published(f"Sept. 12\n\n{body}") is None
    assert published(f"Tuesday, Sept. 12, 8 p.m.: the fair opens\n\n{body}") is None


def test_the_address_may_give_the_year() -> None:
    text = f"Ministers meet\n\n{LEAD}\n"
    assert from_text(text, url="https://example.org/2023/09/ministers-meet").published == DAY
    assert from_text(text, url="https://example.org/2023/ministers-meet").published is None


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("Published: 5 September 2023", "labelled line"),
        ("By Ana Perez | Sept. 12, 2023 9:14 AM EDT", "dated line"),
        ("World | Africa | 12 September 2023", "byline"),
        ("THE LAKE HERALD, TUESDAY, SEPTEMBER 12, 2023, A3", "page header"),
        ("Updated 12 September 2023", ""),
    ],
)
def test_the_kinds_of_lines(line: str, kind: str) -> None:
    assert judge(line).kind == kind


def test_names_of_months_and_weekdays_say_one_thing_each() -> None:
    for table, size in (("months", 12), ("weekdays", 7)):
        numbers: dict[str, set[int]] = {}
        for words in rules()[table].values():
            assert len(words.split()) == size, words
            for number, variants in enumerate(words.split()):
                for name in variants.split("/"):
                    numbers.setdefault(name, set()).add(number)
        assert {name for name, found in numbers.items() if len(found) > 1} == set()


@pytest.mark.parametrize(
    "words",
    [
        "12 septembre 2023", "12. September 2023", "12 de septiembre de 2023", "12 de setembro de 2023", "12 settembre 2023",
        "12 сентября 2023 г.", "12 вересня 2023", "12 września 2023", "12 Eylül 2023", "12 syyskuuta 2023", "2023年9月12日",
        "2023년 9월 12일", "2023. 9. 12.", "12th of September, 2023", "Sept. 12, '23", "12-Sep-23", "mardi 12 septembre 2023",
    ],
)  # fmt: skip
def test_dates_of_many_languages(words: str) -> None:
    assert [found.days for found in written.find(words)] == [(DAY,)]
