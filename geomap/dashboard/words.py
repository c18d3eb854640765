"""How the dashboard says what the model knows: precision, basis, status and counts in plain words. No HTML, no Streamlit."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from geomap.model import (
    DateBasis,
    DatePrecision,
    Document,
    Event,
    GeoPrecision,
    PlaceMention,
    PublishedBasis,
    ReviewField,
    Status,
    When,
)
from geomap.review.wording import FIELD_WORDS
from geomap.timexes.intervals import describe

STATUS_WORDS = {
    Status.OCCURRED: "occurred",
    Status.ONGOING: "ongoing",
    Status.PLANNED: "planned",
    Status.POSSIBLE: "possible",
    Status.DENIED: "denied",
}
STATUS_HELP = {
    Status.OCCURRED: "the sources say that it happened",
    Status.ONGOING: "the sources say that it is happening",
    Status.PLANNED: "announced or prepared, not yet said to have happened",
    Status.POSSIBLE: "only said to be possible",
    Status.DENIED: "cancelled, refused or disputed",
}
PRECISION_WORDS = {
    GeoPrecision.SITE: "an exact site",
    GeoPrecision.CITY: "a town or city",
    GeoPrecision.NEAR: "near a named place",
    GeoPrecision.DISTRICT: "a district",
    GeoPrecision.REGION: "a region",
    GeoPrecision.AREA: "an area without sharp borders",
    GeoPrecision.COUNTRY: "a country as a whole",
    GeoPrecision.NONE: "no place",
}
DATED_WORDS = {
    DatePrecision.DAY: "to the day",
    DatePrecision.DAYS: "to a few days",
    DatePrecision.WEEK: "to the week",
    DatePrecision.MONTH: "to the month",
    DatePrecision.SEASON: "to the season",
    DatePrecision.YEAR: "to the year",
    DatePrecision.UNKNOWN: "not at all",
}
#: What the words for a precision mean, for the help beside the filters.
PRECISION_TERMS = (
    ("an exact site", "a building, a base, a launch pad; drawn as a point"),
    ("a town or city", "somewhere in it; drawn as a point, its reach as a circle"),
    ("near a named place", "“outside”, “north of”; the circle says how far"),
    ("a district", "a part of a city or a county"),
    ("a region", "a province or state; drawn as a soft disc, not as a point"),
    ("an area without sharp borders", "a sea, a coast, a border land"),
    ("a country as a whole", "drawn as the country's own shape, never as a point"),
    ("no place", "none is given, or none that the gazetteer knows"),
)
DATED_TERMS = (
    ("to the day", "stated, or worked out from words such as “on Tuesday”"),
    ("to a few days, the week, the month...", "the event may lie on any day in it, and is shown on all of them"),
    ("not at all", "no date that can be placed in the calendar; the event stays until the switch leaves it out"),
)
CONFIDENCE_HELP = "How sure geomap is that the sources say this; not whether what they say is true."
CONFIDENCE_TERMS = (
    ("high", "0.75 and more"),
    ("medium", "0.50 to 0.74"),
    ("low", "less than 0.50: read the quote before you rely on it"),
)
PUBLISHED_WORDS = {
    PublishedBasis.SIDECAR: "date from the list of sources",
    PublishedBasis.FRONT_MATTER: "date from the article's header",
    PublishedBasis.METADATA: "date from the page's metadata",
    PublishedBasis.TEXT: "date read from the article's own text",
    PublishedBasis.NONE: "publication date unknown",
}
#: A point is drawn for these; everything coarser is drawn as an area.
POINT_PRECISIONS = frozenset({GeoPrecision.SITE, GeoPrecision.CITY, GeoPrecision.NEAR, GeoPrecision.DISTRICT})


def day(when: date) -> str:
    """A day in words: 12 September 2023."""
    return describe(when, when, DatePrecision.DAY)


def count(number: int, singular: str, plural: str | None = None) -> str:
    """A number with its noun: 1 event, 2 events."""
    return f"{number:,} {singular if number == 1 else plural or singular + 's'}"


def interval(when: When | None) -> str:
    """The days that a time covers, as finely as it is known; the article's own words where they are all there is."""
    if when is None or (when.earliest is None and when.latest is None):
        return f"unknown (“{when.text}”)" if when is not None and when.text else "unknown"
    return describe(when.earliest, when.latest, when.precision)


def derivation(when: When | None, document: Document | None) -> str:
    """How a report's time was found, so that a reader can check it."""
    if when is not None and when.basis is DateBasis.PERSON and when.earliest is None and when.latest is None:
        return "a person says that nobody knows"
    if when is None or when.basis is DateBasis.NONE:
        return "no date is given that can be placed in the calendar"
    if when.basis is DateBasis.PERSON:
        return "a person gave this date"
    published = f"the publication date, {day(document.published)}" if document and document.published else "the publication date"
    if when.basis is DateBasis.PUBLICATION:
        return f"the text gives no date; taken from {published}"
    return _read_from(when, published)


