"""What holds for every text: offsets, intervals, no exception, linear time."""

import re
import time
from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from geomap import lexicon
from geomap.model import DateBasis, DatePrecision, Span
from geomap.timexes import absolute, anaphora, durations, find, lexer, quarters, relative, tense
from geomap.timexes.grammar import RULES, Rule

PUBLISHED = date(2023, 9, 5)
WORDS = [
    *lexer.vocabulary(),
    *(name.title() for name in lexicon.table(lexer.VOCABULARY)["MONTH"]),
    *(name.title() for name in lexicon.table(lexer.VOCABULARY)["WEEKDAY"]),
    *("2019", "1984", "12", "31", "5", "07", "0", "00", "99", "1/2", "05/06/2023", "31.12.1999", "2023-02-30"),
    *("24:61", "10:30", "1990s", "'98", "'90s", "Q3", "H2", "FY23"),
    *("a.m.", "pm", "-", "–", ",", "'", "'s", ".", "/", "said", "will", "to"),
    *["christmas day", "Easter", "\n", "\n\n", "GMT", "the", "twenty-five", "9999", "0001", "2199", "1000"],
]


def consistent(text: str, published: date | None, furniture: tuple[Span, ...] = ()) -> None:
    end, stated = 0, False
    for timex in find(text, published=published, furniture=furniture):
        assert end <= timex.start < timex.end <= len(text)
        end = timex.end
        assert text[timex.start : timex.end] == timex.surface
        assert timex.surface.strip(" \t\n,-/–—") == timex.surface
        assert timex.type in {"DATE", "TIME", "DURATION", "SET"}
        assert timex.value
        assert (timex.earliest is None) == (timex.latest is None)
        assert (timex.earliest is None) == (timex.precision is DatePrecision.UNKNOWN) == (timex.basis is DateBasis.NONE)
        if timex.earliest and timex.latest:
            assert timex.earliest <= timex.latest
            assert (timex.precision is DatePrecision.DAY) == (timex.earliest == timex.latest)
        if published is None:
            assert timex.basis is not DateBasis.PUBLICATION
            assert stated or timex.basis is not DateBasis.RELATIVE  # told from a date that the text states in full
        stated = stated or timex.basis is DateBasis.EXPLICIT
        assert not any(span.overlaps(timex.span) for span in furniture)


@given(st.text(max_size=200), st.none() | st.dates())
@settings(max_examples=150, deadline=None)
def test_any_text(text: str, published: date | None) -> None:
    consistent(text, published)


@given(st.lists(st.sampled_from(WORDS), max_size=14), st.none() | st.dates() | st.sampled_from([date.min, date.max, PUBLISHED]))
@settings(max_examples=600, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_any_run_of_time_words(words: list[str], published: date | None) -> None:
    consistent(" ".join(words), published)


@given(
    st.lists(st.sampled_from(WORDS), min_size=4, max_size=14),
    st.lists(st.tuples(st.integers(0, 90), st.integers(1, 30)), max_size=4),
)
@settings(max_examples=150, deadline=None)
def test_nothing_is_found_in_furniture(words: list[str], spans: list[tuple[int, int]]) -> None:
    consistent(" ".join(words), PUBLISHED, tuple(Span(start, start + length) for start, length in spans))


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.read.__name__)
def test_a_rule_is_bounded(rule: Rule) -> None:
    """Rules repeat nothing, so that a match ends after a few tokens whatever the text."""
    assert not re.search(r"[*+{]", rule.pattern.pattern)


PATTERNS = {
    f"{module.__name__}.{name}": value
    for module in (lexer, tense, absolute, quarters, relative, anaphora, durations)
    for name, value in vars(module).items()
    if isinstance(value, re.Pattern)
} | {"trigger": lexer._trigger()}


@pytest.mark.parametrize("name", PATTERNS)
@pytest.mark.parametrize("unit", ["1", "a", " ", "'", "-", "/", ".", "1,", "1.", "\n", "in ", "A"])
def test_a_pattern_is_fast_on_repetition(name: str, unit: str) -> None:
    text = unit * 5000
    started = time.process_time()
    for _ in zip(range(5000), PATTERNS[name].finditer(text), strict=False):
        pass
    assert time.process_time() - started < 0.5


HOSTILE = {
    "digits": "1",
    "one word": "x",
    "strokes": "1/",
    "dashes": "-",
    "quotes": "'",
    "nested brackets": "[(",
    "a run of years": "2019-",
    "prefixes only": "the last ",
    "small numbers": "1 ",
    "thousands": "1,",
    "days": "Monday ",
    "months": "in May and ",
    "told from another": "a year ago ",
    "times": "3 p.m. to ",
    "links": "https://a/2019 ",
    "stops": "Mr. ",
    "line breaks": "\n",
}


@pytest.mark.parametrize("unit", HOSTILE.values(), ids=HOSTILE)
def test_time_grows_with_length_only(unit: str) -> None:
    """Four times the text takes about four times as long, where quadratic time would take sixteen.

    The least of three runs counts, so that a busy machine doesn't; what takes no time at all can't be compared, and needn't.
    """

    def seconds(size: int) -> float:
        text = unit * (size // len(unit))
        took = []
        for _ in range(3):
            started = time.process_time()
            find(text, published=PUBLISHED)
            took.append(time.process_time() - started)
        return min(took)

    assert seconds(16_000) < 9 * max(seconds(4_000), 0.002)


def test_a_line_of_ten_million_characters() -> None:
    """Text without a word of time is passed over at many times the speed of a text full of them."""
    started = time.process_time()
    find("1" * 5_000_000, published=PUBLISHED)
    find("word " * 1_000_000, published=PUBLISHED)
    long_line = time.process_time() - started
    started = time.process_time()
    find("Monday " * 10_000, published=PUBLISHED)
    assert long_line < 8 * (time.process_time() - started)
