"""The chips say every filter that is set, in words; each has a field that lifting it brings back."""

from dataclasses import fields, replace
from datetime import date

import pytest
from sample_store import HOSTILE

from geomap.dashboard.chips import Chip, chips
from geomap.dashboard.choices import Choices, narrowed
from geomap.dashboard.session import FIELDS
from geomap.model import DatePrecision, GeoPrecision, Status

NAMES = {"geonames:1": "Vladivostok"}
SET = Choices(
    sources=("The Wire",),
    event_types=("meeting",),
    statuses=(Status.PLANNED,),
    actors=("the ministers",),
    places=("geonames:1",),
    countries=("RU",),
    geo_precisions=(GeoPrecision.SITE,),
    date_precisions=(DatePrecision.MONTH,),
    bbox=(170.0, -20.0, -170.0, 5.5),
    min_confidence=0.6,
    min_origins=2,
    start=date(2023, 9, 12),
    undated=False,
    history=True,
    reviewed=True,
    text="rockets",
    in_articles=True,
)


def test_a_fresh_page_has_none() -> None:
    assert chips(Choices(), NAMES.get) == []
    assert chips(Choices(colouring="status", event="evt-1", page="overview"), NAMES.get) == []


def test_each_condition_is_said() -> None:
    said = [chip.words for chip in chips(SET, NAMES.get)]
    assert said == [
        "“rockets” in whole articles",
        "Meeting",
        "planned",
        "told by The Wire",
        "at Vladivostok",
        "in Russia",
        "with the ministers",
        "place: an exact site",
        "date known to the month",
        "in the box 170.0°E to 170.0°W, 20.0°S to 5.5°N",
        "confidence at least 0.60",
        "2 or more independent sources",
        "from 12 September 2023",
        "with a date",
        "with history",
        "reviewed",
    ]
    assert all(chip.field in {*FIELDS, "start", "end"} for chip in chips(SET, NAMES.get))


@pytest.mark.parametrize("field", [f.name for f in fields(Choices) if getattr(SET, f.name) != getattr(Choices(), f.name)])
def test_no_filter_narrows_in_silence(field: str) -> None:
    alone = replace(Choices(), **{field: getattr(SET, field)})
    if field == "in_articles":
        alone = replace(alone, text="x")
    assert narrowed(alone)
    assert len(chips(alone, NAMES.get)) == 1


def test_windows_and_statuses() -> None:
    window = Choices(start=date(2023, 9, 1), end=date(2023, 9, 30))
    assert chips(window, NAMES.get) == [Chip("start", "September 2023")]
    assert chips(Choices(end=date(2023, 9, 30)), NAMES.get) == [Chip("end", "until 30 September 2023")]
    assert chips(Choices(statuses=tuple(Status)), NAMES.get) == [Chip("statuses", "also denied ones")]


@pytest.mark.parametrize("attack", HOSTILE)
def test_long_and_hostile_names_stay_short(attack: str) -> None:
    found = chips(Choices(sources=(attack * 20,), text=attack * 20), NAMES.get)
    assert all(len(chip.words) < 80 for chip in found)
