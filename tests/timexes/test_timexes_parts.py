"""The parts: vocabulary, patterns over kinds, named days, spelt numbers, the direction of a clause."""

import re
from datetime import date

import pytest

from geomap import lexicon, timexes
from geomap.timexes import holidays, lexer, tense
from geomap.timexes.grammar import RULES, rule, spelt
from geomap.timexes.tense import Direction


def test_no_word_has_two_kinds() -> None:
    table = lexicon.table(lexer.VOCABULARY)
    listed = [
        word for kind, words in table.items() if kind not in {"WORDS", "HALF_OF_DAY", "ALSO_WORDS", "AGEING"} for word in words
    ]
    listed += [word for words in table["WORDS"].values() for word in words]
    assert sorted(listed) == sorted(set(listed))
    assert all(word == word.lower() for word in listed)


def test_each_kind_has_a_character_of_its_own() -> None:
    codes = lexer.kinds()
    assert len(set(codes.values())) == len(codes)
    assert all(len(code) == 1 for code in codes.values())


def test_the_method_names_its_word_lists() -> None:
    assert re.fullmatch(r"timex-rules-[0-9a-f]{8}", timexes.method())


def test_every_kind_is_used_by_a_rule() -> None:
    used = "".join(entry.pattern.pattern for entry in RULES)
    assert [kind for kind, code in lexer.kinds().items() if code not in used] == []


def test_lowering_keeps_every_offset() -> None:
    text = "\u0130stanbul, \u0130ZM\u0130R, Stra\u00dfe, MONDAY\u2019S"
    assert len(lexer.lowered(text)) == len(text)
    assert lexer.lowered(text).endswith("monday's")


@pytest.mark.parametrize("pattern", ["month:MOON", "MONTH*", "(MONTH", "month: "])
def test_a_broken_rule_is_refused(pattern: str) -> None:
    with pytest.raises((ValueError, re.error)):
        rule(pattern)(lambda match, context: None)


@pytest.mark.parametrize(
    ("values", "number"),
    [
        ([20, 5], 25),
        ([2, 1000], 2000),
        ([19, 90, 6], 1996),
        ([1, 100], 100),
        ([3, 100, 50], 350),
        ([12], 12),
        ([1, 12], 12),
        ([], 0),
    ],
)
def test_spelt_numbers(values: list[int], number: int) -> None:
    assert spelt(values) == number


@pytest.mark.parametrize(
    ("name", "year", "day"),
    [
        ("christmas day", 2023, "2023-12-25"),
        ("easter", 2024, "2024-03-31"),
        ("good friday", 2024, "2024-03-29"),
        ("thanksgiving", 2023, "2023-11-23"),
        ("memorial day", 2023, "2023-05-29"),
        ("labor day", 2023, "2023-09-04"),
    ],
)
def test_named_days(name: str, year: int, day: str) -> None:
    assert holidays.day(name, year) == date.fromisoformat(day)


def test_every_named_day_has_a_day_in_every_year() -> None:
    for name in holidays.names() - holidays.dated().keys():
        for year in (1900, 2000, 2023, 2024, 2199):
            assert holidays.day(name, year).year == year
    for day in holidays.dated().values():
        assert date.fromisoformat(day)


@pytest.mark.parametrize(
    ("text", "direction"),
    [
        ("He arrived on @.", Direction.PAST),
        ("He will arrive on @.", Direction.FUTURE),
        ("He\u2019ll arrive on @.", Direction.FUTURE),
        ("He is expected to arrive on @.", Direction.FUTURE),
        ("Talks will be held on @.", Direction.FUTURE),
        ("Talks were held on @.", Direction.PAST),
        ("He said on @ that he would go.", Direction.PAST),
        ("He said he would go on @.", Direction.FUTURE),
        ("On @, the army attacked.", Direction.PAST),
        ("On @, the army will withdraw.", Direction.FUTURE),
        ("They will go. He came on @.", Direction.PAST),
        ("It is open until @.", Direction.FUTURE),
        ("It was closed until @.", Direction.PAST),
        ("Until @, they had not called.", Direction.PAST),
        ("The office will open\nin the town on\n@ at noon.", Direction.FUTURE),
        ("Talks will be held\nOn @, shells fell.", Direction.PAST),
        ("Leaders could come as early as @.", Direction.FUTURE),
        ("Theresa May, @", Direction.UNKNOWN),
        ("A walk, @", Direction.UNKNOWN),
    ],
)
def test_direction(text: str, direction: Direction) -> None:
    at = text.index("@")
    assert tense.direction(text, at, at + 1).direction is direction
