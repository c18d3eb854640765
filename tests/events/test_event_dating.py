"""When it happened: the time of its own clause, never that of the saying or of another event."""

from __future__ import annotations

from datetime import date

import pytest
from reading import PUBLISHED, report, reports

from geomap.model import DateBasis, Status

DAYS = [
    ("The ministers met in Oslo on Monday.", "met", date(2023, 3, 13)),
    ("The ministers met in Oslo, officials said on Tuesday.", "met", PUBLISHED),
    ("A quake shook Naples on 3 March, the worst since 1980.", "shook", date(2023, 3, 3)),
    ("The museum in Oslo opens on 20 April.", "opens", date(2023, 4, 20)),
    ("The minister leaves for Oslo on Friday.", "leaves", date(2023, 3, 17)),
    ("He called on his supporters to demonstrate in Lyon on Friday.", "demonstrate", date(2023, 3, 17)),
    ("The minister flew to Oslo on Monday for talks with his colleague.", "talks", date(2023, 3, 13)),
    ("The rally in Lyon on Monday passed off peacefully.", "rally", date(2023, 3, 13)),
    ("The protest in Lyon turned violent on Monday.", "protest", date(2023, 3, 13)),
    ("Bombs fell on Kherson, killing two people on Monday.", "killing", date(2023, 3, 13)),
    ("A vigil for him will be held in Bradford, where he grew up, on Sunday.", "vigil", date(2023, 3, 19)),
    ("The men will be flown to Lima once they have been identified, probably on Thursday.", "flown", date(2023, 3, 16)),
    ("Russia could raise its prices in May, Ion Rusu warned on Saturday at a rally in Cahul.", "rally", date(2023, 3, 11)),
    ("The captain was caught in Oslo on Monday and is being questioned, prosecutors said.", "questioned", date(2023, 3, 13)),
    ("She said that the two sides had agreed to resume flights to Oslo from Friday.", "resume", date(2023, 3, 17)),
]


@pytest.mark.parametrize(("text", "word", "day"), DAYS)
def test_the_day(text: str, word: str, day: date) -> None:
    when = report(text, word).when
    assert when is not None
    assert (when.earliest, when.latest) == (day, day)


@pytest.mark.parametrize("words", ["April 24 and 25", "24 and 25 April"])
def test_days_that_follow_each_other_are_one_time(words: str) -> None:
    when = report(f"The ministers will meet in Oslo on {words}.", "meet").when
    assert when is not None
    assert (when.earliest, when.latest, when.text) == (date(2023, 4, 24), date(2023, 4, 25), words)


def test_the_year_of_a_make_dates_nothing() -> None:
    when = report("Two men were injured in a 2001 Volvo in Oslo.", "injured").when
    assert when is not None
    assert when.basis is DateBasis.PUBLICATION


def test_a_rest_runs_from_the_publication_to_its_end() -> None:
    when = report("The fair in Oslo runs through Friday.", "fair").when
    assert when is not None
    assert (when.earliest, when.latest) == (PUBLISHED, date(2023, 3, 17))


def test_without_a_time_the_publication_stands_in_and_says_so() -> None:
    when = report("The ministers met in Oslo.", "met").when
    assert when is not None
    assert when.basis is DateBasis.PUBLICATION
    assert when.text is None


def test_without_a_publication_a_weekday_stays_unknown() -> None:
    when = report("The ministers met in Oslo on Monday.", "met", None).when
    assert when is None or when.earliest is None


@pytest.mark.parametrize(
    ("text", "history"), [("A quake shook Naples in 1980.", True), ("A quake shook Naples on Monday.", False)]
)
def test_what_is_long_over_is_background(text: str, history: bool) -> None:
    assert report(text, "shook").background is history