def _read_from(when: When, published: str) -> str:
    """From which words of the text a time was read, and how."""
    if when.basis is DateBasis.INFERRED:
        return f"taken from “{when.text}”, the likeliest time that the article names"
    if when.basis is DateBasis.RELATIVE:
        return f"resolved from “{when.text}” against {published}" if when.text else f"resolved against {published}"
    return f"stated as “{when.text}”" if when.text else "stated in the text"


def precision(mention: PlaceMention) -> str:
    """How finely a place is known, in words."""
    return precision_of(mention.geo_precision, mention.geo_uncertainty_km)


def precision_of(kind: GeoPrecision, uncertainty_km: float | None) -> str:
    """How finely a place is known, with the distance where there is one: 'a town or city, within about 12 km'."""
    words = PRECISION_WORDS[kind]
    if uncertainty_km is None or kind in {GeoPrecision.COUNTRY, GeoPrecision.NONE}:
        return words
    return f"{words}, within about {distance(uncertainty_km)}"


def distance(kilometres: float) -> str:
    """A distance to two significant digits at most: 800 m, 12 km, 340 km."""
    if kilometres < 1:
        return f"{max(round(kilometres * 10), 1) * 100} m"
    if kilometres < 100:
        return f"{kilometres:.0f} km"
    return f"{round(kilometres, -1):,.0f} km"


def placed_by(mention: PlaceMention, document: Document | None = None) -> str:
    """How a report came by its place, in the article's own words where the document is at hand."""
    if mention.how == "reviewed":
        return "a person gave this place"
    written = mention.name
    if document is not None and mention.span is not None:
        written = document.text[mention.span.start : mention.span.end]
    if mention.how == "inherited":
        return f"“{written}” is named elsewhere in the article, not in this sentence"
    return f"named in the sentence as “{written}”"


def place_name(mention: PlaceMention | None) -> str:
    """The gazetteer's name of a place, or the article's where it is not in the gazetteer."""
    if mention is None:
        return "no place"
    return mention.place.name if mention.place is not None else mention.name


def why_unplaced(event: Event) -> str:
    """Why an event is not on the map."""
    if event.place is None:
        return "no place is given for it"
    return f"the gazetteer does not know “{event.place.name}”"


def support(event: Event) -> str:
    """How many documents tell of an event, and how many of them are originals."""
    documents = count(event.n_documents, "document")
    if event.n_origins == event.n_documents:
        return documents if event.n_documents == 1 else f"{documents}, all independent"
    return f"{documents}, retelling {count(event.n_origins, 'original')}"


def confidence(value: float) -> str:
    """A confidence in words and figures."""
    word = "high" if value >= 0.75 else "medium" if value >= 0.5 else "low"
    return f"{word} ({value:.2f})"


def raised(event: Event, best: float) -> str:
    """How an event's confidence comes from that of its best report."""
    if event.n_origins > 1 and event.confidence > best:
        others = count(event.n_origins - 1, "more independent source")
        return f"The best report gives {best:.2f}; {others} raise it to {event.confidence:.2f}."
    return f"Taken from the best report ({best:.2f}); no second independent source raises it."


#: From here on a date of publication is shown without its confidence: it was stated.
_SURE = 0.9


def published(document: Document) -> str:
    """When a document was published and where that date was found."""
    basis = PUBLISHED_WORDS[document.published_basis]
    if document.published is None:
        return basis
    if document.published_basis is PublishedBasis.NONE:
        return day(document.published)
    sure = document.published_confidence
    unsure = f", confidence {confidence(sure)}" if sure is not None and sure < _SURE else ""
    return f"{day(document.published)} ({basis}{unsure})"


def reviewed(fields: object) -> str:
    """What people decided about an event, from the names of the fields in a row of the view: 'place, date'."""
    if not isinstance(fields, str):
        return ""
    said = (FIELD_WORDS[ReviewField(name)] for name in fields.split("; ") if name in set(ReviewField))
    return ", ".join(dict.fromkeys(said))


def listing(names: Sequence[str], limit: int = 4) -> str:
    """Names in a row, the rest counted: 'a, b and 3 more'."""
    shown = list(names[:limit])
    if len(names) > limit:
        return f"{', '.join(shown)} and {len(names) - limit} more"
    return ", ".join(shown[:-1]) + f" and {shown[-1]}" if len(shown) > 1 else "".join(shown)


def days(earliest: date, latest: date) -> str:
    """A run of days in words."""
    return describe(earliest, latest, DatePrecision.DAYS)


def box(bbox: tuple[float, float, float, float]) -> str:
    """A box in degrees: 120°E to 135°E, 35°N to 45°N."""
    west, south, east, north = bbox
    return f"{_degrees(west, 'EW')} to {_degrees(east, 'EW')}, {_degrees(south, 'NS')} to {_degrees(north, 'NS')}"


def _degrees(value: float, sides: str) -> str:
    return f"{abs(value):.1f}°{sides[value < 0]}"
