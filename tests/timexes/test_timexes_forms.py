"""The forms that dates take in news, each with its value and days, and what only looks like one."""

from datetime import date

import pytest

from geomap.timexes import find

PUBLISHED = date(2023, 9, 5)  # a Tuesday


def told(text: str, published: date | None = PUBLISHED) -> list[tuple[str, str, str]]:
    """Surface, value and days of each expression."""
    found = find(text, published=published)
    return [
        (
            t.surface,
            t.value,
            "-" if t.earliest is None else str(t.earliest) if t.earliest == t.latest else f"{t.earliest} {t.latest}",
        )
        for t in found
    ]


FORMS = [
    # a day of a month that isn't named: of the month last spoken of, else by the clause's direction
    ("The heir will be chosen on the 28th.", [("the 28th", "2023-09-28", "2023-09-28")]),
    ("The heir will be chosen on the 2nd.", [("the 2nd", "2023-10-02", "2023-10-02")]),
    ("A ship gave them water on the 23rd and radioed.", [("the 23rd", "2023-08-23", "2023-08-23")]),
    ("A ship gave them water on the 31st.", [("the 31st", "2023-08-31", "2023-08-31")]),
    (
        "They sailed on 15 May. On the 23rd Ames left.",
        [("15 May", "2023-05-15", "2023-05-15"), ("the 23rd", "2023-05-23", "2023-05-23")],
    ),
    ("The strike will last until the 25th.", [("the 25th", "2023-09-25", "2023-09-25")]),
    # the hours after a night
    (
        "It burned on Monday evening. By noon four were out.",
        [("Monday evening", "2023-09-04TEV", "2023-09-04"), ("noon", "2023-09-05T12:00", "2023-09-05")],
    ),
    (
        "It sank at 11 p.m. on Monday. Divers came at 2 a.m. and left at 5 p.m.",
        [
            ("11 p.m. on Monday", "2023-09-04T23:00", "2023-09-04"),
            ("2 a.m.", "2023-09-05T02:00", "2023-09-05"),
            ("5 p.m.", "2023-09-05T17:00", "2023-09-05"),
        ],
    ),
    # counted days
    ("It is on the third Sunday of May 2022.", [("the third Sunday of May 2022", "2022-05-15", "2022-05-15")]),
    ("It was on the last Friday in March.", [("the last Friday in March", "2023-03-31", "2023-03-31")]),
    ("They met in the first weekend of July.", [("the first weekend of July", "2023-W26-WE", "2023-07-01 2023-07-02")]),
    ("They met on the weekend of Aug. 26.", [("the weekend of Aug. 26", "2023-W34-WE", "2023-08-26 2023-08-27")]),
    (
        "A year ago, on March 11, he fled.",
        [("A year ago", "2022", "2022-01-01 2022-12-31"), ("March 11", "2022-03-11", "2022-03-11")],
    ),
    (
        "Two years ago, in May, he fled.",
        [("Two years ago", "2021", "2021-01-01 2021-12-31"), ("May", "2021-05", "2021-05-01 2021-05-31")],
    ),
    ("They agreed to a truce on Monday.", [("Monday", "2023-09-04", "2023-09-04")]),
    ("They agreed to meet on Monday.", [("Monday", "2023-09-11", "2023-09-11")]),
    ("Talks resume on Saturday.", [("Saturday", "2023-09-09", "2023-09-09")]),
    ("The hall is shut until March.", [("March", "2024-03", "2024-03-01 2024-03-31")]),
    (
        "She lands on Oct. 9 and will see them on the two following days.",
        [("Oct. 9", "2023-10-09", "2023-10-09"), ("the two following days", "2023-10-10/2023-10-11", "2023-10-10 2023-10-11")],
    ),
    (
        "The fair on Oct. 9 is off, he said on Monday. The day before, she had left.",
        [
            ("Oct. 9", "2023-10-09", "2023-10-09"),
            ("Monday", "2023-09-04", "2023-09-04"),
            ("The day before", "2023-09-03", "2023-09-03"),
        ],
    ),
    ("They will meet on Monday week.", [("Monday week", "2023-09-18", "2023-09-18")]),
    ("They will meet a week from Friday.", [("a week from Friday", "2023-09-15", "2023-09-15")]),
    ("They met a week last Monday.", [("a week last Monday", "2023-08-28", "2023-08-28")]),
    ("They met two weeks ago on Sunday.", [("two weeks ago on Sunday", "2023-08-20", "2023-08-20")]),
    ("They met three Sundays ago.", [("three Sundays ago", "2023-08-20", "2023-08-20")]),
    ("They met on the Sunday before last.", [("the Sunday before last", "2023-08-27", "2023-08-27")]),
    ("They met the weekend before last.", [("the weekend before last", "2023-W34-WE", "2023-08-26 2023-08-27")]),
    ("They met the night before last.", [("the night before last", "2023-09-03TNI", "2023-09-03")]),
    ("They met a year ago today.", [("a year ago today", "2022-09-05", "2022-09-05")]),
    ("They met two weeks ago yesterday.", [("two weeks ago yesterday", "2023-08-21", "2023-08-21")]),
    ("They met two nights ago.", [("two nights ago", "2023-09-03TNI", "2023-09-03")]),
    (
        "They met on July 3. Two nights later he fled.",
        [("July 3", "2023-07-03", "2023-07-03"), ("Two nights later", "2023-07-05TNI", "2023-07-05")],
    ),
    ("They met on 3 March last year.", [("3 March last year", "2022-03-03", "2022-03-03")]),
    (
        "It sank on 3 August 2021. She left in December of that year.",
        [("3 August 2021", "2021-08-03", "2021-08-03"), ("December of that year", "2021-12", "2021-12-01 2021-12-31")],
    ),
    # "following" is no step here
    ("Following Monday's collision they spoke.", [("Monday", "2023-09-04", "2023-09-04")]),
    ("Following July's vote they spoke.", [("July", "2023-07", "2023-07-01 2023-07-31")]),
    # told from what the story told before
    ("On 22 July, a Saturday, police came.", [("22 July", "2023-07-22", "2023-07-22"), ("Saturday", "2023-07-22", "2023-07-22")]),
    # no such day: the weekday is one by itself
    ("On 22 July, a Sunday, police came.", [("22 July", "2023-07-22", "2023-07-22"), ("Sunday", "2023-09-03", "2023-09-03")]),
    ("It landed on Saturday the 15th.", [("Saturday the 15th", "2023-07-15", "2023-07-15")]),
    (
        "The fire broke out on 4 July. On the Thursday he resigned.",
        [("4 July", "2023-07-04", "2023-07-04"), ("Thursday", "2023-07-06", "2023-07-06")],
    ),
    (
        "It burned on 4 July. On the Thursday market they sold it.",
        [("4 July", "2023-07-04", "2023-07-04"), ("Thursday", "2023-08-31", "2023-08-31")],
    ),
    (
        "In April 2006 a boat sank. Help came that December.",
        [("April 2006", "2006-04", "2006-04-01 2006-04-30"), ("that December", "2006-12", "2006-12-01 2006-12-31")],
    ),
    (
        "In 2006 a boat sank. She said that December was cold.",
        [("2006", "2006", "2006-01-01 2006-12-31"), ("December", "2022-12", "2022-12-01 2022-12-31")],
    ),
    (
        "The crew was robbed in September 1995. A bank withdrew the following spring.",
        [("September 1995", "1995-09", "1995-09-01 1995-09-30"), ("the following spring", "1996-SP", "1996-03-01 1996-05-31")],
    ),
    (
        "In 2006 the army took the town, and in May it withdrew.",
        [("2006", "2006", "2006-01-01 2006-12-31"), ("May", "2006-05", "2006-05-01 2006-05-31")],
    ),
    (
        "In 2006 the army took the town. In May it withdrew.",
        [("2006", "2006", "2006-01-01 2006-12-31"), ("May", "2023-05", "2023-05-01 2023-05-31")],
    ),
    ("The next race will be held on 2 September.", [("2 September", "2024-09-02", "2024-09-02")]),
    ("The last race was to be held on 2 September.", [("2 September", "2023-09-02", "2023-09-02")]),
    ("It is no Monday week-long strike.", [("Monday", "2023-09-04", "2023-09-04"), ("week-long", "P1W", "-")]),
    # days in a row, parts of days, times
    ("They met on July 3 and 5.", [("July 3", "2023-07-03", "2023-07-03"), ("5", "2023-07-05", "2023-07-05")]),
    (
        "They met on 3, 4 and 7 July 2022.",
        [
            ("3", "2022-07-03", "2022-07-03"),
            ("4", "2022-07-04", "2022-07-04"),
            ("7 July 2022", "2022-07-07", "2022-07-07"),
        ],
    ),
    ("It sank at dawn on Sunday.", [("dawn on Sunday", "2023-09-03TMO", "2023-09-03")]),
    ("It sank on the night of 3 July.", [("the night of 3 July", "2023-07-03TNI", "2023-07-03")]),
    ("It sank at 15:30 local time on Monday.", [("15:30 local time on Monday", "2023-09-04T15:30", "2023-09-04")]),
    (
        "It is open from 9 a.m. to 5 p.m. on Monday.",
        [("9 a.m.", "2023-09-04T09:00", "2023-09-04"), ("5 p.m. on Monday", "2023-09-04T17:00", "2023-09-04")],
    ),
    (
        "It sank at 10:35 a.m. (0735 GMT) Sunday.",
        [
            ("10:35 a.m.", "2023-09-03T10:35", "2023-09-03"),
            ("0735 GMT", "2023-09-03T07:35", "2023-09-03"),
            ("Sunday", "2023-09-03", "2023-09-03"),
        ],
    ),
    ("He fell ill mid-afternoon yesterday.", [("mid-afternoon yesterday", "2023-09-04TAF", "2023-09-04")]),
    # which way the clause looks
    ("They gave him until 9 a.m. Friday.", [("9 a.m. Friday", "2023-09-08T09:00", "2023-09-08")]),
    ("The offer had been due to expire on Friday.", [("Friday", "2023-09-01", "2023-09-01")]),
    ("They postponed the vote until Friday.", [("Friday", "2023-09-08", "2023-09-08")]),
    ("Sunday's election will decide it.", [("Sunday", "2023-09-10", "2023-09-10")]),
    ("Mr. Lund of the U.S. Embassy will arrive on Friday.", [("Friday", "2023-09-08", "2023-09-08")]),
    ("In January, the army took the town.", [("January", "2023-01", "2023-01-01 2023-01-31")]),
    # named days
    ("They left on Thanksgiving.", [("Thanksgiving", "2022-11-24", "2022-11-24")]),
    ("They will leave on Thanksgiving.", [("Thanksgiving", "2023-11-23", "2023-11-23")]),
    ("They will meet in Easter week.", [("Easter week", "2024-W13", "2024-03-25 2024-03-31")]),
    ("They vote on Election Day 2024.", [("Election Day 2024", "2024-11-05", "2024-11-05")]),
    ("They stole the ballots on election day.", []),
    ("They met last September.", [("last September", "2022-09", "2022-09-01 2022-09-30")]),
    ("They met last August.", [("last August", "2023-08", "2023-08-01 2023-08-31")]),
    ("They cheered on May Day.", [("May Day", "2023-05-01", "2023-05-01")]),
    ("It changed after 9/11.", [("9/11", "2001-09-11", "2001-09-11")]),
    # periods told by their end, parts of years
    (
        "Sales fell in the week ended Sept. 3.",
        [("the week", "2023-W35", "2023-08-28 2023-09-03"), ("Sept. 3", "2023-09-03", "2023-09-03")],
    ),
    (
        "Sales fell in the quarter ended June 30.",
        [("the quarter", "2023-Q2", "2023-04-01 2023-06-30"), ("June 30", "2023-06-30", "2023-06-30")],
    ),
    (
        "Sales fell in the year to June.",
        [("the year", "P1Y", "2022-07-01 2023-06-30"), ("June", "2023-06", "2023-06-01 2023-06-30")],
    ),
    (
        "Sales fell in the three months to March 2022.",
        [("the three months", "P3M", "2022-01-01 2022-03-31"), ("March 2022", "2022-03", "2022-03-01 2022-03-31")],
    ),
    ("It is better in the second half of the year.", [("the second half of the year", "2023-H2", "2023-07-01 2023-12-31")]),
    ("The budget of FY2022-23 was cut.", [("FY2022-23", "2023", "2022-07-01 2023-12-31")]),
    ("It closed in the winter of 2021-22.", [("the winter of 2021-22", "2021-WI", "2021-12-01 2022-02-28")]),
    ("They must sign by year-end.", [("year-end", "2023-12-31", "2023-12-31")]),
    # ranges
    (
        "It ran from late May to mid-June.",
        [("late May", "2023-05", "2023-05-21 2023-06-20"), ("mid-June", "2023-06", "2023-05-21 2023-06-20")],
    ),
    ("It was in 1914-18.", [("1914-18", "1914/1918", "1914-01-01 1918-12-31")]),
    # told from another date, if that is fine enough
    (
        "He came on 3 March 2021. The day before, he was ill.",
        [("3 March 2021", "2021-03-03", "2021-03-03"), ("The day before", "2021-03-02", "2021-03-02")],
    ),
    ("He came in 2021. The next day he left.", [("2021", "2021", "2021-01-01 2021-12-31"), ("The next day", "XXXX-XX-XX", "-")]),
    (
        "He came in July 2021. That day he left.",
        [("July 2021", "2021-07", "2021-07-01 2021-07-31"), ("That day", "XXXX-XX-XX", "-")],
    ),
    # durations, sets, references
    ("The two-year-old war goes on.", [("two-year", "P2Y", "-")]),
    ("A years-long feud.", [("A years-long", "PXY", "-")]),
    ("They meet every other Friday.", [("every other Friday", "XXXX-WXX-5", "-")]),
    ("They meet every other week.", [("every other week", "P2W", "-")]),
    ("He hopes that one day he will return.", [("one day", "FUTURE_REF", "-")]),
    ("The recent talks and the current crisis.", [("recent", "PAST_REF", "-"), ("current", "PRESENT_REF", "-")]),
    ("It grew over the years.", [("the years", "PXY", "-")]),
    # small letters
    (
        "it was in september 2022, on a monday.",
        [("september 2022", "2022-09", "2022-09-01 2022-09-30"), ("monday", "2023-09-04", "2023-09-04")],
    ),
]