@pytest.mark.parametrize("words", ["6 March to 8 March", "Monday to Wednesday"])
def test_a_range_in_words_dates_an_event_as_a_whole(words: str) -> None:
    when = report(f"The ministers met in Oslo from {words}.", "met").when
    assert when is not None
    assert when.text == words
    assert when.earliest is not None and when.latest is not None
    assert (when.latest - when.earliest).days == 2


def test_what_is_quoted_without_a_day_was_said_on_the_day_of_the_lead() -> None:
    text = (
        "The ministers will meet in Oslo in May about the cod fisheries, the Norwegian foreign ministry said on Monday.\n\n"
        '"We look forward to it," the Norwegian foreign minister Kari Lund said.'
    )
    said = [r.when for r in reports(text) if r.event_type == "statement"]
    assert [w.earliest for w in said if w is not None] == [date(2023, 3, 13)] * len(said)
    assert len(said) >= 1


def test_a_lead_of_long_ago_dates_no_quotation() -> None:
    text = (
        "The ministers will meet in Oslo in May, Norwegian Prime Minister Kari Lund said on 3 January.\n\n"
        "Finland said that it would stay away."
    )
    last = max((r for r in reports(text) if r.event_type == "statement"), key=lambda r: r.start)
    assert last.actors[0].name == "Finland"
    assert last.when is not None
    assert last.when.basis is DateBasis.PUBLICATION


def test_what_goes_on_has_gone_on_since_it_was_first_spoken_of() -> None:
    text = (
        "The Norwegian foreign ministry warned last week that Norway and Sweden were in active talks on cod.\n\n"
        "The talks between Norway and Sweden are making progress, the minister said."
    )
    going_on = next(r for r in reports(text) if r.status is Status.ONGOING)
    assert going_on.when is not None
    assert (going_on.when.earliest, going_on.when.latest) == (date(2023, 3, 6), PUBLISHED)


#: The text, the trigger, the first and the last day of its event.
SPANS = [
    ("On Monday and Tuesday 300 millimetres of rain flooded Porto.", "flooded", date(2023, 3, 13), date(2023, 3, 14)),
    ("In 2008 and 2009 an outbreak killed 400 people in Porto.", "killed", date(2008, 1, 1), date(2009, 12, 31)),
    (
        '"We will renew it if they give us a port," the president, Anna Lind, said in Naples on a visit in 2007.',
        "said",
        date(2007, 1, 1),
        date(2007, 12, 31),
    ),
    ("The minister flew to Porto on Monday, two days after two boats collided off Braga.", "collided", date(2023, 3, 11), None),
    (
        "Six soldiers were killed on Monday when gunmen ambushed a car near Braga, ten days after a truce was signed in Porto.",
        "signed",
        date(2023, 3, 3),
        date(2023, 3, 3),
    ),
    ("Police freed a man in Porto on Tuesday, three weeks after gunmen kidnapped him.", "kidnapped", date(2023, 2, 20), None),
    (
        "The union rejected an offer of the yard at a meeting in Porto on Sunday.",
        "rejected",
        date(2023, 3, 12),
        date(2023, 3, 12),
    ),
    ("He is travelling to Porto on Friday to meet the mayor.", "travelling", date(2023, 3, 17), date(2023, 3, 17)),
    ("Riot police tried to clear a bridge in Porto on Friday.", "clear", date(2023, 3, 10), date(2023, 3, 10)),
]


@pytest.mark.parametrize(("text", "word", "first", "last"), SPANS)
def test_days_that_words_count_or_put_together(text: str, word: str, first: date, last: date | None) -> None:
    when = report(text, word).when
    assert when is not None
    assert when.earliest == first
    assert last is None or when.latest == last


def test_neither_the_end_of_a_remand_nor_a_concert_past_a_semicolon_is_the_day_of_the_deed() -> None:
    remanded = report("A man was charged in Porto on Monday and was remanded in Braga until 30 March.", "remanded").when
    assert remanded is not None
    assert remanded.earliest != date(2023, 3, 30)
    raided = report("Troops have raided a farm near Porto; a concert in Braga is set for 30 March.", "raided").when
    assert raided is None or raided.earliest != date(2023, 3, 30)


