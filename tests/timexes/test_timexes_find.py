"""What is recognised, with which words, days, precision and basis."""

from datetime import date

import pytest

from geomap.model import DateBasis, DatePrecision, Span, Timex
from geomap.timexes import find

PUBLISHED = date(2023, 9, 5)  # a Tuesday


def all_in(text: str, published: date | None = PUBLISHED) -> list[Timex]:
    return list(find(text, published=published))


def one(text: str, published: date | None = PUBLISHED) -> Timex:
    found = all_in(text, published)
    assert len(found) == 1, [t.surface for t in found]
    assert text[found[0].start : found[0].end] == found[0].surface
    return found[0]


def days(timex: Timex) -> str:
    return f"{timex.earliest} {timex.latest}" if timex.earliest != timex.latest else str(timex.earliest)


@pytest.mark.parametrize(
    ("text", "surface", "expected", "precision"),
    [
        # full dates in every order
        ("It began on 2023-07-04.", "2023-07-04", "2023-07-04", "day"),
        ("It began on July 4, 2023.", "July 4, 2023", "2023-07-04", "day"),
        ("It began on 4 July 2023.", "4 July 2023", "2023-07-04", "day"),
        ("It began on Tuesday, 4 July 2023.", "Tuesday, 4 July 2023", "2023-07-04", "day"),
        ("It began on July 4th, 2023.", "July 4th, 2023", "2023-07-04", "day"),
        ("It began on the fourth of July 2023.", "the fourth of July 2023", "2023-07-04", "day"),
        ("It began on 4-Jul-2023.", "4-Jul-2023", "2023-07-04", "day"),
        ("It began on 04.07.2023.", "04.07.2023", "2023-07-04", "day"),
        ("It began on 2023/07/04.", "2023/07/04", "2023-07-04", "day"),
        ("VLADIVOSTOK, Sept 12 (Agency) - Kim arrived.", "Sept 12", "2023-09-12", "day"),
        # months, years and longer
        ("They met in April 2022.", "April 2022", "2022-04-01 2022-04-30", "month"),
        ("They met in 2019.", "2019", "2019-01-01 2019-12-31", "year"),
        ("They met in early 2021.", "early 2021", "2021-01-01 2021-03-31", "season"),
        ("They met in mid-July.", "mid-July", "2023-07-11 2023-07-20", "days"),
        ("They met in the 1990s.", "the 1990s", "1990-01-01 1999-12-31", "year"),
        ("It was so in the 19th century.", "the 19th century", "1800-01-01 1899-12-31", "year"),
        ("Sales rose in the third quarter of 2022.", "the third quarter of 2022", "2022-07-01 2022-09-30", "season"),
        ("Sales rose in Q3 2022.", "Q3 2022", "2022-07-01 2022-09-30", "season"),
        ("Sales rose in the first half of 2022.", "the first half of 2022", "2022-01-01 2022-06-30", "season"),
        ("It burned in the summer of 2022.", "the summer of 2022", "2022-06-01 2022-08-31", "season"),
        ("It fell last winter.", "last winter", "2022-12-01 2023-02-28", "season"),
        ("They spent it in fiscal 2023.", "fiscal 2023", "2022-07-01 2023-12-31", "year"),
        ("They met in the first week of August.", "the first week of August", "2023-08-01 2023-08-07", "days"),
        # ranges
        ("The forum runs Sept. 10 to 14.", "Sept. 10 to 14", "2023-09-10 2023-09-14", "days"),
        ("The forum is on September 10-13.", "September 10-13", "2023-09-10 2023-09-13", "days"),
        ("It lasted from Aug 30 - Sept 2.", "Aug 30 - Sept 2", "2023-08-30 2023-09-02", "days"),
        ("It lasted 2019-2021.", "2019-2021", "2019-01-01 2021-12-31", "year"),
        # relative to the publication
        ("He said so today.", "today", "2023-09-05", "day"),
        ("He said so yesterday.", "yesterday", "2023-09-04", "day"),
        ("They met on Monday.", "Monday", "2023-09-04", "day"),
        ("They met on Tuesday.", "Tuesday", "2023-09-05", "day"),
        ("They met early Tuesday.", "early Tuesday", "2023-09-05", "day"),
        ("He left on Sunday afternoon.", "Sunday afternoon", "2023-09-03", "day"),
        ("They will meet on Monday.", "Monday", "2023-09-11", "day"),
        ("They will meet on Tuesday.", "Tuesday", "2023-09-05", "day"),
        ("He attends a forum that runs through Wednesday.", "Wednesday", "2023-09-06", "day"),
        ("The vote is scheduled for Sunday.", "Sunday", "2023-09-10", "day"),
        ("They must leave by Friday.", "Friday", "2023-09-08", "day"),
        ("They met last Friday.", "last Friday", "2023-09-01", "day"),
        ("They meet next Tuesday.", "next Tuesday", "2023-09-12", "day"),
        ("He said so last week.", "last week", "2023-08-28 2023-09-03", "week"),
        ("He left over the weekend.", "the weekend", "2023-09-02 2023-09-03", "days"),
        ("He went last month.", "last month", "2023-08-01 2023-08-31", "month"),
        ("He comes this month.", "this month", "2023-09-01 2023-09-30", "month"),
        ("He comes later this month.", "later this month", "2023-09-05 2023-09-30", "days"),
        ("He came earlier this month.", "earlier this month", "2023-09-01 2023-09-05", "days"),
        ("It did so late last year.", "late last year", "2022-10-01 2022-12-31", "season"),
        ("It tested missiles this year.", "this year", "2023-01-01 2023-12-31", "year"),
        ("He visited in July.", "July", "2023-07-01 2023-07-31", "month"),
        ("A trip is planned in September.", "September", "2023-09-01 2023-09-30", "month"),
        ("He was elected in November.", "November", "2022-11-01 2022-11-30", "month"),
        ("He will return in January.", "January", "2024-01-01 2024-01-31", "month"),
        ("It happened three weeks ago.", "three weeks ago", "2023-08-14 2023-08-20", "week"),
        ("It happened ten days ago.", "ten days ago", "2023-08-26", "day"),
        ("It happened two years ago.", "two years ago", "2021-01-01 2021-12-31", "year"),
        ("Shelling killed ten in the past 24 hours.", "the past 24 hours", "2023-09-04 2023-09-05", "days"),
        ("They left on Christmas Day.", "Christmas Day", "2022-12-25", "day"),
        ("It fell on Easter 2022.", "Easter 2022", "2022-04-17", "day"),
        # times of day keep their day
        ("It fell at 3 p.m. Monday.", "3 p.m. Monday", "2023-09-04", "day"),
        ("It fell on Monday at 10:30 a.m.", "Monday at 10:30 a.m.", "2023-09-04", "day"),
        ("The boat left at 1230 hours on Monday.", "1230 hours on Monday", "2023-09-04", "day"),
        ("They open on Monday, Sept. 4,2023 as told.", "Monday, Sept. 4,2023", "2023-09-04", "day"),
        # a word that only seems to belong
        ("Talks will end tonight.", "tonight", "2023-09-05", "day"),
        ("The mine is to close in October.", "October", "2023-10-01 2023-10-31", "month"),
        ("Talks will start Monday.", "Monday", "2023-09-11", "day"),
        ("They met in the last week of July, he said.", "the last week of July", "2023-07-25 2023-07-31", "days"),
        ("He leaves at the end of the year.", "the end of the year", "2023-10-01 2023-12-31", "season"),
        ("He could come as early as Friday.", "Friday", "2023-09-08", "day"),
        ("After Wednesday's ruling they will appeal.", "Wednesday", "2023-08-30", "day"),
        ("Parties prepare ahead of Sunday's vote.", "Sunday", "2023-09-10", "day"),
    ],
)
def test_days_of_an_expression(text: str, surface: str, expected: str, precision: str) -> None:
    found = one(text)
    assert (found.surface, days(found), found.precision) == (surface, expected, precision)


