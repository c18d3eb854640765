"""Days counted from what was told before, and from now: *the next morning*, *a day after a defeat*, *camped for a week*."""

from __future__ import annotations

from datetime import date

import pytest
from reading import PUBLISHED, report, reports

from geomap.model import Status

LONG = "The old salt works by the river is a maze of low brick sheds in which dogs bark at anybody who is not from there. " * 4


@pytest.mark.parametrize(
    ("words", "day"),
    [
        ("The next morning", date(2023, 3, 10)),
        ("Two nights later", date(2023, 3, 11)),
        ("Hours later", date(2023, 3, 9)),
        ("That same evening", date(2023, 3, 9)),
        ("That night", date(2023, 3, 9)),
        ("On the third day", date(2023, 3, 11)),
        ("On the third night", date(2023, 3, 11)),
        ("On the evening before,", date(2023, 3, 8)),
    ],
)
def test_where_no_date_is_near_days_are_counted_from_what_last_happened(words: str, day: date) -> None:
    text = f"Gunmen attacked a convoy near Kherson on 9 March. {LONG}{words} soldiers stormed a house in Kherson."
    when = report(text, "stormed").when
    assert when is not None
    assert (when.earliest, when.latest) == (day, day)


@pytest.mark.parametrize(
    ("told", "day"),
    [
        ("Officers said the kidnapping came two days after a vote in Odesa.", date(2023, 3, 7)),
        ("Officers said the kidnapping came a day before a vote in Odesa.", date(2023, 3, 10)),
    ],
)
def test_what_days_are_counted_from_is_so_many_days_off(told: str, day: date) -> None:
    when = report(f"Gunmen seized a priest in Kherson on 9 March.\n\n{told} The vote was held in peace.", "vote").when
    assert when is not None
    assert (when.earliest, when.latest) == (day, day)


def test_since_when_something_has_been_so_is_no_day_to_count_from() -> None:
    text = (
        "A drone hit a convoy near Kherson on 9 March. It was the worst such raid since the army took Odesa in August. "
        "The convoy had left Izmail the day before."
    )
    when = report(text, "left").when
    assert when is not None
    assert when.earliest == date(2023, 3, 8)


def test_days_are_counted_from_a_few_days_as_from_one() -> None:
    text = f"Gunmen seized a tug off Kherson on the night of 9 to 10 March. {LONG}Five were freed in Kherson three days later."
    when = report(text, "freed").when
    assert when is not None
    assert (when.earliest, when.latest) == (date(2023, 3, 12), date(2023, 3, 13))


def test_how_long_something_lasted_after_a_deed_is_not_when_it_was() -> None:
    text = "A blast shook the mine in Oslo on 6 March. The union struck in Oslo for two days after the blast."
    when = report(text, "struck").when
    assert when is not None
    assert when.earliest != date(2023, 3, 8)


def test_what_was_said_is_no_day_to_count_from() -> None:
    text = (
        "Gunmen attacked a convoy near Kherson on 9 March. "
        f"{LONG}The mayor, Anna Lind, said on 13 March that she was sad. "
        "The police had arrested a man in Kherson the evening before."
    )
    when = report(text, "arrested").when
    assert when is not None
    assert when.earliest == date(2023, 3, 8)


@pytest.mark.parametrize(
    ("text", "word", "day"),
    [
        ("Lisbon FC dismissed him on Monday, a day after a defeat in Oslo.", "defeat", date(2023, 3, 12)),
        (
            "The tug was seized off Oslo on 9 March. Two days after the seizure, kidnappers called the owners in Bergen.",
            "called",
            date(2023, 3, 11),
        ),
        (
            "The mine in Oslo sacked 40 men on 6 March. The strike in Oslo began a day after the sackings.",
            "strike",
            date(2023, 3, 7),
        ),
        ("The strike in Oslo began two days after the mine had sacked 40 men on 6 March.", "strike", date(2023, 3, 8)),
        ("Lind flew to Oslo on the eve of the summit. The summit in Oslo began on 9 March.", "flew", date(2023, 3, 8)),
        (
            "The ministry said on Monday, two days after boats collided off Oslo, that it would pay.",
            "collided",
            date(2023, 3, 11),
        ),
    ],
)
def test_so_many_days_after_a_deed_are_counted_back_from_the_day_before_them(text: str, word: str, day: date) -> None:
    when = report(text, word).when
    assert when is not None
    assert (when.earliest, when.latest) == (day, day)


