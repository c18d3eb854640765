"""Publication dates in fields and at the head of texts."""

import time
from datetime import date

import pytest

from geomap.documents import dateline, dating, declared, from_text, written
from geomap.documents.frontmatter import front_matter
from geomap.errors import InputError
from geomap.model import Document, PublishedBasis

DAY = date(2023, 9, 12)
STORY = "The two ministers met in Lisbon on Tuesday and agreed on a plan for the border, officials from both sides said."


@pytest.mark.parametrize(
    "line",
    [
        "Published: 12 September 2023",
        "Sept. 12, 2023",
        "2023-09-12 10:30",
        "2023-09-12T10:30:00Z",
        "September 12th, 2023 2:00pm EDT",
        "Tuesday, 12 September 2023",
        "12 Sep 2023 | By Ana Perez",
        "By Ana Perez, September 12, 2023",
        "Published 12 September 2023, updated 14 September 2023",
        "Posted on 12 September 2023 at 09:15 GMT",
        "12.09.2023",
        "2023/09/12",
        "LISBON, Sept. 12, 2023 (Agency) - The ministers met.",
        "LISBON, September 12, 2023 /AGENCY/. The ministers met.",
        "SEPTEMBER 12, 2023",
    ],
)
def test_a_clearly_dated_line(line: str) -> None:
    document = from_text(f"Ministers meet\n\n{line}\n{STORY}")
    assert (document.published, document.published_basis) == (DAY, PublishedBasis.TEXT)


@pytest.mark.parametrize(
    "line",
    [
        "12 September",
        "September 2023",
        "Tuesday",
        "05/09/2023",
        "30 February 2023",
        "Political cartoons for September 12, 2023",
        "September 11, 2001: the day that changed the city",
        "The ministers met on 12 September 2023 in Lisbon.",
        "September 10, 2023 - September 12, 2023",
        "Posted 1 year ago [downloaded on 2 October 2013]",
        "Born 12 September 2023",
        "Copyright 2023",
        "Last updated: 12 September 2023",
        "Tuesday, 12 September 2022",
        "Event date: 12 September 2023",
        "The report, published 12 September 2023, says otherwise.",
        "Published 1 January 1970",
    ],
)
def test_a_line_that_is_not_clearly_the_date(line: str) -> None:
    document = from_text(f"Ministers meet\n{line}\n{STORY}")
    assert (document.published, document.published_basis) == (None, PublishedBasis.NONE)


def test_only_the_head_counts_and_furniture_does_not() -> None:
    body = "\n".join([STORY] + [f"Paragraph {n}. {STORY}" for n in range(6)])
    assert from_text(f"Ministers meet\n{body}\nPublished: 12 September 2023").published is None
    chrome = "top of page\nAdvertisement\n3 min read\nPlease enter your comment!\nShare\nPrint\n"
    assert from_text(f"{chrome}Ministers meet\n12 September 2023\n{STORY}").published == DAY


@pytest.mark.parametrize(
    ("words", "day"),
    [
        ("2023-09-12", DAY),
        ("2023-09-12T23:59:59+09:00", DAY),
        ("20230912", DAY),
        ("20230912T101500Z", DAY),
        ("Tue, 12 Sep 2023 10:00:00 GMT", DAY),
        ("2023/09/12", DAY),
        ("25/10/2023", date(2023, 10, 25)),
        ("10/25/2023", date(2023, 10, 25)),
        ("04/04/2023", date(2023, 4, 4)),
        ("05/09/2023", None),
        ("2023-13-01", None),
        ("2023", None),
        ("today", None),
        ("", None),
        ("12 Sep 2023 to 14 Sep 2023", None),
    ],
)
def test_dates_in_fields(words: str, day: date | None) -> None:
    assert dating.parse(words) == day


@pytest.mark.parametrize(
    "words", ["2023-9-12", "12 September 2023", "2023-09-12T10:00", " 2023-09-12", "\u0662023-09-12", "2023-02-29"]
)
def test_iso_means_iso(words: str) -> None:
    assert dating.iso(words) is None


@pytest.mark.parametrize(
    "unit", ["1", "1 ", "1/", "1-", "sep ", "12 sep ", "12:30 ", "By A ", "A", "A ", "published ", "at ", "2023-09-12 "]
)
def test_patterns_are_quick(unit: str) -> None:
    start = time.perf_counter()
    long = (unit * 5000)[:5000]
    list(dateline.clues([long, long[:160], f"LISBON, Sept. 12 (Agency) - {long}"], whole=long))
    dating.parse(long)
    list(written.find(long))
    list(written.partials(long))
    list(declared.address(long))
    front_matter(long)
    assert time.perf_counter() - start < 1


# --- from_text


def test_a_given_text_is_kept_as_it_is() -> None:
    text = "\ufeff Ministers\r\nmeet \0 in\u2028Lisbon \U0001f600 today.\r\n"
    document = from_text(
        text, identifier="x1", title=" The  talks ", source="The Sample", published="2023-09-12", url="u", path="p"
    )
    assert document.text == text
    assert (document.id, document.title, document.source, document.url, document.path) == (
        "x1",
        "The talks",
        "The Sample",
        "u",
        "p",
    )
    assert (document.published, document.published_basis) == (DAY, PublishedBasis.METADATA)


def test_lone_surrogates_keep_every_offset() -> None:
    document = from_text("a \ud800 b")
    assert document.text == "a \ufffd b"
    document.text.encode("utf-8")


def test_a_given_date_may_be_a_date_or_words() -> None:
    assert from_text(STORY, published=DAY).published == DAY
    assert from_text(STORY, published="12 September 2023").published == DAY
    assert from_text(STORY, published="").published is None
    with pytest.raises(InputError, match="YYYY-MM-DD"):
        from_text(STORY, published="last week")


def test_identity_is_that_of_the_text() -> None:
    assert from_text(STORY).id == Document.id_of(STORY)


@pytest.mark.parametrize("text", ["", " \n", "top of page"])
def test_texts_without_an_article_still_are_documents(text: str) -> None:
    document = from_text(text)
    assert document.text == text and document.title


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("# Ministers meet\n" + STORY, "Ministers meet"),
        ("**Ministers meet**\n" + STORY, "Ministers meet"),
        ("12 September 2023\nMinisters meet\n" + STORY, "Ministers meet"),
        ("top of page\nMinisters   meet\n" + STORY, "Ministers meet"),
        ("Ministers met. " + STORY * 3, "Ministers met."),
        (STORY * 3, "The two ministers met in Lisbon on Tuesday and agreed on a plan for the…"),
        ("x" * 300, "x" * 79 + "…"),
    ],
)
def test_titles(text: str, title: str) -> None:
    assert from_text(text).title == title


def test_language_is_only_said_where_it_was_judged() -> None:
    assert from_text(STORY * 8).language == "en"
    assert from_text(STORY).language is None
    assert from_text("Die Minister der beiden Länder trafen sich am Dienstag in der Hauptstadt. " * 20).language is None