def test_a_day_right_behind_a_verb_of_saying_is_no_plan_s() -> None:
    """The parse hangs *on Thursday* on what is to be done."""
    closing = report(
        "The firm said on Thursday it would close its mill in Porto, on the coast, by the end of April.", "close"
    ).when
    assert closing is not None
    assert closing.latest == date(2023, 4, 30)


@pytest.mark.parametrize(
    ("text", "word", "status", "day"),
    [
        ("Peru has moved Saturday's summit to Oslo, the ministry said.", "summit", Status.PLANNED, date(2023, 3, 18)),
        ("Peru opened Saturday's summit in Oslo, the ministry said.", "summit", Status.OCCURRED, date(2023, 3, 11)),
        ("He flies home from Oslo tonight.", "flies", Status.PLANNED, PUBLISHED),
        ("The commission meets in Oslo this morning.", "meets", Status.PLANNED, PUBLISHED),
        ("He flew home from Oslo this morning.", "flew", Status.OCCURRED, PUBLISHED),
    ],
)
def test_what_is_set_for_a_day_or_for_today_is_planned(text: str, word: str, status: Status, day: date) -> None:
    found = report(text, word)
    assert found.when is not None
    assert (found.status, found.when.earliest) == (status, day)


def test_the_year_of_an_occasion_is_that_of_what_was_done_at_it() -> None:
    when = report("Oslo Chess and Bergen Chess last met in the 2008 semifinal.", "met").when
    assert when is not None
    assert (when.earliest, when.latest, when.basis) == (date(2008, 1, 1), date(2008, 12, 31), DateBasis.EXPLICIT)


def test_the_year_since_when_somebody_rules_is_not_that_of_what_is_done() -> None:
    when = report("President Anna Lind, in power since 1998, imposed a curfew on Oslo.", "imposed").when
    assert when is not None
    assert when.earliest == PUBLISHED


def test_the_day_of_a_dateline_is_stated_of_nothing_in_its_sentence() -> None:
    text = (
        "MONTEVIDEO, July 13 - President Abel Rocca will meet the chief of the peacekeepers, Sigrid Aune, here on Friday to "
        "discuss sending a further 350 soldiers to the Democratic Republic of the Congo, an official said on Monday."
    )
    when = report(text, "meet", date(2009, 7, 13)).when
    assert when is not None
    assert when.earliest == date(2009, 7, 17)


@pytest.mark.parametrize(
    ("text", "word", "first", "last"),
    [
        ("The ministers could meet in Oslo in the winter.", "meet", date(2023, 12, 1), date(2024, 2, 29)),
        ("The ministers met in Oslo in the winter.", "met", date(2022, 12, 1), date(2023, 2, 28)),
        ("The band flies to Oslo in January.", "flies", date(2024, 1, 1), date(2024, 1, 31)),
        ("The fair in Oslo has been set for Feb. 27.", "fair", date(2024, 2, 27), date(2024, 2, 27)),
        ("A friendly in Oslo is pencilled in for January.", "friendly", date(2024, 1, 1), date(2024, 1, 31)),
        ("The pact of Jan. 11 commits the band to Oslo.", "pact", date(2023, 1, 11), date(2023, 1, 11)),
        ("The king is visiting Oslo from Friday to Sunday.", "visiting", date(2023, 3, 17), date(2023, 3, 19)),
        ("The band flew to Oslo in January.", "flew", date(2023, 1, 1), date(2023, 1, 31)),
        ("The band, which was to have flown to Oslo in January, stayed.", "flown", date(2023, 1, 1), date(2023, 1, 31)),
    ],
)
def test_a_time_of_the_year_of_what_is_to_come_is_the_coming_one(text: str, word: str, first: date, last: date) -> None:
    when = report(text, word).when
    assert when is not None
    assert (when.earliest, when.latest) == (first, last)


