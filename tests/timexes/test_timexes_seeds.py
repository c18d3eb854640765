"""The dates of the five seed articles' events, as annotated by hand in tests/gold/seeds.json."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from geomap.model import Timex
from geomap.timexes import find

ROOT = Path(__file__).resolve().parents[2]
GOLD = json.loads((ROOT / "tests" / "gold" / "seeds.json").read_text(encoding="utf-8"))
#: Dates that hang on other events, or that the article gives no words of its own for.
NOT_TIME_EXPRESSIONS = {"following Shoigu's visit to Pyongyang", "At the time"}


def dated_events() -> list[Any]:
    found = []
    for article in GOLD["articles"]:
        for event in article["events"]:
            when = event.get("date")
            if when and when.get("span") and when["text"] not in NOT_TIME_EXPRESSIONS:
                found.append(pytest.param(article, when, id=event["id"]))
    return found


def timexes(article: dict[str, Any]) -> tuple[str, tuple[Timex, ...]]:
    with (ROOT / "seeds" / article["file"]).open(encoding="utf-8", newline="") as file:
        text = file.read()
    return text, find(text, published=date.fromisoformat(article["source"]["pub_date"]))


@pytest.mark.parametrize(("article", "when"), dated_events())
def test_the_days_of_an_annotated_event(article: dict[str, Any], when: dict[str, Any]) -> None:
    text, found = timexes(article)
    start, end = when["span"]
    inside = [t for t in found if start <= t.start and t.end <= end]
    assert len(inside) == 1, text[start:end]
    days = [str(inside[0].earliest), str(inside[0].latest)]
    assert days in [[when["start"], when["end"]], *when.get("accept", [])]


def test_there_are_events_to_check() -> None:
    assert len(dated_events()) >= 25
