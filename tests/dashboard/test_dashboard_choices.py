"""Addresses: what is written is read back; what a store does not have is left out and said."""

from dataclasses import fields, replace
from datetime import date

import pytest

from geomap.dashboard.choices import _FIELDS, DEFAULT_STATUSES, Choices, Known, filters, narrowed, read, write
from geomap.model import DatePrecision, GeoPrecision, Status

PLACES = {"geonames:2013348": "Vladivostok"}
KNOWN = Known(
    sources=("The Wire", "Echo & Co"),
    event_types=("meeting", "travel"),
    countries=("KP", "RU"),
    has_event=lambda event_id: event_id == "evt-1",
    has_actor=lambda name: name in {"the ministers", "O'Neil & 1=1"},
    has_article=lambda document_id: document_id == "doc-1",
    place_name=PLACES.get,
)
FULL = Choices(
    page="overview",
    actors=("O'Neil & 1=1", "the ministers"),
    places=("geonames:2013348",),
    countries=("RU",),
    geo_precisions=(GeoPrecision.SITE, GeoPrecision.COUNTRY),
    date_precisions=(DatePrecision.MONTH,),
    bbox=(170.0, -20.12345, -170.5, 0.0),
    min_confidence=0.65,
    min_origins=2,
    reviewed=True,
    in_articles=True,
    window="step",
    step="week",
    growing=True,
    article="doc-1",
    sources=("Echo & Co", "The Wire"),
    event_types=("travel",),
    statuses=(Status.PLANNED, Status.DENIED),
    start=date(2023, 9, 5),
    end=date(2023, 9, 20),
    undated=False,
    history=True,
    text="rockets & trains",
    colouring="status",
    event="evt-1",
)


def test_round_trip() -> None:
    assert read(write(FULL), KNOWN) == (FULL, [])


def test_a_fresh_page_has_an_empty_address() -> None:
    assert write(Choices()) == {}
    assert read({}, KNOWN) == (Choices(), [])
    assert Status.DENIED not in DEFAULT_STATUSES


def test_what_is_unknown_is_ignored_and_said() -> None:
    params = {
        "source": ["Nobody", "The Wire"],
        "type": ["<script>"],
        "status": ["done"],
        "from": ["2023-99-99"],
        "to": ["soon"],
        "history": ["yes"],
        "colour": ["red"],
        "event": ["evt-9"],
        "q": ["x" * 1000],
        "online": ["1"],
        "page": ["admin"],
        "actor": ["Nobody"],
        "place": ["geonames:0", "' OR 1=1"],
        "country": ["XX"],
        "precision": ["exact"],
        "dated": ["hour"],
        "box": ["1,2,3"],
        "sure": ["1.5"],
        "origins": ["-1"],
        "reviewed": ["maybe"],
        "article": ["doc-9"],
        "at": ["<script>"],
        "x" * 900: ["1"],
    }
    choices, ignored = read(params, KNOWN)
    assert choices == Choices(sources=("The Wire",))
    assert len(ignored) == 24
    assert "source=Nobody" in ignored
    assert all(len(note) < 60 for note in ignored)


def test_days_the_wrong_way_round_are_swapped() -> None:
    choices, ignored = read({"from": ["2023-09-20"], "to": ["2023-09-05"]}, KNOWN)
    assert (choices.start, choices.end, ignored) == (date(2023, 9, 5), date(2023, 9, 20), [])


def test_filters_say_the_same() -> None:
    made = filters(FULL)
    assert made.background is None
    assert made.include_undated is False
    assert made.statuses == ("denied", "planned")
    assert filters(Choices()).background is False


def test_selection_and_colours_do_not_count_as_filters() -> None:
    assert not narrowed(Choices(event="evt-1", colouring="status"))
    assert narrowed(Choices(history=True))


@pytest.mark.parametrize(
    "box", ["", "nan,0,1,1", "1e9,0,1,1", "0,0,0,0", "0,10,10,5", "0,0,181,5", "0,0,1,1,1", "inf,0,1,1", "٣,0,1,1", "10,0,10,5"]
)
def test_no_box(box: str) -> None:
    assert read({"box": [box]}, KNOWN) == (Choices(), [f"box={box}"])


@pytest.mark.parametrize("name", ["sure", "origins"])
@pytest.mark.parametrize("value", ["", "nan", "inf", "1e-3", "-0.5", "99", "0x1", "٣", "1;drop"])
def test_no_number(name: str, value: str) -> None:
    assert read({name: [value]}, KNOWN) == (Choices(), [f"{name}={value}"])


def test_an_address_with_thousands_of_values_is_cut() -> None:
    asked: list[str] = []
    known = replace(KNOWN, has_actor=lambda name: not asked.append(name))
    choices, ignored = read({"actor": [str(n) for n in range(5000)]}, known)
    assert len(choices.actors) == len(asked) == 50
    assert len(ignored) == 4950


def test_every_field_has_its_parameter() -> None:
    assert {f.name for f in fields(Choices)} == set(_FIELDS.values())
    assert {f.name for f in fields(Choices) if getattr(FULL, f.name) == getattr(Choices(), f.name)} == set()
