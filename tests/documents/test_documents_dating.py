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
        "on September 12, 2023 at 10:50 AM, updated September 14, 2023 at 12:16 PM",
        "on Tuesday, 12 September 2023 13:45.",
        "on Sep 12 2023, 5:03p",
        "TNN Sep 12, 2023, 05.51AM IST",
        "POSTED: 1052 GMT (1852 HKT), September 12, 2023",
        "PUBLISHED TUESDAY, SEPTEMBER 12, 2023 AT 12:46 PM / UPDATED AT 12:48 PM",
        "Published: 12 Sep 2023 11:25 GMT+02:00",
        "Posted at 3:21 PM ET, 09/12/2023",
        "9:13 AM PDT 9/12/2023",
        "09/12/23 07:05 PM EDT",
        "12/09/2023 19:05 BST",
        "LISBON, PORTUGAL, September 12, 2023",
        "Lisbon, Portugal, Sep 12, 2023/02:00 pm (AGENCY) The ministers met.",
        "Sep 12, 2023, 09:14am EDT",
        "Tue 12 Sep 2023 // 14:32 UTC",
        "Published 4:32 p.m. ET Sept. 12, 2023 | Updated 6:00 p.m. ET Sept. 13, 2023",
        "Published 4:32 p.m. ET Sept. 12, 2023",
        "12 SEPTEMBER 2023 • 2:02PM",
        "Published On 12 Sep 2023 12 Sep 2023",
        "TNN / Sep 12, 2023, 10:26 IST",
        "First Published: 12 Sep 2023, 07:01 AM IST",
        "Published 9:14 AM EDT, Tue September 12, 2023",
        "Source: Example | 2023-09-12 09:14:00 | Editor: huaxia",
        "Sept. 12, 2023Updated 2:10 p.m. ET",
        "Sept. 12, 2023, 2:10 p.m. ET",
        "Tuesday 12 September 2023 14:02 BST",
        "September 12, 2023 / 9:14 AM / CBX News",
        "Posted at 9:14 AM, Sep 12, 2023 and last updated 10:26 AM, Sep 12, 2023",
        "Posted: Sep 12, 2023 / 09:14 AM EDT Updated: Sep 12, 2023 / 10:26 AM EDT",
        "LISBON--(WIRE SERVICE)--Sep 12, 2023--The ministers met.",
        "LISBON, Sept. 12, 2023 /NEWSWIRE/ -- The ministers met.",
        "By Ana Perez, Example News • Published: 12 September 2023",
        "By Ana Perez and Tom Hask, Staff Writers September 12, 2023 at 6:00 a.m. EDT",
        "Ana Perez | Tue, September 12, 2023 at 5:01 PM GMT+2",
        "By Ana Perez - Sep 12, 2023",
        "by Ana Perez September 12, 2023 in World",
        "September 12, 2023 12:00 am",
        "12 September 2023 — by Ana Perez",
        "Posted by Ana Perez | Sep 12, 2023 | News | 0 |",
        "Sep 12, 2023, 4:05 AM ET",
        "12th September 2023",
        "Tuesday 12th September, 2023",
        "Tuesday, 12 September, 2023, 10:20 AM",
        "Lisbon, September 12, 2023 (AGENCY) – The ministers met.",
        "(Lisbon, September 12, 2023) – The ministers met.",
        "WASHINGTON, D.C., Sept. 12, 2023 -",
        "Washington, DC – September 12, 2023 – The ministers met.",
        "Modified date: September 13, 2023 | Published: September 12, 2023",
        "Updated - September 13, 2023 02:40 am IST Published - September 12, 2023 09:14 am IST - LISBON",
        "Published: September 12, 2023 09:14:00 PM  Views: 120",
        "PUBLISHED : 12 Sep 2023 at 09:14",
        "2023. 9. 12.",
        "2023년 9월 12일",
        "September 12, 2023 7:36PM ET",
        "Added: Sep 12, 2023",
        "News - 12 September 2023",
        "Date Posted: 2023-09-12",
        "Tuesday, September 12, 2023 - 09:14",
        "Sep 12 2023 - 9:14am",
        "12-Sep-2023",
        "Tue, 09/12/2023 - 09:14",
        "Release Date: September 12, 2023",
        "For Release: 12 September 2023",
        "Published on 12 Sep 2023 — View Original",
        "12 Sep 2023",
        "REUTEX | Sep 12, 2023",
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
        "Sept. 11, 2001: a day in history",
        "Updated 9:14 AM EDT, Tue September 12, 2023",
        "UPDATED: September 12, 2023",
        "Last reviewed 12 September 2023",
        "The day of 12 September 2023",
        "Deadline: 12 September 2023",
        "Conference, 12 September 2023",
        "12 September 2023 - 14 September 2023",
        "From 12 September 2023",
        "Since September 12, 2023",
        "Ana Perez (12 September 1923 - 3 May 2001)",
        "Ana Perez, born 12 September 1923",
        "File photo, September 12, 2022",
        "Photo taken on 12 September 2023",
        "FILE - In this Sept. 12, 2022, photo, ministers meet",
        "Next meeting: 12 September 2023",
        "Valid until 12 September 2023",
        "Expires 12 September 2023",
        "(c) 12 September 2023",
        "Accessed 12 September 2023",
        "Battle of Lisbon, 12 September 1823",
        "Joined: 12 September 2013",
        "Downloaded from example.org on 12 September 2023",
        "This article was corrected on 12 September 2023",
        "Kick-off: 12 September 2023, 20:45",
        "When: Tuesday, 12 September 2023",
        "Where: Lisbon, 12 September 2023",
        "Comment by Ana on 12 September 2023",
        "Harvest Fair, Saturday, 16 September 2023",
        "Lisbon 12 Sep 2023",
        "Date: 05/09/2023",
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
