"""Reviews as JSON Lines: out and in again, and what a file from elsewhere can't do."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from geomap.errors import InputError
from geomap.model import Anchor, Place, Review, ReviewField, Status
from geomap.review import ledger, lines
from geomap.review.decisions import Decision, days, now, spot
from geomap.store import Store

MENTION = Anchor(10, 14, "ab" * 32, "Rome", "toponym")
DEED = Anchor(20, 23, "ab" * 32, "met", "meeting")
PLACE = Place("geonames:1", "Rome", 41.9, 12.5, "P.PPLC", "IT", "Latium", 2318895)


def review(number: int, field: ReviewField, **known: Any) -> Review:
    target = known.pop("target", MENTION if field is ReviewField.TOPONYM else DEED)
    known = {"who": "Ada", "when": f"2024-05-01T12:00:{number:02d}Z"} | known
    return Review(f"rev-{number:012x}", "dec-abcdef012345", field, target, **known)


REVIEWS = [
    review(1, ReviewField.TOPONYM, place=PLACE, throughout=True, old="Roma", note="line\nbreak \u2028 and \udcff"),
    review(2, ReviewField.TOPONYM),
    review(3, ReviewField.PLACE, place=spot(1.5, 2.5, name="Dacha", radius_km=2)),
    review(4, ReviewField.PLACE),
    review(5, ReviewField.WHEN, time=days(date(2024, 1, 1), None)),
    review(6, ReviewField.WHEN, time=days(None, None)),
    review(7, ReviewField.STATUS, word="planned"),
    review(8, ReviewField.EVENT_TYPE, word="meeting"),
    review(9, ReviewField.TOGETHER, other=replace(DEED, sha256="cd" * 32)),
    review(10, ReviewField.APART, other=replace(DEED, sha256="cd" * 32)),
    review(11, ReviewField.RIGHT, target=MENTION),
    review(12, ReviewField.RIGHT, undone_by="Bo", undone_at="2024-05-02T12:00:00Z"),
]


def test_what_is_written_is_read() -> None:
    written = lines.write(REVIEWS)
    assert written.isascii()
    assert len(written.split("\n")) == len(REVIEWS) + 1
    assert lines.read(written, name="x") == REVIEWS
    assert lines.read("\ufeff" + written.replace("\n", "\r\n"), name="x") == REVIEWS


def changed(**fields: Any) -> Callable[[dict[str, Any]], object]:
    return lambda values: values.update(fields)


def inner(name: str, **fields: Any) -> Callable[[dict[str, Any]], object]:
    return lambda values: values[name].update(fields)


@pytest.mark.parametrize(
    ("number", "spoil", "said"),
    [
        (1, changed(id="x"), "id must be written like"),
        (1, changed(batch=None), "batch must be a text"),
        (1, changed(field="everything"), "field must be one of"),
        (1, changed(who=""), "who must be a text of 1 to 80"),
        (1, changed(who="a" * 81), "who must be"),
        (1, changed(when="yesterday"), "when must be a moment in UTC"),
        (1, changed(when="2024-05-01T12:00:00+03:00"), "when must be a moment in UTC"),
        (1, changed(note=7), "note must be a text"),
        (1, changed(throughout="yes"), "throughout must be true or false"),
        (1, changed(target=None), "target is missing"),
        (1, changed(target=[]), "target must be an object"),
        (1, inner("target", start=-1), "target.start must be a whole number"),
        (1, inner("target", start=True), "target.start must be a whole number"),
        (1, inner("target", end=99), "target.text must be as long as"),
        (1, inner("target", kind="meeting"), "target.kind must be toponym"),
        (1, inner("target", sha256="zz"), "target.sha256"),
        (1, inner("place", lat=91), "place.lat must be a number from -90 to 90"),
        (1, inner("place", lat=float("nan")), "place.lat must be a number"),
        (1, inner("place", lon="12"), "place.lon must be a number"),
        (1, inner("place", population=-1), "place.population"),
        (5, changed(time=None), "time is missing"),
        (5, inner("time", earliest="soon"), "time.earliest must be a day"),
        (5, inner("time", earliest=5), "time.earliest must be a day"),
        (5, inner("time", latest="2023-12-31"), "time.latest must be no day before earliest"),
        (5, inner("time", precision="era"), "time.precision must be one of"),
        (7, changed(word="maybe"), "word must be one of occurred"),
        (8, changed(word="party"), "word must be one of"),
        (9, changed(other=None), "other is missing"),
        (12, changed(undone_by=None), "undone_by must be"),
    ],
)
def test_a_spoiled_line_is_named_and_nothing_is_taken_in(
    number: int, spoil: Callable[[dict[str, Any]], object], said: str
) -> None:
    written = lines.write(REVIEWS).split("\n")
    values = json.loads(written[number - 1])
    spoil(values)
    written[number - 1] = json.dumps(values)
    with pytest.raises(InputError) as caught:
        lines.read("\n".join(written), name="them.jsonl")
    assert f"them.jsonl, line {number}: " in str(caught.value)
    assert said in str(caught.value)


@pytest.mark.parametrize("line", ["{", "[]", "null", "[" * 9000, '{"id": ' + '"a' * 30_000])
def test_what_is_no_review_is_named(line: str) -> None:
    with pytest.raises(InputError, match="line 2"):
        lines.read("\n" + line, name="x")


def test_a_colleagues_reviews_come_in_once(store: Store) -> None:
    found = next(e for e in store.extractions() if "Rome" in e.document.title)
    report = next(r for r in found.reports if r.trigger.text == "protested")
    (event,) = store.events_of([report.id])
    raw = store.events()
    decision = Decision("Bo")
    file = lines.write([*decision.status([(report, found.document)], Status.DENIED), *REVIEWS])
    assert ledger.take_in(store, lines.read(file, name="x")) == 1 + len(REVIEWS)
    assert ledger.take_in(store, lines.read(file, name="x")) == 0
    assert store.event(event.id).status is Status.DENIED
    stale = {s.review.id for s in ledger.state(store).stale}
    assert stale == {r.id for r in REVIEWS if r.stands}, "kept, though their article is not here"
    undone = [replace(r, undone_by="Bo", undone_at=now()) for r in store.reviews() if r.batch == decision.batch]
    assert ledger.take_in(store, undone) == 1, "who took theirs back takes it back here"
    assert store.events() == raw
    assert lines.write(store.reviews()).count("\n") == 1 + len(REVIEWS)