@pytest.mark.parametrize(
    ("text", "ends", "values", "expected", "precision"),
    [
        (
            "It lasted from 30 December 2022 to 2 January 2023.",
            ["30 December 2022", "2 January 2023"],
            ["2022-12-30", "2023-01-02"],
            "2022-12-30 2023-01-02",
            "days",
        ),
        (
            "It lasted from Dec. 28 to Jan. 3.",
            ["Dec. 28", "Jan. 3"],
            ["2022-12-28", "2023-01-03"],
            "2022-12-28 2023-01-03",
            "days",
        ),
        ("It lasted from March to May 2022.", ["March", "May 2022"], ["2022-03", "2022-05"], "2022-03-01 2022-05-31", "month"),
        ("They met between May and July.", ["May", "July"], ["2023-05", "2023-07"], "2023-05-01 2023-07-31", "month"),
        ("They fought between 2014 and 2016.", ["2014", "2016"], ["2014", "2016"], "2014-01-01 2016-12-31", "year"),
        (
            "Talks were held from Monday to Wednesday.",
            ["Monday", "Wednesday"],
            ["2023-08-28", "2023-08-30"],
            "2023-08-28 2023-08-30",
            "days",
        ),
    ],
)
def test_a_range_told_in_words_is_two_expressions_with_the_same_days(
    text: str, ends: list[str], values: list[str], expected: str, precision: str
) -> None:
    found = all_in(text)
    assert ([t.surface for t in found], [t.value for t in found]) == (ends, values)
    assert [(days(t), t.precision) for t in found] == [(expected, precision)] * 2


