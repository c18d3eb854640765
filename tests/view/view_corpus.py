"""A small store for the tests of the view and the exports: real places, every kind of date."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from geomap.model import (
    Actor,
    DateBasis,
    DatePrecision,
    Document,
    Event,
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
from geomap.store import Store

VLADIVOSTOK = Place("geonames:2013348", "Vladivostok", 43.10562, 131.87353, "P.PPLA", "RU", "Primorye", 604901)
PYONGYANG = Place("geonames:1871859", "Pyongyang", 39.03385, 125.75432, "P.PPLC", "KP", None, 3222000)
SUVA = Place("geonames:2198148", "Suva", -18.14161, 178.44149, "P.PPLC", "FJ", "Central", 77366)
APIA = Place("geonames:4035413", "Apia", -13.83333, -171.76666, "P.PPLC", "WS", None, 40407)
RUSSIA = Place("geonames:2017370", "Russia", 60.0, 100.0, "A.PCLI", "RU", None, 144478050)


def mention(place, precision=GeoPrecision.CITY, km=10.0, role=Role.VENUE):
    return PlaceMention(place.name, role, place, precision, km, None)


def when(first, last, precision=DatePrecision.DAY, text=None):
    return When(first, last, precision, DateBasis.EXPLICIT, text)


DOCUMENTS = [
    Document(
        "doc-a", "Leaders to meet", "They will meet in Vladivostok, she said.", source="The Daily", url="https://example.org/a"
    ),
    Document("doc-b", "A visit", "Shoigu visited Pyongyang in July. =2+2", path="in/second file.txt"),
    Document("doc-c", "Storm in the Pacific", "Suva and Apia were hit; “it was loud”.", source="Pacific Post"),
]


def report(ident, document, event_type, status, quote=None, actors=()):
    text = document.text if quote is None else quote
    start = document.text.index(text)
    trigger = Trigger(start, start + 4, text[:4])
    people = tuple(Actor(name, role) for name, role in actors)
    return Report(
        ident, document.id, start, start + len(text), text, trigger, event_type, status, False, people, (), None, None, 0.8, "m"
    )


REPORTS = [
    report("rep-1", DOCUMENTS[0], "meeting", Status.PLANNED, actors=[("Kim Jong Un", "recipient")]),
    report("rep-2", DOCUMENTS[1], "travel", Status.OCCURRED, "Shoigu visited Pyongyang in July."),
    report("rep-3", DOCUMENTS[2], "disaster", Status.OCCURRED),
    report("rep-4", DOCUMENTS[2], "disaster", Status.OCCURRED, "Apia"),
    report("rep-5", DOCUMENTS[1], "statement", Status.POSSIBLE, "=2+2"),
    report("rep-6", DOCUMENTS[0], "threat", Status.DENIED, "she said"),
    report("rep-7", DOCUMENTS[1], "meeting", Status.PLANNED, "Pyongyang"),
]


def event(ident, title, event_type, status, place, dated, report_ids, confidence=0.9, places=(), background=False, n_documents=1):
    return Event(
        id=ident,
        title=title,
        event_type=event_type,
        status=status,
        background=background,
        actors=("Kim Jong Un", "Vladimir Putin") if event_type == "meeting" else (),
        place=place,
        places=places or ((place,) if place else ()),
        when=dated,
        report_ids=report_ids,
        n_documents=n_documents,
        n_origins=1,
        disagreements=(),
        confidence=confidence,
    )


EVENTS = [
    event(
        "evt-1", "Leaders to meet in Vladivostok", "meeting", Status.PLANNED, mention(VLADIVOSTOK),
        when(date(2023, 9, 1), date(2023, 9, 30), DatePrecision.MONTH, "in September"), ("rep-1", "rep-7"), n_documents=2,
    ),
    event(
        "evt-2", "Shoigu visited Pyongyang", "travel", Status.OCCURRED, mention(PYONGYANG, role=Role.DESTINATION),
        when(date(2023, 7, 25), date(2023, 7, 27), DatePrecision.DAYS), ("rep-2",),
        places=(mention(VLADIVOSTOK, role=Role.ORIGIN), mention(PYONGYANG, role=Role.DESTINATION)),
    ),
    event("evt-3", "Storm hits Suva", "disaster", Status.OCCURRED, mention(SUVA), when(date(2023, 8, 1), date(2023, 8, 1)), ("rep-3",)),
    event("evt-4", "Storm hits Apia", "disaster", Status.OCCURRED, mention(APIA), None, ("rep-4",), 0.4),
    event("evt-5", '=HYPERLINK("http://x.example","click")', "statement", Status.POSSIBLE, None, None, ("rep-5",), 0.3, background=True),
    event(
        "evt-6", "Moscow denies a threat", "threat", Status.DENIED, mention(RUSSIA, GeoPrecision.COUNTRY, 4500.0),
        when(date(2022, 1, 1), date(2022, 12, 31), DatePrecision.YEAR), ("rep-6",),
    ),
]  # fmt: skip


def make_store(path: Path) -> Path:
    """A store at ``path`` that holds the corpus."""
    with Store.open(path, create=True) as store:
        for document in DOCUMENTS:
            store.save([Extraction(document, reports=tuple(r for r in REPORTS if r.document_id == document.id), method="m")])
        store.replace_events(EVENTS)
    return path
