"""An article as blocks of marked text."""

from __future__ import annotations

import time
from dataclasses import replace
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st
from sample_store import CAPITAL, HARBOUR

from geomap.dashboard import reader
from geomap.dashboard.reader import Kind, Mark
from geomap.model import (
    Anchor,
    Candidate,
    DateBasis,
    DatePrecision,
    Document,
    Extraction,
    Furniture,
    GeoPrecision,
    PlaceMention,
    Report,
    Review,
    ReviewField,
    Role,
    Status,
    Timex,
    Toponym,
    Trigger,
    Usage,
)
from geomap.review.overlay import Applied

TEXT = "Menu\n\nThey met in Vladivostok on Monday.\n\nThen they left for\nPyongyang.\n"
TOPONYM = Toponym(
    18,
    29,
    "Vladivostok",
    Usage.LITERAL,
    HARBOUR,
    GeoPrecision.CITY,
    10.0,
    0.9,
    "m",
    candidates=(Candidate(CAPITAL), Candidate(HARBOUR)),
)
TIMEX = Timex(33, 39, "Monday", "DATE", "XXXX", None, None, DatePrecision.UNKNOWN, DateBasis.NONE)
DOCUMENT = Document("doc-1", "They met", TEXT, furniture=(Furniture(0, 5, "menu"),))
FOUND = Extraction(DOCUMENT, (TOPONYM,), (TIMEX,))


def test_what_is_marked_and_what_is_said_of_it() -> None:
    place, when = reader.marks(Applied(FOUND))
    assert (TEXT[place.start : place.end], place.kind, place.reviewed) == ("Vladivostok", Kind.PLACE, False)
    assert place.tip[0] == "Vladivostok, Russia"
    assert place.tip[1] == "a town or city, within about 10 km; the place itself"
    assert place.tip[-1] == "or: Pyongyang, North Korea"
    assert (when.kind, when.tip) == (Kind.TIME, ("can't be placed in the calendar",))


def test_a_persons_decision_is_signed() -> None:
    review = Review("rev-1", "dec-1", ReviewField.TOPONYM, Anchor(18, 29, "", "", "toponym"), "Ada", "2024-05-01T00:00:00Z")
    unplaced = replace(FOUND, toponyms=(replace(TOPONYM, place=None, reason="a person says that this names no place"),))
    mark = reader.marks(Applied(unplaced, mentions={18: (review,)}))[0]
    assert (mark.kind, mark.reviewed) == (Kind.UNPLACED, True)
    assert mark.tip[:2] == ("not placed: a person says that this names no place", "decided by Ada, 2024-05-01")


def test_of_several_happenings_that_one_word_tells_of_all_are_said() -> None:
    trigger = Trigger(11, 14, "met")
    both = tuple(
        Report(
            id=Report.id_of("doc-1", trigger, "meeting", occasion=n),
            document_id="doc-1",
            start=6,
            end=40,
            quote=TEXT[6:40],
            trigger=trigger,
            event_type="meeting",
            status=Status.OCCURRED,
            background=False,
            actors=(),
            places=(PlaceMention(name, Role.VENUE, place, GeoPrecision.CITY, 5.0, None),),
            when=None,
            attributed_to=None,
            confidence=0.8,
            method="test",
        )
        for n, (name, place) in enumerate([("Vladivostok", HARBOUR), ("Pyongyang", CAPITAL)])
    )
    (mark,) = reader.marks(Applied(replace(FOUND, toponyms=(), timexes=(), reports=both)))
    assert [line for line in mark.tip if line.startswith("where")] == ["where: Vladivostok", "where: Pyongyang"]


def test_lines_and_furniture() -> None:
    found = reader.blocks(DOCUMENT, reader.marks(Applied(FOUND)))
    assert [("".join(piece.text for piece in block.pieces), block.furniture) for block in found] == [
        ("Menu", "menu"),
        ("They met in Vladivostok on Monday.", None),
        ("Then they left for", None),
        ("Pyongyang.", None),
    ]
    assert [piece.mark for piece in found[1].pieces] == [None, 0, None, 1, None]


def test_what_stands_at_a_mark() -> None:
    assert reader.at(18, Applied(FOUND)) == {"toponym": TOPONYM}
    assert reader.at(33, Applied(FOUND)) == {"timex": TIMEX}
    assert reader.at(1, Applied(FOUND)) == {}
    assert reader.at(None, Applied(FOUND)) == {}


@given(st.text(alphabet="ab \n", max_size=60), st.lists(st.tuples(st.integers(0, 60), st.integers(0, 12)), max_size=6), st.data())
def test_no_letter_is_lost_and_none_is_shown_twice(text: str, spans: list[tuple[int, int]], data: st.DataObject) -> None:
    toponyms = tuple(
        replace(TOPONYM, start=min(a, len(text)), end=min(a + n, len(text)), surface=text[a : a + n]) for a, n in spans
    )
    cut = data.draw(st.integers(0, len(text)))
    document = Document("doc-1", "", text, furniture=(Furniture(0, cut, "menu"),) if cut else ())
    marks = reader.marks(Applied(Extraction(document, toponyms)))
    assert all(one.end <= other.start for one, other in pairwise(marks))
    shown = "".join(piece.text for block in reader.blocks(document, marks) for piece in block.pieces)
    assert "".join(shown.split()) == "".join(text.split())


def test_a_long_article_is_quick() -> None:
    text = "They met in Vladivostok again.\n" * 30_000
    every = 31
    toponyms = tuple(replace(TOPONYM, start=i * every + 12, end=i * every + 23) for i in range(30_000))
    document = Document("doc-1", "", text, furniture=tuple(Furniture(i, i + 5, "menu") for i in range(0, 900_000, 3100)))
    started = time.process_time()
    marks = reader.marks(Applied(Extraction(document, toponyms)))
    assert len(reader.payload(document, marks)["blocks"]) >= 30_000
    assert time.process_time() - started < 6


def test_marks_are_spans() -> None:
    assert Mark(1, 2, Kind.TIME, ()).overlaps(Mark(1, 3, Kind.TIME, ()))