def test_what_was_done_while_something_was_said_was_done_then() -> None:
    text = '"We will crush them," the president said on Monday while meeting troops at the base in Mopti.'
    told = report(text, "meeting")
    assert told.when is not None
    assert told.when.earliest == date(2023, 3, 13)


def test_the_day_of_a_dateline_at_an_unknown_place_is_stated_of_nothing_in_its_sentence() -> None:
    text = "QUXTOWN, Spain, March 15 (AC) - 1,100 people have come ashore in the Canary Islands since Saturday, police said."
    when = report(text, "come").when
    assert when is not None
    assert (when.earliest, when.latest) == (date(2023, 3, 11), PUBLISHED)


def test_what_is_ordered_by_a_day_was_ordered_before_it() -> None:
    told = report("The mayor ordered a check of all schools in Oslo by the end of the month.", "ordered")
    assert told.status is Status.OCCURRED
    assert told.when is not None
    assert told.when.basis is DateBasis.PUBLICATION


@pytest.mark.parametrize(
    ("text", "word", "days"),
    [
        (
            "The hearing in Oslo, set for Thursday, has been put back to Friday.",
            "hearing",
            (date(2023, 3, 17), date(2023, 3, 17)),
        ),
        ("The vote in Oslo, due on Sunday, was moved to 5 May.", "vote", (date(2023, 5, 5), date(2023, 5, 5))),
        ("Organisers postponed Saturday's race in Oslo until 12 May.", "race", (date(2023, 5, 12), date(2023, 5, 12))),
        ("Saturday's exchange of prisoners in Oslo still stands.", "exchange", (date(2023, 3, 18), date(2023, 3, 18))),
        ("The ministers will meet in Oslo in three days.", "meet", (date(2023, 3, 18), date(2023, 3, 18))),
        ("The ministers will meet in Oslo in two weeks.", "meet", (date(2023, 3, 27), date(2023, 4, 2))),
        (
            "The president will attend the summit in Oslo in two weeks, his minister promised yesterday.",
            "summit",
            (date(2023, 3, 27), date(2023, 4, 2)),
        ),
    ],
)
def test_what_is_to_come_is_when_it_was_moved_to_or_so_far_off(text: str, word: str, days: tuple[date, date]) -> None:
    found = report(text, word)
    assert found.when is not None
    assert (found.when.earliest, found.when.latest) == days
    assert found.status is Status.PLANNED


@pytest.mark.parametrize(
    "text",
    [
        "The brothers are suspected of bombing a bridge in Porto in November.",
        "Chile wants him for the bombing of a bridge in Porto in November.",
        "Nobody has been held on suspicion of bombing a bridge in Porto in November.",
    ],
)
def test_what_somebody_is_suspected_of_is_over(text: str) -> None:
    when = report(text, "bombing").when
    assert when is not None
    assert (when.earliest, when.latest) == (date(2022, 11, 1), date(2022, 11, 30))


def test_the_day_on_which_something_was_promised_is_not_its_own() -> None:
    when = report("The president will attend the summit in Oslo, his minister promised yesterday.", "summit").when
    assert when is None or when.basis is DateBasis.PUBLICATION


@pytest.mark.parametrize(
    ("text", "word", "days"),
    [
        (
            "A friendly in Oslo this Friday has fallen through, and the team will travel to a tournament in Bergen next week.",
            "tournament",
            (date(2023, 3, 20), date(2023, 3, 26)),
        ),
        (
            "He shelved a trip to Bergen, where leaders of the bay gather on Wednesday and Thursday.",
            "gather",
            (date(2023, 3, 15), date(2023, 3, 16)),
        ),
    ],
)
def test_what_one_goes_to_is_when_one_goes_and_two_days_are_one_time(text: str, word: str, days: tuple[date, date]) -> None:
    when = report(text, word).when
    assert when is not None
    assert (when.earliest, when.latest) == days
