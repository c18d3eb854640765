"""Reviews as JSON Lines: one review a line, to keep, to send to a colleague, to take into another store of the same articles."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

from geomap import lexicon
from geomap.errors import InputError
from geomap.events.types import event_types
from geomap.model import Anchor, DateBasis, DatePrecision, Place, Review, ReviewField, Status, When

_ID = re.compile(r"[a-z]{3}-[0-9a-f]{6,40}")
_SHA256 = re.compile(r"[0-9a-f]{64}")
_PAIRS = frozenset({ReviewField.TOGETHER, ReviewField.APART})
_NAME = 300


def write(reviews: Iterable[Review]) -> str:
    """The reviews, one a line, oldest first; also those that were undone, with who undid them."""
    return "".join(json.dumps(_values(review), ensure_ascii=True) + "\n" for review in reviews)


def _values(review: Review) -> dict[str, Any]:
    values: dict[str, Any] = {
        "id": review.id,
        "batch": review.batch,
        "field": review.field.value,
        "target": _anchor_values(review.target),
        "other": _anchor_values(review.other) if review.other else None,
        "place": {name: getattr(review.place, name) for name in Place.__dataclass_fields__} if review.place else None,
        "time": _time_values(review.time) if review.time else None,
        "word": review.word,
        "throughout": review.throughout,
        "old": review.old,
        "who": review.who,
        "when": review.when,
        "note": review.note,
        "undone_by": review.undone_by,
        "undone_at": review.undone_at,
    }
    return {name: value for name, value in values.items() if value not in (None, False)}


def _anchor_values(anchor: Anchor) -> dict[str, Any]:
    return {"sha256": anchor.sha256, "start": anchor.start, "end": anchor.end, "text": anchor.text, "kind": anchor.kind}


def _time_values(time: When) -> dict[str, Any]:
    ends = {"earliest": time.earliest, "latest": time.latest}
    return {name: day.isoformat() if day else None for name, day in ends.items()} | {"precision": time.precision.value}


def read(text: str, *, name: str) -> list[Review]:
    """The reviews of a file; ``name`` is what the file is called in messages. Raises InputError with the line and the cure."""
    longest = lexicon.table("review.toml")["limits"]["line"]
    found = []
    for number, line in enumerate(text.removeprefix("\ufeff").split("\n"), start=1):
        if not line.strip():
            continue
        try:
            if len(line) > longest:
                raise _LineError(f"the line has {len(line):,} characters; {longest:,} at most")
            found.append(_review(_Fields(_object(line), "")))
        except _LineError as fault:
            raise InputError(f"{name}, line {number}: {fault}; nothing of the file was taken in") from fault
    return found


class _LineError(ValueError):
    """What is wrong with one line."""


def _object(line: str) -> dict[str, Any]:
    try:
        value = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise _LineError("the line is no JSON; write one review a line, as geomap review export does") from error
    if not isinstance(value, dict):
        raise _LineError("the line is no JSON object; write one review a line, as geomap review export does")
    return value


class _Fields:
    """The fields of a JSON object, each taken with a check."""

    def __init__(self, values: Mapping[str, Any], prefix: str) -> None:
        self.values = values
        self.prefix = prefix

    def fault(self, field: str, wanted: str) -> _LineError:
        return _LineError(f"{self.prefix}{field} must be {wanted}, not {json.dumps(self.values.get(field))[:60]}")

    def text(self, field: str, *, most: int = _NAME, pattern: re.Pattern[str] | None = None) -> str:
        value = self.values.get(field)
        if not isinstance(value, str) or not value or len(value) > most:
            raise self.fault(field, f"a text of 1 to {most:,} characters")
        if pattern is not None and not pattern.fullmatch(value):
            raise self.fault(field, f"written like {pattern.pattern}")
        return value

    def maybe_text(self, field: str, *, most: int = _NAME) -> str | None:
        return None if self.values.get(field) is None else self.text(field, most=most)

    def word(self, field: str, allowed: Iterable[str]) -> str:
        value, known = self.values.get(field), list(allowed)
        if value not in known:
            raise self.fault(field, f"one of {', '.join(known)}")
        return str(value)

    def number(self, field: str, low: float, high: float) -> float:
        value = self.values.get(field)
        if isinstance(value, bool) or not isinstance(value, int | float) or not low <= value <= high:
            raise self.fault(field, f"a number from {low:g} to {high:g}")
        return float(value)

    def maybe_number(self, field: str, low: float, high: float) -> float | None:
        return None if self.values.get(field) is None else self.number(field, low, high)

    def offset(self, field: str) -> int:
        value = self.values.get(field)
        if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value < 2**31:
            raise self.fault(field, "a whole number from 0 up")
        return value

    def moment(self, field: str) -> str:
        value = self.text(field, most=40)
        try:
            zone = datetime.fromisoformat(value).utcoffset()
        except ValueError:
            zone = None
        if zone is None or zone.total_seconds():
            raise self.fault(field, "a moment in UTC, such as 2024-05-01T12:00:00Z")
        return value

    def day(self, field: str) -> date | None:
        value = self.values.get(field)
        try:
            return None if value is None else date.fromisoformat(value)
        except (ValueError, TypeError):
            raise self.fault(field, "a day, such as 2024-05-01") from None

    def inner(self, field: str) -> _Fields | None:
        value = self.values.get(field)
        if value is None:
            return None
        if not isinstance(value, dict):
            raise self.fault(field, "an object")
        return _Fields(value, f"{self.prefix}{field}.")


def _review(given: _Fields) -> Review:
    limits = lexicon.table("review.toml")["limits"]
    field = ReviewField(given.word("field", list(ReviewField)))
    target = _anchor(
        given.inner("target"), "target", toponym=None if field is ReviewField.RIGHT else field is ReviewField.TOPONYM
    )
    undone_at = given.moment("undone_at") if given.values.get("undone_at") is not None else None
    throughout = given.values.get("throughout", False)
    if not isinstance(throughout, bool):
        raise given.fault("throughout", "true or false")
    return Review(
        id=given.text("id", pattern=_ID),
        batch=given.text("batch", pattern=_ID),
        field=field,
        target=target,
        who=given.text("who", most=limits["who"]),
        when=given.moment("when"),
        place=_place(given.inner("place")) if field in {ReviewField.TOPONYM, ReviewField.PLACE} else None,
        time=_time(given.inner("time")) if field is ReviewField.WHEN else None,
        word=_word(given, field),
        other=_anchor(given.inner("other"), "other", toponym=False) if field in _PAIRS else None,
        throughout=throughout,
        old=given.maybe_text("old", most=1000),
        note=given.maybe_text("note", most=limits["note"]),
        undone_by=given.text("undone_by", most=limits["who"]) if undone_at else None,
        undone_at=undone_at,
    )


def _word(given: _Fields, field: ReviewField) -> str | None:
    if field is ReviewField.STATUS:
        return given.word("word", list(Status))
    return given.word("word", list(event_types())) if field is ReviewField.EVENT_TYPE else None


def _anchor(given: _Fields | None, name: str, *, toponym: bool | None) -> Anchor:
    """``toponym``: whether it is to be on the mention of a place; None where either will do."""
    if given is None:
        raise _LineError(f"{name} is missing: the words that the review is about")
    anchor = Anchor(
        given.offset("start"),
        given.offset("end"),
        given.text("sha256", pattern=_SHA256),
        given.text("text", most=2000),
        given.text("kind"),
    )
    if anchor.end - anchor.start != len(anchor.text):
        raise given.fault("text", "as long as it is from start to end")
    if toponym is not None and (anchor.kind == "toponym") is not toponym:
        raise given.fault("kind", "toponym" if toponym else "the type of an event")
    return anchor


def _place(given: _Fields | None) -> Place | None:
    if given is None:
        return None
    population = given.maybe_number("population", 0, 1e11)
    return Place(
        given.text("id"),
        given.text("name"),
        given.number("lat", -90, 90),
        given.number("lon", -180, 180),
        given.text("feature", most=12),
        given.maybe_text("country", most=2),
        given.maybe_text("admin1"),
        None if population is None else int(population),
        given.maybe_number("radius_km", 0, 20_100),
    )


def _time(given: _Fields | None) -> When:
    if given is None:
        raise _LineError("time is missing: earliest and latest, both null where nobody knows")
    time = When(
        given.day("earliest"),
        given.day("latest"),
        DatePrecision(given.word("precision", list(DatePrecision))),
        DateBasis.PERSON,
    )
    if time.earliest and time.latest and time.latest < time.earliest:
        raise given.fault("latest", "no day before earliest")
    return time
