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


def report(ident, document, quote, *, event_type, status, actors=()):
    start = document.text.index(quote)
    trigger = Trigger(start, start + 2, quote[:2])
    people = tuple(Actor(name, role) for name, role in actors)
    end = start + len(quote)
    return Report(ident, document.id, start, end, quote, trigger, event_type, status, False, people, (), None, None, 0.8, "m")


DAILY, VISIT, STORM = DOCUMENTS

REPORTS = [
    report("rep-1", DAILY, DAILY.text, event_type="meeting", status=Status.PLANNED, actors=[("Kim Jong Un", "recipient")]),
    report("rep-2", VISIT, "Shoigu visited Pyongyang in July.", event_type="travel", status=Status.OCCURRED),
    report("rep-3", STORM, STORM.text, event_type="disaster", status=Status.OCCURRED),
    report("rep-4", STORM, "Apia", event_type="disaster", status=Status.OCCURRED),
    report("rep-5", VISIT, "=2+2", event_type="statement", status=Status.POSSIBLE),
    report("rep-6", DAILY, "she said", event_type="threat", status=Status.DENIED),
    report("rep-7", VISIT, "Pyongyang", event_type="meeting", status=Status.PLANNED),
]


def event(ident, title, **known):
    known = {
        "background": False,
        "actors": (),
        "place": None,
        "when": None,
        "n_documents": 1,
        "n_origins": 1,
        "disagreements": (),
        "confidence": 0.9,
    } | known
    known.setdefault("places", (known["place"],) if known["place"] else ())
    return Event(id=ident, title=title, **known)


EVENTS = [
    event(
        "evt-1",
        "Leaders to meet in Vladivostok",
        event_type="meeting",
        status=Status.PLANNED,
        actors=("Kim Jong Un", "Vladimir Putin"),
        place=mention(VLADIVOSTOK),
        when=when(date(2023, 9, 1), date(2023, 9, 30), DatePrecision.MONTH, "in September"),
        report_ids=("rep-1", "rep-7"),
        n_documents=2,
    ),
    event(
        "evt-2",
        "Shoigu visited Pyongyang",
        event_type="travel",
        status=Status.OCCURRED,
        place=mention(PYONGYANG, role=Role.DESTINATION),
        places=(mention(VLADIVOSTOK, role=Role.ORIGIN), mention(PYONGYANG, role=Role.DESTINATION)),
        when=when(date(2023, 7, 25), date(2023, 7, 27), DatePrecision.DAYS),
        report_ids=("rep-2",),
    ),
    event(
        "evt-3",
        "Storm hits Suva",
        event_type="disaster",
        status=Status.OCCURRED,
        place=mention(SUVA),
        when=when(date(2023, 8, 1), date(2023, 8, 1)),
        report_ids=("rep-3",),
    ),
    event(
        "evt-4",
        "Storm hits Apia",
        event_type="disaster",
        status=Status.OCCURRED,
        place=mention(APIA),
        report_ids=("rep-4",),
        confidence=0.4,
    ),
    event(
        "evt-5",
        '=HYPERLINK("http://x.example","click")',
        event_type="statement",
        status=Status.POSSIBLE,
        report_ids=("rep-5",),
        confidence=0.3,
        background=True,
    ),
    event(
        "evt-6",
        "Moscow denies a threat",
        event_type="threat",
        status=Status.DENIED,
        place=mention(RUSSIA, GeoPrecision.COUNTRY, 4500.0),
        when=when(date(2022, 1, 1), date(2022, 12, 31), DatePrecision.YEAR),
        report_ids=("rep-6",),
    ),
]


def make_store(path: Path) -> Path:
    """A store at ``path`` that holds the corpus."""
    with Store.open(path, create=True) as store:
        for document in DOCUMENTS:
            store.save([Extraction(document, reports=tuple(r for r in REPORTS if r.document_id == document.id), method="m")])
        store.replace_events(EVENTS)
    return path