@pytest.mark.parametrize(
    ("text", "word", "first"),
    [
        ("Reporters have camped for a week in Oslo.", "camped", date(2023, 3, 8)),
        ("Some 7,000 people have fled to Togo in five days.", "fled", date(2023, 3, 10)),
        ("Mills have been shut in Norway in the past two years.", "shut", date(2021, 3, 15)),
    ],
)
def test_what_has_lasted_so_long_lasts_until_now(text: str, word: str, first: date) -> None:
    when = report(text, word).when
    assert when is not None
    assert (when.earliest, when.latest) == (first, PUBLISHED)


@pytest.mark.parametrize(
    ("text", "word", "status", "day"),
    [
        ("The minister has called off Friday's visit to Oslo.", "visit", Status.DENIED, date(2023, 3, 17)),
        ("The minister was to have signed a treaty in Oslo on Friday.", "treaty", Status.DENIED, date(2023, 3, 17)),
        ("The rocket had been due to lift off from Oslo on Thursday night.", "lift", Status.PLANNED, date(2023, 3, 16)),
        ("The minister was to have signed a treaty in Oslo on Tuesday.", "treaty", Status.DENIED, date(2023, 3, 14)),
        ("The minister refused to meet a delegation in Oslo on Friday.", "meet", Status.DENIED, date(2023, 3, 10)),
    ],
)
def test_what_was_to_be_on_a_weekday_that_is_near_is_still_ahead(text: str, word: str, status: Status, day: date) -> None:
    found = report(text, word)
    assert found.when is not None
    assert (found.status, found.when.earliest) == (status, day)


@pytest.mark.parametrize(
    ("words", "day"),
    [
        ("on the day of the attack", date(2023, 3, 2)),
        ("on the day after the attack", date(2023, 3, 3)),
        ("two days before the attack", date(2023, 2, 28)),
        ("hours after the attack", date(2023, 3, 2)),
    ],
)
def test_days_are_counted_from_what_a_noun_names_again(words: str, day: date) -> None:
    text = (
        f"Gunmen attacked a convoy near Kherson on 2 March. A ferry sank off Odesa on 9 March. The mayor visited Kherson {words}."
    )
    when = report(text, "visited").when
    assert when is not None
    assert (when.earliest, when.latest) == (day, day)


@pytest.mark.parametrize(("told", "day"), [("on Monday night", date(2023, 3, 14)), ("on Monday morning", date(2023, 3, 13))])
def test_dawn_ends_the_night_that_was_told_of(told: str, day: date) -> None:
    text = f"A ferry sank off Bergen {told}. Rescue teams set out from Bergen at dawn, but fog forced them back."
    when = report(text, "set").when
    assert when is not None
    assert (when.earliest, when.latest) == (day, day)


def test_weeks_are_counted_from_what_last_happened_too() -> None:
    text = f"Gunmen attacked a convoy near Kherson on 1 March. {LONG}A week later soldiers stormed a house in Kherson."
    when = report(text, "stormed").when
    assert when is not None
    assert (when.earliest, when.latest) == (date(2023, 3, 8), date(2023, 3, 8))


def test_election_day_is_the_day_of_the_election_that_is_told_of() -> None:
    text = f"Chad held an election on 2 March. {LONG}Armed men seized ballot boxes in Abeche on election day."
    when = report(text, "seized").when
    assert when is not None
    assert (when.earliest, when.latest) == (date(2023, 3, 2), date(2023, 3, 2))


@pytest.mark.parametrize(
    ("text", "word", "day"),
    [
        ("The rowers were beaten in Bergen a week ago.", "beaten", date(2023, 3, 8)),
        ("The two armies signed a truce in Oslo on Monday, a week after a shootout near Bergen.", "shootout", date(2023, 3, 6)),
        ("The circus moves to Bergen on 21 March and to Oslo a week later.", "moves", date(2023, 3, 28)),
        ("On Sunday they landed in Oslo and were home again, 120 days after gunmen seized them.", "seized", date(2022, 11, 12)),
        ("Four days after Cyclone Ula made landfall near Suva, aid is flowing to the islands.", "landfall", date(2023, 3, 11)),
    ],
)
def test_a_week_is_seven_days_and_days_are_counted_across_clauses(text: str, word: str, day: date) -> None:
    found = [r for r in reports(text) if r.trigger.text == word]
    assert any(r.when is not None and (r.when.earliest, r.when.latest) == (day, day) for r in found)


def test_election_day_is_named_before_the_election_is_told_of_too() -> None:
    text = f"Armed men seized ballot boxes in Abeche on election day. {LONG}Chadians voted on 2 March."
    when = report(text, "seized").when
    assert when is not None
    assert (when.earliest, when.latest) == (date(2023, 3, 2), date(2023, 3, 2))