@pytest.mark.parametrize(
    "text",
    [
        "Theresa May said so.",
        "You may go. May I go?",
        "They march on. A March on the capital.",
        "April Smith and June Jones met August Wilson.",
        "Prices fall, rivers spring up; the second man sat in the sun.",
        "The Sun reported it. They sat in the Sun.",
        "About 2019 people came, 2,019 of them by train.",
        'She read "1984" at home.',
        "See https://example.org/2019/07/12/story and info@july.example.",
        "The Boeing 2000, Tokyo 2020 and No. 1999.",
        "He paid $2023 and 1500 dollars; a 24/7 service.",
        "Sign up for The Week.",
        "She is player of the year at 20th Century Fox.",
        "A 63-year-old man in his 20's at 2088 Philip Street, of a 2000-member church.",
        "It costs two-thirds, or three-quarters, or a quarter of it.",
    ],
)
def test_what_is_no_time(text: str) -> None:
    assert [t.surface for t in all_in(text) if t.earliest is not None] == []


@pytest.mark.parametrize(
    ("text", "kind", "value"),
    [
        ("It lasted three weeks.", "DURATION", "P3W"),
        ("A two-day visit.", "DURATION", "P2D"),
        ("It took half an hour.", "DURATION", "PT30M"),
        ("It took two and a half years.", "DURATION", "P2Y6M"),
        ("It took 2.5 hours.", "DURATION", "PT2.5H"),
        ("They meet every Monday.", "SET", "XXXX-WXX-1"),
        ("They meet daily.", "SET", "P1D"),
        ("They meet twice a week.", "SET", "P1W"),
        ("They meet on Tuesday nights.", "SET", "XXXX-WXX-2TNI"),
        ("They met recently.", "DATE", "PAST_REF"),
        ("They meet now.", "DATE", "PRESENT_REF"),
        ("It will come in the near future.", "DATE", "FUTURE_REF"),
    ],
)
def test_durations_sets_and_references_have_no_days(text: str, kind: str, value: str) -> None:
    found = one(text)
    assert (found.type, found.value, found.earliest, found.latest) == (kind, value, None, None)
    assert (found.precision, found.basis) == (DatePrecision.UNKNOWN, DateBasis.NONE)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("They met on Monday.", "XXXX-WXX-1"),
        ("They met in July.", "XXXX-07"),
        ("They met on July 4.", "XXXX-07-04"),
        ("They met last week.", "XXXX-WXX"),
        ("They met today.", "XXXX-XX-XX"),
        ("They met this year.", "XXXX"),
        ("They met three weeks ago.", "XXXX-WXX"),
    ],
)
def test_without_a_publication_date_relative_words_stay_unknown(text: str, value: str) -> None:
    found = one(text, None)
    assert (found.value, found.earliest, found.latest) == (value, None, None)
    assert (found.precision, found.basis) == (DatePrecision.UNKNOWN, DateBasis.NONE)


