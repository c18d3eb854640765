"""Which events of a story belong together, and how."""

from datetime import date

import pytest

from geomap.events.relations import relations
from geomap.model import DateBasis, DatePrecision, Event, GeoPrecision, Place, PlaceMention, Role, Status, When

PORT = Place("geonames:1", "Port Amber", 10.0, 20.0, "P.PPL", "TD")
HILL = Place("geonames:2", "Hillgate", 11.0, 20.0, "P.PPL", "TD")
LAND = Place("geonames:3", "Tchad", 15.0, 19.0, "A.PCLI", "TD")


def event(
    number: int,
    event_type: str,
    status: Status = Status.OCCURRED,
    days: tuple[int, int] | None = (5, 5),
    *,
    place: Place | None = PORT,
    actors: tuple[str, ...] = ("Ada Rook",),
) -> Event:
    precision = GeoPrecision.COUNTRY if place is LAND else GeoPrecision.CITY
    at = PlaceMention(place.name, Role.VENUE, place, precision, 5.0, None) if place else None
    when = When(date(2031, 5, days[0]), date(2031, 5, days[1]), DatePrecision.DAYS, DateBasis.EXPLICIT) if days else None
    return Event(f"evt-{number}", "", event_type, status, False, actors, at, (at,) if at else (), when, (), 1, 1, (), 0.8)


VISIT = event(1, "travel", Status.OCCURRED, (4, 5))
PLAN = event(2, "travel", Status.PLANNED, (1, 9))
MEETING = event(3, "meeting")
FAIR = event(4, "gathering", Status.ONGOING, (3, 7), actors=())


def words(one: Event, other: Event) -> list[str]:
    return [relation.words for relation in relations(one, [one, other])]


@pytest.mark.parametrize(
    ("one", "other", "expected", "back"),
    [
        (PLAN, VISIT, "may have come true as", "may have been announced as"),
        (VISIT, MEETING, "was made for", "was the purpose of"),
        (MEETING, FAIR, "is part of", "has as a part"),
        (event(5, "travel", Status.POSSIBLE, None), VISIT, "may have come true as", "may have been announced as"),
        (event(6, "travel", Status.PLANNED, place=LAND), VISIT, "may have come true as", "may have been announced as"),
    ],
)
def test_relations_and_back(one: Event, other: Event, expected: str, back: str) -> None:
    assert words(one, other) == [expected]
    assert words(other, one) == [back]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (PLAN, event(7, "travel", place=HILL)),  # another place than planned
        (event(8, "travel", Status.PLANNED, place=HILL), event(9, "travel", place=LAND)),  # said less exactly than planned
        (PLAN, event(7, "travel", days=(20, 21))),  # long after
        (PLAN, event(7, "meeting", actors=("Bo Finch",))),  # others, for another end
        (MEETING, event(7, "gathering", Status.DENIED, (3, 7))),  # what was denied has no parts
        (VISIT, event(7, "meeting", days=(20, 20))),
        (VISIT, event(7, "meeting", place=None)),
        (MEETING, MEETING),
    ],
)
def test_no_relation(one: Event, other: Event) -> None:
    assert words(one, other) == words(other, one) == []


def test_each_says_what_it_was_told_from_and_the_telling_ones_come_first() -> None:
    found = relations(VISIT, [FAIR, MEETING, PLAN])
    assert [relation.other.id for relation in found][:2] == ["evt-2", "evt-3"]
    assert "told as planned" in found[0].why
    assert all(relation.why for relation in found)


def test_what_one_source_denies_of_what_another_tells() -> None:
    denial = event(5, "meeting", Status.DENIED)
    assert words(MEETING, denial) == ["is denied as"]
    assert words(denial, MEETING) == ["denies"]
    assert words(MEETING, event(6, "meeting", Status.DENIED, place=HILL)) == []
    assert words(MEETING, event(7, "meeting", Status.DENIED, actors=("Bo Reed",))) == []