@pytest.mark.parametrize(("text", "expected"), FORMS, ids=[text for text, _ in FORMS])
def test_a_form(text: str, expected: list[tuple[str, str, str]]) -> None:
    assert told(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "He may march on; May said so, and May will go.",
        "Nobody trusts in May Smith.",
        "A march, an august assembly: they may.",
        "He earns $5 million a year, sales rose 8% annually, and 700 seats a week were added.",
        "USA Today and the daily Courier wrote of it.",
        "The two-year-old boy and the 63-year-old woman.",
        "The most recent of them; an electric current.",
        "On the 5th Avenue, on the 38th Parallel, on the 5th floor; on the 10th anniversary and on the 40th, he stopped.",
        "On the 7th Infantry Brigade he wrote; on the 3rd try he won.",
        "He came second, and gave it a second try.",
        "Wait for April Lund, June Holm and August Berg.",
    ],
)
def test_what_only_looks_like_a_time(text: str) -> None:
    assert told(text) == []


RELATIVE = [
    "today, yesterday and tomorrow",
    "on Monday, last Monday and early next Tuesday",
    "last week, this month, next year and late last year",
    "in July, on July 4, from May to July and on Christmas Day",
    "three weeks ago, a year earlier, two days later, in recent weeks",
    "in the coming weeks, over the past three years, in the third quarter, last winter",
    "the next day, that week, the day before, the weekend, overnight, tonight, at 3 p.m. on Monday",
    "on the 23rd, and until the 5th",
    "on Monday week, a week from Friday, a week last Monday, three Sundays ago",
    "the Sunday before last; or rather the night before last; or a year ago today; or two nights ago",
    "in the week ended Sept. 3, by year-end, in the year to June",
]


@pytest.mark.parametrize("words", RELATIVE)
def test_nothing_relative_has_days_without_a_publication(words: str) -> None:
    text = f"It was {words}."
    alone, dated = find(text, published=None), find(text, published=PUBLISHED)
    assert alone
    assert [t.surface for t in alone if t.earliest is not None] == []
    assert {t.surface for t in alone} == {t.surface for t in dated}
