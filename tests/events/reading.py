"""Short texts read for tests, and reports made by hand."""

from __future__ import annotations

from datetime import date
from functools import cache

from geomap.documents import from_text
from geomap.extractor import shared_extractor
from geomap.model import (
    Actor,
    DateBasis,
    DatePrecision,
    Document,
    Extraction,
    GeoPrecision,
    Place,
    PlaceMention,
    Report,
    Role,
    Status,
    Trigger,
    When,
)

#: A Wednesday.
PUBLISHED = date(2023, 3, 15)
OSLO = Place("t:oslo", "Oslo", 59.91, 10.75, "P.PPLC", "NO", population=580_000)
BERGEN = Place("t:bergen", "Bergen", 60.39, 5.32, "P.PPLA", "NO", population=210_000)
NORWAY = Place("t:norway", "Norway", 62.0, 10.0, "A.PCLI", "NO")


@cache
def extraction(text: str, published: date | None = PUBLISHED) -> Extraction:
    """Everything found in a text."""
    return shared_extractor().extract(from_text(text, title="", published=published))


def reports(text: str, published: date | None = PUBLISHED) -> tuple[Report, ...]:
    """The reports of a text."""
    return extraction(text, published).reports


def report(text: str, trigger: str, published: date | None = PUBLISHED) -> Report:
    """The report of which this word is the trigger, or a further mention."""
    found = [r for r in reports(text, published) if trigger in {r.trigger.text, *(m.text for m in r.mentions)}]
    assert len(found) == 1, [(r.trigger.text, r.event_type) for r in reports(text, published)]
    return found[0]


def triggers(text: str) -> set[str]:
    """Every word that was taken to tell of an event."""
    return {w for r in reports(text) for w in (r.trigger.text, *(m.text for m in r.mentions))}


def made(
    document: str,
    *,
    event_type: str = "fighting",
    place: Place | None = OSLO,
    precision: GeoPrecision = GeoPrecision.CITY,
    role: Role = Role.VENUE,
    day: date | None = date(2023, 3, 14),
    actors: tuple[str, ...] = (),
    status: Status = Status.OCCURRED,
    quote: str = "An attack.",
    published: date | None = PUBLISHED,
    source: str | None = None,
    attributed_to: str | None = None,
    text: str | None = None,
    uncertainty_km: float = 5.0,
) -> Extraction:
    """One report in one document, made by hand."""
    words = text if text is not None else f"{document} {quote}"
    trigger = Trigger(0, 6, quote.split()[1] if len(quote.split()) > 1 else quote)
    where = (PlaceMention(place.name, role, place, precision, uncertainty_km, None),) if place else ()
    when = When(day, day, DatePrecision.DAY, DateBasis.RELATIVE, "on Tuesday") if day else None
    told = Report(
        id=Report.id_of(document, trigger, event_type),
        document_id=document,
        start=0,
        end=len(quote),
        quote=quote,
        trigger=trigger,
        event_type=event_type,
        status=status,
        background=False,
        actors=tuple(Actor(a) for a in actors),
        places=where,
        when=when,
        attributed_to=attributed_to,
        confidence=0.8,
        method="test",
    )
    return Extraction(Document(document, document, words, source=source, published=published), reports=(told,))