def test_without_a_publication_date_full_dates_are_known_all_the_same() -> None:
    first, second = all_in("They met in April 2022 and in 2019.", None)
    assert (days(first), first.basis) == ("2022-04-01 2022-04-30", DateBasis.EXPLICIT)
    assert (days(second), second.basis) == ("2019-01-01 2019-12-31", DateBasis.EXPLICIT)


def test_a_year_elsewhere_is_not_borrowed() -> None:
    _, month = all_in("They met in 2019. They met again in July.", None)
    assert (month.value, month.earliest) == ("XXXX-07", None)


def test_basis_says_whether_the_publication_was_needed() -> None:
    assert one("They met on 4 July 2023.").basis is DateBasis.EXPLICIT
    assert one("They met on 4 July.").basis is DateBasis.RELATIVE


def test_a_weekday_decides_the_year_of_a_date_without_one() -> None:
    assert days(one("They met on Sunday, 4 July.")) == "2021-07-04"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("On 12/09/2023 and 13/09/2023.", ["2023-09-12", "2023-09-13"]),
        ("On 09/12/2023 and 09/13/2023.", ["2023-09-12", "2023-09-13"]),
        ("On 05/05/2023.", ["2023-05-05"]),
    ],
)
def test_an_unambiguous_date_decides_the_order_of_the_others(text: str, expected: list[str]) -> None:
    assert [days(t) for t in all_in(text)] == expected


@pytest.mark.parametrize("text", ["On 05/06/2023.", "On 05/06/2023, 13/06/2023 and 06/13/2023."])
def test_without_evidence_of_the_order_both_days_are_kept(text: str) -> None:
    first = all_in(text)[0]
    assert (first.value, days(first), first.basis) == ("2023-XX-XX", "2023-05-06 2023-06-05", DateBasis.EXPLICIT)
    assert first.precision is not DatePrecision.DAY


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("Published 05/09/2023.", "2023-09-05"),
        ("Published 09/05/2023.", "2023-09-05"),
        ("It began on 08/10/2023.", "2023-08-10"),
        ("It will begin on 08/10/2023.", "2023-10-08"),
    ],
)
def test_the_publication_and_the_tense_are_evidence_of_the_order(text: str, day: str) -> None:
    assert days(one(text)) == day


def test_without_a_publication_the_order_stays_open() -> None:
    assert days(one("It began on 08/10/2023.", None)) == "2023-08-10 2023-10-08"


def test_the_day_after_is_told_from_the_day_just_named() -> None:
    found = all_in("He arrived on 3 March 2021. The next day he left; a week later he came back.")
    assert [days(t) for t in found] == ["2021-03-03", "2021-03-04", "2021-03-08 2021-03-14"]


def test_expressions_in_furniture_are_left_out() -> None:
    text = "Subscribe on Monday. He left on Monday."
    (found,) = find(text, published=PUBLISHED, furniture=[Span(0, 20)])
    assert found.start == text.rindex("Monday")


def test_furniture_may_overlap_and_come_unsorted() -> None:
    text = "Monday Tuesday Wednesday Thursday"
    spans = [Span(15, 24), Span(0, 6), Span(0, 16)]
    assert [t.surface for t in find(text, published=PUBLISHED, furniture=spans)] == ["Thursday"]


def test_typographic_apostrophes_and_dashes_are_read_as_plain_ones() -> None:
    assert days(one("He said on Monday\u2019s show that it ended.")) == "2023-09-04"
    assert one("New Year\u2019s Eve 2022").value == "2022-12-31"
    assert days(one("from 10\u201314 September")) == "2023-09-10 2023-09-14"


def test_paragraphs_do_not_run_together() -> None:
    assert [t.surface for t in all_in("in July\n\n2023 was hot")] == ["July", "2023"]


def test_earlier_in_the_day_is_on_the_day_that_was_told_of() -> None:
    text = "He landed on 1 September. Earlier in the day he had met the queen."
    assert [days(t) for t in all_in(text)] == ["2023-09-01", "2023-09-01"]
    assert days(one("He met the queen earlier in the day.")) == "2023-09-05"
