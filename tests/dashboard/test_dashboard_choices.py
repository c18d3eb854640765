"""Addresses: what is written is read back; what a store does not have is left out and said."""

from datetime import date

from geomap.dashboard.choices import DEFAULT_STATUSES, Choices, Known, filters, narrowed, read, write
from geomap.model import Status

KNOWN = Known(
    sources=("The Wire", "Echo & Co"), event_types=("meeting", "travel"), has_event=lambda event_id: event_id == "evt-1"
)
FULL = Choices(
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
    }
    choices, ignored = read(params, KNOWN)
    assert choices == Choices(sources=("The Wire",))
    assert len(ignored) == 10
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
