"""Reviews in plain words, for lists, panels and the command line."""

from __future__ import annotations

from geomap.model import Place, Report, Review, ReviewField, When
from geomap.timexes.intervals import describe

FIELD_WORDS = {
    ReviewField.TOPONYM: "place name",
    ReviewField.PLACE: "place",
    ReviewField.WHEN: "date",
    ReviewField.STATUS: "status",
    ReviewField.EVENT_TYPE: "type",
    ReviewField.TOGETHER: "joined",
    ReviewField.APART: "parted",
    ReviewField.RIGHT: "found right",
}


def said(review: Review) -> str:
    """What a review says: ``“Perth” is Perth, GB``, ``the date is 12 September 2023``."""
    if review.field is ReviewField.TOPONYM:
        where = " in the whole article" if review.throughout else ""
        named = f"is {place(review.place)}" if review.place else "names no place"
        return f"“{review.target.text}” {named}{where}"
    if review.field is ReviewField.PLACE:
        return f"the place is {place(review.place)}" if review.place else "nobody knows the place"
    if review.field is ReviewField.WHEN:
        known = review.time is not None and (review.time.earliest or review.time.latest)
        return f"the date is {time(review.time)}" if known else "nobody knows the date"
    if review.field in {ReviewField.STATUS, ReviewField.EVENT_TYPE}:
        return f"the {FIELD_WORDS[review.field]} is {review.word}"
    if review.field is ReviewField.RIGHT:
        return "all of it is right"
    other = f"“{review.other.text}”" if review.other else "another report"
    return f"one event with {other}" if review.field is ReviewField.TOGETHER else f"another event than {other}"


def day(review: Review) -> str:
    """The day on which a review was made (UTC)."""
    return review.when[:10]


def place(found: Place | None) -> str:
    """A place by name, region and country: ``Perth, Perth and Kinross, GB``."""
    if found is None:
        return "no place"
    # An administrative code (59) tells a person nothing; a name does.
    region = found.admin1 if found.admin1 and not found.admin1.isdigit() and found.admin1 != found.name else None
    return ", ".join(filter(None, [found.name, region, found.country]))


def place_of(report: Report) -> str:
    """Where a report's event is."""
    pin = report.pin
    if pin is None:
        return "no place"
    return place(pin.place) if pin.place else f"“{pin.name}”, not placed"


def time(when: When | None) -> str:
    """A time in words."""
    return describe(when.earliest, when.latest, when.precision) if when else "no date"
